"""Which chat brought which article; what no chat brought belongs to all of them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlmodel import Session, col, select

from storage.chats import find
from storage.tables import Article, Chat, Holding
from storage.writes import add_once, key_of


def note(session: Session, chat_id: int, article_id: int, now: datetime) -> bool:
    """Note that a chat (by Telegram's id) brought an article; False if it is no chat of ours, or had it."""
    chat = find(session, chat_id)
    return chat is not None and hold(session, key_of(chat), article_id, now)


def hold(session: Session, chat_pk: int, article_id: int, now: datetime) -> bool:
    """Note that an article belongs to a chat; False if it did before."""
    row = Holding(chat_pk=chat_pk, article_id=article_id, added_at=now)
    return add_once(session, row, ("chat_pk", "article_id"))


def others(session: Session, chat_pk: int, article_ids: Iterable[int]) -> int:
    """Return how many of some articles do not belong to this chat alone."""
    wanted = set(article_ids)
    rows = session.exec(
        select(Holding.article_id, Holding.chat_pk).where(col(Holding.article_id).in_(wanted))
    )
    holders: dict[int, set[int]] = {}
    for article_id, holder in rows:
        holders.setdefault(article_id, set()).add(holder)
    return sum(holders.get(article_id) != {chat_pk} for article_id in wanted)


def readable(chat: Chat) -> ColumnElement[bool]:
    """Return the condition under which an ``Article`` of a query may be told to a chat."""
    if chat.shared:
        return true()
    anyone = exists().where(col(Holding.article_id) == col(Article.id))
    return or_(held(chat), ~anyone)


def held(chat: Chat) -> ColumnElement[bool]:
    """Return the condition under which a chat brought an ``Article`` of a query."""
    return exists().where(col(Holding.article_id) == col(Article.id), col(Holding.chat_pk) == chat.id)


def arrived(chat: Chat, since: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions under which an ``Article`` of a query came to a chat at or after a moment.

    The first holds for what it brought, the second for what others stored; no article meets both.  Each is
    answered by an index of its own, which both together would not be.
    """
    own = (col(Holding.chat_pk) == chat.id, col(Holding.added_at) >= since)
    brought = select(Holding.article_id).where(*own)
    return col(Article.id).in_(brought), and_(col(Article.received_at) >= since, ~held(chat))


def added(session: Session, chat_pk: int, article_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each of these articles came to a chat, as far as it brought them."""
    query = select(Holding.article_id, Holding.added_at).where(
        Holding.chat_pk == chat_pk, col(Holding.article_id).in_(list(article_ids))
    )
    return dict(session.exec(query).all())


def readable_of(session: Session, chat: Chat, article_ids: Iterable[int]) -> frozenset[int]:
    """Return those of some articles that may be told to a chat."""
    query = select(Article.id).where(col(Article.id).in_(list(article_ids)), readable(chat))
    return frozenset(key for key in session.exec(query) if key is not None)
