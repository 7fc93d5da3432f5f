"""Pages built to hurt, read and analysed by the real child processes while the bot's loop has to turn on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.analysis import ChildAnalyser
from summaries.intake.fetch import Page
from summaries.intake.problem import IntakeError
from tests.torture.bots import BEAT

NOW = datetime(2026, 5, 4, 9, 12, tzinfo=UTC)
SENTENCE = "Der Deich bei Niederau ist gebrochen, sagte ein Sprecher der Feuerwehr am Montag. "
LIMIT = 4_900_000


def _page(inner: str, head: str = "") -> bytes:
    return f"<html><head><title>Deich</title>{head}</head><body>{inner}</body></html>".encode()


def _article(text: str) -> bytes:
    return _page(f"<article><p>{text}</p></article>")


def _titled(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>{SENTENCE * 9}</p></body></html>".encode()


PAGES: dict[str, Callable[[], bytes]] = {
    "20,000 attributes": lambda: _page("<p " + " ".join(f"a{n}='x'" for n in range(20_000)) + ">x</p>"),
    "300,000 attributes": lambda: _page("<p " + " ".join(f"a{n}='x'" for n in range(300_000)) + ">x</p>"),
    "200,000 line breaks": lambda: _page("x<br>" * 200_000),
    "a million brackets": lambda: _page("<" * 1_000_000),
    "100,000 nested boxes": lambda: _page("<div>" * 100_000 + "x"),
    "20,000 open tables": lambda: _page("<table><tr><td>" * 20_000 + "x"),
    "billion laughs": lambda: (
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>"
        + b"".join(
            b"<!ENTITY %c '&%c;&%c;&%c;&%c;'>" % (98 + n, 97 + n, 97 + n, 97 + n, 97 + n) for n in range(20)
        )
        + b"]><html><body><p>&u;</p></body></html>"
    ),
    "5 MB of text": lambda: _article(SENTENCE * (LIMIT // len(SENTENCE))),
    "5 MB without a blank": lambda: _article("a" * LIMIT),
    "5 MB of blanks": lambda: _article(" " * LIMIT + "x"),
    "1 MB of opening quotation marks": lambda: _article("„" * 330_000),
    "a title of 4 MB of blanks": lambda: _titled("a" + " " * 4_000_000 + "b"),
    "a sentence of 200 KB": lambda: _article(SENTENCE.replace(".", ",") * 2_400),
    "one word of 90 KB": lambda: _article(SENTENCE * 4 + "a" * 90_000 + " " + SENTENCE * 4),
    "90 KB of figures": lambda: _article(SENTENCE * 4 + "1.000 " * 15_000),
    "90 KB of quotations": lambda: _article(SENTENCE * 4 + "„Nein“, sagte er. " * 5_000),
    "JSON-LD 10,000 deep": lambda: _page(
        f"<p>{SENTENCE * 9}</p>", f"<script type='application/ld+json'>{'[' * 10_000}</script>"
    ),
    "5 MB of JSON-LD": lambda: _page(
        f"<p>{SENTENCE * 9}</p>",
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"'
        + "x" * 4_800_000
        + '"}</script>',
    ),
    "combining marks": lambda: _article(SENTENCE * 4 + "e" + "\u0301" * 80_000),
    "lines of dots": lambda: _article(".\n" * 50_000 + SENTENCE * 9),
}


@dataclass
class Hostile:
    """What came of the pages: how each ended and how long it took, and the loop's longest pause meanwhile."""

    ends: dict[str, str] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    gap: float = 0.0
    answered: int = 0
    starved: float = 0.0


async def face_hostile_pages(names: list[str] | None = None) -> Hostile:
    """Read each page as the bot would, with a harmless article after it."""
    made, analyser = Hostile(), ChildAnalyser()
    await analyser.warm_up()
    heart = asyncio.create_task(_feel(made))
    harmless = Page("https://blatt.example/1", "https://blatt.example/1", _article(SENTENCE * 9))
    await analyser.extract(harmless, NOW)
    try:
        for name in names or list(PAGES):
            body = await asyncio.to_thread(PAGES[name])
            begin = time.monotonic()
            made.ends[name] = await _through(analyser, Page(harmless.url, harmless.url, body[:LIMIT]))
            made.took[name] = time.monotonic() - begin
            begin = time.monotonic()
            made.answered += await _through(analyser, harmless) == "read"
            made.starved = max(made.starved, time.monotonic() - begin)
    finally:
        heart.cancel()
        await analyser.close()
    return made


async def _through(analyser: ChildAnalyser, page: Page) -> str:
    try:
        document = await analyser.extract(page, NOW)
        await analyser.analyse(document)
    except IntakeError as error:
        return str(error.problem)
    return "read"


async def _feel(made: Hostile) -> None:
    before, spent = time.monotonic(), time.process_time()
    while True:
        await asyncio.sleep(BEAT)
        now, used = time.monotonic(), time.process_time()
        made.gap = max(made.gap, min(now - before - BEAT, used - spent))
        before, spent = now, used
