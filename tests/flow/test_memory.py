"""What a start reads, and how stories outside of the memory are found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.flow import Flow, Outcome
from storage.tables import Article, Story
from summaries.model import Analysis, DateSource, Document, Features, Outlet
from summaries.stories import StoryEngine
from tests.flow.fakes import Clock, FakeEngine, compare

START = datetime(2024, 10, 20, 9, 0, tzinfo=UTC)
WORDS = {
    "deich": "deich wiesenau bruch oder flut landrat lorenz sandsack",
    "pokal": "pokal finale arena trainer elfmeter torwart wechsel heim",
    "streik": "streik lokführer bahn tarif schlichter gleis zug lohn",
}


class WordAnalyser:
    """The words of a text are its terms; nothing is stated."""

    async def analyse(self, document):
        terms = dict.fromkeys(document.text.split(), 2.0)
        return Analysis((), (), Features(document.title, document.published, terms))


def article(words, days=0.0, outlet="Bote", **more):
    values = {
        "text": words,
        "title": words,
        "outlet": Outlet(outlet.lower(), outlet),
        "published": START + timedelta(days=days),
        "published_source": DateSource.MANIFEST,
    }
    return Document(**(values | more))


@pytest.fixture
def start(database):
    """Return a maker of flows with the real engine, as after a start."""

    def make(engine=None):
        options = {
            "engine": StoryEngine(prior={}) if engine is None else engine,
            "compare": compare,
            "clock": Clock(),
        }
        return Flow(database, WordAnalyser(), zone=UTC, **options)

    return make


async def test_a_start_reads_the_stories_with_the_latest_news_only(start, monkeypatch):
    monkeypatch.setattr("bot.flow.memory.STORIES_AT_START", 2)
    monkeypatch.setattr("bot.flow.memory.ARTICLES_PER_STORY", 2)
    flow = start()
    ids = [
        (await flow.take_in(article(words, days=day))).story_id for day, words in enumerate(WORDS.values())
    ]
    for number in range(3):
        await flow.take_in(
            article(f"{WORDS['streik']} neu{number}", days=2 + number / 24, outlet=f"Blatt{number}")
        )
    engine = FakeEngine()
    await start(engine).take_in(article("anderes thema ganz fern", days=3))
    assert [story for _, story in engine.added] == [ids[1], ids[2], ids[2]]


async def test_a_running_story_is_joined_though_the_start_left_it_out(start, monkeypatch):
    monkeypatch.setattr("bot.flow.memory.STORIES_AT_START", 0)
    first = await start().take_in(article(WORDS["deich"]))
    stored = await start().take_in(article(f"{WORDS['deich']} hilfe", days=0.2, outlet="Kurier"))
    assert stored.story_id == first.story_id


async def test_an_old_story_is_continued_after_months_and_a_restart(start, monkeypatch):
    monkeypatch.setattr("bot.flow.memory.STORIES_AT_START", 1)
    flow = start()
    first = await flow.take_in(article(WORDS["deich"]))
    await flow.take_in(article(f"{WORDS['deich']} hilfe", days=0.2, outlet="Kurier"))
    for number in range(30):
        await flow.take_in(article(" ".join(f"wort{number}x{n}" for n in range(8)), days=30 + number))
    engine = StoryEngine(prior={})
    stored = await start(engine).take_in(article(f"{WORDS['deich']} prozess", days=170))
    assert stored.outcome is Outcome.NEW
    assert (stored.story_id != first.story_id, stored.continues_title) == (True, first.story_title)
    assert len(engine) == 2


async def test_an_article_of_another_matter_wakes_nobody(start, monkeypatch):
    monkeypatch.setattr("bot.flow.memory.STORIES_AT_START", 0)
    await start().take_in(article(WORDS["deich"]))
    engine = StoryEngine(prior={})
    await start(engine).take_in(article(WORDS["pokal"] + " oder", days=1))
    assert len(engine) == 0


async def test_a_correction_moves_what_a_story_is_found_by(start, monkeypatch, database):
    monkeypatch.setattr("bot.flow.memory.STORIES_AT_START", 0)
    flow = start()
    deich, pokal = [await flow.take_in(article(WORDS[name])) for name in ("deich", "pokal")]
    await flow.merge(deich.story_id, pokal.story_id)
    stored = await start().take_in(article(f"{WORDS['deich']} hilfe", days=0.1, outlet="Kurier"))
    assert stored.story_id == pokal.story_id


HOSTILE = {
    "no title": article(WORDS["deich"], title=""),
    "a title of 10 000 characters": article(WORDS["deich"], title="Deich " * 1_666),
    "a title without words": article(WORDS["deich"], title="+++ !!! ***"),
    "1970": article(
        WORDS["deich"], published=datetime(1970, 1, 1, tzinfo=UTC), published_source=DateSource.PAGE
    ),
    "the year 1": article(WORDS["deich"], published=datetime(1, 1, 2, tzinfo=UTC)),
    "the year 9999": article(WORDS["deich"], published=datetime(9999, 12, 30, tzinfo=UTC)),
    "next year": article(WORDS["deich"], days=500, published_source=DateSource.PAGE),
    "no words": article("1 2 3", title="4"),
}


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_broken_article_is_kept_and_harms_no_other(start, database, document):
    flow = start()
    stored = await flow.take_in(document)
    again = await flow.take_in(replace(document, url="https://x.example/2", outlet=Outlet("x", "X")))
    other = await flow.take_in(article(WORDS["pokal"], days=1))
    assert stored.outcome is Outcome.NEW
    assert again.outcome is Outcome.COPY
    assert other.story_id != stored.story_id
    assert len(stored.story_title) <= 300
    with database.reading() as session:
        assert len(session.exec(select(Article)).all()) == 3
        assert all(len(story.title) <= 300 for story in session.exec(select(Story)))
    view = await flow.story(stored.story_id, datetime(9999, 12, 31, tzinfo=UTC))
    assert len(view.articles) == 2


async def test_a_date_that_cannot_be_keeps_no_story_running(start):
    flow = start()
    broken = article(WORDS["deich"], days=500, published_source=DateSource.PAGE)
    first = await flow.take_in(broken)
    later = await flow.take_in(article(f"{WORDS['deich']} hilfe", days=499, outlet="Kurier"))
    assert later.story_id != first.story_id
