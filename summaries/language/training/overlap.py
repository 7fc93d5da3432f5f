"""Finding held-out sentences inside other texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from summaries.language.training.sentence import normalised

# Shorter sentences ("Sehr gut.") stand in many texts by chance; only a text that is nothing else counts.
MIN_SHARED_WORDS: Final = 5


class Overlap:
    """Knows held-out sentences and says whether a text has one of them in it, or is a part of one."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        keys = {normalised(" ".join(words)) for words in sentences}
        self._whole = {_glued(key) for key in keys}
        self._by_start: dict[tuple[str, ...], list[str]] = {}
        for key in keys:
            if len(key) >= MIN_SHARED_WORDS:
                self._by_start.setdefault(key[:MIN_SHARED_WORDS], []).append(_glued(key))
        self._all = "|".join(sorted(self._whole))

    def holds(self, text: str) -> bool:
        """Return whether a held-out sentence stands in a text."""
        words = normalised(text)
        if _glued(words) in self._whole:
            return True
        starts = range(len(words) - MIN_SHARED_WORDS + 1)
        return any(self._goes_on(words, start) for start in starts)

    def touches(self, text: str) -> bool:
        """Return whether a held-out sentence stands in a text, or the text in a held-out sentence."""
        words = normalised(text)
        return self.holds(text) or (len(words) >= MIN_SHARED_WORDS and _glued(words) in self._all)

    def _goes_on(self, words: Sequence[str], start: int) -> bool:
        """Return whether the words from a place on are those of a held-out sentence."""
        candidates = self._by_start.get(tuple(words[start : start + MIN_SHARED_WORDS]))
        if not candidates:
            return False
        rest = _glued(words[start:])
        return any(rest.startswith(candidate) for candidate in candidates)


def _glued(words: Sequence[str]) -> str:
    """Return words as one string with a mark after each, so that no word is found in another."""
    return "".join(f"{word} " for word in words)
