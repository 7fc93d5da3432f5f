"""One answer, never two: what may have arrived is not sent again, what certainly did not is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.trial import errors
from storage.tables import Submission, SubmissionState
from tests.bot.test_bursts import publish, rows

LOST = [
    errors.lost_reply(),
    errors.lost_reply(errors.FaultKind.LOST_RESET),
    errors.lost_reply(errors.FaultKind.LOST_BAD_GATEWAY),
    errors.timeout(),
    errors.server_error(),
]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr("bot.answers.backoff", lambda _: timedelta(0))


async def reacted(house, chat, message):
    await house.until(lambda: chat.reactions.get(message["message_id"], [{}])[0].get("emoji") == "👍")


@pytest.mark.parametrize("fault", LOST)
async def test_an_answer_that_may_have_arrived_is_never_sent_again(house, ada, fault):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.world.fail_next("sendMessage", fault)
        message = house.people.write(chat, publish(house, 1))
        await reacted(house, chat, message)  # this says that the link is stored, and may be repeated
        await house.quiet(bot)
    async with house.running() as bot:
        await house.quiet(bot)
    assert len(house.world.calls_of("sendMessage")) == 1
    assert len(house.texts(chat)) <= 1


@pytest.mark.parametrize("fault", [errors.refused(), errors.connect_timeout()])
async def test_an_answer_that_certainly_did_not_arrive_is_sent_again(house, ada, fault):
    chat = house.world.private(ada)
    async with house.running() as bot:
        house.world.fail_next("sendMessage", fault, times=2)
        house.people.write(chat, publish(house, 1))
        await house.says(chat, "gespeichert")
        await house.quiet(bot)
    assert len(house.texts(chat)) == 1


@pytest.mark.parametrize("fault", [*LOST, errors.refused()])
async def test_an_edit_is_repeated_until_it_is_there(house, ada, fault):
    chat = house.world.private(ada)
    async with house.running() as bot:
        bot.answers.every = 0.05
        house.people.write(chat, publish(house, 1) + " https://fehlt.example/x")
        await house.says(chat, "1 von 2 gespeichert")
        house.world.fail_next("editMessageText", fault)
        house.people.write(chat, publish(house, 2))
        await house.says(chat, "gespeichert")
        await house.quiet(bot)


async def test_words_come_also_where_their_markup_is_refused(house, ada):
    chat = house.world.private(ada)
    refused = errors.bad_request("can't parse entities: unsupported start tag")
    async with house.running():
        for text, said in (
            (house.web.publish("https://a.example/1", "Titel"), "gespeichert"),
            ("/hilfe", "So"),
        ):
            house.world.fail_next("sendMessage", refused)
            house.people.write(chat, text)
            await house.says(chat, said)
            sent = house.world.sent(chat)[-1]
            assert not [one for one in sent.get("entities", []) if one["type"] in {"bold", "italic"}]
        house.people.write(chat, "/plan")
        await house.says(chat, "keine Zeit")
        house.world.fail_next("editMessageText", refused)
        house.people.tap(chat, house.world.sent(chat)[-1]["message_id"], "pl:times")
        await house.says(chat, "Wann soll")


async def test_a_process_killed_while_it_answers_leaves_no_second_answer(house, ada):
    """What is written down before the sending is all that a killed process leaves."""
    chat = house.world.private(ada)
    async with house.running() as bot:
        message = house.people.write(chat, publish(house, 1))
        await house.says(chat, "gespeichert")
        await house.quiet(bot)
    with house.database.writing() as session:
        session.exec(select(Submission)).one().reply_message_id = 0
    chat.reactions.clear()
    async with house.running() as bot:
        await reacted(house, chat, message)
        await house.quiet(bot)
    assert len(house.texts(chat)) == 1
    assert [row.state for row in rows(house)] == [SubmissionState.STORED]
