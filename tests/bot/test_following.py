"""/folgen and /stumm for words and stories."""

from __future__ import annotations

import pytest

from tests.bot.test_chats import KINDS, room
from tests.bot.test_searching import ask
from tests.bot.test_stories import digest_of


@pytest.mark.parametrize("kind", KINDS)
async def test_words_and_stories_can_be_followed_and_muted(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running() as bot:
        await ask(house, chat, "/folgen", "folgt noch keiner Story", thread)
        await ask(house, chat, "/folgen Ernte", "folgt 1 Wort", thread)
        await digest_of(house, chat, thread)
        await ask(house, chat, "/folgen 1", "folgt 1 Story und 1 Wort", thread)
        await ask(house, chat, "/stumm Truppen in", "Hier stumm: 1 Wort", thread)
        screen = await ask(house, chat, "/stumm deich", "Hier stumm: 2 Wörter", thread)
        assert screen.labels == ["✖️ deich", "✖️ Truppen in", "➕ Ein Wort stumm stellen"]
        await screen.tap("deich")
        assert screen.labels == ["✖️ Truppen in", "➕ Ein Wort stumm stellen"]
        for title in ("Truppen in Sorge", "Deich bricht", "Erntedank gefeiert", "Amt warnt"):
            url = house.web.publish(
                f"https://x{len(title)}.example/b", title, f"{title} > asserts > {title}", filler=title
            )
            house.people.write(chat, url, thread=thread)
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        text = (await ask(house, chat, "/digest", "🗞 Lagebild", thread)).text
        assert text.index("🔔 „Truppen") < text.index("„Amt")  # a story that is followed is never muted
        assert text.index("🔔 „Erntedank") < text.index("„Amt")
        assert "Deich" in text


async def test_it_says_what_it_cannot_follow(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        await ask(house, chat, "/folgen 99", "Eine Story 99 gibt es hier nicht")
        await ask(house, chat, "/stumm ???", "Schreib ein Wort oder die Nummer")
        await ask(house, chat, "/stumm " + "x" * 300, "Hier stumm: 1")


async def test_a_chat_keeps_a_limited_number_of_wishes(house, ada, monkeypatch):
    monkeypatch.setattr("bot.handlers.following.WISHES", 2)
    chat = house.world.private(ada)
    async with house.running():
        for word in ("eins", "zwei"):
            await ask(house, chat, f"/folgen {word}", "folgt")
        await ask(house, chat, "/folgen drei", "Mehr als 2 Wünsche")
        await ask(house, chat, "/stumm zwei", "Hier stumm: 1")


async def test_readers_of_a_channel_only_look(house, ada, bea):
    chat = house.world.channel("Lage", admins=[ada])
    async with house.running():
        screen = await ask(house, chat, "/folgen Ernte", "folgt 1")
        screen.person = bea
        assert "Redakteure" in await screen.tap("Ernte")
        assert screen.labels[0] == "✖️ Ernte"
