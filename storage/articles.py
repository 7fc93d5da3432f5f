"""Outlets, articles and their revisions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, true
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from config.language import GERMAN
from storage import search
from storage.tables import Article, Outlet, Revision
from storage.writes import add, add_once, fetch, key_of

_ALL = true()
_HEAVY: tuple[Any, ...] = (Revision.blocks, Revision.features, Revision.fingerprint)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with its outlet and its latest revision."""

    article: Article
    outlet: Outlet
    revision: Revision


@dataclass(frozen=True, slots=True)
class Printed:
    """What an article's text is recognised by."""

    article_id: int
    outlet_key: str
    published: datetime
    fingerprint: str
    dated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Featured:
    """An article of a story with what it is compared by; ``place`` counts the story's articles from 1."""

    article_id: int
    story_id: int
    features: str
    place: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """How many articles of how many outlets stood in a story before one came, and whether its own did."""

    articles: int
    outlets: int
    own_outlet: bool


def outlet(session: Session, key: str, name: str, family: str | None = None) -> Outlet:
    """Return the outlet with this key; store it if it is new. A known outlet keeps its name and family."""
    found = session.exec(select(Outlet).where(Outlet.key == key)).first()
    if found is not None:
        return found
    new = Outlet(key=key, name=name, family=family)
    if add_once(session, new, ("key",)):
        return new
    return session.exec(select(Outlet).where(Outlet.key == key)).one()


def add_article(session: Session, article: Article, revision: Revision) -> StoredArticle:
    """Store a new article with its first revision; fills in ``article_id``, ``number`` and ``text_hash``."""
    article.text_hash = revision.text_hash
    add(session, article)
    revision.article_id, revision.number = key_of(article), 1
    add(session, revision)
    search.note_article(session, revision.article_id, revision.title, revision.text)
    return StoredArticle(article, fetch(session, Outlet, article.outlet_id), revision)


def add_revision(session: Session, article_id: int, revision: Revision) -> Revision:
    """Store a changed text of an article; fills in ``article_id`` and ``number``, updates the article."""
    article = fetch(session, Article, article_id)
    revision.article_id = article_id
    revision.number = latest_revision(session, article_id).number + 1
    article.title, article.text_hash = revision.title, revision.text_hash
    search.note_article(session, article_id, revision.title, revision.text)
    return add(session, revision)


def get(session: Session, article_id: int) -> StoredArticle:
    """Return an article by its key.

    Raises:
        LookupError: there is none.
    """
    row = session.exec(_stored().where(Article.id == article_id)).first()
    if row is None:
        raise LookupError(f"there is no Article {article_id}")
    return StoredArticle(*row)


def find_by_url(session: Session, url: str) -> Article | None:
    """Return the article with this canonical URL."""
    return session.exec(select(Article).where(Article.canonical_url == url)).first()


def find_by_external_id(session: Session, external_id: str, outlet_key: str | None = None) -> Article | None:
    """Return the first article that a manifest gave this id; of one outlet if it is given."""
    return _first(session, select(Article).where(Article.external_id == external_id), outlet_key)


def find_by_text_hash(session: Session, text_hash: str, outlet_key: str | None = None) -> Article | None:
    """Return the first article that has, or once had, exactly this text; of one outlet if it is given."""
    query = select(Article).join(Revision, _is_own()).where(Revision.text_hash == text_hash)
    return _first(session, query, outlet_key)


def _first(session: Session, query: SelectOfScalar[Article], outlet_key: str | None) -> Article | None:
    if outlet_key is not None:
        query = query.join(Outlet, col(Outlet.id) == Article.outlet_id).where(Outlet.key == outlet_key)
    return session.exec(query.order_by(col(Article.id)).limit(1)).first()


def prints(session: Session, article_ids: Sequence[int]) -> list[Printed]:
    """Return what texts are compared by: all revisions of these articles, by article, oldest first."""
    query = (
        sa_select(
            col(Revision.article_id),
            col(Outlet.key),
            col(Article.published_at),
            col(Revision.fingerprint),
            col(Revision.dated_at),
        )
        .join(Article, _is_own())
        .join(Outlet)
        .where(col(Revision.fingerprint) != "", col(Revision.article_id).in_(article_ids))
        .order_by(col(Revision.article_id), col(Revision.number))
    )
    session.flush()  # what goes past the session does not see what waits in it
    return [Printed(*row) for row in session.connection().execute(query)]


def copies_of(session: Session, article_ids: Sequence[int], outlet_key: str, limit: int) -> list[int]:
    """Return the first copies of these articles that an outlet printed."""
    query = (
        select(Article.id)
        .join(Outlet)
        .where(col(Article.copy_of_id).in_(article_ids), Outlet.key == outlet_key)
        .order_by(col(Article.id))
        .limit(limit)
    )
    return [key for key in session.exec(query) if key is not None]


def after(session: Session, article_id: int, limit: int, also: Collection[int] = ()) -> list[StoredArticle]:
    """Return the articles stored after the one with this key, and those of ``also``, in the order of keys."""
    wanted = or_(col(Article.id) > article_id, col(Article.id).in_(also))
    query = _stored().where(wanted).order_by(col(Article.id)).limit(limit)
    return [StoredArticle(*row) for row in session.exec(query)]


def story_of(session: Session, article_id: int) -> int | None:
    """Return the story that an article stands in now, whatever this session has read of it before."""
    return session.exec(select(Article.story_id).where(Article.id == article_id)).first()


def latest(session: Session) -> int:
    """Return the key of the article stored last, 0 if there is none."""
    return session.exec(select(func.max(Article.id))).one() or 0


def latest_revision(session: Session, article_id: int) -> Revision:
    """Return the latest revision of an article.

    Raises:
        LookupError: there is no such article.
    """
    query = select(Revision).where(Revision.article_id == article_id).order_by(col(Revision.number).desc())
    revision = session.exec(query).first()
    if revision is None:
        raise LookupError(f"there is no revision of article {article_id}")
    return revision


def of_story(session: Session, story_id: int, until: datetime | None = None) -> list[StoredArticle]:
    """Return a story's articles in order of publication, those published at or before ``until`` if given.

    What only look-ups need (blocks, features, fingerprint) is left out: it is most of what is stored.
    """
    query = _stored().where(Article.story_id == story_id).options(*(defer(one) for one in _HEAVY))
    return _list(session, query, until)


def of_stories(session: Session, story_ids: Collection[int]) -> dict[int, list[StoredArticle]]:
    """Return the articles of some stories in order of publication, by story, without their texts."""
    query = _stored().where(col(Article.story_id).in_(story_ids))
    found: dict[int, list[StoredArticle]] = {}
    for one in _list(session, query.options(*(defer(each) for each in (*_HEAVY, Revision.text))), None):
        found.setdefault(one.article.story_id or 0, []).append(one)
    return found


def texts(session: Session, revision_ids: Iterable[int]) -> dict[int, str]:
    """Return the texts of revisions by their keys."""
    query = select(Revision.id, Revision.text).where(col(Revision.id).in_(list(revision_ids)))
    return {key or 0: text for key, text in session.exec(query)}


def changed_texts(session: Session, article_ids: Sequence[int]) -> dict[int, list[Revision]]:
    """Return all revisions of those of the articles that have several, in order, by article."""
    several = select(Revision.article_id).where(
        col(Revision.article_id).in_(article_ids), col(Revision.number) > 1
    )
    query = (
        select(Revision)
        .where(col(Revision.article_id).in_(several))
        .order_by(col(Revision.article_id), col(Revision.number))
        .options(*(defer(one) for one in _HEAVY))
    )
    found: dict[int, list[Revision]] = {}
    for revision in session.exec(query):
        found.setdefault(revision.article_id, []).append(revision)
    return found


def titles(session: Session, story_id: int, limit: int, readable: ColumnElement[bool] = _ALL) -> list[str]:
    """Return the headlines of a story's first readable articles, in the order in which they came."""
    own = select(Article.title).where(Article.story_id == story_id, readable)
    return list(session.exec(own.order_by(col(Article.id)).limit(limit)))


def in_part(session: Session, story_ids: Iterable[int], readable: ColumnElement[bool]) -> frozenset[int]:
    """Return those of some stories that have an article which is not readable."""
    hidden = select(Article.story_id).where(col(Article.story_id).in_(list(story_ids)), ~readable)
    return frozenset(key for key in session.exec(hidden.distinct()) if key is not None)


def earlier(session: Session, article_id: int, readable: ColumnElement[bool] = _ALL) -> Earlier:
    """Return what readable articles stood in an article's story when it came."""
    own = fetch(session, Article, article_id)
    before = (Article.story_id == own.story_id, col(Article.id) < article_id, readable)
    counts = select(func.count(col(Article.id)), func.count(col(Article.outlet_id).distinct())).where(*before)
    number, outlets = session.exec(counts).one()
    same = select(Article.id).where(*before, Article.outlet_id == own.outlet_id)
    return Earlier(number, outlets, session.exec(same.limit(1)).first() is not None)


def revisions(session: Session, story_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Return (story, latest revision) of all articles of these stories."""
    query = (
        select(Article.story_id, Revision.id)
        .join(Revision, _is_own())
        .where(_is_latest(), col(Article.story_id).in_(list(story_ids)))
    )
    return [(story or 0, revision or 0) for story, revision in session.exec(query)]


def published(
    session: Session, since: datetime | None = None, until: datetime | None = None
) -> list[StoredArticle]:
    """Return articles published in the window ``(since, until]``, oldest first."""
    query = _stored()
    if since is not None:
        query = query.where(Article.published_at > since)
    return _list(session, query, until)


def without_story(session: Session) -> list[StoredArticle]:
    """Return the German articles that have not been placed in a story yet, oldest first."""
    waiting = (col(Article.story_id).is_(None), Article.language == GERMAN)
    return _list(session, _stored().where(*waiting), None)


def foreign(
    session: Session, since: datetime | None, until: datetime, *, received: bool = False
) -> list[StoredArticle]:
    """Return articles in other languages published by ``until``, and after ``since`` if given, oldest first.

    With ``received`` the begin of the window is meant as a time of arrival.
    """
    own = select(Article.id).where(is_foreign())  # an index has these; by publication all would be read
    if since is not None:
        own = own.where((Article.received_at if received else Article.published_at) > since)
    return _list(session, _stored().where(col(Article.id).in_(own)), until)


def is_foreign() -> ColumnElement[bool]:
    """Return the condition under which an ``Article`` is not German, as an index can answer it."""
    return or_(col(Article.language) < GERMAN, col(Article.language) > GERMAN)


def place(session: Session, article_id: int, story_id: int | None) -> None:
    """Put an article into a story, or take it out of any."""
    fetch(session, Article, article_id).story_id = story_id
    session.flush()


def features(session: Session, story_ids: Iterable[int], window: int) -> list[Featured]:
    """Return what the story engine knows stories by: their latest articles, in the order they came.

    Of a story with more than ``window`` articles these are at least half as many as that, beginning at a
    place that stays the same for the next few to come.
    """
    own = col(Article.story_id)
    place = func.row_number().over(partition_by=own, order_by=col(Article.id)).label("place")
    count = func.count().over(partition_by=own).label("count")
    ranked = sa_select(col(Article.id), place, count)
    chosen = ranked.where(col(Article.story_id).in_(list(story_ids))).subquery()
    half = window // 2
    begin = case((chosen.c.count <= window, 0), else_=(chosen.c.count - 1) // half * half - half)
    query = (
        select(Revision.article_id, Article.story_id, Revision.features, chosen.c.place)
        .join(Article, _is_own())
        .join(chosen, chosen.c.id == Article.id)
        .where(_is_latest(), chosen.c.place > begin)
        .order_by(col(Article.id))
    )
    return [Featured(article, story or 0, text, place) for article, story, text, place in session.exec(query)]


def existing(session: Session, numbers: Iterable[int]) -> frozenset[int]:
    """Return those of some keys that are of stored articles."""
    query = select(Article.id).where(col(Article.id).in_(list(numbers)))
    return frozenset(key for key in session.exec(query) if key is not None)


def numbers_of_story(session: Session, story_id: int) -> list[int]:
    """Return the keys of a story's articles, in the order in which they came."""
    query = select(Article.id).where(Article.story_id == story_id).order_by(col(Article.id))
    return [key for key in session.exec(query) if key is not None]


def place_in_story(session: Session, article_id: int, story_id: int) -> int:
    """Return which of a story's articles one is, in the order in which they came, counted from 1."""
    earlier = (Article.story_id == story_id, col(Article.id) <= article_id)
    return session.exec(select(func.count(col(Article.id))).where(*earlier)).one()


def _is_latest() -> ColumnElement[bool]:
    later = aliased(Revision)
    newest = select(func.max(later.number)).where(later.article_id == Revision.article_id).scalar_subquery()
    return col(Revision.number) == newest


def _stored() -> Select[Article, Outlet, Revision]:
    return select(Article, Outlet, Revision).join(Outlet).join(Revision, _is_own()).where(_is_latest())


def _is_own() -> ColumnElement[bool]:
    return col(Revision.article_id) == col(Article.id)


def _list(
    session: Session, query: Select[Article, Outlet, Revision], until: datetime | None
) -> list[StoredArticle]:
    if until is not None:
        query = query.where(Article.published_at <= until)
    rows = session.exec(query.order_by(col(Article.published_at), col(Article.id)))
    return [StoredArticle(*row) for row in rows]
