"""Stories and outlets of a chat as lists."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_
from sqlmodel import Session, col, select

from storage import holdings, search
from storage.tables import Article, Chat, Interest, Outlet, Story, Wish
from storage.writes import key_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A story of a list with how many of its articles the chat may read, and what the chat wants of it.

    ``title`` is what the chat calls it, ``newest`` when the latest of those articles was published.
    """

    story: Story
    title: str
    articles: int
    newest: datetime
    wish: Wish | None


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet of a list with how many of its articles the chat may read, and what the chat wants of it."""

    outlet: Outlet
    articles: int
    wish: Wish | None
    newest: datetime | None = None


def stories(session: Session, chat: Chat, word: str = "", *, limit: int, offset: int = 0) -> list[Listed]:
    """Return stories that a chat may read, latest news first; with ``word`` those with it in a headline."""
    mine = exists().where(col(Article.story_id) == col(Story.id), holdings.readable(chat))
    query = select(Story).where(mine)
    if word:
        headed = search.headlines(session, chat, word)
        # What was not named by a person is named by one of its headlines.
        named = func.lower(col(Story.given_title)).contains(word.lower(), autoescape=True)
        spelt = and_(col(Story.given_title).is_not(None), named)
        query = query.where(or_(spelt, col(Story.id).in_(headed)) if headed is not None else spelt)
    order = (col(Story.last_published_at).desc(), col(Story.id).desc())
    rows = session.exec(query.order_by(*order).limit(limit).offset(offset)).all()
    return [_listed(session, chat, story) for story in rows]


def outlets(session: Session, chat: Chat, *, limit: int, offset: int = 0) -> list[Source]:
    """Return the outlets of which a chat may read articles, the most read first."""
    number = func.count(col(Article.id))
    query = (
        select(Outlet, number)
        .join(Article, col(Article.outlet_id) == col(Outlet.id))
        .where(holdings.readable(chat))
        .group_by(col(Outlet.id))
        .order_by(number.desc(), col(Outlet.name))
    )
    rows = session.exec(query.limit(limit).offset(offset)).all()
    return [Source(outlet, count, _wish(session, chat, outlet_id=key_of(outlet))) for outlet, count in rows]


def articles_of(session: Session, chat: Chat, outlet_id: int) -> tuple[int, datetime | None]:
    """Return how many articles of an outlet a chat may read, and when the newest was published."""
    own = (col(Article.outlet_id) == outlet_id, holdings.readable(chat))
    query = select(func.count(col(Article.id)), func.max(Article.published_at)).where(*own)
    number, newest = session.exec(query).one()
    return number, newest


def _listed(session: Session, chat: Chat, story: Story) -> Listed:
    own = (col(Article.story_id) == story.id, holdings.readable(chat))
    number, newest = session.exec(
        select(func.count(col(Article.id)), func.max(Article.published_at)).where(*own)
    ).one()
    wish = _wish(session, chat, story_id=key_of(story))
    return Listed(story, story.title, number, newest or story.last_published_at, wish)


def _wish(session: Session, chat: Chat, **subject: int) -> Wish | None:
    found: Wish | None = session.exec(
        select(col(Interest.wish)).filter_by(chat_pk=chat.id, **subject)
    ).first()
    return found
