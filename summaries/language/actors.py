"""Who a phrase speaks of: states, their organs, organisations and parties under one key each.

Voices are compared by these keys: "Moskau", "der Kreml" and "die russische Regierung" are one voice ("RU"),
the South Korean secret service another ("KR:nis") that belongs to "KR".  Everything is built from the tables
``countries.toml`` and ``organisations.toml``; country names come from Babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from summaries.language.hanta import word_tagger
from summaries.language.tables import table, words_of

_WORD: Final = re.compile(r"[^\W_]+")
_LONGEST_ACRONYM: Final = 4
_PHRASES_KEPT: Final = 4096  # the rules ask for the same few phrases of an article again and again
_LONGEST_NAME: Final = 7
_MIN_STEM: Final = 3
_ADJECTIVE_ENDINGS: Final = ("", "e", "en", "er", "es", "em")
_FORMER: Final = re.compile(r"\b(?:ex|ehemalige[nrs]?|frühere[nrs]?|einstige[nrs]?)\b", re.IGNORECASE)
_STATE_PREFIXES: Final = ("Regierungs", "Kreml", "Staats", "Präsidenten", "Militär", "Armee")
_STATE_SUFFIXES: Final = (
    "minister",
    "ministerin",
    "ministerium",
    "ministeriums",
    "botschafter",
    "botschafterin",
)


class ActorKind(StrEnum):
    """What an actor is."""

    COUNTRY = "country"  # a state or its government: "Moskau", "russische Regierung"
    AGENCY = "agency"  # state media that speak for their state
    PERSON = "person"  # a head or spokesman of state, in office or named as one
    INTELLIGENCE = "intelligence"
    MILITARY = "military"
    MINISTRY = "ministry"
    AUTHORITY = "authority"
    PARLIAMENT = "parliament"
    COURT = "court"
    ORGANISATION = "organisation"
    PARTY = "party"
    UNION = "union"
    COMPANY = "company"
    GROUP = "group"  # people of a country who do not speak for it: "ukrainische Experten"


_ORGANS: Final = frozenset(
    {
        ActorKind.AGENCY,
        ActorKind.PERSON,
        ActorKind.INTELLIGENCE,
        ActorKind.MILITARY,
        ActorKind.MINISTRY,
        ActorKind.AUTHORITY,
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A voice under its normalised name.

    ``key`` compares voices, ``name`` is what German readers see, ``parent`` is the key of the state or
    organisation it belongs to (None if to none).
    """

    key: str
    name: str
    kind: ActorKind
    parent: str | None = None

    @property
    def is_state_organ(self) -> bool:
        """Whether it officially speaks for ``parent``: state media, ministries, armed forces, spokesmen."""
        return self.kind in _ORGANS and self.parent is not None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor named at ``text[begin:end]``; ``by_name`` is False for "russisch" and "die Russen"."""

    begin: int
    end: int
    actor: Actor
    by_name: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    actor: Actor
    words: tuple[str, ...]
    adjective: bool = False
    by_name: bool = True

    def fits(self, words: Sequence[str]) -> bool:
        """Tell whether upper and lower case agree, so that "us" is not "US" nor "rom" Rom."""
        if self.adjective:
            return True
        if self.words[0][0].isupper() and not words[0][0].isupper():
            return False
        pairs = zip(words, self.words, strict=True)
        return all(found == own for found, own in pairs if own.isupper() and len(own) <= _LONGEST_ACRONYM)


@lru_cache(_PHRASES_KEPT)
def actor_of(text: str) -> Actor | None:
    """Return whom a phrase speaks of, e.g. a speaker or the subject of a sentence.

    A phrase that names a state only by where somebody is or comes from ("ukrainische Experten", "Anwohner in
    Moskau") gives an actor of its own with that state as ``parent``.

    Args:
        text: A name or noun phrase, in any case form.

    Returns:
        The actor, or None if the phrase names none that the tables know.
    """
    mentions = find_actors(text)
    if not mentions:
        return None
    heads = _heads(text, mentions)
    if _is_envoy(text, mentions):
        mentions = mentions[:1]
    specific = [m.actor for m in mentions if m.actor.kind is not ActorKind.COUNTRY]
    chosen = specific[0] if specific else mentions[0].actor
    stranger = next((head for head in heads if head in _role_words("opponents")), None)
    if _FORMER.search(text):
        return _group(chosen, f"Ex-{heads[0]}" if heads else "Ex")
    if stranger:
        return _group(chosen, stranger)
    return chosen if specific else _spoken_for(chosen, heads)


def _is_envoy(text: str, mentions: Sequence[ActorMention]) -> bool:
    """Tell "der US-Botschafter bei den Vereinten Nationen", who speaks for his state."""
    first, rest = mentions[0], mentions[1:]
    if (
        first.actor.kind is not ActorKind.COUNTRY
        or not rest
        or rest[0].actor.kind is not ActorKind.ORGANISATION
    ):
        return False
    between = text[first.end : rest[0].begin]
    return any(_speaks_for_state(word) for word in _WORD.findall(between) if word[0].isupper())


def country_name(code: str) -> str:
    """Return the German name of the state with the ISO 3166 ``code``; the code itself if unknown."""
    shown = table("countries")["shown"].get(code)
    return str(shown or Locale("de").territories.get(code, code))


def find_actors(text: str) -> tuple[ActorMention, ...]:
    """Return the actors that ``text`` names, longest names first at each place, in text order."""
    words = list(_WORD.finditer(text))
    found: list[ActorMention] = []
    index = 0
    while index < len(words):
        length, entry = _longest_at([word.group() for word in words[index : index + _LONGEST_NAME]])
        if entry:
            begin, end = words[index].start(), words[index + length - 1].end()
            found.append(ActorMention(begin, end, entry.actor, entry.by_name))
        index += max(length, 1)
    return tuple(found)


def _longest_at(words: Sequence[str]) -> tuple[int, _Entry | None]:
    multiple = _stem(words[0]) in _openings()
    for length in range(len(words) if multiple else 1, 0, -1):
        head = words[:length]
        key = (head[0].casefold(),) if length == 1 else tuple(_stem(word) for word in head)
        for entry in _entries().get(key, ()):
            if entry.fits(head):
                return length, entry
    return 0, None


def _spoken_for(country: Actor, heads: Sequence[str]) -> Actor:
    """Return the state itself, its secret service, or a group of its people."""
    if not heads:
        return country
    if any(_is_intelligence(head) for head in heads):
        key = table("organisations")["main_intelligence"].get(country.key, f"{country.key}:geheimdienst")
        known = _by_key().get(key)
        return known or Actor(key, f"Geheimdienst ({country.name})", ActorKind.INTELLIGENCE, country.key)
    return country if any(_speaks_for_state(head) for head in heads) else _group(country, heads[0])


def _group(origin: Actor, head: str) -> Actor:
    key = f"{origin.key}:{_noun_lemma(head)}"
    return Actor(key, f"{head} ({origin.name})", ActorKind.GROUP, origin.key)


def _noun_lemma(word: str) -> str:
    return word_tagger().analyse(word, "NN")[0].lower()


def _is_intelligence(head: str) -> bool:
    roles = _role_words("intelligence_roles")
    return _singular(head) in roles or head in roles or "geheimdienst" in head.lower()


def _speaks_for_state(head: str) -> bool:
    roles = _role_words("roles")
    return (
        head in roles
        or _singular(head) in roles
        or head.startswith(_STATE_PREFIXES)
        or _singular(head).endswith(_STATE_SUFFIXES)
    )


@cache
def _singular(word: str) -> str:
    return word_tagger().analyse(word, "NN")[0].removesuffix("in")


@cache
def _role_words(key: str) -> frozenset[str]:
    return frozenset(" ".join(table("organisations")[key]["words"]).split())


def _heads(text: str, mentions: Iterable[ActorMention]) -> list[str]:
    """Return the capitalised words of a phrase that are not part of an actor's name."""
    taken = [(mention.begin, mention.end) for mention in mentions]
    return [
        word.group()
        for word in _WORD.finditer(text)
        if word.group()[0].isupper()
        and word.group().lower() not in words_of("sentence_starters") | {"ex"}
        and not any(begin <= word.start() < end for begin, end in taken)
    ]


def _stem(word: str) -> str:
    """Cut case endings until nothing is left to cut, so that all forms of a word meet."""
    word = word.casefold()
    while len(word) > _MIN_STEM and word[-1] in "enrsm":
        word = word[:-1]
    return word


def _split(field: str) -> list[str]:
    return [name.strip() for name in field.split(";") if name.strip()]


@cache
def _entries() -> dict[tuple[str, ...], tuple[_Entry, ...]]:
    index: dict[tuple[str, ...], list[_Entry]] = {}
    for entry in (*_organisations(), *_organs(), *_people(), *_countries()):
        words = entry.words
        key = (words[0].casefold(),) if len(words) == 1 else tuple(_stem(word) for word in words)
        index.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in index.items()}


@cache
def _openings() -> frozenset[str]:
    """Return what names of several words begin with, so that most words are looked up only once."""
    return frozenset(key[0] for key in _entries() if len(key) > 1)


@cache
def _by_key() -> dict[str, Actor]:
    return {entry.actor.key: entry.actor for entry in _organisations()}


def _named(actor: Actor, names: str, *, genitive: bool = True) -> Iterator[_Entry]:
    for name in _split(names):
        words = tuple(_WORD.findall(name))
        yield _Entry(actor, words)
        if genitive and len(words) == 1 and not name.endswith(("s", "x", "z")) and not name.isupper():
            yield _Entry(actor, (name + "s",))
            yield _Entry(actor, (name + "es",))


def _organisations() -> Iterator[_Entry]:
    for key, (name, kind, parent, names) in table("organisations")["organisations"].items():
        yield from _named(Actor(key, name, ActorKind(kind), parent or None), names)


def _organs() -> Iterator[_Entry]:
    for name, (voice, kind, names) in table("organisations")["organs"].items():
        yield from _named(Actor(voice, name, ActorKind(kind), voice), names)


def _people() -> Iterator[_Entry]:
    for name, (voice, names) in table("organisations")["people"].items():
        yield from _named(Actor(voice, name, ActorKind.PERSON, voice), names)


def _countries() -> Iterator[_Entry]:
    for code, (adjectives, inhabitants, seats, names) in table("countries")["countries"].items():
        actor = Actor(code, country_name(code), ActorKind.COUNTRY)
        own = str(Locale("de").territories.get(code, ""))
        yield from _named(actor, f"{own}; {seats}; {names}")
        yield from _adjectives(actor, [f"{seat}er" for seat in _split(seats) if " " not in seat], ("",))
        yield from _adjectives(actor, _split(adjectives), _ADJECTIVE_ENDINGS)
        for inhabitant in _split(inhabitants):
            for form in _inhabitant_forms(inhabitant):
                yield _Entry(actor, tuple(_WORD.findall(form)), by_name=False)


def _adjectives(actor: Actor, stems: Iterable[str], endings: Sequence[str]) -> Iterator[_Entry]:
    for stem in stems:
        for ending in endings:
            yield _Entry(actor, tuple(_WORD.findall(stem + ending)), adjective=True, by_name=False)


def _inhabitant_forms(word: str) -> tuple[str, ...]:
    if word == "Deutsche":
        return ("Deutsche", "Deutschen", "Deutscher", "Deutschem")
    stem = word.removesuffix("e")
    feminine = "Französ" if stem == "Franzos" else stem
    if stem != word:
        return (word, word + "n", feminine + "in", feminine + "innen")
    return (word, word + "s", word + "n", word + "en", word + "in", word + "innen")
