"""Finding articles by parts of their text, and stories by their words, at a cost that does not grow.

Both tables hold hints: what they find is checked by whoever asked, so that rows need never be deleted.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Subquery, func, union_all
from sqlmodel import Session, col, select

from storage.tables import CopyKey, Story, StoryTerm
from storage.writes import add_missing

_FIRST_DAY = date(1970, 1, 1)


def add_copy_keys(session: Session, article_id: int, published: datetime, keys: Iterable[int]) -> None:
    """Note the keys of an article's text; known ones stay."""
    day = _day(published)
    rows = [{"key": key, "day": day, "article_id": article_id} for key in keys]
    add_missing(session, CopyKey, rows)


def sharing_keys(
    session: Session, keys: Sequence[int], published: datetime, window: timedelta, limit: int
) -> list[int]:
    """Return articles that share keys, those with the most first, then the earliest.

    Only those published up to ``window``, rounded up to days, before or after ``published``.
    """
    day, apart = _day(published), window.days + 1
    query = (
        select(CopyKey.article_id)
        .where(col(CopyKey.key).in_(keys), col(CopyKey.day).between(day - apart, day + apart))
        .group_by(col(CopyKey.article_id))
        .order_by(func.count().desc(), col(CopyKey.article_id))
        .limit(limit)
    )
    return list(session.exec(query))


def add_story_terms(session: Session, story_id: int, terms: Iterable[str]) -> None:
    """Note words that a story can be found by; known ones stay."""
    add_missing(session, StoryTerm, [{"term": term, "story_id": story_id} for term in terms])


def hand_on_terms(session: Session, story_id: int, into_id: int) -> None:
    """Let a story also be found by the words of one that became part of it."""
    query = select(StoryTerm.term).where(StoryTerm.story_id == story_id)
    add_story_terms(session, into_id, session.exec(query).all())


def sharing_terms(
    session: Session, terms: Sequence[str], *, per_term: int, at_least: int, limit: int
) -> list[int]:
    """Return stories that share at least so many terms, those with the most first, then the latest opened.

    Of each term only the ``per_term`` stories opened last are looked at.
    """
    if not terms:
        return []
    latest = [_latest(term, per_term) for term in terms]
    found = union_all(*(select(one.c.story_id) for one in latest)).subquery()
    shared = func.count()
    query = (
        select(found.c.story_id)
        .join(Story, col(Story.id) == found.c.story_id)
        .group_by(found.c.story_id)
        .having(shared >= at_least)
        .order_by(shared.desc(), found.c.story_id.desc())
        .limit(limit)
    )
    return list(session.exec(query))


def _latest(term: str, count: int) -> Subquery:
    query = select(StoryTerm.story_id).where(StoryTerm.term == term)
    return query.order_by(col(StoryTerm.story_id).desc()).limit(count).subquery()


def _day(moment: datetime) -> int:
    return (moment.date() - _FIRST_DAY).days
