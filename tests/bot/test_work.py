"""The worker: a few at a time, three tries, nothing twice, nothing forgotten."""

from __future__ import annotations

import asyncio

from sqlmodel import select

from bot.flow import Stored
from bot.flow.results import Outcome
from bot.transactions import Transactions
from bot.work import Worker
from config.delivery import MOST_INTERRUPTIONS, SUSPECTED
from storage import articles, submissions
from storage.tables import Article, Revision, Submission, SubmissionKind, SubmissionState
from summaries.intake.problem import IntakeError, Problem

FAILED, STORED, QUEUED, WORKING = (
    SubmissionState.FAILED,
    SubmissionState.STORED,
    SubmissionState.QUEUED,
    SubmissionState.WORKING,
)


class Reading:
    """Reads what it is told to; blocks, fails or crashes where a test wants it."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self.asked: list[str] = []
        self.running = self.most = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def read(self, submission):
        self.asked.append(submission.payload)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await self.gate.wait()
            if self.errors:
                raise self.errors.pop(0)
        finally:
            self.running -= 1
        return submission


class Taking:
    def __init__(self, database, now) -> None:
        self.database, self.now, self.origins = database, now, []

    async def take_in(self, document, *, origin=None):
        self.origins.append(origin)
        with self.database.writing() as session:
            outlet = articles.outlet(session, "kurier.example", "Kurier")
            article = Article(
                outlet_id=outlet.id,
                title="x",
                published_at=self.now(),
                published_source="page",
                text_hash="",
                received_at=self.now(),
            )
            text_hash = document.payload
            revision = Revision(
                article_id=0, number=1, title="x", text="x", text_hash=text_hash, stored_at=self.now()
            )
            number = articles.add_article(session, article, revision).article.id
        return Stored(number, Outcome.NEW, "Kurier", "x", 1, "x", None, 1)


def make(house, **options):
    reading = Reading()
    taking = Taking(house.database, house.clock)
    worker = Worker(Transactions(house.database), reading, taking, house.clock, **options)
    return worker, reading


def put(house, *payloads: str, kind=SubmissionKind.URL, user: int = 1) -> None:
    with house.database.writing() as session:
        first = len(session.exec(select(Submission)).all())
        for number, payload in enumerate(payloads, start=first):
            row = Submission(
                chat_id=5,
                message_id=number,
                user_id=user,
                kind=kind,
                payload=payload,
                canonical_url=payload if kind is SubmissionKind.URL else None,
                received_at=house.clock(),
            )
            submissions.put(session, row)


def states(house):
    with house.database.reading() as session:
        return [row.state for row in session.exec(select(Submission).order_by(Submission.id))]


async def test_it_works_on_a_few_at_a_time(house):
    worker, reading = make(house, workers=3)
    put(house, *(f"https://a.example/{n}" for n in range(10)))
    reading.gate.clear()
    draining = asyncio.create_task(worker.drain())
    await house.until(lambda: reading.running == 3)
    reading.gate.set()
    await draining
    assert reading.most == 3
    assert states(house) == [STORED] * 10


async def test_it_rests_while_many_messages_arrive_and_goes_on_slowly_if_they_never_end(house):
    worker, reading = make(house, workers=3)
    put(house, *(f"https://a.example/{n}" for n in range(4)))
    waiting = 100
    worker.rests_for = lambda: waiting
    await worker.drain()
    assert reading.asked == []
    house.clock.forward(seconds=29)
    await worker.drain()
    assert reading.asked == []
    house.clock.forward(seconds=1)
    await worker.drain()
    assert (len(reading.asked), reading.most) == (4, 1)
    waiting = 0
    put(house, *(f"https://b.example/{n}" for n in range(4)), user=2)
    reading.gate.clear()
    draining = asyncio.create_task(worker.drain())
    await house.until(lambda: reading.running == 3)
    reading.gate.set()
    await draining


async def test_it_reads_one_address_once_at_a_time(house):
    worker, reading = make(house, workers=3)
    put(house, *["https://a.example/1"] * 3)
    await worker.drain()
    assert reading.most == 1
    assert len(reading.asked) == 3


async def test_it_serves_people_in_turn(house):
    worker, reading = make(house, workers=1)
    put(house, *(f"https://a.example/{n}" for n in range(3)), user=1)
    put(house, "https://b.example/0", user=2)
    await worker.drain()
    assert reading.asked.index("https://b.example/0") == 1


async def test_it_tries_a_crash_three_times_and_tells_then(house):
    worker, reading = make(house)
    ended = []
    worker.changed = ended.append
    put(house, "https://a.example/1")
    for tries in range(1, 4):
        reading.errors = [ZeroDivisionError()]
        await worker.drain()
        assert len(reading.asked) == tries
        assert states(house) == [FAILED if tries == 3 else QUEUED]
        assert len(ended) == (tries == 3)
        await worker.drain()  # not before its time
        house.clock.forward(minutes=1)
    assert worker.result_of(1).problem == "crashed"


async def test_it_tries_a_passing_problem_again(house):
    worker, reading = make(house)
    put(house, "https://a.example/1")
    reading.errors = [IntakeError(Problem.SERVER_ERROR)]
    await worker.drain()
    assert states(house) == [QUEUED]
    house.clock.forward(seconds=3)
    await worker.drain()
    assert states(house) == [STORED]


async def test_it_does_not_repeat_what_will_not_change(house):
    worker, reading = make(house)
    put(house, "https://a.example/1")
    reading.errors = [IntakeError(Problem.PAYWALL, {"host": "a.example"})]
    await worker.drain()
    assert states(house) == [FAILED]
    assert worker.result_of(1).detail == {"host": "a.example"}


async def test_it_takes_up_what_a_dead_process_left(house):
    worker, _ = make(house)
    put(house, "https://a.example/1", "https://a.example/2")
    with house.database.writing() as session:
        assert submissions.claim(session, 1)
        assert submissions.claim(session, 2)
        session.get(Submission, 2).interrupted = MOST_INTERRUPTIONS - 1
    assert [row.id for row in await worker.recover()] == [2]
    await worker.drain()
    assert states(house) == [STORED, FAILED]


async def test_it_reads_alone_what_several_processes_ended_with(house):
    worker, reading = make(house)
    put(house, *(f"https://a.example/{number}" for number in range(4)))
    with house.database.writing() as session:
        for key in (2, 3):
            session.get(Submission, key).interrupted = SUSPECTED
    await worker.step()
    await house.until(lambda: len(reading.asked) == 2)  # the others go first
    await worker.drain()
    assert states(house) == [STORED, QUEUED, QUEUED, STORED]
    house.clock.forward(minutes=2)
    reading.gate.clear()
    for expected in ("/1", "/2"):
        await worker.step()
        await house.until(lambda: reading.running)
        assert [url[-2:] for url in reading.asked][-1:] == [expected]
        assert len(worker._running) == 1
        reading.gate.set()
        await asyncio.wait(worker._running)
        reading.gate.clear()
    reading.gate.set()
    await worker.drain()
    assert states(house) == [STORED] * 4


async def test_no_number_of_kills_fails_what_is_only_waiting(house):
    worker, _ = make(house)
    put(house, "https://a.example/1")
    for _ in range(MOST_INTERRUPTIONS - 1):
        with house.database.writing() as session:
            assert submissions.claim(session, 1)
        assert await worker.recover() == []
    house.clock.forward(minutes=2)
    await worker.drain()
    assert states(house) == [STORED]


async def test_a_stop_leaves_work_for_the_next_start(house):
    worker, reading = make(house)
    put(house, "https://a.example/1")
    reading.gate.clear()
    await worker.step()
    await house.until(lambda: reading.running)
    await worker.stop()
    assert states(house) == [QUEUED]
    with house.database.reading() as session:
        assert submissions.get(session, 1).tries == 0
    again, _ = make(house)
    assert await again.recover() == []
    await again.drain()
    assert states(house) == [STORED]


async def test_it_waits_for_the_rest_of_a_cut_text(house):
    worker, reading = make(house)
    put(house, "Satz. " * 650, kind=SubmissionKind.TEXT)
    await worker.drain()
    assert reading.asked == []
    house.clock.forward(seconds=2.1)
    await worker.drain()
    assert len(reading.asked) == 1


async def test_it_forgets_old_results(house, monkeypatch):
    monkeypatch.setattr("bot.work._REMEMBERED", 2)
    worker, _ = make(house)
    put(house, *(f"https://a.example/{n}" for n in range(4)))
    await worker.drain()
    assert sum(worker.result_of(n) is not None for n in range(1, 5)) == 2
