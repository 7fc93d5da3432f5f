"""Planned digests: each slot once, made up once, never silently none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.plans import find_due, next_digest
from storage import chats
from storage.tables import Digest, DigestState
from tests.bot.conftest import House


@pytest.fixture
def group(house, bea):
    return house.world.supergroup("Redaktion", admins=[bea])


def plan(house: House, chat, *times: str, made: datetime | None = None, thread: int = 0) -> None:
    with house.database.writing() as session:
        row = chats.register(session, chat.id, chat.kind, chat.title, house.clock())
        for at in times:
            chats.add_slot(session, row.id, thread, at, made or house.clock())


def slots(house: House) -> list[str]:
    with house.database.reading() as session:
        return [row.slot_key for row in session.exec(select(Digest).order_by(Digest.id))]


def at(house: House, text: str) -> None:
    house.clock.now = datetime.fromisoformat(text).replace(tzinfo=UTC)


async def test_it_posts_at_its_time_and_once(house, group):
    plan(house, group, "18:00")
    async with house.running() as bot:
        at(house, "2026-05-04T15:59:50")
        assert await bot.ticker.tick() == 0
        at(house, "2026-05-04T16:00:20")
        assert await bot.ticker.tick() == 1
        for _ in range(20):
            assert await bot.ticker.tick() == 0
        await bot.outbox.drain()
    assert slots(house) == ["2026-05-04T18:00"]
    assert len(house.texts(group)) == 1
    assert "Nachgeholt" not in house.texts(group)[0]


async def test_it_posts_once_although_it_starts_twenty_times_in_that_minute(house, group):
    plan(house, group, "18:00")
    at(house, "2026-05-04T16:00:10")
    for _ in range(20):
        bot = house.build()
        await bot.ticker.tick()
    async with house.running():
        await house.says(group, "Nichts Neues")
    assert len(house.texts(group)) == 1


async def test_it_makes_up_once_what_it_missed(house, group):
    plan(house, group, "18:00")
    at(house, "2026-05-04T18:00:00")
    async with house.running() as bot:
        assert await bot.ticker.tick() == 1
        assert await bot.ticker.tick() == 0
        text = await house.says(group, "Nichts Neues")
    shown = text.replace("\u00a0", " ")
    assert shown.startswith("Nachgeholt: Das Lagebild war für 4. Mai 2026, 18:00 Uhr geplant.")


async def test_it_leaves_what_is_too_old_to_the_next(house, group):
    plan(house, group, "18:00")
    at(house, "2026-05-05T06:00:00")
    async with house.running() as bot:
        assert await bot.ticker.tick() == 0
        at(house, "2026-05-05T16:00:00")
        assert await bot.ticker.tick() == 1
    assert slots(house) == ["2026-05-05T18:00"]


async def test_it_takes_the_latest_hour_from_the_settings(house, group):
    plan(house, group, "18:00")
    at(house, "2026-05-04T19:00:00")
    async with house.running(digest_max_late_hours=2.0) as bot:
        assert await bot.ticker.tick() == 0
    async with house.running(digest_max_late_hours=4.0) as bot:
        assert await bot.ticker.tick() == 1


async def test_it_tells_two_missed_slots_in_one(house, group):
    plan(house, group, "08:00", "12:00", made=datetime(2026, 5, 3, tzinfo=UTC))
    at(house, "2026-05-04T11:00:00")
    async with house.running() as bot:
        assert await bot.ticker.tick() == 1
        assert await bot.ticker.tick() == 0
    assert slots(house) == ["2026-05-04T12:00"]


@pytest.mark.parametrize("night", ["2026-10-24T20:00:00", "2027-03-27T20:00:00"])
async def test_it_posts_once_in_a_night_that_changes_the_clocks(house, group, night):
    plan(house, group, "02:30")
    at(house, night)
    plan(house, group, "02:30", made=house.clock())
    async with house.running() as bot:
        made = 0
        for _ in range(24):
            made += await bot.ticker.tick()
            house.clock.forward(minutes=30)
    assert made == 1


async def test_it_is_not_confused_by_a_clock_that_jumps_back(house, group):
    plan(house, group, "18:00")
    async with house.running() as bot:
        at(house, "2026-05-04T16:00:10")
        made = await bot.ticker.tick()
        at(house, "2026-05-04T14:00:00")
        made += await bot.ticker.tick()
        at(house, "2026-05-04T16:00:10")
        made += await bot.ticker.tick()
    assert made == 1


async def test_it_serves_each_chat_and_topic(house, group, bea):
    forum = house.world.forum("Ressorts", ["Politik", "Kultur"], admins=[bea])
    plan(house, group, "18:00")
    for thread in forum.topics:
        plan(house, forum, "18:00", thread=thread)
    async with house.running() as bot:
        at(house, "2026-05-04T16:00:10")
        assert await bot.ticker.tick() == 3
        await bot.outbox.drain()
    assert {m["message_thread_id"] for m in house.world.sent(forum)} == set(forum.topics)


async def test_each_topic_is_told_everything_and_a_moved_plan_repeats_nothing(house, bea):
    forum = house.world.forum("Ressorts", ["Politik", "Kultur"], admins=[bea])
    politics, culture = forum.topics
    plan(house, forum, "18:00", thread=politics)
    plan(house, forum, "18:30", thread=culture)

    def told(thread):
        sent = [m for m in house.world.sent(forum) if m.get("message_thread_id") == thread]
        return [m["text"] for m in sent if m["text"].startswith("🗞")]

    async with house.running() as bot:
        url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", "NIS > asserts > Truppen")
        house.people.write(forum, url, thread=politics, sender=bea)
        await house.quiet(bot)
        for moment in ("2026-05-04T16:00:10", "2026-05-04T16:30:10"):
            at(house, moment)
            await bot.ticker.tick()
            await bot.outbox.drain()
        assert "Truppen in Kursk" in told(politics)[0]
        assert "Truppen in Kursk" in told(culture)[0]
        house.people.write(forum, "/status", thread=culture, sender=bea)
        await house.says(forum, "Seit dem letzten Lagebild (04.05.2026, 18:30) nichts Neues.")
        house.clock.forward(minutes=1)
        house.people.write(forum, "/plan", sender=bea)
        await house.says(forum, "keine Zeit festgelegt")
        house.people.tap(forum, house.world.sent(forum)[-1]["message_id"], "pl:here", sender=bea)
        await house.says(forum, "um 18:00 und 18:30")
        at(house, "2026-05-05T16:00:10")
        await bot.ticker.tick()
        await bot.outbox.drain()
    assert told(None)[-1].startswith("🗞 Nichts Neues seit 4.")
    assert len(told(politics)) == len(told(culture)) == 1


async def test_one_failing_chat_does_not_stop_the_next(house, group, bea, monkeypatch):
    other = house.world.supergroup("Andere", admins=[bea])
    plan(house, group, "18:00")
    plan(house, other, "18:00")
    async with house.running() as bot:
        real, failed = bot.tools.flow.digest_for_chat, []

        async def broken(chat_pk, now, *, thread_id):
            if not failed:
                failed.append(chat_pk)
                raise ArithmeticError
            return await real(chat_pk, now, thread_id=thread_id)

        monkeypatch.setattr(bot.tools.flow, "digest_for_chat", broken)
        at(house, "2026-05-04T16:00:10")
        assert await bot.ticker.tick() == 1
        await house.says(other, "Nichts Neues")
    with house.database.reading() as session:
        states = [row.state for row in session.exec(select(Digest).order_by(Digest.id))]
    assert states[0] is DigestState.SKIPPED


async def test_it_makes_a_planned_digest_beside_a_requested_one(house, group, bea):
    plan(house, group, "18:00")
    async with house.running() as bot:
        at(house, "2026-05-04T16:00:10")
        house.people.write(group, "/digest", sender=bea)
        assert await bot.ticker.tick() == 1
        await house.quiet(bot)
    assert len(house.texts(group)) == 2


async def test_it_lets_chats_rest_that_shut_it_out(house, group):
    plan(house, group, "18:00")
    with house.database.writing() as session:
        chats.set_active(session, 1, False)
    async with house.running() as bot:
        at(house, "2026-05-04T16:00:10")
        assert await bot.ticker.tick() == 0


async def test_it_ticks_by_itself(house, group, monkeypatch):
    plan(house, group, "18:00")
    at(house, "2026-05-04T16:00:10")
    async with house.running(ticking=True) as bot:
        # By its name: the queue lists jobs by their next run, and on a slow machine this one has run already.
        (tick,) = bot.application.job_queue.get_jobs_by_name("tick")
        job = tick.job
        assert job.misfire_grace_time is None
        assert job.coalesce
        assert job.trigger.interval == timedelta(seconds=30)
        await tick.run(bot.application)
        await house.says(group, "Nichts Neues")


def test_it_names_the_next_digest_of_all(house, group, bea):
    plan(house, group, "18:00")
    plan(house, house.world.supergroup("Andere"), "07:00")
    with house.database.reading() as session:
        assert next_digest(session, house.clock()) == datetime(2026, 5, 4, 16, tzinfo=UTC)
        assert list(find_due(session, house.clock())) == []
