"""The gold set of claims: stories with the propositions in them and the statuses that they should get."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from summaries.model import Rule, Status

GOLD = Path(__file__).parent / "data" / "claims"


@dataclass(frozen=True)
class Article:
    """One article of a story."""

    id: str
    outlet: str
    published: datetime
    title: str
    text: str


@dataclass(frozen=True)
class Item:
    """One proposition of the gold set.

    ``status`` is what it should get, None for one that is only ruled out or allowed; ``ruled_out`` are the
    statuses it must not get.  ``asserted_in`` and ``denied_in`` give (article, words in it) of the sentences
    that are about it, ``quantity`` its figure as (unit, low, high).
    """

    proposition: str
    status: Status | None = None
    rule: Rule | None = None
    changes: frozenset[tuple[Status, Status]] = frozenset()
    asserted_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    ruled_out: frozenset[Status] = frozenset()
    asserted_in: tuple[tuple[str, str], ...] = ()
    denied_in: tuple[tuple[str, str], ...] = ()
    quantity: tuple[str, float, float | None] | None = None


@dataclass(frozen=True)
class Story:
    """One file of the gold set."""

    name: str
    about: str
    hard: bool
    articles: tuple[Article, ...]
    items: tuple[Item, ...]


def read_story(path: Path) -> Story:
    """Return the story of a gold file."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    articles = [
        Article(row["id"], row["outlet"], datetime.fromisoformat(row["published"]), row["title"], row["text"])
        for row in raw["articles"]
    ]
    items = [_expected(row) for row in raw["expected"]]
    items += [Item(r["proposition"], ruled_out=frozenset(map(Status, r["not"]))) for r in raw["never"]]
    items += [Item(p, ruled_out=frozenset({Status.CONTESTED, Status.SUPERSEDED})) for p in raw["allowed"]]
    return Story(raw["name"], raw["about"], raw["hard"], tuple(articles), tuple(items))


def _expected(row: Mapping[str, Any]) -> Item:
    status = Status(row["status"])
    return Item(
        row["proposition"],
        status,
        Rule(row["rule"]),
        frozenset((Status(old), Status(new)) for old, new in row["changes"]),
        tuple(row["asserted_by"]),
        tuple(row["denied_by"]),
        frozenset(Status) - {status, Status.UNCONFIRMED},
        tuple((article, words) for article, words in row.get("asserted_in", ())),
        tuple((article, words) for article, words in row.get("denied_in", ())),
        _quantity(row.get("quantity")),
    )


def _quantity(row: Mapping[str, Any] | None) -> tuple[str, float, float | None] | None:
    return None if row is None else (row["unit"], row["low"], row["high"])
