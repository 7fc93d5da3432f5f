"""Which daily slot of a chat is due: pure arithmetic over local times, no clock and no database.

A slot is named by its local time as planned, ``2026-10-25T02:30``, so that a chat has exactly one per day
and plan time, whatever daylight saving does to the wall clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.delivery import LATEST_SLOT, ON_TIME

_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:\s*uhr)?", re.IGNORECASE)


EVERY_DAY = frozenset(range(1, 8))
# A plan for one weekday has its next slot within a week; the quiet hours may put it off by another day.
_HORIZON = timedelta(days=9)


@dataclass(frozen=True, slots=True)
class Plan:
    """When a chat wants its digests: local ``times`` in ``zone``, valid from the moment it was ``made``.

    ``days`` are ISO weekdays (1 is Monday).  A slot that falls into the ``quiet`` hours, from the first time
    to before the second, comes at their end.
    """

    times: tuple[time, ...]
    zone: ZoneInfo
    made: datetime
    days: frozenset[int] = EVERY_DAY
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One planned digest: ``moment`` is its instant in UTC, ``key`` its local name."""

    moment: datetime
    key: str

    def is_late(self, now: datetime) -> bool:
        """Tell whether a digest posted at ``now`` should say that it is late."""
        return now - self.moment > ON_TIME


def parse_time(text: str) -> time | None:
    """Read a time of day as people type it: ``18:00``, ``7.30``, ``18 Uhr``; None if it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) of a local time of day.

    A time that the clocks skip gives the first moment after the gap, a repeated one its first occurrence.
    """
    local = datetime.combine(day, at, tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(moment, zone)


def _end_of_gap(after: datetime, zone: ZoneInfo) -> datetime:
    """Find the instant at which the clocks jumped, given an instant less than a day after the jump."""
    low, high = after - timedelta(days=1), after
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0)


def slots_between(plan: Plan, after: datetime, until: datetime) -> Iterator[Slot]:
    """Yield the slots with ``after < moment <= until`` in order of time."""
    day = after.astimezone(plan.zone).date() - timedelta(days=2)
    last = until.astimezone(plan.zone).date()
    found: list[Slot] = []
    while day <= last:
        if day.isoweekday() in plan.days:
            found += [Slot(_moment(plan, day, at), f"{day.isoformat()}T{at:%H:%M}") for at in set(plan.times)]
        day += timedelta(days=1)
    yield from (slot for slot in sorted(found) if after < slot.moment <= until)


def is_quiet(at: time, quiet: tuple[time, time] | None) -> bool:
    """Tell whether a time of day lies in quiet hours, which may go over midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return False
    begin, end = quiet
    return begin <= at < end if begin < end else at >= begin or at < end


def _moment(plan: Plan, day: date, at: time) -> datetime:
    """Return the instant of a slot, put off to the end of the quiet hours."""
    if plan.quiet is None or not is_quiet(at, plan.quiet):
        return moment_of(day, at, plan.zone)
    begin, end = plan.quiet
    after_midnight = begin > end and at >= begin
    return moment_of(day + timedelta(days=after_midnight), end, plan.zone)


def due_slots(plan: Plan, now: datetime, latest: timedelta = LATEST_SLOT) -> tuple[Slot, ...]:
    """Return the slots that should have a digest by ``now``, oldest first.

    Left out are slots before the plan was made and those that are late by ``latest`` or more: what they
    would have said comes with the next one.
    """
    return tuple(slots_between(plan, max(plan.made, now - latest), now))


def next_slot(plan: Plan, now: datetime) -> Slot | None:
    """Return the first slot after ``now``, or None for a plan without times."""
    return next(slots_between(plan, max(plan.made, now), max(plan.made, now) + _HORIZON), None)
