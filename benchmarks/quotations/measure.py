"""The measure of Petersen-Frey and Biemann (2024) for quotation attribution.

Predicted and gold quotes of an article are assigned one to one so that the sum of their overlaps is as great
as possible; the overlap of two quotes is the harmonic mean of the token precision and recall, and a hundredth
more where their types agree, which only breaks ties.  Quotes without a common token are never a pair.

Precision is the mean over all predicted quotes of the share of its tokens that are right, and 0 for one
without a partner; recall the mean over all gold quotes of the share of its tokens that were found, and 0 for
one without a partner.  So for each role too, over the quotes that have it.  F1 is of the two means.  A type
is scored over the pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf
from typing import Final

from benchmarks.quotations.corpus import ROLES, TYPES, Quote

PARTS: Final = ("quote", *ROLES)
GROUPS: Final = {**{part: (part,) for part in PARTS}, "roles": ROLES, "joint": PARTS}
_SAME_TYPE: Final = 0.01

Pair = tuple[Quote | None, Quote | None]


@dataclass(frozen=True)
class Figures:
    """Precision and recall, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return _harmonic(self.precision, self.recall)


@dataclass
class _Mean:
    total: float = 0.0
    count: int = 0

    def add(self, value: float) -> None:
        self.total += value
        self.count += 1


def _mean(means: Iterable[_Mean]) -> float:
    every = list(means)
    count = sum(mean.count for mean in every)
    return sum(mean.total for mean in every) / count if count else 0.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


@dataclass
class Score:
    """What was counted over any number of articles."""

    precisions: dict[tuple[str, str], _Mean] = field(default_factory=dict)
    recalls: dict[tuple[str, str], _Mean] = field(default_factory=dict)
    right_types: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Sequence[Quote], predicted: Sequence[Quote]) -> None:
        """Count the quotes of one article."""
        for wanted, found in matched(gold, predicted):
            self._add(wanted, found)

    def _add(self, wanted: Quote | None, found: Quote | None) -> None:
        for part in PARTS:
            right, guess = (quote.part(part) if quote else frozenset() for quote in (wanted, found))
            if found and guess:
                self.precisions.setdefault((found.type, part), _Mean()).add(len(right & guess) / len(guess))
            if wanted and right:
                self.recalls.setdefault((wanted.type, part), _Mean()).add(len(right & guess) / len(right))
        if wanted and found:
            self.pairs[wanted.type] += 1
            self.right_types[wanted.type] += wanted.type == found.type

    def figures(self, group: str, types: Sequence[str] = TYPES) -> Figures:
        """Return the figures of a part, of all "roles" or "joint" with the quotes.

        Args:
            group: A key of ``GROUPS``.
            types: Counts predicted quotes of these types for precision, gold ones for recall.
        """
        keys = list(product(types, GROUPS[group]))
        precision = _mean(self.precisions[key] for key in keys if key in self.precisions)
        return Figures(precision, _mean(self.recalls[key] for key in keys if key in self.recalls))

    def predicted(self, types: Sequence[str] = TYPES) -> int:
        """Return how many quotes were predicted."""
        return sum(mean.count for (type_, part), mean in self.precisions.items() if _is(type_, part, types))

    def gold(self, types: Sequence[str] = TYPES) -> int:
        """Return how many quotes there are."""
        return sum(mean.count for (type_, part), mean in self.recalls.items() if _is(type_, part, types))

    def typed(self, types: Sequence[str] = TYPES) -> float:
        """Return the share of assigned gold quotes whose partner has their type."""
        pairs = sum(self.pairs[type_] for type_ in types)
        return sum(self.right_types[type_] for type_ in types) / pairs if pairs else 0.0


def _is(type_: str, part: str, types: Sequence[str]) -> bool:
    return part == "quote" and type_ in types


def overlap(one: Quote, other: Quote) -> float:
    """Return how much two quotes have in common: twice the common tokens by the sum of both, 0 to 1."""
    size = len(one.tokens) + len(other.tokens)
    return 2 * len(one.tokens & other.tokens) / size if size else 0.0


def matched(gold: Sequence[Quote], predicted: Sequence[Quote]) -> list[Pair]:
    """Return (gold, predicted) for every pair, then (gold, None) and (None, predicted) for the others."""
    gains = [[_gain(wanted, found) for found in predicted] for wanted in gold]
    chosen = [(row, column) for row, column in best_assignment(gains) if gains[row][column] > 0]
    rows, columns = {row for row, _ in chosen}, {column for _, column in chosen}
    pairs: list[Pair] = [(gold[row], predicted[column]) for row, column in chosen]
    pairs += [(quote, None) for row, quote in enumerate(gold) if row not in rows]
    return pairs + [(None, quote) for column, quote in enumerate(predicted) if column not in columns]


def _gain(wanted: Quote, found: Quote) -> float:
    common = overlap(wanted, found)
    return common + _SAME_TYPE * (wanted.type == found.type) if common else 0.0


def best_assignment(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column), each used once at most, whose gains add up to the most.

    Kuhn's Hungarian method with potentials: one shortest augmenting path for each row, so cubic in the number
    of quotes of an article (at most some dozens).  As many pairs as the shorter side allows are returned.
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        turned = best_assignment([list(column) for column in zip(*gains, strict=True)])
        return sorted((row, column) for column, row in turned)
    search = _Search([[-gain for gain in row] for row in gains])
    for row in range(len(gains)):
        search.place(row)
    return sorted((row, column) for column, row in enumerate(search.owner[:-1]) if row is not None)


class _Search:
    """Columns by the row that owns them; one more column than there are holds the row to be placed."""

    def __init__(self, costs: Sequence[Sequence[float]]) -> None:
        self.costs = costs
        width = len(costs[0])
        self.owner: list[int | None] = [None] * (width + 1)
        self._rows = [0.0] * len(costs)
        self._columns = [0.0] * (width + 1)

    def place(self, row: int) -> None:
        """Give ``row`` a column, moving others where that is cheaper in all."""
        start = len(self.owner) - 1
        self.owner[start], column = row, start
        least, before, seen = [inf] * start, [start] * start, set[int]()
        while (owner := self.owner[column]) is not None:
            seen.add(column)
            self._look_from(column, owner, least, before, seen)
            column = min((c for c in range(start) if c not in seen), key=least.__getitem__)
            self._shift(least[column], least, seen)
        while column != start:
            self.owner[column], column = self.owner[before[column]], before[column]

    def _look_from(
        self, column: int, owner: int, least: list[float], before: list[int], seen: set[int]
    ) -> None:
        for other, cost in enumerate(self.costs[owner]):
            reduced = cost - self._rows[owner] - self._columns[other]
            if other not in seen and reduced < least[other]:
                least[other], before[other] = reduced, column

    def _shift(self, step: float, least: list[float], seen: set[int]) -> None:
        for column in seen:
            owner = self.owner[column]
            if owner is not None:
                self._rows[owner] += step
            self._columns[column] -= step
        for column in range(len(least)):
            if column not in seen:
                least[column] -= step
