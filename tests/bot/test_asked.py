"""Commands by tapping, and words that the bot asks for."""

from __future__ import annotations

import pytest

from tests.bot.test_chats import KINDS, room
from tests.bot.test_searching import ask
from tests.bot.test_stories import NIS, Screen, digest_of

ASKING = ["private", "group", "topic"]


async def tapped(house, screen: Screen, label: str, part: str) -> Screen:
    """Tap a button that leads to a message of its own; return that."""
    before = len(house.world.sent(screen.chat))
    await screen.tap(label)
    await house.until(lambda: len(house.world.sent(screen.chat)) > before)
    sent = house.world.sent(screen.chat)[-1]
    assert part in sent["text"].replace("\u00a0", " ")
    return Screen(house, screen.chat, sent)


def field(house) -> dict[str, object]:
    """Return the field for an answer that the bot opened last."""
    markups = [call.params.get("reply_markup") or {} for call in house.world.calls_of("sendMessage")]
    return next(markup for markup in reversed(markups) if markup.get("force_reply"))


@pytest.mark.parametrize("kind", KINDS)
async def test_every_command_of_the_overview_can_be_tapped(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        help_ = await ask(house, chat, "/hilfe", "So geht’s", thread)
        asked = {
            "Status": "📊 Stand",
            "Storys": "Noch gibt es hier keine Story",
            "Quellen": "Noch kennt dieser Chat keine Quelle",
            "Feeds": "noch keinen Feed",
            "Plan": "keine Zeit festgelegt",
            "Folgen": "folgt noch keiner Story",
            "Stumm": "nichts stumm",
            "Export": "Welcher Zeitraum",
            "Antworten": "Wenn hier ein Artikel ankommt",
            "Löschen": "Was soll weg?",
            "Datenschutz": "Kein Text geht an einen anderen Dienst",
            "Lagebild": "Nichts Neues",
        }
        for label, part in asked.items():
            await tapped(house, help_, label, part)
        assert ("👥 Rollen" in help_.labels) is (kind in {"group", "topic"})
        assert ("🔎 Suche" in help_.labels) is (kind != "channel")
    assert {message.get("message_thread_id") for message in house.world.sent(chat)} == {thread}


@pytest.mark.parametrize("kind", ASKING)
async def test_a_search_can_be_tapped_and_answered(house, ada, bea, kind):
    chat, thread = room(house, kind, ada)
    async with house.running() as bot:
        await digest_of(house, chat, thread)
        help_ = await ask(house, chat, "/hilfe", "So geht’s", thread)
        question = await tapped(house, help_, "Suche", "Wonach soll ich suchen?")
        assert field(house)["input_field_placeholder"] == "Wörter, Namen, Orte"
        house.people.write(chat, "truppe", thread=thread, reply_to=question.message)
        await house.says(chat, "5\u00a0Fundstellen")
        # The same question, typed; and an answer after a restart.
        question = await ask(house, chat, "/suche", "Wonach soll ich suchen?", thread)
    async with house.running() as bot:
        house.people.write(chat, "deich hält", thread=thread, reply_to=question.message)
        await house.says(chat, "zu „deich hält“")
        before = len(house.world.sent(chat))
        house.people.write(chat, "Danke!", thread=thread, reply_to=house.world.sent(chat)[0])
        await house.quiet(bot)
        assert len(house.world.sent(chat)) == before + (kind == "private")
    assert {message.get("message_thread_id") for message in house.world.sent(chat)} == {thread}


async def test_in_a_group_only_who_tapped_is_asked(house, ada, bea):
    chat = house.world.supergroup("Redaktion", admins=[ada], members=[bea])
    async with house.running():
        house.people.write(chat, "/hilfe", sender=bea)
        await house.says(chat, "So geht’s")
        help_ = Screen(house, chat, house.world.sent(chat)[-1], person=bea)
        question = await tapped(house, help_, "Suche", "Bea: 🔎 Wonach")
        assert field(house)["selective"]
        assert question.message["entities"][0]["user"]["id"] == bea.id


@pytest.mark.parametrize("kind", ASKING)
async def test_words_to_follow_or_mute_are_asked_for(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        for command, button, question in (
            ("/folgen", "Einem Wort folgen", "Welchem Wort"),
            ("/stumm", "Ein Wort stumm stellen", "Was soll das Lagebild weglassen"),
        ):
            screen = await ask(house, chat, command, "", thread)
            asked = await tapped(house, screen, button, question)
            house.people.write(chat, "Ernte Lese", thread=thread, reply_to=asked.message)
            await house.until(lambda: "✖️ Ernte Lese" in str(house.world.sent(chat)[-1]))


@pytest.mark.parametrize("kind", ASKING)
async def test_other_times_of_the_plan_are_asked_for(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        screen = await ask(house, chat, "/plan", "keine Zeit", thread)
        await screen.tap("Zeiten")
        asked = await tapped(house, screen, "Andere Zeiten", "Wann soll")
        house.people.write(chat, "7:30 18:15", thread=thread, reply_to=asked.message)
        await house.says(chat, "07:30 und 18:15")


async def test_a_feed_and_a_deletion_are_asked_for(house, ada):
    chat = house.world.private(ada)
    house.web.pages["https://blatt.example/rss"] = (
        "<rss><channel><title>Blatt</title><item><link>https://blatt.example/1</link></item></channel></rss>"
    )
    house.web.publish("https://blatt.example/1", "Truppen in Kursk", NIS)
    async with house.running() as bot:
        screen = await ask(house, chat, "/feeds", "noch keinen Feed")
        asked = await tapped(house, screen, "Feed hinzufügen", "Welchen Feed")
        house.people.write(chat, "https://blatt.example/rss", reply_to=asked.message)
        await house.says(chat, "📡 Feeds")
        await house.quiet(bot)
        screen = await ask(house, chat, "/loeschen", "Was soll weg?")
        asked = await tapped(house, screen, "Einen Artikel", "Adresse eines Artikels")
        house.people.write(chat, "blatt.example", reply_to=asked.message)
        await house.says(chat, "Soll 1\u00a0Artikel")


async def test_in_a_channel_the_words_stand_behind_the_command(house, ada):
    chat = house.world.channel("Lage", admins=[ada])
    async with house.running():
        screen = await ask(house, chat, "/folgen", "folgt noch keiner Story")
        assert "folgen Nordkorea" in await screen.tap("Einem Wort folgen")
        await ask(house, chat, "/suche", "In einem Kanal schreibst du es gleich dahinter")
        assert len(house.world.sent(chat)) == 2


async def test_who_may_not_is_told_so_also_by_buttons(house, ada, bea):
    chat = house.world.supergroup("Redaktion", admins=[ada], members=[bea])
    async with house.running():
        screen = await ask(house, chat, "/plan", "keine Zeit")
        await screen.tap("Zeiten")
        asked = await tapped(house, screen, "Andere Zeiten", "Wann soll")
        house.people.write(chat, "7:30", sender=bea, reply_to=asked.message)
        await house.says(chat, "Das können hier nur Administratoren")


async def test_a_button_names_no_command_that_there_is_not(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        screen = await ask(house, chat, "/start", "Ich bin")
        for data in ("cmd:rm", "ask:rm", "cmd", "ask"):
            query = house.people.tap(chat, screen.number, data, forged=True)
            await house.until(
                lambda query=query: any(a["callback_query_id"] == query for a in house.world.query_answers)
            )
    assert len(house.world.sent(chat)) == 1
