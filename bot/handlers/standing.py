"""/status: what a chat has not been told, what is stored for it, and what is under way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import Message
from telegram.error import TelegramError
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import titled
from bot.plans import next_of_chat
from bot.screens import Screen
from bot.taps import Action, Reaction, Tap
from bot.texts import render
from bot.tools import Tools, kind_of, thread_of
from bot.views.commands import command_button
from bot.views.story import STORY, origin_of
from storage import chats
from storage.tables import Chat
from storage.writes import key_of

STANDING = "sy"


class Standing:
    """Says how a chat stands, at a glance."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [Desk(self._tools).command("status", self._status)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {STANDING: self._again}

    async def _status(self, question: Question) -> Screen:
        return await self._screen(question.message, question.chat)

    async def _again(self, tap: Tap) -> Reaction:
        """Show how things stand now in place of a story that was opened from there."""
        return Reaction(await self._screen(tap.message, tap.chat))

    async def _screen(self, message: Message, chat: Chat) -> Screen:
        tools, now, key = self._tools, self._tools.now(), key_of(chat)
        thread = thread_of(message)
        report = await tools.flow.status(now, key, thread_id=thread)
        news = await tools.flow.news(key, now, thread_id=thread)
        upcoming, rests = await tools.do.read(lambda session: _plan_of(session, chat, thread, now))
        blind, zone = await _is_blind(message), ZoneInfo(chat.timezone)
        text = render("status", zone=zone, report=report, news=news, next=upcoming, rests=rests, blind=blind)
        origin = origin_of(STANDING)
        rows = tuple((titled("", title, STORY, number, 0, origin),) for number, title, _ in news.stories)
        return Screen(text, (*rows, (command_button("digest"), command_button("storys"))))


def _plan_of(session: Session, chat: Chat, thread_id: int, now: datetime) -> tuple[datetime | None, bool]:
    """Return when the next digest comes by itself, and whether none does because the plan is paused."""
    upcoming = next_of_chat(session, chat, thread_id, now)
    return upcoming, upcoming is None and bool(chats.slots_of(session, key_of(chat), thread_id))


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
