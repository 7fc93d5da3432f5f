"""What goes into a digest and what comes out, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from summaries.model import Claim, Status


@dataclass(frozen=True, slots=True)
class UpdateView:
    """What an article's new version, stored ``at``, states anew, no longer, or otherwise (before, after).

    All of it is verbatim from the stored texts.
    """

    at: datetime
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as a digest names it; ``id`` is the manifest's id or ``a<number>``.

    ``received`` is when it was stored; digests by chat count an article by it, digests by window by
    ``published``.  ``copy_of`` is the id of the article whose text it repeats.  ``updates`` are the changes
    of its text, where they were asked for.
    """

    id: str
    outlet: str
    title: str
    published: datetime
    url: str | None = None
    copy_of: str | None = None
    agency: str | None = None
    received: datetime | None = None
    updates: tuple[UpdateView, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim with the id it is stored under."""

    id: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class StoryInput:
    """One story with everything known about it up to the digest's ``now``."""

    id: int
    title: str
    articles: tuple[ArticleView, ...]
    claims: tuple[KnownClaim, ...]
    continues: int | None = None
    continues_title: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignLink:
    """An article that is not compared because of its language, an ISO 639-1 code."""

    outlet: str
    url: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a digest cannot speak about: articles that failed, stand in no story, or are not German."""

    failed: int = 0
    ungrouped: int = 0
    foreign: tuple[ForeignLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in a digest: ``new`` to its reader, or ``changed_from`` an earlier status, or neither."""

    id: str
    claim: Claim
    new: bool
    changed_from: Status | None

    @property
    def news(self) -> bool:
        """Whether the reader has not seen the claim in this status."""
        return self.new or self.changed_from is not None


@dataclass(frozen=True, slots=True)
class StoryDigest:
    """One story in a digest: its articles of the window, its claims, and how many claims were cut.

    ``followed`` marks those that the reader asked to be told of first.
    """

    id: int
    title: str
    continues: int | None
    continues_title: str | None
    articles: tuple[ArticleView, ...]
    articles_total: int
    claims: tuple[ClaimView, ...]
    more: int = 0
    followed: bool = False


@dataclass(frozen=True, slots=True)
class Foot:
    """The small print: what the digest stands on and what is missing."""

    articles: int
    outlets: int
    newest: datetime | None
    gaps: Gaps = Gaps()


@dataclass(frozen=True, slots=True)
class Digest:
    """What one reader gets; ``zone`` is the time zone in which times are shown."""

    since: datetime | None
    now: datetime
    zone: tzinfo
    stories: tuple[StoryDigest, ...]
    more_stories: int
    foot: Foot

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.stories


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story in full: the timeline of its articles and every claim with its voices and history.

    ``shared_names`` are the names that several of its articles have, with in how many.
    """

    id: int
    title: str
    now: datetime
    zone: tzinfo
    articles: tuple[ArticleView, ...]
    claims: tuple[KnownClaim, ...]
    continues: int | None = None
    continues_title: str | None = None
    continued_by: tuple[tuple[int, str], ...] = ()
    shared_names: tuple[tuple[str, int], ...] = ()
