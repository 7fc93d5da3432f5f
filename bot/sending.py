"""What an error of the Bot API says about a message: not sent, refused, or nobody knows.

Sending a message has no idempotency key, so the difference decides whether it may be sent again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

import httpx
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.parts import plain
from config.delivery import SEND_BACKOFF

_log = structlog.get_logger(__name__)
T = TypeVar("T")

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class Fate(StrEnum):
    """What became of a message that ended in an error."""

    NOT_SENT = "not_sent"  # certainly not sent, may be sent again
    UNKNOWN = "unknown"  # handed over, the answer was lost
    MARKUP = "markup"  # refused because of its markup
    REFUSED = "refused"  # refused for good, this message or this place
    GONE = "gone"  # the chat shuts the bot out
    MOVED = "moved"  # the chat has another id now


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of a message, with the wait Telegram asks for and the new chat id where it names one."""

    fate: Fate
    wait: timedelta | None = None
    chat_id: int | None = None


def judge(error: TelegramError) -> Verdict:
    """Tell what an error means for the message that was being sent."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return Verdict(Fate.NOT_SENT, wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
    if isinstance(error, ChatMigrated):
        return Verdict(Fate.MOVED, chat_id=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Verdict(Fate.GONE)
    if isinstance(error, BadRequest):
        return Verdict(Fate.MARKUP if "parse entities" in error.message.lower() else Fate.REFUSED)
    if isinstance(error, InvalidToken | Conflict | EndPointNotFound):
        return Verdict(Fate.NOT_SENT)
    return Verdict(Fate.NOT_SENT if isinstance(error.__cause__, _NEVER_LEFT) else Fate.UNKNOWN)


async def send_surely(send: Callable[..., Awaitable[T]], text: str, **options: Any) -> T:
    """Send or edit a text; where Telegram refuses its markup, once more without: words matter more.

    Args:
        send: A method of the bot or of a message that takes the text first.
        text: Telegram HTML.
        options: Passed on.

    Raises:
        TelegramError: The text was not taken either way.
    """
    try:
        return await send(text, **options)
    except BadRequest as error:
        if judge(error).fate is not Fate.MARKUP:
            raise
        _log.error("markup_refused", reason=reason_of(error))
    return await send(plain(text), **options, parse_mode=None)


def backoff(tries: int) -> timedelta:
    """Return how long to wait after the given number of tries (1 for the first)."""
    return SEND_BACKOFF[min(tries, len(SEND_BACKOFF)) - 1]


def reason_of(error: TelegramError) -> str:
    """Return an error's name and, for refusals, Telegram's words; never what was sent, never the token."""
    name = type(error).__name__
    return f"{name}: {error.message[:150]}" if isinstance(error, BadRequest | Forbidden) else name
