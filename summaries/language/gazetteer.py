"""Names that are known beforehand: lists of ``data/`` as sets and token tuples."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from config.language import WORD_CACHE_SIZE
from summaries.language.actors import find_actors
from summaries.language.tables import table

_OPENING: Final = 3  # letters that all case forms of a name's first word share


@cache
def name_list(key: str) -> frozenset[str]:
    """Return the list ``key`` of ``data/names.toml``."""
    return frozenset(" ".join(table("names")[key]["words"]).split())


@cache
def place_list(key: str) -> frozenset[str]:
    """Return the list ``key`` of ``data/places.toml``."""
    return frozenset(name.strip() for name in table("places")[key]["names"].split(";"))


@cache
def known_names() -> dict[tuple[str, ...], str]:
    """Return places and organisations that are no actors: their words mapped to "LOC" or "ORG"."""
    known: dict[tuple[str, ...], str] = {}
    for key in ("regions", "cities", "waters"):
        for name in place_list(key):
            for form in (name, name + "s"):
                known[tuple(form.split())] = "LOC"
    for name in name_list("organisations"):
        known.setdefault((name,), "ORG")
        known.setdefault((name + "s",), "ORG")
    return known


@cache
def first_words() -> frozenset[str]:
    """Return what the names of `known_names` begin with."""
    return frozenset(words[0] for words in known_names())


@cache
def longest_name() -> int:
    """Return how many words the longest name of `known_names` has."""
    return max(len(words) for words in known_names())


@lru_cache(WORD_CACHE_SIZE)
def may_open_actor(word: str) -> bool:
    """Tell whether the name of an actor may begin with ``word``."""
    return word.casefold()[:_OPENING] in _actor_openings() or bool(find_actors(word))


@cache
def _actor_openings() -> frozenset[str]:
    """Return the first letters of all names of several words in the tables of actors and states."""
    organisations, countries = table("organisations"), table("countries")["countries"]
    fields = [row[-1] for key in ("organisations", "organs", "people") for row in organisations[key].values()]
    fields += [field for row in countries.values() for field in row[2:]]
    fields += [str(name) for name in Locale("de").territories.values()]
    names = (name.strip() for field in fields for name in field.split(";"))
    return frozenset(name.casefold()[:_OPENING] for name in names if re.search(r"\W", name))
