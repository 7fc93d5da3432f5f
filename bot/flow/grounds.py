"""Why articles stand in one story, as far as names show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.flow import codec
from config.face import SHARED_NAMES
from storage.articles import StoredArticle


def shared_names(found: Sequence[StoredArticle]) -> tuple[tuple[str, int], ...]:
    """Return the names that several articles of a story have, with in how many; the most shared first."""
    counts: Counter[str] = Counter()
    for one in found:
        counts.update(
            codec.load_features(one.revision.features).actors if one.revision.features != "{}" else ()
        )
    shared = sorted((-number, name) for name, number in counts.items() if number > 1)
    return tuple((_as_written(name, found), -number) for number, name in shared[:SHARED_NAMES])


def _as_written(name: str, found: Sequence[StoredArticle]) -> str:
    """Return a normalised name as the first article that has it writes it."""
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    hits = (pattern.search(one.revision.text) for one in found)
    return next((hit[0] for hit in hits if hit is not None), name.title())
