"""/loeschen and /datenschutz."""

from __future__ import annotations

import pytest
from sqlmodel import select

from storage.tables import Article, Story, Submission
from tests.bot.test_chats import KINDS, room
from tests.bot.test_searching import ask
from tests.bot.test_stories import NIS, digest_of


def count(house, table) -> int:
    with house.database.reading() as session:
        return len(session.exec(select(table)).all())


@pytest.mark.parametrize("kind", KINDS)
async def test_an_article_goes_after_a_yes_and_stays_away(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        digest = await digest_of(house, chat, thread)
        screen = await ask(
            house, chat, "/loeschen https://blatt1.example/a?utm_source=x", "Soll 1 Artikel", thread
        )
        await screen.tap("Nein")
        assert "bleibt alles" in screen.text
        assert count(house, Article) == 3
        screen = await ask(house, chat, "/loeschen https://blatt1.example/a", "Soll 1 Artikel", thread)
        await screen.tap("Ja, löschen")
        assert "Gelöscht: 1 Artikel" in screen.text
        assert count(house, Article) == 2
        await house.until(lambda: "blatt1.example" not in str(digest.message.get("entities")))
        story = await ask(house, chat, "/story 1", "1 Artikel", thread)
        assert "Unbestätigt" in story.text
        await ask(house, chat, "/suche Fluss", "nichts gefunden", thread)


async def test_a_domain_goes_with_all_its_articles_and_stories(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        await digest_of(house, chat)
        screen = await ask(house, chat, "/loeschen blatt2.example", "Soll 1 Artikel von blatt2")
        await screen.tap("Ja, löschen")
        assert count(house, Story) == 1
        await ask(house, chat, "/loeschen blatt2.example", "ist kein Artikel gespeichert")
        house.people.write(chat, house.web.publish("https://blatt2.example/neu", "Neu", NIS))
        await house.quiet(bot)
        assert count(house, Article) == 2


async def test_a_chat_cannot_delete_what_others_brought(house, ada, bea):
    mine, other = house.world.private(ada), house.world.private(bea)
    async with house.running():
        await digest_of(house, mine)
        await ask(house, other, "/loeschen https://blatt1.example/a", "nur die Administratoren des Bots")
    assert count(house, Article) == 3


async def test_members_cannot_delete_articles(house, ada, bea):
    chat = house.world.supergroup("Redaktion", admins=[ada], members=[bea])
    async with house.running():
        await digest_of(house, chat, None, ada)
        house.people.write(chat, "/loeschen https://blatt1.example/a", sender=bea)
        await house.says(chat, "Das können hier nur Administratoren")


async def test_a_person_is_forgotten_after_a_yes(house, ada, bea):
    chat = house.world.supergroup("Redaktion", admins=[ada], members=[bea])
    async with house.running() as bot:
        house.people.write(chat, house.web.publish("https://kurier.example/a", "Titel", NIS), sender=bea)
        await house.says(chat, "gespeichert")
        screen = await ask(house, chat, "/loeschen", "Was soll weg?")
        screen.person = bea
        await screen.tap("Meine Daten")
        assert "1 Einsendung" in screen.text
        screen.person = ada
        assert "nur, wer gefragt hat" in await screen.tap("Ja, löschen")
        screen.person = bea
        await screen.tap("Ja, löschen")
        assert "nichts mehr gespeichert" in screen.text
        await house.quiet(bot)
    with house.database.reading() as session:
        assert [row.user_id for row in session.exec(select(Submission))] == [None]
        assert len(session.exec(select(Article)).all()) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_it_says_what_is_kept(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        screen = await ask(house, chat, "/datenschutz", "🔒 Datenschutz", thread)
    assert "Kein Text geht an einen anderen Dienst" in screen.text


@pytest.mark.parametrize("words", ["quatsch", "https://", "a b.de", "http://[::1"])
async def test_it_says_what_can_be_deleted(house, ada, words):
    chat = house.world.private(ada)
    async with house.running():
        await ask(house, chat, f"/loeschen {words}", "Was soll weg?")
