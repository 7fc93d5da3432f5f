"""What the engine remembers of one story: the sums over its articles and the latest of them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from summaries.model import Features

Weights = Mapping[str, float]


def damped(terms: Weights) -> dict[str, float]:
    """Return term counts with repeated words damped: 1 + ln n for n ≥ 1, smaller weights unchanged."""
    return {term: 1.0 + log(count) if count >= 1.0 else count for term, count in terms.items()}


def weighted(terms: Weights, rarity: Callable[[str], float]) -> dict[str, float]:
    """Return unit-length term weights, each multiplied by the term's rarity; empty where nothing counts."""
    raw = {term: weight * rarity(term) for term, weight in terms.items()}
    length = sqrt(sum(weight * weight for weight in raw.values()))
    return {term: weight / length for term, weight in raw.items()} if length else {}


def dot(left: Weights, right: Weights) -> float:
    """Return the inner product of two sparse vectors."""
    if len(left) > len(right):
        left, right = right, left
    return sum(weight * right.get(term, 0.0) for term, weight in left.items())


def cosine(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    """Return the cosine of two dense vectors, 0 where one is empty or zero."""
    if left.size == 0 or left.size != right.size:
        return 0.0
    length = float(np.linalg.norm(left) * np.linalg.norm(right))
    return float(left @ right) / length if length else 0.0


class Usual:
    """The part that all sentence vectors share: in a channel on one subject, every article is alike.

    It is taken off before vectors are compared, so that likeness tells more than the common subject.
    """

    __slots__ = ("_articles", "_count", "_sum")

    def __init__(self, articles: float) -> None:
        self._articles = articles
        self._count = 0
        self._sum = np.zeros(0, dtype=np.float32)

    def count(self, vector: NDArray[np.float32]) -> None:
        """Count one more article's vector; an empty one is ignored."""
        if vector.size == 0:
            return
        self._sum = self._sum + vector if self._sum.size == vector.size else vector
        self._count += 1

    def without(self, vector: NDArray[np.float32], size: int = 1) -> NDArray[np.float32]:
        """Return the sum of ``size`` articles' vectors without the part that all articles share."""
        if vector.size != self._sum.size:
            return vector
        return np.asarray(vector - self._sum * np.float32(size / (self._count + self._articles)))


class Member:
    """One article in the form that it is compared in."""

    __slots__ = ("features", "terms", "vector")

    def __init__(self, features: Features) -> None:
        self.features = features
        self.terms = damped(features.terms)
        self.vector = np.asarray(features.vector, dtype=np.float32)


class Profile:
    """A story's running sums.  ``first`` and ``last`` are publication times of its articles."""

    __slots__ = ("actors", "first", "id", "last", "numbers", "recent", "size", "terms", "vector")

    def __init__(self, story: int, first: Member, recent: int) -> None:
        self.id = story
        self.size = 0
        self.first: datetime = first.features.published
        self.last: datetime = first.features.published
        self.terms: dict[str, float] = {}
        self.actors: Counter[str] = Counter()
        self.numbers: set[str] = set()
        self.vector = np.zeros_like(first.vector)
        self.recent: deque[Weights] = deque(maxlen=recent)

    def add(self, member: Member, max_terms: int) -> None:
        """Add one article to the sums and drop the lightest terms beyond twice ``max_terms``."""
        self.size += 1
        self.first = min(self.first, member.features.published)
        self.last = max(self.last, member.features.published)
        self.actors.update(member.features.actors)
        self.numbers.update(member.features.numbers)
        self.recent.append(member.terms)
        if self.vector.size == 0:
            self.vector = np.zeros_like(member.vector)
        if self.vector.size == member.vector.size:
            self.vector = self.vector + member.vector
        self._add_terms(member.terms, max_terms)

    def _add_terms(self, terms: Weights, max_terms: int) -> None:
        for term, weight in terms.items():
            self.terms[term] = self.terms.get(term, 0.0) + weight
        if len(self.terms) > 2 * max_terms:
            kept = sorted(self.terms.items(), key=lambda item: (-item[1], item[0]))[:max_terms]
            self.terms = dict(kept)

    def silence(self, published: datetime) -> float:
        """Return the hours between ``published`` and the nearest end of the story, 0 within its span."""
        gap = max(published - self.last, self.first - published)
        return max(0.0, gap.total_seconds() / 3600)
