"""The durable inbox: an update is a committed row before Telegram sees it confirmed.

python-telegram-bot confirms an update with the next poll, long before it is handled.  ``DurableQueue``
stands where its queue stands: ``put`` returns only once the row is committed, so a crash at any later point
finds the update again.  ``DurableApplication`` claims the row before the handlers run and closes it after.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session
from telegram import Bot, Update
from telegram.ext import Application

from bot.access import Gate
from bot.transactions import Transactions
from config.delivery import MOST_INTERRUPTIONS, SUSPECTED, WORK_TRIES
from storage import StorageError
from storage import inbox as rows
from storage.tables import Inbox

_log = structlog.get_logger(__name__)

# What reading foreign JSON into the library's classes has been seen to raise.
UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, OverflowError, OSError, RecursionError)
# Telegram keeps updates for a day; what waits here is at most what one process had taken over.
_BACKLOG = 100_000
# Reading 5,000 takes most of a second, in which nothing else of the process would have a turn.
_REPLAYED_AT_ONCE = 50

current_inbox: ContextVar[int | None] = ContextVar("current_inbox", default=None)
"""Key of the inbox row whose update is being handled, None outside of handlers."""
inbox_closed: ContextVar[bool] = ContextVar("inbox_closed", default=False)
"""Whether a handler has closed that row already, in the transaction of its own work."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An update with the key of its inbox row."""

    inbox_id: int
    update: Update


@dataclass(frozen=True, slots=True)
class Left:
    """What a dead process left in the inbox: rows in order of arrival.

    Several processes ended while they worked on ``suspects``, and so many on what is ``given_up`` that they
    must have ended of it.
    """

    waiting: Sequence[Inbox]
    suspects: Sequence[Inbox]
    given_up: Sequence[Inbox]


class InboxStore:
    """The inbox as the bot uses it: short transactions, each repeated until the store takes it."""

    def __init__(self, transactions: Transactions, now: Callable[[], datetime]) -> None:
        """Take the door to the store, and the clock."""
        self._do = transactions
        self._now = now

    async def add(self, raw: dict[str, Any]) -> int | None:
        """Commit a raw update; return the key of its row, or None if it is there already.

        Raises:
            ValueError: it has no usable number.
        """

        def work(session: Session) -> int | None:
            row = rows.put(session, raw, self._now())
            return row.id if row is not None else None

        return await self._do.write_surely(work)

    async def add_together(self, raws: Iterable[dict[str, Any]]) -> dict[int, int]:
        """Commit raw updates in one transaction; return the keys of the new rows by their update's number.

        One that has no usable number is left out.
        """

        def work(session: Session) -> dict[int, int]:
            found = rows.put_together(session, raws, self._now())
            return {row.update_id: row.id for row in found if row.id is not None}

        return await self._do.write_surely(work)

    async def set_aside(self, raw: dict[str, Any], reason: str) -> None:
        """Commit an update that cannot be read, so that somebody can look at it later."""

        def work(session: Session) -> None:
            row = rows.put(session, raw, self._now())
            if row is not None and row.id is not None:
                rows.mark_poison(session, row.id, reason, self._now())

        await self._do.write_surely(work)

    async def claim(self, inbox_id: int) -> bool:
        """Reserve an update for its handlers; False if it was reserved before."""
        return await self._do.write_surely(lambda session: rows.claim(session, inbox_id))

    async def close(self, inbox_id: int, error: str | None = None) -> None:
        """Note that the handlers are done, or that they failed for good."""

        def work(session: Session) -> None:
            if error is None:
                rows.mark_done(session, inbox_id, self._now())
            else:
                rows.mark_failed(session, inbox_id, error, self._now())

        await self._do.write_surely(work)

    async def put_back(self, inbox_id: int, error: str) -> bool:
        """Give an update another try; False if it had three."""
        return await self._do.write_surely(
            lambda session: rows.put_back(session, inbox_id, error, WORK_TRIES, self._now())
        )

    async def recover(self) -> Left:
        """Free what a dead process had reserved; return what is left of it.

        Raises:
            StorageError: the store cannot be written.
        """

        def work(session: Session) -> Left:
            given_up = rows.recover(session, MOST_INTERRUPTIONS, self._now())
            waiting = rows.waiting(session, limit=_BACKLOG)
            suspects = [row for row in waiting if row.interrupted >= SUSPECTED]
            return Left([row for row in waiting if row.interrupted < SUSPECTED], suspects, given_up)

        return await self._do.write(work)


class DurableQueue(asyncio.Queue[object]):
    """An update queue whose ``put`` commits the update first; what the gate refuses leaves no row."""

    def __init__(self, store: InboxStore, gate: Gate) -> None:
        """Take the inbox and the allow-list."""
        super().__init__()
        self._store = store
        self.gate = gate
        self._ahead: dict[int, int] = {}
        self._admitted: dict[int, bool] = {}
        self.refused: Callable[[Update], object] = lambda _: None  # is told of what the gate keeps out

    async def expect(self, coming: Sequence[Update]) -> None:
        """Commit what one poll has brought, all at once; ``put`` takes it one by one thereafter.

        The gate is asked once and in order: a code opens its chat for what comes behind it only.
        """
        self._admitted = {one.update_id: self.gate.admits(one) for one in coming if not is_blank(one)}
        admitted = [one.to_dict() for one in coming if self._admitted.get(one.update_id)]
        self._ahead = await self._store.add_together(admitted) if len(admitted) > 1 else {}

    async def put(self, item: object) -> None:
        """Commit an update and queue it; never raises for an update.  Anything else is queued as it is."""
        if not isinstance(item, Update):
            await super().put(item)
            return
        if is_blank(item):
            return
        decided = self._admitted.pop(item.update_id, None)
        if not (self.gate.admits(item) if decided is None else decided):
            self.refused(item)
            return
        try:
            known = self._ahead.pop(item.update_id, None)
            inbox_id = known if known is not None else await self._store.add(item.to_dict())
        except ValueError as error:
            _log.error("update_not_storable", update_id=item.update_id, error=type(error).__name__)
            return
        if inbox_id is not None:
            await super().put(Envelope(inbox_id, item))

    async def replay(self, waiting: Iterable[Inbox], bot: Bot) -> list[int]:
        """Queue updates that are rows already; return the keys of those that cannot be read any more."""
        broken: list[int] = []
        for number, row in enumerate(waiting, start=1):
            key = row.id or 0
            if number % _REPLAYED_AT_ONCE == 0:
                await asyncio.sleep(0)
            try:
                self.put_nowait(Envelope(key, Update.de_json(rows.read(row), bot)))
            except UNREADABLE:
                broken.append(key)
        return broken

    def discard(self) -> int:
        """Forget what waits, before a stop: the rows wait for the next start; return how many."""
        count = 0
        while not self.empty():
            self.get_nowait()
            self.task_done()
            count += 1
        return count


def is_blank(update: Update) -> bool:
    """Tell whether an update only carries its number, as those do that stand in for unreadable ones."""
    return len(update.to_dict()) <= 1


class DurableApplication(Application[Any, Any, Any, Any, Any, Any]):
    """An application that claims the inbox row of each update, and closes it when its handlers are done."""

    store: InboxStore
    failures: dict[int, BaseException]

    def attach(self, store: InboxStore) -> None:
        """Take the inbox; to be called once after the application is built."""
        self.store = store
        self.failures = {}

    async def process_update(self, update: object) -> None:
        """Handle an update under its inbox row."""
        if not isinstance(update, Envelope):
            await super().process_update(update)
            return
        if not await self.store.claim(update.inbox_id):
            return
        token, closed = current_inbox.set(update.inbox_id), inbox_closed.set(False)
        structlog.contextvars.bind_contextvars(update_id=update.update.update_id)
        try:
            await super().process_update(update.update)
            is_closed = inbox_closed.get()
        finally:
            current_inbox.reset(token)
            inbox_closed.reset(closed)
            structlog.contextvars.unbind_contextvars("update_id")
        if update.inbox_id in self.failures or not is_closed:
            await self._close(update)

    async def _close(self, envelope: Envelope) -> None:
        """Close the row, or let the update be handled again if the store was in the way."""
        failure = self.failures.pop(envelope.inbox_id, None)
        if failure is None:
            await self.store.close(envelope.inbox_id)
        elif isinstance(failure, StorageError) and await self.store.put_back(
            envelope.inbox_id, type(failure).__name__
        ):
            self.update_queue.put_nowait(envelope)
        else:
            await self.store.close(envelope.inbox_id, type(failure).__name__)

    def note_failure(self, error: BaseException) -> int | None:
        """Remember that a handler failed; return the number of the inbox row, for the user and the log."""
        inbox_id = current_inbox.get()
        if inbox_id is not None:
            self.failures[inbox_id] = error
        return inbox_id
