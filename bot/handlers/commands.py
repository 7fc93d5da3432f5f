"""/start, /hilfe and /status, by text and by button, in every kind of chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.asking import FRESH, Desk, Question
from bot.buttons import button
from bot.handlers.digests import Digests
from bot.invitations import redeem, remember
from bot.plans import next_of_chat
from bot.screens import Screen, show
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase, render
from bot.tools import Tools, kind_of, reply, thread_of
from storage.tables import Chat

GREETING = "cmd"
_BUTTONS = ("digest", "status", "help")


class Commands:
    """The commands that everybody in a served chat may use."""

    def __init__(self, tools: Tools, digests: Digests) -> None:
        """Take what handlers work with, and who makes digests."""
        self._tools = tools
        self._digests = digests

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        desk = Desk(self._tools)
        return [
            desk.command("start", self._start),
            desk.command(["hilfe", "help"], self._help),
            desk.command("status", self._status),
        ]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {GREETING: self._tapped}

    async def _start(self, question: Question) -> Screen:
        """Greet; with a code open the chat for good."""
        now, code = self._tools.now(), "".join(question.words[:1])

        def work(session: Session) -> bool:
            good = bool(code) and redeem(session, code, now)
            if good:
                remember(session, question.chat.chat_id, now)
            return good

        opened = bool(code) and await self._tools.do.write(work)
        text = render("start", kind=kind_of(question.message))
        return Screen(f"{notice('opened')}\n\n{text}" if opened else text, (buttons(),))

    @staticmethod
    async def _help(_: Question) -> str:
        return render("help")

    async def _status(self, question: Question) -> str:
        return await self._report(question.message, question.chat)

    async def _tapped(self, tap: Tap) -> Reaction:
        """Do what a button of the greeting names, as a message of its own."""
        if tap.args == ("digest",):
            await self._digests.order(tap.message, tap.chat)
        elif tap.args == ("status",):
            await show(tap.message, Screen(await self._report(tap.message, tap.chat)))
        elif tap.args == ("help",):
            await show(tap.message, Screen(render("help")))
        else:
            raise ValueError("the greeting has no such button")
        return Reaction()

    async def _report(self, message: Message, chat: Chat) -> str:
        tools, now = self._tools, self._tools.now()
        report = await tools.flow.status(now)
        upcoming = await tools.do.read(lambda session: next_of_chat(session, chat, thread_of(message), now))
        blind = await _is_blind(message)
        return render("status", zone=tools.zone, report=report, next=upcoming, blind=blind)


class Unknown:
    """Commands that there are not: one line in private, silence elsewhere."""

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register, after those of all commands."""
        return [MessageHandler(FRESH & filters.COMMAND & filters.ChatType.PRIVATE, self._explain)]

    @staticmethod
    async def _explain(update: Update, _: Any) -> None:
        if update.effective_message is not None:
            await reply(update.effective_message, notice("unknown_command"))


def buttons() -> tuple[Any, ...]:
    """Return the three buttons under the greeting."""
    return tuple(button(phrase("menu", f"button_{name}"), GREETING, name) for name in _BUTTONS)


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
