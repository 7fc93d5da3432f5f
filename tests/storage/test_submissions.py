from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from storage import Database, state, stories, submissions
from storage.tables import Submission, SubmissionState
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import NOW, hours


def put(session: Session, message_id: int, **columns: object) -> int:
    row = make.submission(message_id, **columns)
    assert submissions.put(session, row)
    return key_of(row)


def test_a_part_of_a_message_is_queued_once(database: Database) -> None:
    with database.writing() as session:
        put(session, 1)
        assert not submissions.put(session, make.submission(1))
        put(session, 1, ordinal=1)
        put(session, 1, chat_id=-200)
        assert len(submissions.waiting(session)) == 3


def test_a_message_gives_its_parts_in_order(database: Database) -> None:
    with database.writing() as session:
        second, first = put(session, 1, ordinal=1), put(session, 1, ordinal=0)
        assert [s.id for s in submissions.of_message(session, -100, 1)] == [first, second]


def test_everybody_gets_a_turn_before_anybody_gets_a_second_one(database: Database) -> None:
    with database.writing() as session:
        many = [put(session, n, user_id=1) for n in range(1, 5)]
        one = put(session, 10, user_id=2)
        channel = [put(session, n, chat_id=-300) for n in (1, 2)]
        queue = [row.id for row in submissions.waiting(session)]
        assert queue == [many[0], one, channel[0], many[1], channel[1], many[2], many[3]]
        assert [row.id for row in submissions.waiting(session, limit=2)] == queue[:2]


def test_a_submission_is_worked_on_by_one_only(database: Database) -> None:
    with database.writing() as session:
        key = put(session, 1)

    def attempt(_number: int) -> bool:
        with database.writing() as session:
            return submissions.claim(session, key)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(30))) == 1


def test_a_submission_remembers_what_became_of_it(database: Database) -> None:
    with database.writing() as session:
        article = make.article(session)
        stored, duplicate, failed = (put(session, n) for n in (1, 2, 3))
        submissions.mark_stored(session, stored, article, NOW)
        submissions.mark_duplicate(session, duplicate, article, hours(1))
        submissions.mark_failed(session, failed, "not_found", NOW)
    with database.reading() as session:
        assert [s.id for s in submissions.of_article(session, article)] == [stored, duplicate]
        assert submissions.get(session, failed).problem == "not_found"
        assert submissions.get(session, duplicate).done_at == hours(1)
        assert submissions.waiting(session) == []


def test_a_submission_gets_a_limited_number_of_tries(database: Database) -> None:
    with database.writing() as session:
        key = put(session, 1)
        for left in (True, False):
            assert submissions.claim(session, key)
            assert submissions.put_back(session, key, "timeout", 2, NOW) is left
        assert submissions.get(session, key).state is SubmissionState.FAILED


def test_a_submission_that_kills_the_process_is_set_aside(database: Database) -> None:
    with database.writing() as session:
        key = put(session, 1)
    for expected in ([], [key]):
        with database.writing() as session:
            submissions.claim(session, key)
        with database.writing() as session:
            assert [s.id for s in submissions.recover(session, 2, "crashed", NOW)] == expected
    with database.reading() as session:
        row = submissions.get(session, key)
        assert (row.state, row.problem) == (SubmissionState.FAILED, "crashed")


def test_one_answer_is_remembered_for_all_parts_of_a_message(database: Database) -> None:
    with database.writing() as session:
        keys = [put(session, 1, ordinal=n) for n in range(3)]
        submissions.set_reply(session, keys, 555)
    with database.reading() as session:
        assert {s.reply_message_id for s in submissions.of_message(session, -100, 1)} == {555}


def test_a_fetch_in_flight_is_found_by_its_url(database: Database) -> None:
    url = "https://kurier.example/damm"
    with database.writing() as session:
        key = put(session, 1, canonical_url=url)
        assert submissions.in_work(session, url) is None
        submissions.claim(session, key)
        found = submissions.in_work(session, url)
        assert found is not None
        assert found.id == key
        assert submissions.in_work(session, url + "/x") is None


def test_what_a_sender_sent_is_counted(database: Database) -> None:
    with database.writing() as session:
        put(session, 1, user_id=5)
        put(session, 2, user_id=5, received_at=hours(-9))
        put(session, 3, user_id=6)
        put(session, 4)
        assert submissions.count_of_sender(session, 5, hours(-1)) == 1
        assert submissions.count_of_sender(session, -100, hours(-1)) == 1
        assert submissions.count(session, SubmissionState.QUEUED) == 4
        assert submissions.count(session, SubmissionState.QUEUED, since=hours(-1)) == 3


def test_text_that_cannot_be_stored_is_cleaned(database: Database) -> None:
    with database.writing() as session:
        key = put(session, 1, payload="a\x00b", origin="c\ud800")
    with database.reading() as session:
        row = submissions.get(session, key)
        assert (row.payload, row.origin) == ("a\ufffdb", "c\ufffd")


def test_an_unknown_submission_is_a_lookup_error(database: Database) -> None:
    with database.reading() as session, pytest.raises(LookupError):
        submissions.get(session, 1)


def test_the_table_refuses_a_kind_that_does_not_exist(database: Database) -> None:
    with pytest.raises(StatementError, match="bild"), database.writing() as session:
        session.add(
            Submission(chat_id=1, message_id=1, kind="bild", payload="", received_at=NOW)  # type: ignore[arg-type]
        )


def test_a_fact_is_replaced_and_dated(database: Database) -> None:
    with database.writing() as session:
        state.put(session, "poll", "1", NOW)
        state.put(session, "poll", "2", hours(1))
        fact = state.get(session, "poll")
        assert fact is not None
        assert (fact.value, fact.updated_at) == ("2", hours(1))
        assert state.get(session, "andere") is None


def test_the_overview_of_an_empty_store_is_all_zero(database: Database) -> None:
    with database.reading() as session:
        assert state.overview(session, NOW) == state.Overview(0, 0, 0, 0, 0, 0, None, None)


def test_the_overview_counts_what_is_there_and_what_is_new(database: Database) -> None:
    with database.writing() as session:
        old, new = make.story(session, at=hours(-90)), make.story(session)
        make.article(session, "alt", at=hours(-90), story_id=old.id)
        make.article(session, "neu", at=hours(1), story_id=new.id)
        make.article(session, "auch neu", at=hours(2), story_id=new.id)
        put(session, 1)
        submissions.claim(session, put(session, 2))
        submissions.mark_failed(session, put(session, 3), "timeout", NOW)
        found = state.overview(session, hours(-1))
        assert len(stories.every(session)) == 2
    assert found == state.Overview(3, 2, 2, 1, 2, 1, hours(2), None)


def test_the_overview_counts_articles_in_other_languages_apart(database: Database) -> None:
    with database.writing() as session:
        make.article(session, "deutsch", at=hours(1))
        make.article(session, "English", at=hours(2), language="en")
        found = state.overview(session, hours(-1))
    assert found == state.Overview(1, 1, 0, 0, 0, 0, hours(1), None, foreign=1)
