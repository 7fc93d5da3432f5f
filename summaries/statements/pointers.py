"""What "diese Vorwürfe", "die Anschuldigungen" and "sie" in a denial point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summaries.model import Speaker, Stance, Statement
from summaries.statements.speakers import side

# How far back "diese Behauptungen" reaches, in statements: a paragraph's worth.
_REACH = 6
_PLURAL_MOST = 3
_REFUTING = (Stance.DENIES, Stance.DOUBTS)


def resolve_pointers(statements: Sequence[Statement], text: str) -> tuple[Statement, ...]:
    """Fill ``refers`` of each pointing denial with the numbers of the statements that it denies.

    A pointer reaches back to assertions of other voices shortly before it.  In a text that runs newest
    first (a live ticker) they may stand later; then accusations that name the denying side are taken.
    """
    return tuple(
        replace(s, refers=_targets(s, statements, text)) if s.pointer and s.stance in _REFUTING else s
        for s in statements
    )


def _targets(denial: Statement, statements: Sequence[Statement], text: str) -> tuple[int, ...]:
    before = [s for s in statements if s.number < denial.number and denial.number - s.number <= _REACH]
    near = [s for s in before if _deniable(denial, s) and s.speaker is not None]
    if near:
        return tuple(s.number for s in near[-_PLURAL_MOST:])
    later = [s for s in statements if s.as_of <= denial.as_of and _deniable(denial, s) and s.speaker is not None]
    return tuple(s.number for s in later if _accuses(s, denial))[:_PLURAL_MOST]


def _deniable(denial: Statement, other: Statement) -> bool:
    if other is denial or other.stance is not Stance.ASSERTS or not other.claimable or other.content.planned:
        return False
    return not (_sides(denial) & _sides(other))


def _accuses(statement: Statement, denial: Statement) -> bool:
    """Whether the statement says that the denying side did something."""
    return bool(statement.content.roles.get("agent", frozenset()) & _sides(denial))


def _sides(statement: Statement) -> set[str]:
    voices: tuple[Speaker | None, ...] = (statement.speaker, *statement.co_speakers)
    return {side(v.actor) if not v.actor.startswith("-") else v.actor for v in voices if v is not None}
