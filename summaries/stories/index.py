"""An index over stories whose look-ups cost the same however many stories there are."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from summaries.stories.prior import Array, bundled_usual

_CODE = "l"


class StoryIndex:
    """Which stories contain a key, most recently active first.

    A key's list holds at most twice as many entries as are ever read of it, so it does not grow with the
    archive.
    """

    def __init__(self, per_key: int) -> None:
        """Start empty; at most ``per_key`` of the most recently active stories are read per key."""
        self._per_key = per_key
        self._postings: dict[int, array[int]] = {}

    def touch(self, slot: int, keys: Iterable[int]) -> None:
        """Enter a story under ``keys`` as the most recently active one."""
        for key in keys:
            posting = self._postings.setdefault(key, array(_CODE))
            if posting and posting[-1] == slot:
                continue
            posting.append(slot)
            if len(posting) > 2 * self._per_key:
                self._postings[key] = array(_CODE, reversed(list(self._latest(posting))))

    def probe(self, keys: Iterable[tuple[int, float]]) -> dict[int, float]:
        """Return stories that share keys, with the summed weights of the shared ones."""
        found: dict[int, float] = {}
        for key, weight in keys:
            for slot in self._latest(self._postings.get(key, ())):
                found[slot] = found.get(slot, 0.0) + weight
        return found

    def _latest(self, posting: Sequence[int]) -> Iterator[int]:
        """Yield the different stories at the end of a list, the latest first."""
        seen: set[int] = set()
        for slot in reversed(posting):
            if slot not in seen:
                seen.add(slot)
                yield slot
            if len(seen) == self._per_key:
                return


class Vectors:
    """The sums of the stories' sentence vectors in one matrix, and the mean over the stories.

    What all stories have in common (a channel on one subject, the manner of news) is taken off before
    vectors are compared.  Every story counts once, so that a large one is not taken for the usual.
    """

    def __init__(self, usual: Array, usual_stories: float) -> None:
        """Start without stories.

        Args:
            usual: The mean vector of news elsewhere; ignored if its length is not that of the stories'.
            usual_stories: How many stories this mean weighs as much as.
        """
        self._usual = usual
        self._weight = usual_stories
        self._rows: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._sizes = np.zeros(0, dtype=np.float32)
        self._sum = np.zeros(0, dtype=np.float64)
        self._stories = 0

    def add(self, slot: int, vector: Array) -> None:
        """Add an article's vector to the story at ``slot``; one of another length is ignored."""
        if vector.size == 0 or (self._rows.shape[1] and self._rows.shape[1] != vector.size):
            return
        self._reserve(slot, vector.size)
        self._uncount(slot)
        self._rows[slot] += vector
        self._sizes[slot] += 1
        self._sum += self._rows[slot] / self._sizes[slot]
        self._stories += 1

    def clear(self, slot: int) -> None:
        """Forget the story at ``slot``."""
        if slot < len(self._sizes):
            self._uncount(slot)
            self._rows[slot] = 0.0
            self._sizes[slot] = 0.0

    def mean(self, slot: int) -> Array:
        """Return the mean vector of the story at ``slot``, empty where it has none."""
        if not self._has(slot):
            return np.zeros(0, dtype=np.float32)
        return np.asarray(self._rows[slot] / self._sizes[slot], dtype=np.float32)

    def likeness(self, slots: Sequence[int], vector: Array) -> Array:
        """Return each story's cosine with an article, both without what is usual; NaN without vectors."""
        result = np.full(len(slots), np.nan, dtype=np.float32)
        known = np.array([n for n, slot in enumerate(slots) if self._has(slot)], dtype=np.int64)
        if vector.size != self._rows.shape[1] or known.size == 0:
            return result
        chosen = np.asarray(slots)[known]
        centre = self._centre()
        rows = self._rows[chosen] / self._sizes[chosen][:, None] - centre
        mine = vector - centre
        lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(mine)
        result[known] = rows @ mine / np.where(lengths == 0, 1, lengths)
        return result

    def _has(self, slot: int) -> bool:
        return slot < len(self._sizes) and bool(self._sizes[slot])

    def _centre(self) -> Array:
        if self._usual.size != self._sum.size:
            return np.asarray(self._sum / max(self._stories + self._weight, 1.0), dtype=np.float32)
        total = self._sum + self._weight * self._usual
        return np.asarray(total / max(self._stories + self._weight, 1.0), dtype=np.float32)

    def _uncount(self, slot: int) -> None:
        if self._sizes[slot]:
            self._sum -= self._rows[slot] / self._sizes[slot]
            self._stories -= 1

    def _reserve(self, slot: int, width: int) -> None:
        if not self._sum.size:
            self._sum = np.zeros(width, dtype=np.float64)
            self._rows = np.zeros((0, width), dtype=np.float32)
        if slot >= len(self._rows):
            more = max(64, slot + 1 - len(self._rows), len(self._rows))
            self._rows = np.concatenate([self._rows, np.zeros((more, width), dtype=np.float32)])
            self._sizes = np.concatenate([self._sizes, np.zeros(more, dtype=np.float32)])


class Slots:
    """Places for the most recently active stories; when all are taken, one gives way."""

    def __init__(self, limit: int) -> None:
        """Start with ``limit`` free places."""
        self._limit = limit
        self._order: OrderedDict[int, int] = OrderedDict()
        self._free: list[int] = []
        self._used = 0

    def touch(self, story: int) -> tuple[int, int | None]:
        """Return a story's place, and the story that has to give way for it."""
        if story in self._order:
            self._order.move_to_end(story)
            return self._order[story], None
        gone = None
        if self._free or self._used < self._limit:
            slot = self._next()
        else:
            gone, slot = self._order.popitem(last=False)
        self._order[story] = slot
        return slot, gone

    def release(self, story: int) -> None:
        """Free the place of a story that still has one."""
        slot = self._order.pop(story, None)
        if slot is not None:
            self._free.append(slot)

    def _next(self) -> int:
        if self._free:
            return self._free.pop()
        self._used += 1
        return self._used - 1


def strongest_directions(vector: Array, count: int) -> list[int]:
    """Return keys, all below 0, for the numbers of a vector that differ most from what is usual."""
    usual = bundled_usual()
    apart = vector - usual if usual.size == vector.size else vector
    strongest = np.argsort(-np.abs(apart), kind="stable")[:count]
    return [-1 - 2 * int(n) - int(apart[n] > 0) for n in strongest]
