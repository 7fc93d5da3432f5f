import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import Session, select

from storage import Database, inbox
from storage.tables import Inbox, InboxState
from storage.writes import key_of
from tests.storage.make import NOW, hours


def message(update_id: int, message_id: int, kind: str = "message", **body: Any) -> dict[str, Any]:
    content = {"message_id": message_id, "chat": {"id": -100, "type": "group"}, "date": 1, **body}
    return {"update_id": update_id, kind: content}


def put(session: Session, update: dict[str, Any]) -> int:
    row = inbox.put(session, update, NOW)
    assert row is not None
    return key_of(row)


def test_an_update_comes_back_exactly_as_it_was(database: Database) -> None:
    update = message(1, 1, text="Flut \x00 \ud83d und \U0001f30a", odd=float("inf"))
    with database.writing() as session:
        put(session, update)
    with database.reading() as session:
        [row] = inbox.waiting(session)
    assert inbox.read(row) == update
    assert (row.chat_id, row.message_id, row.kind, row.edition) == (-100, 1, "message", 0)


def test_an_update_is_stored_once(database: Database) -> None:
    with database.writing() as session:
        put(session, message(7, 1))
        assert inbox.put(session, message(7, 1), NOW) is None
        assert len(inbox.waiting(session)) == 1


def test_a_message_under_another_number_is_stored_once(database: Database) -> None:
    with database.writing() as session:
        put(session, message(7, 1))
        assert inbox.put(session, message(8, 1), NOW) is None


def test_a_smaller_number_than_the_last_is_nothing_special(database: Database) -> None:
    with database.writing() as session:
        put(session, message(900_000, 1))
        put(session, message(3, 2))
        assert [row.update_id for row in inbox.waiting(session)] == [900_000, 3]


def test_every_edit_of_a_message_is_an_update_of_its_own(database: Database) -> None:
    with database.writing() as session:
        put(session, message(1, 1))
        put(session, message(2, 1, "edited_message", edit_date=50))
        put(session, message(3, 1, "edited_message", edit_date=60))
        assert inbox.put(session, message(4, 1, "edited_message", edit_date=60), NOW) is None


def test_two_edits_within_one_second_are_two_updates(database: Database) -> None:
    once = message(2, 1, "edited_message", edit_date=60, text="https://a.example/1")
    twice = message(3, 1, "edited_message", edit_date=60, text="https://a.example/1 https://b.example/2")
    with database.writing() as session:
        put(session, once)
        put(session, twice)
        assert inbox.put(session, twice | {"update_id": 4}, NOW) is None
        assert inbox.put_together(session, [once | {"update_id": 5}, twice | {"update_id": 6}], NOW) == []


def test_taps_on_one_message_are_updates_of_their_own(database: Database) -> None:
    with database.writing() as session:
        for number in range(3):
            tap = {"id": str(number), "message": message(0, 1)["message"], "data": "x"}
            put(session, {"update_id": number, "callback_query": tap})


def test_reactions_to_one_message_are_updates_of_their_own(database: Database) -> None:
    with database.writing() as session:
        put(session, message(1, 5, "message_reaction"))
        put(session, message(2, 5, "message_reaction"))


def test_a_number_that_comes_again_days_later_is_another_update(database: Database) -> None:
    with database.writing() as session:
        put(session, message(7, 1))
        assert inbox.put(session, message(7, 2), hours(47)) is None
        assert inbox.put(session, message(7, 2), hours(49)) is not None


@pytest.mark.parametrize("update", [{}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}])
def test_an_update_without_a_number_is_refused(database: Database, update: dict[str, Any]) -> None:
    with database.writing() as session, pytest.raises(ValueError, match="update_id"):
        inbox.put(session, update, NOW)


def test_an_update_that_is_no_json_is_refused(database: Database) -> None:
    with database.writing() as session, pytest.raises(ValueError, match="JSON"):
        inbox.put(session, {"update_id": 1, "message": object()}, NOW)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KINDS = st.sampled_from(["message", "edited_channel_post", "callback_query", "neu", ""])
BODIES = JSON | st.fixed_dictionaries(
    {"message_id": JSON, "chat": JSON | st.fixed_dictionaries({"id": JSON}), "edit_date": JSON}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(KINDS, BODIES)
def test_no_shape_of_update_is_lost(database: Database, kind: str, body: Any) -> None:
    update = {"update_id": 5, kind: body}
    with database.writing() as session:
        session.exec(delete(Inbox))
        row = inbox.put(session, update, NOW)
        assert row is not None
        assert inbox.read(row) == json.loads(json.dumps(update))
        inbox.mark_done(session, key_of(row), NOW)


def test_an_update_is_worked_on_by_one_only(database: Database) -> None:
    with database.writing() as session:
        key = put(session, message(1, 1))

    def attempt(_number: int) -> bool:
        with database.writing() as session:
            return inbox.claim(session, key)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(30))) == 1


def test_finished_updates_wait_no_longer(database: Database) -> None:
    with database.writing() as session:
        keys = [put(session, message(n, n)) for n in range(4)]
        inbox.mark_done(session, keys[0], NOW)
        inbox.mark_failed(session, keys[1], "handler failed", NOW)
        inbox.mark_poison(session, keys[2], "date is no number \x00", NOW)
        assert [row.id for row in inbox.waiting(session)] == [keys[3]]
        assert [row.state for row in session.exec(select(Inbox).order_by("id"))] == [
            InboxState.DONE,
            InboxState.FAILED,
            InboxState.POISON,
            InboxState.NEW,
        ]


def test_waiting_gives_no_more_than_asked_for_in_order(database: Database) -> None:
    with database.writing() as session:
        keys = [put(session, message(n, n)) for n in range(5)]
        assert [row.id for row in inbox.waiting(session, limit=2)] == keys[:2]


def test_an_update_gets_a_limited_number_of_tries(database: Database) -> None:
    with database.writing() as session:
        key = put(session, message(1, 1))
        for left in (True, True, False):
            assert inbox.claim(session, key)
            assert inbox.put_back(session, key, "no network", 3, NOW) is left
        assert session.get_one(Inbox, key).state is InboxState.FAILED
        assert not inbox.claim(session, key)


def test_updates_of_a_dead_process_are_freed(database: Database) -> None:
    with database.writing() as session:
        key = put(session, message(1, 1))
        put(session, message(2, 2))
        inbox.claim(session, key)
    with database.writing() as session:
        assert inbox.recover(session, 2, NOW) == []
        assert len(inbox.waiting(session)) == 2


def test_an_update_that_kills_the_process_again_and_again_is_set_aside(database: Database) -> None:
    with database.writing() as session:
        key = put(session, message(1, 1))
    for expected in ([], [key]):
        with database.writing() as session:
            inbox.claim(session, key)
        with database.writing() as session:
            assert [row.id for row in inbox.recover(session, 2, NOW)] == expected
    with database.reading() as session:
        assert session.get_one(Inbox, key).state is InboxState.POISON
        assert inbox.waiting(session) == []


def test_only_finished_updates_are_purged(database: Database) -> None:
    with database.writing() as session:
        done, _waiting = put(session, message(1, 1)), put(session, message(2, 2))
        inbox.mark_done(session, done, NOW)
        assert inbox.purge(session, NOW) == 0
        assert inbox.purge(session, hours(1)) == 1
        assert len(session.exec(select(Inbox)).all()) == 1


def test_a_purge_gives_no_number_away_twice(database: Database) -> None:
    with database.writing() as session:
        first = put(session, message(1, 1))
        inbox.mark_done(session, first, NOW)
        inbox.purge(session, hours(1))
        assert put(session, message(2, 2)) > first


def test_together_they_are_stored_as_one_by_one(database):
    with database.writing() as session:
        inbox.put(session, message(1, 11), NOW)
        inbox.put(session, message(2, 12), NOW)
    coming = [
        message(1, 11),  # known by its number
        message(77, 12),  # known by its message
        message(3, 13),
        message(3, 13),
        message(4, 13),  # the same message under another number
        {"update_id": 5, "callback_query": {"id": "1"}},
        {"update_id": 6, "callback_query": {"id": "2"}},  # no message tells these apart
        {"update_id": "7"},
    ]
    with database.writing() as session:
        found = inbox.put_together(session, coming, NOW)
        assert sorted(row.update_id for row in found) == [3, 5, 6]
        assert inbox.put_together(session, coming, NOW) == []
    with database.reading() as session:
        assert [row.update_id for row in inbox.waiting(session)] == [1, 2, 3, 5, 6]


def test_together_too_an_old_number_is_no_repetition(database):
    with database.writing() as session:
        inbox.put(session, message(5, 1), hours(-9 * 24))
    with database.writing() as session:
        (row,) = inbox.put_together(session, [message(5, 2)], NOW)
    with database.reading() as session:
        assert sorted(one.update_id for one in inbox.waiting(session)) == [-5, 5]
    assert row.message_id == 2
