"""What the arrival of an article costs in the flow and its store, as the archive and its stories grow.

Run ``python -m benchmarks.arrivals``; ``--large`` adds the sizes that take many minutes.  Articles are
generated from the analyses of the examples, so that the language work, which is the same at any size, is left
out.  Times are those of the clock, the store lies in a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bot.analysis import Foreign
from bot.flow import Flow
from storage import Database, upgrade
from summaries.analyse import analyse
from summaries.intake import read_manifest
from summaries.language import load_pipeline
from summaries.model import Analysis, Document, Outlet
from summaries.stories import load_encoder

EXAMPLES = Path(__file__).parents[1] / "examples" / "manifest.jsonl"
START = datetime(2026, 3, 9, tzinfo=UTC)
PROBES = 20
STORY_SIZES = (10, 50, 100, 250, 500)
ARCHIVES, LARGE_ARCHIVES = (300, 1_000, 3_000), (10_000, 30_000)


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
        return self.known[document.text]


def examples() -> list[Piece]:
    nlp, encoder = load_pipeline(), load_encoder()
    found = [one for one in read_manifest(EXAMPLES, datetime.now(UTC)) if isinstance(one, Document)]
    return [Piece(one, analyse(one, nlp, encoder)) for one in found]


def retold(base: Piece, number: int, rng: random.Random) -> Piece:
    """Return an article of another paper that repeats most statements and has a few of its own."""
    tail = " ".join(f"Zusatz{number}w{n}" for n in range(len(base.document.text.split()) * 3))
    text = f"{base.document.text}\n\n{tail}"
    outlet = Outlet(f"blatt{number}.example", f"Blatt {number}")
    published = START + timedelta(minutes=10 * number)
    document = replace(
        base.document, text=text, outlet=outlet, published=published, url=None, external_id=None
    )
    statements = [
        one if rng.random() < 0.6 else replace(one, content=_other(one.content, number))
        for one in base.analysis.statements
    ]
    statements = [replace(one, as_of=published) for one in statements]
    features = replace(base.analysis.features, published=published)
    return Piece(document, replace(base.analysis, statements=tuple(statements), features=features))


def _other(content, number):
    terms = frozenset(f"{term}{number}" for term in content.terms)
    roles = {role: frozenset(f"{name}{number}" for name in names) for role, names in content.roles.items()}
    return replace(content, terms=terms, roles=roles)


@contextmanager
def flow_of(analyser: Prepared) -> Iterator[Flow]:
    with tempfile.TemporaryDirectory(prefix="lagebild-bench-") as folder:
        database = Database(Path(folder) / "lagebild.sqlite")
        upgrade(database)
        yield Flow(database, analyser, zone=UTC)
        database.close()


def arrive(flow: Flow, analyser: Prepared, piece: Piece) -> float:
    analyser.known[piece.document.text] = piece.analysis
    begin = perf_counter()
    asyncio.run(flow.take_in(piece.document))
    return perf_counter() - begin


def one_story(bases: list[Piece], sizes: tuple[int, ...]) -> None:
    rng, analyser = random.Random(1), Prepared()
    with flow_of(analyser) as flow:
        last = []
        for number in range(1, sizes[-1] + 1):
            last.append(arrive(flow, analyser, retold(bases[number % len(bases)], number, rng)))
            if number in sizes:
                print(f"{number:5d} articles: {1000 * statistics.median(last[-5:]):7.0f} ms", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.parse_args()
    bases = examples()
    first = [one for one in bases if one.document.external_id.startswith("hafen")]
    print("statements", [len(b.analysis.statements) for b in first])
    one_story(first, STORY_SIZES)


if __name__ == "__main__":
    sys.exit(main())
