"""Roles that were given to people in chats."""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import Membership, Role
from storage.writes import add, changed


def role_of(session: Session, chat_pk: int, user_id: int) -> Role | None:
    """Return the role that was given to a person in a chat; None if none was."""
    row = _find(session, chat_pk, user_id)
    return row.role if row is not None else None


def give(session: Session, chat_pk: int, user_id: int, name: str, role: Role | None) -> None:
    """Give a person a role; None takes it back, so that Telegram decides again."""
    row = _find(session, chat_pk, user_id)
    if role is None:
        changed(session, delete(Membership).where(col(Membership.id) == (row.id if row else None)))
    elif row is None:
        add(session, Membership(chat_pk=chat_pk, user_id=user_id, name=name, role=role))
    else:
        row.role, row.name = role, name
        session.flush()


def every(session: Session, chat_pk: int) -> list[Membership]:
    """Return the roles that were given in a chat, by name."""
    query = select(Membership).where(Membership.chat_pk == chat_pk).order_by(col(Membership.name))
    return list(session.exec(query).all())


def forget(session: Session, user_id: int) -> int:
    """Delete the roles of a person in all chats; return how many."""
    return changed(session, delete(Membership).where(col(Membership.user_id) == user_id))


def _find(session: Session, chat_pk: int, user_id: int) -> Membership | None:
    same = (Membership.chat_pk == chat_pk, Membership.user_id == user_id)
    return session.exec(select(Membership).where(*same)).first()
