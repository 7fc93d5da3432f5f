"""What a correction by hand says about pairs of articles, so that grouping can be measured by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, islice

from config.stories import MAX_PAIRS


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and whether a person says that they are of one story."""

    left: int
    right: int
    same: bool


def pairs_of(before: Mapping[int, int], after: Mapping[int, int]) -> tuple[Pair, ...]:
    """Return the pairs whose togetherness a correction changed.

    Args:
        before: The story of each article concerned, before the correction.
        after: The same afterwards.

    Returns:
        At most ``MAX_PAIRS`` pairs, in the order of the articles' numbers.
    """
    changed = (
        Pair(left, right, same)
        for left, right in combinations(sorted(after), 2)
        if (same := after[left] == after[right]) != (before[left] == before[right])
    )
    return tuple(islice(changed, MAX_PAIRS))


def agreement(stories: Mapping[int, int], pairs: Mapping[tuple[int, int], bool]) -> float:
    """Return the share of labelled pairs that a grouping has as people want them; 1 without pairs."""
    told = [(stories[a] == stories[b]) == same for (a, b), same in pairs.items() if {a, b} <= set(stories)]
    return sum(told) / len(told) if told else 1.0
