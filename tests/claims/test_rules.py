"""Each rule with a table of its own; then which rule comes first."""

# ruff: noqa: E501 - tables with one case a line

from __future__ import annotations

import pytest

from summaries.claims.rules import Case, conceded, contradicted, decide, independently_asserted
from summaries.model import Rule, Status
from tests.claims.make import Piece, claims, voice

CONTRADICTED = [
    # voices, whether it is a contradiction
    ([voice("KR"), voice("RU", "denies", 1)], True),
    ([voice("KR"), voice("RU", "doubts", 1)], True),
    ([voice("RU", "denies"), voice("KR", hours=1)], True),
    ([voice("KR", "~asserts"), voice("RU", "denies", 1)], True),
    ([voice("outlet/elbbote"), voice("talora", "denies", 1)], True),
    ([voice("KR"), voice("outlet/elbbote", "denies", 1)], True),
    ([voice("KR", "announces"), voice("RU", "denies", 1)], True),
    ([voice("KR"), voice("RU", "denies", 1), voice("RU", hours=2)], False),
    ([voice("KR"), voice("RU", "denies", 1), voice("RU", "concedes", 2)], False),
    ([voice("KR"), voice("RU/kreml", "denies", 1), voice("RU/@borin", hours=2)], False),
    ([voice("KR"), voice("RU", "denies", 1), voice("KP", "denies", 1), voice("KP", "concedes", 2)], True),
    ([voice("KR"), voice("KR/nis", "denies", 1)], False),
    ([voice("KR"), voice("KR", "doubts", 1)], False),
    ([voice("KR")], False),
    ([voice("RU", "denies")], False),
    ([voice("RU", "denies"), voice("UA", "doubts", 1)], False),
    ([voice("KR"), voice("UA", hours=1)], False),
    ([], False),
]

CONCEDED = [
    # voices, sides that are said to have acted, whether it is conceded
    ([voice("RU", "denies"), voice("RU", "concedes", 1)], "", True),
    ([voice("RU", "denies"), voice("RU", "asserts", 1)], "", True),
    ([voice("RU/kreml", "denies"), voice("RU/@borin", "asserts", 1)], "", True),
    ([voice("KR"), voice("KP", "concedes", 1)], "KP", True),
    ([voice("KP", "concedes")], "KP", True),
    ([voice("talora", "denies"), voice("talora/sprecher", "concedes", 1)], "", True),
    ([voice("-/@reitz", "denies"), voice("-/@reitz", "concedes", 1)], "", True),
    ([voice("RU", "denies"), voice("RU", "~asserts", 1)], "", False),
    ([voice("RU", "asserts"), voice("RU", "denies", 1)], "", False),
    ([voice("RU", "denies"), voice("RU", "denies", 1)], "", False),
    ([voice("RU", "denies"), voice("UA", "concedes", 1)], "", False),
    ([voice("RU", "denies"), voice("UA", "asserts", 1)], "", False),
    ([voice("UA", "concedes")], "RU", False),
    ([voice("RU", "doubts"), voice("RU", "asserts", 1)], "", False),
    ([voice("?/sprecher", "denies"), voice("?/sprecher", "asserts", 1)], "", False),
    ([voice("KP")], "KP", False),
    ([], "KP", False),
]

# Who bears a firm's name speaks for it only where he runs it.
NAMESAKES = [
    ({"-/@winter": "wirtschaft"}, True),
    ({"-/@winter": "zeugen"}, False),
    ({}, False),
]

INDEPENDENT = [
    ([voice("KR"), voice("UA", hours=1)], True),
    ([voice("talora"), voice("gwl", hours=1)], True),
    ([voice("polizei"), voice("feuerwehr", hours=1)], True),
    ([voice("outlet/elbbote", key="outlet:elbbote"), voice("outlet/rheinpost", key="outlet:rheinpost")], True),
    ([voice("KR"), voice("KR/nis", hours=1)], False),
    ([voice("KR"), voice("RU", "announces", 1)], False),
    ([voice("KR"), voice("RU", "concedes", 1)], True),
    ([voice("KR"), voice("KR", hours=1)], False),
    ([voice("KR"), voice("UA", "~asserts", 1)], False),
    ([voice("KR", "~asserts"), voice("UA", "~asserts", 1)], False),
    ([voice("KR"), voice("outlet/elbbote", key="outlet:elbbote")], False),
    ([voice("outlet/elbbote", key="agency:dpa"), voice("outlet/rheinpost", key="agency:dpa")], False),
    ([voice("outlet/elbbote", key="agency:dpa/AFP"), voice("outlet/rheinpost", key="agency:AFP")], False),
    ([voice("outlet/elbbote", key="agency:dpa/AFP"), voice("outlet/rheinpost", key="agency:KNA")], True),
    ([voice("outlet/elbbote", key="family:nord"), voice("outlet/rheinpost", key="family:nord")], False),
    ([voice("outlet/elbbote", key="copy:1"), voice("outlet/rheinpost", key="copy:1")], False),
    ([voice("?/sprecher"), voice("KR", hours=1)], False),
    ([voice("?/@harms"), voice("KR", hours=1)], False),
    ([voice("?/unternehmen"), voice("talora", hours=1)], False),
    ([voice("-/bürgermeister"), voice("-/@reitz", hours=1)], False),
    ([voice("stadt/@reitz"), voice("stadt", hours=1)], False),
    ([voice("KR", quote="Beide sagten es."), voice("UA", quote="Beide sagten es.")], False),
    ([voice("KR"), voice("UA", "denies", 1)], False),
    ([voice("KR")], False),
]  # fmt: skip

DECIDED = [
    (Case((voice("KR"),)), Status.UNCONFIRMED, Rule.SINGLE_VOICE),
    (Case((voice("KR", "~asserts"),)), Status.UNCONFIRMED, Rule.HEDGED_ONLY),
    (Case((voice("RU", "denies"),)), Status.UNCONFIRMED, Rule.HEDGED_ONLY),
    (Case((voice("KR"), voice("UA", hours=1))), Status.CONFIRMED, Rule.TWO_VOICES),
    (Case((voice("KR"), voice("RU", "denies", 1))), Status.CONTESTED, Rule.CONTRADICTION),
    (Case((voice("KR"), voice("UA"), voice("RU", "denies", 1))), Status.CONTESTED, Rule.CONTRADICTION),
    (Case((voice("KR"), voice("RU", "denies", 1), voice("RU", "concedes", 2))), Status.CONFIRMED, Rule.CONCESSION),
    (Case((voice("KR"),), number_conflict=True), Status.CONTESTED, Rule.NUMBER_CONFLICT),
    (Case((voice("KR"), voice("UA")), number_conflict=True), Status.CONTESTED, Rule.NUMBER_CONFLICT),
    (Case((voice("KR"),), superseded=True), Status.SUPERSEDED, Rule.UPDATE),
    (Case((voice("KR"), voice("UA")), superseded=True), Status.SUPERSEDED, Rule.UPDATE),
    (Case((voice("KR"), voice("RU", "denies", 1)), superseded=True), Status.CONTESTED, Rule.CONTRADICTION),
    (Case((voice("KR"),), superseded=True, number_conflict=True), Status.SUPERSEDED, Rule.UPDATE),
    (Case((voice("KP", "concedes"), voice("RU", "denies")), agents=frozenset({"KP"})), Status.CONFIRMED, Rule.CONCESSION),
    (Case((voice("RU", "denies"),), supporting=(voice("KR"),)), Status.CONTESTED, Rule.CONTRADICTION),
    (Case((voice("RU", "denies"),), supporting=(voice("RU"),)), Status.UNCONFIRMED, Rule.HEDGED_ONLY),
]  # fmt: skip


@pytest.mark.parametrize(("voices", "expected"), CONTRADICTED)
def test_widerspruch_needs_two_sides_of_which_none_has_given_in(voices, expected):
    assert contradicted(Case(tuple(voices))) is expected


@pytest.mark.parametrize(("voices", "agents", "expected"), CONCEDED)
def test_eingestaendnis_needs_the_side_that_denied_or_acted(voices, agents, expected):
    assert conceded(Case(tuple(voices), agents=frozenset(agents.split()))) is expected


@pytest.mark.parametrize(("fields", "expected"), NAMESAKES)
def test_a_namesake_concedes_for_a_firm_only_as_its_head(fields, expected):
    case = Case((voice("winter", "denies"), voice("-/@winter", hours=1)), fields=fields)
    assert conceded(case) is expected
    assert contradicted(case) is not expected


@pytest.mark.parametrize(("voices", "expected"), INDEPENDENT)
def test_two_voices_must_be_independent_and_certain(voices, expected):
    assert independently_asserted(Case(tuple(voices))) is expected


@pytest.mark.parametrize(("voices", "expected"), INDEPENDENT)
def test_the_order_of_voices_does_not_make_them_independent(voices, expected):
    assert independently_asserted(Case(tuple(reversed(voices)))) is expected


def test_five_hundred_papers_with_one_speaker_are_seen_to_be_one_voice_at_once(monkeypatch):
    monkeypatch.setattr("summaries.claims.rules._comparable", lambda *_: pytest.fail("compared in pairs"))
    assert not independently_asserted(Case(tuple(voice("KR", hours=n) for n in range(500))))


@pytest.mark.parametrize(("case", "status", "rule"), DECIDED)
def test_the_first_rule_that_applies_decides(case, status, rule):
    assert decide(case) == (status, rule)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Laut der „Bild“-Zeitung tritt Ministerin Anna Lohse zurück. Das bestätigte Regierungssprecher Till Brandt.",
            Status.CONFIRMED,
        ),
        (
            "Die Polizei hat nach Angaben von Radio Rhein in Bonn zwei Räuber gefasst. Oberstaatsanwalt Jens Ohm bestätigte die Festnahme.",
            Status.CONFIRMED,
        ),
        (
            "Nach Angaben der Polizei in Bonn sind zwei Räuber gefasst. Das bestätigte ein Sprecher.",
            Status.UNCONFIRMED,
        ),
        (
            "Laut dem „Spiegel“ tritt Ministerin Anna Lohse zurück. Das bestätigte die „Hafenzeitung“.",
            Status.UNCONFIRMED,
        ),
        (
            "Nach Auskunft der Bundesregierung tritt Ministerin Anna Lohse zurück. Das bestätigte Regierungssprecher Till Brandt.",
            Status.UNCONFIRMED,
        ),
        (
            "Einer Studie zufolge hat die Bank in Mornau Geld verloren. Das bestätigte Vorstand Till Brandt.",
            Status.UNCONFIRMED,
        ),
    ],
)
def test_who_confirms_what_another_paper_found_out_is_a_second_voice(nlp, text, expected):
    assert {claim.status for claim in claims(nlp, Piece("Elbbote", text))} == {expected}
