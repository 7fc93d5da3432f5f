"""``make torture``: ends, hostile pages, expressions, load and a simulated month, as a table of promises.

``--short`` takes a minute and a half instead of half an hour.  Exits with 1 if a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import server, why_not
from tests.torture import hostile, kills, load, parts, patterns, points, soak
from tests.torture.ledger import Reckoning

# In memory where there is such a place: a killed process loses nothing that it has handed to the system, and
# the disk's own speed is not what is tried here.
_FAST = Path("/dev/shm")
# The limit on a machine with nothing else to do, which searches for 100,000 letters in ten milliseconds;
# on a busy one both take longer.
_PATTERN_SECONDS = 0.1
_LETTERS_AT_REST = 1e-7
_GAP_SECONDS = 0.25
_STOP_SECONDS = 8.0
_folders: list[Path] = []


@dataclass(frozen=True)
class Size:
    """How much is tried."""

    kills: int
    days: int
    bursts: tuple[int, ...]
    backlog: int
    pattern_chars: int
    parts: int
    every_point: int = 1
    pages: tuple[str, ...] | None = None


FULL = Size(kills=200, days=30, bursts=(10, 100, 1000), backlog=5000, pattern_chars=100_000, parts=60)
SHORT = Size(
    kills=6,
    days=1,
    bursts=(10,),
    backlog=100,
    pattern_chars=20_000,
    parts=3,
    every_point=20,
    pages=("20,000 attributes", "a million brackets", "100,000 nested boxes", "billion laughs"),
)


HEADER = (
    f"{'':<34} {'promises':<10} {'cases':>6} {'survived':>9} {'lost':>5} {'doubled':>8} {'largest gap':>11} "
    f"{'memory':>10} {'time':>9}"
)


@dataclass
class Row:
    """One line of the table; ``breaches`` are said below it."""

    name: str
    promises: str
    cases: int
    survived: int
    lost: int = 0
    doubled: int = 0
    gap: float | None = None
    memory: float | None = None
    seconds: float = 0.0
    breaches: list[str] = field(default_factory=list)
    notes: str = ""

    def line(self) -> str:
        gap = "" if self.gap is None else f"{self.gap * 1000:.0f} ms"
        memory = "" if self.memory is None else f"{self.memory:+.1f} MB"
        return (
            f"{self.name:<34} {self.promises:<10} {self.cases:>6} {self.survived:>9} {self.lost:>5} "
            f"{self.doubled:>8} {gap:>11} {memory:>10} {self.seconds:>7.0f} s  {self.notes}"
        )


def main() -> int:
    """Run everything that was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="tests.torture")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("only", nargs="*", help="patterns, pages, points, kills, parts, load, soak")
    asked = parser.parse_args()
    size = SHORT if asked.short else FULL
    print(f"seed {asked.seed}")
    print(HEADER)
    broken = False
    for name, part in PARTS.items():
        if asked.only and name not in asked.only:
            continue
        rows = part(size, asked.seed)
        for row in rows:
            print(row.line(), flush=True)
            for breach in row.breaches[:20]:
                print(f"    ! {breach}", flush=True)
        broken = broken or any(row.breaches for row in rows)
        _clear(keep=any(row.breaches for row in rows))
    return int(broken)


def _clear(*, keep: bool) -> None:
    """Remove the directories of a part, or say where they are."""
    while _folders:
        made = _folders.pop()
        if keep:
            print(f"    kept: {made}", flush=True)
        else:
            shutil.rmtree(made)


def folder() -> Path:
    """Return an empty directory, in memory if possible; what kept all promises takes its memory with it."""
    made = Path(tempfile.mkdtemp(prefix="lagebild-torture-", dir=_FAST if _FAST.is_dir() else None))
    _folders.append(made)
    return made


def _kills(size: Size, seed: int) -> list[Row]:
    begin = time.monotonic()
    made = asyncio.run(kills.kill_at_random(folder(), size.kills, seed=seed))
    ends = ", ".join(f"{count} {name}" for name, count in sorted(made.ends.items()))
    row = _reckoned("random ends under load", "P1 P2 P7", sum(made.ends.values()), made.reckoning)
    row.seconds, row.gap = time.monotonic() - begin, made.gap
    found = made.reckoning
    row.notes = (
        f"{ends}; {made.faults} faulty calls; {_counted(found)}; {found.answers_twice} answers twice; "
        f"slowest stop {made.slowest_stop:.1f} s"
    )
    if made.slowest_stop > _STOP_SECONDS:
        row.breaches.append(f"a stop took {made.slowest_stop:.1f} s")
    return [row]


def _counted(found: Reckoning) -> str:
    return (
        f"{found.links} links, {found.texts} texts, {found.slots} slots, {found.parts} parts "
        f"({found.unsure} unsure, told {found.told})"
    )


def _points(size: Size, seed: int) -> list[Row]:
    begin = time.monotonic()
    made = asyncio.run(points.end_everywhere(folder, size.every_point, seed % size.every_point))
    clean = sum(found.clean for found in made.reckonings.values())
    row = Row("ends at each commit and call", "P1 P2", len(made.reckonings), clean, breaches=made.broken)
    row.seconds, row.gap = time.monotonic() - begin, made.gap
    row.lost = sum(len(found.lost) for found in made.reckonings.values())
    row.doubled = sum(len(found.doubled) for found in made.reckonings.values())
    unsure, told = (sum(getattr(r, name) for r in made.reckonings.values()) for name in ("unsure", "told"))
    row.notes = f"a day of {made.parts} parts; {unsure} unsure, told {told}; not reached: {len(made.missed)}"
    return [row]


def _parts(size: Size, seed: int) -> list[Row]:
    if why_not() is not None:
        return [Row("ends of parts on a server", "P1 P2", 0, 0, notes=f"not tried: {why_not()}")]
    begin = time.monotonic()
    with server() as running, running.database() as url:
        made = asyncio.run(parts.kill_parts(folder(), url, size.parts, seed=seed))
    ends = ", ".join(f"{count} {name}" for name, count in sorted(made.ends.items()))
    row = _reckoned("ends of parts on a server", "P1 P2", sum(made.ends.values()), made.reckoning)
    row.seconds, row.gap = time.monotonic() - begin, made.gap
    found = made.reckoning
    row.notes = (
        f"{ends}; {made.faults} faulty calls; {_counted(found)}; slowest stop {made.slowest_stop:.1f} s"
    )
    if made.slowest_stop > _STOP_SECONDS:
        row.breaches.append(f"a stop took {made.slowest_stop:.1f} s")
    return [row]


def _soak(size: Size, seed: int) -> list[Row]:
    begin = time.monotonic()
    made = asyncio.run(soak.live(folder(), size.days * 24, seed=seed))
    row = _reckoned(f"{size.days} simulated days", "P1 P2 P7", size.days * 24, made.reckoning)
    row.seconds, row.gap = time.monotonic() - begin, made.gap
    row.memory = made.memory_end - made.memory_begin
    found = made.reckoning
    row.notes = (
        f"{made.faults} faulty calls; {found.links} links, {found.texts} texts, {found.slots} slots, "
        f"{found.digests} digests; "
        f"files {made.handles_begin[0]} → {made.handles_end[0]}, "
        f"threads {made.handles_begin[1]} → {made.handles_end[1]}, journal {made.journal:.1f} MB"
    )
    return [row]


def _reckoned(name: str, promises: str, cases: int, found: Reckoning) -> Row:
    breaches = [*found.lost, *found.doubled, *found.broken]
    row = Row(name, promises, cases, cases if not breaches else 0, breaches=breaches)
    row.lost, row.doubled = len(found.lost), len(found.doubled)
    return row


def _pages(size: Size, _seed: int) -> list[Row]:
    begin = time.monotonic()
    made = asyncio.run(hostile.face_hostile_pages(list(size.pages) if size.pages else None))
    slowest = max(made.took, key=lambda name: made.took[name])
    row = Row("hostile pages", "P4", len(made.ends), len(made.ends), gap=made.gap)
    row.seconds = time.monotonic() - begin
    row.notes = (
        f"slowest {made.took[slowest]:.0f} s ({slowest}); next article waited {made.starved:.1f} s at most"
    )
    if made.answered < len(made.ends):
        row.breaches.append(f"{len(made.ends) - made.answered} harmless articles were not read")
    if made.gap > _GAP_SECONDS:
        row.breaches.append(f"the loop stood still for {made.gap:.2f} s")
    return [row]


def _patterns(size: Size, _seed: int) -> list[Row]:
    begin = time.monotonic()
    found = [(one, patterns.worst(one, size.pattern_chars, 1.0)) for one in patterns.every_pattern()]
    # What is over the limit gets a second chance: another program may have been in the way.
    letters = patterns.reference(size.pattern_chars)
    limit = _PATTERN_SECONDS * max(1.0, letters / (_LETTERS_AT_REST * size.pattern_chars))
    again = [patterns.worst(one, size.pattern_chars, 1.0) for one, w in found if w.seconds > limit]
    slow = [one for one in again if one.seconds > limit]
    dearest = max((worst for _, worst in found), key=lambda worst: worst.seconds)
    row = Row("regular expressions", "P4", len(found), len(found) - len(slow))
    row.seconds = time.monotonic() - begin
    row.notes = (
        f"{size.pattern_chars:,} characters of the worst found; dearest {dearest.seconds * 1000:.0f} ms "
        f"({dearest.name}), a search for each letter {letters * 1000:.0f} ms"
    )
    row.breaches = [f"{one.seconds:.2f} s: {one.name} on {one.text}" for one in slow]
    return [row]


def _load(size: Size, _seed: int) -> list[Row]:
    rows = []
    for links in size.bursts:
        begin = time.monotonic()
        made = asyncio.run(load.burst(folder(), links))
        row = Row(f"burst of {links} links in 10 s", "P1", links, made.stored + made.failed)
        row.lost = links - made.stored - made.failed
        row.gap, row.memory, row.seconds = made.gap, made.memory, time.monotonic() - begin
        row.notes = (
            f"{made.stored} stored, {made.failed} not found; 95 % acknowledged within "
            f"{made.acknowledged_95:.1f} s, "
            f"all done after {made.seconds:.0f} s, a digest of it {made.digest:.1f} s after it was asked for"
        )
        if row.lost or made.failed != sum(number % 100 < load.GONE * 100 for number in range(links)):
            row.breaches.append("not all links came to the end that was theirs")
        rows.append(row)
    return [*rows, _backlog(size.backlog)]


def _backlog(updates: int) -> Row:
    begin = time.monotonic()
    made = asyncio.run(load.backlog(folder(), updates))
    row = Row(f"backlog of {updates:,} updates", "P1", updates, updates - made.unhandled, lost=made.unhandled)
    row.lost += made.links - made.stored - made.failed
    row.gap, row.memory, row.seconds = made.gap, made.memory, time.monotonic() - begin
    row.notes = (
        f"{made.links:,} links, {made.stored:,} stored, {made.failed} not found; {made.messages} messages; "
        f"all done after {made.seconds:.0f} s"
    )
    if row.lost:
        row.breaches.append("not all updates came to their end")
    if made.messages > made.links:
        row.breaches.append("it said more than people sent")
    return row


PARTS: dict[str, Callable[[Size, int], list[Row]]] = {
    "patterns": _patterns,
    "pages": _pages,
    "points": _points,
    "kills": _kills,
    "parts": _parts,
    "load": _load,
    "soak": _soak,
}

if __name__ == "__main__":
    sys.exit(main())
