"""One article from a PDF: the text of its pages without running heads, joined to paragraphs."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from config import intake as limits
from summaries.intake.paragraphs import ends_sentence
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.texts import document_from_text
from summaries.model import Document, Outlet

_LIBRARY_FAULTS: Final = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
# Fonts draw these pairs as one sign; as letters they are two or three.
_LIGATURES: Final = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"}
_PAGE_NUMBER = re.compile(
    r"^(?:(?:Seite|S\.|Page)\s*)?[–-]?\s*\d{1,4}\s*[–-]?(?:\s*(?:von|of|/)\s*\d{1,4})?$", re.IGNORECASE
)
_STAMPED_ADDRESS = re.compile(r"^(?:https?|file)://\S+(?:\s+\d+/\d+)?$")
_CUT_WORD = re.compile(r"(?<=\w)[-\u00ad\u2010]$")
# Behind "Ein-" the next line goes on a pair of words that share their end: "Ein- und Ausfuhr".
_PAIRING = re.compile(r"(?:und|oder|bzw\.|sowie|bis|statt|als)\b")


def read_pdf(
    data: bytes, now: datetime, *, outlet: Outlet | None = None, message_time: datetime | None = None
) -> Document:
    """Read the article in a PDF.

    Args:
        data: the file, at most ``MAX_DOCUMENT_BYTES``.
        now: current time (aware).
        outlet: who published, if known.
        message_time: when the file was posted; used where no date is printed in the text.

    Raises:
        IntakeError: LOCKED behind a password, SCANNED where it holds pictures only, TOO_LONG beyond
            ``MAX_PDF_PAGES`` or the longest text, UNREADABLE where it is damaged.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every flaw of a file
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            title, pages = _read(data)
        except (FileNotDecryptedError, DependencyError) as error:
            raise IntakeError(Problem.LOCKED) from error
        except _LIBRARY_FAULTS as error:
            raise IntakeError(Problem.UNREADABLE) from error
    text = "\n\n".join(_title_apart(list(paragraphs(_without_running_heads(pages))), title))
    if sum(map(str.isalpha, text)) < limits.MIN_ARTICLE_CHARS:
        raise IntakeError(Problem.SCANNED)
    return document_from_text(text, now, outlet=outlet, message_time=message_time, title=title)


def _read(data: bytes) -> tuple[str | None, list[list[str]]]:
    """Return the title and the lines of each page.

    Raises:
        IntakeError: TOO_LONG.
    """
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileNotDecryptedError
    if len(reader.pages) > limits.MAX_PDF_PAGES:
        raise IntakeError(Problem.TOO_LONG, {"limit": str(limits.MAX_TEXT_CHARS)})
    pages: list[list[str]] = []
    length = 0
    for page in reader.pages:
        text = page.extract_text().translate(_LIGATURES)
        length += len(text)
        if length > limits.MAX_TEXT_CHARS:
            raise IntakeError(Problem.TOO_LONG, {"chars": str(length), "limit": str(limits.MAX_TEXT_CHARS)})
        pages.append([" ".join(line.split()) for line in text.splitlines()])
    named = reader.metadata.title if reader.metadata else None
    return (str(named) if named and _is_title(str(named)) else None), pages


def _is_title(name: str) -> bool:
    """Tell a title from what programs put in its place: a file's name, or nothing."""
    return " " in name.strip() and not re.search(r"\.(?:docx?|indd|qxp|pdf)\b|^Microsoft Word", name)


def _title_apart(blocks: list[str], title: str | None) -> list[str]:
    """Return the paragraphs with the heading, which no mark divides from the first of them, on its own."""
    if not blocks or not title or not blocks[0].startswith(f"{title} "):
        return blocks
    return [title, blocks[0][len(title) :].strip(), *blocks[1:]]


def _without_running_heads(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of all pages without page numbers, addresses in the margin and what repeats."""
    often = Counter(line for page in pages for line in {_numberless(line) for line in page if line})
    least = max(3, (len(pages) + 1) // 2)
    for page in pages:
        for line in page:
            repeated = often[_numberless(line)] >= least
            if not (repeated or _PAGE_NUMBER.match(line) or _STAMPED_ADDRESS.match(line)):
                yield line


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def paragraphs(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """Join lines to paragraphs: one ends at a blank line, or with a sentence on a line left short."""
    block: list[str] = []
    rows = list(lines)
    width = _usual_width(rows)
    for line in rows:
        if line:
            block.append(line)
        if block and (not line or (ends_sentence(line) and len(line) < limits.PDF_SHORT_LINE * width)):
            yield join_lines(block)
            block = []
    if block:
        yield join_lines(block)


def _usual_width(rows: Sequence[str]) -> int:
    """Return the length that nine of ten lines stay below: that of a full line."""
    lengths = sorted(len(row) for row in rows if row)
    return lengths[(len(lengths) * 9) // 10] if lengths else 0


def join_lines(lines: Sequence[str]) -> str:
    """Return wrapped lines as one, with words that were cut at a line's end put together again."""
    joined = lines[0]
    for line in lines[1:]:
        if not _CUT_WORD.search(joined) or _PAIRING.match(line):
            joined += f" {line}"
        elif line[0].islower():
            joined = joined[:-1] + line
        else:
            joined += line  # "Nord-" and "Süd-Gefälle": the hyphen is the word's own
    return joined
