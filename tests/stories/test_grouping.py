"""Whole articles through pipeline, encoder and engine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.grouping import (
    agreement_when_shuffled,
    features_of,
    group_by_engine,
    read_manifest,
    score,
)
from summaries.intake import segment
from summaries.model import DateSource, Document, Outlet
from summaries.stories import StoryEngine, clean_title, extract_features

OWN = Path(__file__).parents[2] / "benchmarks" / "data" / "lookalikes.jsonl"
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture(scope="module")
def own(nlp, encoder):
    documents, gold = read_manifest(OWN)
    return [features_of(document, nlp, encoder) for document in documents], gold


def _story_of(groups, gold, label):
    return {group for group, wanted in zip(groups, gold, strict=True) if wanted == label}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("halbfinale-nord", "halbfinale-sued"),
        ("sturm-hanna", "sturm-oskar"),
        ("paket-12", "paket-13"),
        ("urteil-kassel", "urteil-bremen"),
        ("stahl-streik", "stahl-brand"),
        ("beben-chile", "beben-nepal"),
        ("bericht-2024", "bericht-2025"),
    ],
)
def test_it_keeps_look_alikes_apart(own, one, other):
    articles, gold = own
    groups = group_by_engine(articles)
    assert not _story_of(groups, gold, one) & _story_of(groups, gold, other)


@pytest.mark.parametrize("label", ["deichbruch", "minister", "sturm-hanna", "beben-chile", "urteil-kassel"])
def test_it_brings_one_event_in_different_words_together(own, label):
    articles, gold = own
    assert len(_story_of(group_by_engine(articles), gold, label)) == 1


def test_it_takes_the_charge_for_a_new_chapter_of_the_resignation(own):
    articles, gold = own
    groups, engine = group_by_engine(articles), StoryEngine()
    charge = gold.index("minister-urteil")
    for number in range(charge):
        engine.add(number, groups[number], articles[number])
    placement = engine.place(articles[charge])
    assert placement.story is None
    assert {placement.continues} == _story_of(groups, gold, "minister")


def test_it_takes_no_yearly_report_for_a_chapter(own):
    articles, gold = own
    engine = StoryEngine()
    engine.add(1, 1, articles[gold.index("bericht-2024")])
    placement = engine.place(articles[gold.index("bericht-2025")])
    assert (placement.story, placement.continues) == (None, None)


def test_it_scores_a_perfect_and_a_useless_grouping():
    perfect = score([1, 1, 2], ["a", "a", "b"])
    assert (perfect.f1, perfect.b_f1, perfect.clusters) == (1.0, 1.0, 2)
    single = score([1, 2, 3, 4], ["a", "a", "a", "b"])
    assert (single.recall, single.b_precision) == (0.0, 1.0)
    assert single.b_recall == pytest.approx((3 * 1 / 3 + 1) / 4)


TICKER = (
    "+++ 09:40 Uhr: Die Feuerwehr hat den Brand auf dem Frachter Alma im Hafen von Brunsby unter Kontrolle. "
    "Drei Seeleute liegen mit Rauchvergiftungen im Krankenhaus von Brunsby. +++ 08:15 Uhr: Auf der Alma sind "
    "nach Angaben der Reederei Nordkai 22 Menschen. Alle haben den Frachter verlassen. +++"
)
REPORT = (
    "Im Hafen von Brunsby ist am Morgen der Frachter Alma in Brand geraten. Drei Seeleute wurden mit "
    "Rauchvergiftungen in ein Krankenhaus gebracht. Die Reederei Nordkai teilte mit, alle 22 Menschen an "
    "Bord hätten das Schiff verlassen. Die Feuerwehr hatte den Brand am Vormittag unter Kontrolle."
)


def test_ticker_and_report_come_together(nlp, encoder):
    rows = [
        ("Liveticker: Frachter brennt im Hafen von Brunsby", TICKER),
        ("Drei Verletzte bei Feuer auf der Alma", REPORT),
    ]
    found = []
    for hour, (title, text) in enumerate(rows, 10):
        at = datetime(2025, 5, 2, hour, tzinfo=UTC)
        document = Document(text, title, Outlet("q", "Q"), at, DateSource.MANIFEST)
        found.append(features_of(document, nlp, encoder))
    assert len(set(group_by_engine(found))) == 1


def test_another_order_of_a_day_gives_almost_the_same_stories(own):
    assert agreement_when_shuffled(own[0], 3) > 0.9


def test_articles_in_the_same_order_give_the_same_stories(own):
    articles, _ = own
    assert group_by_engine(articles) == group_by_engine(articles)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the example articles are not here")
def test_the_seeds_are_one_story_and_a_chapter_of_it(nlp, encoder):
    rows = [json.loads(line) for line in (SEEDS / "manifest.jsonl").read_text("utf-8").splitlines()]
    engine, placements = StoryEngine(), {}
    for number, row in enumerate(sorted(rows, key=lambda row: row["published"]), 1):
        text = (SEEDS / row["file"]).read_text("utf-8")
        published = datetime.fromisoformat(row["published"])
        title = row["title"] or text.partition(". ")[0]
        document = Document(text, title, Outlet("q", "Q"), published, DateSource.MANIFEST)
        blocks = segment(text, title, published)
        features = extract_features(document, nlp(text), blocks, encoder, nlp(clean_title(title)))
        placements[row["id"]] = placement = engine.place(features)
        engine.add(number, placement.story or number, features)
    found = {key: (one.story, one.continues) for key, one in placements.items()}
    assert found == {
        "seed-004": (None, None),
        "seed-003": (1, None),
        "seed-001": (1, None),
        "seed-000": (1, None),
        "seed-002": (None, 1),
    }
