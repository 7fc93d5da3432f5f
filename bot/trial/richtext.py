"""Telegram's HTML: which markup is accepted, what text and entities come out of it.

Behaves like TDLib's parser: 17 tags, four named character references (others stay as written), error texts
with byte offsets, entity offsets in UTF-16 code units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from bot.trial.errors import BadRequestError

ENTITY_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji", "tg-time": "date_time",
    "a": "text_link", "pre": "pre", "code": "code", "blockquote": "blockquote",
}  # fmt: skip
SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
MONOSPACE = frozenset({"pre", "code"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
LINK_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})
SPACE = " \t\r\n\0\v"
NAMED_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*));?", re.ASCII)
LONGEST_REFERENCE = 10  # characters without the semicolon; TDLib leaves longer ones as they are
LAST_CODE_POINT = 0x10FFFF
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


def _decode_reference(text: str, position: int) -> tuple[str, int]:
    """Return the character meant at ``position`` and where it ends; empty where it stays as written."""
    match = REFERENCE.match(text, position)
    if match is None:
        return "", position
    name = match["name"]
    if name is not None:
        return NAMED_REFERENCES.get(name, ""), match.end()
    digits, base = (match["hex"], 16) if match["hex"] is not None else (match["dec"], 10)
    value = int(digits or "0", base)
    length = match.end() - position - match[0].endswith(";")
    if value == 0 or value >= LAST_CODE_POINT or length >= LONGEST_REFERENCE:
        return "", position
    return chr(value), match.end()


@dataclass
class _Open:
    """A start tag whose end tag has not come yet."""

    tag: str
    argument: str
    offset: int
    text_start: int


class _Parser:
    """One run over one text; ``position`` moves forward only."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.written: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> RichText:
        """Return text and entities, or raise ``BadRequestError``."""
        while self.position < len(self.source):
            if self.source[self.position] == "<":
                self._tag()
            else:
                self._character()
        if self.open:
            self._fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        text = "".join(self.written)
        if any("\ud800" <= character <= "\udfff" for character in text):
            self._fail(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        plain_code = (replace(e, argument="") if e.kind == "code" else e for e in self.entities)
        return RichText(text, tuple(sorted(plain_code, key=in_order)))

    def _fail(self, text: str) -> None:
        raise BadRequestError(f"can't parse entities: {text}")

    def _fail_at(self, text: str, position: int) -> None:
        self._fail(f"{text} at byte offset {self._bytes(position)}")

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _peek(self) -> str:
        return self.source[self.position] if self.position < len(self.source) else "\0"

    def _at_end(self) -> bool:
        return self.position >= len(self.source)

    def _write(self, character: str) -> None:
        self.written.append(character)
        self.offset += 1 + (character > "\uffff")

    def _character(self) -> None:
        if self._peek() == "&":
            character, after = _decode_reference(self.source, self.position)
            if character:
                self.position = after
                self._write(character)
                return
        self._write(self._peek())
        self.position += 1

    def _until(self, stops: str) -> str:
        begin = self.position
        while not self._at_end() and self._peek() not in stops:
            self.position += 1
        return self.source[begin : self.position]

    def _skip_space(self) -> None:
        while not self._at_end() and self._peek() in SPACE:
            self.position += 1

    def _tag(self) -> None:
        begin = self.position
        self.position += 1
        if self._peek() == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)
        self.position += 1

    def _start_tag(self, begin: int) -> None:
        tag = self._until(SPACE + ">").lower()
        if self._at_end():
            self._fail_at("Unclosed start tag", begin)
        if tag not in ENTITY_KINDS:
            self._fail_at(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while self._peek() != ">":
            self._skip_space()
            if self._peek() == ">":
                break
            argument = self._attribute(tag, begin, argument)
        if tag == "span" and argument != "spoiler":
            self._fail_at('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.offset, len(self.written)))

    def _attribute(self, tag: str, begin: int, argument: str) -> str:
        """Read one attribute; return the tag's argument after it."""
        name = self._until(SPACE + "=>/\"'")
        if not name:
            self._fail_at(f'Empty attribute name in the tag "{tag}"', begin)
        self._skip_space()
        if self._at_end():
            self._fail_at(f'Unclosed start tag "{tag}"', begin)
        if self._peek() != "=":
            return "1" if (tag, name) == ("blockquote", "expandable") else argument
        self.position += 1
        self._skip_space()
        if self._at_end():
            self._fail_at(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted() if self._peek() in "\"'" else self._token()
        if self._at_end():
            self._fail_at("Unclosed start tag", begin)
        return _argument_of(tag, name, value, argument)

    def _token(self) -> str:
        begin = self.position
        while self._peek().isascii() and (self._peek().isalnum() or self._peek() in ".-"):
            self.position += 1
        if self._peek() not in SPACE + ">":
            self._fail_at("Unexpected end of name token", begin)
        return self.source[begin : self.position].lower()

    def _quoted(self) -> str:
        quote = self._peek()
        self.position += 1
        value: list[str] = []
        while not self._at_end() and self._peek() != quote:
            character, after = _decode_reference(self.source, self.position)
            value.append(character or self._peek())
            self.position = after if character else self.position + 1
        if not self._at_end():
            self.position += 1
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            self._fail_at("Unexpected end tag", begin)
        self.position += 1
        found = self._until(SPACE + ">").lower()
        self._skip_space()
        if self._peek() != ">":
            self._fail_at("Unclosed end tag", begin)
        opened = self.open.pop()
        if found and found != opened.tag:
            where = f"at byte offset {self._bytes(begin)}"
            self._fail(f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{found}>"')
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = Entity(ENTITY_KINDS[opened.tag], opened.offset, self.offset - opened.offset, opened.argument)
        if opened.tag == "a":
            self._close_link(entity, "".join(self.written[opened.text_start :]))
        elif opened.tag in MONOSPACE:
            self._close_code(entity)
        elif opened.tag == "blockquote" and opened.argument:
            self.entities.append(replace(entity, kind="expandable_blockquote", argument=""))
        elif opened.tag == "tg-emoji":
            self._close_emoji(entity)
        elif opened.tag != "tg-time":
            self.entities.append(replace(entity, argument=""))

    def _close_emoji(self, entity: Entity) -> None:
        if not entity.argument.isdigit() or int(entity.argument) == 0:
            raise BadRequestError("can't parse entities: Invalid custom emoji identifier specified")
        self.entities.append(entity)

    def _close_link(self, entity: Entity, text: str) -> None:
        url = checked_link(entity.argument or text)
        if url:
            self.entities.append(replace(entity, argument=url))

    def _close_code(self, entity: Entity) -> None:
        """Join ``<pre><code class="language-x">`` (either way round) into one entity."""
        last = self.entities[-1] if self.entities else None
        if last is not None and last.kind in MONOSPACE - {entity.kind}:
            language = last.argument or entity.argument
            if (last.offset, last.length) == (entity.offset, entity.length) and language:
                self.entities[-1] = replace(entity, kind="pre", argument=language)
                return
        self.entities.append(entity)


def _argument_of(tag: str, name: str, value: str, argument: str) -> str:
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id"), ("tg-time", "format")}:
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "1" if (tag, name) == ("blockquote", "expandable") else argument


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


def parse_html(source: str) -> RichText:
    """Parse HTML markup.

    Raises:
        BadRequestError: "can't parse entities: …" with TDLib's reason.
    """
    parsed = _Parser(source).parse()
    return tidy(parsed.text, parsed.entities)


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
