"""How many articles pass in a second, by one process and by several workers, and what the store costs.

Starts a PostgreSQL server of its own.  ``python -m benchmarks.scale`` measures how many articles pass, with
``--archive 10000 100000 1000000`` what one costs in archives of these sizes, and with ``--waiting`` how long
people wait for an answer at 10, 50 and 90 % of what the program can do.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import _archive, _latency
from benchmarks.arrivals import examples
from benchmarks.grouping import read_manifest
from benchmarks.speed import example_documents
from bot.analysis import InProcessAnalyser
from bot.flow import Flow
from bot.flow.memory import Memory
from storage import Database, upgrade
from summaries.model import Document
from summaries.stories import StoryEngine
from tests.postgres import server, why_not

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_DURABLE = (
    "shared_buffers=256MB",
    "max_connections=100",
    "max_wal_size=8GB",  # an archive is filled in one go
    "max_locks_per_transaction=256",
    "log_min_messages=fatal",
)
STORIES, REPORTS = Path(__file__).parent / "data" / "stories", ("open.jsonl", "long_open.jsonl")


def documents() -> list[Document]:
    """Return written articles of some fifty stories in order of time, as papers bring them.

    Made-up sentences of one pattern became a single story, in which each article waits for the one before.
    """
    found = [one for name in REPORTS for one in read_manifest(STORIES / name)[0]]
    found.sort(key=lambda one: (one.published, one.title))
    return [
        replace(one, external_id=None, url=f"https://{one.outlet.key}.example/{number}")
        for number, one in enumerate(found)
    ]


@dataclass(frozen=True)
class Passed:
    """How articles passed: in a second, and for each the seconds that it took and those of processors.

    ``learning`` is what a process spends on an article that another one took in; None with a single process.
    """

    rate: float
    took: list[float]
    workers: float
    server: float
    learning: float | None = None

    def line(self) -> str:
        """Return it as a line of the table."""
        cut = statistics.quantiles(self.took, n=20)
        learning = "" if self.learning is None else f"; {1000 * self.learning:.1f} ms to learn of one"
        return (
            f"{self.rate:5.2f} articles/s; median {cut[9] * 1000:.0f} ms, 95 % {cut[18] * 1000:.0f} ms each; "
            f"processor of the workers {1000 * self.workers:.0f} ms, "
            f"of the server {1000 * self.server:.0f} ms each{learning}"
        )


def _flow(target: str | Path) -> Flow:
    return Flow(Database(target), InProcessAnalyser(None), zone=ZONE, clock=lambda: NOW)


def _take_in(target: str | Path, count: int, share: tuple[int, int], line: Connection) -> None:
    """Take in every so-many-th document; tells when it is ready, how long each took, and its processor."""

    async def run() -> tuple[list[float], float]:
        flow = _flow(target)
        await flow.take_in(example_documents()[share[0]])  # loads the pipeline
        line.send("ready")
        line.recv()
        took, spent = [], time.process_time()
        for one in documents()[:count][share[0] :: share[1]]:
            begin = time.perf_counter()
            await flow.take_in(one)
            took.append(time.perf_counter() - begin)
        return took, time.process_time() - spent

    line.send(asyncio.run(run()))


def through(target: str | Path, workers: int, count: int, postmaster: int = 0) -> Passed:
    """Take articles in with so many workers of their own processes.

    Args:
        target: an empty store.
        workers: how many.
        count: how many articles.
        postmaster: process id of its server, 0 for a file.
    """
    context = multiprocessing.get_context("spawn")
    lines, hands = [], []
    for number in range(workers):
        mine, other = context.Pipe()
        hand = context.Process(target=_take_in, args=(target, count, (number, workers), other))
        hand.start()
        lines.append(mine)
        hands.append(hand)
    for line in lines:
        line.recv()
    memory, database = Memory(StoryEngine()), Database(target)
    learn(memory, database)
    server, begin = _latency.processor((), postmaster), time.perf_counter()
    for line in lines:
        line.send("go")
    found = [line.recv() for line in lines]
    seconds, server = time.perf_counter() - begin, _latency.processor((), postmaster) - server
    for hand in hands:
        hand.join()
    learning = learn(memory, database) / count if postmaster else None
    database.close()
    took = [one for each, _ in found for one in each]
    return Passed(count / seconds, took, sum(spent for _, spent in found) / count, server / count, learning)


def learn(memory: Memory, database: Database) -> float:
    """Let a memory learn what others have stored; return the seconds of the processor."""
    begin = time.process_time()
    with database.reading() as session:
        memory.refresh(session)
    return time.process_time() - begin


def latencies() -> None:
    """Print how long people wait, by how the program is run."""
    face, worker, clock = (["run", "--role", one] for one in ("face", "worker", "clock"))
    ways = {
        "SQLite, one process": [["run"]],
        "PostgreSQL, one worker": [face, worker, clock],
        "PostgreSQL, two workers": [face, worker, worker, clock],
    }
    for name, commands in ways.items():
        texts = (f"{one.title}\n\n{one.text}" for one in documents())
        with server(_DURABLE) as running, running.database() as url:
            on_server = len(commands) > 1
            found = _latency.measure(
                commands, texts, url if on_server else None, running.process_id if on_server else 0
            )
        print(f"{name:24} {found.line()}", flush=True)


def archives(sizes: list[int]) -> None:
    """Print what an article costs as the archive grows."""
    with server(_DURABLE) as running, running.database() as url:
        for cost in _archive.grow(url, running.process_id, examples(), sizes):
            print(cost.line(), flush=True)


def throughput(count: int) -> None:
    """Print how many articles pass in a second."""
    with tempfile.TemporaryDirectory() as folder, server(_DURABLE) as running:
        path = Path(folder) / "lagebild.sqlite"
        upgrade(Database(path))
        print(f"{'SQLite, one process':24} {through(path, 1, count).line()}", flush=True)
        for workers in (1, 2):
            with running.database() as url:
                passed = through(url, workers, count, running.process_id)
            print(f"{f'PostgreSQL, {workers} worker(s)':24} {passed.line()}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=120, help="of each run, to measure how many pass")
    parser.add_argument("--archive", type=int, nargs="*", help="sizes of the archive, multiples of four")
    parser.add_argument("--waiting", action="store_true", help="how long people wait: some ten minutes")
    asked = parser.parse_args()
    missing = why_not()
    if missing is not None:
        print(f"skipped: {missing}")
    elif asked.archive:
        archives(asked.archive)
    elif asked.waiting:
        latencies()
    else:
        throughput(asked.articles)


if __name__ == "__main__":
    main()
