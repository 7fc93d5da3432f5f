"""/plan by buttons: times, days, quiet hours, pause, time zone, topic."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.schedule import Plan, due_slots, is_quiet, next_slot
from summaries.intake import Problem
from tests.bot.test_bursts import publish
from tests.bot.test_chats import KINDS, room
from tests.bot.test_plans import at, slots
from tests.bot.test_searching import ask

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_about_a_plan_can_be_tapped(house, ada, kind):
    chat, thread = room(house, kind, ada)
    async with house.running():
        screen = await ask(house, chat, "/plan", "keine Zeit festgelegt", thread)
        await screen.tap("Zeiten")
        await screen.tap("08:00")
        await screen.tap("18:00")
        assert "☑️ 08:00" in screen.labels
        await screen.tap("zurück")
        assert "täglich um 08:00 und 18:00 Uhr (Zeit in Berlin)" in screen.text
        await screen.tap("Tage")
        await screen.tap("Mo–Fr")
        assert "☑️ Mo" in screen.labels
        await screen.tap("☑️ Mi")
        await screen.tap("zurück")
        assert "montags, dienstags, donnerstags und freitags um" in screen.text
        await screen.tap("Ruhezeit")
        await screen.tap("22:00 – 07:00")
        assert "Ruhe von 22:00 bis 07:00 Uhr" in screen.text
        await screen.tap("Zeitzone")
        await screen.tap("New York")
        assert "(Zeit in New York)" in screen.text
        await screen.tap("Nachts lautlos")
        assert "Nachts kommt es ohne Ton" in screen.text
        await screen.tap("Ohne Neues keins")
        assert "Gibt es nichts Neues, kommt keins." in screen.text
        await screen.tap("Auch ohne Neues")
        assert "kommt keins" not in screen.text
        await screen.tap("Pause")
        await screen.tap("3 Tage")
        assert "Pause bis 7. Mai 2026" in screen.text
        assert "Nächstes: 7. Mai 2026, 08:00 Uhr" in screen.text
        await screen.tap("Weiter")
        assert "Pause" not in screen.text
        await screen.tap("Pause")
        await screen.tap("bis auf Weiteres")
        assert "zurzeit nicht von selbst" in screen.text
        await screen.tap("Weiter")
        assert "montags" in screen.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("7:30 und 18 Uhr", "um 07:30 und 18:00 Uhr"),
        ("8:00, 12:00, 20:15", "um 08:00, 12:00 und 20:15 Uhr"),
        ("18:00 18:00", "um 18:00 Uhr"),
        ("europe/vienna", "keine Zeit"),
        ("25:00", "Das verstehe ich nicht"),
        ("18:00 bald", "Das verstehe ich nicht"),
        ("Mars/Olympus", "Das verstehe ich nicht"),
        ("werktags 7:30", "kommt von Montag bis Freitag um 07:30 Uhr"),
        ("Mo–Do 8 und 18", "kommt von Montag bis Donnerstag um 08:00 und 18:00 Uhr"),
        ("sonntags, mittwochs um 9", "kommt mittwochs und sonntags um 09:00 Uhr"),
        ("von Samstag bis Montag 10 Uhr", "kommt montags, samstags und sonntags um 10:00 Uhr"),
        ("montags bald", "Das verstehe ich nicht"),
        ("Ruhe 22–7", "Ruhe von 22:00 bis 07:00 Uhr"),
        ("ruhezeit von 23 bis 6:30 Uhr", "Ruhe von 23:00 bis 06:30 Uhr"),
        ("keine Ruhe", "keine Zeit festgelegt"),
        ("Wien", "keine Zeit"),
    ],
)
async def test_it_understands_plans_that_are_typed(house, ada, words, said):
    chat = house.world.private(ada)
    async with house.running():
        await ask(house, chat, f"/plan {words}", said)


async def test_weekdays_can_be_typed_after_the_times(house, ada):
    chat = house.world.private(ada)
    async with house.running():
        await ask(house, chat, "/plan 18:00", "täglich um 18:00")
        await ask(house, chat, "/plan werktags", "von Montag bis Freitag um 18:00")
        await ask(house, chat, "/plan 9:00", "von Montag bis Freitag um 09:00")


async def test_members_see_a_plan_and_cannot_change_it(house, ada, bea):
    chat = house.world.supergroup("Redaktion", admins=[ada], members=[bea])
    async with house.running():
        screen = await ask(house, chat, "/plan", "keine Zeit")
        screen.person = bea
        await screen.tap("Zeiten")
        assert await screen.tap("08:00") == "Das können hier nur Administratoren."
        screen.person = ada
        await screen.tap("08:00")
        assert "☑️ 08:00" in screen.labels


async def test_a_plan_moves_into_a_topic(house, ada):
    forum = house.world.forum("Ressorts", ["Politik", "Kultur"], admins=[ada])
    politics, culture = forum.topics
    async with house.running() as bot:
        await ask(house, forum, "/plan 18:00", "18:00", politics)
        screen = await ask(house, forum, "/plan", "keine Zeit", culture)
        await screen.tap("Alles in dieses Thema")
        assert "18:00" in screen.text
        at(house, "2026-05-04T16:00:20")
        assert await bot.ticker.tick() == 1
        await bot.outbox.drain()
        assert house.world.sent(forum)[-1]["message_thread_id"] == culture


async def test_what_falls_into_the_quiet_hours_comes_at_their_end_and_once(house, ada):
    chat = house.world.private(ada)
    async with house.running() as bot:
        screen = await ask(house, chat, "/plan 22:30 6:00", "06:00 und 22:30")
        await screen.tap("Ruhezeit")
        await screen.tap("22:00 – 07:00")
        for moment, made in (
            ("2026-05-04T20:31:00", 0),
            ("2026-05-05T04:01:00", 0),
            ("2026-05-05T04:59:00", 0),
            ("2026-05-05T05:00:10", 1),
            ("2026-05-05T05:00:50", 0),
            ("2026-05-05T12:00:00", 0),
        ):
            at(house, moment)
            assert await bot.ticker.tick() == made, moment
        await bot.outbox.drain()
        assert "Nachgeholt" not in house.texts(chat)[-1]
    assert len(slots(house)) == 1


@pytest.mark.parametrize(
    ("moment", "silent"), [("2026-05-04T20:30:10", True), ("2026-05-05T10:00:10", False)]
)
async def test_it_is_silent_at_night_where_a_chat_wants_it(house, ada, moment, silent):
    chat = house.world.private(ada)
    async with house.running() as bot:
        screen = await ask(house, chat, "/plan 22:30 12:00", "22:30")
        await screen.tap("Nachts lautlos")
        at(house, moment)
        await bot.ticker.tick()
        await bot.outbox.drain()
    calls = [call for call in house.world.calls_of("sendMessage") if "Nichts Neues" in call.params["text"]]
    assert [bool(call.params.get("disable_notification")) for call in calls] == [silent]


@pytest.mark.parametrize("wish", ["nur bei Neuem", "Nur wenn es etwas Neues gibt"])
async def test_a_chat_that_wants_news_only_gets_no_planned_digest_without_any(house, ada, wish):
    chat = house.world.private(ada)
    async with house.running() as bot:
        await ask(house, chat, "/plan 18:00", "18:00")
        await ask(house, chat, f"/plan {wish}", "kommt keins")
        at(house, "2026-05-04T16:00:10")
        assert await bot.ticker.tick() == 1
        await bot.outbox.drain()
        assert not [text for text in house.texts(chat) if "Nichts Neues" in text]
        await ask(house, chat, "/digest", "Nichts Neues")  # who asks is answered
        at(house, "2026-05-05T09:00:00")
        house.people.write(chat, publish(house, 1))
        await house.says(chat, "gespeichert")
        at(house, "2026-05-05T16:00:10")
        await bot.ticker.tick()
        await bot.outbox.drain()
        assert "S1." in house.texts(chat)[-1]
        await ask(house, chat, "/plan auch ohne Neues", "Abgemacht")
        at(house, "2026-05-06T16:00:10")
        await bot.ticker.tick()
        await bot.outbox.drain()
        assert "Nichts Neues" in house.texts(chat)[-1]


async def test_what_could_not_be_read_is_told_also_to_a_chat_that_wants_news_only(house, ada):
    chat = house.world.private(ada)
    house.web.problems["https://weg.example/1"] = [Problem.NOT_FOUND]
    async with house.running() as bot:
        await ask(house, chat, "/plan 18:00", "18:00")
        await ask(house, chat, "/plan nur Neues", "kommt keins")
        house.people.write(chat, "https://weg.example/1")
        await house.says(chat, "nicht oder nicht mehr")
        at(house, "2026-05-04T16:00:10")
        await bot.ticker.tick()
        await bot.outbox.drain()
        assert "1 nicht lesbar" in house.texts(chat)[-1].replace("\N{NO-BREAK SPACE}", " ")


def test_a_plan_counts_on_its_weekdays_only() -> None:
    plan = Plan((time(18),), BERLIN, datetime(2026, 5, 1, tzinfo=UTC), frozenset({1, 5}))
    saturday = datetime(2026, 5, 2, 12, tzinfo=UTC)
    upcoming = next_slot(plan, saturday)
    assert upcoming is not None
    assert upcoming.key == "2026-05-04T18:00"
    assert [slot.key for slot in due_slots(plan, datetime(2026, 5, 1, 17, tzinfo=UTC))] == [
        "2026-05-01T18:00"
    ]
    assert due_slots(plan, datetime(2026, 5, 3, 17, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    ("local", "begin", "end", "quiet"),
    [
        ("23:00", "22:00", "07:00", True),
        ("06:59", "22:00", "07:00", True),
        ("07:00", "22:00", "07:00", False),
        ("12:00", "22:00", "07:00", False),
        ("13:30", "13:00", "14:00", True),
        ("14:00", "13:00", "14:00", False),
        ("14:00", "14:00", "14:00", False),
    ],
)
def test_quiet_hours_may_go_over_midnight(local: str, begin: str, end: str, quiet: bool) -> None:
    assert is_quiet(time.fromisoformat(local), (time.fromisoformat(begin), time.fromisoformat(end))) is quiet
