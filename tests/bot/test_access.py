"""Who may talk to the bot, and who may change a plan."""

from __future__ import annotations

import pytest
from sqlmodel import select
from telegram import Update

from bot.access import Asker, Gate
from bot.trial import errors
from bot.trial.inbound import ANONYMOUS_ADMIN, CHANNEL_BOT
from storage.tables import Chat, Inbox, Submission
from tests.bot.conftest import ADMIN

LINK = "https://kurier.example/a"


def update(chat_id: int, kind: str, user_id: int | None = None, sender_chat: int | None = None) -> Update:
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": chat_id, "type": kind, "title": "x"},
        "text": "hallo",
    }
    if user_id is not None:
        message["from"] = {"id": user_id, "is_bot": False, "first_name": "x"}
    if sender_chat is not None:
        message["sender_chat"] = {"id": sender_chat, "type": "channel", "title": "y"}
    name = "channel_post" if kind == "channel" else "message"
    return Update.de_json({"update_id": 1, name: message}, None)


@pytest.mark.parametrize(
    ("chat_id", "kind", "user_id", "admitted"),
    [
        (-100, "supergroup", 5, True),
        (-100, "channel", None, True),
        (-200, "supergroup", 5, False),
        (-200, "supergroup", ADMIN, False),
        (-200, "channel", None, False),
        (ADMIN, "private", ADMIN, True),
        (5, "private", 5, False),
        (1087968824, "private", 1087968824, False),
        (136817688, "private", 136817688, False),
        (777000, "private", 777000, False),
    ],
)
def test_it_admits_by_chat_and_knows_its_admins(chat_id, kind, user_id, admitted):
    gate = Gate({-100}, frozenset({ADMIN}))
    assert gate.admits(update(chat_id, kind, user_id)) is admitted
    assert gate.refused == (not admitted)


@pytest.mark.parametrize("shared", [1087968824, 136817688, 777000])
def test_it_never_takes_a_shared_id_for_a_person(shared):
    gate = Gate(set(), frozenset({shared}))
    assert not gate.admits(update(shared, "private", shared))
    assert Asker.of(update(-1, "supergroup", shared)).user_id is None


def test_it_refuses_an_update_without_a_chat():
    assert not Gate({-100}, frozenset()).admits(Update(5))


def test_it_follows_only_chats_on_the_list():
    gate = Gate({-100}, frozenset())
    assert gate.move(-100, -1005)
    assert not gate.move(-200, -1006)
    assert gate.chats == {-1005}


@pytest.mark.parametrize("kind", ["private", "group", "channel"])
async def test_it_is_silent_to_strangers(house, bea, kind):
    world = house.world
    chat = {
        "private": lambda: world.private(bea),
        "group": lambda: world.supergroup("Fremd", admins=[bea]),
        "channel": lambda: world.channel("Fremd", admins=[bea]),
    }[kind]()
    house.web.publish(LINK, "Truppen", "NIS > asserts > Truppen")
    async with house.running(everybody=False) as bot:
        calls = len(world.calls_of("sendMessage", "setMessageReaction", "sendChatAction"))
        for text in ("/start", "/status", "/digest", "/plan 18:00", LINK, "hallo"):
            house.people.write(chat, text)
        message = house.people.write(chat, "/start")
        house.people.tap(chat, message["message_id"], "cmd:digest", forged=True)
        await house.quiet(bot)
        assert bot.tools.gate.refused == 8
    assert len(world.calls_of("sendMessage", "setMessageReaction", "sendChatAction")) == calls
    assert not world.query_answers
    assert house.web.fetched == []
    with house.database.reading() as session:
        for table in (Inbox, Submission, Chat):
            assert session.exec(select(table)).all() == []


async def test_it_serves_the_chats_of_the_settings(house, bea):
    group = house.world.supergroup("Redaktion", members=[bea])
    async with house.running(everybody=False, allowed_chats=(group.id,)):
        house.people.write(group, "/status")
        await house.says(group, "Stand")


async def test_it_tells_the_admin_once_about_a_foreign_group(house, ada, bea):
    private, group = house.world.private(ada), house.world.group("Fremd", admins=[bea])
    async with house.running(everybody=False) as bot:
        for status in ("left", "member", "left", "member"):
            house.people.set_bot_status(group, status, sender=bea)
        await house.says(private, "nicht freigegeben")
        await house.quiet(bot)
        assert len(house.world.sent(private)) == 1
    assert str(group.id) in house.texts(private)[0]
    assert house.world.sent(group) == []


async def test_an_admin_opens_a_chat_by_adding_the_bot(house, ada, bea):
    group = house.world.group("Neu", admins=[ada], members=[bea])
    async with house.running(everybody=False):
        house.people.set_bot_status(group, "member", sender=ada)
        house.people.write(group, "/status", sender=bea)
        await house.says(group, "Stand")
    async with house.running(everybody=False):
        house.people.write(group, "/hilfe", sender=bea)
        await house.says(group, "So geht’s")


async def test_members_cannot_change_the_plan_of_a_group(house, bea):
    cleo = house.world.user("Cleo")
    group = house.world.supergroup("Redaktion", admins=[bea], members=[cleo])
    async with house.running():
        house.people.write(group, "/plan 18:00", sender=cleo)
        await house.says(group, "nur Administratoren")
        house.people.write(group, "/plan", sender=cleo)
        await house.says(group, "keine Zeit")
        house.people.write(group, "/plan 18:00", sender=bea)
        await house.says(group, "Abgemacht")


async def test_anonymous_admins_count_in_their_own_group_only(house, bea):
    group = house.world.supergroup("Redaktion", admins=[bea])
    async with house.running():
        house.people.write(group, "/plan 18:00", sender=ANONYMOUS_ADMIN)
        await house.says(group, "Abgemacht")
        house.people.write(group, "/plan aus", sender=CHANNEL_BOT)
        await house.says(group, "nur Administratoren")


async def test_it_forgets_an_admins_rights_within_a_minute(house, bea):
    group = house.world.supergroup("Redaktion", admins=[bea])
    async with house.running():
        house.people.write(group, "/plan 18:00", sender=bea)
        await house.says(group, "Abgemacht")
        group.statuses[bea.id] = "member"
        house.people.write(group, "/plan 19:00", sender=bea)
        await house.says(group, "19:00")
        house.clock.forward(seconds=61)
        house.people.write(group, "/plan aus", sender=bea)
        await house.says(group, "nur Administratoren")
    assert len(house.world.calls_of("getChatAdministrators")) == 2


async def test_it_refuses_where_telegram_does_not_answer(house, bea):
    group = house.world.supergroup("Redaktion", admins=[bea])
    async with house.running():
        house.world.fail_next("getChatAdministrators", errors.server_error(), times=5)
        house.people.write(group, "/plan 18:00", sender=bea)
        await house.says(group, "nur Administratoren")
