"""Whole stories in plain text: which claims come out, with which status, by which rule, and since when."""

# ruff: noqa: E501 - tables with one article a line

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.model import Claim, Rule, Status
from tests.claims.make import Piece, at, claims

ONE, TWO, THREE = "Elbbote", "Harzkurier", "Rheinpost"
OPEN, SURE = Status.UNCONFIRMED, Status.CONFIRMED
AGAINST, OLD = Status.CONTESTED, Status.SUPERSEDED
LEAK = "Der Umweltverband Wattwacht wirft dem Konzern Talora vor, Abwasser in die Lohne geleitet zu haben."
SACKED = "wurden in Mornau 300 Stellen gestrichen"
TROOPS = (
    "Nordkorea hat nach Angaben des südkoreanischen Geheimdienstes 1.200 Soldaten nach Russland geschickt."
)


def _wrong(name: str, *values, reason: str):
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason), id=name)


def p(outlet: str, text: str, hours: float = 0, **more: str) -> Piece:
    return Piece(outlet, text, hours, more)


# (name, articles, word in the claim, status, rule)
STORIES = [
    (
        "two sides contradict each other",
        [p(ONE, TROOPS), p(TWO, "Der Kreml bestreitet, dass Nordkorea Soldaten nach Russland geschickt hat.", 2)],
        "1.200", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "a denial points back in the same article",
        [p(ONE, f"{LEAK} Talora wies die Vorwürfe zurück.")],
        "Abwasser", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "a denial by the noun for the body points back",
        [p(ONE, f"{LEAK} Das Unternehmen wies die Vorwürfe zurück.")],
        "Abwasser", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "the same side denies the same again",
        [p(ONE, f"{LEAK} Talora bestreitet, dass Abwasser in die Lohne geleitet wurde. „Diese Behauptung ist falsch“, sagte Talora-Sprecherin Anke Voss.")],
        "Abwasser", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "called a lie",
        [p(ONE, f"{LEAK} Talora bezeichnete dies als Lüge.")],
        "Abwasser", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "an accusation that nobody answers",
        [p(ONE, LEAK)],
        "Abwasser", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "the side that denied concedes later",
        [p(ONE, TROOPS), p(TWO, "Der Kreml dementierte, dass Nordkorea Soldaten nach Russland geschickt hat.", 2), p(THREE, "Nordkorea räumte ein, Soldaten nach Russland geschickt zu haben.", 48)],
        "1.200", SURE, Rule.CONCESSION,
    ),
    (
        "an agreement is reported, denied and granted",
        [
            p(ONE, "Union und SPD haben sich auf einen Mindestlohn von 15 Euro zum 1. Januar 2099 verständigt. Das verlautete aus Koalitionskreisen."),
            p(TWO, "Fraktionschef Jan Ruhl dementierte am Abend Berichte über eine Einigung.", 2),
            p(THREE, "Der Mindestlohn soll steigen. Darauf haben sich die Spitzen von Union und SPD geeinigt. Auch Fraktionschef Ruhl bestätigte die Einigung.", 48),
        ],
        "verständigt", SURE, Rule.CONCESSION,
    ),
    (
        "an accusation with one noun is denied",
        [p(ONE, "Die Grünen werfen dem Baubürgermeister vor, Warnungen ignoriert zu haben. Jan Ruhl wies die Vorwürfe zurück.")],
        "Warnungen", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "somebody calls it an attack and the other side calls that unfounded",
        [p(ONE, "Auch Polens Außenminister Jan Ruhl sprach von einem gezielten Angriff. Der Kreml wies dies als unbegründet zurück.")],
        "gezielten Angriff", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "several papers say that nobody was hurt",
        [p(ONE, "In Mornau brannte ein Haus. Verletzt wurde niemand."), p(TWO, "In Mornau stand ein Haus in Flammen. Menschen kamen nicht zu Schaden.", 1)],
        "niemand", SURE, Rule.TWO_VOICES,
    ),
    (
        "somebody was hurt after all",
        [p(ONE, "In Mornau brannte ein Haus. Verletzt wurde niemand."), p(TWO, "Bei dem Brand in Mornau wurden drei Menschen verletzt.", 5)],
        "niemand", OLD, Rule.UPDATE,
    ),
    (
        "two tolls in one clause are counted apart",
        [p(ONE, "Bei dem Angriff in Mornau wurden drei Menschen getötet und acht verletzt."), p(TWO, "Nach Angaben der Polizei wurden bei dem Angriff in Mornau mindestens vier Menschen verletzt.", 1)],
        "getötet", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "violations are no injuries",
        [p(ONE, "Ministerpräsident Tusk sprach von 19 Verletzungen des Luftraums. Verletzt wurde nach Angaben der Polizei niemand.")],
        "19", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "a court dismisses and nobody denies",
        [p(ONE, "Das Arbeitsgericht Mornau wies den Eilantrag der Bahn gegen den Streik der Lokführer zurück."), p(TWO, "Der Streik der Lokführer der Bahn begann am Morgen.", 3)],
        "Eilantrag", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "a court acquits, told in the active and in the passive",
        [p(ONE, "Das Landgericht Mornau hat den früheren Bankmanager Ralf Berg freigesprochen."), p(TWO, "Im Prozess um Steuern ist der ehemalige Banker Ralf Berg freigesprochen worden.", 1)],
        "freigesprochen", SURE, Rule.TWO_VOICES,
    ),
    (
        "a plan told with 'will' and in the present tense",
        [p(ONE, "Der Zulieferer Talora will bis 2099 in Deutschland 2800 Stellen abbauen."), p(TWO, "Der Zulieferer Talora baut in Deutschland 2800 Arbeitsplätze ab.", 2)],
        "Talora", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "a body confirms what another paper told in its own words",
        [p(ONE, "Das Bistum Mornau hat einen Pfarrer aus Lohne beurlaubt."), p(TWO, "Ein Bistumssprecher bestätigte die Beurlaubung des Pfarrers.", 2)],
        "Pfarrer", SURE, Rule.TWO_VOICES,
    ),
    (
        "who confirms may be whom the other paper asked",
        [p(ONE, "Das Bistum Mornau hat einen Pfarrer aus Lohne beurlaubt. Er werde geschont, sagte ein Bistumssprecher."), p(TWO, "Ein Bistumssprecher bestätigte die Beurlaubung des Pfarrers.", 2)],
        "beurlaubt", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "two papers count what many saw",
        [p(ONE, "Bei einem Busunglück in Mornau sind 23 Menschen verletzt worden."), p(TWO, "Bei dem Busunglück in Mornau wurden 23 Menschen verletzt.", 2)],
        "23", SURE, Rule.TWO_VOICES,
    ),
    (
        "two papers give one statistic",
        [p(ONE, "In Mornau waren im Mai 8.640 Menschen arbeitslos gemeldet."), p(TWO, "In Mornau waren im Mai 8.640 Menschen arbeitslos gemeldet, heißt es.", 2)],
        "8.640", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "a figure that the next sentence compares is the office's",
        [p(ONE, "In Mornau sind im Mai 197.000 Autos zugelassen worden. Das waren 11 Prozent weniger als im April, teilte das Kraftfahrt-Bundesamt mit."), p(TWO, "Im Mai wurden in Mornau 197.000 Autos zugelassen, sagte Rolf Harms, Präsident des Autoverbands.", 2)],
        "197.000", SURE, Rule.TWO_VOICES,
    ),
    (
        "a denied plan is carried out by who denied it",
        [p(ONE, "Der FC Mornau will sich von Trainer Rolf Harms trennen."), p(TWO, "Der FC Mornau hat Berichte über eine Entlassung von Trainer Rolf Harms dementiert.", 2), p(THREE, "Der FC Mornau hat Trainer Rolf Harms entlassen. Das teilte der Verein mit.", 40)],
        "will sich", SURE, Rule.CONCESSION,
    ),
    (
        "a modal verb alone says where somebody goes",
        [p(ONE, "Das Landgericht Mornau hat den Anlageberater Rolf Harms zu vier Jahren Haft verurteilt."), p(TWO, "Der Anlageberater Rolf Harms muss für vier Jahre ins Gefängnis.", 2)],
        "Harms", SURE, Rule.TWO_VOICES,
    ),
    (
        "who confirms the sale confirms the purchase",
        [p(ONE, "Die Lindner-Gruppe übernimmt die Werft in Mornau."), p(TWO, "Ministerpräsidentin Ulla Kern bestätigte den Verkauf der Werft in Mornau an die Lindner-Gruppe.", 2)],
        "Lindner-Gruppe", SURE, Rule.TWO_VOICES,
    ),
    (
        "what a setting names is no news of it",
        [p(ONE, "Die Marienbrücke in Mornau ist eingestürzt."), p(TWO, "Nach dem Einsturz der Marienbrücke in Mornau gibt es Vorwürfe gegen das Amt.", 5)],
        "ist eingestürzt", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "who denies any part answers those who blame his side",
        [
            p(ONE, "Die Organisation Wattwacht machte Israel für den Angriff auf das Schiff verantwortlich. Ein Schlepper habe Hilfe geleistet."),
            p(TWO, "Ein Regierungssprecher in Jerusalem bestritt eine Beteiligung.", 3),
        ],
        "verantwortlich", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "who denies any part does not deny that others helped",
        [
            p(ONE, "Die Organisation Wattwacht machte Israel für den Angriff auf das Schiff verantwortlich. Ein Schlepper aus Malta habe Hilfe geleistet."),
            p(TWO, "Ein Regierungssprecher in Jerusalem bestritt eine Beteiligung.", 3),
        ],
        "Schlepper", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "a denial means what stands right before it",
        [p(ONE, "Nach Darstellung des Betreibers Netra fielen um zwölf Uhr zwei Kraftwerke aus. Die Opposition macht die Windkraft verantwortlich. Minister Ruhl wies das zurück.")],
        "Kraftwerke", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "organisers may be the body beside them",
        [p(ONE, "Das Schiff ist nach Angaben der Organisatoren vor Malta von Drohnen angegriffen worden."), p(TWO, "Zwei Drohnen hätten das Schiff vor Malta angegriffen, sagte ein Sprecher der Organisation Wattwacht.", 2)],
        "angegriffen", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "a toll with details grows",
        [p(ONE, "Bei dem Stromausfall starben nach Angaben der Behörden mindestens fünf Menschen."), p(TWO, "Nach Angaben der Behörden starben mindestens sieben Menschen, darunter drei Mitglieder einer Familie, die vermutlich durch einen Generator vergiftet wurden.", 4)],
        "fünf", OLD, Rule.UPDATE,
    ),
    (
        "organisers count far more than the police's 'more than'",
        [p(ONE, "In München demonstrierten nach Schätzung der Polizei mehr als 250.000 Menschen. Die Organisatoren zählten 320.000 Teilnehmer.")],
        "250.000", AGAINST, Rule.NUMBER_CONFLICT,
    ),
    (
        "a firm under another name is no second voice",
        [p(ONE, "Die Zentralbank hat den Kauf der Anteile erlaubt, teilte Unicredit mit."), p(TWO, "Die Zentralbank hat den Kauf der Anteile erlaubt. Das gab die Mailänder Bank bekannt.", 2)],
        "erlaubt", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "an accusation in a verb of mood is denied",
        [p(ONE, "Die Grünen werfen der Ministerin vor, den Schwarzmarkt zu stärken. Ministerin Ruhl wies den Vorwurf zurück.")],
        "Schwarzmarkt", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "a toll is told again by an article that only says when",
        [p(ONE, "Bei einem Anschlag auf eine Bushaltestelle in Mornau sind mindestens sechs Menschen getötet worden."), p(TWO, "Bei dem Angriff waren am Vormittag sechs Menschen getötet und zwölf weitere verletzt worden.", 5)],
        "Bushaltestelle", SURE, Rule.TWO_VOICES,
    ),
    (
        "two figures at the same time",
        [p(ONE, "Laut Veranstalter demonstrierten in Hamburg 9.000 Menschen."), p(TWO, "Laut Polizei demonstrierten in Hamburg 4.000 Menschen.", 2)],
        "9.000", AGAINST, Rule.NUMBER_CONFLICT,
    ),
    (
        "two figures in one article",
        [p(ONE, "Laut Polizei demonstrierten in Hamburg 4.000 Menschen. Die Veranstalter sprachen von 9.000 Menschen.")],
        "4.000", AGAINST, Rule.NUMBER_CONFLICT,
    ),
    (
        "ranges that fit each other",
        [p(ONE, "Laut Veranstalter demonstrierten in Hamburg mindestens 3.000 Menschen."), p(TWO, "Laut Polizei demonstrierten in Hamburg rund 3.200 Menschen.", 2)],
        "3.200", SURE, Rule.TWO_VOICES,
    ),
    (
        "a growing toll",
        [p(ONE, "Bei dem Erdbeben starben nach Angaben der Polizei zwölf Menschen."), p(TWO, "Bei dem Erdbeben starben nach Angaben der Polizei 41 Menschen.", 20)],
        "zwölf", OLD, Rule.UPDATE,
    ),
    (
        "a growing toll told by its number",
        [p(ONE, "Bei dem Erdbeben wurden zwölf Menschen verletzt."), p(TWO, "Die Zahl der Verletzten stieg auf 41.", 20)],
        "zwölf", OLD, Rule.UPDATE,
    ),
    (
        "two independent speakers",
        [p(ONE, f"Laut dem Konzern Talora {SACKED}."), p(TWO, f"Laut der Gewerkschaft GWL {SACKED}.", 2)],
        "300", SURE, Rule.TWO_VOICES,
    ),
    (
        "two papers see for themselves",
        [p(ONE, "Am Montag wurde die Talsperre Rodau geöffnet."), p(TWO, "Die Talsperre Rodau wurde am Montag geöffnet.", 2)],
        "Talsperre", SURE, Rule.TWO_VOICES,
    ),
    (
        "one voice confirms another's word",
        [p(ONE, "Laut der Gewerkschaft GWL hat der Konzern Talora 300 Stellen gestrichen. Das bestätigte die Polizei.")],
        "300", SURE, Rule.TWO_VOICES,
    ),
    (
        "only rumour",
        [p(ONE, f"Angeblich {SACKED}."), p(TWO, f"Offenbar {SACKED}.", 2)],
        "300", OPEN, Rule.HEDGED_ONLY,
    ),
    (
        "certain beside rumour",
        [p(ONE, f"Laut dem Konzern Talora {SACKED}."), p(TWO, f"Laut der Gewerkschaft GWL {SACKED.replace('wurden', 'wurden wohl')}.", 2)],
        "300", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "the accused body denies in an infinitive",
        [p(ONE, "Laut dem Umweltverband Wattwacht hat der Konzern Talora 300 Liter Öl verloren."), p(TWO, "Der Konzern Talora bestreitet, 300 Liter Öl verloren zu haben.", 2)],
        "300", AGAINST, Rule.CONTRADICTION),
    (
        "the accused body concedes in an infinitive",
        [p(ONE, "Laut dem Umweltverband Wattwacht hat der Konzern Talora 300 Liter Öl verloren."), p(TWO, "Der Konzern Talora gab zu, 300 Liter Öl verloren zu haben.", 2)],
        "300", SURE, Rule.CONCESSION,
    ),
    (
        "a name at the start of the sentence denies",
        [p(ONE, "Nordtank hat laut dem Umweltverband Wattwacht 300 Liter Öl verloren. Nordtank bestreitet das."), p(TWO, "Laut Polizei hat Nordtank 300 Liter Öl verloren.", 2)],
        "300", AGAINST, Rule.CONTRADICTION),
    (
        "one state's ministry denies what another's says",
        [p(ONE, "Laut dem russischen Verteidigungsministerium wurden 40 Panzer zerstört."), p(TWO, "Das ukrainische Verteidigungsministerium bestreitet, dass 40 Panzer zerstört wurden.", 2)],
        "40", AGAINST, Rule.CONTRADICTION),
    (
        "a denied accusation beside two who make it",
        [p(ONE, f"{LEAK} Talora wies die Vorwürfe zurück."), p(TWO, "Die Gewerkschaft GWL wirft dem Konzern Talora vor, Abwasser in die Lohne geleitet zu haben.", 3)],
        "Abwasser", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "a counsel denies for the accused",
        [p(ONE, "Laut Staatsanwaltschaft hat der Angeklagte zwei Häuser in Hamburg angezündet. Sein Anwalt bestreitet das.")],
        "Häuser", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "two values for one month",
        [p(ONE, "Die Inflation ist im März auf 2,4 Prozent gestiegen, teilte das Statistikamt mit."), p(TWO, "Die Inflation ist im März auf 2,6 Prozent gestiegen, teilte die Notenbank mit.", 2)],
        "2,4", AGAINST, Rule.NUMBER_CONFLICT,
    ),
    (
        "a plan beside what is done",
        [p(ONE, "Laut NIS hat Nordkorea 1.500 Soldaten nach Russland geschickt."), p(TWO, "Laut NIS will Nordkorea insgesamt 12.000 Soldaten nach Russland schicken.", 2)],
        "1.500", OPEN, Rule.SINGLE_VOICE,
    ),
    (
        "closed, and not opened",
        [p(ONE, "Das Hallenbad in Mornau bleibt am Montag geschlossen."), p(TWO, "Das Hallenbad in Mornau öffnet am Montag nicht.", 2)],
        "Hallenbad", SURE, Rule.TWO_VOICES,
    ),
    (
        "a verdict told in other words",
        [
            p(ONE, "Das Landgericht Mornau hat einen früheren Kassenwart zu sechs Jahren Haft verurteilt. Der Verein in Mornau hatte Anzeige erstattet."),
            p(TWO, "Im Prozess um verschwundenes Geld ist in Mornau ein 58 Jahre alter Mann zu einer Freiheitsstrafe von sechs Jahren verurteilt worden.", 2),
        ],
        "verurteilt", SURE, Rule.TWO_VOICES,
    ),
    (
        "an accused denies the deed",
        [p(ONE, "Das Gericht sah es als erwiesen an, dass die Buchhalterin zwei Millionen Euro veruntreut hat. Die Angeklagte hatte die Tat bis zuletzt bestritten.")],
        "veruntreut", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "an accusation by nobody named is denied by counsel",
        [p(ONE, "Dem Landrat wird vorgeworfen, für Aufträge Geld angenommen zu haben. Anwältin Vera Hold erklärte, ihr Mandant habe nie Geld erhalten.")],
        "Landrat", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "unfounded allegations are spoken of",
        [p(ONE, "Den Diplomaten wird vorgeworfen, Gegner der Regierung ausgespäht zu haben. Außenminister Jan Ruhl sprach von haltlosen Unterstellungen.")],
        "Diplomaten", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "the report is denied, not what somebody said of it",
        [p(ONE, "Nach Informationen der Elbzeitung will Minister Jan Ruhl sein Amt aufgeben. Aus der Opposition hieß es, der Minister habe jeden Rückhalt verloren. Ein Sprecher des Ministeriums nannte die Meldung frei erfunden.")],
        "Amt aufgeben", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "the clause behind a denial names what it means",
        [p(ONE, "Die Streitkräfte von Karestan haben nach eigenen Angaben die Ortschaft Drubin eingenommen. Das Ministerium veröffentlichte ein Video. Der Generalstab widersprach: Drubin werde weiter von eigenen Truppen gehalten.")],
        "Drubin eingenommen", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "a demand between a claim and its denial is not what is denied",
        [p(ONE, "In der Schule sollen Klassenräume mit Asbest belastet sein. Das behauptet die Elterninitiative. Die Räume müssten sofort gesperrt werden, verlangte Elternsprecherin Katrin Böhm. Die Stadtverwaltung bestritt das.")],
        "Asbest", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "two members of two parties are two sides",
        [p(ONE, "SPD-Landeschef Jan Ruhl sagte, die CDU habe die Gespräche in Mornau abgebrochen. CDU-Landeschefin Ida Voss bestritt das.")],
        "abgebrochen", AGAINST, Rule.CONTRADICTION,
    ),
    (
        "events counted by their noun",
        [p(ONE, "Nach Angaben der Gewerkschaft GWL fallen 340 Flüge aus. Der Konzern Talora bezifferte die Zahl der Ausfälle auf 190.")],
        "340", AGAINST, Rule.NUMBER_CONFLICT,
    ),
    (
        "a place named behind the source",
        [p(ONE, "Zwei Menschen starben laut Polizei in Hamburg.")],
        "Hamburg", OPEN, Rule.SINGLE_VOICE),
]  # fmt: skip

# (name, first article, second article): none of these may ever confirm anything.
NOT_CONFIRMED = [
    ("two who judge one event", p(ONE, "Die Schließung des Hallenbads sei ein „üblicher Schritt“, sagte Landrat Onno Harms."), p(TWO, "Für die Trainerin Eva Marten sei die Schließung des Hallenbads „leider unvermeidlich“.", 2)),
    ("fewer than planned", p(ONE, "Der Konzern Talora streicht in Mornau deutlich weniger Stellen als zunächst angekündigt."), p(TWO, "Der Konzern Talora streicht in Mornau 300 Stellen.", 2)),
    ("how often, and that it goes on", p(ONE, "Die Lokführer der Mittelbahn haben schon neun Mal gestreikt."), p(TWO, "Tag drei des Streiks bei der Mittelbahn hat am Samstag viele Reisende auf eine Probe gestellt.", 2)),
    ("an event named in passing", p(ONE, "Die Hebammen der Mittelklinik haben am Montag gestreikt."), p(TWO, "Wegen des Streiks bei der Mittelklinik wurden am Montag viele Termine verschoben.", 2)),
    ("two papers quote one speaker", p(ONE, f"Laut dem Konzern Talora {SACKED}."), p(TWO, f"Laut Talora {SACKED}.", 2)),
    ("a wire report in two papers", p(ONE, "Die Talsperre Rodau wurde am Montag geöffnet.", agency="dpa"), p(TWO, "Die Talsperre Rodau wurde am Montag geöffnet.", 2, agency="dpa")),
    ("a copy of another article", p(ONE, "Die Talsperre Rodau wurde am Montag geöffnet.", copy_of="x"), p(TWO, "Die Talsperre Rodau wurde am Montag geöffnet.", 2, copy_of="x")),
    ("two papers of one publisher", p(ONE, "Die Talsperre Rodau wurde am Montag geöffnet.", family="nord"), p(TWO, "Die Talsperre Rodau wurde am Montag geöffnet.", 2, family="nord")),
    ("two organs of one state", p(ONE, f"Laut Kreml {SACKED}."), p(TWO, f"Laut russischem Verteidigungsministerium {SACKED}.", 2)),
    ("two spokespeople of nobody", p(ONE, f"Ein Sprecher teilte mit, dass {SACKED.replace('wurden ', '')} wurden."), p(TWO, f"Laut Talora {SACKED}.", 2)),
    ("the noun for a body", p(ONE, f"Laut dem Konzern Talora {SACKED}."), p(TWO, f"Wie das Unternehmen mitteilte, {SACKED}.", 2)),
    ("a body without a name", p(ONE, f"Laut Zoll {SACKED}."), p(TWO, f"Wie die Behörde mitteilte, {SACKED}.", 2)),
    ("a company with its legal form", p(ONE, f"Laut dem Konzern Talora {SACKED}."), p(TWO, f"Wie die Talora AG mitteilte, {SACKED}.", 2)),
    ("a company's spokesman", p(ONE, f"Laut dem Konzern Talora {SACKED}."), p(TWO, f"Laut Talora-Sprecher Ole Harms {SACKED}.", 2)),
    ("a company's head", p(ONE, f"Laut dem Konzern Talora {SACKED}."), p(TWO, f"Laut Talora-Chefin Ines Marten {SACKED}.", 2)),
    ("an office and who holds it", p(ONE, f"Laut Bürgermeister Jonas Reitz {SACKED}."), p(TWO, f"Laut dem Bürgermeister {SACKED}.", 2)),
    ("a town and its mayor", p(ONE, f"Laut der Stadtverwaltung {SACKED}."), p(TWO, f"Laut Bürgermeister Jonas Reitz {SACKED}.", 2)),
    ("police and officers", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Nach Angaben der Beamten {SACKED}.", 2)),
    ("police and its head", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Laut Polizeichef Harald Osten {SACKED}.", 2)),
    ("police and its spokeswoman", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Laut Polizeisprecherin Femke Tjarks {SACKED}.", 2)),
    ("police and police office", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Laut dem Polizeipräsidium Mornau {SACKED}.", 2)),
    ("police and police of a town", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Laut der Polizei Mornau {SACKED}.", 2)),
    ("police and investigators", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Nach Angaben der Ermittler {SACKED}.", 2)),
    ("ministry and minister", p(ONE, f"Laut Innenministerium {SACKED}."), p(TWO, f"Laut Innenminister Harald Osten {SACKED}.", 2)),
    ("ministry and government", p(ONE, f"Laut Innenministerium {SACKED}."), p(TWO, f"Nach Angaben der Regierung {SACKED}.", 2)),
    ("a name and its short form", p(ONE, f"Laut dem Landesamt für Umwelt {SACKED}."), p(TWO, f"Laut LfU {SACKED}.", 2)),
    ("a name and its contraction", p(ONE, f"Laut dem Landesamt für Umwelt {SACKED}."), p(TWO, f"Laut dem Landesumweltamt {SACKED}.", 2)),
    ("the said statements", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Den Angaben zufolge {SACKED}.", 2)),
    ("media reports", p(ONE, f"Laut Polizei {SACKED}."), p(TWO, f"Medienberichten zufolge {SACKED}.", 2)),
    ("a paper carries it", p(ONE, f"Laut Talora {SACKED}."), p(TWO, f"Wie die „Elbzeitung“ berichtet, {SACKED}.", 2)),
    ("an agency carries it", p(ONE, f"Laut Talora {SACKED}."), p(TWO, f"Laut dpa {SACKED}.", 2)),
    ("a paper retells a speaker", p(ONE, f"Laut Talora {SACKED}."), p(TWO, f"In Mornau {SACKED.replace('in Mornau ', '')}.", 2)),
    ("experts", p(ONE, f"Laut Experten {SACKED}."), p(TWO, f"Nach Angaben von Fachleuten {SACKED}.", 2)),
    ("a surname and a full name", p(ONE, f"Laut Harald Osten {SACKED}."), p(TWO, f"Laut Minister Osten {SACKED}.", 2)),
    ("speech that is not heard as such", p(ONE, "Ein Polizeisprecher sagte, der Fahrer des Lastwagens sei in Mornau geflohen."), p(TWO, "Eine Polizeisprecherin sagte, der Fahrer des Lastwagens sei in Mornau geflohen.", 2)),
    ("planned and done", p(ONE, "Laut Talora werden in Mornau 300 Stellen gestrichen werden."), p(TWO, f"Laut der Gewerkschaft GWL {SACKED}.", 2)),
    ("two places", p(ONE, "Laut der Gewerkschaft GWL wurde in Hamburg ein Werk geschlossen."), p(TWO, "Laut dem Konzern Talora wurde in Bremen ein Werk geschlossen.", 2)),
    ("two towns that nobody knows", p(ONE, "Laut der Gewerkschaft GWL wurde in Mornau ein Werk geschlossen."), p(TWO, "Laut dem Konzern Talora wurde in Lensfeld ein Werk geschlossen.", 2)),
    ("yes and no", p(ONE, "Laut der Gewerkschaft GWL wurde das Werk in Hamburg geschlossen."), p(TWO, "Laut dem Konzern Talora wurde das Werk in Hamburg nicht geschlossen.", 2)),
    ("two tolls in two places", p(ONE, "Zwei Menschen starben laut Polizei in Hamburg bei einem Unfall."), p(TWO, "Zwei Menschen starben laut Feuerwehr in Bremen bei einem Unfall.", 2)),
    ("a job cut planned elsewhere", p(ONE, "Die Werft Nordhafen plant laut Gewerkschaft GWL den Abbau von 300 Stellen."), p(TWO, "Laut Talora wurden 300 Stellen abgebaut.", 2)),
    ("weighed and done", p(ONE, "Laut der Gewerkschaft GWL erwägt der Konzern Talora die Streichung von 300 Stellen in Mornau."), p(TWO, "Laut der Polizei strich der Konzern Talora 300 Stellen in Mornau.", 2)),
    ("two objects", p(ONE, "Laut der Gewerkschaft GWL wurde in Hamburg die Werft geschlossen."), p(TWO, "Laut dem Konzern Talora wurde in Hamburg die Kantine geschlossen.", 2)),
    ("two agents", p(ONE, "Laut der Gewerkschaft GWL haben die Fahrer in Hamburg gestreikt."), p(TWO, "Laut dem Konzern Talora haben die Köche in Hamburg gestreikt.", 2)),
    ("two years", p(ONE, "Laut der Gewerkschaft GWL wurde das Werk in Hamburg 2019 geschlossen."), p(TWO, "Laut dem Konzern Talora wurde das Werk in Hamburg 2023 geschlossen.", 2)),
    ("two days", p(ONE, "Laut der Gewerkschaft GWL streikten am Montag die Fahrer in Hamburg."), p(TWO, "Laut dem Konzern Talora streikten am Dienstag die Fahrer in Hamburg.", 2)),
    ("near in words, another figure", p(ONE, "Laut der Gewerkschaft GWL strich Talora 340 Verbindungen nach Mornau."), p(TWO, "Laut der Polizei fielen in Mornau 190 Fahrten von Talora aus.", 2)),
    ("near in words, other drivers", p(ONE, "Laut der Gewerkschaft GWL haben die Fahrer in Hamburg die Arbeit niedergelegt."), p(TWO, "Laut dem Konzern Talora haben die Köche in Hamburg die Arbeit niedergelegt.", 2)),
    ("near in words, winner and loser", p(ONE, "Laut der Gewerkschaft GWL hat der FC Mornau den SV Lensfeld besiegt."), p(TWO, "Laut dem Konzern Talora hat der SV Lensfeld den FC Mornau besiegt.", 2)),
    ("a demand", p(ONE, "Laut der Gewerkschaft GWL soll das Werk in Hamburg offen bleiben."), p(TWO, "Der Konzern Talora fordert, dass das Werk in Hamburg offen bleibt.", 2)),
]  # fmt: skip

# (name, first article, second article): none of these may ever be contested.
NOT_CONTESTED = [
    ("a place is a part of the whole", p(ONE, "Nach Angaben der Fluglinie Airo wurden am Samstag 520 Flüge gestrichen."), p(TWO, "In Mornau wurden am Samstag laut Flughafen 18 Flüge gestrichen.", 2)),
    ("a figure for a part and one for a year", p(ONE, "Allein am Wochenende wurden in Mornau 14 Fahrräder gestohlen."), p(TWO, "Eine Sprecherin der Polizei sprach von 230 Fahrrädern, die in diesem Jahr in Mornau gestohlen wurden.")),
    ("the toll of one fire and that of a year", p(ONE, "Bei dem Brand in Mornau sind laut Feuerwehr zwei Rinder verendet."), p(TWO, "Nach Angaben des Bauernverbands verendeten dieses Jahr bereits 61 Rinder.")),
    ("the toll of the day before in the same text", p(ONE, "Bei einem Lawinenabgang am Vortag waren neun Menschen getötet worden. Wie die Bergwacht mitteilte, wurden im Bezirk Lensfeld vier Menschen getötet."), p(TWO, "In Mornau regnet es.")),
    ("the use of weapons and the dead", p(ONE, "Bei dem Aufstand im Gefängnis von Mornau seien zwanzig Menschen getötet worden, erklärten Angehörige."), p(TWO, "Der Direktor bestritt den Einsatz von tödlichen Waffen gegen Menschen in Mornau.")),
    ("experts without a proof of something else", p(ONE, "Die Herzogin regierte seit 1720 als Herrin des ganzen Landes."), p(TWO, "Die Gutachter kamen zu dem Schluss, dass es keine Beweise dafür gebe, dass die Kette der Herrin des Nachbarlandes gehört habe.")),
    ("what does not take place and a number that rises", p(ONE, "In den Gemeinden mit Kurtaxe sei die Zahl der Gäste gestiegen, erklärte die Landrätin."), p(TWO, "Eine Flucht der Gäste in Gemeinden ohne Kurtaxe finde nicht statt, heißt es in einer Studie.")),
    ("people who are not known", p(ONE, "In Mornau mussten 7.000 Menschen in Sicherheit gebracht werden, teilte der Landkreis mit."), p(TWO, "Nicht näher genannte Helfer hätten die Menschen aus Mornau gerettet, sagte ein Sprecher der Armee.")),
    ("criticism is rejected", p(ONE, "Die Opposition kritisierte den Haushalt der Stadt Mornau als unsozial."), p(TWO, "Der Bürgermeister wies die Kritik am Haushalt der Stadt Mornau zurück.", 2)),
    ("an opinion is rejected", p(ONE, "Minister Harald Osten nannte die Reform gelungen. Die Opposition wies das als Eigenlob zurück."), p(TWO, "Die Opposition kritisierte die Reform.", 2)),
    ("a demand is rejected", p(ONE, "Die Gewerkschaft GWL fordert, dass der Konzern Talora 300 Stellen erhält. Talora wies die Forderung zurück."), p(TWO, "Der Konzern Talora lehnte die Forderung der Gewerkschaft GWL ab.", 2)),
    ("one train that drove and trains that did not run", p(ONE, "Bei dem Unfall in Mornau sei die vordere Bahn in eine Weiche gefahren, sagte ein Sprecher der Stadtwerke."), p(TWO, "Wegen des Unfalls in Mornau sind am Montag zwei Stunden lang keine Bahnen gefahren.")),
    ("closed, then open again", p(ONE, "Die Brücke in Mornau ist laut Stadtverwaltung wegen Rissen gesperrt."), p(TWO, "Die Brücke in Mornau ist laut Polizei wieder geöffnet.", 30)),
    ("closed, then open", p(ONE, "Die Brücke in Mornau wurde laut Stadtverwaltung am Montag gesperrt."), p(TWO, "Die Brücke in Mornau wurde laut Polizei am Mittwoch geöffnet.", 48)),
    ("arrested, then released", p(ONE, "Laut Polizei wurde der Verdächtige am Montag in Hamburg festgenommen."), p(TWO, "Laut Staatsanwaltschaft wurde der Verdächtige am Dienstag in Hamburg freigelassen.", 26)),
    ("two months", p(ONE, "Die Arbeitslosigkeit in Rodau ist im März gestiegen, teilte die Arbeitsagentur mit."), p(TWO, "Die Arbeitslosigkeit in Rodau ist im April gesunken, teilte das Statistikamt mit.", 24 * 30)),
    ("one night and a year", p(ONE, "Allein zu Silvester wurden 100 Autos in Brand gesteckt, teilte das Innenministerium mit."), p(TWO, "In diesem Jahr wurden bei Lyon 800 Autos in Brand gesteckt, teilte die Präfektur mit.", 3)),
    ("two bases of comparison", p(ONE, "Die Arbeitslosigkeit in Rodau ist gegenüber dem Vorjahr gestiegen, teilte die Arbeitsagentur mit."), p(TWO, "Die Arbeitslosigkeit in Rodau ist gegenüber dem Vormonat gesunken, teilte das Statistikamt mit.", 3)),
    ("one game from both sides", p(ONE, "Der FC Mornau gewann gegen den SV Lensfeld mit 3:1."), p(TWO, "Der SV Lensfeld verlor gegen den FC Mornau mit 1:3.", 2)),
    ("two places", p(ONE, "Laut Veranstalter demonstrierten in Hamburg 9.000 Menschen."), p(TWO, "Laut Polizei demonstrierten in Bremen 4.000 Menschen.", 2)),
    ("two towns that nobody knows", p(ONE, "Laut Veranstalter demonstrierten in Lensfeld 9.000 Menschen."), p(TWO, "Laut Polizei demonstrierten in Mornau 4.000 Menschen.", 2)),
    ("two months of one figure", p(ONE, "Die Inflation ist im März auf 2,4 Prozent gestiegen, teilte das Statistikamt mit."), p(TWO, "Die Inflation ist im April auf 2,6 Prozent gestiegen, teilte die Notenbank mit.", 2)),
    ("two days", p(ONE, "Laut der Gewerkschaft GWL streikten am Montag 3.000 Beschäftigte in Hamburg."), p(TWO, "Laut Talora streikten am Dienstag 5.000 Beschäftigte in Hamburg.", 22)),
    ("planned and done", p(ONE, "Die Regierung will 500 Soldaten nach Mornau schicken, sagte Minister Harald Osten."), p(TWO, "Laut Polizei wurden 40 Soldaten nach Mornau geschickt.", 2)),
    ("denied what was only planned", p(ONE, "Nordkorea will 500 Soldaten nach Russland schicken, teilte der Geheimdienst NIS mit."), p(TWO, "Der Kreml bestreitet, dass Nordkorea Soldaten nach Russland geschickt hat.", 2)),
    ("a part of the whole", p(ONE, "Laut Polizei wurden 40 Menschen festgenommen."), p(TWO, "Laut Staatsanwaltschaft wurden 15 Frauen festgenommen.", 2)),
    ("rounded", p(ONE, "Laut Polizei brannten rund 300 Hektar Wald."), p(TWO, "Laut Feuerwehr brannten 312 Hektar Wald.", 2)),
    ("at least", p(ONE, "Laut Polizei starben mindestens drei Menschen."), p(TWO, "Laut Feuerwehr starben vier Menschen.")),
    ("two currencies", p(ONE, "Laut Polizei entstand ein Schaden von 40.000 Euro."), p(TWO, "Laut Feuerwehr entstand ein Schaden von 44.000 Dollar.", 2)),
    ("another year", p(ONE, "Laut Polizei demonstrierten 2019 in Hamburg 9.000 Menschen."), p(TWO, "Laut Veranstalter demonstrierten 2023 in Hamburg 4.000 Menschen.", 2)),
    ("some authorities may be the police", p(ONE, "Bei dem Brand in Hamburg starben nach Behördenangaben 23 Menschen."), p(TWO, "Bei dem Brand in Hamburg starben 23 Menschen, teilte die Polizei mit.", 2)),
    ("a ministry and its army", p(ONE, "Bei dem Angriff auf Mornau starben laut dem Verteidigungsministerium 23 Menschen."), p(TWO, "Bei dem Angriff auf Mornau starben 23 Menschen, teilte die Armee mit.", 2)),
    ("one voice corrects itself", p(ONE, "Laut Polizei demonstrierten in Hamburg 9.000 Menschen."), p(TWO, "Laut Polizei demonstrierten in Hamburg 4.000 Menschen.", 2)),
    ("a denial is not confirmed", p(ONE, f"Laut Talora {SACKED}."), p(TWO, f"Die Gewerkschaft GWL bestreitet nicht, dass {SACKED.replace('wurden ', '')} wurden.", 2)),
    ("a denial of another matter", p(ONE, f"Laut Talora {SACKED}."), p(TWO, "Die Gewerkschaft GWL bestreitet, dass in Mornau 40 Boote gekentert sind.", 2)),
    ("a denial of another's act", p(ONE, TROOPS), p(TWO, "Der Kreml bestreitet, dass China Soldaten nach Russland geschickt hat.", 2)),
    ("no comment", p(ONE, f"Laut der Gewerkschaft GWL {SACKED}. Talora wollte das nicht kommentieren."), p(TWO, "Talora bestätigte den Bericht zunächst nicht.", 2)),
    ("no evidence known to the paper", p(ONE, TROOPS), p(TWO, "Für die Entsendung von Soldaten aus Nordkorea nach Russland gibt es keine Beweise.", 2)),
    ("hurt nobody, hurt elsewhere", p(ONE, "Bei dem Brand in Hamburg wurde laut Feuerwehr niemand verletzt."), p(TWO, "Bei dem Unfall in Bremen wurden laut Polizei drei Menschen verletzt.", 2)),
    ("in favour and against", p(ONE, "Der Bundestag hat das Gesetz zur Küstenwache beschlossen."), p(TWO, "Die Opposition hat das Gesetz zur Küstenwache abgelehnt, teilte ihr Sprecher mit.", 2)),
    ("winners and losers of votes", p(ONE, "Die Partei Morgenrot gewann bei der Wahl in Hamburg vier Prozentpunkte."), p(TWO, "Die Partei Abendrot verlor bei der Wahl in Hamburg vier Prozentpunkte.", 2)),
]  # fmt: skip


def _claim(found: tuple[Claim, ...], word: str) -> Claim:
    return next(c for c in found if word in c.text)


@pytest.mark.parametrize(
    ("articles", "word", "status", "rule"),
    [pytest.param(*s[1:], id=s[0]) if type(s) is tuple else s for s in STORIES],
)
def test_a_story_comes_to_its_status(nlp: Language, articles, word, status, rule):
    found = _claim(claims(nlp, *articles), word)
    assert (found.status, found.rule) == (status, rule)


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*s[1:], id=s[0]) if type(s) is tuple else s for s in NOT_CONFIRMED]
)
def test_nothing_is_confirmed_by(nlp: Language, one: Piece, other: Piece):
    assert [c.text for c in claims(nlp, one, other) if c.status is SURE] == []


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*s[1:], id=s[0]) if type(s) is tuple else s for s in NOT_CONTESTED]
)
def test_nothing_is_contested_by(nlp: Language, one: Piece, other: Piece):
    assert [c.text for c in claims(nlp, one, other) if c.status is AGAINST] == []


# Sentences after an accusation that sound like a denial of it and are none.
NO_DENIAL = [
    "Das Gericht wies eine Klage des Verbands ab.",
    "Der Minister wies die Kritik der Opposition zurück.",
    "Die Polizei wies darauf hin, dass die Straße gesperrt ist.",
    "Der Minister widersprach der Opposition.",
    "Talora lehnte eine Stellungnahme ab.",
    "Talora wollte sich nicht äußern.",
    "Die Grenzpolizei wies 40 Menschen an der Grenze zurück.",
    "Der Anwalt wies die Forderung von 40.000 Euro zurück.",
    "Ob das stimmt, ist unklar.",
    "Der Bürgermeister bezeichnete das als Katastrophe.",
    "Der Bürgermeister bezeichnete die Lage als absurd.",
    "Die Opposition nannte das einen Skandal.",
    "Der FC Mornau bestreitet am Samstag sein erstes Heimspiel.",
    "Die Polizei widerlegte die Gerüchte, wonach Boote gekentert sind.",
    "Der Umweltverband Wattwacht wies das als Ausrede zurück.",
    "Der Rat stellte 40.000 Euro für die Säuberung bereit.",
]


@pytest.mark.parametrize("after", NO_DENIAL)
def test_it_hears_no_denial_in(nlp: Language, after: str):
    said = "Laut dem Umweltverband Wattwacht hat der Konzern Talora 300 Liter Öl verloren."
    found = _claim(claims(nlp, p(ONE, f"{said} {after}")), "300")
    assert (found.status, found.rule) == (OPEN, Rule.SINGLE_VOICE)


DENIAL = [
    "Talora wies das zurück.",
    "Talora wies die Vorwürfe zurück.",
    "Das Unternehmen bestreitet das.",
    "Talora dementierte.",
    "Talora widersprach.",
    "Das bestritt der Konzern.",
    "Talora bezeichnete das als Lüge.",
    "Talora nannte den Bericht falsch.",
    "Talora bestreitet die Darstellung des Verbands.",
    pytest.param(
        "Eine Sprecherin von Talora wies den Vorwurf zurück.",
        marks=pytest.mark.xfail(strict=True, reason="a body behind 'von' is not the spokeswoman's"),
    ),
    "Eine Sprecherin des Konzerns wies den Vorwurf zurück.",
    "Ein Konzernsprecher wies den Vorwurf zurück.",
    "Talora-Sprecherin Femke Tjarks wies den Vorwurf zurück.",
    "Das habe der Bürgermeister zunächst bestritten.",
    "Der Bürgermeister bezweifelt das.",
]


@pytest.mark.parametrize("after", DENIAL)
def test_it_hears_a_denial_in(nlp: Language, after: str):
    said = "Laut dem Umweltverband Wattwacht hat der Konzern Talora 300 Liter Öl verloren."
    found = _claim(claims(nlp, p(ONE, f"{said} {after}")), "300")
    assert (found.status, found.rule) == (AGAINST, Rule.CONTRADICTION)


def test_the_history_tells_when_and_why_a_status_changed(nlp: Language):
    (found,) = [
        c
        for c in claims(
            nlp,
            p(ONE, TROOPS),
            p(TWO, "Der Kreml dementierte, dass Nordkorea Soldaten nach Russland geschickt hat.", 2),
            p(THREE, "Nordkorea räumte ein, Soldaten nach Russland geschickt zu haben.", 48),
        )
        if "1.200" in c.text
    ]
    told = [(e.at, e.old, e.new, e.rule, e.statement[0]) for e in found.history]
    assert told == [
        (at(0), None, OPEN, Rule.SINGLE_VOICE, "Elbbote-0"),
        (at(2), OPEN, AGAINST, Rule.CONTRADICTION, "Harzkurier-2"),
        (at(48), AGAINST, SURE, Rule.CONCESSION, "Rheinpost-48"),
    ]


def test_the_same_status_makes_no_second_event(nlp: Language):
    same = [p(name, f"Laut Talora {SACKED}.", n) for n, name in enumerate((ONE, TWO, THREE))]
    (found,) = claims(nlp, *same)
    assert [e.new for e in found.history] == [OPEN]
    assert len(found.members) == 3


def test_the_new_toll_stands_beside_the_old_one(nlp: Language):
    found = claims(
        nlp,
        p(ONE, "Bei dem Erdbeben starben nach Angaben der Polizei zwölf Menschen."),
        p(TWO, "Bei dem Erdbeben starben nach Angaben der Polizei 41 Menschen.", 20),
    )
    assert {("41" in c.text): c.status for c in found} == {True: OPEN, False: OLD}


def test_every_voice_shows_a_sentence_of_its_article(nlp: Language):
    articles = [p(ONE, TROOPS), p(TWO, f"{LEAK} Talora wies die Vorwürfe zurück.", 2)]
    texts = {f"{a.outlet}-{a.hours}": a.text for a in articles}
    seen = [v for c in claims(nlp, *articles) for v in c.voices]
    assert seen
    for voice in seen:
        assert voice.quote in texts[voice.source.article]


def test_a_later_sentence_of_another_claim_may_support(nlp: Language):
    found = claims(
        nlp,
        p(ONE, "Südkorea gab bekannt, dass nordkoreanische Soldaten russische Truppen unterstützen."),
        p(TWO, "Laut NIS hat Nordkorea 1.500 Soldaten nach Russland geschickt.", 2),
        p(
            TWO,
            "Der NIS warf Nordkorea vor, 1.500 Soldaten zur Unterstützung Russlands geschickt zu haben.",
            4,
        ),
    )
    supported = next(c for c in found if "unterstützen" in c.text)
    assert {v.speaker for v in supported.voices} == {"Südkorea", "NIS"}


def test_nothing_comes_of_nothing(nlp: Language):
    assert claims(nlp) == ()
    assert claims(nlp, p(ONE, "Wie geht es weiter?")) == ()
