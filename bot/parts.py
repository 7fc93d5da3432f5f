"""Cuts a post in Telegram's HTML into messages that Telegram takes, without ever cutting a tag.

Lengths count UTF-16 units of the visible text (never fewer than the characters that Telegram counts).
Entities count tags and what Telegram links by itself: addresses, mentions, hashtags and commands.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import count, groupby

from config.delivery import PART_ENTITIES, PART_MARKUP, PART_UNITS

_BY_ITSELF = re.compile(r"(?<!\w)[@#$/][A-Za-z_]|[^\W\d_][.@][^\W\d_]{2}|://|\+?\d[\d ()-]{7,}")
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
_WORD = re.compile(r"\s*\S+\s*|\s+")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message may hold: UTF-16 units, entities, characters of tags."""

    units: int = PART_UNITS
    entities: int = PART_ENTITIES
    markup: int = PART_MARKUP


@dataclass(frozen=True, slots=True)
class _Tag:
    number: int
    name: str
    opening: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Text of a block under one stack of open tags, outermost first."""

    text: str
    tags: tuple[_Tag, ...]
    block: int = 0


Piece = tuple[_Run, ...]


class _Reader(HTMLParser):
    """Turns markup into runs; text keeps every character, references are resolved."""

    def __init__(self, numbers: Iterator[int], block: int) -> None:
        super().__init__(convert_charrefs=True)
        self._block = block
        self.runs: list[_Run] = []
        self._open: list[_Tag] = []
        self._numbers = numbers

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(_Tag(next(self._numbers), tag, _opening(tag, attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].name == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.runs.append(_Run(data, tuple(self._open), self._block))


def _opening(tag: str, attrs: Iterable[tuple[str, str | None]]) -> str:
    shown = (f" {name}" if value is None else f' {name}="{html.escape(value)}"' for name, value in attrs)
    return f"<{tag}{''.join(shown)}>"


@dataclass(frozen=True, slots=True)
class Packed:
    """A message, and which of the blocks it was made of stand in it."""

    text: str
    blocks: frozenset[int]


def split(blocks: Sequence[str], limits: Limits | None = None) -> tuple[str, ...]:
    """Pack blocks of Telegram HTML into messages, in order; see ``packed``."""
    return tuple(one.text for one in packed(blocks, limits))


def packed(blocks: Sequence[str], limits: Limits | None = None) -> tuple[Packed, ...]:
    """Pack blocks of Telegram HTML into messages, in order, and tell what stands in which.

    A cut falls between blocks where one can, else between lines, words, or characters as a reader sees
    them; tags open at a cut are closed and opened again.  Blocks without visible text are left out.

    Args:
        blocks: balanced markup each, as the project's templates make it; blocks of one message are
            separated by an empty line.
        limits: what one message may hold.
    """
    bounds = limits or Limits()
    numbers = count()
    pieces = [_parse(block, numbers, place) for place, block in enumerate(blocks)]
    joined = [_join(piece) for piece in pieces if visible_text(piece).strip()]
    trimmed = (_trim(piece) for piece in _pack(joined, bounds, (_by_line, _by_word, _by_cluster)))
    return tuple(
        Packed(text, frozenset(run.block for run in piece if run.text.strip()))
        for piece in trimmed
        if (text := _render(piece))
    )


def plain(markup: str) -> str:
    """Return what a reader sees of a message: no tags, references resolved."""
    return visible_text(_parse(markup))


def visible_text(piece: Iterable[_Run]) -> str:
    """Return the text of runs."""
    return "".join(run.text for run in piece)


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def entities(markup: str) -> int:
    """Count the entities that Telegram may see in a message, rather too many than too few."""
    return _entities(_parse(markup))


def _parse(markup: str, numbers: Iterator[int] | None = None, block: int = 0) -> Piece:
    """Read markup; ``numbers`` keeps the tags of several blocks apart."""
    reader = _Reader(numbers or count(), block)
    reader.feed(markup)
    reader.close()
    return tuple(reader.runs)


def _join(piece: Piece) -> Piece:
    """Set a block off from the next one by an empty line."""
    return (*_trim(piece), _Run("\n\n", ()))


def _trim(piece: Piece) -> Piece:
    """Drop blank space at both ends, as Telegram does."""
    runs = list(piece)
    while runs and not runs[0].text.strip():
        runs.pop(0)
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(runs)


def _entities(piece: Piece) -> int:
    tags = {tag.number for run in piece for tag in run.tags}
    return len(tags) + len(_BY_ITSELF.findall(visible_text(piece)))


def _fits(piece: Piece, limits: Limits) -> bool:
    seen = _trim(piece)
    return (
        units(visible_text(seen)) <= limits.units
        and _entities(seen) <= limits.entities
        and len(_render(seen)) - len(html.escape(visible_text(seen))) <= limits.markup
    )


def _pack(
    pieces: Iterable[Piece], limits: Limits, cutters: Sequence[Callable[[str], Iterator[str]]]
) -> list[Piece]:
    """Join neighbouring pieces while they fit; cut those that do not fit alone, finer and finer."""
    waiting, packed = list(pieces), []
    while waiting:
        fitting = _how_many(waiting, limits)
        if fitting == 0 and cutters:
            waiting[:1] = _pack(_cut(waiting[0], cutters[0]), limits, cutters[1:])
        taken = max(fitting, 1)
        packed.append(_concat(waiting[:taken]))
        del waiting[:taken]
    return packed


def _how_many(pieces: Sequence[Piece], limits: Limits) -> int:
    """Return how many of the first pieces fit into one message, in a logarithmic number of tries."""
    good, bad = 0, 1
    while bad <= len(pieces) and _fits(_concat(pieces[:bad]), limits):
        good, bad = bad, bad * 2
    bad = min(bad, len(pieces) + 1)
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if _fits(_concat(pieces[:middle]), limits) else (good, middle)
    return good


def _concat(pieces: Sequence[Piece]) -> Piece:
    return tuple(run for piece in pieces for run in piece)


def _cut(piece: Piece, cutter: Callable[[str], Iterator[str]]) -> Iterator[Piece]:
    """Cut a piece where ``cutter`` cuts its visible text."""
    runs = list(piece)
    for chunk in cutter(visible_text(piece)):
        taken, missing = [], len(chunk)
        while missing:
            head = runs[0].text[:missing]
            taken.append(replace(runs[0], text=head))
            missing -= len(head)
            rest = runs[0].text[len(head) :]
            runs[:1] = [replace(runs[0], text=rest)] if rest else []
        yield tuple(taken)


def _by_line(text: str) -> Iterator[str]:
    return (match.group() for match in _LINE.finditer(text))


def _by_word(text: str) -> Iterator[str]:
    return (match.group() for match in _WORD.finditer(text))


def _by_cluster(text: str) -> Iterator[str]:
    """Yield characters as a reader sees them: marks, joined emoji and flags stay together."""
    begin = 0
    for position in range(1, len(text)):
        if _may_part(text, begin, position):
            yield text[begin:position]
            begin = position
    if text:
        yield text[begin:]


def _may_part(text: str, begin: int, position: int) -> bool:
    before, after = text[position - 1], text[position]
    if _JOINER in (before, after) or "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    if "\U0001f1e6" <= after <= "\U0001f1ff":
        return not ("\U0001f1e6" <= before <= "\U0001f1ff" and position - begin == 1)
    return unicodedata.category(after) not in {"Mn", "Me", "Mc", "Cf"}


def _render(piece: Piece) -> str:
    out: list[str] = []
    open_tags: tuple[_Tag, ...] = ()
    for tags, runs in groupby(piece, key=lambda run: run.tags):
        out.append(_step(open_tags, tags))
        out.append(html.escape("".join(run.text for run in runs)))
        open_tags = tags
    return "".join([*out, _step(open_tags, ())])


def _step(old: tuple[_Tag, ...], new: tuple[_Tag, ...]) -> str:
    """Close and open what leads from one stack of tags to the next."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    closing = "".join(f"</{tag.name}>" for tag in reversed(old[same:]))
    return closing + "".join(tag.opening for tag in new[same:])
