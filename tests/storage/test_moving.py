"""A file becomes a database on a server, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from storage import Database, StorageError, StorageProblem, articles, chats, search, statements, stories
from storage.moving import move
from storage.tables import Article, Story
from storage.writes import key_of
from tests.postgres import Server
from tests.storage import make

pytestmark = pytest.mark.postgres


@pytest.fixture
def source(fresh_store: Path) -> Iterator[Database]:
    database = Database(fresh_store)
    with database.writing() as session:
        later = key_of(make.story(session, "Später"))
        earlier = key_of(make.story(session, "Früher"))
        stories.get(session, later).continues_id = earlier  # to a row that comes after it
        first = make.article(session, "Der Damm hält – \U0001f30a", story_id=later)
        make.article(session, "Der Damm hält auch hier", copy_of_id=first)
        statements.replace(session, articles.latest_revision(session, first), [make.statement(0)])
        chat = make.chat(session, chat_id=-(2**52))
        chats.set_slot(session, key_of(chat), 0, "18:00", make.NOW)
    yield database
    database.close()


@pytest.fixture
def target(server: Server) -> Iterator[Database]:
    with server.database() as url:
        database = Database(url)
        yield database
        database.close()


def test_everything_arrives_and_goes_on(source: Database, target: Database) -> None:
    moved = {one.name: one.rows for one in move(source, target, make.NOW)}
    assert (moved["article"], moved["story"], moved["statement"], moved["slot"]) == (2, 2, 1, 1)
    with target.writing() as session:
        chat = chats.find(session, -(2**52))
        assert chat is not None
        assert len(search.find(session, chat, "Damm", limit=5)) == 2
        assert {row.continues_id for row in session.exec(select(Story))} == {None, 2}
        assert make.article(session, "Ein neuer Artikel") == 3  # numbers go on where they were


def test_it_may_be_repeated_until_the_target_is_used(source: Database, target: Database) -> None:
    first = move(source, target, make.NOW)
    assert move(source, target, make.NOW) == first
    with source.writing() as session:
        make.article(session, "Nachzügler")
    again = {one.name: one.rows for one in move(source, target, make.NOW)}
    assert again["article"] == 3
    with target.writing() as session:
        make.article(session, "Auf dem Server gekommen")
    with pytest.raises(StorageError, match="used since"):
        move(source, target, make.NOW)
    with target.reading() as session:
        assert len(session.exec(select(Article)).all()) == 4


def test_it_spares_a_database_with_contents_of_its_own(source: Database, target: Database) -> None:
    with target.writing() as session:
        make.chat(session)
    with pytest.raises(StorageError) as caught:
        move(source, target, make.NOW)
    assert caught.value.problem is StorageProblem.FOREIGN


def test_a_copy_that_differs_is_taken_back(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage import moving  # noqa: PLC0415

    copy = moving._copy
    forgetful = lambda here, there, table: table.name == "slot" or copy(here, there, table)  # noqa: E731
    monkeypatch.setattr(moving, "_copy", forgetful)
    with pytest.raises(StorageError) as caught:
        move(source, target, make.NOW)
    assert caught.value.problem is StorageProblem.DAMAGED
    with target.reading() as session:
        assert session.exec(select(Article)).all() == []
