"""Where a moment stands on the picture's time axis, and which moments are named on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from config.picture import AFTER, LEAST_SPAN_S, TICKS
from summaries.picture.labels import tick_label

_HOURS: Final = (1, 2, 3, 6, 12)
_DAYS: Final = (1, 2, 3, 7, 14, 30, 60, 120, 365)


@dataclass(frozen=True, slots=True)
class Tick:
    """A named moment: its place from 0 to 1, and its name."""

    place: float
    name: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of time, shown in ``zone``."""

    first: datetime
    last: datetime
    zone: tzinfo

    @classmethod
    def over(cls, moments: Iterable[datetime], now: datetime, zone: tzinfo) -> Axis:
        """Return an axis over all ``moments`` (at least one) and a little of what followed, up to now."""
        known = sorted(moments)
        first, last = known[0], known[-1]
        if last - first < timedelta(seconds=LEAST_SPAN_S):
            half = timedelta(seconds=LEAST_SPAN_S / 2)
            return cls(first - half, last + half, zone)
        after = last + (last - first) * AFTER
        return cls(first, max(last, min(after, now)), zone)

    @property
    def span(self) -> timedelta:
        """How much time the axis shows."""
        return self.last - self.first

    def place(self, when: datetime) -> float:
        """Return where ``when`` stands, from 0 to 1; what lies outside stands at an end."""
        return min(max((when - self.first) / self.span, 0.0), 1.0)

    def ticks(self) -> list[Tick]:
        """Return at most ``TICKS`` moments to name, at full hours or midnights of the zone."""
        for hours in _HOURS:
            found = list(self._hourly(hours))
            if len(found) <= TICKS and self.span <= timedelta(hours=36):
                return [self._tick(when, with_time=True) for when in found]
        for days in _DAYS:
            found = list(self._daily(days))
            if len(found) <= TICKS:
                return [self._tick(when, with_time=False) for when in found]
        return [self._tick(self.first, with_time=False)]

    def _tick(self, when: datetime, *, with_time: bool) -> Tick:
        midnight = with_time and when.hour == 0
        return Tick(self.place(when), tick_label(when, with_time=with_time and not midnight))

    def _hourly(self, step: int) -> Iterator[datetime]:
        local = self.first.astimezone(self.zone)
        start = local.replace(hour=local.hour - local.hour % step, minute=0, second=0, microsecond=0)
        yield from self._within(start, timedelta(hours=step))

    def _daily(self, step: int) -> Iterator[datetime]:
        local = self.first.astimezone(self.zone)
        yield from self._within(
            local.replace(hour=0, minute=0, second=0, microsecond=0), timedelta(days=step)
        )

    def _within(self, start: datetime, step: timedelta) -> Iterator[datetime]:
        """Yield ``start`` and what follows in steps of wall-clock time, as far as the axis shows it."""
        when = start
        while when <= self.last:
            if when >= self.first:
                yield when
            when += step
