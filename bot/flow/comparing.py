"""Comparing a chain once: what came out is kept in the store, for every reader and every screen after."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.flow import told
from bot.flow.chains import Chain, Compare, Member, article_number, evidence_of, wordings
from bot.flow.claims import Change, match, stored_claims
from storage import Database, StorageError, comparisons
from summaries.digest import KnownClaim
from summaries.model import Claim, Source

_log = structlog.get_logger(__name__)

# Begins the id of a claim that the store does not know: keys are hexadecimal, and some have digits only.
_UNSTORED = "~"


@dataclass(frozen=True, slots=True)
class _Made:
    """A comparison that is not yet kept."""

    chain: Chain
    computed: Sequence[Claim]
    wordings: Mapping[Member, str]


class Comparer:
    """Tells what chains state: from the store where it is kept, else by comparing them."""

    def __init__(self, database: Database, compare: Compare, clock: Callable[[], datetime]) -> None:
        """Take the store, what compares, and the clock."""
        self._database = database
        self._compare = compare
        self._clock = clock
        self._made: list[_Made] = []
        self._turn = threading.Lock()

    def claims_of(self, session: Session, chains: Sequence[Chain]) -> list[tuple[KnownClaim, ...]]:
        """Return the claims of each chain, under the ids that the store has them by.

        What had to be compared is kept with the next ``keep``.
        """
        kept = comparisons.find(session, [key_of_chain(chain) for chain in chains])
        return [self._claims_of(session, chain, kept) for chain in chains]

    def keep(self) -> None:
        """Write down what was compared to be read; outside of a session; a busy store goes without."""
        with self._turn:
            made, self._made = self._made, []
        try:
            for one in made:
                with self._database.writing() as session:
                    _keep(session, one.chain, _identified(session, one), self._clock())
        except StorageError as error:
            _log.info("comparison_not_kept", problem=str(error.problem))

    def _claims_of(self, session: Session, chain: Chain, kept: Mapping[str, str]) -> tuple[KnownClaim, ...]:
        known = kept.get(key_of_chain(chain))
        if known is not None:
            return told.load(known, chain.sources)
        evidence = evidence_of(session, chain)
        computed = [_sourced(claim, chain.sources) for claim in self._compare(evidence)]
        made = _Made(chain, computed, wordings(evidence))
        with self._turn:
            self._made.append(made)
        return _identified(session, made)


def keep_settled(session: Session, chain: Chain, changes: Sequence[Change], now: datetime) -> None:
    """Keep what became of a chain's claims; what was kept of its stories before tells of other claims."""
    comparisons.drop(session, (chapter.id for chapter in chain.chapters))
    _keep(session, chain, [KnownClaim(str(one.id), one.claim) for one in changes], now)


def stored_number(claim_id: str) -> int | None:
    """Return the number under which the store has a claim of a digest; None if it does not have it."""
    return None if claim_id.startswith(_UNSTORED) else int(claim_id)


def key_of_chain(chain: Chain) -> str:
    """Return the key under which what a chain states is kept."""
    raw = f"{told.VERSION}:{sorted(chain.state)}"
    return hashlib.sha256(raw.encode()).hexdigest()[:32]


def _keep(session: Session, chain: Chain, claims: Sequence[KnownClaim], now: datetime) -> None:
    if chain.chapters:
        comparisons.put(session, chain.chapters[0].id, key_of_chain(chain), told.dump(claims), now)


def _sourced(claim: Claim, sources: Mapping[int, Source]) -> Claim:
    """Return a claim as it is kept: its voices name their articles, not the state of a text that said it."""
    known = [replace(one, source=sources[article_number(one.source.article)]) for one in claim.voices]
    return replace(claim, voices=tuple(known))


def _identified(session: Session, made: _Made) -> tuple[KnownClaim, ...]:
    stored = stored_claims(session, (chapter.id for chapter in made.chain.chapters))
    found = match(made.computed, stored, made.wordings)
    return tuple(
        KnownClaim(str(found[n].id) if n in found else f"{_UNSTORED}{claim.key}", claim)
        for n, claim in enumerate(made.computed)
    )
