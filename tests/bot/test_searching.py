"""/suche and /quellen, by words and by tapping."""

from __future__ import annotations

import re

import pytest

from tests.bot.test_chats import KINDS, room
from tests.bot.test_stories import NIS, Screen, digest_of


async def ask(house, chat, text, part, thread=None) -> Screen:
    before = len(house.world.sent(chat))
    house.people.write(chat, text, thread=thread)
    await house.until(lambda: len(house.world.sent(chat)) > before)
    assert part in house.texts(chat)[-1].replace("\u00a0", " ")
    return Screen(house, chat, house.world.sent(chat)[-1])


@pytest.mark.parametrize("kind", KINDS)
async def test_it_finds_articles_and_claims_and_opens_their_story(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        await digest_of(house, chat, thread)
        screen = await ask(house, chat, "/suche truppe", "🔎 5 Fundstellen", thread)
        assert "Blatt0 · 04.05.2026" in screen.text
        assert "⚖️ Umstritten: Truppen." in screen.text
        assert "blatt0.example/a" in str(screen.message["entities"])
        await screen.tap("Truppen in Kursk")
        assert "Story 1 · 2 Artikel" in screen.text
        await screen.tap("zurück")
        assert "🔎 5 Fundstellen" in screen.text


async def test_it_says_how_to_search_and_when_nothing_is_found(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        await ask(house, chat, "/suche", "Wonach soll ich suchen?")
        await ask(house, chat, "/suche Xylophon", "nichts gefunden")
        await ask(house, chat, "/suche \"<b>&' OR *", "nichts gefunden")


async def test_it_turns_the_pages_of_a_search(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        for number in range(12):
            url = house.web.publish(
                f"https://blatt.example/{number}", f"Fall{number} vor Gericht", filler=f"Ort{number}"
            )
            house.people.write(chat, url)
        await house.quiet(bot)
        screen = await ask(house, chat, "/suche gericht", "12 Fundstellen")
        assert "2/2 ›" in screen.labels
        await screen.tap("2/2 ›")
        assert screen.text.count("📄") == 4
        await screen.tap("‹ 1")
        assert screen.text.count("📄") == 8


@pytest.mark.parametrize("kind", KINDS)
async def test_it_lists_outlets_and_mutes_one(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running() as bot:
        await digest_of(house, chat, thread)
        screen = await ask(house, chat, "/quellen", "📰 Quellen", thread)
        assert screen.labels[:3] == ["Blatt0", "Blatt1", "Blatt2"]
        await screen.tap("Blatt1")
        assert "blatt1.example · 1 Artikel" in screen.text
        await screen.tap("Stumm")
        assert "Ihre Artikel zählen in diesem Chat nicht mit" in screen.text
        await screen.tap("zurück")
        assert "🔕 Blatt1" in screen.text
        story = await ask(house, chat, "/story 1", "Story 1 · 1 Artikel", thread)
        assert "Unbestätigt" in story.text
        await screen.tap("Blatt0")
        await screen.tap("Verlässlich")
        assert "⭐" in screen.text
        house.clock.forward(minutes=1)
        for number, title in ((3, "Ernte beginnt"), (0, "Wahl beginnt")):
            url = house.web.publish(
                f"https://blatt{number}.example/b", title, f"{title} > asserts > {title}", filler=title
            )
            house.people.write(chat, url, thread=thread)
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        text = (await ask(house, chat, "/digest", "🗞 Lagebild", thread)).text
        assert text.index("Wahl") < text.index("Ernte")


async def test_a_chat_may_read_what_all_chats_brought(house, ada, bea):
    mine, other = house.world.private(ada), house.world.private(bea)
    async with house.running():
        await digest_of(house, mine)
        await ask(house, other, "/suche Truppen", "nichts gefunden")
        screen = await ask(house, other, "/quellen", "Gelesen wird, was in diesem Chat")
        assert "aller Chats" in await screen.tap("Artikel aller Chats lesen")
        assert "Gelesen werden die Artikel aller Chats." in screen.text
        assert "Blatt0" in screen.labels
        await ask(house, other, "/suche Truppen", "Fundstellen")
        await screen.tap("Nur Artikel dieses Chats lesen")
        await ask(house, other, "/suche Truppen", "nichts gefunden")


async def test_an_article_of_two_chats_is_stored_once_and_new_to_both(house, ada, bea):
    mine, other = house.world.private(ada), house.world.private(bea)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    async with house.running() as bot:
        await ask(house, mine, url, "gespeichert")
        house.clock.forward(minutes=1)
        await ask(house, mine, "/digest", "Truppen in Kursk")
        await house.quiet(bot)
        house.clock.forward(hours=30)
        await ask(house, other, "/digest", "Nichts Neues")
        house.clock.forward(minutes=1)
        await ask(house, other, url, "gespeichert · neue Story Truppen in Kursk")
        house.clock.forward(minutes=1)
        await ask(house, other, url, "schon gespeichert, zählt nicht noch einmal")
        house.clock.forward(minutes=1)
        await ask(house, other, "/digest", "Truppen in Kursk")
        await ask(house, mine, "/digest", "Nichts Neues")
        assert house.web.fetched.count(url) == 3


async def test_it_reads_no_further_than_anybody_would(house, ada, monkeypatch):
    monkeypatch.setattr("storage.search.MOST_FOUND", 3)
    chat = house.world.private(ada)
    async with house.running():
        await digest_of(house, chat)
        screen = await ask(house, chat, "/suche truppe", "🔎 die neuesten 3 Fundstellen")
        assert len(re.findall("Story [12]", screen.text)) == 3


async def test_no_headline_number_or_claim_of_another_chat_shows_anywhere(house, ada, bea):
    mine, other = house.world.private(ada), house.world.supergroup("Andere", admins=[bea])
    secret = house.web.publish("https://kurier.example/a", "Truppen Geheimsache Alpha", NIS, filler="Oder")
    mute = "KCNA > asserts > Geheimsache"
    more = house.web.publish("https://bote.example/a", "Truppen am Fluss Beta", mute, filler="Elbe")
    own = house.web.publish("https://tagblatt.example/b", "Truppen Gamma", "Kreml > denies > Truppen")
    async with house.running() as bot:
        for url in (secret, more):
            house.people.write(mine, url)
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        told = await ask(house, other, own, "gespeichert")
        assert told.text == "gespeichert · neue Story Truppen Gamma"
        house.clock.forward(minutes=1)
        await ask(house, other, "/folgen 1", "folgt 1 Story")
        await ask(house, other, "/storys", "Story 1 · 1 Artikel")
        await ask(house, other, "/storys Alpha", "keine Story")
        await ask(house, other, "/suche Geheimsache", "nichts gefunden")
        await ask(house, other, "/suche Truppen", "Fundstelle")
        await ask(house, other, "/umbenennen 1", "Schreib Nummer")
        story = await ask(house, other, "/story 1", "Story 1 · 1 Artikel")
        await story.tap("Bearbeiten")
        assert "Truppen Gamma" in story.text
        await story.tap("Zusammenführen")
        await ask(house, other, "/digest", "Truppen Gamma")
        await ask(house, other, "/status", "1 Artikel in 1 Story")
        await house.quiet(bot)
    told = [
        one for one in house.world.sent(other) if "Zu „" not in one["text"]
    ]  # which repeats what was asked
    shown = str([(one["text"], one.get("entities"), one.get("reply_markup")) for one in told])
    assert not re.findall("Geheimsache|Alpha|Beta|KCNA|kurier|bote.example", shown, re.IGNORECASE)


async def test_a_text_that_only_another_chat_has_is_no_copy_here(house, ada, bea):
    mine, other = house.world.private(ada), house.world.private(bea)
    first = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS, filler="Oder")
    copy = house.web.publish("https://bote.example/a", "Truppen in Kursk", NIS, filler="Oder")
    async with house.running() as bot:
        house.people.write(mine, first)
        await house.quiet(bot)
        await ask(house, other, copy, "gespeichert · neue Story Truppen in Kursk")
        house.clock.forward(minutes=1)
        await ask(house, mine, copy, "Kopie eines bekannten Textes, keine eigene Stimme")
