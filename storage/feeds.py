"""Feeds of chats, and which of their entries were seen."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Chat, Feed, FeedItem
from storage.writes import add_once, fetch


def subscribe(session: Session, chat_pk: int, url: str, title: str, now: datetime) -> Feed | None:
    """Give a chat a feed, due at once; None if it has it already."""
    feed = Feed(chat_pk=chat_pk, url=url, title=title, next_at=now, created_at=now)
    return feed if add_once(session, feed, ("chat_pk", "url")) else None


def get(session: Session, feed_id: int) -> Feed:
    """Return a feed.

    Raises:
        LookupError: there is none with this key.
    """
    return fetch(session, Feed, feed_id)


def of_chat(session: Session, chat_pk: int) -> list[Feed]:
    """Return the feeds of a chat, oldest first."""
    return list(session.exec(select(Feed).where(Feed.chat_pk == chat_pk).order_by(col(Feed.id))).all())


def unsubscribe(session: Session, feed_id: int) -> None:
    """Take a feed from its chat."""
    session.delete(get(session, feed_id))
    session.flush()


def due(session: Session, now: datetime, limit: int) -> list[tuple[Feed, Chat]]:
    """Return feeds whose time has come, of chats that can be written to, longest waiting first."""
    query = select(Feed, Chat).join(Chat).where(Feed.next_at <= now, col(Chat.active).is_(True))
    rows = session.exec(query.order_by(col(Feed.next_at), col(Feed.id)).limit(limit))
    return [(feed, chat) for feed, chat in rows]


def unseen(session: Session, feed_id: int, urls: Iterable[str], now: datetime) -> list[FeedItem]:
    """Note the entries of a feed; return rows for those that were not seen before, in the given order."""
    rows = [FeedItem(feed_id=feed_id, key=key_of_url(url), seen_at=now) for url in dict.fromkeys(urls)]
    return [row for row in rows if add_once(session, row, ("feed_id", "key"))]


def key_of_url(url: str) -> str:
    """Return the key under which an entry with this address is remembered."""
    return hashlib.sha256(url.encode()).hexdigest()[:24]
