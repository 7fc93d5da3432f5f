"""Small facts of the running system (heartbeats, counters), and the figures behind /status."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import submissions
from storage.tables import Article, Digest, DigestState, Setting, Story, SubmissionState


def put(session: Session, key: str, value: str, now: datetime) -> None:
    """Remember ``value`` under ``key``, in place of what was there."""
    session.merge(Setting(key=key, value=value, updated_at=now))
    session.flush()


def get(session: Session, key: str) -> Setting | None:
    """Return what is remembered under ``key``, with the time it was written."""
    return session.get(Setting, key)


@dataclass(frozen=True, slots=True)
class Overview:
    """How the store stands: counts since a moment, the queue as it is now, and the newest of each kind."""

    articles: int
    articles_since: int
    stories: int
    stories_since: int
    queued: int
    failed_since: int
    newest_published: datetime | None
    newest_received: datetime | None
    last_digest: datetime | None


def overview(session: Session, since: datetime) -> Overview:
    """Return the figures of the store; those named ``…_since`` count what came at or after ``since``."""
    sent = select(func.max(col(Digest.window_end))).where(Digest.state == DigestState.DONE)
    return Overview(
        articles=session.exec(select(func.count(col(Article.id)))).one(),
        articles_since=session.exec(_articles_since(since)).one(),
        stories=session.exec(select(func.count(col(Story.id)))).one(),
        stories_since=session.exec(_stories_since(since)).one(),
        queued=sum(submissions.count(session, state) for state in submissions.OPEN),
        failed_since=submissions.count(session, SubmissionState.FAILED, since),
        newest_published=session.exec(select(func.max(col(Article.published_at)))).one(),
        newest_received=session.exec(select(func.max(col(Article.received_at)))).one(),
        last_digest=session.exec(sent).one(),
    )


def _articles_since(since: datetime) -> SelectOfScalar[int]:
    return select(func.count(col(Article.id))).where(Article.received_at >= since)


def _stories_since(since: datetime) -> SelectOfScalar[int]:
    touched = select(col(Article.story_id)).where(Article.received_at >= since).distinct().subquery()
    return select(func.count(touched.c.story_id))
