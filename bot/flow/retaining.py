"""What is kept of a text once its time is over: the sentences of claims that mattered, all else is blank.

A claim mattered if it was contested, confirmed or superseded, or if a chat was told of it.

Blanks take the place of what goes, so every stored position still points to its sentence, and digests and
explanations can be made as before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.flow import codec
from storage import retention
from storage.tables import Statement
from summaries.model import Span, Status

_AT_ONCE = 50


def thin_texts(session: Session, now: datetime, days: int) -> int:
    """Thin the next texts that are older than ``days``; return how many, 0 when nothing is left to do."""
    before = now - timedelta(days=days)
    due = retention.due(session, before, Status.UNCONFIRMED.value, _AT_ONCE)
    for revision, statements in due:
        retention.thin(session, revision, thinned(revision.text, _quoted(statements)), now)
    return len(due) + retention.forget_submitted(session, before)


def thinned(text: str, kept: Iterable[Span]) -> str:
    """Return ``text`` with blanks in place of everything outside of ``kept``; its length stays."""
    left = [" "] * len(text)
    for span in kept:
        left[span.begin : span.end] = text[span.begin : span.end]
    return "".join(left)


def _quoted(rows: Iterable[Statement]) -> list[Span]:
    found = [codec.load_statement(row) for row in rows]
    return [span for one in found for span in (one.sentence, *one.quote)]
