from collections.abc import Callable

import pytest
from spacy.language import Language


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Beim G7-Gipfel ging es um Öl.", {("G7-Gipfel", "EVENT")}),
        ("Der Gipfel von Rio brachte wenig.", {("Gipfel von Rio", "EVENT")}),
        ("Nach den Olympischen Spielen 2024 wurde es still.", {("Olympischen Spielen 2024", "EVENT")}),
        ("Die Weltklimakonferenz beginnt.", {("Weltklimakonferenz", "EVENT")}),
        ("Vor der Bundestagswahl 2025 schwieg er.", {("Bundestagswahl 2025", "EVENT")}),
        ("Die Fußball-Weltmeisterschaft 2026 beginnt.", {("Fußball-Weltmeisterschaft 2026", "EVENT")}),
        ("Auf der Berlinale lief der Film.", {("Berlinale", "EVENT")}),
        ("Im Zweiten Weltkrieg brannte die Stadt.", {("Zweiten Weltkrieg", "EVENT")}),
        ("Seit dem Ende des 1. Weltkriegs steht es leer.", {("1. Weltkriegs", "EVENT")}),
        ("Am Tag der Deutschen Einheit ist frei.", {("Tag der Deutschen Einheit", "EVENT")}),
        ("Die 60. Münchner Sicherheitskonferenz endet.", {("60. Münchner Sicherheitskonferenz", "EVENT")}),
        ("Sie gedachten der Schlacht von Verdun.", {("Schlacht von Verdun", "EVENT")}),
        ("Seit dem Anschlag vom 11. September gilt das.", {("Anschlag vom 11. September", "EVENT")}),
        ("Der Ukraine-Krieg dauert an.", {("Ukraine-Krieg", "EVENT")}),
        ("Auf der Hannover Messe zeigte sie das.", {("Hannover Messe", "EVENT")}),
        ("Der SPD-Parteitag stimmt ab.", {("SPD-Parteitag", "EVENT")}),
        ("Die Corona-Pandemie ist vorbei.", {("Corona-Pandemie", "EVENT")}),
    ],
)
def test_it_finds_events(entities, text, expected):
    assert expected <= entities(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Pressekonferenz begann spät.",
        "Er hatte keine Wahl.",
        "Auf dem Gipfel lag Schnee.",
        "Die Messe war gut besucht.",
        "Neue Konferenz geplant.",
        "Die Auswahl ist groß.",
        "Ein Handelskrieg nützt niemandem.",
        "Sie fiel in eine tiefe Krise.",
        "Die Kultusministerkonferenz empfiehlt das.",
    ],
)
def test_ordinary_nouns_are_no_events(nlp, text):
    assert [entity for entity in nlp(text).ents if entity.label_ == "EVENT"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das war am Montag, 21. Oktober 2024.", ("Montag, 21. Oktober 2024", "DATE")),
        ("Es begann am 21.\u00a0Oktober.", ("21.\u00a0Oktober", "DATE")),
        ("Es begann am 21. 10. 2024.", ("21. 10. 2024", "DATE")),
        ("Das war Ende Oktober.", ("Ende Oktober", "DATE")),
        ("2024 kamen viele.", ("2024", "DATE")),
        ("2024 Menschen kamen.", ("2024", "QUANTITY")),
        ("In der Saison 2023/24 stieg er ab.", ("2023/24", "DATE")),
        ("Im 19. Jahrhundert war das neu.", ("19. Jahrhundert", "DATE")),
        ("In den 1990er-Jahren war das neu.", ("1990er-Jahren", "DATE")),
        ("Im dritten Quartal 2024 sank es.", ("dritten Quartal 2024", "DATE")),
        ("Gestern Abend kam sie.", ("Gestern Abend", "DATE")),
        ("Kurz nach Ostern kam sie.", ("Ostern", "DATE")),
        ("Bis Mitternacht war Ruhe.", ("Mitternacht", "TIME")),
        ("Um halb acht kam sie.", ("halb acht", "TIME")),
        ("Der Zug kommt um 18:30.", ("18:30", "TIME")),
        ("Es waren 120 km/h.", ("120 km/h", "QUANTITY")),
        ("Es kostet zwei Millionen Euro.", ("zwei Millionen Euro", "QUANTITY")),
        ("Es kostet 1\u202f500 Euro.", ("1\u202f500 Euro", "QUANTITY")),
        ("Es waren −5 Grad.", ("−5 Grad", "QUANTITY")),
    ],
)
def test_it_finds_dates_times_and_quantities(entities, text, expected):
    assert expected in entities(text)


def test_a_result_is_no_time(entities):
    assert {label for _, label in entities("Sie siegten mit 85:78.")} <= {"QUANTITY"}


Trained = Callable[[str, dict[str, str]], set[tuple[str, str]]]


@pytest.fixture
def combined(nlp: Language) -> Trained:
    """Give the component a document whose names a trained recogniser has set."""

    def find(text: str, names: dict[str, str]) -> set[tuple[str, str]]:
        with nlp.select_pipes(disable=["lagebild_entities"]):
            doc = nlp(text)
        spans = [
            doc.char_span(text.index(n), text.index(n) + len(n), label=label) for n, label in names.items()
        ]
        doc.set_ents([span for span in spans if span is not None])
        doc = nlp.get_pipe("lagebild_entities")(doc)
        return {(entity.text, entity.label_) for entity in doc.ents}

    return find


def test_trained_names_stand(combined: Trained):
    found = combined("Kaya Lenz lebt in Obermornau.", {"Kaya Lenz": "PER", "Obermornau": "LOC"})
    assert found == {("Kaya Lenz", "PER"), ("Obermornau", "LOC")}


def test_persons_are_guessed_by_the_trained_recogniser_only(combined: Trained):
    assert combined("Anna Vogt lobt den Bau.", {}) == set()


def test_firms_and_clubs_are_known_by_their_form(combined: Trained):
    found = combined("Die Nordwind AG lobt den 1. FC Mornau.", {"Mornau": "LOC"})
    assert found == {("Nordwind AG", "ORG"), ("1. FC Mornau", "ORG")}


def test_dates_and_events_go_around_trained_persons(combined: Trained):
    found = combined("Olaf Sonntag kam am Sonntag.", {"Olaf Sonntag": "PER"})
    assert found == {("Olaf Sonntag", "PER"), ("Sonntag", "DATE")}


def test_an_event_takes_up_the_names_inside_it(combined: Trained):
    found = combined("Der Gipfel von Rio brachte Kenia wenig.", {"Rio": "LOC", "Kenia": "LOC"})
    assert found == {("Gipfel von Rio", "EVENT"), ("Kenia", "LOC")}


def test_an_event_does_not_cut_a_longer_name(combined: Trained):
    found = combined("Das Bündnis Gipfel von Rio klagt.", {"Bündnis Gipfel von Rio": "ORG"})
    assert found == {("Bündnis Gipfel von Rio", "ORG")}


def test_a_figure_is_no_name(combined: Trained):
    assert combined("Es waren −5 Grad.", {"−5": "ORG"}) == {("−5 Grad", "QUANTITY")}


def test_known_names_are_added_where_no_trained_name_is(combined: Trained):
    assert combined("Die Nato und Polen schweigen.", {}) == {("Nato", "ORG"), ("Polen", "LOC")}


def test_a_longer_trained_name_keeps_its_known_part(combined: Trained):
    assert combined("Der FC Berlin verlor.", {"FC Berlin": "ORG"}) == {("FC Berlin", "ORG")}


def test_a_known_name_takes_up_its_trained_parts(combined: Trained):
    found = combined("Die Vereinten Nationen helfen.", {"Nationen": "ORG"})
    assert found == {("Vereinten Nationen", "ORG")}


def test_a_trained_name_that_reaches_further_is_not_cut(combined: Trained):
    found = combined("Die Vereinten Nationen Kenias helfen.", {"Nationen Kenias": "ORG"})
    assert found == {("Nationen Kenias", "ORG")}


def test_a_wrong_label_of_a_sure_name_is_corrected(combined: Trained):
    assert combined("Die Nato schweigt.", {"Nato": "LOC"}) == {("Nato", "ORG")}
    assert combined("Polen schweigt.", {"Polen": "PER"}) == {("Polen", "LOC")}


def test_a_team_named_by_its_country_keeps_the_trained_label(combined: Trained):
    assert combined("Polen siegte mit 2:1.", {"Polen": "ORG"}) == {("Polen", "ORG")}


def test_other_trained_labels_give_way_to_events(combined: Trained):
    assert combined("Die Berlinale beginnt.", {"Berlinale": "MISC"}) == {("Berlinale", "EVENT")}
