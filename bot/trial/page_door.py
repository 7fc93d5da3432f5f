"""The chat page: its files, its deeds and its live events."""

from __future__ import annotations

import json
from asyncio import Future
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from bot.trial.chats import Json, Upload
from bot.trial.desk import Desk, DeskError
from bot.trial.http_door import LocalHandler, refuse_foreign

PAGE = Path(__file__).with_name("page")
FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "app.js": ("app.js", "text/javascript; charset=utf-8"),
    "style.css": ("style.css", "text/css; charset=utf-8"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class PageHandler(LocalHandler):
    """The page's own three files."""

    def get(self, name: str) -> None:
        """Hand out one file."""
        file_name, kind = FILES[name]
        self.set_header("Content-Security-Policy", POLICY.format(host=self.request.host))
        self.set_header("Content-Type", kind)
        self.finish((PAGE / file_name).read_bytes())


class DeskHandler(LocalHandler):
    """A handler that works at the desk and answers in JSON."""

    @property
    def desk(self) -> Desk:
        """The desk of this server."""
        desk: Desk = self.settings["desk"]
        return desk

    def answer_with(self, work: Callable[[], Json]) -> None:
        """Answer with what ``work`` returns, or with the key of what is wrong."""
        try:
            self.finish(work())
        except DeskError as error:
            self.set_status(400)
            self.finish({"error": str(error)})


class DeedHandler(DeskHandler):
    """``POST /trial/do``: write, forward, tap, send examples."""

    def post(self) -> None:
        """Carry out the deed of a JSON body.

        Raises:
            HTTPError: 415 where the body is not sent as JSON, which a foreign page's form cannot.
        """
        if self.request.headers.get("Content-Type") != "application/json":
            raise HTTPError(415)
        self.answer_with(lambda: self.desk.do(self._deed()))

    def _deed(self) -> Json:
        try:
            deed = json.loads(self.request.body)
        except ValueError:
            raise DeskError("bad_text") from None
        if not isinstance(deed, dict):
            raise DeskError("bad_text")
        return deed


class UploadHandler(DeskHandler):
    """``POST /trial/upload?chat=…&name=…``: the body is the file."""

    def post(self) -> None:
        """Send a dropped file.

        Raises:
            HTTPError: 415 where the page's own header is missing, which a foreign page cannot set.
        """
        if self.request.headers.get("X-Trial-Upload") != "1":
            raise HTTPError(415)
        self.answer_with(self._upload)

    def _upload(self) -> Json:
        chat = self.desk.chat(self._number("chat"))
        kind = self.get_query_argument("kind", "") or "application/octet-stream"
        upload = Upload(self.get_query_argument("name", "datei"), self.request.body, kind)
        caption = self.get_query_argument("caption", "")
        return self.desk.upload(
            chat,
            upload,
            caption=caption,
            thread=self._number("thread"),
            person=self._number("as"),
            album=self.get_query_argument("album", ""),
        )

    def _number(self, name: str) -> int | None:
        value = self.get_query_argument(name, "")
        return int(value) if value.removeprefix("-").isdigit() else None


class StoredFileHandler(DeskHandler):
    """``/trial/file/<id>``: files of both sides, pictures to look at and others to save."""

    def get(self, file_id: str) -> None:
        """Hand out one file.

        Raises:
            HTTPError: 404 where the id is unknown.
        """
        stored = self.world.files.get(file_id)
        if stored is None:
            raise HTTPError(404)
        if stored.upload.mime in PICTURES:
            self.set_header("Content-Type", stored.upload.mime)
        else:
            self.set_header("Content-Type", "application/octet-stream")
            name = quote(stored.upload.name)
            self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
        self.finish(stored.upload.data)


class EventsHandler(WebSocketHandler):
    """``/trial/events``: the whole state once, then every change."""

    def prepare(self) -> None:
        """Check ``Host`` and ``Origin``.

        Raises:
            HTTPError: 403 where one of them is foreign.
        """
        refuse_foreign(self)

    def check_origin(self, origin: str) -> bool:
        """Accept the page's own origin only."""
        return origin.removeprefix("http://") in self.settings["own_hosts"]

    def open(self, *_: str, **__: str) -> None:
        """Send the state and listen."""
        desk: Desk = self.settings["desk"]
        self.send(desk.state())
        desk.world.listeners.append(self.send)

    def on_message(self, message: str | bytes) -> None:
        """Ignore what the page says here: deeds come by POST."""

    def on_close(self) -> None:
        """Stop listening."""
        listeners = self.settings["desk"].world.listeners
        if self.send in listeners:
            listeners.remove(self.send)

    def send(self, event: Json) -> None:
        """Send one event."""
        if event["type"] == "commands":
            desk: Desk = self.settings["desk"]
            menus = {str(chat.id): desk.menus(chat) for chat in desk.world.chats.values()}
            event = event | {"menus": menus}
        try:
            written = self.write_message(json.dumps(event, ensure_ascii=False))
        except WebSocketClosedError:
            self.on_close()
        else:
            written.add_done_callback(_forget)


def _forget(written: Future[None]) -> None:
    """Take note of a page that closed while an event was on its way, so that nobody warns of it."""
    if not written.cancelled():
        written.exception()
