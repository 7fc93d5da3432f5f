"""Which assertions are about the same proposition.  Decided by structure alone.

Each check is a generator that names what keeps two statements apart: the first name decides, all of them are
the diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from config import claims as limits
from summaries.claims.amounts import of_one_amount
from summaries.claims.kinds import (
    affirmed,
    are_converse,
    considers,
    events_in,
    excluded_by,
    is_one_act,
    kinds_of,
    own_kinds,
    table,
    toll_of,
)
from summaries.claims.likeness import (
    alike,
    common,
    compatible,
    matter,
    named,
    names_of,
    parties,
    role,
    same_doer,
    same_object,
    same_place,
    same_subject,
    share,
    things_of,
    turned,
)
from summaries.claims.nouns import is_anybody, is_person, may_be_person, measures
from summaries.claims.numbers import (
    Figures,
    comparable,
    compares,
    figures_apart,
    figures_relation,
    overlap,
    scores_in,
    times_told,
)
from summaries.model import Content, Quantity, Statement
from summaries.statements.lexicon import events

_THERE_IS = frozenset({"geben"})
_DISASTERS = (
    "unglück", "unfall", "brand", "feuer", "explosion", "lawine", "absturz", "angriff", "beben", "sturm",
    "flut", "hochwasser", "anschlag", "kollision", "einsturz", "schießerei", "mure", "unwetter", "orkan",
    "gewitter",
)  # fmt: skip
_SCENE = 5  # letters; a shorter first part of a compound is chance
_VICTIMS = frozenset(
    [
        "mensch",
        "leben",
        "tote",
        "verletzte",
        "opfer",
        "kind",
        "frau",
        "mann",
        "mädchen",
        "junge",
        "jugendliche",
        "baby",
        "senior",
        "rentner",
        "tourist",
        "urlauber",
        "schüler",
        "beschäftigte",
        "fahrgast",
        "soldat",
        "feuerwehrmann",
        "helfer",
        "retter",
        "patient",
        "beamte",
        "ehepaar",
        "paar",
        "familie",
        "angehörige",
        "fahrer",
        "beifahrer",
        "pilot",
        "arbeiter",
        "gast",
        "zuschauer",
        "minderjährige",
    ]
)


class Relation(StrEnum):
    """How a statement stands to an earlier one."""

    SAME = "same"
    NUMBER_CONFLICT = "number conflict"
    UPDATE = "update"
    LATER = "later"  # another figure, too far apart in time to conflict
    UNRELATED = "unrelated"


def relation(new: Statement, old: Statement, context: float = 0.0) -> Relation:
    """Compare two assertions: the same proposition, another figure for it, or something else.

    ``context`` is what the articles around them say for their being of one event, 0 to 1.
    """
    new, old = in_one_polarity(new, old)
    if _first(counted_otherwise(new, old)):
        return Relation.UNRELATED
    content, found = as_near(new, old), figures_relation(new, old)
    if _first(_told_otherwise(content, old.content, _met_of(new, old))):
        needed = limits.EVIDENCE_CONFLICT if found is Figures.CONFLICT else limits.EVIDENCE_SAME
        if weigh(replace(new, content=content), old, context) < needed:
            return Relation.UNRELATED
    if found is Figures.APART:
        return Relation.LATER
    if found is Figures.CONFLICT:
        return Relation.NUMBER_CONFLICT
    return Relation.UPDATE if found is Figures.UPDATE else Relation.SAME


def why_unrelated(new: Statement, old: Statement, context: float = 0.0) -> str:
    """Name the checks that keep two assertions apart, with what speaks for them; "" where they are one."""
    new, old = in_one_polarity(new, old)
    content = as_near(new, old)
    told = _told_otherwise(content, old.content, _met_of(new, old))
    found = [*counted_otherwise(new, old), *told]
    against = ", ".join(_against(content, old.content))
    evidence = weigh(replace(new, content=content), old, context)
    return f"{', '.join(found)}; evidence {evidence:.2f}, against it {against or 'nothing'}" if found else ""


def in_one_polarity(new: Statement, old: Statement) -> tuple[Statement, Statement]:
    """Put one of two statements without its negation where that says the same: "fahren keine Züge"."""
    if new.content.negated == old.content.negated:
        return new, old
    denied = new if new.content.negated else old
    told = affirmed(denied.content)
    put = replace(denied, content=told) if told is not None else denied
    return (put, old) if denied is new else (new, put)


def _hides_doer(a: Content, b: Content) -> bool:
    """Whether one has no subject but one object more: "haben die Köche die Arbeit niedergelegt"."""
    doers = role(b, "subject") | role(b, "agent")
    if role(a, "subject") or role(a, "agent") or not doers:
        return False
    return common(role(a, "object"), role(b, "object") | doers) < len(role(a, "object"))


def _share_a_thing(a: Content, b: Content) -> bool:
    """Whether both speak of one thing, or one of nothing in particular: drivers on strike are no cooks."""
    left, right = ({t for t in things_of(c) if not is_anybody(t)} for c in (a, b))
    names = common(named(a), named(b)) > common(role(a, "place"), role(b, "place"))
    met = names or common(left, right) or common(left, named(b)) or common(right, named(a))
    return not left or not right or bool(met)


def may_be_same(new: Statement, old: Statement) -> bool:
    """Whether nothing in two assertions, their figures among it, speaks against their being one."""
    new, old = in_one_polarity(new, old)
    if _first(counted_otherwise(new, old)) or figures_relation(new, old) is not Figures.AGREE:
        return False
    return not figures_differ(new, old) and _may_be_same(as_near(new, old), old.content)


def figures_differ(a: Statement, b: Statement) -> bool:
    """Whether both give exact figures in one unit, none of them the same, whatever they count."""
    pairs = [(x, y) for x in a.quantities for y in b.quantities if x.unit == y.unit]
    return bool(pairs) and not any(overlap(x, y) for x, y in pairs)


def only_words_differ(new: Statement, old: Statement) -> bool:
    """Whether two assertions may be one in other words: of one event or figure, and nothing is against it.

    Tolls are left out: "zwei Tote" here and there are near in every other way.
    """
    new, old = in_one_polarity(new, old)
    content = as_near(new, old)
    if _is_toll(content) or not may_be_same(new, old):
        return False
    pairs = ((content, old.content), (old.content, content))
    if any(_hides_doer(a, b) or _is_only_named(a, b) for a, b in pairs):
        return False
    known = own_kinds(content) & own_kinds(old.content) & table().names
    told = _same_figure(new, old) or shares_precise(new, old)
    return bool(known and _share_a_thing(content, old.content)) or (
        told and _may_tell_one_event(content, old.content)
    )


def _first(names: Iterator[str]) -> str:
    return next(names, "")


def counted_otherwise(new: Statement, old: Statement) -> Iterator[str]:
    """Why two statements cannot be one by what they count."""
    if _is_toll(new.content) and _counts(new) != _counts(old):
        yield "only one counts a toll"  # "die Verletzten sind außer Gefahr" is no toll
    if _is_bare_count(new) != _is_bare_count(old) and _counts(new) != _counts(old):
        yield "only one counts a crowd"  # "Menschen gingen auf die Straße" says not how many
    if figures_apart(new, old):
        yield "figures"
    if times_told(new) != times_told(old):
        yield "how often"
    if compares(new) != compares(old):
        yield "more or less than something"


def _is_bare_of(bare: Statement, told: Statement) -> bool:
    """„Der Beauftragte sprach von 1,4 Millionen Betroffenen“ tells what was told of 1,4 million customers.

    A large exact figure for the same, of which one says only that and the other of what, is no chance.
    """
    if not _is_bare_count(bare) or _is_bare_count(told) or bare.content.planned != told.content.planned:
        return False
    return told.content.negated == bare.content.negated and any(
        x.value == y.value and x.unit == y.unit and x.low == x.high and y.low == y.high and _is_of(x, y)
        for x in bare.quantities
        for y in told.quantities
        if _is_hardly_chance(x)
    )


def _is_of(bare: Quantity, told: Quantity) -> bool:
    """Whether what one counts may be what the other counts, the one by a word for anybody."""
    return bool(bare.of and told.of) and (is_anybody(bare.of) or alike(bare.of, told.of))


def _is_bare_count(statement: Statement) -> bool:
    return bool(role(statement.content, "figure"))


def _counts(statement: Statement) -> bool:
    """Whether it counts somebody or something; a length of time counts nobody."""
    return any(q.unit in {"count", "more"} for q in statement.quantities)


def weigh(new: Statement, old: Statement, context: float = 0.0) -> float:
    """How much speaks for two assertions' saying the same, nothing where anything speaks against it.

    Each thing in common adds: the event, a name, a thing, the object, a figure, how it is put.
    """
    a, b = new.content, old.content
    if _same_result(new, old) or of_one_amount(new, old):
        return limits.EVIDENCE_CONFLICT
    if _is_bare_of(new, old) or _is_bare_of(old, new):
        return limits.EVIDENCE_SAME
    if not _may_be_same(a, b):
        return 0.0
    known = bool(own_kinds(a) & own_kinds(b) & table().names)
    met = limits.EVIDENCE_EVENT if known else limits.EVIDENCE_VERB if own_kinds(a) & own_kinds(b) else 0.0
    figure = _figure_evidence(new, old)
    told_by_figure = figure >= limits.EVIDENCE_FIGURE or (figure and _names_its_event(a, b))
    if not met and not (told_by_figure and _may_tell_one_event(a, b)):
        return 0.0
    subject = limits.EVIDENCE_SUBJECT * bool(common(role(a, "subject"), role(b, "subject")))
    anchor = _anchor(a, b) + figure + context + subject
    return met + anchor + _manner(a, b) if anchor >= limits.EVIDENCE_LEAST_ANCHOR else 0.0


def _may_be_same(a: Content, b: Content) -> bool:
    """Whether nothing in two contents speaks against their being about one thing."""
    return not _first(_against(a, b))


def _against(a: Content, b: Content) -> Iterator[str]:
    """What speaks against two contents' being about one thing, by name."""
    yield from other_frame(a, b)
    yield from _other_parties(a, b)
    if not compatible(a, b, "when"):
        yield "when"
    if not same_subject(a, b):
        yield "subject"
    if not same_persons(a, b):
        yield "persons"
    if not compatible(a, b, "ages"):
        yield "age"


def other_frame(a: Content, b: Content) -> Iterator[str]:
    """Done or planned, said or denied, of which explicit year."""
    if a.planned != b.planned and not is_one_act(a, b):
        yield "planned"
    if a.negated != b.negated:
        yield "negated"
    if not _same_year(a, b):
        yield "time"
    if _judges(a) or _judges(b):
        yield "judged"


def _judges(content: Content) -> bool:
    """Whether an event is only judged: "der Rücktritt sei verständlich", "ein üblicher Schritt"."""
    told = {event.name for noun in role(content, "subject") if (event := events().of.get(noun)) is not None}
    return not role(content, "verbs") and bool(told & role(content, "events"))


def _other_parties(a: Content, b: Content) -> Iterator[str]:
    if not same_doer(a, b):
        yield "doer"
    if not same_place(a, b):
        yield "place or names"
    if not same_object(a, b):
        yield "object"


def _names_its_event(a: Content, b: Content) -> bool:
    """Whether one names the event of the other by a noun: "erlitt Verletzungen", "der Prozess um …"."""
    return bool(events_in(a) & events_in(b))


def _may_tell_one_event(a: Content, b: Content) -> bool:
    """Whether two verbs may tell one event though no table says so: none weighs or wants what is to be."""
    return not (excluded_by(kinds_of(a)) & kinds_of(b) or considers(a) or considers(b))


def _same_result(new: Statement, old: Statement) -> bool:
    """„A verlor 1:3 gegen B“, "B siegte 3:1 bei A": one result, and each side is in both."""
    a, b = new.content, old.content
    fits = a.planned == b.planned and a.negated == b.negated and role(a, "time") == role(b, "time")
    names = common(names_of(a), names_of(b))
    told = bool(scores_in(new) & scores_in(old)) and names >= limits.EVIDENCE_COUNTED
    return fits and told and _same_winner(a, b)


def _same_winner(a: Content, b: Content) -> bool:
    """Whether one's winner is not the other's loser."""
    left, right = events_in(a) & {"win", "lose"}, events_in(b) & {"win", "lose"}
    if len(left) != 1 or len(right) != 1:
        return False
    doers = common(role(a, "agent"), role(b, "agent"))
    return (left == right) == bool(doers) and bool(role(a, "agent") and role(b, "agent"))


def _figure_evidence(a: Statement, b: Statement) -> float:
    """What equal figures for the same thing are worth: much, but little where they are small."""
    if _same_figure(a, b):
        return limits.EVIDENCE_FIGURE + limits.EVIDENCE_PRECISE * _is_precise(a, b)
    return limits.EVIDENCE_SMALL_FIGURE if _counts_agree(a, b) else 0.0


def _anchor(a: Content, b: Content) -> float:
    """What names and things in common are worth; a word for anybody is worth little."""
    names = common(names_of(a) - role(a, "place"), names_of(b) - role(b, "place"))
    here, there = role(a, "place") & names_of(a), role(b, "place") & names_of(b)
    place = bool(common(here, names_of(b)) or common(there, names_of(a)))
    actors = bool((role(a, "actors") & role(b, "actors")) - {"DE"})
    left = {t for t in things_of(a) if not is_anybody(t)}
    right = {t for t in things_of(b) if not is_anybody(t)}
    things, missed = common(left, right), min(len(left), len(right)) - common(left, right)
    return (
        limits.EVIDENCE_NAME * min(names, limits.EVIDENCE_COUNTED)
        + limits.EVIDENCE_PLACE * (place + actors)
        + limits.EVIDENCE_NAMED * bool(role(a, "events") & role(b, "events"))
        + limits.EVIDENCE_THING * min(things, limits.EVIDENCE_COUNTED)
        - limits.EVIDENCE_MISSED * missed
    )


def _manner(a: Content, b: Content) -> float:
    """What other words in common are worth: the verb itself, adjectives."""
    named = things_of(a) | things_of(b) | names_of(a) | names_of(b)
    return limits.EVIDENCE_WORD * min(len((a.terms & b.terms) - named), limits.EVIDENCE_COUNTED)


def _same_figure(a: Statement, b: Statement) -> bool:
    """Whether both give the same telling figure for the same thing: "12.000 Soldaten" twice is no chance."""
    return any(
        x.value == y.value
        and x.value >= limits.TELLING_FIGURE
        and (comparable(x, y, a.content, b.content) or (x.unit == y.unit and _of_one_sort(x.of, y.of)))
        for x in a.quantities
        for y in b.quantities
    )


def shares_precise(a: Statement, b: Statement) -> bool:
    """Whether both give one exact figure that is hardly chance, whatever they say it counts: 120.000, 6,5."""
    own = {(q.value, q.unit) for q in a.quantities if q.low == q.high and _is_hardly_chance(q)}
    return any((q.value, q.unit) in own for q in b.quantities if q.low == q.high)


def _is_hardly_chance(quantity: Quantity) -> bool:
    whole = float(quantity.value).is_integer()
    return quantity.unit != "year" and (not whole or quantity.value >= limits.LARGE_FIGURE)


def _of_one_sort(a: str, b: str) -> bool:
    return (is_person(a) and is_person(b)) or (bool(a and b) and alike(a, b))


def _is_precise(statement: Statement, other: Statement) -> bool:
    """Whether both give one figure of three digits or more, which is hardly chance: 197.000, not 200.000."""
    own = {q.value for q in statement.quantities if q.low == q.high}
    return any(
        q.value in own and len(f"{q.value:.0f}".rstrip("0")) >= limits.PRECISE_DIGITS
        for q in other.quantities
        if q.unit != "year"
    )


def as_near(new: Statement, old: Statement) -> Content:
    """„bleibt den ganzen Juli geschlossen“ on the last of June and on the first of July is one thing."""
    gap = abs(new.as_of - old.as_of)
    named = role(new.content, "when") & role(old.content, "when")
    near = bool(named) and gap <= timedelta(hours=limits.CONFLICT_WINDOW_HOURS)
    return replace(new.content, planned=old.content.planned) if near else new.content


def _counts_agree(a: Statement, b: Statement) -> bool:
    """Whether both give the same exact figure for the same thing."""
    return any(
        x.low == x.high == y.low == y.high
        and (comparable(x, y, a.content, b.content) or _one_toll(x, y, a.content, b.content))
        for x in a.quantities
        for y in b.quantities
    )


def _one_toll(x: Quantity, y: Quantity, a: Content, b: Content) -> bool:
    """„Zwei Männer kamen ums Leben“, "zwei Tourengeher starben": persons of a kind are persons."""
    same_toll = bool(toll_of(a)) and toll_of(a) == toll_of(b) and x.unit == y.unit
    return same_toll and x.planned == y.planned and bool(x.of and y.of) and may_be_person(x.of, y.of)


def _both_counted(a: Statement, b: Statement) -> bool:
    """Whether both give a figure for the same thing, equal or not."""
    return any(comparable(x, y, a.content, b.content) for x in a.quantities for y in b.quantities)


@dataclass(frozen=True, slots=True)
class Met:
    """What the figures of two statements have in common, which lets their words differ.

    ``figure`` lets statements meet that name different parties ("12.000 Helfer aus Polen" and "12.000 Helfer
    nach Italien"), ``counted`` lets tolls meet that name nothing but what they count, ``agreed`` (the same
    exact count) those whose scene is told in other words, and one body under two names ("Notenbank",
    "Währungshüter").
    """

    figure: bool = False
    counted: bool = False
    agreed: bool = False


def _met_of(new: Statement, old: Statement) -> Met:
    agreed = _counts_agree(new, old)
    return Met(_same_figure(new, old), agreed or _both_counted(new, old), agreed)


def _told_otherwise(a: Content, b: Content, met: Met) -> Iterator[str]:
    """Why two contents do not plainly say the same, by name, the cheapest checks first."""
    if _from_both_ends(a, b):
        return
    yield from _other_event(a, b)
    if not (same_subject(a, b) or (met.agreed and role(a, "agent") & role(b, "agent"))):
        yield "subject"
    if not compatible(a, b, "when"):
        yield "when"
    if not compatible(a, b, "ages"):
        yield "age"
    if not met.figure:
        yield from _other_parties(a, b)
    if met.counted and _is_toll(a):
        yield from () if _same_scene(a, b) or (met.agreed and not _other_scene(a, b)) else ("scene",)
    else:
        yield from _other_words(a, b, met)


def _other_event(a: Content, b: Content) -> Iterator[str]:
    yield from other_frame(a, b)
    if not kinds_of(a) & kinds_of(b):
        yield "kinds"
    elif _is_only_named(a, b) or _is_only_named(b, a):
        yield "named in passing"


def _is_only_named(told: Content, other: Content) -> bool:
    """Whether another's event is only named beside something else, and not whose it is.

    „Der Streik bei der Bahn stellte Reisende auf die Probe“ does not say who strikes.
    """
    if other.predicate in events().classes or told.predicate not in role(other, "events"):
        return False
    doers = role(told, "agent") | role(told, "subject")
    around = parties(other) | role(other, "agent") | role(other, "actors") | role(other, "object")
    return bool(doers) and not common(doers, around)


def _other_words(a: Content, b: Content, met: Met) -> Iterator[str]:
    """Whether two of one event name too little in common."""
    known = bool(kinds_of(a) & kinds_of(b) & table().names)
    if known and (_of_one_age(a, b) or _is_turned(a, b)):
        return
    if not known and not _is_count(a) and not common(_who(a), _who(b)):
        yield "who"  # "liegt auf der Intensivstation" may be said of anybody
    if not (met.figure or met.counted or (_speak_of_one_thing(a, b) and same_persons(a, b))):
        yield "things"
    bare = met.counted and not (parties(a) and parties(b))  # "die Zahl der Ausfälle": of what, is said around
    if not bare and matter(a, b) < (limits.ANCHORED_THINGS if _anchored(a, b) else limits.SAME_THINGS):
        yield "matter"
    needed = limits.SAME_TERMS_EVENT if known else limits.SAME_TERMS_VERB
    if not (met.figure or (met.counted and known)) and share(a.terms, b.terms) < needed:
        yield "words"


def _of_one_age(a: Content, b: Content) -> bool:
    """„Ein 38-jähriger Teilnehmer“, "ein 38 Jahre alter Läufer": one kind of event befell somebody so old."""
    return bool(role(a, "ages") & role(b, "ages"))


def _is_turned(a: Content, b: Content) -> bool:
    """„Der Konzern hat die Studie abgebrochen“, "die Erprobung ist beendet": done to one thing, by whomever.

    A thing of which many are, and persons, may be others.
    """
    passive, active = (a, b) if role(b, "object") and not role(a, "object") else (b, a)
    alone = role(passive, "subject") - measures()
    if role(passive, "object") or _is_toll(a) or any(is_person(noun) for noun in alone):
        return False
    bare = not (parties(passive) - alone) and not passive.negated
    return bare and bool(alone) and turned(passive, active)


def _speak_of_one_thing(a: Content, b: Content) -> bool:
    """Whether both name the same in particular: a thing, a name or a state, not only "Menschen"."""
    left, right = ({t for t in role(c, "things") | role(c, "subject") if not is_anybody(t)} for c in (a, b))
    names = common(named(a) | role(a, "place"), named(b) | role(b, "place"))
    actors = (role(a, "actors") | role(a, "agent")) & (role(b, "actors") | role(b, "agent"))
    return bool(names or actors or common(left, right) or common(left, named(b)) or common(right, named(a)))


def same_persons(a: Content, b: Content) -> bool:
    """Whether persons who do it in one are not others in the other: officers are not soldiers."""
    left, right = role(a, "subject"), role(b, "subject")
    named_alike = common(names_of(a), names_of(b)) > common(role(a, "place"), role(b, "place"))
    if bool(left) == bool(right) or named_alike:
        return True
    who = {noun for noun in left | right if is_person(noun) and not is_anybody(noun)}
    other = role(b if left else a, "things") | role(b if left else a, "agent")
    return not who or not any(map(is_person, other)) or bool(common(who, other))


def _is_count(content: Content) -> bool:
    """Whether a proposition only counts: "die Zahl der Teilnehmer", "sprach von 8.000 Teilnehmern"."""
    return bool(role(content, "figure")) or "zahl" in role(content, "verb")


def _who(content: Content) -> frozenset[str]:
    """Of whom or what something is said; of "es gibt Risse" it is what there is."""
    doers = role(content, "subject") | role(content, "agent")
    there_is = role(content, "object") if role(content, "verb") == _THERE_IS and not doers else frozenset()
    return doers | there_is | names_of(content) | role(content, "self")


def _anchored(a: Content, b: Content) -> bool:
    """Whether two events of a known kind carry the same name, which is not only that of their place."""
    left, right = names_of(a) - role(a, "place"), names_of(b) - role(b, "place")
    return bool(kinds_of(a) & kinds_of(b) & table().names) and bool(common(left, right))


def _same_year(a: Content, b: Content) -> bool:
    """Whether explicit times agree; of a plan one may leave out for when it is."""
    left, right = role(a, "time"), role(b, "time")
    fits = left == right or (a.planned and (not left or not right))
    return fits and compatible(a, b, "ahead")


def _from_both_ends(a: Content, b: Content) -> bool:
    """„A verkauft X an B“, "B übernimmt X von A": each names what the other does it with."""
    if _first(other_frame(a, b)) or not are_converse(kinds_of(a), kinds_of(b)):
        return False
    if not (compatible(a, b, "when") and compatible(a, b, "object")) or common(_doers(a), _doers(b)):
        return False
    names = common(_names_in(a), _names_in(b) | role(b, "things")) or common(
        _names_in(b), _names_in(a) | role(a, "things")
    )
    return bool(names) and common(parties(a), parties(b)) > 1


def _names_in(content: Content) -> frozenset[str]:
    return role(content, "names") | role(content, "agent")


def _doers(content: Content) -> frozenset[str]:
    return role(content, "agent") - role(content, "object") - role(content, "actors")


def _same_scene(a: Content, b: Content) -> bool:
    """Whether two tolls may be of one event: "drei Verletzte" says no more, "bei dem Brand" must agree."""
    left, right = things_of(a) - _VICTIMS, things_of(b) - _VICTIMS
    return not left or not right or any(_one_scene(x, y) for x in left for y in right)


def _other_scene(a: Content, b: Content) -> bool:
    """Whether both name what happened, each something else: a fire and a crash."""
    left, right = ({t for t in role(c, "things") if t.endswith(_DISASTERS)} for c in (a, b))
    return bool(left and right) and not any(_one_scene(x, y) for x in left for y in right)


def _one_scene(a: str, b: str) -> bool:
    """„Unglück“ and "Busunglück", "Lawine" and "Lawinenunglück": one is either end of the other."""
    short, long = sorted((a, b), key=len)
    return alike(a, b) or (len(short) >= _SCENE and long.startswith(short))


def _is_toll(content: Content) -> bool:
    return bool(toll_of(content))
