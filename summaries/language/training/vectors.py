"""Static word vectors for the small network: the mean of what the teacher makes of a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.vectors import Vectors

WIDTH: Final = 96  # 12 MB for 32 000 words, of the 40 MB that the model may have; not tuned
FEWEST: Final = (
    3  # places of a word; the mean of fewer says little, and the network knows it by prefix and suffix
)
_START: Final = 1 << 14


class TypeVectors:
    """Sums the teacher's vectors per word (by its norm)."""

    def __init__(self, width: int) -> None:
        self.rows: dict[str, int] = {}
        self.counts: Counter[int] = Counter()
        self.sums = np.zeros((_START, width), dtype=np.float32)

    def add(self, norms: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Add one (words, width) row per word."""
        rows = [self.rows.setdefault(norm, len(self.rows)) for norm in norms]
        while len(self.rows) > len(self.sums):
            self.sums = np.concatenate([self.sums, np.zeros_like(self.sums)])
        np.add.at(self.sums, rows, vectors)
        self.counts.update(rows)

    def reduced(self, width: int, fewest: int) -> tuple[list[str], NDArray[np.float32]]:
        """Return the words seen at least ``fewest`` times and their (words, width) principal components.

        They are scaled to a standard deviation of one; words weigh equally, however frequent.
        """
        kept = [(norm, row) for norm, row in self.rows.items() if self.counts[row] >= fewest]
        rows = [row for _, row in kept]
        counts = np.array([self.counts[row] for row in rows], dtype=np.float32)
        means = self.sums[rows] / counts[:, None]
        centred = means - means.mean(0)
        _, vectors = np.linalg.eigh(centred.T @ centred)
        parts = centred @ vectors[:, ::-1][:, :width]
        return [norm for norm, _ in kept], (parts / parts.std()).astype(np.float32)


def save_vectors(
    types: TypeVectors, nlp: Language, path: Path, width: int = WIDTH, fewest: int = FEWEST
) -> int:
    """Write a blank pipeline with the vectors to ``path``; returns the number of words.

    Saved vectors are looked up by the written word, so each stands there small, capitalised and in capitals.
    """
    norms, data = types.reduced(width, fewest)
    rows = {form: row for row, norm in enumerate(norms) for form in (norm.upper(), norm.capitalize())}
    rows |= {norm: row for row, norm in enumerate(norms)}
    vectors = Vectors(strings=nlp.vocab.strings, data=data, name="teacher")
    for form, row in rows.items():
        vectors.add(nlp.vocab.strings.add(form), row=row)
    nlp.vocab.vectors = vectors
    nlp.to_disk(path)
    return len(norms)
