"""The parts of the program on one database server: who takes in, who works, who keeps time, and who dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot import roles
from bot.app import Line
from bot.delivery import REQUEST, DigestDesk, Order
from bot.errands import Hand, Warden, opened
from bot.flow import Flow, utc_now
from bot.metrics import StoreCollector
from bot.roles import House as Parts
from bot.transactions import Transactions
from bot.trial.inbound import Inbound
from bot.trial.request import TrialRequest
from bot.trial.world import World
from bot.work import Worker
from config import Settings
from config.delivery import MOST_INTERRUPTIONS
from storage import Database, chats, jobs, submissions
from storage.digests import PLAN
from storage.leading import Lead
from storage.tables import Article, Submission, SubmissionState
from storage.writes import key_of
from tests.bot.conftest import ADMIN, NOW, Clock, Extracting, Web
from tests.flow.fakes import FakeEngine, compare
from tests.postgres import Server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.timeout(300),
    # A part that is cancelled leaves a thread behind that reads to its end; no process is left with it.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    with server.database() as made:
        database = Database(made)
        jobs.prepare(database)
        database.close()
        yield made


class Cluster:
    """Processes as they are in a test: parts that share nothing but the server, Telegram and the web."""

    def __init__(self, url: str, tmp_path) -> None:
        self.url = url
        self.world = World()
        self.people = Inbound(self.world)
        self.web = Web()
        self.settings = Settings(data_dir=tmp_path, admins=(ADMIN,))
        self.ada = self.world.user("Ada", user_id=ADMIN)
        self.chat = self.world.private(self.ada)

    def parts(self, **more) -> Parts:
        database, analyser = Database(self.url), Extracting()
        do = Transactions(database)
        clock = roles.ServerClock(do)
        flow = Flow(
            database,
            analyser,
            zone=ZoneInfo("Europe/Berlin"),
            clock=clock,
            engine=FakeEngine(),
            compare=compare,
        )
        line = Line(
            self.world.token,
            request=TrialRequest(self.world),
            polling=TrialRequest(self.world),
            everybody=True,
        )
        values = {"fetcher": self.web, "analyser": analyser, "line": line} | more
        return Parts(self.settings, database, do, clock, flow, **values)

    @asynccontextmanager
    async def running(self, part, **more) -> AsyncIterator[asyncio.Task]:
        house = self.parts(**more)
        task = asyncio.create_task(part(house))
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            house.database.close()

    def texts(self) -> list[str]:
        return [message.get("text", "") for message in self.world.sent(self.chat)]

    def rows(self, table):
        database = Database(self.url)
        with database.reading() as session:
            found = session.exec(select(table)).all()
        database.close()
        return found

    async def until(self, condition, seconds: float = 60) -> None:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - any state of the world may be waited for
                await asyncio.sleep(0.05)


@pytest.fixture
def cluster(url: str, tmp_path) -> Cluster:
    return Cluster(url, tmp_path)


def face(house: Parts):
    return roles.face(house, "")


async def test_a_link_goes_from_the_face_to_a_worker_and_its_answer_back(cluster: Cluster) -> None:
    link = cluster.web.publish("https://kurier.example/1", "Deich bricht", "Amt > asserts > Deich bricht")
    async with cluster.running(face), cluster.running(roles.work):
        cluster.people.write(cluster.chat, link)
        with suppress(TimeoutError):
            await cluster.until(lambda: any("neue Kernaussage" in text for text in cluster.texts()), 30)
    assert any("neue Kernaussage" in text for text in cluster.texts()), cluster.texts()
    assert [row.state for row in cluster.rows(Submission)] == [SubmissionState.STORED]
    cluster.world.check()


async def test_many_links_are_shared_by_two_workers_and_each_is_done_once(cluster: Cluster) -> None:
    links = [
        cluster.web.publish(f"https://blatt{n}.example/{n}", f"Thema{n} bewegt", f"S{n} > asserts > Sache{n}")
        for n in range(12)
    ]
    async with cluster.running(face), cluster.running(roles.work), cluster.running(roles.work):
        for link in links:
            cluster.people.write(cluster.chat, link)
        await cluster.until(lambda: [row.state for row in cluster.rows(Submission)].count("stored") == 12)
    assert len(cluster.rows(Article)) == 12
    assert sorted(cluster.web.fetched) == sorted(links)


async def test_what_waits_is_done_when_a_worker_comes(cluster: Cluster) -> None:
    link = cluster.web.publish("https://kurier.example/1", "Deich bricht", "Amt > asserts > Deich bricht")
    async with cluster.running(face):
        cluster.people.write(cluster.chat, link)
        await cluster.until(lambda: len(cluster.rows(Submission)) == 1)
        await asyncio.sleep(1.5)
        assert [row.state for row in cluster.rows(Submission)] == ["queued"]
        async with cluster.running(roles.work):
            await cluster.until(lambda: any("gespeichert" in text for text in cluster.texts()))


async def test_a_worker_that_is_stopped_gives_back_what_it_was_at(cluster: Cluster) -> None:
    link = cluster.web.publish("https://kurier.example/1", "Deich bricht", "Amt > asserts > Deich bricht")
    cluster.web.gate = asyncio.Event()
    async with cluster.running(face), cluster.running(roles.keep_time):
        async with cluster.running(roles.work):
            cluster.people.write(cluster.chat, link)
            await cluster.until(lambda: cluster.web.fetched)
        (row,) = cluster.rows(Submission)
        assert (row.state, row.tries, row.interrupted) == ("queued", 0, 0)
        cluster.web.gate.set()
        async with cluster.running(roles.work):  # the clock has noticed that nobody knows of it
            await cluster.until(lambda: cluster.rows(Submission)[0].state == "stored", 90)


async def test_what_dead_workers_were_at_is_freed_and_at_last_set_aside(cluster: Cluster) -> None:
    house = cluster.parts()
    row = Submission(
        chat_id=-1, message_id=1, ordinal=0, kind="url", payload="https://x.example/", received_at=NOW
    )
    with house.database.writing() as session:
        submissions.put(session, row)
    for number in range(1, MOST_INTERRUPTIONS + 1):
        with house.database.writing() as session:
            assert submissions.claim(session, row.id or 0)
            submissions.interrupted(session, [row.id or 0], MOST_INTERRUPTIONS, "crashed", NOW)
        (now,) = cluster.rows(Submission)
        assert now.interrupted == number
    assert (now.state, now.problem) == ("failed", "crashed")
    status = house.flow.status_now(NOW)
    assert status.aside == (row.id,)
    house.database.close()


async def test_a_killed_workers_job_is_found_by_its_heart_and_done_by_another(
    cluster: Cluster, monkeypatch
) -> None:
    """The process is played: its job stands as begun, and its heart has not beaten for a while."""
    monkeypatch.setattr("bot.errands.DEAD_AFTER", timedelta(seconds=1))
    link = cluster.web.publish("https://kurier.example/1", "Deich bricht", "Amt > asserts > Deich bricht")
    async with cluster.running(face):
        cluster.people.write(cluster.chat, link)
        await cluster.until(lambda: len(cluster.rows(Submission)) == 1)
        await asyncio.sleep(1.5)
        house = cluster.parts()
        with house.database.writing() as session:
            claimed = submissions.claim(session, cluster.rows(Submission)[0].id)
            connection = session.connection()
            connection.exec_driver_sql("SET LOCAL search_path TO jobs, public")
            connection.exec_driver_sql(
                "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            )
            connection.exec_driver_sql(
                "UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id ="
                " (SELECT max(id) FROM jobs.procrastinate_workers) WHERE task_name = 'take_in'"
            )
        assert claimed
        house.database.close()
        async with cluster.running(roles.keep_time), cluster.running(roles.work):
            await cluster.until(lambda: cluster.rows(Submission)[0].state == "stored", 90)
    assert cluster.rows(Submission)[0].interrupted == 1


async def test_a_clock_killed_in_a_round_does_not_keep_the_next_ones_from_it(
    cluster: Cluster, monkeypatch
) -> None:
    """A sweep that a dead process was at holds its lock, and no sweep can start that would free it."""
    monkeypatch.setattr("bot.errands.SWEEP_EVERY", 1)
    house = cluster.parts()
    with house.database.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )
        connection.exec_driver_sql("SET LOCAL search_path TO jobs, public")
        connection.exec_driver_sql(
            "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, lock, status, worker_id) VALUES"
            " ('rounds', 'sweep', 'sweep', 'doing', (SELECT max(id) FROM jobs.procrastinate_workers))"
        )
    put = Submission(
        chat_id=-1, message_id=1, ordinal=0, kind="url", payload="https://x.example/", received_at=NOW
    )
    with house.database.writing() as session:
        submissions.put(session, put)
    with house.database.writing() as session:
        assert submissions.claim(session, put.id or 0)  # by a process that died before it could tell
    async with cluster.running(roles.keep_time):
        await cluster.until(lambda: cluster.rows(Submission)[0].state == "queued", 60)
    assert cluster.rows(Submission)[0].interrupted == 1
    house.database.close()


async def test_only_one_of_two_faces_speaks_and_the_other_takes_over(cluster: Cluster) -> None:
    async with cluster.running(face) as first:
        await cluster.until(lambda: cluster.world.calls)
        async with cluster.running(face):
            await asyncio.sleep(1.5)
            before = len(cluster.world.calls)
            assert "getMe" in str(cluster.world.calls[0])
            first.cancel()
            with suppress(asyncio.CancelledError):
                await first
            await cluster.until(lambda: any("getMe" in str(call) for call in cluster.world.calls[before:]))
            cluster.people.write(cluster.chat, "/status")
            await cluster.until(lambda: any("Stand" in text for text in cluster.texts()))


def test_a_lead_ends_with_its_connection(url: str) -> None:
    stores = [Database(url) for _ in range(2)]
    first, second = (Lead(store, "face") for store in stores)
    assert first.take()
    assert first.take()
    assert not second.take()
    first.give_back()
    assert second.take()
    assert not first.take()
    first.give_back()
    second.give_back()
    for store in stores:
        store.close()


async def test_of_several_clocks_one_makes_each_round(cluster: Cluster) -> None:
    made: list[str] = []

    def clock(name: str):
        async def run(house: Parts) -> None:
            warden = Warden(house.database, house.do, house.clock)
            warden.add("tick", "* * * * * */1", lambda: note(name))
            await warden.run()

        async def note(name: str) -> None:
            made.append(name)

        return run

    async with cluster.running(clock("a")), cluster.running(clock("b")), cluster.running(clock("c")):
        await asyncio.sleep(6)
    assert 3 <= len(made) <= 8  # not three times as many


async def test_all_go_by_the_servers_time(cluster: Cluster) -> None:
    house = cluster.parts()
    wrong = Clock()  # months behind
    clock = roles.ServerClock(house.do, wrong)
    await clock.adjust()
    with house.database.reading() as session:
        assert abs(jobs.server_time(session) - clock()) < timedelta(seconds=5)
    house.database.close()


async def test_an_outage_of_the_server_loses_nothing(server: Server, cluster: Cluster) -> None:
    links = [
        cluster.web.publish(f"https://blatt{n}.example/{n}", f"Thema{n} bewegt", f"S{n} > asserts > Sache{n}")
        for n in range(4)
    ]
    async with (
        cluster.running(face) as met,
        cluster.running(roles.work) as worked,
        cluster.running(roles.keep_time) as kept,
    ):
        cluster.people.write(cluster.chat, links[0])
        await cluster.until(
            lambda: cluster.rows(Submission) and cluster.rows(Submission)[0].state == "stored"
        )
        server.stop()
        for link in links[1:]:
            cluster.people.write(cluster.chat, link)
        await asyncio.sleep(3)
        server.start()
        await cluster.until(lambda: [row.state for row in cluster.rows(Submission)].count("stored") == 4, 90)
        assert not any(part.done() for part in (met, worked, kept))
    assert len(cluster.rows(Article)) == 4


def test_a_store_that_is_away_at_the_start_is_waited_for(server: Server, url: str, capsys) -> None:
    server.stop()
    database = Database(url)
    waits: list[float] = []

    def rest(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            server.start()

    roles.wait_for(database, rest)
    database.close()
    assert len(waits) >= 2
    assert "Der Datenbankserver antwortet nicht" in capsys.readouterr().err


def test_figures_tell_of_jobs_and_workers(url: str) -> None:
    database = Database(url)
    with database.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql("INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now())")
    told = {metric.name: metric for metric in StoreCollector(database, utc_now).collect()}
    assert told["lagebild_workers"].samples[0].value == 1
    assert {one.labels["state"]: one.value for one in told["lagebild_jobs"].samples} == {
        "todo": 0,
        "doing": 0,
    }
    database.close()


async def test_a_worker_is_fair_to_those_who_send_little(cluster: Cluster) -> None:
    house = cluster.parts()
    with house.database.writing() as session:
        for number in range(5):
            row = Submission(
                chat_id=1,
                user_id=1,
                message_id=number + 1,
                ordinal=0,
                kind="url",
                payload="x",
                received_at=NOW,
            )
            submissions.put(session, row)
        row = Submission(
            chat_id=2, user_id=2, message_id=1, ordinal=0, kind="url", payload="x", received_at=NOW
        )
        submissions.put(session, row)
    with house.database.reading() as session:
        assert [one.turn for one in jobs.waiting(session, 0, 100)] == [1, 2, 3, 4, 5, 1]
    house.database.close()
    assert Hand(house.database, house.do, Worker(house.do, None, house.flow, house.clock))  # type: ignore[arg-type]


async def test_what_two_processes_make_for_one_chat_at_once_is_told_once(cluster: Cluster) -> None:
    first, second = cluster.parts(), cluster.parts()
    with first.database.writing() as session:
        chat = key_of(chats.register(session, cluster.chat.id, "private", "", NOW))
    mine, yours = (DigestDesk(one.do, one.flow, one.clock, lambda: None) for one in (first, second))
    begun = await asyncio.gather(
        mine.reserve(Order(chat, "request-1", REQUEST)), yours.reserve(Order(chat, "2026-05-04T18:00", PLAN))
    )
    (made,) = [one for one in begun if one.digest_id is not None]
    (other,) = [one for one in begun if one.digest_id is None]
    assert other.busy
    await mine.write(made.digest_id or 0)
    assert (await yours.reserve(Order(chat, "2026-05-04T18:00", PLAN))).digest_id is not None
    for one in (first, second):
        one.database.close()


async def test_a_stop_while_the_jobs_are_opened_leaves_nothing_behind(url: str) -> None:
    """What the library leaves half open has tasks that no cancellation ends."""
    database = Database(url)

    async def open_and_wait() -> None:
        async with opened(database):
            await asyncio.sleep(60)

    others = asyncio.all_tasks()
    for turns in range(40):
        task = asyncio.create_task(open_and_wait())
        for _ in range(turns):
            await asyncio.sleep(0.001)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() - others == set()
    database.close()
