"""The best dependency tree under arc scores (Chu and Liu 1965, Edmonds 1967), with exactly one root word."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ufal.chu_liu_edmonds import chu_liu_edmonds

_FEW = 4  # candidates for the root word that are tried


def best_tree(scores: NDArray[np.float64]) -> list[int]:
    """Return the head of every word, 0 for the root.

    Args:
        scores: (words, words + 1) log probability of each head of each word; head 0 is the root.
    """
    count = len(scores)
    square = np.full((count + 1, count + 1), -1e6)
    square[1:] = np.maximum(scores, -1e6)
    heads, _ = chu_liu_edmonds(square)
    if sum(head == 0 for head in heads[1:]) == 1:
        return [int(head) for head in heads[1:]]
    candidates = np.argsort(-square[1:, 0])[:_FEW] + 1
    trees = (_tree_with_root(square, int(root)) for root in candidates)
    return max(trees, key=lambda tree: sum(square[i + 1, head] for i, head in enumerate(tree)))


def _tree_with_root(square: NDArray[np.float64], root: int) -> list[int]:
    only = square.copy()
    only[1:, 0] = -1e6
    only[root] = -1e6
    only[root, 0] = 0.0
    heads, _ = chu_liu_edmonds(only)
    return [int(head) for head in heads[1:]]
