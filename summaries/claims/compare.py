"""From the statements of a story to its claims, with status and history.

Everything is recomputed from the statements in the order of the time they speak of, so that the result does
not depend on the order in which articles arrived.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
from summaries.claims.ranking import is_self_contained, weight_of
from summaries.claims.rules import Case, decide
from summaries.claims.voices import known_sides, side_of, voices_of
from summaries.model import Claim, Evidence, Stance, StatusEvent, Voice

_AGAINST = (Stance.DENIES, Stance.DOUBTS)


@dataclass(slots=True, eq=False)
class _Draft:
    """A claim while its members are being collected."""

    members: list[Evidence]
    against: list[Evidence] = field(default_factory=list)
    supporting: list[Evidence] = field(default_factory=list)
    conflicting: list[Evidence] = field(default_factory=list)
    superseded_by: Evidence | None = None

    @property
    def founder(self) -> Evidence:
        return self.members[0]


@dataclass(slots=True)
class _Drafts:
    """All drafts by the event they are about: only those of one event are ever compared."""

    by_event: dict[str, list[_Draft]] = field(default_factory=dict)

    def add(self, draft: _Draft) -> None:
        self.by_event.setdefault(draft.founder.statement.content.predicate, []).append(draft)

    def remove(self, draft: _Draft) -> None:
        self.by_event[draft.founder.statement.content.predicate].remove(draft)

    def about(self, names: Iterable[str]) -> list[_Draft]:
        return [draft for name in sorted(set(names)) for draft in self.by_event.get(name, ())]

    def all(self) -> list[_Draft]:
        return self.about(self.by_event)


def compare(evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
    """Align the statements of a story and its earlier chapters and decide the status of each claim.

    Args:
        evidence: All statements, in any order.

    Returns:
        Claims, the weightiest first; each with voices, members and the history of its status.
    """
    ordered = sorted((e for e in evidence if e.statement.claimable), key=_order)
    drafts = _assertions([e for e in ordered if _asserts(e) and not e.statement.pointer])
    _attach_confirmations(drafts, [e for e in ordered if _asserts(e) and e.statement.pointer])
    leftover = _attach_denials(drafts, [e for e in ordered if e.statement.stance in _AGAINST])
    _attach_concessions(drafts)
    _attach_opposites(drafts)
    _attach_supporters(drafts)
    sides = known_sides(evidence)
    claims = [_claim(draft, sides) for draft in (*drafts.all(), *(_Draft([e]) for e in leftover))]
    return tuple(sorted((c for c in claims if c.text), key=lambda c: (-c.weight, c.key)))


def _order(item: Evidence) -> tuple[datetime, datetime, str, int]:
    return item.statement.as_of, item.source.published, item.source.article, item.statement.number


def _asserts(item: Evidence) -> bool:
    return item.statement.stance not in _AGAINST


def _assertions(items: Iterable[Evidence]) -> _Drafts:
    drafts = _Drafts()
    for item in items:
        _place(drafts, item)
    return drafts


def _place(drafts: _Drafts, item: Evidence) -> None:
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
            if how is Relation.UPDATE:
                draft.superseded_by = item
        drafts.add(_Draft([item]))


def _rival(drafts: _Drafts, draft: _Draft, item: Evidence) -> None:
    """Another figure at the same time: a conflict between voices, a correction by the same voice."""
    founder = draft.founder
    same_voice = bool(_side_keys(item) & _side_keys(founder))
    if not same_voice:
        draft.conflicting.append(item)
        return
    if item.source.article != founder.source.article:  # in one text one voice means two different things
        draft.superseded_by = item
    drafts.add(_Draft([item]))


def _side_keys(item: Evidence) -> set[str]:
    return {voice.independent_key for voice in voices_of(item, {})}


def _attach_denials(drafts: _Drafts, denials: Iterable[Evidence]) -> list[Evidence]:
    """Attach each denial to what it denies; return those that deny nothing known."""
    leftover: list[Evidence] = []
    for denial in denials:
        hit = _pointed_at(drafts, denial) or _denied_by_content(drafts, denial)
        for draft in hit:
            draft.against.append(denial)
        if not hit and not denial.statement.pointer:
            leftover.append(denial)
    return leftover


def _attach_confirmations(drafts: _Drafts, items: Iterable[Evidence]) -> None:
    """„Das bestätigte die Polizei“: one more voice for what was just said."""
    for item in items:
        for draft in _pointed_at(drafts, item):
            draft.members.append(item)


def _pointed_at(drafts: _Drafts, denial: Evidence) -> list[_Draft]:
    wanted = {(denial.source.article, number) for number in denial.statement.refers}
    if not wanted:
        return []
    return [d for d in drafts.all() if any(_id(m) in wanted for m in d.members)]


def _denied_by_content(drafts: _Drafts, denial: Evidence) -> list[_Draft]:
    sides = _side_keys(denial)
    found = [
        d
        for d in drafts.about(event_names(denial.statement.content))
        if denies(denial.statement.content, d.founder.statement.content) and _other_side_asserts(d, sides)
    ]
    found.sort(key=lambda d: -_common_terms(denial, d.founder))
    return found[: limits.DENIED_MOST]


def _other_side_asserts(draft: _Draft, sides: set[str]) -> bool:
    return any(not (_side_keys(m) & sides) for m in draft.members)


def _common_terms(a: Evidence, b: Evidence) -> int:
    return len(a.statement.content.terms & b.statement.content.terms)


def _attach_concessions(drafts: _Drafts) -> None:
    """Move a lone concession to the claim that it grants, if that was denied or asserted before."""
    for lone in [d for d in drafts.all() if d.founder.statement.stance is Stance.CONCEDES]:
        content, own = lone.founder.statement.content, frozenset(_side_keys(lone.founder))
        older = [d for d in drafts.about(event_names(content)) if _order(d.founder) < _order(lone.founder)]
        granted = [d for d in older if d is not lone and concedes(content, d.founder.statement.content, own)]
        granted.sort(key=lambda d: (-len(d.against), -_common_terms(lone.founder, d.founder)))
        if granted:
            granted[0].members.extend(lone.members)
            granted[0].against.extend(lone.against)
            drafts.remove(lone)


def _attach_opposites(drafts: _Drafts) -> None:
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


def _excluded_by(left: _Draft, right: _Draft) -> bool:
    """Whether the later or negated ``right`` only says that ``left`` is not so."""
    a, b = left.founder.statement, right.founder.statement
    if left is right or _side_keys(left.founder) & _side_keys(right.founder):
        return False
    if abs(a.as_of - b.as_of) > timedelta(hours=limits.CONFLICT_WINDOW_HOURS) or not opposite(
        a.content, b.content
    ):
        return False
    if a.content.negated != b.content.negated:
        return b.content.negated
    return _order(left.founder) < _order(right.founder)


def _attach_supporters(drafts: _Drafts) -> None:
    """Add to each claim what says more than it and so contains it."""
    for other in drafts.all():
        for member in (m for m in other.members if m.statement.speaker is not None):
            content = member.statement.content
            for draft in drafts.about(event_names(content)):
                if draft is not other and implies(content, draft.founder.statement.content):
                    draft.supporting.append(member)


def _id(item: Evidence) -> tuple[str, int]:
    return item.source.article, item.statement.number


def _claim(draft: _Draft, sides: Mapping[str, str]) -> Claim:
    everyone = sorted(
        {_id(i): i for i in (*draft.members, *draft.conflicting, *draft.against)}.values(), key=_order
    )
    history = _history(draft, sides, everyone)
    last = history[-1]
    voices = _distinct(v for item in _display_order(draft) for v in _as_heard(draft, item, sides))
    return Claim(
        key=_key(draft.founder),
        text=_text(draft),
        status=last.new,
        rule=last.rule,
        voices=voices,
        history=history,
        members=tuple(_id(item) for item in everyone),
        weight=weight_of(draft.members, draft.against, last.new, voices),
    )


def _distinct(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """One voice per speaker, stance and article."""
    first: dict[tuple[str, Stance, str], Voice] = {}
    for voice in voices:
        first.setdefault((voice.actor, voice.stance, voice.source.article), voice)
    return tuple(first.values())


def _display_order(draft: _Draft) -> list[Evidence]:
    everything = [*draft.members, *draft.conflicting, *draft.supporting, *draft.against]
    return list({_id(item): item for item in reversed(everything)}.values())[::-1]


def _as_heard(draft: _Draft, item: Evidence, sides: Mapping[str, str]) -> tuple[Voice, ...]:
    """Voices of a statement in relation to the claim: an assertion of the opposite denies it."""
    opposed = item.statement.stance not in _AGAINST and any(item is other for other in draft.against)
    return voices_of(item, sides, Stance.DENIES if opposed else None)


def _history(
    draft: _Draft, sides: Mapping[str, str], everyone: Sequence[Evidence]
) -> tuple[StatusEvent, ...]:
    """Replay the publications: what was known after each, and by which rule."""
    causes = [*everyone, *draft.supporting, *([draft.superseded_by] if draft.superseded_by else [])]
    first = min(item.source.published for item in everyone)
    history: list[StatusEvent] = []
    for moment in sorted({item.source.published for item in causes if item.source.published >= first}):
        status, rule = decide(_case(draft, sides, moment))
        old = history[-1].new if history else None
        if status is not old:
            cause = max((i for i in causes if i.source.published == moment), key=_order)
            history.append(StatusEvent(moment, old, status, rule, _id(cause)))
    return tuple(history)


def _case(draft: _Draft, sides: Mapping[str, str], moment: datetime) -> Case:
    def heard(items: Iterable[Evidence]) -> tuple[Voice, ...]:
        return tuple(v for i in items if i.source.published <= moment for v in _as_heard(draft, i, sides))

    content, later = draft.founder.statement.content, draft.superseded_by
    return Case(
        voices=heard(sorted([*draft.members, *draft.conflicting, *draft.against], key=_order)),
        supporting=heard(draft.supporting),
        agents=frozenset(side_of(a) for a in content.roles.get("agent", frozenset())),
        number_conflict=any(i.source.published <= moment for i in draft.conflicting),
        superseded=later is not None and later.source.published <= moment,
    )


def _key(founder: Evidence) -> str:
    raw = f"{founder.source.article}#{founder.statement.number}#{founder.statement.sentence.of(founder.text)}"
    return hashlib.sha256(raw.encode()).hexdigest()[:16]


def _text(draft: _Draft) -> str:
    """The clearest line of the members: one that stands alone, says it surely, and is short."""
    lines = [
        (m.statement.certainty.value, len(m.statement.line), n, m.statement.line)
        for n, m in enumerate(draft.members)
        if is_self_contained(m) and not m.statement.pointer
    ]
    return min(lines)[3] if lines else ""
