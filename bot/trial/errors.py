"""Refusals of the Bot API, and faults that a test can order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ApiError(Exception):
    """A call that Telegram answers with ``"ok": false``.

    Attributes:
        code: The ``error_code``, also the HTTP status.
        description: The text after ``"description"``, in Telegram's wording.
        parameters: Content of ``ResponseParameters``, for instance ``{"retry_after": 5}``.
    """

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})


class BadRequestError(ApiError):
    """Status 400; ``text`` comes without the prefix."""

    def __init__(self, text: str) -> None:
        super().__init__(400, f"Bad Request: {text}")


class ForbiddenError(ApiError):
    """Status 403; ``text`` comes without the prefix."""

    def __init__(self, text: str) -> None:
        super().__init__(403, f"Forbidden: {text}")


class ContractError(AssertionError):
    """The bot made a call that no Bot API would understand; raised by ``World.check``."""


class FaultKind(StrEnum):
    """What goes wrong with one call."""

    ANSWER = "answer"  # an error answer with code, description and parameters
    HTML_BODY = "html_body"  # a proxy's HTML page with this status; the call was not carried out
    TRUNCATED = "truncated"  # carried out, the JSON of the answer breaks off
    REFUSED = "refused"  # no connection: certainly not sent
    CONNECT_TIMEOUT = "connect_timeout"  # no connection in time: certainly not sent
    TIMEOUT = "timeout"  # not carried out, and no answer came
    LOST_TIMEOUT = "lost_timeout"  # carried out, but no answer came
    LOST_RESET = "lost_reset"  # carried out, but the connection broke before the answer
    LOST_BAD_GATEWAY = "lost_bad_gateway"  # carried out, but a proxy answered 502 with HTML


CARRIED_OUT = frozenset(
    {FaultKind.TRUNCATED, FaultKind.LOST_TIMEOUT, FaultKind.LOST_RESET, FaultKind.LOST_BAD_GATEWAY}
)


@dataclass(frozen=True)
class Fault:
    """One ordered fault; see the functions below for the usual ones."""

    kind: FaultKind
    code: int = 500
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


def too_many_requests(retry_after: int) -> Fault:
    """Return 429 with ``retry_after`` seconds."""
    text = f"Too Many Requests: retry after {retry_after}"
    return Fault(FaultKind.ANSWER, 429, text, {"retry_after": retry_after})


def server_error() -> Fault:
    """Return 500 as Telegram words it."""
    return Fault(FaultKind.ANSWER, 500, "Internal Server Error")


def bad_gateway() -> Fault:
    """Return 502 with an HTML body; the call was not carried out."""
    return Fault(FaultKind.HTML_BODY, 502)


def html_answer() -> Fault:
    """Return 200 with an HTML body, as captive portals do."""
    return Fault(FaultKind.HTML_BODY, 200)


def unauthorized() -> Fault:
    """Return 401: the token was revoked."""
    return Fault(FaultKind.ANSWER, 401, "Unauthorized")


def conflict() -> Fault:
    """Return 409: another process polls with the same token."""
    text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    return Fault(FaultKind.ANSWER, 409, text)


def bad_request(text: str) -> Fault:
    """Return 400 with ``text`` after the prefix."""
    return Fault(FaultKind.ANSWER, 400, f"Bad Request: {text}")


def forbidden(text: str) -> Fault:
    """Return 403 with ``text`` after the prefix."""
    return Fault(FaultKind.ANSWER, 403, f"Forbidden: {text}")


def refused() -> Fault:
    """Return a refused connection: the call certainly did not arrive."""
    return Fault(FaultKind.REFUSED)


def connect_timeout() -> Fault:
    """Return a connection that was not made in time: the call certainly did not arrive."""
    return Fault(FaultKind.CONNECT_TIMEOUT)


def timeout() -> Fault:
    """Return a call that was not carried out and got no answer."""
    return Fault(FaultKind.TIMEOUT)


def lost_reply(kind: FaultKind = FaultKind.LOST_TIMEOUT) -> Fault:
    """Return a call that was carried out but whose answer got lost.

    Args:
        kind: ``LOST_TIMEOUT``, ``LOST_RESET`` or ``LOST_BAD_GATEWAY``.
    """
    return Fault(kind, 502)
