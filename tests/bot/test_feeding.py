"""/feeds, and what feeds bring."""

from __future__ import annotations

import pytest
from sqlmodel import select

from storage.tables import Feed, Submission, SubmissionState
from summaries.intake.problem import Problem
from tests.bot.test_chats import KINDS, room
from tests.bot.test_searching import ask

FEED = "https://zeitung.example/rss"


def publish(house, *names: str) -> None:
    items = ""
    for name in names:
        url = f"https://zeitung.example/{name}"
        house.web.publish(url, f"{name} beginnt", f"{name} > asserts > {name}", filler=name)
        items += f"<item><title>{name}</title><link>{url}</link></item>"
    house.web.pages[FEED] = f"<rss><channel><title>Die Zeitung</title>{items}</channel></rss>"


def feeds(house) -> list[Feed]:
    with house.database.reading() as session:
        return list(session.exec(select(Feed)).all())


@pytest.mark.parametrize("kind", KINDS)
async def test_a_feed_brings_articles_into_the_digest(house, ada, kind):
    chat, thread = room(house, kind, ada)
    publish(house, "Ernte", "Wahl")
    async with house.running() as bot:
        await ask(house, chat, "/feeds", "noch keinen Feed", thread)
        screen = await ask(house, chat, f"/feeds {FEED}", "📡 Feeds", thread)
        assert screen.labels == ["Die Zeitung", "➕ Feed hinzufügen"]
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        text = (await ask(house, chat, "/digest", "🗞 Lagebild", thread)).text
        assert "Ernte beginnt" in text
        assert "Wahl beginnt" in text
        assert not any("gespeichert" in said for said in house.texts(chat))
        publish(house, "Sturm", "Ernte", "Wahl")
        house.clock.forward(minutes=15)
        assert await bot.tools.feeds.look() == 1
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        assert "Sturm beginnt" in (await ask(house, chat, "/digest", "🗞 Lagebild", thread)).text
        await screen.tap("Die Zeitung")
        assert "Zuletzt geprüft" in screen.text
        await screen.tap("Feed entfernen")
        assert "noch keinen Feed" in screen.text
        house.clock.forward(minutes=20)
        assert await bot.tools.feeds.look() == 0


async def test_it_asks_politely(house, ada):
    chat = house.world.private(ada)
    publish(house, "Ernte")
    async with house.running() as bot:
        await ask(house, chat, f"/feeds {FEED}", "📡 Feeds")
        assert await bot.tools.feeds.look() == 0
        asked = len(house.web.asked)
        house.clock.forward(minutes=14)
        await bot.tools.feeds.look()
        assert len(house.web.asked) == asked
        house.clock.forward(minutes=2)
        assert await bot.tools.feeds.look() == 0
        url, etag, modified = house.web.asked[-1]
        assert url == FEED
        assert etag
        assert modified


async def test_a_feed_that_fails_is_asked_less_often_and_shown(house, ada):
    chat = house.world.private(ada)
    publish(house, "Ernte")
    async with house.running() as bot:
        await ask(house, chat, f"/feeds {FEED}", "📡 Feeds")
        house.web.problems[FEED] = [Problem.SERVER_ERROR] * 20
        waits = []
        for _ in range(8):
            house.clock.now = max(house.clock.now, feeds(house)[0].next_at)
            await bot.tools.feeds.look()
            waits.append((feeds(house)[0].next_at - house.clock.now).total_seconds() / 60)
        assert waits == [120, 120, 120, 240, 480, 960, 1440, 1440]
        screen = await ask(house, chat, "/feeds", "⚠️ Die Zeitung – gibt zurzeit nichts her")
        await screen.tap("Die Zeitung")
        assert "Das war der 8. Fehlversuch in Folge" in screen.text
        assert "gestört" in screen.text
        house.web.problems.clear()
        house.clock.now = feeds(house)[0].next_at
        await bot.tools.feeds.look()
        await screen.tap("zurück")
        assert "⚠️" not in screen.text


async def test_a_new_feed_does_not_bring_its_archive(house, ada):
    chat = house.world.private(ada)
    publish(house, *(f"Tag{number}" for number in range(30)))
    async with house.running() as bot:
        await ask(house, chat, f"/feeds {FEED}", "📡 Feeds")
        await house.quiet(bot)
        house.clock.forward(minutes=16)
        assert await bot.tools.feeds.look() == 0
    with house.database.reading() as session:
        rows = session.exec(select(Submission)).all()
    assert sorted(row.payload.rsplit("/", 1)[1] for row in rows) == ["Tag0", "Tag1", "Tag2", "Tag3", "Tag4"]
    assert {row.state for row in rows} == {SubmissionState.STORED}


async def test_the_address_of_the_paper_is_enough(house, ada):
    chat = house.world.private(ada)
    publish(house, "Ernte")
    house.web.pages["https://zeitung.example/"] = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{FEED}"></head></html>'
    )
    async with house.running():
        await ask(house, chat, "/feeds zeitung.example/", "📡 Feeds")
        await ask(house, chat, f"/feeds {FEED}", "Diesen Feed liest der Chat schon")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("https://zeitung.example/fehlt", "Artikel"),
        ("https://zeitung.example/seite", "keinen Feed (RSS oder Atom). Bitte prüf die Adresse des Feeds."),
        ("bitte", "Schreib die Adresse dazu"),
    ],
)
async def test_it_says_what_is_wrong_with_an_address(house, ada, words, said):
    chat = house.world.private(ada)
    house.web.pages["https://zeitung.example/seite"] = "<html><body>Seite</body></html>"
    async with house.running():
        await ask(house, chat, f"/feeds {words}", said)
    assert feeds(house) == []


async def test_each_chat_has_its_own_feeds(house, ada, bea):
    mine, other = house.world.private(ada), house.world.private(bea)
    publish(house, "Ernte")
    async with house.running() as bot:
        await ask(house, mine, f"/feeds {FEED}", "📡 Feeds")
        await house.quiet(bot)
        await ask(house, other, "/feeds", "noch keinen Feed")
        await ask(house, other, "/storys", "Noch gibt es hier keine Story")
        message = house.world.sent(other)[-1]
        query = house.people.tap(other, message["message_id"], "fx:1", forged=True)
        await house.until(lambda: any(a["callback_query_id"] == query for a in house.world.query_answers))
    assert len(feeds(house)) == 1
