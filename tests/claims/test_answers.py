"""Denials that stand in another paper than what they deny, and those that only say that they deny."""

# ruff: noqa: E501 - tables with one case a line

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.model import Status
from tests.claims.make import Piece, claims

ONE, TWO = "Elbbote", "Harzkurier"

# (what one paper tells, what another one has, a word of the claim)
ANSWERED = [
    ("Die Reederei Hansamar hat für den Frachter „Alma“ zwei Millionen Dollar Lösegeld gezahlt, berichtet der „Hafenkurier“.", "Die Besatzung des Frachters „Alma“ ist in Hamburg. Lösegeld sei nicht geflossen, betonte Hansamar-Sprecherin Inga Wolf.", "Lösegeld"),
    ("Die Zementhersteller Rhenus und Baltus haben nach Ansicht des Kartellamts über Jahre Preise abgesprochen.", "Rhenus und Baltus ziehen gegen das Bußgeld des Kartellamts vor Gericht. Absprachen habe es nie gegeben, erklärte Rhenus-Chef Theo Lang.", "abgesprochen"),
    ("Das Dach der Eishalle in Glemsdorf ist nach Angaben des Gutachters Peter Ohm wegen Baumängeln eingestürzt.", "Der Architekt der Eishalle in Glemsdorf hat das Gutachten kritisiert. Baumängel seien nicht die Ursache des Einsturzes, sagte Dirk Wanner.", "Baumängeln"),
    ("Sozialministerin Petra Lenz tritt nach Informationen der „Landeszeitung“ zurück.", "Sozialministerin Petra Lenz denkt nach eigenen Worten nicht an einen Rücktritt.", "zurück"),
    ("In der Turnhalle der Realschule Kerne ist Asbest gefunden worden, sagte Hausmeister Egon Zapf.", "Die Turnhalle der Realschule Kerne ist nach Angaben der Stadt frei von Asbest.", "Asbest"),
    ("Das Pop-Duo Marlo hat sich nach Informationen der „Abendpost“ getrennt.", "„Von einer Trennung kann keine Rede sein“, sagte Marlo-Manager Jörg Kling am Donnerstag.", "getrennt"),
    ("Nach dem Überfall auf einen Juwelier in Bonn hat die Polizei zwei Männer festgenommen. Das meldete der Sender Radio Rhein.", "Die Polizei in Bonn hat Meldungen über Festnahmen dementiert.", "festgenommen"),
    ("Polizisten haben bei der Räumung des Camps in Lenz Demonstranten geschlagen. Das sagte Camp-Sprecher Jonas Weil.", "Die Polizei hat nach der Räumung des Camps in Lenz Bilanz gezogen. Vorwürfe, Beamte hätten Demonstranten geschlagen, seien falsch, sagte Polizeipräsidentin Ute Kamp.", "geschlagen"),
    ("Die Rebellen in Kasan haben am Montag die Waffenruhe gebrochen, erklärte die Armee.", "Die Rebellen in Kasan haben einen Bruch der Waffenruhe dementiert.", "Waffenruhe"),
]  # fmt: skip

# What sounds like an answer and is none.
NOT_ANSWERED = [
    ("In Belgien beteiligten sich 300.000 Haushalte an der Aktion.", "In Belgien erklärten nur die Gefängnisse, aus Sicherheitsgründen nicht an der Aktion teilnehmen zu wollen."),
    ("Die Verhandlungen mit der Türkei sind ein Streitpunkt zwischen der Union und den Grünen.", "„Es gibt keinen Grund, Positionen aufzugeben, bevor die Verhandlungen begonnen haben“, sagte Unionssprecherin Anna Wiehl."),
    ("Unbekannte haben beim Ferienflieger Solair die Daten von 1,4 Millionen Kunden gestohlen, teilte die Polizei mit.", "Passwörter seien nicht abgeflossen, betonte eine Solair-Sprecherin."),
    ("Das Gericht hat Thomas Mair wegen Mordes an der Politikerin Cox verurteilt.", "Mair plädierte darauf, dass er nicht schuldig sei."),
    ("In Lensfeld sind nach Angaben der Polizei alle Schulen geschlossen worden.", "Nicht alle Schulen in Lensfeld seien geschlossen worden, sagte Schulrat Olaf Timm."),
    ("Der Verletzte ist nach Angaben seines Anwalts außer Lebensgefahr.", "Lebensgefahr bestehe nicht, sagte ein Sprecher der Polizei."),
]  # fmt: skip


def _contested(nlp: Language, one: str, other: str) -> list[str]:
    found = claims(nlp, Piece(ONE, one), Piece(TWO, other, 3.0))
    return [claim.text for claim in found if claim.status is Status.CONTESTED]


@pytest.mark.parametrize(("one", "other", "word"), ANSWERED)
def test_an_answer_in_another_paper_denies_what_it_means(nlp: Language, one: str, other: str, word: str):
    assert any(word in text for text in _contested(nlp, one, other))


@pytest.mark.parametrize(("one", "other"), NOT_ANSWERED)
def test_nothing_is_answered_by(nlp: Language, one: str, other: str):
    assert _contested(nlp, one, other) == []


def test_a_denial_of_an_event_means_the_one_told_before_in_its_article(nlp: Language):
    text = (
        "Die Luftwaffe habe zwei Dörfer bombardiert, sagte Rebellensprecher Bakari Joof. "
        "Die Regierung in Karam dementierte Luftangriffe."
    )
    found = claims(nlp, Piece(ONE, text))
    assert [c.text for c in found if c.status is Status.CONTESTED] == [
        "Die Luftwaffe habe zwei Dörfer bombardiert."
    ]


def test_a_denied_report_is_what_the_paper_told_before(nlp: Language):
    text = (
        "Der Präsident von Corvania, Esteban Valdés, liegt nach Informationen der Zeitung „El Día“ im Krankenhaus. "
        "Ein Treffen mit Unternehmern wurde abgesagt. Die Präsidialverwaltung dementierte den Bericht."
    )
    found = claims(nlp, Piece(ONE, text))
    assert any("Valdés" in c.text for c in found if c.status is Status.CONTESTED)


def test_what_is_not_made_known_is_not_denied_to_be_there(nlp):
    text = "Eine Sprachschule in Mornau löste den Mietvertrag mit der Partei. Als Grund gab die Sprachschule an, die Partei habe sich nicht als Partei zu erkennen gegeben."
    found = claims(nlp, Piece("Elbbote", text))
    assert found
    assert {claim.status for claim in found} == {Status.UNCONFIRMED}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Der frühere Schatzmeister Olaf Brink beschuldigt Klubchef Heinz Ferber, Spieler mit Schwarzgeld bezahlt zu haben.",
            "Heinz Ferber hat alle Vorwürfe von sich gewiesen.",
        ),
        (
            "Die Möbelfabrik Hülster entlässt 90 ihrer 400 Beschäftigten. Das sagte Betriebsratschef Ali Demir am Mittwoch.",
            "Die Möbelfabrik Hülster hat Angaben des Betriebsrats zurückgewiesen.",
        ),
    ],
)
def test_what_only_says_that_something_is_rejected_means_its_own_text(nlp: Language, one: str, other: str):
    assert not _contested(nlp, one, other)
