import pytest

from storage import Database, chats, digests, feeds, holdings, interests, members
from storage.interests import Subject
from storage.tables import Chat, Role, Wish
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import NOW, hours


def times(session: object, chat: Chat, thread_id: int | None = None) -> list[str]:
    return [slot.local_time for slot in chats.slots_of(session, key_of(chat), thread_id)]  # type: ignore[arg-type]


def test_a_chat_is_stored_once_and_kept_up_to_date(database: Database) -> None:
    with database.writing() as session:
        first = chats.register(session, -100, "group", "Alt", NOW)
        second = chats.register(session, -100, "supergroup", "Neu", hours(1))
        assert second is first
        assert (second.kind, second.title, second.added_at) == ("supergroup", "Neu", NOW)
        assert chats.get(session, key_of(first)) is first
        assert chats.find(session, -999) is None


def test_chats_that_cannot_be_written_to_are_left_out(database: Database) -> None:
    with database.writing() as session:
        chat, gone = make.chat(session), make.chat(session, -200)
        chats.set_active(session, key_of(gone), active=False)
        assert chats.every(session) == [chat]
        assert chats.every(session, active=False) == [chat, gone]


def test_a_plan_has_one_time_for_each_topic(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        chats.set_slot(session, key_of(chat), 0, "08:00", NOW)
        chats.set_slot(session, key_of(chat), 5, "09:00", NOW)
        chats.set_slot(session, key_of(chat), 0, "18:00", NOW)
        assert times(session, chat) == ["09:00", "18:00"]
        assert times(session, chat, 0) == ["18:00"]


def test_setting_the_same_time_keeps_the_slot_as_it_is(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        first = chats.set_slot(session, key_of(chat), 0, "18:00", NOW)
        again = chats.set_slot(session, key_of(chat), 0, "18:00", hours(5))
        assert (again.id, again.created_at) == (first.id, NOW)


def test_a_plan_may_have_several_times(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        for local_time in ("18:00", "07:30", "18:00"):
            chats.add_slot(session, key_of(chat), 0, local_time, NOW)
        assert times(session, chat) == ["07:30", "18:00"]


def test_a_paused_plan_is_not_made_up_when_it_goes_on(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        chats.set_slot(session, key_of(chat), 0, "18:00", NOW)
        assert chats.pause_slots(session, key_of(chat)) == 1
        assert chats.active_slots(session) == []
        assert chats.pause_slots(session, key_of(chat)) == 0
        slot = chats.set_slot(session, key_of(chat), 0, "18:00", hours(48))
        session.refresh(slot)
        assert (slot.paused, slot.created_at) == (False, hours(48))


def test_active_slots_come_with_their_chats(database: Database) -> None:
    with database.writing() as session:
        chat, gone = make.chat(session), make.chat(session, -200)
        slot = chats.set_slot(session, key_of(chat), 0, "18:00", NOW)
        chats.set_slot(session, key_of(gone), 0, "18:00", NOW)
        chats.set_active(session, key_of(gone), active=False)
        assert chats.active_slots(session) == [(slot, chat)]


def test_a_group_that_becomes_a_supergroup_keeps_its_plan(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        chats.set_slot(session, key_of(chat), 0, "18:00", NOW)
        moved = chats.migrate(session, -100, -1001)
        assert moved is chat
        assert (chat.chat_id, chat.migrated_from, chat.kind) == (-1001, -100, "supergroup")
        assert times(session, chat) == ["18:00"]
        assert chats.find(session, -100) is chat
        assert chats.find(session, -1001) is chat


def test_a_supergroup_that_wrote_first_gives_the_group_what_it_brought(database: Database) -> None:
    with database.writing() as session:
        old, new = make.chat(session), make.chat(session, -1001)
        both, fresh = make.article(session, "Der Damm hält."), make.article(session, "Die Brücke steht.")
        for chat, article in ((old, both), (new, both), (new, fresh)):
            holdings.hold(session, key_of(chat), article, NOW)
        for chat, word in ((old, "ernte"), (new, "ernte"), (new, "wahl")):
            interests.put(session, key_of(chat), Subject(word=word), Wish.FOLLOW, NOW)
        feeds.subscribe(session, key_of(new), "https://zeitung.example/rss", "", NOW)
        members.give(session, key_of(new), 5, "Bea", Role.READER)
        moved = chats.migrate(session, -100, -1001)
        assert moved is old
        assert set(holdings.added(session, key_of(old), [both, fresh])) == {both, fresh}
        assert interests.wishes(session, key_of(old)).followed_words.keys() == {"ernte", "wahl"}
        assert len(feeds.of_chat(session, key_of(old))) == 1
        assert members.role_of(session, key_of(old), 5) is Role.READER


def test_a_migration_may_be_announced_twice(database: Database) -> None:
    with database.writing() as session:
        chat = make.chat(session)
        for _ in range(2):
            assert chats.migrate(session, -100, -1001) is chat
        assert len(chats.every(session)) == 1


def test_a_migration_of_a_stranger_changes_nothing(database: Database) -> None:
    with database.writing() as session:
        make.chat(session)
        assert chats.migrate(session, -999, -1001) is None
        assert chats.find(session, -1001) is None


def take(session: object, chat: Chat, slot_key: str) -> None:
    digests.create(
        session,  # type: ignore[arg-type]
        chat_pk=key_of(chat),
        slot_key=slot_key,
        kind="slot",
        window_start=None,
        window_end=NOW,
        now=NOW,
    )


def test_a_supergroup_that_wrote_first_is_joined_with_its_group(database: Database) -> None:
    with database.writing() as session:
        group, supergroup = make.chat(session), make.chat(session, -1001)
        for chat, day in ((group, "1"), (supergroup, "1"), (supergroup, "2")):
            take(session, chat, day)
        chats.set_slot(session, key_of(group), 0, "18:00", NOW)
        chats.add_slot(session, key_of(supergroup), 0, "18:00", NOW)
        chats.add_slot(session, key_of(supergroup), 0, "07:00", NOW)
        kept = chats.migrate(session, -100, -1001)
    with database.reading() as session:
        assert kept is not None
        assert [chat.id for chat in chats.every(session)] == [kept.id]
        assert times(session, kept) == ["07:00", "18:00"]
        assert digests.find(session, key_of(kept), "1") is not None
        assert digests.find(session, key_of(kept), "2") is not None


def test_an_unknown_chat_is_a_lookup_error(database: Database) -> None:
    with database.reading() as session, pytest.raises(LookupError):
        chats.get(session, 4)
