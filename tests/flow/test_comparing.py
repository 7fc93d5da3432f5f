"""A chain is compared once as long as nothing in it changes, and what came out is read from the store."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import delete, select

from bot.flow import ledger_entries
from bot.flow.chains import load_chains
from bot.flow.comparing import Comparer
from bot.flow.retaining import thin_texts
from storage import Database, chats, comparisons, holdings
from storage.comparisons import KEPT
from storage.tables import Comparison
from tests.digest.build import at
from tests.flow.fakes import compare, document


class Counting:
    """Compares as the others do, and counts how often."""

    def __init__(self):
        self.asked = 0

    def __call__(self, evidence):
        self.asked += 1
        return compare(evidence)


@pytest.fixture
def counting():
    return Counting()


@pytest.fixture
def flow(make_flow, counting):
    return make_flow(compare=counting)


def report(number, **more):
    lines = [f"Stimme{number} > asserts > Deich gebrochen", f"Stimme{number} > asserts > Pegel {number}"]
    return document(f"Blatt {number}", f"Deich {number}", lines, at(number), filler=f"Ort {number}", **more)


async def test_nothing_is_compared_to_be_read(flow, counting, database, clock):
    await flow.take_in(report(1))
    await flow.take_in(report(2))
    with database.writing() as session:
        chat = chats.register(session, -100, "group", "Redaktion", clock.now).id
    before = counting.asked
    digest = await flow.digest_for_chat(chat, clock.now)
    assert len(digest.stories[0].claims) == 3
    assert len((await flow.story(1)).claims[0].claim.voices) == 2
    assert not (await flow.digest(None, clock.now, chat_pk=chat)).empty
    assert counting.asked == before


async def test_what_is_read_from_the_store_is_what_a_comparison_gives(flow, database, clock):
    for number in (1, 2, 3):
        await flow.take_in(report(number, external_id=f"m-{number}"))
    kept = await flow.digest(None, clock.now, all_claims=True)
    with database.writing() as session:
        session.exec(delete(Comparison))
    assert await flow.digest(None, clock.now, all_claims=True) == kept
    assert await flow.digest(None, clock.now, all_claims=True) == kept


async def test_a_new_article_and_a_look_back_are_compared_once(flow, counting):
    await flow.take_in(report(1))
    await flow.take_in(report(2))
    before = counting.asked
    for _ in range(2):
        assert len((await flow.story(1, at(1))).claims) == 2
        assert counting.asked == before + 1
    await flow.take_in(report(3))
    assert (await flow.story(1)).claims[0].claim.voices[2].speaker == "Stimme3"
    assert counting.asked == before + 2


async def test_who_reads_a_part_is_told_of_that_part(flow, counting, database, clock):
    with database.writing() as session:
        mine = chats.register(session, -100, "group", "Redaktion", clock.now).id
        other = chats.register(session, -200, "group", "Andere", clock.now).id
    for number, chat in ((1, mine), (2, other)):
        stored = await flow.take_in(report(number))
        with database.writing() as session:
            holdings.hold(session, chat, stored.article_id, clock.now)
    before = counting.asked
    for _ in range(3):
        told = await flow.digest_for_chat(mine, clock.now)
        assert [len(view.claim.voices) for view in told.stories[0].claims] == [1, 1]
        assert set(ledger_entries(told)) <= {1, 2}
    assert counting.asked == before + 1


async def test_thinned_texts_are_quoted_by_nothing_that_is_kept(flow, database, clock):
    await flow.take_in(report(1))
    with database.reading() as session:
        assert session.exec(select(Comparison)).all()
    with database.writing() as session:
        thin_texts(session, clock.now + timedelta(days=40), 30)
    with database.reading() as session:
        assert not session.exec(select(Comparison)).all()
    assert (await flow.story(1)).claims == ()


async def test_a_few_states_of_a_story_are_kept(flow, database, clock):
    await flow.take_in(report(1))
    with database.writing() as session:
        for number in range(KEPT + 3):
            comparisons.put(session, 1, f"key {number}", "[]", clock.now)
        comparisons.put(session, 1, "key 10", "[1]", clock.now)
        assert len(session.exec(select(Comparison)).all()) == KEPT
        found = comparisons.find(session, ["key 1", "key 10"])
    assert found == {"key 10": "[1]"}


@pytest.mark.sqlite
async def test_a_busy_store_only_costs_the_keeping(flow, database, clock):
    await flow.take_in(report(1))
    busy = Database(database.path, busy_timeout=0.05, lock_timeout=0.05)
    comparer = Comparer(busy, compare, clock)
    with database.writing() as session:
        session.exec(delete(Comparison))
    with database.writing() as session:
        told = comparer.claims_of(session, load_chains(session, [1]))
        comparer.keep()
    assert [len(one) for one in told] == [2]
    with database.reading() as session:
        assert not session.exec(select(Comparison)).all()
    busy.close()
