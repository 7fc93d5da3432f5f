"""How long a person waits for an answer to a forwarded text: the whole program, as processes.

The stand-in for Telegram runs here; the bot runs as ``lagebild run`` does it, alone on a file or in parts on
a server.  How many articles it answers in a second when all come at once is its capacity; then they come at
random at shares of it.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.trial.chats import Chat
from bot.trial.inbound import Inbound, from_channel
from bot.trial.server import serve
from bot.trial.world import World

ROOT = Path(__file__).parents[1]
FIRST_PERSON, PEOPLE = 600_001, 120
TOGETHER, _WARM, SHARES = 40, 16, ((0.1, 10), (0.5, 24), (0.9, 30))
_PATIENCE, _BEAT = 600.0, 0.02
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Waits:
    """What was measured of one way to run: articles in a second, and seconds of waiting by share of that."""

    capacity: float
    seconds: dict[str, float]  # of the processor, for an article, by what the process is
    memory: float  # of the largest process, in megabytes
    waits: dict[float, list[float]] = field(default_factory=dict)

    def line(self) -> str:
        shown = "; ".join(
            f"at {share:.0%}: {statistics.median(took):.1f} s, 95 % {_high(took):.1f} s"
            for share, took in self.waits.items()
        )
        return (
            f"{self.capacity:.2f} articles/s, {sum(self.seconds.values()):.2f} s of the processor each "
            f"({', '.join(f'{name} {spent:.2f}' for name, spent in self.seconds.items())}), "
            f"largest process {self.memory:.0f} MB; {shown}"
        )


def _high(took: Sequence[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


def measure(
    commands: Sequence[Sequence[str]], texts: Iterator[str], url: str | None, postmaster: int
) -> Waits:
    """Return how long people wait who forward texts to a bot that consists of processes with some commands.

    Args:
        commands: what follows ``lagebild`` for each process.
        texts: articles, as many as are asked for.
        url: of an empty store on a server; None for a file.
        postmaster: process id of that server, 0 without one.
    """
    return asyncio.run(_measure(commands, texts, url, postmaster))


async def _measure(
    commands: Sequence[Sequence[str]], texts: Iterator[str], url: str | None, postmaster: int
) -> Waits:
    world = World()
    server = await serve(world)
    people = Inbound(world)
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "LAGEBILD_DATA_DIR": folder,
            "LAGEBILD_TELEGRAM_TOKEN": world.token,
            "LAGEBILD_API_BASE_URL": server.url,
            "LAGEBILD_ALLOWED_CHATS": ",".join(str(FIRST_PERSON + n) for n in range(PEOPLE)),
            "LAGEBILD_LOG_LEVEL": "ERROR",
        } | ({"LAGEBILD_DATABASE_URL": url} if url else {})
        with _running(commands, settings) as processes:
            rooms = iter(world.private(world.user(f"P{n}", user_id=FIRST_PERSON + n)) for n in range(PEOPLE))
            crowd = _Readers(world, people, rooms, texts)
            await crowd.wait_for([crowd.forward() for _ in range(_WARM)])  # each process loads what it needs
            before = _spent(commands, processes, postmaster)
            begin = time.monotonic()
            await crowd.wait_for([crowd.forward() for _ in range(TOGETHER)])
            capacity = TOGETHER / (time.monotonic() - begin)
            after = _spent(commands, processes, postmaster)
            made = Waits(capacity, {name: (after[name] - before[name]) / TOGETHER for name in after}, 0.0)
            for share, count in SHARES:
                made.waits[share] = await crowd.come(count, share * capacity)
            made.memory = max(_memory(pid) for pid in _family(processes, 0))
    await server.close()
    return made


class _Readers:
    """People who each forward one text, and wait for what the bot says about it."""

    def __init__(self, world: World, people: Inbound, rooms: Iterator[Chat], texts: Iterator[str]) -> None:
        self._world = world
        self._people = people
        self._rooms = rooms
        self._texts = texts
        self._chance = random.Random(6)

    def forward(self) -> tuple[Chat, float]:
        room = next(self._rooms)
        origin = from_channel(f"Kanal {room.id}", datetime.now(UTC))
        self._people.forward(room, origin, next(self._texts))
        return room, time.monotonic()

    async def wait_for(self, sent: Sequence[tuple[Chat, float]]) -> list[float]:
        """Return how long each waited for its answer.

        Raises:
            TimeoutError: one never came.
        """
        took: dict[int, float] = {}
        async with asyncio.timeout(_PATIENCE):
            while len(took) < len(sent):
                for room, begun in sent:
                    if room.id not in took and self._world.sent(room):
                        took[room.id] = time.monotonic() - begun
                await asyncio.sleep(_BEAT)
        return list(took.values())

    async def come(self, count: int, rate: float) -> list[float]:
        """Let people come at random, so many in a second; return how long each waited."""
        waiting = []
        for _ in range(count):
            await asyncio.sleep(self._chance.expovariate(rate))
            waiting.append(asyncio.create_task(self.wait_for([self.forward()])))
        return [took for one in waiting for took in await one]


@contextmanager
def _running(commands: Sequence[Sequence[str]], settings: dict[str, str]) -> Iterator[list[int]]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LAGEBILD_")}
    started = [
        subprocess.Popen([sys.executable, "-m", "bot", *command], cwd=ROOT, env=clean | settings)
        for command in commands
    ]
    try:
        yield [one.pid for one in started]
    finally:
        for one in started:
            one.send_signal(signal.SIGTERM)
        for one in started:
            one.wait(30)


def _family(processes: Sequence[int], postmaster: int) -> set[int]:
    """Return processes with all that they have started."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {*processes, *([postmaster] if postmaster else [])}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _spent(commands: Sequence[Sequence[str]], processes: Sequence[int], postmaster: int) -> dict[str, float]:
    """Return the seconds of the processor by kind of process."""
    spent = {"server": processor((), postmaster)} if postmaster else {}
    for command, process in zip(commands, processes, strict=True):
        spent[command[-1]] = spent.get(command[-1], 0.0) + processor([process], 0)
    return spent


def processor(processes: Sequence[int], postmaster: int) -> float:
    """Return the seconds of the processor that some processes with all their children have had."""
    total = 0
    for pid in _family(processes, postmaster):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def _memory(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0) / 1024
