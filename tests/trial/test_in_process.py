"""Door A: a real application within the process."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.trial import errors
from bot.trial.chats import Upload
from bot.trial.inbound import from_channel
from bot.trial.request import TrialRequest
from tests.trial.conftest import unknown_fields, until


@pytest.fixture
async def bot(world):
    async with Bot(world.token, request=TrialRequest(world), get_updates_request=TrialRequest(world)) as made:
        yield made


async def test_it_talks_with_a_real_application(world, people, echo_bot):
    chat = world.private(world.user())
    people.write(chat, "/start")
    await until(lambda: world.sent(chat))
    sent = world.sent(chat)[0]
    assert sent["text"] == "Willkommen im Echo"
    assert sent["entities"][0] == {"type": "bold", "offset": 0, "length": 10}
    people.tap(chat, sent["message_id"], "why:1")
    await until(lambda: "edit_date" in sent)
    assert sent["text"] == "Weil Echo."
    assert "reply_markup" not in sent
    assert world.query_answers[0]["text"] == "Gut getippt"


async def test_it_hands_out_uploaded_files(world, people, echo_bot):
    chat = world.private(world.user())
    people.upload(chat, Upload("artikel.txt", "Deich hält".encode(), "text/plain"))
    await until(lambda: any("edit_date" in m for m in world.sent(chat)))
    assert world.sent(chat)[0]["text"] == "Echo: Deich hält"


async def test_it_keeps_updates_until_they_are_confirmed(world, people, bot):
    chat = world.private(world.user())
    people.write(chat, "eins")
    people.write(chat, "zwei")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [u.message.text for u in first] == [u.message.text for u in again] == ["eins", "zwei"]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [u.message.text for u in rest] == ["zwei"]
    assert [call.params.get("offset") for call in world.calls_of("getUpdates")] == [
        None,
        None,
        rest[0].update_id,
    ]


async def test_it_wakes_a_long_poll(world, people, bot):
    chat = world.private(world.user())
    poll = asyncio.create_task(bot.get_updates(timeout=60))
    await asyncio.sleep(0.02)
    people.write(chat, "da")
    async with asyncio.timeout(30):
        assert (await poll)[0].message.text == "da"


async def test_it_lets_only_the_newest_of_two_pollers_live(world, bot):
    first = asyncio.create_task(bot.get_updates(timeout=60))
    await asyncio.sleep(0.02)
    second = asyncio.create_task(bot.get_updates(timeout=0))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    assert await second == ()


@pytest.mark.filterwarnings("ignore:.*retry_after.*timedelta")
@pytest.mark.parametrize(
    ("fault", "expected", "carried_out"),
    [
        (errors.too_many_requests(7), RetryAfter, False),
        (errors.server_error(), NetworkError, False),
        (errors.bad_gateway(), NetworkError, False),
        (errors.unauthorized(), InvalidToken, False),
        (errors.conflict(), Conflict, False),
        (errors.forbidden("bot was blocked by the user"), Forbidden, False),
        (errors.bad_request("chat not found"), BadRequest, False),
        (errors.timeout(), TimedOut, False),
        (errors.refused(), NetworkError, False),
        (errors.connect_timeout(), TimedOut, False),
        (errors.lost_reply(), TimedOut, True),
        (errors.lost_reply(errors.FaultKind.LOST_RESET), NetworkError, True),
        (errors.lost_reply(errors.FaultKind.LOST_BAD_GATEWAY), NetworkError, True),
    ],
)
async def test_it_stages_faults(world, bot, fault, expected, carried_out):
    chat = world.private(world.user())
    world.fail_next("sendMessage", fault)
    with pytest.raises(expected):
        await bot.send_message(chat.id, "hallo")
    assert bool(world.sent(chat)) is carried_out
    await bot.send_message(chat.id, "hallo")
    assert len(world.sent(chat)) == 1 + carried_out


async def test_it_keeps_forward_origins(world, people, bot):
    chat = world.private(world.user())
    at = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    people.forward(chat, from_channel("Küstenblatt", at), "Der Deich hält.")
    (update,) = await bot.get_updates()
    assert update.message.forward_origin.chat.title == "Küstenblatt"
    assert update.message.forward_origin.date == at


async def test_its_answers_hold_nothing_that_telegram_does_not_send(world, bot):
    admin = world.user()
    group = world.supergroup("Redaktion", admins=[admin])
    group.bot_status = "administrator"
    said = await bot.send_message(group.id, "<b>hallo</b> https://blatt.example/a", parse_mode="HTML")
    answers = [
        await bot.get_me(),
        said,
        await said.edit_text("neu"),
        await said.reply_text("Antwort"),
        await bot.send_document(group.id, b"abc", filename="a.txt", caption="Datei"),
        await bot.send_photo(group.id, b"abc", caption="Bild"),
        await bot.get_chat(group.id),
        await bot.get_chat_member(group.id, admin.id),
        *await bot.get_chat_administrators(group.id),
        await bot.get_webhook_info(),
    ]
    assert [name for each in answers for name in unknown_fields(each)] == []


async def test_small_methods_answer_yes(world, people, bot):
    group = world.supergroup("Redaktion", admins=[world.user()])
    group.bot_status = "administrator"
    message = people.write(group, "hallo")
    assert await bot.pin_chat_message(group.id, message["message_id"])
    assert await bot.unpin_chat_message(group.id)
    assert await bot.set_my_description("Vergleicht Nachrichten", language_code="de")
    assert await bot.set_my_short_description("Vergleicht")
    assert await bot.delete_messages(group.id, [message["message_id"], 99])
    assert await bot.leave_chat(group.id)
    assert (group.messages, group.bot_status) == ({}, "left")
    with pytest.raises(Forbidden, match="is not a member"):
        await bot.send_message(group.id, "hallo")


async def test_messages_of_others_go_only_by_an_administrator(world, people, bot):
    group = world.supergroup("Redaktion", admins=[world.user()])
    message = people.write(group, "hallo")
    with pytest.raises(BadRequest, match="essage can't be deleted"):
        await bot.delete_message(group.id, message["message_id"])
    with pytest.raises(BadRequest, match="ot enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, message["message_id"])


async def test_a_file_can_be_sent_again_by_its_id(world, bot):
    chat = world.private(world.user())
    sent = await bot.send_document(chat.id, b"abc", filename="a.txt")
    again = await bot.send_document(chat.id, sent.document.file_id)
    assert again.document.file_id == sent.document.file_id
    with pytest.raises(InvalidToken):
        await bot.request.retrieve(f"https://api.telegram.org/file/bot{world.token}/documents/nichts.txt")


@pytest.mark.parametrize(
    ("fault", "carried_out"),
    [(errors.html_answer(), False), (errors.Fault(errors.FaultKind.TRUNCATED), True)],
)
async def test_it_stages_answers_that_are_no_json(world, bot, fault, carried_out):
    chat = world.private(world.user())
    world.fail_next("*", fault)
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(chat.id, "hallo")
    assert bool(world.sent(chat)) is carried_out
