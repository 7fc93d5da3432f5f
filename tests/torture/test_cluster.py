"""Parts of the program that are killed at random on a database server lose and double nothing."""

from __future__ import annotations

import pytest

from tests.postgres import Server
from tests.torture import parts

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(900)]


async def test_random_ends_of_parts_lose_and_double_nothing(server: Server, tmp_path) -> None:
    with server.database() as url:
        made = await parts.kill_parts(tmp_path, url, 12, seed=3)
    assert made.reckoning.clean, made.reckoning
    assert made.reckoning.links > 5
    assert sum(count for name, count in made.ends.items() if name.startswith("SIGKILL of a worker")) > 1
    assert made.slowest_stop < 8
