"""The plan of a chat on a screen: when it gets its digest, and the buttons that change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from bot.buttons import button, grid
from bot.planwords import DAILY, WORKDAYS
from bot.screens import Screen
from bot.texts import notice, phrase, render
from bot.views.commands import ask_button
from storage.tables import Chat, Slot
from summaries.digest import wording

PLAN = "pl"
HOURS = tuple(f"{hour:02d}:00" for hour in range(5, 24))
QUIET = (("20:00", "08:00"), ("21:00", "07:00"), ("22:00", "06:00"), ("22:00", "07:00"), ("23:00", "07:00"))
PAUSES = (1, 3, 7, 14)
ZONES = (
    "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "Europe/Kyiv",
    "America/New_York", "Asia/Tokyo", "UTC",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """What a chat, or a topic of it, has planned; ``topics`` tells whether it is a forum."""

    chat: Chat
    slots: Sequence[Slot]
    next: datetime | None
    now: datetime
    topics: bool = False

    @property
    def times(self) -> list[str]:
        """The times that count."""
        return [slot.local_time for slot in self.slots if not slot.paused]

    @property
    def days(self) -> str:
        """The weekdays that count, as ISO numbers."""
        return next((slot.days for slot in self.slots), DAILY)

    @property
    def rests(self) -> bool:
        """Whether there are times, but a pause."""
        until = self.chat.paused_until
        return bool(self.slots) and (not self.times or (until is not None and until > self.now))

    def text(self) -> str:
        """Return the plan in words."""
        return render("plan", zone=ZoneInfo(self.chat.timezone), plan=self, chat=self.chat)


def plan_screen(planned: Planned) -> Screen:
    """Return the plan with a button for each thing that can be changed."""
    silent = phrase("labels", "loud_night" if planned.chat.silent else "silent_night")
    empty = phrase("labels", "every_time" if planned.chat.news_only else "only_news")
    pause = _go("pause") if not planned.rests else button(phrase("labels", "resume"), PLAN, "go")
    rows: list[tuple[InlineKeyboardButton, ...]] = [
        (_go("times"), _go("days")),
        (_go("quiet"), pause),
        (_go("zone"), button(silent, PLAN, "silent")),
        (button(empty, PLAN, "news"),),
    ]
    if planned.topics:
        rows.append((button(phrase("labels", "here"), PLAN, "here"),))
    return Screen(planned.text(), tuple(rows))


def times_screen(planned: Planned) -> Screen:
    """Return the hours of the day to tap; others are typed."""
    chosen = planned.times
    others = [at for at in chosen if at not in HOURS]
    buttons = [_choice(at, at in chosen, "at", at.replace(":", "")) for at in sorted([*HOURS, *others])]
    return Screen(notice("plan_pick_times"), (*grid(buttons, 4), (ask_button("plan"),), _home()))


def days_screen(planned: Planned) -> Screen:
    """Return the days of the week to tap."""
    buttons = [_choice(phrase("labels", f"day_{day}"), day in planned.days, "day", day) for day in DAILY]
    all_days = (_choice(phrase("labels", "workdays"), planned.days == WORKDAYS, "all", WORKDAYS),
                _choice(phrase("labels", "daily"), planned.days == DAILY, "all", DAILY))  # fmt: skip
    return Screen(notice("plan_pick_days"), (*grid(buttons, 4), all_days, _home()))


def quiet_screen(planned: Planned) -> Screen:
    """Return spans of quiet hours to choose from."""
    now = (planned.chat.quiet_from, planned.chat.quiet_until)
    buttons = [
        _choice(f"{begin} – {end}", now == (begin, end), "hush", number)
        for number, (begin, end) in enumerate(QUIET, start=1)
    ]
    none = _choice(phrase("labels", "no_quiet"), now == (None, None), "hush", 0)
    return Screen(notice("plan_pick_quiet"), (*grid([*buttons, none], 2), _home()))


def pause_screen() -> Screen:
    """Return lengths of a pause to choose from."""
    buttons = [button(phrase("labels", "pause_days", number=days), PLAN, "rest", days) for days in PAUSES]
    forever = button(phrase("labels", "pause_open"), PLAN, "rest", 0)
    return Screen(notice("plan_pick_pause"), (*grid([*buttons, forever], 2), _home()))


def zone_screen(planned: Planned) -> Screen:
    """Return time zones to choose from; others are typed."""
    buttons = [_choice(wording.city(zone), planned.chat.timezone == zone, "tz", zone) for zone in ZONES]
    return Screen(notice("plan_pick_zone"), (*grid(buttons, 2), _home()))


def _go(what: str) -> InlineKeyboardButton:
    return button(phrase("labels", f"plan_{what}"), PLAN, what)


def _choice(label: str, chosen: bool, *args: object) -> InlineKeyboardButton:
    mark = f"{phrase('labels', 'picked')} " if chosen else ""
    return button(f"{mark}{label}", PLAN, *args)


def _home() -> tuple[InlineKeyboardButton, ...]:
    return (button(phrase("labels", "back"), PLAN),)
