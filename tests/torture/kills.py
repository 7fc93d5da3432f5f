"""Random ends of the real process under mixed load: killed, stopped, frozen."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands.health import LAST_TICK
from bot.trial.server import serve
from storage import Database, StorageError, state
from tests.torture.bots import Nursery
from tests.torture.crowd import ADMIN, Crowd
from tests.torture.ledger import Reckoning, reckon

BEGIN = datetime(2026, 10, 22, 6, 0, tzinfo=UTC)  # the clocks change on the 25th
ROUND = timedelta(minutes=37)
PLANS = ("00:15", "02:30", "07:00", "11:00", "14:30", "18:00", "21:00")


@dataclass
class Kills:
    """What came of a number of ends."""

    reckoning: Reckoning
    ends: dict[str, int] = field(default_factory=dict)
    faults: int = 0
    slowest_stop: float = 0.0
    gap: float = 0.0
    output: str = ""


class World:
    """Moves the time by rounds, each of which is a life of the bot."""

    def __init__(self) -> None:
        self.base, self.begun = BEGIN, time.monotonic()

    def __call__(self) -> datetime:
        return self.base + timedelta(seconds=time.monotonic() - self.begun)

    def next_round(self) -> None:
        self.base = self() + ROUND
        self.begun = time.monotonic()


async def kill_at_random(folder: Path, rounds: int, *, seed: int = 1, rate: float = 0.1) -> Kills:
    """Let a bot live through ``rounds`` random ends, then one full life; return the reckoning.

    Args:
        folder: an empty directory.
        rounds: how many ends.
        seed: of everything random but the machine's own timing.
        rate: share of calls that meet a fault while the bot is being killed.
    """
    clock = World()
    crowd = Crowd.gather(clock, seed, rate)
    server = await serve(crowd.world)
    nursery = await Nursery.open(
        calls=server.bot_url,
        files=server.file_url,
        token=crowd.world.token,
        folder=str(folder),
        admins=[ADMIN],
        chats=[chat.id for chat in crowd.chats],
    )
    made = Kills(Reckoning())
    dice = random.Random(seed)
    try:
        crowd.plan(*PLANS)
        for _ in range(rounds):
            await _one_life(nursery, crowd, clock, dice, made)
        await _last_life(nursery, crowd, clock)
    finally:
        await nursery.close()
        await server.close()
    made.output = (folder / "log").read_text(errors="replace")
    database = Database(folder / "lagebild.sqlite")
    made.reckoning = reckon(database, crowd, clock(), made.output)
    database.close()
    crowd.world.check()
    made.faults, made.gap = crowd.world.struck, nursery.largest_gap()
    return made


async def _one_life(nursery: Nursery, crowd: Crowd, clock: World, dice: random.Random, made: Kills) -> None:
    clock.next_round()
    pid = await nursery.start(clock())
    end = dice.choices(["SIGKILL", "SIGTERM", "SIGSTOP"], [7, 2, 1])[0]
    made.ends[end] = made.ends.get(end, 0) + 1
    begun, span, at = time.monotonic(), dice.uniform(0.05, 2.2), 0.0
    while at < span:  # as many deeds on a busy machine as on an idle one
        crowd.act()
        at += dice.uniform(0.1, 0.8)
        await asyncio.sleep(max(0.0, begun + at - time.monotonic()))
    if end == "SIGTERM":
        made.slowest_stop = max(made.slowest_stop, await nursery.end(pid, signal.SIGTERM))
        return
    if end == "SIGSTOP":
        await _freeze(pid, crowd, dice)
    await nursery.end(pid, signal.SIGKILL)
    if end == "SIGSTOP":
        nursery.forget_gap(pid)


async def _freeze(pid: int, crowd: Crowd, dice: random.Random) -> None:
    """Stop a process, let people go on, wake it up and let it work for a moment."""
    os.kill(pid, signal.SIGSTOP)
    for _ in range(5):
        crowd.act()
        await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGCONT)
    await asyncio.sleep(dice.uniform(0.0, 0.6))


async def _last_life(nursery: Nursery, crowd: Crowd, clock: World) -> None:
    """Without faults and interruption everything comes to its end, once this life has looked at plans."""
    crowd.world.rate = 0.0
    clock.next_round()
    begin = clock()
    pid = await nursery.start(begin)
    await ticked(nursery.folder, begin, 120)
    await settled(nursery.folder, crowd, 600)
    await nursery.end(pid, signal.SIGTERM)


async def ticked(store: Path | str, since: datetime, seconds: float) -> None:
    """Wait until a bot has looked at its plans.

    One that is starved may need longer for that than for what was sent to it, and must not be ended before.

    Raises:
        TimeoutError: it never did.
    """
    database = _database(store)
    async with asyncio.timeout(seconds):
        while not _has_ticked(database, since):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.1)
    database.close()


def _database(store: Path | str) -> Database:
    return Database(store / "lagebild.sqlite" if isinstance(store, Path) else store)


def _has_ticked(database: Database, since: datetime) -> bool:
    try:
        with database.reading() as session:
            row = state.get(session, LAST_TICK)
    except StorageError:  # the first bot is still on its way
        return False
    return row is not None and row.updated_at >= since


async def settled(store: Path | str, crowd: Crowd, seconds: float, beat: float = 0.5) -> None:
    """Wait until nothing is open, and eight beats longer for what follows from it.

    A bot that is starved gets all the time it needs; one that has moved nothing for some ``seconds`` is
    stuck, and the reckoning says with what.
    """
    calm, before = 0, (-1, -1, -1)
    moved = time.monotonic()
    while calm < 8 and time.monotonic() - moved < seconds:
        await asyncio.sleep(beat)
        waiting = opened(store), len(crowd.world.updates.pending)
        now = *waiting, len(crowd.world.calls)
        calm = calm + 1 if now == before and not any(waiting) else 0
        moved, before = moved if waiting == before[:2] else time.monotonic(), now


def opened(store: Path | str) -> int:
    """Return how much waits in a store (a folder, or a URL): updates, submissions, parts, digests."""
    if isinstance(store, Path) and not (store / "lagebild.sqlite").exists():
        return 1  # the first bot is still on its way
    database = _database(store)
    queries = (
        "SELECT count(*) FROM inbox WHERE state IN ('new', 'working')",
        "SELECT count(*) FROM submission WHERE state IN ('queued', 'working')",
        "SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending')",
        "SELECT count(*) FROM digest WHERE state IN ('new', 'ready')",
    )
    with database.reading() as session:
        found = [session.connection().exec_driver_sql(query).scalar() or 0 for query in queries]
    database.close()
    return sum(found)
