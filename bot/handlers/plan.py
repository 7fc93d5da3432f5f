"""/plan: when a chat, or a topic of it, gets its daily digest."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler

from bot.asking import FRESH
from bot.plans import next_of_chat
from bot.rights import Person
from bot.schedule import parse_time
from bot.texts import notice
from bot.tools import Tools, reply, thread_of
from storage import chats
from storage.tables import Chat, Role
from storage.writes import key_of

_OFF = frozenset({"aus", "off", "nie", "stop", "stopp", "pause"})


class Planning:
    """Shows, sets and ends the plan of a chat."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [CommandHandler("plan", self.plan, filters=FRESH)]

    async def plan(self, update: Update, context: Any) -> None:
        """Without a time show the plan; with one set it; with "aus" end it."""
        message = update.effective_message
        if message is None:
            return
        wish = " ".join(context.args or []).strip()
        if not wish:
            text = await self._show(message)
        elif not await self._may(message):
            text = notice("admins_only")
        elif wish.lower() in _OFF:
            text = await self._end(message)
        else:
            text = await self._set(message, wish)
        await reply(message, text)

    async def _may(self, message: Message) -> bool:
        chat = await self._tools.register(message)
        return await self._tools.rights.role(chat, Person.of_message(message)) is Role.ADMIN

    async def _show(self, message: Message) -> str:
        def work(session: Session) -> str:
            return self._describe(session, self._tools.registered(session, message), message, "plan_times")

        return await self._tools.do.write(work)

    async def _end(self, message: Message) -> str:
        def work(session: Session) -> str:
            chat = self._tools.registered(session, message)
            chats.pause_slots(session, key_of(chat), thread_of(message))
            return notice("plan_off")

        return await self._tools.do.write(work)

    async def _set(self, message: Message, wish: str) -> str:
        at = parse_time(wish)
        if at is None:
            return notice("plan_usage")

        def work(session: Session) -> str:
            chat = self._tools.registered(session, message)
            chats.set_slot(session, key_of(chat), thread_of(message), f"{at:%H:%M}", self._tools.now())
            return self._describe(session, chat, message, "plan_set")

        text = await self._tools.do.write(work)
        return f"{text}\n{notice('plan_night')}" if at.hour == _SHIFTING_HOUR else text

    def _describe(self, session: Session, chat: Chat, message: Message, name: str) -> str:
        thread = thread_of(message)
        rows = [row for row in chats.slots_of(session, key_of(chat), thread) if not row.paused]
        upcoming = next_of_chat(session, chat, thread, self._tools.now())
        if upcoming is None:
            return notice("plan_none")
        times = [row.local_time for row in rows]
        return notice(name, zone=ZoneInfo(chat.timezone), times=times, timezone=chat.timezone, next=upcoming)


_SHIFTING_HOUR = 2
