"""The commands, each by itself: results on stdout, complaints on stderr, an exit code that tells."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.analysis import InProcessAnalyser
from bot.cli import told_failures
from bot.commands.health import HEARTBEAT
from bot.commands.output import moment
from config import ConfigError
from storage import StorageError, StorageProblem, articles, chats, state
from summaries.intake import Page, extract
from summaries.intake.problem import IntakeError, Problem
from tests.digest.build import BERLIN, at
from tests.flow.fakes import document

NBSP = "\N{NO-BREAK SPACE}"
FIRST = {
    "id": "a-1",
    "outlet": "Bote",
    "published": "2025-03-03T12:00:00+01:00",
    "title": "Deich bricht",
    "url": None,
    "text": "Feuerwehr > asserts > Deich gebrochen\nAm Ufer stehen Helfer mit Sandsäcken.",
}
SECOND = {
    "id": "a-2",
    "outlet": "Kurier",
    "published": "2025-03-04T12:00:00+01:00",
    "title": "Deich hält",
    "url": "https://kurier.example/2",
    "text": "Landrat > denies > Deich gebrochen\nIm Rathaus tagt der Krisenstab.",
}


@pytest.fixture
def filled(line):
    assert line("ingest", line.manifest(FIRST, SECOND)).exit_code == 0
    return line


def test_it_ingests_a_manifest_in_order_of_time(line):
    result = line("ingest", line.manifest(SECOND, FIRST))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "gespeichert · Bote · Story 1 „Deich bricht“",
        "gespeichert · Kurier · Story 1 „Deich bricht“",
        f"2{NBSP}Artikel gespeichert · 1{NBSP}Story",
    ]
    assert result.stderr == ""


def test_it_says_what_it_knows_already(filled):
    result = filled("ingest", filled.manifest(FIRST, SECOND))
    assert result.exit_code == 0
    assert f"0{NBSP}Artikel gespeichert · 2 schon bekannt · 1{NBSP}Story" in result.stdout


def test_it_stores_the_good_lines_and_names_the_broken_ones(line):
    path = line.manifest(FIRST, "", "{kaputt", {**SECOND, "published": "gestern"}, SECOND, {"id": 9})
    result = line("ingest", path)
    assert result.exit_code == 1
    assert f"2{NBSP}Artikel gespeichert · 3 abgelehnt" in result.stdout
    lines = [int(number) for number in re.findall(r"Zeile (\d+): \S", result.stderr)]
    assert lines == [3, 4, 6]


FOREIGN = {**SECOND, "title": "Dyke breaks", "outlet": "Herald", "text": "English words only."}


def test_it_notes_the_line_of_a_foreign_text(line):
    path = line.manifest(FIRST, "", FOREIGN)
    result = line("ingest", path)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:] == [
        "gemerkt · Herald · „Dyke breaks“ ist auf Englisch; verglichen werden nur deutsche Artikel",
        f"1{NBSP}Artikel gespeichert · 1 in anderen Sprachen gemerkt · 1{NBSP}Story",
    ]
    assert result.stderr == ""
    again = line("ingest", path)
    assert again.exit_code == 0
    assert "schon gemerkt · Herald · " in again.stdout
    assert f"0{NBSP}Artikel gespeichert · 1 schon bekannt · 1 in anderen Sprachen gemerkt" in again.stdout


def test_it_tells_of_foreign_texts_beside_the_digest(line):
    line("ingest", line.manifest(FIRST, FOREIGN))
    shown = json.loads(line("digest", "--format", "json").stdout)
    assert list(shown) == ["now", "since", "stories"]
    assert [one["id"] for story in shown["stories"] for one in story["articles"]] == ["a-1"]
    assert line("digest").stdout.endswith(
        f"\nAußerdem 1{NBSP}Link in einer anderen Sprache: Herald (Englisch)\n"
    )
    assert "Außerdem" not in line("digest", "--now", "2025-03-04T11:59+01:00").stdout
    assert "Außerdem" not in line("digest", "--since", "2025-03-04T12:00+01:00").stdout
    status = line("status").stdout.splitlines()
    assert status[0] == "Artikel: 1 heute, 1 insgesamt"
    assert status[2] == "In anderen Sprachen: 1, nur als Link gemerkt"
    assert json.loads(line("status", "--json").stdout)["foreign_total"] == 1


def test_it_notes_an_english_page_as_it_comes_from_the_web(line):
    sentence = "<p>The city council decided on Monday to tear down the old bridge, officials said.</p>"
    page = f"<html lang='en'><title>Bridge to go</title><article>{sentence * 9}</article></html>".encode()
    line.wiring = replace(
        line.wiring,
        analyser=lambda _: InProcessAnalyser(),
        fetch=lambda _, url, now: extract(Page(url, url, page, "text/html"), now),
    )
    for begin in ("gemerkt · ", "schon gemerkt · "):
        result = line("ingest", "https://www.herald.example/bridge?utm_source=x")
        assert result.exit_code == 0
        assert result.stdout.startswith(begin)
        assert "„Bridge to go“ ist auf Englisch" in result.stdout
    with line.wiring.database(line.wiring.settings()).reading() as session:
        (stored,) = articles.foreign(session, None, line.wiring.clock())
        assert stored.article.canonical_url == "https://www.herald.example/bridge"
        assert articles.without_story(session) == []


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("fehlt.txt", None, "Datei"),
        ("leer.txt", b"", "Text"),
        ("bild.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "Bild"),
        ("papier.txt", b"%PDF-1.7 x", "herauslesen"),
        ("muell.txt", b"\x00\x01\x02" * 100, "Text"),
        ("lang.txt", b"Wort " * 400_000, "lang"),
        ("fehlt.jsonl", None, "Datei"),
    ],
)
def test_it_refuses_bad_files_with_one_sentence(line, name, content, word):
    path = line.folder / name
    if content is not None:
        path.write_bytes(content)
    result = line("ingest", path)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert word in result.stderr
    assert f"0{NBSP}Artikel gespeichert · 1 abgelehnt" in result.stdout
    assert "Traceback" not in result.stderr


def test_it_reads_a_text_file_of_a_named_outlet(line):
    path = line.folder / "artikel.txt"
    path.write_text("Deich bricht\n\nFeuerwehr > asserts > Deich gebrochen\n", encoding="utf-8")
    assert "gespeichert · Elbkurier · " in line("ingest", path, "--outlet", "Elbkurier").stdout


def test_it_fetches_addresses(line):
    fetched = document("Bote", "Deich bricht", ["Feuerwehr > asserts > Deich gebrochen"], at(3))
    asked = []
    line.wiring = replace(line.wiring, fetch=lambda _, url, now: asked.append((url, now)) or fetched)
    assert line("ingest", "https://bote.example/1").exit_code == 0
    assert asked == [("https://bote.example/1", line.wiring.clock())]


def test_it_says_why_an_address_was_refused(line):
    def refuse(_, url, now):
        raise IntakeError(Problem.PRIVATE_ADDRESS, {"host": "127.0.0.1"})

    line.wiring = replace(line.wiring, fetch=refuse)
    result = line("ingest", "http://127.0.0.1/", line.manifest(FIRST))
    assert result.exit_code == 1
    assert "http://127.0.0.1/: Diese Adresse ist nicht öffentlich (127.0.0.1)" in result.stderr
    assert f"1{NBSP}Artikel gespeichert · 1 abgelehnt" in result.stdout


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/x", "ftp://host.example/x", "http://"])
def test_it_never_opens_a_bad_address(line, url):
    result = line("ingest", url)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_it_prints_a_digest_as_text(filled):
    result = filled("digest", "--now", "2025-03-05T08:00+01:00")
    assert result.exit_code == 0
    assert (
        "⚖️ Umstritten\nDeich gebrochen.\nsagt: Feuerwehr (Bote) · bestreitet: Landrat (Kurier)"
        in result.stdout
    )
    assert result.stderr == ""


def test_it_prints_a_digest_as_html(filled):
    shown = filled("digest", "--format", "html").stdout
    assert '<a href="https://kurier.example/2">Kurier</a>' in shown


def test_it_prints_a_digest_as_json(filled):
    shown = json.loads(filled("digest", "--now", "2025-03-05", "--format", "json").stdout)
    assert shown["now"] == "2025-03-05T00:00:00+01:00"
    assert shown["since"] is None
    assert [one["id"] for one in shown["stories"][0]["articles"]] == ["a-1", "a-2"]
    assert shown["stories"][0]["claims"][0]["status"] == "umstritten"


def test_it_reads_times_without_an_offset_as_local(filled):
    shown = json.loads(filled("digest", "--since", "2025-03-03T12:00", "--format", "json").stdout)
    assert shown["since"] == "2025-03-03T12:00:00+01:00"
    assert shown["stories"][0]["claims"][0]["changed_from"] == "unbestätigt"
    assert shown["now"] == "2025-03-10T13:00:00+01:00"


def test_it_says_that_nothing_is_new(filled):
    result = filled("digest", "--since", "2025-03-09")
    assert result.exit_code == 0
    assert result.stdout == f"🗞 Nichts Neues seit 9.{NBSP}März{NBSP}2025, 00:00{NBSP}Uhr.\n"


@pytest.mark.parametrize("text", ["gestern", "2025-13-01", "12:00", ""])
def test_it_refuses_what_is_no_time(filled, text):
    result = filled("digest", "--since", text)
    assert result.exit_code == 2
    assert "keine Zeitangabe" in " ".join(result.stderr.split())


def test_it_reads_times_in_every_usual_form():
    assert moment("2024-10-24T20:00+02:00", BERLIN).isoformat() == "2024-10-24T20:00:00+02:00"
    assert moment("2024-10-24 20:00", BERLIN).isoformat() == "2024-10-24T20:00:00+02:00"
    assert moment("2024-10-24T18:00Z", BERLIN).isoformat() == "2024-10-24T18:00:00+00:00"
    assert moment(None, BERLIN) is None


def test_it_reports_its_status(filled):
    result = filled("status")
    assert result.stdout.splitlines() == [
        "Artikel: 2 heute, 2 insgesamt",
        "Storys: 1 heute, 1 insgesamt",
        "Warteschlange: 0, heute nicht lesbar: 0",
        "Nächstes Lagebild: nicht geplant",
        f"Zuletzt hereingekommen: vor 1{NBSP}Sekunde",
    ]


def test_it_reports_its_status_as_json(filled):
    shown = json.loads(filled("status", "--json", "--now", "2025-03-12T08:00").stdout)
    assert shown["now"] == "2025-03-12T08:00:00+01:00"
    assert (shown["articles_today"], shown["articles_total"]) == (0, 2)
    assert shown["newest"] == "2025-03-10T13:00:00+01:00"
    assert shown["next_digest"] is None


def test_it_reports_the_next_planned_digest(filled):
    with filled.wiring.database(filled.wiring.settings()).writing() as session:
        chat = chats.register(session, -100, "group", "Redaktion", filled.wiring.clock())
        chats.set_slot(session, chat.id, 0, "18:00", filled.wiring.clock())
    assert f"Nächstes Lagebild: 10.{NBSP}März{NBSP}2025, 18:00{NBSP}Uhr" in filled("status").stdout


def test_it_reports_an_empty_store(line):
    assert "Zuletzt hereingekommen: noch nichts" in line("status").stdout
    assert line("digest").stdout == "🗞 Nichts Neues.\n"


def test_it_shows_a_story(filled):
    shown = filled("story", "1").stdout
    assert "Regel: Widerspruch" in shown
    assert "│ Feuerwehr > asserts > Deich gebrochen" in shown
    assert "Kurier <https://kurier.example/2>: „Deich hält“" in shown


def test_it_knows_no_such_story(filled):
    result = filled("story", "99")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Eine Story 99 gibt es nicht." in result.stderr


def test_it_tells_its_version(line):
    assert re.fullmatch(r"Lagebild \d+\.\d+\.\d+\n", line("version").stdout)


def test_it_is_unhealthy_before_the_bot_ran(line):
    result = line("healthcheck")
    assert result.exit_code == 1
    assert "noch nicht gelaufen" in result.stderr


@pytest.mark.parametrize(("age", "code"), [(10, 0), (600, 1)])
def test_it_judges_the_age_of_the_last_sign_of_life(line, age, code):
    database = line.wiring.database(line.wiring.settings())
    with database.writing() as session:
        state.put(session, HEARTBEAT, "", line.wiring.clock() - timedelta(seconds=age))
    assert line("healthcheck").exit_code == code


def test_it_explains_wrong_settings(capsys):
    with pytest.raises(SystemExit) as caught, told_failures():
        raise ConfigError(("LAGEBILD_TIMEZONE: 'x' is not a time zone", "LAGEBILD_X: unknown"))
    assert caught.value.code == 2
    shown = capsys.readouterr().err
    assert "Die Einstellungen sind nicht benutzbar:" in shown
    assert "  LAGEBILD_X: unknown" in shown


def test_it_explains_a_broken_store(capsys):
    with pytest.raises(SystemExit) as caught, told_failures():
        raise StorageError(StorageProblem.DAMAGED, "/x/lagebild.sqlite")
    assert caught.value.code == 1
    assert "damaged" in capsys.readouterr().err
