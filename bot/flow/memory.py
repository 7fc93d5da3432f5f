"""The story engine over the store: running stories in memory, others fetched when they are taken up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from bot.flow import codec
from config.flow import (
    ARTICLES_PER_STORY,
    LOOKUP_BATCH,
    STORIES_AT_START,
    WOKEN_PER_TERM,
    WOKEN_SEEN,
    WOKEN_STORIES,
    WOKEN_TERMS,
)
from storage import articles, corrections, lookup, stories
from storage.articles import Featured, StoredArticle
from storage.writes import key_of
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

    def __contains__(self, story_id: int) -> bool:
        """Tell whether a story is in memory."""
        ...

    def place(self, features: Features) -> Placed:
        """Return where an article belongs."""
        ...

    def add(self, article_id: int, story_id: int, features: Features) -> None:
        """Enter an article into a story."""
        ...

    def replace(self, articles: Iterable[Entry], stories: Iterable[int]) -> None:
        """Forget stories and enter the articles that they have now."""
        ...


class Memory:
    """Follows the store: knows what other processes stored and corrected up to the last ``refresh``."""

    def __init__(self, engine: Engine) -> None:
        """Start with an empty engine."""
        self.engine = engine
        self._last: int | None = None
        self._corrected = 0

    def refresh(self, session: Session) -> None:
        """Learn what was stored since the last time; the first time, the stories with the latest news."""
        if self._last is None:
            self._last, self._corrected = articles.latest(session), corrections.latest(session)
            self._read(session, stories.latest(session, STORIES_AT_START))
            return
        while new := articles.after(session, self._last, LOOKUP_BATCH):
            self._learn(session, new)
            self._last = key_of(new[-1].article)
        self._follow_corrections(session)

    def place(self, session: Session, features: Features) -> Placed:
        """Return where an article belongs, old stories with the same words included."""
        from summaries.stories.lookup import lookup_terms  # noqa: PLC0415 - loads spaCy, which a status must not

        terms = lookup_terms(features)
        found = lookup.sharing_terms(
            session,
            terms,
            per_term=WOKEN_PER_TERM,
            at_least=min(WOKEN_TERMS, (len(terms) + 1) // 2),
            limit=WOKEN_SEEN,
        )
        self._read(session, [story for story in found if story not in self.engine][:WOKEN_STORIES])
        return self.engine.place(features)

    def relearn(self, stored: StoredArticle) -> None:
        """Enter an article that was in no story before its text changed; others stay as they are known."""
        article = stored.article
        known = self._last is not None and key_of(article) <= self._last
        if known and article.story_id is not None and article.story_id in self.engine:
            features = codec.load_features(stored.revision.features)
            self.engine.add(key_of(article), article.story_id, features)

    def _learn(self, session: Session, new: Sequence[StoredArticle]) -> None:
        placed = [one for one in new if one.article.story_id is not None]
        strange = {one.article.story_id or 0 for one in placed} - {0}
        self._read(session, sorted(story for story in strange if story not in self.engine))
        for one in placed:
            features = codec.load_features(one.revision.features)
            self.engine.add(key_of(one.article), one.article.story_id or 0, features)

    def _read(self, session: Session, story_ids: Sequence[int]) -> None:
        """Enter stories that are not in memory."""
        for one in articles.features(session, story_ids, ARTICLES_PER_STORY) if story_ids else ():
            self.engine.add(one.article_id, one.story_id, codec.load_features(one.features))

    def _follow_corrections(self, session: Session) -> None:
        """Rebuild the stories that a person corrected since the last time."""
        made = corrections.after(session, self._corrected)
        if not made:
            return
        self._corrected = key_of(made[-1])
        touched = sorted(
            {story for one in made for story in (one.story_id, one.other_id) if story is not None}
        )
        now_in = articles.features(session, touched, ARTICLES_PER_STORY)
        self.engine.replace([_entry(one) for one in now_in], touched)


def _entry(one: Featured) -> Entry:
    features = codec.load_features(one.features)
    return one.article_id, one.story_id, features.published, features
