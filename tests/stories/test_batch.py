from __future__ import annotations

from summaries.stories.batch import Grouper, group
from tests.stories.examples import article

FIRST = article("deich bruch oder wiesenau", actors="lorenz")
SECOND = article("wiesenau flut sperrung evakuierung", hours=30, actors="lorenz")
BOTH = article("deich bruch oder wiesenau flut evakuierung", hours=31, actors="lorenz")
OTHER = article("wahl partei stimmen kreis rat amt", hours=31)


def test_stories_get_the_numbers_of_their_first_articles():
    assert group([FIRST, OTHER, FIRST]) == [0, 1, 0]


def test_two_stories_become_the_older_one():
    grouper = Grouper()
    for features in (FIRST, SECOND, OTHER):
        grouper.add(features)
    assert grouper.stories == [0, 1, 2]
    grouper.add(BOTH)
    assert grouper.stories == [0, 0, 2, 0]


def test_it_goes_on_with_the_merged_story():
    assert group([FIRST, SECOND, BOTH, BOTH, OTHER]) == [0, 0, 0, 0, 4]


def test_nothing_gives_nothing():
    assert group([]) == []
