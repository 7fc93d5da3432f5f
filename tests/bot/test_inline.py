"""Inline mode: claims to post anywhere, for people who may write to the bot."""

from __future__ import annotations

from tests.bot.test_stories import digest_of


async def offers(house, person, words: str) -> list[dict]:
    before = len(house.world.calls_of("answerInlineQuery"))
    house.people.ask_inline(words, sender=person)
    await house.until(lambda: len(house.world.calls_of("answerInlineQuery")) > before)
    call = house.world.calls_of("answerInlineQuery")[-1]
    assert call.params["is_personal"]
    return call.params["results"]


async def test_it_offers_claims_with_their_status(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        await digest_of(house, chat)
        found = await offers(house, ada, "truppe")
        assert len(found) == 2
        contested = next(one for one in found if "umstritten" in one["description"])
        assert contested["title"] == "Truppen."
        assert contested["description"] == "umstritten · Truppen in Kursk"
        text = contested["input_message_content"]["message_text"]
        assert "<b>⚖️ Umstritten</b>" in text
        assert (
            'NIS (<a href="https://blatt0.example/a">Blatt0</a>), Kreml (<a href="https://blatt1.example/a">Blatt1</a>)'
            in text
        )
        assert contested["input_message_content"]["link_preview_options"] == {"is_disabled": True}
        assert await offers(house, ada, "") == []
        assert await offers(house, ada, "Xylophon") == []


async def test_it_offers_a_person_only_what_her_private_chat_reads(house, ada, bea):
    house.world.private(bea)
    async with house.running():
        await digest_of(house, house.world.private(ada))
        assert await offers(house, bea, "truppen") == []


async def test_strangers_are_not_answered(house, ada, bea):
    chat = house.world.private(ada)
    async with house.running(everybody=False) as bot:
        await digest_of(house, chat)
        house.people.ask_inline("truppen", sender=bea)
        await house.quiet(bot)
        assert house.world.calls_of("answerInlineQuery") == []
        assert await offers(house, ada, "truppen")
