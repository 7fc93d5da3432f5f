"""From what a message brings to rows in the queue; running it twice queues nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.links import Contribution
from config.delivery import BURST_GAP, HOURLY_SUBMISSIONS, NOT_LIVE, SPLIT_PIECE, SPLIT_WAIT
from storage import submissions
from storage.tables import Submission, SubmissionKind, SubmissionState
from summaries.intake.problem import IntakeError
from summaries.intake.urls import canonical_url

_SENTENCE_ENDS = (".", "!", "?", "…", "“", "«", '"', ":")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as rows know it: where it stands, who sent it (None in channels), its inbox row.

    ``at`` is when it is read, ``written`` when it was written or edited.
    """

    chat_id: int
    thread_id: int
    message_id: int
    user_id: int | None
    inbox_id: int | None
    at: datetime
    written: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it waited, as after an outage: many hours then come at once, which is no flood."""
        return self.written is not None and self.at - self.written > NOT_LIVE


@dataclass(frozen=True, slots=True)
class Queued:
    """What became of a message: how many submissions are new, its burst, and its place there, from 1."""

    fresh: int
    place: int = 1
    burst: int = 0


class TooMuchError(Exception):
    """Raised where one person sends more in an hour than people do."""


def queue(session: Session, arrival: Arrival, contribution: Contribution, text: str) -> Queued:
    """Store what is new in a message.  Messages that one person sends in one go become one burst.

    Args:
        session: a writing session.
        arrival: the message.
        contribution: what it brings.
        text: the whole text of the message, which may be the rest of a text that a client cut in two.

    Raises:
        TooMuchError: nothing was stored.
    """
    if text and not contribution.urls and _continue(session, arrival, text):
        return Queued(1)
    known = submissions.of_message(session, arrival.chat_id, arrival.message_id)
    fresh = [item for item in _items(contribution) if item[1] not in {row.payload for row in known}]
    if fresh and _is_flood(session, arrival):
        raise TooMuchError
    burst = _burst(session, arrival, known)
    before, answer = submissions.burst(session, arrival.chat_id, burst, arrival.message_id)
    origin = contribution.origin.to_json() if contribution.origin else None
    for ordinal, (kind, payload, canonical) in enumerate(fresh, start=len(known)):
        row = _row(arrival, kind, payload)
        row.ordinal, row.batch_id, row.reply_message_id = ordinal, burst, answer
        row.canonical_url = canonical
        row.origin, row.fallback = origin, contribution.post
        submissions.put(session, row)
    return Queued(len(fresh), before + 1, burst)


def _row(arrival: Arrival, kind: SubmissionKind, payload: str) -> Submission:
    return Submission(
        kind=kind,
        payload=payload,
        inbox_id=arrival.inbox_id,
        chat_id=arrival.chat_id,
        thread_id=arrival.thread_id,
        message_id=arrival.message_id,
        user_id=arrival.user_id,
        received_at=arrival.at,
    )


def _burst(session: Session, arrival: Arrival, known: list[Submission]) -> int:
    """Return the first message of the burst that a message belongs to: that of the last one just before."""
    if known:
        return known[0].batch_id
    since = arrival.at - BURST_GAP
    last = submissions.latest_of_sender(session, arrival.chat_id, arrival.thread_id, arrival.user_id, since)
    return last.batch_id if last is not None else arrival.message_id


def _items(contribution: Contribution) -> Iterator[tuple[SubmissionKind, str, str | None]]:
    for url in contribution.urls:
        yield SubmissionKind.URL, url, _canonical(url)
    if contribution.text is not None:
        yield SubmissionKind.TEXT, contribution.text, None
    if contribution.file is not None:
        yield SubmissionKind.FILE, f"{contribution.file.id}\n{contribution.file.name}", None


def _canonical(url: str) -> str | None:
    try:
        return canonical_url(url)
    except IntakeError:
        return None


def _is_flood(session: Session, arrival: Arrival) -> bool:
    who, since = arrival.user_id or arrival.chat_id, arrival.at - timedelta(hours=1)
    return not arrival.is_late and submissions.count_of_sender(session, who, since) >= HOURLY_SUBMISSIONS


def _continue(session: Session, arrival: Arrival, text: str) -> bool:
    """Append the rest of a long text to the piece that came right before it."""
    first = session.exec(
        select(Submission)
        .where(
            Submission.chat_id == arrival.chat_id,
            Submission.thread_id == arrival.thread_id,
            Submission.kind == SubmissionKind.TEXT,
            Submission.state == SubmissionState.QUEUED,
            Submission.received_at > arrival.at - SPLIT_WAIT,
            col(Submission.message_id) < arrival.message_id,
        )
        .order_by(col(Submission.id).desc())
    ).first()
    if first is None or first.user_id != arrival.user_id or len(first.payload) < SPLIT_PIECE:
        return False
    first.payload += ("\n" if first.payload.rstrip().endswith(_SENTENCE_ENDS) else " ") + text
    first.received_at = arrival.at  # a third piece may follow
    session.flush()
    return True
