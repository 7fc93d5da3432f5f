"""What the flow hands back to a chat or a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from config.language import GERMAN
from storage.articles import StoredArticle
from storage.writes import key_of
from summaries.digest import NO_NEWS, Digest, PlacedView, StoryEventView, Tally


class Outcome(StrEnum):
    """What became of a document."""

    NEW = "new"
    DUPLICATE = "duplicate"  # the same text of the same outlet is stored already
    COPY = "copy"  # the text of another article: stored, but no voice of its own
    REVISION = "revision"  # a changed text of a stored article


@dataclass(frozen=True, slots=True)
class Stored:
    """An article after it was taken in.

    One in another ``language`` than German is kept as a link: nothing is counted, and it has a story only
    where it came as a new version of a German text, which stays.
    ``source_count`` counts the outlets of its story up to it; it is a ``new_source`` there if its own was not
    among them, and ``opened`` the story if no article stood there before.  ``new_claims`` are claims that did
    not exist before; ``contested`` and ``confirmed`` count the claims that came to this status by the
    article; ``changes`` the older claims whose status changed.  ``merged`` is the number of a story that
    became part of its own by it.
    """

    article_id: int
    outcome: Outcome
    outlet: str
    title: str
    story_id: int | None
    story_title: str
    continues_title: str | None
    source_count: int
    new_claims: int = 0
    contested: int = 0
    confirmed: int = 0
    changes: int = 0
    language: str = GERMAN
    url: str | None = None
    merged: int | None = None
    opened: bool = False
    new_source: bool = False

    @classmethod
    def bare(cls, stored: StoredArticle, outcome: Outcome) -> Stored:
        """Return what is known of an article without looking at its story."""
        article = stored.article
        return cls(
            article_id=key_of(article),
            outcome=outcome,
            outlet=stored.outlet.name,
            title=article.title,
            story_id=article.story_id,
            story_title="",
            continues_title=None,
            source_count=0,
            language=article.language,
            url=article.canonical_url,
        )

    @property
    def foreign(self) -> bool:
        """Whether it is not German and therefore not compared."""
        return self.language != GERMAN


@dataclass(frozen=True, slots=True)
class Placements:
    """Why the articles of a story stand in it, and what happened to the story since, with the evidence."""

    articles: tuple[PlacedView, ...] = ()
    events: tuple[StoryEventView, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What a chat has not been told: how much, in which stories, the first to read first.

    ``more`` counts the stories beyond those that are named.  Where too many have news nothing is counted,
    and ``more`` is their number.
    """

    tally: Tally = NO_NEWS
    stories: tuple[tuple[int, str, Tally], ...] = ()
    more: int = 0

    @classmethod
    def of(cls, digest: Digest, named: int) -> News:
        """Return what a digest that was not sent would tell; the first stories by name."""
        found = [(one.id, one.title, one.tally) for one in digest.stories if one.tally]
        rest = len(digest.stories) - len(found[:named]) + digest.more_stories
        return cls(digest.tally, tuple(found[:named]), rest if digest.tally else 0)


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How the bot, or a chat, stands at ``now``; today begins at local midnight.

    ``newest`` is when the newest article came in, ``next_digest`` the next planned slot.  ``foreign_total``
    counts the links in other languages, which count as articles nowhere else.  ``aside`` are
    the numbers of what was given up lately because working on it failed again and again.
    """

    now: datetime
    articles_today: int
    articles_total: int
    stories_today: int
    stories_total: int
    queued: int
    failed: int
    newest: datetime | None
    last_digest: datetime | None
    next_digest: datetime | None
    foreign_total: int = 0
    aside: tuple[int, ...] = ()
