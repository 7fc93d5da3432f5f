"""Fetching, against a server on loopback with the address policy always on."""

from __future__ import annotations

import asyncio
import gzip
import resource
import shutil
import ssl
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from summaries.intake import Fetcher, FetchLimits, IntakeError, Page, Problem
from summaries.intake.network import SystemResolver
from tests.intake.loopback import PUBLIC, Handler, LoopbackDialer, Request, TableResolver, response, serve

LIMITS = FetchLimits(wire_bytes=200_000, decoded_bytes=400_000, pause_seconds=0)
HASTY = FetchLimits(total_seconds=1, pause_seconds=0)
HTML = b"<html><body><p>Guten Tag</p></body></html>"
PACKED = gzip.compress(HTML, mtime=0)  # a time in it would give tests another name in each process


async def fetch(
    url: str,
    handler: Handler,
    table: Mapping[str, list[list[str]]] | None = None,
    limits: FetchLimits = LIMITS,
) -> tuple[Page | IntakeError, LoopbackDialer, TableResolver]:
    async with serve(handler) as port:
        dialer, resolver = LoopbackDialer(port), TableResolver(table or {})
        fetcher = Fetcher(resolver=resolver, dialer=dialer, limits=limits, contact="redaktion@blatt.example")
        try:
            return await fetcher.fetch(url), dialer, resolver
        except IntakeError as error:
            return error, dialer, resolver


def fixed(data: bytes) -> Handler:
    async def handler(request: Request, writer) -> None:
        writer.write(data)

    return handler


async def problem_of(data: bytes, url: str = "http://blatt.example/x") -> Problem:
    result, _, _ = await fetch(url, fixed(data))
    assert isinstance(result, IntakeError)
    return result.problem


async def test_it_fetches_a_page() -> None:
    seen: list[Request] = []

    async def handler(request: Request, writer) -> None:
        seen.append(request)
        writer.write(response(HTML))

    page, dialer, resolver = await fetch("http://blatt.example/a?b=1#c", handler)
    assert isinstance(page, Page)
    assert (page.body, page.charset, page.content_type) == (HTML, "utf-8", "text/html")
    assert seen[0].path == "/a?b=1"
    assert seen[0].headers["host"] == "blatt.example"
    assert "redaktion@blatt.example" in seen[0].headers["user-agent"]
    assert not {"cookie", "authorization", "referer"} & seen[0].headers.keys()
    assert dialer.dialled == [(PUBLIC, 80)]
    assert resolver.asked == ["blatt.example."]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["224.0.0.1"],
        [PUBLIC, "192.168.0.1"],
        ["192.168.0.1", PUBLIC],
        ["64:ff9b::7f00:1"],
    ],
)
async def test_it_sends_no_packet_to_a_host_with_a_private_address(addresses: list[str]) -> None:
    error, dialer, _ = await fetch(
        "http://blatt.example/", fixed(response(HTML)), {"blatt.example": [addresses]}
    )
    assert isinstance(error, IntakeError)
    assert error.problem is Problem.PRIVATE_ADDRESS
    assert dialer.dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://169.254.169.254/latest",
        "http://127。0。0。1/",
    ],
)
async def test_it_sends_no_packet_to_a_private_literal(url: str) -> None:
    error, dialer, _ = await fetch(url, fixed(response(HTML)))
    assert isinstance(error, IntakeError)
    assert error.problem is Problem.PRIVATE_ADDRESS
    assert dialer.dialled == []


async def test_it_connects_to_the_address_that_was_checked() -> None:
    page, dialer, resolver = await fetch(
        "http://rebind.example/", fixed(response(HTML)), {"rebind.example": [[PUBLIC], ["127.0.0.1"]]}
    )
    assert isinstance(page, Page)
    assert len(resolver.asked) == 1
    assert dialer.dialled == [(PUBLIC, 80)]


async def test_it_checks_again_on_every_hop() -> None:
    error, dialer, _ = await fetch(
        "http://rebind.example/",
        fixed(response(b"", "302 Found", location="/weiter")),
        {"rebind.example": [[PUBLIC], ["127.0.0.1"]]},
    )
    assert isinstance(error, IntakeError)
    assert error.problem is Problem.PRIVATE_ADDRESS
    assert dialer.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://127.0.0.1/", Problem.PRIVATE_ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", Problem.PRIVATE_ADDRESS),
        ("http://[::1]/", Problem.PRIVATE_ADDRESS),
        ("//localhost/", Problem.PRIVATE_ADDRESS),
        ("http://intern.example/", Problem.PRIVATE_ADDRESS),
        ("file:///etc/passwd", Problem.SCHEME),
        ("gopher://x.example/", Problem.SCHEME),
        ("ftp://x.example/", Problem.SCHEME),
        ("data:text/html,hallo", Problem.SCHEME),
        ("http://user:pw@blatt.example/", Problem.USERINFO),
        ("http://blatt.example:8080/", Problem.PORT),
        ("http://[::1", Problem.NOT_A_URL),
    ],
)
async def test_a_redirect_passes_the_same_gate(location: str, problem: Problem) -> None:
    redirect = fixed(response(b"", "302 Found", location=location))
    error, dialer, _ = await fetch("http://blatt.example/", redirect, {"intern.example": [["10.0.0.1"]]})
    assert isinstance(error, IntakeError)
    assert error.problem is problem
    assert len(dialer.dialled) == 1


async def test_it_follows_redirects_to_the_final_address() -> None:
    async def handler(request: Request, writer) -> None:
        target = {"/1": "/2", "/2": "http://www.blatt.example/größe?x=ä"}.get(request.path)
        location = target.encode("utf-8").decode("latin-1") if target else ""
        writer.write(response(b"", "301 Moved", location=location) if target else response(HTML))

    page, _, _ = await fetch("http://blatt.example/1", handler)
    assert isinstance(page, Page)
    assert page.url == "http://www.blatt.example/gr%C3%B6%C3%9Fe?x=%C3%A4"
    assert page.requested == "http://blatt.example/1"


async def test_it_gives_up_after_five_redirects() -> None:
    error, dialer, _ = await fetch("http://blatt.example/", fixed(response(b"", "302 Found", location="/?a")))
    assert isinstance(error, IntakeError)
    assert error.problem is Problem.TOO_MANY_REDIRECTS
    assert len(dialer.dialled) == 6


async def test_it_ignores_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    page, dialer, _ = await fetch("http://blatt.example/", fixed(response(HTML)))
    assert isinstance(page, Page)
    assert dialer.dialled == [(PUBLIC, 80)]


async def test_cookies_are_not_carried_over() -> None:
    seen: list[Request] = []

    async def handler(request: Request, writer) -> None:
        seen.append(request)
        done = request.path == "/2"
        writer.write(response(HTML) if done else response(b"", "302 Found", location="/2", set_cookie="a=b"))

    await fetch("http://blatt.example/1", handler)
    assert [("cookie" in request.headers) for request in seen] == [False, False]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("204 No Content", Problem.EMPTY),
        ("304 Not Modified", Problem.BAD_STATUS),
        ("206 Partial Content", Problem.BAD_STATUS),
        ("400 Bad Request", Problem.BAD_STATUS),
        ("401 Unauthorized", Problem.LOGIN_REQUIRED),
        ("402 Payment Required", Problem.PAYWALL),
        ("403 Forbidden", Problem.FORBIDDEN),
        ("404 Not Found", Problem.NOT_FOUND),
        ("410 Gone", Problem.GONE),
        ("429 Too Many Requests", Problem.RATE_LIMITED),
        ("451 Unavailable", Problem.LEGAL),
        ("500 Error", Problem.SERVER_ERROR),
        ("503 Unavailable", Problem.SERVER_ERROR),
        ("302 Found", Problem.BAD_STATUS),
    ],
)
async def test_every_status_has_its_problem(status: str, problem: Problem) -> None:
    body = b"" if status[:3] in {"204", "304"} else HTML
    length = "" if status[:3] in {"204", "304"} else str(len(body))
    assert await problem_of(response(body, status, content_length=length)) is problem


async def test_it_hands_on_when_to_come_back() -> None:
    error, _, _ = await fetch("http://blatt.example/", fixed(response(b"", "429 Slow", retry_after="120")))
    assert isinstance(error, IntakeError)
    assert error.detail == {"status": "429", "retry_after": "120"}


async def test_a_challenge_is_a_refusal() -> None:
    assert await problem_of(response(HTML, "503 No", cf_mitigated="challenge")) is Problem.FORBIDDEN


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        ("image/png", b"\x89PNG", "image"),
        ("text/html", b"\xff\xd8\xff\xe0", "image"),
        ("video/mp4", b"x", "video"),
        ("application/zip", b"PK\x03\x04", "archive"),
        ("application/octet-stream", b"x", "other"),
        ("application/json", b"{}", "other"),
        ("text/html", PACKED, "archive"),
    ],
)
async def test_it_names_what_is_no_page(kind: str, body: bytes, name: str) -> None:
    error, _, _ = await fetch("http://blatt.example/", fixed(response(body, content_type=kind)))
    assert isinstance(error, IntakeError)
    assert (error.problem, error.detail) == (Problem.NOT_HTML, {"type": name})


@pytest.mark.parametrize("kind", ["application/pdf", "text/html", "application/pdf;charset=x"])
async def test_it_brings_a_pdf_whatever_it_is_called(kind: str) -> None:
    page, _, _ = await fetch("http://blatt.example/", fixed(response(b"%PDF-1.7 x", content_type=kind)))
    assert isinstance(page, Page)
    assert (page.content_type, page.body) == ("application/pdf", b"%PDF-1.7 x")


async def test_an_empty_page_is_empty() -> None:
    assert await problem_of(response(b"  \n")) is Problem.EMPTY


async def test_a_dripping_server_meets_the_total_deadline() -> None:
    dripped = 0

    async def handler(request: Request, writer) -> None:
        nonlocal dripped
        writer.write(response(b"", content_length="100000"))
        for _ in range(1000):
            writer.write(b"x")
            dripped += 1
            await writer.drain()
            await asyncio.sleep(0.05)

    error, _, _ = await fetch("http://blatt.example/", handler, limits=HASTY)
    assert isinstance(error, IntakeError)
    assert error.problem is Problem.TIMEOUT
    assert 0 < dripped < 500


async def test_a_silent_server_meets_the_total_deadline() -> None:
    async def handler(request: Request, writer) -> None:
        await asyncio.sleep(60)

    error, _, _ = await fetch("http://blatt.example/", handler, limits=HASTY)
    assert isinstance(error, IntakeError)
    assert error.problem is Problem.TIMEOUT


async def test_headers_without_end_are_refused() -> None:
    assert await problem_of(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000) is Problem.BAD_RESPONSE


@pytest.mark.parametrize(
    "data", [b"Hallo\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"\x00\x01\r\n\r\n"]
)
async def test_what_is_not_http_is_refused(data: bytes) -> None:
    assert await problem_of(data) is Problem.BAD_RESPONSE


async def test_a_body_shorter_than_declared_is_refused() -> None:
    assert await problem_of(response(HTML, content_length="5000")) is Problem.BAD_RESPONSE


async def test_a_declared_length_over_the_limit_is_refused_at_once() -> None:
    assert await problem_of(response(HTML, content_length="99999999")) is Problem.TOO_LARGE


async def test_an_endless_body_stops_at_the_limit() -> None:
    async def handler(request: Request, writer) -> None:
        writer.write(response(b"", content_length=""))
        for _ in range(100):
            writer.write(b"x" * 10_000)
            await writer.drain()

    error, _, _ = await fetch("http://blatt.example/", handler)
    assert isinstance(error, IntakeError)
    assert error.problem is Problem.TOO_LARGE


async def test_it_unpacks_one_layer_of_gzip() -> None:
    page, _, _ = await fetch("http://blatt.example/", fixed(response(PACKED, content_encoding="gzip")))
    assert isinstance(page, Page)
    assert page.body == HTML


async def test_a_gzip_bomb_costs_little_memory() -> None:
    bomb = gzip.compress(b"a" * 100_000_000, mtime=0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert await problem_of(response(bomb, content_encoding="gzip")) is Problem.TOO_LARGE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip,br", "x-unbekannt"])
async def test_other_encodings_are_refused(encoding: str) -> None:
    assert await problem_of(response(PACKED, content_encoding=encoding)) is Problem.BAD_ENCODING


@pytest.mark.parametrize("body", [b"kein gzip", PACKED[:-12], PACKED[:20]])
async def test_broken_gzip_is_refused(body: bytes) -> None:
    assert await problem_of(response(body, content_encoding="gzip")) is Problem.BAD_ENCODING


async def test_an_unknown_host_is_named() -> None:
    error, _, _ = await fetch("http://weg.example/", fixed(b""), {"weg.example": []})
    assert isinstance(error, IntakeError)
    assert (error.problem, error.detail) == (Problem.UNKNOWN_HOST, {"host": "weg.example"})


async def test_a_host_with_hundreds_of_addresses_is_refused() -> None:
    many = [f"8.8.{i // 250}.{i % 250}" for i in range(500)]
    error, dialer, _ = await fetch("http://viele.example/", fixed(b""), {"viele.example": [many]})
    assert isinstance(error, IntakeError)
    assert dialer.dialled == []


async def test_a_refused_connection_is_named() -> None:
    fetcher = Fetcher(resolver=TableResolver(), dialer=LoopbackDialer(1), limits=LIMITS)
    with pytest.raises(IntakeError) as caught:
        await fetcher.fetch("http://blatt.example/")
    assert caught.value.problem is Problem.CONNECTION


async def test_a_hanging_name_server_meets_the_deadline() -> None:
    class Hanging:
        async def resolve(self, host: str, port: int) -> list[str]:
            await asyncio.sleep(60)
            return []

    fetcher = Fetcher(resolver=Hanging(), dialer=LoopbackDialer(1), limits=FetchLimits(total_seconds=0.1))
    with pytest.raises(IntakeError) as caught:
        await fetcher.fetch("http://blatt.example/")
    assert caught.value.problem is Problem.TIMEOUT


async def test_the_second_address_is_tried() -> None:
    async with serve(fixed(response(HTML))) as port:

        class Picky(LoopbackDialer):
            async def dial(self, address: str, port: int, seconds: float):
                self.port = 1 if address == "1.1.1.1" else good
                return await super().dial(address, port, seconds)

        good = port
        dialer = Picky(port)
        resolver = TableResolver({"blatt.example": [["1.1.1.1", PUBLIC]]})
        page = await Fetcher(resolver=resolver, dialer=dialer, limits=LIMITS).fetch("http://blatt.example/")
    assert page.body == HTML
    assert [address for address, _ in dialer.dialled] == ["1.1.1.1", PUBLIC]


async def test_few_requests_run_at_one_host_and_some_in_all() -> None:
    running: list[str] = []
    peak = {"host": 0, "all": 0}

    async def handler(request: Request, writer) -> None:
        host = request.headers["host"]
        running.append(host)
        peak["host"] = max(peak["host"], running.count("a.example"))
        peak["all"] = max(peak["all"], len(running))
        await asyncio.sleep(0.02)
        running.remove(host)
        writer.write(response(HTML))

    async with serve(handler) as port:
        limits = FetchLimits(total_seconds=5, parallel=4, per_host=2, pause_seconds=0)
        fetcher = Fetcher(resolver=TableResolver(), dialer=LoopbackDialer(port), limits=limits)
        urls = [f"http://a.example/{i}" for i in range(10)] + [f"http://b{i}.example/" for i in range(10)]
        pages = await asyncio.gather(*map(fetcher.fetch, urls))
    assert len(pages) == 20
    assert peak["host"] == 2
    assert 2 < peak["all"] <= 4


async def test_there_is_a_pause_between_two_pages_of_one_host() -> None:
    begun: list[float] = []

    async def handler(request: Request, writer) -> None:
        begun.append(time.monotonic())
        writer.write(response(HTML))

    async with serve(handler) as port:
        limits = FetchLimits(total_seconds=5, pause_seconds=0.5)
        fetcher = Fetcher(resolver=TableResolver(), dialer=LoopbackDialer(port), limits=limits)
        await asyncio.gather(fetcher.fetch("http://a.example/1"), fetcher.fetch("http://a.example/2"))
    assert begun[1] - begun[0] > 0.25  # less than the pause: a busy machine may hold up the first one


async def test_the_system_resolver_asks_for_the_name_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int, **kwargs: object) -> list[object]:
        asked.append(host)
        return [(2, 1, 6, "", (PUBLIC, port)), (2, 1, 6, "", (PUBLIC, port))]

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    assert await SystemResolver().resolve("blatt.example.", 80) == [PUBLIC]
    assert asked == ["blatt.example."]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "
        "2 -subj /CN=blatt.example"
    )
    command += " -addext subjectAltName=DNS:blatt.example -keyout key.pem -out cert.pem"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


_AUTHORITY = """
[ca]
default_ca = own
[own]
database = index.txt
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = site
new_certs_dir = .
[any]
commonName = supplied
[site]
subjectAltName = DNS:blatt.example
"""


@pytest.fixture(scope="module")
def expired(certificate: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a certificate of the same key that was good in the year 2020 only."""
    folder = tmp_path_factory.mktemp("expired")
    shutil.copy(certificate / "key.pem", folder)
    (folder / "ca.cnf").write_text(_AUTHORITY)
    (folder / "index.txt").touch()
    for command in (
        "openssl req -new -key key.pem -subj /CN=blatt.example -out cert.csr",
        (
            "openssl ca -selfsign -batch -notext -config ca.cnf -keyfile key.pem -in cert.csr -out cert.pem"
            " -startdate 20200101000000Z -enddate 20210101000000Z"
        ),
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def server_context(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


async def fetch_tls(folder: Path, url: str, trusted: bool) -> Page:
    client = ssl.create_default_context(cafile=str(folder / "cert.pem")) if trusted else None
    async with serve(fixed(response(HTML)), server_context(folder)) as port:
        fetcher = Fetcher(
            resolver=TableResolver(),
            dialer=LoopbackDialer(port),
            limits=FetchLimits(total_seconds=5),
            ssl_context=client,
        )
        return await fetcher.fetch(url)


async def test_tls_is_checked_against_the_name(certificate: Path) -> None:
    assert (await fetch_tls(certificate, "https://blatt.example/", trusted=True)).body == HTML
    with pytest.raises(IntakeError) as caught:
        await fetch_tls(certificate, "https://anders.example/", trusted=True)
    assert caught.value.problem is Problem.TLS


async def test_an_expired_certificate_is_refused(expired: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        await fetch_tls(expired, "https://blatt.example/", trusted=True)
    assert caught.value.problem is Problem.TLS
    assert "expired" in str(caught.value.__cause__)


async def test_a_self_signed_certificate_is_refused(certificate: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        await fetch_tls(certificate, "https://blatt.example/", trusted=False)
    assert caught.value.problem is Problem.TLS


async def test_a_downgrade_is_refused(certificate: Path) -> None:
    client = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    redirect = fixed(response(b"", "302 Found", location="http://blatt.example/"))
    async with serve(redirect, server_context(certificate)) as port:
        fetcher = Fetcher(
            resolver=TableResolver(),
            dialer=LoopbackDialer(port),
            limits=FetchLimits(total_seconds=5),
            ssl_context=client,
        )
        with pytest.raises(IntakeError) as caught:
            await fetcher.fetch("https://blatt.example/")
    assert caught.value.problem is Problem.DOWNGRADE
