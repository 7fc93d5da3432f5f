from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.nodes import Block

import bot
from bot.texts import environment, notice, phrase, problem_text, render
from summaries.intake.problem import Problem

TEMPLATES = sorted(Path(bot.__file__).parent.glob("templates/*.j2"))


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
    assert "ein PDF" in problem_text(Problem.NOT_HTML, {"type": "pdf"})
    assert "keine Textseite" in problem_text(Problem.NOT_HTML, {"type": "other"})


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
    for name in ("digest", "status", "plan", "hilfe", "start"):
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
