"""Who and what a proposition is about, and whether two of them speak of the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from summaries.claims.kinds import names_event
from summaries.claims.nouns import heads_of_groups, may_be_person, measures, related
from summaries.language.actors import actor_of
from summaries.model import Content

# Words that say when, not what: "Samstagmorgen", "Wochenende", "Frühjahr", "Mai".
_TIME = re.compile(
    r"(?:\w*(?:morgen|vormittag|mittag|nachmittag|abend|nacht|woche|wochenende|jahr|quartal|halbjahr|monat|tag)"
    r"|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|sommer|winter|herbst)"
)
_SORTS_OF_TIME = (
    frozenset({"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"}),
    frozenset(
        {"vorjahr", "vormonat", "vorquartal", "vorwoche", "vortag", "vorjahreszeitraum", "vorjahresmonat"}
    ),
    frozenset({"quartal", "halbjahr", "gesamtjahr"}),
    frozenset(
        {"januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober"}
        | {"november", "dezember"}
    ),
)
_ENDING = 2  # letters: "-e", "-en", "-es"
_SHORTEST = 4  # letters; a shorter last part of a compound is chance ("rat" in "heirat")
_LONG = 8  # letters; in shorter words an umlaut may make another one
_UMLAUTS = str.maketrans("äöü", "aou")
_OF_LAND = 4  # letters that a land's or a town's name has beyond its adjective: "Torv-ien", "Brem-en"
SHORT_NOUNS = frozenset({"bad", "bus", "amt", "zoo"})  # these are none, and no names either


def role(content: Content, name: str) -> frozenset[str]:
    """Return what a content has in a role, nothing where it lacks it."""
    return content.roles.get(name, frozenset())


@lru_cache(maxsize=65536)
def alike(a: str, b: str) -> bool:
    """Whether two nouns or names may mean the same.

    They are equal but for an ending ("Riss", "Risse"), one is a compound with the other at its end, they are
    synonyms, or one calls a person only by what anybody is.
    """
    if a == b:
        return True
    short, long = sorted((a.replace("ß", "ss"), b.replace("ß", "ss")), key=len)
    if len(short) >= _LONG and a[0].islower() and short.translate(_UMLAUTS) == long.translate(_UMLAUTS):
        return True  # "Hygienemangel", "Hygienemängel"
    if short in SHORT_NOUNS:
        return long[0].islower() and long.endswith(short)
    inflected = long.startswith(short) and len(long) - len(short) <= _ENDING
    if len(short) >= _SHORTEST and short in long.split("-"):
        return True  # "Norrhult", "Norrhult-Konzern"
    if len(short) >= _SHORTEST and long[0].islower() and (inflected or long.endswith(short)):
        return True
    return a[0].islower() and b[0].islower() and (related(a, b) or may_be_person(a, b))


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
    if name == "when":
        return not any(_other_times(x, y) for x in left for y in right) or bool(left & right)
    return not left or not right or bool(common(left, right))


def same_object(a: Content, b: Content) -> bool:
    """Whether what is done to can be one thing; a noun for the event itself is none: "Antrag stellen"."""
    left = {word for word in role(a, "object") - measures() if not names_event(word, a)}
    right = {word for word in role(b, "object") - measures() if not names_event(word, b)}
    return not left or not right or bool(common(left, right))


def _other_times(a: str, b: str) -> bool:
    """Whether two words name two times of one sort: a weekday and a month may be the same time."""
    return any(a in sort and b in sort for sort in _SORTS_OF_TIME) and a != b


def names_of(content: Content) -> frozenset[str]:
    """Proper names that are no known actor; those are compared by their keys."""
    return frozenset(name for name in role(content, "names") if len(name) > 1 and not _is_actor(name))


def things_of(content: Content) -> frozenset[str]:
    """Kinds of thing, without words of time and of the event itself ("Feuer" where it burns)."""
    things = role(content, "things")
    return frozenset(t for t in things if not _TIME.fullmatch(t) and not names_event(t, content))


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


def of_one_place(names: Iterable[str], origins: Iterable[str]) -> bool:
    """Whether an adjective tells of a name: "Dresdner" of Dresden, "torvisch" of Torvien."""
    return any(_tells_of(origin, name) for origin in origins for name in names)


@lru_cache(maxsize=65536)
def _tells_of(origin: str, name: str) -> bool:
    stem = origin.removesuffix("isch") if origin.endswith("isch") else origin.removesuffix("er")
    short = name.removesuffix("e").replace("en", "n") if origin.endswith("er") else name
    if len(stem) < _SHORTEST:
        return False
    return short == stem or (name.startswith(stem) and len(name) - len(stem) <= _OF_LAND)


def _meet_by_origin(a: Content, b: Content) -> bool:
    """Whether one calls by an adjective what the other names."""
    left = named(a) | role(a, "agent") | role(a, "place")
    right = named(b) | role(b, "agent") | role(b, "place")
    return of_one_place(left, role(b, "origins")) or of_one_place(right, role(a, "origins"))


def same_doer(a: Content, b: Content) -> bool:
    """Whether who acts can be the same.

    "Kiew" and "Drohnen" can, as can an office and a name: one is the other's means or title.  Two states, two
    names or two kinds of thing cannot.
    """
    left, right = role(a, "agent") - heads_of_groups(), role(b, "agent") - heads_of_groups()
    if not left or not right or common(left, right) or _tells_beside(a, b) or _tells_beside(b, a):
        return True
    return not any(_sort(x, a) == _sort(y, b) for x in left for y in right)


def _tells_beside(a: Content, b: Content) -> bool:
    """Whether who acts in one is named in the other beside a noun for it: "der Möbelbauer Hartung"."""
    done_to = role(b, "object") | role(b, "place") | role(b, "setting")
    nouns = role(b, "agent") <= role(b, "things")  # two names are two
    beside = role(a, "agent") & (b.terms - done_to) - role(a, "actors")
    return nouns and (bool(beside) or of_one_place(role(a, "agent"), role(b, "origins")))


def same_subject(a: Content, b: Content) -> bool:
    """Whether the subjects are of one kind or carry one name.

    The subject of a passive is what the active has among its things: "das Werk wird geschlossen".
    """
    if compatible(a, b, "subject") or (role(a, "subject") | role(b, "subject")) & heads_of_groups():
        return True
    if not (role(a, "subject") - measures() and role(b, "subject") - measures()):
        return True
    left, right = role(a, "agent"), role(b, "agent")
    if bool(left) != bool(right):
        passive, active = (b, a) if left else (a, b)
        return turned(passive, active) or _named_alike(passive, active)
    named = any(alike(x, y) for x in left for y in right if not x[:1].isupper())
    return named or (same_doer(a, b) and (turned(a, b) or turned(b, a)))


def same_place(a: Content, b: Content) -> bool:
    """Whether both may be of one place, among actors and with names that do not speak of another."""
    return compatible(a, b, "actors") and _one_spot(a, b) and names_meet(a, b)


def _one_spot(a: Content, b: Content) -> bool:
    """Whether one names no place, or names in some part what is the place of the other.

    A name behind a noun may be no place: "der Hersteller Sanoris", "die Insel Amrum".
    """
    left, right = role(a, "place"), role(b, "place")
    met = common(left, right | role(b, "names")) or common(right, left | role(a, "names"))
    return not left or not right or bool(met)


def names_meet(a: Content, b: Content) -> bool:
    """Whether one names nobody, or one name is common to both, be it as part of a noun."""
    left, right = names_of(a), names_of(b)
    shared = common(left, right | role(b, "things")) or common(right, left | role(a, "things"))
    return not left or not right or bool(shared) or _meet_by_origin(a, b)


def turned(passive: Content, active: Content) -> bool:
    """Whether what is done to something in one is what somebody does it to in the other."""
    return bool(common(role(passive, "subject"), role(active, "object")))


def _named_alike(passive: Content, active: Content) -> bool:
    """Whether what is done to somebody named in one is what somebody does to him in the other.

    „Der Banker Ralf Thalberg wurde freigesprochen“, "Das Gericht sprach den Bankmanager Thalberg frei".
    """
    names = names_of(passive) - role(passive, "place")
    return not role(passive, "agent") and bool(common(names, role(active, "object")))


def _sort(key: str, content: Content) -> str:
    if key[:1].isupper() or key in role(content, "actors"):
        return "actor"
    return "name" if key in role(content, "names") else "thing"


@lru_cache(maxsize=16384)
def _is_actor(name: str) -> bool:
    forms = (name.capitalize(), name.upper(), f"{name}e")
    return any(actor_of(form) is not None for form in forms)
