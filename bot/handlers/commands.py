"""/start and /hilfe, in every kind of chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.asking import FRESH, Desk, Question
from bot.invitations import redeem, remember
from bot.screens import Screen
from bot.taps import Action
from bot.texts import notice, render
from bot.tools import Tools, kind_of, reply
from bot.views.commands import GREETING, command_button, command_rows


class Commands:
    """The commands that everybody in a served chat may use."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        desk = Desk(self._tools)
        return [desk.command("start", self._start), desk.command(["hilfe", "help"], self._help)]

    @staticmethod
    def actions() -> Mapping[str, Action]:
        """Return what the buttons do: they give commands, which is done elsewhere."""
        return {}

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
        row = tuple(command_button(name) for name in GREETING)
        return Screen(f"{notice('opened')}\n\n{text}" if opened else text, (row,))

    async def _help(self, question: Question) -> Screen:
        leads = self._tools.rights.leads_bot(question.person)
        kind = kind_of(question.message)
        return Screen(render("help", leads=leads, kind=kind), command_rows(kind))


class Unknown:
    """Commands that there are not: one line in private, silence elsewhere."""

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register, after those of all commands."""
        return [MessageHandler(FRESH & filters.COMMAND & filters.ChatType.PRIVATE, self._explain)]

    @staticmethod
    async def _explain(update: Update, _: Any) -> None:
        if update.effective_message is not None:
            await reply(update.effective_message, notice("unknown_command"))
