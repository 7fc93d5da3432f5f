"""How surely something is put, whether it is done or planned, said or denied."""

from __future__ import annotations

import pytest

from summaries.model import Certainty
from tests.statements.ask import wrong

HEDGED = [
    "Der Täter soll drei Schüsse abgegeben haben.",
    "Angeblich wurden in Mornau 300 Stellen gestrichen.",
    "In Mornau wurden offenbar 300 Stellen gestrichen.",
    "In Mornau wurden mutmaßlich 300 Stellen gestrichen.",
    "In Mornau wurden wohl 300 Stellen gestrichen.",
    "In Mornau wurden möglicherweise 300 Stellen gestrichen.",
    "In Mornau wurden vermutlich 300 Stellen gestrichen.",
    "Die Firma dürfte 300 Stellen gestrichen haben.",
    "Die Firma könnte 300 Stellen gestrichen haben.",
    "Der mutmaßliche Täter wurde in Mornau festgenommen.",
    "Der Täter habe drei Schüsse abgegeben.",
    "Die Polizei vermutet, dass der Täter drei Schüsse abgab.",
    "Die Polizei geht davon aus, dass der Täter drei Schüsse abgab.",
    "Es wurde mitgeteilt, dass 20 Häuser zerstört wurden.",
    "Die Polizei erklärte, der Täter soll drei Schüsse abgegeben haben.",
]

CERTAIN = [
    "Der Täter hat drei Schüsse abgegeben.",
    "In Mornau wurden 300 Stellen gestrichen.",
    "Laut Polizei gab der Täter drei Schüsse ab.",
    "Die Polizei teilte mit, dass der Täter drei Schüsse abgab.",
    "Die Polizei erklärte, der Täter habe drei Schüsse abgegeben.",
    "Die Brücke kann 40 Tonnen tragen.",
    "Die Anwohner konnten in ihre 20 Häuser zurückkehren.",
    "Die Schiffe dürfen den Hafen von Lensfeld anlaufen.",
    "Die Firma wird 300 Stellen streichen.",
]

PLANS = [
    "Die Stellen sollen bis Ende März gestrichen werden.",
    "In Restaurants soll es künftig verboten sein.",
    "Das Hafenfest soll am Freitag beginnen.",
    "Der Bau soll 20 Millionen Euro kosten.",
    "Der Vertrag soll auch Kontrollen erlauben.",
    "Neun Windräder sollen bis 2031 entstehen.",
    "Dann soll die Produktion um zwei Prozent zulegen.",
    "Ursprünglich sollten die Werke in Mornau verkauft werden.",
]

RUMOURS = [
    "Die Stellen sollen im März gestrichen worden sein.",
    "Der Mann soll eine Bank in Mornau überfallen haben.",
    "Der Stoff soll aus einem Labor stammen.",
    "Der Mann soll in Mornau leben.",
]

PLANNED = [
    "Die Firma will 300 Stellen streichen.",
    "Die Firma plant, 300 Stellen zu streichen.",
    "Die Firma wird 300 Stellen streichen.",
    "Die Firma soll 300 Stellen streichen.",
    "Die Firma kündigte an, 300 Stellen zu streichen.",
    "Der Rat beschloss, 40 Schulen zu bauen.",
    "Ab Montag streiken 3.000 Beschäftigte.",
    "In der kommenden Woche streiken 3.000 Beschäftigte.",
    wrong("Die Firma erwägt die Streichung von 300 Stellen.", reason="a noun that is weighed is no plan"),
    "Die Firma drohte, 300 Stellen zu streichen.",
    "Die Firma könnte 300 Stellen streichen.",
]

DONE = [
    "Die Firma hat 300 Stellen gestrichen.",
    "Die Firma strich 300 Stellen.",
    "In Mornau wurden 300 Stellen gestrichen.",
    "Die Firma soll 300 Stellen gestrichen haben.",
    "Die Firma räumte ein, 300 Stellen gestrichen zu haben.",
    "Am Montag streikten 3.000 Beschäftigte.",
    "Die Firma dürfte 300 Stellen gestrichen haben.",
    "Die Stadt prüfte am Montag 40 Brücken und sperrte vier.",
]

NEGATED = [
    "Die Firma hat keine 300 Stellen gestrichen.",
    "Die Firma hat die 300 Stellen nicht gestrichen.",
    "Bei dem Brand in Mornau wurde niemand verletzt.",
    "Die Polizei erklärte, der Täter sei nicht festgenommen worden.",
    "Weder Boote noch Züge fuhren am Montag.",
    "Die Soldaten waren nie in Mornau.",
]

POSITIVE = [
    "Nicht identifizierte Täter haben die Bank in Mornau überfallen.",
    "Bislang nicht näher bekannte Helfer retteten 40 Menschen.",
    "Die Firma hat 300 Stellen gestrichen.",
    "Nicht nur die Firma hat 300 Stellen gestrichen.",
    "Der Brand zerstörte nicht nur 20 Häuser in Mornau.",
    "Die Polizei bestreitet nicht, dass der Täter festgenommen wurde.",
    "Die Firma strich 300 und nicht 400 Stellen.",
]


@pytest.mark.parametrize("text", HEDGED)
def test_it_hears_a_hedge(statements, text):
    assert statements(text)[-1].certainty is Certainty.HEDGED


@pytest.mark.parametrize("text", CERTAIN)
def test_it_takes_a_plain_sentence_as_certain(statements, text):
    assert statements(text)[0].certainty is Certainty.CERTAIN


@pytest.mark.parametrize(("text", "sure"), [(t, True) for t in PLANS] + [(t, False) for t in RUMOURS])
def test_it_tells_a_plan_from_a_rumour(statements, text, sure):
    assert (statements(text)[0].certainty is Certainty.CERTAIN) is sure


@pytest.mark.parametrize("text", PLANNED)
def test_it_knows_a_plan(statements, text):
    assert statements(text)[0].content.planned


@pytest.mark.parametrize("text", DONE)
def test_it_knows_what_is_done(statements, text):
    assert not statements(text)[0].content.planned


@pytest.mark.parametrize("text", [t for t in PLANNED if type(t) is str and "300" in t])
def test_the_figures_of_a_plan_are_planned(statements, text):
    found = [q for s in statements(text) for q in s.quantities]
    assert found
    assert all(q.planned for q in found)


@pytest.mark.parametrize("text", NEGATED)
def test_it_hears_a_negation(statements, text):
    assert statements(text)[0].content.negated


@pytest.mark.parametrize("text", POSITIVE)
def test_it_hears_no_negation_where_nothing_is_negated(statements, text):
    assert not statements(text)[0].content.negated
