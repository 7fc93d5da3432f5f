"""What handlers work with, and the few things all of them do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import Message

from bot.access import Gate
from bot.delivery import DigestDesk
from bot.feeding import FeedReader
from bot.flow import Flow
from bot.pace import Pace
from bot.replies import kind_of, react, reply, thread_of
from bot.rights import Rights
from bot.transactions import Transactions
from bot.work import Worker
from storage import chats
from storage.tables import Chat

if TYPE_CHECKING:
    from bot.asking import Entry  # which in turn works with tools

__all__ = ["Tools", "kind_of", "react", "reply", "thread_of"]


@dataclass(frozen=True, slots=True)
class Tools:
    """The collaborators of all handlers; ``spawn`` runs work beside them, ``zone`` is the default zone.

    ``show`` brings the answer to a burst (a chat and its first message) up to date.
    ``entries`` is filled by the rooms: what each command does, by its name, for those who tap instead.
    """

    do: Transactions
    flow: Flow
    gate: Gate
    rights: Rights
    pace: Pace
    desk: DigestDesk
    worker: Worker
    feeds: FeedReader
    now: Callable[[], datetime]
    zone: ZoneInfo
    retention_days: int
    spawn: Callable[[Coroutine[Any, Any, Any]], object]
    tell_admins: Callable[[str], Coroutine[Any, Any, bool]]
    show: Callable[[int, int], None]
    entries: dict[str, Entry] = field(default_factory=dict)

    async def register(self, message: Message) -> Chat:
        """Return the stored chat of a message, brought up to date."""
        return await self.do.write_surely(lambda session: self.registered(session, message))

    async def known(self, message: Message) -> Chat:
        """Return the stored chat of a message; it is only written where it is new."""
        chat = await self.do.read(lambda session: chats.find(session, message.chat_id))
        return chat if chat is not None and chat.active else await self.register(message)

    def registered(self, session: Session, message: Message) -> Chat:
        """Do the same inside a transaction."""
        chat = message.chat
        title = chat.effective_name or ""
        row = chats.register(session, chat.id, str(chat.type), title, self.now(), timezone=self.zone.key)
        row.active = True  # who writes here can be answered here
        return row
