"""Entities as BIO marks and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from summaries.language.training.sentence import Sentence


def marks(sentence: Sentence) -> list[str] | None:
    """Return the BIO mark of every word, None where entities are not annotated."""
    if sentence.entities is None:
        return None
    row = ["O"] * len(sentence.words)
    for entity in sentence.entities:
        row[entity.start : entity.end] = [f"I-{entity.label}"] * (entity.end - entity.start)
        row[entity.start] = f"B-{entity.label}"
    return row


def best_marks(scores: NDArray[np.float32], names: Sequence[str]) -> list[str]:
    """Return the best BIO marks in which an inside follows its label's begin or inside (Viterbi).

    Args:
        scores: (words, marks) score of every mark of every word; a constant per word changes nothing.
        names: "O", "B-PER", "I-PER" …
    """
    allowed = np.array([[_follows(a, b) for b in names] for a in names])
    best = np.where([not m.startswith("I-") for m in names], scores[0], -np.inf)
    back = []
    for row in scores[1:]:
        reach = np.where(allowed, best[:, None], -np.inf)
        back.append(reach.argmax(0))
        best = reach.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return [names[number] for number in reversed(path)]


def _follows(before: str, mark: str) -> bool:
    return not mark.startswith("I-") or before[2:] == mark[2:]


def spans(row: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of the entities that BIO marks stand for."""
    start = None
    for index, mark in enumerate([*row, "O"]):
        if start is not None and not mark.startswith("I-"):
            yield start, index, row[start][2:]
            start = None
        if mark.startswith("B-"):
            start = index
