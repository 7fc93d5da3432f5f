"""Score the story engine on manifests with gold labels, beside a word and a vector baseline.

Run ``python -m benchmarks.grouping MANIFEST…``; each line of a manifest is a JSON object with ``id``,
``published``, ``title``, ``gold`` (the story's label) and optionally ``text``.  With ``--corrections STORE``
the pairs of articles that people labelled by correcting stories by hand are the gold: which share of them a
grouping of the stored articles has as people want them.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from spacy.language import Language

from bot.flow.codec import load_features
from storage import Database, corrections
from storage import articles as stored_articles
from storage.writes import key_of
from summaries.language import load_pipeline
from summaries.model import Block, BlockKind, DateSource, Document, Features, Outlet, Span
from summaries.stories import clean_title, extract_features, load_encoder
from summaries.stories.batch import group as group_by_engine
from summaries.stories.corrections import agreement
from summaries.stories.features import Encoder

WORDS_JOIN = 0.10
"""Similarity from which the word baseline joins; the best of .10, .15, .20, .25, .30 on the headlines."""

VECTOR_JOIN = 0.9
"""The same for the vector baseline; the best of .82, .84, .86, .88, .90, .92."""

IDLE = timedelta(hours=24)
PAGE = 500


@dataclass(frozen=True)
class Scores:
    """Pairwise and B-cubed figures of one grouping."""

    precision: float
    recall: float
    f1: float
    b_precision: float
    b_recall: float
    b_f1: float
    clusters: int


def f_measure(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(counts: Counter[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def score(predicted: Sequence[Hashable], gold: Sequence[Hashable]) -> Scores:
    """Return the figures of ``predicted`` labels against ``gold`` labels of the same articles."""
    found, wanted = Counter(predicted), Counter(gold)
    both = Counter(zip(predicted, gold, strict=True))
    joint = _pairs(Counter(both))
    precision = joint / _pairs(found) if _pairs(found) else 1.0
    recall = joint / _pairs(wanted) if _pairs(wanted) else 1.0
    b_precision = sum(n * n / found[p] for (p, _), n in both.items()) / len(gold)
    b_recall = sum(n * n / wanted[g] for (_, g), n in both.items()) / len(gold)
    return Scores(
        precision, recall, f_measure(precision, recall),
        b_precision, b_recall, f_measure(b_precision, b_recall), len(found),
    )  # fmt: skip


def adjusted_rand(left: Sequence[Hashable], right: Sequence[Hashable]) -> float:
    """Return how far two groupings of the same articles agree, 0 for chance and 1 for alike."""
    both, one, other = (_pairs(Counter(labels)) for labels in (zip(left, right, strict=True), left, right))
    chance = one * other / max(len(left) * (len(left) - 1) // 2, 1)
    most = (one + other) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def agreement_when_shuffled(articles: Sequence[Features], rounds: int = 5) -> float:
    """Return the mean adjusted Rand index of groupings with each day's articles in another order."""
    straight = group_by_engine(articles)
    total = 0.0
    for seed in range(rounds):
        rng = Random(seed)
        order = sorted(range(len(articles)), key=lambda n: (articles[n].published.date(), rng.random()))
        groups = group_by_engine([articles[n] for n in order])
        shuffled = dict(zip(order, groups, strict=True))
        total += adjusted_rand(straight, [shuffled[n] for n in range(len(articles))])
    return total / rounds


def read_manifest(path: Path) -> tuple[list[Document], list[str]]:
    """Return the documents of a labelled manifest in order of time, and their labels."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows.sort(key=lambda row: (row["published"], row["id"]))
    documents = [
        Document(
            text=row.get("text") or "",
            title=row["title"],
            outlet=Outlet(row.get("outlet", "x"), row.get("outlet", "x")),
            published=datetime.fromisoformat(row["published"]),
            published_source=DateSource.MANIFEST,
            external_id=str(row["id"]),
        )
        for row in rows
    ]
    return documents, [row["gold"] for row in rows]


def features_of(document: Document, nlp: Language, encoder: Encoder | None) -> Features:
    """Return the features of a document whose whole text is body."""
    span = Span(0, len(document.text))
    blocks = (Block(span, BlockKind.BODY, document.published),) if document.text else ()
    title_doc = nlp(clean_title(document.title))
    return extract_features(document, nlp(document.text), blocks, encoder, title_doc)


def group_by_words(articles: Sequence[Features], join: float = WORDS_JOIN) -> list[int]:
    """Return groups by TF-IDF of stems and four-letter runs: nearest centroid, 24 hours idle."""
    seen: Counter[str] = Counter()
    rows: list[dict[str, float]] = []
    for features in articles:
        seen.update(features.terms.keys())
        total = len(rows) + 2
        row = {t: w * (math.log(total / seen[t]) + 1) for t, w in features.terms.items()}
        norm = math.sqrt(sum(w * w for w in row.values())) or 1.0
        rows.append({t: w / norm for t, w in row.items()})
    return _nearest_centroid([a.published for a in articles], rows, _sparse_cosine, _sparse_sum, join)


def group_by_vectors(articles: Sequence[Features], join: float = VECTOR_JOIN) -> list[int]:
    """Return groups by sentence vectors alone: nearest centroid, 24 hours idle."""
    rows = [np.asarray(features.vector) for features in articles]
    return _nearest_centroid(
        [a.published for a in articles],
        rows,
        lambda a, b: float(a @ b / ((np.linalg.norm(a) * np.linalg.norm(b)) or 1.0)),
        lambda a, b: a + b,
        join,
    )


def _sparse_cosine(left: dict[str, float], right: dict[str, float]) -> float:
    norm = math.sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values()))
    return sum(w * right.get(t, 0.0) for t, w in left.items()) / (norm or 1.0)


def _sparse_sum(left: dict[str, float], right: dict[str, float]) -> dict[str, float]:
    return {term: left.get(term, 0.0) + right.get(term, 0.0) for term in left | right}


def _nearest_centroid(
    times: Sequence[datetime],
    rows: Sequence[Any],
    likeness: Callable[[Any, Any], float],
    plus: Callable[[Any, Any], Any],
    join: float,
) -> list[int]:
    sums: list[Any] = []
    last: list[datetime] = []
    groups: list[int] = []
    for time, row in zip(times, rows, strict=True):
        open_groups = [g for g in range(len(sums)) if time - last[g] <= IDLE]
        best = max(open_groups, key=lambda g: likeness(row, sums[g]), default=None)
        if best is None or likeness(row, sums[best]) < join:
            best = len(sums)
            sums.append(row)
            last.append(time)
        else:
            sums[best], last[best] = plus(sums[best], row), time
        groups.append(best)
    return groups


@dataclass(frozen=True)
class Corrected:
    """Stored articles by number, in order of arrival, and the pairs of them that people labelled."""

    articles: dict[int, Features]
    pairs: dict[tuple[int, int], bool]


def read_corrections(store: Path) -> Corrected:
    """Return what people put right in a store (an SQLite file), with the articles that it is about."""
    database = Database(store)
    articles: dict[int, Features] = {}
    with database.reading() as session:
        labels = corrections.pairs(session)
        last = 0
        while rows := stored_articles.after(session, last, PAGE):
            last = key_of(rows[-1].article)
            known = ((key_of(row.article), row.revision.features) for row in rows)
            articles |= {number: load_features(text) for number, text in known if text != "{}"}
    database.close()
    return Corrected(articles, {pair: same for pair, same in labels.items() if {*pair} <= articles.keys()})


def report_corrections(store: Path) -> None:
    """Print which share of the labelled pairs the engine and both baselines have as people want them."""
    found = read_corrections(store)
    together = sum(found.pairs.values())
    print(f"{len(found.articles)} articles, {len(found.pairs)} labelled pairs, {together} of one story")
    for name, group in GROUPINGS.items():
        stories = dict(zip(found.articles, group(list(found.articles.values())), strict=True))
        print(f"{name:<12} {agreement(stories, found.pairs):.3f} as people want them")


GROUPINGS: dict[str, Callable[[Sequence[Features]], list[int]]] = {
    "engine": group_by_engine,
    "TF-IDF": group_by_words,
    "vectors": group_by_vectors,
}


def report(path: Path, nlp: Language, encoder: Encoder) -> None:
    """Print the figures of the engine and both baselines on one manifest."""
    documents, gold = read_manifest(path)
    articles = [features_of(document, nlp, encoder) for document in documents]
    print(f"{path}: {len(gold)} articles, {len(set(gold))} stories")
    print(f"order of a day shuffled: adjusted Rand index {agreement_when_shuffled(articles):.3f}")
    print("              pairwise P    R    F1   B-cubed P    R    F1   stories")
    for name, group in GROUPINGS.items():
        s = score(group(articles), gold)
        print(
            f"{name:<12} {s.precision:11.3f} {s.recall:.3f} {s.f1:.3f} "
            f"{s.b_precision:9.3f} {s.b_recall:.3f} {s.b_f1:.3f} {s.clusters:8d}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("manifests", nargs="*", type=Path)
    parser.add_argument("--corrections", type=Path, metavar="STORE", help="a store with corrections by hand")
    arguments = parser.parse_args()
    if arguments.corrections:
        report_corrections(arguments.corrections)
    if not arguments.manifests:
        return
    nlp, encoder = load_pipeline(), load_encoder()
    for path in arguments.manifests:
        report(path, nlp, encoder)


if __name__ == "__main__":
    main()
