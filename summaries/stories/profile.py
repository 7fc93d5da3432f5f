"""What the engine remembers of one article and of one story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from math import log

import numpy as np
from numpy.typing import NDArray

from config.stories import FULL_TEXT_WORDS, NAMES_COMPARED
from summaries.model import Features
from summaries.stories.prior import Array, Ids, Rarity
from summaries.stories.terms import ROUNDUP, TICKER_MARK, main_results

Weights = Mapping[str, float]


def damped(terms: Weights) -> dict[str, float]:
    """Return term counts with repeated words damped: 1 + ln n for n ≥ 1, smaller weights unchanged."""
    return {term: 1.0 + log(count) if count >= 1.0 else count for term, count in terms.items()}


class Bag:
    """Weighted terms in the order of their numbers."""

    __slots__ = ("ids", "weights")

    def __init__(self, ids: Ids, weights: Array) -> None:
        order = np.argsort(ids, kind="stable")
        self.ids = ids[order]
        self.weights = weights[order]

    def plus(self, other: Bag, limit: int) -> Bag:
        """Return the sum of both with at most ``limit`` terms, the heaviest."""
        ids, place = np.unique(np.concatenate([self.ids, other.ids]), return_inverse=True)
        weights = np.zeros(ids.size, dtype=np.float32)
        np.add.at(weights, place, np.concatenate([self.weights, other.weights]))
        return Bag(ids, weights).heaviest(limit)

    def cosine(self, other: Bag, rarity: Rarity) -> float:
        """Return how alike two bags are, each term weighted by its rarity: 0 to 1."""
        mine, theirs = self._scaled(rarity), other._scaled(rarity)
        shared = other.has(self.ids)
        return float(mine[shared] @ theirs[np.searchsorted(other.ids, self.ids[shared])])

    def coverage(self, other: Bag, rarity: Rarity) -> float:
        """Return which share of these terms, by weight and rarity, is in the other bag: 0 to 1."""
        raw = self.weights * rarity.of(self.ids)
        total = float(raw.sum())
        return float(raw[other.has(self.ids)].sum()) / total if total else 0.0

    def has(self, ids: Ids) -> NDArray[np.bool_]:
        """Tell which terms are here."""
        if not self.ids.size:
            return np.zeros(ids.size, dtype=np.bool_)
        places = np.minimum(np.searchsorted(self.ids, ids), self.ids.size - 1)
        return np.asarray(self.ids[places] == ids)

    def _scaled(self, rarity: Rarity) -> Array:
        raw = self.weights * rarity.of(self.ids)
        length = float(np.linalg.norm(raw))
        return raw / np.float32(length) if length else raw

    def of(self, ids: Ids) -> Bag:
        """Return the part of this bag that has these terms."""
        kept = np.isin(self.ids, ids)
        return Bag(self.ids[kept], self.weights[kept])

    def heaviest(self, count: int) -> Bag:
        """Return the ``count`` heaviest terms."""
        kept = np.argsort(-self.weights, kind="stable")[:count]
        return Bag(self.ids[kept], self.weights[kept])

    def missing(self, other: Bag) -> Ids:
        """Return the terms of ``other`` that are not here."""
        return np.asarray(other.ids[~self.has(other.ids)])


EMPTY = Bag(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


class Member:
    """One article in the form that it is compared in."""

    __slots__ = (
        "bag", "features", "fullness", "headline", "headline_names", "names", "places", "results", "roundup",
        "ticker", "vector",
    )  # fmt: skip

    def __init__(self, features: Features, rarity: Rarity) -> None:
        weights = damped(features.terms)
        self.features = features
        self.bag = Bag(rarity.ids(weights), np.fromiter(weights.values(), np.float32, len(weights)))
        heads = sorted(features.headline)
        self.headline = Bag(rarity.ids(heads), np.ones(len(heads), dtype=np.float32))
        self.names = self.bag.of(rarity.ids(sorted(features.names)))
        self.headline_names = self.headline.of(self.names.ids)
        self.places = self.bag.of(rarity.ids(sorted(features.places)))
        self.fullness = min(1.0, features.words / FULL_TEXT_WORDS)
        self.results = main_results(features.numbers)
        self.vector = np.asarray(features.vector, dtype=np.float32)
        self.ticker = next((term for term in features.terms if term.startswith(TICKER_MARK)), None)
        self.roundup = ROUNDUP in features.terms


class Profile:
    """A story's running sums; its vectors are with the index.

    ``first`` and ``last`` are publication times of its articles, ``slot`` its place in the index.
    """

    __slots__ = (
        "actors", "bag", "core_names", "core_places", "first", "fullness", "headline_names", "headlines",
        "id", "last", "names", "numbers", "places", "results", "roundup", "size", "slot", "tickers",
    )  # fmt: skip

    def __init__(self, story: int, slot: int, first: Member) -> None:
        self.id = story
        self.slot = slot
        self.size = 0
        self.first: datetime = first.features.published
        self.last: datetime = first.features.published
        self.bag = self.headlines = self.headline_names = EMPTY
        self.names = self.core_names = self.places = self.core_places = EMPTY
        self.actors: Counter[str] = Counter()
        self.numbers: set[str] = set()
        self.results: set[str] = set()
        self.fullness = 0.0
        self.tickers: set[str] = set()
        self.roundup = first.roundup

    def add(self, member: Member, max_terms: int, place: int | None = None) -> tuple[Ids, Ids]:
        """Add one article to the sums; return the terms that the story gained and those that it lost.

        Args:
            member: The article.
            max_terms: How many terms are kept.
            place: Which of the story's articles it is, counted from 1, where earlier ones were left out.
        """
        features = member.features
        self.size = max(self.size + 1, place or 0)
        self.first = min(self.first, features.published)
        self.last = max(self.last, features.published)
        self.actors.update(features.actors)
        self.numbers.update(features.numbers)
        self.results.update(member.results)
        self.fullness = max(self.fullness, member.fullness)
        self.tickers.update({member.ticker} if member.ticker else ())
        before = self.bag
        self.bag = before.plus(member.bag, max_terms)
        self.headlines = self.headlines.plus(member.headline, max_terms // 4)
        self.names = self.names.plus(member.names, max_terms // 4)
        self.core_names = self.names.heaviest(NAMES_COMPARED)
        self.headline_names = self.headlines.of(self.names.ids)
        self.places = self.places.plus(member.places, max_terms // 4)
        self.core_places = self.places.heaviest(NAMES_COMPARED)
        return before.missing(self.bag), self.bag.missing(before)

    def as_member(self, vector: Array) -> Member:
        """Return the story in the form of an article, so that it can be compared with another story.

        Args:
            vector: The mean of its articles' vectors, empty if they have none.
        """
        actors = frozenset(self.usual_actors(NAMES_COMPARED))
        features = Features("", self.first, {}, actors, frozenset(self.numbers))
        member = Member(features, Rarity({}, 1.0, 1.0))
        member.bag, member.headline, member.vector = self.bag, self.headlines, vector
        member.names, member.headline_names, member.places = (
            self.core_names,
            self.headline_names,
            self.core_places,
        )
        member.roundup, member.fullness = self.roundup, self.fullness
        return member

    def usual_actors(self, count: int) -> list[str]:
        """Return the most frequent of its actors."""
        return [name for name, _ in self.actors.most_common(count)]

    def silence(self, published: datetime) -> float:
        """Return the hours between ``published`` and the nearest end of the story, 0 within its span."""
        gap = max(published - self.last, self.first - published)
        return max(0.0, gap.total_seconds() / 3600)
