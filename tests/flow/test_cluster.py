"""Many workers on one database: the same stories as one would make, whatever comes when."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.flow import Flow
from storage import Database
from storage.tables import Article, Claim, Story
from summaries.model import Analysis, Block, BlockKind, Features, Span
from tests.flow.fakes import FILLER, Clock, FakeAnalyser, compare, document
from tests.postgres import Server

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(400)]  # eight at once on few cores

NOW = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)
WORKERS = 8
THEMES = (
    "Deichbruch Grimma Elbe Pegel Evakuierung Sandsack",
    "Haushaltsstreit Kämmerer Defizit Grundsteuer Stadtrat",
    "Lokführer Warnstreik Tarifrunde Fernverkehr Schlichtung",
    "Werftinsolvenz Papenburg Kreuzfahrtschiff Bürgschaft Werftarbeiter",
    "Vogelgrippe Putenmast Stallpflicht Geflügelhof Veterinäramt",
    "Meteorit Elmshorn Sternwarte Feuerkugel Splitter",
)


class Wordy(FakeAnalyser):
    """Makes features of the words of a text, as the pipeline does, but at once."""

    async def analyse(self, doc):
        await asyncio.sleep(random.random() * 0.01)  # who began first need not be first
        words = [word for word in doc.text.replace(".", " ").split() if word[0].isupper()]
        terms = {word.lower(): float(words.count(word)) for word in words}
        block = Block(Span(0, len(doc.text)), BlockKind.BODY, doc.published)
        return Analysis((block,), (), Features(doc.title, doc.published, terms))


def arrivals() -> list:
    """Return reports on some events, each by several papers, in an order that mixes them."""
    chance = random.Random(4)
    found = []
    for number in range(5):
        for theme, words in enumerate(THEMES):
            shown = words.split()
            chance.shuffle(shown)
            title = f"{shown[0]} und {shown[1]} bewegen {shown[2]}"
            chance.shuffle(own := [f"Blatt{number}x{theme}w{n}" for n in range(3)])
            text = f"{' '.join(shown)} {' '.join(own)} {words}"
            when = NOW + timedelta(minutes=number)
            found.append(document(f"Blatt{number}", title, [text], when))
    chance.shuffle(found)
    return found


def stories_of(database: Database) -> set[frozenset[str]]:
    with database.reading() as session:
        rows = session.exec(select(Article)).all()
    homes: dict[int | None, set[str]] = {}
    for row in rows:
        homes.setdefault(row.story_id, set()).add(f"{row.title} {row.published_at}")
    assert None not in homes
    return {frozenset(titles) for titles in homes.values()}


def new_flow(database: Database, **more) -> Flow:
    """Return a flow with the project's own story engine and a memory of its own, as each process has one."""
    options = {"zone": ZoneInfo("Europe/Berlin"), "clock": Clock(NOW), "compare": compare}
    return Flow(database, Wordy(), **(options | more))


@pytest.fixture
def open_store(server: Server) -> Iterator[Callable[[], Database]]:
    with server.database() as url:
        opened: list[Database] = []

        def again() -> Database:
            opened.append(Database(url))
            return opened[-1]

        yield again
        for one in opened:
            one.close()


def work_off(flow: Flow, documents: list) -> None:
    async def run() -> None:
        for one in documents:
            await flow.take_in(one)

    asyncio.run(run())


def test_eight_workers_make_the_stories_of_one(server: Server, open_store) -> None:
    documents = arrivals()
    with server.database() as url:
        alone = Database(url)
        work_off(new_flow(alone), documents)
        wanted = stories_of(alone)
        alone.close()
    assert len(wanted) == len(THEMES)
    hands = [new_flow(open_store()) for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        shares = [documents[number::WORKERS] for number in range(WORKERS)]
        list(pool.map(work_off, hands, shares))
    assert stories_of(open_store()) == wanted


def test_without_waiting_for_each_other_they_would_not(open_store, monkeypatch) -> None:
    """The proof that the test above can fail: all first reports at once open a story each."""
    monkeypatch.setattr("bot.flow.service.lock", lambda *_: None)
    first = [one for one in arrivals() if "Meteorit" in one.text]
    assert len(first) > 1
    hands = [new_flow(open_store()) for _ in first]
    for flow in hands:  # what each has in memory, before anything is stored
        with flow._database.reading() as session:
            flow._remembered(session)
    with ThreadPoolExecutor(WORKERS) as pool:
        done = [pool.submit(work_off, flow, [one]) for flow, one in zip(hands, first, strict=True)]
    broken = [
        one for one in done if one.exception() is not None
    ]  # two merged what a third one was about to enter
    assert broken or len(stories_of(open_store())) > 1


def test_one_text_in_eight_papers_at_once_is_one_original(open_store) -> None:
    text = "Deichbruch in Grimma. " + FILLER.format("Grimma")
    papers = [document(f"Blatt{number}", "Deichbruch in Grimma", [text], NOW) for number in range(WORKERS)]
    hands = [new_flow(open_store()) for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda flow, one: work_off(flow, [one]), hands, papers))
    with open_store().reading() as session:
        rows = session.exec(select(Article)).all()
        assert len(session.exec(select(Story)).all()) == 1
    assert sorted(row.copy_of_id is None for row in rows) == [False] * (WORKERS - 1) + [True]


def test_one_link_that_eight_read_at_once_is_one_article(open_store) -> None:
    text = "Deichbruch in Grimma. " + FILLER.format("Grimma")
    one = document("Blatt", "Deichbruch", [text], NOW, url="https://blatt.example/deich")
    hands = [new_flow(open_store()) for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda flow: work_off(flow, [one]), hands))
    with open_store().reading() as session:
        assert len(session.exec(select(Article)).all()) == 1


def test_claims_are_those_of_all_articles_however_many_compare_them(open_store) -> None:
    """Each compares with what it saw; whose view was too old compares again."""
    said = [f"Sprecher{number} > asserts > deich bricht" for number in range(WORKERS)]
    lines = [
        document(f"Blatt{number}", "Deich bricht", [line], NOW, filler=f"Ort{number}")
        for number, line in enumerate(said)
    ]
    hands = [
        Flow(open_store(), FakeAnalyser(), zone=ZoneInfo("Europe/Berlin"), compare=compare)
        for _ in range(WORKERS)
    ]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda flow, one: work_off(flow, [one]), hands, lines))
    with open_store().reading() as session:
        living = [row for row in session.exec(select(Claim)) if row.retired_at is None]
        settled = session.exec(select(Story)).all()
    assert [row.status for row in living] == ["bestätigt"]
    assert len(settled) == 1
