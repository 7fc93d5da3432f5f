"""Updates that Telegram brings, through a proxy: taken once they are stored, and only from Telegram."""

from __future__ import annotations

import socket

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select

from storage.tables import Inbox, InboxState
from tests.bot.conftest import House

SECRET = "ein-Geheimnis-von-Telegram"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def door(house: House) -> dict[str, object]:
    return {
        "webhook_url": "https://bot.example/telegram",
        "webhook_secret": SecretStr(SECRET),
        "webhook_port": free_port(),
    }


async def bring(house: House, port: int, secret: str | None = SECRET, path: str = "telegram") -> list[int]:
    """Bring what waits, as Telegram does by way of a proxy; what is taken with 200 is done for Telegram."""
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    codes = []
    async with httpx.AsyncClient() as client:
        for update in list(house.world.updates.pending):
            answer = await client.post(f"http://127.0.0.1:{port}/{path}", json=update, headers=headers)
            codes.append(answer.status_code)
            if answer.status_code == 200:
                house.world.updates.confirm(update["update_id"] + 1)
    return codes


async def test_it_takes_updates_at_its_door_and_answers(house: House, ada, door) -> None:
    async with house.running(**door) as bot:
        assert house.world.updates.webhook_url == "https://bot.example/telegram"
        chat = house.world.private(ada)
        house.people.write(chat, "/status")
        assert await bring(house, door["webhook_port"]) == [200]
        await house.says(chat, "Stand")
        assert bot.verdict() is None


async def test_what_it_took_is_stored_before_telegram_hears_of_it(house: House, ada, door) -> None:
    async with house.running(**door):
        house.people.write(house.world.private(ada), "/status")
        update = house.world.updates.pending[0]
        assert await bring(house, door["webhook_port"]) == [200]
        with house.database.reading() as session:
            assert [row.update_id for row in session.exec(select(Inbox))] == [update["update_id"]]


async def test_it_takes_an_update_once_though_it_is_brought_twice(house: House, ada, door) -> None:
    async with house.running(**door) as bot:
        chat = house.world.private(ada)
        house.people.write(chat, "/status")
        update = house.world.updates.pending[0]
        await bring(house, door["webhook_port"])
        house.world.updates.put_raw(update)
        assert await bring(house, door["webhook_port"]) == [200]
        await house.says(chat, "Stand")
        await bot.settle()
        assert len([text for text in house.texts(chat) if "Stand" in text]) == 1


@pytest.mark.parametrize(
    ("secret", "path"), [(None, "telegram"), ("falsch", "telegram"), (SECRET, "anderswo")]
)
async def test_it_takes_nothing_from_others(house: House, ada, door, secret, path) -> None:
    async with house.running(**door):
        chat = house.world.private(ada)
        house.people.write(chat, "/status")
        codes = await bring(house, door["webhook_port"], secret, path)
        assert codes
        assert set(codes) <= {403, 404}
        with house.database.reading() as session:
            assert session.exec(select(Inbox)).all() == []


async def test_it_sets_aside_what_cannot_be_read_and_says_nothing_of_it(
    house: House, ada, door, capfd
) -> None:
    async with house.running(**door) as bot:
        chat = house.world.private(ada)
        secret = {
            "message_id": 1,
            "date": "NaN",
            "chat": {"id": 5, "type": "private"},
            "text": "Kanarienvogel",
        }
        house.world.updates.put_raw({"update_id": 9_000_001, "message": secret})
        assert await bring(house, door["webhook_port"]) == [200]  # so that Telegram brings it no more
        house.people.write(chat, "/status")
        assert await bring(house, door["webhook_port"]) == [200]
        await house.says(chat, "Stand")
        await bot.settle()
    with house.database.reading() as session:
        states = {row.update_id: row.state for row in session.exec(select(Inbox))}
    assert states.pop(9_000_001) is InboxState.POISON
    assert set(states.values()) == {InboxState.DONE}
    assert "Kanarienvogel" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b'{"message": {}}', b'"' + b"x" * 2_000_000 + b'"', b"\xff\xfe"]
)
async def test_it_refuses_what_is_no_update(house: House, ada, door, content: bytes) -> None:
    async with house.running(**door), httpx.AsyncClient() as client:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        try:
            answer = await client.post(
                f"http://127.0.0.1:{door['webhook_port']}/telegram", content=content, headers=headers
            )
        except httpx.HTTPError:  # hung up on
            assert len(content) > 1_000_000
        else:
            assert answer.status_code in {400, 413}
        got = await client.get(f"http://127.0.0.1:{door['webhook_port']}/telegram", headers=headers)
        assert got.status_code == 405
        with house.database.reading() as session:
            assert session.exec(select(Inbox)).all() == []
        chat = house.world.private(ada)
        house.people.write(chat, "/status")
        assert await bring(house, door["webhook_port"]) == [200]
        await house.says(chat, "Stand")
