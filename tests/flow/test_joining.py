"""Stories that turn out to be one: in the store at once, told to readers, reached by old numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.grouping import features_of, read_manifest
from bot.flow import Flow
from bot.views.story import line_screen, why_screen
from storage import articles, chats, holdings, interests, stories, story_events
from storage.interests import Subject
from storage.tables import Wish
from summaries.digest import render_story_text, render_text
from summaries.language import load_pipeline
from summaries.model import Analysis, DateSource, Document, Features, Outlet
from summaries.stories import StoryEngine
from summaries.stories.batch import group
from tests.flow.fakes import Clock, compare
from tests.flow.test_memory import START

BERLIN = ZoneInfo("Europe/Berlin")
LOOKALIKES = Path(__file__).parents[2] / "benchmarks" / "data" / "lookalikes.jsonl"
FIRST = ("deich bruch oder wiesenau", 0)
SECOND = ("wiesenau flut sperrung evakuierung", 30)
BOTH = ("deich bruch oder wiesenau flut evakuierung", 31)
OTHER = ("wahl partei stimmen kreis rat amt", 31)
FLOOD = [FIRST, SECOND, OTHER, BOTH, BOTH, OTHER, FIRST]


class WordAnalyser:
    """The words of a text are its terms and headline; "wiesenau" is a name."""

    async def analyse(self, document):
        words = document.text.split()
        return Analysis((), (), Features(
            document.title, document.published, dict.fromkeys(words, 1.0),
            actors=frozenset({"wiesenau"} & set(words)), headline=frozenset(words),
        ))  # fmt: skip


def document(number, words, hours, outlet="Blatt"):
    return Document(
        text=words,
        title=words.capitalize(),
        outlet=Outlet(f"{outlet}{number}", f"{outlet} {number}"),
        published=START + timedelta(hours=hours),
        published_source=DateSource.MANIFEST,
        external_id=str(number),
    )


@pytest.fixture
def start(database, clock):
    """Return a maker of flows with engines of their own, as after a start."""

    def make():
        engine = StoryEngine(prior={})
        return Flow(database, WordAnalyser(), zone=BERLIN, clock=clock, engine=engine, compare=compare)

    return make


@pytest.fixture
def clock():
    return Clock(START + timedelta(days=2))


async def take_in(flow, rows):
    return [await flow.take_in(document(number, *row)) for number, row in enumerate(rows)]


def placed(database):
    with database.reading() as session:
        return [one.article.story_id for one in articles.after(session, 0, 1000)]


async def test_an_article_that_fits_two_stories_makes_them_one(start, database):
    told = await take_in(start(), FLOOD)
    assert placed(database) == [1, 1, 3, 1, 1, 3, 1]
    assert [(one.story_id, one.merged) for one in told] == [
        (1, None), (2, None), (3, None), (1, 2), (1, None), (3, None), (1, None),
    ]  # fmt: skip


async def test_restarts_and_other_processes_in_between_change_nothing(start, database, tmp_path):
    await take_in(start(), FLOOD)
    once = placed(database)
    for number, row in enumerate(FLOOD, start=100):  # the same words a day later, each by a new process
        await start().take_in(document(number, row[0].replace("e", "ee"), row[1] + 24))
    again = placed(database)[len(once) :]
    assert [story - 3 for story in again] == once


async def test_two_flows_over_one_store_follow_each_others_mergers(start, database):
    one, other = start(), start()
    for number, row in enumerate(FLOOD):
        await (one, other)[number % 2].take_in(document(number, *row))
    assert placed(database) == [1, 1, 3, 1, 1, 3, 1]


async def test_the_flow_groups_as_the_command_line_does(start, database):
    flow = start()
    await take_in(flow, FLOOD)
    features = [(await WordAnalyser().analyse(document(0, *row))).features for row in FLOOD]
    numbers = {0: 1, 2: 3}
    assert placed(database) == [numbers[story] for story in group(features)]


async def test_an_old_number_leads_to_the_story_and_is_never_given_again(start, database, clock):
    flow = start()
    await take_in(flow, [FIRST, SECOND, BOTH])
    assert (await flow.story(2)).id == (await flow.story(1)).id == 1
    new = await flow.take_in(document(9, *OTHER))
    assert new.story_id == 3
    with database.reading() as session, pytest.raises(LookupError):
        stories.get(session, 2)


async def test_an_old_number_leads_through_several_mergers(start, database):
    flow = start()
    await take_in(flow, [FIRST, SECOND, OTHER, BOTH])
    await flow.merge(1, 3)
    with database.reading() as session:
        assert [story_events.current(session, number) for number in (1, 2, 3, 77)] == [3, 3, 3, 77]


async def test_readers_are_told(start, database, clock):
    flow = start()
    await take_in(flow, [FIRST, SECOND, OTHER, BOTH])
    view = await flow.story(1)
    (event,) = view.events
    assert (event.kind, event.other, event.title, event.by_hand) == (
        "merge",
        2,
        SECOND[0].capitalize(),
        False,
    )
    assert "🔗 vereint mit „Wiesenau flut sperrung evakuierung“ (Story 2)" in render_story_text(view)
    assert "🔗 vereint mit" in line_screen(view, 0, "-").text
    told = render_text(await flow.digest(None, clock()))
    assert told.count("🔗 vereint mit „Wiesenau flut sperrung evakuierung“") == 1
    later = await flow.digest(clock(), clock() + timedelta(days=1))
    assert later.empty


async def test_why_here_shows_what_was_decided_by(start, database):
    flow = start()
    await take_in(flow, [FIRST, SECOND, OTHER, BOTH, BOTH])
    view, found = await flow.story(1), await flow.placements(2)
    assert [one.kind for one in found.articles] == ["opened", "opened", "joined", "copy"]
    assert [one.opened for one in found.articles] == [None, SECOND[0].capitalize(), None, None]
    assert {reason.kind for reason in found.articles[2].reasons} >= {"actors", "headline"}
    text = why_screen(view, found, 0, "-").text.replace("\u2060", "")
    assert "eröffnete die Story „Wiesenau flut sperrung evakuierung“, die jetzt hierher gehört" in text
    assert "➕ Wörter der Überschriften: " in text
    assert found.events[0].reasons


async def test_what_a_person_kept_apart_is_never_joined(start, database):
    flow = start()
    stored = await take_in(flow, [FIRST, SECOND])
    await flow.merge(2, 1)
    await flow.split([stored[1].article_id])
    await flow.take_in(document(9, *BOTH))
    apart = placed(database)[:2]
    assert apart[0] != apart[1]


async def test_later_arrivals_find_a_story_that_was_merged_by_hand(start, database):
    flow = start()
    await take_in(flow, [FIRST, SECOND])
    assert len(set(placed(database))) == 2
    await flow.merge(2, 1)
    for number, (words, hours) in enumerate((FIRST, SECOND)):
        await flow.take_in(document(10 + number, words, hours + 1))
    assert set(placed(database)) == {1}


async def test_a_moved_article_stays_where_it_was_put(start, database):
    flow = start()
    stored = await take_in(flow, [FIRST, FIRST, SECOND])
    first, second = placed(database)[0], placed(database)[2]
    await flow.move(stored[1].article_id, second)
    await flow.take_in(document(9, *BOTH))
    assert placed(database)[:3] == [first, second, second]
    (moved,) = [one for one in (await flow.placements(second)).articles if one.kind == "by hand"]
    assert moved.article.id == "1"


async def test_a_name_given_by_hand_and_wishes_survive(start, database, clock):
    flow = start()
    await take_in(flow, [FIRST, SECOND])
    await flow.rename(2, "Hochwasser an der Oder")
    with database.writing() as session:
        chat = chats.register(session, 5, "group", "Runde", clock())
        interests.put(session, chat.id, Subject(story_id=2), Wish.FOLLOW, clock())
    await flow.take_in(document(9, *BOTH))
    assert (await flow.story(1)).title == "Hochwasser an der Oder"
    with database.reading() as session:
        assert interests.get(session, chat.id, Subject(story_id=1)) is Wish.FOLLOW


async def test_a_chat_is_told_only_of_what_it_reads(start, database, clock):
    flow = start()
    stored = await take_in(flow, [FIRST, SECOND])
    with database.writing() as session:
        mine, theirs = [chats.register(session, number, "group", "", clock()) for number in (5, 6)]
        holdings.hold(session, mine.id, stored[0].article_id, clock())
        holdings.hold(session, theirs.id, stored[1].article_id, clock())
    await flow.take_in(document(9, *BOTH))
    assert (await flow.story(1, chat_pk=mine.id)).events == ()
    assert [one.other for one in (await flow.story(1, chat_pk=theirs.id)).events] == [2]
    told = await flow.placements(1, chat_pk=mine.id)
    assert "Blatt 1" not in {one.article.outlet for one in told.articles}


async def test_a_failed_arrival_leaves_no_trace(start, database, monkeypatch):
    flow = start()
    await take_in(flow, [FIRST, SECOND])
    with monkeypatch.context() as broken:
        broken.setattr("bot.flow.keeping.title_of", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await flow.take_in(document(9, *BOTH))
    assert placed(database) == [1, 2]


async def test_a_story_of_many_articles_is_known_alike_after_a_restart(start, database):
    flow = start()
    rows = [(f"{FIRST[0]} blatt{n} ort{n} name{n} haus{n}", n / 10) for n in range(47)]
    await take_in(flow, rows)
    fresh = start()
    for one in (flow, fresh):
        with database.reading() as session:
            one._remembered(session)
    probe = (await WordAnalyser().analyse(document(0, f"{FIRST[0]} blatt46 ort3 wasser", 5))).features
    live, read = flow._engine.compare(probe), fresh._engine.compare(probe)
    assert live == read
    assert live[0].needed > 2  # all 47 articles count for its size, though not all are read


def test_chains_of_chapters_never_close(database, clock):
    with database.writing() as session:
        first = stories.open_story(session, "1", clock())
        second = stories.open_story(session, "2", clock(), first.id)
        third = stories.open_story(session, "3", clock(), second.id)
        stories.merge(session, first.id, third.id)
        assert [stories.get(session, one.id).continues_id for one in (second, third)] == [third.id, None]


def test_a_merged_story_keeps_what_it_continued(database, clock):
    with database.writing() as session:
        old, kept = [stories.open_story(session, title, clock()) for title in ("alt", "neu")]
        chapter = stories.open_story(session, "Kapitel", clock(), old.id)
        stories.merge(session, chapter.id, kept.id)
        assert stories.get(session, kept.id).continues_id == old.id


class Known:
    """Gives the analysis that was made beforehand."""

    def __init__(self, found):
        self.found = found

    async def analyse(self, document):
        return Analysis((), (), self.found[document.external_id])


async def test_real_articles_are_grouped_alike_with_a_restart_before_each(database, clock):
    nlp = load_pipeline()
    documents, _ = read_manifest(LOOKALIKES)
    features = {one.external_id: features_of(one, nlp, None) for one in documents}
    for one in documents:
        fresh = Flow(database, Known(features), zone=BERLIN, clock=clock, compare=compare)
        await fresh.take_in(one)
    stories_of = placed(database)
    wanted = group(list(features.values()))
    assert len(set(zip(stories_of, wanted, strict=True))) == len(set(stories_of)) == len(set(wanted))


class LongTexts(WordAnalyser):
    """The same, as if the words were those of whole texts."""

    async def analyse(self, document):
        short = await super().analyse(document)
        return replace(short, features=replace(short.features, words=80))


async def test_what_is_about_two_stories_joins_neither_also_when_it_is_updated(database, clock):
    """A newsblog that tells of a fire and a strike must not make one story of them."""
    fire, strike = "brand chemiewerk hollnau feuerwehr", "warnstreik mitteltalbahn gewerkschaft loh"
    blog = f"{fire} {strike}"

    def start():
        engine = StoryEngine(prior={})
        return Flow(database, LongTexts(), zone=BERLIN, clock=clock, engine=engine, compare=compare)

    await take_in(start(), [(fire, 0), (strike, 0), (blog, 1)])
    assert placed(database) == [1, 2, 3]
    await start().take_in(document(2, f"{blog} entwarnung", 2))
    await start().take_in(document(3, f"{strike} entwarnung", 3))
    await start().take_in(document(4, f"{fire} entwarnung", 3))
    assert placed(database) == [1, 2, 3, 2, 1]
