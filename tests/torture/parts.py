"""Parts of the program on a database server as processes of their own, which are killed at random.

Run as a program it forks a face, a worker or a clock for each order, as ``tests.torture.bots`` forks bots.
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import app, roles
from bot.app import Line
from bot.flow import Flow
from bot.plans import next_digest
from bot.running import Ending
from bot.transactions import Transactions
from bot.trial.server import serve as serve_world
from config import Settings
from config.cluster import Role
from storage import Database
from tests.flow.fakes import FakeEngine, compare
from tests.torture.bots import Nursery, QuickWeb, Reading, alive, feel, nursery
from tests.torture.crowd import ADMIN, Crowd
from tests.torture.kills import settled, ticked
from tests.torture.ledger import Reckoning, reckon

BERLIN = ZoneInfo("Europe/Berlin")
# One face, two workers, two clocks: what is killed has somebody beside it, or a successor.
STAFF = (Role.FACE, Role.WORKER, Role.WORKER, Role.CLOCK, Role.CLOCK)
# A dead worker is missed after half a minute; what two processes ended with rests for a minute.
_PATIENCE = 420.0
# All is settled and plans were looked at when it is reckoned, but for what came due in this moment.
_LATE = timedelta(seconds=45)


@dataclass
class Ends:
    """What came of a number of ends of parts."""

    reckoning: Reckoning = field(default_factory=Reckoning)
    ends: dict[str, int] = field(default_factory=dict)
    faults: int = 0
    slowest_stop: float = 0.0
    gap: float = 0.0
    output: str = ""


class Staff(Nursery):
    """Starts parts and ends them."""

    program = "tests.torture.parts"

    @property
    def url(self) -> str:
        """Where their store is."""
        return str(self._order["url"])


async def kill_parts(folder: Path, url: str, rounds: int, *, seed: int = 1, rate: float = 0.1) -> Ends:
    """Let parts work through ``rounds`` random ends, each of which is followed by a new process.

    Args:
        folder: an empty directory, for logs.
        url: of an empty store of the newest schema.
        rounds: how many ends.
        seed: of everything random but the machine's own timing.
        rate: share of calls to Telegram that meet a fault meanwhile.
    """
    crowd = Crowd.gather(lambda: datetime.now(UTC), seed, rate)
    server = await serve_world(crowd.world)
    staff = await Staff.open(
        calls=server.bot_url,
        files=server.file_url,
        token=crowd.world.token,
        folder=str(folder),
        url=url,
        admins=[ADMIN],
        chats=[chat.id for chat in crowd.chats],
    )
    made, dice = Ends(), random.Random(seed)
    try:
        await _lives(staff, crowd, rounds, dice, made)
    finally:
        await staff.close()
        await server.close()
    made.output = (folder / "log").read_text(errors="replace")
    database = Database(url)
    made.reckoning = reckon(database, crowd, datetime.now(UTC), made.output, _LATE)
    database.close()
    crowd.world.check()
    made.faults, made.gap = crowd.world.struck, staff.largest_gap()
    return made


async def _lives(staff: Staff, crowd: Crowd, rounds: int, dice: random.Random, made: Ends) -> None:
    running = [(role, await _begin(staff, role)) for role in STAFF]
    soon = datetime.now(BERLIN)
    crowd.plan(*(f"{soon + timedelta(minutes=n):%H:%M}" for n in (1, 2)))
    for _ in range(rounds):
        await _act(crowd, dice)
        place = dice.randrange(len(running))
        role, pid = running[place]
        end = dice.choices((signal.SIGKILL, signal.SIGTERM), (7, 3))[0]
        name = f"{end.name} of a {role.value}"
        made.ends[name] = made.ends.get(name, 0) + 1
        took = await staff.end(pid, end)
        if end is signal.SIGTERM:
            made.slowest_stop = max(made.slowest_stop, took)
        running[place] = (role, await _begin(staff, role))
    crowd.world.rate = 0.0
    await settled(staff.url, crowd, _PATIENCE)
    # A slot that came due while a dead part's digest was in the way is told by the round after that.
    await ticked(staff.url, datetime.now(UTC), _PATIENCE)
    await settled(staff.url, crowd, _PATIENCE)
    assert all(alive(pid) for _, pid in running), "a part ended by itself"
    for _, pid in running:
        made.slowest_stop = max(made.slowest_stop, await staff.end(pid, signal.SIGTERM))


async def _begin(staff: Staff, role: Role) -> int:
    return await staff.start(datetime.now(UTC), role=role.value)


async def _act(crowd: Crowd, dice: random.Random) -> None:
    """Let people do something for a while."""
    until = time.monotonic() + dice.uniform(0.3, 5.0)
    while time.monotonic() < until:
        crowd.act()
        await asyncio.sleep(dice.uniform(0.1, 0.6))


async def serve(order: dict[str, Any]) -> None:
    """Be one part until asked to stop."""
    folder, role = Path(order["folder"]), Role(order["role"])
    app.TICK_SECONDS = 1.0  # type: ignore[misc]
    database = Database(order["url"])
    roles.wait_for(database)
    settings = Settings(data_dir=folder, admins=tuple(order["admins"]), allowed_chats=tuple(order["chats"]))
    analyser, web, do = Reading(), QuickWeb(), Transactions(database)
    web.slow = 0.5  # long enough to be killed meanwhile
    clock = roles.ServerClock(do)
    await clock.adjust()
    flow = Flow(
        database,
        analyser,
        zone=settings.zone,
        clock=clock,
        engine=FakeEngine(),
        compare=compare,
        next_digest=next_digest,
    )
    line = Line(order["token"], server=(order["calls"], order["files"]))
    house = roles.House(settings, database, do, clock, flow, web, analyser, line)
    heart = asyncio.create_task(feel(folder))
    try:
        await app.until_asked(roles._first_of([roles._endless(clock.run()), _part(role, house)]))
    finally:
        heart.cancel()


def _part(role: Role, house: roles.House) -> Awaitable[Ending]:
    if role is Role.FACE:
        return roles.face(house, "")
    return roles._endless(roles.work(house) if role is Role.WORKER else roles.keep_time(house))


def part(order: dict[str, Any]) -> None:
    """Be one part of the program."""
    asyncio.run(serve(order))


if __name__ == "__main__":
    nursery(part)
