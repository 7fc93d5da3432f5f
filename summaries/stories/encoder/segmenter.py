"""Splits words into the pieces that the sentence encoder knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from config.stories import ENCODER_WORD_CACHE, ENCODER_WORD_LENGTH

_SPACE = "\u2581"
_UNKNOWN_PENALTY = 10.0


class Segmenter:
    """A unigram vocabulary: of all ways to cut a word, the one whose pieces are most likely together."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        """Take the vocabulary.

        Args:
            pieces: The pieces in the order of their numbers.
            scores: The logarithm of each piece's probability.
            unknown: The number that stands for characters without a piece.
        """
        self._known: Mapping[str, tuple[int, float]] = {
            piece: (number, float(score))
            for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if number != unknown
        }
        self._unknown = (unknown, min(map(float, scores)) - _UNKNOWN_PENALTY)
        self._longest = max(map(len, pieces))
        self._cut = lru_cache(ENCODER_WORD_CACHE)(self._best_cut)

    def pieces(self, text: str) -> Iterator[int]:
        """Yield the numbers of the pieces of ``text``, word by word."""
        for word in unicodedata.normalize("NFKC", text).split():
            yield from self._cut(_SPACE + word[:ENCODER_WORD_LENGTH])

    def _best_cut(self, word: str) -> tuple[int, ...]:
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(word) + 1):
            starts = range(max(0, end - self._longest), end)
            best.append(max(self._step(word, best, start, end) for start in starts))
        return self._numbers(best)

    def _step(
        self, word: str, best: Sequence[tuple[float, int, int]], start: int, end: int
    ) -> tuple[float, int, int]:
        number, score = self._known.get(word[start:end], (-1, 0.0))
        if number >= 0:
            return best[start][0] + score, start, number
        number, score = self._unknown
        return (best[start][0] + score if end - start == 1 else float("-inf")), start, number

    @staticmethod
    def _numbers(best: Sequence[tuple[float, int, int]]) -> tuple[int, ...]:
        numbers, end = [], len(best) - 1
        while end:
            _, start, number = best[end]
            numbers.append(number)
            end = start
        return tuple(reversed(numbers))
