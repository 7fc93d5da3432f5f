"""The chats that the bot serves, and their plans."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, update
from sqlmodel import Session, col, select

from storage import postgres
from storage.tables import Chat, Digest, Feed, Holding, Interest, Membership, Slot, Wish
from storage.writes import add, add_once, changed, fetch, key_of


def register(
    session: Session, chat_id: int, kind: str, title: str, now: datetime, *, timezone: str = "Europe/Berlin"
) -> Chat:
    """Return the chat with Telegram's ``chat_id``, stored if new; kind and title are brought up to date."""
    postgres.lock(session, [f"chat {chat_id}"])
    chat = find(session, chat_id)
    if chat is None:
        return add(session, Chat(chat_id=chat_id, kind=kind, title=title, timezone=timezone, added_at=now))
    chat.kind, chat.title = kind, title
    return add(session, chat)


def find(session: Session, chat_id: int) -> Chat | None:
    """Return the chat with Telegram's ``chat_id``, also by the id it had before it became a supergroup."""
    chat = session.exec(select(Chat).where(Chat.chat_id == chat_id)).first()
    return chat or session.exec(select(Chat).where(Chat.migrated_from == chat_id)).first()


def get(session: Session, chat_pk: int) -> Chat:
    """Return a chat by its own key.

    Raises:
        LookupError: there is none.
    """
    return fetch(session, Chat, chat_pk)


def every(session: Session, *, active: bool = True) -> list[Chat]:
    """Return all chats, or only those that can be written to."""
    query = select(Chat).order_by(col(Chat.id))
    if active:
        query = query.where(col(Chat.active).is_(True))
    return list(session.exec(query).all())


def following(session: Session) -> list[Chat]:
    """Return the chats that follow a story or word and want to be told of it at once."""
    wishes = exists().where(
        col(Interest.chat_pk) == col(Chat.id),
        col(Interest.wish) == Wish.FOLLOW,
        col(Interest.outlet_id).is_(None),
    )
    query = select(Chat).where(col(Chat.active).is_(True), col(Chat.alerts).is_(True), wishes)
    return list(session.exec(query.order_by(col(Chat.id))).all())


def first_thread(session: Session, chat_pk: int) -> int:
    """Return the topic that a chat's first plan is for; 0 without a plan or topics."""
    query = select(Slot.thread_id).where(Slot.chat_pk == chat_pk).order_by(col(Slot.id))
    return session.exec(query).first() or 0


def set_active(session: Session, chat_pk: int, active: bool) -> None:
    """Note whether the chat can be written to (False once the bot was removed or blocked)."""
    fetch(session, Chat, chat_pk).active = active
    session.flush()


def set_reactions_only(session: Session, chat_pk: int, wanted: bool) -> None:
    """Let the bot answer in this chat with reactions, or with messages again."""
    fetch(session, Chat, chat_pk).reactions_only = wanted
    session.flush()


def migrate(session: Session, old_chat_id: int, new_chat_id: int) -> Chat | None:
    """Follow a group that became a supergroup: plan, digests and deliveries stay with the chat.

    Returns None if ``old_chat_id`` is no chat of ours. Doing it twice changes nothing more.
    """
    chat = find(session, old_chat_id)
    if chat is None or chat.chat_id == new_chat_id:
        return chat
    newcomer = session.exec(select(Chat).where(Chat.chat_id == new_chat_id)).first()
    if newcomer is not None:  # the supergroup wrote before its migration was announced
        _absorb(session, key_of(newcomer), key_of(chat))
        session.delete(newcomer)
        session.flush()
    chat.chat_id, chat.migrated_from, chat.kind = new_chat_id, old_chat_id, "supergroup"
    return add(session, chat)


def set_slots(session: Session, chat_pk: int, thread_id: int, times: Sequence[str], now: datetime) -> None:
    """Make ``times`` ("HH:MM") the times of a chat or topic; they keep the days of those before."""
    days = days_of(session, chat_pk, thread_id)
    for slot in slots_of(session, chat_pk, thread_id):
        if slot.local_time not in times:
            session.delete(slot)
    session.flush()
    for local_time in times:
        add_slot(session, chat_pk, thread_id, local_time, now).days = days
    session.flush()


def days_of(session: Session, chat_pk: int, thread_id: int) -> str:
    """Return the weekdays of a chat's or topic's plan as ISO numbers; all of them where there is none."""
    return next((slot.days for slot in slots_of(session, chat_pk, thread_id)), "1234567")


def set_days(session: Session, chat_pk: int, thread_id: int, days: str) -> None:
    """Let the plan of a chat or topic count on these weekdays only."""
    for slot in slots_of(session, chat_pk, thread_id):
        slot.days = days
    session.flush()


def move_slots(session: Session, chat_pk: int, thread_id: int, now: datetime) -> None:
    """Let the plans of all topics of a chat come in one of them."""
    times = sorted({slot.local_time for slot in slots_of(session, chat_pk) if not slot.paused})
    days = next((slot.days for slot in slots_of(session, chat_pk)), "1234567")
    for slot in slots_of(session, chat_pk):
        if slot.thread_id != thread_id:
            session.delete(slot)
    session.flush()
    for local_time in times:
        add_slot(session, chat_pk, thread_id, local_time, now).days = days
    session.flush()


def set_slot(session: Session, chat_pk: int, thread_id: int, local_time: str, now: datetime) -> Slot:
    """Make ``local_time`` ("HH:MM") the one daily time of a chat, or of a topic of it."""
    for slot in slots_of(session, chat_pk, thread_id):
        if slot.local_time != local_time:
            session.delete(slot)
    session.flush()
    return add_slot(session, chat_pk, thread_id, local_time, now)


def add_slot(session: Session, chat_pk: int, thread_id: int, local_time: str, now: datetime) -> Slot:
    """Add a daily time to a plan, or take an equal one out of its pause; return it."""
    slot = Slot(chat_pk=chat_pk, thread_id=thread_id, local_time=local_time, created_at=now)
    if add_once(session, slot, ("chat_pk", "thread_id", "local_time")):
        return slot
    same = (Slot.chat_pk == chat_pk, Slot.thread_id == thread_id, Slot.local_time == local_time)
    known = session.exec(select(Slot).where(*same)).one()
    if known.paused:  # what passed during the pause is not to be made up
        known.paused, known.created_at = False, now
    return add(session, known)


def pause_slots(session: Session, chat_pk: int, thread_id: int = 0) -> int:
    """Stop the plan of a chat or topic; return how many times were stopped."""
    same = (col(Slot.chat_pk) == chat_pk, col(Slot.thread_id) == thread_id, col(Slot.paused).is_(False))
    return changed(session, update(Slot).where(*same).values(paused=True))


def slots_of(session: Session, chat_pk: int, thread_id: int | None = None) -> list[Slot]:
    """Return the daily times of a chat (paused ones too), of one topic if it is given, earliest first."""
    query = select(Slot).where(Slot.chat_pk == chat_pk)
    if thread_id is not None:
        query = query.where(Slot.thread_id == thread_id)
    return list(session.exec(query.order_by(col(Slot.local_time))).all())


def active_slots(session: Session) -> list[tuple[Slot, Chat]]:
    """Return the times that are not paused, of chats that can be written to."""
    query = select(Slot, Chat).join(Chat).where(col(Slot.paused).is_(False), col(Chat.active).is_(True))
    return [(slot, chat) for slot, chat in session.exec(query.order_by(col(Slot.id)))]


def _absorb(session: Session, from_pk: int, into_pk: int) -> None:
    """Move digests and times from one chat to another, except where the other has an equal one."""
    digests = {
        (d.thread_id, d.slot_key) for d in session.exec(select(Digest).where(Digest.chat_pk == into_pk))
    }
    for digest in session.exec(select(Digest).where(Digest.chat_pk == from_pk)):
        if (digest.thread_id, digest.slot_key) not in digests:
            digest.chat_pk = into_pk
    times = {(slot.thread_id, slot.local_time) for slot in slots_of(session, into_pk)}
    for slot in slots_of(session, from_pk):
        if (slot.thread_id, slot.local_time) not in times:
            slot.chat_pk = into_pk
    _absorb_wishes(session, from_pk, into_pk)
    session.flush()


def _absorb_wishes(session: Session, from_pk: int, into_pk: int) -> None:
    """Move articles, wishes, feeds and roles, except where the other chat has an equal one."""
    keys: dict[Any, tuple[str, ...]] = {
        Holding: ("article_id",),
        Interest: ("story_id", "word", "outlet_id"),
        Feed: ("url",),
        Membership: ("user_id",),
    }
    for table, names in keys.items():
        rows = session.exec(select(table).where(col(table.chat_pk).in_((from_pk, into_pk)))).all()
        taken = {tuple(getattr(row, name) for name in names) for row in rows if row.chat_pk == into_pk}
        for row in rows:
            if row.chat_pk == from_pk and tuple(getattr(row, name) for name in names) not in taken:
                row.chat_pk = into_pk
