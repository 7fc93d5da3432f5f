"""Figures without a proposition of their own: "die Veranstalter sprachen von 5.000 Teilnehmern"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summaries.model import Quantity, Statement
from summaries.statements.lexicon import concepts

# How far back, in statements, the figure that is contradicted or completed stands.
_REACH = 5


def complete_figures(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Give a bare figure the proposition of the last comparable figure before it."""
    done: list[Statement] = []
    for statement in statements:
        base = _base(statement, done[-_REACH:]) if _is_bare(statement) else None
        done.append(statement if base is None else replace(statement, content=base.content))
    return tuple(done)


def _is_bare(statement: Statement) -> bool:
    """Whether the statement was read as a figure that somebody names."""
    return bool(statement.quantities and statement.content.roles.get("figure"))


def _base(statement: Statement, before: Sequence[Statement]) -> Statement | None:
    for earlier in reversed(before):
        alike = any(_alike(a, b) for a in statement.quantities for b in earlier.quantities)
        if alike and earlier.claimable and not earlier.content.roles.get("time"):
            return earlier
    return None


def _alike(a: Quantity, b: Quantity) -> bool:
    groups = concepts()
    return bool(a.of) and a.unit == b.unit and groups.get(a.of, a.of) == groups.get(b.of, b.of)
