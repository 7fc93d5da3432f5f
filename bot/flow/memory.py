"""The story engine over the store: running stories in memory, others fetched when they are taken up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlmodel import Session

from bot.flow import codec
from config.flow import (
    ARTICLES_PER_STORY,
    IN_FLIGHT,
    LOOKUP_BATCH,
    STORIES_AT_START,
    WOKEN_PER_TERM,
    WOKEN_SEEN,
    WOKEN_STORIES,
    WOKEN_TERMS,
)
from storage import articles, corrections, lookup, stories, story_events
from storage.articles import StoredArticle
from storage.tail import Tail
from storage.writes import key_of
from summaries.model import Features

Entry = tuple[int, int, Features, int | None]


class Side(Protocol):
    """One side of the evidence that a decision was made by."""

    @property
    def kind(self) -> str:
        """What kind of evidence it is."""
        ...

    @property
    def items(self) -> tuple[str, ...]:
        """Words, names or figures that it consists of."""
        ...

    @property
    def weight(self) -> float:
        """What it counted: above 0 for the story, below 0 against it."""
        ...


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

    @property
    def evidence(self) -> Sequence[Side]:
        """What was decided by."""
        ...

    @property
    def rival(self) -> int | None:
        """Another story that the article fits as well."""
        ...

    @property
    def several(self) -> bool:
        """Whether the article is about several stories, so that nothing may join the one that it opens."""
        ...


class Joined(Protocol):
    """Two stories that the engine takes for one."""

    @property
    def story(self) -> int:
        """The story that is to become part of the other."""
        ...

    @property
    def into(self) -> int:
        """The story that stays."""
        ...

    @property
    def evidence(self) -> Sequence[Side]:
        """What was decided by."""
        ...


class Engine(Protocol):
    """The part of ``summaries.stories.StoryEngine`` that the flow needs."""

    def __contains__(self, story_id: int) -> bool:
        """Tell whether a story is in memory."""
        ...

    def place(self, features: Features) -> Placed:
        """Return where an article belongs."""
        ...

    def add(self, article_id: int, story_id: int, features: Features, place: int | None = None) -> None:
        """Enter an article into a story."""
        ...

    def reexamine(self, story_id: int, rival_id: int) -> Joined | None:
        """Tell whether two stories are one."""
        ...

    def replace(self, articles: Iterable[Entry], stories: Iterable[int]) -> None:
        """Forget stories and enter the articles that they have now."""
        ...


class Memory:
    """Follows the store: knows what other processes stored and corrected up to the last ``refresh``."""

    def __init__(self, engine: Engine) -> None:
        """Start with an empty engine."""
        self.engine = engine
        self._stored: Tail | None = None
        self._corrected = self._happened = Tail(0)

    def refresh(self, session: Session) -> None:
        """Learn what was stored since the last time; the first time, the stories with the latest news."""
        if self._stored is None:
            last = articles.latest(session)
            near = range(max(1, last - IN_FLIGHT), last + 1)
            self._stored = Tail(last, articles.existing(session, near) | {near.start})
            self._corrected = Tail(corrections.latest(session))
            self._happened = Tail(story_events.latest(session))
            self._read(session, stories.latest(session, STORIES_AT_START))
            return
        while new := articles.after(session, self._stored.last, LOOKUP_BATCH, self._stored.missing):
            self._learn(session, new)
            self._stored.note(key_of(one.article) for one in new)
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

    def relearn(self, session: Session, stored: StoredArticle) -> None:
        """Read the story of an article whose text has changed again."""
        article = stored.article
        known = self._stored is not None and key_of(article) <= self._stored.last
        if known and article.story_id is not None and article.story_id in self.engine:
            self._read_again(session, [article.story_id])

    def reexamine(self, session: Session, story_id: int, rival_id: int) -> Joined | None:
        """Tell whether two stories are one, with what the session has stored so far."""
        self.refresh(session)
        return self.engine.reexamine(story_id, rival_id)

    def _learn(self, session: Session, new: Sequence[StoredArticle]) -> None:
        placed = [one for one in new if one.article.story_id is not None]
        strange = {one.article.story_id or 0 for one in placed} - {0}
        self._read(session, sorted(story for story in strange if story not in self.engine))
        for one in placed:
            self._enter(session, one, one.article.story_id or 0)

    def _enter(self, session: Session, stored: StoredArticle, story_id: int) -> None:
        """Enter an article; a large story is then known by its latest articles, as after a start."""
        number = key_of(stored.article)
        place = articles.place_in_story(session, number, story_id)
        self.engine.add(number, story_id, codec.load_features(stored.revision.features), place)
        if place > ARTICLES_PER_STORY and place % (ARTICLES_PER_STORY // 2) == 1:
            self._read_again(session, [story_id])

    def _read(self, session: Session, story_ids: Sequence[int]) -> None:
        """Enter stories that are not in memory."""
        for entry in _entries(session, story_ids) if story_ids else ():
            self.engine.add(*entry)

    def _read_again(self, session: Session, story_ids: Sequence[int]) -> None:
        self.engine.replace(_entries(session, story_ids), story_ids)

    def _follow_corrections(self, session: Session) -> None:
        """Read those stories again that were corrected, or have become one, since the last time."""
        made, happened = (
            corrections.after(session, self._corrected.last, self._corrected.missing),
            story_events.after(session, self._happened.last, self._happened.missing),
        )
        self._corrected.note(key_of(one) for one in made)
        self._happened.note(key_of(one) for one in happened)
        touched = {story for one in made for story in (one.story_id, one.other_id)}
        own = (one for one in happened if not one.by_hand)  # what people did are corrections
        touched |= {story for one in own for story in (one.story_id, one.other_id)}
        if touched:
            self._read_again(session, sorted(story for story in touched if story is not None))


def _entries(session: Session, story_ids: Sequence[int]) -> list[Entry]:
    return [
        (one.article_id, one.story_id, codec.load_features(one.features), one.place)
        for one in articles.features(session, story_ids, ARTICLES_PER_STORY)
    ]
