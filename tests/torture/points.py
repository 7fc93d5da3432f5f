"""Ends at named points: the real process is killed before and after each commit and each call of one day."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.trial import errors
from bot.trial.errors import Fault
from bot.trial.server import serve
from storage import Database
from tests.torture.bots import Nursery, alive, set_clock
from tests.torture.crowd import ADMIN, Crowd, FaultyWorld
from tests.torture.kills import BEGIN, settled
from tests.torture.ledger import Reckoning, reckon

LINKS = 3
PART = 200  # characters: digests of these few links have several parts
SLOT = "11:00"
TO_THE_SLOT = timedelta(hours=3, minutes=5)
_BEAT, _PATIENCE = 0.05, 120.0
_MOMENT = timedelta(minutes=1)
# The first polls bring what people wrote; those after them wait for more.
_POLLS = 3
_TICK = 0.25
_FIRST_TICK = 1.5  # seconds after the start, and a little more


@dataclass(frozen=True)
class Point:
    """Where a process ends: before or after a write of its life, or a call of a method, counted from 1."""

    what: str
    number: int
    done: bool

    def __str__(self) -> str:
        return f"{'after' if self.done else 'before'} {self.what} {self.number}"


@dataclass
class Points:
    """What came of a day that was cut at each of some points: breaches begin with theirs."""

    reckonings: dict[str, Reckoning] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    parts: int = 0
    gap: float = 0.0

    @property
    def broken(self) -> list[str]:
        return [
            f"{point}: {line}"
            for point, found in self.reckonings.items()
            for line in [*found.lost, *found.doubled, *found.broken]
        ]


@dataclass
class PointedWorld(FaultyWorld):
    """Kills the process ``victim`` when it makes a certain call, and carries that call out or not."""

    point: Point | None = None
    victim: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def next_fault(self, method: str) -> Fault | None:
        self.seen[method] += 1
        point = self.point
        if point is None or not self.victim or (method, self.seen[method]) != (point.what, point.number):
            return super().next_fault(method)
        os.kill(self.victim, signal.SIGKILL)
        return errors.lost_reply() if point.done else errors.refused()


@dataclass
class _Day:
    """One day of one bot: its nursery, its world, and the time."""

    nursery: Nursery
    world: PointedWorld
    crowd: Crowd
    order: dict[str, object]
    now: list[datetime]
    pid: int = 0
    ended: bool = False

    async def begin(self) -> None:
        """Start the bot, with its end before it."""
        self.set(BEGIN)
        point = self.world.point
        ends = {"ends": [point.number, point.done]} if point is not None and point.what == "write" else {}
        self.pid = await self.nursery.start(self.now[0], **self.order, **ends)
        self.world.victim = self.pid

    def set(self, now: datetime) -> None:
        """Let it be ``now``, for the bot as well."""
        self.now[0] = now
        set_clock(self.nursery.folder / "clock", now)

    async def calm(self) -> None:
        """Let the bot work until nothing is open; where it was killed meanwhile, start it again."""
        work = asyncio.create_task(self._settled())
        while not work.done():
            await asyncio.wait({work}, timeout=0.02)
            if not alive(self.pid):
                self.ended = True
                work.cancel()
                await asyncio.wait({work})
                polls = self.world.seen["getUpdates"]
                self.pid = await self.nursery.start(self.now[0], **self.order)
                work = asyncio.create_task(self._settled(polls))
        await work

    async def _settled(self, polls: int = -1) -> None:
        """Wait until nothing is open; one that has just started is to poll and look at plans before."""
        while self.world.seen["getUpdates"] <= polls:  # noqa: ASYNC110 - another process
            await asyncio.sleep(_BEAT)
        if polls >= 0:
            await asyncio.sleep(_FIRST_TICK)
        await settled(self.nursery.folder, self.crowd, _PATIENCE, _BEAT)


async def end_everywhere(folders: Callable[[], Path], every: int = 1, offset: int = 0) -> Points:
    """Live a day without an end, to count writes and calls; then one for each point, or for some of them."""
    folder = folders()
    async with _nursery(folder) as nursery:
        whole, found = await _one(folder, nursery, None)
    counted = {"write": int((folder / "written").read_text()), **whole.world.seen}
    made = await end_at(list(_points(counted))[offset::every], folders)
    made.reckonings["without an end"] = found
    return made


async def end_at(points: Iterable[Point], folders: Callable[[], Path], at_once: int = 4) -> Points:
    """Live a day for each of ``points``, some ``at_once``: they wait for the most part."""
    made, left = Points(), iter(points)

    async def work() -> None:
        async with _nursery(folders()) as nursery:
            for point in left:
                day, found = await _one(folders(), nursery, point)
                made.reckonings[str(point)], made.parts = found, found.parts
                made.missed += [str(point)] * (not day.ended)
                made.gap = max(made.gap, nursery.largest_gap())

    await asyncio.gather(*(work() for _ in range(at_once)))
    return made


def _points(counted: dict[str, int]) -> Iterator[Point]:
    for what, count in counted.items():
        for number in range(1, (min(count, _POLLS) if what == "getUpdates" else count) + 1):
            yield Point(what, number, done=False)
            yield Point(what, number, done=True)


@asynccontextmanager
async def _nursery(folder: Path) -> AsyncIterator[Nursery]:
    nursery = await Nursery.open(folder=str(folder), admins=[ADMIN], tick=_TICK, part=PART)
    try:
        yield nursery
    finally:
        await nursery.close()


async def _one(folder: Path, nursery: Nursery, point: Point | None) -> tuple[_Day, Reckoning]:
    now = [BEGIN]
    world = PointedWorld(clock=lambda: now[0], point=point)
    crowd = Crowd.into(world, random.Random(3))
    server = await serve(world)
    nursery.folder = folder
    order = {"folder": str(folder), "calls": server.bot_url, "files": server.file_url, "token": world.token}
    day = _Day(nursery, world, crowd, order | {"chats": [chat.id for chat in crowd.chats]}, now)
    try:
        await _live(day)
    finally:
        await server.close()
    database = Database(folder / "lagebild.sqlite")
    found = reckon(database, crowd, now[0])
    database.close()
    world.check()
    return day, found


async def _live(day: _Day) -> None:
    """Links and a text, a digest that is asked for, further links, a digest that is planned."""
    crowd, group = day.crowd, day.crowd.chats[1]
    await day.begin()
    crowd.plan(SLOT)
    crowd.bring(LINKS, group)
    crowd.paste()
    await day.calm()
    day.set(day.now[0] + _MOMENT)
    crowd.demand(group)
    await day.calm()
    day.set(day.now[0] + _MOMENT)
    crowd.bring(2, group)
    await day.calm()
    day.set(day.now[0] + TO_THE_SLOT)
    await asyncio.sleep(2 * _TICK)
    await day.calm()
    await day.nursery.end(day.pid, signal.SIGTERM)
