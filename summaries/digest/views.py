"""What goes into a digest and what comes out, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from summaries.model import Claim, Status

if TYPE_CHECKING:
    from summaries.stories.reasons import Reason  # loads spaCy, which a digest does without


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
class StoryEventView:
    """What happened to a story ``at`` some time: another one became part of it, or was split off ("split").

    ``other`` is the other story's number, ``reasons`` why the two were taken for one.
    """

    kind: str
    at: datetime
    other: int
    title: str
    by_hand: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedView:
    """Why an article stands in its story: how it came there ("joined", "opened", …), and by which evidence.

    ``opened`` is the title of the story that it opened, where that has become part of this one.
    """

    article: ArticleView
    kind: str
    reasons: tuple[Reason, ...] = ()
    opened: str | None = None


@dataclass(frozen=True, slots=True)
class StoryInput:
    """One story with everything known about it up to the digest's ``now``."""

    id: int
    title: str
    articles: tuple[ArticleView, ...]
    claims: tuple[KnownClaim, ...]
    continues: int | None = None
    continues_title: str | None = None
    events: tuple[StoryEventView, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignLink:
    """An article that is not compared because of its language, an ISO 639-1 code."""

    outlet: str
    url: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a digest cannot speak about: articles that failed, stand in no story, or are not German.

    ``waiting`` are still being read.
    """

    failed: int = 0
    ungrouped: int = 0
    foreign: tuple[ForeignLink, ...] = ()
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in a digest: ``new`` to its reader, or ``changed_from`` an earlier status, or neither.

    ``replaced_by`` is the id of the claim that stands now where the reader knew this one.
    """

    id: str
    claim: Claim
    new: bool
    changed_from: Status | None
    replaced_by: str | None = None

    @property
    def news(self) -> bool:
        """Whether the reader has not seen the claim in this status."""
        return self.new or self.changed_from is not None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims are news to a reader, each counted once: by what changed, else by status.

    ``fresh`` are the new ones that nobody confirms or contests.
    """

    changed: int = 0
    contested: int = 0
    confirmed: int = 0
    fresh: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the sum of both."""
        return Tally(
            self.changed + other.changed,
            self.contested + other.contested,
            self.confirmed + other.confirmed,
            self.fresh + other.fresh,
        )

    def __bool__(self) -> bool:
        """Tell whether anything was counted."""
        return any((self.changed, self.contested, self.confirmed, self.fresh))


NO_NEWS = Tally()


@dataclass(frozen=True, slots=True)
class StoryDigest:
    """One story in a digest: its articles of the window, its claims, and those that are only counted.

    ``tally`` counts all that is news of it, also what was cut.  ``followed`` marks those that the reader
    asked to be told of first; ``events`` are those of the window.
    """

    id: int
    title: str
    continues: int | None
    continues_title: str | None
    articles: tuple[ArticleView, ...]
    articles_total: int
    claims: tuple[ClaimView, ...]
    rest: tuple[ClaimView, ...] = ()
    followed: bool = False
    events: tuple[StoryEventView, ...] = ()
    tally: Tally = NO_NEWS

    @property
    def more(self) -> int:
        """How many claims are only counted."""
        return len(self.rest)


@dataclass(frozen=True, slots=True)
class Foot:
    """The small print: what the digest stands on and what is missing."""

    articles: int
    outlets: int
    newest: datetime | None
    gaps: Gaps = Gaps()


@dataclass(frozen=True, slots=True)
class Digest:
    """What one reader gets; ``zone`` is the time zone in which times are shown.

    ``tally`` counts what is news, also in stories that were left out.  ``past`` marks a look back at what was
    published in a period, told or not.
    """

    since: datetime | None
    now: datetime
    zone: tzinfo
    stories: tuple[StoryDigest, ...]
    more_stories: int
    foot: Foot
    tally: Tally = NO_NEWS
    past: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.stories

    @property
    def idle(self) -> bool:
        """Whether there is neither news nor anything that it could not speak about."""
        return self.empty and self.foot.gaps == Gaps()

    @property
    def day(self) -> datetime | None:
        """The day that it looks back at from its beginning on; None if it looks at more or less than one."""
        if self.since is None or not self.past:
            return None
        begin = self.since.astimezone(self.zone)
        last = (self.now - timedelta(microseconds=1)).astimezone(self.zone)
        return begin if begin.time() == time() and begin.date() == last.date() else None

    @property
    def day_over(self) -> bool:
        """Whether it looks back up to the end of a day."""
        return self.now.astimezone(self.zone).time() == time()


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
    events: tuple[StoryEventView, ...] = ()
