"""Being the only one of several processes: by a lock of the server that ends with its connection."""

import psycopg

from storage.database import Database
from storage.errors import StorageError, StorageProblem
from storage.postgres import CONNECT_SECONDS, conninfo, number_of


class Lead:
    """A place that one process has at a time; when it ends, however it ends, another one gets it."""

    def __init__(self, database: Database, name: str) -> None:
        """Take the store and the name of the place; nothing is asked yet."""
        self._conninfo = conninfo(database.url)
        self._number = number_of(f"lead {name}")
        self._line: psycopg.Connection | None = None
        self._held = False

    def take(self) -> bool:
        """Tell whether this process has the place now, and take it if it is free.

        Raises:
            StorageError: the server cannot be asked.
        """
        try:
            if self._line is None:
                self._line = psycopg.connect(self._conninfo, autocommit=True, connect_timeout=CONNECT_SECONDS)
            if self._held:
                self._line.execute("SELECT 1")  # raises where the connection is gone, and with it the place
            else:
                row = self._line.execute("SELECT pg_try_advisory_lock(%s)", (self._number,)).fetchone()
                self._held = bool(row and row[0])
        except psycopg.Error as error:
            self.give_back()
            raise StorageError(StorageProblem.UNAVAILABLE, str(error).partition("\n")[0]) from error
        return self._held

    def give_back(self) -> None:
        """Let somebody else have the place."""
        line, self._line, self._held = self._line, None, False
        if line is None:
            return
        try:
            line.execute("SELECT pg_advisory_unlock_all()")  # at once; the end of a connection takes its time
        except psycopg.Error:
            pass
        finally:
            line.close()
