"""Putting stories right by tapping, and taking it back."""

from __future__ import annotations

import pytest

from storage import stories
from tests.bot.test_stories import NIS, Screen, digest_of


@pytest.fixture
def group(house, ada):
    return house.world.supergroup("Redaktion", admins=[ada])


async def edit(house, group, title: str) -> Screen:
    screen = await digest_of(house, group)
    await screen.tap(title)
    await screen.tap("Bearbeiten")
    return screen


def titles(house) -> dict[int, str]:
    with house.database.reading() as session:
        return {story.id: story.title for story in stories.every(session)}


async def test_it_splits_the_articles_that_were_tapped_and_takes_it_back(house, group):
    async with house.running():
        screen = await edit(house, group, "Truppen")
        await screen.tap("Trennen")
        assert screen.labels == ["▫️ Blatt0: Truppen in Kursk", "▫️ Blatt1: Truppen am Fluss", "‹ zurück"]
        await screen.tap("Blatt0")
        await screen.tap("Blatt0")
        assert "✂️ Trennen" not in screen.labels
        await screen.tap("Blatt1")
        assert "☑️ Blatt1: Truppen am Fluss" in screen.labels
        await screen.tap("✂️ Trennen")
        assert screen.text == "✂️ Getrennt: 1 Artikel steht jetzt in einer eigenen Story."
        assert sorted(titles(house).values()) == ["Deich hält", "Truppen am Fluss", "Truppen in Kursk"]
        await screen.tap("Rückgängig")
        assert sorted(titles(house).values()) == ["Deich hält", "Truppen in Kursk"]
        await screen.tap("Zur Story")
        assert "2 Artikel" in screen.text
        await screen.tap("zurück")
        assert "🗞 Lagebild" in screen.text


async def test_it_merges_two_stories_and_takes_it_back(house, group):
    async with house.running():
        screen = await edit(house, group, "Truppen")
        await screen.tap("Zusammenführen")
        assert screen.labels == ["Deich hält", "‹ zurück"]
        await screen.tap("Deich")
        assert "„Deich hält“ steht jetzt in dieser Story" in screen.text
        assert len(titles(house)) == 1
        await screen.tap("Rückgängig")
        assert sorted(titles(house).values()) == ["Deich hält", "Truppen in Kursk"]
        assert "abgelaufen" not in await screen.tap("zurück")


async def test_a_correction_can_be_taken_back_later_too(house, group):
    async with house.running():
        screen = await edit(house, group, "Truppen")
        assert "↩️ Letzte Änderung rückgängig" not in screen.labels
        await screen.tap("Zusammenführen")
        await screen.tap("Deich")
        await screen.tap("Zur Story")
        await screen.tap("Bearbeiten")
        assert screen.labels[3] == "↩️ Letzte Änderung rückgängig"
        await screen.tap("rückgängig")
        assert sorted(titles(house).values()) == ["Deich hält", "Truppen in Kursk"]
        await screen.tap("Zur Story")
        await screen.tap("Bearbeiten")
        assert "↩️ Letzte Änderung rückgängig" not in screen.labels


async def test_it_renames_by_an_answer_and_takes_it_back(house, group, ada):
    async with house.running() as bot:
        screen = await edit(house, group, "Truppen")
        await screen.tap("Umbenennen")
        await house.says(group, "Wie soll die Story")
        asked = house.world.sent(group)[-1]
        house.people.write(group, "Soldaten   an der\nFront", sender=ada, reply_to=asked)
        await house.says(group, "Die Story heißt jetzt „Soldaten an der Front“")
        done = Screen(house, group, house.world.sent(group)[-1])
        assert "Soldaten an der Front" in titles(house).values()
        url = house.web.publish("https://kurier.example/n", "Truppen verlegt", NIS, filler="Main")
        house.people.write(group, url)
        await house.quiet(bot)
        assert "Soldaten an der Front" in titles(house).values()
        await done.tap("Rückgängig")
        assert any("Truppen" in title for title in titles(house).values())


async def test_it_renames_by_words_in_a_channel(house, ada):
    channel = house.world.channel("Lage", admins=[ada])
    async with house.running():
        screen = await edit(house, channel, "Truppen")
        await screen.tap("Umbenennen")
        assert "/umbenennen 1 Neuer Name" in screen.text
        house.people.write(channel, "/umbenennen 1 Front im Osten")
        await house.says(channel, "Die Story heißt jetzt „Front im Osten“")
        house.people.write(channel, "/umbenennen 9 Front")
        await house.says(channel, "Eine Story 9 gibt es hier nicht")
        house.people.write(channel, "/umbenennen")
        await house.says(channel, "Schreib Nummer und neuen Namen")


async def test_only_admins_put_stories_right(house, group, bea):
    async with house.running() as bot:
        screen = await digest_of(house, group)
        group.statuses[bea.id] = "member"
        await screen.tap("Truppen")
        screen.person = bea
        assert await screen.tap("Bearbeiten") == "Das können hier nur Administratoren."
        house.people.write(group, "/umbenennen 1 Unsinn", sender=bea)
        await house.says(group, "Das können hier nur Administratoren.")
        asked = next(message for message in house.world.sent(group) if "gespeichert" in message["text"])
        house.people.write(group, "Unsinn", sender=bea, reply_to=asked)
        await house.quiet(bot)
    assert "Unsinn" not in titles(house).values()


async def test_an_undo_works_once(house, group):
    async with house.running():
        screen = await edit(house, group, "Truppen")
        await screen.tap("Zusammenführen")
        await screen.tap("Deich")
        data = next(
            b["callback_data"]
            for row in screen.message["reply_markup"]["inline_keyboard"]
            for b in row
            if "Rück" in b["text"]
        )
        await screen.tap("Rückgängig")
        house.people.tap(group, screen.number, data, forged=True)
        await house.until(lambda: "abgelaufen" in house.world.query_answers[-1].get("text", ""))
    assert len(titles(house)) == 2


async def test_a_wish_goes_with_a_story_that_is_merged(house, group):
    async with house.running():
        screen = await digest_of(house, group)
        await screen.tap("Deich")
        await screen.tap("Folgen")
        await screen.tap("zurück")
        await screen.tap("Truppen")
        await screen.tap("Bearbeiten")
        await screen.tap("Zusammenführen")
        await screen.tap("Deich")
        await screen.tap("Zur Story")
        assert "folgt der Story" in screen.text
