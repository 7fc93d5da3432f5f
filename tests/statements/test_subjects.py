"""Noun phrases and which of them is the subject of a clause."""

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.statements.clauses import clauses_of
from summaries.statements.phrases import objects, phrases, subject
from tests.statements.ask import wrong

# (sentence, number of the clause, subject phrases)
SUBJECTS = [
    ("Die Feuerwehr löschte den Brand.", 0, ["Die Feuerwehr"]),
    ("Den Brand löschte die Feuerwehr.", 0, ["die Feuerwehr"]),
    ("Am Montag eröffnete die Ministerin das Museum.", 0, ["die Ministerin"]),
    ("In Mornau brach ein Feuer aus.", 0, ["ein Feuer"]),
    ("Die Polizei und die Feuerwehr räumten zwei Häuser.", 0, ["Die Polizei", "die Feuerwehr"]),
    ("Sowohl die Polizei als auch die Feuerwehr halfen.", 0, ["die Polizei", "die Feuerwehr"]),
    ("Der Sprecher des Verbands sagte nichts.", 0, ["Der Sprecher des Verbands"]),
    ("Die Stadt baut ein Lager, das den Winter übersteht.", 0, ["Die Stadt"]),
    ("Die Feuerwehr teilte mit, dass drei Menschen verletzt wurden.", 1, ["drei Menschen"]),
    ("Die Stadt erklärte, dass am Abend die Brücke gesperrt wird.", 1, ["die Brücke"]),
    ("Er sagte nichts dazu.", 0, ["Er"]),
    ("Das bestätigte er am Abend.", 0, ["er"]),
    ("Gestern demonstrierten 4.000 Menschen in Lensfeld.", 0, ["4.000 Menschen"]),
    ("Rund 200 freiwillige Helfer füllten Sandsäcke.", 0, ["Rund 200 freiwillige Helfer"]),
    ("Präsidentin Eva Korthals besuchte den Hafen.", 0, ["Präsidentin Eva Korthals"]),
    ("Den Hafen besuchte Präsidentin Eva Korthals.", 0, ["Präsidentin Eva Korthals"]),
    ("Eine Woche später räumte der Minister Fehler ein.", 0, ["der Minister"]),
    ("Nach dem Unfall sperrten Beamte die Straße.", 0, ["Beamte"]),
    ("Dem Verband fehlen 40 Helfer.", 0, ["40 Helfer"]),
    ("Dem Konzern wirft der Verband Betrug vor.", 0, ["der Verband"]),
    ("Zwischen Wien und Graz verkehren keine Züge.", 0, ["keine Züge"]),
    ("Die Behörden meldet der Verband.", 0, ["der Verband"]),
    ("Mit dem Verlauf zeigte sich der Rat zufrieden.", 0, ["der Rat"]),
    ("Weil der Fluss stieg, sperrte die Polizei die Brücke.", 0, ["der Fluss"]),
    ("Weil der Fluss stieg, sperrte die Polizei die Brücke.", 1, ["die Polizei"]),
    ("Die Regierung Nordlands bestreitet die Vorwürfe.", 0, ["Die Regierung Nordlands"]),
]

PHRASES = [
    ("Die Feuerwehr löschte am Abend den Brand.", ["Die Feuerwehr", "Abend", "den Brand"]),
    ("Der Sprecher des kleinen Verbands kam.", ["Der Sprecher des kleinen Verbands"]),
    ("Drei große, alte Häuser brannten.", ["Drei große, alte Häuser"]),
    ("Ärzte und Pfleger streiken.", ["Ärzte", "Pfleger"]),
    ("Tausende freiwillige Helfer kamen.", ["Tausende freiwillige Helfer"]),
    ("Minister Harald Osten kam.", ["Minister Harald Osten"]),
]

PREPOSITIONS = [
    ("Laut Polizei brannten zwei Häuser.", "Polizei", "laut"),
    ("Die Polizei sprach mit etwa 200 Zeugen.", "etwa 200 Zeugen", "mit"),
    ("Der Zug fährt zwischen Wien und Graz.", "Graz", "zwischen"),
    ("Die Polizei half.", "Die Polizei", ""),
]

OBJECTS = [
    ("Die Firma bestreitet eine Beteiligung.", ["eine Beteiligung"]),
    wrong(
        "Eine Beteiligung bestreitet die Firma.",
        ["Eine Beteiligung"],
        reason="an object in front reads as the subject",
    ),
    ("Der Minister räumte eine Woche später Fehler ein.", ["Fehler"]),
    ("Der Rat tagte am Abend in Mornau.", []),
    ("Der Verband wirft dem Konzern Betrug vor.", ["dem Konzern", "Betrug"]),
]


@pytest.mark.parametrize(("text", "number", "expected"), SUBJECTS)
def test_it_finds_the_subject(nlp: Language, text: str, number: int, expected: list[str]):
    doc = nlp(text)
    assert [p.text(doc) for p in subject(doc, clauses_of(doc[:])[number])] == expected


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_it_finds_the_noun_phrases(nlp: Language, text: str, expected: list[str]):
    doc = nlp(text)
    assert [p.text(doc) for p in phrases(doc, range(len(doc)))] == expected


@pytest.mark.parametrize(("text", "phrase", "expected"), PREPOSITIONS)
def test_it_knows_the_preposition_of_a_phrase(nlp: Language, text: str, phrase: str, expected: str):
    doc = nlp(text)
    found = {p.text(doc): p.preposition for p in phrases(doc, range(len(doc)))}
    assert found[phrase] == expected


@pytest.mark.parametrize(("text", "expected"), OBJECTS)
def test_it_finds_the_objects(nlp: Language, text: str, expected: list[str]):
    doc = nlp(text)
    clause = clauses_of(doc[:])[0]
    assert [p.text(doc) for p in objects(doc, clause, subject(doc, clause))] == expected
