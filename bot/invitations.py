"""Chats that were opened beside those of the settings: by an administrator of the bot, or by a code.

Of a code only a digest is kept; it opens one chat and is spent then.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from config.face import CODE_VALID
from storage import chats, state

_KEY = "invited_chats"
_CODES = "invitation_codes"
_CODE_BYTES = 9


def issue(session: Session, now: datetime) -> str:
    """Return a new code that opens one chat within the time of ``CODE_VALID``."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    known = codes(session, now) | {digest_of(code): now + CODE_VALID}
    _put_codes(session, known, now)
    return code


def redeem(session: Session, code: str, now: datetime) -> bool:
    """Spend a code; False if it is none, was spent or is too old."""
    known = codes(session, now)
    if known.pop(digest_of(code), None) is None:
        return False
    _put_codes(session, known, now)
    return True


def codes(session: Session, now: datetime) -> dict[str, datetime]:
    """Return the digests of the codes that are good, with the time until which they are."""
    row = state.get(session, _CODES)
    kept: dict[str, str] = json.loads(row.value) if row is not None else {}
    until = {key: datetime.fromisoformat(value) for key, value in kept.items()}
    return {key: moment for key, moment in until.items() if moment > now}


def digest_of(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def _put_codes(session: Session, known: dict[str, datetime], now: datetime) -> None:
    state.put(session, _CODES, json.dumps({key: until.isoformat() for key, until in known.items()}), now)


def remember(session: Session, chat_id: int, now: datetime) -> None:
    """Keep a chat open beyond a restart."""
    state.put(session, _KEY, json.dumps(sorted({*_invited(session), chat_id})), now)


def open_chats(session: Session, configured: Iterable[int]) -> set[int]:
    """Return the chats to serve: configured and invited ones, under the ids that they have now."""
    wanted = {*configured, *_invited(session)}
    moved = {chat.chat_id for chat in chats.every(session, active=False) if chat.migrated_from in wanted}
    return wanted | moved


def _invited(session: Session) -> list[int]:
    row = state.get(session, _KEY)
    found: list[int] = json.loads(row.value) if row is not None else []
    return found
