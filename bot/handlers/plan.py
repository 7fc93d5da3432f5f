"""/plan: when a chat, or a topic of it, gets its digest; by words and by buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import Message
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.plans import next_of_chat
from bot.planwords import DAILY, read_days, read_news_only, read_quiet, read_times, read_zone
from bot.screens import Screen
from bot.taps import Action, Reaction, Tap
from bot.texts import notice
from bot.tools import Tools, thread_of
from bot.views.plan import (
    PAUSES,
    PLAN,
    QUIET,
    Planned,
    days_screen,
    pause_screen,
    plan_screen,
    quiet_screen,
    times_screen,
    zone_screen,
)
from storage import chats
from storage.tables import Chat, Role
from storage.writes import key_of

_OFF = frozenset({"aus", "off", "nie", "stop", "stopp", "pause"})
_SHIFTING_HOUR = 2

Change = Callable[[Session, Chat, int], None]


class Planning:
    """Shows and changes the plan of a chat."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [Desk(self._tools).command("plan", self._plan)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {PLAN: self._tapped}

    async def _plan(self, question: Question) -> Screen | str:
        """Without words show the plan; else do what they say."""
        wish = question.text.strip()
        if not wish:
            return plan_screen(await self._planned(question.chat, question.message))
        await self._tools.rights.need(question.chat, question.person, Role.ADMIN)
        change = self._by_words(wish)
        if change is None:
            return notice("plan_usage")
        screen = plan_screen(await self._change(question.chat, question.message, change))
        night = any(at.startswith(f"0{_SHIFTING_HOUR}:") for at in read_times(read_days(wish)[1]) or ())
        rest = f"\n{notice('plan_night')}" if night else ""
        return Screen(f"{notice('plan_set')} {screen.text}{rest}", screen.rows)

    def _by_words(self, wish: str) -> Change | None:
        """Return what typed words change; None if they cannot be understood."""
        if wish.lower() in _OFF:
            return self._rest(0)
        if (news_only := read_news_only(wish)) is not None:
            return _with_news(news_only)
        if (quiet := read_quiet(wish)) is not None:
            return _in_quiet(quiet)
        if (zone := read_zone(wish)) is not None:
            return _in_zone(zone)
        days, rest = read_days(wish)
        times = read_times(rest)
        if rest.strip() and times is None:
            return None
        changes = [*([self._at(times)] if times else []), *([_on_days(days)] if days else [])]
        return _all_of(changes) if changes else None

    async def _tapped(self, tap: Tap) -> Reaction:
        """Show a part of the plan, or change it, which admins may."""
        what, *values = tap.args or ("",)
        if what in _SCREENS:
            return Reaction(_SCREENS[what](await self._planned(tap.chat, tap.message)))
        await self._tools.rights.need(tap.chat, tap.person, Role.ADMIN)
        planned = await self._planned(tap.chat, tap.message)
        changed = await self._change(tap.chat, tap.message, self._by_button(planned, what, values))
        return Reaction(_SCREENS[_STAYS.get(what, "")](changed))

    def _by_button(self, planned: Planned, what: str, values: list[str]) -> Change:
        """Return what a button changes.

        Raises:
            ValueError: there is no such button.
        """
        value = values[0] if values else ""
        simple: dict[str, Change] = {
            "go": self._go_on, "silent": _switch_sound, "news": _switch_empty, "here": self._here,
        }  # fmt: skip
        if what in simple:
            return simple[what]
        if what == "at":
            return self._at(_toggled(planned.times, f"{value[:2]}:{value[2:]}"))
        if what in {"day", "all"}:
            days = value if what == "all" else "".join(_toggled(planned.days, value)) or planned.days
            return _on_days(_checked(days))
        if what == "hush":
            return _in_quiet(((None, None), *QUIET)[int(value)])
        if what == "rest" and int(value) in {0, *PAUSES}:
            return self._rest(int(value))
        if what == "tz" and (zone := read_zone(value)) is not None:
            return _in_zone(zone)
        raise ValueError("the plan has no such button")

    def _at(self, times: list[str]) -> Change:
        def change(session: Session, chat: Chat, thread: int) -> None:
            chat.paused_until = None
            chats.set_slots(session, key_of(chat), thread, times, self._tools.now())

        return change

    def _rest(self, days: int) -> Change:
        """Pause for some days; 0 for until somebody ends it."""

        def change(session: Session, chat: Chat, thread: int) -> None:
            if days:
                chat.paused_until = self._tools.now() + timedelta(days=days)
            else:
                chats.pause_slots(session, key_of(chat), thread)

        return change

    def _go_on(self, session: Session, chat: Chat, thread: int) -> None:
        now, chat.paused_until = self._tools.now(), None
        for slot in chats.slots_of(session, key_of(chat), thread):
            if slot.paused:
                chats.add_slot(session, key_of(chat), thread, slot.local_time, now)

    def _here(self, session: Session, chat: Chat, thread: int) -> None:
        chats.move_slots(session, key_of(chat), thread, self._tools.now())

    async def _change(self, chat: Chat, message: Message, change: Change) -> Planned:
        def work(session: Session) -> Planned:
            row, thread = chats.get(session, key_of(chat)), thread_of(message)
            change(session, row, thread)
            session.flush()
            return self._read(session, row, message)

        return await self._tools.do.write(work)

    async def _planned(self, chat: Chat, message: Message) -> Planned:
        key = key_of(chat)
        return await self._tools.do.read(
            lambda session: self._read(session, chats.get(session, key), message)
        )

    def _read(self, session: Session, chat: Chat, message: Message) -> Planned:
        thread, now = thread_of(message), self._tools.now()
        slots = chats.slots_of(session, key_of(chat), thread)
        upcoming = next_of_chat(session, chat, thread, now)
        return Planned(chat, slots, upcoming, now, topics=bool(message.chat.is_forum))


_SCREENS: dict[str, Callable[[Planned], Screen]] = {
    "": plan_screen,
    "times": times_screen,
    "days": days_screen,
    "quiet": quiet_screen,
    "pause": lambda _: pause_screen(),
    "zone": zone_screen,
}
# Where several things can be tapped one after the other the screen stays.
_STAYS = {"at": "times", "day": "days", "all": "days"}


def _all_of(changes: Sequence[Change]) -> Change:
    def change(session: Session, chat: Chat, thread: int) -> None:
        for one in changes:
            one(session, chat, thread)

    return change


def _on_days(days: str) -> Change:
    return lambda session, chat, thread: chats.set_days(session, key_of(chat), thread, days)


def _in_zone(zone: str) -> Change:
    def change(_: Session, chat: Chat, __: int) -> None:
        chat.timezone = ZoneInfo(zone).key

    return change


def _in_quiet(hours: tuple[str | None, str | None]) -> Change:
    def change(_: Session, chat: Chat, __: int) -> None:
        chat.quiet_from, chat.quiet_until = hours

    return change


def _with_news(only: bool) -> Change:
    def change(_: Session, chat: Chat, __: int) -> None:
        chat.news_only = only

    return change


def _switch_sound(_: Session, chat: Chat, __: int) -> None:
    chat.silent = not chat.silent


def _switch_empty(_: Session, chat: Chat, __: int) -> None:
    chat.news_only = not chat.news_only


def _toggled(chosen: list[str] | str, one: str) -> list[str]:
    return sorted(set(chosen) ^ {one})


def _checked(days: str) -> str:
    if not days or not set(days) <= set(DAILY):
        raise ValueError("there are seven weekdays")
    return days
