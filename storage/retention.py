"""What is not kept for ever: full texts of articles, texts that were sent in, copies of the store."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import comparisons, search
from storage.tables import (
    Claim,
    DigestEntry,
    Revision,
    Searchable,
    Statement,
    Submission,
    SubmissionKind,
)
from storage.writes import changed

Kept = tuple[Revision, list[Statement]]


def due(session: Session, before: datetime, minor: str, limit: int = 50) -> list[Kept]:
    """Return revisions stored before a moment whose text is still whole, with the statements that count.

    A statement counts if it belongs to a claim whose status is more than ``minor``, or that some chat was
    told; either all statements of a claim count or none, so no status can change.  Superseded revisions have
    none.
    """
    old = (col(Revision.thinned_at).is_(None), Revision.stored_at < before)
    rows = session.exec(select(Revision).where(*old).order_by(col(Revision.id)).limit(limit)).all()
    return [(row, _counting(session, row, minor)) for row in rows]


def thin(session: Session, revision: Revision, text: str, now: datetime) -> None:
    """Replace the text of a revision, also where it is quoted, by what may be kept of it; lengths stay."""
    if len(text) != len(revision.text):
        raise ValueError("a shorter text would move the places that statements point to")
    revision.text, revision.thinned_at = text, now
    session.flush()
    comparisons.drop_of_article(session, revision.article_id)
    found = session.exec(select(Searchable).where(Searchable.article_id == revision.article_id)).first()
    if found is not None:
        newest = session.exec(_newest_of(revision.article_id)).first()
        search.note_article(session, revision.article_id, revision.title, newest.text if newest else "")


def forget_submitted(session: Session, before: datetime) -> int:
    """Remove texts and files that were sent in and worked off before a moment; return how many.

    Links stay: the message that brought them may be edited.
    """
    old = (
        col(Submission.done_at) < before,
        col(Submission.kind) != SubmissionKind.URL,
        col(Submission.payload) != "",
    )
    return changed(session, update(Submission).where(*old).values(payload="", origin=None))


def whole(session: Session, before: datetime) -> int:
    """Return how many texts stored before a moment are still whole: the proof that none is."""
    old = (col(Revision.thinned_at).is_(None), Revision.stored_at < before)
    return session.exec(select(func.count(col(Revision.id))).where(*old)).one()


def _newest_of(article_id: int) -> SelectOfScalar[Revision]:
    order = col(Revision.number).desc()
    return select(Revision).where(Revision.article_id == article_id).order_by(order).limit(1)


def _counting(session: Session, revision: Revision, minor: str) -> list[Statement]:
    later = aliased(Revision)
    newest = select(func.max(later.number)).where(later.article_id == revision.article_id).scalar_subquery()
    query = (
        select(Statement)
        .join(Revision, col(Revision.id) == Statement.revision_id)
        .join(Claim, col(Claim.id) == Statement.claim_id)
        .where(
            Statement.revision_id == revision.id,
            Revision.number == newest,
            or_(col(Claim.status) != minor, col(Claim.id).in_(select(DigestEntry.claim_id))),
        )
    )
    found: Sequence[Statement] = session.exec(query.order_by(col(Statement.number))).all()
    return list(found)
