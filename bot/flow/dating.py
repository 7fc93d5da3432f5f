"""Which time a text counts from: a later state has its own, and a copy that of the state which it repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.flow import codec
from bot.flow.arrival import Arrival
from bot.flow.results import Outcome
from storage import articles, statements
from storage.articles import Printed, StoredArticle
from storage.tables import Revision
from storage.writes import key_of
from summaries.intake import TextPrint, is_exact_duplicate, similarity
from summaries.model import DateSource, Statement
from summaries.revisions import Stated, stays

_NEXT = timedelta(seconds=1)  # a later state without a time of its own is later all the same


def time_of(session: Session, arrival: Arrival, received: datetime) -> datetime | None:
    """Return the time that a text counts from, None for its article's publication.

    Args:
        session: A session.
        arrival: A document that is not known in this form.
        received: When it came in.
    """
    if arrival.known is None:
        return None
    if arrival.outcome is Outcome.REVISION:
        return _of_revision(articles.get(session, arrival.known), arrival, received)
    return _of_copy(session, arrival, arrival.known) if arrival.outcome is Outcome.COPY else None


def dated(
    session: Session, arrival: Arrival, stated: Sequence[Statement], moment: datetime | None
) -> tuple[Statement, ...]:
    """Return the statements of a text that counts from ``moment``: what it said before keeps its time.

    Entries of a ticker have times of their own.
    """
    if moment is None:
        return tuple(stated)
    before = _before(session, arrival)
    after = [Stated.of(one, arrival.document.text) for one in stated]
    return tuple(
        replace(one, as_of=_as_of(one, same, arrival.document.published, moment))
        for one, same in zip(stated, stays(before, after), strict=True)
    )


def said_at(stored: StoredArticle, statement: Statement) -> datetime:
    """Return when an article said something: with its publication, or with a later state of its text."""
    published, moment = stored.article.published_at, stored.revision.dated_at
    if moment is None or moment < published:
        return moment or published
    return max(published, min(statement.as_of, moment))


def _as_of(statement: Statement, before: Stated | None, usual: datetime, moment: datetime) -> datetime:
    if before is not None:
        return before.statement.as_of
    return moment if statement.as_of == usual else min(statement.as_of, moment)


def _of_revision(known: StoredArticle, arrival: Arrival, received: datetime) -> datetime:
    """Return when the text was changed: as the page says, or when it was fetched; after the state before."""
    document = arrival.document
    before = known.revision.dated_at or known.article.published_at
    told = [one for one in (document.modified, document.published) if one is not None and before < one]
    fitting = [one for one in told if one <= received]
    if document.published_source is DateSource.MANIFEST:
        return max([*told, before + _NEXT])
    return max(fitting) if fitting else max(received, before + _NEXT)


def _of_copy(session: Session, arrival: Arrival, original: int) -> datetime | None:
    """Return the time of an earlier state of the original, if it is that which the text repeats."""
    states = articles.prints(session, [original])
    if len(states) < 2:  # noqa: PLR2004 - there is no earlier one
        return None
    nearest = max(states, key=lambda one: _nearness(one, arrival.print))
    moment = nearest.dated_at or nearest.published
    earlier = nearest is not states[-1] and moment < arrival.document.published
    return moment if earlier else None


def _nearness(one: Printed, print_: TextPrint) -> tuple[bool, float]:
    own = codec.load(TextPrint, one.fingerprint)
    return is_exact_duplicate(own, print_), similarity(own, print_)


def _before(session: Session, arrival: Arrival) -> list[Stated]:
    if arrival.outcome is not Outcome.REVISION or arrival.known is None:
        return []
    revision: Revision = articles.latest_revision(session, arrival.known)
    rows = statements.of_revision(session, key_of(revision))
    return [Stated.of(codec.load_statement(row), revision.text) for row in rows]
