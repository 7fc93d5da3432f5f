"""What the arrival of an article costs in the flow and its store, as archive and stories grow.

Run ``python -m benchmarks.arrivals``; ``--large`` adds sizes that take many minutes.  The language work is
the same at any size and left out: articles bring the analyses of the examples with them.  An archive is
written into the store directly, without statements; measured are articles that then come through the flow.
All times are processor time of the whole process; the store lies in a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

from sqlmodel import Session

from benchmarks.growth import START, generated
from bot.analysis import Foreign
from bot.flow import Flow
from bot.flow.memory import Memory
from config.flow import LOOKUP_VERSION
from storage import Database, state, upgrade
from storage.tables import Article, CopyKey, Outlet, Revision, Story, StoryTerm
from summaries.analyse import analyse
from summaries.intake import TextPrint, copy_keys, read_manifest
from summaries.language import load_pipeline
from summaries.model import Analysis, Content, Document, Features
from summaries.model import Outlet as Publisher
from summaries.stories import StoryEngine, load_encoder
from summaries.stories.lookup import lookup_terms

EXAMPLES = Path(__file__).parents[1] / "examples" / "manifest.jsonl"
PROBES, BATCH, OUTLETS = 20, 2_000, 60
SHARED = 0.6  # of an article's statements that others of its story make as well
SMALL_STORIES, LARGE_STORIES = (10, 50, 100), (250, 500)
SMALL_ARCHIVES = ((1_000, 300), (10_000, 3_000))
LARGE_ARCHIVES = ((100_000, 50_000),)
WORDS_PER_TEXT, SHINGLES = 300, 300


@dataclass(frozen=True)
class Piece:
    """A generated article with the analysis that belongs to it."""

    document: Document
    analysis: Analysis


class Prepared:
    """Gives the analysis that was made beforehand."""

    def __init__(self) -> None:
        self.known: dict[str, Analysis] = {}

    async def analyse(self, document: Document) -> Analysis | Foreign:
        """Return the analysis of a document by its text."""
        return self.known[document.text]

    async def close(self) -> None:
        """Do nothing."""


def examples() -> list[Piece]:
    nlp, encoder = load_pipeline(), load_encoder()
    found = [one for one in read_manifest(EXAMPLES, datetime.now(UTC)) if isinstance(one, Document)]
    return [Piece(one, analyse(one, nlp, encoder)) for one in found]


def retold(base: Piece, number: int, rng: random.Random) -> Piece:
    """Return another paper's article that makes most statements of ``base`` and has others of its own."""
    published = START + timedelta(minutes=10 * number)
    statements = tuple(
        replace(one, as_of=published, content=one.content if rng.random() < SHARED else _other(one, number))
        for one in base.analysis.statements
    )
    features = replace(base.analysis.features, published=published)
    own = replace(base.analysis, statements=statements, features=features)
    return Piece(_document(base, number, published), own)


def _document(base: Piece, number: int, published: datetime) -> Document:
    words = " ".join(f"Zusatz{number}w{n}" for n in range(2 * len(base.document.text.split())))
    return replace(
        base.document,
        text=f"{base.document.text}\n\n{words}",
        outlet=Publisher(f"blatt{number}.example", f"Blatt {number}"),
        published=published,
        url=None,
        external_id=None,
    )


def _other(statement: Any, number: int) -> Content:
    content = statement.content
    terms = frozenset(f"{term}{number}" for term in content.terms)
    roles = {role: frozenset(f"{name}{number}" for name in names) for role, names in content.roles.items()}
    return replace(content, terms=terms, roles=roles)


@contextmanager
def store() -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="lagebild-bench-") as folder:
        database = Database(Path(folder) / "lagebild.sqlite")
        upgrade(database)
        yield database
        database.close()


def arrivals(database: Database, pieces: Iterable[Piece]) -> list[float]:
    """Return the seconds that each article took to arrive."""
    analyser = Prepared()
    flow = Flow(database, analyser, zone=UTC)

    async def arrive() -> list[float]:
        spent = []
        for piece in pieces:
            analyser.known[piece.document.text] = piece.analysis
            begin = process_time()
            await flow.take_in(piece.document)
            spent.append(process_time() - begin)
        return spent

    return asyncio.run(arrive())


def one_story(bases: Sequence[Piece], sizes: Sequence[int]) -> None:
    """Print what the next article of a story costs: the mean of the last tenth, so that every step counts."""
    rng = random.Random(1)
    print("articles of one story   an arrival, on average   the dearest")
    with store() as database:
        told = [retold(bases[n % len(bases)], n, rng) for n in range(1, sizes[-1] + 1)]
        spent = arrivals(database, told)
    for size in sizes:
        last = spent[size - max(5, size // 10) : size]
        print(f"{size:21d} {1000 * statistics.mean(last):21.0f} ms {1000 * max(last):10.0f} ms", flush=True)


def fill(database: Database, count: int, stories: int) -> None:
    """Write an archive of generated articles, 500 a day, with everything that they are found by."""
    rng = random.Random(2)
    with database.writing() as session:
        session.add_all(
            Outlet(id=n + 1, key=f"zeitung{n}.example", name=f"Zeitung {n}") for n in range(OUTLETS)
        )
        state.put(session, "lookup_version", LOOKUP_VERSION, START)
    articles = enumerate(generated(count, stories), start=1)
    known: set[int] = set()
    while batch := list(islice(articles, BATCH)):
        with database.writing() as session:
            rows = [_rows(number, story + 1, features, rng) for number, (story, features) in batch]
            new = {one["story"]["id"]: one["story"] for one in rows if one["story"]["id"] not in known}
            known |= new.keys()
            _insert(session, Story, list(new.values()))
            for table, name in ((Article, "article"), (Revision, "revision")):
                _insert(session, table, [one[name] for one in rows])
            for table, name in ((CopyKey, "keys"), (StoryTerm, "terms")):
                _insert(session, table, [row for one in rows for row in one[name]])


def _insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(table.__table__.insert().prefix_with("OR IGNORE"), rows)


def _rows(number: int, story: int, features: Features, rng: random.Random) -> dict[str, Any]:
    moment, text = START + timedelta(minutes=3 * number), f"Text {number} " + "Wort " * WORDS_PER_TEXT
    print_ = TextPrint(f"{number}", tuple(sorted(rng.getrandbits(48) for _ in range(SHINGLES))), SHINGLES)
    day = (moment.date() - datetime(1970, 1, 1, tzinfo=UTC).date()).days
    title, digest = f"Meldung {number}", f"hash {number}"
    return {
        "story": {
            "id": story,
            "title": title,
            "opened_at": moment,
            "last_published_at": moment,
            "payload": "{}",
        },
        "article": {
            "id": number,
            "outlet_id": number % OUTLETS + 1,
            "canonical_url": f"https://zeitung.example/{number}",
            "title": title,
            "published_at": moment,
            "published_source": "manifest",
            "language": "de",
            "text_hash": digest,
            "story_id": story,
            "received_at": moment,
        },
        "revision": {
            "id": number,
            "article_id": number,
            "number": 1,
            "title": title,
            "text": text,
            "text_hash": digest,
            "fingerprint": json.dumps(asdict(print_)),
            "stored_at": moment,
            "blocks": "[]",
            "features": json.dumps(_plain(replace(features, published=moment))),
        },
        "keys": [{"key": key, "day": day, "article_id": number} for key in copy_keys(print_)],
        "terms": [{"term": term, "story_id": story} for term in lookup_terms(features)],
    }


def _plain(features: Features) -> dict[str, Any]:
    return {
        "title": features.title,
        "published": features.published.isoformat(),
        "terms": dict(features.terms),
        "actors": sorted(features.actors),
        "numbers": [],
        "vector": [round(value, 4) for value in features.vector],
    }


def archive(bases: Sequence[Piece], count: int, stories: int) -> None:
    """Print what an article costs that comes into an archive of this size, and how long a start takes."""
    with store() as database:
        fill(database, count, stories)
        begin = process_time()
        with database.reading() as session:
            Memory(StoryEngine()).refresh(session)
        ready = process_time() - begin
        now = START + timedelta(minutes=3 * (count + 1))
        probes = [features for _, features in generated(PROBES + 1, stories, seed=3)]
        pieces = [_probe(bases[n % len(bases)], count + n, one, now) for n, one in enumerate(probes)]
        spent = arrivals(database, pieces)[1:]  # the first one loads what a start loads
        size = database.path.stat().st_size / 2**20 if database.path else 0.0
    print(
        f"{count:8d} {stories:8d} {1000 * statistics.median(spent):9.0f} ms {1000 * max(spent):9.0f} ms"
        f" {ready:9.1f} s {size:8.0f} MiB",
        flush=True,
    )


def _probe(base: Piece, number: int, features: Features, now: datetime) -> Piece:
    analysis = replace(base.analysis, features=replace(features, published=now))
    return Piece(_document(base, number, now), analysis)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="stories of 500, archives of 100 000 articles")
    large = parser.parse_args().large
    bases = examples()
    print("articles  stories   arrival    dearest     start       store")
    for count, stories in SMALL_ARCHIVES + (LARGE_ARCHIVES if large else ()):
        archive(bases, count, stories)
    first = [one for one in bases if (one.document.external_id or "").startswith("hafen")]
    one_story(first, SMALL_STORIES + (LARGE_STORIES if large else ()))


if __name__ == "__main__":
    sys.exit(main())
