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
    """What became of a message: how many submissions are new, and its place in its burst, from 1."""

    fresh: int
    place: int = 1


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
    if fresh and not arrival.is_late and _sent(session, arrival) >= HOURLY_SUBMISSIONS:
        raise TooMuchError
    burst = _burst(session, arrival, known)
    together = submissions.of_batch(session, arrival.chat_id, burst)
    origin = contribution.origin.to_json() if contribution.origin else None
    for ordinal, (kind, payload, canonical) in enumerate(fresh, start=len(known)):
        row = Submission(
            inbox_id=arrival.inbox_id,
            chat_id=arrival.chat_id,
            thread_id=arrival.thread_id,
            message_id=arrival.message_id,
            ordinal=ordinal,
            batch_id=burst,
            user_id=arrival.user_id,
            kind=kind,
            payload=payload,
            canonical_url=canonical,
            origin=origin,
            reply_message_id=next((one.reply_message_id for one in together if one.reply_message_id), None),
            received_at=arrival.at,
        )
        submissions.put(session, row)
    before = {one.message_id for one in together} - {arrival.message_id}
    return Queued(len(fresh), len(before) + 1)


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


def _sent(session: Session, arrival: Arrival) -> int:
    who = arrival.user_id or arrival.chat_id
    return submissions.count_of_sender(session, who, arrival.at - timedelta(hours=1))


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
