"""How the figures of two statements about the same thing stand to each other."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from config import claims as limits
from summaries.model import Certainty, Content, Quantity, Statement
from summaries.statements.lexicon import concepts, events


class Figures(StrEnum):
    """Relation of two statements' figures."""

    AGREE = "agree"  # equal, one refines the other, or nothing comparable
    CONFLICT = "conflict"  # same moment, cannot both hold
    UPDATE = "update"  # a later count of the same thing
    APART = "apart"  # figures of different moments or matters


def figures_relation(new: Statement, old: Statement) -> Figures:
    """Compare the figures of two statements that otherwise say the same."""
    pairs = [
        (a, b) for a in new.quantities for b in old.quantities if comparable(a, b, new.content, old.content)
    ]
    if not pairs:
        return Figures.AGREE
    if any(overlap(a, b) and not _risen(new, old, a, b) for a, b in pairs):
        return Figures.AGREE
    return _disagreement(new, old, pairs[0])


def _risen(new: Statement, old: Statement, a: Quantity, b: Quantity) -> bool:
    """„mindestens drei“ leaves room for seven, but a later seven is a new toll."""
    later, earlier = (a, b) if new.as_of >= old.as_of else (b, a)
    return _counts_up(new) and earlier.high is None and later.value > earlier.value and new.as_of != old.as_of


def _disagreement(new: Statement, old: Statement, pair: tuple[Quantity, Quantity]) -> Figures:
    gap = abs(new.as_of - old.as_of)
    later, earlier = pair if new.as_of >= old.as_of else pair[::-1]
    growing = _counts_up(new) and later.value > earlier.value and gap > timedelta(0)
    if growing and gap <= timedelta(days=limits.UPDATE_WINDOW_DAYS):
        return Figures.UPDATE
    if gap > timedelta(hours=limits.CONFLICT_WINDOW_HOURS):
        return Figures.APART
    both_certain = new.certainty is old.certainty is Certainty.CERTAIN
    return Figures.CONFLICT if both_certain or not pair[0].planned else Figures.APART


def _counts_up(statement: Statement) -> bool:
    named = events().classes.get(statement.content.predicate)
    return named is not None and named.outcome


def comparable(a: Quantity, b: Quantity, first: Content, second: Content) -> bool:
    """Whether two figures measure the same thing: unit, counted noun, planned or done.

    Tolls count alike whether the paper says "drei Menschen" or "drei Tote".
    """
    return a.unit == b.unit and _counted(a, first) == _counted(b, second) and a.planned == b.planned


def _counted(quantity: Quantity, content: Content) -> str:
    named = events().classes.get(content.predicate)
    counted = concepts().get(quantity.of, quantity.of)
    whole = counted == "mensch" or events().of.get(quantity.of) is named  # "zwei Feuerwehrleute" are a part
    return named.name if named is not None and named.outcome and whole else counted


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether some value fits both figures; open ends reach on without limit."""
    low = max(a.low if a.low is not None else float("-inf"), b.low if b.low is not None else float("-inf"))
    high = min(a.high if a.high is not None else float("inf"), b.high if b.high is not None else float("inf"))
    return low <= high
