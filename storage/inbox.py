"""Raw updates: written down before anything else happens with them, and worked off in order."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from storage.tables import Inbox, InboxState
from storage.text import clean_text
from storage.writes import add_once, changed, fetch

# Telegram offers an unconfirmed update for 24 hours, and may begin numbering at random after a quiet week.
# An equal number on an older row is therefore a coincidence and no repetition.
_REDELIVERY = timedelta(hours=48)
_INT64 = 2**63

_MESSAGES = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_message",
        "edited_business_message",
    }
)


# What a person changes by an edit, as far as it is looked at.
_SAID = ("text", "caption", "entities", "caption_entities")


def put(session: Session, raw: Mapping[str, Any], now: datetime) -> Inbox | None:
    """Store a raw update as Telegram's JSON gave it; return its row, or None if it is there already.

    Two updates are the same if they have the same number, or bring the same edition of the same message of
    the same chat. The size or order of numbers means nothing.

    Raises:
        ValueError: it has no usable ``update_id`` or cannot be written as JSON.
    """
    update_id = _int64(raw.get("update_id"))
    if update_id is None:
        raise ValueError("an update without update_id cannot be stored")
    row = _row(update_id, raw, now)
    _release_numbers(session, [update_id], now)
    same_message = ("chat_id", "message_id", "kind", "edition")
    return row if add_once(session, row, ("update_id",), same_message) else None


def put_together(session: Session, raws: Iterable[Mapping[str, Any]], now: datetime) -> list[Inbox]:
    """Store those of some raw updates that are new, as ``put`` does, in a few statements; return their rows.

    One that ``put`` would refuse is left out.
    """
    rows: dict[int, Inbox] = {}
    for raw in raws:
        update_id = _int64(raw.get("update_id"))
        if update_id is not None:
            with suppress(ValueError):
                rows.setdefault(update_id, _row(update_id, raw, now))
    _release_numbers(session, list(rows), now)
    known = _known(session, list(rows.values()))
    fresh: dict[object, Inbox] = {}
    for update_id, row in rows.items():
        if not {update_id, _edition(row)} & known:
            fresh.setdefault(_edition(row) or update_id, row)
    session.add_all(fresh.values())
    session.flush()
    return list(fresh.values())


def _known(session: Session, rows: Sequence[Inbox]) -> set[object]:
    """Return the numbers and the editions of messages among those of ``rows`` that are stored already."""
    numbers = select(Inbox.update_id).where(col(Inbox.update_id).in_([row.update_id for row in rows]))
    messages = [row.message_id for row in rows if row.message_id is not None]
    editions = select(Inbox).where(col(Inbox.message_id).in_(messages))
    return {*session.exec(numbers), *(_edition(row) for row in session.exec(editions))} - {None}


def _edition(row: Inbox) -> tuple[int, int, str, int] | None:
    """Return what a message is known by beside the number of its update."""
    if row.chat_id is None or row.message_id is None:
        return None
    return row.chat_id, row.message_id, row.kind, row.edition


def read(row: Inbox) -> dict[str, Any]:
    """Return the update as Telegram's JSON gave it."""
    content: dict[str, Any] = json.loads(row.payload)
    return content


def waiting(session: Session, limit: int = 100) -> list[Inbox]:
    """Return updates that nobody works on, in order of arrival."""
    query = select(Inbox).where(Inbox.state == InboxState.NEW).order_by(col(Inbox.id)).limit(limit)
    return list(session.exec(query).all())


def claim(session: Session, inbox_id: int) -> bool:
    """Reserve an update for work and count the try; only one caller gets True."""
    ready = (col(Inbox.id) == inbox_id, col(Inbox.state) == InboxState.NEW)
    values = {"state": InboxState.WORKING, "tries": Inbox.tries + 1}
    return changed(session, update(Inbox).where(*ready).values(values)) == 1


def mark_done(session: Session, inbox_id: int, now: datetime) -> None:
    """Note that all that had to be done about an update is done; what it said is forgotten.

    What became a submission has its own row, and a private note beside a link is nobody's business.
    """
    _settle(session, inbox_id, InboxState.DONE, now, None)
    done = col(Inbox.id) == inbox_id
    changed(session, update(Inbox).where(done).values(payload="{}"))


def mark_failed(session: Session, inbox_id: int, error: str, now: datetime) -> None:
    """Note that the work on an update failed for good; ``error`` names it without its content."""
    _settle(session, inbox_id, InboxState.FAILED, now, error)


def mark_poison(session: Session, inbox_id: int, error: str, now: datetime) -> None:
    """Set an update aside that cannot even be read; ``error`` names why without its content."""
    _settle(session, inbox_id, InboxState.POISON, now, error)


def put_back(session: Session, inbox_id: int, error: str, max_tries: int, now: datetime) -> bool:
    """Give an update another try; return False if it had ``max_tries`` already and now counts as failed."""
    if fetch(session, Inbox, inbox_id).tries >= max_tries:
        mark_failed(session, inbox_id, error, now)
        return False
    values = {"state": InboxState.NEW, "error": clean_text(error)}
    changed(session, update(Inbox).where(col(Inbox.id) == inbox_id).values(values))
    return True


def recover(session: Session, most: int, now: datetime) -> list[Inbox]:
    """After a start: free the updates that the dead process worked on; return those now set aside.

    An interruption is no try, since most ends of a process have nothing to do with what it worked on.  An
    update that was interrupted ``most`` times took the process down with it and is POISON from now on.
    """
    interrupted = session.exec(select(Inbox).where(Inbox.state == InboxState.WORKING)).all()
    for row in interrupted:
        row.state, row.tries, row.interrupted = InboxState.NEW, max(row.tries - 1, 0), row.interrupted + 1
    poison = [row for row in interrupted if row.interrupted >= most]
    for row in poison:
        row.state, row.done_at, row.error = InboxState.POISON, now, "the process ended while working on it"
    session.flush()
    return poison


def purge(session: Session, before: datetime) -> int:
    """Delete updates that were finished before a moment; return how many.

    The newest row stays: SQLite would give its number to another update, and requests are known by it.
    """
    newest = select(func.max(col(Inbox.id))).scalar_subquery()
    old = (col(Inbox.done_at).is_not(None), col(Inbox.done_at) < before, col(Inbox.id) < newest)
    return changed(session, delete(Inbox).where(*old))


def _row(update_id: int, raw: Mapping[str, Any], now: datetime) -> Inbox:
    kind = next((key for key in raw if key != "update_id"), "")
    body = raw.get(kind)
    message = body if kind in _MESSAGES and isinstance(body, Mapping) else {}
    chat = message.get("chat")
    return Inbox(
        update_id=update_id,
        chat_id=_int64(chat.get("id")) if isinstance(chat, Mapping) else None,
        message_id=_int64(message.get("message_id")),
        kind=kind,
        edition=_edited(message),
        payload=_json(raw),
        received_at=now,
    )


def _edited(message: Mapping[str, Any]) -> int:
    """Return what tells editions of a message apart: the second of the edit, and a checksum of the words."""
    when = _int64(message.get("edit_date"))
    if when is None:
        return 0
    said = _json({name: message.get(name) for name in _SAID})
    return (when & 0x7FFF_FFFF) << 32 | crc32(said.encode())


def _json(raw: Mapping[str, Any]) -> str:
    try:
        return json.dumps(raw)  # ASCII only, so NUL and lone surrogates survive as escapes
    except (TypeError, RecursionError) as error:
        raise ValueError("the update cannot be written as JSON") from error


def _int64(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if -_INT64 <= value < _INT64 else None


def _release_numbers(session: Session, update_ids: Sequence[int], now: datetime) -> None:
    old = (col(Inbox.update_id).in_(update_ids), col(Inbox.received_at) < now - _REDELIVERY)
    changed(session, update(Inbox).where(*old).values(update_id=-col(Inbox.update_id)))


def _settle(session: Session, inbox_id: int, state: InboxState, now: datetime, error: str | None) -> None:
    values = {"state": state, "done_at": now, "error": None if error is None else clean_text(error)}
    changed(session, update(Inbox).where(col(Inbox.id) == inbox_id).values(values))
