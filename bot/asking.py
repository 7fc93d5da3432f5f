"""Commands as handlers get them: counted, with the chat they stand in and who wrote them.

Words that are missing behind a command can be asked for: what answers the question counts as if it had been
written behind the command.  So whatever can be typed can also be reached by tapping.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import ForceReply, Message, Update
from telegram.error import TelegramError
from telegram.ext import CommandHandler, filters

from bot.replies import kind_of, reply, thread_of
from bot.rights import NotAllowedError, Person
from bot.screens import Screen, show
from bot.texts import notice, phrase
from bot.tools import Tools
from storage import memos
from storage.tables import Chat, Role
from storage.writes import key_of

# Commands count once, where they were written: not in edits, not in forwards, not as copies of a channel.
FRESH = (
    (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST)
    & ~filters.FORWARDED
    & ~filters.IS_AUTOMATIC_FORWARD
)
# What the store keeps of a question for words: its message, the command, and the words that it had already.
ASKED = "asked"


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


@dataclass(frozen=True, slots=True)
class Entry:
    """What a command does, and the role that it needs."""

    responder: Responder
    role: Role


class Desk:
    """Makes command handlers of functions that take a question and return what to answer."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def command(
        self, names: str | list[str], responder: Responder, role: Role = Role.READER
    ) -> CommandHandler[Any, Any]:
        """Return the handler of a command that people with a role may give; the first name is its own."""
        entry = Entry(responder, role)
        self._tools.entries[names if isinstance(names, str) else names[0]] = entry

        async def handle(update: Update, context: Any) -> None:
            message = update.effective_message
            if message is not None:
                await self.take(message, Person.of_message(message), tuple(context.args or ()), entry)

        return CommandHandler(names, handle, filters=FRESH)

    async def take(self, message: Message, person: Person, words: tuple[str, ...], entry: Entry) -> None:
        """Do what a command says that stands in a message, and answer it there."""
        if not self._tools.pace.admits(message.chat_id, person.user_id):
            if self._tools.pace.tells(message.chat_id, person.user_id):
                await reply(message, notice("too_fast"))
            return
        chat = await self._tools.register(message)
        await self.respond(Question(message, chat, person, words), entry)

    async def respond(self, question: Question, entry: Entry) -> None:
        """Do what a command says, if whoever gave it may, and answer."""
        try:
            if entry.role is not Role.READER:
                await self._tools.rights.need(question.chat, question.person, entry.role)
            answer = await entry.responder(question)
        except NotAllowedError as error:
            answer = notice("not_allowed", role=error.role)
        if answer is not None:
            await show(question.message, Screen(answer) if isinstance(answer, str) else answer)

    async def ask(self, question: Question, command: str, text: str) -> str:
        """Ask for the words of a command; return what is in the way, if anything.

        Nobody can answer in a channel: there the words have to stand behind the command.

        Args:
            question: Where to ask, and the words that the command has already.
            command: Its name.
            text: The question.
        """
        if kind_of(question.message) == "channel":
            return notice("ask_in_channel", command=command)
        sent = await self._send(question, command, text)
        if sent is None:
            return notice("tap_stuck")
        memo = {"message": sent.message_id, "command": command, "words": list(question.words)}
        now = self._tools.now()
        await self._tools.do.write(lambda session: memos.put(session, question.chat_pk, ASKED, memo, now))
        return ""

    @staticmethod
    async def _send(question: Question, command: str, text: str) -> Message | None:
        """Send a question that opens the field for the answer, in a group only for whoever asked.

        Telegram takes that from the message that the question replies to, or from who is named in it.
        """
        message, person = question.message, question.person
        group = kind_of(message) == "group"
        tapped = message.from_user is not None and message.from_user.id == message.get_bot().id
        if group and tapped:
            text = f"{notice('to_person', id=person.user_id, name=person.name)} {text}"
        field = ForceReply(selective=group, input_field_placeholder=phrase("labels", f"field_{command}"))
        try:
            return await message.reply_text(text, reply_markup=field, do_quote=group)
        except TelegramError:
            return None
