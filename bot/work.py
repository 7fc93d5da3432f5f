"""The work on what was sent in: fetch, extract, take in; rows in, results out, and never two at once.

Everything that waits is a row.  A submission is claimed by a conditional update, tried at most three times,
and taken up again after a restart.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlmodel import Session

from bot.background import place_of
from bot.flow import Outcome, Stored
from bot.links import Origin
from bot.reading import PASSING
from bot.transactions import Transactions
from config.delivery import (
    FLOOD,
    FLOOD_RESTS,
    MOST_INTERRUPTIONS,
    SPLIT_PIECE,
    SPLIT_WAIT,
    SUSPECT_RESTS,
    SUSPECTED,
    WORK_BACKOFF,
    WORK_TRIES,
    WORKERS,
)
from storage import StorageError, submissions
from storage.submissions import CRASHED
from storage.tables import Submission, SubmissionKind, SubmissionState
from summaries.intake.problem import IntakeError
from summaries.model import Document

_log = structlog.get_logger(__name__)

_IDLE_SECONDS = 1.0
_REMEMBERED = 2000


class Reader(Protocol):
    """Makes a document of a submission."""

    async def read(self, submission: Submission) -> Document:
        """Return the article behind a link, text or file.

        Raises:
            IntakeError: there is none.
        """
        ...


class TakesIn(Protocol):
    """The part of the flow that the worker needs."""

    async def take_in(self, document: Document, *, origin: str | None = None) -> Stored:
        """Store an article with everything that is made of it."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a submission: an article, or a problem with its facts."""

    stored: Stored | None = None
    problem: str | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


class Worker:
    """Works on submissions, a few at a time."""

    def __init__(
        self,
        transactions: Transactions,
        reader: Reader,
        flow: TakesIn,
        now: Callable[[], datetime],
        *,
        workers: int = WORKERS,
    ) -> None:
        """Take what the work needs."""
        self._do = transactions
        self._reader = reader
        self._flow = flow
        self._now = now
        self.changed: Callable[[Submission], None] = lambda _: None  # is told of each end
        self.rests_for: Callable[[], int] = lambda: 0  # returns how many messages wait to be taken in
        self._workers = workers
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._running: dict[asyncio.Task[Result], Submission] = {}
        self._not_before: dict[int, datetime] = {}
        self._results: OrderedDict[int, Result] = OrderedDict()
        self._served: OrderedDict[int, int] = OrderedDict()
        self._turns = 0
        self._stopping = False
        self._flooded_since: datetime | None = None
        self._began = now()

    def wake(self) -> None:
        """Look for work now."""
        self._wake.set()

    def result_of(self, submission_id: int) -> Result | None:
        """Return what became of a submission, as far as this process remembers."""
        return self._results.get(submission_id)

    async def recover(self) -> list[Submission]:
        """After a start: queue again what the dead process worked on; return what now counts as failed."""
        return await self._do.write_surely(
            lambda session: submissions.recover(session, MOST_INTERRUPTIONS, CRASHED, self._now())
        )

    async def run(self) -> None:
        """Work until ``stop``; what is left then are rows that the next start takes up."""
        while not self._stopping:
            try:
                await self.step()
            except StorageError as error:
                _log.error("worker_waits_for_store", problem=str(error.problem))
            await self._pause()

    async def step(self) -> None:
        """Start as much work as may run, and settle what has ended."""
        async with self._turn:
            await self._step()

    async def _step(self) -> None:
        await self._settle_done()
        free = self._places() - len(self._running)
        if free <= 0 or self._stopping:
            return
        for submission in await self._do.read(lambda session: self._choose(session, free)):
            key = submission.id or 0
            if await self._do.write(lambda session, key=key: submissions.claim(session, key)):  # type: ignore[misc]
                task = asyncio.create_task(self._work(submission))
                task.add_done_callback(lambda _: self._wake.set())
                self._running[task] = submission

    async def take(self, key: int) -> timedelta | None:
        """Work on one submission, unless somebody else does; return after what time it is to be tried again.

        Raises:
            StorageError: the store cannot be used; the submission waits.
        """
        submission = await self._do.read(lambda session: submissions.find(session, key))
        if submission is None or submission.state is not SubmissionState.QUEUED:
            return None
        if not self._is_ready(submission):
            return max(self._not_before.get(key, self._now()) - self._now(), SPLIT_WAIT)
        if not await self._do.write(lambda session: submissions.claim(session, key)):
            return None
        task = asyncio.create_task(self._work(submission))
        self._running[task] = submission
        try:
            await asyncio.wait([task])
            await self._settle_done([task])
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._running.pop(task, None)
            await asyncio.shield(self._release([key]))
            raise
        left = self._not_before.get(key)
        return None if left is None else max(left - self._now(), timedelta())

    async def drain(self) -> None:
        """Work until nothing waits that could be worked on now."""
        await self.step()
        while self._running:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            await self.step()

    async def stop(self) -> None:
        """Give up what runs and queue it again, for the next start."""
        self._stopping = True
        self._wake.set()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        given_up = [row.id for row in self._running.values() if row.id is not None]
        self._running.clear()
        await self._release(given_up)

    async def _release(self, given_up: list[int]) -> None:
        try:
            await self._do.write(lambda session: submissions.release(session, given_up))
        except StorageError as error:
            _log.warning("work_not_released", problem=str(error.problem))

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_SECONDS):  # unlike wait_for it never swallows a cancellation
                await self._wake.wait()
        self._wake.clear()

    def _places(self) -> int:
        """Return how many may run: none while many messages wait to be taken in, and after a while one."""
        now = self._now()
        if self.rests_for() <= FLOOD:
            self._flooded_since = None
            return self._workers
        if self._flooded_since is None:
            self._flooded_since = now
        return 0 if now - self._flooded_since < FLOOD_RESTS else 1

    def _choose(self, session: Session, free: int) -> list[Submission]:
        """Return what to start: ready now, and no address that is being read already.

        What two processes ended with is read alone, so that nothing else comes under suspicion.
        """
        if any(map(_is_suspect, self._running.values())):
            return []
        busy = {one.canonical_url for one in self._running.values() if one.canonical_url}
        ready = [one for one in submissions.waiting(session) if self._is_ready(one)]
        suspects = [one for one in ready if _is_suspect(one)]
        if suspects:
            return [] if self._running else suspects[:1]
        chosen: list[Submission] = []
        for submission in sorted(ready, key=lambda one: self._served.get(_sender(one), 0)):
            if len(chosen) < free and submission.canonical_url not in busy:
                chosen.append(submission)
                busy.update([submission.canonical_url] if submission.canonical_url else [])
                self._note_served(_sender(submission))
        return chosen

    def _note_served(self, sender: int) -> None:
        """Remember whose turn it was, so that the next turn is somebody else's."""
        self._turns += 1
        self._served.pop(sender, None)
        self._served[sender] = self._turns
        while len(self._served) > _REMEMBERED:
            self._served.popitem(last=False)

    def _is_ready(self, submission: Submission) -> bool:
        now = self._now()
        if self._not_before.get(submission.id or 0, now) > now:
            return False
        if _is_suspect(submission) and now - self._began < SUSPECT_RESTS:
            return False
        cut = submission.kind is SubmissionKind.TEXT and len(submission.payload) >= SPLIT_PIECE
        return not cut or now - submission.received_at >= SPLIT_WAIT

    async def _work(self, submission: Submission) -> Result:
        origin = Origin.from_json(submission.origin).name if submission.origin else None
        try:
            document = await self._reader.read(submission)
            stored = await self._flow.take_in(document, origin=origin)
        except IntakeError as error:
            return Result(problem=error.problem.value, detail=error.detail)
        return Result(stored=stored)

    async def _settle_done(self, tasks: Iterable[asyncio.Task[Result]] | None = None) -> None:
        for task in [task for task in self._running if task.done()] if tasks is None else tasks:
            submission = self._running.pop(task)
            if task.cancelled():
                continue
            failure = task.exception()
            if failure is not None:
                _log.error(
                    "work_failed",
                    submission=submission.id,
                    error=type(failure).__name__,
                    place=place_of(failure),
                )
            result = task.result() if failure is None else Result(problem=CRASHED)
            await self._settle(submission, result, passing=failure is not None)

    async def _settle(self, submission: Submission, result: Result, *, passing: bool) -> None:
        """Write down what became of a submission; passing failures are tried again."""
        key, now = submission.id or 0, self._now()
        again = passing or result.problem in PASSING
        if again and await self._do.write_surely(lambda session: _put_back(session, key, result, now)):
            self._not_before[key] = now + WORK_BACKOFF[min(submission.tries, len(WORK_BACKOFF) - 1)]
            return
        if not again:
            await self._do.write_surely(lambda session: _finish(session, key, result, now))
        self._not_before.pop(key, None)
        self._remember(key, result)
        self.changed(submission)

    def _remember(self, key: int, result: Result) -> None:
        self._results[key] = result
        while len(self._results) > _REMEMBERED:
            self._results.popitem(last=False)


def _put_back(session: Session, key: int, result: Result, now: datetime) -> bool:
    return submissions.put_back(session, key, result.problem or CRASHED, WORK_TRIES, now)


def _finish(session: Session, key: int, result: Result, now: datetime) -> None:
    if result.stored is None:
        submissions.mark_failed(session, key, result.problem or CRASHED, now)
    elif result.stored.outcome is Outcome.DUPLICATE:
        submissions.mark_duplicate(session, key, result.stored.article_id, now)
    else:
        submissions.mark_stored(session, key, result.stored.article_id, now)


def _is_suspect(submission: Submission) -> bool:
    return submission.interrupted >= SUSPECTED


def _sender(submission: Submission) -> int:
    return submission.user_id or submission.chat_id


def is_open(submission: Submission) -> bool:
    """Tell whether a submission has not come to its end."""
    return submission.state in {SubmissionState.QUEUED, SubmissionState.WORKING}
