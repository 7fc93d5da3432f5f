"""Participles that two verbs share get the lemma of the right one."""

from __future__ import annotations

import pytest

from summaries.language.tables import table

CASES = {
    "Der Mann hat die Tat gestanden.": "gestehen",
    "Er hatte gestanden, das Geld genommen zu haben.": "gestehen",
    "Der Wagen hat im Hof gestanden.": "stehen",
    "Den Bewohnern wurde geraten, zu Hause zu bleiben.": "raten",
    "Das Land ist in eine Krise geraten.": "geraten",
    "Der Auftritt hat den Gästen gefallen.": "gefallen",
    "Die Entscheidung ist gefallen.": "fallen",
    "Anwohner haben Schüsse gehört.": "hören",
    "Der Konzern hat Fehler eingestanden.": "eingestehen",
}


@pytest.mark.parametrize(("text", "lemma"), CASES.items())
def test_the_auxiliary_and_an_object_tell_participles_apart(nlp, text, lemma):
    shared = next(t for t in nlp(text) if t.lower_ in table("participles"))
    assert shared.lemma_ == lemma
