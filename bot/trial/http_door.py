"""Door B: the Bot API over HTTP, for bots in a process of their own."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tornado.web import HTTPError, RequestHandler

from bot.trial.api import Reply, answer, refusal
from bot.trial.chats import Upload
from bot.trial.errors import ApiError, BadRequestError, FaultKind
from bot.trial.world import World

SILENT = frozenset({FaultKind.CONNECT_TIMEOUT, FaultKind.TIMEOUT, FaultKind.LOST_TIMEOUT})


def refuse_foreign(handler: RequestHandler) -> None:
    """Refuse a foreign ``Host`` or ``Origin``.

    Raises:
        HTTPError: 403.
    """
    hosts = handler.settings["own_hosts"]
    origin = handler.request.headers.get("Origin")
    if handler.request.host not in hosts or (origin and origin.removeprefix("http://") not in hosts):
        raise HTTPError(403)


class LocalHandler(RequestHandler):
    """Refuses requests that were not meant for this machine's own page or bot.

    A foreign ``Host`` is a name that was made to point here (DNS rebinding); a foreign ``Origin`` is another
    page that a browser has open.
    """

    def prepare(self) -> None:
        """Check ``Host`` and ``Origin``.

        Raises:
            HTTPError: 403 where one of them is foreign.
        """
        refuse_foreign(self)

    def set_default_headers(self) -> None:
        """Allow nothing but what comes from here."""
        self.set_header("Content-Security-Policy", "default-src 'none'")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    @property
    def world(self) -> World:
        """The stand-in."""
        world: World = self.settings["world"]
        return world

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer with the status as JSON, never with a traceback."""
        self.finish({"ok": False, "error_code": status_code, "description": self._reason})


class BotApiHandler(LocalHandler):
    """``/bot<token>/<method>``, with form, JSON or multipart bodies."""

    _work: asyncio.Task[Reply] | None = None
    _gone: asyncio.Event

    def initialize(self) -> None:
        """Prepare for a caller who hangs up."""
        self._gone = asyncio.Event()

    def check_xsrf_cookie(self) -> None:
        """Need no cookie: the token is the key."""

    async def get(self, token: str, method: str) -> None:
        """Answer a call whose parameters stand in the address."""
        await self.post(token, method)

    async def post(self, token: str, method: str) -> None:
        """Answer a call."""
        if token != self.world.token:
            self._finish(refusal(ApiError(401, "Unauthorized")))
            return
        try:
            values, uploads = self._values(), self._uploads()
        except BadRequestError as error:
            self._finish(refusal(error))
            return
        self._work = asyncio.create_task(answer(self.world, method, values, uploads))
        try:
            reply = await self._work
        except asyncio.CancelledError:
            return
        await self._deliver(reply)

    def on_connection_close(self) -> None:
        """Stop a long poll whose caller hung up."""
        self._gone.set()
        if self._work is not None:
            self._work.cancel()

    def _values(self) -> dict[str, Any]:
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            try:
                values = json.loads(self.request.body)
            except ValueError:
                raise BadRequestError("can't parse JSON object") from None
            if not isinstance(values, dict):
                raise BadRequestError("object expected as a JSON body")
            return values
        return {name: self.get_argument(name, strip=False) for name in self.request.arguments}

    def _uploads(self) -> dict[str, Upload]:
        files = self.request.files.items()
        return {name: Upload(f[0]["filename"], f[0]["body"], f[0]["content_type"]) for name, f in files}

    def _finish(self, reply: Reply) -> None:
        self.set_status(reply.code)
        kind = "application/json" if reply.body.startswith(b"{") else "text/html"
        self.set_header("Content-Type", kind)
        self.finish(reply.body)

    async def _deliver(self, reply: Reply) -> None:
        """Send the answer, or stage the fault: silence or a broken connection."""
        if reply.fault is None:
            self._finish(reply)
            return
        if reply.fault.kind in SILENT:
            await self._gone.wait()
        self.detach().close()


class FileHandler(LocalHandler):
    """``/file/bot<token>/<path>``."""

    def get(self, token: str, path: str) -> None:
        """Hand out a file that ``getFile`` named.

        Raises:
            HTTPError: 404 where token or path is unknown.
        """
        stored = self.world.file_at(path) if token == self.world.token else None
        if stored is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "application/octet-stream")
        self.finish(stored.upload.data)
