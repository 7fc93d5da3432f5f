"""Copying an installation from a file into a database server, all of it or nothing, proved row by row."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, text, update

from storage.database import Database
from storage.errors import StorageError, StorageProblem
from storage.tables import Table as Tables

_PACKET = 500
_MARK = "moved_here"
_TABLES: list[Table] = Tables.metadata.sorted_tables
_SETTING = Tables.metadata.tables["setting"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A table that was copied: its name, how many rows it has, and a hash over them all."""

    name: str
    rows: int
    digest: str


def move(source: Database, target: Database, now: datetime) -> list[Moved]:
    """Make the target hold what the source holds; both have the newest schema, and nobody uses them.

    It may be repeated: what an earlier move brought is replaced, as long as nobody has changed it.

    Raises:
        StorageError: FOREIGN if the target has contents of its own, DAMAGED if a copy is not equal; nothing
            was changed.
    """
    with source.reading() as reader, target.writing() as writer:
        here, there = reader.connection(), writer.connection()
        _refuse_if_used(there)
        names = ", ".join(f'"{table.name}"' for table in _TABLES)
        there.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        for table in _TABLES:
            _copy(here, there, table)
        moved = [_compared(here, there, table) for table in _TABLES]
        mark = {"key": _MARK, "value": _sum(moved), "updated_at": now}
        there.execute(insert(_SETTING).values(**mark))
    return moved


def _refuse_if_used(there: Connection) -> None:
    """Refuse a target that has rows other than those of an earlier move."""
    mark = there.execute(select(_SETTING.c.value).where(_SETTING.c.key == _MARK)).scalar()
    held = [_counted(there, table) for table in _TABLES]
    if mark is None and any(one.rows for one in held):
        raise StorageError(StorageProblem.FOREIGN, "the target has contents of its own")
    if mark is not None and _sum(held) != mark:
        raise StorageError(StorageProblem.FOREIGN, "the target was used since it was filled")


def _copy(here: Connection, there: Connection, table: Table) -> None:
    """Copy a table; references to rows of the same table are filled in when all are there."""
    own = [column.name for column in table.columns if _is_own(table, column.name)]
    later: list[dict[str, Any]] = []
    for packet in _packets(here, table):
        rows = [dict(row._mapping) for row in packet]  # noqa: SLF001 - the public name of a row's columns
        later += [{"key": row["id"], **{n: row[n] for n in own}} for row in rows if any(row[n] for n in own)]
        there.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
    for row in later:
        values = {name: row[name] for name in own}
        there.execute(update(table).where(table.c.id == row["key"]).values(**values))
    if "id" in table.columns:
        top = select(func.max(table.c.id))
        if (last := there.execute(top).scalar()) is not None:
            there.execute(select(func.setval(func.pg_get_serial_sequence(f'"{table.name}"', "id"), last)))


def _is_own(table: Table, name: str) -> bool:
    return any(key.column.table is table for key in table.columns[name].foreign_keys)


def _packets(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    order = list(table.primary_key.columns)
    found = connection.execute(select(table).order_by(*order).execution_options(yield_per=_PACKET))
    for packet in found.partitions():
        yield list(packet)


def _compared(here: Connection, there: Connection, table: Table) -> Moved:
    original, copy = _counted(here, table), _counted(there, table)
    if original != copy:
        raise StorageError(
            StorageProblem.DAMAGED, f"{table.name}: {original.rows} rows became {copy.rows} others"
        )
    return copy


def _counted(connection: Connection, table: Table) -> Moved:
    """Return what a table holds, without the mark of a move and however an engine orders its keys."""
    rows = 0
    total = 0
    for packet in _packets(connection, table):
        for row in packet:
            if table.name != "setting" or row.key != _MARK:
                rows += 1
                total ^= int.from_bytes(hashlib.sha256(_plain(row).encode()).digest())
    return Moved(table.name, rows, f"{total:064x}")


def _plain(row: Row[Any]) -> str:
    return json.dumps([_value(value) for value in row], ensure_ascii=False)


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def _sum(moved: list[Moved]) -> str:
    return hashlib.sha256(repr([(one.name, one.rows, one.digest) for one in moved]).encode()).hexdigest()
