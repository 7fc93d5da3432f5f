"""How long the steps take per example article, as multiples of a reference in the same process.

The reference is plain Python that counts the four-letter runs of the same texts: it runs everywhere and moves
with the machine, so ratios can be compared between machines where milliseconds cannot.  Each figure is the
best of several rounds.  Run ``python -m benchmarks.speed``.
"""

from __future__ import annotations

import resource
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from summaries.analyse import analyse
from summaries.claims import compare
from summaries.intake import read_manifest
from summaries.language import load_pipeline
from summaries.model import Analysis, Document, Evidence, Features, Source
from summaries.stories import StoryEngine, load_encoder

MANIFEST = Path(__file__).parents[1] / "examples" / "manifest.jsonl"
ROUNDS = 3
FEW, MANY = 200, 2_000
COPIES = 5


@dataclass(frozen=True)
class Row:
    """One step: what was done how often, and how long it took in all."""

    step: str
    count: int
    seconds: float

    def line(self, reference: float) -> str:
        """Return the row of the table; ``reference`` is in seconds per article."""
        each = self.seconds / self.count
        return f"{self.step:<44}{each * 1000:>10.2f}{each / reference:>12.1f}"


def best(work: Callable[[], object]) -> float:
    """Return the shortest of several runs of ``work``, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return min(times)


def example_documents() -> list[Document]:
    """Return the example articles.

    Raises:
        TypeError: A line of the manifest is broken.
    """
    found = list(read_manifest(MANIFEST, datetime.now(UTC)))
    documents = [item for item in found if isinstance(item, Document)]
    if len(documents) != len(found):
        raise TypeError(f"{MANIFEST} has a broken line")
    return documents


def evidence_of(document: Document, analysis: Analysis) -> list[Evidence]:
    """Return the statements of an article with their source."""
    source = Source(
        article=document.external_id or document.title,
        outlet=document.outlet.name,
        outlet_key=document.outlet.key,
        published=document.published,
        url=document.url,
        title=document.title,
        agency=document.agency,
    )
    return [Evidence(source, statement, document.text) for statement in analysis.statements]


def crowd(features: list[Features], size: int) -> list[Features]:
    """Return ``size`` articles about ever other subjects, an hour apart, made from a few real ones."""
    made = []
    for number in range(size):
        real = features[number % len(features)]
        tag = f"~{number // len(features)}"
        terms = {f"{term}{tag}": weight for term, weight in real.terms.items()}
        actors = frozenset(f"{actor}{tag}" for actor in real.actors)
        when = features[0].published + timedelta(hours=number)
        made.append(replace(real, terms=terms, actors=actors, published=when, vector=()))
    return made


def place_all(articles: list[Features]) -> None:
    """Let a new story engine place the articles one after the other."""
    engine = StoryEngine()
    for number, features in enumerate(articles):
        story = engine.place(features).story
        engine.add(number, len(engine) if story is None else story, features)


def repeated(evidence: list[Evidence]) -> list[Evidence]:
    """Return the evidence as if ``COPIES`` times as many articles had said it."""
    return [
        replace(item, source=replace(item.source, article=f"{item.source.article}/{copy}"))
        for copy in range(COPIES)
        for item in evidence
    ]


def runs(texts: list[str]) -> Counter[str]:
    """Do the reference work: count the four-letter runs of all texts."""
    return Counter(text[i : i + 4] for text in texts for i in range(len(text)))


def measure(documents: list[Document]) -> tuple[float, list[Row]]:
    """Return the reference in seconds per article, and the rows of the table."""
    count, texts = len(documents), [document.text for document in documents]
    reference = best(lambda: runs(texts)) / count
    nlp, encoder = load_pipeline(), load_encoder()
    analyses = [analyse(document, nlp, encoder) for document in documents]
    evidence = [item for pair in zip(documents, analyses, strict=True) for item in evidence_of(*pair)]
    more = repeated(evidence)
    features = [analysis.features for analysis in analyses]
    few, many = crowd(features, FEW), crowd(features, MANY)
    return reference, [
        Row("counting four-letter runs (reference)", count, reference * count),
        Row("language pipeline", count, best(lambda: [nlp(text) for text in texts])),
        Row(
            "whole analysis", count, best(lambda: [analyse(document, nlp, encoder) for document in documents])
        ),
        Row(f"placing in a story, {FEW} articles", FEW, best(lambda: place_all(few))),
        Row(f"placing in a story, {MANY} articles", MANY, best(lambda: place_all(many))),
        Row(f"comparing statements of {count} articles", count, best(lambda: compare(evidence))),
        Row(
            f"comparing statements of {count * COPIES} articles", count * COPIES, best(lambda: compare(more))
        ),
    ]


def main() -> None:
    """Print the table, the time to load the models and the peak of memory."""
    begin = perf_counter()
    load_pipeline()("Der erste Satz lädt, was erst bei Gebrauch geladen wird.")
    load_encoder().encode(["Ein Satz."])
    loaded = perf_counter() - begin
    reference, rows = measure(example_documents())
    print(f"{'step':<44}{'ms/article':>10}{'x reference':>12}")
    for row in rows:
        print(row.line(reference))
    unit = 1024 if sys.platform == "darwin" else 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024
    print(f"loading the language work: {loaded:.1f} s; peak memory: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
