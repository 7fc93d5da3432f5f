"""A large archive on a PostgreSQL server, and what one more article costs there.

The archive is written by the server itself: rows as the flow leaves them after a month, so with statements,
claims and everything that articles are found by, but with a short text.  Four articles tell a story, 480 come
in a day.  What arrives then brings the analysis of an example article with it and goes through the flow.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import event, text

from benchmarks.arrivals import Piece, Prepared, _plain, _probe
from benchmarks.growth import START, told
from bot.flow import Flow, codec
from config.flow import LOOKUP_VERSION
from storage import Database, state
from storage.text import fold
from summaries.model import Statement
from summaries.stories.prior import bundled_frequencies

PER_STORY, PROBES, APART = 4, 40, timedelta(minutes=3)
_KINDS = 400  # stories whose features differ in more than their own words
_WORDS = 60_000
_TICKS = os.sysconf("SC_CLK_TCK")
# Articles :low < n <= :high; a story is told by four that follow each other.
_FILL = (
    """INSERT INTO story (id, title, opened_at, last_published_at, payload)
       SELECT s, 'Meldung ' || s, :start + s * :step * 4, :start + s * :step * 4, 'settled'
       FROM generate_series(:low / 4 + 1, :high / 4) s""",
    """INSERT INTO article (id, outlet_id, canonical_url, title, published_at, published_source, language,
                             text_hash, story_id, received_at)
       SELECT n, n % 60 + 1, 'https://zeitung.example/' || n, 'Meldung ' || n, :start + n * :step, 'manifest',
              'de', md5(n::text), (n - 1) / 4 + 1, :start + n * :step
       FROM generate_series(:low + 1, :high) n""",
    """INSERT INTO revision (id, article_id, number, title, text, text_hash, fingerprint, stored_at,
                              thinned_at, blocks, features)
       SELECT n, n, 1, 'Meldung ' || n, repeat('Wort ', 60), md5(n::text), '', :start + n * :step,
              :start + n * :step, '[]', replace(kind.features, '@', ((n - 1) / 4)::text)
       FROM generate_series(:low + 1, :high) n JOIN kind ON kind.number = (n - 1) / 4 % :kinds""",
    """INSERT INTO statement (id, article_id, revision_id, number, begin, "end", speaker, stance, certainty,
                              as_of, claim_id, payload)
       SELECT (n - 1) * 5 + k, n, n, k, k * 40, k * 40 + 39, 'Sprecher ' || n % 5000, 'asserts', 'certain',
              :start + n * :step, NULL, said.payload
       FROM generate_series(:low + 1, :high) n, generate_series(1, 5) k
       JOIN said ON said.number = k""",
    """INSERT INTO claim (id, story_id, key, text, status, rule, weight, payload, first_at, changed_at)
       SELECT (s - 1) * 3 + k, s, 'key ' || k, 'Kernaussage ' || k || ' der Meldung ' || s, 'unbestätigt',
              'Eine Stimme', 0, '{}', :start + s * :step * 4, :start + s * :step * 4
       FROM generate_series(:low / 4 + 1, :high / 4) s, generate_series(1, 3) k""",
    """INSERT INTO copy_key (key, day, article_id)
       SELECT (random() * (2 ^ 45 - 1))::bigint AS key,
              (:start + n * :step)::date - DATE '1970-01-01', n
       FROM generate_series(:low + 1, :high) n, generate_series(1, 38) k ORDER BY key""",
    """INSERT INTO story_term (term, story_id)
       SELECT 'wort' || s - 1 || 'x' || k, s
       FROM generate_series(:low / 4 + 1, :high / 4) s, generate_series(0, 39, 2) k""",
    """INSERT INTO story_term (term, story_id)
       SELECT DISTINCT 'w' || (5000 * random() ^ 3)::int AS word, s
       FROM generate_series(:low / 4 + 1, :high / 4) s, generate_series(1, 20) k ORDER BY word, s""",
    """INSERT INTO searchable (article_id, head, body)
       SELECT n, 'meldung ' || n, (SELECT string_agg(used.word, ' ')
                 FROM (SELECT (59999 * random() ^ 4)::int AS number FROM generate_series(1, 40) WHERE n > 0) o
                 JOIN used USING (number))
       FROM generate_series(:low + 1, :high) n""",
    """INSERT INTO searchable (claim_id, head, body)
       SELECT k, 'kernaussage ' || k || ' ' || word, ''
       FROM generate_series(:low / 4 * 3 + 1, :high / 4 * 3) k
       JOIN used ON number = k::bigint * 7919 % 60000""",
)


@dataclass
class Cost:
    """What articles cost at one size of the archive; ``server`` and ``client`` are processor seconds."""

    size: int
    megabytes: float
    start: float
    server: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def line(self) -> str:
        median = statistics.median
        return (
            f"{self.size:>9,} articles, {self.megabytes:6,.0f} MB: "
            f"server {1000 * median(self.server):.0f} ms, dearest tenth {1000 * _dear(self.server):.0f} ms; "
            f"program {1000 * median(self.client):5.1f} ms; "
            f"{median(self.asked):.0f} statements, {1000 * median(self.waited):5.1f} ms until answered; "
            f"start {self.start:.1f} s"
        )


def _dear(found: Sequence[float]) -> float:
    return statistics.quantiles(found, n=10)[8]


def grow(target: str, postmaster: int, bases: Sequence[Piece], sizes: Sequence[int]) -> Iterator[Cost]:
    """Yield for each size of the archive what one more article costs.

    Args:
        target: URL of an empty store that nobody else uses.
        postmaster: Process id of its server, on this machine.
        bases: Articles whose analyses are used again.
        sizes: How large the archive is to be, in rising order; multiples of four.
    """
    database = Database(target)
    _prepare(database, bases)
    before = 0
    for size in sizes:
        _fill(database, before, size)
        before = size
        yield _measured(database, postmaster, bases, size)
        _take_back(database, size)
    database.close()


def _take_back(database: Database, size: int) -> None:
    """Remove what has arrived, so that its numbers are free for more of the archive."""
    with database.writing() as session:
        for statement in (
            "DELETE FROM article WHERE id > :size",
            "DELETE FROM claim WHERE id > :size / 4 * 3",
            "DELETE FROM story WHERE id > :size / 4",
            "DELETE FROM story_term WHERE story_id > :size / 4",
            "DELETE FROM copy_key WHERE article_id > :size",
        ):
            session.connection().execute(text(statement), {"size": size})


def _prepare(database: Database, bases: Sequence[Piece]) -> None:
    rng = np.random.default_rng(1)
    rows = [{"number": n, "features": _features(n, rng)} for n in range(_KINDS)]
    found = [codec.dump(Statement, one) for one in bases[0].analysis.statements[:5]]
    said = [{"number": n, "payload": payload} for n, payload in enumerate(found, start=1)]
    with database.writing() as session:
        state.put(session, "lookup_version", LOOKUP_VERSION, START)
        connection = session.connection()
        connection.execute(text("CREATE TABLE kind (number integer PRIMARY KEY, features text)"))
        connection.execute(text("INSERT INTO kind VALUES (:number, :features)"), rows)
        connection.execute(text("CREATE TABLE said (number integer PRIMARY KEY, payload text)"))
        connection.execute(text("INSERT INTO said VALUES (:number, :payload)"), said)
        connection.execute(
            text(
                "INSERT INTO outlet (id, key, name) SELECT n, 'zeitung' || n || '.example', 'Zeitung ' || n"
                " FROM generate_series(1, 60) n"
            )
        )
        connection.execute(text("CREATE TABLE used (number integer PRIMARY KEY, word text)"))
        connection.execute(text("INSERT INTO used VALUES (:number, :word)"), _vocabulary())
        connection.execute(text("INSERT INTO word (text) SELECT word FROM used"))


def _vocabulary() -> list[dict[str, Any]]:
    """Return German words as a large archive has them: the usual ones, and compounds of two of them."""
    chance = random.Random(3)
    usual = sorted({word for key in bundled_frequencies() for word in fold(key).split()})
    chance.shuffle(usual)
    found = dict.fromkeys(usual)
    while len(found) < _WORDS:
        found[chance.choice(usual) + chance.choice(usual)] = None
    return [{"number": number, "word": word} for number, word in enumerate(list(found)[:_WORDS])]


def _features(number: int, rng: np.random.Generator) -> str:
    """Return features as JSON, in which @ stands for the number of the story."""
    plain = _plain(told(number, START, rng))
    own = {f"wort{number}x": "wort@x", f"name{number}": "name@"}
    found = json.dumps(plain)
    for name, general in own.items():
        found = found.replace(f'"{name}', f'"{general}')
    return found


def _fill(database: Database, low: int, high: int) -> None:
    values = {"low": low, "high": high, "start": START, "step": APART, "kinds": _KINDS}
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET work_mem = '512MB'"))  # sorts of millions of keys stay in memory
        for statement in _FILL:
            replica = "searchable" not in statement  # full text follows a trigger; references are right
            connection.execute(text(f"SET session_replication_role = {'replica' if replica else 'origin'}"))
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), names)
        for table in ("outlet", "story", "article", "revision", "statement", "claim"):
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            )
        connection.execute(text("SET session_replication_role = origin"))
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
        connection.invalidate()


def _measured(database: Database, postmaster: int, bases: Sequence[Piece], size: int) -> Cost:
    with database.reading() as session:
        held = session.connection().execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    now = START + APART * (size + PROBES)
    analyser = Prepared()
    flow = Flow(database, analyser, zone=UTC, clock=lambda: now)
    begin = time.process_time()
    pieces = _pieces(bases, size, now)
    _arrive(flow, analyser, pieces[0])
    cost = Cost(size, held / 2**20, time.process_time() - begin)
    for piece in pieces[1:]:
        with _asked() as asked:
            server, client = _server_seconds(postmaster), time.process_time()
            _arrive(flow, analyser, piece)
            cost.client.append(time.process_time() - client)
            cost.server.append(_server_seconds(postmaster) - server)
        cost.asked.append(len(asked))
        cost.waited.append(sum(asked))
    return cost


def _pieces(bases: Sequence[Piece], size: int, now: datetime) -> list[Piece]:
    """Return articles that go on with the oldest stories, which nobody has in memory, and the latest."""
    rng, stories = np.random.default_rng(size), size // PER_STORY
    chosen = [n if n % 2 else stories - 1 - n for n in range(PROBES + 1)]
    return [
        _probe(bases[n % len(bases)], size + n, told(story, now, rng), now) for n, story in enumerate(chosen)
    ]


def _arrive(flow: Flow, analyser: Prepared, piece: Piece) -> None:
    analyser.known[piece.document.text] = piece.analysis
    asyncio.run(flow.take_in(piece.document))


@contextmanager
def _asked() -> Iterator[list[float]]:
    """Give a list of how long each statement took to be answered."""
    from sqlalchemy import Engine  # noqa: PLC0415 - beside its use

    took: list[float] = []
    begun: list[float] = []

    def before(*_: Any) -> None:
        begun.append(time.perf_counter())

    def after(*_: Any) -> None:
        took.append(time.perf_counter() - begun.pop())

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    try:
        yield took
    finally:
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)


def _server_seconds(postmaster: int) -> float:
    """Return the processor time of all processes of a server so far."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == postmaster:
            total += int(fields[11]) + int(fields[12])
    return total / _TICKS
