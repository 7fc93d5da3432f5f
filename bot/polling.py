"""Polling that cannot be stopped by one bad update, and that shows whether it is alive."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter
from telegram.request import BaseRequest, RequestData

from bot.inbox import UNREADABLE, InboxStore
from config.delivery import POLL_STALE

_log = structlog.get_logger(__name__)

# The library names its delays by a type that it will only use in its next version; ask for it now.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_LIMIT_WAIT_SECONDS = 60
_LIGHT = frozenset(
    {"setMessageReaction", "sendChatAction", "getChatMember", "getChatAdministrators", "answerCallbackQuery"}
)
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "inline_query",
)


@dataclass(slots=True)
class Pulse:
    """How polling goes: when it last finished, well or badly, and when it last went well.

    ``rejected`` says that the token is wrong, ``conflict_since`` when another program began to poll with it.
    """

    finished: datetime
    succeeded: datetime | None = None
    rejected: bool = False
    conflict_since: datetime | None = None

    def beat(self, now: datetime, code: int) -> None:
        """Note an answer to a poll."""
        self.rejected = code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}
        conflict = code == HTTPStatus.CONFLICT
        self.conflict_since = (self.conflict_since or now) if conflict else None
        if code == HTTPStatus.OK:
            self.succeeded = now

    def is_stale(self, now: datetime) -> bool:
        """Tell whether polling must be dead or stuck: not even a failure came back."""
        return now - self.finished > POLL_STALE


class SiftingRequest(BaseRequest):
    """Wraps the request that fetches updates and takes out those that the library cannot read.

    One unreadable update would otherwise be polled for ever.  It is set aside with its raw content; a blank
    update with its number takes its place, so that the offset moves on.
    """

    def __init__(
        self,
        inner: BaseRequest,
        store: InboxStore,
        expect: Callable[[Sequence[Update]], Awaitable[None]],
        pulse: Pulse,
        now: Callable[[], datetime],
    ) -> None:
        """Take the request that does the work, the inbox, the pulse to keep, and the clock.

        ``expect`` is told what a poll has brought, before the library takes it apart.
        """
        self._inner = inner
        self._store = store
        self._expect = expect
        self._pulse = pulse
        self._now = now

    @property
    def read_timeout(self) -> float | None:
        """Seconds that the wrapped request waits for an answer."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Start the wrapped request."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Stop the wrapped request."""
        await self._inner.shutdown()

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Pass a call on; sift the answer if it brings updates."""
        timeouts = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        try:
            code, payload = await self._inner.do_request(url, method, request_data, *timeouts)
        finally:
            self._pulse.finished = self._now()
        if not url.endswith("/getUpdates"):
            return code, payload
        self._pulse.beat(self._now(), code)
        return code, await self._sift(payload) if code == HTTPStatus.OK else payload

    async def _sift(self, payload: bytes) -> bytes:
        try:
            answer = json.loads(payload)
            items = answer["result"]
        except (ValueError, KeyError, TypeError):
            return payload  # the library says what is wrong with it
        if not isinstance(items, list):
            return payload
        read = [await sifted(item, self._store, None) for item in items]
        kept = [_standing_for(item, found) for item, found in zip(items, read, strict=True)]
        await self._expect([found for found in read if found is not None])
        if kept == items:
            return payload
        return json.dumps(answer | {"result": [item for item in kept if item is not None]}).encode()


async def sifted(item: object, store: InboxStore, bot: Bot | None) -> Update | None:
    """Return an update as the library reads it; what it cannot read is set aside, and None is returned."""
    found = _read(item, bot)
    if isinstance(found, Update):
        return found
    update_id = number_of(item)
    _log.error("update_unreadable", update_id=update_id, error=found)
    if isinstance(item, dict) and update_id is not None:
        await store.set_aside(item, found)
    return None


def number_of(item: object) -> int | None:
    """Return the number of an update, None if it is none."""
    update_id = item.get("update_id") if isinstance(item, dict) else None
    return update_id if isinstance(update_id, int) else None


def _standing_for(item: object, found: Update | None) -> object:
    """Return an update as it is, a blank one for one that cannot be read, None for one without number."""
    if found is not None:
        return item
    update_id = number_of(item)
    return None if update_id is None else {"update_id": update_id}


def _read(item: object, bot: Bot | None) -> Update | str:
    """Return an update, or the name of the error with which the library refuses it."""
    if not isinstance(item, dict) or number_of(item) is None:
        return "NoUpdate"
    try:
        update = Update.de_json(item, bot)
        _touch(update)
    except UNREADABLE as error:
        return type(error).__name__
    return update


def _touch(update: Update) -> None:
    """Read what every handler reads, and write it out again."""
    _ = (update.effective_chat, update.effective_user, update.effective_message)
    json.dumps(update.to_dict())


class PatientLimiter(AIORateLimiter):
    """A rate limiter that waits for Telegram up to a minute and hands longer waits to the caller.

    The library's own one would stop every call to every chat for as long as one chat has to wait.
    """

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Any],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Run a call; reactions and questions do not count as messages of their chat."""

        async def guarded(*inner_args: Any, **inner_kwargs: Any) -> Any:
            try:
                return await callback(*inner_args, **inner_kwargs)
            except RetryAfter as error:
                if wait_seconds(error) > _LIMIT_WAIT_SECONDS:
                    raise _Hurdle(error) from error
                raise

        counted = {} if endpoint in _LIGHT else data
        try:
            return await super().process_request(guarded, args, kwargs, endpoint, counted, rate_limit_args)
        except _Hurdle as hurdle:
            raise hurdle.error from hurdle


class _Hurdle(Exception):  # noqa: N818 - passes through the library's limiter without being a TelegramError
    def __init__(self, error: RetryAfter) -> None:
        super().__init__("long wait")
        self.error = error


def wait_seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
