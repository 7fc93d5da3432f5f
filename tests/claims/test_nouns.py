"""Nouns that may name one thing, and those that may not."""

import pytest

from summaries.claims.nouns import is_anybody, is_person, may_be_person, related

RELATED = [
    ("oberärztin", "anästhesistin", True),
    ("busunglück", "unfall", True),
    ("haft", "freiheitsstrafe", True),
    ("gemeinderat", "stadtrat", True),
    ("fahrgast", "passagier", True),
    ("waldbrand", "hausbrand", False),
    ("hallenbad", "freibad", False),
    ("landtag", "bundestag", False),
    ("gewinn", "umsatz", False),
    ("brücke", "straße", False),
    ("hund", "katze", False),
]

PERSONS = [
    ("mensch", "fahrgast", True),
    ("mann", "rentner", True),
    ("frau", "lehrerin", True),
    ("mann", "lehrerin", False),
    ("frau", "bruder", False),
    ("mensch", "brücke", False),
    ("polizist", "soldat", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), RELATED)
def test_two_nouns_may_name_one_thing(one, other, expected):
    assert related(one, other) is expected
    assert related(other, one) is expected


@pytest.mark.parametrize(("one", "other", "expected"), PERSONS)
def test_a_word_for_anybody_may_call_a_person(one, other, expected):
    assert may_be_person(one, other) is expected
    assert may_be_person(other, one) is expected


@pytest.mark.parametrize("word", ["mensch", "verletzte", "46-jährig", "mann"])
def test_some_words_say_no_more_of_a_person_than_that(word):
    assert is_anybody(word)


def test_things_are_no_persons():
    assert not any(map(is_person, ["brücke", "fehler", "zimmer", "kosten"]))
