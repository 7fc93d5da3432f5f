"""Running on a database server: the parts of the program, in one process or in many."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from procrastinate import App
from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import BaseRequest

from bot import app as wiring
from bot.analysis import Analyser, ChildAnalyser
from bot.delivery import DigestDesk
from bot.errands import Dispatcher, Hand, Warden, opened
from bot.feeding import FeedReader
from bot.flow import Flow, utc_now
from bot.housekeeping import Housekeeping
from bot.plans import Ticker, next_digest
from bot.preloading import load_now
from bot.reading import FetchesFeeds, SubmissionReader
from bot.running import Ending
from bot.texts import notice
from bot.transactions import Transactions
from bot.trial.rooms import trial_world
from bot.trial.server import serve
from bot.web import fetcher_of
from bot.work import Reader, Worker
from config import Settings
from config.cluster import LEAD_EVERY, LONGEST_WAIT, MOST_SKEW, RESUMED_AFTER, Role
from config.delivery import HEARTBEAT_EVERY
from storage import Database, StorageError, StorageProblem, digests, jobs, upgrade
from storage.leading import Lead
from storage.postgres import conninfo

_log = structlog.get_logger(__name__)

_FIRST_WAIT = 0.5
_THREADS = 32


class ServerClock:
    """The server's time, by which all machines go, however their own clocks are set."""

    def __init__(self, do: Transactions, local: Callable[[], datetime] = utc_now) -> None:
        """Take the door to the store, and the clock of this machine."""
        self._do = do
        self._local = local
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self._local() + self._ahead

    async def adjust(self) -> None:
        """Compare this machine's clock with the server's.

        Raises:
            StorageError: the server cannot be asked.
        """
        before = self._local()
        there = await self._do.read(jobs.server_time)
        after = self._local()
        self._ahead = there - (before + (after - before) / 2)
        if abs(self._ahead) > MOST_SKEW:
            _log.warning("clock_differs_from_server", seconds=round(self._ahead.total_seconds(), 1))

    async def run(self) -> None:
        """Go on comparing until cancelled."""
        while True:
            await asyncio.sleep(HEARTBEAT_EVERY.total_seconds())
            try:
                await self.adjust()
            except StorageError as error:
                _log.info("clock_not_compared", problem=str(error.problem))


@dataclass(frozen=True, slots=True)
class House:
    """What all parts of a process share."""

    settings: Settings
    database: Database
    do: Transactions
    clock: Callable[[], datetime]
    flow: Flow
    fetcher: FetchesFeeds
    analyser: Analyser
    line: wiring.Line


def run_roles(settings: Settings, database: Database, role: Role, secret: str) -> Ending:
    """Run parts of the program until they are asked to stop.

    Raises:
        StorageError: the store is of a later version, foreign or damaged; one that is away is waited for.
    """
    wait_for(database)
    with wiring.figures(settings, database, role):
        ending = asyncio.run(_serve(settings, database, role, secret))
    database.close()
    return ending


def wait_for(database: Database, rest: Callable[[float], object] = time.sleep) -> None:
    """Bring the store up to date, as soon as its server answers.

    Raises:
        StorageError: it answers, but cannot be used.
    """
    wait, told = _FIRST_WAIT, False
    while True:
        try:
            upgrade(database)
            jobs.prepare(database)
        except StorageError as error:
            if error.problem not in {StorageProblem.UNAVAILABLE, StorageProblem.BUSY}:
                raise
            if not told:
                wiring.say(notice("waiting_for_server"))
            told = True
            _log.warning("server_not_reached", problem=str(error.problem), seconds=wait)
            rest(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return


async def _serve(settings: Settings, database: Database, role: Role, secret: str) -> Ending:
    if secret or role is Role.CLOCK:
        line = wiring.Line(secret or "0:none", server=wiring.server_of(settings))
        return await _run(settings, database, role, line, "")
    world = trial_world()
    server = await serve(world, settings.trial_port, wiring.EXAMPLES)
    try:
        line = wiring.Line(world.token, server=(server.bot_url, server.file_url), everybody=True)
        return await _run(settings, database, role, line, server.url)
    finally:
        await server.close()


async def _run(settings: Settings, database: Database, role: Role, line: wiring.Line, page: str) -> Ending:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "work"))
    load_now()
    do = Transactions(database)
    clock = ServerClock(do)
    await clock.adjust()
    analyser = ChildAnalyser(settings.language_model)
    flow = Flow(database, analyser, zone=settings.zone, clock=clock, next_digest=next_digest)
    house = House(settings, database, do, clock, flow, fetcher_of(settings), analyser, line)
    parts: list[Awaitable[Ending]] = [_endless(clock.run())]
    if role in {Role.ALL, Role.WORKER}:
        parts.append(_endless(work(house)))
    if role in {Role.ALL, Role.CLOCK}:
        parts.append(_endless(keep_time(house)))
    if role in {Role.ALL, Role.FACE}:
        parts.append(face(house, page))
    else:
        wiring.say(notice("role_runs", role=role.value))
    try:
        return await wiring.until_asked(_first_of(parts))
    finally:
        await wiring.end_analysis(analyser)


async def _endless(part: Awaitable[None]) -> Ending:
    await part
    return Ending.ASKED


async def _first_of(parts: list[Awaitable[Ending]]) -> Ending:
    """Run parts side by side; the first that ends, ends all."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(iter(done)).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def work(house: House) -> None:
    """Be a worker until cancelled."""
    request = house.line.request or wiring.http_request()
    bot = _bot(house.line, request)
    reader = SubmissionReader(house.fetcher, house.analyser, bot, house.clock)
    warm = (
        asyncio.create_task(house.analyser.warm_up()) if isinstance(house.analyser, ChildAnalyser) else None
    )
    await request.initialize()
    try:
        await Hand(house.database, house.do, Worker(house.do, reader, house.flow, house.clock)).run()
    finally:
        if warm is not None:
            warm.cancel()
        await request.shutdown()


def _bot(line: wiring.Line, request: BaseRequest) -> Bot:
    """Return what fetches files from Telegram, and does nothing else."""
    if line.server is None:
        return Bot(line.token, request=request)
    return Bot(line.token, line.server[0], line.server[1], request=request)


async def keep_time(house: House) -> None:
    """Be a clock until cancelled: plans, feeds, housekeeping; of several each round is made by one."""
    do, clock = house.do, house.clock
    desk = DigestDesk(do, house.flow, clock, lambda: None)
    ticker = wiring.make_ticker(house.settings, do, desk, house.flow, clock)
    keeper = Housekeeping(do, clock, house.settings.retention_days)
    feeds = FeedReader(do, house.fetcher, clock, lambda: None)
    warden = Warden(house.database, do, clock)
    warden.add("tick", "* * * * * */30", lambda: _tick(ticker, do, clock))
    warden.add("feeds", "* * * * * */30", lambda: _feeds(feeds, warden))
    warden.add("housekeeping", "17 * * * *", lambda: _tidy(keeper, house.flow))
    await warden.run()


async def _tick(ticker: Ticker, do: Transactions, clock: Callable[[], datetime]) -> None:
    """Make what is due, and what a process that is gone had only reserved."""
    await ticker.tick()
    left = await do.read(lambda session: digests.left(session, clock() - RESUMED_AFTER))
    await ticker.resume(left)


async def _feeds(feeds: FeedReader, warden: Warden) -> None:
    if await feeds.look():
        await warden.announce_new()


async def _tidy(keeper: Housekeeping, flow: Flow) -> None:
    await keeper.tidy()
    await flow.recover()


async def face(house: House, page: str) -> Ending:
    """Be the face: the only one at a time, a second one waits for the first one's end."""
    lead = Lead(house.database, "face")
    try:
        await _wait_for_lead(lead)
        async with opened(house.database) as app:
            return await _face(house, app, lead, page)
    except InvalidToken:
        return Ending.TOKEN
    finally:
        lead.give_back()


async def _face(house: House, app: App, lead: Lead, page: str) -> Ending:
    def hire(do: Transactions, reader: Reader, flow: Flow, clock: Callable[[], datetime]) -> Worker:
        return Dispatcher(do, reader, flow, clock, app, conninfo(house.database.url))

    bot = wiring.build_application(
        house.settings,
        house.flow,
        house.database,
        house.clock,
        house.fetcher,
        house.analyser,
        house.line,
        hire,
    )
    try:
        await bot.start()
        wiring.say(
            notice("trial", url=page) if page else notice("on_telegram", name=bot.application.bot.name)
        )
        return await _first_of([bot.watch(), _lose(lead)])
    finally:
        await bot.stop()


async def _asked(lead: Lead) -> bool:
    """Ask for the lead; whoever is cancelled meanwhile knows that the question has ended."""
    question = asyncio.ensure_future(asyncio.to_thread(lead.take))
    try:
        return await asyncio.shield(question)
    except asyncio.CancelledError:
        await asyncio.gather(question, return_exceptions=True)
        raise


async def _wait_for_lead(lead: Lead) -> None:
    told = False
    while True:
        try:
            if await _asked(lead):
                return
        except StorageError as error:
            _log.warning("lead_not_asked", problem=str(error.problem))
        if not told:
            _log.info("another_face_is_there")
        told = True
        await asyncio.sleep(LEAD_EVERY)


async def _lose(lead: Lead) -> Ending:
    """Return when another process has become the face, which is what an outage of the server may lead to."""
    while True:
        await asyncio.sleep(LEAD_EVERY)
        try:
            if not await _asked(lead):
                _log.error("another_process_became_the_face")
                return Ending.CONFLICT
        except StorageError as error:
            _log.warning("lead_not_asked", problem=str(error.problem))
