"""Real and invented articles from file to digest, by the real language work; skipped where absent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.analysis import InProcessAnalyser
from bot.commands.wiring import Wiring
from config import Settings
from tests.cli.conftest import Line
from tests.flow.fakes import Clock

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds" / "manifest.jsonl"
EXAMPLES = ROOT / "examples" / "manifest.jsonl"
BORDER = "2024-10-24T20:00+02:00"
LATER = "2025-04-29T08:00+02:00"


def filled(folder: Path, manifest: Path) -> Line:
    if not manifest.exists():
        pytest.skip(f"{manifest.name} is not here")
    settings = Settings(data_dir=folder / "data")
    clock = Clock(datetime(2026, 11, 1, tzinfo=UTC))
    line = Line(
        Wiring(clock=clock, settings=lambda: settings, analyser=lambda _: InProcessAnalyser()), folder
    )
    assert line("ingest", manifest).exit_code == 0
    return line


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("seeds"), SEEDS)


@pytest.fixture(scope="module")
def examples(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("examples"), EXAMPLES)


def told(line, *arguments):
    return json.loads(line("digest", "--format", "json", *arguments).stdout)


def texts(manifest):
    rows = [json.loads(row) for row in manifest.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: (manifest.parent / row["file"]).read_text(encoding="utf-8") for row in rows}


def voices(digest):
    return [voice for story in digest["stories"] for claim in story["claims"] for voice in claim["voices"]]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "manifest"), [("seeds", SEEDS), ("examples", EXAMPLES)])
def test_it_quotes_only_what_the_articles_say(name, manifest, request):
    digest = told(request.getfixturevalue(name), "--all")
    known = texts(manifest)
    assert len(voices(digest)) > 20
    for voice in voices(digest):
        assert voice["quote"] in known[voice["article"]]


@pytest.mark.slow
def test_it_tells_one_story_with_its_dispute(seeds):
    (story,) = told(seeds, "--now", BORDER)["stories"]
    assert [one["id"] for one in story["articles"]] == ["seed-004", "seed-003", "seed-001", "seed-000"]
    disputes = [claim for claim in story["claims"] if claim["status"] == "umstritten"]
    sides = [{(voice["stance"], voice["speaker"]) for voice in claim["voices"]} for claim in disputes]
    assert any(
        {"asserts", "denies"} <= {stance for stance, _ in side} and "Kreml" in str(side) for side in sides
    )


@pytest.mark.slow
def test_it_tells_the_planned_and_the_sent_as_two_figures(seeds):
    shown = seeds("digest", "--now", BORDER, "--all").stdout
    assert "12.000" in shown
    assert "1500" in shown or "1.500" in shown
    conflicts = [
        claim
        for claim in told(seeds, "--now", BORDER, "--all")["stories"][0]["claims"]
        if claim["rule"] == "Zahlenkonflikt"
    ]
    assert not any("12.000" in str(one) and ("1.500" in str(one) or "1500" in str(one)) for one in conflicts)


@pytest.mark.slow
def test_it_leads_with_what_was_denied_and_is_now_conceded(seeds):
    digest = told(seeds, "--since", BORDER, "--now", LATER)
    (story,) = digest["stories"]
    assert [one["id"] for one in story["articles"]] == ["seed-002"]
    before = told(seeds, "--now", BORDER)["stories"][0]["id"]
    assert story["continues"] == before
    first = story["claims"][0]
    assert (first["status"], first["changed_from"], first["rule"]) == (
        "bestätigt",
        "umstritten",
        "Eingeständnis",
    )
    assert any(claim["status"] == "umstritten" and claim["new"] for claim in story["claims"])


@pytest.mark.slow
def test_it_prints_no_line_from_around_the_articles(seeds):
    shown = seeds("digest", "--now", LATER, "--all").stdout
    for junk in ("Lesen Sie auch", "LESEN AUCH", "Kommentar schreiben", "Lesedauer", "Foto:"):
        assert junk not in shown


@pytest.mark.slow
def test_it_tells_the_examples_with_every_kind_of_news(examples):
    digest = told(examples)
    statuses = {claim["status"] for story in digest["stories"] for claim in story["claims"]}
    assert {"umstritten", "bestätigt", "unbestätigt"} <= statuses
    assert len(digest["stories"]) >= 3
    assert "Kopie" in examples("story", digest["stories"][0]["id"]).stdout or any(
        "Kopie" in examples("story", story["id"]).stdout for story in digest["stories"]
    )


@pytest.mark.slow
def test_it_tells_the_same_after_a_second_run(examples):
    before = told(examples, "--all")
    again = examples("ingest", EXAMPLES)
    assert "schon bekannt" in again.stdout
    assert told(examples, "--all") == before


@pytest.mark.long
def test_it_tells_the_same_in_whatever_order_articles_came(tmp_path, examples):
    rows = EXAMPLES.read_text(encoding="utf-8").splitlines()[:6]
    known = texts(EXAMPLES)
    statuses = []
    for number, order in enumerate((rows, rows[::-1])):
        line = examples
        settings = Settings(data_dir=tmp_path / str(number))
        line = replace(
            line, wiring=replace(line.wiring, settings=lambda chosen=settings: chosen), folder=tmp_path
        )
        for row in order:
            entry = json.loads(row)
            entry["text"] = known[entry["id"]]
            assert line("ingest", line.manifest(entry)).exit_code == 0
        stories = told(line, "--all")["stories"]
        statuses.append(sorted((one["text"], one["status"]) for story in stories for one in story["claims"]))
    assert statuses[0] == statuses[1]
