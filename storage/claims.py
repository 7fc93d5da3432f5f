"""Claims of stories and the history of their statuses."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, fields
from dataclasses import replace as dc_replace
from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from storage import holdings, search, statements
from storage.tables import Article, Chat, Claim, Outlet, Statement, StatusEvent
from storage.writes import changed, fetch, key_of

_COLUMNS = ("key", "text", "status", "rule", "weight", "first_at", "changed_at", "payload")


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A change of status as the core computed it."""

    at: datetime
    old_status: str | None
    new_status: str
    rule: str
    article_id: int
    statement_number: int


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim as the core computed it.

    ``id`` names the stored claim that this one carries on, if that is known; otherwise ``key`` decides.
    ``members`` are (article id, statement number); ``events`` is the whole history.
    """

    key: str
    text: str
    status: str
    rule: str
    first_at: datetime
    changed_at: datetime
    weight: float = 0.0
    payload: str = "{}"
    members: tuple[tuple[int, int], ...] = ()
    events: tuple[EventRecord, ...] = ()
    id: int | None = None


def replace(
    session: Session, story_id: int, records: Sequence[ClaimRecord], now: datetime, *, link: bool = True
) -> list[Claim]:
    """Make ``records`` the claims of a story; return them as stored, in the same order.

    A claim that is no longer among them is retired at ``now``, not deleted: digests that told of it still
    point to it. A retired claim that comes back under its key is the same claim again. Only what differs is
    written. Without ``link`` the statements keep the claims that they belong to, see ``statements.assign``.

    Raises:
        LookupError: a record names the id of a claim that does not exist.
        ValueError: two records stand for the same claim.
    """
    known = {key_of(claim): claim for claim in of_story(session, story_id, retired=True)}
    matched = _matched(session, known, records)
    kept = {
        key_of(claim): record.key for claim, record in zip(matched, records, strict=True) if claim is not None
    }
    for key, claim in known.items():
        if key not in kept and claim.retired_at is None:
            claim.retired_at = now
    _free_keys(session, known, kept, {record.key for record in records})
    reworded = [
        claim is None or claim.text != record.text for claim, record in zip(matched, records, strict=True)
    ]
    claims = [_stored(story_id, claim, record) for claim, record in zip(matched, records, strict=True)]
    session.add_all(claims)
    session.flush()
    lines = {key_of(claim): claim.text for claim, new in zip(claims, reworded, strict=True) if new}
    search.note_claims(session, lines)
    wanted = {key_of(claim): record for claim, record in zip(claims, records, strict=True)}
    _write_histories(session, story_id, {key: record.events for key, record in wanted.items()})
    if link:
        statements.assign(session, [story_id], {key: record.members for key, record in wanted.items()})
    return claims


def get(session: Session, claim_id: int) -> Claim:
    """Return a claim, also a retired one.

    Raises:
        LookupError: there is none with this key.
    """
    return fetch(session, Claim, claim_id)


def of_story(session: Session, story_id: int, *, retired: bool = False) -> list[Claim]:
    """Return a story's claims, heaviest first; with ``retired`` also those that no longer stand."""
    query = select(Claim).where(Claim.story_id == story_id)
    if not retired:
        query = query.where(col(Claim.retired_at).is_(None))
    return list(session.exec(query.order_by(col(Claim.weight).desc(), col(Claim.id))).all())


@dataclass(frozen=True, slots=True)
class Behind:
    """Who is behind a claim: the speaker as an article names him, its outlet and address."""

    speaker: str | None
    outlet: str
    url: str | None


def behind(session: Session, chat: Chat, claim_id: int) -> list[Behind]:
    """Return who is behind a claim, each once, in order of publication, as far as a chat may read it."""
    query = (
        select(Statement.speaker, Outlet.name, Article.canonical_url)
        .join(Article, col(Article.id) == col(Statement.article_id))
        .join(Outlet, col(Outlet.id) == col(Article.outlet_id))
        .where(Statement.claim_id == claim_id, holdings.readable(chat))
        .order_by(col(Article.published_at), col(Statement.id))
    )
    found = {(speaker, outlet): url for speaker, outlet, url in reversed(session.exec(query).all())}
    return [Behind(speaker, outlet, url) for (speaker, outlet), url in reversed(found.items())]


def history(session: Session, claim_id: int) -> list[StatusEvent]:
    """Return a claim's changes of status, oldest first."""
    query = select(StatusEvent).where(StatusEvent.claim_id == claim_id)
    return list(session.exec(query.order_by(col(StatusEvent.at), col(StatusEvent.id))).all())


def changes(session: Session, since: datetime, until: datetime) -> list[tuple[StatusEvent, Claim]]:
    """Return the changes of status in the window ``(since, until]`` with their claims, oldest first."""
    query = (
        select(StatusEvent, Claim)
        .join(Claim)
        .where(StatusEvent.at > since, StatusEvent.at <= until, col(Claim.retired_at).is_(None))
        .order_by(col(StatusEvent.at), col(StatusEvent.id))
    )
    return [(event, claim) for event, claim in session.exec(query)]


def _matched(session: Session, known: dict[int, Claim], records: Sequence[ClaimRecord]) -> list[Claim | None]:
    """Return for each record the stored claim that it carries on, or None: by id first, then by key."""
    free = dict(known)
    found: list[Claim | None] = []
    for record in records:
        if record.id is not None and record.id not in free:
            fetch(session, Claim, record.id)
            raise ValueError(f"claim {record.id} is used twice or belongs to another story")
        found.append(None if record.id is None else free.pop(record.id))
    by_key = {claim.key: claim for claim in free.values()}
    pairs = zip(found, records, strict=True)
    return [claim or by_key.pop(record.key, None) for claim, record in pairs]


def _free_keys(
    session: Session, known: Mapping[int, Claim], kept: Mapping[int, str], wanted: AbstractSet[str]
) -> None:
    """Take wanted keys away from claims that do not keep theirs, so that keys may also be swapped."""
    for key, claim in known.items():
        if claim.key in wanted and kept.get(key) != claim.key:
            claim.key = f"~{claim.id}"
    session.flush()


def _stored(story_id: int, claim: Claim | None, record: ClaimRecord) -> Claim:
    columns = {name: getattr(record, name) for name in _COLUMNS}
    if claim is None:
        return Claim(story_id=story_id, **columns)
    for name, value in {**columns, "retired_at": None}.items():
        if getattr(claim, name) != value:
            setattr(claim, name, value)
    return claim


def _write_histories(session: Session, story_id: int, events: Mapping[int, Iterable[EventRecord]]) -> None:
    """Make the stored histories equal to ``events``; stored rows are kept up to the first change of a claim.

    From there on rows are written anew: events of one time stand in the order of their rows.
    """
    stored = _histories(session, story_id)
    gone: list[int] = []
    new: list[StatusEvent] = []
    for claim, computed in events.items():
        # In UTC, because times in the hour that clocks repeat never equal a time of another zone.
        wanted = list(dict.fromkeys(dc_replace(one, at=one.at.astimezone(UTC)) for one in computed))
        rows = stored.get(claim, [])
        pairs = enumerate(zip(rows, wanted, strict=False))
        shorter = min(len(rows), len(wanted))
        same = next((n for n, ((_, row), event) in pairs if row != event), shorter)
        gone += [key for key, _ in rows[same:]]
        new += [StatusEvent(claim_id=claim, **asdict(event)) for event in wanted[same:]]
    if gone:
        changed(session, delete(StatusEvent).where(col(StatusEvent.id).in_(gone)))
    session.add_all(new)
    session.flush()


def _histories(session: Session, story_id: int) -> dict[int, list[tuple[int, EventRecord]]]:
    """Return the stored events of a story's claims with their keys, by claim, in the order of the history."""
    columns = [getattr(StatusEvent, field.name) for field in fields(EventRecord)]
    rows = session.connection().execute(
        sa_select(col(StatusEvent.id), col(StatusEvent.claim_id), *columns)
        .join(Claim, col(Claim.id) == StatusEvent.claim_id)
        .where(col(Claim.story_id) == story_id)
        .order_by(col(StatusEvent.at), col(StatusEvent.id))
    )
    found: dict[int, list[tuple[int, EventRecord]]] = {}
    for key, claim, *values in rows:
        found.setdefault(claim, []).append((key, EventRecord(*values)))
    return found
