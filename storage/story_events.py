"""What happened to stories after their articles had been placed, and where old numbers lead."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from storage.tables import Story, StoryEvent, StoryEventKind
from storage.writes import add


def record(
    session: Session,
    kind: StoryEventKind,
    story_id: int,
    other: tuple[int, str],
    *,
    at: datetime,
    by_hand: bool = False,
    payload: str = "{}",
) -> StoryEvent:
    """Store an event.

    Args:
        session: A writing session.
        kind: What happened.
        story_id: The story that goes on.
        other: Number and title of the story that became part of it, or that was part of it.
        at: When.
        by_hand: Whether a person did it.
        payload: JSON of what was moved and why.
    """
    number, title = other
    event = StoryEvent(
        kind=kind.value,
        story_id=story_id,
        other_id=number,
        other_title=title,
        by_hand=by_hand,
        at=at,
        payload=payload,
    )
    return add(session, event)


def current(session: Session, number: int) -> int:
    """Return the story that a number leads to: itself, or the one that it has become part of."""
    if session.get(Story, number) is not None:
        return number
    query = select(StoryEvent.story_id).where(
        StoryEvent.other_id == number, StoryEvent.kind == StoryEventKind.MERGE.value
    )
    return session.exec(query.order_by(col(StoryEvent.id).desc()).limit(1)).first() or number


def of_stories(session: Session, story_ids: Iterable[int]) -> list[StoryEvent]:
    """Return the events of these stories, oldest first."""
    query = select(StoryEvent).where(col(StoryEvent.story_id).in_(list(story_ids)))
    return list(session.exec(query.order_by(col(StoryEvent.id))))


def after(session: Session, event_id: int, also: Collection[int] = ()) -> list[StoryEvent]:
    """Return the events after the one with this key, and those of ``also``, oldest first."""
    wanted = or_(col(StoryEvent.id) > event_id, col(StoryEvent.id).in_(also))
    return list(session.exec(select(StoryEvent).where(wanted).order_by(col(StoryEvent.id))))


def latest(session: Session) -> int:
    """Return the key of the latest event, 0 if there is none."""
    return session.exec(select(func.max(StoryEvent.id))).one() or 0
