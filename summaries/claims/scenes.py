"""Whether two statements of different articles can be of one event, by the names in and around them.

Stories are grouped by machine and long ones tell of many events: "zwei Menschen wurden verletzt" in two
articles is one claim only where the articles speak of the same place, person or body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from config import claims as limits
from summaries.claims.likeness import SHORT_NOUNS, alike
from summaries.model import Evidence
from summaries.stories.prior import bundled_frequencies
from summaries.stories.terms import stem

_NOUN: Final = re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]{3,}")
# Names that any German article may drop, so that sharing them ties nothing.
_EVERYWHERE: Final = frozenset({"DE", "eu", "EU", "deutschland", "deutsche", "bund", "berlin", "europa"})

# Roads are told by their numbers: "A 72", "Autobahn 72".
_ROAD: Final = re.compile(r"\b(?:A|Autobahn) ?(\d{1,3})\b")

_UMLAUTS: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_LONG_NAME: Final = 5  # letters; of a shorter name every letter tells

Words = frozenset[str]
_NOTHING: Final[Words] = frozenset()


class Scenes:
    """The names and rare words in each article of a story."""

    def __init__(self, evidence: Iterable[Evidence]) -> None:
        """Read all texts."""
        names: dict[str, set[str]] = {}
        texts: dict[str, tuple[str, str]] = {}
        for item in evidence:
            names.setdefault(item.source.article, set()).update(_names(item))
            texts.setdefault(item.source.article, (item.source.title, item.text))
        self._names: Mapping[str, Words] = {key: frozenset(found) for key, found in names.items()}
        self._texts = {key: _folded(f"{title} {text}") for key, (title, text) in texts.items()}
        self._heads = {
            key: _folded(f"{title} {text[: limits.SCENE_LEAD]}") for key, (title, text) in texts.items()
        }
        self._lead = {
            key: _words(f"{title} {text[: limits.SCENE_LEAD]}") for key, (title, text) in texts.items()
        }

    def meet(self, a: Evidence, b: Evidence) -> bool:
        """Whether two statements can be of one event.

        What one of them names stands in the other's article, too; where none names anything, the first
        sentences of both articles share a name or rare words.
        """
        first, second = a.source.article, b.source.article
        if first == second:
            return True
        left, right = _names(a), _names(b)
        if shared(left, right):
            return True
        if not left and not right:
            return self._one_scene(first, second)
        known = self._known(left, second) and self._known(right, first)
        return known or (not (left and right) and self._share_rare(first, second))

    def _known(self, names: Words, article: str) -> bool:
        known = self._names.get(article, _NOTHING)
        if not names or not known or shared(names, known):
            return True  # of an article that names nobody nothing can be told
        return _stands_in(names, self._texts.get(article, ""))

    def tell_of_whom(self, a: Evidence, b: Evidence) -> bool:
        """Whether one statement names whom the other, which names nobody, is most likely about.

        That is who stands in the headline or the first sentences of its article.
        """
        left, right = _names(a), _names(b)
        if bool(left) == bool(right) or a.source.article == b.source.article:
            return False
        names, other = (left, b) if left else (right, a)
        return _stands_in(names, self._heads.get(other.source.article, ""))

    def speaks_of(self, article: str, word: str) -> bool:
        """Whether a word stands in an article, be it as part of a longer one."""
        return _folded(word) in self._texts.get(article, "")

    def _share_rare(self, first: str, second: str) -> bool:
        """Whether the first sentences share rare words, so that a place may be told in one of them only."""
        common = self._lead.get(first, _NOTHING) & self._lead.get(second, _NOTHING)
        return sum(_is_rare(word) for word in common) >= limits.SCENE_RARE_WORDS

    def _one_scene(self, first: str, second: str) -> bool:
        if not (self._names.get(first) and self._names.get(second)):
            return True
        common = self._lead.get(first, _NOTHING) & self._lead.get(second, _NOTHING)
        named = {stem(n) for key in (first, second) for n in self._names.get(key, _NOTHING)}
        return bool(common & named) or sum(_is_rare(word) for word in common) >= limits.SCENE_RARE_WORDS


def _names(item: Evidence) -> Words:
    roles = item.statement.content.roles
    found = roles.get("names", _NOTHING) | roles.get("actors", _NOTHING) | roles.get("place", _NOTHING)
    words = " ".join(span.of(item.text) for span in item.statement.quote)
    roads = {f"a{number}" for number in _ROAD.findall(words)}
    return frozenset({*(name for name in found if len(name) > 1), *roads}) - _EVERYWHERE - SHORT_NOUNS


def _words(text: str) -> Words:
    return frozenset(stem(word.lower()) for word in _NOUN.findall(text)) - _EVERYWHERE


@lru_cache(maxsize=65536)
def _stands_in(names: Words, text: str) -> bool:
    parts = (part for name in names for part in (name, *name.split("-")))
    return any(_is_in(_stem_of(_folded(part)), text) for part in parts)


def _folded(text: str) -> str:
    """Lower-case text without umlauts: of "Blankenrode" are the "Blankenröder"."""
    return text.lower().translate(_UMLAUTS)


def _stem_of(name: str) -> str:
    """What a place's name keeps in its adjective: "Dresd-en", "Dresd-ner"."""
    short = name.removesuffix("n").removesuffix("e")
    return short if len(short) >= _LONG_NAME else name


def _is_in(part: str, text: str) -> bool:
    """Whether a name stands in a text; a short one ("SPD") as a word of its own."""
    if len(part) >= limits.SCENE_SHORTEST_NAME:
        return part in text
    return len(part) == limits.SCENE_SHORTEST_NAME - 1 and bool(re.search(rf"\b{re.escape(part)}\b", text))


def _is_rare(word: str) -> bool:
    return word not in bundled_frequencies()


@lru_cache(maxsize=65536)
def shared(left: Words, right: Words) -> bool:
    """Whether two sets of names have one in common, inflected or as part of another."""
    few, many = sorted((left, right), key=len)
    if few & many:
        return True
    return any(alike(a, b) for a in few for b in many)
