from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from storage import Database, chats, claims, digests
from storage.claims import ClaimRecord
from storage.digests import Part
from storage.tables import Chat, DeliveryState, Digest, DigestState
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import NOW, hours


def take(session: Session, chat: Chat, slot_key: str = "2026-03-02 18:00", **values: Any) -> Digest | None:
    values = {"kind": "slot", "window_start": None, "window_end": NOW, "now": NOW, **values}
    return digests.create(session, chat_pk=key_of(chat), slot_key=slot_key, **values)


def written(session: Session, chat: Chat, parts: int = 3, slot_key: str = "a", **values: Any) -> list[int]:
    """Write a digest of so many parts; return their keys."""
    digest = take(session, chat, slot_key, **values)
    assert digest is not None
    digests.write(session, key_of(digest), [Part(f"Teil {n + 1}") for n in range(parts)], {})
    return [key_of(part) for part in digests.parts_of(session, key_of(digest))]


def due(session: Session, now: datetime = NOW) -> list[int]:
    return [key_of(outgoing.delivery) for outgoing in digests.due(session, now)]


def claim_of(session: Session, key: str = "a") -> int:
    record = ClaimRecord(key, "Der Damm hält", "bestätigt", "Regel", NOW, NOW)
    return key_of(claims.replace(session, key_of(make.story(session)), [record], NOW)[0])


def test_a_slot_is_taken_once(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        first = take(session, chat)
        assert first is not None
        assert take(session, chat) is None
        assert digests.find(session, key_of(chat), "2026-03-02 18:00") is first


def test_topics_days_and_chats_have_slots_of_their_own(database: Database) -> None:
    with database.writing() as session:
        chat, other = make.chat(session), make.chat(session, -200)
        made = [
            take(session, chat),
            take(session, other),
            take(session, chat, thread_id=4),
            take(session, chat, "2026-03-03 18:00"),
        ]
        assert None not in made
        assert take(session, chat, thread_id=4) is None


def test_a_slot_is_taken_once_by_many_at_once(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)

    def attempt(_number: int) -> bool:
        with database.writing() as session:
            return take(session, chat) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 1


def test_a_digest_needs_a_chat_that_exists(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        session.delete(chat)
        session.flush()
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            take(session, chat)


def test_a_written_digest_waits_with_its_parts_in_order(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        digest = take(session, chat)
        assert digest is not None
        assert digests.unfinished(session) == [digest]
        digests.write(session, key_of(digest), [Part("eins", "{}"), Part("zwei")], {}, payload="[1]")
        assert (digest.state, digest.payload) == (DigestState.READY, "[1]")
        assert [(p.part, p.text, p.markup) for p in digests.parts_of(session, key_of(digest))] == [
            (1, "eins", "{}"),
            (2, "zwei", None),
        ]
        assert digests.unfinished(session) == []


def test_a_digest_without_parts_is_empty_and_final(database: Database) -> None:
    with database.writing() as session:
        digest = take(session, make.chat(session))
        assert digest is not None
        digests.write(session, key_of(digest), [], {})
        assert digest.state is DigestState.EMPTY
        assert due(session) == []


def test_a_digest_is_written_once(database: Database) -> None:
    with database.writing() as session:
        digest = take(session, make.chat(session))
        assert digest is not None
        digests.write(session, key_of(digest), [], {})
        with pytest.raises(ValueError, match="empty"):
            digests.write(session, key_of(digest), [Part("x")], {})


def test_the_ledger_tells_what_a_chat_was_last_told(database: Database) -> None:
    with database.writing() as session:
        chat, other = make.chat(session), make.chat(session, -200)
        claim = claim_of(session)
        for slot, end, status in (("b", hours(2), "bestätigt"), ("a", hours(1), "umstritten")):
            digest = take(session, chat, slot, window_end=end)
            assert digest is not None
            digests.write(session, key_of(digest), [Part("x")], {claim: status})
        assert digests.ledger(session, key_of(chat)) == {claim: "bestätigt"}
        assert digests.ledger(session, key_of(other)) == {}


def test_each_topic_has_a_ledger_of_its_own(database: Database) -> None:
    with database.writing() as session:
        chat, claim = make.chat(session), claim_of(session)
        digest = take(session, chat, "a", window_end=hours(1), thread_id=7)
        assert digest is not None
        digests.write(session, key_of(digest), [Part("x")], {claim: "umstritten"})
        assert digests.ledger(session, key_of(chat), 7) == {claim: "umstritten"}
        assert digests.ledger(session, key_of(chat)) == {}
        assert digests.ledger(session, key_of(chat), 9) == {}


def test_a_plan_for_a_topic_begins_with_what_others_were_told_before_it(database: Database) -> None:
    with database.writing() as session:
        chat, early = make.chat(session), claim_of(session)
        late = claim_of(session, "later")
        chats.add_slot(session, key_of(chat), 9, "18:00", hours(2))
        for slot, end, claim in (("a", hours(1), early), ("b", hours(3), late)):
            digest = take(session, chat, slot, window_end=end, thread_id=7)
            assert digest is not None
            digests.write(session, key_of(digest), [Part("x")], {claim: "umstritten"})
        assert digests.ledger(session, key_of(chat), 9) == {early: "umstritten"}
        assert set(digests.ledger(session, key_of(chat), 7)) == {early, late}


def test_the_ledger_forgets_what_could_not_be_delivered(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        claim = claim_of(session)
        digest = take(session, chat)
        assert digest is not None
        digests.write(session, key_of(digest), [Part("x")], {claim: "bestätigt"})
        digests.mark_failed(session, due(session)[0], "chat not found")
        assert digests.ledger(session, key_of(chat)) == {}
        assert digests.last(session, key_of(chat)) is None


def test_the_last_digest_is_that_with_the_latest_window(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        take(session, chat, "a", window_end=hours(1))
        newest = take(session, chat, "b", window_end=hours(9))
        skipped = take(session, chat, "c", window_end=hours(20))
        topic = take(session, chat, "d", window_end=hours(5), thread_id=7)
        assert skipped is not None
        digests.skip(session, key_of(skipped))
        assert digests.last(session, key_of(chat)) is newest
        assert digests.last(session, key_of(chat), 7) is topic
        assert digests.last(session, 99) is None


def test_parts_go_out_one_after_the_other(database: Database) -> None:
    with database.writing() as session:
        first, second, third = written(session, make.chat(session))
        assert due(session) == [first]
        assert digests.claim(session, first, NOW)
        assert due(session) == []
        digests.mark_sent(session, first, 900, NOW)
        assert due(session) == [second]
        digests.claim(session, second, NOW)
        digests.mark_sent(session, second, 901, NOW)
        assert due(session) == [third]


def test_a_part_is_reserved_by_one_only(database: Database) -> None:
    with database.writing() as session:
        [part] = written(session, make.chat(session), parts=1)

    def attempt(_number: int) -> bool:
        with database.writing() as session:
            return digests.claim(session, part, NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 1


def test_digests_of_one_chat_wait_for_each_other_but_chats_do_not(database: Database) -> None:
    with database.writing() as session:
        chat, other = make.chat(session), make.chat(session, -200)
        [first] = written(session, chat, parts=1, slot_key="a")
        [second] = written(session, chat, parts=1, slot_key="b")
        [elsewhere] = written(session, other, parts=1)
        [topic] = written(session, chat, parts=1, thread_id=5)
        assert due(session) == [first, elsewhere, topic]
        digests.mark_sent(session, first, 1, NOW)
        assert due(session) == [second, elsewhere, topic]


def test_a_part_that_was_not_sent_waits_until_its_time(database: Database) -> None:
    with database.writing() as session:
        first, *_ = written(session, make.chat(session))
        digests.claim(session, first, NOW)
        digests.mark_retry(session, first, hours(1), "429")
        assert due(session, NOW) == []
        assert due(session, hours(1)) == [first]
        assert digests.claim(session, first, hours(1))
        digests.mark_sent(session, first, 7, hours(1))
        digest = digests.get(session, 1)
        part = digests.parts_of(session, key_of(digest))[0]
        session.refresh(part)
        assert (part.tries, part.message_id, part.error, part.sent_at) == (2, 7, None, hours(1))


def test_nothing_goes_to_a_chat_that_is_gone(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        written(session, chat)
        chats.set_active(session, key_of(chat), active=False)
        assert due(session) == []
        chats.set_active(session, key_of(chat), active=True)
        assert len(due(session)) == 1


def test_a_part_that_was_on_its_way_at_a_crash_is_never_sent_again(database: Database) -> None:
    with database.writing() as session:
        _, second, third = written(session, make.chat(session))
        digests.mark_sent(session, due(session)[0], 1, NOW)
        digests.claim(session, second, NOW)
    with database.writing() as session:  # the next process
        assert [part.id for part in digests.recover(session)] == [second]
        assert due(session) == [third]
        assert not digests.claim(session, second, NOW)
        assert digests.recover(session) == []


def test_a_digest_is_done_when_its_last_part_is_settled(database: Database) -> None:
    with database.writing() as session:
        for number, part in enumerate(written(session, make.chat(session), parts=3)):
            assert digests.get(session, 1).state is DigestState.READY
            digests.claim(session, part, NOW)
            if number == 1:
                digests.mark_unknown(session, part, "timed out")
            else:
                digests.mark_sent(session, part, 1, NOW)
        assert digests.get(session, 1).state is DigestState.DONE


def test_a_failed_part_may_fail_the_rest(database: Database) -> None:
    with database.writing() as session:
        first, *_ = written(session, make.chat(session))
        digests.claim(session, first, NOW)
        digests.mark_failed(session, first, "chat \x00 not found", rest=True)
        states = {part.state for part in digests.parts_of(session, 1)}
        assert states == {DeliveryState.FAILED}
        assert digests.get(session, 1).state is DigestState.FAILED
        assert due(session) == []


def test_a_failed_part_alone_lets_the_rest_go_on(database: Database) -> None:
    with database.writing() as session:
        first, second, _ = written(session, make.chat(session))
        digests.mark_failed(session, first, "broken")
        assert due(session) == [second]


def test_parts_without_an_answer_are_found(database: Database) -> None:
    with database.writing() as session:
        first, *_ = written(session, make.chat(session))
        digests.claim(session, first, NOW)
        assert digests.stalled(session, hours(1), timedelta(hours=2)) == []
        assert [p.id for p in digests.stalled(session, hours(3), timedelta(hours=2))] == [first]
