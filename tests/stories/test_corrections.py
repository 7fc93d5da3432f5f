from __future__ import annotations

from config.stories import MAX_PAIRS
from summaries.stories.corrections import Pair, agreement, pairs_of


def test_it_labels_what_a_split_parts():
    assert pairs_of({1: 7, 2: 7, 3: 7}, {1: 7, 2: 7, 3: 8}) == (Pair(1, 3, False), Pair(2, 3, False))


def test_it_labels_what_a_merge_joins():
    assert pairs_of({1: 7, 2: 8}, {1: 7, 2: 7}) == (Pair(1, 2, True),)


def test_it_labels_nothing_where_only_numbers_change():
    assert pairs_of({1: 7, 2: 7}, {1: 9, 2: 9}) == ()


def test_it_keeps_a_bounded_number_of_pairs():
    before = dict.fromkeys(range(100), 1) | dict.fromkeys(range(100, 200), 2)
    assert len(pairs_of(before, dict.fromkeys(range(200), 1))) == MAX_PAIRS


def test_it_tells_how_far_a_grouping_agrees_with_people():
    stories = {1: 7, 2: 7, 3: 8}
    assert agreement(stories, {(1, 2): True, (1, 3): True, (2, 3): False, (3, 99): True}) == 2 / 3
    assert agreement(stories, {}) == 1.0
