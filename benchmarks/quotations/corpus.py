"""Articles of the corpus of quotations, read from its JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from summaries.model import Span

TYPES: Final = ("Direct", "Indirect", "Reported", "FreeIndirect", "IndirectFreeIndirect")
ROLES: Final = ("speaker", "cue", "addressee", "frame")
NOBODY: Final[frozenset[int]] = frozenset()

_NAME: Final = re.compile(r"\d+ - (?P<title>.+) \((?P<date>\d{4}-\d\d-\d\d)\)")
_ZONE: Final = ZoneInfo("Europe/Berlin")
_UNDATED: Final = "2005-01-01"


class CorpusError(ValueError):
    """A line is not an article of the corpus; the message names file and line."""


@dataclass(frozen=True)
class Quote:
    """One quotation: the indices of its tokens and, by role, of the tokens around it."""

    type: str
    tokens: frozenset[int]
    roles: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def part(self, name: str) -> frozenset[int]:
        """Return the tokens of a role, or of the quote itself under the name "quote"."""
        return self.tokens if name == "quote" else self.roles.get(name, NOBODY)


@dataclass(frozen=True)
class Article:
    """A text with its gold tokens (character ranges, sorted and disjoint) and gold quotes."""

    title: str
    published: datetime
    text: str
    tokens: tuple[Span, ...]
    quotes: tuple[Quote, ...]

    def within(self, spans: Iterable[Span]) -> frozenset[int]:
        """Return the tokens that share a character with one of the spans."""
        return frozenset(
            number
            for span in spans
            for number, token in enumerate(self.tokens)
            if token.begin < span.end and span.begin < token.end
        )

    def word(self, number: int) -> str:
        """Return a token as it is written."""
        return self.tokens[number].of(self.text)

    def words(self, tokens: Iterable[int]) -> str:
        """Return tokens joined by blanks, gaps marked."""
        shown: list[str] = []
        last = None
        for number in sorted(tokens):
            shown.extend(["…"] * (last is not None and number > last + 1))
            shown.append(self.word(number))
            last = number
        return " ".join(shown)


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the articles of a file of JSON lines.

    Raises:
        CorpusError: A line lacks what an article has, or its tokens are not numbered from 0.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield article_of(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise CorpusError(f"{path.name}, line {number}: {error!r}") from error


def article_of(row: Mapping[str, Any]) -> Article:
    """Return the article that a row of the corpus describes.

    Raises:
        KeyError: A field is missing.
        ValueError: The tokens are not numbered from 0.
    """
    tokens = row["tokens"]
    if [token["id"] for token in tokens] != list(range(len(tokens))):
        raise ValueError("tokens are not numbered from 0")
    named = _NAME.fullmatch(row["documentName"])
    date = named["date"] if named else _UNDATED
    return Article(
        title=named["title"] if named else row["documentName"],
        published=datetime.fromisoformat(f"{date}T12:00").replace(tzinfo=_ZONE),
        text=row["originalText"],
        tokens=tuple(Span(token["charBegin"], token["charEnd"]) for token in tokens),
        quotes=tuple(_quotes(row["annotations"])),
    )


def _quotes(rows: Sequence[Mapping[str, Any]]) -> Iterator[Quote]:
    for row in rows:
        roles = {role: frozenset(row[role]["tokenIds"]) for role in ROLES}
        yield Quote(row["type"], frozenset(row["quote"]["tokenIds"]), roles)
