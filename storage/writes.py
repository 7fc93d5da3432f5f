"""Small helpers that every query module uses."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import Session, select

from storage.tables import Table

Row = TypeVar("Row", bound=Table)


def key_of(row: Table) -> int:
    """Return the primary key of a stored row.

    Raises:
        ValueError: the row has not been stored yet.
    """
    key: int | None = getattr(row, "id", None)
    if key is None:
        raise ValueError(f"this {type(row).__name__} has not been stored")
    return key


def fetch(session: Session, table: type[Row], key: int, *, alone: bool = False) -> Row:
    """Return the row of ``table`` with the primary key ``key``; ``alone``: held until the transaction ends.

    Raises:
        LookupError: there is none.
    """
    row = session.get(table, key, with_for_update=alone, populate_existing=alone)
    if row is None:
        raise LookupError(f"there is no {table.__name__} {key}")
    return row


def add(session: Session, row: Row) -> Row:
    """Store ``row`` and return it with its key."""
    session.add(row)
    session.flush()
    return row


def add_once(session: Session, row: Row, *keys: tuple[str, ...]) -> bool:
    """Store ``row`` unless another has the same values in all columns of one of ``keys``.

    Returns whether it was stored. ``keys`` are the table's unique constraints.
    """
    if _has_twin(session, row, keys):
        return False
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another writer was faster, or the row is wrong in itself
        if _has_twin(session, row, keys):
            return False
        raise
    return True


def add_missing(session: Session, table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    """Store those of ``rows`` whose primary key is not there yet; for tables that are written in bulk."""
    if not rows:
        return
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).on_conflict_do_nothing(), rows)


def changed(session: Session, statement: UpdateBase) -> int:
    """Run an UPDATE or DELETE and return how many rows it met."""
    return int(session.exec(statement).rowcount)


def _has_twin(session: Session, row: Row, keys: tuple[tuple[str, ...], ...]) -> bool:
    table: Any = type(row)
    for key in keys:
        values = {name: getattr(row, name) for name in key}
        if None in values.values():  # as in SQL, an absent value equals nothing
            continue
        if session.exec(select(table).filter_by(**values)).first() is not None:
            return True
    return False
