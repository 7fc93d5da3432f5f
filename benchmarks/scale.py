"""How many articles pass in a second, by one process and by several workers, and what the store costs.

Starts a PostgreSQL server of its own.  ``python -m benchmarks.scale`` measures how many articles pass, with
``--archive 10000 100000 1000000`` what one costs in archives of these sizes, and with ``--waiting`` how long
people wait for an answer at 10, 50 and 90 % of what the program can do.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import _archive, _latency
from benchmarks.arrivals import examples
from bot.analysis import InProcessAnalyser
from bot.flow import Flow
from storage import Database, upgrade
from summaries.model import DateSource, Document
from summaries.model import Outlet as Publisher
from tests.postgres import server, why_not

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_DURABLE = (
    "shared_buffers=256MB",
    "max_connections=100",
    "max_locks_per_transaction=256",
    "log_min_messages=fatal",
)
_WORDS = """
    Deich Pegel Haushalt Stadtrat Bahn Streik Werft Kreuzfahrt Impfung Sternwarte Minister Brücke Sperrung
    Gericht Urteil Klage Messe Turnier Trainer Verein
    Wahlkampf Umfrage Koalition Klinik Pflege Schule Lehrer Kita Ernte
    Wein Wald Brand Feuerwehr Polizei Einbruch Museum Theater Festival Forschung Labor Batterie Netz Strom
"""
_NOUNS = _WORDS.split()
_TOWNS = "Emden Grimma Celle Passau Görlitz Husum Trier Wismar Fulda Soest Jena Aalen Goslar Lindau Kleve"
_PLACES = _TOWNS.split()


def documents(count: int, seed: int) -> Iterator[Document]:
    """Return made-up reports, four to an event, each in its own words."""
    chance = random.Random(seed)
    for number in range(count):
        event = random.Random(seed * 1_000_003 + number // 4)
        nouns, place = event.sample(_NOUNS, 5), event.choice(_PLACES)
        figure = event.randrange(20, 9000)
        order = chance.sample(nouns, 5)
        sentences = [
            f"In {place} geht es um {order[0]} und {order[1]}.",
            f"Nach Angaben der Stadt sind {figure} Menschen betroffen.",
            f"Die Sprecherin {chance.choice('ABCDEF')}. {place}er sagte, {order[2]} und {order[3]} warten.",
            f"Ein Gutachten zu {order[4]} soll bis Freitag vorliegen, heißt es in {place} (Nr. {number}).",
        ]
        chance.shuffle(sentences)
        yield Document(
            text=" ".join(sentences),
            title=f"{place}: Streit um {order[0]} und {order[1]}",
            outlet=Publisher(f"blatt{number % 40}.example", f"Blatt {number % 40}"),
            published=NOW + timedelta(seconds=number),
            published_source=DateSource.MANIFEST,
            url=f"https://blatt{number % 40}.example/{seed}/{number}",
        )


def _flow(target: str | Path) -> Flow:
    return Flow(Database(target), InProcessAnalyser(None), zone=ZONE, clock=lambda: NOW)


def _take_in(target: str | Path, seed: int, count: int, share: tuple[int, int], line: object) -> None:
    """Take in every so-many-th document; tells when it is ready, and how long each article took."""

    async def run() -> list[float]:
        flow = _flow(target)
        own = [one for n, one in enumerate(documents(count, seed)) if n % share[1] == share[0]]
        await flow.take_in(next(documents(1, seed + 7_000 + share[0])))  # loads the pipeline
        line.send("ready")  # type: ignore[attr-defined]
        line.recv()  # type: ignore[attr-defined]
        took = []
        for one in own:
            begin = time.perf_counter()
            await flow.take_in(one)
            took.append(time.perf_counter() - begin)
        return took

    line.send(asyncio.run(run()))  # type: ignore[attr-defined]


def through(target: str | Path, workers: int, seed: int, count: int) -> tuple[float, list[float]]:
    """Return articles in a second, and the seconds of each, with so many workers of their own processes."""
    context = multiprocessing.get_context("spawn")
    lines, hands = [], []
    for number in range(workers):
        mine, other = context.Pipe()
        hand = context.Process(target=_take_in, args=(target, seed, count, (number, workers), other))
        hand.start()
        lines.append(mine)
        hands.append(hand)
    for line in lines:
        line.recv()
    begin = time.perf_counter()
    for line in lines:
        line.send("go")
    took = list(itertools.chain.from_iterable(line.recv() for line in lines))
    seconds = time.perf_counter() - begin
    for hand in hands:
        hand.join()
    return count / seconds, took


def latencies(count: int) -> None:
    """Print how long people wait, by how the program is run."""
    face, worker, clock = (["run", "--role", one] for one in ("face", "worker", "clock"))
    ways = {
        "SQLite, one process": [["run"]],
        "PostgreSQL, one worker": [face, worker, clock],
        "PostgreSQL, two workers": [face, worker, worker, clock],
    }
    for seed, (name, commands) in enumerate(ways.items(), start=5):
        texts = (f"{one.title}\n\n{one.text}" for one in documents(count, seed))
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
        show("SQLite, one process", *through(path, 1, 1, count))
        for workers in (1, 2):
            with running.database() as url:
                show(f"PostgreSQL, {workers} worker(s)", *through(url, workers, 1, count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60, help="of each run, to measure how many pass")
    parser.add_argument("--archive", type=int, nargs="*", help="sizes of the archive, multiples of four")
    parser.add_argument("--waiting", action="store_true", help="how long people wait: some ten minutes")
    asked = parser.parse_args()
    missing = why_not()
    if missing is not None:
        print(f"skipped: {missing}")
    elif asked.archive:
        archives(asked.archive)
    elif asked.waiting:
        latencies(_latency.PEOPLE)
    else:
        throughput(asked.articles)


def show(name: str, rate: float, took: list[float]) -> None:
    cut = statistics.quantiles(took, n=20)
    print(
        f"{name:24} {rate:5.2f} articles/s; median {cut[9] * 1000:.0f} ms, 95 % {cut[18] * 1000:.0f} ms each"
    )


if __name__ == "__main__":
    main()
