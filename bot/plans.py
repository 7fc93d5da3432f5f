"""Chats' plans: from rows to slots, and from due slots to digests that are made up once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot.alerts import Alerter
from bot.commands.health import LAST_TICK
from bot.delivery import DigestDesk, Order, quiet_hours
from bot.schedule import Plan, Slot, due_slots, next_slot
from bot.transactions import Transactions
from config.delivery import INBOX_KEPT, LATEST_SLOT
from storage import StorageError, chats, digests, inbox, state
from storage.digests import PLAN
from storage.tables import Chat
from storage.tables import Slot as SlotRow
from storage.writes import key_of

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that has had no digest yet."""

    chat_pk: int
    thread_id: int
    slot: Slot


class Ticker:
    """Looks at every tick which slots should have a digest, and has those made that have none.

    It may miss ticks, run late or twice: what is due is read from the store each time.
    """

    def __init__(
        self,
        transactions: Transactions,
        desk: DigestDesk,
        now: Callable[[], datetime],
        alerts: Alerter,
        latest: timedelta = LATEST_SLOT,
    ) -> None:
        """Take store, maker of digests, clock, alerts, and how late a digest may be."""
        self._alerts = alerts
        self._do = transactions
        self._latest = latest
        self._desk = desk
        self._now = now

    async def tick(self) -> int:
        """Make what is due, then alert who is to be alerted; return how many digests were written.

        Raises:
            StorageError: the store cannot be used; the next tick does the work.
        """
        now = self._now()
        due = await self._do.write(lambda session: self._look(session, now))
        written = sum([await self._make(one, now) for one in due])
        return written + await self._alerts.tick()

    async def resume(self, digest_ids: Iterable[int]) -> int:
        """Write the digests that a dead process had only reserved; return how many."""
        return sum([await self._desk.write_or_abandon(key) for key in digest_ids])

    def _look(self, session: Session, now: datetime) -> list[Due]:
        state.put(session, LAST_TICK, now.isoformat(), now)
        inbox.purge(session, now - INBOX_KEPT)
        return list(find_due(session, now, self._latest))

    async def _make(self, due: Due, now: datetime) -> bool:
        order = Order(
            chat_pk=due.chat_pk,
            slot_key=due.slot.key,
            kind=PLAN,
            thread_id=due.thread_id,
            planned=due.slot.moment,
            late=due.slot.is_late(now),
        )
        try:
            reserved = await self._desk.reserve(order)
        except StorageError as error:
            _log.error("slot_waits_for_store", problem=str(error.problem))
            return False
        return reserved.digest_id is not None and await self._desk.write_or_abandon(reserved.digest_id)


def find_due(session: Session, now: datetime, late_by: timedelta = LATEST_SLOT) -> Iterator[Due]:
    """Yield for each chat and topic the latest slot that is due and has no digest.

    Earlier ones of the same chat and topic are told with it.
    """
    latest: dict[tuple[int, int], Due] = {}
    for row, chat in chats.active_slots(session):
        for slot in due_slots(plan_of(row, chat), now, late_by):
            due = Due(key_of(chat), row.thread_id, slot)
            known = latest.get((due.chat_pk, due.thread_id))
            if known is None or known.slot < slot:
                latest[due.chat_pk, due.thread_id] = due
    for due in latest.values():
        if digests.find(session, due.chat_pk, due.slot.key, due.thread_id) is None:
            yield due


def plan_of(row: SlotRow, chat: Chat) -> Plan:
    """Return the plan that a row stands for."""
    return Plan(
        times=(time.fromisoformat(row.local_time),),
        zone=ZoneInfo(chat.timezone),
        made=max(row.created_at, chat.paused_until or row.created_at),
        days=frozenset(int(day) for day in row.days),
        quiet=quiet_hours(chat),
    )


def next_of_chat(session: Session, chat: Chat, thread_id: int, now: datetime) -> datetime | None:
    """Return when a chat or topic gets its next planned digest."""
    rows = [row for row in chats.slots_of(session, key_of(chat), thread_id) if not row.paused]
    return _earliest([(row, chat) for row in rows], now)


def next_anywhere(session: Session, chat: Chat, now: datetime) -> datetime | None:
    """Return when a chat gets its next planned digest, in whichever topic."""
    rows = [(row, one) for row, one in chats.active_slots(session) if one.id == chat.id]
    return _earliest(rows, now)


def next_digest(session: Session, now: datetime) -> datetime | None:
    """Return when any chat gets its next planned digest."""
    return _earliest(chats.active_slots(session), now)


def _earliest(rows: list[tuple[SlotRow, Chat]], now: datetime) -> datetime | None:
    found = (next_slot(plan_of(row, chat), now) for row, chat in rows)
    return min((slot.moment for slot in found if slot is not None), default=None)
