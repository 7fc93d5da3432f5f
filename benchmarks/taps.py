"""How long a person waits: from a command or a tap to the bot's answer, with a large archive.

The example articles are stored once by the real pipeline, then their rows are repeated with other titles,
hours and numbers until the archive is large.  Against it runs the whole bot (python-telegram-bot, handlers,
SQLite) with the stand-in for Telegram in the same process.  Times go from the update until the stand-in has
the answer.

    .venv/bin/python -m benchmarks.taps [--articles 100000] [--repeat 20]
"""

from __future__ import annotations

import argparse
import asyncio
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.analysis import InProcessAnalyser
from bot.app import Line, build_application
from bot.flow import Flow
from bot.plans import next_digest
from bot.running import Lagebild
from bot.trial.inbound import Inbound
from bot.trial.request import TrialRequest
from bot.trial.updates import UpdateQueue
from bot.trial.world import World
from config import Settings
from storage import Database, upgrade
from summaries.intake import read_manifest
from summaries.intake.fetch import Page
from summaries.model import Document

EXAMPLES = Path(__file__).parent.parent / "examples" / "manifest.jsonl"
NOW = datetime(2026, 3, 12, 21, 30, tzinfo=UTC)
# What is asked without a button before it.
PLAIN = (
    "/hilfe", "/status", "/suche Lösungsmittel", "/suche Umweltministerium Ems", "/storys Streik", "/feeds",
    "/plan", "/folgen", "/folgen Lösungsmittel", "/stumm", "/export 7", "/datenschutz",
)  # fmt: skip
APART_HOURS = 2  # between two repetitions: some 200 articles a day, a large team
HELD = 14 * 24 // APART_HOURS  # articles of the last two weeks keep what copies are recognised by
WHOLE = 30 * 24 // APART_HOURS  # after a month the housekeeping would have kept quotes only
# Tables whose rows are repeated, with the columns that hold keys of them.
REPEATED = {
    "story": {"id": "story"},
    "article": {"id": "article", "story_id": "story", "copy_of_id": "article"},
    "revision": {"id": "revision", "article_id": "article"},
    "claim": {"id": "claim", "story_id": "story"},
    "statement": {"id": "statement", "article_id": "article", "revision_id": "revision", "claim_id": "claim"},
    "status_event": {"id": "status_event", "claim_id": "claim", "article_id": "article"},
    "searchable": {"id": "searchable", "article_id": "article", "claim_id": "claim"},
}
MOMENTS = {
    "opened_at", "last_published_at", "published_at", "received_at", "stored_at", "first_at", "changed_at",
    "at", "as_of",
}  # fmt: skip


class Clock:
    """Goes on by some seconds whenever it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self.now


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock on the wall, and of the processor: those say something on a busy machine too."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Spent:
        """Return the present moment."""
        return cls(time.perf_counter(), time.process_time())

    @classmethod
    def since(cls, begin: Spent) -> Spent:
        """Return what was spent since a moment."""
        now = cls.now()
        return cls(now.wall - begin.wall, now.processor - begin.processor)


class NoWeb:
    """Fetches nothing."""

    async def fetch(self, url: str) -> Page:
        """Refuse; nothing is sent in."""
        raise NotImplementedError(url)


class Setting:
    """The whole bot with a person in front of it."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        first = int(time.time())  # the store of an earlier run knows smaller numbers already
        self.world = World(clock=self.clock, updates=UpdateQueue(first))
        self.people = Inbound(self.world)
        self.database = Database(folder / "lagebild.sqlite")
        upgrade(self.database)
        self.settings = Settings(data_dir=folder, admins=(1,))
        analyser = InProcessAnalyser()
        self.flow = Flow(
            self.database, analyser, zone=self.settings.zone, clock=self.clock, next_digest=next_digest
        )
        self.bot: Lagebild = build_application(
            self.settings,
            self.flow,
            self.database,
            self.clock,
            NoWeb(),
            analyser,
            Line(
                self.world.token,
                request=TrialRequest(self.world),
                polling=TrialRequest(self.world),
                everybody=True,
            ),
        )
        self.chat = self.world.private(self.world.user("Ada"))
        self.chat.last_message_id = first

    async def command(self, text: str) -> Spent:
        """Return what it takes until a command has its answer."""
        await self._come_to_rest()
        known, begin = len(self.world.sent(self.chat)), Spent.now()
        self.people.write(self.chat, text)
        await self._until(lambda: len(self.world.sent(self.chat)) > known)
        return Spent.since(begin)

    async def tap(self, label: str) -> Spent:
        """Return what it takes until the last message has changed, or got a picture below it."""
        await self._come_to_rest()
        message = next(m for m in reversed(self.world.sent(self.chat)) if "reply_markup" in m)
        buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
        data = next((each["callback_data"] for each in buttons if label in each["text"]), None)
        if data is None:
            raise LookupError(f"no button {label!r} under {message['text']!r}")
        answered, begin = len(self.world.query_answers), Spent.now()
        self.people.tap(self.chat, message["message_id"], data)
        await self._until(lambda: len(self.world.query_answers) > answered)
        return Spent.since(begin)

    async def _come_to_rest(self) -> None:
        """Let what came before end, and some time pass."""
        await self.bot.settle()
        self.clock.now += timedelta(seconds=20)

    @staticmethod
    async def _until(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(120):
            while not condition():  # noqa: ASYNC110 - the stand-in has no event for it
                await asyncio.sleep(0.0005)


def documents() -> Iterator[Document]:
    for found in read_manifest(EXAMPLES, NOW):
        if isinstance(found, Document):
            yield found


async def store_examples(setting: Setting) -> None:
    for document in documents():
        await setting.flow.take_in(document)


def repeat(path: Path, articles: int) -> int:
    """Repeat the stored rows until there are about so many articles; return how many there are."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.create_function("moved", 2, _moved)
    sizes = {name: connection.execute(f"SELECT max(id) FROM {name}").fetchone()[0] for name in REPEATED}
    held = connection.execute("SELECT count(*) FROM article").fetchone()[0]
    copies = max(0, articles // held - 1)
    with transaction(connection):
        for name, keys in REPEATED.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            chosen = ", ".join(_value(name, column, keys, sizes) for column in columns)
            source = f"(SELECT * FROM {name} WHERE id <= {sizes[name]})"
            quoted = ", ".join(f'"{column}"' for column in columns)
            numbers = f"WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {copies})"
            connection.execute(f"{numbers} INSERT INTO {name}({quoted}) SELECT {chosen} FROM k, {source}")
    total: int = connection.execute("SELECT count(*) FROM article").fetchone()[0]
    connection.close()
    return total


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")


def _value(table: str, column: str, keys: dict[str, str], sizes: dict[str, int]) -> str:
    """Return the SQL for a column of the ``n``-th copy of a row."""
    if column in keys:
        return f'"{column}" + n * {sizes[keys[column]]}'
    if column in MOMENTS:
        return f"strftime('%Y-%m-%d %H:%M:%f000', \"{column}\", '-' || (n * {APART_HOURS}) || ' hours')"
    if column == "canonical_url":
        return f"\"{column}\" || '?n=' || n"
    if table == "claim" and column == "payload":
        return f'moved("{column}", n * {sizes["article"]})'
    if column in {"text_hash", "key", "external_id"} or (table == "story" and column == "title"):
        return f"\"{column}\" || ' ' || n"
    return _of_revision(column) if table == "revision" else f'"{column}"'


def _moved(members: str, distance: int) -> str:
    """Return the statements of a claim, named by article, as those of articles further on."""
    return re.sub(r'"a(\d+):', lambda found: f'"a{int(found[1]) + distance}:', members)


def _of_revision(column: str) -> str:
    """Return the same for a column of a text: old ones are kept as the housekeeping leaves them."""
    if column == "thinned_at":
        return f'CASE WHEN n > {WHOLE} THEN "stored_at" ELSE "{column}" END'
    empty = {"features": "'{}'", "fingerprint": "''"}
    if column in empty:
        return f'CASE WHEN n > {HELD} THEN {empty[column]} ELSE "{column}" END'
    return f'"{column}"'


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Timings:
    """Seconds by what was done; shown as they come, so that a run that is broken off has told something."""

    def __init__(self) -> None:
        self.found: dict[str, list[Spent]] = {}

    async def note(self, name: str, work: Awaitable[Spent]) -> None:
        """Wait for ``work`` and note what it says it took."""
        spent = await work
        self.found.setdefault(name, []).append(spent)
        print(f"  {name}: {spent.wall * 1000:.0f} ms", file=sys.stderr, flush=True)

    def table(self) -> str:
        """Return the figures as a table in Markdown."""
        rows = ["| what | times | p50 | p99 | processor p50 | processor p99 |", "|---|---|---|---|---|---|"]
        for name, values in self.found.items():
            walls, own = [one.wall for one in values], [one.processor for one in values]
            figures = [statistics.median(walls), percentile(walls, 0.99)]
            figures += [statistics.median(own), percentile(own, 0.99)]
            shown = " | ".join(f"{one * 1000:.0f} ms" for one in figures)
            rows.append(f"| {name} | {len(values)} | {shown} |")
        return "\n".join(rows)


async def measure(setting: Setting, timings: Timings, times: int, weeks: int) -> None:
    """Do what people do, ``times`` times, and look back at ``weeks`` weeks."""
    note, command, tap = timings.note, setting.command, setting.tap
    for number in range(times):
        for words in PLAIN:
            await note(words, command(words))
        await note("/storys", command("/storys"))
        await note("next page of the list", tap("›"))
        await note("/quellen", command("/quellen"))
        await note("/story", command(f"/story {1 + 4 * number}"))
        for label in ("Warum?", "zurück", "Zeitleiste", "Als Bild"):
            await note(f"tap {label}", tap(label))
        await tap("zurück")
        await note("tap Folgen", tap("olgen"))
        await note("/digest heute", command("/digest heute"))
        await note("tap a story of the digest", tap(""))
    for _ in range(weeks):
        await note("/digest 7d", command("/digest 7d"))
    await note("/digest, the first one", command("/digest"))
    for _ in range(times):
        await note("/digest, nothing new", command("/digest"))


def enlarge(path: Path, articles: int) -> str:
    """Make the archive large and return what it is now."""
    begin = time.perf_counter()
    total = repeat(path, articles)
    spent = time.perf_counter() - begin
    return f"{total} articles, {path.stat().st_size / 1e9:.2f} GB, made in {spent:.0f} s"


async def compare_recent(folder: Path) -> None:
    """Have the stories of the last two weeks compared, as it would have been done when they came."""
    setting, begin = Setting(folder), time.perf_counter()
    await setting.flow.digest(NOW - timedelta(days=14), NOW)
    setting.database.close()
    print(f"two weeks compared in {time.perf_counter() - begin:.0f} s", flush=True)


async def prepare(folder: Path, articles: int) -> None:
    """Make a large archive in ``folder``."""
    setting = Setting(folder)
    await store_examples(setting)
    setting.database.close()
    print(enlarge(folder / "lagebild.sqlite", articles), flush=True)
    await compare_recent(folder)


async def run(folder: Path, times: int, weeks: int) -> None:
    """Start the bot on the archive in ``folder`` and measure."""
    setting, timings = Setting(folder), Timings()
    begin = time.perf_counter()
    await setting.bot.start()
    print(f"start: {time.perf_counter() - begin:.1f} s", flush=True)
    try:
        await setting.command("/start")
        await measure(setting, timings, times, weeks)
    finally:
        await setting.bot.stop()
        setting.database.close()
        print(timings.table())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--weeks", type=int, default=3, help="a week's digest compares hundreds of stories")
    parser.add_argument("--folder", type=Path, help="an archive made before, to be used as it is")
    chosen = parser.parse_args()
    if chosen.folder:
        await run(chosen.folder, chosen.repeat, chosen.weeks)
        return
    with tempfile.TemporaryDirectory(prefix="lagebild-taps-") as folder:
        await prepare(Path(folder), chosen.articles)
        await run(Path(folder), chosen.repeat, chosen.weeks)


if __name__ == "__main__":
    asyncio.run(main())
