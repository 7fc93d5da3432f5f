"""Comparing a story's claims anew: at once for a small story, in steps for a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.flow.chains import Chain, Compare, Member, evidence_of, load_chain, state_of, wordings
from bot.flow.claims import Change, store_claims
from bot.flow.comparing import keep_settled
from config.flow import COMPARED_AT_ONCE, COMPARED_SHARE
from storage import Database, stories, story_events
from summaries.model import Claim


class Settler:
    """Makes stored claims equal to what a story's articles state; what it leaves for later stays marked."""

    def __init__(self, database: Database, compare: Compare, clock: Callable[[], datetime]) -> None:
        """Take what the work needs."""
        self._database = database
        self._compare = compare
        self._clock = clock
        self._waiting: Counter[int] = Counter()  # articles of a story since it was compared

    def settle_if_due(self, story_id: int, *, at_once: bool = False) -> list[Change]:
        """Compare a story that an article joined; a large one when a share of it is new, or ``at_once``."""
        with self._database.reading() as session:
            story_id = story_events.current(session, story_id)
            size = len(state_of(session, story_id))
        self._waiting[story_id] += 1
        waits = size > COMPARED_AT_ONCE and not at_once
        if waits and self._waiting[story_id] < COMPARED_SHARE * size:
            return []
        return self.settle(story_id)

    def settle(self, story_id: int) -> list[Change]:
        """Compare a story's chain anew and store the result; the comparison holds no lock of the store.

        Another process may add an article meanwhile; then its result would be lost, so it is done again.
        """
        self._waiting.pop(story_id, None)
        while True:
            with self._database.reading() as session:
                story_id = story_events.current(session, story_id)
                if not stories.exists(session, story_id):  # its last article was taken down
                    return []
                chain = load_chain(session, story_id)
                evidence = evidence_of(session, chain)
            if not chain.chapters:
                return []
            computed, worded = self._compare(evidence), wordings(evidence)
            changes = self._database.write(lambda session: self._store(session, chain, computed, worded))  # noqa: B023 - called at once
            if changes is not None:
                return changes

    def _store(
        self, session: Session, chain: Chain, computed: Sequence[Claim], worded: Mapping[Member, str]
    ) -> list[Change] | None:
        """Store what a chain states; None if it is no longer what was compared."""
        own = [chapter.id for chapter in chain.chapters]
        if stories.hold(session, own) != {*own} or state_of(session, own[0]) != chain.state:
            return None
        changes = store_claims(session, chain, computed, worded, self._clock())
        keep_settled(session, chain, changes, self._clock())
        return changes
