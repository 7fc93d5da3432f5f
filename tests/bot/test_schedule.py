from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import Plan, due_slots, moment_of, next_slot, parse_time, slots_between

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo", "UTC"])
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MADE = datetime(2026, 1, 1, tzinfo=UTC)


def plan(*times: str, made: datetime = MADE, zone: ZoneInfo = BERLIN) -> Plan:
    return Plan(tuple(time.fromisoformat(t) for t in times), zone, made)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:00", time(18)),
        ("7:30", time(7, 30)),
        ("7.30", time(7, 30)),
        ("18", time(18)),
        ("18 Uhr", time(18)),
        ("18:15 uhr", time(18, 15)),
        (" 00:00 ", time(0)),
        ("24:00", None),
        ("12:60", None),
        ("mittags", None),
        ("", None),
        ("12:3", None),
        ("-1:00", None),
    ],
)
def test_it_reads_times_as_people_type_them(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected


def test_it_puts_a_skipped_time_at_the_end_of_the_gap() -> None:
    assert moment_of(date(2027, 3, 28), time(2, 30), BERLIN) == utc("2027-03-28T01:00")


def test_it_puts_a_repeated_time_at_its_first_occurrence() -> None:
    assert moment_of(date(2026, 10, 25), time(2, 30), BERLIN) == utc("2026-10-25T00:30")


def test_it_keeps_the_local_time_over_both_changes() -> None:
    days = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
    assert [moment_of(d, time(18), BERLIN).hour for d in days] == [17, 16, 16, 17]


def test_it_gives_one_slot_on_the_day_with_two_half_past_twos() -> None:
    due = list(slots_between(plan("02:30"), utc("2026-10-24T12:00"), utc("2026-10-25T12:00")))
    assert [s.key for s in due] == ["2026-10-25T02:30"]


def test_it_is_due_from_the_planned_second_on() -> None:
    daily = plan("18:00")
    assert due_slots(daily, utc("2026-07-01T15:59:59")) == ()
    assert [s.key for s in due_slots(daily, utc("2026-07-01T16:00:00"))] == ["2026-07-01T18:00"]


def test_it_makes_up_a_slot_within_twelve_hours_and_not_later() -> None:
    daily = plan("18:00")
    assert [s.key for s in due_slots(daily, utc("2026-07-02T03:59"))] == ["2026-07-01T18:00"]
    assert due_slots(daily, utc("2026-07-02T04:00")) == ()


def test_it_ignores_slots_before_the_plan_was_made() -> None:
    daily = plan("18:00", made=utc("2026-07-01T16:30"))
    assert due_slots(daily, utc("2026-07-01T17:00")) == ()
    assert due_slots(daily, utc("2026-07-02T16:00"))[0].key == "2026-07-02T18:00"


def test_it_names_slots_of_leap_days_and_new_year() -> None:
    assert due_slots(plan("08:00"), utc("2028-02-29T07:00"))[-1].key == "2028-02-29T08:00"
    assert due_slots(plan("00:00"), utc("2026-12-31T23:00"))[-1].key == "2027-01-01T00:00"


@pytest.mark.parametrize(
    ("weekday", "first"),
    [(1, "06"), (2, "07"), (3, "08"), (4, "09"), (5, "10"), (6, "11"), (7, "12")],  # the sixth is a Monday
)
def test_a_plan_for_one_weekday_comes_on_that_day_of_the_calendar(weekday: int, first: str) -> None:
    weekly = replace(plan("18:00"), days=frozenset({weekday}))
    begin = utc("2026-07-05T22:00")
    slots = [slot.key for slot in slots_between(weekly, begin, begin + timedelta(weeks=2))]
    assert slots == [f"2026-07-{first}T18:00", f"2026-07-{int(first) + 7}T18:00"]


def test_it_knows_what_is_late() -> None:
    slot = due_slots(plan("18:00"), utc("2026-07-01T16:00"))[0]
    assert not slot.is_late(utc("2026-07-01T16:01"))
    assert slot.is_late(utc("2026-07-01T18:00"))


def test_it_names_the_next_slot() -> None:
    found = next_slot(plan("18:00", "08:00"), utc("2026-07-01T16:00"))
    assert found is not None
    assert found.key == "2026-07-02T08:00"
    assert next_slot(plan(), utc("2026-07-01T16:00")) is None


@given(ZONES, TIMES, st.dates(date(2020, 1, 1), date(2040, 12, 20)))
def test_it_gives_every_local_day_exactly_one_slot(name: str, at: time, start: date) -> None:
    zone = ZoneInfo(name)
    daily = Plan((at,), zone, datetime(2000, 1, 1, tzinfo=UTC))
    begin = moment_of(start, at, zone)
    slots = list(slots_between(daily, begin - timedelta(seconds=1), begin + timedelta(days=9)))
    days = [s.key[:10] for s in slots if s.key[:10] < (start + timedelta(days=8)).isoformat()]
    assert days == [(start + timedelta(days=i)).isoformat() for i in range(8)]
    assert slots == sorted(slots)


@given(ZONES, TIMES, st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_it_finds_each_slot_once_by_ticking_through_a_day(name: str, at: time, start: datetime) -> None:
    zone = ZoneInfo(name)
    begin = start.replace(tzinfo=UTC)
    daily = Plan((at,), zone, begin)
    seen = {s.key for i in range(24 * 4 + 1) for s in due_slots(daily, begin + i * timedelta(minutes=15))}
    expected = {s.key for s in slots_between(daily, begin, begin + timedelta(days=1))}
    assert seen == expected


@given(TIMES, st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_it_keeps_the_wall_clock_unless_the_time_is_skipped(at: time, day: date) -> None:
    local = moment_of(day, at, BERLIN).astimezone(BERLIN)
    assert local.date() == day
    assert local.time() == at or local.time() == time(3)
