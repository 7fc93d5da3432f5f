"""/antworten: whether a chat wants a message about what was stored, or a reaction only."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlmodel import Session
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from bot.handlers.commands import FRESH
from bot.parts import plain
from bot.texts import notice, phrase
from bot.tools import Tools, reply
from storage import chats
from storage.writes import key_of

_PREFIX = "answers:"
_CHOICES = {"full": False, "reactions": True}


class Answering:
    """Shows and sets how a chat is answered."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register, before those that take any button."""
        return [
            CommandHandler("antworten", self.show, filters=FRESH),
            CallbackQueryHandler(self.choose, pattern=f"^{_PREFIX}"),
        ]

    async def show(self, update: Update, _: Any) -> None:
        """Say how this chat is answered, with a button for each choice."""
        if message := update.effective_message:
            chat = await self._tools.register(message)
            await reply(
                message, notice("answers", reactions=chat.reactions_only), choices(chat.reactions_only)
            )

    async def choose(self, update: Update, _: Any) -> None:
        """Set what a tapped button names, if whoever tapped it may."""
        query = update.callback_query
        if query is None or not isinstance(query.message, Message):
            return
        wanted, message = _CHOICES.get(str(query.data).removeprefix(_PREFIX)), query.message
        allowed = await self._may(query.from_user.id, message)
        with suppress(TelegramError):  # too old to be answered; the setting is made all the same
            await query.answer(None if allowed else plain(notice("admins_only_setting")))
        if wanted is None or not allowed:
            return

        def work(session: Session) -> None:
            chats.set_reactions_only(session, key_of(self._tools.registered(session, message)), wanted)

        await self._tools.do.write_surely(work)
        try:
            await query.edit_message_text(notice("answers", reactions=wanted), reply_markup=choices(wanted))
        except BadRequest as error:
            if "not modified" not in error.message:
                raise

    async def _may(self, user_id: int, message: Message) -> bool:
        """Tell whether a person may set this: everybody in private, elsewhere who administers chat or bot."""
        tools = self._tools
        own = message.chat.type == ChatType.PRIVATE or user_id in tools.gate.admins
        return own or await tools.admins.is_admin(message.chat_id, user_id)


def choices(chosen: bool) -> InlineKeyboardMarkup:
    """Return the two choices; a mark stands at the one that holds."""
    row = [
        InlineKeyboardButton(
            phrase("menu", f"answers_{name}", chosen=wanted is chosen), callback_data=f"{_PREFIX}{name}"
        )
        for name, wanted in _CHOICES.items()
    ]
    return InlineKeyboardMarkup([row])
