"""Roles and invitations."""

from __future__ import annotations

import re

import pytest

from storage.tables import Role
from tests.bot.conftest import ADMIN
from tests.bot.test_searching import ask
from tests.bot.test_stories import Screen


async def test_an_admin_gives_and_takes_roles(house, ada, bea):
    cleo = house.world.user("Cleo")
    chat = house.world.supergroup("Redaktion", admins=[bea], members=[cleo])
    async with house.running() as bot:
        said = house.people.write(chat, "Guten Morgen", sender=cleo)
        house.people.write(chat, "/rolle leser", sender=bea, reply_to=said)
        await house.says(chat, "Cleo liest hier jetzt nur mit")
        house.people.write(chat, house.web.publish("https://kurier.example/a", "Titel"), sender=cleo)
        await house.says(chat, "Du liest hier nur mit")
        assert house.web.fetched == []
        house.people.write(chat, "/folgen Ernte", sender=cleo)
        await house.says(chat, "Das können hier nur Redakteure und Administratoren")
        house.people.write(chat, "/rolle admin", sender=cleo, reply_to=said)
        await house.says(chat, "Das können hier nur Administratoren")
        house.people.write(chat, "/rolle", sender=cleo)
        await house.says(chat, "• Cleo: liest mit")
        house.people.write(chat, "/rolle admin", sender=bea, reply_to=said)
        await house.says(chat, "Cleo darf hier jetzt alles ändern")
        house.people.write(chat, "/plan 18:00", sender=cleo)
        await house.says(chat, "Abgemacht")
        house.people.write(chat, "/rolle standard", sender=bea, reply_to=said)
        await house.says(chat, "übliche Rolle")
        house.people.write(chat, "/plan aus", sender=cleo)
        await house.quiet(bot)
        assert "Das können hier nur Administratoren." in house.texts(chat)[-1]


@pytest.mark.parametrize("words", ["könig", "admin"])
async def test_it_says_how_to_give_a_role(house, bea, words):
    chat = house.world.supergroup("Redaktion", admins=[bea])
    async with house.running():
        house.people.write(chat, f"/rolle {words}", sender=bea)
        await house.says(chat, "Antworte auf eine Nachricht")


def test_roles_have_an_order() -> None:
    assert list(Role) == [Role.READER, Role.EDITOR, Role.ADMIN]


async def invitation(house, ada) -> str:
    private = house.world.private(ada)
    house.people.write(private, "/einladen", sender=ada)
    text = await house.says(private, "Diese Einladung öffnet einen Chat")
    return re.search(r"/start (\S+)", text)[1]


@pytest.mark.parametrize("kind", ["private", "group", "channel"])
async def test_a_code_opens_one_chat_and_is_spent(house, ada, bea, kind):
    world = house.world
    async with house.running(everybody=False):
        code = await invitation(house, ada)
        chat = {
            "private": lambda: world.private(bea),
            "group": lambda: world.supergroup("Neu", admins=[bea]),
            "channel": lambda: world.channel("Neu", admins=[bea]),
        }[kind]()
        house.people.write(chat, "/status")
        house.people.write(chat, "/start falsch")
        house.people.write(chat, f"/start {code}")
        await house.says(chat, "Dieser Chat ist freigegeben")
        assert len(house.texts(chat)) == 1
        other = world.supergroup("Fremd", admins=[bea])
        house.people.write(other, f"/start {code}")
        house.people.write(chat, "/status")
        await house.says(chat, "Stand")
        assert house.texts(other) == []
    async with house.running(everybody=False) as bot:
        house.people.write(other, f"/start@lagebild_trial_bot {code}")
        house.people.write(chat, "/hilfe")
        await house.says(chat, "So geht’s")
        await house.quiet(bot)
        assert house.texts(other) == []


async def test_a_code_lasts_a_week_and_over_a_restart(house, ada, bea):
    async with house.running(everybody=False):
        first, second = await invitation(house, ada), await invitation_again(house, ada)
    chat, late = house.world.supergroup("Neu", admins=[bea]), house.world.supergroup("Spät", admins=[bea])
    async with house.running(everybody=False) as bot:
        house.people.write(chat, f"/start {first}")
        await house.says(chat, "freigegeben")
        house.clock.forward(days=8)
        house.people.write(late, f"/start {second}")
        await house.quiet(bot)
        assert house.texts(late) == []


async def invitation_again(house, ada) -> str:
    private = house.world.private(ada)
    before = len(house.texts(private))
    house.people.write(private, "/einladen", sender=ada)
    await house.until(lambda: len(house.texts(private)) > before)
    return re.search(r"/start (\S+)", house.texts(private)[-1])[1]


async def test_only_the_bots_administrators_invite_and_only_in_private(house, ada, bea):
    chat, group = house.world.private(bea), house.world.supergroup("Redaktion", admins=[ada])
    assert ada.id == ADMIN
    async with house.running():
        await ask(house, chat, "/einladen", "nur die Administratoren des Bots")
        house.people.write(group, "/einladen", sender=ada)
        await house.says(group, "nur im privaten Chat")


async def test_roles_can_be_tapped(house, ada, bea):
    cleo = house.world.user("Cleo")
    chat = house.world.supergroup("Redaktion", admins=[bea], members=[cleo])
    async with house.running():
        said = house.people.write(chat, "Guten Morgen", sender=cleo)
        house.people.write(chat, "/rolle", sender=bea, reply_to=said)
        await house.says(chat, "Cleo hat hier die übliche Rolle")
        screen = Screen(house, chat, house.world.sent(chat)[-1], person=bea)
        assert screen.labels == ["liest mit", "Redakteur", "Administrator", "☑️ üblich", "‹ zurück"]
        assert "liest hier jetzt nur mit" in await screen.tap("liest mit")
        assert screen.labels[0] == "☑️ liest mit"
        await screen.tap("zurück")
        assert "• Cleo: liest mit" in screen.text
        screen.person = cleo
        assert "nur Administratoren" in await screen.tap("Cleo")
        screen.person = bea
        await screen.tap("Cleo")
        await screen.tap("üblich")
        await screen.tap("zurück")
        assert "Cleo" not in screen.text
