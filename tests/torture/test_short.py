"""The short form of ``make torture``: the same rig, a few cases of each kind."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from bot.trial.world import TRIAL_TOKEN
from tests.torture import hostile, kills, load, patterns, points, soak

pytestmark = pytest.mark.slow

# Times a search for each letter, which takes about ten milliseconds for 100 000 characters; a hundred are
# allowed.  The dearest (the tokenizer, whose every match makes a token) takes about seven times as long.
DEAR = 10


@pytest.fixture
def folders(tmp_path):
    numbers = itertools.count()

    def folder() -> Path:
        path = tmp_path / str(next(numbers))
        path.mkdir()
        return path

    return folder


@pytest.mark.timeout(300)
async def test_random_kills_lose_and_double_nothing(tmp_path):
    made = await kills.kill_at_random(tmp_path, 3, seed=8)
    assert made.reckoning.clean, made.reckoning
    assert made.reckoning.links > 5
    assert sum(made.ends.values()) == 3


# The middle part of a digest has arrived, and the process that sent it ends before it knows.
HARDEST = points.Point("sendMessage", 5, done=True)


@pytest.mark.timeout(300)
async def test_a_kill_at_a_named_point_loses_and_doubles_nothing(folders):
    made = await points.end_at([HARDEST], folders, at_once=1)
    assert made.broken == []
    assert made.missed == []
    (found,) = made.reckonings.values()
    assert found.parts > 4
    assert found.unsure == found.told == 1


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_kills_at_many_points_lose_and_double_nothing(folders):
    made = await points.end_everywhere(folders, every=12)
    assert made.broken == []
    assert len(made.reckonings) > 15
    assert len(made.missed) < 5  # plans are looked at as time goes by: no two lives write equally often


@pytest.mark.timeout(300)
@pytest.mark.parametrize("hours", [6, pytest.param(24, marks=pytest.mark.long)])
async def test_simulated_hours_lose_and_double_nothing(tmp_path, hours):
    made = await soak.live(tmp_path, hours)
    assert made.reckoning.clean, made.reckoning
    assert made.reckoning.links > 5
    assert made.reckoning.slots > 0
    assert made.reckoning.digests > 0
    assert "Satz " not in made.output  # of the texts that people pasted
    assert "Schaut mal" not in made.output
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert TRIAL_TOKEN.partition(":")[2].encode() not in left
    assert b"Schaut mal" not in left  # what stands beside a link


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_burst_is_stored_whole(tmp_path):
    made = await load.burst(tmp_path, 10, seconds=1.0, slow=0.1)
    assert (made.stored, made.failed) == (0, 10)  # the first twenty of each hundred do not exist


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_backlog_is_worked_off_with_few_words(tmp_path):
    made = await load.backlog(tmp_path, 500)
    assert made.unhandled == 0
    assert made.stored + made.failed == made.links == 100
    assert 0 < made.messages <= 20


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
    slow, quick = (patterns.worst(one, 500, 1.0) for one in (bad, good))
    assert slow.seconds > 50 * quick.seconds


def test_no_expression_grows_faster_than_its_text():
    """A quadratic one takes sixteen times as long for four times the text, and far longer than a search."""
    noticed = [one for one in patterns.every_pattern() if _costs(one)]
    # Who is noticed is tried once more: another program may have been in the way.
    assert [(one.name, costs) for one in noticed if (costs := _costs(one))] == []


def _costs(found: patterns.Found) -> str:
    small, large = (patterns.worst(found, length, 5.0).seconds for length in (6_000, 24_000))
    grows = large > 0.03 and large > 12 * small
    dear = large > DEAR * patterns.reference(24_000)
    return f"{small:.4f} s, for four times the text {large:.4f} s" if grows or dear else ""
