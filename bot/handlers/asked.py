"""Commands by tapping: buttons that give a command, buttons that ask for its words, and the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session
from telegram import Message, Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.asking import ASKED, FRESH, Desk, Question
from bot.rights import Person
from bot.taps import Action, Reaction, Tap
from bot.texts import notice
from bot.tools import Tools
from bot.views.commands import ASK, COMMAND
from storage import memos

# Older questions are not looked for: who answers them has scrolled far up.
_OPEN_QUESTIONS = 50
# As the buttons of greetings in older messages name it.
_RENAMED = {"help": "hilfe"}


class Asked:
    """Gives commands for people who tap, and takes the answers to the bot's questions."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools
        self._desk = Desk(tools)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register, before those that take articles in."""
        answers = FRESH & filters.REPLY & filters.TEXT & ~filters.COMMAND & _Answers(self._question_of)
        return [MessageHandler(answers, self._answered)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {COMMAND: self._give, ASK: self._ask}

    async def _give(self, tap: Tap) -> Reaction:
        """Do what a command without words does, as a message of its own."""
        name = _RENAMED.get(tap.text(0), tap.text(0))
        await self._desk.respond(_question(tap), self._tools.entries[name])
        return Reaction()

    async def _ask(self, tap: Tap) -> Reaction:
        name = tap.text(0)
        if name not in self._tools.entries:
            raise LookupError(f"there is no command {name}")
        problem = await self._desk.ask(_question(tap), name, notice(f"ask_{name}"))
        return Reaction(note=problem)

    def _question_of(self, message: Message) -> dict[str, Any] | None:
        """Return what the store keeps of the question that a message answers; None if it answers none."""
        asked = message.reply_to_message
        if asked is None or asked.from_user is None or asked.from_user.id != message.get_bot().id:
            return None

        def work(session: Session) -> dict[str, Any] | None:
            found = memos.latest(session, message.chat_id, ASKED, _OPEN_QUESTIONS)
            return next((memo for memo in found if memo["message"] == asked.message_id), None)

        return self._tools.do.read_now(work)

    async def _answered(self, update: Update, _: Any) -> None:
        message = update.effective_message
        memo = self._question_of(message) if message is not None else None
        if message is None or memo is None:
            return
        words = (*memo["words"], *(message.text or "").split())
        await self._desk.take(
            message, Person.of_message(message), words, self._tools.entries[memo["command"]]
        )


def _question(tap: Tap) -> Question:
    return Question(tap.message, tap.chat, tap.person, ())


class _Answers(filters.MessageFilter):
    """Takes the messages that answer a question of the bot, and no others."""

    def __init__(self, question_of: Callable[[Message], object | None]) -> None:
        super().__init__("answers")
        self._question_of = question_of

    def filter(self, message: Message) -> bool:
        """Look into the store, for answers to the bot alone."""
        return self._question_of(message) is not None
