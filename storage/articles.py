"""Outlets, articles and their revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage import search
from storage.tables import GERMAN, Article, Outlet, Revision
from storage.writes import add, fetch, key_of


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with its outlet and its latest revision."""

    article: Article
    outlet: Outlet
    revision: Revision


def outlet(session: Session, key: str, name: str, family: str | None = None) -> Outlet:
    """Return the outlet with this key; store it if it is new. A known outlet keeps its name and family."""
    found = session.exec(select(Outlet).where(Outlet.key == key)).first()
    return found or add(session, Outlet(key=key, name=name, family=family))


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


def find_by_external_id(session: Session, external_id: str) -> Article | None:
    """Return the first article that a manifest gave this id."""
    query = select(Article).where(Article.external_id == external_id).order_by(col(Article.id))
    return session.exec(query).first()


def find_by_text_hash(session: Session, text_hash: str, outlet_id: int | None = None) -> Article | None:
    """Return the first article that has, or once had, exactly this text; of one outlet if it is given."""
    query = select(Article).join(Revision).where(Revision.text_hash == text_hash)
    if outlet_id is not None:
        query = query.where(Article.outlet_id == outlet_id)
    return session.exec(query.order_by(col(Article.id))).first()


def recent_fingerprints(session: Session, since: datetime) -> list[tuple[int, str]]:
    """Return (article id, fingerprint), latest revisions, of articles published at or after ``since``."""
    query = (
        select(Revision.article_id, Revision.fingerprint)
        .join(Article)
        .where(_is_latest(), Article.published_at >= since, Revision.fingerprint != "")
        .order_by(col(Revision.article_id))
    )
    return list(session.exec(query).all())


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
    """Return a story's articles in order of publication, those published at or before ``until`` if given."""
    return _list(session, _stored().where(Article.story_id == story_id), until)


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
    query = _stored().where(Article.language != GERMAN)
    if since is not None:
        query = query.where((Article.received_at if received else Article.published_at) > since)
    return _list(session, query, until)


def place(session: Session, article_id: int, story_id: int | None) -> None:
    """Put an article into a story, or take it out of any."""
    fetch(session, Article, article_id).story_id = story_id
    session.flush()


def features(session: Session, since: datetime) -> Sequence[tuple[int, int, str]]:
    """Return (article id, story id, features) of articles published at or after ``since`` that have a story.

    Oldest first: this is what the story engine is rebuilt from after a restart.
    """
    query = (
        select(Revision.article_id, Article.story_id, Revision.features)
        .join(Article)
        .where(_is_latest(), Article.published_at >= since, col(Article.story_id).is_not(None))
        .order_by(col(Article.published_at), col(Article.id))
    )
    return [(article, story, text) for article, story, text in session.exec(query) if story is not None]


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
