"""The short form of ``make torture``: the same rig, a few cases of each kind."""

from __future__ import annotations

import re

import pytest

from bot.trial.world import TRIAL_TOKEN
from tests.torture import hostile, kills, load, patterns, soak

pytestmark = pytest.mark.slow


@pytest.mark.timeout(300)
async def test_random_kills_lose_and_double_nothing(tmp_path):
    made = await kills.kill_at_random(tmp_path, 4, seed=7)
    assert made.reckoning.clean, made.reckoning
    assert made.reckoning.links > 5
    assert sum(made.ends.values()) == 4


@pytest.mark.timeout(300)
async def test_a_simulated_day_loses_and_doubles_nothing(tmp_path):
    made = await soak.live(tmp_path, 1)
    assert made.reckoning.clean, made.reckoning
    assert made.reckoning.links > 5
    assert made.reckoning.digests > 0
    assert "Satz " not in made.output  # of the texts that people pasted
    assert "Schaut mal" not in made.output
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert TRIAL_TOKEN.partition(":")[2].encode() not in left


@pytest.mark.timeout(300)
async def test_a_burst_is_stored_whole(tmp_path):
    made = await load.burst(tmp_path, 10, seconds=1.0, slow=0.1)
    assert (made.stored, made.failed) == (0, 10)  # the first twenty of each hundred do not exist


async def test_hostile_pages_cost_only_themselves():
    made = await hostile.face_hostile_pages(["20,000 attributes", "a million brackets", "billion laughs"])
    assert made.answered == 3


def test_every_expression_of_the_packages_is_found():
    names = [one.name for one in patterns.every_pattern()]
    assert len(names) > 150
    assert any(name.startswith("summaries.intake.urls._CANDIDATE") for name in names)
    assert any(":" in name for name in names), "those written where they are used"


def test_a_bad_expression_is_noticed():
    bad = patterns.Found("bad", re.compile(r"^[|:\s-]*-{2,}[|:\s-]*$"), frozenset({"match"}))
    good = patterns.Found("good", re.compile(r"^(?=[^-]*(?:-[^-]+)*--)[|:\s-]+$"), frozenset({"match"}))
    slow, quick = (patterns.worst(one, 1_000, 0.2) for one in (bad, good))
    assert slow.seconds > 50 * quick.seconds


def test_no_expression_grows_faster_than_its_text():
    """A quadratic one takes sixteen times as long for four times the text."""
    slow = []
    for found in patterns.every_pattern():
        small, large = (patterns.worst(found, length, 5.0).seconds for length in (8_000, 32_000))
        if large > 0.05 and large > 12 * small:
            slow.append((found.name, small, large))
    assert slow == []
