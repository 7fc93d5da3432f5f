"""Which propositions are the same, deny, concede, imply or exclude each other; near misses above all."""

# ruff: noqa: E501 - tables with one case a line

from __future__ import annotations

import pytest

from summaries.claims.align import Relation, relation
from summaries.claims.denying import concedes, denies, implies, opposite
from tests.claims.make import content, figure, statement

SENT = content(agent="KP", actors="KP RU", place="mornau", terms="send soldat mornau")

SAME = [
    (SENT, SENT, True),
    (SENT, content(agent="KP", terms="send soldat"), True),
    (SENT, content(terms="send soldat"), True),
    (SENT, content(agent="KP", actors="RU", terms="send soldat mornau"), True),
    # near misses
    (SENT, content(agent="UA", actors="KP RU", place="mornau", terms="send soldat mornau"), False),
    (SENT, content(agent="KP", actors="CN", place="mornau", terms="send soldat mornau"), False),
    (SENT, content(agent="KP", actors="KP RU", place="lensfeld", terms="send soldat mornau"), False),
    (SENT, content(agent="KP", actors="KP RU", place="mornau", planned=True, terms="send soldat mornau"), False),
    (SENT, content(agent="KP", actors="KP RU", place="mornau", negated=True, terms="send soldat mornau"), False),
    (SENT, content("deliver", agent="KP", actors="KP RU", place="mornau", terms="send soldat mornau"), False),
    (SENT, content(things="rakete", agent="KP", actors="KP RU", terms="send rakete"), False),
    (SENT, content(agent="KP", time="2019", terms="send soldat mornau"), False),
    (content(time="2019"), content(time="2019"), True),
    (content(subject="soldat"), content(subject="offizier"), False),
    (content("", ""), content("", ""), False),
    (content("streichen", "stelle", terms="streichen stelle"), content("streichen", "stelle", terms="streichen stelle"), True),
    (content("streichen", "stelle", terms="a b c d"), content("streichen", "stelle", terms="a x y z"), False),
]  # fmt: skip

RELATED = [
    # figures of the later and the earlier, hours between, relation
    ([figure(500)], [figure(500)], 1, Relation.SAME),
    ([], [figure(500)], 1, Relation.SAME),
    ([figure(500)], [], 1, Relation.SAME),
    ([figure(510)], [figure(500, low=450, high=550)], 1, Relation.SAME),
    ([figure(900)], [figure(500)], 1, Relation.NUMBER_CONFLICT),
    ([figure(900)], [figure(500)], 30, Relation.NUMBER_CONFLICT),
    ([figure(900)], [figure(500)], 72, Relation.LATER),
    ([figure(40, "boot")], [figure(500)], 1, Relation.SAME),
    ([figure(900, planned=True)], [figure(500)], 1, Relation.SAME),
]

DENIED = [
    (content(), SENT, True),
    (SENT, SENT, True),
    (content("participate", events="participate send"), SENT, True),
    (content(agent="UA"), SENT, False),
    (content(place="lensfeld"), SENT, False),
    (content(actors="CN"), SENT, False),
    (content("deliver"), SENT, False),
    (content(things="rakete"), SENT, False),
    (content(), content(planned=True), False),
    (content(planned=True), content(planned=True), True),
    (content(), content(subject="soldat"), True),
    (content(), content(subject="offizier"), False),
]

GRANTED = [
    (SENT, SENT, True),
    (content(actors="KP"), SENT, True),
    (content(agent="KP"), SENT, True),
    (content(agent="UA"), SENT, False),
    (content(), SENT, False),
    (content("deliver", agent="KP"), SENT, False),
    (content(things="rakete", agent="KP"), SENT, False),
    (content(agent="KP", planned=True), SENT, False),
    (content("participate", agent="KP", events="participate send"), SENT, True),
]

IMPLIED = [
    (content(agent="KP", actors="RU", events="send participate"), content("participate", agent="KP", actors="RU"), True),
    (content(agent="KP", actors="RU", events="send"), content("participate", agent="KP", actors="RU"), False),
    (content(agent="UA", actors="RU", events="send participate"), content("participate", agent="KP", actors="RU"), False),
    (content(agent="KP", actors="CN", events="send participate"), content("participate", agent="KP", actors="RU"), False),
    (content(agent="KP", actors="RU", events="send participate", planned=True), content("participate", agent="KP", actors="RU"), False),
    (content(agent="KP", actors="RU", events="send participate", negated=True), content("participate", agent="KP", actors="RU"), False),
    (content(agent="KP", actors="RU"), content(agent="KP", actors="RU"), False),
    (content("sagen", agent="KP", actors="RU", events="participate"), content("participate", agent="KP", actors="RU"), False),
]  # fmt: skip

OPEN = content("open", "brücke hafen", agent="stadt")
OPPOSITE = [
    (OPEN, content("close", "brücke hafen", agent="stadt"), True),
    (OPEN, content("close", "brücke hafen"), True),
    (OPEN, content("open", "brücke hafen", agent="stadt", negated=True), True),
    (OPEN, content("open", "brücke hafen", agent="stadt"), False),
    (OPEN, content("close", "brücke hafen", agent="stadt", negated=True), False),
    (OPEN, content("close", "brücke hafen", agent="stadt", planned=True), False),
    (OPEN, content("close", "schule kino", agent="stadt"), False),
    (OPEN, content("close", "brücke hafen", agent="land"), False),
    (OPEN, content("increase", "brücke hafen", agent="stadt"), False),
    (content("open", "brücke"), content("close", "brücke"), False),
    (content("open", "brücke hafen", place="wien"), content("close", "brücke hafen", place="graz"), False),
    (content("open", "brücke hafen", when="märz"), content("close", "brücke hafen", when="april"), False),
    (content("open", "brücke hafen", time="2019"), content("close", "brücke hafen"), False),
    (content("open", "brücke hafen", change="wieder"), content("close", "brücke hafen"), False),
    (content("arrest", "mann dieb", actors="RU"), content("release", "mann dieb", actors="RU"), True),
]


@pytest.mark.parametrize(("one", "other", "expected"), SAME)
def test_it_tells_the_same_proposition_from_a_near_miss(one, other, expected):
    for a, b in ((one, other), (other, one)):
        found = relation(statement(a), statement(b))
        assert (found is Relation.SAME) is expected


@pytest.mark.parametrize(("new", "old", "hours", "expected"), RELATED)
def test_it_relates_two_statements_by_their_figures(new, old, hours, expected):
    assert relation(statement(SENT, new, hours), statement(SENT, old)) is expected


def test_the_same_telling_figure_joins_what_names_other_parties():
    one, other = content(agent="KP", actors="KP"), content(agent="RU", actors="RU")
    assert relation(statement(one, [figure(12000)]), statement(other, [figure(12000)])) is Relation.SAME


def test_a_small_figure_joins_nothing():
    one, other = content(agent="KP", actors="KP"), content(agent="RU", actors="RU")
    assert relation(statement(one, [figure(3)]), statement(other, [figure(3)])) is Relation.UNRELATED


def test_a_later_toll_updates_an_earlier_one():
    toll = content("kill", "mensch")
    new, old = statement(toll, [figure(12, "mensch")], 5), statement(toll, [figure(3, "mensch")])
    assert relation(new, old) is Relation.UPDATE


@pytest.mark.parametrize(("denial", "claim", "expected"), DENIED)
def test_a_denial_meets_what_it_covers(denial, claim, expected):
    assert denies(denial, claim) is expected


@pytest.mark.parametrize(("concession", "claim", "expected"), GRANTED)
def test_a_concession_grants_what_its_side_did(concession, claim, expected):
    assert concedes(concession, claim) is expected


@pytest.mark.parametrize(("supporter", "claim", "expected"), IMPLIED)
def test_the_more_specific_contains_the_general(supporter, claim, expected):
    assert implies(supporter, claim) is expected


@pytest.mark.parametrize(("one", "other", "expected"), OPPOSITE)
def test_it_knows_what_cannot_both_hold(one, other, expected):
    assert opposite(one, other) is expected
    assert opposite(other, one) is expected
