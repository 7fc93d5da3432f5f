"""The many forms in which German news asserts, denies, grants and counts one and the same thing."""

# ruff: noqa: E501 - tables with one story a line

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.model import Status
from tests.claims.make import Piece, claims

OUTLETS = ("Elbbote", "Harzkurier", "Rheinpost")

CONTESTED = [
    ("Der Konzern Talora hat Abwasser in die Elbe geleitet. Das berichtet die Umweltgruppe Blaufluss.", "Der Konzern Talora hat den Vorwurf zurückgewiesen, er habe Abwasser in die Elbe geleitet."),
    ("Die Kassen des Verbands Nordwind sind leer, sagte Schatzmeister Kurt Blei am Montag.", "Verbandschefin Ida Roth bestritt, dass die Kassen des Verbands Nordwind leer sind."),
    ("Türkische Kampfflugzeuge haben nach syrischen Angaben das Dorf Marfa bombardiert.", "Ankara dementierte, das Dorf Marfa bombardiert zu haben."),
    ("Türkische Kampfflugzeuge haben nach syrischen Angaben das Dorf Marfa bombardiert.", "Die Türkei hat Vorwürfe zurückgewiesen, ihre Flugzeuge hätten das syrische Dorf Marfa bombardiert."),
    ("Der Brand in Kolnitz ist laut Polizei durch ein defektes Ladegerät ausgelöst worden.", "Der Hersteller Powex hat bestritten, dass ein defektes Ladegerät den Brand in Kolnitz ausgelöst hat."),
    ("Die Landesregierung will die Grundschule in Merzen schließen, berichtet die „Merzener Post“.", "Kultusministerin Eva Stahl ist einem Bericht entgegengetreten, wonach die Landesregierung die Grundschule in Merzen schließen will."),
    ("Der Pharmakonzern Vitanor streicht in Mainz 500 Stellen, sagte Betriebsratschef Olaf Prinz.", "Der Pharmakonzern Vitanor streicht in Mainz 200 Stellen, sagte eine Sprecherin des Unternehmens."),
    ("An dem Streik haben sich nach Angaben der Gewerkschaft 3.000 Beschäftigte beteiligt.", "An dem Streik haben sich nach Angaben des Unternehmens 900 Beschäftigte beteiligt."),
    ("Minister Karl Holt hat von dem Gutachten gewusst, sagte die frühere Referentin Ute Zorn.", "„Ich habe von dem Gutachten nichts gewusst“, sagte Minister Karl Holt."),
    ("Iran hat nach amerikanischen Angaben Drohnen an Russland geliefert.", "Teheran hat die Lieferung von Drohnen an Russland bestritten."),
    ("Nach Angaben Kiews hat Russland ein Krankenhaus in Charkiw beschossen.", "Russland habe kein Krankenhaus in Charkiw beschossen, erklärte das Verteidigungsministerium in Moskau."),
    ("Das Gericht hat den Haftbefehl aufgehoben, sagte Anwältin Rita Frey.", "Der Haftbefehl sei nicht aufgehoben worden, sagte ein Sprecher des Gerichts."),
    ("Der Stromkonzern Enro hat seine Kunden getäuscht, sagte die Verbraucherzentrale.", "Der Stromkonzern Enro hat Berichte zurückgewiesen, wonach er seine Kunden getäuscht hat."),
    ("Weißrussische Soldaten haben laut Warschau die polnische Grenze überquert.", "Nach Darstellung von Minsk haben weißrussische Soldaten die polnische Grenze nicht überquert."),
    ("Der Stürmer Ali Demir wechselt zu Inter Kolding, schreibt das Magazin „Elf“.", "„Ali Demir wechselt nicht zu Inter Kolding“, sagte Sportchef Per Lund."),
    ("Das Unternehmen Wasag habe Schadstoffe in den Boden gekippt, sagte ein früherer Mitarbeiter.", "Wasag nannte die Vorwürfe haltlos. „Wir haben keine Schadstoffe in den Boden gekippt“, sagte Vorstand Hugo Blank."),
    ("Die Ukraine hat nach Angaben aus Moskau ein Wohnhaus in Belgorod beschossen.", "Kiew bezeichnete die Berichte über den Beschuss eines Wohnhauses in Belgorod als Falschmeldung."),
    ("Israel hat den Konvoi angegriffen, erklärte das Gesundheitsministerium in Gaza.", "Die israelische Armee wies die Darstellung zurück, sie habe den Konvoi angegriffen."),
    ("Bei der Kundgebung waren nach Polizeiangaben rund 2.000 Menschen.", "Bei der Kundgebung waren nach Angaben der Organisatoren 7.000 Menschen."),
    ("Der Konzern Biro hat Geld unterschlagen, sagte der frühere Buchhalter Max Pohl.", "Der Konzern Biro weist die Vorwürfe zurück. Max Pohl hatte gesagt, der Konzern Biro habe Geld unterschlagen."),
    ("Die Luftwaffe der Türkei hat ein Dorf bombardiert, sagen Aktivisten.", "Das Dorf sei nicht bombardiert worden, erklärte Ankara."),
]  # fmt: skip
CONFIRMED = [
    ("Der Vulkan Arno ist am Morgen ausgebrochen. Das meldete das Wetteramt in Quito.", "Der Arno sei um 6.15 Uhr ausgebrochen, sagte der Geologe Paul Rehm vom Institut für Erdkunde in Kiel."),
    ("Die Bahn hat den Verkehr zwischen Fulda und Kassel eingestellt. Das sagte ein Sprecher des Konzerns.", "Wegen eines Unwetters ist der Verkehr zwischen Fulda und Kassel eingestellt worden, wie die Bundespolizei mitteilte."),
    ("Russland hat 90 ukrainische Gefangene freigelassen. Das teilte das Verteidigungsministerium in Moskau mit.", "90 ukrainische Gefangene sind nach Angaben von Präsident Wolodymyr Selenskyj freigekommen."),
    ("Der FC Hemmen hat Trainer Lars Pohl entlassen. Das gab der Verein am Montag bekannt.", "„Ich bin am Morgen vom FC Hemmen entlassen worden“, sagte Lars Pohl der „Abendpost“."),
    ("Die Türme von Velm sind gesprengt worden, sagte Landrat Peter Wicht am Montag.", "Die Türme von Velm wurden gesprengt, teilte die Polizei mit."),
    ("Der Abgeordnete Tom Hass ist im Mai nach Dubai gereist, berichtet das Magazin „Lupe“.", ("Tom Hass hat zugegeben, im Mai nach Dubai gereist zu sein.", 30)),
    ("Der Hersteller Bovar hat Abgaswerte gefälscht, berichtet der Sender TV Nord.", "Bovar hat bestritten, dass Abgaswerte gefälscht worden sind.", ("Der Hersteller Bovar hat eingestanden, dass Abgaswerte gefälscht worden sind.", 200)),
    ("Die Reifen von Gumex können platzen, haben Prüfer des Vereins Autotest festgestellt.", "Gumex hat den Vorwurf des Vereins Autotest zurückgewiesen, die Reifen könnten platzen.", ("Gumex hat eingestanden, dass die Reifen platzen können.", 300)),
    ("Das Parlament in Oslo hat das Abkommen gebilligt.", "Norwegens Parlament stimmte dem Abkommen am Dienstag zu."),
    ("Bei dem Feuer in Trebnitz ist eine Lagerhalle abgebrannt, teilte die Feuerwehr mit.", "In Trebnitz brannte eine Lagerhalle ab, wie die Polizei sagte."),
    ("Der Bundestag hat das Klimagesetz beschlossen.", "Das Klimagesetz ist vom Bundestag beschlossen worden."),
    ("Die Firma Hexal verlegt ihren Sitz nach Halle. Das teilte die Firma Hexal mit.", "Halles Bürgermeister Kai Dorn sagte, die Firma Hexal verlege ihren Sitz nach Halle."),
    ("Der Fluss Elz ist über die Ufer getreten, sagte Landrätin Eva Kling.", "Die Elz trat nach Angaben der Feuerwehr über die Ufer."),
    ("Zwei Häftlinge sind aus dem Gefängnis in Lingen geflohen, berichtet die „Lingener Zeitung“.", ("Aus dem Gefängnis in Lingen sind zwei Häftlinge geflohen, sagte Justizministerin Ada Born. Die Polizei teilte mit, zwei Häftlinge seien aus dem Gefängnis in Lingen geflohen.", 20)),
    ("Der Angeklagte Peer Wolf hat die Bank überfallen, sagte Staatsanwältin Eva Ried.", ("Der Angeklagte Peer Wolf hat gestanden, die Bank überfallen zu haben.", 50)),
]  # fmt: skip
SUPERSEDED = [
    ("Nach Angaben der Küstenwache ertranken mindestens vier Menschen.", ("Die Zahl der Toten stieg auf elf, wie die Küstenwache mitteilte.", 24)),
    ("Die Arbeitslosenquote lag im Mai bei 5,4 Prozent, teilte die Arbeitsagentur mit.", ("Die Arbeitslosenquote lag im Mai bei 5,6 Prozent, teilte die Arbeitsagentur am Montag mit.", 200)),
    ("Bei dem Erdbeben in Kalo kamen nach Angaben der Behörden 20 Menschen ums Leben.", ("Die Zahl der Todesopfer nach dem Erdbeben in Kalo ist auf 75 gestiegen.", 30)),
]  # fmt: skip
APART = [
    ("Die Stadtwerke senken den Gaspreis um sechs Prozent. Das teilte das Unternehmen mit.", "Die Stadtwerke senken den Gaspreis um sechs Prozent, wie Geschäftsführerin Eva Pohl sagte."),
    ("Der Umsatz stieg im März um zwei Prozent, teilte der Verband VDX mit.", "Der Umsatz stieg im April um vier Prozent, teilte der Verband VDY mit."),
    ("Die Polizei nahm in Kassel zwei Männer fest, sagte ein Sprecher.", "Die Polizei nahm in Marburg zwei Männer fest, sagte ein Sprecher der Staatsanwaltschaft."),
    ("Der Konzern Talora will das Werk in Gera schließen.", "Der Konzern Talora hat das Werk in Suhl geschlossen."),
    ("Der Betreiber Nordnetz will 300 Kilometer Leitung bauen.", "Der Betreiber Nordnetz hat 100 Kilometer Leitung gebaut."),
    ("In Rostock sind bei einem Unfall zwei Menschen verletzt worden.", ("In Wismar sind bei einem Unfall drei Menschen verletzt worden.", 3)),
    ("Der Sprecher der Firma Arno sagte, der Umsatz sei um drei Prozent gestiegen.", "Finanzchefin Lea Korn von der Firma Arno sagte, der Umsatz sei um drei Prozent gestiegen."),
    ("Die Rakete hat nach Angaben Seouls 800 Kilometer zurückgelegt.", ("Die Rakete hat nach Angaben Tokios 300 Kilometer zurückgelegt.", 100)),
    ("Die Opposition forderte den Rücktritt des Ministers.", "Der Minister lehnte einen Rücktritt ab."),
    ("Die Polizei hat einen Mann festgenommen.", ("Der Mann ist wieder freigelassen worden, sagte die Polizei.", 30)),
    ("Die Straße ist gesperrt, teilte die Polizei mit.", ("Die Straße ist nicht mehr gesperrt, teilte die Stadt mit.", 48)),
    ("Angeblich hat der Konzern Biro Geld unterschlagen.", "Der Konzern Biro soll Geld unterschlagen haben."),
    ("Schauspieler Udo Lund spielt in dem Film einen Arzt.", "In dem Film spielt Udo Lund einen Lehrer."),
]  # fmt: skip


def _statuses(nlp: Language, texts) -> set[Status]:
    timed = [text if isinstance(text, tuple) else (text, 3.0 * n) for n, text in enumerate(texts)]
    pieces = [Piece(OUTLETS[n], text, hours) for n, (text, hours) in enumerate(timed)]
    return {claim.status for claim in claims(nlp, *pieces)} - {Status.UNCONFIRMED}


@pytest.mark.parametrize("texts", CONTESTED)
def test_one_side_denies_what_the_other_says(nlp: Language, texts):
    assert _statuses(nlp, texts) == {Status.CONTESTED}


@pytest.mark.parametrize("texts", CONFIRMED)
def test_two_voices_or_the_doer_himself_say_it(nlp: Language, texts):
    assert _statuses(nlp, texts) == {Status.CONFIRMED}


@pytest.mark.parametrize("texts", SUPERSEDED)
def test_a_later_figure_replaces_the_first(nlp: Language, texts):
    assert _statuses(nlp, texts) == {Status.SUPERSEDED}


@pytest.mark.parametrize("texts", APART)
def test_near_misses_change_no_status(nlp: Language, texts):
    assert _statuses(nlp, texts) == set()
