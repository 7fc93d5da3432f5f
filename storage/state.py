"""Small facts of the running system (heartbeats, counters), and the figures behind /status."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, true
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.language import GERMAN
from storage import articles, digests, holdings, postgres, submissions
from storage.tables import (
    Article,
    Chat,
    Digest,
    DigestState,
    Holding,
    Setting,
    Story,
    SubmissionState,
)
from storage.writes import key_of


def put(session: Session, key: str, value: str, now: datetime) -> None:
    """Remember ``value`` under ``key``, in place of what was there."""
    postgres.lock(session, [f"setting {key}"])
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
    newest_received: datetime | None
    last_digest: datetime | None
    foreign: int = 0


def overview(session: Session, since: datetime, chat: Chat | None = None, thread_id: int = 0) -> Overview:
    """Return the figures of the store, or of what a chat may read and has sent; its last digest by topic.

    Those named ``…_since`` count what came at or after ``since``; to a chat an article comes when it is
    brought there.
    """
    fresh = _fresh(since, chat)
    sent = select(func.max(col(Digest.window_end))).where(Digest.state == DigestState.DONE, digests.is_full())
    if chat is not None:
        sent = sent.where(digests.heard(session, key_of(chat), thread_id))
    number = chat.chat_id if chat is not None else None
    articles_all, stories_all = _totals(session, chat)
    return Overview(
        articles=articles_all,
        articles_since=sum(session.exec(_count().where(came)).one() for came in fresh),
        stories=stories_all,
        stories_since=len({story for came in fresh for story in session.exec(_stories().where(came))}),
        queued=sum(submissions.count(session, state, chat_id=number) for state in submissions.OPEN),
        failed_since=submissions.count(session, SubmissionState.FAILED, since, number),
        newest_received=_newest(session, chat),
        last_digest=session.exec(sent).one(),
        foreign=session.exec(_foreign().where(_readable(chat))).one(),
    )


def _readable(chat: Chat | None) -> ColumnElement[bool]:
    return holdings.readable(chat) if chat is not None else true()


def _fresh(since: datetime, chat: Chat | None) -> list[ColumnElement[bool]]:
    """Return conditions of which one holds for each article that came since a moment, and never two."""
    if chat is None:
        return [col(Article.received_at) >= since]
    brought, stored = holdings.arrived(chat, since)
    return [brought, and_(stored, holdings.readable(chat))]


def _totals(session: Session, chat: Chat | None) -> tuple[int, int]:
    """Return how many articles and stories there are."""
    if chat is None:
        return session.exec(_count()).one(), session.exec(select(func.count(col(Story.id)))).one()
    both = select(func.count(col(Article.id)), func.count(col(Article.story_id).distinct()))
    return session.exec(both.where(Article.language == GERMAN, holdings.readable(chat))).one()


def _count() -> SelectOfScalar[int]:
    return select(func.count(col(Article.id))).where(Article.language == GERMAN)


def _foreign() -> SelectOfScalar[int]:
    return select(func.count(col(Article.id))).where(articles.is_foreign())


def _newest(session: Session, chat: Chat | None) -> datetime | None:
    latest = select(Article.received_at).where(Article.language == GERMAN)
    latest = latest.order_by(col(Article.received_at).desc()).limit(1)
    if chat is None:
        return session.exec(latest).first()
    brought = session.exec(select(func.max(col(Holding.added_at))).where(Holding.chat_pk == chat.id)).one()
    others = session.exec(latest.where(holdings.readable(chat), ~holdings.held(chat))).first()
    return max((moment for moment in (brought, others) if moment is not None), default=None)


def _stories() -> SelectOfScalar[Any]:
    """Return a query for the story of each article; distinct, it would read all articles."""
    return select(Article.story_id).where(col(Article.story_id).is_not(None))
