"""A world with a person in it and the whole bot against it, with a clock and a web of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Line, build_application
from bot.flow import Flow
from bot.plans import next_digest
from bot.running import Lagebild
from bot.trial.chats import Chat, User
from bot.trial.inbound import Inbound
from bot.trial.request import TrialRequest
from bot.trial.world import World
from config import Settings
from storage import Database
from summaries.intake.fetch import FeedAnswer, Page
from summaries.intake.problem import IntakeError, Problem
from summaries.model import DateSource, Document, Outlet
from tests.flow.fakes import FILLER, FakeAnalyser, FakeEngine, compare

NOW = datetime(2026, 5, 4, 9, 12, tzinfo=UTC)
ADMIN = 4711
# Messages a minute to a group: the limiter's minutes are real ones, and a test says in seconds what people
# say in an hour.
UNHURRIED = 10_000


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Web:
    """Pages by address; an address without a page is not found."""

    pages: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    gate: asyncio.Event | None = None

    def publish(self, url: str, title: str, *lines: str, filler: str = "") -> str:
        body = "\n".join([*lines, FILLER.format(filler or url)])
        self.pages[url] = f"{title}\n{body}"
        return url

    async def fetch_feed(self, url: str, etag: str | None = None, modified: str | None = None) -> FeedAnswer:
        self.asked.append((url, etag, modified))
        if self.problems.get(url):
            raise IntakeError(self.problems[url].pop(0), {"retry_after": "7200"})
        if url not in self.pages:
            raise IntakeError(Problem.NOT_FOUND, {"status": "404"})
        current = str(hash(self.pages[url]))
        body = None if etag == current else self.pages[url].encode()
        return FeedAnswer(url, body, current, "Mon, 04 May 2026 09:00:00 GMT")

    async def fetch(self, url: str) -> Page:
        self.fetched.append(url)
        if self.gate is not None:
            await self.gate.wait()
        if self.problems.get(url):
            raise IntakeError(self.problems[url].pop(0), {"host": "zeitung.example"})
        if url not in self.pages:
            raise IntakeError(Problem.NOT_FOUND, {"status": "404"})
        return Page(url=url, requested=url, body=self.pages[url].encode())


class Extracting(FakeAnalyser):
    """Reads a page of ``Web``: first line the title, the rest the text."""

    async def extract(self, page: Page, now: datetime) -> Document:
        title, _, text = page.body.decode().partition("\n")
        host = page.url.split("/")[2]
        return Document(
            text=text,
            title=title,
            outlet=Outlet(host, host.split(".")[0].title()),
            published=now - timedelta(minutes=5),
            published_source=DateSource.PAGE,
            url=page.url,
        )


@dataclass
class House:
    """Everything a test of the bot needs."""

    world: World
    people: Inbound
    web: Web
    clock: Clock
    database: Database
    settings: Settings
    bots: list[Lagebild] = field(default_factory=list)

    @asynccontextmanager
    async def running(self, **changes: Any) -> AsyncIterator[Lagebild]:
        bot = self.build(**changes)
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()

    def build(
        self,
        *,
        everybody: bool = True,
        analyser: Any = None,
        ticking: bool = False,
        group_rate: int = UNHURRIED,
        **settings: Any,
    ) -> Lagebild:
        analyser = analyser or Extracting()
        chosen = self.settings.model_copy(update=settings)
        flow = Flow(
            self.database,
            analyser,
            zone=chosen.zone,
            clock=self.clock,
            engine=FakeEngine(),
            compare=compare,
            next_digest=next_digest,
        )
        line = Line(
            self.world.token,
            request=TrialRequest(self.world),
            polling=TrialRequest(self.world),
            everybody=everybody,
            group_rate=group_rate,
        )
        bot = build_application(chosen, flow, self.database, self.clock, self.web, analyser, line)
        bot.answers.grace = bot.answers.every = bot.answers.every_group = 0.0
        # On a busy machine the bot's own tick would come before that of a test and take its digests.
        for job in () if ticking else bot.application.job_queue.jobs():
            job.schedule_removal()
        self.bots.append(bot)
        return bot

    def texts(self, chat: Chat | None = None) -> list[str]:
        return [message.get("text", "") for message in self.world.sent(chat)]

    async def until(self, condition: Callable[[], Any], seconds: float = 60.0) -> None:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - any state of the world may be waited for
                await asyncio.sleep(0.005)

    async def says(self, chat: Chat, part: str, seconds: float = 60.0) -> str:
        def found() -> str | None:
            return next((text for text in self.texts(chat) if part in text), None)

        try:
            await self.until(found, seconds)
        except TimeoutError:
            raise AssertionError(f"{part!r} is not in {self.texts(chat)}") from None
        return found() or ""

    async def quiet(self, bot: Lagebild) -> None:
        """Wait until all that came in is done."""
        await self.until(lambda: not self.world.updates.pending)
        await bot.settle()


@pytest.fixture(autouse=True)
def _apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages be apart although the clock stands still, except where a module is about bursts."""
    if not getattr(request.module, "BURSTS", False):
        monkeypatch.setattr("bot.queueing.BURST_GAP", timedelta(0))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(fresh_store: Path, tmp_path: Path, clock: Clock) -> Iterator[House]:
    world = World(clock=clock)
    database = Database(fresh_store)
    settings = Settings(data_dir=tmp_path, admins=(ADMIN,))
    made = House(world, Inbound(world), Web(), clock, database, settings)
    yield made
    database.close()
    world.check()


@pytest.fixture
def ada(house: House) -> User:
    person = house.world.user("Ada", user_id=ADMIN)
    house.world.private(person)
    return person


@pytest.fixture
def bea(house: House) -> User:
    return house.world.user("Bea")
