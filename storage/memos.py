"""What buttons stand for where that does not fit into a button."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import Chat, Memo
from storage.writes import add, changed, key_of


def put(session: Session, chat_pk: int, kind: str, value: dict[str, Any], now: datetime) -> int:
    """Keep ``value`` for a chat; return the number that stands for it, the old one if it is kept already."""
    payload = json.dumps(value, ensure_ascii=False, sort_keys=True)
    same = (Memo.chat_pk == chat_pk, Memo.kind == kind, Memo.payload == payload)
    known = session.exec(select(Memo).where(*same)).first()
    if known is not None:
        known.created_at = now
        return key_of(known)
    return key_of(add(session, Memo(chat_pk=chat_pk, kind=kind, payload=payload, created_at=now)))


def get(session: Session, memo_id: int, chat_pk: int, kind: str) -> dict[str, Any]:
    """Return what a number stands for.

    Raises:
        LookupError: nothing, or something of another chat or kind.
    """
    row = session.get(Memo, memo_id)
    if row is None or row.chat_pk != chat_pk or row.kind != kind:
        raise LookupError(f"there is no {kind} {memo_id} in this chat")
    found: dict[str, Any] = json.loads(row.payload)
    return found


def latest(session: Session, chat_id: int, kind: str, limit: int) -> list[dict[str, Any]]:
    """Return what was kept last for a chat, by Telegram's id, latest first."""
    query = select(Memo.payload).join(Chat).where(Chat.chat_id == chat_id, Memo.kind == kind)
    rows = session.exec(query.order_by(col(Memo.id).desc()).limit(limit))
    return [json.loads(payload) for payload in rows]


def of_chat(session: Session, chat_pk: int, kind: str) -> list[tuple[int, dict[str, Any]]]:
    """Return what is kept for a chat with the number of each, latest first."""
    query = select(Memo).where(Memo.chat_pk == chat_pk, Memo.kind == kind)
    rows = session.exec(query.order_by(col(Memo.created_at).desc(), col(Memo.id).desc()))
    return [(key_of(row), json.loads(row.payload)) for row in rows]


def drop(session: Session, memo_id: int) -> None:
    """Forget one."""
    changed(session, delete(Memo).where(col(Memo.id) == memo_id))


def purge(session: Session, before: datetime) -> int:
    """Forget what was kept before a moment; return how many."""
    return changed(session, delete(Memo).where(col(Memo.created_at) < before))
