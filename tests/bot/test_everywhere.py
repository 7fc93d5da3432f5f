"""Every command in every kind of chat, also with the bot's name behind it: one answer, in its place."""

from __future__ import annotations

import pytest

from bot.menu import MENUS
from tests.bot.conftest import House
from tests.bot.test_chats import KINDS, room
from tests.bot.test_stories import digest_of

# What each command says in a chat that has two stories; None where it differs and is told below.
SAYS = {
    "start": "Ich bin Lagebild",
    "hilfe": "So geht’s",
    "status": "📊 Stand",
    "digest": "Nichts Neues",
    "digest heute": "🗞 Lagebild · Rückblick",
    "digest gestern": "ist hier nichts erschienen",
    "digest 3d": "🗞 Lagebild · Rückblick",
    "digest 7d": "🗞 Lagebild · Rückblick",
    "digest morgen": "Diesen Zeitraum verstehe ich nicht",
    "storys": "📚 Storys",
    "storys Deich": "📚 Storys zu „Deich“",
    "story": "📚 Storys",
    "story 1": "Story 1 · 2 Artikel",
    "story 99": "Eine Story 99 gibt es hier nicht",
    "suche Truppen": "5 Fundstellen",
    "quellen": "📰 Quellen",
    "feeds": "noch keinen Feed",
    "plan": "keine Zeit festgelegt",
    "plan 18:00": "täglich um 18:00",
    "folgen": "folgt noch keiner Story",
    "folgen Deich": "folgt 1 Wort",
    "stumm": "nichts stumm",
    "stumm Wetter": "Hier stumm: 1 Wort. Das Lagebild lässt es weg",
    "export": "Welcher Zeitraum",
    "export 1": "In welchem Format?",
    "loeschen": "Was soll weg?",
    "loeschen blatt0.example": "Soll 1 Artikel",
    "datenschutz": "🔒 Datenschutz",
    "antworten": "Wenn hier ein Artikel ankommt",
    "umbenennen": "Schreib Nummer und neuen Namen dazu",
    "umbenennen 1 Neuer Name": "heißt jetzt „Neuer Name“",
}
ONLY_IN_GROUPS = {"rolle": ("👥 Wer hier was darf", "Rollen gibt es nur in Gruppen")}


def test_no_command_of_the_menus_is_left_out() -> None:
    tried = {words.split()[0] for words in (*SAYS, *ONLY_IN_GROUPS)}
    assert {name for _, names in MENUS for name in names} <= tried


async def said(house: House, chat, text: str, thread) -> str:
    """Write a command and return the one answer to it."""
    before = len(house.world.sent(chat))
    house.people.write(chat, text, thread=thread)
    await house.until(lambda: len(house.world.sent(chat)) > before)
    await house.quiet(house.bots[-1])
    (answer,) = house.world.sent(chat)[before:]
    assert answer.get("message_thread_id") == thread
    return answer["text"].replace("\u00a0", " ").replace("\u2060", "")


@pytest.mark.parametrize("kind", KINDS)
async def test_every_command_gets_one_answer_in_its_place(house, ada, kind):
    chat, thread = room(house, kind, ada)
    group = kind in {"group", "topic"}
    async with house.running() as bot:
        await digest_of(house, chat, thread)
        await house.quiet(bot)
        for words, part in SAYS.items():
            house.clock.forward(minutes=1)
            assert part in await said(house, chat, f"/{words}", thread), words
        for words, (there, elsewhere) in ONLY_IN_GROUPS.items():
            assert (there if group else elsewhere) in await said(house, chat, f"/{words}", thread)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_name_of_the_bot_may_stand_behind_a_command_and_of_another_bot_not(house, ada, kind):
    chat, thread = room(house, kind, ada)
    name = house.world.bot.username
    async with house.running() as bot:
        for words in ("digest", "status", "plan 18:00", "storys", "hilfe"):
            command, _, rest = words.partition(" ")
            assert await said(house, chat, f"/{command}@{name} {rest}".strip(), thread)
            house.clock.forward(minutes=1)
        before = len(house.world.sent(chat))
        house.people.write(chat, "/status@anderer_bot", thread=thread)
        await house.quiet(bot)
        assert len(house.world.sent(chat)) == before + (kind == "private")


@pytest.mark.parametrize("kind", KINDS)
async def test_unknown_input_gets_one_line_in_private_and_silence_elsewhere(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running() as bot:
        for text in ("/quatsch", "Guten Morgen!", "👍", "/"):
            before = len(house.world.sent(chat))
            house.people.write(chat, text, thread=thread)
            await house.quiet(bot)
            answers = house.world.sent(chat)[before:]
            assert len(answers) == (kind == "private"), text
            assert all("\n" not in answer["text"] for answer in answers)


@pytest.mark.parametrize("kind", KINDS)
async def test_an_edit_that_adds_a_link_adds_it_and_a_command_in_an_edit_is_not_run(house, ada, kind):
    chat, thread = room(house, kind, ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", "NIS > asserts > Truppen")
    async with house.running() as bot:
        written = house.people.write(chat, "Schaut mal", thread=thread)
        await house.quiet(bot)
        before = len(house.world.sent(chat))
        house.people.edit(chat, written["message_id"], f"Schaut mal {url}")
        await house.says(chat, "gespeichert")
        house.people.edit(chat, written["message_id"], "/status")
        house.people.edit(chat, written["message_id"], f"Schaut mal {url} bitte")
        await house.quiet(bot)
        assert len(house.world.sent(chat)) == before + 1
    assert house.web.fetched == [url]
