"""Bursts of links: is all stored, how soon is it acknowledged, does the loop turn on, does memory grow."""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from bot.trial.inbound import Inbound
from bot.trial.server import serve
from storage import Database
from storage.tables import Submission, SubmissionState
from tests.torture.bots import Nursery
from tests.torture.crowd import ADMIN, Crowd

NOW = datetime(2026, 5, 4, 9, 12, tzinfo=UTC)
GONE = 0.2


@dataclass(frozen=True)
class Burst:
    """One burst: how many links over how many seconds, and what came of it."""

    links: int
    stored: int
    failed: int
    acknowledged_95: float
    seconds: float
    memory: float
    gap: float


async def burst(folder: Path, links: int, *, seconds: float = 10.0, slow: float = 0.5) -> Burst:
    """Send links within some seconds; every fifth does not exist, the others take up to ``slow`` seconds."""
    crowd = Crowd.gather(lambda: datetime.now(UTC), 1, 0.0)
    server = await serve(crowd.world)
    nursery = await Nursery.open(
        calls=server.bot_url,
        files=server.file_url,
        token=crowd.world.token,
        folder=str(folder),
        admins=[ADMIN, *(member.id for member in crowd.members)],
        chats=[chat.id for chat in crowd.chats],
        slow=slow,
        gone=GONE,
    )
    pid = await nursery.start(datetime.now(UTC))
    people, sent, seen = Inbound(crowd.world), {}, {}
    rooms = [crowd.world.private(member) for member in crowd.members]
    try:
        while not crowd.world.polls:  # noqa: ASYNC110 - the other side of a connection
            await asyncio.sleep(0.01)
        memory, begin = nursery.memory(pid), time.monotonic()
        watching = asyncio.create_task(_watch(rooms, sent, seen))
        for number in range(links):
            room = rooms[number % len(rooms)]
            message = people.write(room, f"https://blatt{number}.example/{number}")
            sent[room.id, message["message_id"]] = time.monotonic()
            await asyncio.sleep(max(0.0, begin + seconds * number / links - time.monotonic()))
        while len(seen) < links or _open(folder):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)
        watching.cancel()
        grown = nursery.memory(pid) - memory
        took = time.monotonic() - begin
        await nursery.end(pid, signal.SIGTERM)
    finally:
        await nursery.close()
        await server.close()
    waits = sorted(seen[key] - sent[key] for key in sent)
    states = _states(folder)
    return Burst(
        links,
        sum(state in {SubmissionState.STORED, SubmissionState.DUPLICATE} for state in states),
        sum(state is SubmissionState.FAILED for state in states),
        waits[int(len(waits) * 0.95)],
        took,
        grown,
        nursery.largest_gap(),
    )


async def _watch(rooms, sent, seen) -> None:
    while True:
        for room in rooms:
            for message_id in list(room.reactions):
                if (room.id, message_id) in sent:
                    seen.setdefault((room.id, message_id), time.monotonic())
        await asyncio.sleep(0.02)


def _states(folder: Path) -> list[SubmissionState]:
    database = Database(folder / "lagebild.sqlite")
    with database.reading() as session:
        found = list(session.exec(select(Submission.state)))
    database.close()
    return found


def _open(folder: Path) -> bool:
    return any(state in {SubmissionState.QUEUED, SubmissionState.WORKING} for state in _states(folder))
