"""Digests, the ledger of what a chat has had, and the delivery of a digest's parts.

The order of things: ``create`` takes the slot; what it says is worked out with no session open; ``write``
stores the parts and the ledger in one go; each part is ``claim``-ed, sent, and marked. A process that dies
in between leaves a state from which ``unfinished`` and ``recover`` let the next one go on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, update
from sqlmodel import Session, col, select

from storage.tables import Chat, Claim, Delivery, DeliveryState, Digest, DigestEntry, DigestState, Slot
from storage.text import clean_text
from storage.writes import add_once, changed, fetch

# The kind that a plan makes.
PLAN = "plan"
# The kind of digests that show a past period again: they tell nothing new and leave no trace in the ledger.
LOOKING_BACK = "lookback"
# The kind that tells at once what changed in what a chat follows: it counts in the ledger, but it does not
# look at everything, so the next digest begins where the last one ended.
ALERT = "alert"
_PARTIAL = (LOOKING_BACK, ALERT)
# What is told of a part of which nobody knows whether it was sent.
UNSURE = "unsure"

_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a digest: HTML text and, if any, Telegram's keyboard as JSON."""

    text: str
    markup: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A part that may be sent now, and where to."""

    delivery: Delivery
    digest: Digest
    chat: Chat


def create(
    session: Session,
    *,
    chat_pk: int,
    slot_key: str,
    kind: str,
    window_start: datetime | None,
    window_end: datetime,
    now: datetime,
    thread_id: int = 0,
    late: bool = False,
) -> Digest | None:
    """Take a slot: return its new digest, or None if the chat (or topic) already has one for it."""
    digest = Digest(
        chat_pk=chat_pk,
        thread_id=thread_id,
        slot_key=slot_key,
        kind=kind,
        window_start=window_start,
        window_end=window_end,
        created_at=now,
        late=late,
    )
    return digest if add_once(session, digest, ("chat_pk", "thread_id", "slot_key")) else None


def get(session: Session, digest_id: int) -> Digest:
    """Return a digest.

    Raises:
        LookupError: there is none with this key.
    """
    return fetch(session, Digest, digest_id)


def find(session: Session, chat_pk: int, slot_key: str, thread_id: int = 0) -> Digest | None:
    """Return the digest of a slot."""
    same = (Digest.chat_pk == chat_pk, Digest.thread_id == thread_id, Digest.slot_key == slot_key)
    return session.exec(select(Digest).where(*same)).first()


def last(session: Session, chat_pk: int, thread_id: int = 0) -> Digest | None:
    """Return the latest digest of all news of a topic that was not skipped and did not fail."""
    usable = col(Digest.state).not_in([DigestState.SKIPPED, DigestState.FAILED])
    own = (Digest.chat_pk == chat_pk, Digest.thread_id == thread_id)
    query = select(Digest).where(*own, usable, is_full())
    return session.exec(query.order_by(col(Digest.window_end).desc(), col(Digest.id).desc())).first()


def heard(session: Session, chat_pk: int, thread_id: int) -> ColumnElement[bool]:
    """Return the condition under which who reads a topic has had a ``Digest`` of a query.

    Each topic is told everything, like a chat of its own.  Only what other topics were told before a plan for
    this one was made counts as told here, too: whoever moves a plan does not want all of it again.
    """
    own = and_(col(Digest.chat_pk) == chat_pk, col(Digest.thread_id) == thread_id)
    begun = _planned_since(session, chat_pk, thread_id)
    if begun is None:
        return own
    return or_(own, and_(col(Digest.chat_pk) == chat_pk, col(Digest.window_end) <= begun))


def _planned_since(session: Session, chat_pk: int, thread_id: int) -> datetime | None:
    """Return since when a topic gets digests by a plan."""
    slots = select(func.min(Slot.created_at)).where(Slot.chat_pk == chat_pk, Slot.thread_id == thread_id)
    made = (Digest.chat_pk == chat_pk, Digest.thread_id == thread_id, Digest.kind == PLAN)
    found = (session.exec(slots).one(), session.exec(select(func.min(Digest.created_at)).where(*made)).one())
    return min((moment for moment in found if moment is not None), default=None)


def is_being_made(session: Session, chat_pk: int) -> bool:
    """Tell whether somebody works out what is new for a chat; what it has been told is not known then."""
    begun = (Digest.chat_pk == chat_pk, Digest.state == DigestState.NEW, Digest.kind != LOOKING_BACK)
    return session.exec(select(Digest.id).where(*begun)).first() is not None


def is_full() -> ColumnElement[bool]:
    """Return the condition under which a ``Digest`` of a query told all that was new."""
    return col(Digest.kind).not_in(_PARTIAL)


def last_alert(session: Session, chat_pk: int) -> datetime | None:
    """Return up to when the latest alert of a chat told."""
    own = (Digest.chat_pk == chat_pk, Digest.kind == ALERT, Digest.state != DigestState.SKIPPED)
    query = select(Digest.window_end).where(*own).order_by(col(Digest.window_end).desc())
    return session.exec(query).first()


def ledger(session: Session, chat_pk: int, thread_id: int = 0) -> dict[int, str]:
    """Return what a topic has been told: claim id → the status it was last told; without failed digests."""
    query = (
        select(DigestEntry.claim_id, DigestEntry.status)
        .join(Digest)
        .where(heard(session, chat_pk, thread_id), Digest.state != DigestState.FAILED)
        .order_by(col(Digest.window_end), col(Digest.id))
    )
    return {claim_id: status for claim_id, status in session.exec(query)}  # noqa: C416 - rows are no pairs


def write(
    session: Session,
    digest_id: int,
    parts: Sequence[Part],
    entries: Mapping[int, str],
    payload: str = "{}",
) -> Digest:
    """Store what a digest says: its parts, and ``entries`` (claim id → status told) for the ledger.

    Without parts the digest is EMPTY and final.  A claim that has gone since it was worked out, with an
    article that was taken down, gets no entry.

    Raises:
        ValueError: it has been written before.
    """
    digest = fetch(session, Digest, digest_id, alone=True)
    if digest.state is not DigestState.NEW:
        raise ValueError(f"digest {digest_id} is {digest.state} and cannot be written again")
    rows = [
        Delivery(digest_id=digest_id, part=number, text=part.text, markup=part.markup)
        for number, part in enumerate(parts, start=1)
    ]
    session.add_all(rows)
    left = session.exec(select(Claim.id).where(col(Claim.id).in_(entries)))
    session.add_all(
        DigestEntry(digest_id=digest_id, claim_id=claim, status=entries[claim]) for claim in left if claim
    )
    digest.payload = payload
    digest.state = DigestState.READY if rows else DigestState.EMPTY
    session.flush()
    return digest


def skip(session: Session, digest_id: int) -> None:
    """Close a digest that comes too late to be worth sending; its window goes to the next one."""
    digest = fetch(session, Digest, digest_id, alone=True)
    if digest.state is DigestState.NEW:
        digest.state = DigestState.SKIPPED
        session.flush()


def unfinished(session: Session) -> list[Digest]:
    """Return the digests whose slot is taken but which were never written, oldest first."""
    query = select(Digest).where(Digest.state == DigestState.NEW).order_by(col(Digest.id))
    return list(session.exec(query).all())


def left(session: Session, before: datetime) -> list[int]:
    """Return the digests whose slot was taken before a moment and which were never written, oldest first."""
    waiting = (Digest.state == DigestState.NEW, col(Digest.created_at) < before)
    return [key for key in session.exec(select(Digest.id).where(*waiting).order_by(col(Digest.id))) if key]


def parts_of(session: Session, digest_id: int) -> list[Delivery]:
    """Return the parts of a digest in order."""
    query = select(Delivery).where(Delivery.digest_id == digest_id).order_by(col(Delivery.part))
    return list(session.exec(query).all())


def due(session: Session, now: datetime) -> list[Outgoing]:
    """Return the next part of every digest that may be sent now, oldest digest first.

    A part waits for the earlier parts of its digest, and a digest for the earlier ones of its chat and topic.
    """
    query = (
        select(Delivery, Digest, Chat)
        .join(Digest, col(Delivery.digest_id) == col(Digest.id))
        .join(Chat, col(Digest.chat_pk) == col(Chat.id))
        .where(col(Delivery.state).in_(_OPEN), col(Chat.active).is_(True))
        .order_by(col(Digest.id), col(Delivery.part))
    )
    first: dict[tuple[int, int], Outgoing] = {}
    for delivery, digest, chat in session.exec(query):
        first.setdefault((digest.chat_pk, digest.thread_id), Outgoing(delivery, digest, chat))
    return [outgoing for outgoing in first.values() if _may_go(outgoing.delivery, now)]


def claim(session: Session, delivery_id: int, now: datetime) -> bool:
    """Reserve a part for sending; only one caller ever gets True. To be committed before it is sent."""
    ready = (col(Delivery.id) == delivery_id, col(Delivery.state) == DeliveryState.PENDING)
    values = {"state": DeliveryState.SENDING, "claimed_at": now, "tries": Delivery.tries + 1}
    return changed(session, update(Delivery).where(*ready).values(values)) == 1


def mark_sent(session: Session, delivery_id: int, message_id: int, now: datetime) -> None:
    """Note that Telegram accepted a part as message ``message_id``."""
    _settle(session, delivery_id, DeliveryState.SENT, message_id=message_id, sent_at=now, error=None)


def mark_retry(session: Session, delivery_id: int, not_before: datetime, error: str) -> None:
    """Put back a part that was certainly not sent; it is due again at ``not_before``."""
    _settle(session, delivery_id, DeliveryState.PENDING, not_before=not_before, error=clean_text(error))


def mark_unknown(session: Session, delivery_id: int, error: str) -> None:
    """Note that nobody knows whether a part was sent; it will not be sent again, and that is to be told."""
    _settle(session, delivery_id, DeliveryState.UNKNOWN, error=clean_text(error), untold=UNSURE)


def mark_failed(
    session: Session, delivery_id: int, error: str, *, rest: bool = False, untold: str | None = None
) -> None:
    """Note that a part cannot be sent; with ``rest`` the waiting parts of its digest neither.

    ``untold`` names what the administrators are to be told of it.
    """
    _settle(session, delivery_id, DeliveryState.FAILED, error=clean_text(error), untold=untold)
    if rest:
        digest_id = fetch(session, Delivery, delivery_id).digest_id
        waiting = (col(Delivery.digest_id) == digest_id, col(Delivery.state) == DeliveryState.PENDING)
        values = {"state": DeliveryState.FAILED, "error": clean_text(error)}
        changed(session, update(Delivery).where(*waiting).values(values))
        _close_if_complete(session, digest_id)


def untold(session: Session) -> list[Outgoing]:
    """Return the parts of which the administrators are still to be told something, oldest first."""
    query = (
        select(Delivery, Digest, Chat)
        .join(Digest, col(Delivery.digest_id) == col(Digest.id))
        .join(Chat, col(Digest.chat_pk) == col(Chat.id))
        .where(col(Delivery.untold).is_not(None))
        .order_by(col(Delivery.id))
    )
    return [Outgoing(*row) for row in session.exec(query)]


def mark_told(session: Session, delivery_id: int) -> None:
    """Note that the administrators were told."""
    fetch(session, Delivery, delivery_id).untold = None


def recover(session: Session) -> list[Delivery]:
    """After a start: turn parts that were being sent when the process died into UNKNOWN and return them.

    Only for the process that holds the instance lock.
    """
    query = select(Delivery).where(Delivery.state == DeliveryState.SENDING).order_by(col(Delivery.id))
    lost = list(session.exec(query).all())
    for delivery in lost:
        mark_unknown(session, delivery.id or 0, "the process ended while this part was being sent")
    return lost


def stalled(session: Session, now: datetime, after: timedelta) -> list[Delivery]:
    """Return parts that have been handed to Telegram for longer than ``after`` without an answer."""
    overdue = (Delivery.state == DeliveryState.SENDING, col(Delivery.claimed_at) < now - after)
    return list(session.exec(select(Delivery).where(*overdue)).all())


def _may_go(delivery: Delivery, now: datetime) -> bool:
    waits = delivery.not_before is not None and delivery.not_before > now
    return delivery.state is DeliveryState.PENDING and not waits


def _settle(session: Session, delivery_id: int, state: DeliveryState, **values: object) -> None:
    where = col(Delivery.id) == delivery_id
    changed(session, update(Delivery).where(where).values({"state": state, **values}))
    _close_if_complete(session, fetch(session, Delivery, delivery_id).digest_id)


def _close_if_complete(session: Session, digest_id: int) -> None:
    """Close a digest once none of its parts is open any more."""
    states = set(session.exec(select(Delivery.state).where(Delivery.digest_id == digest_id)))
    if states.isdisjoint(_OPEN):
        failed = DeliveryState.FAILED in states
        fetch(session, Digest, digest_id).state = DigestState.FAILED if failed else DigestState.DONE
        session.flush()
