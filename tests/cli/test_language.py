"""Commands that need the language work, on files of their own."""

from __future__ import annotations

import json

import pytest

TEXT = (
    "Deich bei Niederau gebrochen\n\n"
    "Der Deich bei Niederau ist in der Nacht gebrochen. Nach Angaben der Feuerwehr stehen rund 1.200 Häuser "
    "unter Wasser. „Wir haben zu spät gewarnt“, sagte Landrat Peter Holm am Dienstag. Die Landesregierung "
    "wies Vorwürfe zurück, sie habe die Sanierung verschleppt.\n"
)
KEYS = ["quote", "speaker", "cue", "type", "stance", "certainty", "quantities"]


@pytest.fixture
def file(line):
    path = line.folder / "artikel.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_it_prints_statements_as_one_line_of_json_per_file(line, file):
    result = line("analyse", file, file, "--json")
    assert result.exit_code == 0
    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert rows[0] == rows[1]
    assert rows[0]["file"] == str(file)
    assert all(list(one) == KEYS for one in rows[0]["statements"])


def test_it_gives_offsets_into_the_text_of_the_file(line, file):
    shown = json.loads(line("analyse", file, "--json").stdout)
    speakers = {TEXT[b:e] for one in shown["statements"] for b, e in one["speaker"]}
    quotes = [TEXT[b:e] for one in shown["statements"] for b, e in one["quote"]]
    assert any("Holm" in one for one in speakers)
    assert any("zu spät gewarnt" in one for one in quotes)
    figures = [one for row in shown["statements"] for one in row["quantities"]]
    assert any(one["value"] == 1200 for one in figures)
    assert all(list(one) == ["value", "low", "high", "unit", "of"] for one in figures)


def test_it_shows_statements_readably(line, file):
    result = line("analyse", file)
    assert result.exit_code == 0
    assert str(file) in result.stdout.replace("\n", "")
    assert "der Artikel · sagt · sicher" in result.stdout
    assert "Deich bei Niederau ist in der Nacht gebrochen" in result.stdout


def test_it_goes_on_after_a_file_that_cannot_be_read(line, file):
    result = line("analyse", line.folder / "fehlt.txt", file, "--json")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "fehlt.txt: " in result.stderr


def test_it_finds_no_statements_in_a_foreign_text(line):
    path = line.folder / "foreign.txt"
    path.write_text("The dyke broke during the night, and the brigade says many houses are under water.")
    result = line("analyse", path, "--json")
    assert result.exit_code == 0
    assert "Der Text ist auf Englisch; ausgewertet werden nur deutsche Artikel." in result.stderr
    assert json.loads(result.stdout) == {"file": str(path), "statements": []}


def row(number, hour, title, **more):
    return {"id": number, "published": f"2025-03-03T{hour:02}:00:00+01:00", "title": title, **more}


def test_it_groups_headlines_in_order_of_time(line):
    path = line.manifest(
        row(3, 12, "Deichbruch bei Niederau: Feuerwehr rettet Bewohner aus überfluteten Häusern"),
        row("b", 9, "Bundesbank senkt Prognose für das Wirtschaftswachstum"),
        row(1, 8, "Deichbruch bei Niederau: Häuser überflutet, Feuerwehr im Einsatz"),
    )
    result = line("group", "--jsonl", path)
    assert result.exit_code == 0
    rows = [json.loads(one) for one in result.stdout.splitlines()]
    assert [one["id"] for one in rows] == [1, "b", 3]
    stories = {one["id"]: one["story"] for one in rows}
    assert stories[1] == stories[3] != stories["b"]


def test_it_groups_what_it_can_read(line):
    path = line.manifest(
        "kaputt",
        row(1, 8, "Deichbruch bei Niederau"),
        {"id": 2},
        row(3, 8, "T", published="bald"),
        {"title": "Deichbruch bei Niederau, Häuser überflutet", "text": TEXT},
        row(4, 9, "X", file="../weg.txt"),
    )
    result = line("group", "--jsonl", path)
    assert result.exit_code == 1
    assert [json.loads(one)["id"] for one in result.stdout.splitlines()] == [1, 5]
    assert [f"Zeile {n}:" in result.stderr for n in range(1, 7)] == [True, False, True, True, False, True]


def test_it_refuses_a_manifest_that_is_not_there(line):
    result = line("group", "--jsonl", line.folder / "fehlt.jsonl")
    assert result.exit_code == 1
    assert "fehlt.jsonl: " in result.stderr
