"""Periods as people name them: "heute", "gestern", "3d", "woche"."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.schedule import moment_of

_DAYS = re.compile(r"(\d{1,2})\s*(?:d|t|tage?n?)")
_LONGEST = 31
# What buttons offer.
OFFERED = ("heute", "gestern", "3d", "7d")
_WEEK = 7


def period(words: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return begin and end of a period up to ``now``; None if the words name none.

    Days begin at local midnight; "3d" are three times 24 hours.
    """
    wanted = words.strip().lower()
    today = now.astimezone(zone).date()
    midnight = moment_of(today, time(), zone)
    if wanted == "heute":
        return midnight, now
    if wanted == "gestern":
        return moment_of(today - timedelta(days=1), time(), zone), midnight
    days = _WEEK if wanted in {"woche", "diese woche"} else _number(wanted)
    return (now - timedelta(days=days), now) if days else None


def _number(wanted: str) -> int:
    match = _DAYS.fullmatch(wanted)
    days = int(match[1]) if match else 0
    return days if days <= _LONGEST else 0
