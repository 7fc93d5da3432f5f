"""What an accused means who denies "die Tat": the crime that his article tells of, and who speaks for him."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from summaries.claims.kinds import kinds_of
from summaries.model import Content, Evidence, Stance, Statement

_DATA: Final = Path(__file__).parent / "data" / "deeds.toml"
_REACH: Final = 8  # statements back: a report on a trial names the deed first
_MOST: Final = 2


def with_deeds(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with "bestritt die Tat" pointing to the crimes told before it in its article."""
    told: dict[str, list[Statement]] = {}
    for item in sorted(evidence, key=lambda e: e.statement.number):
        told.setdefault(item.source.article, []).append(item.statement)
    return [_pointed(item, told[item.source.article]) if _denies_deed(item) else item for item in evidence]


def _denies_deed(item: Evidence) -> bool:
    statement = item.statement
    things = statement.content.roles.get("things", frozenset())
    denied = statement.stance is Stance.DENIES and not statement.pointer and statement.speaker is not None
    return denied and bool(things) and things <= _words("deeds")


def _pointed(item: Evidence, told: Sequence[Statement]) -> Evidence:
    statement = item.statement
    near = [s for s in told if 0 < statement.number - s.number <= _REACH]
    refers = tuple(s.number for s in _crimes(near, statement))[-_MOST:]
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
        and is_crime(s.content)
        and (s.speaker is None or denial.speaker is None or s.speaker.actor != denial.speaker.actor)
    ]


def is_crime(content: Content) -> bool:
    """Whether a proposition tells of a crime."""
    return bool(kinds_of(content) & _words("crimes"))


def is_of_accused(content: Content) -> bool:
    """Whether it says of an accused what he did or did not: "ihr Mandant habe nie Geld erhalten"."""
    subject = content.roles.get("subject", frozenset()) | content.roles.get("agent", frozenset())
    return bool(subject & _words("accused"))


@cache
def _words(name: str) -> frozenset[str]:
    raw: dict[str, list[str]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return frozenset(raw[name])
