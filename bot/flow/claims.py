"""Computed claims meet stored ones: matched by their members, so that a claim keeps its id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.flow import codec
from bot.flow.chains import Chain, Member, article_number, home_of
from storage import claims, statements, stories, tables
from storage.claims import ClaimRecord, EventRecord
from storage.writes import key_of
from summaries.model import Claim, StatusEvent

STALE, SETTLED = '{"stale": true}', "{}"


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """What is known of a stored claim; ``members`` are the wordings of its last comparison."""

    id: int
    story: int
    key: str
    status: str
    members: frozenset[str]
    retired: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A stored claim after a comparison; ``before`` is its earlier status, None if it is new."""

    id: int
    claim: Claim
    before: str | None


def stored_claims(session: Session, story_ids: Iterable[int]) -> list[StoredClaim]:
    """Return all claims of these stories, retired ones too."""
    return [
        StoredClaim(key_of(row), row.story_id, row.key, row.status, _members(row), row.retired_at is not None)
        for story_id in story_ids
        for row in claims.of_story(session, story_id, retired=True)
    ]


def match(
    computed: Sequence[Claim], stored: Sequence[StoredClaim], wordings: Mapping[Member, str]
) -> dict[int, StoredClaim]:
    """Return for the positions in ``computed`` the stored claim that each carries on.

    The largest overlap of members decides, living claims before retired ones; what is left is matched by key.
    """
    by_id = {known.id: known for known in stored}
    found: dict[int, StoredClaim] = {}
    for _, _, known_id, position in sorted(_overlaps(computed, stored, wordings)):
        if position not in found and known_id in by_id:
            found[position] = by_id.pop(known_id)
    by_key = {known.key: known for known in by_id.values()}
    for position, claim in enumerate(computed):
        if position not in found and claim.key in by_key:
            found[position] = by_key.pop(claim.key)
    return found


def _overlaps(
    computed: Sequence[Claim], stored: Sequence[StoredClaim], wordings: Mapping[Member, str]
) -> Iterator[tuple[int, bool, int, int]]:
    """Yield (minus shared members, retired, id, position) of the pairs that share members."""
    holders: dict[str, list[int]] = {}
    for known in stored:
        for wording in known.members:
            holders.setdefault(wording, []).append(known.id)
    retired = {known.id: known.retired for known in stored}
    for position, claim in enumerate(computed):
        worded = {wordings[member] for member in claim.members}
        shared = Counter(known_id for wording in worded for known_id in holders.get(wording, ()))
        for known_id, overlap in shared.items():
            yield -overlap, retired[known_id], known_id, position


def store_claims(
    session: Session, chain: Chain, computed: Sequence[Claim], wordings: Mapping[Member, str], now: datetime
) -> list[Change]:
    """Make ``computed`` the claims of the chain's stories; return each with its id and earlier status.

    Args:
        session: A writing session.
        chain: The stories.
        computed: What comparing them gave.
        wordings: A name for each of their statements, see ``chains.wordings``.
        now: The present moment.
    """
    chapters = [chapter.id for chapter in chain.chapters]
    known = stored_claims(session, chapters)
    found = match(computed, known, wordings)
    keys = _keys(computed, known, found)
    places = chain.homes
    homes = [home_of(claim, places) for claim in computed]
    _move(session, {found[n].id: homes[n] for n in found if found[n].story != homes[n]})
    ids: dict[int, int] = {}
    for chapter in chapters:
        own = [n for n, home in enumerate(homes) if home == chapter]
        records = [_record(computed[n], keys[n], found.get(n), wordings) for n in own]
        rows = claims.replace(session, chapter, records, now, link=False)
        ids |= {n: key_of(row) for n, row in zip(own, rows, strict=True)}
    members = {ids[n]: _numbered(claim.members) for n, claim in enumerate(computed)}
    statements.assign(session, chapters, members)
    for chapter in chapters:
        stories.get(session, chapter).payload = SETTLED
    return [Change(ids[n], claim, _before(found.get(n))) for n, claim in enumerate(computed)]


def _before(known: StoredClaim | None) -> str | None:
    return known.status if known is not None and not known.retired else None


def _keys(
    computed: Sequence[Claim], known: Sequence[StoredClaim], found: Mapping[int, StoredClaim]
) -> list[str]:
    """Return a key for each claim: a stored one keeps its own, so that keys never change places."""
    taken = {one.key for one in known}
    keys: list[str] = []
    for position, claim in enumerate(computed):
        key = found[position].key if position in found else _free(claim.key, taken)
        taken.add(key)
        keys.append(key)
    return keys


def _free(key: str, taken: set[str]) -> str:
    tries = (key if n == 1 else f"{key}~{n}" for n in range(1, len(taken) + 2))
    return next(one for one in tries if one not in taken)


def _move(session: Session, homes: Mapping[int, int]) -> None:
    for claim_id, story_id in homes.items():
        claims.get(session, claim_id).story_id = story_id
    session.flush()


def _record(claim: Claim, key: str, known: StoredClaim | None, wordings: Mapping[Member, str]) -> ClaimRecord:
    return ClaimRecord(
        id=known.id if known else None,
        key=key,
        text=claim.text,
        status=claim.status.value,
        rule=claim.rule.value,
        first_at=claim.history[0].at,
        changed_at=claim.history[-1].at,
        weight=claim.weight,
        payload=codec.dump(list[str], sorted({wordings[member] for member in claim.members})),
        members=_numbered(claim.members),
        events=tuple(_event(event) for event in claim.history),
    )


def _event(event: StatusEvent) -> EventRecord:
    article, number = event.statement
    return EventRecord(
        at=event.at,
        old_status=event.old.value if event.old else None,
        new_status=event.new.value,
        rule=event.rule.value,
        article_id=article_number(article),
        statement_number=number,
    )


def _numbered(members: Iterable[Member]) -> tuple[tuple[int, int], ...]:
    return tuple((article_number(article), number) for article, number in members)


def _members(row: tables.Claim) -> frozenset[str]:
    return frozenset(codec.load(list[str], row.payload)) if row.payload != "{}" else frozenset()
