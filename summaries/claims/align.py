"""Which statements are about the same proposition, and which deny it.  Decided by structure alone."""

from __future__ import annotations

from enum import StrEnum

from config import claims as limits
from summaries.claims.likeness import (
    common,
    compatible,
    matter,
    named,
    names_of,
    parties,
    role,
    same_doer,
    same_subject,
    share,
    things_of,
    turned,
)
from summaries.claims.numbers import Figures, comparable, figures_relation
from summaries.model import Content, Statement
from summaries.statements.lexicon import events

_VICTIMS = frozenset({"mensch", "leben", "tote", "verletzte", "opfer"})


class Relation(StrEnum):
    """How a statement stands to an earlier one."""

    SAME = "same"
    NUMBER_CONFLICT = "number conflict"
    UPDATE = "update"
    LATER = "later"  # another figure, too far apart in time to conflict
    UNRELATED = "unrelated"


def relation(new: Statement, old: Statement) -> Relation:
    """Compare two assertions: the same proposition, another figure for it, or something else."""
    if _is_toll(new.content) and bool(new.quantities) != bool(old.quantities):
        return Relation.UNRELATED  # "die Verletzten sind außer Gefahr" is no toll
    same_figure, counted = _same_figure(new, old), _both_counted(new, old)
    if not same_proposition(new.content, old.content, same_figure=same_figure, counted=counted):
        return Relation.UNRELATED
    found = figures_relation(new, old)
    if found is Figures.APART:
        return Relation.LATER
    if found is Figures.CONFLICT:
        return Relation.NUMBER_CONFLICT
    return Relation.UPDATE if found is Figures.UPDATE else Relation.SAME


def _same_figure(a: Statement, b: Statement) -> bool:
    """Whether both give the same telling figure for the same thing: "12.000 Soldaten" twice is no chance."""
    return any(
        x.value == y.value and x.value >= limits.TELLING_FIGURE and comparable(x, y, a.content, b.content)
        for x in a.quantities
        for y in b.quantities
    )


def _both_counted(a: Statement, b: Statement) -> bool:
    """Whether both give a figure for the same thing, equal or not."""
    return any(comparable(x, y, a.content, b.content) for x in a.quantities for y in b.quantities)


def same_proposition(a: Content, b: Content, *, same_figure: bool = False, counted: bool = False) -> bool:
    """Whether two contents say the same of the same, figures left aside.

    ``same_figure`` lets statements meet that name different parties ("12.000 Helfer aus Polen" and "12.000
    Helfer nach Italien"), ``counted`` lets tolls meet that name nothing but what they count.
    """
    fits = _same_kind(a, b) and same_subject(a, b) and compatible(a, b, "when")
    parties_fit = same_figure or (same_doer(a, b) and _same_place(a, b) and compatible(a, b, "object"))
    if not fits or not parties_fit:
        return False
    if counted and _is_toll(a):
        return _same_scene(a, b)
    if matter(a, b) < limits.SAME_THINGS:
        return False
    needed = limits.SAME_TERMS_EVENT if a.predicate in events().classes else limits.SAME_TERMS_VERB
    return same_figure or share(a.terms, b.terms) >= needed


def _same_place(a: Content, b: Content) -> bool:
    """Whether both may be of one place, among actors and with names that do not speak of another."""
    if not all(compatible(a, b, name) for name in ("actors", "place")):
        return False
    left, right = names_of(a), names_of(b)
    return (
        not left
        or not right
        or bool(common(left, right | things_of(b)) or common(right, left | things_of(a)))
    )


def _same_kind(a: Content, b: Content) -> bool:
    """Same event, both done or both planned, both said or both denied, of the same explicit year."""
    same_frame = a.planned == b.planned and a.negated == b.negated and role(a, "time") == role(b, "time")
    return same_frame and bool(a.predicate) and a.predicate == b.predicate


def _same_scene(a: Content, b: Content) -> bool:
    """Whether two tolls may be of one event: "drei Verletzte" says no more, "bei dem Brand" must agree."""
    left, right = role(a, "things") - _VICTIMS, role(b, "things") - _VICTIMS
    return not left or not right or bool(left & right)


def _is_toll(content: Content) -> bool:
    named = events().classes.get(content.predicate)
    return named is not None and named.outcome


def denies(denial: Content, claim: Content) -> bool:
    """Whether a denied content covers a claimed one.

    Denying any part in something denies each way of taking part.
    """
    if (claim.planned and not denial.planned) or claim.predicate not in event_names(denial):
        return False
    if not (same_doer(denial, claim) and compatible(denial, claim, "place")):
        return False
    shared_actors = role(denial, "actors") & (role(claim, "actors") | role(claim, "agent"))
    if role(denial, "actors") and not shared_actors:
        return False
    return _speaks_of(denial, claim)


def _speaks_of(denial: Content, claim: Content) -> bool:
    """Whether a denial speaks of the same things as a claim, its subject among them."""
    if not role(denial, "things"):  # "die Einnahme von Nowostadt": only the name says what
        return bool(named(denial) & role(claim, "names"))
    spoken_of = things_of(denial) | role(denial, "subject")
    doers = {key for key in role(claim, "agent") - role(claim, "things") if not key[:1].isupper()}
    by_himself = bool(doers) and not role(denial, "agent")  # "er habe …": who denies says what he did
    same = by_himself or bool(common(role(denial, "agent"), role(claim, "agent")))
    if role(claim, "subject") and not same and not common(role(claim, "subject"), spoken_of):
        return False
    return share(things_of(denial), things_of(claim)) >= limits.DENIED_THINGS


def concedes(concession: Content, claim: Content, sides: frozenset[str] = frozenset()) -> bool:
    """Whether a content that ``sides`` concede grants what was claimed, mostly of themselves."""
    if concession.planned != claim.planned or claim.predicate not in event_names(concession):
        return False
    everyone = role(concession, "actors") | role(concession, "agent") | sides
    wanted = role(claim, "agent") or role(claim, "actors")
    if wanted and not wanted & everyone:
        return False
    return matter(concession, claim) >= limits.DENIED_THINGS


def implies(supporter: Content, claim: Content) -> bool:
    """Whether a more specific content contains the claimed one ("sent soldiers in support of …")."""
    if supporter.planned or claim.planned or supporter.negated or supporter.predicate not in events().classes:
        return False
    if claim.predicate == supporter.predicate or claim.predicate not in role(supporter, "events"):
        return False
    agents = role(supporter, "agent") & role(claim, "agent")
    things = role(supporter, "things") & role(claim, "things")
    return bool(agents and things and role(supporter, "actors") & role(claim, "actors"))


def opposite(a: Content, b: Content, *, own: bool = False) -> bool:
    """Whether two contents exclude each other: opposite events, or one negates the other.

    ``own`` says that one of them is what the doer of the other says of himself.
    """
    named = events().classes.get(a.predicate)
    if (
        named is not None
        and named.opposite == b.predicate
        and a.negated == b.negated
        and a.planned == b.planned
    ):
        return _same_frame(a, b, own=own)
    if a.negated == b.negated or a.planned != b.planned or a.predicate != b.predicate:
        return False
    return _same_frame(a, b, own=own)


def _same_frame(a: Content, b: Content, *, own: bool) -> bool:
    fits = compatible(a, b, "agent") and _same_place(a, b) and compatible(a, b, "when")
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
    """The events whose contents may exclude this one: the same (negated) and its opposite."""
    named = events().classes.get(content.predicate)
    other = {named.opposite} if named is not None and named.opposite else set()
    return frozenset({content.predicate, *other})


def event_names(content: Content) -> frozenset[str]:
    """All events that a content names, its own first of all."""
    return role(content, "events") | ({content.predicate} if content.predicate else frozenset())
