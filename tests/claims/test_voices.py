"""Who stands behind a statement and which voices count as one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summaries.claims.voices import independent_key, is_identified, known_sides, printed, side_of, voices_of
from summaries.model import Evidence, Span, Speaker, Stance
from tests.claims.make import content, source, statement

TEXT = "Die Firma strich 300 Stellen."

SIDES = [
    ("RU", "RU"),
    ("RU/kreml", "RU"),
    ("UA/@hrynko", "UA"),
    ("talora", "talora"),
    ("talora/sprecher", "talora"),
    ("-/polizei", "-/polizei"),
    ("-/@reitz", "-/@reitz"),
    ("?/sprecher", "?/sprecher"),
]

IDENTIFIED = [
    ("RU", True),
    ("RU/kreml", True),
    ("talora", True),
    ("talora/sprecher", True),
    ("polizei", True),
    ("stadt/@reitz", True),
    ("-/bürgermeister", False),
    ("-/experte", False),
    ("?/sprecher", False),
    ("?/unternehmen", False),
    ("?/@harms", False),
    ("outlet/elbbote", False),
]

KEYS = [
    ("RU/kreml", source(), "RU"),
    ("RU/kreml", source(agency="dpa"), "RU"),
    ("outlet/elbbote", source(), "outlet:elbbote"),
    ("outlet/elbbote", source(agency="dpa"), "agency:dpa"),
    ("outlet/elbbote", source(copy_of="a1"), "copy:a1"),
    ("outlet/elbbote", source(agency="dpa", copy_of="a1", family="nord"), "agency:dpa"),
    ("outlet/elbbote", source(copy_of="a1", family="nord"), "copy:a1"),
    ("outlet/elbbote", source(family="nord"), "family:nord"),
]


def _said(*actors: str, where=None) -> Evidence:
    made = statement(content(), actor=actors[0] if actors else "", sentence=Span(0, len(TEXT)))
    made = replace(made, co_speakers=tuple(Speaker(a, a) for a in actors[1:]))
    return Evidence(where or source(), made, TEXT)


@pytest.mark.parametrize(("actor", "side"), SIDES)
def test_organs_and_persons_are_of_one_side(actor, side):
    assert side_of(actor) == side


@pytest.mark.parametrize(("actor", "expected"), IDENTIFIED)
def test_it_knows_who_is_surely_somebody_else(actor, expected):
    assert is_identified(actor) is expected


@pytest.mark.parametrize(("actor", "where", "key"), KEYS)
def test_it_counts_copies_and_families_once(actor, where, key):
    assert independent_key(actor, where) == key


def test_two_copies_of_one_wire_report_are_one_voice():
    keys = {
        independent_key(f"outlet/{name}", source(name, agency="dpa")) for name in ("elbbote", "rheinpost")
    }
    assert len(keys) == 1


def test_an_article_without_speaker_speaks_itself():
    (voice,) = voices_of(_said(), {})
    assert (voice.speaker, voice.actor, voice.independent_key) == (
        "Elbbote",
        "outlet/elbbote",
        "outlet:elbbote",
    )


def test_all_who_say_it_are_voices():
    assert [v.actor for v in voices_of(_said("RU", "KP"), {})] == ["RU", "KP"]


def test_a_voice_shows_its_sentence_as_stored():
    assert voices_of(_said("RU"), {})[0].quote == TEXT


def test_a_stance_can_be_overridden():
    assert {v.stance for v in voices_of(_said("RU", "KP"), {}, Stance.DENIES)} == {Stance.DENIES}


def test_a_person_takes_the_side_that_another_article_gives():
    sides = known_sides([_said("UA/@brodko"), _said("-/@brodko")])
    assert voices_of(_said("-/@brodko"), sides)[0].actor == "UA/@brodko"
    assert voices_of(_said("?/@brodko"), sides)[0].actor == "UA/@brodko"


def test_a_person_with_two_sides_stays_without():
    sides = known_sides([_said("UA/@brodko"), _said("RU/@brodko")])
    assert voices_of(_said("-/@brodko"), sides)[0].actor == "-/@brodko"


def test_an_organ_lends_its_side_to_nobody():
    assert known_sides([_said("RU/kreml"), _said("outlet/x")]) == {}


def test_a_speaker_beside_another_lends_his_side_too():
    assert known_sides([_said("KP", "UA/@brodko")])["-/@brodko"] == "UA/@brodko"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Angaben der Polizei", "Polizei"),
        ("Ersten Angaben der Feuerwehr Mornau", "Feuerwehr Mornau"),
        ("Aussage des Justizministeriums", "Justizministerium"),
        ("Unternehmensangaben", "Unternehmen"),
        ("Angaben von Ida Voss", "Ida Voss"),
        ("Landesamt für", "Landesamt"),
        ("Sprecher der „Polizei", "Sprecher der Polizei"),
        ("Bisherige Erkenntnisse", "Blatt"),
        ("Vorwurf", "Blatt"),
        ("§", "Blatt"),
        ("Ida Voss", "Ida Voss"),
        ("„Mornauer Bote“", "„Mornauer Bote“"),
        ("Studie der Universität", "Studie der Universität"),
    ],
)
def test_a_voice_is_printed_as_who_it_is(name, shown):
    assert printed(name, "Blatt") == shown
