"""Small facts of the running system (heartbeats, counters), and the figures behind /status."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import submissions
from storage.tables import GERMAN, Article, Digest, DigestState, Setting, Story, SubmissionState


def put(session: Session, key: str, value: str, now: datetime) -> None:
    """Remember ``value`` under ``key``, in place of what was there."""
    session.merge(Setting(key=key, value=value, updated_at=now))
    session.flush()


def get(session: Session, key: str) -> Setting | None:
    """Return what is remembered under ``key``, with the time it was written."""
    return session.get(Setting, key)


@dataclass(frozen=True, slots=True)
class Overview:
    """How the store stands: counts since a moment, the queue as it is now, and the newest of each kind.

    ``foreign`` counts the articles in other languages, which none of the other figures includes.
    """

    articles: int
    articles_since: int
    stories: int
    stories_since: int
    queued: int
    failed_since: int
    newest_published: datetime | None
    newest_received: datetime | None
    last_digest: datetime | None
    foreign: int = 0


def overview(session: Session, since: datetime) -> Overview:
    """Return the figures of the store; those named ``…_since`` count what came at or after ``since``."""
    sent = select(func.max(col(Digest.window_end))).where(Digest.state == DigestState.DONE)
    return Overview(
        articles=session.exec(_articles()).one(),
        articles_since=session.exec(_articles().where(Article.received_at >= since)).one(),
        stories=session.exec(select(func.count(col(Story.id)))).one(),
        stories_since=session.exec(_stories_since(since)).one(),
        queued=sum(submissions.count(session, state) for state in submissions.OPEN),
        failed_since=submissions.count(session, SubmissionState.FAILED, since),
        newest_published=_newest(session, col(Article.published_at)),
        newest_received=_newest(session, col(Article.received_at)),
        last_digest=session.exec(sent).one(),
        foreign=session.exec(select(func.count(col(Article.id))).where(Article.language != GERMAN)).one(),
    )


def _articles() -> SelectOfScalar[int]:
    return select(func.count(col(Article.id))).where(Article.language == GERMAN)


def _newest(session: Session, moment: Mapped[datetime]) -> datetime | None:
    return session.exec(select(func.max(moment)).where(Article.language == GERMAN)).one()


def _stories_since(since: datetime) -> SelectOfScalar[int]:
    touched = select(col(Article.story_id)).where(Article.received_at >= since).distinct().subquery()
    return select(func.count(touched.c.story_id))
