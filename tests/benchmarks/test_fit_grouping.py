from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import cached
from benchmarks.fit_grouping import NAMES, Choice, choices, fit
from tests.stories.examples import article

EVENTS = ("deich bruch oder wiesenau", "wahl partei stimmen kreis", "pokal tor finale arena")


def _labelled():
    rows = [(article(f"{text} wort{n}", hours=6 * n), text[:4]) for n in range(3) for text in EVENTS]
    return [one for one, _ in rows], [label for _, label in rows]


def test_each_article_has_the_choice_of_its_own_story_or_none():
    made = list(choices(_labelled()))
    assert all(choice.rows.shape[1] == len(NAMES) for choice in made)
    assert [choice.right is None for choice in made][-3:] == [False, False, False]


def test_weights_learnt_from_choices_make_them():
    weights = fit(list(choices(_labelled())))
    assert min(weights.values()) >= 0.0
    assert weights["headline"] > 0.0


def test_what_speaks_for_the_wrong_story_gets_no_weight():
    row = dict.fromkeys(NAMES, 0.0) | {"join": -1.0}
    right, wrong = list((row | {"headline": 1.0}).values()), list((row | {"figures": 1.0}).values())
    weights = fit([Choice(np.array([right, wrong]), np.zeros(2), 0)] * 20)
    assert weights["headline"] > 1.0
    assert weights["figures"] == 0.0


def test_orders_keep_articles_and_days():
    features, gold = _labelled()
    shuffled, labels = cached.in_other_order((features, gold), 1)
    assert cached.in_other_order((features, gold), 0) == (features, gold)
    assert sorted(labels) == sorted(gold)
    assert [one.published.date() for one in shuffled] == sorted(one.published.date() for one in features)


def test_time_can_be_squeezed_and_stories_halved():
    labelled = _labelled()
    squeezed, _ = cached.squeezed(labelled, 0.5)
    assert squeezed[-1].published - squeezed[0].published == 0.5 * (
        labelled[0][-1].published - labelled[0][0].published
    )
    assert set(cached.half(labelled, 0)[1]) | set(cached.half(labelled, 1)[1]) == set(labelled[1])
    assert not set(cached.half(labelled, 0)[1]) & set(cached.half(labelled, 1)[1])


@pytest.fixture
def manifest(tmp_path):
    path = tmp_path / "few.jsonl"
    row = {"id": "1", "published": "2026-01-01T10:00:00+00:00", "title": "Deich gebrochen", "gold": "deich"}
    path.write_text(json.dumps(row | {"text": "In Wiesenau brach ein Deich."}), encoding="utf-8")
    return path


def test_features_are_computed_once(manifest, tmp_path, monkeypatch):
    first = cached.load(manifest, tmp_path / "kept")
    monkeypatch.setattr(cached, "_machinery", None)
    assert cached.load(manifest, tmp_path / "kept") == first
    with pytest.raises(TypeError):
        cached.load(manifest, tmp_path / "kept", headlines=True)


def test_a_choice_counts_by_its_weight():
    row = dict.fromkeys(NAMES, 0.0) | {"join": -1.0}
    right, wrong = list((row | {"headline": 1.0}).values()), list((row | {"figures": 1.0}).values())
    first, second = (Choice(np.array([right, wrong]), np.zeros(2), number) for number in (0, 1))
    weights = fit([replace(first, weight=3.0), second] * 20)
    assert weights["headline"] > weights["figures"]
