"""Events by name: "G7-Gipfel", "Zweiter Weltkrieg", "Fußball-Weltmeisterschaft 2026", "Schlacht von Verdun".

An event is a fixed name (``data/events.toml``) or a noun that names one: a compound with such a head, or a
head that a name, an adjective in capitals, a year or "von" with a name makes one of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from config.language import WORD_CACHE_SIZE
from summaries.language.norms import normal_form
from summaries.language.tables import table, words_of

_YEAR: Final = re.compile(r"(?:19|20)\d\d(?:/\d\d)?")
_ORDINAL: Final = re.compile(r"\d{1,3}\.|[IVX]{1,5}\.")
_ADJECTIVE: Final = re.compile(r"[A-ZÄÖÜ][\w-]*[a-zäöüß](?:e|er|en|es|em)")
_ENDINGS: Final = ("", "s", "es", "e", "n", "en", "ern")
_LINKS: Final = frozenset({"von", "vom", "bei", "um"})
_NUMERALS: Final = frozenset({"Erster", "Zweiter", "Dritter", "Erste", "Zweite", "Dritte"})
_PLACE_ENDINGS: Final = ("ner", "ter", "ger", "rer")  # "Münchner", "Frankfurter", "Salzburger"
_SHORTEST_STEM: Final = 3
_MOST_ADJECTIVES: Final = 2

Found = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text and where its sentences begin."""

    texts: Sequence[str]
    starts: Container[int]
    taken: Container[int]

    def at(self, index: int) -> str:
        """Return the word at ``index``, "" behind the end of the text or where another entity stands."""
        return self.texts[index] if 0 <= index < len(self.texts) and index not in self.taken else ""


def find_events(texts: Sequence[str], starts: Container[int], taken: Container[int]) -> Iterator[Found]:
    """Yield ``(begin, end, "EVENT")`` for the events that ``texts`` names.

    Args:
        texts: The words.
        starts: The indices of words that begin a sentence.
        taken: The indices of words that belong to other entities: no event includes them.
    """
    words = _Words(texts, starts, taken)
    limit = 0
    for index, text in enumerate(texts):
        if index < limit or not text[0].isupper() or index in taken:
            continue
        found = _named(words, index) or _headed(words, index, limit)
        if found:
            limit = found[1]
            yield (*found, "EVENT")


def _named(words: _Words, index: int) -> tuple[int, int] | None:
    """Return the fixed name that begins at ``index``, with its year."""
    for length in _openings().get(_stem(words.texts[index]), ()):
        if tuple(_stem(words.at(i)) for i in range(index, index + length)) in _names():
            return index, _with_year(words, index + length)
    return None


def _headed(words: _Words, index: int, limit: int) -> tuple[int, int] | None:
    """Return the event whose head is the noun at ``index``, with what belongs to its name."""
    kind = _kind(words.texts[index])
    if kind is None:
        return None
    begin, end = _with_adjectives(words, index, limit), _with_year(words, index + 1)
    if kind == "open":
        end = max(end, _with_place(words, index))
        if end == index + 1 and (begin == index or _ORDINAL.fullmatch(words.texts[index - 1])):
            return None
    return begin, end


def _with_year(words: _Words, end: int) -> int:
    return end + 1 if _YEAR.fullmatch(words.at(end)) else end


def _with_adjectives(words: _Words, head: int, limit: int) -> int:
    """Return where the name with the noun at ``head`` begins: "60. Münchner Sicherheitskonferenz"."""
    begin = head
    while begin > max(limit, head - _MOST_ADJECTIVES) and _is_adjective(words, begin - 1):
        begin -= 1
    if begin > limit and _ORDINAL.fullmatch(words.at(begin - 1)):
        begin -= 1
    return begin


def _is_adjective(words: _Words, index: int) -> bool:
    """Tell whether the word is an adjective in capitals, not one that only begins a sentence."""
    text = words.at(index)
    if not _ADJECTIVE.fullmatch(text) or text.lower() in words_of("sentence_starters"):
        return False
    return index not in words.starts or text in _NUMERALS or text.endswith(_PLACE_ENDINGS)


def _with_place(words: _Words, head: int) -> int:
    """Return the end of "Schlacht von Verdun", "Anschlag vom 11. September"."""
    if _base(words.texts[head].lower(), _listed("with_place")) is None or words.at(head + 1) not in _LINKS:
        return head + 1
    first, second = words.at(head + 2), words.at(head + 3)
    if _ORDINAL.fullmatch(first) and second in words_of("months"):
        return head + 4
    return head + 3 if first[:1].isupper() else head + 1


@lru_cache(WORD_CACHE_SIZE)
def _kind(word: str) -> str | None:
    """Return "name" for a noun that names an event by itself, "open" for one that needs more, else None."""
    if not word[0].isupper():
        return None
    lower = normal_form(word).lower()
    if word in _listed("acronyms") or _base(lower, _listed("alone")):
        return "name"
    modifier, hyphen, last = normal_form(word).rpartition("-")
    if (
        hyphen
        and modifier[0].isupper()
        and (last in _listed("acronyms") or _base(last.lower(), _listed("open")))
    ):
        return "name"
    if _is_compound(lower, _heads(), chosen=False) or _is_compound(lower, _chosen(), chosen=True):
        return "name"
    return "open" if _base(lower, _listed("open") | _listed("with_place")) else None


def _is_compound(word: str, heads: dict[str, frozenset[str]], *, chosen: bool) -> bool:
    """Tell whether ``word`` has one of the heads and a modifier that is (or is not) listed there."""
    for head, modifiers in heads.items():
        at = word.rfind(head)
        if at > 1 and word[at + len(head) :] in _ENDINGS:
            modifier = word[:at].strip("-")
            listed = any(modifier.endswith(other) for other in modifiers)
            if listed == chosen:
                return True
    return False


def _base(word: str, bases: frozenset[str]) -> str | None:
    """Return which of ``bases`` the word is a form of."""
    stems = (word.removesuffix(end) for end in _ENDINGS if word.endswith(end))
    return next((stem for stem in stems if stem in bases), None)


def _stem(word: str) -> str:
    """Cut case endings, so that all forms of a word meet."""
    word = word.casefold()
    while len(word) > _SHORTEST_STEM and word[-1] in "enrsm":
        word = word[:-1]
    return word


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(table("events")[key]["words"].split())


@cache
def _heads() -> dict[str, frozenset[str]]:
    return {head: frozenset(modifiers.split()) for head, modifiers in table("events")["heads"].items()}


@cache
def _chosen() -> dict[str, frozenset[str]]:
    return {head: frozenset(modifiers.split()) for head, modifiers in table("events")["chosen"].items()}


@cache
def _names() -> frozenset[tuple[str, ...]]:
    """Return the stems of the words of each fixed name."""
    names = "; ".join(table("events")["names"]["names"]).split(";")
    return frozenset(tuple(_stem(word) for word in name.split()) for name in names)


@cache
def _openings() -> dict[str, tuple[int, ...]]:
    """Return how many words the names have that begin with a stem, longest first."""
    lengths: dict[str, set[int]] = {}
    for stems in _names():
        lengths.setdefault(stems[0], set()).add(len(stems))
    return {stem: tuple(sorted(found, reverse=True)) for stem, found in lengths.items()}
