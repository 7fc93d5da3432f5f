"""Stories: opening, following, merging."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage import interests
from storage.tables import Article, Claim, Story
from storage.writes import add, changed, fetch


def open_story(session: Session, title: str, at: datetime, continues_id: int | None = None) -> Story:
    """Store a new story that begins with an article published ``at``."""
    story = Story(title=title, continues_id=continues_id, opened_at=at, last_published_at=at)
    return add(session, story)


def get(session: Session, story_id: int) -> Story:
    """Return a story.

    Raises:
        LookupError: there is none with this key.
    """
    return fetch(session, Story, story_id)


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


def continuations(session: Session, story_id: int) -> list[Story]:
    """Return the stories that carry this one on, oldest first."""
    query = select(Story).where(Story.continues_id == story_id).order_by(col(Story.opened_at))
    return list(session.exec(query).all())


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
    if kept.continues_id == story_id:
        kept.continues_id = gone.continues_id if gone.continues_id != into_id else None
    session.flush()
    changed(session, update(Article).where(col(Article.story_id) == story_id).values(story_id=into_id))
    changed(session, update(Story).where(col(Story.continues_id) == story_id).values(continues_id=into_id))
    _move_claims(session, story_id, into_id)
    interests.follow_merge(session, story_id, into_id)
    session.delete(gone)
    session.flush()
    return kept


def _move_claims(session: Session, story_id: int, into_id: int) -> None:
    keys = set(session.exec(select(Claim.key).where(Claim.story_id == into_id)))
    for claim in session.exec(select(Claim).where(Claim.story_id == story_id)):
        claim.story_id = into_id
        claim.key = f"~{claim.id}" if claim.key in keys else claim.key
    session.flush()
