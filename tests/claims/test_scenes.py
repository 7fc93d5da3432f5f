"""Statements of two articles are of one event only where names and places allow it."""

from dataclasses import replace

import pytest

from summaries.claims.scenes import Scenes
from summaries.model import Evidence
from tests.claims.make import content, source, statement

AT = "In Mornau ist ein Haus eingestürzt. Zwei Menschen wurden verletzt."
ALSO = "Nach dem Einsturz in Mornau suchen Helfer weiter. Zwei Bewohner wurden verletzt."
ELSEWHERE = "In Lensfeld hat es gebrannt. Zwei Bewohner wurden verletzt."

MEET = [
    # names of one statement and of the other, text of the other's article, whether they meet
    ("", "", ALSO, True),
    ("", "", ELSEWHERE, False),
    ("mornau", "mornau", ALSO, True),
    ("mornau", "", ALSO, True),
    ("mornau", "", ELSEWHERE, False),
    ("", "lensfeld", ELSEWHERE, False),
]


def evidence(paper: str, text: str, town: str, names: str) -> list[Evidence]:
    """Return a lead that names the town, and a statement with some names."""
    lead = statement(content("collapse", "haus", names=town), number=0)
    told = statement(content("injure", "mensch", names=names), number=5)
    return [Evidence(source(paper), one, text) for one in (lead, told)]


@pytest.mark.parametrize(("one", "other", "text", "expected"), MEET)
def test_two_statements_meet_where_the_articles_speak_of_one_place(one, other, text, expected):
    left = evidence("Elbbote", AT, "mornau", one)
    right = evidence("Weserpost", text, "mornau" if "Mornau" in text else "lensfeld", other)
    assert Scenes([*left, *right]).meet(left[1], right[1]) is expected


def test_statements_of_one_article_always_meet():
    left = evidence("Elbbote", AT, "mornau", "")
    assert Scenes(left).meet(*left)


def test_an_article_that_names_nobody_is_not_held_against_a_statement():
    left = evidence("Elbbote", AT, "mornau", "mornau")
    bare = [
        replace(one, statement=statement(content("injure", "mensch")))
        for one in evidence("B", "Kurz.", "", "")
    ]
    assert Scenes([*left, *bare]).meet(left[1], bare[1])
