"""What is particular to SQLite: opening the file, pragmas, transactions, and the words of its errors."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from storage.errors import StorageError, StorageProblem

_HEADER = b"SQLite format 3\x00"

# FULL and not NORMAL: an update is acknowledged as soon as its inbox row is committed, so a power cut must
# not take the commit back. It costs about a millisecond for each of a few hundred commits a day.
_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=-16000")

_PROBLEMS = {
    sqlite3.SQLITE_BUSY: StorageProblem.BUSY,
    sqlite3.SQLITE_LOCKED: StorageProblem.BUSY,
    sqlite3.SQLITE_READONLY: StorageProblem.READ_ONLY,
    sqlite3.SQLITE_FULL: StorageProblem.DISK_FULL,
    # A write beyond a quota or a file size limit is reported as an I/O error.
    sqlite3.SQLITE_IOERR: StorageProblem.DISK_FULL,
    sqlite3.SQLITE_CORRUPT: StorageProblem.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageProblem.NOT_A_DATABASE,
    sqlite3.SQLITE_CANTOPEN: StorageProblem.UNAVAILABLE,
}


def open_engine(path: Path, busy_timeout: float) -> Engine:
    """Return an engine on an existing file; connecting never creates one."""
    engine = create_engine(
        f"sqlite:///{path}",
        creator=_connector(path, busy_timeout, "rw"),
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def open_migration_engine(path: Path, busy_timeout: float) -> Engine:
    """Return an engine for changes of the schema; it creates the file and leaves foreign keys off.

    A batch migration drops and renames tables; with foreign keys on, the drop would delete dependent rows.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        creator=_connector(path, busy_timeout, "rwc"),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _connector(path: Path, busy_timeout: float, mode: str) -> Callable[[], sqlite3.Connection]:
    uri = f"file:{quote(str(path))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # No isolation level: the driver must not open transactions of its own beside ours.
        return sqlite3.connect(
            uri, uri=True, timeout=busy_timeout, isolation_level=None, check_same_thread=False
        )

    return connect


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (*_PRAGMAS, "PRAGMA foreign_keys=ON"):
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    """Open the transaction that the execution option ``access`` asks for."""
    reading = connection.get_execution_options().get("access") == "read"
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    # A deferred writer fails at once when another one was faster; an immediate one waits its turn.
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def check_file(path: Path) -> int:
    """Return the inode of the database file.

    Raises:
        StorageError: MISSING, EMPTY, NOT_A_DATABASE or READ_ONLY.
    """
    try:
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except FileNotFoundError as error:
        raise StorageError(StorageProblem.MISSING, f"{path} does not exist") from error
    except OSError as error:
        raise StorageError(StorageProblem.UNAVAILABLE, f"cannot read {path}: {error.strerror}") from error
    if not header:
        raise StorageError(StorageProblem.EMPTY, f"{path} has zero bytes")
    if header != _HEADER:
        raise StorageError(StorageProblem.NOT_A_DATABASE, f"{path} is not an SQLite database")
    return path.stat().st_ino


def translate(error: DBAPIError) -> StorageError | None:
    """Return what an error of the driver says about the store, or None if it says nothing about it."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None:
        return None
    problem = _PROBLEMS.get(code & 0xFF)
    return None if problem is None else StorageError(problem, str(error.orig))
