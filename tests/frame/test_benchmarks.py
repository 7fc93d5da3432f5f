"""The command behind `make bench`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as runner
from tests.frame.repository import ROOT


def test_it_runs_every_measurement_and_no_maker() -> None:
    names = runner.names()
    assert {"grouping", "speed"} <= set(names)
    assert not {"__init__", "__main__", *runner.MAKERS} & set(names)
    for name in names:
        assert "__main__" in (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8"), name


def test_it_labels_the_examples_by_their_ids() -> None:
    rows = [json.loads(line) for line in runner.examples_with_gold().splitlines()]
    assert {row["gold"] for row in rows} == {"hafen", "bahn", "bruecke", "sturm"}
    assert all(row["text"] and row["id"].startswith(row["gold"]) for row in rows)


def test_it_hands_labelled_manifests_to_the_grouping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "more.jsonl").write_text("", encoding="utf-8")
    monkeypatch.setenv("GOLD_DIR", str(tmp_path / "gold"))
    given = runner.arguments("grouping", tmp_path)
    assert given[0] == str(tmp_path / "examples.jsonl")
    assert given[-1] == str(tmp_path / "gold" / "more.jsonl")
    assert runner.arguments("speed", tmp_path) == []


def test_it_counts_failures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(runner.sys, "argv", ["bench", "no_such_measurement"])
    assert runner.main() == 1
    assert "FAILED: no_such_measurement" in capsys.readouterr().out
