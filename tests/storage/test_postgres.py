"""What only a database server does: many writers at once, locks by name, outages, dump and restore."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from storage import Database, StorageError, StorageProblem, articles, postgres, search, stories, upgrade
from storage.tables import Article, Chat, Outlet, Setting, Story
from storage.tail import Tail
from storage.writes import key_of
from tests.postgres import Server
from tests.storage import make

pytestmark = pytest.mark.postgres


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    with server.database() as url:
        opened = Database(url)
        yield opened
        opened.close()


def test_it_creates_its_tables_and_may_run_in_several_processes_at_once(server: Server) -> None:
    with server.database(empty=True) as url:
        stores = [Database(url) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(upgrade, stores))
        for store in stores:
            store.ping()
            store.close()


def test_it_refuses_the_schema_of_a_later_version_and_a_foreign_database(server: Server) -> None:
    with server.database() as url:
        server.run("UPDATE alembic_version SET version_num = '9999'", url.rpartition("/")[2])
        assert problem_of(url) is StorageProblem.NEWER_SCHEMA
    with server.database(empty=True) as url:
        server.run("CREATE TABLE kundschaft (id INTEGER)", url.rpartition("/")[2])
        assert problem_of(url) is StorageProblem.FOREIGN


def problem_of(url: str) -> StorageProblem:
    database = Database(url)
    with pytest.raises(StorageError) as caught:
        upgrade(database)
    database.close()
    return caught.value.problem


def test_it_says_that_no_server_is_there() -> None:
    database = Database("postgresql+psycopg://lagebild@127.0.0.1:1/nirgends")
    with pytest.raises(StorageError) as caught:
        database.ping()
    assert caught.value.problem is StorageProblem.UNAVAILABLE


def test_a_reader_sees_one_state_and_waits_for_nobody(database: Database) -> None:
    with database.reading() as reader:
        assert reader.exec(select(Chat)).all() == []
        with database.writing() as writer:
            make.chat(writer)
        assert reader.exec(select(Chat)).all() == []
    with database.reading() as reader:
        assert len(reader.exec(select(Chat)).all()) == 1


def test_a_reader_changes_nothing(database: Database) -> None:
    with pytest.raises(StorageError) as caught, database.reading() as session:
        make.chat(session)
    assert caught.value.problem is StorageProblem.READ_ONLY


def test_one_name_is_held_by_one_transaction(database: Database) -> None:
    seen: list[str] = []
    held = threading.Event()

    def second() -> None:
        held.wait(10)
        with database.writing() as session:
            postgres.lock(session, ["fremd"])  # another name: no waiting
            seen.append("fremd")
            postgres.lock(session, ["sturm", "flut"])
            seen.append("zweiter")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second)
        with database.writing() as session:
            postgres.lock(session, ["flut", "wind"])
            held.set()
            until(lambda: seen == ["fremd"])
            time.sleep(0.2)
            seen.append("erster")
        waiting.result(20)
    assert seen == ["fremd", "erster", "zweiter"]


def until(condition: object) -> None:
    deadline = time.monotonic() + 20
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_who_is_ended_for_anothers_sake_runs_again(database: Database) -> None:
    """Two that take the same rows in opposite order: the server ends one, and both come through."""
    with database.writing() as session:
        session.add_all([Setting(key=key, value="", updated_at=make.NOW) for key in "ab"])
    both = threading.Barrier(2)
    runs: list[str] = []

    def take(order: str) -> None:
        def work(session: object) -> None:
            runs.append(order)
            for number, key in enumerate(order):
                statement = text(f"UPDATE setting SET value = value || '{order}' WHERE key = '{key}'")
                session.connection().execute(statement)  # type: ignore[attr-defined]
                if number == 0 and len(runs) <= 2:
                    both.wait(20)

        database.write(work)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take, ("ab", "ba")))
    assert len(runs) == 3
    with database.reading() as session:
        assert {len(row.value) for row in session.exec(select(Setting)) if row.key in "ab"} == {4}


def test_eight_who_meet_a_new_outlet_and_new_words_at_once_store_them_once(database: Database) -> None:
    def store(number: int) -> None:
        database.write(
            lambda session: make.article(session, f"Hochwasserwarnung für Grimma {number % 2} Elbe")
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(store, range(24)))
    with database.reading() as session:
        assert len(session.exec(select(Outlet)).all()) == 1
        assert len(session.exec(select(Article)).all()) == 24


def test_a_story_that_is_held_is_not_merged_away(database: Database) -> None:
    with database.writing() as session:
        first, second = key_of(make.story(session, "A")), key_of(make.story(session, "B"))
    held, done = threading.Event(), []

    def merge() -> None:
        held.wait(10)
        with database.writing() as session:
            stories.hold(session, [first, second])
            stories.merge(session, first, second)
            done.append("merge")

    with ThreadPoolExecutor(1) as pool:
        merging = pool.submit(merge)
        with database.writing() as session:
            assert stories.hold(session, [first]) == {first}
            held.set()
            time.sleep(0.2)
            key = make.article(session, "Sturm", story_id=first)
            done.append("article")
        merging.result(20)
    assert done == ["article", "merge"]
    with database.reading() as session:
        assert articles.get(session, key).article.story_id == second
        assert [story.id for story in session.exec(select(Story))] == [second]


def test_what_is_shown_late_is_found_by_who_follows(database: Database) -> None:
    tail = Tail(0)
    with ThreadPoolExecutor(1) as other, database.writing() as session:
        first = make.article(session, "Der erste, der lange braucht")
        quick = other.submit(
            database.write, lambda later: make.article(later, "Der zweite", outlet="eilig.example")
        )
        second = quick.result(20)
        assert read(database, tail) == [second]
    assert read(database, tail) == [first]
    assert read(database, tail) == []


def read(database: Database, tail: Tail) -> list[int]:
    with database.reading() as session:
        new = [key_of(one.article) for one in articles.after(session, tail.last, 100, tail.missing)]
    tail.note(new)
    return new


@pytest.mark.parametrize(
    ("asked", "text_of"),
    [
        ("Haus", "Die Häuser am Hang"),
        ("debatte", "Streit in der Haushaltsdebatte"),
        ("Munchen", "Stau rund um München"),
        ("MÜNCHEN", "Stau rund um Muenchen"),
        ("Soldat", "Tausende Soldaten"),
    ],
)
def test_it_finds_german_words_in_their_forms(database: Database, asked: str, text_of: str) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        key = make.article(session, text_of)
        make.article(session, "Ganz etwas anderes: Eulen")
    with database.reading() as session:
        assert [hit.article_id for hit in search.find(session, chat, asked, limit=5)] == [key]


def test_a_backup_is_put_back(server: Server, database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        make.chat(session)
    database.backup(tmp_path / "copy")
    with database.writing() as session:
        make.chat(session, chat_id=-200)
    database.close()
    from storage.schema import restore  # noqa: PLC0415

    assert restore(database, tmp_path / "copy") is None
    with database.reading() as session:
        assert [chat.chat_id for chat in session.exec(select(Chat))] == [-100]
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_it_refuses_what_is_no_backup_and_stays_as_it_was(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"Guten Tag")
    with database.writing() as session:
        make.chat(session)
    from storage.schema import restore  # noqa: PLC0415

    with pytest.raises(StorageError):
        restore(database, tmp_path / "copy")
    with database.reading() as session:
        assert len(session.exec(select(Chat)).all()) == 1
