import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anna Vogt traf gestern Karl von Hofen in Kiew.",
            {("Anna Vogt", "PER"), ("Karl von Hofen", "PER"), ("Kiew", "LOC")},
        ),
        ("Die Nato und die Vereinten Nationen schweigen.", {("Nato", "ORG"), ("Vereinten Nationen", "ORG")}),
        ("Das Bundesinnenministerium prüft das.", {("Bundesinnenministerium", "ORG")}),
        ("Das Landgericht Kassel urteilte.", {("Landgericht Kassel", "ORG")}),
        ("Die Nordwind AG baut in Bayern.", {("Nordwind AG", "ORG"), ("Bayern", "LOC")}),
        (
            "Es geschah am 21. Oktober 2024 um 18.30 Uhr.",
            {("21. Oktober 2024", "DATE"), ("18.30 Uhr", "TIME")},
        ),
        ("Das kostet 3,5 Millionen Euro.", {("3,5 Millionen Euro", "QUANTITY")}),
        ("Der Sprecher Stefan Sonntag kam.", {("Stefan Sonntag", "PER")}),
        ("Ende 2025 läuft es aus.", {("Ende 2025", "DATE")}),
        ("Nur 12 Prozent kamen.", {("12 Prozent", "QUANTITY")}),
        ("Der 1. FC Köln verlor.", {("1. FC Köln", "ORG")}),
        ("Die russischen Truppen und die Russen.", set()),
    ],
)
def test_it_finds_names_dates_and_figures(entities, text, expected):
    found = entities(text)
    assert expected <= found
    if not expected:
        assert found == set()


def test_a_surname_alone_is_the_person_named_in_full_before(entities):
    assert ("Hollstein", "PER") in entities("Bernd Hollstein kam. Am Ende ging auch Hollstein wieder.")


def test_ordinary_words_that_are_also_places_are_none(entities):
    assert entities("Seine Mutter ging auf den Hof und aß ihr Essen.") == set()


def test_entities_do_not_overlap(nlp):
    doc = nlp(
        "Der Sprecher der Europäischen Union, Jan Vogt, sagte in Paris am 3. Mai 2024 um 10.58 Uhr Nein."
    )
    taken = [token.i for entity in doc.ents for token in entity]
    assert len(taken) == len(set(taken))
    assert {entity.label_ for entity in doc.ents} >= {"PER", "LOC", "DATE"}
