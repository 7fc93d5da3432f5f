"""What people put right about stories, and the pairs of articles that follow from it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.tables import Article, Correction, CorrectionKind, Pair
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


def after(session: Session, correction_id: int, also: Collection[int] = ()) -> list[Correction]:
    """Return the corrections made after the one with this key, and those of ``also``, oldest first."""
    wanted = or_(col(Correction.id) > correction_id, col(Correction.id).in_(also))
    return list(session.exec(select(Correction).where(wanted).order_by(col(Correction.id))).all())


def latest(session: Session) -> int:
    """Return the key of the latest correction, 0 if there is none."""
    return session.exec(select(func.max(Correction.id))).one() or 0


def pairs(session: Session) -> dict[tuple[int, int], bool]:
    """Return the labelled pairs of articles (the smaller key first); the latest label counts."""
    rows = session.exec(select(Pair).order_by(col(Pair.id))).all()
    return {(min(row.left_id, row.right_id), max(row.left_id, row.right_id)): row.same for row in rows}


def told_apart(session: Session, story_id: int, other_id: int) -> bool:
    """Tell whether a person said of an article of each of two stories that they are not of one story."""
    left, right = aliased(Article), aliased(Article)
    here, there = (col(left.story_id), col(right.story_id))
    query = (
        select(Pair.left_id, Pair.right_id, Pair.same)
        .join(left, col(left.id) == Pair.left_id)
        .join(right, col(right.id) == Pair.right_id)
        .where(or_(and_(here == story_id, there == other_id), and_(here == other_id, there == story_id)))
        .order_by(col(Pair.id))
    )
    labels = {frozenset((a, b)): same for a, b, same in session.exec(query)}
    return not all(labels.values())
