"""Names that are known beforehand: lists of ``data/`` as sets and token tuples."""

from __future__ import annotations

from functools import cache

from summaries.language.tables import table


@cache
def name_list(key: str) -> frozenset[str]:
    """Return the list ``key`` of ``data/names.toml``."""
    return frozenset(" ".join(table("names")[key]["words"]).split())


@cache
def place_list(key: str) -> frozenset[str]:
    """Return the list ``key`` of ``data/places.toml``."""
    return frozenset(name.strip() for name in table("places")[key]["names"].split(";"))


@cache
def known_names() -> dict[tuple[str, ...], str]:
    """Return places and organisations that are no actors: their words mapped to "LOC" or "ORG"."""
    known: dict[tuple[str, ...], str] = {}
    for key in ("regions", "cities", "waters"):
        for name in place_list(key):
            for form in (name, name + "s"):
                known[tuple(form.split())] = "LOC"
    for name in name_list("organisations"):
        known.setdefault((name,), "ORG")
        known.setdefault((name + "s",), "ORG")
    return known
