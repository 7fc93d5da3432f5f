"""Figures of two statements: agreeing, conflicting, counted on, or of different matters."""

from __future__ import annotations

import pytest

from summaries.claims.numbers import Figures, comparable, figures_relation, overlap
from summaries.model import Certainty
from tests.claims.make import content, figure, statement

DEMO, TOLL = content("demonstrate", "mensch"), content("kill", "mensch")
A, C, U, X = Figures.AGREE, Figures.CONFLICT, Figures.UPDATE, Figures.APART

# (what it is about, later figures, earlier figures, hours between, expected)
PAIRS = [
    (DEMO, [figure(4000, "mensch")], [figure(4000, "mensch")], 1, A),
    (DEMO, [figure(9000, "mensch")], [figure(4000, "mensch")], 0, C),
    (DEMO, [figure(9000, "mensch")], [figure(4000, "mensch")], 2, C),
    (DEMO, [figure(4000, "mensch")], [figure(9000, "mensch")], 2, C),
    (DEMO, [figure(9000, "mensch")], [figure(4000, "mensch")], 48, X),
    (DEMO, [figure(9000, "mensch")], [], 1, A),
    (DEMO, [], [], 1, A),
    (DEMO, [figure(9000, "mensch")], [figure(40, "boot")], 1, A),
    (DEMO, [figure(9000, "mensch")], [figure(40, "mensch", "percent")], 1, A),
    (DEMO, [figure(3200, "mensch")], [figure(3000, "mensch", high=None)], 1, A),
    (DEMO, [figure(2000, "mensch")], [figure(3000, "mensch", high=None)], 1, C),
    (DEMO, [figure(4000, "mensch", low=3600, high=4400)], [figure(4300, "mensch")], 1, A),
    (DEMO, [figure(4000, "mensch", low=3600, high=4400)], [figure(4500, "mensch")], 1, C),
    (DEMO, [figure(300, "mensch", low=None)], [figure(250, "mensch")], 1, A),
    (DEMO, [figure(300, "mensch", low=None)], [figure(350, "mensch")], 1, C),
    (DEMO, [figure(12000, "mensch", planned=True)], [figure(1500, "mensch")], 1, A),
    (DEMO, [figure(12000, "teilnehmer")], [figure(1500, "mensch")], 1, C),
    (DEMO, [figure(4000, "mensch"), figure(9000, "mensch")], [figure(9000, "mensch")], 1, A),
    (TOLL, [figure(12, "mensch")], [figure(3, "mensch")], 5, U),
    (TOLL, [figure(12, "tote")], [figure(3, "mensch")], 5, U),
    (TOLL, [figure(12, "mensch")], [figure(3, "mensch", high=None)], 5, U),
    (TOLL, [figure(12, "mensch")], [figure(3, "mensch", high=None)], 0, A),
    (TOLL, [figure(12, "mensch")], [figure(3, "mensch")], 0, C),
    (TOLL, [figure(3, "mensch")], [figure(12, "mensch")], 5, C),
    (TOLL, [figure(3, "mensch")], [figure(12, "mensch")], 48, X),
    (TOLL, [figure(12, "mensch")], [figure(3, "mensch")], 24 * 20, U),
    (TOLL, [figure(12, "mensch")], [figure(3, "mensch")], 24 * 40, X),
    (TOLL, [figure(12, "mensch")], [figure(12, "mensch")], 24 * 40, A),
]

OVERLAPS = [
    (figure(3), figure(3), True),
    (figure(3), figure(4), False),
    (figure(3, high=None), figure(400), True),
    (figure(3, high=None), figure(2), False),
    (figure(3, low=None), figure(2), True),
    (figure(3, low=None), figure(4), False),
    (figure(10, low=5, high=10), figure(12, low=10, high=12), True),
    (figure(10, low=5, high=10), figure(12, low=11, high=12), False),
    (figure(3, low=None, high=None), figure(9), True),
]

COMPARABLE = [
    (figure(3, "soldat"), figure(5, "soldat"), True),
    (figure(3, "soldat"), figure(5, "truppe"), True),
    (figure(3, "soldat"), figure(5, "boot"), False),
    (figure(3, "soldat"), figure(5, "soldat", "percent"), False),
    (figure(3, "soldat", planned=True), figure(5, "soldat"), False),
    (figure(3, "soldat", planned=True), figure(5, "soldat", planned=True), True),
    (figure(3, "", "EUR"), figure(5, "", "EUR"), True),
    (figure(3, "", "EUR"), figure(5, "", "USD"), False),
]


@pytest.mark.parametrize(("about", "new", "old", "hours", "expected"), PAIRS)
def test_it_relates_the_figures_of_two_statements(about, new, old, hours, expected):
    assert figures_relation(statement(about, new, hours), statement(about, old)) is expected


@pytest.mark.parametrize(("about", "new", "old", "hours", "expected"), PAIRS)
def test_the_relation_does_not_depend_on_which_is_asked_first(about, new, old, hours, expected):
    assert figures_relation(statement(about, old), statement(about, new, hours)) is expected


@pytest.mark.parametrize(("one", "other", "expected"), OVERLAPS)
def test_ranges_overlap_where_some_value_fits_both(one, other, expected):
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


@pytest.mark.parametrize(("one", "other", "expected"), COMPARABLE)
def test_figures_compare_only_for_the_same_thing(one, other, expected):
    assert comparable(one, other, content(), content()) is expected


def test_tolls_count_alike_whatever_the_noun():
    assert comparable(figure(3, "mensch"), figure(5, "todesopfer"), TOLL, TOLL)
    assert not comparable(figure(3, "mensch"), figure(5, "boot"), DEMO, DEMO)


def test_hedged_plans_do_not_conflict():
    new = statement(DEMO, [figure(9, planned=True)], certainty=Certainty.HEDGED)
    old = statement(DEMO, [figure(4, planned=True)])
    assert figures_relation(new, old) is Figures.APART
