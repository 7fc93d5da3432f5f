"""A process that is killed at any time loses nothing and does nothing twice."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from bot.trial.chats import Chat
from bot.trial.inbound import Inbound
from bot.trial.server import serve
from bot.trial.world import World
from storage import Database, upgrade
from storage.tables import Article, Inbox, Submission, SubmissionState

ROOT = Path(__file__).parent.parent.parent
LINKS = 12
_OPEN = {SubmissionState.QUEUED, SubmissionState.WORKING}


async def started(server, folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.process",
        server.bot_url,
        server.file_url,
        server.world.token,
        str(folder),
        cwd=ROOT,
        stderr=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def until(condition, seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - any state of the world may be waited for
            await asyncio.sleep(0.01)


@pytest.mark.slow
async def test_every_link_is_stored_once_although_the_process_is_killed(tmp_path):
    world = World()
    server = await serve(world)
    database = Database(tmp_path / "lagebild.sqlite")
    upgrade(database)
    chat = world.private(world.user("Ada"))
    people = Inbound(world)
    try:
        for number in range(LINKS):
            people.write(chat, f"https://blatt{number}.example/{number}")
        victim = await started(server, tmp_path)
        await until(lambda: not world.updates.pending)  # all confirmed, hardly any worked on
        victim.kill()
        await victim.wait()
        with database.reading() as session:
            assert len(session.exec(select(Inbox)).all()) == LINKS
        heir = await started(server, tmp_path)
        await until(lambda: _told(database, chat))
        heir.kill()
        await heir.wait()
    finally:
        await server.close()
    with database.reading() as session:
        assert len(session.exec(select(Article)).all()) == LINKS
        ends = [row.state.value for row in session.exec(select(Submission))]
        assert len(ends) == LINKS
        # Killed between article and mark, the second try finds its own article.
        assert set(ends) <= {"stored", "duplicate"}
        assert {row.state.value for row in session.exec(select(Inbox))} == {"done"}
    database.close()
    world.check()


def _told(database: Database, chat: Chat) -> bool:
    """Tell whether all links came to their end, and the first message of each burst says so by its reaction.

    Answers are no measure: one that was on its way when its process ended is not sent again.
    """
    with database.reading() as session:
        rows = session.exec(select(Submission)).all()
    ended = len(rows) == LINKS and all(row.state not in _OPEN for row in rows)
    return ended and all("👍" in str(chat.reactions.get(row.batch_id)) for row in rows)
