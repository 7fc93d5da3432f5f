"""The door at which Telegram brings updates, behind a proxy, and where nobody else gets in.

The library has one of its own, which tells the log what it cannot read, and refuses it, so that Telegram
brings it again and again; here it is set aside, as where the bot asks for updates itself.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

_log = structlog.get_logger(__name__)

# An update holds one message of 4,096 characters with its entities, and perhaps another one that it answers.
_LARGEST_UPDATE: Final = 1_000_000
_SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header

Take = Callable[[object], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Door:
    """Where Telegram brings updates: the address it is told, a secret, and where a proxy passes them on."""

    url: str
    secret: str
    host: str
    port: int

    @property
    def path(self) -> str:
        """The path behind which updates are taken."""
        return urlsplit(self.url).path


class Doorkeeper:
    """Stands at a door while it is open."""

    def __init__(self, door: Door, take: Take) -> None:
        """Take the door, and who takes what is brought; it says whether that was an update at all."""
        self.door = door
        self._take = take
        self._http: HTTPServer | None = None

    @property
    def is_open(self) -> bool:
        """Whether updates are let in."""
        return self._http is not None

    def open(self) -> None:
        """Let updates in.

        Raises:
            OSError: the port is taken.
        """
        known = {"secret": self.door.secret, "path": self.door.path, "take": self._take}
        http = HTTPServer(
            Application([(r"/.*", _Visit, known)], log_function=lambda _: None),
            max_body_size=_LARGEST_UPDATE,
            max_buffer_size=2 * _LARGEST_UPDATE,
        )
        http.add_sockets(bind_sockets(self.door.port, self.door.host))
        self._http = http

    async def close(self) -> None:
        """Let nothing in any more."""
        http, self._http = self._http, None
        if http is not None:
            http.stop()
            await http.close_all_connections()


class _Visit(RequestHandler):
    SUPPORTED_METHODS = ("POST",)

    def initialize(self, secret: str, path: str, take: Take) -> None:
        self._secret = secret
        self._path = path
        self._take = take

    async def post(self) -> None:
        given = self.request.headers.get(_SECRET, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(HTTPStatus.FORBIDDEN)
        elif self.request.path.rstrip("/") != self._path.rstrip("/"):
            self.set_status(HTTPStatus.NOT_FOUND)
        elif not await self._take(_read(self.request.body)):
            self.set_status(HTTPStatus.BAD_REQUEST)

    def log_exception(self, kind: Any, *_: Any) -> None:
        """Name what went wrong, without what was brought."""
        _log.error("update_not_taken", error=getattr(kind, "__name__", "unknown"))


def _read(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found
