"""Documents from plain text: title, publication time and language of a text without metadata."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Final

from config import intake as limits
from summaries.intake import noise
from summaries.intake.agencies import agency_of, dateline_length
from summaries.intake.blocks import segment
from summaries.intake.clock import BERLIN, find_date, in_berlin
from summaries.intake.paragraphs import paragraphs_of
from summaries.intake.problem import IntakeError, Problem
from summaries.model import BlockKind, DateSource, Document, Outlet

_WORD = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"[.!?…][\"“”«»‘’)]?(?=\s+[\"„“»«‚'(]?[A-ZÄÖÜ0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b\d{1,2}|\b(?:[A-ZÄÖÜa-zäöü]|Dr|Prof|St|Nr|bzw|ca|Co|Inc|Mio|Mrd|Tsd|Hl|Abs|Art|Jh|Str|Bd|Ing|Dipl|Jr|Sen|inkl"
    r"|evtl|ggf|usw|etc|vgl|sog|geb|gest|Chr))\.$"
)
_HEAD_LINES: Final = 12  # a publication date stands above the text or right below the title
_TAIL_LINES: Final = 4


def document_from_text(
    text: str,
    now: datetime,
    *,
    outlet: Outlet | None = None,
    message_time: datetime | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Document:
    """Make a document of pasted or forwarded text.

    Args:
        text: the text as it came; stored unchanged.
        now: current time (aware); the text was not published later.
        outlet: who published; without it the outlet has the key "text".
        message_time: time of the forwarded post, used where no date is printed in the text.
        title: a title known from elsewhere.
        url: canonical address, if known.

    Raises:
        IntakeError: EMPTY, TOO_LONG or BINARY.
    """
    check_text(text)
    received = min(message_time or now, now)
    printed = printed_time(text, received)
    if printed:
        published, source = printed, DateSource.TEXT
    else:
        published, source = received, DateSource.MESSAGE if message_time else DateSource.RECEIVED
    return Document(
        text=text,
        title=title_of(title, text, published),
        outlet=outlet or Outlet("text", "Text"),
        published=published,
        published_source=source,
        url=url,
        agency=agency_of(text),
    )


def check_text(text: str) -> None:
    """Refuse what cannot be an article's text.

    Raises:
        IntakeError: EMPTY, TOO_LONG or BINARY.
    """
    if not any(char.isalnum() for char in text[: limits.MAX_TEXT_CHARS]):
        raise IntakeError(Problem.EMPTY)
    if len(text) > limits.MAX_TEXT_CHARS:
        raise IntakeError(Problem.TOO_LONG, {"chars": str(len(text)), "limit": str(limits.MAX_TEXT_CHARS)})
    if "\x00" in text:
        raise IntakeError(Problem.BINARY)


def printed_time(text: str, latest: datetime) -> datetime | None:
    """Return the publication time that stands on a line of its own in the text, None if there is none.

    A date without a time of day counts from noon.  The result is never after ``latest``.
    """
    paragraphs = paragraphs_of(text)
    for paragraph in paragraphs[:_HEAD_LINES] + paragraphs[_HEAD_LINES:][-_TAIL_LINES:]:
        if noise.is_date_line(paragraph.text):
            found = find_date(paragraph.text, latest.astimezone(BERLIN).date())
            if found:
                return min(in_berlin(found[0], found[1] or time(12)), latest)
    return None


def title_of(title: str | None, text: str, published: datetime) -> str:
    """Return a given title on one line, or one made from the text where what was given says nothing."""
    return clean_title(title) if title and _says_something(title) else made_title(text, published)


def _says_something(title: str) -> bool:
    """Tell whether a title has a word in it, and does not repeat a few of them for ever."""
    words = title[: limits.MAX_TITLE_CHARS].lower().split()
    stuck = len(words) >= limits.STUCK_TITLE_WORDS and len(set(words)) * 2 <= len(words)
    return not stuck and bool(_WORD.search(title))


def made_title(text: str, published: datetime) -> str:
    """Make a title for a text that came without: its heading if it has one, else its first sentence."""
    blocks = segment(text, "", published)
    kinds = {BlockKind.HEADLINE, BlockKind.BODY}
    line = next((block.span.of(text) for block in blocks if block.kind in kinds), text.strip())
    return clean_title(_first_sentence(line), limits.MAX_MADE_TITLE_CHARS).removesuffix(".")


def clean_title(title: str, limit: int = limits.MAX_TITLE_CHARS) -> str:
    """Return a title on one line of at most ``limit`` characters, cut between words."""
    line = " ".join(title.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return cut[: cut.rfind(" ") if " " in cut else None].rstrip(' ,;:–—-(„"') + "…"


def _first_sentence(paragraph: str) -> str:
    body = paragraph[dateline_length(paragraph) :]
    for match in _SENTENCE_END.finditer(body):
        if not _ABBREVIATION.search(body[max(0, match.start() - 6) : match.start() + 1]):
            return body[: match.end()]
    return body
