"""What an amount is told of: the damage, the purchase price, the strength of an earthquake.

One event has one of each, so two statements that give it are about one thing, whatever their verbs say:
"Der Schaden beträgt zwei Millionen Euro", "Die Polizei bezifferte den Schaden auf drei Millionen".
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from summaries.claims.likeness import alike, compatible, names_of, role, things_of
from summaries.claims.nouns import is_anybody, is_person
from summaries.model import Content, Quantity, Statement

_DATA: Final = Path(__file__).parent / "data" / "amounts.toml"
_SORTS: Final = dict.fromkeys(("EUR", "USD", "CHF", "GBP", "RUB"), "money") | {
    "count": "count",
    "magnitude": "magnitude",
    "km/h": "speed",
}


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    """The name of the amount that each noun means, by sort."""
    raw: dict[str, list[list[str]]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {sort: {word: row[0] for row in rows for word in row} for sort, rows in raw.items()}


def amounts_in(statement: Statement) -> frozenset[str]:
    """Return the amounts that a statement gives, as "schaden EUR"; none where it gives two of one unit."""
    units = [q.unit for q in statement.quantities]
    single = [q for q in statement.quantities if units.count(q.unit) == 1 and q.unit in _SORTS]
    return frozenset(f"{name} {q.unit}" for q in single for name in _told_of(q, statement.content))


def _told_of(quantity: Quantity, content: Content) -> frozenset[str]:
    known = _names()[_SORTS[quantity.unit]]
    if quantity.unit == "count":
        return frozenset({known[quantity.of]}) if quantity.of in known else frozenset()
    nouns = (role(content, "things") | role(content, "object") | content.terms) - role(content, "verbs")
    return frozenset(known[noun] for noun in {*nouns, quantity.of} if noun in known)


def of_one_amount(a: Statement, b: Statement) -> bool:
    """Whether two statements give the same amount of what may be one event."""
    left, right = a.content, b.content
    if a.speaker is None or b.speaker is None:
        return False  # what only papers say may be a figure of another day or part
    if not amounts_in(a) & amounts_in(b) or left.planned != right.planned or left.negated != right.negated:
        return False
    fits = all(compatible(left, right, name) for name in ("when", "time", "place", "actors"))
    return fits and _of_one_thing(left, right)


def _of_one_thing(a: Content, b: Content) -> bool:
    """Whether neither names of what it is while the other names something else."""
    left, right = _besides(a), _besides(b)
    return not left or not right or any(alike(x, y) for x in left for y in right)


def _besides(content: Content) -> frozenset[str]:
    """What a content names beside the amount itself and whoever tells it."""
    amounts = {word for known in _names().values() for word in known}
    told = things_of(content) | names_of(content)
    subject = role(content, "subject") if not role(content, "subject") & amounts else frozenset[str]()
    doers = subject | role(content, "agent") if any(map(is_person, subject)) else frozenset[str]()
    return frozenset(w for w in told - doers if w not in amounts and not is_anybody(w))
