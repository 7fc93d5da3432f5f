"""Articles in other languages: kept as links, compared with nothing."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import select

from bot.flow import Outcome
from storage import chats
from storage.tables import Article, Claim, Revision, Statement, Story
from tests.digest.build import at
from tests.flow.fakes import document

URL = "https://herald.example/1"


def rows(database, table):
    with database.reading() as session:
        return list(session.exec(select(table)).all())


def herald(**more):
    lines = ["Feuerwehr > asserts > Deich gebrochen", "English text"]
    return document("Herald", "Deich breaks", lines, at(4), **({"url": URL} | more))


def bote(**more):
    lines = ["Feuerwehr > asserts > Deich gebrochen"]
    return document("Bote", "Deich bricht", lines, at(3), filler="Niederau", **more)


async def test_it_keeps_the_link_and_nothing_to_compare(flow, database):
    stored = await flow.take_in(herald(external_id="h-1"), origin="Kanal X")
    assert (stored.outcome, stored.language, stored.story_id) == (Outcome.NEW, "en", None)
    assert (stored.outlet, stored.title, stored.url) == ("Herald", "Deich breaks", URL)
    (article,) = rows(database, Article)
    assert (article.language, article.canonical_url, article.external_id) == ("en", URL, "h-1")
    assert (article.published_at, article.forward_origin, article.story_id) == (at(4), "Kanal X", None)
    assert rows(database, Statement) == rows(database, Story) == rows(database, Claim) == []


async def test_it_is_no_source_of_a_claim(flow, database):
    await flow.take_in(bote())
    await flow.take_in(herald())
    stored = await flow.take_in(replace(bote(), outlet=herald().outlet, text=bote().text + " Nachtrag."))
    assert stored.source_count == 2
    assert [one.status for one in rows(database, Claim)] == ["unbestätigt"]
    assert [one.article_id for one in rows(database, Statement)] == [1, 3]


async def test_it_notes_a_link_once(make_flow, database):
    first = await make_flow().take_in(herald())
    for flow in (make_flow(), make_flow()):
        again = await flow.take_in(herald())
        assert (again.outcome, again.article_id, again.foreign) == (Outcome.DUPLICATE, first.article_id, True)
    changed = await make_flow().take_in(herald(text="English text, corrected"))
    assert (changed.outcome, changed.article_id) == (Outcome.REVISION, first.article_id)
    assert changed.foreign
    assert len(rows(database, Article)) == 1


async def test_it_notes_the_same_foreign_text_of_two_outlets_apart(flow, database):
    await flow.take_in(herald())
    other = replace(herald(), outlet=bote().outlet, url="https://bote.example/en")
    assert (await flow.take_in(other)).foreign
    assert [one.story_id for one in rows(database, Article)] == [None, None]


async def test_it_compares_a_link_once_its_text_is_german(flow, database):
    first = await flow.take_in(herald())
    stored = await flow.take_in(replace(bote(url=URL), outlet=herald().outlet))
    assert (stored.outcome, stored.article_id, stored.foreign) == (Outcome.REVISION, first.article_id, False)
    assert stored.new_claims == 1
    (article,) = rows(database, Article)
    assert (article.language, article.story_id) == ("de", stored.story_id)
    assert (await flow.take_in(document("Kurier", "Deich hält", ["A > denies > B"], at(4)))).story_id == 1


async def test_a_german_text_stays_when_its_page_changes_language(flow, database):
    first = await flow.take_in(bote(url=URL))
    stored = await flow.take_in(herald())
    assert (stored.article_id, stored.foreign, stored.story_id) == (first.article_id, True, first.story_id)
    (article,) = rows(database, Article)
    assert (article.language, article.title) == ("de", "Deich bricht")
    assert len(rows(database, Revision)) == len(rows(database, Statement)) == 1


async def test_it_does_not_exist_for_a_digest_of_an_earlier_time(flow):
    await flow.take_in(bote())
    await flow.take_in(herald())
    windows = {(None, at(3)): [], (None, at(4)): ["Herald"], (at(4), at(5)): [], (at(3), at(5)): ["Herald"]}
    for (since, now), outlets in windows.items():
        digest = await flow.digest(since, now)
        assert [one.outlet for one in digest.foot.gaps.foreign] == outlets
        assert digest.foot.gaps.ungrouped == 0
        assert all(one.outlet == "Bote" for story in digest.stories for one in story.articles)


async def test_it_tells_a_chat_of_what_came_in_since_its_last_digest(flow, database, clock):
    with database.writing() as session:
        chat = chats.register(session, -100, "group", "Redaktion", clock())
    await flow.take_in(herald())
    (link,) = (await flow.digest_for_chat(chat.id, clock())).foot.gaps.foreign
    assert (link.outlet, link.url, link.language) == ("Herald", URL, "en")
    later = await flow.digest_for_chat(chat.id, clock(), since=clock())
    assert later.foot.gaps.foreign == ()


async def test_it_counts_apart_in_the_status(flow):
    await flow.take_in(bote())
    await flow.take_in(herald())
    report = await flow.status()
    assert (report.articles_total, report.articles_today, report.stories_total) == (1, 1, 1)
    assert report.foreign_total == 1


async def test_it_can_be_deleted_and_noted_again(make_flow, database):
    first = await make_flow().take_in(herald())
    with database.writing() as session:
        session.delete(session.get_one(Article, first.article_id))
    assert rows(database, Revision) == []
    assert (await make_flow().digest(None, at(9))).foot.gaps.foreign == ()
    assert (await make_flow().take_in(herald())).outcome is Outcome.NEW
