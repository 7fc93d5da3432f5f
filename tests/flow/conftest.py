from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.flow import Flow
from storage import Database
from tests.flow.fakes import Clock, FakeAnalyser, FakeEngine, compare


@pytest.fixture
def database(store):
    database = Database(store)
    yield database
    database.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make_flow(database, clock):
    """Return a maker of flows over one store, as after a restart."""

    def make(**more):
        options = {
            "zone": ZoneInfo("Europe/Berlin"),
            "clock": clock,
            "engine": FakeEngine(),
            "compare": compare,
        }
        return Flow(database, FakeAnalyser(), **(options | more))

    return make


@pytest.fixture
def flow(make_flow):
    return make_flow()
