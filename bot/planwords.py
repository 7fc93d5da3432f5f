"""What people type behind /plan: times, days, quiet hours and a time zone, in German."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from bot.schedule import parse_time
from summaries.digest.wording import city

DAILY, WORKDAYS, WEEKEND = "1234567", "12345", "67"
# Twice a day is usual; more than this is a stream, not a digest.
_MOST_TIMES = 12
_BETWEEN = re.compile(r"(?<!\s)\s+und\s+|[,;]\s*|(?<!\s)\s+(?=\d)")
_SPANS = {
    "täglich": DAILY, "taeglich": DAILY, "tag": DAILY, "werktags": WORKDAYS, "wochentags": WORKDAYS,
    "wochenende": WEEKEND, "wochenends": WEEKEND,
}  # fmt: skip
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_NAMES = {
    name[:length]: str(number) for number, name in enumerate(_DAYS, start=1) for length in (2, len(name))
}
_NAMES |= {"sonnabend": "6"}
_FILLERS = frozenset({"am", "an", "jeden", "jede", "um", "und", "von", "immer"})
_TO = frozenset({"-", "–", "bis"})
_QUIET = re.compile(r"ruhe(?:zeit)?\s+(?:von\s+)?(.+?)\s*(?:-|–|\bbis\b|\bund\b)\s*(.+)")
_NO_QUIET = re.compile(r"(?:keine ruhe(?:zeit)?|ruhe(?:zeit)?\s+(?:aus|weg|keine))")
_NEWS_ONLY = re.compile(
    r"(?:nur )?(?:bei |mit )?neue[sm]|(?:nur )?wenn es (?:et)?was neues gibt|ohne neues (?:nichts|keins)"
)
_ALWAYS = re.compile(r"auch ohne neues")
_REGIONS = ("Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/")


def read_times(wish: str) -> list[str] | None:
    """Return times of day as people type them, sorted; None if something else is among them."""
    found = [parse_time(part) for part in _BETWEEN.split(wish.strip()) if part.strip()]
    times = sorted({f"{at:%H:%M}" for at in found if at is not None})
    return times if times and None not in found and len(times) <= _MOST_TIMES else None


def read_days(wish: str) -> tuple[str, str]:
    """Return the weekdays among some words, as ISO numbers, and the other words; all words where none is."""
    words = re.sub(r"(?<=[a-zä])([-–])(?=[a-zä])", r" \1 ", wish.lower()).replace(",", " ").split()
    days, rest, last, to = "", [], "", False
    for word in words:
        day = _NAMES.get(word.removesuffix(".").removesuffix("s"))
        if day is not None:
            days += _span(last, day) if to else day
            last, to = day, False
        elif word in _SPANS:
            days += _SPANS[word]
        elif word in _TO and last:
            to = True
        elif word not in _FILLERS:
            rest.append(word)
    return ("".join(sorted(set(days))), " ".join(rest)) if days else ("", wish)


def _span(first: str, last: str) -> str:
    """Return the days from one to another, also over the end of a week."""
    begin, end = int(first), int(last)
    return "".join(str((begin - 1 + step) % 7 + 1) for step in range((end - begin) % 7 + 1))


def read_quiet(wish: str) -> tuple[str | None, str | None] | None:
    """Return the hours of quiet that words name, without times for none; None if they speak of no quiet."""
    words = wish.strip().lower()
    if _NO_QUIET.fullmatch(words):
        return None, None
    match = _QUIET.fullmatch(words)
    begin, end = (parse_time(part) for part in match.groups()) if match else (None, None)
    return (f"{begin:%H:%M}", f"{end:%H:%M}") if begin and end and begin != end else None


def read_news_only(wish: str) -> bool | None:
    """Return whether words ask for digests with news alone; None if they speak of something else."""
    words = " ".join(wish.lower().split())
    if _ALWAYS.fullmatch(words):
        return False
    return True if _NEWS_ONLY.fullmatch(words) else None


def read_zone(wish: str) -> str | None:
    """Return the time zone that somebody names, by its key or by the German name of its city."""
    wanted = wish.strip().lower()
    names = {name.lower(): name for name in available_timezones()}
    return names.get(wanted) or _cities().get(wanted)


@cache
def _cities() -> dict[str, str]:
    """Return zones by the German names of their cities."""
    zones = sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS))
    return {city(zone).lower(): zone for zone in zones}
