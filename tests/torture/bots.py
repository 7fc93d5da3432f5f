"""Bots as processes of their own, quick to start: to be killed, frozen and asked to stop.

Run as a program it loads everything once and forks a bot for each line of JSON on its input, so that two
hundred starts take minutes.  A bot is a real process with its own store, lock, polling and signals; only
pages and language work are quick stand-ins.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import mmap
import os
import random
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self

from bot import app, delivery, running
from bot import work as work_of_rows
from bot.app import Line, build_application
from bot.flow import Flow
from bot.parts import Limits, packed
from bot.plans import next_digest
from bot.polling import PatientLimiter
from bot.preloading import load_now
from bot.running import Ending, Lagebild
from config import Settings
from config.logging import configure_logging
from storage import Database, InstanceLock, StorageError, StorageProblem, upgrade
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.urls import canonical_url
from tests.bot.conftest import Extracting, Web
from tests.flow.fakes import FakeEngine, compare

ROOT = Path(__file__).parent.parent.parent
BEAT = 0.01
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class QuickWeb(Web):
    """Every address has an article; its number decides story, speaker and subject, and how slow it is.

    ``slow`` is the longest wait in seconds, ``gone`` the share of addresses that do not exist, ``shaky`` the
    share of requests that fail for a moment.
    """

    slow, gone, shaky = 0.005, 0.0, 0.0

    async def fetch(self, url):
        number = int(url.partition("?")[0].rpartition("/")[2])
        await asyncio.sleep(self.slow * (0.1 + 0.9 * (number * 7919 % 101) / 100))
        if number % 100 < self.gone * 100:
            raise IntakeError(Problem.NOT_FOUND, {"status": "404"})
        if random.random() < self.shaky:
            raise IntakeError(Problem.CONNECTION, {"host": "blatt.example"})
        stance = ("asserts", "denies", "concedes")[number % 3]
        line = f"Sprecher{number} > {stance} > Sache{number % 60}"
        self.publish(url, f"Thema{number % 40} Bericht {number}", line, filler=f"Ort{number}")
        return await super().fetch(url)


class Reading(Extracting):
    """Knows an article by its canonical address, as the real extraction does; fails for a share of texts."""

    shaky = 0.0

    async def analyse(self, document):
        if random.random() < self.shaky:
            raise RuntimeError("the analysis failed")
        return await super().analyse(document)

    async def extract(self, page, now):
        document = await super().extract(page, now)
        return document.__class__(
            **{name: getattr(document, name) for name in document.__slots__ if name != "url"},
            url=canonical_url(page.url),
        )


class ShakyStore(Database):
    """Cannot be written at a share of tries; ends its process at one of its writes, if it is told to.

    ``ends`` is the number of that write, counted from 1 after the start, and whether it is committed before
    the end.  ``written`` is a file that holds how many writes there were.
    """

    shaky = 0.0
    ends: tuple[int, bool] | None = None
    written: Path | None = None
    _count = 0

    @contextlib.contextmanager
    def writing(self):
        if random.random() < self.shaky:
            raise StorageError(StorageProblem.BUSY, "somebody else keeps it locked")
        number = 0
        with super().writing() as session:
            self._count = number = self._count + 1
            if self.written is not None:
                self.written.write_text(str(number))
            yield session
            self._end_at(number, committed=False)
        self._end_at(number, committed=True)

    def _end_at(self, number: int, *, committed: bool) -> None:
        if self.ends == (number, committed):
            os.kill(os.getpid(), signal.SIGKILL)


def shared_clock(path: Path) -> Callable[[], datetime]:
    """Return a clock that shows what another process writes into a file."""
    with path.open("rb") as file:
        view = mmap.mmap(file.fileno(), 8, prot=mmap.PROT_READ)
    return lambda: datetime.fromtimestamp(struct.unpack("d", view[:8])[0], UTC)


def set_clock(path: Path, moment: datetime) -> None:
    """Let the clocks of all bots show ``moment``."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(struct.pack("d", moment.timestamp()))


async def feel(folder: Path) -> None:
    """Note the longest time for which this process kept its event loop from turning.

    What other programs on the machine take away does not count: a gap is no longer than the time for which
    the process itself computed meanwhile.
    """
    longest, before, spent = 0.0, time.monotonic(), time.process_time()
    while True:
        await asyncio.sleep(BEAT)
        now, used = time.monotonic(), time.process_time()
        gap = min(now - before - BEAT, used - spent)
        if gap > longest:
            longest = gap
            (folder / f"gap.{os.getpid()}").write_text(f"{longest:.4f}")
        before, spent = now, used


async def serve(order: dict[str, Any]) -> None:
    """Run one bot until it is asked to stop."""
    folder = Path(order["folder"])
    begun, base = time.monotonic(), datetime.fromisoformat(order["at"])

    def clock() -> datetime:
        return base + timedelta(seconds=time.monotonic() - begun)

    shaky = float(order.get("shaky", 0))
    if (folder / "clock").exists():
        clock = shared_clock(folder / "clock")
    app.TICK_SECONDS = float(order.get("tick", app.TICK_SECONDS))  # type: ignore[misc]
    if "part" in order:
        delivery.packed = partial(packed, limits=Limits(units=int(order["part"])))  # type: ignore[misc]
    database = ShakyStore(folder / "lagebild.sqlite")
    if "ends" in order:
        database.ends = (int(order["ends"][0]), bool(order["ends"][1]))
    database.written = folder / "written"
    upgrade(database)
    database.shaky = shaky
    settings = Settings(data_dir=folder, admins=tuple(order["admins"]), allowed_chats=tuple(order["chats"]))
    analyser, web = Reading(), QuickWeb()
    analyser.shaky = web.shaky = shaky
    web.slow, web.gone = float(order.get("slow", web.slow)), float(order.get("gone", 0))
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
    bot = build_application(settings, flow, database, clock, web, analyser, line)
    heart = asyncio.create_task(feel(folder))
    try:
        await app.until_asked(live(bot))
    finally:
        heart.cancel()
        await bot.stop()


async def live(bot: Lagebild) -> Ending:
    """Start a bot and watch over it, as ``bot.app`` does."""
    await bot.start()
    return await bot.watch()


def run(order: dict[str, Any], work: Callable[[dict[str, Any]], None]) -> None:
    """Be one bot by ``work``, then end the process."""
    if sys.platform == "linux":  # not to go on alone where the run is broken off
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    folder = Path(order["folder"])
    # No life that is to be cut short is as long as this; a minute would only stretch the run.
    running.SUSPECT_RESTS = work_of_rows.SUSPECT_RESTS = timedelta(seconds=5)  # type: ignore[misc]
    # Telegram's twenty messages a minute have tests of their own; here they would stretch minutes to hours.
    app.PatientLimiter = partial(PatientLimiter, overall_max_rate=0, group_max_rate=0)  # type: ignore[misc]
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    os.dup2(log, 1)
    configure_logging("DEBUG", secrets=[order["token"]])
    code = 1
    try:
        work(order)
        code = 0
    except Exception:  # noqa: BLE001 - the edge of this process
        traceback.print_exc()  # nobody else does, since the process ends at once
    finally:
        sys.stderr.flush()
        os._exit(code)


def alone(order: dict[str, Any]) -> None:
    """Be a whole bot on a file."""
    with InstanceLock(Path(order["folder"])):
        asyncio.run(serve(order))


def nursery(work: Callable[[dict[str, Any]], None] = alone) -> None:
    """Fork a bot for each order; answer with its process id."""
    load_now()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets the dead by itself
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            run(json.loads(line), work)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


class Nursery:
    """Starts bots and ends them; ``folder`` is their data directory."""

    program = "tests.torture.bots"

    def __init__(self, process: asyncio.subprocess.Process, order: dict[str, Any]) -> None:
        self._process = process
        self._order = order
        self.folder = Path(order["folder"])

    @classmethod
    async def open(cls, **order: Any) -> Self:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            cls.program,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return cls(process, order)

    async def start(self, at: datetime, **more: Any) -> int:
        """Start a bot whose clock shows ``at``; ``more`` holds for this one alone; return its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = json.dumps(self._order | more | {"at": at.astimezone(UTC).isoformat()})
        self._process.stdin.write(f"{line}\n".encode())
        await self._process.stdin.drain()
        return int(await self._process.stdout.readline())

    async def end(self, pid: int, number: signal.Signals, seconds: float = 40.0) -> float:
        """Send a signal and wait for the end; return how many seconds that took.

        Raises:
            TimeoutError: the process lives on.
        """
        begun = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        async with asyncio.timeout(seconds):
            while alive(pid):  # noqa: ASYNC110 - the process is no child of this one
                await asyncio.sleep(0.005)
        return time.monotonic() - begun

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    def memory(self, pid: int) -> float:
        """Return the resident memory of a bot in megabytes."""
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def handles(self, pid: int) -> tuple[int, int]:
        """Return how many files and threads a bot has open."""
        return len(list(Path(f"/proc/{pid}/fd").iterdir())), len(list(Path(f"/proc/{pid}/task").iterdir()))

    def forget_gap(self, pid: int) -> None:
        """Leave out a process that was frozen from outside."""
        (self.folder / f"gap.{pid}").unlink(missing_ok=True)

    def largest_gap(self) -> float:
        """Return the longest pause of any bot's event loop in seconds."""
        found = [float(path.read_text() or 0) for path in self.folder.glob("gap.*")]
        return max(found, default=0.0)


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    nursery()
