"""What all tests share: no deadlines, a store that is migrated once, and temporary files in memory.

Speed is never asserted as a time, so property tests have no deadline.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language
from xdist.scheduler.loadscope import LoadScopeScheduling

from storage import Database, upgrade
from summaries.language import load_pipeline
from tests import postgres

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tests run side by side; numpy is imported later
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# A store waits for the disk at each commit; thousands of short-lived ones need not.
_IN_MEMORY, _ENOUGH = Path("/dev/shm"), 1 << 30
if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ENOUGH:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))

# Their tests share something expensive, so they run in one process; all others are dealt out one by one.
_TOGETHER = frozenset(
    {
        "tests/cli/test_real_articles.py",
        "tests/frame/test_code.py",
        "tests/frame/test_first_day.py",
        "tests/language/test_bundled.py",
        "tests/language/test_training_assemble.py",
        "tests/language/test_training_corpus.py",
        "tests/stories/test_grouping.py",
    }
)


class _Dealer(LoadScopeScheduling):  # type: ignore[misc]
    """Gives tests to processes, those of some files together."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if path in _TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Return what deals out the tests."""
    return _Dealer(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what works on a store on both engines, unless it is about the file itself."""
    if "store" not in metafunc.fixturenames:
        return
    about_files = metafunc.definition.get_closest_marker("sqlite") or "path" in metafunc.fixturenames
    server = pytest.param("postgresql", marks=pytest.mark.postgres)
    metafunc.parametrize("store", ["sqlite"] if about_files else ["sqlite", server], indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Return a PostgreSQL server, started once in each process that needs it."""
    missing = postgres.why_not()
    if missing is not None:
        pytest.skip(missing)
    with postgres.server() as running:
        yield running


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[Path | str]:
    """Return where an empty store of the newest schema is: the path of a file, or the URL of a database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("fresh_store")
    else:
        with request.getfixturevalue("server").database() as url:
            yield url


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the bundled pipeline, loaded once in each process."""
    return load_pipeline()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty store, migrated once; tests work on copies of its folder."""
    path = tmp_path_factory.mktemp("template") / "lagebild.sqlite"
    database = Database(path)
    upgrade(database)
    database.close()
    return path


@pytest.fixture
def fresh_store(template: Path, tmp_path: Path) -> Path:
    """Return the path of an empty store of the newest schema in the folder of a test."""
    shutil.copytree(template.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / template.name
