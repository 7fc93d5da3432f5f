"""Who stands beside a line: a voice by its name, and nobody where the words name nobody."""

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.model import Certainty, Stance
from tests.statements.ask import statements_of

NOBODY = [
    "Nach bisherigem Kenntnisstand wird ein Kabelbrand als Ursache vermutet.",
    "Ersten Angaben vom gestrigen Montag zufolge wurden neun Menschen verletzt.",
    "Vorsichtigen Schätzungen zufolge leben im Moor 400 Kraniche.",
    "Nach ersten Erkenntnissen stürzten zwei Wanderer in die Schlucht.",
]

NAMED = [
    ("Laut einem Artikel von „Mornau heute“ wurden 20 Fahrgäste verletzt.", 0, "Mornau heute"),
    ("Laut einem Test des Magazins „Rund ums Rad“ bremsen elf Räder zu spät.", 0, "Rund ums Rad"),
    ("Nach Informationen der «Post am Abend» will die Werft 800 Stellen abbauen.", 0, "Post am Abend"),
    ("Nach Angaben der New York Times kostet der Umbau zehn Millionen Dollar.", 0, "New York Times"),
    ("Der Steg bleibt gesperrt, teilte die Seebad GmbH am Montag mit.", 0, "Seebad"),
    ("Nach Angaben seines Ministeriums reist Ruhl am Montag nach Oslo.", 0, "Ministerium"),
    (
        "Der Sender Kanal Süd meldete unter Berufung auf einen Abtrünnigen, dass 18 Boote sanken.",
        0,
        "Abtrünniger",
    ),
    ("Der Antrag sei vertagt, erklärte die SPD-Landtagsfraktion in Kiel.", 0, "SPD-Landtagsfraktion"),
    ("Anwalt Karl-H. Binder sagte, dass der Vertrag viele Lücken habe.", 0, "Karl-H. Binder"),
    ("Nach Angaben des Außenministeriums in Oslo sanken zwei Boote.", 0, "Außenministerium in Oslo"),
    ("Hamburgs größte Werft hatte im Mai mehr Aufträge gemeldet.", 0, "Hamburgs größte Werft"),
    ("Der Konsul bestätigte die Festnahme. Den Berichten zufolge wurden Waffen gefunden.", 1, "Berichte"),
    ("Das meldet die Gruppe um Lea Binder.", 0, "Gruppe um Lea Binder"),
]

TAKEN_UP = [
    (
        "Nordtank-Chef Jens Wolter verteidigt den Plan. Der Manager kündigte 30 Entlassungen an.",
        "Jens Wolter",
    ),
    (
        "Air Kolnitz streicht weniger Flüge. Im Mai fielen 40 Flüge aus, teilte die Airline mit.",
        "Air Kolnitz",
    ),
    ("Das Landeskriminalamt hat Zahlen vorgelegt. Die Behörde meldete 2.300 Einbrüche.", "Landeskriminalamt"),
    ("Das Magazin Lupe zeigt die Rechnung. Der Bau koste drei Millionen Euro, schreibt das Blatt.", "Lupe"),
    ("Franziska Ruhl gibt ihr Amt auf. Das teilte die Grünen-Politikerin am Sonntag mit.", "Franziska Ruhl"),
    (
        "Das Kieler Institut hat gerechnet. Die Forscher rechnen mit einem Plus von 0,2 Prozent.",
        "Kieler Institut",
    ),
    ("Der SV Hemmen hat Jana Voss verpflichtet. Das gab der Verein am Montag bekannt.", "SV Hemmen"),
]

# No firm is meant that the article only spoke of as "den Autobauer", and no union is a firm.
NOT_TAKEN_UP = [
    (
        "Rettet die Aller verklagt den Autobauer. Es seien 40 Klagen anhängig, teilte der Konzern mit.",
        "Konzern",
    ),
    ("Verdi ruft zum Streik auf. Es seien 900 Fahrer im Ausstand, teilte der Konzern mit.", "Konzern"),
]

FOLLOWED = [
    ("Mindestens 20 Kühe sind ertrunken. Diese Zahl nannte der Landkreis am Morgen.", "Landkreis"),
    (
        "Salz erhöht den Blutdruck. Zu diesem Schluss kommen Forscher der Universität Rostock.",
        "Forscher der Universität Rostock",
    ),
    ("Jana Voss verlässt den SV Hemmen. Das gab der Trainer am Montag bekannt.", "Trainer"),
]

NO_SPEECH = [
    "Die neue Regierung räumt dem Hafen hohe Priorität ein.",
    "Der Vertrag räumt den Mietern ein Recht auf Rückkehr ein.",
    "Der Händler bot an, einen Beleg für 300 Euro zu schicken.",
    "Die Umsätze sind um zwei Prozent gesunken, obwohl Fachleute mit einem Plus gerechnet hatten.",
]

FACTS = [
    "Der mögliche Umbau des Hafens sorgt in Mornau für Streit.",
    "Das Netz umfasst 20 Linien und könnte die Grundlage für einen Verbund sein.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_words_for_nobody_give_no_name_and_hedge(nlp: Language, text: str):
    one = statements_of(nlp, text)[0]
    assert (one.speaker, one.certainty) == (None, Certainty.HEDGED)
    assert one.hedges


@pytest.mark.parametrize(("text", "number", "name"), NAMED)
def test_a_name_stands_whole_and_in_the_nominative(nlp: Language, text: str, number: int, name: str):
    speaker = statements_of(nlp, text)[number].speaker
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize(("text", "name"), TAKEN_UP + NOT_TAKEN_UP)
def test_a_noun_for_its_kind_gives_the_name_where_that_is_certain(nlp: Language, text: str, name: str):
    speaker = statements_of(nlp, text)[-1].speaker
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize(("text", "name"), FOLLOWED)
def test_the_sentence_behind_names_who_said_it(nlp: Language, text: str, name: str):
    first = statements_of(nlp, text)[0]
    assert first.speaker is not None
    assert first.speaker.name == name


@pytest.mark.parametrize("text", NO_SPEECH)
def test_granting_offering_and_expecting_say_nothing(nlp: Language, text: str):
    (one,) = statements_of(nlp, text)
    assert (one.speaker, one.stance, one.certainty) == (None, Stance.ASSERTS, Certainty.CERTAIN)


def test_who_notices_something_does_not_say_it(nlp: Language):
    found = statements_of(nlp, "Als die Wirtin bemerkte, dass der Gast floh, rief sie um Hilfe.")
    assert not any(one.speaker for one in found)


def test_admissions_of_faults_stay(nlp: Language):
    (one,) = statements_of(nlp, "Die Regierung räumte Fehler beim Bau der Brücke ein.")
    assert one.stance is Stance.CONCEDES


def test_the_accused_does_not_speak(nlp: Language):
    (one,) = statements_of(nlp, "Voss warf der LINKEN daraufhin mangelnden Abstand zu der Gruppe vor.")
    assert one.speaker is not None
    assert one.speaker.name == "Voss"


def test_accounts_of_a_states_forces_are_that_states(nlp: Language):
    (one,) = statements_of(nlp, "Nach israelischen Militärangaben wurden 30 Soldaten beschossen.")
    assert one.speaker is not None
    assert one.speaker.actor == "IL"


@pytest.mark.parametrize("text", FACTS)
def test_what_may_come_of_a_fact_does_not_hedge_it(nlp: Language, text: str):
    assert statements_of(nlp, text)[0].certainty is Certainty.CERTAIN


def test_a_possible_cause_is_hedged(nlp: Language):
    (one,) = statements_of(nlp, "Eine mögliche Ursache ist ein Kabelbrand im dritten Stock des Hotels.")
    assert one.certainty is Certainty.HEDGED
