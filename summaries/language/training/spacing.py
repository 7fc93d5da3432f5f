"""Spaces for tokenised text that lost them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_CLOSING: Final = frozenset([",", ".", ";", ":", "!", "?", ")", "]", "}", "”", "’", "…", "...", "'s"])
_OPENING: Final = frozenset(["(", "[", "{", "„", "‚", "``", "¿", "¡"])
_OPEN_FOR: Final = {
    "»": "«",
    "„": "“",
    "“": "”",
    "‘": "’",
    "«": "»",
    "‹": "›",
    "›": "‹",
    "``": "''",
    "‚": "‘",
}
_STRAIGHT: Final = frozenset(['"', "''", "'"])


def guess_spaces(words: Sequence[str]) -> tuple[bool, ...]:
    """Return for each token whether a space follows it, as German typography sets them.

    Straight quotation marks open and close in turn; a guillemet, and the mark “, closes what is open and
    opens otherwise.  A slash between words binds on both sides.
    """
    sides = _quote_sides(words)
    return tuple(index + 1 < len(words) and not _binds(words, sides, index) for index in range(len(words)))


def _binds(words: Sequence[str], sides: Sequence[str], index: int) -> bool:
    """Return whether no space stands between a token and the next."""
    word, following = words[index], words[index + 1]
    if word in _OPENING or sides[index] == "open" or sides[index + 1] == "close":
        return True
    return following in _CLOSING or "/" in (word, following)


def _quote_sides(words: Sequence[str]) -> list[str]:
    """Return "open" or "close" for each quotation mark, "" for every other token."""
    waiting: list[str] = []
    return [_side(word, waiting) for word in words]


def _side(word: str, waiting: list[str]) -> str:
    """Return which side a token quotes on; `waiting` holds the marks that would close what is open."""
    if word in waiting:
        del waiting[waiting.index(word) :]
        return "close"
    partner = word if word in _STRAIGHT else _OPEN_FOR.get(word)
    if partner is None:
        return ""
    waiting.append(partner)
    return "open"
