"""What chats follow, mute and trust."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, select

from storage.tables import Interest, Outlet, Wish
from storage.text import fold
from storage.writes import add, changed


@dataclass(frozen=True, slots=True)
class Subject:
    """What a wish is about: exactly one of a story, a word and an outlet."""

    story_id: int | None = None
    word: str | None = None
    outlet_id: int | None = None

    @classmethod
    def of_word(cls, text: str) -> "Subject":
        """Return the subject for a word as a person wrote it."""
        return cls(word=fold(text))


@dataclass(frozen=True, slots=True)
class Wishes:
    """All wishes of a chat; words are folded, ``trusted_outlets`` are names as articles show them.

    What is followed is given with the time since when.
    """

    followed: Mapping[int, datetime] = field(default_factory=dict)
    muted: frozenset[int] = frozenset()
    followed_words: Mapping[str, datetime] = field(default_factory=dict)
    muted_words: frozenset[str] = frozenset()
    muted_outlets: frozenset[int] = frozenset()
    trusted_outlets: frozenset[str] = frozenset()


def put(
    session: Session, chat_pk: int, subject: Subject, wish: Wish | None, now: datetime, *, shown: str = ""
) -> None:
    """Set the one wish of a chat about a subject; None takes it back."""
    changed(session, delete(Interest).where(*_same(chat_pk, subject)))
    if wish is not None:
        row = Interest(
            chat_pk=chat_pk,
            wish=wish,
            story_id=subject.story_id,
            outlet_id=subject.outlet_id,
            word=subject.word,
            shown=shown,
            created_at=now,
        )
        add(session, row)


def get(session: Session, chat_pk: int, subject: Subject) -> Wish | None:
    """Return the wish of a chat about a subject."""
    row = session.exec(select(Interest).where(*_same(chat_pk, subject))).first()
    return row.wish if row is not None else None


def drop(session: Session, chat_pk: int, key: int) -> bool:
    """Take one wish of a chat back by its key; False if there is none."""
    own = (col(Interest.id) == key, col(Interest.chat_pk) == chat_pk)
    return changed(session, delete(Interest).where(*own)) > 0


def every(session: Session, chat_pk: int) -> list[Interest]:
    """Return the wishes of a chat, latest first."""
    query = select(Interest).where(Interest.chat_pk == chat_pk).order_by(col(Interest.id).desc())
    return list(session.exec(query).all())


def wishes(session: Session, chat_pk: int) -> Wishes:
    """Return the wishes of a chat by kind."""
    rows = every(session, chat_pk)

    def stories(wish: Wish) -> dict[int, datetime]:
        own = (row for row in rows if row.wish is wish)
        return {row.story_id: row.created_at for row in own if row.story_id is not None}

    def words(wish: Wish) -> dict[str, datetime]:
        own = (row for row in rows if row.wish is wish)
        return {row.word: row.created_at for row in own if row.word is not None}

    def outlets(wish: Wish) -> frozenset[int]:
        return frozenset(row.outlet_id for row in rows if row.wish is wish and row.outlet_id is not None)

    return Wishes(
        followed=stories(Wish.FOLLOW),
        muted=frozenset(stories(Wish.MUTE)),
        followed_words=words(Wish.FOLLOW),
        muted_words=frozenset(words(Wish.MUTE)),
        muted_outlets=outlets(Wish.MUTE),
        trusted_outlets=frozenset(
            session.exec(select(Outlet.name).where(col(Outlet.id).in_(outlets(Wish.TRUST))))
        ),
    )


def follow_merge(session: Session, story_id: int, into_id: int) -> None:
    """Let the wishes about a story that goes into another go with it, unless that one has its own."""
    taken = set(session.exec(select(Interest.chat_pk).where(Interest.story_id == into_id)))
    for row in session.exec(select(Interest).where(Interest.story_id == story_id)):
        if row.chat_pk not in taken:
            row.story_id = into_id
    session.flush()


def _same(chat_pk: int, subject: Subject) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    if subject.story_id is not None:
        what = col(Interest.story_id) == subject.story_id
    elif subject.outlet_id is not None:
        what = col(Interest.outlet_id) == subject.outlet_id
    else:
        what = col(Interest.word) == subject.word
    return (col(Interest.chat_pk) == chat_pk, what)
