"""Telegram's HTML: which markup is accepted, what text and entities come out of it.

Behaves like TDLib's parser: 17 tags, four named character references (others stay as written), error texts
with byte offsets, entity offsets in UTF-16 code units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.trial.entities import MONOSPACE, Entity, RichText, checked_link, in_order, tidy
from bot.trial.errors import BadRequestError

ENTITY_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji", "tg-time": "date_time",
    "a": "text_link", "pre": "pre", "code": "code", "blockquote": "blockquote",
}  # fmt: skip
SPACE = " \t\r\n\0\v"
NAMED_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*));?", re.ASCII)
LONGEST_REFERENCE = 10  # characters without the semicolon; TDLib leaves longer ones as they are
LAST_CODE_POINT = 0x10FFFF


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


def parse_html(source: str) -> RichText:
    """Parse HTML markup.

    Raises:
        BadRequestError: "can't parse entities: …" with TDLib's reason.
    """
    parsed = _Parser(source).parse()
    return tidy(parsed.text, parsed.entities)


__all__ = ["Entity", "RichText", "parse_html"]
