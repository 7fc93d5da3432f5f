"""Paragraphs of a plain text: where they begin and end, and whether a blank line stands before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from config import intake as limits

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BLANK = " \t\xa0\u200b\u200c\u200d\u2060\ufeff\u3000\u2009\u202f"
_FINAL = re.compile(r"[.!?…:][\"'“”«»‘’)\]]{0,3}$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch ``[begin, end)`` of the text without blanks at its ends; ``text`` is that stretch."""

    begin: int
    end: int
    text: str
    after_blank: bool


def paragraphs_of(text: str) -> list[Paragraph]:
    """Split ``text`` into its non-empty lines, rejoining lines of a text that was wrapped by hand."""
    lines = _lines(text)
    return _rejoined(lines, text) if _is_wrapped(lines) else lines


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


def _is_wrapped(lines: list[Paragraph]) -> bool:
    """Tell whether the lines break inside sentences, as in mail or in text copied from a PDF."""
    if len(lines) < 4 or max(len(line.text) for line in lines) > limits.WRAP_WIDTH:  # noqa: PLR2004
        return False
    touching = [(one, two) for one, two in pairwise(lines) if not two.after_blank]
    return sum(map(_continues, touching)) > 0.25 * len(touching)


def _continues(pair: tuple[Paragraph, Paragraph]) -> bool:
    one, two = pair
    return not ends_sentence(one.text) and two.text[0].islower()


def _rejoined(lines: list[Paragraph], text: str) -> list[Paragraph]:
    width = max(len(line.text) for line in lines)
    joined: list[Paragraph] = []
    previous: Paragraph | None = None
    for line in lines:
        if previous and not line.after_blank and len(previous.text) > 0.6 * width:
            first = joined.pop()
            whole = Paragraph(first.begin, line.end, text[first.begin : line.end], first.after_blank)
            joined.append(whole)
        else:
            joined.append(line)
        previous = line
    return joined
