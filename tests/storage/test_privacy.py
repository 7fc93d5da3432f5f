"""What is forgotten about a person, and what stays."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from storage import Database, chats, holdings, inbox, privacy, submissions
from storage.privacy import Forgotten
from storage.tables import (
    Article,
    Chat,
    Holding,
    Inbox,
    Membership,
    Role,
    Slot,
    Submission,
    SubmissionKind,
)
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import NOW

ADA, BEA = 500001, 5000012
CANARY = "Kanarienvogel"


def update(number: int, person: int) -> dict:
    chat = {"id": -100, "type": "supergroup"}
    sender = {"id": person, "first_name": CANARY, "is_bot": False}
    return {"update_id": number, "message": {"message_id": number, "chat": chat, "from": sender, "text": "x"}}


def fill(session) -> None:
    make.chat(session)
    chats.register(session, ADA, "private", CANARY, NOW)
    chats.set_slot(session, key_of(chats.find(session, ADA)), 0, "18:00", NOW)
    for number, person in enumerate([ADA, BEA, ADA], start=1):
        row = inbox.put(session, update(number, person), NOW)
        if number < 3:
            inbox.mark_failed(session, key_of(row), "x", NOW)
    article = make.article(session, forward_origin=CANARY)
    for number, kind in enumerate(SubmissionKind):
        submissions.put(
            session, make.submission(number, user_id=ADA, kind=kind, payload=CANARY, origin=f'"{CANARY}"')
        )
        submissions.mark_stored(session, number + 1, article, NOW)
    submissions.put(session, make.submission(9, user_id=BEA))


def test_a_person_is_forgotten_and_articles_stay(database: Database) -> None:
    with database.writing() as session:
        fill(session)
        assert privacy.known_of(session, ADA) == Forgotten(3, 2, 1)
        assert privacy.forget_user(session, ADA) == Forgotten(3, 1, 1)
    with database.reading() as session:
        assert privacy.known_of(session, ADA).contributions == 0
        rows = session.exec(select(Submission).order_by(col(Submission.id))).all()
        assert [row.user_id for row in rows] == [None, None, None, BEA]
        assert [row.origin for row in rows] == [None] * 4
        assert [row.payload for row in rows][1:3] == ["", ""]
        assert [article.forward_origin for article in session.exec(select(Article))] == [None]
        assert session.exec(select(Slot)).all() == []
        kept = [
            (row.chat_id, row.kind, row.title, row.active)
            for row in session.exec(select(Chat).order_by(col(Chat.id)))
        ]
        assert kept == [(-100, "group", "Redaktion", True), (-2, "forgotten", "", False)]


def test_what_waits_is_still_worked_off_and_the_request_itself_may_stay(database: Database) -> None:
    with database.writing() as session:
        fill(session)
        (request,) = [row.id for row in session.exec(select(Inbox)) if row.update_id == 1]
        assert privacy.forget_user(session, ADA, but=request).updates == 0
        assert len(session.exec(select(Inbox)).all()) == 3


def test_a_person_whose_id_begins_alike_is_somebody_else(database: Database) -> None:
    with database.writing() as session:
        fill(session)
        privacy.forget_user(session, ADA)
        assert privacy.known_of(session, BEA) == Forgotten(1, 1, 0)


def test_a_chat_is_forgotten_with_its_plan(database: Database) -> None:
    with database.writing() as session:
        fill(session)
        assert privacy.forget_chat(session, -100) == Forgotten(3, 2, 1)
        assert [row.message_id for row in session.exec(select(Submission))] == [9]
        assert len(session.exec(select(Article)).all()) == 1


def test_what_only_a_forgotten_chat_held_does_not_become_everybodys(database: Database) -> None:
    with database.writing() as session:
        fill(session)
        private, group = chats.find(session, ADA), chats.find(session, -100)
        own = make.article(session, "Nur für Ada")
        session.add(Holding(chat_pk=key_of(private), article_id=own, added_at=NOW))
        session.add(Membership(chat_pk=key_of(group), user_id=ADA, name=CANARY, role=Role.EDITOR))
        session.flush()
        privacy.forget_user(session, ADA)
        readable = session.exec(select(Article.id).where(holdings.readable(group))).all()
        assert own not in readable
        assert session.exec(select(Membership)).all() == []


@pytest.mark.sqlite
def test_nothing_of_a_forgotten_person_is_left_in_the_file(database: Database) -> None:
    with database.writing() as session:
        fill(session)
        for row in session.exec(select(Inbox)):
            inbox.mark_failed(session, key_of(row), "x", NOW)
        session.get(Submission, 1).payload = "https://kurier.example/damm"  # a link names nobody
        privacy.forget_user(session, ADA)
        inbox.purge(session, make.hours(1))
        for row in session.exec(
            select(Inbox)
        ):  # the newest number is kept, its content is Bea's or Ada's last
            session.delete(row)
    database.checkpoint()
    database.close()
    folder = database.path.parent
    assert all(CANARY.encode() not in path.read_bytes() for path in folder.iterdir() if path.is_file())
