"""Which words an attribution prints for its speaker, and to whom a sentence without a cue belongs."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

from typing import Any

import pytest

from summaries.model import Attribution, Block, BlockKind, Span
from summaries.statements import extract_attributions
from tests.statements.ask import NOON


@pytest.fixture(scope="module")
def parsed(nlp: Any) -> Any:
    """The pipeline, if it has trees: these rules read them."""
    if "parser" not in nlp.pipe_names:
        pytest.skip("this pipeline has no parser")
    return nlp


def found_in(nlp: Any, text: str, *paragraphs: str) -> tuple[str, tuple[Attribution, ...]]:
    """Return a text of several paragraphs, and its attributions."""
    whole = "\n\n".join((text, *paragraphs))
    begins = [whole.index(one) for one in (text, *paragraphs)]
    blocks = tuple(
        Block(Span(begin, begin + len(one)), BlockKind.BODY, NOON)
        for begin, one in zip(begins, (text, *paragraphs), strict=True)
    )
    return whole, extract_attributions(nlp(whole), blocks)


def words(spans: tuple[Span, ...], text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


NAMES = [
    ("Wie Landrätin Ida Voss mitteilte, hält der Damm.", "Landrätin Ida Voss"),
    ("Selbst die Behörde sagte, der Damm halte nicht.", "die Behörde"),
    ("Der Damm halte, so Ida Voss gegenüber dem Elbtal-Boten.", "Ida Voss"),
    ("Der Damm halte, sagte Ida Voss vom Umweltamt.", "Ida Voss vom Umweltamt"),
    ("Der Deutsche Wetterdienst (DWD) sagte, der Regen lasse nach.", "Der Deutsche Wetterdienst (DWD)"),
    ("Rund 200 Anwohner sagten, der Damm halte nicht.", "Rund 200 Anwohner"),
]


@pytest.mark.parametrize(("text", "speaker"), NAMES, ids=[speaker for _, speaker in NAMES])
def test_it_prints_a_whole_name_and_nothing_beside_it(parsed, text, speaker):
    _, found = found_in(parsed, text)
    assert [words(one.speaker, text) for one in found] == [speaker]


def test_a_new_paragraph_with_something_between_names_nobody(parsed):
    text, found = found_in(
        parsed,
        "Ida Voss sagte, der Damm halte. Am Ufer stehen viele Boote.",
        "Die Pumpen seien neu.",
    )
    assert [words(one.speaker, text) for one in found] == ["Ida Voss", ""]


def test_a_new_paragraph_right_behind_speech_goes_on(parsed):
    text, found = found_in(parsed, "Ida Voss sagte, der Damm halte.", "Die Pumpen seien neu.")
    assert [words(one.speaker, text) for one in found] == ["Ida Voss", "Ida Voss"]


def test_who_a_reported_sentence_is_about_does_not_speak_in_the_next(parsed):
    text, found = found_in(
        parsed,
        "Der Bericht schildert den Unfall. Techniker hätten das Ventil geschlossen. Dadurch sei der Druck gestiegen.",
    )
    assert "Techniker" not in {words(one.speaker, text) for one in found}


def test_a_quotation_is_the_persons_whom_the_sentence_before_is_about(parsed):
    text, found = found_in(
        parsed,
        "Das Amt teilte mit, der Damm halte. Ida Voss steht am Ufer und packt Säcke. „Wir haben sehr lange auf diese Leute gewartet.“",
    )
    assert words(found[-1].speaker, text) == "Ida Voss"


def test_a_quotation_is_not_the_bodys_that_the_sentence_before_is_about(parsed):
    text, found = found_in(
        parsed, "Der Verein spielt in der dritten Liga. „Wir haben sehr lange auf diese Leute gewartet.“"
    )
    assert [words(one.speaker, text) for one in found] == [""]


def test_whoever_quotes_somebody_is_a_second_voice(parsed):
    text, found = found_in(parsed, "Die Agentur zitiert die Landrätin mit den Worten: „Der Damm hält.“")
    assert {(words(one.quote, text), words(one.speaker, text)) for one in found} == {
        ("„Der Damm hält.“", "die Landrätin"),
        ("„Der Damm hält.“", "Die Agentur"),
    }


CLAUSES = [
    ("Der Anwalt vertritt ebenso wie sein Mandant die Ansicht, der Fahrer habe geschlafen.", "der Fahrer habe geschlafen", "Der Anwalt"),
    ("So fassten die Grünen am Abend den Beschluss, Gespräche mit der CDU zu führen.", "Gespräche mit der CDU zu führen", "die Grünen"),
    ("Daraus wurde von Beobachtern der Schluss gezogen, es könnte eine Wahl bevorstehen.", "es könnte eine Wahl bevorstehen", "Beobachtern"),
    ("Wie aus Kreisen des Gerichts verlautete, wurde er auf der Insel gefasst.", "wurde er auf der Insel gefasst", "Kreisen des Gerichts"),
    ("Durch den Sturz verteilten sich die Teile gemäß einem Sprecher auf dem Feld.", "Durch den Sturz verteilten sich die Teile … auf dem Feld", "einem Sprecher"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "speaker"), CLAUSES, ids=[text for text, _, _ in CLAUSES])
def test_it_finds_a_clause_by_its_place_where_the_tree_errs(parsed, text, quote, speaker):
    _, found = found_in(parsed, text)
    assert (quote, speaker) in [(words(one.quote, text), words(one.speaker, text)) for one in found]


SILENT = [
    "Außerdem ist geplant, Modelle auf dem Markt anzubieten.",
    "Der Senat plant die Einführung einer Datei, in der Namen und Noten der Schüler gespeichert werden sollen.",
    "Nach dem Krieg arbeitete sie in einer Fabrik, fand dann in Spandau eine Anstellung.",
    "Sie werden gemäß der neuen Regelung bezahlt.",
    "Der Verein hatte eine Klage angekündigt.",
    "Das Land hätte eine Entschädigung verlangen müssen.",
]


@pytest.mark.parametrize("text", SILENT)
def test_nobody_says_what_is_only_planned_governed_or_past(parsed, text):
    assert found_in(parsed, text)[1] == ()


def test_a_joined_verb_of_saying_says_nothing_of_the_clause_before(parsed):
    text, found = found_in(parsed, "Sie räumte ein, es gebe Fehler, sprach aber von einem Erfolg.")
    assert "Sie räumte ein, es gebe Fehler" not in {words(one.quote, text) for one in found}
