"""The named rules that decide a status, each a small function over the voices heard so far.

Numbers follow the list in docs/architecture.md.  The first rule that applies decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summaries.claims.voices import is_identified, side_of
from summaries.model import Certainty, Rule, Stance, Status, Voice

_FOR = frozenset({Stance.ASSERTS, Stance.CONCEDES, Stance.ANNOUNCES})
_SAYING = frozenset({Stance.ASSERTS, Stance.CONCEDES})
_AGAINST = frozenset({Stance.DENIES, Stance.DOUBTS})


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at.

    ``voices`` are ordered by the time they speak of; ``supporting`` says something more specific that
    contains the claim; ``agents`` are the sides said to have acted; ``fields`` maps actors to the field that
    they speak for.
    """

    voices: tuple[Voice, ...]
    supporting: tuple[Voice, ...] = ()
    agents: frozenset[str] = frozenset()
    number_conflict: bool = False
    superseded: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


def decide(case: Case) -> tuple[Status, Rule]:
    """Return the status and the rule that gave it."""
    if conceded(case):
        return Status.CONFIRMED, Rule.CONCESSION
    if contradicted(case):
        return Status.CONTESTED, Rule.CONTRADICTION
    if case.superseded:
        return Status.SUPERSEDED, Rule.UPDATE
    if case.number_conflict:
        return Status.CONTESTED, Rule.NUMBER_CONFLICT
    if independently_asserted(case):
        return Status.CONFIRMED, Rule.TWO_VOICES
    certain = any(v.stance in _FOR and v.certainty is Certainty.CERTAIN for v in case.voices)
    return Status.UNCONFIRMED, Rule.SINGLE_VOICE if certain else Rule.HEDGED_ONLY


def contradicted(case: Case) -> bool:
    """Rule 1: one voice asserts, a voice of another side denies or doubts and has not asserted it since.

    Where it is granted after the denial, and it is not sure that the two are of different sides, nothing is
    called contested.
    """
    against = [
        v
        for v in case.voices
        if v.stance in _AGAINST and not _asserts_later(v, case.voices) and not _granted_later(v, case.voices)
    ]
    held = [v for v in (*case.voices, *case.supporting) if v.stance in _FOR]
    return any(side_of(a.actor) != side_of(b.actor) for a in against for b in held)


def conceded(case: Case) -> bool:
    """Rule 4: the side that denied, or that acted, says it itself."""
    return any(v.stance is Stance.CONCEDES and _had_reason_to_deny(v, case) for v in case.voices) or any(
        v.stance in _FOR and v.certainty is Certainty.CERTAIN and _denied_before(v, case.voices)
        for v in case.voices
    )


def independently_asserted(case: Case) -> bool:
    """Rule 5: two independent voices assert it with certainty.

    Who announces something promises it: that is no second voice for what another one says has happened.
    What a paper says in its own words beside a speaker's may be retold from him, so papers are counted
    against papers and speakers against speakers.  A spokesperson of an unnamed body ("?") counts for nobody.
    """
    certain = [v for v in case.voices if v.stance in _SAYING and v.certainty is Certainty.CERTAIN]
    spoken = [v for v in certain if is_identified(v.actor) or v.actor in case.fields]
    printed = [v for v in certain if v.actor.startswith("outlet/")]
    return _independent(spoken, case.fields) or _independent(printed, case.fields)


def _independent(voices: Sequence[Voice], fields: Mapping[str, str]) -> bool:
    """Whether two of them count separately; two names in one sentence speak with one voice."""
    return any(
        a.independent_key != b.independent_key and a.quote != b.quote and _comparable(a, b, fields)
        for n, a in enumerate(voices)
        for b in voices[n + 1 :]
    )


def _comparable(a: Voice, b: Voice, fields: Mapping[str, str]) -> bool:
    """Whether two voices surely speak for different bodies.

    A person of unknown side may speak for the very body beside him.  So two of known fields must differ in
    them, and who has no known field counts among persons only.
    """
    left, right = fields.get(a.actor), fields.get(b.actor)
    if left and right:
        return left != right
    return not (_is_vague(a) or _is_vague(b)) and _is_loose(a) == _is_loose(b)


def _is_vague(voice: Voice) -> bool:
    return not (is_identified(voice.actor) or voice.actor.startswith("outlet/"))


def _is_loose(voice: Voice) -> bool:
    return voice.actor.startswith("-/@")


def _had_reason_to_deny(voice: Voice, case: Case) -> bool:
    surname = voice.actor.rpartition("@")[2]
    acted = side_of(voice.actor) in case.agents or surname in case.agents
    return acted or _denied_before(voice, case.voices)


def _denied_before(voice: Voice, voices: Sequence[Voice]) -> bool:
    side = side_of(voice.actor)
    if not (is_identified(voice.actor) or "@" in voice.actor):
        return False  # "ein Sprecher" today need not be the one of yesterday
    return any(
        v.stance is Stance.DENIES and side_of(v.actor) == side and v.as_of < voice.as_of for v in voices
    )


def _granted_later(denial: Voice, voices: Sequence[Voice]) -> bool:
    return any(
        v.stance is Stance.CONCEDES
        and v.as_of > denial.as_of
        and not (is_identified(v.actor) and is_identified(denial.actor))
        for v in voices
    )


def _asserts_later(denial: Voice, voices: Sequence[Voice]) -> bool:
    side = side_of(denial.actor)
    return any(v.stance in _FOR and side_of(v.actor) == side and v.as_of > denial.as_of for v in voices)
