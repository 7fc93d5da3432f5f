"""Why articles stand in their stories."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from storage.tables import Placement, PlacementKind


def record(session: Session, article_id: int, kind: PlacementKind, payload: str = "[]") -> None:
    """Note how an article came into its story; what was noted before is replaced."""
    session.merge(Placement(article_id=article_id, kind=kind.value, payload=payload))
    session.flush()


def of_articles(session: Session, article_ids: Iterable[int]) -> dict[int, Placement]:
    """Return what is noted of these articles; nothing for those stored before it was noted."""
    query = select(Placement).where(col(Placement.article_id).in_(list(article_ids)))
    return {row.article_id: row for row in session.exec(query)}
