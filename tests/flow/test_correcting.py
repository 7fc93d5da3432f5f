"""Corrections by hand: made in the store, followed by the memory, kept through later arrivals."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from benchmarks.grouping import read_corrections, report_corrections
from bot.flow import Flow
from storage import articles, corrections, stories
from storage.tables import CorrectionKind
from summaries.stories import StoryEngine
from tests.flow.fakes import FakeEngine, document

FLOOD = ["THW > asserts > Deich", "Landrat > asserts > Pegel"]


class NotingEngine(FakeEngine):
    def __init__(self):
        super().__init__()
        self.replaced = []

    def replace(self, articles, stories):
        self.replaced.append(([(article, story) for article, story, *_ in articles], list(stories)))


@pytest.fixture
def engine():
    return NotingEngine()


@pytest.fixture
def flow(make_flow, engine):
    return make_flow(engine=engine)


def take_in(flow: Flow, clock, *titles: str) -> list[int]:
    """Take articles of different outlets in, an hour apart; return their keys."""
    keys = []
    for number, title in enumerate(titles):
        doc = document(
            f"Blatt{len(title)}{number}",
            title,
            [f"{title} > asserts > {title}"],
            clock() + timedelta(hours=number),
        )
        keys.append(asyncio.run(flow.take_in(doc)).article_id)
    return keys


def story_of(database, article_id):
    with database.reading() as session:
        return articles.get(session, article_id).article.story_id


def test_it_splits_a_story_and_labels_the_pairs(flow, database, clock, engine):
    first, second, third = take_in(flow, clock, "Flut steigt", "Flut sinkt", "Flut im Süden")
    asyncio.run(flow.split([third]))
    assert story_of(database, first) == story_of(database, second) != story_of(database, third)
    with database.reading() as session:
        assert corrections.pairs(session) == {(first, third): False, (second, third): False}
        assert stories.get(session, story_of(database, third)).title == "Flut im Süden"
    assert engine.replaced[-1][0] == [(k, story_of(database, k)) for k in (first, second, third)]


def test_it_merges_two_stories(flow, database, clock):
    flood, fire = take_in(flow, clock, "Flut steigt", "Brand gelöscht")
    gone, kept = story_of(database, fire), story_of(database, flood)
    asyncio.run(flow.merge(gone, kept))
    assert story_of(database, flood) == story_of(database, fire) == kept
    with database.reading() as session:
        assert corrections.pairs(session) == {(flood, fire): True}
        assert [one.kind for one in corrections.after(session, 0)] == [CorrectionKind.MERGE]


def test_it_moves_an_article_with_the_claims_that_only_it_makes(flow, database, clock):
    flood, wrong, fire = take_in(flow, clock, "Flut steigt", "Flut löscht Brand", "Brand gelöscht")
    asyncio.run(flow.move(wrong, story_of(database, fire)))
    assert story_of(database, wrong) == story_of(database, fire) != story_of(database, flood)
    with database.reading() as session:
        assert corrections.pairs(session) == {(flood, wrong): False, (wrong, fire): True}
        assert stories.get(session, story_of(database, flood)).last_published_at == clock()


def test_moving_the_last_article_merges(flow, database, clock):
    flood, fire = take_in(flow, clock, "Flut steigt", "Brand gelöscht")
    left = story_of(database, fire)
    asyncio.run(flow.move(fire, story_of(database, flood)))
    with database.reading() as session, pytest.raises(LookupError):
        stories.get(session, left)


def test_a_given_title_stays_when_articles_arrive(flow, database, clock):
    (flood,) = take_in(flow, clock, "Flut")
    asyncio.run(flow.rename(story_of(database, flood), "  Hochwasser an der\nElde "))
    take_in(flow, clock, "Flut an der Elde: Deich bei Krahlingen hält dem Wasser stand")
    assert asyncio.run(flow.story(story_of(database, flood), clock() + timedelta(days=1))).title == (
        "Hochwasser an der Elde"
    )


def test_later_arrivals_go_where_a_split_put_their_like(make_flow, database, clock):
    flow = make_flow(engine=StoryEngine(prior={}))
    first, second = take_in(flow, clock, "Flut", "Flut")
    asyncio.run(flow.split([second]))
    apart = {story_of(database, first), story_of(database, second)}
    (later,) = take_in(flow, clock, "Flut")
    assert len(apart) == 2
    assert story_of(database, later) in apart


@pytest.mark.sqlite  # it is told a file
def test_the_benchmark_of_grouping_reads_what_people_put_right(flow, database, clock, capsys):
    first, second, third = take_in(flow, clock, "Flut steigt", "Flut sinkt", "Flut im Süden")
    asyncio.run(flow.split([third]))
    found = read_corrections(database.path)
    assert found.articles.keys() == {first, second, third}
    assert found.pairs == {(first, third): False, (second, third): False}
    report_corrections(database.path)
    assert "2 labelled pairs, 0 of one story" in capsys.readouterr().out


def test_another_process_learns_of_a_correction(make_flow, database, clock):
    other = NotingEngine()
    bystander, flow = make_flow(engine=other), make_flow(engine=NotingEngine())
    first, second = take_in(flow, clock, "Flut steigt", "Flut sinkt")
    take_in(bystander, clock, "Brand gelöscht")
    asyncio.run(flow.split([second]))
    take_in(bystander, clock, "Wahl gewonnen")
    assert other.replaced == [
        (
            [(first, story_of(database, first)), (second, story_of(database, second))],
            sorted({story_of(database, first), story_of(database, second)}),
        )
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda flow, a, b, story: flow.split([a, b]),
        lambda flow, a, b, story: flow.merge(story, story),
        lambda flow, a, b, story: flow.move(a, story),
        lambda flow, a, b, story: flow.rename(story, " \n"),
    ],
)
def test_it_refuses_a_correction_that_changes_nothing(flow, database, clock, wrong):
    first, second = take_in(flow, clock, "Flut steigt", "Flut sinkt")
    with pytest.raises(ValueError, match=r"stor(y|ies)|title"):
        asyncio.run(wrong(flow, first, second, story_of(database, first)))
    with database.reading() as session:
        assert corrections.after(session, 0) == []
