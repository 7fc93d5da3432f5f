"""What is particular to SQLite: opening the file, pragmas, transactions, and the words of its errors."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from storage.errors import StorageError, StorageProblem

# FULL and not NORMAL: an update is acknowledged as soon as its inbox row is committed, so a power cut must
# not take the commit back. It costs about a millisecond for each of a few hundred commits a day.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",  # what was deleted for somebody's sake is not left in free pages
    "PRAGMA journal_size_limit=67108864",  # a burst does not leave a large WAL file behind
)

_APPLICATION = int.from_bytes(b"Lage", "big")

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
    event.listen(engine, "connect", _enforce_references)
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
    event.listen(engine, "connect", _prepare)
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
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _enforce_references(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON").close()


def _begin(connection: Connection) -> None:
    """Open the transaction that the execution option ``access`` asks for."""
    reading = connection.get_execution_options().get("access") == "read"
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    # A deferred writer fails at once when another one was faster; an immediate one waits its turn.
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def check_file(path: Path) -> int:
    """Return the inode of the database file.

    It only looks and never opens: closing a second handle on the file would drop the locks that SQLite
    holds on it for this process.

    Raises:
        StorageError: MISSING, EMPTY or UNAVAILABLE.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise StorageError(StorageProblem.MISSING, f"{path} does not exist") from error
    except OSError as error:
        raise StorageError(StorageProblem.UNAVAILABLE, f"cannot reach {path}: {error.strerror}") from error
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(StorageProblem.NOT_A_DATABASE, f"{path} is not a file")
    if status.st_size == 0:
        raise StorageError(StorageProblem.EMPTY, f"{path} has zero bytes")
    return status.st_ino


def check_pages(connection: Connection) -> None:
    """Let SQLite look through the whole file.

    Raises:
        StorageError: DAMAGED.
    """
    finding = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if finding != "ok":
        raise StorageError(StorageProblem.DAMAGED, str(finding))


def sign(connection: Connection) -> None:
    """Write into the file's header whose it is; also proves that the file can be written."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={_APPLICATION}")


def check_references(connection: Connection) -> None:
    """Prove that no row points to one that does not exist.

    Raises:
        StorageError: DAMAGED.
    """
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        raise StorageError(StorageProblem.DAMAGED, f"{orphan[0]} row {orphan[1]} points to no {orphan[2]}")


def copy(path: Path, target: Path) -> None:
    """Write a consistent copy of a database to ``target``, while others may go on using it.

    Raises:
        StorageError: it cannot be read, or the copy cannot be written; there is no half copy then.
    """
    draft = target.with_name(target.name + ".new")
    draft.unlink(missing_ok=True)
    try:
        draft.touch(mode=0o600)  # before anything is in it
        with closing(_connector(path, 5.0, "ro")()) as source, closing(sqlite3.connect(draft)) as copied:
            source.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE").close()  # one file, which reading leaves alone
    except OSError as error:
        raise StorageError(StorageProblem.UNAVAILABLE, f"cannot write {draft}: {error.strerror}") from error
    except sqlite3.Error as error:
        draft.unlink(missing_ok=True)
        raise translate(error) or StorageError(StorageProblem.UNAVAILABLE, str(error)) from error
    draft.replace(target)


def check_copy(path: Path) -> None:
    """Prove that a file is a whole database of this program, before it takes the place of another.

    Raises:
        StorageError: it is not.
    """
    check_file(path)
    try:
        with closing(_connector(path, 5.0, "ro")()) as connection:
            if connection.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
                raise StorageError(StorageProblem.FOREIGN, f"{path} was not made by Lagebild")
            finding = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        raise translate(error) or StorageError(StorageProblem.UNAVAILABLE, str(error)) from error
    if finding != ("ok",):
        raise StorageError(StorageProblem.DAMAGED, str(finding[0]))


def translate(error: sqlite3.Error) -> StorageError | None:
    """Return what an error of SQLite says about the store, or None if it says nothing about it."""
    code = getattr(error, "sqlite_errorcode", None)  # absent where the driver itself found the fault
    problem = None if code is None else _PROBLEMS.get(code & 0xFF)
    return None if problem is None else StorageError(problem, str(error))
