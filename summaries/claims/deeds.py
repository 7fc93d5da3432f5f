"""What an accused means who denies "die Tat": the crime that his article tells of, and who speaks for him."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from summaries.claims.kinds import kinds_of
from summaries.model import Content, Evidence, Stance, Statement

_DEED: Final = frozenset({"tat", "verbrechen"})
_CRIMES: Final = frozenset(
    ["kill", "injure", "steal", "break_in", "fraud", "spy", "bribe", "dope", "arson", "shoot", "stab", "attack"]
    + ["abuse", "beat", "threaten", "hack", "poison", "insult", "receive", "withhold", "plagiarise"]
)
_REACH: Final = 8  # statements back: a report on a trial names the deed first
_MOST: Final = 2
# Who stands accused, and who speaks for him, are called so by papers of every case.
_ACCUSED: Final = frozenset(
    ["angeklagte", "beschuldigte", "verdächtige", "tatverdächtige", "festgenommene", "mandant", "mandantin"]
    + ["klient", "klientin"]
)


def with_deeds(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with each "bestritt die Tat" pointing to the crimes told before it in its article."""
    found: list[Evidence] = []
    for _, group in groupby(evidence, key=lambda e: e.source.article):
        told: list[Statement] = []
        for item in group:
            found.append(_pointed(item, told))
            told.append(item.statement)
    return found


def _pointed(item: Evidence, told: Sequence[Statement]) -> Evidence:
    statement = item.statement
    denied = statement.stance is Stance.DENIES and not statement.pointer and statement.speaker is not None
    things = statement.content.roles.get("things", frozenset())
    if not denied or not things or not things <= _DEED:
        return item
    refers = tuple(s.number for s in _crimes(told[-_REACH:], statement))[-_MOST:]
    return replace(item, statement=replace(statement, pointer=True, refers=refers)) if refers else item


def _crimes(told: Iterable[Statement], denial: Statement) -> list[Statement]:
    """The crimes among some statements that somebody else than the denier tells of, and nobody denies."""
    return [
        s
        for s in told
        if s.claimable
        and s.stance is Stance.ASSERTS
        and not s.pointer
        and not s.content.negated
        and kinds_of(s.content) & _CRIMES
        and (s.speaker is None or denial.speaker is None or s.speaker.actor != denial.speaker.actor)
    ]


def is_of_accused(content: Content) -> bool:
    """Whether it says of an accused what he did or did not: "ihr Mandant habe nie Geld erhalten"."""
    subject = content.roles.get("subject", frozenset()) | content.roles.get("agent", frozenset())
    return bool(subject & _ACCUSED)
