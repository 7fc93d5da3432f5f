"""Start, signs of life, ends, and stops within seconds."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest
from telegram.error import InvalidToken, RetryAfter

from bot.app import Line, build_application
from bot.commands.health import HEARTBEAT
from bot.polling import PatientLimiter, Pulse, wait_seconds
from bot.running import LAST_POLL, Ending
from bot.trial import errors
from bot.trial.request import TrialRequest
from config.delivery import CONFLICT_PATIENCE, POLL_STALE
from storage import state
from tests.bot.conftest import NOW, Extracting, House


def remembered(house: House, key: str):
    with house.database.reading() as session:
        return state.get(session, key)


async def test_it_asks_for_the_updates_it_needs_and_drops_none(house):
    async with house.running():
        await house.until(lambda: house.world.updates.allowed)
    assert house.world.updates.allowed == {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
        "inline_query",
    }
    (webhook,) = house.world.calls_of("deleteWebhook")
    assert not webhook.params.get("drop_pending_updates")


async def test_it_stops_within_a_moment_while_a_page_hangs(house, ada):
    chat = house.world.private(ada)
    house.web.gate = asyncio.Event()
    bot = house.build()
    await bot.start()
    house.people.write(chat, "https://a.example/1")
    await house.until(lambda: house.web.fetched)
    begin = time.monotonic()
    await bot.stop()
    assert time.monotonic() - begin < 8


async def test_it_keeps_trying_until_telegram_can_be_reached(house, ada, monkeypatch):
    monkeypatch.setattr("bot.running._FIRST_WAIT", 0.01)
    house.world.fail_next("getMe", errors.refused(), times=3)
    async with house.running():
        house.people.write(house.world.private(ada), "/hilfe")
        await house.says(house.world.private(ada), "So geht’s")


async def test_it_starts_without_a_menu_if_need_be(house):
    house.world.fail_next("setMyCommands", errors.bad_request("x"), times=6)
    async with house.running() as bot:
        assert bot.verdict() is None


async def test_it_refuses_a_wrong_token_without_repeating_it(house, clock):
    wrong = Line("999:wrong-token", request=TrialRequest(house.world), polling=TrialRequest(house.world))
    bot = build_application(
        house.settings, house.build().tools.flow, house.database, clock, house.web, Extracting(), wrong
    )
    with pytest.raises(InvalidToken):
        await bot.start()
    await bot.stop()


async def test_it_notices_a_token_that_was_revoked(house):
    house.world.fail_next("getUpdates", errors.unauthorized(), times=3)
    async with house.running() as bot:
        await house.until(lambda: bot.verdict() is Ending.TOKEN)


async def test_it_bears_with_another_program_for_a_while(house, ada):
    house.world.fail_next("getUpdates", errors.conflict())
    async with house.running() as bot:
        await house.until(lambda: bot.pulse.conflict_since or bot.pulse.succeeded)
        assert bot.verdict() is None
        house.people.write(house.world.private(ada), "/hilfe")
        await house.says(house.world.private(ada), "So geht’s")
        assert bot.pulse.conflict_since is None


def test_it_judges_polling_by_its_pulse():
    pulse = Pulse(NOW)
    pulse.beat(NOW, 409)
    pulse.beat(NOW + timedelta(seconds=30), 409)
    assert pulse.conflict_since == NOW
    pulse.beat(NOW, 200)
    assert pulse.conflict_since is None
    assert pulse.succeeded == NOW
    assert not pulse.is_stale(NOW + POLL_STALE)
    assert pulse.is_stale(NOW + POLL_STALE + timedelta(seconds=1))


async def test_it_gives_up_on_a_lasting_conflict_and_on_dead_polling(house, clock):
    bot = house.build()
    assert bot.verdict() is None
    bot.pulse.beat(clock(), 409)
    house.clock.forward(seconds=CONFLICT_PATIENCE.total_seconds() + 1)
    bot.pulse.finished = clock()
    assert bot.verdict() is Ending.CONFLICT
    bot.pulse.beat(clock(), 200)
    house.clock.forward(seconds=POLL_STALE.total_seconds() + 1)
    assert bot.verdict() is Ending.STUCK
    assert {ending.value for ending in Ending} == {0, 3, 4, 5}


async def test_it_goes_on_after_a_sleep_or_a_jump_of_the_clock(house, monkeypatch):
    monkeypatch.setattr("bot.running._WATCH_SECONDS", 0.01)
    async with house.running() as bot:
        watching = asyncio.create_task(bot.watch())
        await asyncio.sleep(0)
        for hours in (6, -2, 5):
            house.clock.forward(hours=hours)
            await asyncio.sleep(0.05)
        assert not watching.done()
        for _ in range(5):  # and yet it notices when polling ends
            house.clock.forward(seconds=29)
            bot.pulse.finished = min(bot.pulse.finished, house.clock() - timedelta(seconds=130))
            await asyncio.sleep(0.03)
        assert await watching is Ending.STUCK


async def test_it_says_what_privacy_mode_hides(house, bea):
    house.world.reads_all = False
    group = house.world.supergroup("Redaktion", admins=[bea])
    async with house.running():
        house.people.write(group, "/status", sender=bea)
        assert "sehe ich nur Befehle" in await house.says(group, "Stand")
        group.bot_status = "administrator"
        house.people.write(group, "/status", sender=bea)
        await house.until(lambda: len(house.texts(group)) == 2)
    assert "sehe ich nur Befehle" not in house.texts(group)[1]


async def test_it_writes_signs_of_life_only_while_polling_goes_well(house, ada):
    async with house.running() as bot:
        house.people.write(house.world.private(ada), "/hilfe")
        await house.says(house.world.private(ada), "So geht’s")
        await bot.tools.do.write(bot._write_beat)
        assert remembered(house, HEARTBEAT).updated_at == NOW
        house.clock.forward(minutes=10)
        bot.pulse.succeeded = NOW
        await bot.tools.do.write(bot._write_beat)
    assert remembered(house, HEARTBEAT).updated_at == NOW
    assert remembered(house, LAST_POLL).updated_at == NOW


async def test_it_admits_a_gap_once(house, ada):
    with house.database.writing() as session:
        state.put(session, LAST_POLL, "x", NOW - timedelta(hours=30))
    async with house.running() as bot:
        await house.says(house.world.private(ada), "nicht in Betrieb")
        house.people.write(house.world.private(ada), "/hilfe")
        await house.says(house.world.private(ada), "So geht’s")
        await bot.tools.do.write(bot._write_beat)
    async with house.running():
        pass
    assert sum("nicht in Betrieb" in text for text in house.texts(house.world.private(ada))) == 1


async def test_it_answers_while_pages_are_slow(house, ada):
    chat = house.world.private(ada)
    house.web.gate = asyncio.Event()
    async with house.running():
        house.people.write(chat, " ".join(f"https://a.example/{n}" for n in range(20)))
        await house.until(lambda: len(house.web.fetched) == 4)
        house.people.write(chat, "/status")
        text = await house.says(chat, "Stand")
        house.web.gate.set()
    assert "20 in Arbeit" in text


async def test_a_long_wait_for_one_chat_does_not_hold_up_the_others():
    limiter = PatientLimiter(max_retries=3)

    async def refuse(*_, **__):
        raise RetryAfter(timedelta(hours=1))

    async def accept(*_, **__):
        return True

    await limiter.initialize()
    with pytest.raises(RetryAfter) as raised:
        await limiter.process_request(refuse, (), {}, "sendMessage", {"chat_id": 5}, None)
    assert wait_seconds(raised.value) == 3600
    async with asyncio.timeout(20):
        assert await limiter.process_request(accept, (), {}, "sendMessage", {"chat_id": 6}, None)
    await limiter.shutdown()


async def test_reactions_do_not_use_up_a_groups_messages():
    limiter = PatientLimiter(max_retries=3, group_max_rate=1, group_time_period=60)

    async def accept(*_, **__):
        return True

    await limiter.initialize()
    async with asyncio.timeout(20):
        for _ in range(5):
            await limiter.process_request(accept, (), {}, "setMessageReaction", {"chat_id": -5}, None)
        await limiter.process_request(accept, (), {}, "sendMessage", {"chat_id": -5}, None)
    await limiter.shutdown()


async def test_a_group_gets_at_most_twenty_messages_a_minute(house):
    """More are refused by Telegram; digests of many parts therefore come over minutes, in order."""
    limiter = house.build(group_rate=Line("").group_rate).application.bot.rate_limiter
    assert isinstance(limiter, PatientLimiter)
    sent: list[float] = []
    loop = asyncio.get_running_loop()

    async def send(*_: object, **__: object) -> bool:
        sent.append(loop.time())
        return True

    async def ask() -> None:
        await limiter.process_request(send, (), {}, "sendMessage", {"chat_id": -100}, None)

    asked = [asyncio.create_task(ask()) for _ in range(25)]
    await house.until(lambda: len(sent) >= 20)
    await asyncio.wait(asked, timeout=0.3)
    assert len(sent) == 20
    for one in asked:
        one.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
