"""Door A: a request object for python-telegram-bot that reaches the stand-in without a socket."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.trial.api import Reply, answer, refusal
from bot.trial.chats import Upload
from bot.trial.errors import ApiError, Fault, FaultKind
from bot.trial.world import World

READ_TIMEOUT_S = 5.0


class TrialRequest(BaseRequest):
    """Hand it to ``ApplicationBuilder.request`` and, a second one, to ``get_updates_request``."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def read_timeout(self) -> float | None:
        """Return the seconds that a real request would wait."""
        return READ_TIMEOUT_S

    async def initialize(self) -> None:
        """Do nothing: there is no connection."""

    async def shutdown(self) -> None:
        """Do nothing: there is no connection."""

    async def do_request(  # noqa: PLR0917 - the signature is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Answer a call or a download as Telegram would.

        Raises:
            TimedOut: A fault that was ordered so.
            NetworkError: A fault that was ordered so.
        """
        del method, read_timeout, write_timeout, connect_timeout, pool_timeout
        first, *rest = unquote(urlsplit(url).path).strip("/").split("/")
        if first == "file":
            return self._download(rest[0], "/".join(rest[1:]))
        if first != f"bot{self._world.token}":
            reply = refusal(ApiError(401, "Unauthorized"))
        else:
            reply = await answer(self._world, rest[0], *_wire(request_data))
        _raise_fault(reply)
        return reply.code, reply.body

    def _download(self, bot: str, path: str) -> tuple[int, bytes]:
        stored = self._world.file_at(path)
        if stored is None or bot != f"bot{self._world.token}":
            reply = refusal(ApiError(404, "Not Found"))
            return reply.code, reply.body
        return 200, stored.upload.data


def _wire(data: RequestData | None) -> tuple[dict[str, str], dict[str, Upload]]:
    """Return parameters and files as a form would carry them."""
    if data is None:
        return {}, {}
    files = data.multipart_data.items() if data.contains_files else ()
    return data.json_parameters, {name: _upload(*parts) for name, parts in files}


def _upload(name: str, content: Any, mime: str) -> Upload:
    return Upload(name, content if isinstance(content, bytes) else content.read(), mime)


_FAILURES: dict[FaultKind, tuple[type[NetworkError], type[httpx.TransportError]]] = {
    FaultKind.REFUSED: (NetworkError, httpx.ConnectError),
    FaultKind.CONNECT_TIMEOUT: (TimedOut, httpx.ConnectTimeout),
    FaultKind.TIMEOUT: (TimedOut, httpx.ReadTimeout),
    FaultKind.LOST_TIMEOUT: (TimedOut, httpx.ReadTimeout),
    FaultKind.LOST_RESET: (NetworkError, httpx.ReadError),
}


def _raise_fault(reply: Reply) -> None:
    """Raise what python-telegram-bot's own request raises when the connection fails."""
    fault: Fault | None = reply.fault
    if fault is None:
        return
    outer, inner = _FAILURES[fault.kind]
    cause = inner(fault.kind.value)
    if outer is TimedOut:
        raise TimedOut from cause
    raise NetworkError(f"httpx.{inner.__name__}: {cause}") from cause
