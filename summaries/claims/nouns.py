"""Which nouns news use for one and the same thing, person or body."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

_DATA: Final = Path(__file__).parent / "data" / "nouns.toml"
_HEAD: Final = 4  # letters; a shorter last part of a compound is chance
_DOER: Final = 8  # letters; shorter ones that end so are mostly things ("Fehler", "Zimmer")
_DOERS: Final = ("er", "erin", "ist", "istin", "ant", "antin", "ent", "eur", "eurin")
_ENDINGS: Final = ("en", "er", "n", "e", "s")  # "Ärzte", "Kindern": lemmas that came out inflected


@dataclass(frozen=True, slots=True)
class _Nouns:
    """The groups of each word, the words above it, and what persons are called."""

    groups: Mapping[str, frozenset[int]]
    above: Mapping[str, frozenset[str]]
    words: frozenset[str]
    anybody: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    persons: tuple[str, ...]


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _nouns() -> _Nouns:
    raw = _raw()
    groups: dict[str, set[int]] = {}
    above: dict[str, set[str]] = {}
    for number, group in enumerate(raw["same"]):
        for word in group:
            groups.setdefault(_plain(word), set()).add(number)
    for top, *others in raw["over"]:
        for word in others:
            above.setdefault(_plain(word), set()).add(_plain(top))
    return _Nouns(
        {word: frozenset(found) for word, found in groups.items()},
        {word: frozenset(found) for word, found in above.items()},
        frozenset(groups) | frozenset(_plain(word) for row in raw["over"] for word in row),
        frozenset(map(_plain, raw["anybody"])),
        frozenset(map(_plain, raw["men"])),
        frozenset(map(_plain, raw["women"])),
        tuple(map(_plain, raw["person_ends"])),
    )


@cache
def heads_of_groups() -> frozenset[str]:
    """Return nouns for those who lead or make up a group, and act as it."""
    return frozenset(_raw()["heads_of_groups"])


@cache
def measures() -> frozenset[str]:
    """Return nouns for units, which do nothing where they are a subject."""
    return frozenset(_raw()["measures"])


@lru_cache(maxsize=65536)
def related(a: str, b: str) -> bool:
    """Whether two lower-case nouns may name one thing: synonyms, or a word and the wider one.

    A compound stands by its last part, but two compounds must agree in their own groups: "Busunglück" may be
    the "Unfall", a "Waldbrand" is no "Hausbrand".
    """
    (own, whole), (other, other_whole) = _known(_plain(a)), _known(_plain(b))
    if not own or not other or not (whole or other_whole):
        return False
    nouns = _nouns()
    if nouns.groups.get(own, frozenset()) & nouns.groups.get(other, frozenset()):
        return True
    return other in nouns.above.get(own, ()) or own in nouns.above.get(other, ())


@lru_cache(maxsize=65536)
def may_be_person(a: str, b: str) -> bool:
    """Whether one noun calls a person or several only by what anybody is, and the other fits that."""
    return _calls(_plain(a), _plain(b)) or _calls(_plain(b), _plain(a))


@lru_cache(maxsize=65536)
def is_anybody(word: str) -> bool:
    """Whether a noun says no more of a person than that, or its sex or age."""
    plain, nouns = _plain(word), _nouns()
    return plain in nouns.anybody | nouns.men | nouns.women or plain.endswith(("jährig", "jährige"))


def is_person(word: str) -> bool:
    """Whether a noun is one for persons."""
    plain = _plain(word)
    doer = len(plain) >= _DOER and plain.endswith(_DOERS)
    return is_anybody(word) or plain.endswith(_nouns().persons) or doer


def _calls(vague: str, other: str) -> bool:
    nouns = _nouns()
    if not is_anybody(vague) or not is_person(other):
        return False
    female = other in nouns.women or other.endswith(("in", "frau", "mädchen"))
    male = other in nouns.men or other.endswith(("mann", "junge"))
    return not (vague in nouns.men and female) and not (vague in nouns.women and male)


@lru_cache(maxsize=65536)
def _known(word: str) -> tuple[str, bool]:
    """The longest last part of a word that stands in the table, and whether it is all of the word."""
    words = _nouns().words
    for start in range(max(1, len(word) - _HEAD + 1)):
        part = word[start:]
        forms = (part, *(part.removesuffix(end) for end in _ENDINGS if part.endswith(end)))
        found = next((form for form in forms if form in words), "")
        if found:
            return found, start == 0
    return "", False


def _plain(word: str) -> str:
    return word.replace("ß", "ss")
