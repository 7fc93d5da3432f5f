"""What the store knows of persons and chats, and how it forgets them; articles stay, without a sender."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlmodel import Session, col, select

from storage.tables import (
    Article,
    Chat,
    Digest,
    Feed,
    Inbox,
    InboxState,
    Interest,
    Membership,
    Memo,
    Slot,
    Submission,
    SubmissionKind,
)
from storage.writes import changed

FORGOTTEN = "forgotten"
_OF_A_CHAT: tuple[Any, ...] = (Digest, Feed, Interest, Membership, Memo, Slot)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows a request for deletion met: contributions, raw updates, chats."""

    contributions: int
    updates: int
    chats: int


def forget_user(session: Session, user_id: int, *, but: int | None = None) -> Forgotten:
    """Remove everything that tells of a person: as sender, in raw updates, and the private chat.

    Args:
        session: a writing session.
        user_id: Telegram's id of the person.
        but: key of the inbox row of the request itself; it is purged with the finished ones of its day.

    Finished contributions lose sender and text, their articles stay.  Those still in work lose the sender.
    """
    own = col(Submission.user_id) == user_id
    changed(session, delete(Membership).where(col(Membership.user_id) == user_id))
    _forget_origins(session, user_id)
    changed(session, update(Submission).where(own, _is_text()).values(payload="", origin=None))
    count = changed(session, update(Submission).where(own).values(user_id=None, origin=None, fallback=None))
    updates = _forget_updates(session, user_id, but)
    return Forgotten(count, updates, _forget_chats(session, user_id))


def forget_chat(session: Session, chat_id: int) -> Forgotten:
    """Remove a chat with its plan, digests and deliveries, and what was sent in there; articles stay."""
    own = col(Submission.chat_id) == chat_id
    count = changed(session, delete(Submission).where(own, col(Submission.done_at).is_not(None)))
    updates = changed(session, delete(Inbox).where(col(Inbox.chat_id) == chat_id, _is_finished()))
    return Forgotten(count, updates, _forget_chats(session, chat_id))


def known_of(session: Session, user_id: int) -> Forgotten:
    """Return how much the store knows of a person, changing nothing."""
    return Forgotten(
        session.exec(select(func.count(col(Submission.id))).where(Submission.user_id == user_id)).one(),
        session.exec(select(func.count(col(Inbox.id))).where(_mentions(user_id))).one(),
        session.exec(select(func.count(col(Chat.id))).where(Chat.chat_id == user_id)).one(),
    )


def _forget_origins(session: Session, user_id: int) -> None:
    """Take the name off articles that others forwarded from a person, and from what led to them."""
    sent = select(Submission.article_id).where(Submission.user_id == user_id)
    changed(session, update(Article).where(col(Article.id).in_(sent)).values(forward_origin=None))


def _forget_updates(session: Session, user_id: int, but: int | None) -> int:
    gone = [_mentions(user_id), _is_finished()]
    if but is not None:
        gone.append(col(Inbox.id) != but)
    return changed(session, delete(Inbox).where(*gone))


def _forget_chats(session: Session, chat_id: int) -> int:
    """Empty a chat's rows; what is left names nobody, and keeps its articles from becoming everybody's."""
    same = or_(col(Chat.chat_id) == chat_id, col(Chat.migrated_from) == chat_id)
    found = session.exec(select(Chat).where(same)).all()
    for chat in found:
        for table in _OF_A_CHAT:
            changed(session, delete(table).where(col(table.chat_pk) == chat.id))
        chat.chat_id, chat.migrated_from, chat.title = -(chat.id or 0), None, ""
        chat.kind, chat.active = FORGOTTEN, False
    session.flush()
    return len(found)


def _mentions(user_id: int) -> ColumnElement[bool]:
    """Tell raw updates in which Telegram names a person by id; they are JSON as Python writes it."""
    return or_(
        col(Inbox.payload).contains(f'"id": {user_id},'), col(Inbox.payload).contains(f'"id": {user_id}}}')
    )


def _is_finished() -> ColumnElement[bool]:
    return col(Inbox.state).in_([InboxState.DONE, InboxState.FAILED, InboxState.POISON])


def _is_text() -> ColumnElement[bool]:
    return (col(Submission.kind) != SubmissionKind.URL) & col(Submission.done_at).is_not(None)
