"""Stories by tapping: under a digest, in lists, back again, and after a restart."""

from __future__ import annotations

import pytest

from bot.buttons import LONGEST_DATA
from config.face import PERSON_ASKS
from tests.bot.conftest import House
from tests.bot.test_chats import KINDS, room

NIS = "NIS > asserts > Truppen"
KREML = "Kreml > denies > Truppen"


def buttons(message) -> dict[str, str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    found = [button for row in rows for button in row]
    assert all(len(button["callback_data"].encode()) <= LONGEST_DATA for button in found)
    return {button["text"]: button["callback_data"] for button in found}


class Screen:
    """A message of the bot whose buttons can be tapped by their words."""

    def __init__(self, house: House, chat, message, person=None):
        self.house, self.chat, self.number, self.person = house, chat, message["message_id"], person

    @property
    def message(self):
        return self.chat.messages[self.number]

    @property
    def text(self) -> str:
        return self.message["text"].replace("\u00a0", " ").replace("\u2060", "")

    @property
    def labels(self) -> list[str]:
        return list(buttons(self.message))

    async def tap(self, label: str) -> str:
        """Tap a button and return the note that the tap was answered with."""
        data = next(
            data for text, data in buttons(self.message).items() if label in text.replace("\u00a0", " ")
        )
        query = self.house.people.tap(self.chat, self.number, data, sender=self.person)
        return await answered(self.house, query)


async def answered(house: House, query: str) -> str:
    def found():
        return next((a for a in house.world.query_answers if a["callback_query_id"] == query), None)

    await house.until(found)
    return found().get("text", "")


async def digest_of(house: House, chat, thread=None, person=None, *lines: str) -> Screen:
    """Send in two articles of one story, and one of another, and ask for the digest."""
    for number, (title, line) in enumerate(
        [("Truppen in Kursk", NIS), ("Truppen am Fluss", KREML), ("Deich hält", NIS)]
    ):
        url = house.web.publish(f"https://blatt{number}.example/a", title, line, filler=f"Oder{number}")
        before = len(house.world.sent(chat))
        house.people.write(chat, url, thread=thread, sender=person)
        await house.until(lambda before=before: len(house.world.sent(chat)) > before)
    house.clock.forward(minutes=1)
    house.people.write(chat, "/digest", thread=thread, sender=person)
    await house.says(chat, "🗞 Lagebild")
    sent = next(m for m in house.world.sent(chat) if "🗞 Lagebild" in m["text"])
    return Screen(house, chat, sent, person)


@pytest.mark.parametrize("kind", KINDS)
async def test_it_opens_a_story_in_place_and_goes_back(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        screen = await digest_of(house, chat, thread)
        digest = screen.text
        assert screen.labels == [
            "Truppen in Kursk", "Deich hält", "❓ Warum?", "🕑 Zeitleiste", "🔔 Folgen", "🔕 Stumm",
        ]  # fmt: skip
        posts = len(house.world.sent(chat))
        await screen.tap("Truppen in Kursk")
        assert "Story 1 · 2 Artikel · 1 Kernaussage" in screen.text
        assert "⚖️ Umstritten" in screen.text
        assert "NIS (Blatt0): „NIS > asserts > Truppen“" in screen.text
        kinds = {entity["type"] for entity in screen.message["entities"]}
        assert {"text_link", "expandable_blockquote"} <= kinds
        await screen.tap("Warum?")
        assert "Eine Stimme sagt es, eine andere widerspricht." in screen.text
        assert "unbestätigt → umstritten (Widerspruch)" in screen.text
        assert "Warum stehen diese Artikel zusammen?" in screen.text
        await screen.tap("zurück")
        await screen.tap("Zeitleiste")
        assert screen.text.index("Truppen in Kursk") < screen.text.index("🔄 unbestätigt → umstritten")
        await screen.tap("zurück")
        await screen.tap("zurück")
        assert screen.text == digest
        assert len(screen.labels) == 6
    assert len(house.world.sent(chat)) == posts


async def test_its_buttons_live_on_after_a_restart(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        screen = await digest_of(house, chat)
        house.people.write(chat, "/storys")
        await house.says(chat, "📚 Storys")
        listed = Screen(house, chat, house.world.sent(chat)[-1])
    async with house.running():
        await screen.tap("Deich")
        assert "Story 2" in screen.text
        await screen.tap("zurück")
        assert "🗞 Lagebild" in screen.text
        await listed.tap("Truppen")
        await listed.tap("zurück")
        assert "📚 Storys" in listed.text


@pytest.mark.parametrize("act", ["Warum", "Zeitleiste", "Folgen", "Stumm"])
async def test_it_asks_which_story_is_meant(house, ada, act):
    chat = house.world.private(ada)
    async with house.running():
        screen = await digest_of(house, chat)
        await screen.tap(act)
        assert "bei welcher Story?" in screen.text
        await screen.tap("Deich")
        assert "Deich" in screen.text
        assert "welcher" not in screen.text
        await screen.tap("zurück")


async def test_what_a_chat_follows_comes_first_and_what_it_mutes_not_at_all(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        screen = await digest_of(house, chat)
        await screen.tap("Deich")
        assert "steht im Lagebild oben" in await screen.tap("Folgen")
        assert "folgt der Story" in screen.text
        await screen.tap("zurück")
        await screen.tap("Truppen")
        assert "stumm" in await screen.tap("Stumm")
        for number, title in enumerate(["Truppen abgezogen", "Deich bricht", "Ernte beginnt"]):
            url = house.web.publish(
                f"https://kurier.example/{number}",
                title,
                f"Amt{number} > asserts > Neues{number}",
                filler=title,
            )
            house.people.write(chat, url)
        await house.quiet(bot)
        house.clock.forward(minutes=5)
        house.people.write(chat, "/digest")
        await house.until(lambda: "🗞 Lagebild" in house.texts(chat)[-1])
        text = house.texts(chat)[-1]
        assert "Truppen" not in text
        assert text.index("🔔 „Deich") < text.index("Ernte")
        house.people.write(chat, "/story 1")
        await house.until(lambda: "Die Story ist hier stumm" in house.texts(chat)[-1])
        again = Screen(house, chat, house.world.sent(chat)[-1])
        assert "wieder zu hören" in await again.tap("Nicht mehr stumm")


async def test_readers_of_a_channel_cannot_change_what_it_follows(house, ada, bea):
    chat = house.world.channel("Lage", admins=[ada])
    async with house.running():
        screen = await digest_of(house, chat)
        screen.person = bea
        await screen.tap("Deich")
        assert "Redakteure und Administratoren" in await screen.tap("Folgen")
        screen.person = ada
        assert "oben" in await screen.tap("Folgen")


@pytest.mark.parametrize(
    "data", ["rm -rf", "st:1", "st:x:0:-", "st:99:0:-", "d:77", "d:", "ss:5:0", "pk:xx:1", ":", "cmd:boo"]
)
async def test_it_answers_a_button_that_leads_nowhere(house, ada, data):
    chat = house.world.private(ada)
    async with house.running():
        house.people.write(chat, "/start")
        await house.says(chat, "Ich bin Lagebild")
        message = house.world.sent(chat)[0]
        query = house.people.tap(chat, message["message_id"], data, forged=True)
        assert "abgelaufen" in await answered(house, query)
        assert message["text"].startswith("👋")


async def test_a_chat_cannot_open_the_digest_or_story_of_another(house, ada, bea):
    mine, other = house.world.private(ada), house.world.private(bea)
    async with house.running():
        await digest_of(house, mine)
        house.people.write(other, "/start")
        await house.says(other, "Ich bin Lagebild")
        message = house.world.sent(other)[0]
        for data in ("d:1", "st:1:0:-", "pk:wy:1"):
            query = house.people.tap(other, message["message_id"], data, forged=True)
            assert "abgelaufen" in await answered(house, query)
        house.people.write(other, "/story 1")
        await house.says(other, "Eine Story 1 gibt es hier nicht")
        house.people.write(other, "/storys")
        await house.says(other, "Noch gibt es hier keine Story")
        house.people.write(other, "/digest")
        await house.says(other, "Nichts Neues")


@pytest.mark.parametrize("kind", KINDS)
async def test_it_lists_stories_in_pages(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running() as bot:
        for number in range(10):
            url = house.web.publish(
                f"https://blatt.example/{number}", f"Fall{number} vor Gericht", NIS, filler=f"Ort{number}"
            )
            house.people.write(chat, url, thread=thread)
        await house.quiet(bot)
        house.people.write(chat, "/storys", thread=thread)
        await house.says(chat, "📚 Storys")
        screen = Screen(house, chat, house.world.sent(chat)[-1])
        assert len(screen.labels) == 9
        await screen.tap("2 ›")
        assert len(screen.labels) == 3
        await screen.tap("‹ 1")
        assert len(screen.labels) == 9
        house.people.write(chat, "/storys fall7", thread=thread)
        await house.until(lambda: "„fall7“" in house.texts(chat)[-1])
        assert Screen(house, chat, house.world.sent(chat)[-1]).labels == ["Fall7 vor Gericht"]
    assert house.world.sent(chat)[-1].get("message_thread_id") == thread


@pytest.mark.parametrize(
    ("words", "seen"), [("heute", "Neu"), ("gestern", "Alt"), ("3d", "AltNeu"), ("7d", "AltNeu")]
)
async def test_it_looks_back_at_a_period_as_often_as_asked(house, ada, words, seen):
    chat = house.world.private(ada)
    async with house.running() as bot:
        for title in ("Alt", "Neu"):
            house.people.write(
                chat,
                house.web.publish(
                    f"https://blatt.example/{title}", title, f"{title} > asserts > {title}", filler=title
                ),
            )
            await house.quiet(bot)
            house.clock.forward(days=1 if title == "Alt" else 0, minutes=10)
        for number in (1, 2):
            house.people.write(chat, f"/digest {words}")
            await house.until(
                lambda number=number: sum("🗞 Lagebild" in t for t in house.texts(chat)) == number
            )
        text = house.texts(chat)[-1]
        assert [title in text for title in ("„Alt“", "„Neu“")] == ["Alt" in seen, "Neu" in seen]
        house.people.write(chat, "/digest")  # what was looked back at is still new
        await house.until(lambda: sum("🗞 Lagebild" in t for t in house.texts(chat)) == 3)
        house.people.write(chat, "/digest übermorgen")
        await house.says(chat, "Diesen Zeitraum verstehe ich nicht")


async def test_it_asks_for_patience_where_somebody_holds_a_key_down(house, bea):
    chat = house.world.private(bea)
    async with house.running() as bot:
        for _ in range(PERSON_ASKS + 3):
            house.people.write(chat, "/antworten")
        await house.quiet(bot)
        assert len(house.texts(chat)) == PERSON_ASKS + 1
        assert "Nicht so schnell" in house.texts(chat)[-1]  # and not once more for each that is too much
        house.clock.forward(seconds=61)
        house.people.write(chat, "/status")
        await house.says(chat, "Stand")


async def test_it_is_silent_about_unknown_commands_in_groups(house, bea):
    chat = house.world.supergroup("Redaktion", admins=[bea])
    async with house.running() as bot:
        house.people.write(chat, "/unsinn")
        house.people.write(chat, "/unsinn@lagebild_trial_bot")
        house.people.write(chat, "/storys@lagebild_trial_bot")
        await house.quiet(bot)
    assert len(house.texts(chat)) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_it_draws_a_timeline_below_the_message(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        screen = await digest_of(house, chat, thread)
        await screen.tap("Truppen in Kursk")
        await screen.tap("Zeitleiste")
        text = screen.text
        await screen.tap("Als Bild")
        await house.until(lambda: any("photo" in message for message in house.world.sent(chat)))
        assert screen.text == text
    photo = house.world.sent(chat)[-1]
    assert photo["caption"] == "🕑 Zeitleiste · „Truppen in Kursk“"
    assert photo["photo"][0]["width"] == 1080
    assert photo.get("message_thread_id") == thread
    (call,) = house.world.calls_of("sendPhoto")
    assert next(iter(call.uploads.values())).data.startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_digest_without_news_offers_to_look_back(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running() as bot:
        await digest_of(house, chat, thread)
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        house.people.write(chat, "/digest", thread=thread)
        await house.says(chat, "Nichts Neues")
        screen = Screen(house, chat, house.world.sent(chat)[-1], ada)
        assert screen.labels == ["heute", "gestern", "3 Tage", "7 Tage"]
        before = len(house.world.sent(chat))
        await screen.tap("heute")
        await house.until(lambda: len(house.world.sent(chat)) > before)
        assert "Truppen in Kursk" in house.texts(chat)[-1]
        assert house.world.sent(chat)[-1].get("message_thread_id") == thread
