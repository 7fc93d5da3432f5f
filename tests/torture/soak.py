"""A month in minutes: the clock is moved, people and faults are simulated, the bot is a real process."""

from __future__ import annotations

import asyncio
import random
import signal
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.trial.server import serve
from storage import Database
from tests.torture.bots import Nursery, alive, set_clock
from tests.torture.crowd import ADMIN, Crowd
from tests.torture.kills import BEGIN, PLANS, opened, settled
from tests.torture.ledger import Reckoning, reckon

STEP = timedelta(hours=1)
MOST_OPEN = 40


@dataclass
class Soak:
    """What came of a simulated time."""

    hours: int
    reckoning: Reckoning = field(default_factory=Reckoning)
    faults: int = 0
    restarts: int = 0
    gap: float = 0.0
    memory_begin: float = 0.0
    memory_end: float = 0.0
    handles_begin: tuple[int, int] = (0, 0)
    handles_end: tuple[int, int] = (0, 0)
    journal: float = 0.0
    output: str = ""


_MOST_LAST_STEPS = 24


async def live(folder: Path, hours: int, *, seed: int = 5, rate: float = 0.01) -> Soak:
    """Let a bot live through ``hours``; a share ``rate`` of calls, pages, analyses and writes goes wrong."""
    now = [BEGIN]
    crowd = Crowd.gather(lambda: now[0], seed, rate)
    server = await serve(crowd.world)
    set_clock(folder / "clock", now[0])
    nursery = await Nursery.open(
        calls=server.bot_url,
        files=server.file_url,
        token=crowd.world.token,
        folder=str(folder),
        admins=[ADMIN],
        chats=[chat.id for chat in crowd.chats],
        shaky=rate,
        tick=0.2,
    )
    made = Soak(hours)
    try:
        await _days(nursery, crowd, now, made, random.Random(seed))
    finally:
        await nursery.close()
        await server.close()
    made.output = (folder / "log").read_text(errors="replace")
    database = Database(folder / "lagebild.sqlite")
    made.reckoning = reckon(database, crowd, now[0], made.output)
    database.close()
    crowd.world.check()
    made.faults, made.gap = crowd.world.struck, nursery.largest_gap()
    return made


async def _days(nursery: Nursery, crowd: Crowd, now: list[datetime], made: Soak, dice: random.Random) -> None:
    pid = await nursery.start(now[0])
    crowd.plan(*PLANS)
    while crowd.world.updates.pending or opened(nursery.folder):
        await asyncio.sleep(0.1)
        if not alive(pid):  # a fault met it at its start, as it should; whoever supervises starts it again
            pid = await nursery.start(now[0])
    for hour in range(made.hours):
        now[0] += STEP
        set_clock(nursery.folder / "clock", now[0])
        for _ in range(dice.randint(0, 3)):
            crowd.act()
        await asyncio.sleep(0.1)
        if hour % 12 == 0:
            await _catch_up(nursery.folder)
        if hour == made.hours // 4:  # a quarter has passed: what is loaded once is loaded
            made.memory_begin, made.handles_begin = nursery.memory(pid), nursery.handles(pid)
            journal = nursery.folder / "lagebild.sqlite-wal"
            made.journal = journal.stat().st_size / 2**20 if journal.exists() else 0.0
    crowd.world.rate = 0.0
    for _ in range(_MOST_LAST_STEPS):  # what rests before it is read again comes due
        now[0] += STEP
        set_clock(nursery.folder / "clock", now[0])
        await _catch_up(nursery.folder)
        await asyncio.sleep(1)
        if not opened(nursery.folder) and not crowd.world.updates.pending:
            break
    await settled(nursery.folder, crowd, 120)
    made.memory_end, made.handles_end = nursery.memory(pid), nursery.handles(pid)
    await nursery.end(pid, signal.SIGTERM)


async def _catch_up(folder: Path) -> None:
    for _ in range(600):
        if opened(folder) < MOST_OPEN:
            return
        await asyncio.sleep(0.1)
