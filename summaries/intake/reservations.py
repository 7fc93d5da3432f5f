"""What a site forbids machines to do, in the forms that machines can read.

``robots.txt`` (RFC 9309) says what may be fetched.  The TDM Reservation Protocol (W3C community report of
2024) and ``noai`` among robots directives say that a text may not be analysed; § 44b UrhG makes
such a reservation binding.  Prose in terms of use is not read.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from config import intake as limits
from summaries.intake.problem import IntakeError, Problem

AGENT: Final = "Lagebild"
ROBOTS, TDM_FILE, TDM_MARK, NO_AI = "robots.txt", "tdmrep.json", "tdm-reservation", "noai"
_META = re.compile(rb"<meta\b([^<>]{0,400})>", re.IGNORECASE)
_NAME = re.compile(rb"\bname\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s*=\s*[\"']?([^\"'<>]{0,200})", re.IGNORECASE)

Ask = Callable[[str], Awaitable[bytes | None]]
"""Returns what stands at an address, None if nothing does."""


@dataclass(frozen=True, slots=True)
class Respect:
    """Which reservations are honoured."""

    robots: bool = True
    tdm: bool = True


@dataclass(frozen=True, slots=True)
class _Rules:
    robots: Protego
    tdm: tuple[tuple[str, bool], ...]
    until: float


class Reservations:
    """Knows what sites allow; asks each site at most once an hour."""

    def __init__(self, respect: Respect, now: Callable[[], float]) -> None:
        """Take what to honour, and a clock in seconds."""
        self._respect = respect
        self._now = now
        self._known: OrderedDict[str, _Rules] = OrderedDict()

    async def check(self, url: str, ask: Ask) -> None:
        """Refuse an address before it is fetched.

        Raises:
            IntakeError: RESERVED, with the rule that says so.
        """
        if not (self._respect.robots or self._respect.tdm):
            return
        rules = await self._rules(url, ask)
        if self._respect.robots and not rules.robots.can_fetch(url, AGENT):
            raise IntakeError(Problem.RESERVED, {"by": ROBOTS})
        path = urlsplit(url).path or "/"
        if self._respect.tdm and next(
            (taken for pattern, taken in rules.tdm if _covers(pattern, path)), False
        ):
            raise IntakeError(Problem.RESERVED, {"by": TDM_FILE})

    def check_page(self, headers: Mapping[str, str], body: bytes) -> None:
        """Refuse a page that reserves itself, by its headers (lower-case names) or its meta elements.

        Raises:
            IntakeError: RESERVED, with the mark that says so.
        """
        if not self._respect.tdm:
            return
        marks = dict(_metas(body[: limits.MARKS_BYTES]))
        if "1" in {headers.get(TDM_MARK, "").strip(), marks.get(TDM_MARK, "").strip()}:
            raise IntakeError(Problem.RESERVED, {"by": TDM_MARK})
        directives = f"{headers.get('x-robots-tag', '')},{marks.get('robots', '')}".lower()
        if NO_AI in re.split(r"[\s,:;]+", directives):
            raise IntakeError(Problem.RESERVED, {"by": NO_AI})

    async def _rules(self, url: str, ask: Ask) -> _Rules:
        parts = urlsplit(url)
        site = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        known = self._known.get(site)
        if known is None or known.until <= self._now():
            known = _Rules(
                robots=_robots(await ask(f"{site}/robots.txt") if self._respect.robots else None),
                tdm=_tdm(await ask(f"{site}/.well-known/tdmrep.json") if self._respect.tdm else None),
                until=self._now() + limits.RULES_SECONDS,
            )
            self._known[site] = known
            while len(self._known) > limits.REMEMBERED_HOSTS:
                self._known.popitem(last=False)
        return known


def _robots(body: bytes | None) -> Protego:
    """Read robots.txt; where there is none, everything is allowed."""
    text = (body or b"")[: limits.MAX_RULES_BYTES].decode("utf-8", errors="replace")
    lines = [line[: limits.MAX_URL_CHARS] for line in text.splitlines()[: limits.MAX_RULES]]
    return Protego.parse("\n".join(lines))


def _tdm(body: bytes | None) -> tuple[tuple[str, bool], ...]:
    """Read tdmrep.json: path patterns in order, and whether each is reserved."""
    try:
        entries = json.loads((body or b"[]")[: limits.MAX_RULES_BYTES])
    except (ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    return tuple(
        (entry["location"][:200], str(entry.get(TDM_MARK)) == "1")
        for entry in entries[: limits.MAX_RULES]
        if isinstance(entry, dict) and isinstance(entry.get("location"), str)
    )


def _covers(pattern: str, path: str) -> bool:
    """Tell whether a location of tdmrep.json covers a path: prefix, ``*`` for anything, ``$`` for the end."""
    if pattern.count("*") > _MOST_STARS:
        return False
    exact = pattern.endswith("$")
    glob = pattern.rstrip("$").replace("[", "[[]").replace("?", "[?]")
    return fnmatchcase(path, glob if exact else f"{glob}*")


_MOST_STARS: Final = 4  # each more multiplies the ways to match; real files have one


def _metas(head: bytes) -> list[tuple[str, str]]:
    found = []
    for element in _META.finditer(head):
        name, content = _NAME.search(element[1]), _CONTENT.search(element[1])
        if name and content:
            found.append((name[1].decode("ascii", "ignore").lower(), content[1].decode("latin-1")))
    return found
