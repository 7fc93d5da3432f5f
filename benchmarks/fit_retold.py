"""Fit the weights by which statements that no rule joins are taken for one, and show how sure they are.

Run ``python -m benchmarks.fit_retold [ARTICLES…] [--kept FOLDER]``.  The pairs are those of two articles of
one development story that the rules leave open.  A pair says the same where the gold set names both sentences
for one proposition, or where ``data/claims/retold.tsv`` says so, which was filled by reading the likeliest
pairs; what that file calls open (one only takes for granted what the other tells) is left out.  The halves of
real ARTICLES (see ``benchmarks.halves``) are pairs of one event that hardly ever say the same; the file names
those that do by a digest of their words.  Logistic regression with a ridge, checked on stories that were not
fitted to.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._gold import GOLD, Article, Story, read_story
from benchmarks._kept import Kept
from benchmarks._match import Reader, holds
from benchmarks._systems import evidence_of
from benchmarks.halves import halves
from config import claims as limits
from summaries.claims.align import Relation, relation
from summaries.claims.drafts import Draft, found_under, met_by, order_of
from summaries.claims.reading import prepared
from summaries.claims.retold import SIGNS, kept_apart, signs, words_of
from summaries.claims.scenes import Scenes
from summaries.language import load_pipeline
from summaries.model import Evidence

Array = NDArray[np.float64]
LABELS = GOLD / "retold.tsv"
RIDGE = 3.0
STEPS = 40
FOLDS = 10
SHOWN = (0.5, 0.6, 0.7, 0.8)
"""Chances from which a pair is taken for one in the table that is printed."""


@dataclass(frozen=True)
class Pair:
    """Two statements that the rules leave open: their signs, and whether they say the same."""

    story: str
    texts: tuple[str, str]
    signs: Sequence[float]
    same: bool


def labels() -> dict[str, str]:
    """Return what reading has found, by the digest of two statements' words."""
    rows = (line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines())
    return {row[0] if len(row) == 2 else digest(*row[:2]): row[-1] for row in rows}  # noqa: PLR2004


def digest(old: str, new: str) -> str:
    """Return the name of a pair: of the words of both statements, without breaks."""
    joined = "\t".join(" ".join(text.split()) for text in (old, new))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def pairs(story: Story, reader: Reader, read: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the pairs of a story that no rule joins and nothing keeps apart."""
    for old, new, context in left_open(evidence_of(story, reader)):
        places = [(e.source.article, e.statement.sentence.of(e.text)) for e in (new, old)]
        named = any(all(any(holds(p, w) for w in i.asserted_in) for p in places) for i in story.items)
        label = read.get(digest(words_of(old), words_of(new)), "same" if named else "other")
        if label != "open":
            yield Pair(story.name, (words_of(old), words_of(new)), signs(new, old, context), label == "same")


def pairs_of_halves(files: Sequence[Path], reader: Reader, read: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the pairs of the two halves of each real article."""
    made = sorted(halves(files), key=lambda row: row["gold"])
    for name, rows in groupby(made, key=lambda row: row["gold"]):
        articles = [
            Article(r["id"], r["id"], datetime.fromisoformat(r["published"]), r["title"], r["text"])
            for r in rows
        ]
        story = Story(f"half {name}", "", hard=False, articles=tuple(articles), items=())
        yield from pairs(story, reader, read)


def left_open(evidence: Sequence[Evidence]) -> Iterator[tuple[Evidence, Evidence, float]]:
    """Yield each two statements that the rules leave open, and what the articles around them say for them."""
    ready = prepared(evidence)
    scenes = Scenes(ready)
    told = sorted((e for e in ready if e.statement.claimable), key=order_of)
    for old, new in combinations(told, 2):
        context = limits.EVIDENCE_CONTEXT * scenes.tell_of_whom(new, old)
        if _is_open(new, old, scenes, context):
            yield old, new, context


def _is_open(new: Evidence, old: Evidence, scenes: Scenes, context: float) -> bool:
    """Whether two statements meet in the comparison, and neither a rule nor what keeps them apart decides."""
    if new.source.article == old.source.article or any(kept_apart(new, old)):
        return False
    met = scenes.meet(new, old) and met_by(new) & found_under(Draft([old]))
    return bool(met) and relation(new.statement, old.statement, context) is Relation.UNRELATED


def fit(rows: Array, same: Array) -> Array:
    """Return the weights, the constant last, by Newton's method (iteratively reweighted least squares)."""
    scale = np.append(np.maximum(rows.std(axis=0), 1e-6), 1.0)
    x = np.column_stack([rows, np.ones(len(rows))]) / scale
    ridge = np.diag([RIDGE] * rows.shape[1] + [0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = _chance(x, weights)
        slope = x.T @ (chance - same) + ridge @ weights
        bend = (x.T * (chance * (1.0 - chance))) @ x + ridge
        weights = weights - np.linalg.solve(bend, slope)
    found: Array = weights / scale
    return found


def _chance(x: Array, weights: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -40.0, 40.0)))


def checked(found: Sequence[Pair]) -> Array:
    """Return the chance of each pair by weights that were fitted without its tenth of the stories."""
    rows, same = _arrays(found)
    stories = sorted({pair.story for pair in found})
    fold = np.array([stories.index(pair.story) % FOLDS for pair in found])
    chances = np.zeros(len(found))
    for part in range(FOLDS):
        weights = fit(rows[fold != part], same[fold != part])
        chances[fold == part] = _chance(_with_one(rows[fold == part]), weights)
    return chances


def _arrays(found: Sequence[Pair]) -> tuple[Array, Array]:
    rows = np.array([pair.signs for pair in found], dtype=np.float64)
    return rows, np.array([pair.same for pair in found], dtype=np.float64)


def _with_one(rows: Array) -> Array:
    return np.column_stack([rows, np.ones(len(rows))])


def main() -> None:
    """Print the weights, and what they would have joined in stories that they had not seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", nargs="*", type=Path, help="real articles, to be cut into halves")
    parser.add_argument("--kept", type=Path, help="a folder for readings of texts")
    parser.add_argument("--verbose", action="store_true", help="also the likeliest pairs")
    args = parser.parse_args()
    reader, read = Reader(load_pipeline(), Kept(args.kept)), labels()
    stories = [read_story(path) for path in sorted(GOLD.glob("dev_*.json"))]
    found = [pair for story in stories for pair in pairs(story, reader, read)]
    found += pairs_of_halves(args.articles, reader, read)
    _report(found, args.verbose)


def _report(found: Sequence[Pair], verbose: bool) -> None:
    chances = checked(found)
    print(f"{len(found)} pairs, {sum(pair.same for pair in found)} of them say the same")
    for least in SHOWN:
        taken = [pair.same for pair, chance in zip(found, chances, strict=True) if chance >= least]
        print(f"from {least}: {sum(taken)} of {len(taken)} right")
    for name, weight in zip((*SIGNS, "start"), fit(*_arrays(found)), strict=True):
        print(f"  {name:32} {weight:7.2f}")
    likeliest = sorted(zip(chances, found, strict=True), key=lambda row: -row[0])
    for chance, pair in (row for row in likeliest if verbose and row[0] >= min(SHOWN)):
        print(f"{'+' if pair.same else '-'} {chance:.2f} {pair.story} {' || '.join(pair.texts)}")


if __name__ == "__main__":
    main()
