"""Looking up articles by parts of their text, and stories by their words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from storage import Database, lookup
from storage.tables import CopyKey, StoryTerm
from storage.writes import key_of
from tests.storage import make
from tests.storage.make import NOW

WINDOW = timedelta(days=14)


def terms(session, words, **more):
    return lookup.sharing_terms(session, words, **({"per_term": 9, "at_least": 2, "limit": 9} | more))


def test_it_finds_the_articles_that_share_most_the_earliest_first(database: Database) -> None:
    with database.writing() as session:
        lookup.add_copy_keys(session, 3, NOW, [1, 2, 3])
        lookup.add_copy_keys(session, 2, NOW, [1, 2, 3])
        lookup.add_copy_keys(session, 1, NOW, [3, 9])
        assert lookup.sharing_keys(session, [1, 2, 3], NOW, WINDOW, 9) == [2, 3, 1]
        assert lookup.sharing_keys(session, [1, 2, 3], NOW, WINDOW, 1) == [2]
        assert lookup.sharing_keys(session, [7], NOW, WINDOW, 9) == []
        assert lookup.sharing_keys(session, [], NOW, WINDOW, 9) == []


@pytest.mark.parametrize(("days", "found"), [(-20, []), (-14, [1]), (14, [1]), (20, [])])
def test_it_looks_around_the_time_of_publication(database: Database, days: int, found: list[int]) -> None:
    with database.writing() as session:
        lookup.add_copy_keys(session, 1, NOW, [1])
        assert lookup.sharing_keys(session, [1], NOW + timedelta(days=days), WINDOW, 9) == found


@pytest.mark.parametrize("year", [1, 9999])
def test_it_bears_the_ends_of_the_calendar(database: Database, year: int) -> None:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    with database.writing() as session:
        lookup.add_copy_keys(session, 1, moment, [1])
        assert lookup.sharing_keys(session, [1], moment, WINDOW, 9) == [1]


def test_what_is_noted_twice_is_kept_once(database: Database) -> None:
    with database.writing() as session:
        story = key_of(make.story(session))
        for _ in range(2):
            lookup.add_copy_keys(session, 1, NOW, [1, 2**47])
            lookup.add_story_terms(session, story, ["deich", "flut"])
        lookup.add_story_terms(session, story, [])
        assert len(session.exec(select(CopyKey)).all()) == 2
        assert len(session.exec(select(StoryTerm)).all()) == 2


def test_it_finds_the_stories_that_share_enough_words(database: Database) -> None:
    with database.writing() as session:
        old, new, other = (key_of(make.story(session)) for _ in range(3))
        lookup.add_story_terms(session, old, ["deich", "flut", "wiesenau"])
        lookup.add_story_terms(session, new, ["deich", "flut"])
        lookup.add_story_terms(session, other, ["deich", "pokal"])
        assert terms(session, ["deich", "flut", "wiesenau"]) == [old, new]
        assert terms(session, ["deich", "flut"]) == [new, old]
        assert terms(session, ["deich", "flut"], limit=1) == [new]
        assert terms(session, ["deich"], at_least=1, per_term=2) == [other, new]
        assert terms(session, []) == []


def test_a_story_that_was_merged_away_is_not_found(database: Database) -> None:
    with database.writing() as session:
        lookup.add_story_terms(session, 77, ["deich", "flut"])
        assert terms(session, ["deich", "flut"]) == []
