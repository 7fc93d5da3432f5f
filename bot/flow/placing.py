"""Putting an article into its story, with the evidence kept; two stories that prove to be one are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.flow import codec
from bot.flow.arrival import Arrival
from bot.flow.memory import Joined, Memory, Placed, Side
from bot.flow.results import Outcome
from storage import articles, corrections, lookup, placements, stories, story_events
from storage.articles import StoredArticle
from storage.tables import PlacementKind, Story, StoryEventKind
from storage.writes import key_of
from summaries.model import Features

PlainSide = tuple[str, tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Moved:
    """What an event of two stories moved from one to the other, and by which evidence."""

    articles: tuple[int, ...]
    evidence: tuple[PlainSide, ...] = ()


def place(
    session: Session,
    memory: Memory,
    arrival: Arrival,
    stored: StoredArticle,
    features: Features,
    *,
    now: datetime,
) -> int | None:
    """Put an article into a story, opened if need be; a copy stands beside its original.

    One that turns out to be about several stories is marked as such in its stored features.

    Returns:
        The number of a story that has become part of the article's own by its arrival, None if there is none.
    """
    article_id, original = key_of(stored.article), _original_story(session, arrival)
    if original is not None:
        articles.place(session, article_id, original)
        placements.record(session, article_id, PlacementKind.COPY)
        return None
    placed = _place(session, memory, features)
    if placed.several:
        _mark(stored, features)
    story_id = _story_for(session, placed, arrival)
    articles.place(session, article_id, story_id)
    placements.record(session, article_id, _kind_of(placed, story_id), dump(placed.evidence))
    return _join(session, memory, story_id, placed.rival, now) if placed.rival is not None else None


def _mark(stored: StoredArticle, features: Features) -> None:
    from summaries.stories.terms import as_roundup  # noqa: PLC0415 - loads spaCy, which a status must not

    stored.revision.features = codec.dump(Features, as_roundup(features))


def dump(evidence: Sequence[Side]) -> str:
    """Return evidence as JSON."""
    return codec.dump(tuple[PlainSide, ...], _plain(evidence))


def load(text: str) -> tuple[PlainSide, ...]:
    """Return the evidence that ``dump`` made ``text`` of."""
    return codec.load(tuple[PlainSide, ...], text)


def dump_moved(moved: Moved) -> str:
    """Return what an event moved as JSON."""
    return codec.dump(Moved, moved)


def load_moved(text: str) -> Moved:
    """Return what an event moved; nothing where that was not noted."""
    return codec.load(Moved, text) if text != "{}" else Moved(())


def _plain(evidence: Sequence[Side]) -> tuple[PlainSide, ...]:
    return tuple((one.kind, one.items, round(float(one.weight), 4)) for one in evidence)


def _place(session: Session, memory: Memory, features: Features) -> Placed:
    """Return where an article belongs, with all stories that it touches held: nobody changes them meanwhile.

    Before it is held a story may have become part of another one; then the decision is made anew, once.
    """
    placed = memory.place(session, features)
    if stories.hold(session, _touched(placed)) != _touched(placed):
        memory.refresh(session)
        placed = memory.place(session, features)
        stories.hold(session, _touched(placed))
    return placed


def _touched(placed: Placed) -> set[int]:
    return {one for one in (placed.story, placed.continues, placed.rival) if one is not None}


def _original_story(session: Session, arrival: Arrival) -> int | None:
    """Return the story of the original of a copy, held."""
    if arrival.outcome is not Outcome.COPY or arrival.known is None:
        return None
    story = articles.story_of(session, arrival.known)
    while story is not None and not stories.hold(session, [story]):  # it became part of another one
        story = articles.story_of(session, arrival.known)
    return story


def _story_for(session: Session, placed: Placed, arrival: Arrival) -> int:
    if placed.story is not None and session.get(Story, placed.story) is not None:
        return placed.story
    title, published = arrival.document.title, arrival.document.published
    return key_of(stories.open_story(session, title, published, placed.continues))


def _kind_of(placed: Placed, story_id: int) -> PlacementKind:
    if placed.story == story_id:
        return PlacementKind.JOINED
    return PlacementKind.CHAPTER if placed.continues is not None else PlacementKind.OPENED


def _join(session: Session, memory: Memory, story_id: int, rival_id: int, now: datetime) -> int | None:
    """Make one story of two if the article that fits both shows it, and no person said otherwise."""
    found = memory.reexamine(session, story_id, rival_id)
    if found is None or corrections.told_apart(session, found.story, found.into):
        return None
    return _merge(session, memory, found, now)


def _merge(session: Session, memory: Memory, found: Joined, now: datetime) -> int:
    gone, kept = stories.get(session, found.story), stories.get(session, found.into)
    title = gone.title
    kept.given_title = kept.given_title or gone.given_title
    moved = articles.numbers_of_story(session, found.story)
    lookup.hand_on_terms(session, found.story, found.into)
    stories.merge(session, found.story, found.into)
    payload = dump_moved(Moved(tuple(moved), _plain(found.evidence)))
    story_events.record(
        session, StoryEventKind.MERGE, found.into, (found.story, title), at=now, payload=payload
    )
    memory.refresh(session)
    return found.story
