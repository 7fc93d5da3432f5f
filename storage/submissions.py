"""What people sent in: each link, text and file of a message, from queue to article."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from storage import holdings
from storage.chats import find as find_chat
from storage.tables import Chat, Submission, SubmissionState
from storage.text import clean_text
from storage.writes import add_once, changed, fetch, key_of

# The problem of what is given up because its work failed again and again, or took its process down.
CRASHED = "crashed"

OPEN = (SubmissionState.QUEUED, SubmissionState.WORKING)


def put(session: Session, submission: Submission) -> bool:
    """Queue a submission; return False if this part of this message is there already.

    One without a burst is its own.
    """
    submission.payload = clean_text(submission.payload)
    submission.batch_id = submission.batch_id or submission.message_id
    return add_once(session, submission, ("chat_id", "message_id", "ordinal"))


def get(session: Session, submission_id: int) -> Submission:
    """Return a submission.

    Raises:
        LookupError: there is none with this key.
    """
    return fetch(session, Submission, submission_id)


def find(session: Session, submission_id: int) -> Submission | None:
    """Return a submission, None if there is none with this key."""
    return session.get(Submission, submission_id)


def waiting(session: Session, limit: int = 100) -> list[Submission]:
    """Return queued submissions in a fair order: everybody's first one, then everybody's second one, …."""
    sender = func.coalesce(Submission.user_id, Submission.chat_id)
    turn = func.row_number().over(partition_by=sender, order_by=col(Submission.id))
    queue = select(Submission.id, turn.label("turn")).where(Submission.state == SubmissionState.QUEUED)
    turns = queue.subquery()
    query = select(Submission).join(turns, turns.c.id == Submission.id)
    return list(session.exec(query.order_by(turns.c.turn, col(Submission.id)).limit(limit)).all())


def claim(session: Session, submission_id: int) -> bool:
    """Reserve a submission for work and count the try; only one caller gets True."""
    ready = (col(Submission.id) == submission_id, col(Submission.state) == SubmissionState.QUEUED)
    values = {"state": SubmissionState.WORKING, "tries": Submission.tries + 1}
    return changed(session, update(Submission).where(*ready).values(values)) == 1


def mark_stored(session: Session, submission_id: int, article_id: int, now: datetime) -> None:
    """Note that it became a new article, or a new revision of one."""
    _settle(session, submission_id, SubmissionState.STORED, now, article_id=article_id)


def mark_duplicate(session: Session, submission_id: int, article_id: int, now: datetime) -> None:
    """Note that the article was there already."""
    _settle(session, submission_id, SubmissionState.DUPLICATE, now, article_id=article_id)


def mark_failed(session: Session, submission_id: int, problem: str, now: datetime) -> None:
    """Note that no article could be made of it; ``problem`` is intake's problem code."""
    _settle(session, submission_id, SubmissionState.FAILED, now, problem=clean_text(problem))


def put_back(session: Session, submission_id: int, problem: str, max_tries: int, now: datetime) -> bool:
    """Give it another try; return False if it had ``max_tries`` already and now counts as failed."""
    if fetch(session, Submission, submission_id).tries >= max_tries:
        mark_failed(session, submission_id, problem, now)
        return False
    values = {"state": SubmissionState.QUEUED, "problem": clean_text(problem)}
    changed(session, update(Submission).where(col(Submission.id) == submission_id).values(values))
    return True


def set_reply(session: Session, submission_ids: Sequence[int], message_id: int | None) -> None:
    """Remember the one answer to a message, so that it is edited from now on; 0 while it is on its way."""
    own = col(Submission.id).in_(submission_ids)
    changed(session, update(Submission).where(own).values(reply_message_id=message_id))


def release(session: Session, submission_ids: Sequence[int]) -> None:
    """Queue again what a process gives up in good order; that counts neither as a try nor as interrupted."""
    own = (col(Submission.id).in_(submission_ids), col(Submission.state) == SubmissionState.WORKING)
    values = {"state": SubmissionState.QUEUED, "tries": Submission.tries - 1}
    changed(session, update(Submission).where(*own).values(values))


def recover(session: Session, most: int, problem: str, now: datetime) -> list[Submission]:
    """After a start: queue again what the dead process worked on; return what now counts as failed.

    An interruption is no try.  A submission that was interrupted ``most`` times took the process down with
    it; it fails with ``problem``.
    """
    query = select(Submission).where(Submission.state == SubmissionState.WORKING)
    return _free(session, session.exec(query).all(), most, problem, now)


def _free(
    session: Session, lost: Sequence[Submission], most: int, problem: str, now: datetime
) -> list[Submission]:
    for row in lost:
        row.state, row.tries = SubmissionState.QUEUED, max(row.tries - 1, 0)
        row.interrupted += 1
    poison = [row for row in lost if row.interrupted >= most]
    for row in poison:
        row.state, row.problem, row.done_at = SubmissionState.FAILED, problem, now
    session.flush()
    return poison


def interrupted(
    session: Session, submission_ids: Sequence[int], most: int, problem: str, now: datetime
) -> list[Submission]:
    """Queue again what processes that are gone worked on, as ``recover`` does; return what now has failed."""
    lost = (col(Submission.id).in_(submission_ids), Submission.state == SubmissionState.WORKING)
    return _free(
        session, session.exec(select(Submission).where(*lost).with_for_update()).all(), most, problem, now
    )


def ended(session: Session, submission_ids: Sequence[int]) -> list[Submission]:
    """Return those of some submissions that are neither waiting nor being worked on."""
    own = (col(Submission.id).in_(submission_ids), col(Submission.state).not_in(OPEN))
    return list(session.exec(select(Submission).where(*own).order_by(col(Submission.id))).all())


def set_aside(session: Session, since: datetime, chat: Chat | None = None) -> list[int]:
    """Return what was given up since a moment because work on it broke off, of one chat or of all."""
    given_up = [Submission.state == SubmissionState.FAILED, Submission.problem == CRASHED]
    if chat is not None:
        given_up.append(Submission.chat_id == chat.chat_id)
    query = select(Submission.id).where(*given_up, col(Submission.done_at) >= since)
    return [key for key in session.exec(query.order_by(col(Submission.id))) if key is not None]


def of_message(session: Session, chat_id: int, message_id: int) -> list[Submission]:
    """Return what came out of one message, in its order."""
    same = (Submission.chat_id == chat_id, Submission.message_id == message_id)
    return list(session.exec(select(Submission).where(*same).order_by(col(Submission.ordinal))).all())


def of_batch(session: Session, chat_id: int, batch_id: int) -> list[Submission]:
    """Return what came with one burst, message by message."""
    same = (Submission.chat_id == chat_id, Submission.batch_id == batch_id)
    order = (col(Submission.message_id), col(Submission.ordinal))
    return list(session.exec(select(Submission).where(*same).order_by(*order)).all())


def burst(session: Session, chat_id: int, batch_id: int, but: int) -> tuple[int, int | None]:
    """Return how many messages other than ``but`` a burst has so far, and the number of its answer if any."""
    others = func.count(func.distinct(case((col(Submission.message_id) != but, Submission.message_id))))
    query = select(others, func.max(col(Submission.reply_message_id)))
    found = session.exec(query.where(Submission.chat_id == chat_id, Submission.batch_id == batch_id)).one()
    return found[0], found[1]


def latest_of_sender(
    session: Session, chat_id: int, thread_id: int, user_id: int | None, since: datetime
) -> Submission | None:
    """Return the newest submission of a person (None: of a channel) in one place after ``since``."""
    query = select(Submission).where(
        Submission.chat_id == chat_id,
        Submission.thread_id == thread_id,
        Submission.user_id == user_id,
        Submission.received_at > since,
    )
    return session.exec(query.order_by(col(Submission.id).desc())).first()


def of_article(session: Session, article_id: int) -> list[Submission]:
    """Return all submissions that led to an article, first one first."""
    query = select(Submission).where(Submission.article_id == article_id).order_by(col(Submission.id))
    return list(session.exec(query).all())


def brought(session: Session, row: Submission) -> bool:
    """Tell whether a chat did not have an article before this submission of its own led to it."""
    if row.article_id is None or (chat := find_chat(session, row.chat_id)) is None:
        return False
    came = holdings.added(session, key_of(chat), [row.article_id]).get(row.article_id)
    same = (Submission.chat_id == row.chat_id, Submission.article_id == row.article_id)
    query = select(func.min(Submission.id)).where(*same, Submission.done_at == came)
    return came is not None and session.exec(query).one() == row.id


def in_work(session: Session, canonical_url: str) -> Submission | None:
    """Return the submission that is being worked on for this URL, so that it is not fetched twice at once."""
    same = (Submission.canonical_url == canonical_url, Submission.state == SubmissionState.WORKING)
    return session.exec(select(Submission).where(*same)).first()


def count(
    session: Session, state: SubmissionState, since: datetime | None = None, chat_id: int | None = None
) -> int:
    """Return how many submissions are in a state, of those received at or after ``since``, of a chat."""
    query = select(func.count(col(Submission.id))).where(Submission.state == state)
    if chat_id is not None:
        query = query.where(Submission.chat_id == chat_id)
    if since is not None:
        query = query.where(Submission.received_at >= since)
    return session.exec(query).one()


def count_of_sender(session: Session, sender_id: int, since: datetime) -> int:
    """Return how many submissions a user, or a chat without users, made at or after ``since``."""
    sender = func.coalesce(Submission.user_id, Submission.chat_id)
    query = select(func.count(col(Submission.id))).where(sender == sender_id, Submission.received_at >= since)
    return session.exec(query).one()


def _settle(
    session: Session, submission_id: int, state: SubmissionState, now: datetime, **values: object
) -> None:
    own = col(Submission.id) == submission_id
    done = {"state": state, "done_at": now, "fallback": None}
    changed(session, update(Submission).where(own).values({**done, **values}))
    row = fetch(session, Submission, submission_id)
    if row.article_id is not None:  # the chat may read from now on what it brought
        holdings.note(session, row.chat_id, row.article_id, now)
