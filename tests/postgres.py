"""A PostgreSQL server for tests, on a free port in a temporary folder, with a database for each."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from storage import Database, upgrade

_DEBIAN = Path("/usr/lib/postgresql")
_FAST = (
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=200",
    "autovacuum=off",
    "max_wal_size=256MB",
    "log_min_messages=fatal",
)
_OWNER = "lagebild"


def binaries() -> Path | None:
    """Return where the server's programs are, those of the newest version; None without any."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    return versions[-1].parent if versions else None


def why_not() -> str | None:
    """Return why no server can be started here, None if it can."""
    if binaries() is None:
        return "no PostgreSQL is installed here (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and setpriv is not installed to become another user"
    return None


@dataclass
class Server:
    """A running server; ``stop`` and ``start`` play an outage."""

    folder: Path
    port: int
    settings: tuple[str, ...] = _FAST
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def process_id(self) -> int:
        """The process that all others of the server are children of."""
        assert self._process is not None
        return self._process.pid

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{_OWNER}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        programs = binaries()
        assert programs is not None
        options = [part for one in self.settings for part in ("-c", one)]
        where = [
            "-D",
            str(self.folder / "data"),
            "-k",
            str(self.folder),
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
        ]
        self._process = subprocess.Popen(
            [*_as_nobody(), str(programs / "postgres"), *where, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        deadline = time.monotonic() + 30
        while not self.answers():
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            psycopg.connect(self._plain("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, *, at_once: bool = True) -> None:
        """Stop it as a crash does, or let it finish its writes."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            self._process.wait(30)
            self._process = None

    def make_template(self) -> None:
        self.run(f"CREATE DATABASE template_lagebild OWNER {_OWNER}")
        database = Database(self.url("template_lagebild"))
        upgrade(database)
        database.close()

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """Give the URL of a database of the newest schema, or of one without tables.

        It is gone afterwards.
        """
        name = f"test_{next(self._numbers)}"
        origin = "template1" if empty else "template_lagebild STRATEGY wal_log"
        self.run(f"CREATE DATABASE {name} TEMPLATE {origin}")
        try:
            yield self.url(name)
        finally:
            if self.answers():
                self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(self._plain(database), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _plain(self, database: str) -> str:
        return self.url(database).replace("+psycopg", "")


@contextmanager
def server(settings: tuple[str, ...] = _FAST) -> Iterator[Server]:
    """Run a server of its own until the end of the block."""
    programs = binaries()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    if os.geteuid() == 0:
        shutil.chown(folder, *_user())
    made = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", _OWNER, "-A", "trust", "-E", "UTF8"]
    subprocess.run(
        [*_as_nobody(), *made, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, cwd=folder
    )
    running = Server(folder, _free_port(), settings)
    try:
        running.start()
        running.make_template()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> tuple[str, str]:
    return ("nobody", "nogroup")


def _as_nobody() -> list[str]:
    if os.geteuid() != 0:
        return []
    user, group = _user()
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
