"""Each part of a digest at most once, in order, whatever Telegram answers."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery import REQUEST, Order, compose
from bot.sending import Fate, backoff, judge, reason_of
from bot.trial import errors
from storage import chats, digests
from storage.digests import Part
from storage.tables import Chat as ChatRow
from storage.tables import Delivery, DeliveryState, Digest, DigestState
from summaries.digest import StoryInput, build_digest, render_pieces
from summaries.model import Status
from tests.bot.conftest import ADMIN, House
from tests.digest.build import BERLIN, article, at, claim, voice


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), Fate.NOT_SENT),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), Fate.NOT_SENT),
        (caused(TimedOut(), httpx.PoolTimeout("x")), Fate.NOT_SENT),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Fate.UNKNOWN),
        (caused(NetworkError("x"), httpx.ReadError("x")), Fate.UNKNOWN),
        (NetworkError("Bad Gateway"), Fate.UNKNOWN),
        (TimedOut(), Fate.UNKNOWN),
        (TelegramError("Invalid server response"), Fate.UNKNOWN),
        (InvalidToken(), Fate.NOT_SENT),
        (BadRequest("Can't parse entities: x"), Fate.MARKUP),
        (BadRequest("Message is too long"), Fate.REFUSED),
        (BadRequest("Message thread not found"), Fate.REFUSED),
        (Forbidden("bot was blocked by the user"), Fate.GONE),
        (ChatMigrated(-1005), Fate.MOVED),
        (RetryAfter(timedelta(seconds=30)), Fate.NOT_SENT),
    ],
)
def test_it_knows_what_an_error_means(error, fate):
    assert judge(error).fate is fate


def test_it_waits_as_told_and_moves_as_told():
    assert judge(RetryAfter(timedelta(seconds=30))).wait == timedelta(seconds=30)
    assert judge(ChatMigrated(-1005)).chat_id == -1005


def test_it_waits_longer_each_time():
    waits = [backoff(n) for n in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] == waits[-2]


def test_it_never_repeats_the_token():
    assert reason_of(InvalidToken("The token `123:abc` was rejected")) == "InvalidToken"
    assert reason_of(TimedOut()) == "TimedOut"


def put(house: House, chat, *texts: str, thread: int = 0, slot: str = "x") -> int:
    """Write a finished digest into the outbox."""
    now = house.clock()
    with house.database.writing() as session:
        row = chats.register(session, chat.id, chat.kind, chat.title, now)
        digest = digests.create(
            session,
            chat_pk=row.id,
            thread_id=thread,
            slot_key=slot,
            kind="request",
            window_start=None,
            window_end=now,
            now=now,
        )
        digests.write(session, digest.id, [Part(text) for text in texts], {})
        return digest.id


def states(house: House) -> list[DeliveryState]:
    with house.database.reading() as session:
        return list(session.exec(select(Delivery.state).order_by(Delivery.id)))


def digest_state(house: House) -> DigestState:
    with house.database.reading() as session:
        return session.exec(select(Digest)).one().state


SENT, PENDING, UNKNOWN, FAILED = (
    DeliveryState.SENT,
    DeliveryState.PENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
)


@pytest.fixture
def group(house, bea):
    return house.world.supergroup("Redaktion", admins=[bea])


async def test_it_sends_parts_in_order(house, group):
    async with house.running() as bot:
        put(house, group, "eins", "zwei", "<b>drei</b>")
        await bot.outbox.drain()
    assert house.texts(group) == ["eins", "zwei", "drei"]
    assert digest_state(house) is DigestState.DONE


@pytest.mark.parametrize("fault", [errors.refused(), errors.connect_timeout()])
async def test_it_repeats_what_was_certainly_not_sent(house, group, fault):
    async with house.running() as bot:
        put(house, group, "eins", "zwei")
        house.world.fail_next("sendMessage", fault)
        await bot.outbox.drain()
        assert states(house) == [PENDING, PENDING]
        assert house.texts(group) == []
        house.clock.forward(seconds=5)
        await bot.outbox.drain()
    assert house.texts(group) == ["eins", "zwei"]


@pytest.mark.parametrize(
    "fault",
    [
        errors.lost_reply(),
        errors.lost_reply(errors.FaultKind.LOST_RESET),
        errors.lost_reply(errors.FaultKind.LOST_BAD_GATEWAY),
        errors.timeout(),
        errors.bad_gateway(),
        errors.server_error(),
    ],
)
async def test_it_never_repeats_what_may_have_been_sent(house, group, ada, fault):
    private = house.world.private(ada)
    async with house.running() as bot:
        put(house, group, "eins", "zwei", "drei")
        house.world.fail_next("sendMessage", fault)
        for _ in range(3):
            await bot.outbox.drain()
            house.clock.forward(minutes=30)
    assert states(house) == [UNKNOWN, SENT, SENT]
    assert house.texts(group).count("eins") <= 1
    assert house.texts(group)[-2:] == ["zwei", "drei"]
    (told,) = house.texts(private)
    assert "Teil 1" in told
    assert "Redaktion" in told


async def test_the_admins_learn_of_it_although_the_word_itself_is_lost_at_first(house, group, ada):
    private = house.world.private(ada)
    async with house.running() as bot:
        put(house, group, "eins")
        for fault in (errors.lost_reply(), errors.refused(), errors.timeout()):
            house.world.fail_next("sendMessage", fault)
        for _ in range(5):
            await bot.outbox.drain()
    (told,) = house.texts(private)
    assert "Teil 1" in told


async def test_the_next_process_tells_what_the_last_one_could_not(house, group, ada):
    digest = put(house, group, "eins")
    with house.database.writing() as session:
        (part,) = digests.parts_of(session, digest)
        digests.claim(session, part.id, house.clock())
        digests.mark_unknown(session, part.id, "killed before it told anybody")
    async with house.running() as bot:
        await house.says(house.world.private(ada), "Teil 1")
        await bot.outbox.drain()
    assert len(house.texts(house.world.private(ada))) == 1


async def test_an_admin_who_blocks_the_bot_is_not_asked_again(house, group, ada):
    private = house.world.private(ada)
    async with house.running() as bot:
        put(house, group, "eins")
        house.world.fail_next("sendMessage", errors.timeout())
        house.world.fail_next("sendMessage", errors.forbidden("bot was blocked by the user"))
        for _ in range(3):
            await bot.outbox.drain()
        assert house.texts(private) == []
        assert len(house.world.calls_of("sendMessage")) == 2


async def test_it_goes_on_where_a_killed_process_stopped(house, group, ada):
    digest = put(house, group, "eins", "zwei", "drei")
    with house.database.writing() as session:
        first, second, _ = digests.parts_of(session, digest)
        digests.claim(session, first.id, house.clock())
        digests.mark_sent(session, first.id, 1, house.clock())
        digests.claim(session, second.id, house.clock())  # killed in here
    async with house.running() as bot:
        await house.says(house.world.private(ada), "Teil 2")
        await bot.outbox.drain()
    assert house.texts(group) == ["drei"]
    assert states(house) == [SENT, UNKNOWN, SENT]
    async with house.running():
        pass
    assert len(house.texts(house.world.private(ada))) == 1


async def test_it_sends_after_a_restart_what_was_only_written(house, group):
    put(house, group, "eins")
    async with house.running():
        await house.says(group, "eins")
    async with house.running() as bot:
        await bot.outbox.drain()
    assert house.texts(group) == ["eins"]


async def test_it_waits_as_long_as_telegram_asks_and_others_go_on(house, group, ada, bea):
    other, private = house.world.supergroup("Andere", admins=[bea]), house.world.private(ada)
    async with house.running() as bot:
        put(house, group, "eins", "zwei")
        house.world.fail_next("sendMessage", errors.too_many_requests(3600))
        await bot.outbox.drain()
        put(house, other, "drei", slot="y")
        await bot.outbox.drain()
        assert house.texts(group) == []
        assert house.texts(other) == ["drei"]
        house.clock.forward(seconds=3601)
        await bot.outbox.drain()
    assert house.texts(group) == ["eins", "zwei"]
    assert len(house.texts(private)) == 1
    assert "Pause bis" in house.texts(private)[0]


async def test_it_sends_plain_text_where_markup_is_refused(house, group):
    async with house.running() as bot:
        put(house, group, "<b>eins</b> &amp; <i>zwei</i>")
        house.world.fail_next("sendMessage", errors.bad_request("can't parse entities: x"))
        await bot.outbox.drain()
    (message,) = house.world.sent(group)
    assert message["text"] == "eins & zwei"
    assert "entities" not in message


async def test_it_gives_up_where_plain_text_is_refused_too(house, group):
    async with house.running() as bot:
        put(house, group, "<b>eins</b>")
        house.world.fail_next("sendMessage", errors.bad_request("can't parse entities: x"), times=2)
        await bot.outbox.drain()
    assert states(house) == [FAILED]


@pytest.mark.parametrize("text", ["message is too long", "chat not found", "message thread not found"])
async def test_it_does_not_repeat_what_is_refused(house, group, ada, text):
    async with house.running() as bot:
        put(house, group, "eins", "zwei")
        house.world.fail_next("sendMessage", errors.bad_request(text))
        await bot.outbox.drain()
        house.clock.forward(hours=1)
        await bot.outbox.drain()
    assert house.texts(group) == []
    assert states(house) == [FAILED, FAILED]
    assert "ließ sich nicht senden" in house.texts(house.world.private(ada))[0]


async def test_it_lets_a_chat_rest_that_shut_it_out(house, group, ada, bea):
    async with house.running() as bot:
        put(house, group, "eins", "zwei")
        house.people.set_bot_status(group, "kicked", sender=bea)
        await bot.outbox.drain()
        await house.quiet(bot)
        with house.database.reading() as session:
            assert not session.exec(select(ChatRow).where(ChatRow.chat_id == group.id)).one().active
        house.people.set_bot_status(group, "member", sender=bea)
        await house.quiet(bot)
        house.people.write(group, "/status", sender=bea)
        await house.says(group, "Stand")


async def test_it_lets_a_chat_rest_without_being_told(house, bea, ada):
    chat = house.world.private(bea)
    async with house.running() as bot:
        put(house, chat, "eins", "zwei")
        chat.bot_status = "blocked"
        await bot.outbox.drain()
    assert states(house) == [FAILED, FAILED]
    assert digest_state(house) is DigestState.FAILED
    assert "nicht mehr schreiben" in house.texts(house.world.private(ada))[0]


async def test_it_follows_a_group_that_moves(house, bea):
    group = house.world.group("Redaktion", admins=[bea])
    async with house.running(everybody=False, allowed_chats=(group.id,)) as bot:
        house.people.write(group, "/plan 18:00", sender=bea)
        await house.says(group, "Abgemacht")
        new = house.people.migrate(group)
        put(house, group, "eins", "zwei")
        await bot.outbox.drain()
        house.people.write(new, "/plan", sender=bea)
        await house.says(new, "18:00")
        await house.quiet(bot)
    assert [text for text in house.texts(new) if text in {"eins", "zwei"}] == ["eins", "zwei"]
    async with house.running(everybody=False, allowed_chats=(group.id,)):
        house.people.write(new, "/status", sender=bea)
        await house.says(new, "Stand")


async def test_it_follows_a_move_that_only_an_error_tells(house, bea):
    group, new = (
        house.world.group("Redaktion", admins=[bea]),
        house.world.supergroup("Redaktion", admins=[bea]),
    )
    async with house.running(everybody=False, allowed_chats=(group.id,)) as bot:
        put(house, group, "eins")
        group.migrated_to = new.id
        await bot.outbox.drain()
        assert new.id in bot.tools.gate.chats
    assert house.texts(new) == ["eins"]


async def test_it_keeps_to_the_topic(house, bea):
    forum = house.world.forum("Ressorts", ["Politik"], admins=[bea])
    (thread,) = forum.topics
    async with house.running() as bot:
        put(house, forum, "eins", thread=thread)
        await bot.outbox.drain()
    assert house.world.sent(forum)[0]["message_thread_id"] == thread


async def test_it_makes_one_digest_of_two_requests(house, group, bea):
    async with house.running() as bot:
        chat = await bot.tools.do.write(
            lambda session: chats.register(session, group.id, "supergroup", "Redaktion", house.clock())
        )
        first = await bot.tools.desk.reserve(Order(chat.id, "first", REQUEST))
        again = await bot.tools.desk.reserve(Order(chat.id, "first", REQUEST))
        second = await bot.tools.desk.reserve(Order(chat.id, "second", REQUEST))
        assert first.digest_id is not None
        assert (again.digest_id, again.busy) == (None, False)
        assert (second.digest_id, second.busy) == (None, True)
        house.people.write(group, "/digest", sender=bea)
        await house.says(group, "läuft bereits")
        await bot.tools.desk.write(first.digest_id)
        await house.says(group, "Nichts Neues")
        await house.quiet(bot)
        house.clock.forward(minutes=1)
        assert (await bot.tools.desk.reserve(Order(chat.id, "third", REQUEST))).digest_id is not None


async def test_it_frees_a_chat_whose_digest_failed(house, group, bea, monkeypatch):
    async with house.running() as bot:

        async def broken(chat_pk, now, *, thread_id):
            raise ArithmeticError

        with monkeypatch.context() as patch:
            patch.setattr(bot.tools.flow, "digest_for_chat", broken)
            house.people.write(group, "/digest", sender=bea)
            await house.says(group, "ließ sich gerade nicht erstellen")
            await house.quiet(bot)
        house.people.write(group, "/digest", sender=bea)
        await house.says(group, "Nichts Neues")


async def test_it_writes_after_a_restart_what_was_only_reserved(house, group):
    now = house.clock()
    with house.database.writing() as session:
        row = chats.register(session, group.id, "supergroup", "Redaktion", now)
        digests.create(
            session, chat_pk=row.id, slot_key="s", kind="plan", window_start=None, window_end=now, now=now
        )
    async with house.running():
        await house.says(group, "Nichts Neues")


async def test_admins_are_no_requirement(house, group):
    async with house.running(admins=()) as bot:
        put(house, group, "eins")
        house.world.fail_next("sendMessage", errors.timeout())
        await bot.outbox.drain()
    assert states(house) == [UNKNOWN]
    assert ADMIN not in house.world.chats


def test_each_message_has_the_buttons_of_its_stories():
    """Who has read a story finds its buttons under it, not under the last of four messages."""
    stories = []
    for number in range(1, 9):
        told = article(number, "Bote", 3, title=f"Titel {number}")
        said = [
            claim(
                f"{number}-{n}", [voice(told, "Amt")], [(at(3), Status.CONFIRMED)], text=f"{n} " + "w " * 140
            )
            for n in range(6)
        ]
        stories.append(StoryInput(number, f"Titel {number}", (told,), tuple(said)))
    digest = build_digest(stories, None, at(4), zone=BERLIN)
    messages = compose(render_pieces(digest), digest)
    assert len(messages) > 2
    assert {key for one in messages for key, _ in one.stories} == set(range(1, 9))
    for number, message in enumerate(messages, 1):
        assert all(title in message.text for _, title in message.stories)
        markup = json.loads(message.part(77, number).markup)["inline_keyboard"]
        assert len(markup) == len(message.stories) + 2
        assert all(f"77.{number}" in row[0]["callback_data"] for row in markup[:-2])
