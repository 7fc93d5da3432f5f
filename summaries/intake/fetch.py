"""Fetching pages from the open web: public addresses only, within fixed time and bytes."""

from __future__ import annotations

import asyncio
import ssl
import time
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from config import intake as limits
from summaries.intake.charset import kind_of
from summaries.intake.network import CheckedBackend, Dialer, Resolver, SystemDialer, SystemResolver
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.reservations import Reservations, Respect
from summaries.intake.urls import check_url, host_of

_USER_AGENT: Final = "Lagebild/0.1 (news digest; link fetched on request of a reader{contact})"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PDF: Final = "application/pdf"
_TEXT_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_FEED_ACCEPT: Final = b"application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.1"
_FEED_TYPES: Final = _TEXT_TYPES | {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
}
_RULE_TYPES: Final = _TEXT_TYPES | {"application/json"}
_STATUS: Final[Mapping[int, Problem]] = {
    204: Problem.EMPTY,
    401: Problem.LOGIN_REQUIRED,
    402: Problem.PAYWALL,
    403: Problem.FORBIDDEN,
    404: Problem.NOT_FOUND,
    410: Problem.GONE,
    429: Problem.RATE_LIMITED,
    451: Problem.LEGAL,
}
_GZIP_WINDOW: Final = 31  # zlib's code for a gzip header with the largest window


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page, not yet read: ``body`` is decoded from gzip but not from its charset.

    ``url`` is where it was found after redirects, ``charset`` what the header declares.
    """

    url: str
    requested: str
    body: bytes
    content_type: str = "text/html"
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much one page may cost; see ``config.intake`` for the reasons."""

    total_seconds: float = limits.TOTAL_SECONDS
    connect_seconds: float = limits.CONNECT_SECONDS
    wire_bytes: int = limits.MAX_WIRE_BYTES
    decoded_bytes: int = limits.MAX_DECODED_BYTES
    redirects: int = limits.MAX_REDIRECTS
    parallel: int = limits.PARALLEL_FETCHES
    per_host: int = limits.PARALLEL_PER_HOST
    pause_seconds: float = limits.PAUSE_SECONDS


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What came for a feed: ``body`` is None where it is as before; the rest names its state to servers."""

    url: str
    body: bytes | None
    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for: the Accept header, the types whose body is read, and further headers."""

    accept: bytes
    types: frozenset[str]
    headers: Sequence[tuple[str, str]] = ()


_TEXT_ACCEPT: Final = b"text/html,application/xhtml+xml,text/plain;q=0.5"
_PAGE_WISH = _Wish(_TEXT_ACCEPT + b",application/pdf;q=0.4", _TEXT_TYPES | {PDF})
_RULE_WISH = _Wish(_TEXT_ACCEPT, _RULE_TYPES)


class Fetcher:
    """Fetches pages, several at a time but few from one host.

    Args:
        resolver: finds addresses; the operating system by default.
        dialer: opens connections to checked addresses; httpcore's backend by default.
        limits: time and bytes.
        contact: address or URL of whoever runs the bot, told to the servers.
        ssl_context: trusted certificates; certifi's by default.
        respect: which reservations of sites are honoured; none by default.
    """

    def __init__(
        self,
        *,
        resolver: Resolver | None = None,
        dialer: Dialer | None = None,
        limits: FetchLimits | None = None,
        contact: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        respect: Respect | None = None,
    ) -> None:
        self._reservations = Reservations(respect or Respect(robots=False, tdm=False), time.monotonic)
        self._limits = limits or FetchLimits()
        self._backend = CheckedBackend(resolver or SystemResolver(), dialer or SystemDialer())
        self._ssl = ssl_context or httpcore.default_ssl_context()
        agent = _USER_AGENT.format(contact=f"; contact: {contact}" if contact else "")
        self._agent = agent.encode("ascii", "ignore").replace(b"\r", b"").replace(b"\n", b"")
        self._turns = _Turns(self._limits)

    async def fetch(self, url: str) -> Page:
        """Fetch the page at ``url``, following redirects through the same checks.

        Raises:
            IntakeError: the address is refused, the server does not deliver, or it is no page of text.
        """
        requested = check_url(url)
        async with self._turns.take(host_of(requested)):
            try:
                async with asyncio.timeout(self._limits.total_seconds):
                    url, answer = await self._follow(requested, self._permit)
                    page = _page(url, requested, answer)
                    self._reservations.check_page(answer.headers, page.body)
                    return page
            except TimeoutError as error:
                raise self._timed_out() from error

    async def fetch_feed(self, url: str, etag: str | None = None, modified: str | None = None) -> FeedAnswer:
        """Fetch a feed, unless it is still what the server sent with ``etag`` or ``modified``.

        Raises:
            IntakeError: as for ``fetch``.
        """
        requested = check_url(url)
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        wish = _Wish(_FEED_ACCEPT, _FEED_TYPES, [(name, value) for name, value in asked.items() if value])
        async with self._turns.take(host_of(requested)):
            try:
                async with asyncio.timeout(self._limits.total_seconds):
                    final, answer = await self._follow(requested, self._permit, wish)
            except TimeoutError as error:
                raise self._timed_out() from error
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return FeedAnswer(final, None, etag, modified)
        _check_status(answer)
        return FeedAnswer(final, answer.body, answer.headers.get("etag"), answer.headers.get("last-modified"))

    async def _follow(
        self, requested: str, permit: Callable[[str], Awaitable[None]], wish: _Wish | None = None
    ) -> tuple[str, _Answer]:
        """Return where redirects lead and what stands there; ``permit`` is asked before each request."""
        url = requested
        for _ in range(self._limits.redirects + 1):
            await permit(url)
            answer = await self._request(url, wish or _PAGE_WISH)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return url, answer
            url = _next_url(url, answer.headers["location"])
        raise IntakeError(Problem.TOO_MANY_REDIRECTS, {"limit": str(self._limits.redirects)})

    async def _permit(self, url: str) -> None:
        await self._reservations.check(url, self._rules)

    async def _rules(self, url: str) -> bytes | None:
        """Return a site's file of rules; a file that cannot be had forbids nothing."""
        try:
            async with asyncio.timeout(limits.RULES_PATIENCE):
                _, answer = await self._follow(url, _no_question, _RULE_WISH)
        except (IntakeError, TimeoutError):
            return None
        return answer.body if answer.status == HTTPStatus.OK else None

    async def _request(self, url: str, wish: _Wish) -> _Answer:
        """Ask once, over a connection of its own: nothing is shared between sites."""
        try:
            async with httpcore.AsyncConnectionPool(
                ssl_context=self._ssl, network_backend=self._backend, max_connections=1
            ) as pool:
                return await self._ask(pool, url, wish)
        except (httpcore.TimeoutException, httpcore.PoolTimeout) as error:
            raise self._timed_out() from error
        except httpcore.ConnectError as error:
            problem = Problem.TLS if _is_tls_fault(error) else Problem.CONNECTION
            raise IntakeError(problem, {"host": host_of(url)}) from error
        except (httpcore.NetworkError, OSError) as error:
            raise IntakeError(Problem.CONNECTION, {"host": host_of(url)}) from error
        except httpcore.ProtocolError as error:
            raise IntakeError(Problem.BAD_RESPONSE, {"host": host_of(url)}) from error

    async def _ask(self, pool: httpcore.AsyncConnectionPool, url: str, wish: _Wish) -> _Answer:
        headers = [
            (b"Host", urlsplit(url).netloc.encode("ascii")),
            (b"User-Agent", self._agent),
            (b"Accept", wish.accept),
            (b"Accept-Language", b"de,de-DE;q=0.9"),
            (b"Accept-Encoding", b"gzip"),
            (b"Connection", b"close"),
            *((name.encode("ascii"), _header_value(value)) for name, value in wish.headers),
        ]
        seconds = self._limits.connect_seconds
        timeouts = {"connect": seconds, "read": self._limits.total_seconds, "write": seconds}
        async with pool.stream("GET", url, headers=headers, extensions={"timeout": timeouts}) as response:
            fields = _fields(response.headers)
            wanted = response.status in {200, 203}
            body = await self._body(response, fields) if wanted and _is_of(wish.types, fields) else b""
            return _Answer(response.status, fields, body)

    async def _body(self, response: httpcore.Response, fields: Mapping[str, str]) -> bytes:
        """Read the body within the limits, unpacking at most one layer of gzip."""
        unpack = _Unpacker(fields.get("content-encoding", ""), self._limits)
        declared = fields.get("content-length", "0")
        if declared.isdigit() and int(declared) > self._limits.wire_bytes:
            raise unpack.too_large()
        async for chunk in response.aiter_stream():
            unpack.feed(chunk)
        return unpack.finish()

    def _timed_out(self) -> IntakeError:
        return IntakeError(Problem.TIMEOUT, {"seconds": f"{self._limits.total_seconds:g}"})


class _Unpacker:
    """Collects a body chunk by chunk and stops at the limits, before memory is spent."""

    def __init__(self, encoding: str, limits: FetchLimits) -> None:
        encoding = encoding.strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip"}:
            raise IntakeError(Problem.BAD_ENCODING, {"encoding": encoding})
        self._zip = zlib.decompressobj(_GZIP_WINDOW) if "gzip" in encoding else None
        self._limits = limits
        self._wire = 0
        self._data = bytearray()

    def feed(self, chunk: bytes) -> None:
        self._wire += len(chunk)
        if self._wire > self._limits.wire_bytes:
            raise self.too_large()
        self._data += self._inflated(chunk) if self._zip else chunk
        if len(self._data) > self._limits.decoded_bytes:
            raise self.too_large()

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            IntakeError: BAD_ENCODING if packed data ends early.
        """
        if self._zip and self._wire and not self._zip.eof:
            raise IntakeError(Problem.BAD_ENCODING, {"encoding": "gzip"})
        return bytes(self._data)

    def too_large(self) -> IntakeError:
        return IntakeError(Problem.TOO_LARGE, {"limit": str(self._limits.wire_bytes)})

    def _inflated(self, chunk: bytes) -> bytes:
        assert self._zip is not None  # noqa: S101  (feed asks)
        if self._zip.eof:
            return b""
        try:
            data = self._zip.decompress(chunk, self._limits.decoded_bytes - len(self._data) + 1)
        except zlib.error as error:
            raise IntakeError(Problem.BAD_ENCODING, {"encoding": "gzip"}) from error
        if self._zip.unconsumed_tail:
            raise self.too_large()
        return data


class _Turns:
    """Who may fetch now: some in all, fewer from one host, and with a pause between two of those."""

    def __init__(self, limits: FetchLimits) -> None:
        self._limits = limits
        self._all = asyncio.Semaphore(limits.parallel)
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._users: Counter[str] = Counter()
        self._next: dict[str, float] = {}

    @asynccontextmanager
    async def take(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn, first at the host, so that one busy host holds no turn of others."""
        self._users[host] += 1
        gate = self._hosts.setdefault(host, asyncio.Semaphore(self._limits.per_host))
        try:
            async with gate:
                await self._pause(host)
                async with self._all:
                    yield
        finally:
            self._leave(host)

    async def _pause(self, host: str) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, self._next.get(host, now))
        self._next[host] = start + self._limits.pause_seconds
        if start > now:
            await asyncio.sleep(start - now)

    def _leave(self, host: str) -> None:
        self._users[host] -= 1
        if not self._users[host]:
            del self._users[host], self._hosts[host]
        if len(self._next) > limits.REMEMBERED_HOSTS:
            now = asyncio.get_running_loop().time()
            self._next = {name: moment for name, moment in self._next.items() if moment > now}


async def _no_question(_url: str) -> None:
    """Rules may be read without asking."""


def _page(url: str, requested: str, answer: _Answer) -> Page:
    _check_status(answer)
    kind, charset = _content_type(answer.headers)
    if kind and kind not in _PAGE_WISH.types:
        raise IntakeError(Problem.NOT_HTML, {"type": _type_name(kind)})
    found = kind_of(answer.body)
    if found == "pdf":
        return Page(url, requested, answer.body, PDF)
    if found:
        raise IntakeError(Problem.NOT_HTML, {"type": found})
    if not answer.body.strip():
        raise IntakeError(Problem.EMPTY)
    return Page(url, requested, answer.body, kind or "text/html", charset)


def _check_status(answer: _Answer) -> None:
    status = answer.status
    if status in {200, 203}:
        return
    detail = {"status": str(status)}
    if retry_after := answer.headers.get("retry-after"):
        detail["retry_after"] = retry_after
    if "challenge" in answer.headers.get("cf-mitigated", ""):
        raise IntakeError(Problem.FORBIDDEN, detail)
    default = Problem.SERVER_ERROR if status >= 500 else Problem.BAD_STATUS  # noqa: PLR2004
    raise IntakeError(_STATUS.get(status, default), detail)


def _next_url(url: str, location: str) -> str:
    """Return the checked target of a redirect."""
    try:
        target = urljoin(url, quote(location.strip(), safe="/%!=:,-~@;+$&'()*?#[]_."))
    except ValueError as error:
        raise IntakeError(Problem.NOT_A_URL, {"url": location}) from error
    target = check_url(target)
    if url.startswith("https:") and target.startswith("http:"):
        raise IntakeError(Problem.DOWNGRADE, {"host": host_of(target)})
    return target


def _fields(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return header fields by lower-case name; of repeated ones the first, of encodings all."""
    fields: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), _header_text(raw_value)
        if name == "content-encoding" and name in fields:
            fields[name] += f",{value}"
        else:
            fields.setdefault(name, value)
    return fields


def _header_text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _content_type(fields: Mapping[str, str]) -> tuple[str, str | None]:
    kind, _, parameters = fields.get("content-type", "").partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return kind.strip().lower(), value.strip().strip("\"'")[:40]
    return kind.strip().lower(), None


def _header_value(value: str) -> bytes:
    """Return what a server sent earlier as a header of ours; nothing in it can end the header."""
    return "".join(char for char in value if char.isprintable()).encode("latin-1", "ignore")


def _is_of(kinds: frozenset[str], fields: Mapping[str, str]) -> bool:
    kind = _content_type(fields)[0]
    return not kind or kind in kinds


def _type_name(kind: str) -> str:
    """Return the key that the message names a content type by."""
    major, _, minor = kind.partition("/")
    if major in {"image", "video", "audio"}:
        return major
    return "archive" if any(name in minor for name in ("zip", "tar", "compressed", "rar")) else "other"


def _is_tls_fault(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
