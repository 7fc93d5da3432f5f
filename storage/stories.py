"""Stories: opening, following, merging."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, or_, update
from sqlmodel import Session, col, select

from storage import interests, postgres
from storage.tables import Article, Claim, Story, StoryEvent
from storage.writes import add, changed, fetch, key_of


def open_story(session: Session, title: str, at: datetime, continues_id: int | None = None) -> Story:
    """Store a new story that begins with an article published ``at``."""
    story = Story(title=title, continues_id=continues_id, opened_at=at, last_published_at=at)
    story.id = _unused_number(session)
    return add(session, story)


def get(session: Session, story_id: int) -> Story:
    """Return a story.

    Raises:
        LookupError: there is none with this key.
    """
    return fetch(session, Story, story_id)


def some(session: Session, story_ids: Iterable[int]) -> dict[int, Story]:
    """Return those of some stories that there are, by key."""
    query = select(Story).where(col(Story.id).in_(list(story_ids)))
    return {key_of(row): row for row in session.exec(query)}


def follow(session: Session, story_id: int, title: str, published_at: datetime) -> Story:
    """Note that an article came in: set the title unless a person did, widen the story's time."""
    story = fetch(session, Story, story_id)
    story.title = story.given_title or title
    story.opened_at = min(story.opened_at, published_at)
    story.last_published_at = max(story.last_published_at, published_at)
    session.flush()
    return story


def rename(session: Session, story_id: int, title: str | None) -> Story:
    """Give a story a name that no headline replaces; None takes it back, and the next headline counts."""
    story = fetch(session, Story, story_id)
    story.given_title = title
    story.title = title or story.title
    session.flush()
    return story


def span(session: Session, story_id: int, begin: datetime, end: datetime) -> None:
    """Set the publication times of a story's first and last article."""
    story = fetch(session, Story, story_id)
    story.opened_at, story.last_published_at = begin, end
    session.flush()


def exists(session: Session, story_id: int) -> bool:
    """Tell whether there is a story with this key."""
    return session.get(Story, story_id) is not None


def hold(session: Session, story_ids: Iterable[int]) -> set[int]:
    """Keep others from changing these stories until the end of the transaction.

    Return those that there are.
    """
    wanted = select(Story).where(col(Story.id).in_(list(story_ids))).order_by(col(Story.id)).with_for_update()
    return {key_of(row) for row in session.exec(wanted, execution_options={"populate_existing": True})}


def every(session: Session, since: datetime | None = None) -> list[Story]:
    """Return the stories with an article published at or after ``since``, latest news first."""
    query = select(Story).order_by(col(Story.last_published_at).desc(), col(Story.id).desc())
    if since is not None:
        query = query.where(Story.last_published_at >= since)
    return list(session.exec(query).all())


def latest(session: Session, limit: int) -> list[int]:
    """Return the stories with the latest news, at most so many."""
    order = (col(Story.last_published_at).desc(), col(Story.id).desc())
    return [key for key in session.exec(select(Story.id).order_by(*order).limit(limit)) if key is not None]


def connected(session: Session, story_ids: Iterable[int]) -> dict[int, Story]:
    """Return these stories with all that they continue and that continues them, by key."""
    known: dict[int, Story] = {}
    asked = {*story_ids}
    while asked:
        near = or_(col(Story.id).in_(asked), col(Story.continues_id).in_(asked))
        found = {key_of(row): row for row in session.exec(select(Story).where(near))}
        before = {row.continues_id for row in found.values() if row.continues_id is not None}
        asked = (found.keys() | before) - known.keys() - asked
        known |= found
    return known


def merge(session: Session, story_id: int, into_id: int) -> Story:
    """Move the articles of one story into another and delete the first.

    The claims move along, so that chats which had them are not told again; they are to be compared anew.

    Raises:
        ValueError: both are the same story.
        LookupError: one of them does not exist.
    """
    if story_id == into_id:
        raise ValueError("a story cannot be merged into itself")
    gone, kept = fetch(session, Story, story_id), fetch(session, Story, into_id)
    kept.opened_at = min(kept.opened_at, gone.opened_at)
    kept.last_published_at = max(kept.last_published_at, gone.last_published_at)
    before = gone.continues_id if kept.continues_id in (None, story_id) else kept.continues_id
    session.flush()
    changed(session, update(Article).where(col(Article.story_id) == story_id).values(story_id=into_id))
    changed(session, update(Story).where(col(Story.continues_id) == story_id).values(continues_id=into_id))
    changed(session, update(StoryEvent).where(col(StoryEvent.story_id) == story_id).values(story_id=into_id))
    kept.continues_id = before if _leads_elsewhere(session, before, into_id) else None
    _move_claims(session, story_id, into_id)
    interests.follow_merge(session, story_id, into_id)
    session.delete(gone)
    session.flush()
    return kept


def _leads_elsewhere(session: Session, story_id: int | None, but: int) -> bool:
    """Tell whether the chain that goes back from a story never comes to ``but``."""
    while story_id is not None and story_id != but:
        story_id = fetch(session, Story, story_id).continues_id
    return story_id is None


def _unused_number(session: Session) -> int | None:
    """Return a number that no story has had, None if the database finds one by itself.

    SQLite gives the number of a row that is gone to the next one; but old numbers lead to merged stories.
    """
    if postgres.is_server(session):
        return None
    gone = session.exec(select(func.max(StoryEvent.other_id))).one() or 0
    last = session.exec(select(func.max(Story.id))).one() or 0
    return max(gone, last) + 1 if gone > last else None


def _move_claims(session: Session, story_id: int, into_id: int) -> None:
    keys = set(session.exec(select(Claim.key).where(Claim.story_id == into_id)))
    for claim in session.exec(select(Claim).where(Claim.story_id == story_id)):
        claim.story_id = into_id
        claim.key = f"~{claim.id}" if claim.key in keys else claim.key
    session.flush()
