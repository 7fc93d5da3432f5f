"""The HTTP server of the stand-in: Bot API and chat page on one loopback port."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.web import Application

from bot.trial.desk import Desk
from bot.trial.examples import read_examples
from bot.trial.http_door import BotApiHandler, FileHandler
from bot.trial.page_door import (
    DeedHandler,
    EventsHandler,
    PageHandler,
    StoredFileHandler,
    UploadHandler,
)
from bot.trial.world import World

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024  # a little more than the largest upload that Telegram takes
BACKLOG = 128
ROUTES = [
    (r"/bot([^/]+)/([A-Za-z]+)", BotApiHandler),
    (r"/file/bot([^/]+)/(.+)", FileHandler),
    (r"/(|app\.js|style\.css)", PageHandler),
    (r"/trial/do", DeedHandler),
    (r"/trial/upload", UploadHandler),
    (r"/trial/file/([A-Z0-9]+)", StoredFileHandler),
    (r"/trial/events", EventsHandler),
]


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        world: What it serves.
        desk: What its page does.
        port: Where it listens.
        moved: Whether the wanted port was taken and another was chosen.
    """

    world: World
    desk: Desk
    port: int
    moved: bool
    http: HTTPServer

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{LOOPBACK}:{self.port}/"

    @property
    def bot_url(self) -> str:
        """What ``ApplicationBuilder.base_url`` takes."""
        return f"http://{LOOPBACK}:{self.port}/bot"

    @property
    def file_url(self) -> str:
        """What ``ApplicationBuilder.base_file_url`` takes."""
        return f"http://{LOOPBACK}:{self.port}/file/bot"

    async def close(self) -> None:
        """Stop listening and close the open connections."""
        self.http.stop()
        await self.http.close_all_connections()


async def serve(
    world: World, port: int = 0, examples: Path | None = None, *, address: str = LOOPBACK
) -> Server:
    """Start the server in the running event loop.

    Args:
        world: The stand-in to serve.
        port: The wanted port, 0 for any free one; another is chosen where it is taken.
        examples: Manifest of example articles, or the directory it lies in; may be absent.
        address: A loopback address.

    Raises:
        ValueError: ``address`` is not a loopback address, or the manifest is broken.
        OSError: No port could be opened.
    """
    if not ipaddress.ip_address(address).is_loopback:
        raise ValueError(f"the trial chat listens on this machine only, not on {address}")
    desk = Desk(world, read_examples(examples))
    listener, moved = _bind(port, address)
    chosen: int = listener.getsockname()[1]
    hosts = frozenset(f"{name}:{chosen}" for name in (LOOPBACK, "localhost"))
    application = Application(ROUTES, world=world, desk=desk, own_hosts=hosts, log_function=_no_log)
    http = HTTPServer(application, max_buffer_size=LARGEST_BODY)
    http.add_sockets([listener])
    return Server(world, desk, chosen, moved, http)


def _bind(port: int, address: str) -> tuple[socket.socket, bool]:
    """Return a listening socket and whether it had to take another port."""
    try:
        return _listen(port, address), False
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        return _listen(0, address), True


def _listen(port: int, address: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setblocking(False)
        made.bind((address, port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def _no_log(_: object) -> None:
    """Log nothing: addresses carry the token."""
