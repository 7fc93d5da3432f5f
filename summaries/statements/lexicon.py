"""The word lists behind attribution and comparison, read from the TOML tables beside this package."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that attribute or hedge; all sets hold lower-case lemmas."""

    verbs: Mapping[str, str]  # lemma → class ("assert", "deny", …)
    speech: Mapping[str, str]  # those and what else renders speech
    phrases: Mapping[str, tuple[tuple[frozenset[str], str], ...]]  # verb → (words beside it, class)
    governing: Mapping[str, str]  # verb → preposition of what it says
    pointers: frozenset[str]
    accusations: frozenset[str]
    falsehoods: frozenset[str]
    bases: frozenset[str]
    evidence: frozenset[str]
    doubt_nouns: frozenset[str]
    doubt_adjectives: frozenset[str]
    false_adjectives: frozenset[str]
    hedge_adverbs: frozenset[str]
    hedge_modals: frozenset[str]
    hedge_adjectives: frozenset[str]
    source_before: frozenset[str]
    source_after: frozenset[str]
    conditional: frozenset[str]


@dataclass(frozen=True, slots=True)
class Roles:
    """Nouns for those who speak.

    ``kinds`` maps a noun to the kind of body, ``bodies`` holds the kinds, ``public`` maps a noun to the
    public body that it stands for.
    """

    spokespeople: frozenset[str]
    offices: frozenset[str]
    media: frozenset[str]
    voices: frozenset[str]
    voice_endings: tuple[str, ...]
    not_voices: frozenset[str]
    kinds: Mapping[str, str]
    public: Mapping[str, str]
    bodies: frozenset[str]


@dataclass(frozen=True, slots=True)
class EventClass:
    """A class of words that may state the same event."""

    name: str
    outcome: bool = False
    opposite: str | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """``of`` maps a lower-case lemma to its event class."""

    of: Mapping[str, EventClass]
    classes: Mapping[str, EventClass]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


@cache
def cues() -> Cues:
    """Return the attribution cues."""
    raw = _read("cues.toml")
    verbs = {verb: kind for kind, words in raw["verbs"].items() for verb in words}
    speech = {verb: kind for kind, words in raw["speech"].items() for verb in words}
    phrases: dict[str, list[tuple[frozenset[str], str]]] = {}
    for kind, entries in raw["phrases"].items():
        for verb, *beside in map(str.split, entries):
            phrases.setdefault(verb, []).append((frozenset(beside), kind))
    nouns, adjectives, hedges = raw["nouns"], raw["adjectives"], raw["hedges"]
    return Cues(
        verbs=verbs,
        speech={**speech, **verbs},
        phrases={verb: tuple(found) for verb, found in phrases.items()},
        governing=raw["governing"],
        pointers=frozenset(nouns["pointer"]),
        accusations=frozenset(nouns["accusation"]),
        falsehoods=frozenset(nouns["falsehood"]),
        bases=frozenset(nouns["basis"]),
        evidence=frozenset(nouns["evidence"]),
        doubt_nouns=frozenset(nouns["doubt"]),
        doubt_adjectives=frozenset(adjectives["doubt"]),
        false_adjectives=frozenset(adjectives["false"]),
        hedge_adverbs=frozenset(hedges["adverbs"]),
        hedge_modals=frozenset(hedges["modals"]),
        hedge_adjectives=frozenset(hedges["adjectives"]),
        source_before=frozenset(raw["prepositions"]["source_before"]),
        source_after=frozenset(raw["prepositions"]["source_after"]),
        conditional=frozenset(raw["conjunctions"]["conditional"]),
    )


@cache
def events() -> Events:
    """Return the classes of events."""
    raw = _read("events.toml")
    classes = {
        name: EventClass(name, bool(entry.get("outcome", False)), entry.get("opposite"))
        for name, entry in raw.items()
    }
    return Events({word: classes[name] for name, entry in raw.items() for word in entry["words"]}, classes)


@cache
def concepts() -> Mapping[str, str]:
    """Return the noun that stands for a group of nouns of the same kind, by lower-case lemma."""
    return {word: group[0] for group in _read("concepts.toml")["groups"] for word in group}


@cache
def roles() -> Roles:
    """Return the nouns for persons, bodies and media that speak."""
    raw = _read("roles.toml")
    kinds = {word: kind for kind, words in raw["kinds"].items() for word in words}
    return Roles(
        frozenset(raw["spokespeople"]),
        frozenset(raw["offices"]),
        frozenset(raw["media"]),
        frozenset(raw["voices"]),
        tuple(raw["voice_endings"]),
        frozenset(raw["not_voices"]),
        kinds,
        {word: body for body, words in raw["public"].items() for word in words},
        frozenset(raw["kinds"]),
    )


@cache
def person_kinds() -> Mapping[str, str]:
    """Return the wider noun that stands for a noun for persons ("mediziner"), by lower-case lemma."""
    return {word: kind for kind, nouns in _read("roles.toml")["persons"].items() for word in nouns}


@cache
def words(name: str) -> frozenset[str]:
    """Return the closed word list called ``name``.

    Raises:
        KeyError: If the table has no such list.
    """
    return frozenset(_read("words.toml")[name])
