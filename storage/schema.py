"""Creating the store, bringing it up to date, and refusing what is not a healthy store of this program."""

from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from storage import postgres, sqlite
from storage.database import Database, translate
from storage.errors import StorageError, StorageProblem
from storage.tables import Table

_LOCK_NUMBER = 7_263_501  # any number, the same in every process

_log = structlog.get_logger(__name__)


def alembic_config() -> Config:
    """Return the configuration that finds the migrations beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def head() -> str:
    """Return the revision that this program needs."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert revision is not None  # noqa: S101 - there has been a migration since the first table
    return revision


def upgrade(database: Database) -> None:
    """Create the store if there has never been one, else check it and bring it to the newest schema.

    A new file is built beside its place and moved there when complete, so no crash leaves half a store.

    Raises:
        StorageError: the store is missing, damaged, foreign, newer, half migrated or cannot be written.
    """
    if database.path is None:
        _migrate(database.engine)
    else:
        _make_folder(database.path.parent)
        with database.write_lock:
            _upgrade_file(database, database.path)
    check(database)
    with database.writing() as session:  # a store that cannot be written is refused now, not later
        sqlite.sign(session.connection())


def old_copies(path: Path) -> list[Path]:
    """Return the copies of a store that were made before its upgrades."""
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def restore(database: Database, source: Path) -> Path | None:
    """Put a backup in the place of the store, and bring it up to date.

    Args:
        database: The store to replace; nobody may be using it.
        source: The backup.

    Returns:
        Where the replaced file lies now; None if there was none.

    Raises:
        StorageError: the backup is no whole store of this program, or the place cannot be written; the old
            store is still there.
    """
    if database.path is None:
        postgres.restore(database.url, source)
        upgrade(database)
        return None
    path = database.path
    sqlite.check_copy(source)
    _make_folder(path.parent)
    database.close()
    aside = path.with_name(f"{path.name}.replaced") if path.exists() else None
    with database.write_lock:
        sqlite.copy(source, path.with_name(f"{path.name}.restored"))
        if aside is not None:
            sqlite.copy(path, aside)
        for name in ("", "-wal", "-shm"):
            path.with_name(path.name + name).unlink(missing_ok=True)
        path.with_name(f"{path.name}.restored").replace(path)
    upgrade(database)
    return aside


def check(database: Database) -> None:
    """Prove that the store is whole and has exactly the schema of this program; changes nothing.

    Raises:
        StorageError: it is not or has not.
    """
    with database.reading() as session:
        connection = session.connection()
        _refuse_unless_known(connection)
        if MigrationContext.configure(connection).get_current_revision() != head():
            raise StorageError(StorageProblem.OLDER_SCHEMA, "the store has to be upgraded first")
        _refuse_if_incomplete(connection)


def _marker(path: Path) -> Path:
    """Return the file that remembers a store, so that a lost one is not replaced in silence."""
    return path.with_name(path.name + ".created")


def _is_fresh(path: Path) -> bool:
    return not path.exists() and not _marker(path).exists()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except PermissionError as error:
        raise StorageError(StorageProblem.READ_ONLY, f"cannot create {folder}") from error
    except OSError as error:
        raise StorageError(StorageProblem.UNAVAILABLE, f"no folder {folder}: {error.strerror}") from error


def _upgrade_file(database: Database, path: Path) -> None:
    if _is_fresh(path):
        draft = path.with_name(path.name + ".new")
        draft.unlink(missing_ok=True)
        _migrate(sqlite.open_migration_engine(draft, database.busy_timeout))
        draft.chmod(0o600)
        draft.replace(path)
    else:
        sqlite.check_file(path)
        if (revision := _inspected(database)) != head():
            database.backup(path.with_name(f"{path.name}.before-{head()}"))
            _migrate(sqlite.open_migration_engine(path, database.busy_timeout))
            _log.info("store upgraded", from_revision=revision, to_revision=head())
    if not _marker(path).exists():
        _marker(path).touch(mode=0o600)


def _inspected(database: Database) -> str | None:
    """Return the revision of a store that is whole, whatever its age."""
    with database.reading() as session:
        connection = session.connection()
        sqlite.check_pages(connection)
        _refuse_unless_known(connection)
        return MigrationContext.configure(connection).get_current_revision()


def _migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision in one transaction: all of it or nothing."""
    try:
        with engine.begin() as connection:
            _run_migrations(connection)
    except DBAPIError as error:
        found = translate(error)
        raise found or StorageError(StorageProblem.HALF_MIGRATED, str(error.orig)) from error
    finally:
        engine.dispose()


def _run_migrations(connection: Connection) -> None:
    server = connection.dialect.name == "postgresql"
    if server:  # two processes may start at once; a file is guarded by its own lock
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
    if inspect(connection).get_table_names():
        _refuse_unless_known(connection)
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    _refuse_if_incomplete(connection)
    if not server:
        sqlite.check_references(connection)


def _refuse_unless_known(connection: Connection) -> None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        raise StorageError(StorageProblem.FOREIGN, "the database was not made by Lagebild")
    if any(name.startswith("_alembic_tmp_") for name in tables):
        raise StorageError(StorageProblem.HALF_MIGRATED, "a migration was interrupted")
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if revision is None:
        raise StorageError(StorageProblem.HALF_MIGRATED, "the store names no schema revision")
    if revision not in known:
        raise StorageError(StorageProblem.NEWER_SCHEMA, f"schema revision {revision} is unknown")


def _refuse_if_incomplete(connection: Connection) -> None:
    inspector = inspect(connection)
    present = set(inspector.get_table_names())
    for table in Table.metadata.sorted_tables:
        columns = {c["name"] for c in inspector.get_columns(table.name)} if table.name in present else set()
        missing = {column.name for column in table.columns} - columns
        if missing:
            raise StorageError(StorageProblem.HALF_MIGRATED, f"{table.name} lacks {sorted(missing)}")
