"""When an article can have been published."""

from __future__ import annotations

from datetime import datetime, timedelta

from config.stories import EARLIEST_YEAR, LATEST_AHEAD


def plausible_time(published: datetime, received: datetime) -> datetime:
    """Return ``published``, or ``received`` where a page cannot be that old or is said to come later.

    A date in 1970 is a missing one, and one in the future would keep a story from ever falling silent.

    Args:
        published: The time that the page gives.
        received: When the article came in.
    """
    late = published > received + timedelta(hours=LATEST_AHEAD)
    return received if late or published.year < EARLIEST_YEAR else published
