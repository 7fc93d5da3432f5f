"""What people put right about stories, and the pairs of articles that follow from it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import Correction, CorrectionKind, Pair
from storage.writes import add, key_of


def record(
    session: Session,
    kind: CorrectionKind,
    story_id: int,
    other_id: int | None,
    *,
    at: datetime,
    pairs: Iterable[tuple[int, int, bool]] = (),
) -> Correction:
    """Store a correction with the pairs (article, article, whether they are of one story) that it labels."""
    correction = add(session, Correction(kind=kind, story_id=story_id, other_id=other_id, made_at=at))
    for left, right, same in pairs:
        session.add(Pair(correction_id=key_of(correction), left_id=left, right_id=right, same=same))
    session.flush()
    return correction


def after(session: Session, correction_id: int) -> list[Correction]:
    """Return the corrections made after the one with this key, oldest first."""
    query = select(Correction).where(col(Correction.id) > correction_id).order_by(col(Correction.id))
    return list(session.exec(query).all())


def latest(session: Session) -> int:
    """Return the key of the latest correction, 0 if there is none."""
    return session.exec(select(func.max(Correction.id))).one() or 0


def pairs(session: Session) -> dict[tuple[int, int], bool]:
    """Return the labelled pairs of articles (the smaller key first); the latest label counts."""
    rows = session.exec(select(Pair).order_by(col(Pair.id))).all()
    return {(min(row.left_id, row.right_id), max(row.left_id, row.right_id)): row.same for row in rows}
