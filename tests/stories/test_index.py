from __future__ import annotations

import numpy as np
import pytest

from summaries.stories.index import Slots, StoryIndex, Vectors


def test_it_finds_stories_by_shared_keys():
    index = StoryIndex(per_key=5)
    index.touch(1, [10, 11])
    index.touch(2, [11])
    assert index.probe([(10, 2.0), (11, 1.0)]) == {1: 3.0, 2: 1.0}
    assert index.probe([(12, 1.0)]) == {}


def test_it_reads_the_most_recently_active_stories_only():
    index = StoryIndex(per_key=3)
    for story in range(50):
        index.touch(story, [10])
    index.touch(7, [10])
    assert set(index.probe([(10, 1.0)])) == {7, 49, 48}


def test_its_lists_do_not_grow_with_the_archive():
    index = StoryIndex(per_key=4)
    for story in range(1000):
        index.touch(story, [10])
    assert len(index._postings[10]) <= 8


def test_the_story_silent_for_longest_gives_way():
    slots = Slots(2)
    assert [slots.touch(story) for story in (1, 2, 1)] == [(0, None), (1, None), (0, None)]
    assert slots.touch(3) == (1, 2)


def _vectors(rows, usual=()):
    vectors = Vectors(np.array(usual, dtype=np.float32), 0.0)
    for slot, row in rows:
        vectors.add(slot, np.array(row, dtype=np.float32))
    return vectors


def test_it_takes_off_what_all_stories_share():
    vectors = _vectors([(0, (1, 1, 0)), (1, (1, 0, 1)), (2, (1, -1, 0)), (3, (1, 0, -1))])
    likeness = vectors.likeness([0, 1, 2], np.array((1, 1, 0), dtype=np.float32))
    assert likeness.tolist() == pytest.approx([1.0, 0.0, -1.0], abs=1e-6)


def test_a_story_told_often_does_not_become_the_usual():
    once = _vectors([(0, (1, 1)), (1, (1, -1))])
    often = _vectors([(0, (1, 1))] * 30 + [(1, (1, -1))])
    probe = np.array((1, 0.5), dtype=np.float32)
    assert often.likeness([0, 1], probe) == pytest.approx(once.likeness([0, 1], probe), abs=1e-5)


def test_it_knows_no_likeness_without_vectors_of_one_length():
    vectors = _vectors([(0, (1, 1))])
    assert np.isnan(vectors.likeness([0, 5], np.zeros(0, dtype=np.float32))).all()
    assert np.isnan(vectors.likeness([0], np.zeros(3, dtype=np.float32))).all()
    assert np.isnan(_vectors([]).likeness([0], np.ones(2, dtype=np.float32))).all()


def test_a_forgotten_story_leaves_no_trace():
    vectors = _vectors([(0, (1, 1)), (1, (5, 0))])
    vectors.clear(1)
    fresh = _vectors([(0, (1, 1))])
    probe = np.array((0.3, 1), dtype=np.float32)
    assert vectors.likeness([0], probe) == pytest.approx(fresh.likeness([0], probe))
