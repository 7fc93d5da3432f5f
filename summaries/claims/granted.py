"""What somebody says of himself right behind his admission is part of it: "räumte Fehler ein. „Wir …“"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from summaries.model import Evidence, Stance, Statement

_OURSELVES: Final = re.compile(r"\b(?:ich|wir)\b", re.IGNORECASE)


def with_granted(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with the speaker's own words behind an admission as admissions.

    Args:
        evidence: All statements.
    """
    told = {(e.source.article, e.statement.number): e.statement for e in evidence}
    return [_granted(item, told) for item in evidence]


def _granted(item: Evidence, told: Mapping[tuple[str, int], Statement]) -> Evidence:
    statement = item.statement
    before = told.get((item.source.article, statement.number - 1))
    if before is None or before.stance is not Stance.CONCEDES or before.sentence == statement.sentence:
        return item
    words = " ".join(span.of(item.text) for span in statement.quote)
    own = statement.speaker is not None and _OURSELVES.search(words)
    if not own or statement.stance is not Stance.ASSERTS or statement.content.planned:
        return item
    return replace(item, statement=replace(statement, stance=Stance.CONCEDES))
