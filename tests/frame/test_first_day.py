"""What a newcomer sees: the command line on the example articles, from manifest to digest."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.frame.repository import ROOT
from tests.frame.test_examples import LINES, text_of

JUNK = re.compile(
    r"Lesen Sie auch|auch interessieren|Kommentar|JETZT LESEN|Newsletter|Morgenbrief|Foto: |Bilderstrecke"
)
END = "2026-03-12T22:00+01:00"

pytestmark = pytest.mark.slow


class Newcomer:
    """Somebody with a fresh data folder and the `lagebild` command."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("LAGEBILD_")
        }
        self.environment["LAGEBILD_DATA_DIR"] = str(folder / "data")

    def types(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "bot", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=100
        )
        return done.stdout


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Newcomer:
    person = Newcomer(tmp_path_factory.mktemp("newcomer"))
    told = person.types("ingest", "examples/manifest.jsonl").replace("\N{NO-BREAK SPACE}", " ")
    assert f"{len(LINES)} Artikel gespeichert" in told
    return person


@pytest.fixture(scope="module")
def stories(newcomer: Newcomer) -> dict[str, Any]:
    """Return each story by the word that its articles' ids begin with."""
    made = json.loads(newcomer.types("digest", "--now", END, "--all", "--format", "json"))
    return {story["articles"][0]["id"].split("-")[0]: story for story in made["stories"]}


@pytest.fixture(scope="module")
def last_day(newcomer: Newcomer) -> dict[str, Any]:
    since = "2026-03-11T20:00+01:00"
    return dict(json.loads(newcomer.types("digest", "--since", since, "--now", END, "--format", "json")))


def claims_with(story: dict[str, Any], *voices: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the claims to which each (article, stance) of ``voices`` belongs."""
    return [
        claim
        for claim in story["claims"]
        if set(voices) <= {(voice["article"], voice["stance"]) for voice in claim["voices"]}
    ]


def test_it_finds_the_four_stories(stories: dict[str, Any]) -> None:
    found = {frozenset(article["id"] for article in story["articles"]) for story in stories.values()}
    prefixes = {line["id"].split("-")[0] for line in LINES}
    assert found == {
        frozenset(line["id"] for line in LINES if line["id"].startswith(name)) for name in prefixes
    }


def test_it_confirms_a_denial_that_was_conceded(stories: dict[str, Any]) -> None:
    (claim,) = claims_with(stories["hafen"], ("hafen-1", "denies"), ("hafen-6", "concedes"))
    assert (claim["status"], claim["rule"]) == ("bestätigt", "Eingeständnis")


def test_it_leads_with_what_has_changed(last_day: dict[str, Any]) -> None:
    first = last_day["stories"][0]["claims"][0]
    assert (first["changed_from"], first["status"]) == ("umstritten", "bestätigt")


def test_it_contests_different_counts_of_one_rally(stories: dict[str, Any]) -> None:
    contested = [claim for claim in stories["bahn"]["claims"] if claim["rule"] == "Zahlenkonflikt"]
    assert contested
    assert {voice["article"] for claim in contested for voice in claim["voices"]} <= {"bahn-3", "bahn-4"}


def test_it_replaces_a_growing_toll(stories: dict[str, Any]) -> None:
    assert [claim for claim in stories["sturm"]["claims"] if claim["rule"] == "Fortschreibung"]


def test_it_counts_a_wire_copy_once(stories: dict[str, Any]) -> None:
    both = {"hafen-2", "hafen-3"}
    shared = [
        claim for claim in stories["hafen"]["claims"] if {v["article"] for v in claim["voices"]} == both
    ]
    assert shared
    assert "bestätigt" not in {claim["status"] for claim in shared}


def test_it_shows_no_junk_and_quotes_verbatim(stories: dict[str, Any]) -> None:
    for story in stories.values():
        for claim in story["claims"]:
            assert not JUNK.search(claim["text"])
            for voice in claim["voices"]:
                assert not JUNK.search(voice["quote"])
                assert voice["quote"] in text_of(voice["article"])
