"""Bursts of links: is all stored, how soon is it acknowledged, does the loop turn on, does memory grow."""

from __future__ import annotations

import asyncio
import re
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from bot.trial.chats import Chat
from bot.trial.inbound import Inbound
from bot.trial.server import serve
from storage import Database
from storage.tables import Inbox, InboxState, Submission, SubmissionState
from tests.torture.bots import Nursery
from tests.torture.crowd import ADMIN, Crowd
from tests.torture.kills import opened

NOW = datetime(2026, 5, 4, 9, 12, tzinfo=UTC)
GONE = 0.2
DOWN = timedelta(hours=20)


@dataclass(frozen=True)
class Burst:
    """One burst: how many links over how many seconds, and what came of it."""

    links: int
    stored: int
    failed: int
    acknowledged_95: float
    seconds: float
    digest: float
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
        watching = asyncio.create_task(_watch(crowd, rooms, sent, seen))
        for number in range(links):
            room = rooms[number % len(rooms)]
            message = people.write(room, f"https://blatt{number}.example/{number}")
            sent[room.id, message["message_id"]] = time.monotonic()
            await asyncio.sleep(max(0.0, begin + seconds * number / links - time.monotonic()))
        while len(seen) < links or _open(folder):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.2)
        watching.cancel()
        took = time.monotonic() - begin
        digest = await _digest(crowd, rooms[0])
        grown = nursery.memory(pid) - memory
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
        digest,
        grown,
        nursery.largest_gap(),
    )


async def _digest(crowd: Crowd, room: Chat) -> float:
    """Ask for a digest of everything; return after how many seconds its last part was there."""
    begin, texts = time.monotonic(), []
    crowd.demand(room)
    while not any(_is_last(text) for text in texts):
        await asyncio.sleep(0.1)
        texts = [str(message.get("text", "")) for message in crowd.world.sent(room)]
    return time.monotonic() - begin


def _is_last(text: str) -> bool:
    """Return whether a message ends a digest: its only part, its last, or that nothing is new."""
    part = re.search(r"Teil (\d+) von (\d+)$", text)
    return part[1] == part[2] if part else text.startswith("🗞")


@dataclass(frozen=True)
class Backlog:
    """What waited while the bot was down, and what came of it."""

    updates: int
    links: int
    stored: int
    failed: int
    unhandled: int
    messages: int
    seconds: float
    memory: float
    gap: float


async def backlog(folder: Path, updates: int) -> Backlog:
    """Start a bot that was down for 20 hours: every fifth message meanwhile is a link, the rest is talk."""
    ago = [DOWN]
    crowd = Crowd.gather(lambda: datetime.now(UTC) - ago[0], 1, 0.0)
    server = await serve(crowd.world)
    nursery = await Nursery.open(
        calls=server.bot_url,
        files=server.file_url,
        token=crowd.world.token,
        folder=str(folder),
        admins=[ADMIN],
        chats=[chat.id for chat in crowd.chats],
        gone=GONE,
    )
    people, group = Inbound(crowd.world), crowd.chats[1]
    for number in range(updates):
        ago[0] = DOWN * (1 - number / updates)
        text = "Habt ihr das gesehen?" if number % 5 else f"https://blatt{number}.example/{number // 5}"
        people.write(group, text, sender=crowd.members[number % 7 % len(crowd.members)])
    ago[0] = timedelta(0)
    try:
        begin = time.monotonic()
        pid = await nursery.start(datetime.now(UTC))
        while not crowd.world.polls:  # noqa: ASYNC110 - the other side of a connection
            await asyncio.sleep(0.01)
        memory = nursery.memory(pid)
        while crowd.world.updates.pending or opened(folder):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.5)
        took, grown = time.monotonic() - begin, nursery.memory(pid) - memory
        await nursery.end(pid, signal.SIGTERM)
    finally:
        await nursery.close()
        await server.close()
    states = _states(folder)
    return Backlog(
        updates=updates,
        links=(updates + 4) // 5,
        stored=sum(state in {SubmissionState.STORED, SubmissionState.DUPLICATE} for state in states),
        failed=sum(state is SubmissionState.FAILED for state in states),
        unhandled=updates - _handled(folder),
        messages=len(crowd.world.calls_of("sendMessage")),
        seconds=took,
        memory=grown,
        gap=nursery.largest_gap(),
    )


def _handled(folder: Path) -> int:
    database = Database(folder / "lagebild.sqlite")
    with database.reading() as session:
        found = session.exec(select(Inbox.state)).all()
    database.close()
    return sum(state is InboxState.DONE for state in found)


async def _watch(crowd: Crowd, rooms, sent, seen) -> None:
    """Note when each message was acknowledged: by a reaction, or by an answer that counts it."""
    while True:
        for room in rooms:
            own = [key for key in sent if key[0] == room.id]
            reacted = {(room.id, message_id) for message_id in list(room.reactions)}
            counted = sum(_counted(message.get("text", "")) for message in crowd.world.sent(room))
            for key in {*own[:counted], *(key for key in own if key in reacted)}:
                seen.setdefault(key, time.monotonic())
        await asyncio.sleep(0.05)


def _counted(answer: str) -> int:
    """Return of how many links an answer tells: "⏳ 3 von 7 gelesen", or of one alone."""
    found = re.search(r"\d+ von (\d+) ge(?:lesen|speichert)", answer.replace("\N{NO-BREAK SPACE}", " "))
    return int(found[1]) if found else 1


def _states(folder: Path) -> list[SubmissionState]:
    database = Database(folder / "lagebild.sqlite")
    with database.reading() as session:
        found = list(session.exec(select(Submission.state)))
    database.close()
    return found


def _open(folder: Path) -> bool:
    return any(state in {SubmissionState.QUEUED, SubmissionState.WORKING} for state in _states(folder))
