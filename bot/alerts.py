"""Telling chats at once what changes in what they follow: quietly, not at night, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from bot.delivery import DigestDesk, Order, TellsChats, quiet_hours
from bot.schedule import is_quiet
from bot.transactions import Transactions
from config.delivery import ALERT_BACK, ALERT_BEFORE_DIGEST, ALERT_PAUSE
from storage import StorageError, chats, digests
from storage.digests import ALERT
from storage.tables import Chat
from storage.writes import key_of

_log = structlog.get_logger(__name__)

NextDigest = Callable[[Session, Chat, datetime], datetime | None]


@dataclass(frozen=True, slots=True)
class Watch:
    """A chat that may be alerted now of what came since a moment, and the topic for it."""

    chat_pk: int
    since: datetime
    thread_id: int


class Alerter:
    """Looks at every tick what came into stories and words that chats follow.

    What an alert told stands in the ledger, so that the next digest does not repeat it.  Where an alert would
    come just before a digest, the digest tells it.
    """

    def __init__(
        self,
        transactions: Transactions,
        desk: DigestDesk,
        flow: TellsChats,
        now: Callable[[], datetime],
        next_digest: NextDigest,
    ) -> None:
        """Take the door to the store, the maker of digests, the flow, the clock, and a look at the plan."""
        self._do = transactions
        self._desk = desk
        self._flow = flow
        self._now = now
        self._next_digest = next_digest

    async def tick(self) -> int:
        """Alert the chats that are to be alerted; return how many were.

        Raises:
            StorageError: the store cannot be used; the next tick does the work.
        """
        now = self._now()
        watches = await self._do.write(lambda session: list(self._due(session, now)))
        return sum([await self._alert(watch, now) for watch in watches])

    def _due(self, session: Session, now: datetime) -> Iterator[Watch]:
        for chat in chats.following(session):
            if chat.alerted_until is None:
                chat.alerted_until = now  # what was there before somebody followed is no news
            elif self._may_speak(session, chat, now):
                since = max(chat.alerted_until, now - ALERT_BACK)
                yield Watch(key_of(chat), since, chats.first_thread(session, key_of(chat)))

    def _may_speak(self, session: Session, chat: Chat, now: datetime) -> bool:
        if is_quiet(now.astimezone(ZoneInfo(chat.timezone)).time(), quiet_hours(chat)):
            return False
        if chat.paused_until is not None and chat.paused_until > now:
            return False
        planned = self._next_digest(session, chat, now)
        if planned is not None and planned - now < ALERT_BEFORE_DIGEST:
            return False
        last = digests.last_alert(session, key_of(chat))
        return last is None or now - last >= ALERT_PAUSE

    async def _alert(self, watch: Watch, now: datetime) -> bool:
        try:
            found = await self._flow.alert(watch.chat_pk, watch.since, now, thread_id=watch.thread_id)
            told = not found.empty and await self._tell(watch, now)
            if found.empty or told:
                await self._do.write(lambda session: _note(session, watch.chat_pk, now))
        except StorageError as error:
            _log.error("alert_waits_for_store", problem=str(error.problem))
            return False
        return told

    async def _tell(self, watch: Watch, now: datetime) -> bool:
        slot = f"alert-{now.isoformat()}"
        order = Order(watch.chat_pk, slot, ALERT, watch.thread_id, window=(watch.since, now))
        reserved = await self._desk.reserve(order)
        return reserved.digest_id is not None and await self._desk.write_or_abandon(reserved.digest_id)


def _note(session: Session, chat_pk: int, now: datetime) -> None:
    chats.get(session, chat_pk).alerted_until = now
