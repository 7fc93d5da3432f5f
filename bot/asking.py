"""Commands as handlers get them: counted, with the chat they stand in and who wrote them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Message, Update
from telegram.ext import CommandHandler, filters

from bot.replies import reply, thread_of
from bot.rights import NotAllowedError, Person
from bot.screens import Screen, show
from bot.texts import notice
from bot.tools import Tools
from storage.tables import Chat, Role
from storage.writes import key_of

# Commands count once, where they were written: not in edits, not in forwards, not as copies of a channel.
FRESH = (
    (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST)
    & ~filters.FORWARDED
    & ~filters.IS_AUTOMATIC_FORWARD
)


@dataclass(frozen=True, slots=True)
class Question:
    """A command: its message, chat, author and the words behind it."""

    message: Message
    chat: Chat
    person: Person
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words behind the command, as one text."""
        return " ".join(self.words)

    @property
    def chat_pk(self) -> int:
        """The key of the chat."""
        return key_of(self.chat)

    @property
    def thread_id(self) -> int:
        """The topic of a forum, 0 outside of topics."""
        return thread_of(self.message)


Answer = Screen | str | None
Responder = Callable[[Question], Awaitable[Answer]]


class Desk:
    """Makes command handlers of functions that take a question and return what to answer."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def command(
        self, names: str | list[str], responder: Responder, role: Role = Role.READER
    ) -> CommandHandler[Any, Any]:
        """Return the handler of a command that people with a role may give."""

        async def handle(update: Update, context: Any) -> None:
            message = update.effective_message
            if message is not None:
                await self._respond(message, tuple(context.args or ()), responder, role)

        return CommandHandler(names, handle, filters=FRESH)

    async def _respond(
        self, message: Message, words: tuple[str, ...], responder: Responder, role: Role
    ) -> None:
        person = Person.of_message(message)
        if not self._tools.pace.admits(message.chat_id, person.user_id):
            await reply(message, notice("too_fast"))
            return
        chat = await self._tools.register(message)
        try:
            if role is not Role.READER:
                await self._tools.rights.need(chat, person, role)
            answer = await responder(Question(message, chat, person, words))
        except NotAllowedError as error:
            answer = notice("not_allowed", role=error.role)
        if answer is not None:
            await show(message, Screen(answer) if isinstance(answer, str) else answer)
