"""Time stamps of live tickers: where an entry begins and from when its sentences count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from config import intake as limits
from summaries.intake.clock import BERLIN, DATE, TIME, WEEKDAY, date_of, in_berlin, time_of, weekday_of
from summaries.intake.paragraphs import Paragraph

_UPDATE = r"(?:update|aktualisierung|eilmeldung|neuer stand|neu)"
_FIRST = (
    r"(?:erstmeldung|ursprungsmeldung|originalmeldung"
    r"|ursprünglicher (?:artikel|text)|erster (?:artikel|bericht))"
)
_WHEN = (
    rf"(?:(?P<weekday>{WEEKDAY})(?![\w.])[,\s]*)?(?:{DATE})?[,\s]*(?:um|gegen|-|–|\|)?\s*"
    rf"(?:{TIME}(?:\s?(?P<uhr>uhr|h)\b)?)?"
)
_LINK = r"(?:\s*[,:]?\s*(?:vom|am|von|um|gegen|der)?\s*\(?)"
_CLOSE = r"\s*(?:\]|\)|\+{2,3})?\s*"
_END = r"(?::(?!\d)\s*|[|–—]\s*|-\s+|$)"

_UPDATE_STAMP = re.compile(
    rf"^(?:\+{{2,3}}\s*|\[|\(|>{{1,3}}\s*)?{_UPDATE}(?![a-zäöüß]){_LINK}{_WHEN}{_CLOSE}{_END}", re.IGNORECASE
)
_BRACKET_STAMP = re.compile(
    rf"^(?:[\[(]|\+{{2,3}}\s*){_UPDATE}{_LINK}{_WHEN}\s*(?:[\])]|\+{{2,3}})\s*:?\s*", re.IGNORECASE
)
_FIRST_STAMP = re.compile(rf"^(?:\+{{2,3}}\s*|\[|\()?{_FIRST}{_LINK}{_WHEN}{_CLOSE}{_END}", re.IGNORECASE)
_TIME_STAMP = re.compile(rf"^(?:\[|\()?{_WHEN}(?:\]|\))?\s*{_END}", re.IGNORECASE)
_PLUS_STAMP = re.compile(rf"^\+{{2,3}}\s*{_WHEN}(?P<close>\s*\+{{2,3}})?\s*{_END}?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The mark at the head of a ticker entry.

    ``length`` is how many characters of the paragraph belong to the mark.  ``day`` and ``clock`` are what it
    names, ``first`` whether it marks the first report, ``heading`` whether it names a day only, ``marked``
    whether a word or signs say that an entry begins, ``dated`` whether it names a year (without a mark, such
    a line is mostly the article's own date line).
    """

    length: int
    day: date | None = None
    weekday: int | None = None
    clock: time | None = None
    first: bool = False
    heading: bool = False
    marked: bool = False
    dated: bool = False


def stamp_of(paragraph: Paragraph, published: datetime) -> Stamp | None:
    """Read the ticker mark at the head of a paragraph, None where there is none."""
    head = paragraph.text[:120]
    latest = published.astimezone(BERLIN).date()
    if match := _FIRST_STAMP.match(head):
        return _stamp(match, latest, first=True, marked=True)
    if match := _BRACKET_STAMP.match(head) or _UPDATE_STAMP.match(head):
        return _update_stamp(match, latest)
    if (match := _PLUS_STAMP.match(head)) and match["hour"]:
        return _plus_stamp(match, paragraph, latest)
    match = _TIME_STAMP.match(head)
    return _plain_stamp(match, latest) if match and match.group().strip() else None


def resolve(stamps: Sequence[Stamp], published: datetime) -> list[datetime]:
    """Give every stamp its moment, never after ``published``.

    A missing day comes from the neighbouring stamps: entries stand newest first, or oldest first where their
    times mostly grow.  The first report is older than the oldest update.
    """
    order = list(range(len(stamps)))
    if _grows(stamps, published):
        order.reverse()
    moments: dict[int, datetime] = {}
    current = published.astimezone(BERLIN)
    headings = _day_headings(stamps)
    for index in order:
        if stamps[index].first and _is_bare(stamps[index]):
            continue
        moments[index] = _moment(stamps[index], headings[index], current, published)
        current = min(current, moments[index])
    before = current - timedelta(minutes=1)
    return [moments.get(index, before) for index in range(len(stamps))]


def _update_stamp(match: re.Match[str], latest: date) -> Stamp | None:
    """Read ``Update vom 22. Oktober, 10.58 Uhr: Text``, also alone on a line."""
    alone = match.end() == len(match.string)
    if (alone and "update" not in match.group().lower()) or not (_is_timed(match) or ":" in match.group()):
        return None
    return _stamp(match, latest, marked=True)


def _is_timed(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("hour", "day", "iso", "slashday", "weekday"))


def _stamp(match: re.Match[str], latest: date, *, first: bool = False, marked: bool = False) -> Stamp:
    return Stamp(
        length=match.end(),
        day=date_of(match, latest),
        weekday=weekday_of(match["weekday"]) if match["weekday"] else None,
        clock=time_of(match) if match["hour"] and (match["minute"] or match["uhr"]) else None,
        first=first,
        marked=marked,
        dated=any(match[name] for name in ("year", "iso", "slashday")) and ":" not in match.group()[-2:],
    )


def _plus_stamp(match: re.Match[str], paragraph: Paragraph, latest: date) -> Stamp | None:
    """Read ``+++ 14.05 Uhr +++ Text`` and ``+++ 14:05 Überschrift +++``."""
    if not (match["minute"] or match["uhr"]):
        return None
    stamp = _stamp(match, latest, marked=True)
    if match["close"] or not paragraph.text.endswith("++"):
        return stamp
    return replace(stamp, length=len(paragraph.text))


def _plain_stamp(match: re.Match[str], latest: date) -> Stamp | None:
    """Read ``14.05 Uhr: Text``, ``Montag, 21. Oktober, 14.05 Uhr:`` and lines of only a day or a time."""
    alone = match.end() == len(match.string)
    if match["hour"] and match["uhr"]:
        return _stamp(match, latest)
    if match["hour"] and match["minute"] and (alone or "|" in match.group()):
        return _stamp(match, latest) if ":" in match.group().rstrip(": ") else None
    named_day = match["weekday"] and len(match["weekday"]) > 3  # noqa: PLR2004
    if alone and not match["hour"] and (match["month"] or named_day):
        return replace(_stamp(match, latest), heading=True)
    return None


def _is_bare(stamp: Stamp) -> bool:
    return stamp.day is None and stamp.weekday is None and stamp.clock is None


def _day_headings(stamps: Sequence[Stamp]) -> list[Stamp | None]:
    """Return for every stamp the day heading it stands under."""
    under: list[Stamp | None] = []
    heading: Stamp | None = None
    for stamp in stamps:
        if stamp.heading:
            heading = stamp
        elif stamp.day or stamp.weekday is not None:
            heading = None
        under.append(heading)
    return under


def _grows(stamps: Sequence[Stamp], published: datetime) -> bool:
    """Tell whether the entries stand oldest first: comparable neighbours mostly get later."""
    latest = published.astimezone(BERLIN).date()
    up = down = 0
    for one, two in pairwise(stamp for stamp in stamps if not stamp.first):
        if one.clock is None or two.clock is None or (one.day is None) != (two.day is None):
            continue
        first, second = ((stamp.day or latest, stamp.clock) for stamp in (one, two))
        up += first < second
        down += first > second
    return up > down


def _moment(stamp: Stamp, heading: Stamp | None, newer: datetime, published: datetime) -> datetime:
    """Resolve one stamp, given the next newer moment."""
    if stamp.first and _is_bare(stamp):
        return newer - timedelta(minutes=1)
    if _is_bare(stamp):
        return newer
    day = _named_day(stamp, newer) or (_named_day(heading, newer) if heading else None)
    if day is None:
        return min(_latest_at(stamp.clock or time(12), newer), published)
    return min(in_berlin(day, stamp.clock or time(12)), published)


def _named_day(stamp: Stamp, newer: datetime) -> date | None:
    if stamp.day is not None or stamp.weekday is None:
        return stamp.day
    today = newer.astimezone(BERLIN).date()
    return today - timedelta(days=(today.weekday() - stamp.weekday) % 7)


def _latest_at(clock: time, newer: datetime) -> datetime:
    """Return the latest moment with this time of day that is not (much) after ``newer``."""
    local = newer.astimezone(BERLIN)
    moment = in_berlin(local.date(), clock)
    if moment - local > timedelta(minutes=limits.STAMP_JITTER_MINUTES):
        return in_berlin(local.date() - timedelta(days=1), clock)
    return moment
