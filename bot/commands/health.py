"""Whether the bot on a data directory is well, read from its store: polls, ticks, what waits and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from config.delivery import HEARTBEAT_EVERY, QUEUE_PATIENCE, TICK_SECONDS, UPDATE_PATIENCE
from storage import Database, state
from storage.tables import Inbox, InboxState, Submission, SubmissionState

HEARTBEAT, LAST_TICK = "heartbeat", "last_tick"
# Six missed beats, or ticks, are no hiccup.
PATIENCE = 6 * HEARTBEAT_EVERY
TICK_PATIENCE = timedelta(seconds=6 * TICK_SECONDS)


@dataclass(frozen=True, slots=True)
class Health:
    """Ages of what tells how the bot is; None where there is nothing of the kind.

    ``sign`` is the last sign of life, which is only given while polls succeed; ``update`` and
    ``contribution`` are the oldest that nobody has taken up yet.
    """

    sign: timedelta | None
    tick: timedelta | None
    update: timedelta | None
    contribution: timedelta | None

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, as names of texts; nothing if the bot is well."""
        found = {
            "silent": self.sign is None or self.sign > PATIENCE,
            "no_tick": self.tick is not None and self.tick > TICK_PATIENCE,
            "updates_wait": self.update is not None and self.update > UPDATE_PATIENCE,
            "queue_waits": self.contribution is not None and self.contribution > QUEUE_PATIENCE,
        }
        return tuple(name for name, wrong in found.items() if wrong)


def examine(database: Database, now: datetime) -> Health:
    """Return how the bot on a store is.

    Raises:
        StorageError: the store cannot be read.
    """
    with database.reading() as session:
        return Health(
            sign=_since(session, HEARTBEAT, now),
            tick=_since(session, LAST_TICK, now),
            update=_age(now, session.exec(_oldest_update()).one()),
            contribution=_age(now, session.exec(_oldest_submission()).one()),
        )


def _since(session: Session, key: str, now: datetime) -> timedelta | None:
    found = state.get(session, key)
    return _age(now, found.updated_at if found else None)


def _age(now: datetime, moment: datetime | None) -> timedelta | None:
    return now - moment if moment is not None else None


def _oldest_update() -> SelectOfScalar[datetime]:
    return select(func.min(col(Inbox.received_at))).where(Inbox.state == InboxState.NEW)


def _oldest_submission() -> SelectOfScalar[datetime]:
    return select(func.min(col(Submission.received_at))).where(Submission.state == SubmissionState.QUEUED)
