from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.stories.terms import (
    grams,
    main_result,
    numbers_in,
    ordinals_in,
    other_ordinal,
    stem,
    telling_digits,
    telling_figures,
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Häuser", "Haus"),
        ("Soldaten", "Soldat"),
        ("nordkoreanische", "nordkoreanischer"),
        ("spielte", "spielt"),
    ],
)
def test_it_gives_forms_of_a_word_one_stem(left, right):
    assert stem(left) == stem(right)


@pytest.mark.parametrize(("left", "right"), [("Kiel", "Keil"), ("Paket", "Partei"), ("Rat", "Rad")])
def test_it_keeps_different_words_apart(left, right):
    assert stem(left) != stem(right)


@given(st.text(max_size=40))
def test_it_stems_any_text_without_growing_much(word):
    assert len(stem(word)) <= 2 * len(word) + 2


def test_it_spells_only_long_words_out_in_runs():
    assert list(grams("Haus")) == []
    assert "#deic" in list(grams("Oderdeichbruch"))


def test_it_reads_figures_without_dates_and_times():
    assert numbers_in("Rund 20 000 Liter, 1\u202f500 Helfer, Lok 18 201") == {"20000", "1500", "18201"}
    assert numbers_in("Am 3.10. um 14.30 Uhr kamen 1.500 Menschen, 6,9 Prozent mehr") == {"1500", "6,9"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zwölftes Paket beschlossen", {"12. paket"}),
        ("Rat billigt 12. Hilfs-Paket", {"12. paket"}),
        ("Das dreizehnte große Paket", {"13. paket"}),
        ("Jahresbericht 2025 vorgelegt", {"2025. jahresbericht"}),
        ("Am 3. Oktober 2024 im Jahr 2023", set()),
        ("Die Inflationsrate lag im Juni bei 2,4 Prozent", {"juni. monatszahl"}),
        ("Weniger Arbeitslose im April", {"april. monatszahl"}),
        ("Im Juni öffnet das Freibad, im Juli die Sauna", set()),
    ],
)
def test_it_reads_what_a_text_numbers(text, expected):
    assert ordinals_in(text) == expected


def test_it_tells_the_12th_from_the_13th_package():
    assert other_ordinal(frozenset({"12. paket"}), frozenset({"13. hilfspaket"}))
    assert not other_ordinal(frozenset({"12. paket"}), frozenset({"12. hilfspaket", "13. hilfspaket"}))
    assert not other_ordinal(frozenset({"12. paket", "500"}), frozenset({"3. runde", "90"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Orkantief "Edda" zieht ab', {"edda. sturm"}),
        ("Hurrikan Rita trifft auf Land", {"rita. sturm"}),
        ("Sturmtief „Falko“ über der Küste", {"falko. sturm"}),
        ("Sturm zieht nach Norden", set()),
    ],
)
def test_it_reads_the_names_of_storms(text, expected):
    assert ordinals_in(text) == expected


def test_it_reads_the_result_that_an_article_is_about():
    assert main_result("3:3 nach wildem Spiel", "Das reicht nach dem 2:1 im Hinspiel.") == "=3:3"
    assert main_result("Einzug ins Finale", "Mit 31:28 gewann der Klub.") == "=31:28"
    assert main_result("Beginn um 18:30 Uhr", "Um 20:45 Uhr endet es.") == ""


def test_only_figures_that_are_seldom_shared_tell_something():
    numbers = {"4200", "14", "7", "2025", "3:1", "=3:1", "12. paket", "6,4", "20", "5000", "0,5"}
    assert telling_figures(numbers) == {"4200", "14", "6,4"}


@pytest.mark.parametrize(
    ("figure", "digits"), [("1432", 3), ("2,1", 1), ("1,05", 2), ("5000", 0), ("4200", 1), ("7", 0), ("0", 0)]
)
def test_round_figures_tell_less_than_exact_ones(figure, digits):
    assert telling_digits(figure) == digits
