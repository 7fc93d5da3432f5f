"""Untrusted text made fit to be shown, and German typography.

Everything that a template prints passes through ``finalise`` (see ``summaries.digest.render``), so this is
the one place where control, direction and invisible characters end.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import quote, urlsplit

from babel import Locale
from babel.dates import format_datetime, format_timedelta, get_timezone_location
from babel.numbers import format_decimal

from config.digest import COMBINING_MARKS
from summaries.grouped import joined

LOCALE = "de_DE"
NBSP = "\N{NO-BREAK SPACE}"
WORD_JOINER = "\N{WORD JOINER}"
ISOLATE, END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_BLANK_LETTERS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5"), " ")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# What a chat client would turn into a mention, command, tag, link or phone number of its own accord.
_CLICKABLE = re.compile(r"(?<!\w)[@#/$+](?=\w)|(?<=\w)\.(?=[^\W\d_]{2})")
_STRAIGHT_QUOTES = re.compile(r'"([^"]*)"')
_UNIT_SPACE = re.compile(rf"(?<=\d) (?=[^\W\d_]|[%€$°])|(?<=\d\.) (?={_MONTHS})|(?<=\bz\.) (?=B\.)")
_OPENING = frozenset('„“”»«‚‘"')
_SAFE_IN_URL = "%/:?#[]@!$&'()*+,;=-._~"


class Href(str):
    """A link target that has passed ``href``; it is not changed for reading."""

    __slots__ = ()


def clean(text: str) -> str:
    """Return ``text`` as one line without control, direction, invisible and surrogate characters.

    Blanks of every kind become one space (a no-break space stays), runs of combining marks are cut.
    Nothing is stripped at the ends.
    """
    spaced = "".join(_plain(char) for char in text.translate(_BLANK_LETTERS))
    return _cap_marks(re.sub(r" {2,}", " ", spaced))


def isolate(text: str) -> str:
    """Return ``text`` fenced off when it runs from right to left, so that it cannot reorder its line."""
    runs_left = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    return f"{ISOLATE}{text}{END_ISOLATE}" if runs_left else text


def defuse(text: str) -> str:
    """Return ``text`` with a word joiner wherever a chat client would make a link of its own."""
    return _CLICKABLE.sub(lambda match: match[0] + WORD_JOINER, text)


def clip(text: str, length: int) -> str:
    """Return ``text`` cut at a word within ``length`` characters, with an ellipsis where it was cut."""
    text = clean(text).strip()
    if len(text) <= length:
        return text
    head = text[: length - 1]
    word = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return word.rstrip(" ,;:–-") + "…"


def typeset(text: str) -> str:
    """Return a line of ours with German quotation marks, figures as 12.000 and no-break spaces after them."""
    return _UNIT_SPACE.sub(NBSP, _STRAIGHT_QUOTES.sub(r"„\1“", joined(text)))


def cite(text: str) -> str:
    """Return ``text`` between German quotation marks; marks inside become single ones."""
    return f"„{typeset(text).replace('„', '‚').replace('“', '‘')}“"


def quoted(text: str) -> str:
    """Return a sentence of a source between German quotation marks, unless it begins with one itself.

    It is not changed inside: „Ja“, sagte sie.
    """
    return text if text[:1] in _OPENING else f"„{text}“"


def href(url: str | None) -> Href | None:
    """Return ``url`` as a link target if it is a plain web address, else None."""
    if not url or any(_plain(char) != char or char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return Href(quote(url, safe=_SAFE_IN_URL))


def count(number: int) -> str:
    """Return ``number`` with German separators: 12.000."""
    return str(format_decimal(number, locale=LOCALE))


def plural(number: int, one: str, many: str) -> str:
    """Return a number with its noun: 1 Link, 12.000 Links."""
    return f"{count(number)}{NBSP}{one if number == 1 else many}"


def language(code: str) -> str:
    """Return the German name of a language: Englisch."""
    return str(Locale.parse(LOCALE).languages.get(code, code))


def city(zone: str) -> str:
    """Return the German name of the city that a time zone is called by: Wien for Europe/Vienna."""
    return str(get_timezone_location(zone, locale=LOCALE, return_city=True))


def moment(when: datetime) -> str:
    """Return date and time in full: 24. Oktober 2024, 20:00 Uhr."""
    return _tied(format_datetime(when, "d. MMMM y, HH:mm 'Uhr'", tzinfo=when.tzinfo, locale=LOCALE))


def short_moment(when: datetime) -> str:
    """Return date and time for a list: 24.10.2024, 20:00."""
    return str(format_datetime(when, "dd.MM.y, HH:mm", tzinfo=when.tzinfo, locale=LOCALE))


def date(when: datetime) -> str:
    """Return a day of this year or so: 9. März."""
    return _tied(format_datetime(when, "d. MMMM", tzinfo=when.tzinfo, locale=LOCALE))


def day(when: datetime) -> str:
    """Return the day of a list: Montag, 9. März 2026."""
    return _tied(format_datetime(when, "EEEE, d. MMMM y", tzinfo=when.tzinfo, locale=LOCALE))


def clock(when: datetime) -> str:
    """Return the time of day in a list of one day: 12:45."""
    return str(format_datetime(when, "HH:mm", tzinfo=when.tzinfo, locale=LOCALE))


def age(span: timedelta) -> str:
    """Return how long ago something was: vor 2 Stunden."""
    past = min(-span, timedelta(seconds=-1))
    return _tied(format_timedelta(past, add_direction=True, threshold=1.5, locale=LOCALE))


def _plain(char: str) -> str:
    if char == NBSP:
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _DROPPED else char


def _cap_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) or unicodedata.category(char) == "Me" else 0
        if run <= COMBINING_MARKS:
            kept.append(char)
    return "".join(kept)


def _tied(text: str) -> str:
    """Tie figures to the word that follows, and the month to its year."""
    words = text.split(" ")
    glue = [NBSP if _belongs(left, right) else " " for left, right in pairwise(words)]
    return "".join(word + sign for word, sign in zip(words, [*glue, ""], strict=True))


def _belongs(left: str, right: str) -> bool:
    return left.rstrip(".")[-1:].isdigit() or (right[:1].isdigit() and left in _MONTHS.split("|"))
