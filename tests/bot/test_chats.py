"""The bot as people meet it, through the real application, in each kind of chat."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.menu import MENUS
from tests.bot.conftest import House

KREML = "Kreml > denies > Truppen"
NIS = "NIS > asserts > Truppen"


async def ask(house: House, chat, text: str, part: str):
    from tests.bot.test_searching import ask as asked  # noqa: PLC0415 - which takes the rooms from here

    return await asked(house, chat, text, part)


def room(house: House, kind: str, user):
    world = house.world
    if kind == "private":
        return world.private(user), None
    if kind == "group":
        return world.supergroup("Redaktion", admins=[user]), None
    if kind == "topic":
        forum = world.forum("Ressorts", ["Politik"], admins=[user])
        return forum, next(iter(forum.topics))
    return world.channel("Lage", admins=[user]), None


KINDS = ["private", "group", "topic", "channel"]


@pytest.mark.parametrize("kind", KINDS)
async def test_it_greets_with_three_buttons(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        house.people.write(chat, "/start", thread=thread)
        await house.says(chat, "Ich bin Lagebild")
    sent = house.world.sent(chat)[0]
    labels = [button["text"] for row in sent["reply_markup"]["inline_keyboard"] for button in row]
    assert labels == ["🗞 Lagebild", "📊 Status", "❔ Hilfe"]
    assert sent.get("message_thread_id") == thread


@pytest.mark.parametrize("kind", KINDS)
async def test_it_stores_a_link_and_says_so_in_one_message(house, ada, kind):
    chat, thread = room(house, kind, ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    async with house.running() as bot:
        written = house.people.write(chat, f"Schaut mal: {url}", thread=thread)
        text = await house.says(chat, "gespeichert")
        await house.quiet(bot)
    assert text == "gespeichert · neue Story Truppen in Kursk · 1\u00a0neue Kernaussage"
    sent = house.world.sent(chat)
    assert len(sent) == 1
    assert sent[0].get("message_thread_id") == thread
    assert sent[0]["reply_to_message"]["message_id"] == written["message_id"]
    assert [found["emoji"] for found in chat.reactions[written["message_id"]]] == ["👍"]


async def test_it_says_what_a_second_source_changes(house, ada):
    chat = house.world.private(ada)
    first = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS, filler="Oder")
    second = house.web.publish("https://tagblatt.example/b", "Truppen am Fluss", KREML, filler="Elbe")
    async with house.running():
        house.people.write(chat, first)
        await house.says(chat, "neue Story")
        house.clock.forward(seconds=9)
        house.people.write(chat, second)
        text = await house.says(chat, "2. Quelle")
    assert text == "gespeichert · Story Truppen in Kursk · 2. Quelle · 1 widerspricht"


@pytest.mark.parametrize("kind", KINDS)
async def test_it_posts_a_digest_once(house, ada, kind):
    chat, thread = room(house, kind, ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    async with house.running() as bot:
        house.people.write(chat, url, thread=thread)
        await house.says(chat, "gespeichert")
        house.clock.forward(minutes=1)
        house.people.write(chat, "/digest", thread=thread)
        text = await house.says(chat, "🗞 Lagebild")
        house.clock.forward(minutes=1)
        await house.quiet(bot)
        house.people.write(chat, "/digest", thread=thread)
        await house.says(chat, "Nichts Neues")
    assert "Truppen in Kursk" in text
    assert "NIS" in text
    assert {message.get("message_thread_id") for message in house.world.sent(chat)} == {thread}


@pytest.mark.parametrize("kind", KINDS)
async def test_it_shows_how_things_stand(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        house.people.write(chat, "/status", thread=thread)
        text = await house.says(chat, "Stand")
    assert "Noch ist hier kein Artikel gespeichert" in text
    assert "Von selbst kommt hier kein Lagebild" in text
    assert house.world.sent(chat)[0].get("message_thread_id") == thread


async def test_it_tells_at_a_glance_what_is_new_here_and_nothing_of_other_chats(house, ada, bea):
    chat, other = house.world.private(ada), house.world.supergroup("Andere", admins=[bea])
    first = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS, filler="Oder")
    second = house.web.publish("https://tagblatt.example/b", "Truppen am Fluss", KREML, filler="Elbe")
    async with house.running() as bot:
        house.people.write(chat, first)
        await house.quiet(bot)
        house.people.write(chat, second)
        await house.quiet(bot)
        status = await ask(house, chat, "/status", "📊 Stand")
        assert "Noch in keinem Lagebild\n⚖️ 1 umstritten\n• Truppen in Kursk ⚖️ 1\n" in status.text
        assert "Heute 2 Artikel in 1 Story, insgesamt 2 Artikel in 1 Story." in status.text
        await status.tap("Truppen in Kursk")
        assert "Story 1 · 2 Artikel" in status.text
        await status.tap("zurück")
        assert "📊 Stand" in status.text
        await ask(house, other, "/status", "Noch ist hier kein Artikel gespeichert")
        house.clock.forward(minutes=1)
        await status.tap("Lagebild")
        await house.says(chat, "🗞 Lagebild")
        await house.quiet(bot)
        told = await ask(house, chat, "/status", "nichts Neues")
        assert "Seit dem letzten Lagebild (04.05.2026, 11:13)" in told.text
        await ask(house, other, "/status", "Noch ist hier kein Artikel gespeichert")


async def test_status_counts_no_more_than_it_can_at_once(house, ada, monkeypatch):
    monkeypatch.setattr("bot.flow.service.NEWS_COUNTED", 1)
    chat = house.world.private(ada)
    async with house.running() as bot:
        for name in ("Truppen in Kursk", "Deich bricht"):
            url = house.web.publish(f"https://x{len(name)}.example/a", name, NIS, filler=name)
            house.people.write(chat, url)
        await house.quiet(bot)
        status = await ask(house, chat, "/status", "Neues in 2 Storys")
    assert status.labels == ["🗞 Lagebild", "📚 Storys"]


async def test_a_digest_says_how_much_is_still_being_read(house, ada):
    chat = house.world.private(ada)
    urls = [house.web.publish(f"https://b{n}.example/a", f"Fall{n}", NIS, filler=f"Ort{n}") for n in range(3)]
    async with house.running() as bot:
        house.people.write(chat, urls[0])
        await house.says(chat, "gespeichert")
        house.web.gate = asyncio.Event()
        for url in urls[1:]:
            house.people.write(chat, url)
        await house.until(lambda: len(house.web.fetched) == 3)
        house.clock.forward(minutes=1)
        told = await ask(house, chat, "/digest", "🗞 Lagebild")
        assert "1 Artikel aus 1 Quelle · neuester vor 6 Minuten · 2 noch in Arbeit" in told.text
        house.clock.forward(minutes=1)
        await ask(house, chat, "/digest", "⏳ 2 noch in Arbeit.")
        house.web.gate.set()
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        told = await ask(house, chat, "/digest", "🗞 Lagebild")
        assert "in Arbeit" not in told.text


@pytest.mark.parametrize("command", ["/hilfe", "/help"])
async def test_it_explains_itself(house, ada, command):
    chat, group = house.world.private(ada), house.world.supergroup("Redaktion", admins=[ada])
    async with house.running():
        explained = {}
        for where in (chat, group):
            house.people.write(where, command)
            text = await house.says(where, "So geht’s")
            explained[where.id] = set(re.findall(r"^/(\w+)", text, re.MULTILINE))
    menu = {name for _, names in MENUS for name in names}
    assert explained[group.id] >= menu
    assert menu - explained[chat.id] == {"rolle"}  # roles are for groups
    assert explained[chat.id] - explained[group.id] == {"einladen"}  # codes for private chats


@pytest.mark.parametrize("kind", KINDS)
async def test_it_takes_shows_and_ends_a_plan(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        house.people.write(chat, "/plan", thread=thread)
        await house.says(chat, "keine Zeit festgelegt")
        house.people.write(chat, "/plan 18:00", thread=thread)
        assert "18:00 Uhr" in await house.says(chat, "Abgemacht")
        house.people.write(chat, "/plan", thread=thread)
        assert "4. Mai 2026" in (await house.says(chat, "Nächstes")).replace("\u00a0", " ")
        house.people.write(chat, "/plan aus", thread=thread)
        await house.says(chat, "nicht von selbst")
    assert {message.get("message_thread_id") for message in house.world.sent(chat)} == {thread}


async def test_it_answers_the_buttons(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        house.people.write(chat, "/start")
        await house.says(chat, "Ich bin Lagebild")
        message_id = house.world.sent(chat)[0]["message_id"]
        house.people.tap(chat, message_id, "cmd:help", forged=True)  # as older greetings have it
        await house.says(chat, "So geht’s")
        house.people.tap(chat, message_id, "cmd:status")
        await house.says(chat, "Stand")
        house.people.tap(chat, message_id, "cmd:digest")
        await house.says(chat, "Nichts Neues")
        house.people.tap(chat, message_id, "rm -rf", forged=True)
        await house.until(lambda: len(house.world.query_answers) == 4)
    assert len(house.world.sent(chat)) == 4


async def test_it_offers_its_commands_in_german_and_to_all(house):
    async with house.running():
        pass
    assert len(house.world.commands) == 6
    for (scope, language), commands in house.world.commands.items():
        names = {found["command"] for found in commands}
        assert {"digest", "storys", "status", "hilfe"} <= names
        assert ("plan" in names) is ("all_group_chats" not in scope)
        assert ("umbenennen" in names) is ("administrators" in scope)
        assert language in {"", "de"}
