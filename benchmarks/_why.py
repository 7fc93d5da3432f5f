"""Tells for each wanted status that was missed at which stage of the work it was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final

from benchmarks._gold import Item, Story
from benchmarks._match import Line, Reader, holds
from benchmarks._systems import evidence_of
from summaries.claims import compare
from summaries.claims.align import Relation, relation, why_unrelated
from summaries.claims.denying import why_not_denied
from summaries.claims.drafts import AGAINST, met_by
from summaries.claims.kinds import kinds_of
from summaries.claims.reading import is_aside, prepared
from summaries.model import Claim, Evidence, Status

_STAGES: Final = (
    "statement not extracted",
    "not chosen as key statement",
    "denial not read as one",
    "candidate pair not proposed",
    "alignment refused",
    "relation wrong",
    "not in one claim",
    "voices or status rule",
)


def reasons(story: Story, reader: Reader, missed: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """Yield the stage at which each missed item was lost, and what was seen there.

    Args:
        story: The story with its gold.
        reader: Reads the articles.
        missed: Its items that did not get their status and name their sentences.
    """
    evidence = prepared(evidence_of(story, reader))
    claims = compare(evidence_of(story, reader))
    for item in missed:
        if item.asserted_in:
            yield _reason(item, evidence, claims)


def stages() -> Sequence[str]:
    """Return the stages in the order in which a statement passes them."""
    return _STAGES


def _reason(item: Item, evidence: Sequence[Evidence], claims: Sequence[Claim]) -> tuple[str, str]:
    """The furthest stage that any pair of the item's sentences reached."""
    said = [_told_in(place, evidence) for place in item.asserted_in]
    against = [_told_in(place, evidence) for place in item.denied_in]
    if not any(said):
        return _STAGES[0], item.proposition
    if item.denied_in:
        rows = [_of_denial(a, b, claims) for x in said for y in against for a, b in product(x, y)]
        lost = (_STAGES[0], "denial: " + item.denied_in[0][1])
    else:
        rows = [
            _of_pair(a, b, item, claims)
            for n, x in enumerate(said)
            for y in said[n + 1 :]
            for a, b in product(x, y)
            if a.source.article != b.source.article
        ]
        lost = (_STAGES[0], item.proposition)
    if not rows:
        return lost if not item.denied_in or not any(against) else (_STAGES[-1], item.proposition)
    return max(rows, key=lambda row: _STAGES.index(row[0]))


def _told_in(place: tuple[str, str], evidence: Iterable[Evidence]) -> list[Evidence]:
    """The statements of the sentence that the gold names."""
    return [e for e in evidence if holds((e.source.article, e.statement.sentence.of(e.text)), place)]


def _of_pair(a: Evidence, b: Evidence, item: Item, claims: Sequence[Claim]) -> tuple[str, str]:
    first, second = sorted((a, b), key=lambda e: e.statement.as_of)
    shown = f"{_line(first)}  ||  {_line(second)}"
    if not (first.statement.claimable and second.statement.claimable):
        return _STAGES[1], shown
    if first.statement.pointer or second.statement.pointer:
        return _STAGES[-1], shown
    how = relation(second.statement, first.statement)
    if how is Relation.UNRELATED:
        if not met_by(second) & kinds_of(first.statement.content):
            return _STAGES[3], f"{shown} [{_kinds(first)} / {_kinds(second)}]"
        return _STAGES[4], f"{shown} [{why_unrelated(second.statement, first.statement)}]"
    return _STAGES[_stage_of(how, item, _together(a, b, claims))], f"{shown} [{how}]"


def _stage_of(how: Relation, item: Item, together: bool) -> int:
    wanted = {
        Status.CONFIRMED: {Relation.SAME},
        Status.CONTESTED: {Relation.NUMBER_CONFLICT},
        Status.SUPERSEDED: {Relation.UPDATE},
    }
    if item.status in wanted and how not in wanted[item.status]:
        return 5
    return 7 if together else 6


def _of_denial(a: Evidence, b: Evidence, claims: Sequence[Claim]) -> tuple[str, str]:
    shown = f"{_line(a)}  ||  {_line(b)}"
    if not a.statement.claimable or not (b.statement.claimable or is_aside(b)):
        return _STAGES[1], shown
    if b.statement.stance not in AGAINST and a.statement.content.negated == b.statement.content.negated:
        return _STAGES[2], shown
    if _together(a, b, claims):
        return _STAGES[7], shown
    return _STAGES[
        4
    ], f"{shown} [{why_not_denied(b.statement.content, a.statement.content, reported=b.statement.pointer)}]"


def _together(a: Evidence, b: Evidence, claims: Sequence[Claim]) -> bool:
    wanted = {(e.source.article, e.statement.number) for e in (a, b)}
    return any(wanted <= set(claim.members) for claim in claims)


def _line(item: Evidence) -> str:
    words = " ".join(span.of(item.text) for span in item.statement.quote)
    return f"{item.source.article}{item.statement.number} {words}"


def _kinds(item: Evidence) -> str:
    return ", ".join(sorted(kinds_of(item.statement.content)))


def lines_for(lines: Sequence[Line], item: Item) -> bool:
    """Whether a line with the wanted status has one of the item's sentences behind it."""
    return any(
        line.status is item.status and any(holds(p, w) for p in line.said_in for w in item.asserted_in)
        for line in lines
    )
