"""Connections to checked addresses: resolve once, judge every address, connect to one of those."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Protocol

import httpcore

from config import intake as limits
from summaries.intake.addresses import are_public_addresses
from summaries.intake.problem import IntakeError, Problem


class Resolver(Protocol):
    """Finds the addresses of a host name."""

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """Return address literals for a fully qualified name that ends with a dot.

        Raises:
            OSError: the name has none.
        """
        ...


class Dialer(Protocol):
    """Opens a TCP connection to an address literal."""

    async def dial(self, address: str, port: int, seconds: float) -> httpcore.AsyncNetworkStream:
        """Return the open connection.

        Raises:
            httpcore.ConnectError: it was refused.
            httpcore.ConnectTimeout: it took longer than ``seconds``.
        """
        ...


class SystemResolver:
    """Asks the operating system, in threads of its own: a hanging look-up must not block other work."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(limits.PARALLEL_FETCHES, thread_name_prefix="resolver")

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """See ``Resolver``."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host, port)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class SystemDialer:
    """Connects with httpcore's own backend."""

    def __init__(self) -> None:
        self._backend = httpcore.AnyIOBackend()

    async def dial(self, address: str, port: int, seconds: float) -> httpcore.AsyncNetworkStream:
        """See ``Dialer``."""
        return await self._backend.connect_tcp(address, port, timeout=seconds)


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """A network backend for httpcore that connects to public addresses only.

    The name is resolved once per connection and the connection goes to one of the addresses that were
    checked, so a second answer of the name server has no effect.  TLS and the Host header keep the name.
    """

    def __init__(self, resolver: Resolver, dialer: Dialer) -> None:
        self._resolver = resolver
        self._dialer = dialer

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (the signature is httpcore's)
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Connect to ``host``.

        Raises:
            IntakeError: UNKNOWN_HOST, PRIVATE_ADDRESS or TIMEOUT.
            httpcore.ConnectError: no address answers.
            httpcore.ConnectTimeout: the last address did not answer in time.
        """
        addresses = await self._addresses(host, port)
        seconds = timeout or limits.CONNECT_SECONDS
        for address in addresses[:-1][:2]:
            try:
                return await self._dialer.dial(address, port, seconds / 2)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._dialer.dial(addresses[-1], port, seconds)

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: articles are not read from sockets of this machine."""
        raise IntakeError(Problem.PRIVATE_ADDRESS, {"host": "unix"})

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[str]:
        """Return the checked addresses, IPv4 first: a broken IPv6 route is the more common fault."""
        addresses = [host] if _is_literal(host) else await self._resolve(host, port)
        if not addresses:
            raise IntakeError(Problem.UNKNOWN_HOST, {"host": host})
        if len(addresses) > limits.MAX_ADDRESSES or not are_public_addresses(addresses):
            raise IntakeError(Problem.PRIVATE_ADDRESS, {"host": host})
        return sorted(addresses, key=lambda address: ":" in address)

    async def _resolve(self, host: str, port: int) -> list[str]:
        try:
            async with asyncio.timeout(limits.RESOLVE_SECONDS):
                # the dot keeps search domains of this machine from completing the name
                return list(await self._resolver.resolve(f"{host.rstrip('.')}.", port))
        except TimeoutError as error:
            raise IntakeError(Problem.TIMEOUT, {"seconds": str(limits.RESOLVE_SECONDS)}) from error
        except (OSError, UnicodeError) as error:
            raise IntakeError(Problem.UNKNOWN_HOST, {"host": host}) from error


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _look_up(
    host: str, port: int
) -> list[
    tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int]]
]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)  # type: ignore[return-value]
