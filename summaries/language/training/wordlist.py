"""Which words get a vector: those of the training texts and, beyond them, the most frequent German ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from HanTa.HanoverTagger import HanoverTagger

MOST: Final = 100_000  # rows of the table of vectors
FEWEST: Final = 2  # places of a word in the training texts; what stands there once is often a misspelling


def chosen_words(read: Iterable[tuple[str, int]], most: int = MOST) -> list[str]:
    """Return the norms that get a vector, at most so many.

    Args:
        read: The norms of the training texts and in how many places they stand.
        most: How many words are chosen.
    """
    kept = (norm for norm, count in read if count >= FEWEST)
    return list(islice(dict.fromkeys(chain(kept, _frequent_words())), most))


def _frequent_words() -> Iterator[str]:
    """Yield German words in small letters, the most frequent first (wordfreq's list, Speer 2022)."""
    from wordfreq import iter_wordlist  # noqa: PLC0415 - needed for training alone

    return (word for word in iter_wordlist("de", wordlist="large") if not any(c.isdigit() for c in word))


def written(norm: str, tagger: HanoverTagger) -> str:
    """Return how a word in small letters is written inside a sentence: nouns and names with a capital."""
    small, capital = (tagger.tag_word(form) for form in (norm, norm.capitalize()))
    if not small or not capital:
        return norm.capitalize()
    (_, small_chance), (tag, capital_chance) = small[0], capital[0]
    return norm.capitalize() if tag[:2] in {"NN", "NE"} and capital_chance > small_chance else norm
