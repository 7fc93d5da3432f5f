"""/start, /hilfe, /status and /digest, by text and by button, in every kind of chat."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from bot.delivery import REQUEST, Order
from bot.inbox import current_inbox
from bot.plans import next_of_chat
from bot.texts import notice, phrase, render
from bot.tools import Tools, kind_of, reply, thread_of
from storage.tables import Chat
from storage.writes import key_of

# Commands count once, where they were written: not in edits, not in forwards, not as copies of a channel.
FRESH = (
    (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST)
    & ~filters.FORWARDED
    & ~filters.IS_AUTOMATIC_FORWARD
)
_BUTTONS = ("digest", "status", "help")


class Commands:
    """The commands that everybody in a served chat may use."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [
            CommandHandler("start", self.start, filters=FRESH),
            CommandHandler(["hilfe", "help"], self.help, filters=FRESH),
            CommandHandler("status", self.status, filters=FRESH),
            CommandHandler("digest", self.digest, filters=FRESH),
            CallbackQueryHandler(self.button),
        ]

    async def start(self, update: Update, _: Any) -> None:
        """Greet, with buttons."""
        if message := update.effective_message:
            await self._tools.register(message)
            await reply(message, render("start", kind=kind_of(message)), buttons())

    async def help(self, update: Update, _: Any) -> None:
        """Explain what can be done."""
        if message := update.effective_message:
            await reply(message, render("help"))

    async def status(self, update: Update, _: Any) -> None:
        """Say how things stand."""
        if message := update.effective_message:
            await self._show_status(message)

    async def digest(self, update: Update, _: Any) -> None:
        """Make a digest of what is new to this chat."""
        if message := update.effective_message:
            await self._make_digest(message)

    async def button(self, update: Update, _: Any) -> None:
        """Do what a tapped button names; anything else is answered and ignored."""
        query = update.callback_query
        if query is None:
            return
        await _answer(query)
        message = query.message
        if not isinstance(message, Message):
            return
        if query.data == "cmd:digest":
            await self._make_digest(message)
        elif query.data == "cmd:status":
            await self._show_status(message)
        elif query.data == "cmd:help":
            await reply(message, render("help"))

    async def _show_status(self, message: Message) -> None:
        tools = self._tools
        chat = await tools.register(message)
        now = tools.now()
        report = await tools.flow.status(now)
        upcoming = await tools.do.read(lambda session: next_of_chat(session, chat, thread_of(message), now))
        text = render("status", zone=tools.zone, report=report, next=upcoming, blind=await _is_blind(message))
        await reply(message, text)

    async def _make_digest(self, message: Message) -> None:
        tools = self._tools
        chat = await tools.register(message)
        reserved = await tools.desk.reserve(_order(chat, message))
        if reserved.busy:
            await reply(message, notice("running"))
        elif reserved.digest_id is not None:
            tools.spawn(self._write_digest(message, reserved.digest_id))

    async def _write_digest(self, message: Message, digest_id: int) -> None:
        if kind_of(message) != "channel":
            await _show_typing(message)
        if not await self._tools.desk.write_or_abandon(digest_id):
            await reply(message, notice("digest_failed"))


def buttons() -> InlineKeyboardMarkup:
    """Return the three buttons under the greeting."""
    row = [InlineKeyboardButton(phrase("menu", f"button_{n}"), callback_data=f"cmd:{n}") for n in _BUTTONS]
    return InlineKeyboardMarkup([row])


def _order(chat: Chat, message: Message) -> Order:
    """Return a request; it has the same slot when the same update is handled again."""
    slot = f"request-{current_inbox.get() or message.message_id}"
    return Order(key_of(chat), slot, REQUEST, thread_of(message))


async def _answer(query: CallbackQuery) -> None:
    try:
        await query.answer()
    except TelegramError:
        return  # too old; what the button names is done all the same


async def _show_typing(message: Message) -> None:
    try:
        await message.reply_chat_action(ChatAction.TYPING)
    except TelegramError:
        return  # only decoration


async def _is_blind(message: Message) -> bool:
    """Tell whether privacy mode hides a group's messages from the bot."""
    bot = message.get_bot()
    if kind_of(message) != "group" or bot.can_read_all_group_messages:
        return False
    try:
        member = await bot.get_chat_member(message.chat_id, bot.id)
    except TelegramError:
        return False
    return member.status != "administrator"
