"""An inverted index over stories whose look-ups cost the same however many stories there are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice


class StoryIndex:
    """Which stories contain a term, most recently active first."""

    def __init__(self) -> None:
        self._postings: dict[str, dict[int, None]] = {}

    def touch(self, story: int, terms: Iterable[str]) -> None:
        """Enter ``story`` under ``terms`` as the most recently active one."""
        for term in terms:
            posting = self._postings.setdefault(term, {})
            posting.pop(story, None)
            posting[story] = None

    def probe(self, terms: Iterable[tuple[str, float]], per_term: int) -> dict[int, float]:
        """Return stories that share terms, with the summed weights of the shared ones.

        Args:
            terms: Terms with their weights.
            per_term: At most so many of the most recently active stories are read per term.
        """
        found: dict[int, float] = {}
        for term, weight in terms:
            for story in islice(reversed(self._postings.get(term, {})), per_term):
                found[story] = found.get(story, 0.0) + weight
        return found
