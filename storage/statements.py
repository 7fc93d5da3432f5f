"""Statements of articles, and which claim each belongs to."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import delete, func, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.tables import Article, Revision, Statement
from storage.writes import changed, key_of


def replace(session: Session, revision: Revision, statements: Sequence[Statement]) -> None:
    """Store what a revision states, in place of what was stored for it; fills in both foreign keys."""
    revision_id = key_of(revision)
    changed(session, delete(Statement).where(col(Statement.revision_id) == revision_id))
    for statement in statements:
        statement.article_id, statement.revision_id = revision.article_id, revision_id
    session.add_all(statements)
    session.flush()


def of_article(session: Session, article_id: int) -> list[Statement]:
    """Return what the latest revision of an article states, in order."""
    query = _current().where(Statement.article_id == article_id)
    return list(session.exec(query.order_by(col(Statement.number))).all())


def of_revision(session: Session, revision_id: int) -> list[Statement]:
    """Return what one state of an article's text states, in order."""
    query = select(Statement).where(Statement.revision_id == revision_id)
    return list(session.exec(query.order_by(col(Statement.number))).all())


def of_revisions(session: Session, revision_ids: Iterable[int]) -> list[Statement]:
    """Return what some texts state, by revision and number."""
    query = select(Statement).where(col(Statement.revision_id).in_(list(revision_ids)))
    return list(session.exec(query.order_by(col(Statement.revision_id), col(Statement.number))).all())


def of_claim(session: Session, claim_id: int) -> list[Statement]:
    """Return the statements behind a claim, by publication, article and number."""
    query = _current().where(Statement.claim_id == claim_id)
    order = (col(Article.published_at), col(Article.id), col(Statement.number))
    return list(session.exec(query.order_by(*order)).all())


def assign(
    session: Session, story_ids: Collection[int], members: Mapping[int, Iterable[tuple[int, int]]]
) -> None:
    """Note which claim each statement of these stories belongs to; all others of them belong to none.

    ``members`` maps a claim's id to the (article id, statement number) of its statements.  Only what differs
    is written.
    """
    wanted = {member: claim for claim, group in members.items() for member in group}
    later = aliased(Revision)
    own = col(later.article_id) == col(Article.id)
    newest = sa_select(func.max(later.number)).where(own).scalar_subquery()
    rows = session.connection().execute(
        sa_select(
            col(Statement.id),
            col(Statement.article_id),
            col(Statement.number),
            col(Statement.claim_id),
            col(Revision.number) == newest,
        )
        .join(Article, col(Article.id) == Statement.article_id)
        .join(Revision, col(Revision.id) == Statement.revision_id)
        .where(col(Article.story_id).in_(list(story_ids)))
    )
    moved = [
        (key, claim)
        for key, article, number, before, current in rows
        if (claim := wanted.get((article, number)) if current else None) != before
    ]
    if moved:
        session.execute(update(Statement), [{"id": key, "claim_id": claim} for key, claim in moved])
    for key, claim in moved:
        _show(session, key, claim)


def _show(session: Session, key: int | None, claim_id: int | None) -> None:
    """Let a row that the session has loaded show what was written past it."""
    row = session.identity_map.get(session.identity_key(Statement, key))
    if row is not None:
        set_committed_value(row, "claim_id", claim_id)


def _current() -> SelectOfScalar[Statement]:
    """Select statements of the latest revision of each article."""
    later = aliased(Revision)
    newest = select(func.max(later.number)).where(later.article_id == Statement.article_id).scalar_subquery()
    return select(Statement).join(Revision).join(Article).where(col(Revision.number) == newest)
