"""A fresh store for each test, copied from one that was migrated once."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import Database

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


@pytest.fixture
def fresh_store(template: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(template.parent, folder)
    return folder / template.name


@pytest.fixture
def path(fresh_store: Path) -> Path:
    """Return the file of the store; tests that ask for it run on SQLite alone."""
    return fresh_store


@pytest.fixture
def database(store: Path | str) -> Iterator[Database]:
    opened = Database(store, busy_timeout=0.2, lock_timeout=5)
    yield opened
    opened.close()
