import sqlite3
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlmodel import Session, select

from storage import Database, StorageError, StorageProblem, state, upgrade
from storage.database import translate
from storage.tables import Article, Chat, Inbox, Outlet, Revision, Setting
from storage.writes import fetch
from tests.storage import make
from tests.storage.make import NOW


def pragma(session: Session, name: str) -> object:
    return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.sqlite
def test_it_opens_every_connection_with_the_safe_settings(database: Database) -> None:
    for open_session in (database.reading, database.writing):
        with open_session() as session:
            assert pragma(session, "journal_mode") == "wal"
            assert pragma(session, "foreign_keys") == 1
            assert pragma(session, "synchronous") == 2
            assert pragma(session, "busy_timeout") == 200


def test_it_commits_what_a_writing_session_did(database: Database) -> None:
    with database.writing() as session:
        make.chat(session)
    with database.reading() as session:
        assert session.exec(select(Chat.chat_id)).all() == [-100]


def test_it_takes_everything_back_when_an_exception_leaves_the_session(database: Database) -> None:
    with pytest.raises(LookupError), database.writing() as session:  # noqa: PT012
        make.chat(session)
        fetch(session, Chat, 99)
    with database.reading() as session:
        assert session.exec(select(Chat)).all() == []


def test_it_refuses_changes_in_a_reading_session(database: Database) -> None:
    with pytest.raises(StorageError) as caught, database.reading() as session:
        session.add(Outlet(key="a", name="A"))
    assert caught.value.problem is StorageProblem.READ_ONLY


def test_it_can_write_after_a_reading_session_used_the_same_connection(database: Database) -> None:
    with database.reading() as session:
        session.exec(select(Chat)).all()
    with database.writing() as session:
        make.chat(session)


def test_it_shows_a_reading_session_one_state_throughout(database: Database) -> None:
    with database.reading() as reader:
        assert reader.exec(select(Chat)).all() == []
        with database.writing() as writer:
            make.chat(writer)
        assert reader.exec(select(Chat)).all() == []
    with database.reading() as reader:
        assert len(reader.exec(select(Chat)).all()) == 1


def test_it_keeps_rows_readable_after_the_session(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
    assert (chat.id, chat.title) == (1, "Redaktion")


def test_it_refuses_a_writing_session_inside_another_at_once(database: Database) -> None:
    with database.writing(), pytest.raises(RuntimeError, match="already open"), database.writing():
        pass
    with database.writing() as session:  # and is not stuck afterwards
        make.chat(session)


def count_up(database: Database) -> None:
    with database.writing() as session:
        setting = state.get(session, "counter")
        state.put(session, "counter", str(int(setting.value) + 1 if setting else 1), NOW)


@pytest.mark.sqlite
def test_it_loses_no_step_of_eight_threads_that_read_and_then_write(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: count_up(database), range(240)))
    with database.reading() as session:
        assert fetch_value(session, "counter") == "240"


def fetch_value(session: Session, key: str) -> str | None:
    setting = session.get(Setting, key)
    return None if setting is None else setting.value


def test_it_loses_no_step_of_writers_with_stores_of_their_own(path: Path) -> None:
    stores = [Database(path) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, stores * 15))
    with stores[0].reading() as session:
        assert fetch_value(session, "counter") == "60"
    for store in stores:
        store.close()


def test_it_says_busy_while_a_foreign_program_locks_the_file(database: Database, path: Path) -> None:
    foreign = sqlite3.connect(path, isolation_level=None)
    foreign.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError) as caught, database.writing():
        pass
    assert caught.value.problem is StorageProblem.BUSY
    with database.reading() as session:  # readers are not disturbed
        session.exec(select(Chat)).all()
    foreign.execute("ROLLBACK")
    foreign.close()
    count_up(database)


def test_it_says_busy_when_another_writer_does_not_come_to_an_end(path: Path) -> None:
    first, second = Database(path), Database(path, lock_timeout=0.05)
    with first.writing(), pytest.raises(StorageError) as caught, second.writing():
        pass
    assert caught.value.problem is StorageProblem.BUSY
    first.close()
    second.close()


def test_it_says_busy_to_a_thread_that_waits_too_long(path: Path) -> None:
    database = Database(path, lock_timeout=0.05)
    problems: list[StorageProblem] = []

    def wait() -> None:
        try:
            count_up(database)
        except StorageError as error:
            problems.append(error.problem)

    with database.writing():
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert problems == [StorageProblem.BUSY]
    database.close()


def test_it_never_creates_a_file_by_opening_it(tmp_path: Path) -> None:
    database = Database(tmp_path / "lagebild.sqlite")
    for open_session in (database.reading, database.writing):
        with pytest.raises(StorageError) as caught, open_session():
            pass
        assert caught.value.problem is StorageProblem.MISSING
    assert list(tmp_path.iterdir()) == []


def test_it_notices_that_the_file_was_deleted_while_it_is_open(database: Database, path: Path) -> None:
    count_up(database)
    path.unlink()
    with pytest.raises(StorageError) as caught:
        count_up(database)
    assert caught.value.problem is StorageProblem.MISSING
    assert not path.exists()


def test_it_notices_that_the_file_was_swapped_while_it_is_open(
    database: Database, path: Path, template: Path
) -> None:
    count_up(database)
    other = path.with_name("other")
    other.write_bytes(template.read_bytes())
    other.replace(path)
    with pytest.raises(StorageError) as caught:
        count_up(database)
    assert caught.value.problem is StorageProblem.REPLACED


def test_it_notices_that_the_folder_is_gone(database: Database, path: Path) -> None:
    count_up(database)
    path.parent.rename(path.parent.with_name("elsewhere"))
    with pytest.raises(StorageError) as caught:
        database.ping()
    assert caught.value.problem is StorageProblem.MISSING


def test_it_answers_a_ping(database: Database) -> None:
    database.ping()


@pytest.mark.parametrize("target", ["sqlite://", "sqlite:///:memory:", "sqlite:///x?mode=ro", "kein URL"])
def test_it_refuses_targets_that_are_no_store(target: str) -> None:
    with pytest.raises(StorageError) as caught:
        Database(target)
    assert caught.value.problem is StorageProblem.UNAVAILABLE


def test_it_says_that_a_driver_is_missing() -> None:
    database = Database("oracle+nothere://bot:geheim@host/base")
    for action in (database.ping, lambda: upgrade(database)):
        with pytest.raises(StorageError, match="driver") as caught:
            action()
        assert caught.value.problem is StorageProblem.UNAVAILABLE
        assert "geheim" not in str(caught.value)


def test_it_says_that_a_database_server_is_away() -> None:
    problem = translate(OperationalError("SELECT 1", {}, ConnectionError("refused")))
    assert problem is not None
    assert problem.problem is StorageProblem.UNAVAILABLE
    assert translate(IntegrityError("INSERT", {}, ValueError("twice"))) is None


def test_it_leaves_no_half_copy_of_a_server_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="pg_dump"):
        Database("postgresql+psycopg://127.0.0.1:1/base").backup(tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_it_takes_a_url_for_a_file(path: Path) -> None:
    database = Database(f"sqlite:///{path}")
    assert database.path == path
    database.ping()
    database.close()


def test_it_takes_paths_with_characters_that_mean_something_in_a_url(path: Path) -> None:
    odd = path.rename(path.with_name("50% ? #ä.sqlite"))
    database = Database(odd)
    count_up(database)
    assert odd.exists()
    database.close()


CRASH = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from storage import Database, state
database = Database(Path(sys.argv[1]))
now = datetime.now(UTC)
with database.writing() as session:
    state.put(session, "before", "kept", now)
with database.writing() as session:
    state.put(session, "during", "lost", now)
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_survives_a_kill_between_write_and_commit(path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(CRASH), str(path)]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode == -9
    database = Database(path, lock_timeout=0.2)
    with database.reading() as session:
        assert fetch_value(session, "before") == "kept"
        assert fetch_value(session, "during") is None
        assert pragma(session, "integrity_check") == "ok"
    count_up(database)  # the dead process's locks are gone
    database.close()


LIMITED = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from storage import Database, StorageError, state
database = Database(Path(sys.argv[1]))
now = datetime.now(UTC)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    with database.writing() as session:
        state.put(session, "much", "x" * 5_000_000, now)
except StorageError as error:
    print(error.problem)
with database.reading() as session:
    print(state.get(session, "much"))
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
with database.writing() as session:
    state.put(session, "little", "x", now)
"""


def test_it_says_that_the_disk_is_full_and_goes_on_when_there_is_room(path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(LIMITED), str(path)]
    done = subprocess.run(command, check=True, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.stdout.split() == ["disk_full", "None"]
    database = Database(path)
    with database.reading() as session:
        assert fetch_value(session, "little") == "x"
    database.close()


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0),
        datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
        datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(1969, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-11))),
    ],
)
def test_it_gives_times_back_in_utc_and_exact(database: Database, moment: datetime) -> None:
    with database.writing() as session:
        state.put(session, "at", "x", moment)
    with database.reading() as session:
        stored = state.get(session, "at")
    assert stored is not None
    assert stored.updated_at == moment.astimezone(UTC)
    assert stored.updated_at.tzinfo is UTC


def test_it_compares_times_of_different_zones_rightly(database: Database) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    with database.writing() as session:
        make.article(session, at=datetime(2026, 7, 1, 0, 30, tzinfo=berlin))
    with database.reading() as session:
        after = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
        assert session.exec(select(Article).where(Article.published_at < after)).all()


def test_it_refuses_a_time_without_zone(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises((StatementError, DBAPIError)), database.writing() as session:
        state.put(session, "at", "x", naive)
    with pytest.raises((StatementError, DBAPIError)), database.reading() as session:
        session.exec(select(Article).where(Article.published_at < naive)).all()


def test_it_refuses_rows_that_point_nowhere(database: Database) -> None:
    row = make.revision("Text", article_id=99)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(row)


def test_it_refuses_states_that_do_not_exist(database: Database) -> None:
    with pytest.raises(StatementError), database.writing() as session:
        session.add(Inbox(update_id=1, kind="message", payload="{}", state="fertig", received_at=NOW))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO inbox (update_id, kind, edition, payload, state, tries, received_at)"
            " VALUES (1, 'message', 0, '{}', 'fertig', 0, '2026-01-01')"
        )


def test_it_holds_the_largest_ids_of_telegram(database: Database) -> None:
    with database.writing() as session:
        make.chat(session, chat_id=-(2**52) + 1)
    with database.reading() as session:
        assert session.exec(select(Chat.chat_id)).one() == -(2**52) + 1


def test_it_cleans_text_before_it_is_written(database: Database) -> None:
    with database.writing() as session:
        make.article(session, "Flut \x00 und \ud83d Wind \U0001f30a")
    with database.reading() as session:
        assert session.exec(select(Revision.text)).one() == "Flut \ufffd und \ufffd Wind \U0001f30a"


def test_it_keeps_texts_out_of_its_errors(database: Database) -> None:
    twins = [Outlet(key="a", name="streng geheim") for _ in range(2)]
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        session.add_all(twins)
    assert "streng geheim" not in str(caught.value)


@pytest.mark.sqlite
def test_it_makes_a_backup_while_it_is_being_written(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite"
    with database.writing() as session:
        make.chat(session)
        session.flush()
        database.backup(target)
    restored = Database(target)
    with restored.reading() as session:
        assert session.exec(select(Chat)).all() == []
    restored.close()
    database.backup(target)
    with restored.reading() as session:
        assert len(session.exec(select(Chat)).all()) == 1
    restored.close()


def test_it_leaves_no_half_backup(database: Database, path: Path) -> None:
    path.unlink()
    with pytest.raises(StorageError):
        database.backup(path.with_name("copy"))
    assert not path.with_name("copy").exists()
