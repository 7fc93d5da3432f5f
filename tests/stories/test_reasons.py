from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from summaries.digest import render_placement
from summaries.digest.render import plain
from summaries.stories import Evidence, StoryEngine
from summaries.stories.reasons import Reason, reasons
from tests.stories.examples import article

BERLIN = ZoneInfo("Europe/Berlin")
TEXT = "Deiche in Wiesenau gebrochen. Russische Soldaten halfen, sagte Lorenz. Das 13. Hilfspaket kommt."


def _one(kind, *items, weight=1.0):
    return Evidence(kind, items, weight)


def test_it_shows_words_as_the_article_writes_them():
    (reason,) = reasons([_one("headline", "deich", "wiesenau", "fremd")], TEXT)
    assert reason.items == ("Deiche", "Wiesenau")


def test_it_shows_names_as_the_article_writes_them():
    (reason,) = reasons([_one("actors", "RU", "lorenz", "KP")], TEXT)
    assert reason.items == ("Russische", "Lorenz")


def test_the_weightiest_comes_first_and_what_decided_nothing_is_left_out():
    evidence = [
        _one("vector", "0.500", weight=2.0),
        _one("other_ordinal", "13. hilfspaket", weight=-9.0),
        _one("silence", "72.0", weight=-3.0),
        _one("threshold", "4.2", weight=0.0),
    ]
    assert reasons(evidence, TEXT) == (
        Reason("other_ordinal", ("13. Hilfspaket",), -9.0),
        Reason("silence", (), -3.0, 72.0),
        Reason("vector", (), 2.0),
    )


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (Reason("figures", ("4200",), 2.0), "➕ gleiche Zahlen: 4200"),
        (Reason("silence", (), -3.0, 72.0), "➖ 3\N{NO-BREAK SPACE}Tage Abstand"),
        (Reason("silence", (), -1.0, 5.2), "➖ 5\N{NO-BREAK SPACE}Stunden Abstand"),
        (Reason("vector", (), -1.0), "➖ Anfang und Überschrift sind sich unähnlich"),
        (Reason("other_ordinal", ("13. Paket",), -9.0), "➖ anderes Stück einer Reihe: 13. Paket"),
        (Reason("other_places", ("Kassel",), -1.2), "➖ nennt andere Orte: Kassel"),
        (Reason("ticker", ("hafen",), 3.0), "➕ Eintrag desselben Tickers: hafen"),
    ],
)
def test_each_reason_is_a_german_line(one, line):
    assert plain(render_placement([one], BERLIN)).splitlines() == ["Warum hier?", line]


def test_each_reason_has_a_line_of_its_own():
    told = [
        Reason("headline", ("Deich", "Flut"), 2.0),
        Reason("figures", ("120",), 1.0),
        Reason("silence", (), -0.5, 13.0),
        Reason("actors", ("Lorenz",), 0.3),
        Reason("vector", (), 0.2),
    ]
    assert plain(render_placement(told, BERLIN)).replace("\xa0", " ").splitlines() == [
        "Warum hier?",
        "➕ Wörter der Überschriften: Deich, Flut",
        "➕ gleiche Zahlen: 120",
        "➖ 13 Stunden Abstand",
        "➕ gleiche Namen: Lorenz",
        "➕ Anfang und Überschrift sind sich ähnlich",
    ]


def test_the_first_article_of_a_story_has_no_reasons():
    assert "Der erste Artikel dieser Story." in render_placement([], BERLIN)


def test_words_of_an_article_are_escaped():
    assert "<u>" not in render_placement([Reason("headline", ("<u>",), 1.0)], BERLIN)


def test_every_decision_of_the_engine_can_be_told():
    engine = StoryEngine(prior={})
    engine.add(1, 7, article("deich bruch wiesenau", actors="lorenz", vector=(1.0, 0.0)))
    second = article("deich flut wiesenau", hours=3, actors="lorenz", vector=(0.9, 0.1))
    found = reasons(engine.place(second).evidence, "Deich und Flut in Wiesenau, sagt Lorenz")
    assert {"headline", "actors", "silence", "vector"} <= {one.kind for one in found}
    assert "Wiesenau" in render_placement(found, BERLIN)
