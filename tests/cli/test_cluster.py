"""What compose.yaml starts, as processes: the same commands and settings on a server that the test runs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import srsly
from sqlmodel import select

from bot.trial.inbound import Inbound, from_channel
from bot.trial.server import Server as Telegram
from bot.trial.server import serve
from bot.trial.world import World
from config.cluster import Role
from storage import Database
from storage.tables import Article, Submission, SubmissionState
from tests.bot.test_webhook import free_port
from tests.frame.repository import ROOT, read
from tests.postgres import Server, binaries

COMPOSE = srsly.yaml_loads(read("compose.yaml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PARTS = {name: one for name, one in SERVICES.items() if "--role" in one.get("command", [])}
STOPS_WITHIN = 8.0
TEXTS = ("hafen-1", "bahn-1", "bruecke-1", "hafen-2", "bahn-2", "bruecke-2")


def test_the_profile_starts_every_part_by_its_name() -> None:
    assert {name: one["command"] for name, one in PARTS.items()} == {
        role.value: ["run", "--role", role.value] for role in Role if role is not Role.ALL
    }
    assert all(one["profiles"] == ["cluster"] for one in (*PARTS.values(), SERVICES["database"]))
    assert "profiles" not in SERVICES["bot"]
    assert PARTS["worker"]["deploy"] == {"replicas": 2}


def test_every_part_is_told_where_its_secrets_are() -> None:
    known = read(".env.example")
    for one in (*PARTS.values(), SERVICES["database"]):
        for name, value in one["environment"].items():
            assert name.startswith("POSTGRES_") or name.removesuffix("_FILE") in known
            if name.endswith("_FILE"):
                assert Path(value).parent == Path("/run/secrets")
                assert Path(value).name in one["secrets"]
        assert set(one["secrets"]) <= set(COMPOSE["secrets"])


@dataclass
class Cluster:
    """Processes with the settings of the compose file, on a server and a stand-in for Telegram."""

    url: str
    server: Telegram
    folder: Path
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        secret = self.folder / "database_url"
        secret.write_text(self.url)
        secret.chmod(0o600)
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LAGEBILD_")}
        return clean | {
            "LAGEBILD_DATABASE_URL_FILE": str(secret),
            "LAGEBILD_DATA_DIR": str(self.folder / "data"),
            "LAGEBILD_TELEGRAM_TOKEN": self.server.world.token,
            "LAGEBILD_API_BASE_URL": self.server.url,
            "LAGEBILD_ALLOWED_CHATS": "500001",
            "LAGEBILD_ADMINS": "500001",
        }

    async def start(self, name: str, **more: str) -> asyncio.subprocess.Process:
        """Start what the compose file starts under a name."""
        with (self.folder / f"log.{name}").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *PARTS[name]["command"],
                cwd=ROOT,
                env=self.settings | more,
                stdout=log,
                stderr=log,
            )
        self.running.append(process)
        return process

    def lagebild(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.settings, capture_output=True, text=True, check=False, timeout=100
        )

    def log(self, name: str) -> str:
        return (self.folder / f"log.{name}").read_text(encoding="utf-8")

    def states(self) -> list[SubmissionState]:
        return [row.state for row in self.rows(Submission)]

    def rows(self, table: Any) -> list[Any]:
        database = Database(self.url)
        with database.reading() as session:
            found = list(session.exec(select(table)).all())
        database.close()
        return found

    async def until(self, condition: Callable[[], object], seconds: float = 120) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - other processes
                    await asyncio.sleep(0.1)
        except TimeoutError:
            logs = [path.read_text()[-2000:] for path in self.folder.glob("log.*")]
            raise AssertionError("\n".join(logs)) from None

    async def close(self) -> None:
        for process in self.running:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


@pytest.fixture
async def cluster(server: Server, tmp_path: Path):
    started = await serve(World())
    with server.database(empty=True) as url:
        made = Cluster(url, started, tmp_path)
        yield made
        await made.close()
    await started.close()


async def stopped(process: asyncio.subprocess.Process) -> float:
    begin = time.monotonic()
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        code = await process.wait()
    assert code == 0
    return time.monotonic() - begin


@pytest.mark.postgres
@pytest.mark.timeout(600)
async def test_the_whole_profile_works_and_survives_a_kill_and_a_change_of_version(
    cluster: Cluster, server: Server
) -> None:
    kind, command = SERVICES["database"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    places = {"PGHOST": "127.0.0.1", "PGPORT": str(server.port), "PATH": f"{binaries()}:{os.environ['PATH']}"}
    ready = await asyncio.create_subprocess_shell(command, env=os.environ | places)
    assert await ready.wait() == 0
    ports = {name: str(free_port()) for name in PARTS}
    face, worker, clock = [
        await cluster.start(name, LAGEBILD_METRICS_PORT=ports[name]) for name in ("face", "worker", "clock")
    ]
    await cluster.until(lambda: cluster.log("clock").count("Läuft als Uhr") == 1)
    world = cluster.server.world
    chat = world.private(world.user("Ada", user_id=500001))
    people, texts = Inbound(world), [_example(name) for name in TEXTS]

    def bring(text: str) -> None:
        origin = from_channel(f"Blatt {len(text)}", world.clock())
        people.forward(chat, origin, text[:3500])

    # A worker dies at its work; another one, which comes later, does it.
    for text in texts[:3]:
        bring(text)
    await cluster.until(lambda: SubmissionState.WORKING in cluster.states())
    worker.kill()
    await worker.wait()
    workers = [await cluster.start("worker") for _ in range(PARTS["worker"]["deploy"]["replicas"])]
    await cluster.until(lambda: cluster.states().count(SubmissionState.STORED) == 3, 240)
    assert max(row.interrupted for row in cluster.rows(Submission)) == 1
    await cluster.until(lambda: any("3 von 3 gespeichert" in _plain(text) for text in _texts(world, chat)))

    assert (await asyncio.to_thread(cluster.lagebild, "healthcheck")).returncode == 0
    for name in ("face", "clock"):
        figures = await asyncio.to_thread(figures_at, ports[name])
        assert "lagebild_workers 2.0" in figures or "lagebild_workers 3.0" in figures
        assert f'lagebild_part{{role="{name}"}} 1.0' in figures
        assert "process_resident_memory_bytes" in figures

    # The new face waits beside the old one; what is brought meanwhile is answered by either.
    new = await cluster.start("face")
    await cluster.until(lambda: "another_face_is_there" in cluster.log("face"))
    bring(texts[3])
    assert await stopped(face) < STOPS_WITHIN
    bring(texts[4])
    new_worker = await cluster.start("worker")
    await cluster.until(lambda: cluster.log("worker").count("Läuft als Arbeiter") == 4)
    assert await stopped(workers[0]) < STOPS_WITHIN
    bring(texts[5])
    new_clock = await cluster.start("clock")
    await cluster.until(lambda: cluster.log("clock").count("Läuft als Uhr") == 2)
    assert await stopped(clock) < STOPS_WITHIN
    people.write(chat, "/status")
    await cluster.until(lambda: any("Stand" in text for text in _texts(world, chat)))
    await cluster.until(lambda: cluster.states().count(SubmissionState.STORED) == len(TEXTS), 240)
    assert len(cluster.rows(Article)) == len(TEXTS)
    assert len(cluster.rows(Submission)) == len(TEXTS)
    for process in (new, new_worker, new_clock, workers[1]):
        assert process.returncode is None
        assert await stopped(process) < STOPS_WITHIN
    world.check()


@pytest.mark.postgres
async def test_a_program_older_than_the_store_ends_with_one_sentence(
    cluster: Cluster, server: Server
) -> None:
    assert (await asyncio.to_thread(cluster.lagebild, "status")).returncode == 0  # makes the tables
    server.run("UPDATE alembic_version SET version_num = '9999'", cluster.url.rpartition("/")[2])
    for name in PARTS:
        done = await asyncio.to_thread(cluster.lagebild, *PARTS[name]["command"])
        assert done.returncode == 1
        assert done.stdout == ""
        said = [line for line in done.stderr.splitlines() if line.strip()]
        assert len(said) == 1, done.stderr
        assert said[0].startswith("Dieses Programm ist älter als der Speicher")


def figures_at(port: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def _example(name: str) -> str:
    (path,) = (ROOT / "examples" / "articles").glob(f"{name}-*.txt")
    return path.read_text(encoding="utf-8")


def _texts(world: Any, chat: Any) -> list[str]:
    return [str(message.get("text", "")) for message in world.sent(chat)]


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")
