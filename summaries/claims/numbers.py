"""How the figures of two statements about the same thing stand to each other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from config import claims as limits
from summaries.claims.crowds import GATHERINGS
from summaries.claims.kinds import kinds_named_by, own_kinds, toll_of
from summaries.claims.likeness import alike
from summaries.claims.nouns import is_person
from summaries.grouped import joined
from summaries.model import Certainty, Content, Evidence, Quantity, Statement
from summaries.statements.lexicon import concepts, events

# Figures that say how much, not when: no years, days of a month, times of day or ages.
_WRITTEN: Final = re.compile(
    r"(?<![\w.,:])(?!(?:1[89]|20)\d\d\b)(\d+(?:\.\d{3})*(?:,\d+)?)(?![\w:])"
    r"(?!\.? ?(?:Uhr|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)"
    r"(?! Jahre alt)"
    r"(?!\. [A-ZÄÖÜ])"
)
# A figure for a part of what is told of, or for a span of time, is no other figure for the whole.
_SCOPES: Final = Path(__file__).parent / "data" / "scopes.toml"
_SCORE: Final = re.compile(r"(?<![\d:.,])(\d{1,3}):(\d{1,3})(?![\d:]| Uhr)")
_FALLING = "missing"  # who is found is missed no more


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
    far = not _counts_up(new) and all(_far_above(a, b) for a, b in pairs)
    if not far and any(overlap(a, b) and not _risen(new, old, a, b) for a, b in pairs):
        return Figures.AGREE
    if far and not (_is_named(new) and _is_named(old)):
        return Figures.APART
    return _disagreement(new, old, pairs[0])


def _far_above(a: Quantity, b: Quantity) -> bool:
    """„mehr als 250.000 Teilnehmer“ leaves room for 320.000, but who says that many does not say the same."""
    bounds = [(x, y) for x, y in ((a, b), (b, a)) if x.high is None and x.low]
    return any((y.low or 0.0) > (x.low or 0.0) * (1 + limits.ROOM_ABOVE) for x, y in bounds)


def _is_named(statement: Statement) -> bool:
    return statement.speaker is not None and statement.certainty is Certainty.CERTAIN


def _risen(new: Statement, old: Statement, a: Quantity, b: Quantity) -> bool:
    """„mindestens drei“ leaves room for seven, but a later seven is a new toll; "rund 25" need not be one."""
    later, earlier = (a, b) if new.as_of >= old.as_of else (b, a)
    counted = later.low == later.high or later.high is None
    higher = earlier.high is None and later.value > earlier.value and new.as_of != old.as_of
    return _counts_up(new) and counted and higher


def _disagreement(new: Statement, old: Statement, pair: tuple[Quantity, Quantity]) -> Figures:
    gap = abs(new.as_of - old.as_of)
    later, earlier = pair if new.as_of >= old.as_of else pair[::-1]
    falls = toll_of(new.content) == _FALLING
    growing = _counts_up(new) and (falls or later.value > earlier.value) and gap > timedelta(0)
    if growing and gap <= timedelta(days=limits.UPDATE_WINDOW_DAYS):
        return Figures.UPDATE
    if gap > timedelta(hours=limits.CONFLICT_WINDOW_HOURS):
        return Figures.APART
    both_certain = new.certainty is old.certainty is Certainty.CERTAIN
    return Figures.CONFLICT if both_certain or not pair[0].planned else Figures.APART


def _counts_up(statement: Statement) -> bool:
    return bool(toll_of(statement.content))


def comparable(a: Quantity, b: Quantity, first: Content, second: Content) -> bool:
    """Whether two figures measure the same thing: unit, counted noun, planned or done.

    Tolls count alike whether the paper says "drei Menschen" or "drei Tote".
    """
    if a.unit != b.unit or a.planned != b.planned:
        return False
    if _counted(a, first) == _counted(b, second) or _counts_event(a, second) or _counts_event(b, first):
        return True
    bare = bool(first.roles.get("figure") or second.roles.get("figure"))  # "sprach von 260 Flügen"
    like = bare and bool(a.of and b.of) and alike(a.of, b.of) and not (is_person(a.of) or is_person(b.of))
    return like or _counts_doers(a, b, second) or _counts_doers(b, a, first)


def _counts_doers(quantity: Quantity, other: Quantity, content: Content) -> bool:
    """„11.000 Streikende“ counts what "18.000 Fahrer legten die Arbeit nieder" does: who takes part."""
    gathered = kinds_named_by(quantity.of) & own_kinds(content) & GATHERINGS
    doers = content.roles.get("subject", frozenset()) | content.roles.get("agent", frozenset())
    return bool(gathered) and is_person(other.of) and any(alike(other.of, doer) for doer in doers)


def _counts_event(quantity: Quantity, content: Content) -> bool:
    """„Die Zahl der Ausfälle“ counts what "340 Flüge fallen aus" does: the event by its own noun."""
    kinds = kinds_named_by(quantity.of) & own_kinds(content)
    tolls = {name for name, named in events().classes.items() if named.outcome}
    return bool(kinds - tolls) and not is_person(quantity.of)


def _counted(quantity: Quantity, content: Content) -> str:
    toll = toll_of(content)
    counted = concepts().get(quantity.of, quantity.of)
    named = events().of.get(quantity.of)
    victims = named is not None and named.name == toll and not quantity.of.endswith("ung")
    whole = counted == "mensch" or victims  # "zwei Feuerwehrleute" are a part, "19 Verletzungen" no persons
    return toll if toll and whole else counted


def overlap(a: Quantity, b: Quantity) -> bool:
    """Whether some value fits both figures; open ends reach on without limit."""
    low = max(a.low if a.low is not None else float("-inf"), b.low if b.low is not None else float("-inf"))
    high = min(a.high if a.high is not None else float("inf"), b.high if b.high is not None else float("inf"))
    return low <= high


def figures_apart(new: Statement, old: Statement) -> bool:
    """Whether exact figures for like things differ, though they are no two counts of one thing.

    „Zwei Männer festgenommen“ and "drei Personen festgenommen" are neither the same nor a conflict.
    """
    pairs = [(a, b) for a in new.quantities for b in old.quantities if _may_count_alike(a, b)]
    if not pairs or any(overlap(a, b) for a, b in pairs):
        return False
    return not any(comparable(a, b, new.content, old.content) for a, b in pairs)


def _may_count_alike(a: Quantity, b: Quantity) -> bool:
    like = alike(a.of, b.of) if a.of and b.of else a.of == b.of
    return a.unit == b.unit and a.planned == b.planned and like


def tell_other_figures(a: Evidence, b: Evidence) -> bool:
    """Whether both sentences give figures of which none is common, also where they were not understood.

    Such two do not say the same, whatever is counted.
    """
    left, right = _written(a), _written(b)
    if not left or not right or left & right or a.source.article == b.source.article:
        return False
    pairs = [(x, y) for x in a.statement.quantities for y in b.statement.quantities if x.unit == y.unit]
    return not any(overlap(x, y) for x, y in pairs)


def times_told(statement: Statement) -> frozenset[float]:
    """How often something happened, where a statement says it: "schon 13 Mal"."""
    return frozenset(q.value for q in statement.quantities if q.of == "mal")


def compares(statement: Statement) -> bool:
    """Whether it says that something is more or less than something else: "weniger Stellen als geplant"."""
    return _scope("comparison").search(statement.line) is not None


def same_scope(a: Evidence, b: Evidence) -> bool:
    """Whether the figures of two statements can be for the same whole, the same span and the same moment.

    „Allein am Wochenende 14 Fahrräder“ and "in diesem Jahr 230" are no two figures for one thing, nor
    are those of "am Vortag" and of today in one text.
    """
    words = [_words_of(a), _words_of(b)]
    if (
        any(_scope("part").search(one) for one in words)
        or not _alike_in(_scope("span"), words)
        or _is_part(a, b)
    ):
        return False
    apart = a.source.article != b.source.article
    return apart or (a.statement.as_of == b.statement.as_of and _alike_in(_scope("day"), words))


def _is_part(a: Evidence, b: Evidence) -> bool:
    """„In Ulm fielen 18 Flüge aus“ is a part of 520 where only it names a place and is far below."""
    placed = [bool(one.statement.content.roles.get("place")) for one in (a, b)]
    counts = [max((q.value for q in one.statement.quantities), default=0.0) for one in (a, b)]
    if placed[0] == placed[1]:
        return False
    here, whole = counts if placed[0] else counts[::-1]
    return here * limits.PART_BELOW < whole


@cache
def _scope(name: str) -> re.Pattern[str]:
    """The expression for what a figure is for."""
    raw: dict[str, list[str]] = tomllib.loads(_SCOPES.read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{one})" for one in raw[name]), re.IGNORECASE)


def _alike_in(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    left, right = ({found.lower() for found in pattern.findall(text)} for text in texts)
    return left == right


def _words_of(item: Evidence) -> str:
    return " ".join(span.of(item.text) for span in item.statement.quote)


def _written(item: Evidence) -> set[str]:
    return {figure.rstrip(".,") for figure in _WRITTEN.findall(joined(_words_of(item)))}


def scores_in(statement: Statement) -> frozenset[str]:
    """The results of games in a statement, the higher number first: "verlor 1:3", "der 3:1-Sieg"."""
    found = _SCORE.findall(statement.line)
    return frozenset(f"{max(int(a), int(b))}:{min(int(a), int(b))}" for a, b in found)
