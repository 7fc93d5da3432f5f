"""From the statements of a story to its claims, with status and history.

Everything is recomputed from the statements in the order of the time they speak of, so that the result does
not depend on the order in which articles arrived.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from summaries.claims.drafts import AGAINST, Draft, agents_of, gather, id_of, order_of
from summaries.claims.fields import fields_of
from summaries.claims.ranking import is_reported, is_self_contained, plain_line, weight_of
from summaries.claims.reading import prepared, speaks_for_body, speaks_of_self
from summaries.claims.rules import Case, decide
from summaries.claims.voices import known_sides, side_of, voices_of
from summaries.model import Claim, Evidence, Stance, StatusEvent, Voice


@dataclass(frozen=True, slots=True)
class Known:
    """What the whole story tells about its voices: sides of persons, and the field of each."""

    sides: Mapping[str, str]
    fields: Mapping[str, str]


def compare(evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
    """Align the statements of a story and its earlier chapters and decide the status of each claim.

    Args:
        evidence: All statements, in any order.

    Returns:
        Claims, the weightiest first; each with voices, members and the history of its status.
    """
    read = prepared(evidence)
    known = Known(known_sides(read), fields_of(read))
    claims = [_claim(draft, known) for draft in gather(read)]
    return tuple(sorted((c for c in claims if c.text), key=lambda c: (-c.weight, c.key)))


def _claim(draft: Draft, known: Known) -> Claim:
    everyone = sorted(
        {id_of(i): i for i in (*draft.members, *draft.conflicting, *draft.against)}.values(), key=order_of
    )
    history = _history(draft, known, everyone)
    last = history[-1]
    voices = _distinct(v for item in _displayorder_of(draft) for v in _as_heard(draft, item, known))
    return Claim(
        key=_key(draft.founder),
        text=_text(draft),
        status=last.new,
        rule=last.rule,
        voices=voices,
        history=history,
        members=tuple(id_of(item) for item in everyone),
        weight=weight_of(draft.members, draft.against, last.new, voices),
    )


def _distinct(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """One voice per speaker, stance and article."""
    first: dict[tuple[str, Stance, str], Voice] = {}
    for voice in voices:
        first.setdefault((voice.actor, voice.stance, voice.source.article), voice)
    return tuple(first.values())


def _displayorder_of(draft: Draft) -> list[Evidence]:
    everything = [*draft.members, *draft.conflicting, *draft.supporting, *draft.against]
    return list({id_of(item): item for item in reversed(everything)}.values())[::-1]


def _as_heard(draft: Draft, item: Evidence, known: Known) -> tuple[Voice, ...]:
    """Voices of a statement in relation to the claim: an assertion of the opposite denies it."""
    opposed = item.statement.stance not in AGAINST and any(item is other for other in draft.against)
    doers = agents_of(draft) if speaks_of_self(item) or speaks_for_body(item) else frozenset()
    own = next(iter(doers)) if len(doers) == 1 else ""
    return voices_of(item, known.sides, Stance.DENIES if opposed else None, own=own)


def _history(draft: Draft, known: Known, everyone: Sequence[Evidence]) -> tuple[StatusEvent, ...]:
    """Replay the publications: what was known after each, and by which rule."""
    causes = [*everyone, *draft.supporting, *([draft.superseded_by] if draft.superseded_by else [])]
    first = min(item.source.published for item in everyone)
    history: list[StatusEvent] = []
    for moment in sorted({item.source.published for item in causes if item.source.published >= first}):
        status, rule = decide(_case(draft, known, moment))
        old = history[-1].new if history else None
        if status is not old:
            cause = max((i for i in causes if i.source.published == moment), key=order_of)
            history.append(StatusEvent(moment, old, status, rule, id_of(cause)))
    return tuple(history)


def _case(draft: Draft, known: Known, moment: datetime) -> Case:
    def heard(items: Iterable[Evidence]) -> tuple[Voice, ...]:
        return tuple(v for i in items if i.source.published <= moment for v in _as_heard(draft, i, known))

    content, later = draft.founder.statement.content, draft.superseded_by
    return Case(
        voices=heard(sorted([*draft.members, *draft.conflicting, *draft.against], key=order_of)),
        supporting=heard(draft.supporting),
        agents=frozenset(side_of(a) for a in content.roles.get("agent", frozenset())),
        fields=known.fields,
        number_conflict=any(i.source.published <= moment for i in draft.conflicting),
        superseded=later is not None and later.source.published <= moment,
    )


def _key(founder: Evidence) -> str:
    raw = f"{founder.source.article}#{founder.statement.number}#{founder.statement.sentence.of(founder.text)}"
    return hashlib.sha256(raw.encode()).hexdigest()[:16]


def _text(draft: Draft) -> str:
    """The clearest line of the members: one that stands alone, says it surely and plainly, and is short."""
    lines = [
        (
            m.statement.certainty.value,
            is_reported(m.statement.line),
            len(m.statement.line),
            n,
            m.statement.line,
        )
        for n, m in enumerate(draft.members)
        if is_self_contained(m) and not m.statement.pointer
    ]
    return plain_line(min(lines)[-1]) if lines else ""
