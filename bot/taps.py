"""Tapped buttons: each is answered, whatever becomes of it, and what it names is done by its room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.buttons import Wire
from bot.parts import plain
from bot.rights import NotAllowedError, Person
from bot.screens import Screen, put
from bot.texts import notice
from bot.tools import Tools
from storage.tables import Chat
from storage.writes import key_of

_log = structlog.get_logger(__name__)

# Telegram takes 200 characters in the note that an answer shows.
_LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Tap:
    """A tapped button: the message under which it stands, its chat, who tapped, and its arguments."""

    message: Message
    chat: Chat
    person: Person
    args: tuple[str, ...]

    @property
    def chat_pk(self) -> int:
        """The key of the chat."""
        return key_of(self.chat)

    def number(self, position: int) -> int:
        """Return an argument as a number.

        Raises:
            ValueError: it is none, or absent.
        """
        return int(self.text(position))

    def text(self, position: int) -> str:
        """Return an argument.

        Raises:
            ValueError: it is absent.
        """
        if position >= len(self.args):
            raise ValueError("the button carries too little")
        return self.args[position]


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a tap leads to: a screen in place of the message's, a short note, or both."""

    screen: Screen | None = None
    note: str = ""


Action = Callable[[Tap], Awaitable[Reaction]]


class Room(Protocol):
    """Handlers of commands that have buttons."""

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        ...

    def actions(self) -> Mapping[str, Action]:
        """Return what the verbs of its buttons do."""
        ...


class Taps:
    """Takes every tap to the room whose verb it carries."""

    def __init__(self, tools: Tools, rooms: Sequence[Room]) -> None:
        """Take what handlers work with, and the rooms.

        Raises:
            ValueError: two rooms have the same verb.
        """
        self._tools = tools
        self._actions: dict[str, Action] = {}
        for room in rooms:
            taken = self._actions.keys() & room.actions().keys()
            if taken:
                raise ValueError(f"two rooms have the verb {taken}")
            self._actions |= room.actions()

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [CallbackQueryHandler(self.tapped)]

    async def tapped(self, update: Update, _: Any) -> None:
        """Do what a button names and answer the tap; what cannot be done is said in one line."""
        query = update.callback_query
        if query is None:
            return
        note = ""
        try:
            note = await self._act(query)
        finally:
            await _answer(query, note)

    async def _act(self, query: CallbackQuery) -> str:
        wire = Wire.read(query.data or "")
        action = self._actions.get(wire.verb)
        if action is None or not isinstance(query.message, Message):
            return notice("tap_expired")
        if not self._tools.pace.admits(query.message.chat_id, query.from_user.id):
            return notice("too_fast")
        try:
            tap = await self._tap(query, query.message, wire.args)
            reaction = await action(tap)
            if reaction.screen is not None:
                await put(query.message, reaction.screen)
        except NotAllowedError as error:
            return notice("not_allowed", role=error.role)
        except (ValueError, LookupError) as error:
            _log.info("tap_led_nowhere", verb=wire.verb, error=type(error).__name__)
            return notice("tap_expired")
        except TelegramError as error:
            _log.warning("screen_not_put", verb=wire.verb, error=type(error).__name__)
            return notice("tap_stuck")
        return reaction.note

    async def _tap(self, query: CallbackQuery, message: Message, args: tuple[str, ...]) -> Tap:
        chat = await self._tools.known(message)
        return Tap(message, chat, Person.of_query(query), args)


async def _answer(query: CallbackQuery, note: str) -> None:
    try:
        await query.answer(plain(note)[:_LONGEST_NOTE] or None)
    except TelegramError:
        return  # too old; what the button names is done all the same
