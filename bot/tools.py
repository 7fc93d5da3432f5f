"""What handlers work with, and the few things all of them do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session
from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.access import ChatAdmins, Gate
from bot.delivery import DigestDesk
from bot.flow import Flow
from bot.transactions import Transactions
from bot.work import Worker
from storage import chats
from storage.tables import Chat

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """The collaborators of all handlers; ``spawn`` runs work beside them, ``zone`` is the default zone."""

    do: Transactions
    flow: Flow
    gate: Gate
    admins: ChatAdmins
    desk: DigestDesk
    worker: Worker
    now: Callable[[], datetime]
    zone: ZoneInfo
    spawn: Callable[[Coroutine[Any, Any, Any]], object]
    tell_admins: Callable[[str], Coroutine[Any, Any, None]]

    async def register(self, message: Message) -> Chat:
        """Return the stored chat of a message, brought up to date."""
        return await self.do.write_surely(lambda session: self.registered(session, message))

    def registered(self, session: Session, message: Message) -> Chat:
        """Do the same inside a transaction."""
        chat = message.chat
        title = chat.effective_name or ""
        row = chats.register(session, chat.id, str(chat.type), title, self.now(), timezone=self.zone.key)
        row.active = True  # who writes here can be answered here
        return row


def thread_of(message: Message) -> int:
    """Return the forum topic of a message, 0 outside of topics; threads of replies are no topics."""
    return message.message_thread_id or 0 if message.is_topic_message else 0


def kind_of(message: Message) -> str:
    """Return "private", "group" or "channel"."""
    kind = message.chat.type
    return "group" if kind in {ChatType.GROUP, ChatType.SUPERGROUP} else str(kind)


async def reply(message: Message, text: str, markup: InlineKeyboardMarkup | None = None) -> Message | None:
    """Answer a message where it stands, in a group as a reply to it; None if that is not possible."""
    try:
        return await message.reply_text(
            text,
            reply_markup=markup,
            do_quote=kind_of(message) == "group",
            allow_sending_without_reply=True,
        )
    except TelegramError as error:
        _log.warning("reply_not_sent", error=type(error).__name__)
        return None


async def react(bot: Bot, chat_id: int, message_id: int, emoji: str) -> None:
    """Put a reaction on a message; chats that do not allow it are left alone."""
    try:
        await bot.set_message_reaction(chat_id, message_id, emoji)
    except TelegramError as error:
        _log.debug("reaction_refused", error=type(error).__name__)
