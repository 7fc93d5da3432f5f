"""What comparing a story gave, kept so that nothing is compared again to be read.

A row stands under a key of everything that it was made from (which texts, by which version of the rules), so
one that no longer fits is simply not found.  Several stand beside each other: chats read different articles
of one story, and a look back sees fewer of them.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage import postgres, stories
from storage.tables import Article, Comparison
from storage.writes import changed

# States of one story that are kept: everything, and what a few chats read of it or read yesterday.
KEPT = 8


def find(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Return what is kept under these keys, by key."""
    query = select(Comparison.key, Comparison.payload).where(col(Comparison.key).in_(keys))
    return dict(session.exec(query).all())


def put(session: Session, story_id: int, key: str, payload: str, now: datetime) -> None:
    """Keep what comparing a story gave, in place of what stood under the key; the oldest of many go."""
    postgres.lock(session, [f"comparison {key}"])
    changed(session, delete(Comparison).where(col(Comparison.key) == key))
    session.add(Comparison(story_id=story_id, key=key, payload=payload, made_at=now))
    session.flush()
    own = select(Comparison.id).where(Comparison.story_id == story_id).order_by(col(Comparison.id).desc())
    old = session.exec(own.offset(KEPT)).all()
    if old:
        changed(session, delete(Comparison).where(col(Comparison.id).in_(old)))


def drop(session: Session, story_ids: Iterable[int]) -> None:
    """Forget what is kept of these stories."""
    changed(session, delete(Comparison).where(col(Comparison.story_id).in_(list(story_ids))))


def drop_of_article(session: Session, article_id: int) -> None:
    """Forget what is kept of the chapters that an article may be told in; it quotes the article."""
    story_id = session.exec(select(Article.story_id).where(Article.id == article_id)).first()
    if story_id is not None:
        drop(session, stories.connected(session, [story_id]))
