"""Paragraphs of a plain text: where they begin and end, and whether a blank line stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from config import intake as limits

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
# all that str.strip() removes, and blanks of no width
_BLANK = (
    " \t\x1c\x1d\x1e\x1f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
    "\u200b\u200c\u200d\u2060\ufeff"
)
_UNFINISHED = re.compile(
    r"(?:[,–-]|\b(?:der|die|das|dem|den|des|ein|eine[mnrs]?|im?n?|an?m?|auf|mit|vo[nm]|zu[mr]?|für|und|oder|als"
    r"|dass|sich|bei|beim|nach|aus|um|über|unter|vor|zwischen|gegen|seit|bis|durch|ihre[mnrs]?|seine[mnrs]?|kein|keine[mnr]?|nicht|sowie|wie|wenn|weil|ob))$"
    r"|[a-zäöüß]{3}[.!?] [A-ZÄÖÜ][^.!?]{0,90}$"
)
_WRAPPED_CHARS: Final = 30  # nobody wraps narrower; items of a list may be shorter
_FINAL = re.compile(r"[.!?…:][\"'“”«»‘’)\]]{0,3}$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch ``[begin, end)`` of the text without blanks at its ends; ``text`` is that stretch."""

    begin: int
    end: int
    text: str
    after_blank: bool


def paragraphs_of(text: str) -> list[Paragraph]:
    """Split ``text`` into its non-empty lines, rejoining lines that were wrapped by hand."""
    paragraphs: list[Paragraph] = []
    for run in _runs(_lines(text)):
        paragraphs.extend(_rejoined(run, text) if _is_wrapped(run) else run)
    return paragraphs


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` ends with the punctuation of a finished sentence."""
    return _FINAL.search(text[-6:]) is not None


def _lines(text: str) -> list[Paragraph]:
    lines: list[Paragraph] = []
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip(_BLANK)
        if not stripped:
            continue
        begin = match.start() + raw.index(stripped[0])
        after_blank = not lines or text.count("\n", lines[-1].end, begin) > 1
        lines.append(Paragraph(begin, begin + len(stripped), stripped, after_blank))
    return lines


def _runs(lines: list[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield stretches of lines without a blank one between them that are all short enough to be wrapped."""
    run: list[Paragraph] = []
    for line in lines:
        if run and (line.after_blank or _is_long(line) or _is_long(run[-1])):
            yield run
            run = []
        run.append(line)
    yield run


def _is_long(line: Paragraph) -> bool:
    return len(line.text) > limits.WRAP_WIDTH


def _is_wrapped(run: list[Paragraph]) -> bool:
    """Tell whether the lines break inside sentences, as in mail or in text copied from a PDF."""
    return len(run) > 1 and 4 * sum(map(_continues, pairwise(run))) >= len(run) - 1


def _continues(pair: tuple[Paragraph, Paragraph]) -> bool:
    one, two = pair
    if len(one.text) <= _WRAPPED_CHARS or ends_sentence(one.text):
        return False
    return two.text[0].islower() or _UNFINISHED.search(one.text) is not None


def _rejoined(run: list[Paragraph], text: str) -> list[Paragraph]:
    """Join lines; one that ends far left of the margin ends its paragraph."""
    width = max(len(line.text) for line in run)
    breaks = [
        index for index, line in enumerate(run, 1) if len(line.text) <= 0.6 * width or index == len(run)
    ]
    joined: list[Paragraph] = []
    start = 0
    for stop in breaks:
        begin, end = run[start].begin, run[stop - 1].end
        joined.append(Paragraph(begin, end, text[begin:end], run[start].after_blank))
        start = stop
    return joined
