"""The core's values as JSON text, for the columns that the database never looks into."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from storage import tables
from summaries.model import Block, Features, Span, Statement

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(kind: Any, value: object) -> str:
    """Return ``value`` of the type ``kind`` as JSON; equal values give equal text."""
    return json.dumps(_ordered(_adapter(kind).dump_python(value)), default=_plain, ensure_ascii=False)


def load(kind: type[T], text: str) -> T:
    """Return the value that ``dump`` made ``text`` of."""
    adapter: TypeAdapter[T] = _adapter(cast("Any", kind))
    value: T = adapter.validate_json(text)
    return value


def dump_blocks(blocks: tuple[Block, ...]) -> str:
    """Return blocks as JSON."""
    return dump(tuple[Block, ...], blocks)


def load_features(text: str) -> Features:
    """Return stored features."""
    return load(Features, text)


def statement_row(statement: Statement) -> tables.Statement:
    """Return the row of a statement; its article and revision are filled in when it is stored."""
    spans = statement.quote or (statement.sentence,)
    whole = Span(min(s.begin for s in spans), max(s.end for s in spans))
    return tables.Statement(
        article_id=0,
        revision_id=0,
        number=statement.number,
        begin=whole.begin,
        end=whole.end,
        speaker=statement.speaker.name if statement.speaker else None,
        actor=statement.speaker.actor if statement.speaker else None,
        stance=statement.stance.value,
        certainty=statement.certainty.value,
        as_of=statement.as_of,
        payload=dump(Statement, statement),
    )


def load_statement(row: tables.Statement) -> Statement:
    """Return the statement of a row."""
    return load(Statement, row.payload)


def _ordered(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {key: _ordered(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_ordered(inner) for inner in value]
    return value


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")
