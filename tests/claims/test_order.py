"""The claims of a story do not depend on the order in which its articles arrive."""

# ruff: noqa: E501 - one article a line

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from summaries.claims import compare
from summaries.model import Evidence
from tests.claims.make import Piece, evidence

STORY = (
    Piece("Elbbote", "Nordkorea hat nach Angaben des südkoreanischen Geheimdienstes 1.200 Soldaten nach Russland geschickt."),
    Piece("Harzkurier", "Der Kreml dementierte, dass Nordkorea Soldaten nach Russland geschickt hat.", 2),
    Piece("Rheinpost", "Laut Kiew hat Nordkorea 3.000 Soldaten nach Russland geschickt. Moskau wies das zurück.", 5),
    Piece("Morgenblatt", "Nordkorea räumte ein, Soldaten nach Russland geschickt zu haben.", 48),
    Piece("Seeblick", "Bei dem Angriff starben nach Angaben der Polizei zwölf Menschen.", 50),
    Piece("Küstenruf", "Bei dem Angriff starben nach Angaben der Polizei 41 Menschen.", 60),
    Piece("Elbzeitung", "Laut Feuerwehr starben bei dem Angriff 41 Menschen.", 60),
)  # fmt: skip
FEW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def pool(nlp: Language) -> list[list[Evidence]]:
    """The statements of each article."""
    return [evidence(nlp, piece) for piece in STORY]


def _flat(groups) -> list[Evidence]:
    return [item for group in groups for item in group]


@FEW
@given(order=st.permutations(range(len(STORY))))
def test_articles_may_arrive_in_any_order(pool, order):
    assert compare(_flat(pool[n] for n in order)) == compare(_flat(pool))


@FEW
@given(seed=st.integers(0, 10_000))
def test_statements_may_come_in_any_order(pool, seed):
    items = _flat(pool)
    random.Random(seed).shuffle(items)
    assert compare(items) == compare(_flat(pool))


@FEW
@given(chosen=st.sets(st.integers(0, len(STORY) - 1)), seed=st.integers(0, 10_000))
def test_any_part_of_a_story_may_come_in_any_order(pool, chosen, seed):
    items = _flat(pool[n] for n in sorted(chosen))
    shuffled = list(items)
    random.Random(seed).shuffle(shuffled)
    assert compare(shuffled) == compare(items)


@pytest.mark.parametrize("late", range(len(STORY)))
def test_an_article_that_arrives_late_leaves_the_same_history(pool, late):
    early = [pool[n] for n in range(len(STORY)) if n != late]
    told = {c.key: c.history for c in compare(_flat([*early, pool[late]]))}
    assert told == {c.key: c.history for c in compare(_flat(pool))}


@pytest.mark.parametrize("known", range(1, len(STORY) + 1))
def test_each_step_of_the_history_was_the_status_then(pool, known):
    moment = pool[known - 1][0].source.published
    now = {c.key: c.status for c in compare([e for e in _flat(pool) if e.source.published <= moment])}
    for claim in compare(_flat(pool)):
        past = [event.new for event in claim.history if event.at <= moment]
        if past and claim.key in now:
            assert past[-1] is now[claim.key]


@FEW
@given(chosen=st.sets(st.integers(0, len(STORY) - 1), min_size=1))
def test_keys_are_unique_and_histories_are_chains(pool, chosen):
    found = compare(_flat(pool[n] for n in chosen))
    assert len({c.key for c in found}) == len(found)
    for claim in found:
        assert claim.history[0].old is None
        assert claim.history[-1].new is claim.status
        steps = list(claim.history)
        assert all(a.new is b.old and a.at <= b.at for a, b in itertools.pairwise(steps))
        assert all(e.old is not e.new for e in steps)


def test_the_same_article_twice_is_no_second_voice(pool):
    once = compare(_flat(pool))
    twice = compare(_flat([*pool, *pool]))
    assert [(c.key, c.status) for c in twice] == [(c.key, c.status) for c in once]
