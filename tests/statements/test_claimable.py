"""What may enter the claims of a story: events that happened or are planned, no questions, wishes, feelings."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

import pytest

CLAIMS = [
    "In Mornau wurden 300 Stellen gestrichen.",
    "Laut Polizei wurden in Mornau zwei Häuser geräumt.",
    "Die Firma bestreitet eine Beteiligung an dem Kartell.",
    "Die Gewerkschaft kündigte an, dass 3.000 Beschäftigte streiken werden.",
    "Bei dem Brand in der Fabrik wurde niemand verletzt.",
    "Der Täter soll in Mornau drei Schüsse abgegeben haben.",
    "Die Firma wies die Vorwürfe zurück.",
    "Minister Harald Brenner ist zurückgetreten.",
    # a toll, no demand
    "Ein Erdbeben hat in Mornau mindestens 65 Menschenleben gefordert.",
    "Das Feuer forderte vier Todesopfer.",
    # who announces it is who will do it
    "Finanzminister Olaf Kern kündigte an, im Herbst zurückzutreten.",
]

NO_CLAIMS = [
    # the noun before is the source, no name behind
    "Es liegt ein Gutachten vor, laut dem Emma in Mornau schwer verletzt worden war.",
    # nothing said of anything
    "Zwei Tote und zwölf Verletzte bei einem Brand in Mornau.",
    # nobody in particular says it, and the reader is asked for something
    "Wer behauptet, die Firma Holm habe 300 Kunden in Mornau getäuscht, der kennt die Firma Holm nicht.",
    "Bitte tragen Sie den Code aus Mornau in das Feld ein.",
    # what shall come of it when a condition is met
    "Minister Jan Holm nannte vier Bedingungen dafür, dass Mornau sich an der Fähre beteiligt.",
    # questions
    "Hat die Regierung 500 Soldaten nach Mornau geschickt?",
    "Wie viele der 300 Stellen fallen in Mornau weg?",
    "Der Landrat fragte: „Wer hat die 20 Häuser in Mornau angezündet?“",
    # conditions
    "Wenn der Damm bricht, müssen 5.000 Menschen aus Mornau fliehen.",
    "Sollte der Damm brechen, würden 5.000 Menschen aus Mornau fliehen.",
    "Falls der Damm bricht, werden in Mornau 200 Häuser geräumt.",
    "5.000 Menschen würden aus Mornau fliehen.",
    # wishes and demands
    "Die Opposition fordert, dass die Regierung 500 Soldaten abzieht.",
    "Der Verband forderte die Firma auf, 300 Stellen in Mornau zu erhalten.",
    "Die Regierung solle 500 Soldaten abziehen, forderte die Opposition.",
    "Der Bürgermeister bittet darum, dass die Bewohner von Mornau Wasser sparen.",
    "Die Gewerkschaft fordert fünf Prozent mehr Lohn.",
    "Die Behörden sollten über Hygiene aufklären, sagte Karin Holm.",
    # first person
    "„Wir haben 500 Soldaten nach Mornau geschickt“, sagte der General.",
    "„Ich habe 300 Liter Öl verloren“, sagte der Fahrer.",
    # a negated cue says nothing
    "Die Polizei bestätigte nicht, dass der Täter in Mornau festgenommen wurde.",
    "Die Polizei wollte nicht bestätigen, dass der Täter in Mornau festgenommen wurde.",
    # attitudes
    "Die Stadt Mornau begrüßte den Bau der Fabrik.",
    "Die Opposition kritisierte den Haushalt der Stadt Mornau.",
    # too little
    "Das stimmt.",
    "Und nun?",
]


@pytest.mark.parametrize("text", CLAIMS)
def test_an_event_is_a_claim(statements, text):
    assert any(s.claimable for s in statements(text))


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_no_claim_is_made_of_what_states_no_event(statements, text):
    assert not any(s.claimable for s in statements(text))
