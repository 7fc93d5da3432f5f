"""What kind of text an article is: news, satire, or opinion, as its headline's label or its outlet says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from summaries.model import Evidence, Source

_DATA: Final = Path(__file__).parent / "data" / "genres.toml"
# Repetitions are short, so that a title of blanks or brackets costs no more than another.
_LABEL: Final = re.compile(r"^\W{0,5}(?!\s)([\w ]{4,18}?)\s?(?:[:|–]|-\s)|\(([\w ]{4,18})\)\W{0,3}$")
_BEHIND_OUTLET: Final = re.compile(
    r"^[\w .-]{4,40}: (\w{4,18}) ?(?:/|:|zu[mr]? |von )"
)  # "Tagblatt: Kommentar zur Wahl"


def may_found(item: Evidence) -> bool:
    """Whether a statement of such an article may enter the claims.

    Satire states nothing; of a commentary only what somebody else says in it counts.
    """
    genre = genre_of(item.source)
    return genre == "news" or (genre == "opinion" and item.statement.speaker is not None)


def genre_of(source: Source) -> str:
    """Return "satire", "opinion" or "news"."""
    if source.outlet.casefold() in _table()["satirical_outlets"]:
        return "satire"
    found = (_LABEL.search(source.title), _BEHIND_OUTLET.match(source.title))
    labels = {part.casefold() for match in found if match for part in match.groups() if part}
    return next((genre for genre in ("satire", "opinion") if labels & _table()[genre]), "news")


@cache
def _table() -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {name: frozenset(labels) for name, labels in raw.items()}
