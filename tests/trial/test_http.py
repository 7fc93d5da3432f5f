"""Door B: the Bot API and the page over HTTP."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from telegram.error import Conflict, NetworkError, TimedOut
from telegram.ext import ApplicationBuilder
from tornado.websocket import websocket_connect

from bot.trial import errors
from bot.trial.chats import Upload
from bot.trial.rooms import GROUP_ID, PRIVATE_ID, trial_world
from bot.trial.server import serve
from tests.trial.conftest import until, with_handlers


@pytest.fixture
async def server():
    world = trial_world()
    made = await serve(world)
    yield made
    await made.close()
    world.check()


def http_bot(server):
    builder = ApplicationBuilder().token(server.world.token).job_queue(None)
    return builder.base_url(server.bot_url).base_file_url(server.file_url).read_timeout(3).build()


@pytest.fixture
async def application(server):
    made = with_handlers(http_bot(server))
    async with made:
        await made.updater.start_polling(poll_interval=0, timeout=5)
        await made.start()
        yield made
        await made.updater.stop()
        await made.stop()


@pytest.fixture
async def bot(server):
    application = http_bot(server)
    async with application.bot as made:
        yield made


@pytest.fixture
async def client(server):
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as made:
        yield made


async def test_it_talks_with_a_real_application(server, application):
    server.desk.do({"do": "write", "chat": PRIVATE_ID, "text": "/start"})
    chat = server.world.chats[PRIVATE_ID]
    await until(lambda: server.world.sent(chat))
    sent = server.world.sent(chat)[0]
    assert sent["text"] == "Willkommen im Echo"
    server.desk.do({"do": "tap", "chat": PRIVATE_ID, "message_id": sent["message_id"], "data": "why:1"})
    await until(lambda: "edit_date" in sent)


async def test_files_travel_both_ways(server, bot):
    data = "Lage ä".encode()
    sent = await bot.send_document(
        PRIVATE_ID, data, filename="lage.txt", caption="<b>x</b>", parse_mode="HTML"
    )
    assert sent.document.file_name == "lage.txt"
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == data


async def test_it_knows_one_token(client):
    answer = await client.post("/bot2:falsch/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
    assert (await client.get("/file/bot2:falsch/documents/file_1.txt")).status_code == 404


@pytest.mark.parametrize(
    ("fault", "expected", "sent"),
    [
        (errors.bad_gateway(), NetworkError, 0),
        (errors.timeout(), TimedOut, 0),
        (errors.refused(), NetworkError, 0),
        (errors.lost_reply(), TimedOut, 1),
        (errors.lost_reply(errors.FaultKind.LOST_RESET), NetworkError, 1),
        (errors.lost_reply(errors.FaultKind.LOST_BAD_GATEWAY), NetworkError, 1),
    ],
)
async def test_it_stages_faults(server, bot, fault, expected, sent):
    server.world.fail_next("sendMessage", fault)
    with pytest.raises(expected):
        await bot.send_message(PRIVATE_ID, "hallo")
    assert len(server.world.sent()) == sent


async def test_a_caller_who_hangs_up_leaves_no_poll_behind(server, bot, client):
    path = f"/bot{server.world.token}/getUpdates"
    with pytest.raises(httpx.ReadTimeout):
        await client.post(path, data={"timeout": "30"}, timeout=httpx.Timeout(20, read=0.1))
    server.desk.do({"do": "write", "chat": PRIVATE_ID, "text": "da"})
    assert len(await bot.get_updates(timeout=1)) == 1


async def test_the_older_of_two_pollers_gets_409(server, bot):
    poll = asyncio.create_task(bot.get_updates(timeout=60))
    await until(lambda: server.world.updates.waiting)
    await bot.get_me()
    async with http_bot(server).bot as other:
        await other.get_updates(timeout=0)
    with pytest.raises(Conflict):
        await poll


async def test_it_reads_every_kind_of_body(server, client):
    path = f"/bot{server.world.token}/sendMessage"
    bodies = [
        {"data": {"chat_id": str(PRIVATE_ID), "text": " ä ", "disable_notification": "true"}},
        {"json": {"chat_id": PRIVATE_ID, "text": " ä ", "disable_notification": True}},
        {"params": {"chat_id": PRIVATE_ID, "text": " ä "}},
        {"files": {"x": b"y"}, "data": {"chat_id": str(PRIVATE_ID), "text": "ä"}},
    ]
    for body in bodies:
        assert (await client.post(path, **body)).json()["result"]["text"] == "ä"
    broken = await client.post(path, content=b"{", headers={"Content-Type": "application/json"})
    assert broken.json()["description"] == "Bad Request: can't parse JSON object"
    assert (await client.post(path, json=[1])).status_code == 400


@pytest.mark.parametrize(
    "path", ["", "app.js", "trial/events", "trial/file/FILE00000001", "/bot{token}/getMe"]
)
@pytest.mark.parametrize(
    "headers",
    [{"Host": "boese.example"}, {"Origin": "http://boese.example"}, {"Origin": "https://127.0.0.1"}],
)
async def test_it_refuses_foreign_pages_and_names(server, client, path, headers):
    answer = await client.get(path.format(token=server.world.token), headers=headers)
    assert answer.status_code == 403


async def test_a_foreign_form_can_do_nothing(client):
    deed = {"do": "write", "chat": PRIVATE_ID, "text": "x"}
    plain = await client.post("trial/do", content=json.dumps(deed), headers={"Content-Type": "text/plain"})
    assert plain.status_code == 415
    assert (await client.post(f"trial/upload?chat={PRIVATE_ID}", content=b"x")).status_code == 415


async def test_the_page_loads_nothing_from_elsewhere(server, client):
    page = await client.get("")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("", "app.js", "style.css"):
        body = (await client.get(name)).text.replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in body
        assert "innerHTML" not in body
    assert (await client.get("server.py")).status_code == 404
    assert (await client.get("..%2fserver.py")).status_code == 404


async def test_deeds_and_uploads_come_by_post(server, client):
    headers = {"Origin": server.url.rstrip("/")}
    done = await client.post(
        "trial/do", json={"do": "write", "chat": GROUP_ID, "text": "hallo"}, headers=headers
    )
    assert len(done.json()["messages"]) == 1
    wrong = await client.post("trial/do", json={"do": "write", "chat": 5, "text": "x"})
    assert (wrong.status_code, wrong.json()) == (400, {"error": "unknown_chat"})
    assert (await client.post("trial/do", json=[])).json() == {"error": "bad_text"}
    query = {"chat": PRIVATE_ID, "name": "größe.txt", "kind": "text/plain"}
    await client.post("trial/upload", params=query, content=b"abc", headers={"X-Trial-Upload": "1"})
    message = server.world.updates.pending[-1]["message"]
    saved = await client.get(f"trial/file/{message['document']['file_id']}")
    assert saved.content == b"abc"
    assert "attachment" in saved.headers["Content-Disposition"]


async def test_an_uploaded_page_is_never_shown_as_one(server, client):
    stored = server.world.store_file(Upload("x.html", b"<script>", "text/html"))
    answer = await client.get(f"trial/file/{stored.id}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_page_hears_every_change(server):
    socket = await websocket_connect(server.url.replace("http", "ws") + "trial/events")
    state = json.loads(await socket.read_message())
    assert state["type"] == "state"
    server.desk.do({"do": "write", "chat": PRIVATE_ID, "text": "hallo"})
    event = json.loads(await socket.read_message())
    assert (event["type"], event["message"]["text"]) == ("message", "hallo")
    socket.close()
    await until(lambda: not server.world.listeners)


async def test_it_takes_another_port_if_the_wanted_one_is_taken(server):
    second = await serve(trial_world(), server.port)
    assert second.moved
    assert second.port != server.port
    await second.close()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::"])
async def test_it_listens_on_this_machine_only(address):
    with pytest.raises(ValueError, match="this machine only"):
        await serve(trial_world(), address=address)
