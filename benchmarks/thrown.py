"""Throw the stories of the statuses' gold set into a few days, as a manifest that grouping can be scored on.

Run ``python -m benchmarks.thrown dev > MANIFEST``.  Each story keeps its hours and the distances of its
articles and begins on one of ten days (the fewer sealed ones of five), so that like events of different
stories meet.
What spans more than 13 days is left out: it would be two chapters.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "data" / "claims"
START = datetime(2025, 3, 1, tzinfo=UTC)
LONGEST = timedelta(days=13)
DAYS = {"dev": 10, "sealed": 5}
SEED = 7


def thrown(split: str) -> Iterator[dict[str, Any]]:
    """Yield the articles of a split, each with its story as ``gold``."""
    rng = random.Random(SEED)
    for path in sorted(GOLD.glob(f"{split}_*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        times = [datetime.fromisoformat(one["published"]) for one in story["articles"]]
        first = min(times).astimezone(UTC)
        if max(times) - first > LONGEST:
            continue
        day = START + timedelta(days=rng.randrange(DAYS[split]))
        begin = day.replace(hour=first.hour, minute=first.minute)
        for article, time in zip(story["articles"], times, strict=True):
            yield {
                "id": story["name"] + article["id"],
                "published": (begin + (time - first)).isoformat(),
                "outlet": article["outlet"],
                "title": article["title"],
                "text": article["text"],
                "gold": story["name"],
            }


def main() -> None:
    for row in thrown(sys.argv[1]):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
