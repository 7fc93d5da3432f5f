"""What is particular to PostgreSQL: opening it, locks by name, the words of its errors, dump and restore."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from storage.errors import StorageError, StorageProblem

CONNECT_SECONDS = 5
# Longer than any statement of ours takes, shorter than anybody waits: a server that hangs is one that is
# away.
_STATEMENT_SECONDS = 60
_LOCK_SECONDS = 30
# A process that hangs between two statements must not keep what it has locked from all others.
_IDLE_SECONDS = 60
# As many threads of a process talk to the store at once; the others wait for one of these.
_POOL, _OVERFLOW = 5, 10
_OPTIONS = " ".join(
    (
        "-c timezone=UTC",  # values come back in UTC
        f"-c statement_timeout={_STATEMENT_SECONDS}s",
        f"-c lock_timeout={_LOCK_SECONDS}s",
        f"-c idle_in_transaction_session_timeout={_IDLE_SECONDS}s",
    )
)
# By the first characters of SQLSTATE (PostgreSQL, appendix A); the longest that fits counts.
_PROBLEMS = {
    "08": StorageProblem.UNAVAILABLE,
    "25006": StorageProblem.READ_ONLY,
    "25P03": StorageProblem.UNAVAILABLE,
    "28": StorageProblem.UNAVAILABLE,
    "3D": StorageProblem.MISSING,
    "40": StorageProblem.BUSY,  # a deadlock or a conflict that the server broke: nothing was changed
    "42501": StorageProblem.READ_ONLY,
    "53100": StorageProblem.DISK_FULL,
    "53": StorageProblem.UNAVAILABLE,
    "55P03": StorageProblem.BUSY,
    "57014": StorageProblem.BUSY,
    "57": StorageProblem.UNAVAILABLE,
    "58": StorageProblem.UNAVAILABLE,
    "XX001": StorageProblem.DAMAGED,
    "XX002": StorageProblem.DAMAGED,
}


def open_engine(url: URL) -> Engine:
    """Return an engine; nothing is connected yet.

    Raises:
        StorageError: there is no driver for the URL.
    """
    options = {"connect_timeout": CONNECT_SECONDS, "options": _OPTIONS, "application_name": "lagebild"}
    try:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_size=_POOL,
            max_overflow=_OVERFLOW,
            hide_parameters=True,
            connect_args=options | dict(url.query),
        )
    except (ImportError, NoSuchModuleError) as error:
        raise StorageError(StorageProblem.UNAVAILABLE, f"no driver for {url.drivername}") from error
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: object, _record: ConnectionPoolEntry) -> None:
    """Keep the driver from preparing statements on the server: a proxy may hand the next one to another."""
    connection.prepare_threshold = None  # type: ignore[attr-defined]


def conninfo(url: URL) -> str:
    """Return how the driver alone is told to reach the server."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def is_server(session: Session) -> bool:
    """Tell whether others may write while this session does."""
    return session.get_bind().dialect.name == "postgresql"


def lock(session: Session, names: Iterable[str]) -> None:
    """Wait for the locks with these names, until the end of the transaction; on a file nothing is needed.

    They are taken in one order, so that two who want some of the same wait for each other and never both.
    """
    if is_server(session):
        lock_in(session.connection(), names)


def lock_in(connection: Connection, names: Iterable[str]) -> None:
    """Do the same on a connection to a server."""
    keys = sorted({number_of(name) for name in names})
    wanted = text("SELECT pg_advisory_xact_lock(number) FROM unnest(CAST(:keys AS bigint[])) AS number")
    connection.execute(wanted, {"keys": keys})


def number_of(name: str) -> int:
    """Return the number that the server knows a lock by."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)


def translate(error: DBAPIError) -> StorageError | None:
    """Return what an error of the server says about the store, or None if it says nothing about it."""
    code = getattr(error.orig, "sqlstate", None) or ""
    known = max((start for start in _PROBLEMS if code.startswith(start)), key=len, default=None)
    if known is not None:
        return StorageError(_PROBLEMS[known], _first_line(error))
    if isinstance(error, (OperationalError, InterfaceError)):  # a server that is away
        return StorageError(StorageProblem.UNAVAILABLE, _first_line(error))
    return None


def _first_line(error: DBAPIError) -> str:
    """Return what went wrong without the lines behind it, which may quote rows."""
    return str(error.orig).partition("\n")[0]


def dump(url: URL, target: Path) -> None:
    """Write a consistent copy of the database into a file, by the server's own tool.

    Raises:
        StorageError: the tool is missing or fails; there is no half copy then.
    """
    draft = target.with_name(target.name + ".new")
    try:
        _call("pg_dump", url, "--format=custom", "--no-owner", f"--file={draft}")
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def restore(url: URL, source: Path) -> None:
    """Make the database what a dump says, all of it or nothing.

    Raises:
        StorageError: the tool is missing or fails; the database is as before.
    """
    into = f"--dbname={url.database or ''}"
    _call(
        "pg_restore", url, "--clean", "--if-exists", "--no-owner", "--single-transaction", into, str(source)
    )


def _call(tool: str, url: URL, *arguments: str) -> None:
    """Run a tool of the server; the password goes by the environment, which other users cannot read."""
    path = shutil.which(tool)
    if path is None:
        raise StorageError(StorageProblem.UNAVAILABLE, f"{tool} is not installed here")
    named = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    surroundings = os.environ | {name: str(value) for name, value in named.items() if value}
    command = [path, *arguments]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise StorageError(StorageProblem.UNAVAILABLE, f"{tool}: {done.stderr.strip()[:300]}")
