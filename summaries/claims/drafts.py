"""Statements of a story gathered into drafts of claims: who is for, against, beside and after each.

Everything is placed in the order of the time that it speaks of, so that the result does not depend on the
order in which articles arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from config import claims as limits
from summaries.claims.align import (
    Relation,
    concedes,
    denies,
    event_names,
    excluding_events,
    implies,
    opposite,
    relation,
)
from summaries.claims.likeness import parties
from summaries.claims.reading import is_aside, speaks_of_past, speaks_of_self
from summaries.claims.voices import voices_of
from summaries.model import Content, Evidence, Stance
from summaries.statements.lexicon import events

AGAINST = (Stance.DENIES, Stance.DOUBTS)


_NEAR = timedelta(hours=limits.CONFLICT_WINDOW_HOURS)


@dataclass(slots=True, eq=False)
class Draft:
    """A claim while its members are being collected."""

    members: list[Evidence]
    against: list[Evidence] = field(default_factory=list)
    supporting: list[Evidence] = field(default_factory=list)
    conflicting: list[Evidence] = field(default_factory=list)
    superseded_by: Evidence | None = None

    @property
    def founder(self) -> Evidence:
        """The first statement, which says what the claim is."""
        return self.members[0]


@dataclass(slots=True)
class Drafts:
    """All drafts by the event they are about: only those of one event are ever compared."""

    by_event: dict[str, list[Draft]] = field(default_factory=dict)

    def add(self, draft: Draft) -> None:
        """Add a draft."""
        self.by_event.setdefault(draft.founder.statement.content.predicate, []).append(draft)

    def remove(self, draft: Draft) -> None:
        """Take a draft out."""
        self.by_event[draft.founder.statement.content.predicate].remove(draft)

    def about(self, names: Iterable[str]) -> list[Draft]:
        """Return the drafts about one of the events, in a fixed order."""
        return [draft for name in sorted(set(names)) for draft in self.by_event.get(name, ())]

    def all(self) -> list[Draft]:
        """Return all drafts, in a fixed order."""
        return self.about(self.by_event)


def gather(evidence: Sequence[Evidence]) -> list[Draft]:
    """Return the drafts of all claims of a story, those of denials that deny nothing known last.

    Args:
        evidence: All statements, in any order.
    """
    ordered = sorted((e for e in evidence if e.statement.claimable), key=order_of)
    asides = sorted((e for e in evidence if is_aside(e)), key=order_of)
    plain = [e for e in ordered if _asserts(e) and not e.statement.pointer]
    drafts = _assertions([e for e in plain if e.statement.stance is not Stance.CONCEDES])
    told = [e for e in asides if e.statement.stance is not Stance.CONCEDES]
    _join_asides(drafts, [e for e in told if not e.statement.content.negated])
    _attach_confirmations(drafts, [e for e in ordered if _asserts(e) and e.statement.pointer])
    leftover = _attach_denials(drafts, [e for e in ordered if e.statement.stance in AGAINST])
    granting = [e for e in (*plain, *asides) if e.statement.stance is Stance.CONCEDES]
    _attach_concessions(drafts, sorted(granting, key=order_of))
    _attach_opposites(drafts)
    _attach_own_denials(drafts, [e for e in told if e.statement.content.negated])
    _attach_supporters(drafts)
    return [*drafts.all(), *(Draft([e]) for e in leftover)]


def order_of(item: Evidence) -> tuple[datetime, datetime, str, int]:
    """The sort key of a statement: the time it speaks of, then its article and place."""
    return item.statement.as_of, item.source.published, item.source.article, item.statement.number


def _asserts(item: Evidence) -> bool:
    return item.statement.stance not in AGAINST


def _assertions(items: Iterable[Evidence]) -> Drafts:
    drafts = Drafts()
    for item in items:
        _place(drafts, item)
    return drafts


def _place(drafts: Drafts, item: Evidence) -> None:
    rivals = [d for d in drafts.about([item.statement.content.predicate]) if d.superseded_by is None]
    found = [(draft, relation(item.statement, draft.founder.statement)) for draft in rivals]
    same = next((draft for draft, how in found if how is Relation.SAME), None)
    rival = next((draft for draft, how in found if how is Relation.NUMBER_CONFLICT), None)
    if same is not None:
        same.members.append(item)
    elif rival is not None:
        _rival(drafts, rival, item)
    else:
        for draft, how in found:
            if how is Relation.UPDATE or (how is Relation.LATER and _revises(item, draft.founder)):
                draft.superseded_by = item
        drafts.add(Draft([item]))


def _rival(drafts: Drafts, draft: Draft, item: Evidence) -> None:
    """Another figure at the same time: a conflict between voices, a correction by the same voice."""
    founder = draft.founder
    same_voice = bool(side_keys(item) & side_keys(founder))
    if not same_voice:
        draft.conflicting.append(item)
        return
    if item.source.article != founder.source.article:  # in one text one voice means two different things
        draft.superseded_by = item
    drafts.add(Draft([item]))


def _revises(item: Evidence, founder: Evidence) -> bool:
    """Whether a later figure for the same time by the same voice replaces its first one."""
    named = item.statement.content.roles.get("when", frozenset())
    same_time = bool(named & founder.statement.content.roles.get("when", frozenset()))
    return same_time and bool(side_keys(item) & side_keys(founder))


def side_keys(item: Evidence) -> set[str]:
    """The sides that stand behind a statement."""
    return {voice.independent_key for voice in voices_of(item, {})}


def _attach_denials(drafts: Drafts, denials: Iterable[Evidence]) -> list[Evidence]:
    """Attach each denial to what it denies; return those that deny nothing known."""
    leftover: list[Evidence] = []
    for denial in denials:
        hit = _pointed_at(drafts, denial) or _denied_by_content(drafts, denial) or _named_in(drafts, denial)
        for draft in hit:
            draft.against.append(denial)
        if not hit and not denial.statement.pointer:
            leftover.append(denial)
    return leftover


def _join_asides(drafts: Drafts, asides: Iterable[Evidence]) -> None:
    """„Ich bin entlassen worden“: no claim of its own, but a voice for one."""
    for item in asides:
        for draft in drafts.about([item.statement.content.predicate]):
            same = relation(item.statement, draft.founder.statement) is Relation.SAME
            if same and _may_be_self(item, draft):
                draft.members.append(item)
                break


def _attach_own_denials(drafts: Drafts, asides: Iterable[Evidence]) -> None:
    """„Wir schließen das Werk nicht“: stands against the claim that they do."""
    for item in asides:
        for draft in drafts.about(excluding_events(item.statement.content)):
            content = draft.founder.statement.content
            apart = not (side_keys(item) & side_keys(draft.founder))
            near = _in_time(item, draft.founder)
            own = speaks_of_self(item)
            excluded = opposite(_answer(item, content), content, own=own)
            if apart and near and excluded and _may_be_self(item, draft):
                draft.against.append(item)


def _answer(item: Evidence, claimed: Content) -> Content:
    """„Das Museum wird nicht geschlossen“ answers the plan to close it; "wurde nicht" does not."""
    content = item.statement.content
    answers = claimed.planned and not content.planned and not speaks_of_past(item)
    return replace(content, planned=True) if answers else content


def _in_time(a: Evidence, b: Evidence) -> bool:
    """Whether two statements speak of one moment; what something is ("giftig") does not pass so soon."""
    predicate = a.statement.content.predicate
    state = not predicate.endswith("n") and predicate not in events().classes
    window = timedelta(days=limits.STATE_WINDOW_DAYS) if state else _NEAR
    return abs(a.statement.as_of - b.statement.as_of) <= window


def _may_be_self(item: Evidence, draft: Draft) -> bool:
    """Whether a speaker who speaks of himself can be the one that the claim names as acting."""
    doers = agents_of(draft)
    if not speaks_of_self(item) or not doers:
        return True
    keys = {voice.actor for voice in voices_of(item, {})}
    known = {part for key in keys for part in (key.partition("/")[0], key.rpartition("@")[2])}
    unnamed = any(key.startswith("?") or (key.startswith("-") and "@" not in key) for key in keys)
    return bool(known & doers) or unnamed or any(key.startswith("public:") for key in keys)


def agents_of(draft: Draft) -> frozenset[str]:
    """Who acts in a claim, by name: states, bodies and surnames, no kinds of thing."""
    content = draft.founder.statement.content
    return content.roles.get("agent", frozenset()) - content.roles.get("things", frozenset())


def _attach_confirmations(drafts: Drafts, items: Iterable[Evidence]) -> None:
    """„Das bestätigte die Polizei“: one more voice for what was just said."""
    for item in items:
        for draft in _pointed_at(drafts, item):
            draft.members.append(item)


def _pointed_at(drafts: Drafts, denial: Evidence) -> list[Draft]:
    wanted = {(denial.source.article, number) for number in denial.statement.refers}
    if not wanted:
        return []
    return [d for d in drafts.all() if any(id_of(m) in wanted for m in d.members)]


def _denied_by_content(drafts: Drafts, denial: Evidence) -> list[Draft]:
    sides = side_keys(denial)
    found = [
        d
        for d in drafts.about(event_names(denial.statement.content))
        if d.founder.statement.as_of - denial.statement.as_of <= _NEAR  # what nobody said yet is not denied
        and denies(denial.statement.content, d.founder.statement.content)
        and _other_side_asserts(d, sides)
    ]
    found.sort(key=lambda d: -_common_terms(denial, d.founder))
    return found[: limits.DENIED_MOST]


def _named_in(drafts: Drafts, denial: Evidence) -> list[Draft]:
    """„… bezeichnete Berichte über den Beschuss eines Wohnhauses als falsch“: it names all of a claim.

    Only what the denying side itself is said to have done.
    """
    if not denial.statement.pointer:
        return []
    sentence, sides = denial.statement.sentence.of(denial.text).lower(), side_keys(denial)
    return [
        d
        for d in drafts.all()
        if agents_of(d) & sides
        and d.founder.statement.as_of - denial.statement.as_of <= _NEAR
        and len(_named(d)) > 1
        and all(word in sentence for word in _named(d))
        and _other_side_asserts(d, sides)
    ][: limits.DENIED_MOST]


def _named(draft: Draft) -> frozenset[str]:
    content = draft.founder.statement.content
    return parties(content) | content.roles.get("place", frozenset())


def _other_side_asserts(draft: Draft, sides: set[str]) -> bool:
    return any(not (side_keys(m) & sides) for m in draft.members)


def _common_terms(a: Evidence, b: Evidence) -> int:
    return len(a.statement.content.terms & b.statement.content.terms)


def _attach_concessions(drafts: Drafts, concessions: Iterable[Evidence]) -> None:
    """Add each concession to the claim that it grants, a denied one first; else it is one of its own."""
    for item in concessions:
        content, keys = item.statement.content, side_keys(item)
        own = frozenset(keys | {key.rpartition("@")[2] for key in keys})
        older = [d for d in drafts.about(event_names(content)) if order_of(d.founder) < order_of(item)]
        granted = [d for d in older if concedes(content, d.founder.statement.content, own)]
        granted.sort(key=lambda d: (-len(d.against), -_common_terms(item, d.founder)))
        if granted:
            granted[0].members.append(item)
        elif item.statement.claimable:
            _place(drafts, item)


def _attach_opposites(drafts: Drafts) -> None:
    """Assertions that exclude each other deny each other."""
    gone: set[int] = set()
    for left in drafts.all():
        content = left.founder.statement.content
        for right in drafts.about(excluding_events(content)):
            if id(left) in gone or id(right) in gone or not _excluded_by(left, right):
                continue
            left.against.extend(right.members)
            drafts.remove(right)
            gone.add(id(right))


def _excluded_by(left: Draft, right: Draft) -> bool:
    """Whether the later or negated ``right`` only says that ``left`` is not so."""
    a, b = left.founder.statement, right.founder.statement
    if left is right or side_keys(left.founder) & side_keys(right.founder):
        return False
    if not _in_time(left.founder, right.founder) or not opposite(a.content, b.content):
        return False
    if a.content.negated != b.content.negated:
        return b.content.negated
    return order_of(left.founder) < order_of(right.founder)


def _attach_supporters(drafts: Drafts) -> None:
    """Add to each claim what says more than it and so contains it."""
    for other in drafts.all():
        for member in (m for m in other.members if m.statement.speaker is not None):
            content = member.statement.content
            for draft in drafts.about(event_names(content)):
                if draft is not other and implies(content, draft.founder.statement.content):
                    draft.supporting.append(member)


def id_of(item: Evidence) -> tuple[str, int]:
    """The article and number of a statement."""
    return item.source.article, item.statement.number
