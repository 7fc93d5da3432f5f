"""Names, pronouns, short forms and nouns for bodies: who is meant, and by which key voices are compared."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

import pytest

from tests.statements.ask import voice, wrong

# (text, name of the last statement's speaker)
MEANT = [
    ("Landrat Uwe Behnke besuchte den Deich. Behnke sagte, 40 Helfer hätten Sandsäcke gefüllt.", "Uwe Behnke"),
    ("Landrätin Eva Marten sagte, 40 Helfer seien da. Sie erklärte, 20 weitere Helfer seien unterwegs.", "Eva Marten"),
    ("Landrat Uwe Brenner sagte, 40 Helfer seien da. Er erklärte, 20 weitere Helfer seien unterwegs.", "Uwe Brenner"),
    ("Die Firma Nordtank verlor 300 Liter Öl. Das Unternehmen erklärte, 40 Helfer seien vor Ort.", "Nordtank"),
    ("Die Gewerkschaft Wasser und Land (GWL) tagt. Die GWL erklärte, 3.000 Beschäftigte hätten gestreikt.", "GWL"),
    ("Das Amt für Küstenschutz (AfK) prüft. Das AfK erklärte, 40 Pfähle seien gebrochen.", "AfK"),
    ("Die Sprecherin des Verbands, Femke Tjarks, sagte, 40 Boote seien gekentert.", "Femke Tjarks"),
    ("Femke Tjarks, Sprecherin des Verbands, sagte, 40 Boote seien gekentert.", "Femke Tjarks"),
    ("Polizeisprecher Ole Harms sagte, 40 Boote seien gekentert.", "Polizeisprecher Ole Harms"),
    ("Laut Nordtank sinkt der Pegel. Ministerin Ida Voss dankte den Helfern. Sie sagte, 40 Boote seien gekentert.", "Ida Voss"),
    ("Der ukrainische Präsident Andrij Petrenko erklärte, 40 Panzer seien zerstört.", "Andrij Petrenko"),
    ("Der ukrainische Präsident Ostap Hrynko erklärte, 40 Panzer seien zerstört.", "Ostap Hrynko"),
    ("Der Umweltverband Wattwacht erklärte, 40 Vögel seien gestorben.", "Wattwacht"),
    ("Der Kreml erklärte, 40 Panzer seien zerstört.", "Kreml"),
    ("Moskau erklärte, 40 Panzer seien zerstört.", "Moskau"),
    ("Ein Vertreter Nordkoreas erklärte, 40 Panzer seien zerstört.", "Vertreter Nordkoreas"),
    ("Das Umweltministerium erklärte, 40 Vögel seien gestorben.", "Umweltministerium"),
    ("Nach Angaben von Anwohnern sind 40 Boote gekentert.", "Anwohner"),
]  # fmt: skip

# (text, key of the last statement's speaker)
KEYS = [
    ("Der Kreml erklärte, 40 Panzer seien zerstört.", "RU"),
    ("Moskau erklärte, 40 Panzer seien zerstört.", "RU"),
    ("Der ukrainische Präsident Andrij Petrenko erklärte, 40 Panzer seien zerstört.", "UA/@petrenko"),
    ("Polizeisprecher Ole Harms sagte, 40 Boote seien gekentert.", "public:polizei"),
    ("Ein Sprecher sagte, 40 Boote seien gekentert.", "?/sprecher"),
    ("Ein Sprecher des Kreml sagte, 40 Panzer seien zerstört.", "RU"),
    ("Ein Sprecher der Firma Nordtank sagte, 40 Boote seien gekentert.", "nordtank/sprecher"),
    ("Die Firma Nordtank verlor 300 Liter Öl. Ein Sprecher des Unternehmens sagte, 40 Boote seien gekentert.", "nordtank/sprecher"),
    ("Die Firma Nordtank verlor 300 Liter Öl. Ein Unternehmenssprecher sagte, 40 Boote seien gekentert.", "nordtank/sprecher"),
    ("Die Polizei erklärte, 40 Boote seien gekentert.", "public:polizei"),
    ("Laut Polizei sind 40 Boote gekentert.", "public:polizei"),
    ("Der südkoreanische Geheimdienst erklärte, 40 Panzer seien zerstört.", "KR/nis"),
]  # fmt: skip

# Phrases for the same body: both texts must give the same side.
ALIKE = [
    ("Laut Polizei sind 40 Boote gekentert.", "Die Polizei teilte mit, dass 40 Boote gekentert sind."),
    ("Laut Kreml sind 40 Panzer zerstört.", "Nach Angaben Moskaus sind 40 Panzer zerstört."),
    ("Die GWL erklärte, 40 Boote seien gekentert.", "Die Gewerkschaft Wasser und Land (GWL) erklärte, 40 Boote seien gekentert."),
    ("Die Firma Nordtank erklärte, 40 Boote seien gekentert.", "Laut Nordtank sind 40 Boote gekentert."),
    ("Laut Nordtank sind 40 Boote gekentert.", "Die Nordtank AG erklärte, 40 Boote seien gekentert."),
    ("Laut Nordtank sind 40 Boote gekentert.", "Nordtank-Sprecher Ole Harms sagte, 40 Boote seien gekentert."),
    ("Laut Nordtank sind 40 Boote gekentert.", "Nordtank-Chefin Ines Marten sagte, 40 Boote seien gekentert."),
    ("Laut Polizei sind 40 Boote gekentert.", "Das Polizeipräsidium Lensfeld teilte mit, dass 40 Boote gekentert sind."),
    ("Laut Polizei sind 40 Boote gekentert.", "Die Polizei Lensfeld teilte mit, dass 40 Boote gekentert sind."),
]  # fmt: skip

APART = [
    ("Laut Polizei sind 40 Boote gekentert.", "Laut Feuerwehr sind 40 Boote gekentert."),
    ("Laut Kreml sind 40 Panzer zerstört.", "Laut Kiew sind 40 Panzer zerstört."),
    ("Die Firma Nordtank erklärte, 40 Boote seien gekentert.", "Die Firma Südtank erklärte, 40 Boote seien gekentert."),
    ("Der Sender TVN meldete, dass 40 Boote gekentert sind.", "Der Sender NWK meldete, dass 40 Boote gekentert sind."),
]  # fmt: skip

NOBODY = [
    "Sie sagte, 40 Boote seien gekentert.",
    "Die Daten zeigen, dass 40 Boote gekentert sind.",
    "Es heißt, 40 Boote seien gekentert.",
    wrong("Den Angaben zufolge sind 40 Boote gekentert.", reason="the word itself is shown as a speaker"),
    "Demnach sind 40 Boote gekentert.",
]


def _last(statements, text):
    return statements(text)[-1]


def _side(statements, text):
    return _last(statements, text).speaker.actor.removeprefix("-/").removeprefix("?/").partition("/")[0]


@pytest.mark.parametrize(("text", "name"), MEANT)
def test_it_finds_out_who_is_meant(statements, text, name):
    assert voice(_last(statements, text)) == name


@pytest.mark.parametrize(("text", "actor"), KEYS)
def test_it_gives_a_voice_its_key(statements, text, actor):
    assert _last(statements, text).speaker.actor == actor


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_names_of_one_body_are_one_side(statements, one, other):
    assert _side(statements, one) == _side(statements, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_bodies_are_two_sides(statements, one, other):
    assert _side(statements, one) != _side(statements, other)


@pytest.mark.parametrize("text", NOBODY)
def test_it_names_nobody_where_nobody_can_be_named(statements, text):
    assert _last(statements, text).speaker is None


def test_a_pronoun_of_the_other_gender_finds_nobody(statements):
    found = statements("Landrätin Eva Marten sagte, 40 Helfer seien da. Er sagte, dass 20 Boote fehlen.")
    assert found[-1].speaker is None


def test_a_surname_that_is_also_a_verb_form_stays_a_name(statements):
    found = statements("Die Brücke sei seit März gesperrt, sagte Bürgermeisterin Karla Wendt.")
    assert [voice(s) for s in found] == ["Karla Wendt"]
