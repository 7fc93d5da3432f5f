"""Chats that an administrator of the bot opened by adding it; they join those of the settings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from storage import chats, state

_KEY = "invited_chats"


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
