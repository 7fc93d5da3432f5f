"""What has to go after a time: full texts, texts that were sent in, copies made before an upgrade."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.flow.retaining import thin_texts
from bot.transactions import Transactions
from config.delivery import HOUSEKEEPING_EVERY
from config.face import MEMOS_KEPT
from storage import StorageError, memos, search
from storage.schema import old_copies

_log = structlog.get_logger(__name__)

# Rows that are made findable in one transaction: a tenth of a second, so that nobody waits.
_PACKET = 50


class Housekeeping:
    """Removes once an hour what is older than it may be; safe to run at any time and twice."""

    def __init__(
        self, transactions: Transactions, now: Callable[[], datetime], days: int, store: Path | None = None
    ) -> None:
        """Take the door to the store, the clock, the days that texts are kept, and the store's file."""
        self._do = transactions
        self._now = now
        self._days = days
        self._store = store

    async def run(self) -> None:
        """Tidy up until cancelled; a store that cannot be used is tidied the next time."""
        while True:
            try:
                await self.tidy()
            except StorageError as error:
                _log.error("housekeeping_waits_for_store", problem=str(error.problem))
            await asyncio.sleep(HOUSEKEEPING_EVERY.total_seconds())

    async def tidy(self) -> int:
        """Thin all texts whose time is over, make findable what is not yet; return how many were thinned.

        Raises:
            StorageError: the store cannot be written; the rest is left to the next time.
        """
        total = 0
        while met := await self._do.write(lambda session: thin_texts(session, self._now(), self._days)):
            total += met
        found = 0
        while met := await self._do.write(lambda session: search.catch_up(session, _PACKET)):
            found += met
        if found:
            _log.info("made_findable", number=found)
        await self._do.write(lambda session: memos.purge(session, self._now() - MEMOS_KEPT))
        await asyncio.to_thread(self._drop_copies)
        if total:
            await self._do.checkpoint()
            _log.info("texts_thinned", number=total)
        return total

    def _drop_copies(self) -> None:
        oldest = (self._now() - timedelta(days=self._days)).timestamp()
        for copy in old_copies(self._store) if self._store is not None else ():
            if copy.stat().st_mtime < oldest:
                copy.unlink(missing_ok=True)
