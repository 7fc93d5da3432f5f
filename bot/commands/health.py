"""Whether the bot on a data directory is alive: the age of its last sign of life in the store."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.delivery import HEARTBEAT_EVERY
from storage import Database, state

HEARTBEAT = "heartbeat"
# Six missed beats are no hiccup.
PATIENCE = 6 * HEARTBEAT_EVERY


def last_sign(database: Database) -> datetime | None:
    """Return when the bot last said that it lives; None if it never ran here."""
    with database.reading() as session:
        beat = state.get(session, HEARTBEAT)
    return beat.updated_at if beat else None


def too_old(span: timedelta) -> bool:
    """Tell whether a sign of life of this age means that the bot is dead."""
    return span > PATIENCE
