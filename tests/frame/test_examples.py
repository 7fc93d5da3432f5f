"""The example articles: what every later check and the trial chat rely on."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from tests.frame.repository import ROOT

EXAMPLES = ROOT / "examples"
LINES: list[dict[str, Any]] = [
    json.loads(line) for line in (EXAMPLES / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
]


def text_of(article: str) -> str:
    (line,) = [line for line in LINES if line["id"] == article]
    return (EXAMPLES / line["file"]).read_text(encoding="utf-8")


def test_it_has_stories_days_and_outlets_enough() -> None:
    assert len({line["id"].split("-")[0] for line in LINES}) >= 3
    assert len({line["published"][:10] for line in LINES}) >= 3
    assert len({line["outlet"] for line in LINES}) >= 5


def test_it_lists_each_article_once_and_in_order() -> None:
    times = [datetime.fromisoformat(line["published"]) for line in LINES]
    assert times == sorted(times)
    assert all(time.tzinfo for time in times)
    for field in ("id", "url", "file"):
        assert Counter(line[field] for line in LINES).most_common(1)[0][1] == 1


def test_it_lists_every_text_that_is_there() -> None:
    listed = {EXAMPLES / line["file"] for line in LINES}
    assert listed == set((EXAMPLES / "articles").glob("*.txt"))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_it_has_short_german_articles_at_reserved_addresses(line: dict[str, Any]) -> None:
    words = re.findall(r"\w+", text_of(line["id"]))
    assert 90 <= len(words) <= 220
    assert re.match(r"https://[a-z-]+\.example/\S+$", line["url"])
    assert {"der", "die"} <= {word.lower() for word in words}


def test_it_has_a_wire_copy_in_two_outlets() -> None:
    first, second = text_of("hafen-2"), text_of("hafen-3")
    assert "dpa" in first.split("\n")[0]
    assert "dpa" in second.split("\n")[0]
    assert set(first.split("\n\n")[1:3]) <= set(second.split("\n\n"))


def test_it_has_a_ticker_with_two_updates() -> None:
    stamps = re.findall(r"Update vom 9\. März, (\d\d)\.(\d\d) Uhr", text_of("hafen-4"))
    assert len(stamps) == 2
    assert stamps == sorted(stamps, reverse=True)


def test_it_has_junk_that_a_reader_must_never_see() -> None:
    junk = r"Lesen Sie auch|Das könnte Sie auch|Kommentare \(|JETZT LESEN|Newsletter"
    assert sum(bool(re.search(junk, text_of(line["id"]))) for line in LINES) >= 5


def test_it_says_what_to_expect_of_every_story() -> None:
    expected = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for line in LINES:
        story, number = line["id"].split("-")
        assert f"`{story}-1`" in expected
        assert int(number) <= int(max(re.findall(rf"`{story}-(\d)`", expected)))
