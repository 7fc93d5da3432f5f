"""What one decision costs as the archive grows, in processor time, on generated articles.

Run ``python -m benchmarks.growth``; ``--large`` adds the sizes that take many minutes, and ``--kept FILE``
keeps each row when it is ready, so that a run that was ended goes on with the next one.  A generated story
has a direction for its vectors and words of its own beside common ones; each of its articles varies both.

Beside the engine, the nearest story is looked for in a loop over all of them and, where it is installed, by
scikit-learn; both compare vectors only.  What the store adds to it is measured by ``benchmarks.arrivals``.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summaries.analyse import analyse
from summaries.intake import read_manifest
from summaries.language import load_pipeline
from summaries.model import Document, Features
from summaries.stories import StoryEngine, load_encoder

SMALL = ((1_000, 100), (1_000, 1_000), (10_000, 1_000), (10_000, 5_000))
LARGE = ((50_000, 50_000), (100_000, 10_000), (1_000_000, 50_000))
WIDTH, COMMON_WORDS, OWN_WORDS, WORDS = 384, 5_000, 40, 60
PROBES = 200
START = datetime(2025, 1, 1, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[1] / "examples" / "manifest.jsonl"


@dataclass(frozen=True)
class Cost:
    """Seconds per decision and bytes per open story at one size."""

    place: float
    add: float
    fill: float
    bytes: float
    loop: float
    neighbours: float | None


def generated(count: int, stories: int, seed: int = 1) -> Iterator[tuple[int, Features]]:
    """Yield articles with the number of their story; each story is told again and again."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        story = number % stories if number < stories else int(rng.integers(stories))
        yield story, told(story, START + timedelta(minutes=number), rng)


def told(story: int, moment: datetime, rng: np.random.Generator) -> Features:
    """Return what one more article of a story is compared by."""
    own = np.random.default_rng(story)
    vector = _usual() + own.standard_normal(WIDTH) + 0.5 * rng.standard_normal(WIDTH)
    chosen = rng.integers(OWN_WORDS, size=WORDS // 2)
    common = rng.zipf(1.3, WORDS // 2) % COMMON_WORDS
    words = [f"wort{story}x{n}" for n in chosen] + [f"w{n}" for n in common]
    return Features(
        title="",
        published=moment,
        terms=dict.fromkeys(words, 1.0),
        actors=frozenset((f"name{story}", f"name{story % 50}")),
        vector=tuple((vector / np.linalg.norm(vector)).astype(np.float32).tolist()),
    )


@cache
def _usual() -> NDArray[np.float64]:
    """Return what the vectors of all articles have in common."""
    return np.random.default_rng(0).standard_normal(WIDTH)


def measure(count: int, stories: int) -> Cost:
    """Fill an engine and time what one more article costs."""
    before = _memory()
    engine = StoryEngine(prior={})
    matrix = np.zeros((stories, WIDTH), dtype=np.float32)
    begin = process_time()
    adding = 0.0
    for number, (story, features) in enumerate(generated(count, stories)):
        started = process_time()
        engine.add(number, story, features)
        adding += process_time() - started
        matrix[story] += features.vector
    fill = process_time() - begin
    gc.collect()
    size = (_memory() - before - matrix.nbytes) / stories
    probes = [features for _, features in generated(PROBES, stories, seed=2)]
    place = _each(probes, engine.place)
    vectors = [np.asarray(probe.vector, dtype=np.float32) for probe in probes]
    loop = _each(vectors[:5], lambda vector: max(range(stories), key=lambda n: float(matrix[n] @ vector)))
    return Cost(place, adding / count, fill, size, loop, _by_sklearn(matrix, vectors))


def _each(items: Sequence[Any], work: Callable[[Any], object]) -> float:
    begin = process_time()
    for item in items:
        work(item)
    return (process_time() - begin) / len(items)


def _memory() -> int:
    """Return the bytes that the process holds now, or at most so far where that is not known."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _by_sklearn(matrix: NDArray[np.float32], vectors: Sequence[NDArray[np.float32]]) -> float | None:
    if find_spec("sklearn") is None:
        return None
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415 - optional

    nearest = NearestNeighbors(n_neighbors=1, metric="cosine").fit(matrix)
    return _each(vectors[:20], lambda vector: nearest.kneighbors(vector[None]))


def analysis_seconds() -> float:
    """Return the time that the analysis of an example article takes."""
    nlp, encoder = load_pipeline(), load_encoder()
    found = read_manifest(EXAMPLES, datetime.now(UTC))
    documents = [one for one in found if isinstance(one, Document)][:5]
    analyse(documents[0], nlp, encoder)
    return _each(documents, lambda document: analyse(document, nlp, encoder))


def measured(count: int, stories: int, kept: Path | None) -> Cost:
    """Return the cost at one size, from the file of kept rows if it stands there."""
    key = f"{count} {stories}"
    rows = json.loads(kept.read_text(encoding="utf-8")) if kept and kept.exists() else {}
    if key not in rows:
        rows[key] = asdict(measure(count, stories))
        if kept:
            kept.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return Cost(**rows[key])


def _line(count: int, stories: int, cost: Cost, analysis: float) -> str:
    near = "–" if cost.neighbours is None else f"{cost.neighbours / cost.place:.1f}"
    share = (cost.place + cost.add) / analysis
    return (
        f"{count:9d} {stories:8d} {1000 * cost.place:5.2f} ms {1000 * cost.add:5.2f} ms {share:6.1%}"
        f" {cost.bytes:11.0f} {cost.loop / cost.place:11.1f} {near:>14} {cost.fill:7.0f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="up to a million articles and 50 000 stories")
    parser.add_argument("--kept", type=Path, help="file of rows that are ready, read and written")
    arguments = parser.parse_args()
    whole = analysis_seconds()
    print(f"analysis of one article: {1000 * whole:.0f} ms")
    print(" articles  stories   place    add  share  bytes/story  loop/place  sklearn/place     fill")
    for count, stories in SMALL + (LARGE if arguments.large else ()):
        print(_line(count, stories, measured(count, stories, arguments.kept), whole), flush=True)
    if find_spec("sklearn") is None:
        print('scikit-learn is not installed, so it was not measured (dependency group "bench").')


if __name__ == "__main__":
    sys.exit(main())
