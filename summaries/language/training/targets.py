"""Gold sentences as what the teacher reads and is compared with: batches and class numbers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

import numpy as np
import torch
from torch import Tensor

from summaries.language.training.e5 import Encoder
from summaries.language.training.marks import marks
from summaries.language.training.sentence import Sentence
from summaries.language.training.teacher import Batch, Vocabulary, batch_of

BATCH_PIECES: Final = 2000  # padded; some 40 to 60 news sentences, not tuned
NOT_SCORED: Final = -100


def vocabulary_of(sentences: Sequence[Sentence]) -> Vocabulary:
    """Return the classes that occur in ``sentences``, the most frequent first."""
    return Vocabulary(
        tags=_classes(s.tags for s in sentences),
        pos=_classes(s.pos for s in sentences),
        feats=_classes(s.feats for s in sentences),
        deps=_classes(s.deps for s in sentences),
        entities=("O", *(f"{kind}-{label}" for label in ("PER", "ORG", "LOC") for kind in "BI")),
        sources=tuple(sorted({s.source for s in sentences})),
    )


def _classes(rows: Iterator[tuple[str, ...] | None]) -> tuple[str, ...]:
    return tuple(value for value, _ in Counter(v for row in rows for v in row or ()).most_common())


class Targets:
    """Turns gold annotation into padded class numbers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.numbers = {
            name: {value: number for number, value in enumerate(values)}
            for name, values in asdict(vocabulary).items()
        }

    def __call__(self, sentences: Sequence[Sentence], width: int) -> dict[str, Tensor]:
        """Return (sentences, width) class numbers per head, `NOT_SCORED` where nothing is known."""
        rows = {
            "tags": [self._row("tags", s.tags) for s in sentences],
            "pos": [self._row("pos", s.pos) for s in sentences],
            "feats": [self._row("feats", s.feats) for s in sentences],
            "deps": [self._row("deps", s.deps) for s in sentences],
            "entities": [self._row("entities", marks(s)) for s in sentences],
            "arcs": [heads_of(s) for s in sentences],
        }
        return {name: _padded(values, width) for name, values in rows.items()}

    def sources(self, sentences: Sequence[Sentence]) -> Tensor:
        """Return the (sentences,) corpus numbers."""
        return torch.tensor([self.numbers["sources"][s.source] for s in sentences])

    def _row(self, name: str, values: Sequence[str] | None) -> list[int]:
        return [self.numbers[name].get(value, NOT_SCORED) for value in values or ()]


def heads_of(sentence: Sentence) -> list[int]:
    """Return the head of every word, counted from 1; 0 is the root."""
    return [0 if head == index else head + 1 for index, head in enumerate(sentence.heads or ())]


def _padded(rows: Sequence[Sequence[int]], width: int) -> Tensor:
    padded = np.full((len(rows), width), NOT_SCORED)
    for index, row in enumerate(rows):
        padded[index, : len(row)] = row
    return torch.from_numpy(padded)


def batches(
    encoder: Encoder, sentences: Sequence[Sentence], chance: random.Random | None = None
) -> Iterator[list[Sentence]]:
    """Yield batches of sentences of similar length in pieces; in random order if ``chance`` is given."""
    sized = [(_size(encoder, s) + (chance.random() * 3 if chance else 0), i) for i, s in enumerate(sentences)]
    groups: list[list[Sentence]] = [[]]
    for size, index in sorted(sized):
        if (len(groups[-1]) + 1) * size > BATCH_PIECES and groups[-1]:
            groups.append([])
        groups[-1].append(sentences[index])
    if chance:
        chance.shuffle(groups)
    yield from groups


def _size(encoder: Encoder, sentence: Sentence) -> int:
    pairs = zip(sentence.words, (True, *sentence.spaces), strict=False)
    return sum(len(encoder.segmenter.pieces(word, spaced=spaced)) for word, spaced in pairs)


def read_batch(encoder: Encoder, sentences: Sequence[Sentence]) -> Batch:
    """Return the pieces of ``sentences`` as one batch."""
    return batch_of(encoder, [(s.words, s.spaces) for s in sentences])
