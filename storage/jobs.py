"""The jobs of procrastinate beside the store: the tables of its own schema, and what a job is missing for.

Rows are what counts, jobs are hints of where there is work: a job may be lost, come twice or be made anew
from the rows at any time, without anything being lost or done twice.
"""

import importlib.metadata
from dataclasses import dataclass
from datetime import datetime

from procrastinate.schema import SchemaManager
from sqlalchemy import ColumnElement, Connection, String, cast, column, exists, func, table, text
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from storage.database import Database, translate_errors
from storage.postgres import lock_in
from storage.tables import Submission, SubmissionState

SCHEMA = "jobs"
DONE = "lagebild_done"  # the channel that results are told on
_LOCK = "jobs schema"
# NOTIFY takes up to 8000 bytes.
_LONGEST_MESSAGE = 7900
_NAME = "submission "
_JOBS = table("procrastinate_jobs", column("status"), column("queueing_lock"), schema=SCHEMA)
_WORKERS = table("procrastinate_workers", column("last_heartbeat"), schema=SCHEMA)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that waits: its key, and how many of the same sender wait before it."""

    key: int
    turn: int


def prepare(database: Database) -> None:
    """Make procrastinate's tables, and make them anew where they are those of another version of it.

    Raises:
        StorageError: the server cannot be written.
    """
    version = importlib.metadata.version("procrastinate")
    with translate_errors(), database.engine.begin() as connection:
        lock_in(connection, [_LOCK])
        if _version(connection) != version:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
            connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}, public"))
            driver = connection.connection.driver_connection
            driver.execute(SchemaManager.get_schema())  # type: ignore[union-attr]
            connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS 'procrastinate {version}'"))
            connection.execute(text("SET LOCAL search_path TO DEFAULT"))


def _version(connection: Connection) -> str | None:
    query = text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name")
    found = connection.execute(query, {"name": SCHEMA}).scalar()
    return str(found).removeprefix("procrastinate ") if found else None


def waiting(session: Session, after: int, limit: int) -> list[Waiting]:
    """Return submissions that wait with keys greater than ``after``, in order."""
    sender = func.coalesce(Submission.user_id, Submission.chat_id)
    turn = func.row_number().over(partition_by=sender, order_by=col(Submission.id))
    queue = select(Submission.id, turn.label("turn")).where(Submission.state == SubmissionState.QUEUED)
    turns = queue.subquery()
    query = sa_select(turns.c.id, turns.c.turn).where(turns.c.id > after).order_by(turns.c.id).limit(limit)
    return [Waiting(*row) for row in session.connection().execute(query)]


def without_job(session: Session, before: datetime, limit: int) -> list[Waiting]:
    """Return submissions that came before a moment and wait, although no job tells anybody of them."""
    name = func.concat(_NAME, Submission.id)
    told = exists().where(_JOBS.c.queueing_lock == name, _status().in_(("todo", "doing")))
    late = (Submission.state == SubmissionState.QUEUED, col(Submission.received_at) < before, ~told)
    query = select(Submission.id).where(*late).order_by(col(Submission.id)).limit(limit)
    return [Waiting(key, 0) for key in session.exec(query) if key is not None]


def orphans(session: Session, limit: int) -> list[int]:
    """Return submissions that are marked as worked on although nobody is at a job of them."""
    name = func.concat(_NAME, Submission.id)
    held = exists().where(_JOBS.c.queueing_lock == name, _status() == "doing")
    alone = (Submission.state == SubmissionState.WORKING, ~held)
    query = select(Submission.id).where(*alone).order_by(col(Submission.id)).limit(limit)
    return [key for key in session.exec(query) if key is not None]


def name_of(submission_id: int) -> str:
    """Return what keeps a submission from having two jobs that wait."""
    return f"{_NAME}{submission_id}"


def tell(session: Session, message: str) -> bool:
    """Tell all who listen something, when the transaction ends; False if it is too long for that."""
    if len(message.encode()) > _LONGEST_MESSAGE:
        return False
    session.connection().execute(
        text("SELECT pg_notify(:channel, :message)"), {"channel": DONE, "message": message}
    )
    return True


def server_time(session: Session) -> datetime:
    """Return the server's time, by which all machines go."""
    found: datetime = session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
    return found


def counts(session: Session) -> dict[str, int]:
    """Return how many jobs there are by state, and under "workers" how many processes work."""
    found = session.connection().execute(sa_select(_status(), func.count()).group_by(_status()))
    recent = func.now() - text("interval '30 seconds'")
    alive = sa_select(func.count()).select_from(_WORKERS).where(_WORKERS.c.last_heartbeat > recent)
    workers = int(session.connection().execute(alive).scalar_one())
    return {str(state): int(number) for state, number in found} | {"workers": workers}


def _status() -> ColumnElement[str]:
    return cast(_JOBS.c.status, String)
