"""Sentences cut into clauses: kind, opener, words and governor of each."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from summaries.statements.clauses import Clause, clauses_of

CUTS = [
    # dass, ob, wonach, infinitives
    ("Die Feuerwehr teilte mit, dass drei Menschen verletzt wurden.", ["main", "dass"]),
    ("Der Rat prüft, ob der Deich hält.", ["main", "ob"]),
    ("Die Firma bestreitet, Abwasser in die Lohne geleitet zu haben.", ["main", "infinitive"]),
    ("Die Stadt baut ein Lager, um die Vorräte zu sichern.", ["main", "infinitive um"]),
    ("Dass Soldaten in Mornau kämpfen, bestritt der Minister.", ["dass", "main"]),
    ("Die Behörde erklärte, dass der Fluss steigt und dass die Brücke gesperrt ist.", ["main", "dass", "dass"]),
    ("Der Minister sagte, dass er erst am Montag erfuhr, wer die Akten vernichtet hat.", ["main", "dass", "wer"]),
    ("Weil der Fluss stieg, sperrte die Polizei die Brücke.", ["weil", "main"]),
    ("Die Polizei sperrte die Brücke, nachdem ein Pfeiler gerissen war.", ["main", "nachdem"]),
    # relative clauses, embedded and interrupted
    ("Der Mann, der in Mornau wohnt, wurde festgenommen.", ["main", "relative der"]),
    ("Die Frau, deren Haus brannte, rief die Feuerwehr.", ["main", "relative deren"]),
    ("Die Brücke, die seit Mai gesperrt ist, wird abgerissen.", ["main", "relative die"]),
    ("Das Schiff liegt im Hafen, in dem gestern ein Feuer ausbrach.", ["main", "relative dem"]),
    ("Die Ministerin sagte, dass die Brücke, die seit Mai gesperrt ist, abgerissen wird.", ["main", "dass", "relative die"]),
    ("Der Zug hat, weil eine Weiche klemmte, den Bahnhof verlassen.", ["main", "weil"]),
    # enumerations and brackets cut nothing
    ("Die Polizei fand Geld, Waffen und Papiere.", ["main"]),
    ("Die Behörde teilte mit, dass Felder, Wiesen und Wege überflutet sind.", ["main", "dass"]),
    ("Das Amt für Wasser (AfW) prüft den Fall.", ["main"]),
    ("Der Verein (gegründet 1987) zieht nach Lensfeld.", ["main"]),
    ("Der Vorsitzende, Jonas Reitz, eröffnete die Sitzung.", ["main"]),
    # coordination
    ("Die Polizei sperrte die Brücke und leitete den Verkehr um.", ["main", "main"]),
    ("Der Fluss stieg, und die Feuerwehr räumte zwei Häuser.", ["main", "main"]),
    ("Die Polizei und die Feuerwehr räumten zwei Häuser.", ["main"]),
    ("Der Rat beschloss den Haushalt, aber die Opposition klagte.", ["main", "main"]),
    ("Die Schule bleibt geschlossen; der Unterricht fällt aus.", ["main", "main"]),
    # colon, dash, speech after the verb of saying
    ("Der Bürgermeister sagte: Die Brücke ist gesperrt.", ["main", "main"]),
    ("Die Brücke sei gesperrt, sagte der Bürgermeister.", ["main", "main"]),
    ("Eine Sprecherin sagte, der Fahrer sei geflohen.", ["main", "main"]),
    ("Ein Sprecher sagte, die Fahrerin habe gebremst.", ["main", "main"]),
    ("Der Sprecher sagte, das Feuer sei gelöscht.", ["main", "main"]),
    ("Laut Polizei wurden zwei Männer, die aus Lensfeld stammen, festgenommen.", ["main", "relative die"]),
    ("Während des Einsatzes wurden zwei Helfer verletzt.", ["main"]),
]  # fmt: skip

WORDS = [
    ("Der Mann, der in Mornau wohnt, wurde festgenommen.", 0, "Der Mann wurde festgenommen"),
    ("Der Mann, der in Mornau wohnt, wurde festgenommen.", 1, "der in Mornau wohnt"),
    ("Die Behörde teilte mit, dass Felder, Wiesen und Wege überflutet sind.", 1, "dass Felder Wiesen und Wege überflutet sind"),
    ("Das Amt für Wasser (AfW) prüft den Fall.", 0, "Das Amt für Wasser prüft den Fall"),
    ("Der Zug hat, weil eine Weiche klemmte, den Bahnhof verlassen.", 0, "Der Zug hat den Bahnhof verlassen"),
    ("Die Ministerin sagte, dass die Brücke, die seit Mai gesperrt ist, abgerissen wird.", 1, "dass die Brücke abgerissen wird"),
    ("„Die Brücke ist gesperrt“, sagte der Bürgermeister.", 0, "Die Brücke ist gesperrt"),
    ("„Die Brücke ist gesperrt“, sagte der Bürgermeister.", 1, "sagte der Bürgermeister"),
]  # fmt: skip

PARENTS = [
    ("Die Feuerwehr teilte mit, dass drei Menschen verletzt wurden.", 1, 0),
    ("Weil der Fluss stieg, sperrte die Polizei die Brücke.", 0, 1),
    ("Die Frau, deren Haus brannte, rief die Feuerwehr.", 1, 0),
    ("Die Ministerin sagte, dass die Brücke, die seit Mai gesperrt ist, abgerissen wird.", 2, 1),
    ("Der Fluss stieg, und die Feuerwehr räumte zwei Häuser.", 1, None),
]

VERBS = [
    ("Drei Menschen wurden bei dem Brand verletzt.", "wurden verletzt"),
    ("Die Regierung will 500 Soldaten nach Mornau schicken.", "will schicken"),
    ("Die Firma hat Abwasser in den Fluss geleitet.", "hat geleitet"),
    ("Der Minister räumte Fehler ein.", "räumte"),
    ("Bürgermeisterin Karla Wendt eröffnete die Brücke.", "eröffnete"),
    ("Die Fachleute bestreiten den Fund.", "bestreiten"),
]


def _cut(doc: Doc) -> tuple[Clause, ...]:
    return clauses_of(doc[:])


def _name(clause: Clause) -> str:
    kind = clause.kind.value
    return clause.opener if kind == "subordinate" else f"{kind} {clause.opener}".strip()


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_it_cuts_a_sentence_into_its_clauses(nlp: Language, text: str, expected: list[str]):
    assert [_name(clause) for clause in _cut(nlp(text))] == expected


@pytest.mark.parametrize(("text", "number", "expected"), WORDS)
def test_it_gives_each_clause_its_words(nlp: Language, text: str, number: int, expected: str):
    doc = nlp(text)
    assert " ".join(doc[i].text for i in _cut(doc)[number].tokens) == expected


@pytest.mark.parametrize(("text", "number", "parent"), PARENTS)
def test_it_hangs_a_clause_on_its_governor(nlp: Language, text: str, number: int, parent: int | None):
    assert _cut(nlp(text))[number].parent == parent


@pytest.mark.parametrize(("text", "expected"), VERBS)
def test_it_finds_the_verbs_of_a_clause(nlp: Language, text: str, expected: str):
    doc = nlp(text)
    assert " ".join(doc[i].text for i in _cut(doc)[0].verbs) == expected


@pytest.mark.parametrize("text", [case[0] for case in CUTS])
def test_no_word_stands_in_two_clauses(nlp: Language, text: str):
    taken = [i for clause in _cut(nlp(text)) for i in clause.tokens]
    assert len(taken) == len(set(taken))
