"""Forms that were read wrong once: whose words they are, and whether they are words at all."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

from summaries.model import Block, BlockKind, Certainty, Span, Stance
from summaries.statements import extract_attributions
from tests.statements.ask import NOON, quoted, statements_of, voice

# (text, number of the statement, the name that a reader sees, the key)
VOICES = [
    ("Stadträtin Pia Kern und Dezernent Uwe Lenz stritten am Abend. Dieser warf Kern Untätigkeit vor.", 1, "Dezernent Uwe Lenz", None),
    ("Präsident Jan Moll empfing am Freitag Kanzler Tim Rehm. „Wir sind uns einig“, sagte dieser.", 1, "Tim Rehm", None),
    ("Die Werft baut 300 Stellen ab, wie aus dem Umfeld der Eigentümer zu hören war.", 0, "Umfeld der Eigentümer", None),
    ("Wie aus Kreisen der Koalition zu hören ist, wird der Zuschuss gekürzt.", 0, "Kreise der Koalition", None),
    ("Die Gutachterin hält den Damm für gefährdet.", 0, "Gutachterin", None),
    ("Nach Angaben des Lagezentrums in Kiew wurden zwölf Drohnen abgeschossen.", 0, "Lagezentrum in Kiew", None),
    ("Eine Sprecherin des Generalstabs in Minsk erklärte, der Angriff sei abgewehrt worden.", 0, "Sprecherin des Generalstabs in Minsk", None),
    ("Wann der Kran kommt? Im Oktober, sagte Bauleiter Tim Sander.", 0, "Tim Sander", None),
    ("Nach Angaben Norwegens wurden 40 Soldaten entsandt.", 0, "Norwegen", "NO"),
    ("Nach Worten Reinders' war die Leitung defekt.", 0, "Reinders", None),
    ("Chefarzt Paul Reinders steht vor Gericht. Reinders' Anwalt wies die Vorwürfe zurück.", 1, "Reinders' Anwalt", "-/@reinders"),
    ("Nach Darstellung der Beschäftigten wurden die Löhne nicht gezahlt.", 0, "Beschäftigte", None),
    ("Nach Schilderung der Angehörigen lebte der Mann allein.", 0, "Angehörige", None),
    ("Nach Angaben der Zeugen gab es zwei Schüsse.", 0, "Zeugen", None),
    ("Der Vorsitzende Richter Jochen Albers sagte, der Angeklagte habe aus Habgier gehandelt.", 0, "Jochen Albers", None),
    ("Die Vorsitzende Richterin Mia Brandt sagte, die Tat sei geplant gewesen.", 0, "Mia Brandt", None),
    ("Der 1. FC Mornau teilte mit, das Stadion bleibe geschlossen.", 0, "1. FC Mornau", "fc-mornau"),
    ("Die Grünen-Politikerin warnte, der Entwurf sei unzureichend.", 0, "Grünen-Politikerin", "gruene/grünen-politikerin"),
    ("Das Institut Ostwind legte eine Studie vor. Demnach sind 60 Prozent der Brücken marode.", 1, "Ostwind", None),
    ("Die Polizei veröffentlichte am Dienstag ihren Bericht. Demnach stieg die Zahl der Einbrüche auf 3400.", 1, "Polizei", None),
    ("Für die Biologin Anna Kirsch besteht kein Zweifel: Der See ist verloren.", 0, "Anna Kirsch", None),
    ("Für den Klimaforscher Jan Holm steht fest, dass der Gletscher verschwindet.", 0, "Jan Holm", None),
    ("Die Grünen sprachen von Chaos. In den Fraktionen soll nun über den Haushalt beraten werden.", 1, "", None),
    ("Das Wetter meinte es gut: Am Sonntag kamen 20.000 Besucher.", 1, "", None),
    ("Der Trainer meinte es ernst: Drei Spieler sitzen auf der Bank.", 1, "", None),
    ("Der Vorstand denkt laut über einen Verkauf nach.", 0, "", None),
    ("Nach Angaben von Rettungskräften lagen sieben Menschen unter den Trümmern.", 0, "Rettungskräfte", None),
    ("Medienberichten zufolge wurde der Verdächtige in Graz gefasst.", 0, "Medienberichte", None),
    ("Nach Aussagen von Nachbarn stand die Tür offen.", 0, "Nachbarn", None),
    ("Unter Berufung auf zwei Diplomaten meldet Reuters, das Abkommen sei unterschrieben.", 0, "Zwei Diplomaten", None),
    ("Die Bundesnetzagentur prüft den Fall. Die Behörde teilte mit, ein Bußgeld werde geprüft.", 1, "Bundesnetzagentur", None),
    ("Ministerpräsidentin Ulla Kreis gab eine Pressekonferenz. Kreis sagte, die Hilfe komme im April.", 1, "Ulla Kreis", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "name", "actor"), VOICES)
def test_it_names_the_voice(nlp: Language, text: str, number: int, name: str, actor: str | None):
    statement = statements_of(nlp, text)[number]
    assert voice(statement) == name
    assert actor is None or (statement.speaker is not None and statement.speaker.actor == actor)


def test_what_follows_from_a_source_is_no_guess(nlp: Language):
    text = "Das Institut Ostwind legte eine Studie vor. Demnach sind 60 Prozent der Brücken marode."
    last = statements_of(nlp, text)[-1]
    assert last.certainty is Certainty.CERTAIN
    assert last.hedges == ()


def test_who_holds_something_to_be_so_judges(nlp: Language):
    (statement,) = statements_of(nlp, "Die Gutachterin hält den Damm für gefährdet.")
    assert statement.stance is Stance.ASSERTS
    assert not statement.claimable
    (other,) = statements_of(nlp, "Die Gutachterin hält die Angaben der Stadt für falsch.")
    assert other.stance is Stance.DENIES


def test_no_doubt_is_none(nlp: Language):
    text = "Es besteht kein Zweifel, dass der Damm brach."
    assert all(statement.stance is not Stance.DOUBTS for statement in statements_of(nlp, text))


@pytest.mark.parametrize(
    ("text", "stance", "certainty"),
    [
        ("„Stimmt nicht“, entgegnete Fraktionschef Arne Poll auf die Frage nach seinem Rückzug.", Stance.DENIES, Certainty.CERTAIN),
        ("„Völlig falsch“, sagte Fraktionschef Arne Poll.", Stance.DENIES, Certainty.CERTAIN),
        ("Verbandschef Ralf Timm zeigte sich zuversichtlich, dass die Halle rechtzeitig fertig wird.", Stance.ASSERTS, Certainty.HEDGED),
        ("Verbandschef Ralf Timm zeigte sich skeptisch, ob die Halle rechtzeitig fertig wird.", Stance.DOUBTS, Certainty.CERTAIN),
    ],
)  # fmt: skip
def test_it_knows_how_sure_somebody_is(nlp: Language, text: str, stance: Stance, certainty: Certainty):
    last = statements_of(nlp, text)[-1]
    assert (last.stance, last.certainty) == (stance, certainty)


def test_who_answers_with_a_few_words_says_them(nlp: Language):
    text = "Im Oktober, sagte Bauleiter Tim Sander."
    (statement,) = statements_of(nlp, text)
    assert (voice(statement), quoted(statement, text)) == ("Tim Sander", "Im Oktober")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Der Zug fuhr laut Polizei mit 160 km/h in die Baustelle.", 160, "km/h"),
        ("Der Wind erreichte 130 Kilometer pro Stunde.", 130, "km/h"),
        ("Die Böen erreichten 130 Stundenkilometer.", 130, "km/h"),
        ("Die Strecke ist 12 Kilometer lang.", 12, "km"),
    ],
)
def test_a_speed_is_no_distance(nlp: Language, text: str, value: float, unit: str):
    ((quantity,),) = (statement.quantities for statement in statements_of(nlp, text))
    assert (quantity.value, quantity.unit) == (value, unit)


def test_a_figure_is_not_torn_from_its_preposition(nlp: Language):
    text = "Die Polizei legte ihren Bericht vor. Demnach stieg die Zahl der Einbrüche auf 3400."
    assert statements_of(nlp, text)[-1].line == "Demnach stieg die Zahl der Einbrüche auf 3400."


# --- stretches of speech --------------------------------------------------------------------------------


def stretches(nlp: Any, text: str) -> list[tuple[str, str, str]]:
    found = extract_attributions(nlp(text), (Block(Span(0, len(text)), BlockKind.BODY, NOON),))
    joined = lambda spans: " … ".join(span.of(text) for span in spans)  # noqa: E731 - short
    return [(one.type.value, joined(one.speaker), joined(one.quote)) for one in found]


STRETCHES = [
    # speech within speech is one stretch
    ("Ida Voss teilte mit, sie hoffe, dass der Damm halte.", [("Indirect", "Ida Voss", "sie hoffe, dass der Damm halte")]),
    # a plan that nobody announced, and one that was
    ("Laut Voss hält der Damm. Am Montag soll nun beraten werden.", [("Indirect", "Voss", "hält der Damm")]),
    # far away
    (
        "Voss sagte, der Damm halte. Am Abend fiel der Strom aus. Dann kam der Regen. In der Nacht stieg der Fluss. Die Pumpen seien zu alt.",
        [("Indirect", "Voss", "der Damm halte"), ("IndirectFreeIndirect", "", "Die Pumpen seien zu alt.")],
    ),
    # only what surely is in the subjunctive of speech makes "könnten" a part of it
    ("Der Bund will bauen. Dann könnten die Mieten sinken.", []),
    (
        "Voss sagte, der Damm halte. Er sei neu. Die Pumpen könnten bleiben.",
        [("Indirect", "Voss", "der Damm halte"), ("IndirectFreeIndirect", "Voss", "Er sei neu. Die Pumpen könnten bleiben.")],
    ),
    ("Zur Begründung verweist der Bericht auf Aussagen von Zeugen.", [("Reported", "der Bericht", "Zur Begründung verweist der Bericht auf Aussagen von Zeugen.")]),
    # names, manners, consequences
    ("Der Verein nennt sich jetzt „Werk Zwei“.", []),
    ("Der Vorstand denkt laut über einen Verkauf nach.", []),
    ("Das Ergebnis ergibt sich daraus, dass zwei Stimmen fehlen.", []),
    ("Er war zwölf Jahre alt; demnach wäre er heute dreißig.", []),
    # words of a text that somebody turns down
    ("Die Firma wies Berichte zurück, sie sei verkauft worden.", [("Indirect", "Berichte", "sie sei verkauft worden")]),
    # who is quoted is no part of who quotes
    ("Das sei zu teuer, wie Ida Voss vom „Elbkurier“ zitiert wird.", [("Indirect", "Ida Voss", "Das sei zu teuer"), ("Indirect", "„Elbkurier“", "Das sei zu teuer")]),
    ("Es gibt ein Papier, in dem es heißt, der Damm halte.", [("Indirect", "ein Papier", "der Damm halte")]),
    ("Der Sturm erreichte nach Angaben des Wetterdienstes Böen von 130 km/h.", [("Indirect", "Angaben des Wetterdienstes", "Der Sturm erreichte … Böen von 130 km/h")]),
    ("Für die Biologin Anna Kirsch besteht kein Zweifel: Der See ist verloren.", [("Indirect", "die Biologin Anna Kirsch", "Der See ist verloren")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STRETCHES)
def test_it_prints_what_is_speech(nlp: Any, text: str, expected: list[tuple[str, str, str]]):
    assert stretches(nlp, text) == expected
