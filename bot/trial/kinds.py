"""Types of the Bot API as checks: each names what is wrong with a value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Test = Callable[[Any, str], Iterator[str]]


@dataclass(frozen=True)
class Kind:
    """A type of the Bot API.

    Attributes:
        name: As the documentation names it.
        test: Yields one sentence per problem of a decoded value; the second argument says where it stands.
        raw: Whether the value travels as bare text and not as JSON.
    """

    name: str
    test: Test
    raw: bool = False


@dataclass(frozen=True)
class Field:
    """A parameter or a field of an object."""

    kind: Kind
    required: bool = False


def need(kind: Kind) -> Field:
    """Return a required field."""
    return Field(kind, required=True)


def may(kind: Kind) -> Field:
    """Return an optional field."""
    return Field(kind)


def _simple(name: str, *types: type, raw: bool = False) -> Kind:
    def test(value: Any, where: str) -> Iterator[str]:
        if type(value) not in types:
            yield f"{where} must be {name}, not {type(value).__name__}"

    return Kind(name, test, raw)


STRING = _simple("String", str, raw=True)
INTEGER = _simple("Integer", int)
BOOLEAN = _simple("Boolean", bool)
CHAT = _simple("Integer or String", int, str, raw=True)
FILE = _simple("InputFile or String", str, raw=True)


def one_of(name: str, *values: str) -> Kind:
    """Return a string that takes one of ``values``."""

    def test(value: Any, where: str) -> Iterator[str]:
        if value not in values:
            yield f"{where} must be one of {', '.join(values)}, not {value!r}"

    return Kind(name, test, raw=True)


def array(kind: Kind) -> Kind:
    """Return an array of ``kind``."""

    def test(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where} must be Array of {kind.name}, not {type(value).__name__}"
            return
        for number, item in enumerate(value):
            yield from kind.test(item, f"{where}[{number}]")

    return Kind(f"Array of {kind.name}", test)


def fields_problems(values: Mapping[str, Any], fields: Mapping[str, Field], where: str) -> Iterator[str]:
    """Yield what is unknown, missing or of a wrong type in ``values``."""
    for name in values.keys() - fields.keys():
        yield f"{where} has no field {name!r}"
    for name, field in fields.items():
        if name in values:
            yield from field.kind.test(values[name], f"{where}.{name}")
        elif field.required:
            yield f"{where} lacks the field {name!r}"


def record(name: str, **fields: Field) -> Kind:
    """Return an object with exactly these fields."""

    def test(value: Any, where: str) -> Iterator[str]:
        if isinstance(value, dict):
            yield from fields_problems(value, fields, f"{where} ({name})")
        else:
            yield f"{where} must be {name}, not {type(value).__name__}"

    return Kind(name, test)


def by_tag(name: str, tag: str, variants: Mapping[str, Kind]) -> Kind:
    """Return an object whose field ``tag`` decides which variant it is."""

    def test(value: Any, where: str) -> Iterator[str]:
        variant = variants.get(str(value.get(tag))) if isinstance(value, dict) else None
        if variant is None:
            yield f"{where} must be {name} with a known {tag!r}, not {value!r}"
        else:
            yield from variant.test(value, where)

    return Kind(name, test)


def by_field(name: str, variants: Mapping[str, Kind]) -> Kind:
    """Return an object whose variant shows by the field that only it has."""

    def test(value: Any, where: str) -> Iterator[str]:
        for field, variant in variants.items():
            if isinstance(value, dict) and field in value:
                yield from variant.test(value, where)
                return
        yield f"{where} must be {name}"

    return Kind(name, test)


def decode(kind: Kind, value: Any) -> Any:
    """Return the value that ``value`` of a form, or of a JSON body, stands for.

    Text that cannot be decoded comes back unchanged, so that the kind's test names it.
    """
    if not isinstance(value, str):
        return value
    if kind is CHAT:
        return int(value) if value.removeprefix("-").isdigit() else value
    if kind.raw:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
