"""Where a message stands, and answering it there."""

from __future__ import annotations

import structlog
from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.sending import send_surely

_log = structlog.get_logger(__name__)


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
        return await send_surely(
            message.reply_text,
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
