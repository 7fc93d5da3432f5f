"""Questions that the tables of this room put to the code, each answered in plain strings."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from spacy.language import Language

from summaries.model import Block, BlockKind, Span, Statement
from summaries.statements import extract_statements

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def statements_of(nlp: Language, text: str) -> tuple[Statement, ...]:
    """Read ``text`` as one block of running text."""
    return extract_statements(nlp(text), (Block(Span(0, len(text)), BlockKind.BODY, NOON),))


def quoted(statement: Statement, text: str) -> str:
    """The words of the proposition, gaps joined by " … "."""
    return " … ".join(span.of(text) for span in statement.quote)


def voice(statement: Statement) -> str:
    """The speaker's name as a reader sees it, "" where the article itself speaks."""
    return statement.speaker.name if statement.speaker else ""


def voices(statement: Statement) -> list[str]:
    """The names of all who say it."""
    return [voice(statement), *(s.name for s in statement.co_speakers)]


def wrong(*values: Any, reason: str) -> Any:
    """A case that the code is known to get wrong; the test tells when it is right."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))
