"""Comparing a story's claims anew: at once for a small story, in steps for a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from bot.flow.chains import Compare, load_chain, state_of
from bot.flow.claims import Change, store_claims
from config.flow import COMPARED_AT_ONCE, COMPARED_SHARE
from storage import Database


class Settler:
    """Makes stored claims equal to what a story's articles state; what it leaves for later stays marked."""

    def __init__(self, database: Database, compare: Compare, clock: Callable[[], datetime]) -> None:
        """Take what the work needs."""
        self._database = database
        self._compare = compare
        self._clock = clock
        self._waiting: Counter[int] = Counter()  # articles of a story since it was compared

    def settle_if_due(self, story_id: int) -> list[Change]:
        """Compare a story that an article joined; a large one only when a share of it is new."""
        with self._database.reading() as session:
            size = len(state_of(session, story_id))
        self._waiting[story_id] += 1
        if size > COMPARED_AT_ONCE and self._waiting[story_id] < COMPARED_SHARE * size:
            return []
        return self.settle(story_id)

    def settle(self, story_id: int) -> list[Change]:
        """Compare a story's chain anew and store the result; the comparison holds no lock of the store.

        Another process may add an article meanwhile; then its result would be lost, so it is done again.
        """
        self._waiting.pop(story_id, None)
        while True:
            with self._database.reading() as session:
                chain = load_chain(session, story_id)
            computed = self._compare(chain.evidence)
            with self._database.writing() as session:
                if state_of(session, story_id) == chain.state:
                    return store_claims(session, chain, computed, self._clock())
