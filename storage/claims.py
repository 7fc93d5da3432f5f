"""Claims of stories and the history of their statuses."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from dataclasses import replace as dc_replace
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from storage import holdings, search, statements
from storage.tables import Article, Chat, Claim, Outlet, Statement, StatusEvent
from storage.writes import add, fetch, key_of

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


def replace(session: Session, story_id: int, records: Sequence[ClaimRecord], now: datetime) -> list[Claim]:
    """Make ``records`` the claims of a story; return them as stored, in the same order.

    A claim that is no longer among them is retired at ``now``, not deleted: digests that told of it still
    point to it. A retired claim that comes back under its key is the same claim again.

    Raises:
        LookupError: a record names the id of a claim that does not exist.
        ValueError: two records stand for the same claim.
    """
    known = {key_of(claim): claim for claim in of_story(session, story_id, retired=True)}
    matched = _matched(session, known, records)
    kept = [claim for claim in matched if claim is not None]
    for claim in known.values():
        if claim not in kept and claim.retired_at is None:
            claim.retired_at = now
    _free_keys(session, known.values(), {record.key for record in records})
    pairs = list(zip(matched, records, strict=True))
    claims = [_stored(session, story_id, claim, record) for claim, record in pairs]
    members = {}
    for claim, record in zip(claims, records, strict=True):
        _write_history(session, key_of(claim), record.events)
        members[key_of(claim)] = record.members
    statements.assign(session, story_id, members)
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


def _free_keys(session: Session, known: Iterable[Claim], keys: set[str]) -> None:
    """Take wanted keys away from the claims that have them, so that keys may also be swapped."""
    for claim in known:
        if claim.key in keys:
            claim.key = f"~{claim.id}"
    session.flush()


def _stored(session: Session, story_id: int, claim: Claim | None, record: ClaimRecord) -> Claim:
    columns = {name: getattr(record, name) for name in _COLUMNS}
    if claim is None:
        claim = Claim(story_id=story_id, **columns)
    else:
        claim.sqlmodel_update({**columns, "retired_at": None})
    add(session, claim)
    search.note_claim(session, key_of(claim), claim.text)
    return claim


def _write_history(session: Session, claim_id: int, events: Iterable[EventRecord]) -> None:
    """Make the stored history equal to ``events``; stored rows are kept up to the first change.

    From there on rows are written anew: events of one time stand in the order of their rows.
    """
    # In UTC, because times in the hour that clocks repeat never equal a time of another zone.
    wanted = list(dict.fromkeys(dc_replace(event, at=event.at.astimezone(UTC)) for event in events))
    rows = history(session, claim_id)
    same = 0
    while same < min(len(rows), len(wanted)) and _record_of(rows[same]) == wanted[same]:
        same += 1
    for row in rows[same:]:
        session.delete(row)
    session.flush()
    for event in wanted[same:]:
        add(session, StatusEvent(claim_id=claim_id, **asdict(event)))


def _record_of(row: StatusEvent) -> EventRecord:
    return EventRecord(**{field.name: getattr(row, field.name) for field in fields(EventRecord)})
