"""From the statements of a story to its claims, with status and history.

Everything is recomputed from the statements in the order of the time they speak of, so that the result does
not depend on the order in which articles arrived.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from typing import Final

from config import claims as limits
from summaries.claims.drafts import AGAINST, Draft, agents_of, id_of, order_of
from summaries.claims.fields import fields_of
from summaries.claims.gather import gather
from summaries.claims.kinds import ACTS, own_kinds
from summaries.claims.likeness import alike
from summaries.claims.ranking import is_known_by_age, is_reported, is_self_contained, plain_line, weight_of
from summaries.claims.reading import confirms, prepared, speaks_for_body, speaks_of_self
from summaries.claims.rules import Case, decide
from summaries.claims.voices import known_sides, quoted_in, side_of, voices_of
from summaries.model import Certainty, Claim, Evidence, Quantity, Rule, Stance, Status, StatusEvent, Voice

# "die erste Niederlage" counts what "eine Niederlage" does not.
_RANKS: Final = re.compile(
    r"\b(?:erst|zweit|dritt|viert|fünft|letzt|einzig|größt|höchst)e[nrsm]?\b", re.IGNORECASE
)

# "…, unter ihnen acht Kinder", "…, 40 weitere wurden verletzt": more than the one count.
_MORE: Final = re.compile(
    r",? (?:darunter|unter ihnen|davon|und \w+ weitere|(?<=, )\w+ weitere)\b[^,;]*\.?$", re.IGNORECASE
)
_NUMBER: Final = re.compile(
    r"\b(?:\d[\d.,]*\d|\d|ein(?:e[nrms]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)\b"
)

_CLOCK: Final = re.compile(r"\b\d{1,2}(?:[:.]\d\d)? Uhr\b")

# "nach Angaben des Amtes" tells from whom a paper has it, not what anybody did.
_SOURCE: Final = re.compile(r"(?:nach|laut|zufolge|gemäß|so)\b", re.IGNORECASE)


# What happens before many eyes, or is done by announcing it; a statistic, a measured value or a price is not.
_WITNESSED: Final = frozenset((
    "kill", "injure", "rescue", "evacuate", "arrest", "release", "recall", "strike", "cancel", "demonstrate",
    "hospital", "exchange", "shoot_down", "close",
))  # fmt: skip
_SETTLED: Final = frozenset({Status.CONTESTED, Status.CONFIRMED})
_TELLING: Final = frozenset({Rule.CONTRADICTION, Rule.NUMBER_CONFLICT, Rule.CONCESSION, Rule.TWO_VOICES})

Heard = Mapping[tuple[str, int], tuple[Voice, ...]]
"""The voices of each statement of a claim, in relation to it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the whole story tells about its voices: sides of persons, and the field of each."""

    sides: Mapping[str, str]
    fields: Mapping[str, str]
    quoted: Mapping[str, frozenset[str]]


def compare(evidence: Sequence[Evidence]) -> tuple[Claim, ...]:
    """Align the statements of a story and its earlier chapters and decide the status of each claim.

    Args:
        evidence: All statements, in any order.

    Returns:
        Claims, the weightiest first; each with voices, members and the history of its status.
    """
    read = prepared(evidence)
    sides, fields = known_sides(read), fields_of(read)
    known = Known(sides, fields, quoted_in(read, sides, fields))
    told = ((draft, _claim(draft, known)) for draft in gather(read))
    claims = [c for draft, c in told if not draft.latent or c.status in _SETTLED]
    found = sorted((c for c in claims if c.text), key=lambda c: (-c.weight, c.key))
    return tuple(_told_once(found))


def _told_once(found: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the claims without those that are not compared and whose line another one of the article tells.

    One sentence gives a claim for each of its clauses; where a clause cannot stand alone, its line is the
    sentence.
    """
    lines: dict[str, list[tuple[int, str]]] = {}
    for number, claim in enumerate(found):
        for article in {article for article, _ in claim.members}:
            lines.setdefault(article, []).append((number, _bare(claim.text)))
    for number, claim in enumerate(found):
        own = _bare(claim.text)
        others = [one for one in lines[claim.members[0][0]] if own in one[1] and one[0] != number]
        told = any(
            line != own or place < number or found[place].status is not Status.UNCONFIRMED
            for place, line in others
            if {a for a, _ in claim.members} <= {a for a, _ in found[place].members}
        )
        if claim.status is not Status.UNCONFIRMED or not told:
            yield claim


def _bare(line: str) -> str:
    return line.rstrip(".!").lower()


def _claim(draft: Draft, known: Known) -> Claim:
    everyone = sorted(
        {id_of(i): i for i in (*draft.members, *draft.conflicting, *draft.against)}.values(), key=order_of
    )
    shown = _displayorder_of(draft)
    heard = {id_of(item): _as_heard(draft, item, known) for item in shown}
    history = _history(draft, known, everyone, heard)
    last = history[-1]
    done = _fulfilling(draft.fulfilled_by, known) if last.rule is Rule.CONCESSION else ()
    voices = _distinct((*(v for item in shown for v in heard[id_of(item)]), *done))
    teller = _teller(draft, last.rule)
    if teller is not None and last.new is Status.UNCONFIRMED and _tells_act(teller):
        voices = tuple(_doing(v, teller) for v in voices)
    return Claim(
        key=_key(draft.founder),
        text=plain_line(_shared_part(teller, draft, last.rule)) if teller is not None else "",
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
    own = _own_side(item, agents_of(draft))
    return voices_of(item, known.sides, Stance.DENIES if opposed else None, own=own)


def _history(
    draft: Draft, known: Known, everyone: Sequence[Evidence], heard: Heard
) -> tuple[StatusEvent, ...]:
    """Replay the publications: what was known after each, and by which rule."""
    after = [item for item in (draft.superseded_by, draft.fulfilled_by) if item is not None]
    causes = [*everyone, *draft.supporting, *after]
    first = min(item.source.published for item in everyone)
    history: list[StatusEvent] = []
    for moment in sorted({item.source.published for item in causes if item.source.published >= first}):
        status, rule = decide(_case(draft, known, moment, heard))
        old = history[-1].new if history else None
        if status is not old:
            cause = _cause(draft, causes, moment, status)
            history.append(StatusEvent(moment, old, status, rule, id_of(cause)))
    return tuple(history)


def _cause(draft: Draft, causes: Iterable[Evidence], moment: datetime, status: Status) -> Evidence:
    """The statement that changed the status: what replaced the claim, else the last that came then."""
    if status is Status.SUPERSEDED and draft.superseded_by is not None:
        return draft.superseded_by
    return max((i for i in causes if i.source.published == moment), key=order_of)


def _case(draft: Draft, known: Known, moment: datetime, heard: Heard) -> Case:
    def until(items: Iterable[Evidence]) -> tuple[Voice, ...]:
        return tuple(v for i in items if i.source.published <= moment for v in heard[id_of(i)])

    content = draft.founder.statement.content
    return Case(
        voices=until(sorted([*draft.members, *draft.conflicting, *draft.against], key=order_of)),
        supporting=until(draft.supporting),
        agents=frozenset(side_of(a) for a in content.roles.get("agent", frozenset())),
        parties=content.roles.get("names", frozenset()),
        fields=known.fields,
        quoted=known.quoted,
        number_conflict=any(i.source.published <= moment for i in draft.conflicting),
        superseded=_is_out(draft.superseded_by, moment),
        fulfilled=_is_out(draft.fulfilled_by, moment),
        fulfilling=_fulfilling(draft.fulfilled_by, known) if _is_out(draft.fulfilled_by, moment) else (),
        exact_figure=_is_counted_by_one(draft.members),
        own_act=bool(own_kinds(content) & ACTS),
        confirming=frozenset(id_of(m) for m in draft.members if confirms(m)),
    )


def _fulfilling(item: Evidence | None, known: Known) -> tuple[Voice, ...]:
    """Who says that a plan has been carried out."""
    return () if item is None else voices_of(item, known.sides, own=_own_side(item, agents_of(Draft([item]))))


def _own_side(item: Evidence, doers: frozenset[str]) -> str:
    """Whose spokesperson it is that speaks of his own body: the one that is said to act."""
    spoken = speaks_of_self(item) or speaks_for_body(item)
    return next(iter(doers)) if spoken and len(doers) == 1 else ""


def _is_counted_by_one(members: Iterable[Evidence]) -> bool:
    """Whether all give an exact large figure that one body alone can have: what many saw has many sources."""
    return all(_gives_exact_figure(m) and not own_kinds(m.statement.content) & _WITNESSED for m in members)


def _gives_exact_figure(item: Evidence) -> bool:
    return any(q.low == q.high and q.value >= limits.TELLING_FIGURE for q in item.statement.quantities)


def _is_out(item: Evidence | None, moment: datetime) -> bool:
    return item is not None and item.source.published <= moment


def _key(founder: Evidence) -> str:
    raw = f"{founder.source.article}#{founder.statement.number}#{founder.statement.sentence.of(founder.text)}"
    return hashlib.sha256(raw.encode()).hexdigest()[:16]


def _tells_act(item: Evidence) -> bool:
    """Whether a line tells what its speaker did by saying something: "A hat die Kritik zurückgewiesen"."""
    told = item.statement
    cues = [span.of(item.text) for span in told.cue]
    if any(_SOURCE.match(cue) for cue in cues):
        return False
    return not told.pointer and bool(cues) and all(re.search(rf"\b{re.escape(c)}\b", told.line) for c in cues)


def _doing(voice: Voice, item: Evidence) -> Voice:
    """Return the voice of an act as one that says what the line tells: that he denied it he does not deny."""
    if voice.statement != item.statement.number or voice.source.article != item.source.article:
        return voice
    cue = {(span.begin, span.end) for span in item.statement.cue}
    sure = {(span.begin, span.end) for span in item.statement.hedges} <= cue
    stance = Stance.ASSERTS if voice.stance in AGAINST else voice.stance
    return replace(voice, stance=stance, certainty=Certainty.CERTAIN if sure else voice.certainty)


def _teller(draft: Draft, rule: Rule) -> Evidence | None:
    """The member with the clearest line: one that stands alone, says it surely and plainly, and is short.

    What two voices confirm is told by the line that says least beyond what both say.  Only what is contested
    or confirmed is worth a line that calls somebody by his age alone: the story's title says who that is.
    """
    plain = [m for m in draft.members if is_self_contained(m) and not m.statement.pointer]
    aged = [m for m in draft.members if is_known_by_age(m) and not m.statement.pointer]
    chosen = plain or (aged if rule in _TELLING else [])
    lines = [
        (
            rule is Rule.NUMBER_CONFLICT and not _gives_figure(m),
            _beyond(m, draft.members) if rule is Rule.TWO_VOICES else (0, 0),
            len(draft.members) > 1 and _tells_act(m),  # that one of them said it is not what all say
            m.statement.certainty.value,
            is_reported(m.statement.line),
            len(m.statement.line),
            n,
        )
        for n, m in enumerate(chosen)
    ]
    return chosen[min(lines)[-1]] if lines else None


def _shared_part(teller: Evidence, draft: Draft, rule: Rule) -> str:
    """The line without a figure at its end that only its own article has: "…, darunter acht Kinder"."""
    line = teller.statement.line
    tail = _MORE.search(line)
    if rule is not Rule.TWO_VOICES or tail is None:
        return line
    others = [m for m in draft.members if m.source.article != teller.source.article]
    told = {number for m in others for number in _NUMBER.findall(m.statement.sentence.of(m.text).lower())}
    own = set(_NUMBER.findall(tail[0].lower()))
    return f"{line[: tail.start()]}." if others and own - told else line


def _gives_figure(item: Evidence) -> bool:
    """Whether a statement's line has one of its figures: what is disputed must stand in it."""
    return any(q.span.of(item.text) in item.statement.line for q in item.statement.quantities)


def _covers(figure: Quantity, other: Quantity) -> bool:
    """Whether a figure says no more than another one does: "mehr als 300" is told by 480 as well."""
    low, high = figure.low or 0.0, inf if figure.high is None else figure.high
    return figure.unit == other.unit and low <= (other.low or 0.0) and (other.high or inf) <= high


def _beyond(item: Evidence, members: Sequence[Evidence]) -> tuple[int, int]:
    """How many figures and words of a statement no other article has."""
    others = [m.statement for m in members if m.source.article != item.source.article]
    if not others:
        return 0, 0
    figures = [q for other in others for q in other.quantities]
    ranks = {*_RANKS.findall(item.statement.line)} - {r for o in others for r in _RANKS.findall(o.line)}
    ranks |= {*_CLOCK.findall(item.statement.line)} - {t for o in others for t in _CLOCK.findall(o.line)}
    words = {term for other in others for term in other.content.terms}
    own = item.statement
    untold = sum(not any(_covers(q, other) for other in figures) for q in own.quantities)
    texts = " ".join(m.text for m in members if m.source.article != item.source.article).lower()
    known = {name for name in own.content.roles.get("names", frozenset()) if name in texts}  # where, of whom
    beyond = sum(not any(alike(term, word) for word in words) for term in own.content.terms - known)
    return untold + len(ranks), beyond + limits.REPORTED_WORDS * is_reported(own.line)
