"""The work of many processes, by procrastinate: who announces it, who does it, and what is done once for all.

A job says where to look; the row says whether there is something to do.  So a job that comes twice, or late,
or from a process that died, does no harm, and ``Warden.sweep`` makes jobs for rows that have none.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

import psycopg
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from sqlmodel import Session

from bot.background import place_of
from bot.flow import codec
from bot.transactions import Transactions
from bot.work import Reader, Result, TakesIn, Worker
from config.cluster import (
    ANNOUNCED_AT_ONCE,
    DEAD_AFTER,
    HEARD_WITHIN,
    JOB_CONNECTIONS,
    LONGEST_WAIT,
    LOOK_EVERY,
    SHUTDOWN_SECONDS,
    SWEEP_AFTER,
    SWEEP_EVERY,
)
from config.delivery import MOST_INTERRUPTIONS, WORKERS
from storage import Database, StorageError, jobs, submissions
from storage.jobs import Waiting
from storage.postgres import conninfo
from storage.submissions import CRASHED
from storage.tables import Submission

_log = structlog.get_logger(__name__)

TAKE_IN, WORK, ROUNDS = "take_in", "work", "rounds"
# What a server that is away has been seen to raise through procrastinate and its driver.
AWAY = (ConnectorException, psycopg.Error, OSError)
_FIRST_WAIT = 0.5
_LOWEST = -1000
_LOOKED_AT = 5000


def open_app(database: Database) -> App:
    """Return procrastinate's entry to the jobs of a store; to be opened before it is used."""
    options = {"options": f"-c search_path={jobs.SCHEMA},public", "application_name": "lagebild jobs"}
    connector = PsycopgConnector(
        conninfo=conninfo(database.url), kwargs=options, min_size=1, max_size=JOB_CONNECTIONS, timeout=10.0
    )
    return App(connector=connector)


@asynccontextmanager
async def opened(database: Database) -> AsyncIterator[App]:
    """Give an opened entry to the jobs; it is closed in any case, also where opening it is broken off.

    The library leaves it half open then, with tasks that no cancellation ends: the process would not end.
    """
    app = open_app(database)
    try:
        await app.open_async()
        yield app
    finally:
        await app.close_async()


async def announce(app: App, found: Iterable[Waiting], wait: timedelta | None = None) -> int:
    """Make jobs for submissions that have none waiting; return how many.

    Everybody's first submission comes before everybody's second, as far as they wait together.
    """
    made = 0
    for one in found:
        name = jobs.name_of(one.key)
        later: dict[str, Any] = {"schedule_in": {"seconds": int(wait.total_seconds()) + 1}} if wait else {}
        task = app.configure_task(
            TAKE_IN,
            queue=WORK,
            queueing_lock=name,
            priority=max(-one.turn, _LOWEST),
            **later,
        )
        with suppress(AlreadyEnqueued):
            await task.defer_async(key=one.key)
            made += 1
    return made


class Dispatcher(Worker):
    """Stands where a worker stands, and has others do the work: announces it, and hears what became of it."""

    def __init__(  # noqa: PLR0917 - the wiring takes its collaborators
        self,
        transactions: Transactions,
        reader: Reader,
        flow: TakesIn,
        now: Callable[[], datetime],
        app: App,
        listen: str,
    ) -> None:
        """Take what a worker takes, the jobs, and how to reach the server for listening."""
        super().__init__(transactions, reader, flow, now)
        self._app = app
        self._listen = listen
        self._announced = 0
        self._open: set[int] = set()
        self._late: dict[int, Submission] = {}  # what was told before it was heard of

    async def recover(self) -> list[Submission]:
        """Do nothing: what is being worked on is worked on by others."""
        return []

    async def run(self) -> None:
        """Announce and hear until ``stop``."""
        hearing = asyncio.create_task(self._hear())
        try:
            while not self._stopping:
                try:
                    await self.step()
                except (StorageError, *AWAY) as error:
                    _log.error("announcing_waits_for_store", error=type(error).__name__)
                await self._pause()
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    async def step(self) -> None:
        """Announce what has come since the last time, and tell of what has ended."""
        async with self._turn:
            new = await self._do.read(
                lambda session: jobs.waiting(session, self._announced, ANNOUNCED_AT_ONCE)
            )
            await announce(self._app, new)
            if new:
                self._announced = new[-1].key
                self._open |= {one.key for one in new}
            await self._look()
        if len(new) == ANNOUNCED_AT_ONCE:
            self.wake()

    async def drain(self) -> None:
        """Wait until others have done all that was announced."""
        await self.step()
        while self._open:
            await asyncio.sleep(0.05)
            await self.step()

    async def stop(self) -> None:
        """End; what was announced is done without this process."""
        self._stopping = True
        self._wake.set()

    async def _look(self) -> None:
        """Tell of what has ended: at once where it was heard of, a moment later where nothing came."""
        asked = sorted(self._open)[:_LOOKED_AT]
        ended = await self._do.read(lambda session: submissions.ended(session, asked)) if asked else []
        unheard = self._now() - HEARD_WITHIN
        for row in ended:
            key = row.id or 0
            heard = key in self._results
            if heard or row.done_at is None or row.done_at < unheard:
                self._open.discard(key)
                self.changed(row)
                if not heard:
                    self._late[key] = row

    async def _hear(self) -> None:
        """Listen for what workers tell, again and again: who looks every second misses little meanwhile."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._listen, autocommit=True) as line:
                    await line.execute(f"LISTEN {jobs.DONE}")
                    async for note in line.notifies():
                        self._note(note.payload)
            except AWAY as error:
                _log.warning("listening_waits_for_store", error=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)

    def _note(self, message: str) -> None:
        key, result = codec.load(tuple[int, Result], message)
        if key in self._open:
            self._remember(key, result)
            self.wake()
        elif key in self._late:
            self._remember(key, result)
            self.changed(self._late.pop(key))


class Hand:
    """Does the work that was announced, in one process of as many as there are."""

    def __init__(self, database: Database, do: Transactions, worker: Worker) -> None:
        """Take the store, and who works."""
        self._database = database
        self._do = do
        self._worker = worker
        self._told: set[asyncio.Task[None]] = set()
        worker.changed = self._tell

    async def run(self) -> None:
        """Work until cancelled; a server that is away is asked again and again."""

        async def once(app: App) -> None:
            app.task(name=TAKE_IN, queue=WORK)(self._take)
            self._app = app
            await app.run_worker_async(
                queues=[WORK],
                concurrency=WORKERS,
                install_signal_handlers=False,
                shutdown_graceful_timeout=SHUTDOWN_SECONDS,
                delete_jobs="always",
                fetch_job_polling_interval=LOOK_EVERY,
            )

        await keep_at_it(self._database, once)

    async def _take(self, key: int) -> None:
        wait = await self._worker.take(key)
        if wait is not None:
            await announce(self._app, [Waiting(key, 0)], wait)

    def _tell(self, submission: Submission) -> None:
        key = submission.id or 0
        task = asyncio.create_task(self._send(key, self._worker.result_of(key)))
        self._told.add(task)
        task.add_done_callback(self._told.discard)

    async def _send(self, key: int, result: Result | None) -> None:
        message = codec.dump(tuple[int, Result], (key, result or Result()))
        try:
            await self._do.write(lambda session: jobs.tell(session, message))
        except StorageError as error:  # who asked looks for himself
            _log.info("end_not_told", problem=str(error.problem))


class Warden:
    """What has to be done once for all processes, at each of its times: by whoever takes the slot."""

    def __init__(self, database: Database, do: Transactions, now: Callable[[], datetime]) -> None:
        """Take the store and the clock."""
        self._database = database
        self._do = do
        self._now = now
        self._rounds: dict[str, tuple[str, Callable[[], Awaitable[object]]]] = {}
        self._app: App | None = None
        self.add("sweep", f"* * * * * */{SWEEP_EVERY}", self.sweep)

    def add(self, name: str, cron: str, work: Callable[[], Awaitable[object]]) -> None:
        """Have ``work`` done at the times of ``cron`` (seconds last)."""
        self._rounds[name] = (cron, work)

    async def run(self) -> None:
        """Make the rounds until cancelled."""

        async def once(app: App) -> None:
            self._app = app
            for name, (cron, work) in self._rounds.items():
                task = app.task(name=name, queue=ROUNDS, queueing_lock=name, lock=name)(_round(name, work))
                app.periodic(cron=cron)(task)
            freeing = asyncio.create_task(_free_rounds(app))
            try:
                await app.run_worker_async(
                    queues=[ROUNDS],
                    concurrency=len(self._rounds),
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=SHUTDOWN_SECONDS,
                    delete_jobs="always",
                    fetch_job_polling_interval=LOOK_EVERY,
                )
            finally:
                freeing.cancel()
                await asyncio.gather(freeing, return_exceptions=True)

        await keep_at_it(self._database, once)

    async def announce_new(self) -> None:
        """Make jobs at once for what one of the rounds has stored."""
        if self._app is not None:
            await announce(
                self._app, await self._do.read(lambda session: self._missing(session, timedelta()))
            )

    async def sweep(self) -> int:
        """Free what dead processes worked on, make jobs for rows that have none; return how many were made.

        Raises:
            StorageError: the store cannot be used; the next round does the work.
        """
        if self._app is None:
            return 0
        stalled = await _stalled(self._app, WORK)
        lost = [key for job in stalled if isinstance(key := job.task_kwargs.get("key"), int)]
        await self._do.write(lambda session: self._free(session, lost))
        await _close(self._app, stalled)  # last, since it is by them that rows are found
        return await announce(
            self._app, await self._do.read(lambda session: self._missing(session, SWEEP_AFTER))
        )

    def _free(self, session: Session, lost: list[int]) -> None:
        """Queue again what dead processes worked on, also where no job tells of it any more."""
        every = [*lost, *jobs.orphans(session, ANNOUNCED_AT_ONCE)]
        poison = submissions.interrupted(session, every, MOST_INTERRUPTIONS, CRASHED, self._now())
        if every:
            _log.warning(
                "work_of_dead_processes_freed", number=len(every), given_up=[row.id for row in poison]
            )

    def _missing(self, session: Session, age: timedelta) -> list[Waiting]:
        return jobs.without_job(session, self._now() - age, ANNOUNCED_AT_ONCE)


async def _stalled(app: App, queue: str) -> list[Job]:
    """Return the jobs that dead processes were at."""
    seconds = DEAD_AFTER.total_seconds()
    return [*await app.job_manager.get_stalled_jobs(queue=queue, seconds_since_heartbeat=seconds)]


async def _close(app: App, stalled: Iterable[Job]) -> None:
    """Remove the jobs of dead processes; another process may have been quicker, or will be."""
    for job in stalled:
        with suppress(ConnectorException):
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)


async def _free_rounds(app: App) -> None:
    """Remove again and again the rounds that dead processes were at, which would keep all later ones waiting.

    No round can do that: one that waits for a dead one of its own kind waits for ever.
    """
    while True:
        await asyncio.sleep(SWEEP_EVERY)
        try:
            await _close(app, await _stalled(app, ROUNDS))
        except AWAY as error:
            _log.warning("rounds_not_freed", error=type(error).__name__)


def _round(name: str, work: Callable[[], Awaitable[object]]) -> Callable[[int], Awaitable[None]]:
    async def once(timestamp: int) -> None:
        try:
            await work()
        except StorageError as error:
            _log.error("round_waits_for_store", round=name, at=timestamp, problem=str(error.problem))

    return once


async def keep_at_it(database: Database, once: Callable[[App], Awaitable[None]]) -> None:
    """Run something on the jobs until it is cancelled; a server that is away is asked again and again."""
    wait = _FIRST_WAIT
    while True:
        try:
            async with opened(database) as app:
                wait = _FIRST_WAIT
                await once(app)
            if _is_cancelled():
                return
            _log.warning("jobs_begin_again", seconds=wait)  # a lost listener ends the library's worker
        except AWAY as error:
            _log.error("jobs_wait_for_store", error=type(error).__name__, place=place_of(error), seconds=wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def _is_cancelled() -> bool:
    """Tell whether the running task is asked to end; the library's worker returns then as well."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
