"""When what is stated takes place, by the words of its clause: "am Freitag", "vor zwei Wochen", "im April".

Relative words count from the time of the block that they stand in.  A day without more is the last one that
was, in the present tense the next one to come.  Where only a month or a year is said, it is its first day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Final

_DAYS: Final = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_DAY = "|".join((*_DAYS, "sonnabend"))
_MONTHS: Final = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_SHIFTS: Final[Mapping[str, int]] = {
    "heute": 0,
    "gestern": -1,
    "vorgestern": -2,
    "morgen": 1,
    "übermorgen": 2,
}
_FEASTS: Final[Mapping[str, tuple[int, int]]] = {
    "silvester": (31, 12),
    "neujahr": (1, 1),
    "heiligabend": (24, 12),
}
_SEASONS: Final[Mapping[str, int]] = {"frühjahr": 3, "frühling": 3, "sommer": 6, "herbst": 9, "winter": 12}
# "2027" without a noun that it counts.
_BARE_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d\d(?![\w.,-]*\d)(?!\s*[%€$])(?!\s+[A-ZÄÖÜ])")
# Before these a number is a count: "rund 2050 sind obdachlos".
_COUNTING: Final = frozenset(
    ["rund", "etwa", "mindestens", "über", "fast", "knapp", "zu", "als", "insgesamt", "es", "circa"]
)
_COUNTS: Final[Mapping[str, int]] = {
    word: number
    for number, word in enumerate(
        ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
        start=1,
    )
}
_WEEK: Final = 7
_MONTHS_IN_A_YEAR: Final = 12
_SPANS = r"(?P<count>\d{1,2}|[a-zäöü]+?)(?:e[mnr])?\s+(?P<unit>tag|woche|monat|jahr)(?:e[ns]?|n|s)?"


def time_of(words: str, as_of: datetime, *, past: bool) -> datetime | None:
    """Return the time that a clause names, None if it names none.

    Args:
        words: The clause as it stands in the text.
        as_of: The time that it counts from.
        past: Whether its verb tells what has been.
    """
    text = words.lower()
    for pattern, reader in _READERS.items():
        match = re.search(pattern, text)
        found = reader(match, as_of, past) if match else None
        if found is not None:
            return _with_clock(text, found)
    year = _BARE_YEAR.search(words)
    before = words[: year.start()].lower().split() if year else []
    counted = bool(before) and before[-1] in _COUNTING
    return _at(as_of, int(year[0]), 1, 1) if year and not counted else None


Reader = Callable[[re.Match[str], datetime, bool], datetime | None]


def _date(match: re.Match[str], as_of: datetime, past: bool) -> datetime | None:
    month = _MONTHS.index(match["month"]) + 1
    day = int(match["day"]) if match["day"] else 1
    year = int(match["year"]) if match["year"] else _year(month, day, as_of, past=past)
    return _at(as_of, year, month, day)


def _year(month: int, day: int, as_of: datetime, *, past: bool) -> int:
    """The year of a day without one: it has been or is to come."""
    later = (month, day) > (as_of.month, as_of.day)
    if past:
        return as_of.year - later
    return as_of.year + ((month, day) < (as_of.month, 1))


def _at(as_of: datetime, year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=as_of.tzinfo)
    except ValueError:  # the 31st of a month that has 30 days
        return None


def _feast(match: re.Match[str], as_of: datetime, past: bool) -> datetime | None:
    day, month = _FEASTS[match["feast"]]
    return _at(as_of, _year(month, day, as_of, past=past), month, day)


def _shifted(match: re.Match[str], as_of: datetime, _past: bool) -> datetime | None:
    return _midnight(as_of) + timedelta(days=_SHIFTS[match["shift"]])


def _weekday(match: re.Match[str], as_of: datetime, past: bool) -> datetime | None:
    name = match["weekday"].replace("sonnabend", "samstag")
    away = (_DAYS.index(name) - as_of.weekday()) % _WEEK
    ahead = bool(match["coming"]) or not (past or match["gone"])
    if ahead and match["coming"] and not away:
        away = _WEEK
    return _midnight(as_of) + timedelta(days=away if ahead else away - _WEEK * bool(away))


def _counted(match: re.Match[str], as_of: datetime, _past: bool) -> datetime | None:
    number = int(match["count"]) if match["count"].isdigit() else _COUNTS.get(match["count"], 0)
    if not number:
        return None
    sign = -1 if match["way"] == "vor" else 1
    if match["unit"] in {"tag", "woche"}:
        return _midnight(as_of) + timedelta(days=sign * number * (_WEEK if match["unit"] == "woche" else 1))
    months = as_of.month - 1 + sign * number * (_MONTHS_IN_A_YEAR if match["unit"] == "jahr" else 1)
    year, month = as_of.year + months // _MONTHS_IN_A_YEAR, months % _MONTHS_IN_A_YEAR + 1
    return _at(as_of, year, month, min(as_of.day, 28))


def _season(match: re.Match[str], as_of: datetime, past: bool) -> datetime | None:
    month = _SEASONS[match["season"]]
    return _at(as_of, _year(month, 1, as_of, past=past), month, 1)


def _in_year(match: re.Match[str], as_of: datetime, _past: bool) -> datetime | None:
    return _at(as_of, int(match["year"]), 1, 1)


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), moment.tzinfo)


def _with_clock(text: str, day: datetime) -> datetime:
    """Add "um 15.20 Uhr" to a day."""
    match = re.search(r"\b(?:um|gegen)\s+([01]?\d|2[0-3])(?:[.:]([0-5]\d))?\s+uhr", text)
    return day.replace(hour=int(match[1]), minute=int(match[2] or 0)) if match else day


_CALENDAR = rf"(?:\b(?P<day>[0-3]?\d)\.\s)?\b(?P<month>{_MONTH})\b(?:\s(?P<year>(?:19|20)\d\d))?"
_COMING = r"(?P<coming>kommende[nrm]?|nächste[nrm]?)"
_GONE = r"(?P<gone>vergangene[nrm]?|letzte[nrm]?|vorige[nrm]?)"
_PART = "(?:morgen|vormittag|mittag|nachmittag|abend|nacht)?"
_READERS: Final[Mapping[str, Reader]] = {
    _CALENDAR: _date,
    rf"\b(?P<feast>{'|'.join(_FEASTS)})\b": _feast,
    rf"(?:{_COMING}|{_GONE})?\s*\b(?P<weekday>{_DAY}){_PART}\b": _weekday,
    rf"\b(?:im|kommenden|nächsten|vergangenen|letzten) (?P<season>{'|'.join(_SEASONS)})\b": _season,
    rf"\b(?P<way>vor|in)\s+{_SPANS}\b": _counted,
    r"(?<!am )(?<!guten )\b(?P<shift>heute|vorgestern|gestern|übermorgen|morgen)\b": _shifted,
    r"\b(?:im jahr(?:e)?|seit|anno)\s+(?P<year>(?:19|20)\d\d)\b": _in_year,
}
