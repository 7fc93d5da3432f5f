"""A fresh store for each test, copied from one that was migrated once."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import Database, upgrade

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "lagebild.sqlite"
    database = Database(path)
    upgrade(database)
    database.close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(template.parent, folder)
    return folder / template.name


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    store = Database(path, busy_timeout=0.2, lock_timeout=5)
    yield store
    store.close()
