"""The command itself against the stand-in over HTTP: ends that a person has to read."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.trial import errors
from bot.trial.inbound import Inbound
from bot.trial.server import serve
from bot.trial.world import World
from storage import InstanceLock

ROOT = Path(__file__).parent.parent.parent
CANARY = "Kanarienvogel-4711"


@pytest.fixture
async def server():
    world = World()
    started = await serve(world)
    yield started
    await started.close()


@asynccontextmanager
async def lagebild(server, folder: Path, token: str | None = None, level: str = "DEBUG", **more: str):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LAGEBILD_")}
    environment |= {
        "LAGEBILD_TELEGRAM_TOKEN": token or server.world.token,
        "LAGEBILD_API_BASE_URL": server.url,
        "LAGEBILD_DATA_DIR": str(folder),
        "LAGEBILD_ALLOWED_CHATS": "500001",
        "LAGEBILD_LOG_LEVEL": level,
    }
    environment |= more
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process) -> tuple[int, str]:
    async with asyncio.timeout(60):
        output, _ = await process.communicate()
    return process.returncode, output.decode()


@pytest.mark.slow
async def test_a_wrong_token_ends_it_with_a_clear_word(server, tmp_path):
    async with lagebild(server, tmp_path, token="987654:" + CANARY) as process:
        code, output = await ended(process)
    assert code == 3
    assert "Telegram kennt dieses Token nicht" in output
    assert CANARY not in output


@pytest.mark.long
async def test_a_revoked_token_ends_it_with_the_same_word(server, tmp_path):
    server.world.fail_next("getUpdates", errors.unauthorized(), times=50)
    async with lagebild(server, tmp_path) as process:
        code, output = await ended(process)
    assert code == 3
    assert "Telegram kennt dieses Token nicht" in output
    assert server.world.token not in output


@pytest.mark.slow
async def test_a_second_instance_refuses_to_start(server, tmp_path):
    with InstanceLock(tmp_path):
        async with lagebild(server, tmp_path) as process:
            code, output = await ended(process)
    assert code == 1
    assert "in_use" in output
    assert server.world.calls == []


@pytest.mark.slow
async def test_it_works_stops_in_time_and_keeps_secrets_out_of_its_log(server, tmp_path):
    world = server.world
    chat = world.private(world.user("Ada", user_id=500001))
    async with lagebild(server, tmp_path) as process:
        Inbound(world).write(chat, f"/status {CANARY}")
        Inbound(world).write(chat, f"{CANARY} https://127.0.0.1/{CANARY}")
        async with asyncio.timeout(60):
            while len(world.sent(chat)) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(8):
            await process.wait()
        code, output = await ended(process)
    assert code == 0
    assert "Stand" in world.sent(chat)[0]["text"]
    assert "nicht öffentlich" in world.sent(chat)[1]["text"]
    assert CANARY not in output
    assert world.token not in output
    world.check()
