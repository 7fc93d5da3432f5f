"""What the flow keeps in memory: story engine and fingerprints, rebuilt from the store at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.flow import codec
from config.flow import COPY_WINDOW
from storage import corrections
from storage.articles import StoredArticle
from storage.tables import Article, Outlet, Revision
from storage.writes import key_of
from summaries.intake import TextPrint, is_near_duplicate
from summaries.model import Features

Entry = tuple[int, int, datetime, Features]


class Placed(Protocol):
    """Where the engine puts an article: a story to join, or an old one that a new one continues."""

    @property
    def story(self) -> int | None:
        """The story to join; None for a new one."""
        ...

    @property
    def continues(self) -> int | None:
        """The story that a new one takes up."""
        ...


class Engine(Protocol):
    """The part of ``summaries.stories.StoryEngine`` that the flow needs."""

    def place(self, features: Features) -> Placed:
        """Return where an article belongs."""
        ...

    def add(self, article_id: int, story_id: int, features: Features) -> None:
        """Enter an article into a story."""
        ...

    def replace(self, articles: Iterable[Entry], stories: Iterable[int]) -> None:
        """Forget stories and enter the articles that they have now."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """What is remembered of an article to recognise its text again."""

    article_id: int
    outlet_key: str
    published: datetime
    print: TextPrint


class Memory:
    """Follows the store: knows every article up to the last ``refresh``."""

    def __init__(self, engine: Engine) -> None:
        """Start with an empty engine."""
        self.engine = engine
        self._last = 0
        self._looks: dict[int, Look] = {}
        self._entered: set[int] = set()
        self._corrected: int | None = None

    def refresh(self, session: Session) -> None:
        """Learn the articles that were stored since the last time, also by other processes."""
        newest: dict[int, tuple[Article, str, Revision]] = {}
        for article, outlet_key, revision in session.exec(_articles().where(col(Article.id) > self._last)):
            newest[key_of(article)] = (article, outlet_key, revision)
        for article, outlet_key, revision in newest.values():
            self._learn(article, outlet_key, revision)
        self._follow_corrections(session)

    def _follow_corrections(self, session: Session) -> None:
        """Rebuild the stories that a person corrected since the last time."""
        if self._corrected is None:  # everything was read just now
            self._corrected = corrections.latest(session)
            return
        made = corrections.after(session, self._corrected)
        touched = {story for one in made for story in (one.story_id, one.other_id) if story is not None}
        if not touched:
            return
        self._corrected = key_of(made[-1])
        rows = session.exec(_articles().where(col(Article.story_id).in_(touched)))
        now_in = {key_of(article): (article, revision) for article, _, revision in rows}
        self._entered.update(now_in)
        self.engine.replace([_entry(*found) for found in now_in.values()], sorted(touched))

    def relearn(self, stored: StoredArticle) -> None:
        """Remember a changed text; the engine keeps what it knows, and learns an article new to it."""
        look = _look(stored.article, stored.outlet.key, stored.revision)
        self._looks[look.article_id] = look
        if look.article_id <= self._last:
            self._enter(stored.article, stored.revision)

    def near(self, print_: TextPrint, published: datetime) -> Look | None:
        """Return the earliest article around ``published`` that is nearly the same text."""
        around = (look for look in self._looks.values() if abs(look.published - published) <= COPY_WINDOW)
        alike = [look for look in around if is_near_duplicate(look.print, print_)]
        return min(alike, key=lambda look: look.article_id, default=None)

    def _learn(self, article: Article, outlet_key: str, revision: Revision) -> None:
        self._last = key_of(article)
        self._looks[self._last] = _look(article, outlet_key, revision)
        self._enter(article, revision)

    def _enter(self, article: Article, revision: Revision) -> None:
        number = key_of(article)
        if article.story_id is not None and number not in self._entered:
            self._entered.add(number)
            self.engine.add(number, article.story_id, codec.load_features(revision.features))


def _articles() -> Select[Article, str, Revision]:
    """Select articles with their revisions, both in the order in which they came."""
    return (
        select(Article, Outlet.key, Revision)
        .join(Outlet, col(Outlet.id) == col(Article.outlet_id))
        .join(Revision, col(Revision.article_id) == col(Article.id))
        .order_by(col(Article.id), col(Revision.number))
    )


def _entry(article: Article, revision: Revision) -> Entry:
    features = codec.load_features(revision.features)
    return key_of(article), article.story_id or 0, features.published, features


def _look(article: Article, outlet_key: str, revision: Revision) -> Look:
    return Look(
        article_id=key_of(article),
        outlet_key=outlet_key,
        published=article.published_at,
        print=codec.load(TextPrint, revision.fingerprint),
    )
