from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from summaries.stories.dates import plausible_time

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("published", [datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(days=400)])
def test_it_takes_an_impossible_date_for_the_time_of_arrival(published):
    assert plausible_time(published, NOW) == NOW


@pytest.mark.parametrize("days", [-4000, -1, 0, 0.5])
def test_it_believes_other_dates(days):
    published = NOW + timedelta(days=days)
    assert plausible_time(published, NOW) == published
