"""Articles that have to go, by address or by domain, and must not come back."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from storage.tables import (
    Article,
    Chat,
    Correction,
    CorrectionKind,
    Delivery,
    Digest,
    Outlet,
    Revision,
    Setting,
    Story,
)
from storage.writes import add, changed, key_of

_PREFIX = "taken_down:"


@dataclass(frozen=True, slots=True)
class Post:
    """A posted message that links to something: Telegram's ids, and its text as it was sent."""

    chat_id: int
    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Removal:
    """What a takedown met: keys and addresses of articles, stories that have others left, posted messages.

    ``heirs`` are the articles that now are the originals of what a removed text was the original of.
    """

    articles: tuple[int, ...]
    addresses: tuple[str, ...]
    stories: tuple[int, ...]
    posts: tuple[Post, ...]
    heirs: tuple[int, ...] = ()


def matching(session: Session, target: str) -> list[Article]:
    """Return the articles at an address (canonical, with scheme) or of a domain and what is below it."""
    if "://" in target:
        return list(session.exec(select(Article).where(Article.canonical_url == target)).all())
    rows = session.exec(select(Article, Outlet.key).join(Outlet).order_by(col(Article.id)))
    return [article for article, key in rows if _is_below(_host(article), target) or _is_below(key, target)]


def remove(session: Session, target: str, now: datetime, stale: str) -> Removal:
    """Delete the articles that ``target`` names, and note that they must not be taken in again.

    Their stories are marked with ``stale`` to be compared anew; one that loses its last article goes too.
    """
    found = matching(session, target)
    texts = select(Revision.text_hash).where(col(Revision.article_id).in_([key_of(one) for one in found]))
    block(session, [target, *(f"text:{mark}" for mark in session.exec(texts).all())], now)
    addresses = tuple(one.canonical_url for one in found if one.canonical_url)
    posts = _posts(session, addresses)
    touched = sorted({one.story_id for one in found if one.story_id is not None})
    keys = tuple(key_of(one) for one in found)
    heirs = tuple(_bequeath(session, keys))
    changed(session, delete(Article).where(col(Article.id).in_(keys)))
    left = tuple(story for story in touched if _settle(session, story, now, stale))
    return Removal(keys, addresses, left, posts, heirs)


def _bequeath(session: Session, keys: Collection[int]) -> Iterator[int]:
    """Make the first copy that is left of a removed text the original of the others: one voice stays one."""
    left = select(Article).where(col(Article.copy_of_id).in_(keys), col(Article.id).not_in(keys))
    heirs: dict[int, int] = {}
    for copy in session.exec(left.order_by(col(Article.id))).all():
        heir = heirs.setdefault(copy.copy_of_id or 0, key_of(copy))
        copy.copy_of_id = heir if heir != copy.id else None
    session.flush()
    yield from heirs.values()


def block(session: Session, targets: Iterable[str], now: datetime) -> None:
    """Note addresses, domains or texts (``text:`` and their hash) that must not be taken in."""
    for target in targets:
        session.merge(Setting(key=_PREFIX + target, value=now.isoformat(), updated_at=now))
    session.flush()


def is_blocked(session: Session, url: str | None, text_hash: str = "") -> bool:
    """Tell whether an address, its domain or a text was taken down."""
    host = (urlsplit(url).hostname or "") if url else ""
    labels = host.split(".")
    domains = [".".join(labels[n:]) for n in range(len(labels)) if host]
    wanted = [_PREFIX + one for one in (url, f"text:{text_hash}" if text_hash else None, *domains) if one]
    return session.exec(select(Setting.key).where(col(Setting.key).in_(wanted))).first() is not None


def _settle(session: Session, story_id: int, now: datetime, stale: str) -> bool:
    """Have a story compared anew, also by other processes; False if it has no article left."""
    story = session.get(Story, story_id)
    add(session, Correction(kind=CorrectionKind.MOVE, story_id=story_id, made_at=now))
    if story is None:
        return False
    if session.exec(select(Article.id).where(Article.story_id == story_id)).first() is None:
        session.delete(story)
        session.flush()
        return False
    story.payload = stale
    session.flush()
    return True


def _posts(session: Session, urls: Iterable[str]) -> tuple[Post, ...]:
    shown = [f'"{url.replace("&", "&amp;")}"' for url in urls]
    if not shown:
        return ()
    links = or_(*(col(Delivery.text).contains(one, autoescape=True) for one in shown))
    query = (
        select(Chat.chat_id, Delivery.message_id, Delivery.text)
        .join(Digest, col(Digest.id) == Delivery.digest_id)
        .join(Chat, col(Chat.id) == Digest.chat_pk)
        .where(col(Delivery.message_id).is_not(None), links)
    )
    return tuple(Post(chat, number or 0, text) for chat, number, text in session.exec(query))


def _host(article: Article) -> str:
    return urlsplit(article.canonical_url or "").hostname or ""


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
