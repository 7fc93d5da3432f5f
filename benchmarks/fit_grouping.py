"""Fit the weights of the story engine, and show how it groups around them.

Run ``python -m benchmarks.fit_grouping weights MANIFEST…`` for weights, ``… around MANIFEST…`` for the
figures with single weights changed.

An article that arrives has a choice: one of the running stories, or a new one.  With the right stories so
far, those weights are sought that make the right choices most likely (a conditional logit, McFadden 1974):
the chance of a story is proportional to exp(score - needed), that of a new one to 1.  Every weight has the
sign that its name promises.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from math import log2
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.cached import Labelled, half, in_other_order, load, squeezed
from benchmarks.grouping import group_by_engine, score
from config.stories import DEFAULT_TUNING, FULL_TEXT_WORDS, Tuning
from summaries.model import Features
from summaries.stories import StoryEngine
from summaries.stories.evidence import Comparison

Array = NDArray[np.float64]
FOR = ("vector", "terms", "headline", "figures", "actors", "names")
AGAINST = (
    *("other_actors", "other_names", "other_places", "other_ordinal", "other_result"),
    *("silence", "silence_of_texts", "full_text", "join"),
)
NAMES = (*FOR, *AGAINST)
"""What is fitted.  Not the sizes, as a third article is rare in own stories whatever it says, and not
``ticker``, as no text is one."""
UNIT = replace(DEFAULT_TUNING, **(dict.fromkeys(NAMES, 1.0) | dict.fromkeys(("join", "full_text"), 0.0)))
SQUEEZE = 0.4
ROUNDS = 3
RIDGE = 0.003
STEPS = 4_000


@dataclass(frozen=True)
class Choice:
    """The stories that an article could join, a row of unweighted evidence each, and the right one.

    ``given`` is what speaks for or against each of them besides, ``weight`` how much the choice counts.
    """

    rows: Array
    given: Array
    right: int | None
    weight: float = 1.0


def choices(labelled: Labelled) -> Iterator[Choice]:
    """Yield the choice of each article while the stories so far are the right ones."""
    engine = StoryEngine(UNIT)
    numbers: dict[str, int] = {}
    for article, (features, label) in enumerate(zip(*labelled, strict=True)):
        offered = [one for one in engine.compare(features) if np.isfinite(one.margin)]
        if offered:
            stories = [one.story for one in offered]
            right = numbers.get(label, -1)
            yield Choice(
                np.array([_row(one, features) for one in offered]),
                np.array([_given(one) for one in offered]),
                stories.index(right) if right in stories else None,
            )
        engine.add(article, numbers.setdefault(label, len(numbers)), features)


def _row(one: Comparison, features: Features) -> list[float]:
    sides = {kind: weight for kind, _, weight in one.sides}
    fullness = min(1.0, features.words / FULL_TEXT_WORDS)
    silence = -log2(1.0 + one.silence / UNIT.fresh)
    rest = {
        "silence": (1.0 - fullness) * silence,
        "silence_of_texts": fullness * silence,
        "full_text": -fullness,
        "join": -1.0,
    }
    return [(sides | rest).get(name, 0.0) for name in NAMES]


def _given(one: Comparison) -> float:
    return sum(weight for kind, _, weight in one.sides if kind == "ticker") - one.needed


def fit(made: Sequence[Choice]) -> dict[str, float]:
    """Return the weights, none below 0, that make the right choices most likely."""
    rows = np.concatenate([choice.rows for choice in made])
    scale = np.maximum(rows.std(axis=0), 1e-6)
    scale[NAMES.index("join")] = 1.0
    weights = _most_likely(rows / scale, made) / scale
    return dict(zip(NAMES, weights.tolist(), strict=True))


def _most_likely(rows: Array, made: Sequence[Choice]) -> Array:
    """Go down the gradient (Nesterov's method with restarts), keeping weights at 0 and above."""
    starts = np.cumsum([0, *(len(choice.rows) for choice in made[:-1])])
    paired = zip(starts, made, strict=True)
    given = np.concatenate([choice.given for choice in made])
    right = np.array([start + choice.right for start, choice in paired if choice.right is not None])
    counts = np.repeat([choice.weight for choice in made], [len(choice.rows) for choice in made])
    counts *= len(made) / sum(choice.weight for choice in made)
    wanted = counts[right] @ rows[right] / len(made)
    ridge = RIDGE * (np.arange(rows.shape[1]) != NAMES.index("join"))
    step = 4.0 / (np.linalg.eigvalsh(rows.T @ (rows * counts[:, None]) / len(made))[-1] + RIDGE)
    weights = ahead = np.zeros(rows.shape[1])
    speed = 1.0
    for _ in range(STEPS):
        slope = _expected(rows, given, starts, counts, ahead) - wanted + ridge * ahead
        moved = np.maximum(ahead - step * slope, 0.0)
        if (ahead - moved) @ (moved - weights) > 0:
            speed = 1.0
        faster = (1 + (1 + 4 * speed * speed) ** 0.5) / 2
        ahead, weights, speed = moved + (speed - 1) / faster * (moved - weights), moved, faster
    return weights


def _expected(rows: Array, given: Array, starts: NDArray[np.int64], counts: Array, weights: Array) -> Array:
    """Return the evidence of the stories that are chosen by these weights, in the mean."""
    odds = np.exp(np.clip(rows @ weights + given, -50.0, 50.0))
    lengths = np.diff([*starts, len(rows)])
    chances = odds / np.repeat(1.0 + np.add.reduceat(odds, starts), lengths)
    return (rows.T @ (chances * counts)) / len(starts)


def versions(labelled: Labelled) -> Iterator[Labelled]:
    """Yield a set in several orders of each day, and with its events nearer to each other."""
    for seed in range(ROUNDS):
        yield in_other_order(labelled, seed)
        yield in_other_order(squeezed(labelled, SQUEEZE), seed)


def _counted(labelled: Labelled) -> list[Choice]:
    """Return the choices of all versions of a set; a set counts by the root of its size, so none drowns."""
    made = [choice for version in versions(labelled) for choice in choices(version)]
    return [replace(choice, weight=len(made) ** -0.5) for choice in made]


def judged(labelled: Labelled, tuning: Tuning) -> tuple[float, float]:
    """Return pairwise and B-cubed F1, the means over all versions of a set."""
    sums = [score(group_by_engine(articles, tuning), gold) for articles, gold in versions(labelled)]
    return float(np.mean([one.f1 for one in sums])), float(np.mean([one.b_f1 for one in sums]))


def show_weights(sets: Sequence[Labelled]) -> None:
    """Print weights of all stories, and what weights of one half of them do to the other."""
    whole = fit([choice for one in sets for choice in _counted(one)])
    print("all stories:", _shown(whole))
    for number in (0, 1):
        learnt = [half(one, number) for one in sets]
        weights = fit([choice for one in learnt for choice in _counted(one)])
        print(f"half {number}:", _shown(weights))
        print("  on the other:", [_f1(judged(half(one, 1 - number), _tuned(weights))) for one in sets])


def show_around(sets: Sequence[Labelled]) -> None:
    """Print the figures with each weight smaller and larger."""
    print("as they are", [_f1(judged(one, DEFAULT_TUNING)) for one in sets])
    for name in (field.name for field in fields(Tuning) if field.name in NAMES):
        value = getattr(DEFAULT_TUNING, name)
        for factor in (0.7, 1.4):
            tuning = replace(DEFAULT_TUNING, **{name: value * factor})
            print(f"{name} {value * factor:.2f}", [_f1(judged(one, tuning)) for one in sets], flush=True)


def _tuned(weights: dict[str, float]) -> Tuning:
    return replace(DEFAULT_TUNING, **weights)


def _shown(weights: dict[str, float]) -> str:
    return " ".join(f"{name}={value:.2f}" for name, value in weights.items())


def _f1(pair: tuple[float, float]) -> str:
    return f"{pair[0]:.3f}/{pair[1]:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["weights", "around"])
    parser.add_argument("manifests", nargs="+", type=Path)
    parser.add_argument("--headlines", action="store_true", help="add each set without its texts")
    parser.add_argument("--cache", type=Path, default=Path(".cache") / "features")
    arguments = parser.parse_args()
    sets = [load(path, arguments.cache) for path in arguments.manifests]
    if arguments.headlines:
        sets += [load(path, arguments.cache, headlines=True) for path in arguments.manifests]
    {"weights": show_weights, "around": show_around}[arguments.what](sets)


if __name__ == "__main__":
    main()
