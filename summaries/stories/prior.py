"""How common words are in German news: a bundled table, and a count that grows with the stories seen."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from summaries.stories.terms import GRAM_MARK, ROUNDUP, TICKER_MARK

_TABLE = "frequencies.tsv.gz"
_USUAL = "usual.tsv.gz"

Ids = NDArray[np.int32]
Array = NDArray[np.float32]


@cache
def bundled_frequencies() -> Mapping[str, float]:
    """Return the share of German news articles that contain each term (0 to 1); absent terms are rare.

    The table comes with the package; without it every term counts as rare until articles were seen.
    """
    rows = (line.split("\t") for line in _lines(_TABLE))
    return {term: float(share) for term, share in rows}


@cache
def bundled_usual() -> Array:
    """Return the mean sentence vector of German news, empty where the table is missing."""
    return np.array([float(line) for line in _lines(_USUAL)], dtype=np.float32)


def _lines(name: str) -> list[str]:
    file = resources.files("summaries.stories").joinpath(name)
    if not file.is_file():
        return []
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    return [line for line in lines if line and not line.startswith("%")]


class Rarity:
    """Inverse document frequency of terms, where a story counts as one document however often it is told.

    Counting articles would make the words of the day's largest story common, and its next article unlike it.
    """

    def __init__(self, prior: Mapping[str, float], prior_stories: float, least: float) -> None:
        """Start with nothing counted.

        Args:
            prior: Share of articles that contain a term.
            prior_stories: How many counted stories weigh as much as the prior.
            least: The count of a term that only the story at hand has: it does not count against itself.
        """
        self._prior = prior
        self._least = np.float32(least)
        self._weight = prior_stories
        self._seen = 0
        self._numbers: dict[str, int] = {}
        self._terms: list[str] = []
        self._counts = np.zeros(1024, dtype=np.float32)
        self._runs = np.zeros(1024, dtype=np.bool_)

    def ids(self, terms: Iterable[str]) -> Ids:
        """Return the numbers of terms; new ones get the next."""
        return np.array([self._number(term) for term in terms], dtype=np.int32)

    def known(self, term: str) -> int | None:
        """Return the number of a term that has one."""
        return self._numbers.get(term)

    def _number(self, term: str) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._numbers)
            self._terms.append(term)
            if number >= self._counts.size:
                self._counts = np.concatenate([self._counts, np.zeros_like(self._counts)])
                self._runs = np.concatenate([self._runs, np.zeros_like(self._runs)])
            self._runs[number] = term.startswith((GRAM_MARK, TICKER_MARK, ROUNDUP))
            self._counts[number] = self._prior.get(term, 0.0) * self._weight + self._least - 1.0
        return number

    def term(self, number: int) -> str:
        """Return the term with this number."""
        return self._terms[number]

    def is_run(self, ids: Ids) -> NDArray[np.bool_]:
        """Tell which terms are four-letter runs or marks and no words."""
        return np.asarray(self._runs[ids], dtype=np.bool_)

    def open_story(self) -> None:
        """Count one more story."""
        self._seen += 1

    def close_story(self) -> None:
        """Count one story fewer."""
        self._seen -= 1

    def count(self, ids: Ids, by: int = 1) -> None:
        """Count that one more story (or with -1, one fewer) contains these terms, each once."""
        self._counts[ids] += by

    def of(self, ids: Ids) -> Array:
        """Return the rarity of terms: near 0 for words of every story, about 7 for words of one alone."""
        total = np.float32(self._weight + self._seen + 1.0)
        counts = np.maximum(self._counts[ids], self._least)
        return np.asarray(np.log(np.maximum(total / counts, 1.0)), dtype=np.float32)

    def of_term(self, term: str) -> float:
        """Return the rarity of one term."""
        return float(self.of(self.ids((term,)))[0])
