from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.stories import DEFAULT_TUNING, NAMES_COMPARED
from summaries.model import Features
from summaries.stories import StoryEngine
from summaries.stories.terms import as_roundup
from tests.stories.examples import START, article

DEICH = "deich bruch oder wiesenau flut landrat"
EVENTS = (
    DEICH,
    "wahl partei stimmen kreis rat amt",
    "pokal tor finale arena sieg trainer",
    "streik lohn bahn zug gleis tarif",
)


@pytest.fixture
def engine():
    return StoryEngine(prior={})


def test_it_opens_a_story_for_the_first_article(engine):
    placement = engine.place(article(DEICH))
    assert (placement.story, placement.continues, placement.score) == (None, None, 0.0)


def test_it_joins_a_retelling(engine):
    engine.add(1, 7, article(DEICH))
    assert engine.place(article("deich wiesenau gebrochen wasser flut", hours=3)).story == 7


def test_it_keeps_another_event_apart(engine):
    engine.add(1, 7, article(DEICH))
    placement = engine.place(article("pokal finale tor trainerin wiesenau", hours=1))
    assert (placement.story, placement.continues) == (None, None)


def test_it_shows_what_two_articles_share_rarest_first(engine):
    engine.add(1, 7, article(DEICH + " polizei", actors="lorenz"))
    for number in range(2, 6):
        engine.add(number, 10 + number, article(f"polizei fall{number}", hours=-900))
    placement = engine.place(article(DEICH + " polizei", hours=1, actors="lorenz"))
    kinds = {evidence.kind: evidence for evidence in placement.evidence}
    assert kinds["actors"].items == ("lorenz",)
    assert "deich" in kinds["headline"].items
    assert "polizei" not in kinds["headline"].items[:5]
    assert kinds["silence"].items == ("1.0",)
    assert placement.score == pytest.approx(sum(one.weight for one in placement.evidence))


def test_it_holds_other_names_against_a_match(engine):
    engine.add(1, 7, article("sturm feuerwehr dach strom", actors="sylt husum"))
    same = engine.place(article("sturm feuerwehr baum bahn", actors="sylt", hours=5))
    other = engine.place(article("sturm feuerwehr baum bahn", actors="kempten", hours=5))
    assert same.score > other.score
    assert "other_actors" in {one.kind for one in other.evidence}


def test_a_text_about_a_like_event_with_other_names_stays_apart(engine):
    engine.add(1, 7, article("hacker daten kunden talvio kassel", names="talvio kassel", text=60))
    words = "hacker daten kunden forum"
    same = engine.place(article(f"{words} talvio", hours=5, names="talvio", text=60))
    other = engine.place(article(f"{words} quellmann", hours=5, names="quellmann", text=60))
    assert (same.story, other.story) == (7, None)
    against = {one.kind: one for one in other.evidence}["other_names"]
    assert (against.items, against.weight) == (("quellmann",), -DEFAULT_TUNING.other_names)


def test_names_that_stand_in_no_headline_are_held_against_nobody(engine):
    known = article("hacker daten kunden talvio", names="talvio", text=60)
    engine.add(1, 7, replace(known, headline=frozenset({"hacker", "daten"})))
    other = article("hacker daten kunden quellmann", hours=1, names="quellmann", text=60)
    found = engine.place(replace(other, headline=frozenset({"hacker", "kunden"})))
    assert "other_names" not in {one.kind for one in found.evidence}


def test_a_text_that_shares_no_place_is_held_to_it(engine):
    engine.add(1, 7, article("lawine tote skifahrer hochgrat", places="hochgrat", text=60))
    words = "lawine tote skifahrer"
    other = engine.place(article(f"{words} wildspitz", hours=5, places="wildspitz", text=60))
    against = {one.kind: one for one in other.evidence}["other_places"]
    assert (against.items, against.weight) == (("wildspitz",), -DEFAULT_TUNING.other_places)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("lawine hochgrat allgau", "hochgrat allgau"),
        ("lawine hochgrat tirol", "tirol"),
        ("lawine hochgrat", ""),
    ],
)
def test_one_place_in_common_is_enough_as_is_a_text_without_any(engine, words, places):
    engine.add(1, 7, article("lawine tote hochgrat", places="hochgrat", text=60))
    found = engine.place(article(words, hours=1, places=places, text=60))
    assert "other_places" not in {one.kind for one in found.evidence}


def test_texts_may_be_silent_for_longer_than_headlines():
    def weight(text):
        engine = StoryEngine(prior={})
        engine.add(1, 7, article(DEICH, text=text))
        found = engine.place(article(DEICH, hours=48, text=text))
        return {one.kind: one.weight for one in found.evidence}["silence"]

    assert weight(0) < weight(25) < weight(60) < 0


def test_a_name_is_shared_where_the_other_text_has_it_as_a_word(engine):
    engine.add(1, 7, article("deich bruch wiesenau", names="wiesenau", text=60))
    found = engine.place(article("deich wiesenau helfer", hours=1, names="helfer", text=60))
    assert ("names", ("wiesenau",)) in {(one.kind, one.items) for one in found.evidence}


def test_headlines_are_held_to_no_names_of_texts(engine):
    engine.add(1, 7, article("hacker daten kunden talvio", names="talvio"))
    found = engine.place(article("hacker daten kunden quellmann", hours=1, names="quellmann"))
    assert not {"names", "other_names"} & {one.kind for one in found.evidence}


def test_no_chapter_is_opened_by_other_names(engine):
    engine.add(1, 7, article("messe halle aussteller besucher rekord", names="messe", text=60))
    words = "messe halle aussteller besucher rekord"
    assert engine.place(article(words, hours=24 * 90, names="messe", text=60)).continues == 7
    engine.add(2, 8, article("gipfel minister erklarung abkommen ostland", names="ostland", text=60))
    words = "gipfel minister erklarung abkommen westland"
    assert engine.place(article(words, hours=24 * 90, names="westland", text=60)).continues is None


def test_it_keeps_the_13th_package_out_of_the_12th(engine):
    engine.add(1, 7, article("paket hilfe kommission moldau", numbers=frozenset({"12. paket"})))
    words = "paket hilfe kliniken moldau"
    assert engine.place(article(words, hours=60, numbers=frozenset({"12. paket"}))).story == 7
    assert engine.place(article(words, hours=60, numbers=frozenset({"13. paket"}))).story is None


def test_it_needs_more_likeness_the_longer_a_story_is_silent(engine):
    engine.add(1, 7, article(DEICH))
    words = "deich wiesenau sanierung kosten land streit"
    assert engine.place(article(words, hours=1)).story == 7
    assert engine.place(article(words, hours=300)).story is None


def test_it_opens_a_new_chapter_after_a_long_silence(engine):
    engine.add(1, 7, article(DEICH, actors="lorenz"))
    placement = engine.place(article(DEICH, hours=24 * 90, actors="lorenz"))
    assert (placement.story, placement.continues) == (None, 7)


def test_it_prefers_the_running_chapter_to_the_old_story(engine):
    engine.add(1, 7, article(DEICH))
    engine.add(2, 8, article(DEICH, hours=24 * 90))
    assert engine.place(article(DEICH, hours=24 * 90 + 2)).story == 8


def test_it_takes_no_yearly_report_for_a_chapter(engine):
    engine.add(1, 7, article("bericht verkehr hessen tote", numbers=frozenset({"2024. bericht"})))
    placement = engine.place(
        article("bericht verkehr hessen tote", hours=24 * 364, numbers=frozenset({"2025. bericht"}))
    )
    assert (placement.story, placement.continues) == (None, None)


def test_it_uses_vectors_where_words_differ(engine):
    engine.add(1, 7, article("deich bruch", vector=(1.0, 0.0)))
    engine.add(2, 8, article("wahl partei", vector=(0.0, 1.0)))
    near = engine.place(article("deich damm", hours=1, vector=(1.0, 0.0)))
    assert near.story == 7
    assert "vector" in {one.kind for one in near.evidence}


@pytest.mark.parametrize("published", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)])
def test_a_wrong_date_closes_no_story(engine, published):
    engine.add(1, 7, article(DEICH))
    engine.add(2, 8, Features(title="x", published=published, terms={"deich": 1.0, "flut": 1.0}))
    assert engine.place(article(DEICH, hours=2)).story == 7


def test_an_article_without_words_opens_a_story(engine):
    engine.add(1, 7, article(""))
    assert engine.place(article("")).story is None


def test_it_enters_an_article_once_only(engine):
    engine.add(1, 7, article(DEICH))
    before = engine.place(article(DEICH, hours=1))
    engine.add(1, 7, article(DEICH))
    assert engine.place(article(DEICH, hours=1)) == before
    with pytest.raises(ValueError, match="story 7"):
        engine.add(1, 8, article(DEICH))


def test_placing_changes_nothing(engine):
    engine.add(1, 7, article(DEICH))
    assert engine.place(article(DEICH)) == engine.place(article(DEICH))
    assert len(engine) == 1


_WORDS = st.lists(
    st.sampled_from(["deich", "flut", "oder", "wahl", "partei", "tor", "pokal", "streik"]), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_WORDS, st.integers(0, 2000)), max_size=12))
def test_it_is_rebuilt_to_the_same_decisions(rows):
    live, stored = StoryEngine(prior={}), []
    for number, (words, hours) in enumerate(rows):
        features = article(" ".join(words), hours=hours)
        placed = live.place(features).story
        story = number if placed is None else placed
        live.add(number, story, features)
        stored.append((number, story, features, None))
    rebuilt = StoryEngine(prior={})
    rebuilt.replace(stored, ())
    probe = article(DEICH, hours=1000)
    assert rebuilt.place(probe) == live.place(probe)


def test_five_hundred_copies_are_one_story(engine):
    for number in range(500):
        placed = engine.place(article(DEICH, hours=number / 3600)).story
        engine.add(number, 1 if placed is None and number == 0 else placed or -1, article(DEICH))
    assert len(engine) == 1


def test_it_looks_at_as_many_stories_in_a_large_archive_as_in_a_small_one(engine, monkeypatch):
    looked = []
    whole = type(engine)._compared

    def noting(self, member):
        found = whole(self, member)
        looked.append(len(found))
        return found

    monkeypatch.setattr(type(engine), "_compared", noting)
    for number in range(600):
        words = f"deich flut wort{number} name{number % 50} ort{number % 97}"
        engine.add(number, number, article(words, hours=number / 10))
    engine.place(article("deich flut name3 ort3", hours=60))
    assert 0 < looked[-1] <= 2 * DEFAULT_TUNING.compared


def test_a_story_of_five_hundred_articles_is_known_by_no_more_than_one_of_fifty(engine):
    for number in range(500):
        words = f"deich wiesenau ort{number} name{number} haus{number} weg{number}"
        engine.add(number, 7, article(words, names=f"name{number}", places=f"ort{number}", text=60))
    profile = engine._stories[7]
    bags = [profile.bag, profile.headlines, profile.names, profile.headline_names, profile.places]
    assert profile.size == 500
    assert max(bag.ids.size for bag in bags) <= DEFAULT_TUNING.profile_terms
    assert profile.core_places.ids.size <= NAMES_COMPARED
    assert engine.compare(article("deich wiesenau", hours=1, text=60))[0].story == 7


def test_it_remembers_a_bounded_number_of_stories():
    engine = StoryEngine(replace(DEFAULT_TUNING, max_stories=3), prior={})
    for number in range(10):
        engine.add(number, number, article(f"wort{number} ort{number} deich"))
    assert len(engine) == 3
    assert engine.place(article("wort9 ort9 deich", hours=1)).story == 9
    assert engine.place(article("wort0 ort0 deich", hours=1)).story is None


def test_a_story_told_often_keeps_its_words_telling(engine):
    for number in range(40):
        engine.add(number, 1, article(f"{DEICH} blatt{number}"))
    for number in range(40, 60):
        engine.add(number, number, article(f"wahl partei kreis{number}"))
    assert engine.place(article("deich wiesenau flut wasser", hours=1)).story == 1


def test_it_keeps_two_matches_with_other_results_apart(engine):
    words = "halbfinale pokal arena handball tor"
    engine.add(1, 7, article(words, numbers=frozenset({"=31:28", "31:28", "16:12"})))
    same = engine.place(article(words, hours=1, numbers=frozenset({"=31:28", "31:28"})))
    half = engine.place(article(words, hours=1, numbers=frozenset({"=16:12", "16:12"})))
    other = engine.place(article(words, hours=1, numbers=frozenset({"=34:34", "34:34", "31:28"})))
    assert same.story == half.story == 7
    assert other.story is None
    assert same.score > other.score
    assert "other_result" in {one.kind for one in other.evidence}


def test_entries_of_one_ticker_are_one_text(engine):
    engine.add(1, 7, article("+hafen schiff kran"))
    near = engine.place(article("+hafen streik lohn", hours=2))
    late = engine.place(article("+hafen streik lohn", hours=30))
    assert near.story == 7
    assert ("ticker", ("hafen",)) in {(one.kind, one.items) for one in near.evidence}
    assert late.story is None


def test_a_roundup_glues_nothing(engine):
    engine.add(1, 7, article(DEICH))
    roundup = article(f"=roundup {DEICH} wahl partei pokal", hours=1)
    assert engine.place(roundup).story is None
    engine.add(2, 8, roundup)
    assert engine.place(article("wahl partei pokal", hours=2)).story is None


def test_a_name_counts_that_the_other_side_has_as_a_word(engine):
    engine.add(1, 7, article("sturm sundhag dach feuerwehr", actors="aschoff"))
    placement = engine.place(article("sturm baum strom", hours=1, actors="sundhagen"))
    assert ("actors", ("sundhagen",)) in {(one.kind, one.items) for one in placement.evidence}


def test_a_correction_moves_what_the_engine_knows(engine):
    first, second = article(DEICH), article("wahl partei stimmen kreis rat", hours=1)
    engine.add(1, 7, first)
    engine.add(2, 7, second)
    engine.replace([(1, 7, first, None), (2, 8, second, None)], [7, 8])
    assert engine.place(article("wahl partei stimmen kreis rat", hours=2)).story == 8
    assert engine.place(article(DEICH, hours=2)).story == 7


def test_a_hundred_articles_in_one_second_find_their_stories(engine):
    engine.add(0, 0, article("haus markt"))
    for number in range(1, 101):
        features = article(EVENTS[number % 4])
        placed = engine.place(features).story
        engine.add(number, number if placed is None else placed, features)
    assert len(engine) == 5


def test_an_article_about_everything_joins_nothing(engine):
    for number, text in enumerate(EVENTS):
        engine.add(number, number, article(text))
    everything = article(" ".join(EVENTS), hours=1)
    assert engine.place(everything).story is None


def test_a_text_about_two_stories_joins_neither_and_nothing_joins_it(engine):
    fire, strike = "brand chemiewerk hollnau feuerwehr", "warnstreik mitteltalbahn gewerkschaft loh"
    engine.add(1, 1, _text(fire))
    engine.add(2, 2, _text(strike))
    both = _text(f"{fire} {strike}", hours=1)
    placed = engine.place(both)
    assert (placed.story, placed.several) == (None, True)
    engine.add(3, 3, as_roundup(both))
    assert engine.place(_text(strike, hours=2)).story == 2


def test_a_text_that_has_the_same_words_in_common_with_two_stories_joins_one(engine):
    engine.add(1, 1, _text("halbfinale pokal handball brennfeld"))
    engine.add(2, 2, _text("halbfinale pokal handball sundhagen"))
    placed = engine.place(_text("halbfinale pokal handball brennfeld sundhagen tor", hours=1))
    assert (placed.story is not None, placed.several) == (True, False)


def _text(words, hours=0.0):
    return replace(article(words, hours=hours), words=80)


def test_it_reads_published_times_of_any_zone(engine):
    engine.add(1, 7, article(DEICH))
    later = Features("x", START + timedelta(hours=1), dict.fromkeys(DEICH.split(), 1.0))
    assert engine.place(later).story == 7


def test_an_article_that_fits_two_stories_shows_that_they_are_one(engine):
    engine.add(1, 7, article("deich bruch oder wiesenau", actors="lorenz"))
    engine.add(2, 8, article("wiesenau flut deich evakuierung", hours=30, actors="lorenz"))
    features = article("deich bruch oder wiesenau flut evakuierung", hours=31, actors="lorenz")
    placed = engine.place(features)
    assert {placed.story, placed.rival} == {7, 8}
    engine.add(3, placed.story, features)
    merger = engine.reexamine(placed.story, placed.rival)
    assert merger is not None
    assert (merger.story, merger.into) == (8, 7)
    assert {"headline", "actors"} <= {one.kind for one in merger.evidence}
    assert merger.score == pytest.approx(sum(one.weight for one in merger.evidence))
    assert len(engine) == 2


def test_stories_of_two_packages_are_never_merged(engine):
    words = "paket hilfe kommission moldau lorenz"
    engine.add(1, 7, article(words, actors="lorenz", numbers=frozenset({"12. paket"})))
    engine.add(2, 8, article(words, hours=1, actors="lorenz", numbers=frozenset({"13. paket"})))
    assert engine.reexamine(7, 8) is None


@pytest.mark.parametrize("rival", [7, 99])
def test_a_story_is_not_merged_with_itself_or_an_unknown_one(engine, rival):
    engine.add(1, 7, article(DEICH))
    assert engine.reexamine(7, rival) is None


def test_shared_figures_count_and_years_do_not(engine):
    engine.add(1, 7, article(DEICH, numbers=frozenset({"4200", "2025"})))
    figures = article("werk aus region", hours=1, numbers=frozenset({"4200"}))
    year = article("werk aus region", hours=1, numbers=frozenset({"2025"}))
    assert ("figures", ("4200",)) in _shown(engine, figures)
    assert "figures" not in {kind for kind, _ in _shown(engine, year)}


def _shown(engine, features):
    near = replace(features, terms={"deich": 1.0}, headline=frozenset({"deich"}))
    return {(kind, items) for kind, items, _ in engine.compare(near)[0].sides}


def test_a_full_text_must_share_more_than_a_headline(engine):
    engine.add(1, 7, article(DEICH))
    short = article("deich wiesenau neue frage", hours=1)
    needed = [engine.compare(one)[0].needed for one in (short, replace(short, words=400))]
    assert needed[0] < needed[1]


def test_a_large_story_asks_for_more(engine):
    engine.add(1, 7, article(DEICH))
    before = engine.compare(article(DEICH, hours=1))[0].needed
    for number in range(2, 10):
        engine.add(number, 7, article(DEICH))
    assert engine.compare(article(DEICH, hours=1))[0].needed > before
