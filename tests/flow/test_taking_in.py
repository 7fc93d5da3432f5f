"""From document to stored article, story and claims: once, whole, and the same after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.flow import Outcome, codec
from storage import StorageError, StorageProblem, articles, claims
from storage.tables import Article, Claim, Revision, Statement, StatusEvent, Story
from summaries.model import DateSource
from tests.digest.build import at
from tests.flow.fakes import compare, document


def rows(database, table):
    with database.reading() as session:
        return list(session.exec(select(table)).all())


def bote(day=3, lines=("Feuerwehr > asserts > Deich gebrochen",), **more):
    return document("Bote", "Deich bricht", lines, at(day), filler="Niederau", **more)


def kurier(day=4, lines=("Landrat > denies > Deich gebrochen",), **more):
    return document("Kurier", "Deich hält", lines, at(day), filler="Altenfurt", **more)


async def test_it_stores_an_article_with_story_statements_and_claims(flow, database):
    stored = await flow.take_in(bote(url="https://bote.example/1", external_id="b-1"), origin="Kanal X")
    assert stored.outcome is Outcome.NEW
    assert (stored.outlet, stored.story_title, stored.source_count) == ("Bote", "Deich bricht", 1)
    assert (stored.new_claims, stored.contested, stored.confirmed, stored.changes) == (1, 0, 0, 0)
    article = rows(database, Article)[0]
    assert (article.external_id, article.canonical_url) == ("b-1", "https://bote.example/1")
    assert (article.forward_origin, article.published_at) == ("Kanal X", at(3))
    statement = rows(database, Statement)[0]
    text = rows(database, Revision)[0].text
    assert text[statement.begin : statement.end] == "Feuerwehr > asserts > Deich gebrochen"
    assert statement.claim_id == rows(database, Claim)[0].id


async def test_it_counts_what_a_second_source_changes(flow):
    await flow.take_in(bote())
    stored = await flow.take_in(
        kurier(lines=["Landrat > denies > Deich gebrochen", "THW > asserts > Hilfe da"])
    )
    assert (stored.source_count, stored.new_claims) == (2, 1)
    assert (stored.contested, stored.confirmed, stored.changes) == (1, 0, 1)


async def test_it_keeps_a_claim_under_its_id_as_articles_come(flow, database):
    await flow.take_in(bote())
    before = rows(database, Claim)[0].id
    await flow.take_in(kurier())
    after = rows(database, Claim)
    assert [claim.id for claim in after] == [before]
    assert after[0].status == "umstritten"
    assert [event.new_status for event in rows(database, StatusEvent)] == ["unbestätigt", "umstritten"]


@pytest.mark.parametrize(
    "second",
    [
        bote(url="https://bote.example/1"),
        bote(external_id="b-1"),
        bote(),
        replace(bote(), text=bote().text.replace(" ", "\n ")),
    ],
    ids=["address", "list id", "text", "blanks"],
)
async def test_it_stores_the_same_article_once(flow, database, second):
    first = await flow.take_in(bote(url="https://bote.example/1", external_id="b-1"))
    again = await flow.take_in(second)
    assert again.outcome is Outcome.DUPLICATE
    assert again.article_id == first.article_id
    assert (again.new_claims, again.changes) == (0, 0)
    assert len(rows(database, Article)) == 1


async def test_it_does_not_analyse_what_it_knows(make_flow):
    flow = make_flow()
    await flow.take_in(bote())
    await flow.take_in(bote())
    assert flow._analyser.asked == 1


async def test_it_stores_the_same_article_once_when_it_comes_many_times_at_once(flow, database):
    results = await asyncio.gather(*(flow.take_in(bote()) for _ in range(6)))
    assert sorted(one.outcome for one in results) == ["duplicate"] * 5 + ["new"]
    assert len(rows(database, Article)) == 1


async def test_it_takes_different_articles_in_at_once(flow, database):
    documents = [bote(day, [f"Zeuge {day} > asserts > Deich gebrochen"]) for day in range(1, 9)]
    documents = [replace(one, text=f"{n} {one.text} {'ganz anders ' * n}") for n, one in enumerate(documents)]
    await asyncio.gather(*(flow.take_in(one) for one in documents))
    assert len(rows(database, Story)) == 1


async def test_it_keeps_a_changed_text_as_a_revision(flow, database):
    url = "https://bote.example/1"
    first = await flow.take_in(bote(url=url))
    changed = bote(url=url, lines=["Feuerwehr > concedes > Deich gebrochen", "THW > asserts > Hilfe da"])
    again = await flow.take_in(changed)
    assert again.outcome is Outcome.REVISION
    assert again.article_id == first.article_id
    assert [one.number for one in rows(database, Revision)] == [1, 2]
    with database.reading() as session:
        assert {one.status for one in claims.of_story(session, first.story_id)} == {
            "bestätigt",
            "unbestätigt",
        }
    assert (again.new_claims, again.changes) == (1, 1)


async def test_it_takes_a_nameless_edited_text_of_one_outlet_for_a_revision(flow, database):
    await flow.take_in(bote())
    edited = replace(bote(), text=bote().text + " Nachtrag.")
    assert (await flow.take_in(edited)).outcome is Outcome.REVISION
    assert len(rows(database, Article)) == 1


async def test_it_counts_a_copy_as_one_voice(flow, database):
    first = await flow.take_in(bote())
    copy = replace(bote(), outlet=kurier().outlet, text=bote().text + " (dpa)")
    stored = await flow.take_in(copy)
    assert stored.outcome is Outcome.COPY
    assert stored.story_id == first.story_id
    assert (stored.source_count, stored.confirmed) == (2, 0)
    assert [one.copy_of_id for one in rows(database, Article)] == [None, first.article_id]


async def test_it_names_the_original_of_a_copy_of_a_copy(flow, database):
    first = await flow.take_in(bote())
    for name in ("Kurier", "Anzeiger"):
        outlet = replace(bote().outlet, key=name.lower(), name=name)
        await flow.take_in(replace(bote(), outlet=outlet))
    assert [one.copy_of_id for one in rows(database, Article)] == [None, first.article_id, first.article_id]


async def test_it_does_not_take_an_old_lookalike_for_a_copy(flow):
    await flow.take_in(bote())
    late = replace(bote(), outlet=kurier().outlet, published=at(3) + timedelta(days=40))
    later = replace(late, text=late.text + " Jahre danach.")
    assert (await flow.take_in(later)).outcome is Outcome.NEW


async def test_it_keeps_articles_of_two_outlets_with_the_same_list_id_apart(flow, database):
    await flow.take_in(bote(external_id="1"))
    stored = await flow.take_in(kurier(external_id="1"))
    assert stored.outcome is Outcome.NEW
    assert len(rows(database, Article)) == 2


async def test_it_opens_a_chapter_and_follows_claims_into_it(flow, database):
    first = await flow.take_in(bote())
    later = kurier(lines=["Landrat > concedes > Deich gebrochen"])
    stored = await flow.take_in(replace(later, published=at(3) + timedelta(days=60)))
    assert stored.story_id != first.story_id
    assert stored.continues_title == "Deich bricht"
    claim = rows(database, Claim)[0]
    assert (claim.story_id, claim.status) == (stored.story_id, "bestätigt")
    assert {one.claim_id for one in rows(database, Statement)} == {claim.id}


async def test_it_moves_a_claim_back_when_its_latest_voice_changes_chapters(flow, database):
    first = await flow.take_in(bote(url="https://bote.example/1"))
    url = "https://kurier.example/2"
    late = replace(
        kurier(url=url, lines=["Landrat > denies > Deich gebrochen"]), published=at(3) + timedelta(60)
    )
    await flow.take_in(late)
    await flow.take_in(replace(late, text="THW > asserts > Hilfe da\n" + "Ganz neuer Text am Morgen. " * 9))
    by_text = {one.text: one for one in rows(database, Claim)}
    assert by_text["Deich gebrochen."].story_id == first.story_id
    assert by_text["Deich gebrochen."].status == "unbestätigt"


async def test_it_stores_nothing_by_halves_when_the_store_fails(flow, database, monkeypatch):
    def fail(*_):
        raise StorageError(StorageProblem.DISK_FULL, "disk")

    monkeypatch.setattr("bot.flow.keeping.statements.replace", fail)
    with pytest.raises(StorageError):
        await flow.take_in(bote())
    assert rows(database, Article) == rows(database, Story) == []
    monkeypatch.undo()
    assert (await flow.take_in(bote())).outcome is Outcome.NEW


async def test_it_compares_again_what_a_dead_process_left_behind(make_flow, database):
    def die(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_flow(compare=die)._take_in(bote(), await make_flow()._analyser.analyse(bote()), None)
    assert rows(database, Claim) == []
    flow = make_flow()
    assert await flow.recover() == 1
    assert len(rows(database, Claim)) == 1
    assert await flow.recover() == 0


async def test_it_goes_on_after_a_restart_as_if_nothing_had_happened(make_flow, database):
    first = await make_flow().take_in(bote())
    second = await make_flow().take_in(kurier())
    assert second.story_id == first.story_id
    assert (await make_flow().take_in(bote())).outcome is Outcome.DUPLICATE
    assert len(rows(database, Claim)) == 1


async def test_it_sees_what_another_process_stored(make_flow):
    one, other = make_flow(), make_flow()
    first = await one.take_in(bote())
    await other.take_in(kurier())
    third = document("Anzeiger", "Deich saniert", ["THW > asserts > Hilfe da"], at(5), filler="Neustadt")
    assert (await one.take_in(third)).story_id == first.story_id
    assert (await other.take_in(third)).outcome is Outcome.DUPLICATE


async def test_it_stores_claims_anew_without_harm(flow, database):
    stored = await flow.take_in(bote())
    await flow.take_in(kurier())
    before = [(one.id, one.status) for one in rows(database, Claim)], len(rows(database, StatusEvent))
    flow._settler.settle(stored.story_id)
    assert (
        [(one.id, one.status) for one in rows(database, Claim)],
        len(rows(database, StatusEvent)),
    ) == before


async def test_it_compares_again_when_an_article_came_in_meanwhile(make_flow, database):
    other = make_flow()
    come = [kurier()]

    def slow(evidence):
        if come:
            late = come.pop()
            asyncio.run(other.take_in(late))
        return compare(evidence)

    await asyncio.to_thread(lambda: asyncio.run(make_flow(compare=slow).take_in(bote())))
    claim = rows(database, Claim)[0]
    assert claim.status == "umstritten"
    assert {one.claim_id for one in rows(database, Statement)} == {claim.id}


async def test_it_retires_a_claim_that_no_article_gives_any_more(flow, database):
    url = "https://bote.example/1"
    await flow.take_in(bote(url=url))
    await flow.take_in(bote(url=url, lines=["THW > asserts > Hilfe da"]))
    with database.reading() as session:
        story = articles.get(session, 1).article.story_id
        assert [one.text for one in claims.of_story(session, story)] == ["Hilfe da."]
        assert len(claims.of_story(session, story, retired=True)) == 2


@pytest.mark.parametrize(("source", "believed"), [(DateSource.PAGE, False), (DateSource.MANIFEST, True)])
async def test_it_places_a_page_by_a_possible_date(flow, database, clock, source, believed):
    ahead = clock() + timedelta(days=400)
    await flow.take_in(replace(bote(), published=ahead, published_source=source))
    stored = codec.load_features(rows(database, Revision)[0].features)
    assert stored.published == (ahead if believed else clock())
