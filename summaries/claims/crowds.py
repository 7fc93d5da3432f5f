"""What a bare figure for a crowd counts: "die Polizei zählte 2.500 Menschen" at a rally told of before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from summaries.claims.kinds import kinds_of, own_kinds
from summaries.claims.nouns import is_person
from summaries.model import Content, Evidence, Quantity, Statement
from summaries.statements.quantities import NUMBER_WORDS

GATHERINGS: Final = frozenset({"demonstrate", "strike"})
"""Kinds of event that are told by how many come."""
_PART: Final = re.compile(r"(?P<number>[A-ZÄÖÜa-zäöü]+) (?:von ihnen|davon)\b")
_SMALL: Final = {word: float(value) for value, word in enumerate(NUMBER_WORDS, 2)}
_REACH: Final = 5  # statements back


def with_crowds(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the event of each bare figure for persons, where its article told of one.

    Args:
        evidence: All statements.
    """
    told: dict[str, list[Statement]] = {}
    for item in evidence:
        told.setdefault(item.source.article, []).append(item.statement)
    return [_placed(item, told[item.source.article]) if _is_bare(item) else item for item in evidence]


def with_parts(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with whom "zwei von ihnen" counts: the persons counted right before.

    Args:
        evidence: All statements.
    """
    told = {(e.source.article, e.statement.number): e.statement for e in evidence}
    return [_parted(item, told.get((item.source.article, item.statement.number - 1))) for item in evidence]


def _parted(item: Evidence, before: Statement | None) -> Evidence:
    statement, content = item.statement, item.statement.content
    found = _PART.match(" ".join(span.of(item.text) for span in statement.quote))
    value = _SMALL.get(found["number"].lower()) if found is not None else None
    whole = [q for q in before.quantities if is_person(q.of) and q.unit == "count"] if before else []
    if value is None or statement.quantities or len(whole) != 1 or whole[0].value < value:
        return item
    noun = frozenset({whole[0].of})
    roles = {**content.roles, "things": content.roles.get("things", frozenset()) | noun, "subject": noun}
    part = Quantity(statement.quote[0], value, value, value, "count", whole[0].of)
    content = replace(content, terms=content.terms | noun, roles=roles)
    return replace(item, statement=replace(statement, content=content, quantities=(part,)))


def planned_alike(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with bare figures planned where what they are for is.

    „Orvena streicht 4.000 Stellen. Der Betriebsrat sprach von 5.500 Stellen“: neither is gone yet.

    Args:
        evidence: Statements as they are to be compared.
    """
    plans = {
        (e.source.article, e.statement.content.terms): e.statement.content
        for e in evidence
        if e.statement.content.planned and e.statement.content.terms
    }
    return [
        _planned(item, plans.get((item.source.article, item.statement.content.terms))) for item in evidence
    ]


def _planned(item: Evidence, plan: Content | None) -> Evidence:
    statement = item.statement
    if plan is None or statement.content.planned or not statement.quantities:
        return item
    figures = tuple(replace(q, planned=True) for q in statement.quantities)
    return replace(item, statement=replace(statement, content=plan, quantities=figures))


def _is_bare(item: Evidence) -> bool:
    statement = item.statement
    bare = bool(statement.content.roles.get("figure")) and not kinds_of(statement.content) & GATHERINGS
    return bare and _counts_persons(statement)


def _counts_persons(statement: Statement) -> bool:
    return any(q.unit == "count" and is_person(q.of) for q in statement.quantities)


def _placed(item: Evidence, told: Iterable[Statement]) -> Evidence:
    statement = item.statement
    near = [s for s in told if 0 < statement.number - s.number <= _REACH and _is_gathering(s)]
    last = max(near, key=lambda s: s.number, default=None)
    if last is None:
        return item
    roles = {**last.content.roles, "figure": frozenset({"yes"})}
    return replace(item, statement=replace(statement, content=replace(last.content, roles=roles)))


def _is_gathering(statement: Statement) -> bool:
    """Whether it tells of a gathering of now that nobody has counted yet."""
    content = statement.content
    now = not (content.planned or content.negated or content.roles.get("time"))
    return now and bool(own_kinds(content) & GATHERINGS) and not _counts_persons(statement)
