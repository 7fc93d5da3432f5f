"""Stories of the statuses' gold set as a manifest for grouping."""

from __future__ import annotations

from datetime import datetime

import pytest

from benchmarks.thrown import DAYS, LONGEST, START, thrown


@pytest.mark.parametrize("split", ["dev", "sealed"])
def test_stories_begin_within_a_few_days_and_keep_their_distances(split):
    rows = list(thrown(split))
    begins: dict[str, list[datetime]] = {}
    for row in rows:
        begins.setdefault(row["gold"], []).append(datetime.fromisoformat(row["published"]))
    assert all(0 <= (min(times) - START).days < DAYS[split] for times in begins.values())
    assert all(max(times) - min(times) <= LONGEST for times in begins.values())
    assert rows == list(thrown(split))
