"""Which kinds of event a proposition tells of: by its verb, by a phrase around it, or by a noun."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from summaries.model import Content
from summaries.statements.lexicon import events

_DATA: Final = Path(__file__).parent / "data" / "kinds.toml"
_DERIVED: Final = Path(__file__).parent / "data" / "derived.toml"
ANNOUNCED: Final = frozenset({"announced"})
"""The role ``frame`` of what is told in the present tense and counts as planned for that alone."""
ACTS: Final = frozenset(
    ["sell", "buy", "merge", "recall", "cancel", "appoint", "dismiss", "resign", "change_club", "sign_player"]
)
"""Acts of persons and bodies that are done by telling them: "ruft zurück" and "hat zurückgerufen" are one."""
_TAIL: Final = 4  # letters; a shorter last part of a compound is chance
# Verbs that say little beside a noun: "kam es zu einer Explosion", "erfolgte der Verkauf".
_LIGHT: Final = frozenset(
    [
        "kommen",
        "geben",
        "haben",
        "sein",
        "werden",
        "machen",
        "nehmen",
        "erfolgen",
        "geschehen",
        "passieren",
        "ereignen",
        "führen",
        "stehen",
        "liegen",
        "bleiben",
        "setzen",
        "stellen",
        "ziehen",
        "erleiden",
        "feiern",
        "verzeichnen",
        "melden",
        "vornehmen",
        "durchführen",
        "leisten",
        "treffen",
        "erhalten",
        "bekommen",
        "gehen",
        "bringen",
        "enden",
        "gelten",
        "einleiten",
        "bestehen",
        "existieren",
        "bedürfen",
        "unternehmen",
        "herrschen",
        "zwingen",
        "veranlassen",
    ]
)


_BEING: Final = frozenset({"sein", "werden", "bleiben", "gelten"})  # what is said of the subject says what


@dataclass(frozen=True, slots=True)
class Table:
    """Words and phrases by the kinds that they may name, and how kinds stand to each other."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[frozenset[str], str], ...]]
    converse: Mapping[str, str]
    opposite: Mapping[str, frozenset[str]]
    names: frozenset[str]
    considering: frozenset[str]
    negated: tuple[tuple[frozenset[str], str], ...]


@cache
def table() -> Table:
    """Return the kinds of event, the classes of the statements among them."""
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    considering = frozenset(raw.pop("consider")["words"])
    words: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[frozenset[str], str]]] = {}
    negated = [(frozenset(p.split()), kind) for kind, entry in raw.items() for p in entry.get("negated", ())]
    for word, named in events().of.items():
        words.setdefault(word, set()).add(named.name)
    for kind, entry in raw.items():
        for word in entry.get("words", ()):
            words.setdefault(word, set()).add(kind)
        for phrase in map(frozenset, map(str.split, entry.get("phrases", ()))):
            for word in phrase:
                phrases.setdefault(word, []).append((phrase, kind))
    pairs = [(name, named.opposite) for name, named in events().classes.items() if named.opposite]
    pairs += [(kind, entry["opposite"]) for kind, entry in raw.items() if "opposite" in entry]
    opposites: dict[str, set[str]] = {}
    for one, other in pairs:
        opposites.setdefault(one, set()).add(other)
        opposites.setdefault(other, set()).add(one)
    return Table(
        {word: frozenset(kinds) for word, kinds in words.items()},
        {word: tuple(found) for word, found in phrases.items()},
        {kind: entry["converse"] for kind, entry in raw.items() if "converse" in entry},
        {kind: frozenset(others) for kind, others in opposites.items()},
        frozenset({*raw, *events().classes}),
        considering,
        tuple(negated),
    )


@dataclass(frozen=True, slots=True)
class Derived:
    """Which verb a noun is derived from, and which nouns in "-ung" name no event."""

    verbs: Mapping[str, frozenset[str]]
    bodies: frozenset[str]


@cache
def derived() -> Derived:
    """Return the nouns that name the event of a verb."""
    raw = tomllib.loads(_DERIVED.read_text(encoding="utf-8"))
    verbs: dict[str, set[str]] = {}
    for verb, *nouns in raw["verbs"]:
        for noun in nouns:
            verbs.setdefault(noun, set()).add(verb)
    return Derived({noun: frozenset(found) for noun, found in verbs.items()}, frozenset(raw["bodies"]))


@lru_cache(maxsize=65536)
def kinds_named_by(word: str) -> frozenset[str]:
    """The kinds that a word may name: its own, else those of the verb that a noun is derived from.

    A verb of no kind stands for itself: "Absprache" names what "absprechen" does.
    """
    own = table().words.get(word)
    if own is not None:
        return own
    return frozenset(kind for verb in _verbs_of(word) for kind in table().words.get(verb, {verb}))


def _verbs_of(noun: str) -> frozenset[str]:
    """The verbs of which a noun tells: by the table, or by its ending "-ung"."""
    told = derived().verbs.get(noun)
    if told is not None:
        return told
    stem = noun.removesuffix("ung")
    if stem == noun or len(stem) < _TAIL or noun.endswith(tuple(derived().bodies)):
        return frozenset()
    return frozenset({f"{stem}n" if stem.endswith(("er", "el")) else f"{stem}en"})


def affirmed(content: Content) -> Content | None:
    """What a negated proposition says without its negation: "fahren keine Züge" is a halt of traffic.

    None where it only says that something is not so.
    """
    if not content.negated:
        return None
    words = content.terms | content.roles.get("verb", frozenset()) | {content.predicate}
    kind = next((kind for phrase, kind in table().negated if all(_has(words, word) for word in phrase)), "")
    if not kind:
        return None
    roles = {**content.roles, **dict.fromkeys(("verb", "verbs", "agent"), frozenset[str]())}
    return replace(content, negated=False, predicate=kind, roles=roles)


def kinds_of(content: Content) -> frozenset[str]:
    """The kinds of event that a proposition tells of; what has none stands for itself.

    A phrase decides before the verb in it; a verb that says little, and a noun phrase, leave it to the nouns.
    """
    return own_kinds(content) | _of_verbs(content.roles.get("verbs", frozenset()), content.terms)


def own_kinds(content: Content) -> frozenset[str]:
    """The kinds of the main event alone, without those of verbs joined to it by "und"."""
    told = content.terms - content.roles.get("setting", frozenset())
    return _kinds(content.predicate, _verb(content), told, _heads(content))


def events_in(content: Content) -> frozenset[str]:
    """The kinds of all events that a proposition names, its own first of all."""
    named = _all_kinds(content.predicate, _verb(content), content.terms, _heads(content))
    return kinds_of(content) | named | content.roles.get("events", frozenset())


def considers(content: Content) -> bool:
    """Whether a proposition only weighs, wants or fears something: "erwägt die Streichung von Stellen"."""
    return bool(content.roles.get("verb", frozenset()) & table().considering)


def is_one_act(a: Content, b: Content) -> bool:
    """Whether a plan is only what the other says was done: an act told in the present tense."""
    plan = a if a.planned else b
    left, right = kinds_of(a), kinds_of(b)
    return bool(plan.roles.get("frame")) and bool((left | converse_of(left)) & right & ACTS)


def toll_of(content: Content) -> str:
    """The kind of outcome whose figures add up over time that a proposition counts, "" for none."""
    classes = events().classes
    tolls = sorted(kind for kind in kinds_of(content) if kind in classes and classes[kind].outcome)
    return content.predicate if content.predicate in tolls else next(iter(tolls), "")


def names_event(word: str, content: Content) -> bool:
    """Whether a lower-case noun names the event that a proposition tells of rather than a thing in it."""
    return bool(kinds_named_by(word) & kinds_of(content))


def converse_of(kinds: Iterable[str]) -> frozenset[str]:
    """The kinds that tell the same from the other end: buying and selling."""
    return frozenset(other for kind in kinds if (other := table().converse.get(kind)) is not None)


def are_converse(a: Iterable[str], b: Iterable[str]) -> bool:
    """Whether one side tells what the other tells from the other end."""
    return bool(converse_of(a) & set(b))


def excluded_by(kinds: Iterable[str]) -> frozenset[str]:
    """The kinds that cannot hold of the same thing at the same time."""
    return frozenset(other for kind in kinds for other in table().opposite.get(kind, ()))


def _heads(content: Content) -> frozenset[str]:
    """The nouns of subject and object: of "eine Absprache über X gab es nicht" the agreement, not X."""
    return content.roles.get("subject", frozenset()) | content.roles.get("object", frozenset())


def _verb(content: Content) -> str:
    return next(iter(content.roles.get("verb", frozenset())), "")


@lru_cache(maxsize=65536)
def _kinds(predicate: str, verb: str, terms: frozenset[str], heads: frozenset[str]) -> frozenset[str]:
    if not predicate:
        return frozenset()
    carriers = {predicate, verb} - {""}
    fitting = _phrases(terms | carriers)
    told = {kind for phrase, kind in fitting if phrase & carriers}
    if told:
        return frozenset(told)
    own = {kind for word in carriers for kind in kinds_named_by(word)}
    own |= carriers & table().names
    if verb in _LIGHT or not verb.endswith("n"):
        own |= _by_derived(heads - carriers if verb in _LIGHT - _BEING else ()) or _by_nouns(terms - carriers)
    return frozenset(own or {predicate})


@lru_cache(maxsize=65536)
def _of_verbs(verbs: frozenset[str], terms: frozenset[str]) -> frozenset[str]:
    """The kinds of several verbs with one subject, each with the phrase around it."""
    several = verbs if len(verbs) > 1 else frozenset[str]()
    told = {kind for phrase, kind in _phrases(terms | several) if phrase & several}
    return frozenset(told | {kind for verb in several for kind in table().words.get(verb, frozenset())})


@lru_cache(maxsize=65536)
def _all_kinds(predicate: str, verb: str, terms: frozenset[str], heads: frozenset[str]) -> frozenset[str]:
    named = {kind for _, kind in _phrases(terms)}
    return frozenset(named | _by_nouns(terms)) | _kinds(predicate, verb, terms, heads)


def _by_nouns(terms: Iterable[str]) -> set[str]:
    """The kinds that words name; the first part of a compound names none ("Grund" in "Grundschule")."""
    words = frozenset(terms)
    named = table().words
    return {kind for word in words for kind in named.get(word, frozenset()) if not _is_part(word, words)}


def _by_derived(terms: Iterable[str]) -> set[str]:
    """The kinds that nouns name, those of the verbs that they are derived from among them."""
    words = frozenset(terms)
    return {kind for word in words for kind in kinds_named_by(word) if not _is_part(word, words)}


def _is_part(word: str, words: frozenset[str]) -> bool:
    return any(len(other) > len(word) + _TAIL and other.startswith(word) for other in words)


def _phrases(words: frozenset[str]) -> list[tuple[frozenset[str], str]]:
    """The phrases whose words are all there, a noun also as the last part of a compound."""
    found = [entry for word in sorted(words) for entry in table().phrases.get(word, ())]
    return [(phrase, kind) for phrase, kind in dict.fromkeys(found) if all(_has(words, w) for w in phrase)]


def _has(words: frozenset[str], wanted: str) -> bool:
    if wanted in words:
        return True
    return len(wanted) >= _TAIL and not wanted.endswith("en") and any(w.endswith(wanted) for w in words)
