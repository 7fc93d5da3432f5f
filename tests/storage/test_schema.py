import io
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from sqlmodel import select

from storage import Database, StorageError, StorageProblem, schema, sqlite, upgrade
from storage.tables import Chat, Table
from tests.storage import make

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "daten" / "lagebild.sqlite")
    yield database
    database.close()


def problem_of(database: Database) -> StorageProblem:
    with pytest.raises(StorageError) as caught:
        upgrade(database)
    database.close()
    return caught.value.problem


def alter(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_it_creates_the_store_with_its_folder(fresh: Database) -> None:
    upgrade(fresh)
    with fresh.reading() as session:
        assert session.exec(select(Chat)).all() == []


def test_it_keeps_the_store_from_other_users(fresh: Database) -> None:
    upgrade(fresh)
    assert fresh.path is not None
    assert stat.S_IMODE(fresh.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(fresh.path.parent.stat().st_mode) == 0o700


def test_it_leaves_no_draft_behind(fresh: Database) -> None:
    upgrade(fresh)
    assert fresh.path is not None
    assert not [entry.name for entry in fresh.path.parent.iterdir() if ".new" in entry.name]


def test_it_may_run_any_number_of_times(fresh: Database) -> None:
    upgrade(fresh)
    with fresh.writing() as session:
        make.chat(session)
    upgrade(fresh)
    with fresh.reading() as session:
        assert len(session.exec(select(Chat)).all()) == 1


def test_it_may_run_in_several_processes_at_once(tmp_path: Path) -> None:
    stores = [Database(tmp_path / "lagebild.sqlite") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, stores))
    for store in stores:
        store.ping()
        store.close()


def test_the_migrations_give_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        # The table of the full-text index, and how words are looked up in part, is each engine's own.
        particular = ("full_text", "ix_word_")
        own = {"include_name": lambda name, *_: not str(name).startswith(particular)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **own})
        assert compare_metadata(context, Table.metadata) == []


def test_the_migrations_give_the_named_constraints_of_the_code(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in Table.metadata.sorted_tables:
        found = {c["name"] for c in inspector.get_check_constraints(table.name)}
        wanted = {c.name for c in table.constraints if str(c.name).startswith("ck_")}
        assert found == wanted


def test_every_migration_can_be_undone(tmp_path: Path) -> None:
    engine = sqlite.open_migration_engine(tmp_path / "x.sqlite", 1)
    config = schema.alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        command.upgrade(config, "head")
    engine.dispose()


def test_the_migrations_can_be_written_for_postgresql() -> None:
    config = schema.alembic_config()
    config.set_main_option("dialect", "postgresql")
    config.output_buffer = io.StringIO()
    command.upgrade(config, "head", sql=True)
    script = config.output_buffer.getvalue()
    assert script.count("CREATE TABLE") == len(Table.metadata.tables) + 2  # of Alembic, and of the search
    assert "chat_id BIGINT" in script
    assert "TIMESTAMP WITH TIME ZONE" in script


def test_no_name_is_too_long_for_postgresql() -> None:
    for table in Table.metadata.sorted_tables:
        CreateTable(table).compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
        assert all(len(str(item.name)) < 64 for item in (*table.indexes, *table.constraints))


def test_it_does_not_replace_a_lost_store_in_silence(database: Database, path: Path) -> None:
    path.unlink()
    assert problem_of(database) is StorageProblem.MISSING
    assert not path.exists()


def test_it_refuses_a_file_of_zero_bytes(database: Database, path: Path) -> None:
    path.write_bytes(b"")
    assert problem_of(database) is StorageProblem.EMPTY
    assert path.stat().st_size == 0


@pytest.mark.parametrize("content", [b"Guten Tag", b"x" * 9000, b"SQLite format 3\x00" + b"\xff" * 900])
def test_it_refuses_a_file_that_is_no_database(database: Database, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert problem_of(database) is StorageProblem.NOT_A_DATABASE
    assert path.read_bytes() == content


def test_it_refuses_a_folder_in_place_of_the_file(database: Database, path: Path) -> None:
    path.unlink()
    path.mkdir()
    assert problem_of(database) is StorageProblem.NOT_A_DATABASE


def test_it_refuses_a_damaged_file(database: Database, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    path.write_bytes(bytes(content))
    assert problem_of(database) is StorageProblem.DAMAGED


def test_it_refuses_a_truncated_file(database: Database, path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 4])
    assert problem_of(database) is StorageProblem.DAMAGED


def test_it_refuses_the_schema_of_a_later_version(database: Database, path: Path) -> None:
    alter(path, "UPDATE alembic_version SET version_num = '9999'")
    assert problem_of(database) is StorageProblem.NEWER_SCHEMA


def test_it_refuses_the_database_of_another_program(database: Database, path: Path) -> None:
    alter(path, "DROP TABLE alembic_version")
    assert problem_of(database) is StorageProblem.FOREIGN


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE article DROP COLUMN agency",
        "DROP TABLE digest_entry",
        "CREATE TABLE _alembic_tmp_story (id INTEGER)",
        "DELETE FROM alembic_version",
    ],
)
def test_it_refuses_a_half_migrated_store(database: Database, path: Path, change: str) -> None:
    alter(path, change)
    assert problem_of(database) is StorageProblem.HALF_MIGRATED


def test_a_check_says_that_an_upgrade_is_due(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "head", lambda: "9999")
    with pytest.raises(StorageError) as caught:
        schema.check(database)
    assert caught.value.problem is StorageProblem.OLDER_SCHEMA


SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade():
    with op.batch_alter_table("chat", recreate="always") as batch:
        batch.alter_column("title", new_column_name="title", existing_type=sa.String())
    {then}


def downgrade():
    pass
"""


def with_second_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    """Let the program of this test have one more migration than it has."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder)
    (folder / "versions" / "9999_next.py").write_text(SECOND.format(then=then, before=schema.head()))
    config = schema.alembic_config()
    config.set_main_option("script_location", str(folder))
    monkeypatch.setattr(schema, "alembic_config", lambda: config)


def test_it_upgrades_an_older_store_and_keeps_all_rows_and_a_copy(
    database: Database, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:  # a chat with a dependent row, which a careless migration deletes
        chat = make.chat(session)
        schema_slot(session, chat.id or 0)
    with_second_migration(tmp_path, monkeypatch, "pass")
    upgrade(database)
    with database.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT count(*) FROM slot").scalar() == 1
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert path.with_name("lagebild.sqlite.before-9999").exists()


def schema_slot(session: object, chat_pk: int) -> None:
    from storage import chats  # noqa: PLC0415

    chats.set_slot(session, chat_pk, 0, "18:00", make.NOW)  # type: ignore[arg-type]


def test_it_takes_a_failed_upgrade_back_completely(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_second_migration(tmp_path, monkeypatch, 'op.execute("ALTER TABLE nothing ADD COLUMN x")')
    assert problem_of(database) is StorageProblem.HALF_MIGRATED
    monkeypatch.undo()
    upgrade(database)  # the older program works with it as before


@pytest.mark.sqlite
def test_it_takes_an_upgrade_that_leaves_orphans_back(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        schema_slot(session, make.chat(session).id or 0)
    with_second_migration(tmp_path, monkeypatch, 'op.execute("DELETE FROM chat")')
    assert problem_of(database) is StorageProblem.DAMAGED
    monkeypatch.undo()
    with database.reading() as session:
        assert len(session.exec(select(Chat)).all()) == 1


def test_it_survives_a_kill_while_it_creates_the_store(tmp_path: Path) -> None:
    path = tmp_path / "lagebild.sqlite"
    code = "import sys; from pathlib import Path; from storage import *; upgrade(Database(Path(sys.argv[1])))"
    for delay in (0.0, 0.05, 0.1, 0.15):
        process = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT)
        deadline = time.monotonic() + 20
        while not path.with_name("lagebild.sqlite.lock").exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not path.exists() or path.stat().st_size > 4096
    database = Database(path)
    upgrade(database)
    database.close()


def test_it_says_that_the_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    assert problem_of(Database(tmp_path / "datei" / "x.sqlite")) is StorageProblem.UNAVAILABLE


READ_ONLY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from storage import Database, StorageError, upgrade
from storage.state import put
path = Path(sys.argv[1])
with Database(path).writing() as session:  # as root: everything is imported before rights are given up
    put(session, "a", "b", datetime.now(UTC))
upgrade(Database(path))
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
Database(path).ping()
def write(database):
    with database.writing() as session:
        put(session, "a", "c", datetime.now(UTC))
for action in (upgrade, write):
    try:
        action(Database(path))
    except StorageError as error:
        print(error.problem)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("lock_mode", [0o666, 0o644])
def test_it_says_that_the_file_is_read_only(path: Path, lock_mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(path.parent, folder, dirs_exist_ok=True)
        Path(folder).chmod(0o777)
        for entry in Path(folder).iterdir():
            entry.chmod(0o644)
        (Path(folder) / f"{path.name}.lock").chmod(lock_mode)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(Path(folder) / path.name)],
            check=False,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
    assert done.stderr == ""
    assert done.stdout.split() == ["read_only", "read_only"]
