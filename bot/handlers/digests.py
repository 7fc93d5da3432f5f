"""/digest: what is new, or a look back at a period; and the way back to a digest from its stories."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import InlineKeyboardMarkup, Message
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.delivery import REQUEST, Order
from bot.inbox import current_inbox
from bot.periods import period
from bot.screens import Screen
from bot.taps import Action, Reaction, Tap
from bot.texts import notice
from bot.tools import Tools, kind_of, reply, thread_of
from bot.views.digest import BACK, DIGEST, PICK, pick_screen
from storage import digests
from storage.digests import LOOKING_BACK
from storage.tables import Chat, Delivery
from storage.tables import Digest as DigestRow
from storage.writes import key_of


class Digests:
    """Has digests made, and shows them again."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [Desk(self._tools).command("digest", self._digest)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {DIGEST: self._restore, PICK: self._pick, BACK: self._look_back}

    async def order(
        self, message: Message, chat: Chat, window: tuple[datetime, datetime] | None = None
    ) -> None:
        """Have a digest made for the chat of a message: of what is new, or of a period."""
        reserved = await self._tools.desk.reserve(_order(chat, message, window))
        if reserved.busy:
            await reply(message, notice("running"))
        elif reserved.digest_id is not None:
            self._tools.spawn(self._write(message, reserved.digest_id))

    async def _digest(self, question: Question) -> str | None:
        window = None
        if question.words:
            window = period(question.text, self._tools.now(), ZoneInfo(question.chat.timezone))
            if window is None:
                return notice("digest_usage")
        await self.order(question.message, question.chat, window)
        return None

    async def _write(self, message: Message, digest_id: int) -> None:
        if kind_of(message) != "channel":
            await _show_typing(message)
        if not await self._tools.desk.write_or_abandon(digest_id):
            await reply(message, notice("digest_failed"))

    async def _look_back(self, tap: Tap) -> Reaction:
        """Have a digest of a past period made, below the message."""
        window = period(tap.text(0), self._tools.now(), ZoneInfo(tap.chat.timezone))
        if window is None:
            raise ValueError("the button names no period")
        await self.order(tap.message, tap.chat, window)
        return Reaction()

    async def _restore(self, tap: Tap) -> Reaction:
        number = _part_of(tap, 1)
        part = await self._tools.do.read(lambda session: _part(session, tap.number(0), number, tap.chat_pk))
        markup = InlineKeyboardMarkup.de_json(json.loads(part.markup or "{}"), tap.message.get_bot())
        return Reaction(Screen(part.text, markup.inline_keyboard))

    async def _pick(self, tap: Tap) -> Reaction:
        digest_id, part = tap.number(1), _part_of(tap, 2)
        row = await self._tools.do.read(lambda session: _own(session, digest_id, tap.chat_pk))
        told = json.loads(row.payload)["stories"]
        stories = [(number, title) for number, title in (told[part - 1] if part else told)]
        return Reaction(pick_screen(tap.text(0), stories, digest_id, part))


def _order(chat: Chat, message: Message, window: tuple[datetime, datetime] | None) -> Order:
    """Return a request; it has the same slot when the same update is handled again."""
    slot = f"request-{current_inbox.get() or message.message_id}"
    kind = REQUEST if window is None else LOOKING_BACK
    return Order(key_of(chat), slot, kind, thread_of(message), window=window)


def _part_of(tap: Tap, place: int) -> int:
    """Return the part that a button stands under; 0 in digests of old, which have theirs under the last."""
    return tap.number(place) if len(tap.args) > place else 0


def _own(session: Session, digest_id: int, chat_pk: int) -> DigestRow:
    row = digests.get(session, digest_id)
    if row.chat_pk != chat_pk:
        raise LookupError("the digest is of another chat")
    return row


def _part(session: Session, digest_id: int, number: int, chat_pk: int) -> Delivery:
    """Return a part of a digest; without a number, as older digests lead back, the last one."""
    _own(session, digest_id, chat_pk)
    return digests.parts_of(session, digest_id)[number - 1]


async def _show_typing(message: Message) -> None:
    try:
        await message.reply_chat_action(ChatAction.TYPING)
    except TelegramError:
        return  # only decoration
