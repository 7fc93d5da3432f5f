"""German dates and times of day as they stand in news texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")

_MONTHS: Final[Mapping[str, int]] = {
    "jan": 1,
    "jän": 1,
    "feb": 2,
    "mär": 3,
    "mrz": 3,
    "apr": 4,
    "mai": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "nov": 11,
    "dez": 12,
}
_WEEKDAYS: Final = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")

WEEKDAY = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\.?"
_MONTH = (
    r"(?:januar|jänner|februar|feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|jan|jän|feb|mär|mrz|apr|jun|jul|aug|sept|sep|okt|nov|dez)\b\.?"
)
DATE = (
    rf"(?:(?P<day>\d{{1,2}})\.\s?(?:(?P<month>{_MONTH})|(?P<monthno>\d{{1,2}})(?:\.|\b(?!\s?uhr)))"
    r"(?:\s?(?P<year>(?:19|20)\d\d|\d\d(?!\d|[.:]\d|\s?uhr)))?"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    r"|(?P<slashday>\d{1,2})/(?P<slashmonth>\d{1,2})/(?P<slashyear>(?:19|20)\d\d))"
)
TIME = r"(?P<hour>2[0-4]|[01]?\d)(?!\d)(?:[.:](?P<minute>[0-5]\d))?(?:[.:][0-5]\d)?"

_DATE_PATTERN = re.compile(rf"(?:\b{WEEKDAY},?\s*(?:de[nmr]\s+)?)?\b{DATE}", re.IGNORECASE)
_TIME_PATTERN = re.compile(rf"\b{TIME}\s?(?:uhr|h)\b", re.IGNORECASE)
_BARE_TIME_PATTERN = re.compile(r"\b(?P<hour>2[0-3]|[01]?\d):(?P<minute>[0-5]\d)\b")


def date_of(match: re.Match[str], latest: date) -> date | None:
    """Return the day that a match of ``DATE`` names, None if there is no such day.

    Args:
        match: a match of a pattern that contains ``DATE``.
        latest: a missing year is filled so that the day is not after this one.
    """
    if match["iso"]:
        return _day(*map(int, match["iso"].split("-")))
    if match["slashday"]:
        return _day(int(match["slashyear"]), int(match["slashmonth"]), int(match["slashday"]))
    if not match["day"]:
        return None
    month = _MONTHS[match["month"].lower()[:3]] if match["month"] else int(match["monthno"])
    if match["year"]:
        year = int(match["year"])
        return _day(year + 2000 if year < 100 else year, month, int(match["day"]))  # noqa: PLR2004
    return _latest_day(latest, month, int(match["day"]))


def time_of(match: re.Match[str]) -> time:
    """Return the time of day that a match of ``TIME`` names; 24 Uhr is midnight."""
    return time(int(match["hour"]) % 24, int(match["minute"] or 0))


def weekday_of(word: str) -> int | None:
    """Return 0 for a word that begins like Montag … 6 for Sonntag, None for another word."""
    word = word.lower().rstrip(".")
    if word == "sonnabend":
        return 5
    return next((number for number, name in enumerate(_WEEKDAYS) if word and name.startswith(word)), None)


def find_date(text: str, latest: date) -> tuple[date, time | None] | None:
    """Find the first full date (with a year) in ``text`` and a time of day within 40 characters after it."""
    for match in _DATE_PATTERN.finditer(text):
        if not (match["year"] or match["iso"] or match["slashyear"]):
            continue
        day = date_of(match, latest)
        if day and day <= latest:
            tail = text[match.end() : match.end() + 40]
            clock = _TIME_PATTERN.search(tail) or _BARE_TIME_PATTERN.search(tail)
            return day, time_of(clock) if clock else None
    return None


def in_berlin(day: date, clock: time) -> datetime:
    """Return the moment as an aware time in Europe/Berlin."""
    return datetime.combine(day, clock, tzinfo=BERLIN)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest_day(latest: date, month: int, day: int) -> date | None:
    candidates = (_day(latest.year - back, month, day) for back in range(9))  # 29 February comes back in 8
    return next((found for found in candidates if found and found <= latest), None)
