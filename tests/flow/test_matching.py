"""Which stored claim a computed one carries on."""

from __future__ import annotations

from bot.flow.claims import StoredClaim, match
from summaries.model import Status
from tests.digest.build import A1, A2, A3, at, claim, voice

WORDINGS = {(entry.id, 0): f"{entry.id}:w" for entry in (A1, A2, A3)}


def computed(key, *entries):
    return claim(key, [voice(entry, "THW") for entry in entries], [(at(3), Status.UNCONFIRMED)]).claim


def stored(number, key, *entries, retired=False):
    return StoredClaim(number, 1, key, "unbestätigt", frozenset(f"{one.id}:w" for one in entries), retired)


def found(claims, known):
    return {position: one.id for position, one in match(claims, known, WORDINGS).items()}


def test_it_matches_by_the_largest_overlap():
    known = [stored(1, "x", A1), stored(2, "y", A2, A3)]
    assert found([computed("n", A1, A2, A3)], known) == {0: 2}


def test_it_matches_each_stored_claim_once():
    known = [stored(1, "x", A1, A2)]
    assert found([computed("n", A1), computed("m", A1, A2)], known) == {1: 1}


def test_it_prefers_a_living_claim_to_a_retired_one():
    known = [stored(1, "x", A1, retired=True), stored(2, "y", A1)]
    assert found([computed("n", A1)], known) == {0: 2}


def test_it_matches_by_key_what_shares_no_member():
    assert found([computed("x", A1)], [stored(1, "x", A2)]) == {0: 1}


def test_it_lets_members_win_over_keys():
    known = [stored(1, "x", A2), stored(2, "y", A1)]
    assert found([computed("x", A1), computed("y", A2)], known) == {0: 2, 1: 1}


def test_it_does_not_match_a_statement_that_was_revised_away():
    known = [StoredClaim(1, 1, "x", "unbestätigt", frozenset({"art-1:old"}), retired=False)]
    assert found([computed("n", A1)], known) == {}
