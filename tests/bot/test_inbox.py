"""Nothing that Telegram handed over is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select
from telegram import Update

from bot.access import Gate
from bot.inbox import DurableQueue, Envelope, InboxStore
from bot.transactions import Transactions
from bot.trial import errors
from config.delivery import MOST_INTERRUPTIONS, SUSPECTED
from storage import StorageError, StorageProblem
from storage.tables import Article, Inbox, InboxState, Submission
from tests.bot.conftest import House

NIS = "NIS > asserts > Truppen"


def rows(house: House, table=Inbox):
    with house.database.reading() as session:
        return session.exec(select(table)).all()


def message_update(number: int = 1, text: str = "hallo", message_id: int = 1, **more) -> Update:
    chat = {"id": 5, "type": "private", "first_name": "x"}
    message = {"message_id": message_id, "date": 1, "chat": chat, "text": text} | more
    return Update.de_json({"update_id": number, "message": message}, None)


@pytest.fixture
def queue(house, clock):
    return DurableQueue(InboxStore(Transactions(house.database), clock), Gate({5}, frozenset()))


async def test_it_commits_before_it_returns(house, queue):
    await queue.put(message_update())
    (row,) = rows(house)
    assert row.state is InboxState.NEW
    assert '"hallo"' in row.payload
    assert isinstance(queue.get_nowait(), Envelope)


async def test_it_takes_an_update_once(house, queue):
    for update in (message_update(7), message_update(7), message_update(3)):
        await queue.put(update)
    assert queue.qsize() == 1
    assert len(rows(house)) == 1


async def test_it_takes_smaller_numbers(house, queue):
    await queue.put(message_update(900, message_id=1))
    await queue.put(message_update(4, message_id=2))
    assert queue.qsize() == 2


async def test_it_keeps_no_row_of_strangers(house, queue):
    stranger = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 6, "type": "private", "first_name": "x"},
        "text": "a",
    }
    await queue.put(Update.de_json({"update_id": 1, "message": stranger}, None))
    assert queue.empty()
    assert rows(house) == []


async def test_it_waits_for_a_busy_store_and_never_raises(house, queue, monkeypatch):
    real, failures = house.database.writing, [StorageError(StorageProblem.BUSY, "x")] * 3

    def writing():
        if failures:
            raise failures.pop()
        return real()

    monkeypatch.setattr(house.database, "writing", writing)
    monkeypatch.setattr("bot.transactions._FIRST_WAIT", 0.001)
    await queue.put(message_update())
    assert failures == []
    assert len(rows(house)) == 1


async def test_what_one_poll_brings_is_committed_together_and_queued_one_by_one(house, queue):
    stranger = message_update(4, message_id=4, chat={"id": 6, "type": "private", "first_name": "x"})
    coming = [message_update(n, message_id=n) for n in (1, 2, 3)] + [stranger]
    await queue.expect(coming)
    assert sorted(row.update_id for row in rows(house)) == [1, 2, 3]
    assert queue.empty()
    for update in coming:
        await queue.put(update)
    assert queue.qsize() == 3
    await queue.expect(coming)  # brought again
    for update in coming:
        await queue.put(update)
    assert queue.qsize() == 3
    assert len(rows(house)) == 3


async def test_a_process_killed_between_both_plays_all_back(house, ada):
    chat = house.world.private(ada)
    for number in range(3):
        house.people.write(chat, f"/folgen Wort{number}")
    dead = house.build()
    await dead.application.initialize()
    await dead.queue.expect([Update.de_json(raw, None) for raw in house.world.updates.pending])
    await dead.application.shutdown()  # nothing was confirmed, so all comes again beside its rows
    async with house.running() as bot:
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 3
    assert [row.state for row in rows(house)] == [InboxState.DONE] * 3


async def test_it_passes_on_what_is_no_update(house, queue):
    await queue.put("stop")
    assert queue.get_nowait() == "stop"
    assert rows(house) == []


async def test_it_plays_back_what_was_not_handled(house, ada):
    chat = house.world.private(ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    house.people.write(chat, url)
    dead = house.build()
    await dead.application.initialize()
    await dead.queue.put(Update.de_json(house.world.updates.pending[0], dead.application.bot))
    house.world.updates.clear()  # confirmed, and then the process died
    await dead.application.shutdown()
    async with house.running() as bot:
        await house.says(chat, "gespeichert")
        await house.quiet(bot)
    assert [row.state for row in rows(house)] == [InboxState.DONE]
    assert len(rows(house, Article)) == 1


async def test_it_plays_back_what_was_being_handled(house, ada):
    chat = house.world.private(ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    house.web.gate = asyncio.Event()
    async with house.running():
        house.people.write(chat, url)
        await house.until(lambda: house.web.fetched)
    house.web.gate = None
    async with house.running():
        await house.says(chat, "gespeichert")
    assert len(house.world.sent(chat)) == 1
    assert [row.state.value for row in rows(house, Submission)] == ["stored"]


async def test_it_still_answers_what_was_stored_just_before_it_died(house, ada):
    chat = house.world.private(ada)
    url = house.web.publish("https://kurier.example/a", "Truppen in Kursk", NIS)
    async with house.running() as bot:
        bot.answers.touch = lambda _: None
        bot.worker.changed = bot.answers.touch
        house.people.write(chat, url)
        await house.until(lambda: [row.state.value for row in rows(house, Submission)] == ["stored"])
    async with house.running():
        text = await house.says(chat, "gespeichert")
    assert text == "gespeichert · neue Story Truppen in Kursk"
    async with house.running() as bot:
        await house.quiet(bot)
    assert len(house.world.sent(chat)) == 1


async def test_it_gives_up_an_update_that_takes_the_process_down(house, ada):
    chat = house.world.private(ada)
    house.people.write(chat, "/status")
    dead = house.build()
    await dead.application.initialize()
    await dead.queue.put(Update.de_json(house.world.updates.pending[0], dead.application.bot))
    house.world.updates.clear()
    (row,) = rows(house)
    for _ in range(MOST_INTERRUPTIONS):
        assert await dead.application.store.claim(row.id)
        left = await dead.application.store.recover()
    assert (left.waiting, left.suspects) == ([], [])
    assert [one.id for one in left.given_up] == [row.id]
    assert rows(house)[0].state is InboxState.POISON
    await dead.application.shutdown()


async def test_a_backlog_is_played_back_without_holding_up_the_loop(house, queue):
    store = InboxStore(Transactions(house.database), house.clock)
    await store.add_together(message_update(n, message_id=n).to_dict() for n in range(1, 501))
    turns = []

    async def turn():
        while True:
            turns.append(queue.qsize())
            await asyncio.sleep(0)

    turning = asyncio.create_task(turn())
    assert await queue.replay((await store.recover()).waiting, house.build().application.bot) == []
    turning.cancel()
    assert queue.qsize() == 500
    assert len({*turns}) > 5  # it had turns in between


async def interrupted(house, times):
    """Let processes end while they work on the first update that waits, and one before the others."""
    dead = house.build()
    await dead.application.initialize()
    for raw in house.world.updates.pending:
        await dead.queue.put(Update.de_json(raw, dead.application.bot))
    house.world.updates.clear()
    await dead.application.shutdown()
    for number in range(times):
        assert await dead.application.store.claim(rows(house)[0].id)
        if number < times - 1:
            await dead.application.store.recover()


async def test_what_two_processes_ended_with_waits_until_the_next_one_has_lived_for_a_while(
    house, ada, monkeypatch
):
    chat = house.world.private(ada)
    for word in ("Erstes", "Zweites", "Drittes"):
        house.people.write(chat, f"/folgen {word}")
    await interrupted(house, SUSPECTED)
    monkeypatch.setattr("bot.running.SUSPECT_RESTS", timedelta(minutes=1))
    async with house.running():
        await house.says(chat, "folgt 2\xa0Wörtern")
        await house.until(lambda: [row.state.value for row in rows(house)] == ["new", "done", "done"])
    monkeypatch.setattr("bot.running.SUSPECT_RESTS", timedelta())
    async with house.running():
        await house.says(chat, "folgt 3\xa0Wörtern")
        await house.until(lambda: [row.state.value for row in rows(house)] == ["done"] * 3)
    assert rows(house)[0].interrupted == SUSPECTED


async def test_admins_are_told_of_an_update_that_is_given_up(house, ada):
    chat = house.world.private(ada)
    house.people.write(chat, "/folgen Erstes")
    await interrupted(house, MOST_INTERRUPTIONS)
    async with house.running():
        await house.says(chat, "aufgegeben")
    assert [row.state for row in rows(house)] == [InboxState.POISON]


async def test_it_sets_aside_what_cannot_be_read_and_goes_on(house, ada):
    chat = house.world.private(ada)
    poison = {
        "update_id": 500,
        "message": {"message_id": 1, "date": "NaN", "chat": {"id": 1, "type": "private"}},
    }
    async with house.running() as bot:
        house.world.updates.put_raw(poison)
        house.people.write(chat, "/hilfe")
        await house.says(chat, "So geht’s")
        await house.quiet(bot)
        polls = len(house.world.calls_of("getUpdates"))
        await asyncio.sleep(0.1)
        assert len(house.world.calls_of("getUpdates")) - polls <= 1
    by_state = {row.state: row for row in rows(house)}
    assert by_state[InboxState.POISON].update_id == 500
    assert "NaN" in by_state[InboxState.POISON].payload
    assert by_state[InboxState.DONE].kind == "message"


@pytest.mark.parametrize(
    "odd",
    [
        {"update_id": 501},
        {"update_id": 502, "brand_new_kind": {"x": 1}},
        {"update_id": 503, "message": {"message_id": 1}},
        {"update_id": 504, "message": "Text"},
        {
            "update_id": 505,
            "message": {"message_id": 9, "date": 1, "chat": {"id": 5, "type": "neu"}, "neu": 1},
        },
    ],
)
async def test_it_survives_odd_updates(house, ada, odd):
    chat = house.world.private(ada)
    async with house.running():
        house.world.updates.put_raw(odd)
        house.people.write(chat, "/hilfe")
        await house.says(chat, "So geht’s")


@pytest.mark.parametrize("fault", [errors.html_answer(), errors.bad_gateway(), errors.timeout()])
async def test_it_goes_on_after_a_failed_poll(house, ada, fault, monkeypatch):
    chat = house.world.private(ada)
    house.world.fail_next("getUpdates", fault)
    async with house.running():
        house.people.write(chat, "/hilfe")
        await house.says(chat, "So geht’s")


async def test_a_failing_handler_is_told_once_and_stops_nobody(house, ada, monkeypatch, caplog):
    chat = house.world.private(ada)
    async with house.running() as bot:

        async def broken(*_, **__):
            raise KeyError("Geheimer Text")

        monkeypatch.setattr(bot.tools.flow, "status", broken)
        house.people.write(chat, "/status")
        house.people.write(chat, "/hilfe")
        await house.says(chat, "So geht’s")
        await house.quiet(bot)
    texts = house.texts(chat)
    assert len(texts) == 2
    assert "schiefgegangen (Nr. 1)" in texts[0]
    assert [row.state.value for row in rows(house)] == ["failed", "done"]
    assert rows(house)[0].error == "KeyError"
    assert "Geheimer Text" not in caplog.text


async def test_a_busy_store_is_tried_again_up_to_three_times(house, ada, monkeypatch):
    chat = house.world.private(ada)
    async with house.running() as bot:
        real, failures = bot.tools.flow.status, [StorageError(StorageProblem.BUSY, "x")] * 2

        async def busy(*asked, **more):
            if failures:
                raise failures.pop()
            return await real(*asked, **more)

        monkeypatch.setattr(bot.tools.flow, "status", busy)
        house.people.write(chat, "/status")
        await house.says(chat, "Stand")
        failures += [StorageError(StorageProblem.BUSY, "x")] * 3
        house.people.write(chat, "/status")
        await house.quiet(bot)
        await house.until(lambda: not failures)
        await house.quiet(bot)
    assert [row.state.value for row in rows(house)] == ["done", "failed"]
