"""Which statement denies, grants, contains or excludes what another one claims, by structure alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from config import claims as limits
from summaries.claims.kinds import (
    affirmed,
    are_converse,
    converse_of,
    events_in,
    excluded_by,
    kinds_of,
    table,
)
from summaries.claims.likeness import (
    alike,
    common,
    compatible,
    matter,
    named,
    names_meet,
    names_of,
    parties,
    role,
    same_doer,
    same_place,
    share,
    things_of,
    turned,
)
from summaries.claims.nouns import heads_of_groups, is_anybody
from summaries.model import Content
from summaries.statements.lexicon import cues, events, roles

_EXISTING: Final = frozenset({"geben", "planen", "bestehen", "vorliegen", "existieren"})
_BEING_ONE: Final = frozenset({"handeln"})  # "dass es sich um einen Riesenkalmar handelt"
_REASONING: Final = frozenset({"begründen", "rechtfertigen"})
_BEING: Final = frozenset({"plan", "presence"})
_PART: Final = 4  # letters; a shorter first part of a compound is chance


def denies(denial: Content, claim: Content, *, reported: bool = False) -> bool:
    """Whether a denied content covers a claimed one.

    Denying any part in something denies each way of taking part.  ``reported`` says that reports of it are
    denied ("Berichte über einen Rücktritt"), whether they speak of a plan or of something done.
    """
    return not next(_left_alone(denial, claim, reported=reported), "")


def why_not_denied(denial: Content, claim: Content, *, reported: bool = False) -> str:
    """Name the checks that keep a denial from a claim, for diagnosis."""
    return ", ".join(_left_alone(denial, claim, reported=reported))


def _left_alone(denial: Content, claim: Content, *, reported: bool) -> Iterator[str]:
    """Why a denial does not cover a claim, by name, the cheapest checks first."""
    kinds = kinds_of(claim)
    met = bool(kinds & events_in(denial)) or are_converse(kinds, kinds_of(denial))
    if not (reported or denial.planned or not claim.planned):
        yield "planned"
    if not (met or (reported and _names_all(denial, claim))):
        yield "kinds"
    yield from _other_parties(denial, claim)
    nothing_named = not (_matters(parties(denial)) or role(denial, "agent") or role(denial, "place"))
    # "Berichte über einen bevorstehenden Rücktritt": the event alone says what
    event_alone = reported and met and nothing_named and kinds & table().names
    if not event_alone and not _speaks_of(denial, claim):
        yield "matter"


def _matters(words: frozenset[str]) -> frozenset[str]:
    """Words without those for what is said: "Meldungen über Festnahmen" are of arrests."""
    return words - cues().pointers - cues().accusations


def _other_parties(denial: Content, claim: Content) -> Iterator[str]:
    if not (_turned_round(denial, claim) or same_doer(denial, claim)):
        yield "doer"
    if not compatible(denial, claim, "place"):
        yield "place"
    if not names_meet(denial, claim):
        yield "names"
    if role(denial, "actors") and not role(denial, "actors") & (role(claim, "actors") | role(claim, "agent")):
        yield "actors"


def _names_all(denial: Content, claim: Content) -> bool:
    """„Berichte über ein Übernahmeangebot für Alnoris“: noun and name are all in the claim."""
    things, names = role(denial, "things"), names_of(denial)
    found = common(things, role(claim, "things")) == len(things) and common(names, names_of(claim)) == len(
        names
    )
    return bool(things and names) and found


def names_in_common(denial: Content, claim: Content, around: Callable[[str], bool], *, reported: bool) -> int:
    """How many things a denial that tells no event of its own has in common with a claim, 0 if none is meant.

    „Berichte über Schimmel in der Schule“, "es gebe keinen Schimmel": whatever verb the claim has.  What the
    claim does not name must stand around it.
    """
    if not (reported or role(denial, "verb") & (_EXISTING | _BEING_ONE)):
        return 0
    if role(claim, "verb") & _REASONING:
        return 0  # that there were calls to violence is denied, not that the ban was justified with them
    verbs = {v for v in role(denial, "verb") - role(denial, "things") if v.endswith("n")}  # not "Schaden"
    told = events_in(denial) & table().names - _BEING
    if (
        verbs - _EXISTING - _BEING_ONE
        or (told and not told & events_in(claim))
        or any(_other_parties(denial, claim))
    ):
        return 0
    things = {t for t in role(denial, "things") if t not in cues().pointers and not is_anybody(t)}
    shared = {t for t in things if _is_named(t, role(claim, "things"), event=bool(told))}
    rest = (things - shared) | names_of(denial)
    return len(shared) if all(map(around, rest)) else 0


def _is_named(thing: str, others: frozenset[str], *, event: bool) -> bool:
    """Whether a thing is one of others, or a compound that tells its event: "Dammbruch", "der Damm brach".

    What is denied may be told in more detail, but "Nachbarland" is not meant by "Land".
    """
    start = event and any(len(o) >= _PART and thing.startswith(o) for o in others)
    return start or any(thing == other or _is_at_least(thing, other) for other in others)


def _is_at_least(thing: str, other: str) -> bool:
    return alike(thing, other) and not thing.endswith(other)


def _turned_round(denial: Content, claim: Content) -> bool:
    """„Die Stadt sei gefallen“ denies that troops took it: its subject is what the other does it to."""
    return turned(denial, claim) and role(denial, "agent") <= role(denial, "things")


def _speaks_of(denial: Content, claim: Content) -> bool:
    """Whether a denial speaks of the same things as a claim, its subject among them."""
    if not _matters(role(denial, "things")):  # "die Einnahme von Nowostadt": only the name says what
        return bool(named(denial) & role(claim, "names"))
    spoken_of = things_of(denial) | role(denial, "subject")
    doers = {key for key in role(claim, "agent") - role(claim, "things") if not key[:1].isupper()}
    own_agent = bool(role(denial, "self")) or not role(denial, "agent")
    by_himself = bool(doers) and own_agent  # "er habe …": who denies says what he did
    by_name = bool(common(role(denial, "self"), role(claim, "names") | role(claim, "subject")))
    if by_name and kinds_of(denial) & kinds_of(claim) & table().names and not role(claim, "object"):
        return True  # "Harms bestritt, das Ressort zu übernehmen": whom the claim names as successor
    nouns = frozenset() if role(denial, "verbs") else {t for t in role(denial, "things") if not is_anybody(t)}
    named_there = spoken_of | names_of(denial) | nouns
    done_to = not role(denial, "agent") and bool(common(role(claim, "object"), named_there))
    if _names_part(denial, claim):
        return True
    same = done_to or by_himself or by_name or bool(common(role(denial, "agent"), role(claim, "agent")))
    turned_round = _turned_round(denial, claim)
    if (
        role(claim, "subject")
        and not same
        and not turned_round
        and not common(role(claim, "subject"), spoken_of)
        and not role(claim, "subject") <= heads_of_groups()
    ):
        return False
    meant = {thing for thing in _matters(things_of(denial)) if not is_anybody(thing)}
    told = things_of(claim) | role(claim, "object")
    if meant and not common(meant, told | role(claim, "subject") | names_of(claim)):
        return False  # "den Einsatz von Waffen gegen Menschen": that people died is another matter
    return share(_matters(things_of(denial)), told) >= limits.DENIED_THINGS


def _names_part(denial: Content, claim: Content) -> bool:
    """„Einen Verkauf an Dromika dementierte Riedle“: an event by its noun, with names that the claim has."""
    nominal = not (role(denial, "subject") or role(denial, "agent") or role(denial, "verbs"))
    names = names_of(denial) - role(denial, "place")  # in one place many things happen
    met = kinds_of(denial) & kinds_of(claim) & table().names
    return nominal and bool(names and met) and common(names, names_of(claim)) == len(names)


def concedes(concession: Content, claim: Content, sides: frozenset[str] = frozenset()) -> bool:
    """Whether a content that ``sides`` concede grants what was claimed, mostly of themselves."""
    if concession.planned != claim.planned or not kinds_of(claim) & events_in(concession):
        return False
    everyone = role(concession, "actors") | role(concession, "agent") | role(concession, "names") | sides
    wanted = role(claim, "agent") or role(claim, "actors")
    itself = bool(role(concession, "self")) and wanted <= roles().kinds.keys()  # "die Bank": "wir haben …"
    if wanted and not itself and not common(wanted, everyone):
        return False
    objects = common(role(concession, "object"), role(claim, "object"))
    return bool(objects) or matter(concession, claim) >= limits.DENIED_THINGS


def implies(supporter: Content, claim: Content) -> bool:
    """Whether a more specific content contains the claimed one ("sent soldiers in support of …")."""
    if supporter.planned or claim.planned or supporter.negated or supporter.predicate not in events().classes:
        return False
    if kinds_of(claim) & kinds_of(supporter) or not kinds_of(claim) & events_in(supporter):
        return False
    agents = role(supporter, "agent") & role(claim, "agent")
    things = role(supporter, "things") & role(claim, "things")
    return bool(agents and things and role(supporter, "actors") & role(claim, "actors"))


def opposite(a: Content, b: Content, *, own: bool = False) -> bool:
    """Whether two contents exclude each other: opposite events, or one negates the other.

    ``own`` says that one of them is what the doer of the other says of himself.
    """
    if a.planned != b.planned:
        return False
    if a.negated != b.negated:  # "es fuhren keine Bahnen" is a halt, and no answer to "die Bahn fuhr in …"
        a, b = affirmed(a) or a, affirmed(b) or b
    if a.negated == b.negated:
        return bool(excluded_by(kinds_of(a)) & kinds_of(b)) and _same_frame(a, b, own=own)
    met = kinds_of(a) & kinds_of(b) or are_converse(kinds_of(a), kinds_of(b))
    return bool(met) and _same_frame(a, b, own=own)


def _same_frame(a: Content, b: Content, *, own: bool) -> bool:
    fits = compatible(a, b, "agent") and same_place(a, b) and compatible(a, b, "when")
    changed = role(a, "change") or role(b, "change")  # "wieder geöffnet" tells a change, it denies nothing
    if not fits or not a.predicate or changed or role(a, "time") != role(b, "time"):
        return False
    shared = common(parties(a), parties(b))
    anchored = bool(
        (role(a, "actors") & role(b, "actors"))
        or common(role(a, "agent"), role(b, "agent"))
        or named(a) & named(b)
        or own
        or _same_patient(a, b)
    )
    return (anchored or shared > 1) and matter(a, b) >= limits.SAME_THINGS


def _same_patient(a: Content, b: Content) -> bool:
    """„Der Haftbefehl ist nicht aufgehoben worden“: the passive's subject is what the active does it to."""
    if bool(role(a, "agent")) == bool(role(b, "agent")):
        return False
    passive, active = (b, a) if role(a, "agent") else (a, b)
    return turned(passive, active)


def excluding_events(content: Content) -> frozenset[str]:
    """The events whose contents may exclude this one: the same (negated) and its opposites."""
    kinds = kinds_of(content)
    return kinds | excluded_by(kinds) | converse_of(kinds)
