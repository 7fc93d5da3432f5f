"""Chats are told at once, quietly and never twice, what changes in what they follow."""

from __future__ import annotations

import pytest

from storage import chats
from tests.bot.test_chats import room
from tests.bot.test_searching import ask
from tests.bot.test_stories import digest_of


@pytest.fixture
def chat(house, ada):
    return room(house, "group", ada)[0]


async def bring(house, bot, chat, name, *lines, title="Truppen in Kursk"):
    """Send in an article of a paper; the clock goes on."""
    house.clock.forward(minutes=20)
    url = house.web.publish(f"https://{name}.example/{len(house.web.pages)}", title, *lines, filler=name)
    house.people.write(chat, url)
    await house.quiet(bot)


async def tick(house, bot):
    await bot.ticker.tick()
    await house.quiet(bot)


def alerts(house, chat):
    return [message for message in house.world.sent(chat) if "Neuer Stand" in message.get("text", "")]


DENIAL = "Kreml > denies > Truppen"


async def followed(house, bot, chat, wish="/folgen 1", answer="folgt 1"):
    """Have a chat follow what it has had a digest of."""
    await digest_of(house, chat)
    await ask(house, chat, wish, answer)
    await tick(house, bot)
    assert not alerts(house, chat)


@pytest.mark.parametrize("wish", ["/folgen 1", "/folgen truppe"])
async def test_a_change_is_told_at_once_and_not_again(house, chat, wish):
    async with house.running() as bot:
        await followed(house, bot, chat, wish)
        await bring(house, bot, chat, "morgen", "Amt > asserts > Wetter", title="Truppen proben")
        await tick(house, bot)
        assert not alerts(house, chat)  # one paper alone can wait for the digest
        await bring(house, bot, chat, "abend", DENIAL.replace("denies", "concedes"))
        await tick(house, bot)
        await tick(house, bot)
        [message] = alerts(house, chat)
        assert "Geändert" in message["text"]
        [call] = [c for c in house.world.calls_of("sendMessage") if "Neuer Stand" in c.params["text"]]
        assert call.params["disable_notification"]
        assert any("Warum" in b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row)
        house.clock.forward(minutes=5)
        digest = await ask(house, chat, "/digest", "🗞 Lagebild")
        assert "Geändert" not in digest.text
        assert "Wetter" in digest.text


async def test_alerts_are_apart_and_outlive_a_restart(house, chat):
    async with house.running() as bot:
        await followed(house, bot, chat)
        await bring(house, bot, chat, "abend", DENIAL.replace("denies", "concedes"))
        await tick(house, bot)
        house.clock.forward(minutes=-18)
        await bring(house, bot, chat, "nacht", "NIS > asserts > Panzer")
        await bring(house, bot, chat, "tag", "Kreml > denies > Panzer")
        house.clock.forward(minutes=-36)
        await tick(house, bot)
        assert len(alerts(house, chat)) == 1
    house.clock.forward(hours=1)
    async with house.running() as bot:
        await tick(house, bot)
        await tick(house, bot)
        assert len(alerts(house, chat)) == 2
        assert "Panzer" in alerts(house, chat)[1]["text"]


async def test_nothing_is_told_in_quiet_hours_or_a_pause_or_just_before_a_digest(house, chat):
    async with house.running() as bot:
        await followed(house, bot, chat)
        await bring(house, bot, chat, "abend", DENIAL.replace("denies", "concedes"))
        with house.database.writing() as session:
            row = chats.find(session, chat.id)
            row.quiet_from, row.quiet_until = "00:00", "23:59"
        await tick(house, bot)
        with house.database.writing() as session:
            row = chats.find(session, chat.id)
            row.quiet_from = row.quiet_until = None
            row.paused_until = house.clock.now.replace(year=2027)
        await tick(house, bot)
        with house.database.writing() as session:
            row = chats.find(session, chat.id)
            row.paused_until = None
            at = house.clock.now.astimezone(bot.tools.zone).replace(minute=59)
            house.clock.now = at.replace(minute=50)
            chats.set_slots(session, row.id, 0, [f"{at.hour:02}:59"], house.clock.now)
        await tick(house, bot)
        assert not alerts(house, chat)
        house.clock.forward(minutes=10)
        await tick(house, bot)
        assert not alerts(house, chat)
        assert any("Geändert" in text and "Lagebild" in text for text in house.texts(chat))


async def test_a_chat_may_wait_for_its_digest(house, chat):
    async with house.running() as bot:
        await followed(house, bot, chat)
        screen = await ask(house, chat, "/folgen", "melde ich mich gleich")
        assert "erst im nächsten Lagebild" in await screen.tap("Nur im Lagebild")
        assert "Zwischendurch melde ich nichts" in screen.text
        await bring(house, bot, chat, "abend", DENIAL.replace("denies", "concedes"))
        await tick(house, bot)
        assert not alerts(house, chat)
        house.clock.forward(minutes=10)
        await screen.tap("gleich melden")
        await tick(house, bot)
        await tick(house, bot)
        assert not alerts(house, chat)  # what came meanwhile is left to the digest


async def test_other_chats_hear_nothing(house, chat, ada):
    other = house.world.private(ada)
    async with house.running() as bot:
        await followed(house, bot, chat)
        await ask(house, other, "/folgen 1", "Eine Story 1 gibt es hier nicht")
        await bring(house, bot, chat, "abend", DENIAL.replace("denies", "concedes"))
        await tick(house, bot)
        assert alerts(house, chat)
        assert not alerts(house, other)
