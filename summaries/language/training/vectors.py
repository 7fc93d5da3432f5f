"""Static word vectors for the small network: the mean of what the teacher makes of a word.

Words that were never read get a guess: a linear map (ridge regression) from what the teacher makes of a word
that stands alone to what it makes of it in sentences, fitted on the words that were read often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.vectors import Vectors

WIDTH: Final = 96  # 19 MB for 100 000 words in 16 bits, of the 40 MB that the model may have; not tuned
OFTEN: Final = 5  # places of a word from which on it serves to fit the guess
GUESS_WEIGHT: Final = 2.0  # a guess counts as much as so many places of a word
_START: Final = 1 << 14
_RIDGE: Final = (1e-4, 1e-3, 1e-2, 1e-1)  # strengths tried, as shares of the mean spread of a column
_HELD_OUT: Final = 10  # every so many words judge the strength

Rows = NDArray[np.float32]


class TypeVectors:
    """Sums the teacher's vectors per word (by its norm)."""

    def __init__(self, width: int) -> None:
        self.rows: dict[str, int] = {}
        self.counts: Counter[int] = Counter()
        self.sums = np.zeros((_START, width), dtype=np.float32)

    def add(self, norms: Sequence[str], vectors: Rows) -> None:
        """Add one (words, width) row per word."""
        rows = [self.rows.setdefault(norm, len(self.rows)) for norm in norms]
        while len(self.rows) > len(self.sums):
            self.sums = np.concatenate([self.sums, np.zeros_like(self.sums)])
        np.add.at(self.sums, rows, vectors)
        self.counts.update(rows)

    def count(self, norm: str) -> int:
        """Return in how many places the word was read."""
        return self.counts[self.rows[norm]] if norm in self.rows else 0

    def means(self, norms: Sequence[str]) -> Rows:
        """Return the (words, width) means of words that were read."""
        rows = [self.rows[norm] for norm in norms]
        counts = np.array([self.counts[row] for row in rows], dtype=np.float32)
        return self.sums[rows] / counts[:, None]


def static_vectors(
    types: TypeVectors,
    words: Sequence[str],
    alone: Callable[[Sequence[str]], Rows],
    width: int = WIDTH,
    often: int = OFTEN,
) -> Rows:
    """Return a vector for each of ``words``.

    Args:
        types: What was read.
        words: Norms, read or not.
        alone: Returns the teacher's (words, teacher's width) vectors of words that stand alone.
        width: Principal components that are kept.
        often: Places from which on a word serves to find the components and to fit the guess.

    Returns:
        (words, width) principal components, scaled to a standard deviation of one over the frequent words.
    """
    known = [norm for norm in types.rows if types.count(norm) >= often]
    means = types.means(known)
    centre = means.mean(0)
    _, axes = np.linalg.eigh((means - centre).T @ (means - centre))
    axes = axes[:, ::-1][:, :width]
    parts = (means - centre) @ axes
    scale = parts.std()
    guesses = fitted(alone(known), parts / scale)(alone(words))
    counts = np.array([types.count(norm) for norm in words], dtype=np.float32)[:, None]
    read = [norm for norm in words if types.count(norm)]
    observed = np.zeros_like(guesses)
    observed[counts[:, 0] > 0] = (types.means(read) - centre) @ axes / scale
    blended: Rows = (counts * observed + GUESS_WEIGHT * guesses) / (counts + GUESS_WEIGHT)
    return blended.astype(np.float32, copy=False)


def fitted(given: Rows, wanted: Rows) -> Callable[[Rows], Rows]:
    """Return the ridge regression from (n, a) ``given`` to (n, b) ``wanted`` rows.

    The strength is that with the least error on every tenth row, which is not fitted on then.
    """
    test = np.arange(len(given)) % _HELD_OUT == 0
    errors = {
        strength: float(
            np.square(_ridge(given[~test], wanted[~test], strength)(given[test]) - wanted[test]).mean()
        )
        for strength in _RIDGE
    }
    strength = min(errors, key=lambda one: errors[one])
    print(f"guesses explain {1 - errors[strength] / wanted[test].var():.3f} of the variance", flush=True)
    return _ridge(given, wanted, strength)


def _ridge(given: Rows, wanted: Rows, strength: float) -> Callable[[Rows], Rows]:
    centre, mean = given.mean(0), wanted.mean(0)
    x = (given - centre).astype(np.float64)
    spread = x.T @ x
    spread += strength * np.trace(spread) / len(spread) * np.eye(len(spread))
    weights = np.linalg.solve(spread, x.T @ (wanted - mean))
    return lambda rows: ((rows - centre) @ weights + mean).astype(np.float32)


def save_vectors(words: Sequence[str], data: Rows, nlp: Language, path: Path) -> None:
    """Write a blank pipeline with the (words, width) vectors of ``words`` (norms) to ``path``.

    Saved vectors are looked up by the written word, so each stands there small, capitalised and in capitals.
    """
    rows = {form: row for row, norm in enumerate(words) for form in (norm.upper(), norm.capitalize())}
    rows |= {norm: row for row, norm in enumerate(words)}
    vectors = Vectors(strings=nlp.vocab.strings, data=data, name="teacher")
    for form, row in rows.items():
        vectors.add(nlp.vocab.strings.add(form), row=row)
    nlp.vocab.vectors = vectors
    nlp.to_disk(path)
