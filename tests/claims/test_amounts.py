"""Amounts of which one event has one: damage, price, strength, whatever the verb that gives them."""

from __future__ import annotations

import pytest

from summaries.claims.amounts import amounts_in, of_one_amount
from summaries.model import Status
from tests.claims.make import Piece, claims, evidence

ONE, TWO = "Elbbote", "Harzkurier"
DAMAGE = "Der Schaden beträgt 400.000 Euro, sagte Brandmeister Kai Ohm."


def first(nlp, text, hours=0):
    return next(iter(evidence(nlp, Piece(ONE if not hours else TWO, text, hours)))).statement


def statuses(nlp, *texts):
    return {c.status for c in claims(nlp, *(Piece(f"Blatt {n}", text, n) for n, text in enumerate(texts)))}


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        (DAMAGE, {"schaden EUR"}),
        ("Die Polizei bezifferte den Sachschaden auf 2,4 Millionen Euro.", {"schaden EUR"}),
        ("Ein Erdbeben der Stärke 3,9 hat Mornau erschüttert.", {"stärke magnitude"}),
        ("Das Institut gab die Magnitude mit 4,2 an.", {"stärke magnitude"}),
        ("Der Kaufpreis liegt bei 340 Millionen Dollar.", {"kaufpreis USD"}),
        ("Die Mehrkosten liegen bei zwei Milliarden Euro.", {"mehrkosten EUR"}),
        ("9.800 Zuschauer kamen ins Stadion von Mornau.", {"zuschauer count"}),
        ("Der Schaden in Mornau beträgt zwei Millionen Euro, davon 900.000 Euro am Dach.", set()),
        ("Der Schaden war groß.", set()),
        ("In Mornau kosten zwei Karten 40 Euro.", set()),
    ],
)
def test_an_amount_is_known_by_what_it_is_of(nlp, text, amounts):
    assert amounts_in(first(nlp, text)) == amounts


def test_an_earthquake_has_a_magnitude_as_its_figure(nlp):
    (quantity,) = first(nlp, "Ein Erdbeben der Stärke 3,9 hat Mornau erschüttert.").quantities
    assert (quantity.value, quantity.unit, quantity.of) == (3.9, "magnitude", "")


@pytest.mark.parametrize(
    "other",
    [
        "Versicherungssprecherin Ada Wulf bezifferte den Schaden auf 900.000 Euro.",
        "Auf 900.000 Euro schätzt Landrätin Petra Lohse den Schaden.",
    ],
)
def test_two_voices_that_give_it_differently_contradict_each_other(nlp, other):
    assert statuses(nlp, DAMAGE, other) == {Status.CONTESTED}


@pytest.mark.parametrize(
    "other",
    [
        "Den Schaden an den Maschinen bezifferte Landrätin Petra Lohse auf 900.000 Euro.",
        "Die Kosten des Neubaus bezifferte Landrätin Petra Lohse auf 900.000 Euro.",
        "In Ulm bezifferte Landrätin Petra Lohse den Schaden eines Sturms auf 900.000 Euro.",
    ],
)
def test_another_amount_contradicts_nothing(nlp, other):
    told = "In Mornau beträgt der Schaden am Dach der Schule 400.000 Euro, sagte Brandmeister Kai Ohm."
    assert statuses(nlp, told, other) == {Status.UNCONFIRMED}


def test_one_amount_is_asked_both_ways(nlp):
    a, b = first(nlp, DAMAGE), first(nlp, "Petra Lohse bezifferte den Schaden auf 900.000 Euro.", 1)
    assert of_one_amount(a, b)
    assert of_one_amount(b, a)
    assert not of_one_amount(a, first(nlp, "Petra Lohse nahm 900.000 Euro mit.", 1))
