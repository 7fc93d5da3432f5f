"""How common words are in German news: a bundled table, and a count that grows with the articles seen."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

_TABLE = "frequencies.tsv.gz"


@cache
def bundled_frequencies() -> Mapping[str, float]:
    """Return the share of German news articles that contain each term (0 to 1); absent terms are rare.

    The table comes with the package; without it every term counts as rare until articles were seen.
    """
    file = resources.files("summaries.stories").joinpath(_TABLE)
    if not file.is_file():
        return {}
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("%"))
    return {term: float(share) for term, share in rows}


class Rarity:
    """Inverse document frequency of terms, from a prior and from the articles counted so far."""

    def __init__(self, prior: Mapping[str, float], prior_articles: float) -> None:
        self._prior = prior
        self._weight = prior_articles
        self._seen = 0
        self._counts: dict[str, int] = {}

    def count(self, terms: Iterable[str]) -> None:
        """Count one more article that contains ``terms`` (each once)."""
        self._seen += 1
        for term in terms:
            self._counts[term] = self._counts.get(term, 0) + 1

    def of(self, term: str) -> float:
        """Return the rarity of a term: near 0 for words of every article, about 6 for unseen ones."""
        expected = self._prior.get(term, 0.0) * self._weight
        total = self._weight + self._seen + 1.0
        return math.log(total / (expected + self._counts.get(term, 0) + 1.0))
