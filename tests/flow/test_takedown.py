"""Articles that had to go: out of store and digests, for good."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.commands.operations import unlinked
from storage import digests, takedown
from storage.digests import Part
from storage.tables import Article, Comparison, Revision, Story
from storage.takedown import Post
from storage.writes import key_of
from summaries.digest import digest_json
from summaries.intake.problem import IntakeError, Problem
from tests.digest.build import at
from tests.flow.fakes import document
from tests.storage import make
from tests.storage.make import NOW

ONE, TWO = "https://www.bote.example/a?x=1&y=2", "https://kurier.example/b"
LINK = '<b>Kursk</b> sagt: <a href="https://www.bote.example/a?x=1&amp;y=2">Bote</a>, <a href="https://kurier.example/b">K</a>'


async def take_in(flow):
    await flow.take_in(
        document("bote.example", "Kursk", ["NIS > asserts > Truppen"], at(3), url=ONE, filler="Oder")
    )
    await flow.take_in(
        document("kurier.example", "Kursk", ["KCNA > asserts > Truppen"], at(4), url=TWO, filler="Elbe")
    )


def statuses(digest):
    return [view["status"] for story in digest_json(digest)["stories"] for view in story["claims"]]


@pytest.mark.parametrize("target", [ONE, "bote.example", "www.bote.example"])
async def test_it_goes_from_store_and_digest(flow, database, target):
    await take_in(flow)
    assert statuses(await flow.digest(None, at(5))) == ["bestätigt"]
    await flow.digest(None, at(3))  # a look back keeps a comparison of its own
    removal = await flow.take_down(target)
    assert (removal.articles, removal.stories) == ((1,), (1,))
    assert statuses(await flow.digest(None, at(5))) == ["unbestätigt"]
    with database.reading() as session:
        assert [row.id for row in session.exec(select(Article))] == [2]
        assert [row.article_id for row in session.exec(select(Revision))] == [2]
        kept = [row.payload for row in session.exec(select(Comparison))]
    assert kept
    assert not any("NIS" in payload for payload in kept)  # what was compared before quoted it


async def test_it_does_not_come_back(flow, make_flow):
    await take_in(flow)
    await flow.take_down("bote.example")
    for process in (flow, make_flow()):
        for again in (
            document("Bote", "Anders", ["x > asserts > y"], at(5), url="https://m.bote.example/neu"),
            document("Anders", "Kursk", ["NIS > asserts > Truppen"], at(5), filler="Oder"),  # the same text
        ):
            with pytest.raises(IntakeError) as caught:
                await process.take_in(again)
            assert caught.value.problem is Problem.TAKEN_DOWN
    await flow.take_in(
        document("Notbote", "Kursk", ["A > asserts > B"], at(5), url="https://notbote.example/1")
    )


async def test_a_story_without_articles_goes_too(flow, database):
    await take_in(flow)
    await flow.take_down(ONE)
    removal = await flow.take_down(TWO)
    assert removal.stories == ()
    with database.reading() as session:
        assert session.exec(select(Story)).all() == []
    await flow.take_in(document("Blatt", "Kursk", ["A > asserts > B"], at(6), filler="Saale"))


async def test_another_process_forgets_it_as_well(flow, make_flow):
    await take_in(flow)
    other = make_flow()
    await other.take_in(document("x.example", "Kursk", ["A > asserts > B"], at(4), filler="Ems"))
    await flow.take_down("bote.example")
    stored = await other.take_in(
        document("y.example", "Kursk", ["KCNA > denies > Truppen"], at(5), filler="Isar")
    )
    assert stored.story_id == 1


async def test_it_names_the_posts_that_link_to_it(flow, database):
    await take_in(flow)
    with database.writing() as session:
        chat = key_of(make.chat(session))
        made = digests.create(
            session, chat_pk=chat, slot_key="1", kind="slot", window_start=None, window_end=NOW, now=NOW
        )
        digests.write(session, key_of(made), [Part(LINK), Part("ohne")], {})
        for number in (1, 2):
            digests.claim(session, number, NOW)
            digests.mark_sent(session, number, 70 + number, NOW)
    removal = await flow.take_down(ONE)
    assert removal.posts == (Post(-100, 71, LINK),)
    shown = unlinked(removal.posts[0], removal.addresses)
    assert shown == '<b>Kursk</b> sagt: Bote, <a href="https://kurier.example/b">K</a>'


async def test_nothing_to_remove_is_blocked_all_the_same(flow, database):
    removal = await flow.take_down("nie.example")
    assert removal.articles == ()
    with database.reading() as session:
        assert takedown.is_blocked(session, "https://a.nie.example/1")
        assert not takedown.is_blocked(session, "https://example/1")
        assert not takedown.is_blocked(session, None)
