"""The one door to the store: short sessions that either read or write."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from config.flow import CONFLICT_TRIES
from storage import postgres, search, sqlite
from storage.errors import StorageError, StorageProblem
from storage.locks import FileLock, ThreadLock
from storage.text import clean_text

BUSY_SECONDS = 5.0
LOCK_SECONDS = 30.0
_CONFLICT_REST = 0.1

T = TypeVar("T")


class _CleanSession(Session):
    """A session that makes text storable before it is written."""


@event.listens_for(_CleanSession, "before_flush")
def _clean(session: Session, *_: object) -> None:
    for row in (*session.new, *session.dirty):
        for name, value in list(vars(row).items()):
            if isinstance(value, str) and (cleaned := clean_text(value)) is not value:
                setattr(row, name, cleaned)


class Database:
    """A store that can be read and written from any thread.

    Sessions are synchronous and short: no network call, language work or ``await`` inside one. From
    asynchronous code call a plain function that opens a session with ``asyncio.to_thread``.

    Rows stay readable after their session has ended.
    """

    def __init__(
        self, target: str | Path, *, busy_timeout: float = BUSY_SECONDS, lock_timeout: float = LOCK_SECONDS
    ) -> None:
        """Remember where the store is; nothing is opened or created yet (``storage.upgrade`` does that).

        Args:
            target: Path of an SQLite file, or a database URL.
            busy_timeout: Seconds to wait for a foreign program that locks the file.
            lock_timeout: Seconds to wait for other writers of this program.

        Raises:
            StorageError: UNAVAILABLE if the URL cannot be used.
        """
        self.url = _url(target)
        self.path = _path(self.url)
        self.busy_timeout = busy_timeout
        self._inode: int | None = None
        # In a file one writer at a time, across processes: it keeps order among them, and it closes the
        # race of two simultaneous writers that can damage a WAL file in SQLite before 3.51.3.
        self.write_lock: AbstractContextManager[object] = ThreadLock()
        if self.path is not None:
            self.write_lock = FileLock(self.path.with_name(self.path.name + ".lock"), lock_timeout)
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for migrations and tests."""
        if self._engine is None:
            self._engine = self._open()
        return self._engine

    def _open(self) -> Engine:
        if self.path is not None:
            return sqlite.open_engine(self.path, self.busy_timeout)
        return postgres.open_engine(self.url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the store throughout and cannot change it.

        Raises:
            StorageError: the store cannot be read, or something was changed in the session (READ_ONLY).
        """
        with translate_errors(), self._session("read") as session:
            yield session
            session.flush()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that is committed at its end, or rolled back if an exception leaves the block.

        Raises:
            StorageError: the store cannot be written; nothing was changed.
            RuntimeError: this thread already writes.
        """
        with translate_errors():
            self._check_file()
            with self.write_lock, self._session("write") as session:
                session.connection()  # takes the writer's place now, not at the first change
                yield session
                search.write_waiting(session)
                session.commit()

    def write(self, work: Callable[[Session], T]) -> T:
        """Return what ``work`` returns in a writing session; what a server broke off runs again.

        Raises:
            StorageError: the store cannot be written; nothing was changed.
        """
        for _ in range(CONFLICT_TRIES - 1):
            try:
                with self.writing() as session:
                    return work(session)
            except StorageError as error:
                if self.path is not None or error.problem is not StorageProblem.BUSY:
                    raise
            time.sleep(random.uniform(0.0, _CONFLICT_REST))  # noqa: S311 - two who met shall not meet again
        with self.writing() as session:
            return work(session)

    def ping(self) -> None:
        """Prove that the store answers.

        Raises:
            StorageError: it does not.
        """
        with self.reading() as session:
            session.connection().execute(text("SELECT 1"))

    def backup(self, target: Path) -> None:
        """Write a consistent copy of the store to ``target``, while the bot may go on working.

        Raises:
            StorageError: the copy cannot be made.
        """
        if self.path is None:
            postgres.dump(self.url, target)
            return
        sqlite.check_file(self.path)
        sqlite.copy(self.path, target)

    def checkpoint(self) -> None:
        """Move the journal of an SQLite store into its file and empty it, so that nothing deleted is left.

        Readers may keep a part of it for the next time.

        Raises:
            StorageError: the store cannot be written.
        """
        if self.path is None:
            return
        self._check_file()
        with self.write_lock, closing(self.engine.raw_connection()) as connection:
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            except sqlite3.Error as error:
                raise sqlite.translate(error) or error from error

    def close(self) -> None:
        """Close all connections; the next session opens new ones."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = None
        self._inode = None

    @contextmanager
    def _session(self, access: str) -> Iterator[Session]:
        self._check_file()
        options: dict[str, object] = {"access": access}
        if self.path is None:
            # A reader sees one state throughout; a writer sees after each wait what others have written.
            level = "REPEATABLE READ" if access == "read" else "READ COMMITTED"
            options |= {"postgresql_readonly": access == "read", "isolation_level": level}
        with _CleanSession(self.engine.execution_options(**options), expire_on_commit=False) as session:
            yield session

    def _check_file(self) -> None:
        """Notice that the file was taken away or swapped; SQLite would go on writing into the old one."""
        if self.path is None:
            return
        inode = sqlite.check_file(self.path)
        if self._inode not in {None, inode}:
            raise StorageError(StorageProblem.REPLACED, f"{self.path} is not the file that was opened")
        self._inode = inode


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn what a driver says about the store into a ``StorageError``."""
    try:
        yield
    except DBAPIError as error:
        problem = translate(error)
        if problem is None:
            raise
        raise problem from error


def translate(error: DBAPIError) -> StorageError | None:
    """Return what an error of a driver says about the store, or None if it says nothing about it."""
    if isinstance(error.orig, sqlite3.Error):
        return sqlite.translate(error.orig)
    return postgres.translate(error)


def _url(target: str | Path) -> URL:
    if isinstance(target, Path):
        return URL.create("sqlite", database=str(target.absolute()))
    try:
        return make_url(target)
    except ArgumentError as error:
        raise StorageError(StorageProblem.UNAVAILABLE, "the database URL cannot be read") from error


def _path(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite":
        return None
    if url.database in {None, "", ":memory:"} or url.query:
        raise StorageError(StorageProblem.UNAVAILABLE, "an SQLite store needs a plain file path")
    return Path(str(url.database)).absolute()
