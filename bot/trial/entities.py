"""Text with entities: what Telegram keeps of it, and which links it lets stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
MONOSPACE = frozenset({"pre", "code"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
LINK_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})
CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
# Telegram drops line separators, direction overrides and three combining lines that overflow a line.
DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")


@dataclass(frozen=True)
class Entity:
    """A stretch of a message with a meaning; ``offset`` and ``length`` count UTF-16 code units."""

    kind: str
    offset: int
    length: int
    argument: str = ""

    @property
    def end(self) -> int:
        """The offset after the last unit."""
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        """Return the ``MessageEntity`` object of the Bot API."""
        found: dict[str, Any] = {"type": self.kind, "offset": self.offset, "length": self.length}
        if self.argument:
            found[ARGUMENT_FIELDS[self.kind]] = self.argument
        return found


def in_order(entity: Entity) -> tuple[int, int, int]:
    """Return the sort key of entities: outer ones first, as Telegram lists them."""
    return entity.offset, -entity.length, RANKS.get(entity.kind, RANK_OF_OTHERS)


RANK_OF_OTHERS = 50
RANKS = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 10, "code": 20, "text_link": 49, "bold": 90,
    "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip
ARGUMENT_FIELDS = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}


@dataclass(frozen=True)
class RichText:
    """Text with its entities, as Telegram stores it."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 code units of ``text``."""
    return len(text) + sum(character > "\uffff" for character in text)


def checked_link(url: str) -> str:
    """Return the link as Telegram stores it, or nothing where it drops the link and keeps its text."""
    url = url.strip()
    if not url or any(character in url for character in " \n\t\\"):
        return ""
    full = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(full)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in LINK_SCHEMES or not host:
        return ""
    if parts.scheme.lower() in {"http", "https"}:
        if "." not in host.strip(".") or ".." in host:
            return ""
        full = full if parts.path else f"{full}/" if not parts.query else full
    return full


def tidy(text: str, entities: tuple[Entity, ...]) -> RichText:
    """Clean text and entities as Telegram does before it stores a message.

    Control characters become spaces, direction overrides vanish, white space around the text is cut, entities
    within monospace text are dropped and outer ones cut at it.
    """
    units = _units(text)
    kept: list[str] = []
    moved = [0]
    for unit in units:
        kept.append(_clean(unit))
        moved.append(moved[-1] + bool(kept[-1]))
    cleaned = _join([unit for unit in kept if unit])
    shifted = tuple(_shift(entity, moved) for entity in entities)
    return _trim(cleaned, _without_overlaps(shifted))


def _units(text: str) -> list[str]:
    """Split into UTF-16 code units; a surrogate pair is two strings."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return [chr(int.from_bytes(encoded[i : i + 2], "little")) for i in range(0, len(encoded), 2)]


def _join(units: list[str]) -> str:
    return "".join(units).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _clean(unit: str) -> str:
    return "" if DROPPED.fullmatch(unit) else CONTROL.sub(" ", unit)


def _shift(entity: Entity, moved: list[int]) -> Entity:
    begin, end = moved[min(entity.offset, len(moved) - 1)], moved[min(entity.end, len(moved) - 1)]
    return replace(entity, offset=begin, length=end - begin)


def _without_overlaps(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    walls: list[Entity] = []
    for entity in sorted((e for e in entities if e.kind in MONOSPACE), key=in_order):
        if not walls or entity.offset >= walls[-1].end:
            walls.append(entity)
    found = list(walls)
    for entity in entities:
        if entity.kind not in MONOSPACE:
            found.extend(_around(entity, walls))
    return tuple(sorted(_flat_quotes(found), key=in_order))


def _around(entity: Entity, walls: list[Entity]) -> list[Entity]:
    """Return what is left of an entity outside monospace text."""
    if entity.kind in QUOTES:
        return [entity]
    if entity.kind not in SPLITTABLE:
        return [] if any(w.offset < entity.end and entity.offset < w.end for w in walls) else [entity]
    pieces, begin = [], entity.offset
    for wall in walls:
        if wall.offset < entity.end and begin < wall.end:
            pieces.append(replace(entity, offset=begin, length=max(0, wall.offset - begin)))
            begin = wall.end
    pieces.append(replace(entity, offset=begin, length=max(0, entity.end - begin)))
    return [piece for piece in pieces if piece.length > 0]


def _flat_quotes(entities: list[Entity]) -> list[Entity]:
    """Drop a quotation or an equal style within another one."""
    found: list[Entity] = []
    last_end: dict[str, int] = {}
    for entity in sorted(entities, key=in_order):
        family = "quote" if entity.kind in QUOTES else entity.kind
        nested = family == "quote" or entity.kind in SPLITTABLE
        if nested and entity.offset < last_end.get(family, -1):
            continue
        last_end[family] = entity.end
        found.append(entity)
    return found


def _trim(text: str, entities: tuple[Entity, ...]) -> RichText:
    left = len(text) - len(text.lstrip(" \n"))
    stripped = text.strip(" \n")
    end = utf16_length(stripped)
    found = []
    for entity in entities:
        begin = min(max(entity.offset - left, 0), end)
        length = min(max(entity.end - left, 0), end) - begin
        if length > 0 and _join(_units(stripped)[begin : begin + length]).strip(" \n"):
            found.append(replace(entity, offset=begin, length=length))
    return RichText(stripped, tuple(found))
