"""Short transactions from asynchronous code: in a thread, one function each, nothing awaited inside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlmodel import Session

from storage import Database, StorageError

_log = structlog.get_logger(__name__)

T = TypeVar("T")

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 5.0


class Transactions:
    """Runs functions that take a session, and keeps the event loop free meanwhile."""

    def __init__(self, database: Database) -> None:
        """Take the store."""
        self._database = database

    async def read(self, work: Callable[[Session], T]) -> T:
        """Return what ``work`` reads.

        Raises:
            StorageError: the store cannot be read.
        """
        return await asyncio.to_thread(self.read_now, work)

    async def write(self, work: Callable[[Session], T]) -> T:
        """Return what ``work`` returns, committed.

        Raises:
            StorageError: the store cannot be written; nothing was changed.
        """
        return await asyncio.to_thread(self.write_now, work)

    async def write_surely(self, work: Callable[[Session], T]) -> T:
        """Do the same, again and again until the store takes it: for what must not be lost."""
        wait = _FIRST_WAIT
        while True:
            try:
                return await self.write(work)
            except StorageError as error:
                _log.error("waiting_for_store", problem=str(error.problem), seconds=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    async def checkpoint(self) -> None:
        """Empty the store's journal; see ``Database.checkpoint``.

        Raises:
            StorageError: the store cannot be written.
        """
        await asyncio.to_thread(self._database.checkpoint)

    def read_now(self, work: Callable[[Session], T]) -> T:
        """Do ``read`` in this thread."""
        with self._database.reading() as session:
            return work(session)

    def write_now(self, work: Callable[[Session], T]) -> T:
        """Do ``write`` in this thread."""
        return self._database.write(work)
