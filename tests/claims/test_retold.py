"""What is weighed where no rule joins two statements: who retells, who says the opposite, what stays apart."""

# ruff: noqa: E501 - tables with one article a line

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.fit_retold import Pair, checked, digest, fit
from config import claims as limits
from summaries.claims.retold import SIGNS, covered, is_likely, is_retold, kept_apart, signs
from summaries.model import Status
from tests.claims.make import Piece, claims, evidence

ONE, TWO = "Elbbote", "Harzkurier"


def statuses(nlp, *texts):
    pieces = [Piece(f"Blatt {number}", text, number) for number, text in enumerate(texts)]
    return {claim.status for claim in claims(nlp, *pieces)}


def pair(nlp, first, second, hours=1):
    old = next(iter(evidence(nlp, Piece(ONE, first))))
    new = next(iter(evidence(nlp, Piece(TWO, second, hours))))
    return new, old


RETOLD = [
    (
        "Das Landgericht Aurich hat eine Apothekerin wegen Betrugs zu drei Jahren Haft verurteilt.",
        "Wegen Betrugs ist eine Apothekerin aus Leer zu einer Freiheitsstrafe von drei Jahren verurteilt worden.",
    ),
    (
        "Der Stadtrat von Bergheim hat am Dienstag den Bau eines neuen Hallenbads beschlossen.",
        "Mit großer Mehrheit hat sich der Rat von Bergheim für ein neues Hallenbad ausgesprochen.",
    ),
]


@pytest.mark.parametrize(("first", "second"), RETOLD)
def test_two_papers_that_tell_one_thing_in_their_own_words_confirm_it(nlp, first, second):
    assert statuses(nlp, first, second) == {Status.CONFIRMED}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "In Lüneburg hat ein Feuer am Montag 140 Hektar Heide erfasst.",
            "Auf einer Fläche von 140 Hektar brennt es in der Heide bei Lüneburg.",
        ),
        (
            "Die Zahl der Arbeitslosen in Sachsen ist im Mai auf 151.000 gestiegen.",
            "In Sachsen waren im Mai 151.000 Menschen arbeitslos gemeldet.",
        ),
    ],
)
def test_one_figure_of_one_thing_is_one_claim(nlp, first, second):
    found = claims(nlp, Piece(ONE, first), Piece(TWO, second, 1))
    assert [len(claim.members) for claim in found] == [2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Die Maschine gehört der Fluggesellschaft Nordair.",
            "Die Maschine gehört der Fluggesellschaft Südwing.",
        ),
        (
            "Die Reederei Holm hat die Fähre nach Amrum gestrichen.",
            "Auch die Fähre nach Föhr hat die Reederei Holm gestrichen.",
        ),
        (
            "In Celle fielen am Montag 40 Züge aus.",
            "In Celle fielen am Montag 55 Züge aus.",
        ),
        (
            "Der Zoll hat in Emden einen Frachter durchsucht.",
            "Der Zoll will in Emden einen Frachter durchsuchen.",
        ),
    ],
)
def test_another_thing_is_not_retold(nlp, first, second):
    assert not is_retold(*pair(nlp, first, second))


def test_a_text_does_not_retell_itself(nlp):
    new, old = pair(nlp, *RETOLD[0])
    same = replace(new, source=old.source)
    assert is_retold(new, old)
    assert is_likely(same, old)
    assert not is_retold(same, old)


def test_one_text_seldom_tells_a_thing_twice(nlp):
    text = "In Mornau wurden drei Kubaner wegen Spionage verurteilt. {} warf dem Gericht vor, die Kubaner in einem politischen Verfahren zu verurteilen und Gegner freizulassen."
    found = claims(nlp, Piece(ONE, text.format("Anwalt Ramsey Ohm")))
    told = next(claim for claim in found if "Spionage" in claim.text)
    assert {voice.speaker for voice in told.voices} == {ONE}


def test_one_text_may_repeat_itself(nlp):
    line = "Das Epizentrum lag 74 Kilometer südwestlich von Mornau"
    text = f"{line}. Die Rettung läuft. {line}, teilte die Erdbebenwarte mit."
    (told,) = [claim for claim in claims(nlp, Piece(ONE, text)) if "Epizentrum" in claim.text]
    assert len(told.members) == 2


def test_what_keeps_statements_apart_is_named(nlp):
    assert set(
        kept_apart(*pair(nlp, "In Celle fielen 40 Züge aus.", "In Celle fielen am Montag 55 Züge aus."))
    ) >= {"figures"}
    assert not list(kept_apart(*pair(nlp, *RETOLD[0])))


def test_signs_come_in_the_order_of_their_weights(nlp):
    found = signs(*pair(nlp, *RETOLD[0]))
    assert len(found) == len(SIGNS) == len(limits.RETOLD_WEIGHTS)
    assert 0.7 < found[SIGNS.index("near")] <= 1.0
    assert found[SIGNS.index("other persons")] == 0.0


def test_days_between_count_up_to_three(nlp):
    days = SIGNS.index("days between")
    assert signs(*pair(nlp, *RETOLD[0], hours=24))[days] == pytest.approx(1.0)
    assert signs(*pair(nlp, *RETOLD[0], hours=500))[days] == pytest.approx(3.0)


def test_what_is_covered_is_a_share(nlp):
    new, old = (item.statement.content for item in pair(nlp, *RETOLD[1]))
    assert 0.0 < covered(new, old) < 1.0
    assert covered(new, new) == pytest.approx(1.0)
    assert covered(replace(new, terms=frozenset()), old) == 0.0


def test_who_says_the_opposite_contests_it(nlp):
    assert statuses(
        nlp,
        "Das Skelett von Nordheim sei der älteste Fund seiner Art, sagte Grabungsleiterin Karin Holt.",
        "Der älteste Fund seiner Art sei das Skelett von Nordheim nicht, sagte Museumsdirektor Udo Frank.",
    ) == {Status.CONTESTED}


def test_another_event_of_one_number_contests_nothing(nlp):
    found = statuses(
        nlp,
        "In Wörth mussten am Sonntag 45 Bewohner ihre Häuser verlassen.",
        "Die 45 Bewohner können nicht in die Häuser in Wörth zurück, sagte Bürgermeister Josef Thaler am Montag.",
    )
    assert Status.CONTESTED not in found


@pytest.mark.parametrize(
    "text",
    [
        "Ministerin Anna Lohse ist zurückgetreten. Regierungssprecher Till Brandt bestätigte, dass die Politikerin aus dem Kabinett ausscheidet. CDU-Chef Udo Renz zweifelt an ihrer Darstellung.",
        "Der vermisste Junge ist gefunden worden. Bürgermeisterin Silke Ott bestätigte, dass der Junge aus Thale gefunden wurde. Die Staatsanwaltschaft widersprach Gerüchten.",
    ],
)
def test_a_denial_of_something_else_contests_nothing(nlp, text):
    assert Status.CONTESTED not in statuses(nlp, text)


def test_a_corrected_figure_is_no_conflict(nlp):
    assert Status.CONTESTED not in statuses(
        nlp,
        "Acht Menschen wurden bei dem Brand in Celle nach Angaben der Beamten verletzt.",
        "Die Zahl der Verletzten bei dem Brand in Celle korrigierte die Polizei auf sechs.",
    )


def test_weights_are_found_again():
    made = [
        Pair(f"s{number % 40}", ("a", "b"), (float(number % 2), float(number % 3)), number % 2 == 1)
        for number in range(240)
    ]
    weights = fit(np.array([p.signs for p in made]), np.array([float(p.same) for p in made]))
    assert weights[0] > 1.0 > abs(weights[1])
    chances = checked(made)
    assert min(chances[1::2]) > max(chances[0::2])


def test_a_pair_is_known_by_its_words_whatever_their_breaks():
    assert digest("Es  brennt\nin Celle", "Ja") == digest("Es brennt in Celle", "Ja")
    assert digest("Es brennt", "Ja") != digest("Ja", "Es brennt")


def test_a_rival_that_reports_its_own_profit_is_no_voice_for_the_loss(nlp):
    text = "Der Autobauer Orvena hat im ersten Quartal weniger verdient. Konkurrent Talbach hatte am Vortag einen Gewinnanstieg von zwölf Prozent gemeldet."
    found = claims(nlp, Piece(ONE, text))
    assert {voice.speaker for claim in found if "weniger" in claim.text for voice in claim.voices} == {ONE}


def test_who_denies_a_reason_does_not_deny_that_it_was_given(nlp):
    text = "Dezernentin Birgit Ohm hatte das Verbot in Mornau mit Aufrufen zur Gewalt begründet. Anmelder Tom Jahn bestreitet, dass es solche Aufrufe gab."
    assert Status.CONTESTED not in {c.status for c in claims(nlp, Piece(ONE, text)) if "begründet" in c.text}


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Nach Angaben des Versorgers Nordnetz waren 40.000 Haushalte in Mornau ohne Strom.",
            "Rund 6.000 Haushalte in Mornau waren am Abend noch ohne Strom.",
        ),
        (
            "Betroffen seien 94 Schulen in Mornau, sagte Schulrätin Ada Ohm.",
            "Das Ministerium berichtigte eine Angabe: Betroffen seien 49 Schulen in Mornau, nicht 94.",
        ),
        (
            "Der Großbrand im Hafen von Perun ist nach Angaben des Katastrophenschutzes gelöscht. Verteidigungsminister Emil Dray wies Angaben aus Wesmar zurück.",
        ),
    ],
)
def test_what_is_left_corrected_or_said_elsewhere_contests_nothing(nlp, texts):
    assert Status.CONTESTED not in statuses(nlp, *texts)
