"""The evidence of a placement in words that a reader knows, for *Warum hier?* in a chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.stories import REASONS_SHOWN
from summaries.language.actors import find_actors
from summaries.stories.engine import Evidence
from summaries.stories.terms import stem

_WORD = re.compile(r"[^\W\d_]{2,}")
_STEMS = frozenset({"headline", "terms", "names", "other_names", "other_places"})
_NAMES = frozenset({"actors", "other_actors"})
_WHOLE = frozenset({"vector", "words"})
_LEAST = 0.05  # a weight that no rounding shows


@dataclass(frozen=True, slots=True)
class Reason:
    """One side of a decision as a reader is shown it.

    ``kind`` is that of the evidence; ``items`` are words, names and figures as the article writes them;
    ``hours`` is the length of a silence; ``weight`` is above 0 for what speaks for the story.
    """

    kind: str
    items: tuple[str, ...]
    weight: float
    hours: float = 0.0


def reasons(evidence: Iterable[Evidence], text: str) -> tuple[Reason, ...]:
    """Return what decided where an article belongs, the weightiest first.

    Args:
        evidence: What the engine gave with a placement or a merger.
        text: Title and text of the article; stems and keys without a word in it are left out.
    """
    told = [one for one in evidence if abs(one.weight) >= _LEAST]
    words, names = _words(text), _names(text)
    found = (_reason(one, words, names) for one in sorted(told, key=lambda one: -abs(one.weight)))
    return tuple(one for one in found if one.items or one.hours or one.kind in _WHOLE)


def _reason(one: Evidence, words: Mapping[str, str], names: Mapping[str, str]) -> Reason:
    if one.kind == "silence":
        return Reason(one.kind, (), one.weight, float(one.items[0]))
    if one.kind in _WHOLE:
        return Reason(one.kind, (), one.weight)
    if one.kind == "other_ordinal":
        return Reason(one.kind, tuple(_numbered(item, words) for item in one.items), one.weight)
    as_it_is = {item: item for item in one.items}
    known = words if one.kind in _STEMS else names if one.kind in _NAMES else as_it_is
    shown = dict.fromkeys(known[item] for item in one.items if item in known)
    return Reason(one.kind, tuple(shown)[:REASONS_SHOWN], one.weight)


def _numbered(item: str, words: Mapping[str, str]) -> str:
    """Return "13. Paket" for "13. paket" and "Edda" for "edda. sturm"."""
    which, _, noun = item.partition(". ")
    return f"{which}. {words.get(noun, noun.capitalize())}" if which.isdigit() else which.capitalize()


def _words(text: str) -> dict[str, str]:
    """Return the first word of a text for each stem."""
    words: dict[str, str] = {}
    for match in _WORD.finditer(text):
        words.setdefault(stem(match[0]), match[0])
    return words


def _names(text: str) -> dict[str, str]:
    """Return how a text writes the names that it is compared by."""
    names = {match[0].lower(): match[0] for match in reversed(list(_WORD.finditer(text)))}
    for mention in reversed(find_actors(text)):
        names[mention.actor.key] = text[mention.begin : mention.end]
    return names
