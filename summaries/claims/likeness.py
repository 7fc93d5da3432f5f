"""Who and what a proposition is about, and whether two of them speak of the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from summaries.language.actors import actor_of
from summaries.model import Content

# Words that say when, not what: "Samstagmorgen", "Wochenende", "Frühjahr", "Mai".
_TIME = re.compile(
    r"(?:\w*(?:morgen|vormittag|mittag|nachmittag|abend|nacht|woche|wochenende|jahr|quartal|halbjahr|monat|tag)"
    r"|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|sommer|winter|herbst)"
)
_ENDING = 2  # letters: "-e", "-en", "-es"
_SHORTEST = 4  # letters; a shorter last part of a compound is chance ("rat" in "heirat")


def role(content: Content, name: str) -> frozenset[str]:
    """Return what a content has in a role, nothing where it lacks it."""
    return content.roles.get(name, frozenset())


@lru_cache(maxsize=65536)
def alike(a: str, b: str) -> bool:
    """Whether two nouns or names may mean the same.

    They are equal but for an ending ("Riss", "Risse"), or one is a compound with the other at its end.
    """
    if a == b:
        return True
    short, long = sorted((a.replace("ß", "ss"), b.replace("ß", "ss")), key=len)
    inflected = long.startswith(short) and len(long) - len(short) <= _ENDING
    return len(short) >= _SHORTEST and long[0].islower() and (inflected or long.endswith(short))


def common(left: Iterable[str], right: Iterable[str]) -> int:
    """How many of the smaller side's words have one alike on the other side."""
    few, many = sorted((set(left), set(right)), key=len)
    return sum(any(alike(a, b) for b in many) for a in few)


def share(left: Iterable[str], right: Iterable[str]) -> float:
    """Part of the smaller side that is alike; two empty sides agree, one empty side says nothing."""
    left, right = set(left), set(right)
    if not left or not right:
        return float(left == right)
    return common(left, right) / min(len(left), len(right))


def compatible(a: Content, b: Content, name: str) -> bool:
    """Whether two contents can be of one thing in a role: one says nothing, or something is alike."""
    left, right = role(a, name), role(b, name)
    return not left or not right or bool(common(left, right))


def names_of(content: Content) -> frozenset[str]:
    """Proper names that are no known actor; those are compared by their keys."""
    return frozenset(name for name in role(content, "names") if not _is_actor(name))


def things_of(content: Content) -> frozenset[str]:
    """Kinds of thing, without words of time."""
    return frozenset(thing for thing in role(content, "things") if not _TIME.fullmatch(thing))


def parties(content: Content) -> frozenset[str]:
    """What a proposition names beside known actors and the place: things and other names."""
    return things_of(content) | (names_of(content) - role(content, "place"))


def matter(a: Content, b: Content) -> float:
    """Part of what the poorer of two propositions names that the other names too, 0 to 1.

    A place counts only where nothing else is named: in one town many things happen.
    """
    left, right = parties(a), parties(b)
    if left and right:
        return share(left, right)
    return share(left | named(a), right | named(b))


def named(content: Content) -> frozenset[str]:
    """All names in a proposition, its speaker's too where he speaks of himself."""
    return role(content, "names") | role(content, "self")


def same_doer(a: Content, b: Content) -> bool:
    """Whether who acts can be the same.

    "Kiew" and "Drohnen" can, as can an office and a name: one is the other's means or title.  Two states, two
    names or two kinds of thing cannot.
    """
    left, right = role(a, "agent"), role(b, "agent")
    if not left or not right or common(left, right):
        return True
    return not any(_sort(x, a) == _sort(y, b) for x in left for y in right)


def same_subject(a: Content, b: Content) -> bool:
    """Whether the subjects are of one kind or carry one name.

    The subject of a passive is what the active has among its things: "das Werk wird geschlossen".
    """
    if compatible(a, b, "subject"):
        return True
    left, right = role(a, "agent"), role(b, "agent")
    if bool(left) != bool(right):
        return turned(b, a) if left else turned(a, b)
    named = any(alike(x, y) for x in left for y in right if not x[:1].isupper())
    return named or (bool(left & right) and (turned(a, b) or turned(b, a)))


def turned(passive: Content, active: Content) -> bool:
    """Whether what is done to something in one is what somebody does it to in the other."""
    return bool(common(role(passive, "subject"), role(active, "object")))


def _sort(key: str, content: Content) -> str:
    if key[:1].isupper() or key in role(content, "actors"):
        return "actor"
    return "name" if key in role(content, "names") else "thing"


@lru_cache(maxsize=16384)
def _is_actor(name: str) -> bool:
    forms = (name.capitalize(), name.upper(), f"{name}e")
    return any(actor_of(form) is not None for form in forms)
