"""Whether one statement retells another in words that no rule joins.

What rules leave open is weighed: seven signs, with weights learned from pairs of statements that were read
(``benchmarks.fit_retold``; logistic regression).  What keeps two propositions apart for certain (another
figure, a plan and its deed, a denial, another day or year) is no matter of weight and asked first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Final

from config import claims as limits
from summaries.claims.align import (
    as_near,
    counted_otherwise,
    figures_differ,
    in_one_polarity,
    other_frame,
    same_persons,
    shares_precise,
    weigh,
)
from summaries.claims.closeness import closeness
from summaries.claims.kinds import considers, events_in, kinds_of, own_kinds, table
from summaries.claims.likeness import (
    alike,
    common,
    compatible,
    named,
    names_of,
    role,
    same_object,
    same_subject,
)
from summaries.model import Content, Evidence, Quantity, Stance, Statement
from summaries.stories.prior import bundled_frequencies
from summaries.stories.terms import stem

SIGNS: Final = tuple(limits.RETOLD_WEIGHTS)
"""The names of the signs, in the order of their weights."""

_ASKED_LAST: Final = "near"
# "Auch andere Städte sind überflutet" tells of more than what is told already.
_ADDS: Final = re.compile(
    r"\b(?:auch|ebenfalls|zudem|wieder|erneut|(?:weiter|ander|zweit|dritt)e[nrsm]?)\b", re.IGNORECASE
)
_COPULAS: Final = frozenset({"sein", "werden"})  # "A ist B" is told as "B ist A"
_RAREST: Final = 1e-3  # share of articles; words that the table lacks are as rare
_LONGEST: Final = timedelta(hours=72)


def is_retold(new: Evidence, old: Evidence, context: float = 0.0) -> bool:
    """Whether a statement tells another one's proposition in other words, as far as weighing can tell.

    Args:
        new: An assertion.
        old: An earlier one of another article.
        context: What the articles around them say for their being of one event (see ``weigh``).
    """
    return new.source.article != old.source.article and is_likely(new, old, context)


def is_likely(new: Evidence, old: Evidence, context: float = 0.0) -> bool:
    """Whether two statements, be they of one article, likely tell one proposition."""
    if any(kept_apart(new, old)):
        return False
    sure = sum(limits.RETOLD_WEIGHTS[name] * value for name, value in plain_signs(new, old, context))
    needed = _logit(limits.RETOLD_LIKELY) - limits.RETOLD_START - sure
    weight = limits.RETOLD_WEIGHTS[_ASKED_LAST]
    return needed <= weight and weight * nearness(new, old) >= needed  # a vector costs more than all signs


def _logit(share: float) -> float:
    return math.log(share / (1.0 - share))


def signs(new: Evidence, old: Evidence, context: float = 0.0) -> list[float]:
    """Return the values of all signs, in the order of ``SIGNS``."""
    found = dict(plain_signs(new, old, context)) | {_ASKED_LAST: nearness(new, old)}
    return [found[name] for name in SIGNS]


def kept_apart(new: Evidence, old: Evidence) -> Iterator[str]:
    """Name what keeps two statements apart whatever else they have in common."""
    one, other = in_one_polarity(new.statement, old.statement)
    content = as_near(one, other)
    if {one.stance, other.stance} & {Stance.DENIES, Stance.DOUBTS}:
        yield "denied"
    yield from counted_otherwise(one, other)
    yield from other_frame(content, other.content)
    if figures_differ(one, other) or _first_figures_differ(one, other):
        yield "figures"
    yield from _another(content, other.content)
    for name in ("when", "ages"):
        if not compatible(content, other.content, name):
            yield name


def _another(a: Content, b: Content) -> Iterator[str]:
    """Why two contents that are put alike tell of two things: only what is put otherwise may differ."""
    if _only_in(a, b) and _only_in(b, a):
        yield "names"
    if considers(a) != considers(b):
        yield "only considered"
    same_verb = (role(a, "verb") & role(b, "verb")) - _COPULAS
    if same_verb and not (same_subject(a, b) and same_object(a, b)):
        yield "subject or object"
    if not own_kinds(a) & own_kinds(b) and (_names(a, b) or _names(b, a)):
        yield "named in passing"
    if _is_turned_round(a, b):
        yield "doer and object"


def _names(told: Content, other: Content) -> bool:
    """Whether what one tells is only taken for granted in the other: "nach dem Einsturz der Brücke"."""
    return bool(own_kinds(told) & table().names & events_in(other) - own_kinds(other))


def _is_turned_round(a: Content, b: Content) -> bool:
    """Whether who does it in one is whom it is done to in the other, and the other way round."""
    if not kinds_of(a) & kinds_of(b):
        return False
    return bool(common(role(a, "agent"), role(b, "object")) and common(role(b, "agent"), role(a, "object")))


def _only_in(a: Content, b: Content) -> bool:
    """Whether one names somebody, and none of whom it names the other does, be it as part of a noun."""
    there = named(b) | role(b, "things") | role(b, "place") | role(b, "agent")
    return bool(names_of(a)) and not common(names_of(a), there)


def _first_figures_differ(a: Statement, b: Statement) -> bool:
    """Whether the first figures, which a sentence is told for, are two in one unit."""
    return any(
        x.unit == y.unit and (x.low, x.high) != (y.low, y.high) for x in _figure(a) for y in _figure(b)
    )


def _figure(statement: Statement) -> list[Quantity]:
    return [q for q in statement.quantities if q.unit != "year"][:1]


def plain_signs(new: Evidence, old: Evidence, context: float) -> Iterator[tuple[str, float]]:
    """Yield each sign but nearness with its value."""
    one, other = in_one_polarity(new.statement, old.statement)
    a, b = as_near(one, other), other.content
    yield "evidence", weigh(replace(one, content=a), other, context)
    yield "precise figure", shares_precise(one, other)
    yield "days between", min(abs(new.statement.as_of - old.statement.as_of), _LONGEST) / timedelta(days=1)
    yield "words covered", max(covered(a, b), covered(b, a))
    yield "other persons", not same_persons(a, b)
    yield "one adds to something", bool(_ADDS.search(words_of(new))) != bool(_ADDS.search(words_of(old)))


def covered(a: Content, b: Content) -> float:
    """Part of what one says, each word by its rarity, that the other says in a like word, 0 to 1."""
    whole = sum(map(_rarity, a.terms))
    met = sum(_rarity(term) for term in a.terms if any(alike(term, other) for other in b.terms))
    return met / whole if whole else 0.0


@lru_cache(maxsize=65536)
def _rarity(term: str) -> float:
    return -math.log(max(bundled_frequencies().get(stem(term), 0.0), _RAREST))


def nearness(new: Evidence, old: Evidence) -> float:
    """Return the cosine of the vectors of what two statements say."""
    return closeness(words_of(new), words_of(old))


def words_of(item: Evidence) -> str:
    """Return the words of what a statement says; where they are a mere noun, the line with its verb."""
    words = " ".join(span.of(item.text) for span in item.statement.quote)
    return words if len(words.split()) >= limits.CLAUSE_WORDS else item.statement.line or words
