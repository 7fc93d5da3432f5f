"""What sites forbid machines to do, in every form that machines can read."""

from __future__ import annotations

import pytest

from summaries.intake import Fetcher, IntakeError, Page, Problem
from summaries.intake.reservations import Respect
from tests.intake.loopback import LoopbackDialer, Request, TableResolver, response, serve
from tests.intake.test_fetch import HTML, LIMITS

URL = "http://blatt.example/politik/artikel"
RESERVED = b'<meta name="tdm-reservation" content="1">'


class Site:
    """A site with files by path; everything else is not found."""

    def __init__(self, files: dict[str, bytes], **headers: str) -> None:
        self.files, self.headers, self.asked = files, headers, []

    async def answer(self, request: Request, writer) -> None:
        self.asked.append(request.path)
        body = self.files.get(request.path)
        if body is None:
            writer.write(response(b"", "404 Not Found"))
        elif body.startswith(b"-> "):
            writer.write(response(b"", "302 Found", location=body[3:].decode()))
        elif request.path.endswith(".json"):
            writer.write(response(body, content_type="application/json"))
        else:
            writer.write(response(body, **self.headers))


async def fetch(site: Site, respect: Respect | None = None, times: int = 1) -> Page | IntakeError:
    async with serve(site.answer) as port:
        fetcher = Fetcher(
            resolver=TableResolver(), dialer=LoopbackDialer(port), limits=LIMITS, respect=respect or Respect()
        )
        for _ in range(times):
            try:
                found: Page | IntakeError = await fetcher.fetch(URL)
            except IntakeError as error:
                found = error
        return found


async def reason(site: Site, respect: Respect | None = None) -> str:
    found = await fetch(site, respect)
    assert isinstance(found, IntakeError)
    assert found.problem is Problem.RESERVED
    return found.detail["by"]


PAGE = {"/politik/artikel": HTML}


@pytest.mark.parametrize(
    "robots",
    [
        b"User-agent: *\nDisallow: /politik/",
        b"User-agent: Lagebild\nDisallow: /",
        b"User-agent: *\nDisallow: /*artikel$",
        b"User-agent: lagebild\nUser-agent: x\nDisallow: /politik\n\nUser-agent: *\nAllow: /",
    ],
)
async def test_it_leaves_alone_what_robots_forbid(robots: bytes) -> None:
    site = Site(PAGE | {"/robots.txt": robots})
    assert await reason(site) == "robots.txt"
    assert "/politik/artikel" not in site.asked


@pytest.mark.parametrize(
    "robots",
    [
        b"User-agent: *\nDisallow: /intern/",
        b"User-agent: GPTBot\nDisallow: /",
        b"User-agent: *\nDisallow: /\n\nUser-agent: Lagebild\nAllow: /",
        b"\xff\xfe\x00 no text at all",
        b"",
    ],
)
async def test_it_reads_what_robots_allow(robots: bytes) -> None:
    assert isinstance(await fetch(Site(PAGE | {"/robots.txt": robots})), Page)


@pytest.mark.parametrize(
    ("entries", "taken"),
    [
        (b'[{"location": "/", "tdm-reservation": 1}]', True),
        (b'[{"location": "/politik/*", "tdm-reservation": 1}]', True),
        (b'[{"location": "/politik/artikel$", "tdm-reservation": "1"}]', True),
        (b'[{"location": "/politik", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', False),
        (b'[{"location": "/sport", "tdm-reservation": 1}]', False),
        (b'{"location": "/"}', False),
        (b'[3, {"location": 4}, {"location": "/"}]', False),
        (b"[" * 100_000, False),
    ],
)
async def test_it_honours_the_reservation_file(entries: bytes, taken: bool) -> None:
    found = await fetch(Site(PAGE | {"/.well-known/tdmrep.json": entries}))
    assert isinstance(found, IntakeError) is taken
    assert not taken or found.detail["by"] == "tdmrep.json"


@pytest.mark.parametrize(
    ("headers", "head", "by"),
    [
        ({"tdm_reservation": "1"}, b"", "tdm-reservation"),
        ({}, RESERVED, "tdm-reservation"),
        ({}, b"<META content='1' name=TDM-Reservation>", "tdm-reservation"),
        ({"x_robots_tag": "noai, noimageai"}, b"", "noai"),
        ({}, b'<meta name="robots" content="index, noai">', "noai"),
    ],
)
async def test_it_honours_marks_of_the_page(headers: dict[str, str], head: bytes, by: str) -> None:
    body = HTML.replace(b"<body>", b"<head>" + head + b"</head><body>")
    assert await reason(Site({"/politik/artikel": body}, **headers)) == by


@pytest.mark.parametrize("head", [b'<meta name="robots" content="noindex">', b"<p>tdm-reservation 1</p>"])
async def test_it_takes_nothing_else_for_a_reservation(head: bytes) -> None:
    body = HTML.replace(b"<body>", b"<head>" + head + b"</head><body>")
    assert isinstance(await fetch(Site({"/politik/artikel": body}, tdm_reservation="0")), Page)


async def test_the_operator_may_decide_otherwise() -> None:
    site = Site({"/robots.txt": b"User-agent: *\nDisallow: /", "/politik/artikel": RESERVED + HTML})
    assert isinstance(await fetch(site, Respect(robots=False, tdm=False)), Page)
    assert site.asked == ["/politik/artikel"]
    assert await reason(site, Respect(robots=False)) == "tdm-reservation"


async def test_it_asks_a_site_once_and_follows_its_redirect() -> None:
    moved = {
        "/robots.txt": b"-> /andere/robots.txt",
        "/andere/robots.txt": b"User-agent: *\nDisallow: /politik",
    }
    site = Site(PAGE | moved)
    assert isinstance(await fetch(site, times=3), IntakeError)
    assert site.asked == ["/robots.txt", "/andere/robots.txt", "/.well-known/tdmrep.json"]


async def test_the_rules_of_the_place_a_redirect_leads_to_count() -> None:
    site = Site({"/politik/artikel": b"-> /geheim/artikel", "/geheim/artikel": HTML})
    site.files["/robots.txt"] = b"User-agent: *\nDisallow: /geheim"
    assert await reason(site) == "robots.txt"


async def test_a_site_whose_rules_hang_forbids_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.intake.RULES_PATIENCE", 0.05)
    site = Site(PAGE)

    async def slow(request: Request, writer) -> None:
        if request.path.endswith(("robots.txt", ".json")):
            import asyncio  # noqa: PLC0415

            await asyncio.sleep(0.2)
        await site.answer(request, writer)

    async with serve(slow) as port:
        fetcher = Fetcher(
            resolver=TableResolver(), dialer=LoopbackDialer(port), limits=LIMITS, respect=Respect()
        )
        assert isinstance(await fetcher.fetch(URL), Page)
