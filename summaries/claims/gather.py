"""Statements of a story gathered into drafts of claims: who is for, against, beside and after each.

Everything is placed in the order of the time that it speaks of, so that the result does not depend on the
order in which articles arrived.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from summaries.claims.align import Relation, relation
from summaries.claims.answers import attach_answers
from summaries.claims.deeds import is_of_accused
from summaries.claims.denials import (
    attach_bare_negations,
    attach_denials,
    attach_likely_negations,
    attach_own_denials,
    common_terms,
    in_time,
    may_be_self,
    pointed_at,
)
from summaries.claims.denying import concedes, denies, excluding_events, implies, opposite
from summaries.claims.drafts import AGAINST, Draft, Drafts, agents_of, id_of, order_of, side_keys
from summaries.claims.kinds import ACTS, converse_of, events_in, kinds_of, own_kinds, table
from summaries.claims.numbers import same_scope
from summaries.claims.reading import is_aside, is_latent, is_partial
from summaries.claims.scenes import Scenes
from summaries.claims.voices import is_identified, voices_of
from summaries.model import Certainty, Evidence, Stance

_CORRECTS: Final = re.compile(r"\b(?:korrigier|berichtig|revidier)te?n?\b", re.IGNORECASE)


def gather(evidence: Sequence[Evidence]) -> list[Draft]:
    """Return the drafts of all claims of a story, those of denials that deny nothing known last.

    Args:
        evidence: All statements, in any order.
    """
    ordered = sorted((e for e in evidence if e.statement.claimable), key=order_of)
    everyone = sorted(evidence, key=order_of)
    asides = sorted((e for e in evidence if is_aside(e)), key=order_of)
    plain = [e for e in ordered if _asserts(e) and not e.statement.pointer]
    drafts = Drafts(Scenes(evidence))
    for item in (e for e in plain if e.statement.stance is not Stance.CONCEDES):
        _place(drafts, item)
    told = [e for e in asides if e.statement.stance is not Stance.CONCEDES]
    _join_asides(drafts, [e for e in told if not e.statement.content.negated])
    _attach_confirmations(drafts, [e for e in ordered if _asserts(e) and e.statement.pointer])
    leftover = attach_denials(drafts, [e for e in ordered if e.statement.stance in AGAINST])
    granting = [e for e in (*plain, *asides) if e.statement.stance is Stance.CONCEDES]
    _attach_concessions(drafts, sorted(granting, key=order_of), leftover)
    _attach_opposites(drafts)
    counsel = [e for e in plain if is_of_accused(e.statement.content)]
    own = (e for e in (*told, *counsel) if e.statement.content.negated)
    attach_own_denials(drafts, [e for e in own if not _corrects(e)])
    negated = [e for e in (*plain, *told) if e.statement.content.negated and not _corrects(e)]
    attach_bare_negations(drafts, negated)
    attach_answers(drafts, (e for e in everyone if e.statement.speaker is not None and not _corrects(e)))
    attach_likely_negations(drafts, negated)
    _attach_supporters(drafts)
    standing = {(m.source.article, m.statement.sentence) for d in drafts.all() for m in d.members}
    alone = [e for e in leftover if (e.source.article, e.statement.sentence) not in standing]
    small = _latent_ones(drafts, [e for e in everyone if is_latent(e)], leftover)
    return [*drafts.all(), *(Draft([e]) for e in alone), *small]


def _latent_ones(known: Drafts, items: Sequence[Evidence], leftover: Sequence[Evidence]) -> list[Draft]:
    """Give plain small statements as voices to claims of other articles; return what they tell among them.

    „Die Kundgebung blieb friedlich“ is no news alone, but two voices may confirm it, and one contest it.
    """
    heard = {id_of(item) for draft in known.all() for item in (*draft.members, *draft.against)}
    fresh = [item for item in items if id_of(item) not in heard and not _joins_another(known, item)]
    drafts = Drafts(known.scenes, told_in=known.told_in, added=known.added)
    for item in fresh:
        _place(drafts, item)
    _attach_opposites(drafts)
    attach_denials(drafts, leftover)
    negated = [item for item in fresh if item.statement.content.negated]
    attach_own_denials(drafts, negated)
    attach_bare_negations(drafts, negated)
    attach_answers(drafts, (item for item in fresh if item.statement.speaker is not None))
    attach_likely_negations(drafts, negated)
    for draft in drafts.all():
        draft.latent = True
    return [draft for draft in drafts.all() if _is_of_several(draft)]


def _is_of_several(draft: Draft) -> bool:
    everyone = (*draft.members, *draft.conflicting, *draft.against)
    return len({item.source.article for item in everyone}) > 1


def _joins_another(known: Drafts, item: Evidence) -> bool:
    """Whether a small statement says what a claim of another article says; then it is a voice for it."""
    for draft in known.meeting(item):
        apart = all(m.source.article != item.source.article for m in (*draft.members, *draft.against))
        if apart and known.relation(item, draft) is Relation.SAME:
            known.join(draft, item)
            return True
    return False


def _asserts(item: Evidence) -> bool:
    return item.statement.stance not in AGAINST


def _place(drafts: Drafts, item: Evidence) -> None:
    for plan in drafts.planned_before(item):
        if plan.fulfilled_by is None and _fulfils(item, plan.founder):
            plan.fulfilled_by = item
    met = [d for d in drafts.meeting(item) if d.superseded_by is None]
    found = [(draft, drafts.relation(item, draft)) for draft in met]
    same = max(
        (draft for draft, how in found if how is Relation.SAME),
        key=lambda draft: _same_figures(item, draft),
        default=None,
    )
    rivals = [draft for draft, how in found if how is Relation.NUMBER_CONFLICT]
    rival = next((draft for draft in rivals if same_scope(item, draft.founder)), None)
    if same is not None:
        drafts.join(same, item)
    elif rival is not None:
        _rival(drafts, rival, item)
    else:
        for draft, how in found:
            later = how is Relation.UPDATE or (how is Relation.LATER and _revises(item, draft.founder))
            if later and _same_whole(item, draft):
                draft.superseded_by = item
        drafts.add(Draft([item]))


def _same_whole(item: Evidence, draft: Draft) -> bool:
    """Whether a later figure is for what an earlier one was for; in one text times tell an update."""
    return item.source.article == draft.founder.source.article or same_scope(item, draft.founder)


def _same_figures(item: Evidence, draft: Draft) -> tuple[bool, int]:
    """Which figures a statement has in common with a claim, its first above all: the better fit wins."""
    told = {(q.unit, q.low, q.high) for member in draft.members for q in member.statement.quantities}
    same = [(q.unit, q.low, q.high) in told for q in item.statement.quantities]
    return same[:1] == [True], sum(same)


def _fulfils(item: Evidence, founder: Evidence) -> bool:
    """Whether a statement says that has been done what an earlier one said was planned."""
    done, plan = item.statement, founder.statement
    if not plan.content.planned or done.content.planned or done.content.negated or plan.content.negated:
        return False
    if done.as_of <= plan.as_of or not done.certainty is plan.certainty is Certainty.CERTAIN:
        return False
    if plan.quantities:
        return False  # "will 1.200 Stellen abbauen" is not fulfilled by the first of them
    return relation(replace(done, content=replace(done.content, planned=True)), plan) is Relation.SAME


def _rival(drafts: Drafts, draft: Draft, item: Evidence) -> None:
    """Another figure at the same time: a conflict between voices, a correction by the same voice."""
    founder = draft.founder
    same_voice = bool(side_keys(item) & side_keys(founder))
    if not same_voice and not _corrects(item):
        draft.conflicting.append(item)
        return
    if item.source.article != founder.source.article:  # in one text one voice means two different things
        draft.superseded_by = item
    drafts.add(Draft([item]))


def _corrects(item: Evidence) -> bool:
    """„Die Zahl korrigierte die Polizei auf sechs“: whoever had given it, it is no longer given."""
    return _CORRECTS.search(item.statement.sentence.of(item.text)) is not None


def _revises(item: Evidence, founder: Evidence) -> bool:
    """Whether a later figure for the same time by the same voice replaces its first one."""
    named = item.statement.content.roles.get("when", frozenset())
    same_time = bool(named & founder.statement.content.roles.get("when", frozenset()))
    return same_time and bool(side_keys(item) & side_keys(founder))


def _join_asides(drafts: Drafts, asides: Iterable[Evidence]) -> None:
    """„Ich bin entlassen worden“: no claim of its own, but a voice for one."""
    for item in asides:
        for draft in drafts.meeting(item):
            same = _tells_own_act(item, draft) or drafts.relation(item, draft) is Relation.SAME
            if same and may_be_self(item, draft):
                drafts.join(draft, item)


def _tells_own_act(item: Evidence, draft: Draft) -> bool:
    """„Ich trete zurück“: what was said of him by name, and is done by his telling it."""
    own = item.statement.content.roles.get("self", frozenset()) & agents_of(draft)
    return bool(own and own_kinds(item.statement.content) & own_kinds(draft.founder.statement.content) & ACTS)


def _attach_confirmations(drafts: Drafts, items: Iterable[Evidence]) -> None:
    """„Das bestätigte die Polizei“: one more voice for what was just said."""
    for item in items:
        for draft in _confirmed(drafts, item):
            drafts.join(draft, item)


def _confirmed(drafts: Drafts, item: Evidence) -> list[Draft]:
    """What a statement confirms: what it points to, if that tells of the event that it names.

    „Bestätigte die Durchsuchung“ means the one search that the story tells of, not what stands before it.
    """
    named = own_kinds(item.statement.content) & table().names
    named |= converse_of(named)  # "bestätigte den Verkauf": whoever bought it
    pointed = pointed_at(drafts, item)
    told = [d for d in pointed if not named or named & events_in(d.founder.statement.content)]
    if told or not named:
        return told
    near = [d for d in drafts.meeting(item) if named & own_kinds(d.founder.statement.content)]
    same = [d for d in near if drafts.relation(item, d) is Relation.SAME]
    found = same or near
    return found if len(found) == 1 else []


def _attach_concessions(
    drafts: Drafts, concessions: Iterable[Evidence], leftover: Sequence[Evidence]
) -> None:
    """Add each concession to the claim that it grants, a denied one first; else it is one of its own.

    Its own is then also what was denied before anybody had said it.
    """
    for item in concessions:
        content, keys = item.statement.content, side_keys(item)
        persons = {v.actor.rpartition("@")[2] for v in voices_of(item, {}) if "@" in v.actor}
        own = frozenset(keys | persons | {key.rpartition("@")[2] for key in keys})
        older = [
            d
            for d in drafts.about(events_in(content))
            if order_of(d.founder) < order_of(item) and drafts.scenes.meet(item, d.founder)
        ]
        granted = [d for d in older if concedes(content, d.founder.statement.content, own)]
        granted.sort(key=lambda d: (-len(d.against), -common_terms(item, d.founder)))
        if granted:
            drafts.join(granted[0], item)
        elif item.statement.claimable:
            _place(drafts, item)
            _recall_denials(drafts, item)
            for draft in drafts.with_members([id_of(item)]):
                draft.against.extend(
                    d for d in leftover if _was_denied(drafts, d, item) and d not in draft.against
                )


def _was_denied(drafts: Drafts, denial: Evidence, concession: Evidence) -> bool:
    """Whether an earlier denial, by a side that need not be another one, denied what is granted now."""
    if denial.statement.stance is not Stance.DENIES or order_of(denial) >= order_of(concession):
        return False
    meet = drafts.scenes.meet(denial, concession) and _may_share_side(denial, concession)
    return meet and denies(denial.statement.content, concession.statement.content)


def _may_share_side(a: Evidence, b: Evidence) -> bool:
    """Whether two voices are of one side, or one of them is of none that is known."""
    left, right = ({v.actor for v in voices_of(item, {})} for item in (a, b))
    unknown = not all(is_identified(actor) for actor in left | right)
    return unknown or bool(side_keys(a) & side_keys(b))


def _recall_denials(drafts: Drafts, concession: Evidence) -> None:
    """Who grants a part of what he denied ("Daten seien gestohlen worden") has denied this part, too."""
    keys = side_keys(concession)
    near = drafts.about(kinds_of(concession.statement.content))
    own = next((d for d in near if concession in d.members), None)
    for other in near if own is not None else ():
        before = [d for d in other.against if side_keys(d) & keys and order_of(d) < order_of(concession)]
        if other is not own and own is not None:
            own.against.extend(d for d in before if d.statement.stance is Stance.DENIES)


def _attach_opposites(drafts: Drafts) -> None:
    """Assertions that exclude each other deny each other."""
    gone: set[int] = set()
    for left in drafts.all():
        content = left.founder.statement.content
        for right in drafts.about(excluding_events(content)):
            if id(left) in gone or id(right) in gone or not _excluded_by(left, right):
                continue
            if not drafts.scenes.meet(left.founder, right.founder):
                continue
            left.against.extend(right.members)
            drafts.remove(right)
            gone.add(id(right))


def _excluded_by(left: Draft, right: Draft) -> bool:
    """Whether the later or negated ``right`` only says that ``left`` is not so."""
    a, b = left.founder.statement, right.founder.statement
    if left is right or not opposite(a.content, b.content) or _corrects(right.founder):
        return False
    if side_keys(left.founder) & side_keys(right.founder) or not in_time(left.founder, right.founder):
        return False
    if a.content.negated != b.content.negated:
        return b.content.negated and not is_partial(right.founder)
    return order_of(left.founder) < order_of(right.founder)


def _attach_supporters(drafts: Drafts) -> None:
    """Add to each claim what says more than it and so contains it."""
    for other in drafts.all():
        for member in (m for m in other.members if m.statement.speaker is not None):
            content = member.statement.content
            for draft in drafts.about(events_in(content)):
                if draft is not other and implies(content, draft.founder.statement.content):
                    draft.supporting.append(member)
