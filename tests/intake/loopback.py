"""A web server on loopback, and a resolver and dialer that lead to it as if it were public."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpcore

PUBLIC = "93.184.216.34"
Handler = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str]


@dataclass
class TableResolver:
    """Answers from a table; a list of lists gives one answer per question."""

    table: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        answers = self.table.get(host.rstrip("."), [[PUBLIC]])
        turn = sum(host == earlier for earlier in self.asked)
        self.asked.append(host)
        if not answers:
            raise OSError("unknown")
        return answers[min(turn, len(answers) - 1)]


@dataclass
class LoopbackDialer:
    """Connects to the test server whatever the address is, and notes the address."""

    port: int
    dialled: list[tuple[str, int]] = field(default_factory=list)

    async def dial(self, address: str, port: int, seconds: float) -> httpcore.AsyncNetworkStream:
        self.dialled.append((address, port))
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", self.port, timeout=seconds)


def response(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    fields = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


@asynccontextmanager
async def serve(handler: Handler, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Run a server whose every connection is one request; yields its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {n.lower(): v.strip() for n, _, v in (line.partition(":") for line in lines if line)}
            await handler(Request(first.split(" ")[1], headers), writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
