"""Figures: value, range, unit and counted noun; and numbers that count nothing."""

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.model import Quantity
from summaries.statements.quantities import quantities

# (sentence, value, low, high, unit, counted noun)
COUNTED = [
    ("Drei Menschen wurden verletzt.", 3, 3, 3, "count", "mensch"),
    ("Es kamen zwölf Helfer.", 12, 12, 12, "count", "helfer"),
    ("Zwanzig Häuser brannten.", 20, 20, 20, "count", "haus"),
    ("Es kamen 4.000 Teilnehmer.", 4000, 4000, 4000, "count", "teilnehmer"),
    ("Es kamen 4\u00a0000 Teilnehmer.", 4000, 4000, 4000, "count", "teilnehmer"),
    ("Es kamen 1.250.000 Besucher.", 1.25e6, 1.25e6, 1.25e6, "count", "besucher"),
    ("Es gab 1.500 freiwillige Helfer.", 1500, 1500, 1500, "count", "helfer"),
    ("Rund 200 Helfer kamen.", 200, 180, 220, "count", "helfer"),
    ("Etwa 50 Boote kenterten.", 50, 45, 55, "count", "boot"),
    ("Ungefähr 50 Boote kenterten.", 50, 45, 55, "count", "boot"),
    ("Schätzungsweise 50 Boote kenterten.", 50, 45, 55, "count", "boot"),
    ("Mindestens drei Menschen starben.", 3, 3, None, "count", "mensch"),
    ("Wenigstens drei Menschen starben.", 3, 3, None, "count", "mensch"),
    ("Mehr als 300 Stellen fallen weg.", 300, 300, None, "count", "stelle"),
    ("Über 300 Stellen fallen weg.", 300, 300, None, "count", "stelle"),
    ("Bis zu 300 Stellen fallen weg.", 300, None, 300, "count", "stelle"),
    ("Weniger als 300 Stellen fallen weg.", 300, None, 300, "count", "stelle"),
    ("Höchstens 300 Stellen fallen weg.", 300, None, 300, "count", "stelle"),
    ("Maximal 300 Stellen fallen weg.", 300, None, 300, "count", "stelle"),
    ("Knapp 300 Stellen fallen weg.", 300, 240, 300, "count", "stelle"),
    ("Fast 300 Stellen fallen weg.", 300, 240, 300, "count", "stelle"),
    ("Zwischen 10 und 15 Boote kenterten.", 15, 10, 15, "count", "boot"),
    ("Die Polizei zählte 10 bis 15 Boote.", 15, 10, 15, "count", "boot"),
    ("Zehn bis zwölf Boote kenterten.", 12, 10, 12, "count", "boot"),
    ("Mehrere tausend Menschen kamen.", 2000, 2000, 10000, "count", "mensch"),
    ("Mehrere Tausend Menschen kamen.", 2000, 2000, 10000, "count", "mensch"),
    ("Mehrere hundert Menschen kamen.", 200, 200, 1000, "count", "mensch"),
    ("Tausende Menschen kamen.", 2000, 2000, 20000, "count", "mensch"),
    ("Hunderte Menschen kamen.", 200, 200, 2000, "count", "mensch"),
    ("Dutzende Menschen wurden verletzt.", 24, 24, 200, "count", "mensch"),
    ("Zehntausende Menschen kamen.", 20000, 20000, 200000, "count", "mensch"),
    ("Ein Dutzend Menschen wurde verletzt.", 12, 12, 12, "count", "mensch"),
    ("Die Stadt zählt zwei Millionen Einwohner.", 2e6, 2e6, 2e6, "count", "einwohner"),
    ("Der Schaden beträgt 40 Millionen Euro.", 4e7, 4e7, 4e7, "EUR", ""),
    ("Der Schaden beträgt 1,5 Millionen Euro.", 1.5e6, 1.5e6, 1.5e6, "EUR", ""),
    ("Der Schaden beträgt 3 Mio. Euro.", 3e6, 3e6, 3e6, "EUR", ""),
    ("Der Schaden beträgt 2,4 Mrd. Euro.", 2.4e9, 2.4e9, 2.4e9, "EUR", ""),
    ("Der Schaden beträgt rund 50.000 Euro.", 5e4, 4.5e4, 5.5e4, "EUR", ""),
    ("Der Schaden beträgt zwischen zwei und drei Millionen Euro.", 3e6, 2e6, 3e6, "EUR", ""),
    ("Die Ernte sank um 12 Prozent.", 12, 12, 12, "percent", ""),
    ("Die Ernte sank um 12,5 Prozent.", 12.5, 12.5, 12.5, "percent", ""),
    ("Die Ernte sank um 12 %.", 12, 12, 12, "percent", ""),
    ("40 Prozent der Betriebe schließen.", 40, 40, 40, "percent", "betrieb"),
    ("Die Strecke ist 14 Kilometer lang.", 14, 14, 14, "km", ""),
    ("Es liefen 300 Liter Öl aus.", 300, 300, 300, "l", "öl"),
    ("Der Zoll fand zwei Tonnen Kokain.", 2, 2, 2, "t", "kokain"),
    ("Es brannten 30 Hektar Wald.", 30, 30, 30, "ha", "wald"),
    ("Die Zahl der Verletzten stieg auf elf.", 11, 11, 11, "count", "verletzte"),
    ("Die Zahl der Todesopfer liegt bei 41.", 41, 41, 41, "count", "todesopfer"),
]

NOTHING = [
    "Das geschah am 4. März.",
    "Das geschah am 4. März 2021.",
    "Das geschah am 04.03.2021.",
    "Das geschah im Jahr 2021.",
    "Das geschah im März 2021.",
    "Das geschah 2021 in Mornau.",
    "Das geschah zwischen 2019 und 2021.",
    "Das geschah um 14 Uhr.",
    "Das geschah um 14.30 Uhr.",
    "Der Zug fährt gegen 7:45 Uhr ab.",
    "Der Verein besteht seit 1987.",
    "Artikel 5 gilt weiter.",
    "Der FC Mornau siegte 3:1.",
    "Das Haus steht in der Hafenstraße 12.",
    "Ende 2024 schließt das Werk.",
    "Anfang 2026 öffnet das Werk.",
    "Eine Sprecherin sagte nichts.",
    "Der Bahnhof ist groß.",
]

SEVERAL = [
    ("Zwei Menschen starben, elf Menschen wurden verletzt.", [2, 11]),
    ("Der Konzern streicht 300 von 2.500 Stellen.", [300, 2500]),
    ("Am 4. März kamen 200 Gäste.", [200]),
    ("Rund 20 000 Liter liefen aus, 1 200 000 Euro kostet das.", [20_000, 1.2e6]),
    ("Der Schaden an 14 Häusern beträgt 3 Millionen Euro.", [14, 3e6]),
]


def _read(nlp: Language, text: str) -> tuple[Quantity, ...]:
    doc = nlp(text)
    return quantities(doc, range(len(doc)), planned=False)


@pytest.mark.parametrize(("text", "value", "low", "high", "unit", "of"), COUNTED)
def test_it_reads_a_figure(nlp: Language, text, *, value, low, high, unit, of):
    (found,) = _read(nlp, text)
    ends = (
        pytest.approx(low) if low is not None else None,
        pytest.approx(high) if high is not None else None,
    )
    assert found.value == pytest.approx(value)
    assert (found.low, found.high) == ends
    assert (found.unit, found.of) == (unit, of)


@pytest.mark.parametrize("text", NOTHING)
def test_it_leaves_out_what_counts_nothing(nlp: Language, text: str):
    assert _read(nlp, text) == ()


@pytest.mark.parametrize(("text", "values"), SEVERAL)
def test_it_reads_all_figures_of_a_sentence(nlp: Language, text: str, values: list[float]):
    assert [q.value for q in _read(nlp, text)] == pytest.approx(values)


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case[0])
def test_a_figure_lies_between_its_ends_and_inside_the_text(nlp: Language, case):
    (found,) = _read(nlp, case[0])
    assert found.low is None or found.low <= found.value
    assert found.high is None or found.value <= found.high
    assert found.span.of(case[0])
    assert 0 <= found.span.begin < found.span.end <= len(case[0])


@pytest.mark.parametrize("planned", [True, False])
def test_a_figure_carries_whether_it_is_planned(nlp: Language, planned: bool):
    doc = nlp("Die Firma streicht 300 Stellen.")
    assert quantities(doc, range(len(doc)), planned=planned)[0].planned is planned


def test_what_and_not_rejects_is_no_figure(nlp: Language):
    text = "Die Preise lagen 2,2 Prozent höher und nicht wie zunächst gemeldet 2,3 Prozent."
    assert [q.value for q in _read(nlp, text)] == [2.2]
