"""Entities as BIO marks and back, and the best marks under a network's scores."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp
from numpy.typing import NDArray

from summaries.language.training.marks import best_marks, marks, spans
from summaries.language.training.sentence import Entity, Sentence

LABELS = ("PER", "ORG", "LOC")
NAMES = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def sentence(length: int, entities: tuple[Entity, ...] | None) -> Sentence:
    rows = {"tags": None, "pos": None, "feats": None, "lemmas": None, "heads": None, "deps": None}
    words = tuple(f"Wort{number}" for number in range(length))
    return Sentence(words, (True,) * length, **rows, entities=entities, source="probe", split="train")


@st.composite
def annotated(draw: st.DrawFn) -> Sentence:
    """Return a sentence of entities and gaps in random order."""
    at, found = 0, []
    for gap, length, label in draw(
        st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(LABELS)), max_size=5)
    ):
        found.append(Entity(at + gap, at + gap + length, label))
        at += gap + length
    return sentence(at + draw(st.integers(0, 2)), tuple(found))


@given(annotated())
def test_entities_come_back_from_their_marks(given_: Sentence) -> None:
    row = marks(given_)
    assert row is not None
    assert len(row) == len(given_.words)
    assert tuple(Entity(*span) for span in spans(row)) == given_.entities


@given(annotated())
def test_words_outside_entities_are_marked_as_such(given_: Sentence) -> None:
    inside = {index for entity in given_.entities or () for index in range(entity.start, entity.end)}
    row = marks(given_) or []
    assert {index for index, mark in enumerate(row) if mark != "O"} == inside


def test_entities_not_annotated_are_not_the_same_as_none_there() -> None:
    assert marks(sentence(3, None)) is None
    assert marks(sentence(3, ())) == ["O", "O", "O"]


def test_neighbouring_entities_stay_apart() -> None:
    row = marks(sentence(3, (Entity(0, 2, "PER"), Entity(2, 3, "PER"))))
    assert row == ["B-PER", "I-PER", "B-PER"]
    assert [*spans(row)] == [(0, 2, "PER"), (2, 3, "PER")]


def allowed(row: tuple[str, ...]) -> bool:
    return all(
        not mark.startswith("I-") or before in {f"B-{mark[2:]}", mark}
        for before, mark in pairwise(("O", *row))
    )


def total(scores: NDArray[np.float32], row: tuple[str, ...] | list[str]) -> float:
    return sum(float(scores[index, NAMES.index(mark)]) for index, mark in enumerate(row))


# Whole numbers, so that sums are the same in whatever order they are taken.
SCORES = st.integers(1, 4).flatmap(
    lambda length: stnp.arrays(np.float32, (length, len(NAMES)), elements=st.integers(-50, 50))
)


@given(SCORES)
def test_the_best_marks_are_the_best_of_all_allowed_ones(scores: NDArray[np.float32]) -> None:
    rows = filter(allowed, product(NAMES, repeat=len(scores)))
    found = best_marks(scores, NAMES)
    assert allowed(tuple(found))
    assert total(scores, found) == max(total(scores, row) for row in rows)


@given(
    stnp.arrays(np.float32, st.tuples(st.integers(1, 40), st.just(7)), elements=st.floats(-9, 9, width=32))
)
def test_no_inside_stands_without_its_begin(scores: NDArray[np.float32]) -> None:
    names = ("O", *(f"{kind}-{label}" for label in LABELS for kind in "BI"))
    assert allowed(tuple(best_marks(scores, names)))


@given(SCORES, st.integers(-99, 99))
def test_a_constant_per_word_changes_nothing(scores: NDArray[np.float32], constant: int) -> None:
    shifted = scores.copy()
    shifted[0] += constant
    assert best_marks(shifted, NAMES) == best_marks(scores, NAMES)


def test_a_likely_inside_pulls_its_begin_along() -> None:
    scores = np.array([[1, 0, -9, 0, -9], [0, -9, 5, -9, -9]], np.float32)
    assert best_marks(scores, NAMES) == ["B-PER", "I-PER"]


def test_an_inside_of_another_label_is_not_believed() -> None:
    scores = np.array([[0, 9, 0, 0, 0], [0, -1, 1, -1, 2]], np.float32)
    assert best_marks(scores, NAMES) == ["B-PER", "I-PER"]


@pytest.mark.parametrize("row", [[], ["O"], ["O", "O"]])
def test_rows_without_marks_hold_no_entities(row: list[str]) -> None:
    assert [*spans(row)] == []
