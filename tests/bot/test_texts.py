from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError
from jinja2.nodes import Block

import bot
from bot.boards import Board, Line, Place
from bot.flow import Outcome, Stored
from bot.texts import environment, notice, phrase, problem_alone, problem_text, render
from storage.privacy import Forgotten
from summaries.intake.problem import Problem

TEMPLATES = sorted(Path(bot.__file__).parent.glob("templates/*.j2"))


def test_it_says_of_a_feed_only_what_is_wrong() -> None:
    for problem in Problem:
        said = problem_alone(problem, {"status": "404", "host": "zeitung.example"})
        assert problem_text(problem, {"status": "404", "host": "zeitung.example"}).startswith(said)
        assert said.endswith(".")
        assert not re.search("schick|Bitte|Hast du|Vielleicht", said)


def test_a_first_article_opens_its_story_and_is_no_further_source() -> None:
    first = replace(STORED, source_count=1, opened=True, continues_title="Sturm")
    board = board_of(Line("", stored=first))
    text = render("answer", board=board, shown=board.lines)
    assert text == "gespeichert · neue Story <i>Deich in Emden</i> · setzt <i>Sturm</i> fort"


@pytest.mark.parametrize("problem", list(Problem))
def test_it_says_what_is_wrong_and_what_to_do(problem: Problem) -> None:
    text = problem_text(problem)
    assert re.match(r"[A-ZÄÖÜ]", text)
    assert text.endswith(".")
    assert 30 < len(text) < 220
    assert "\n" not in text
    assert "()" not in text


def test_it_names_the_facts_it_was_given() -> None:
    assert "(zeitung.example)" in problem_text(Problem.UNKNOWN_HOST, {"host": "zeitung.example"})
    assert "ein Video" in problem_text(Problem.NOT_HTML, {"type": "video"})
    assert "Das ist kein Text" in problem_text(Problem.NOT_HTML, {"type": "other"})
    assert "Das ist kein Text" in problem_text(Problem.NOT_HTML, {"type": "other"})


def test_it_shows_untrusted_facts_as_plain_text() -> None:
    text = problem_text(Problem.NOT_A_URL, {"url": "<b>x</b>\n\n🔴 Eilmeldung: " + "y" * 500})
    assert "<b>x</b>" in text
    assert "\n" not in text
    assert len(text) < 250


def test_it_escapes_what_a_message_shows() -> None:
    shown = notice("removed", chat='<b>fett</b> & "Co"\u202e')
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert "\u202e" not in shown


def test_it_refuses_to_leave_a_value_out() -> None:
    with pytest.raises(UndefinedError):
        notice("failed_once")


def test_it_greets_each_kind_of_chat_with_two_sentences() -> None:
    texts = {kind: render("start", kind=kind) for kind in ("private", "group", "channel")}
    assert len(set(texts.values())) == 3
    assert all(text.count("\n") == 1 for text in texts.values())


def test_it_keeps_menu_texts_within_telegrams_limit() -> None:
    for name in ("digest", "status", "plan", "antworten", "hilfe", "start"):
        assert 3 <= len(phrase("menu", name)) <= 256


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_it_never_marks_data_as_safe(path: Path) -> None:
    source = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe|Markup|from_string|autoescape", source)
    environment().parse(source)


def test_it_has_no_problem_text_too_many() -> None:
    source = (Path(bot.__file__).parent / "templates/problems.j2").read_text("utf-8")
    blocks = {node.name for node in environment().parse(source).find_all(Block)}
    assert blocks == {problem.value for problem in Problem}


STORED = Stored(1, Outcome.NEW, "Kurier", "Titel", 1, "Deich in Emden", None, 4, new_source=True)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (replace(STORED, new_claims=2, contested=1), " · 4. Quelle · 2 neue Kernaussagen, 1 widerspricht"),
        (replace(STORED, contested=2, confirmed=1), " · 4. Quelle · 2 widersprechen, 1 bestätigt"),
        (replace(STORED, new_claims=1), " · 4. Quelle · 1 neue Kernaussage"),
        (STORED, " · 4. Quelle"),
        (replace(STORED, new_source=False), ""),
        (replace(STORED, continues_title="Sturm"), " · 4. Quelle · setzt <i>Sturm</i> fort"),
        (
            replace(STORED, outcome=Outcome.COPY, confirmed=1),
            " · Kopie eines bekannten Textes, keine eigene Stimme · 1 bestätigt",
        ),
        (replace(STORED, outcome=Outcome.REVISION), ""),
        (replace(STORED, outcome=Outcome.DUPLICATE), ""),
    ],
)
def test_it_words_what_became_of_an_article(stored: Stored, said: str) -> None:
    board = board_of(Line("", stored=stored))
    text = render("answer", board=board, shown=board.lines)
    first = {
        Outcome.DUPLICATE: "schon gespeichert, zählt nicht noch einmal",
        Outcome.REVISION: "neue Fassung gespeichert",
    }
    begin = first.get(stored.outcome, "gespeichert")
    assert text.replace("\u00a0", " ") == f"{begin} · Story <i>Deich in Emden</i>{said}"


FOREIGN = replace(STORED, story_id=None, story_title="", language="en", url="https://x.example/1")


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (FOREIGN, "; ich habe den Link gemerkt, vergleiche aber nur deutsche Artikel."),
        (replace(FOREIGN, url=None), "; ich habe den Text gemerkt, vergleiche aber nur deutsche Artikel."),
        (
            replace(FOREIGN, outcome=Outcome.DUPLICATE),
            "; den Link habe ich schon gemerkt, verglichen werden nur deutsche Artikel.",
        ),
    ],
)
def test_it_names_the_language_of_what_it_does_not_compare(stored: Stored, said: str) -> None:
    board = board_of(Line("", stored=stored))
    assert render("answer", board=board, shown=board.lines) == f"<i>Titel</i> ist auf Englisch{said}"


def test_it_says_that_a_german_text_stays() -> None:
    board = board_of(Line("", stored=replace(FOREIGN, story_id=1)))
    assert render("answer", board=board, shown=board.lines) == (
        "Die neue Fassung von <i>Titel</i> ist auf Englisch; verglichen wird weiter die deutsche, die ich "
        "gespeichert habe."
    )


def board_of(*lines: Line) -> Board:
    return Board((Place(1, lines),), 1, None, 0)


EVIL = '<b>x</b> "Zitat" & \u202eumgedreht\n\n🔴 Eilmeldung'
MOMENT = datetime(2026, 10, 24, 18, tzinfo=UTC)
VALUES = {
    **dict.fromkeys(("chat", "name", "reason", "url", "timezone", "total", "part"), EVIL),
    "number": 2,
    **dict.fromkeys(("next", "planned", "until", "since"), MOMENT),
    "times": [EVIL],
    "reactions": True,
    "chosen": True,
    "role": "admin",
    "id": 4711,
    "command": "suche",
    "found": 3,
    "wish": "follow",
    "target": EVIL,
    "known": Forgotten(1, 2, 0),
    "act": EVIL,
    "problem": EVIL,
    "title": EVIL,
}


def blocks_of(template: str) -> list[str]:
    source = (Path(bot.__file__).parent / f"templates/{template}.j2").read_text("utf-8")
    return sorted(node.name for node in environment().parse(source).find_all(Block))


@pytest.mark.parametrize("name", blocks_of("notices"))
def test_it_escapes_and_cleans_whatever_a_notice_shows(name: str) -> None:
    text = notice(name, zone=ZoneInfo("Europe/Berlin"), **VALUES)
    assert text
    assert "<b>" not in text
    assert "\u202e" not in text
    assert "\n" not in text
    assert set(re.findall(r"</?(\w+)", text)) <= {"i", "code", *(["a"] if name == "to_person" else [])}


@pytest.mark.parametrize("name", blocks_of("menu"))
def test_it_has_a_word_for_each_entry_of_the_menu(name: str) -> None:
    assert 3 <= len(phrase("menu", name, chosen=True)) <= 64
