"""Lines of plain German: words are dropped and the verb moves, nothing else."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

import re

import pytest

LINES = [
    ("Laut Polizei starben zwei Menschen.", "Zwei Menschen starben."),
    ("Zwei Menschen starben laut Polizei in Mornau.", "Zwei Menschen starben in Mornau."),
    ("Wie die Polizei mitteilte, wurden vier Verdächtige festgenommen.", "Vier Verdächtige wurden festgenommen."),
    ("Vier Verdächtige wurden festgenommen, wie die Polizei mitteilte.", "Vier Verdächtige wurden festgenommen."),
    ("Vier Verdächtige wurden festgenommen, so die Polizei.", "Vier Verdächtige wurden festgenommen."),
    ("Die Polizei teilte mit, dass zwei Häuser geräumt wurden.", "Zwei Häuser wurden geräumt."),
    ("Die Polizei teilte mit, dass die Brücke in Mornau gesperrt ist.", "Die Brücke ist in Mornau gesperrt."),
    ("„Die Brücke ist seit März gesperrt“, sagte der Bürgermeister.", "Die Brücke ist seit März gesperrt."),
    ("Die Brücke wurde heute in Mornau gesperrt.", "Die Brücke wurde in Mornau gesperrt."),
    ("Laut Polizei wurde eine Gruppe junger Männer festgenommen.", "Eine Gruppe junger Männer wurde festgenommen."),
    ("Nach Angaben der Feuerwehr brannten zwölf Fahrzeuge aus.", "Zwölf Fahrzeuge brannten aus."),
    ("Die Brücke ist gesperrt.", "Die Brücke ist gesperrt."),
    ("Die Polizei teilte mit, dass am Abend zwei Häuser geräumt wurden.", "Am Abend wurden zwei Häuser geräumt."),
    ("Laut Polizei wurden in Mornau zwei Häuser geräumt.", "In Mornau wurden zwei Häuser geräumt."),
    ("Nach Angaben der Polizei wurden insgesamt 30 Menschen verletzt.", "Insgesamt 30 Menschen wurden verletzt."),
    ("Laut Behörden wurden nur drei Häuser zerstört.", "Nur drei Häuser wurden zerstört."),
    ("Wie das Amt mitteilte, sind in Mornau inzwischen mehr als 400 Menschen erkrankt.", "In Mornau sind inzwischen mehr als 400 Menschen erkrankt."),
    ("Die Behörde teilte am Montag mit, drei Orte seien ohne Strom.", "Drei Orte seien ohne Strom."),
    ("Ein Sprecher sagte der Zeitung, nach dem Beben seien alle Brücken gesperrt worden.", "Nach dem Beben seien alle Brücken gesperrt worden."),
    ("Das Gericht hat entschieden: Die Brücke bleibt gesperrt.", "Die Brücke bleibt gesperrt."),
    ("Die Polizei erklärte, dass der Täter nicht festgenommen wurde.", "Der Täter wurde nicht festgenommen."),
    # what stands in brackets tells which one, or how much
    ("Die Bahn eröffnet in Mornau (Lohne) am Montag einen Bahnhof.", "Die Bahn eröffnet in Mornau (Lohne) am Montag einen Bahnhof."),
    ("Die höchste Strafe erhielt der Angeklagte Holm (12 Jahre).", "Die höchste Strafe erhielt der Angeklagte Holm (12 Jahre)."),
    ("Jan Holm (l.) und Ida Brenner haben das Rennen in Mornau gewonnen.", "Jan Holm und Ida Brenner haben das Rennen in Mornau gewonnen."),
    # the comma of what is left out goes with it
    ("Der Plan hat laut dem Amt, das ihn prüfen soll, Schaden und Streit in die Gemeinde Mornau gebracht.", "Der Plan hat Schaden und Streit in die Gemeinde Mornau gebracht."),
]  # fmt: skip

# Where a rearrangement is not certain to be right, the whole sentence is the line.
WHOLE = [
    "Der Mann soll die Wohnung aufgebrochen und zwei Fenster zerstört haben.",
    "Nach Angaben von Talora liefen rund 2 000 Liter Öl aus einer Leitung in eine Wanne.",
    "Die Polizei teilte mit, dass die Frau das Haus anzündete.",
    "Die Firma bestreitet, Abwasser in die Lohne geleitet zu haben.",
    "Die Firma wies die Vorwürfe zurück.",
    "Der Bürgermeister sagte, er werde die Brücke nicht sperren.",
    "Der Bürgermeister warnte, dass sein Haus unterspült werde.",
    "Nach Ansicht der Firma ist der Kessel nicht ihr Eigentum.",
    "Nach Einschätzung des Verbands sollte zuerst begonnen werden.",
    # what stands behind the source may belong to it
    "Die Armee hat nach Angaben des Verteidigungsministeriums in Mornau das Dorf Kolnitz eingenommen.",
    "Vierzig Beamte wurden nach Angaben der Polizei vom Dienstag in der Stadt verletzt.",
    "In den Verträgen sucht man vergeblich nach klaren Regeln, so die neue Auflage der Studie von Holm und Brenner.",
    "Die Behörde teilte mit, dass die Prüfung der bis zum Montag eingereichten Anträge einige Wochen dauern werde.",
    "Die Polizei teilte mit, dass die Lord′s Guard 200 Jungen entführt hat.",
    # two clauses share what stands in front of their verbs, or one has lost its own
    "In der Stadt Mornau sind alle Bahnhöfe geschlossen, und auch in „Kolnitz“, einem Vorort, ist der Verkehr zum Erliegen gekommen.",
    "Der Schüler Jan Holm wurde am Abend von einem Mann, der sein Gesicht verbarg, in den Hals getroffen und starb.",
    # a place may belong to who stands before it, or to the verb
    "Die Polizei bestätigte, dass der Junge aus Mornau gefunden wurde.",
    # the subject, or what the verb asks for, would go with the source
    "Für Flüge, die ausfallen, können Gäste der Airline zufolge Züge der Bahn nutzen.",
    "Fachleute gehen nach einem Medienbericht von einer langen Verzögerung der Arbeiten am Hafen in Mornau aus.",
    "Nach Einschätzung des Ermittlers Jan Holm ist die Bande auf dem Sprung zur Ausweitung ihrer Geschäfte auf ganz Mornau.",
    # one clause more lies between
    "Betroffen sind laut Holm rund 130 Gläubiger, der Verband gibt die Zahl mit rund 150, das Amt mit 226 an.",
    # the end of an enumeration is no clause of its own
    "Der Schwund hat sich stark beschleunigt und bedeutet mehr Licht in den nördlichen Teilen von Peru, Chile und Bolivien als erwartet.",
]

# Pieces of sentences that trees or clauses may cut out, and that are no sentences: none may be a line.
BROKEN = [
    ("Die Gemälde sind bis heute verschwunden, sagte der Direktor.", r"\bbis verschwunden"),
    ("Zu den Gästen, die Bürgermeister Holm begrüßen durfte, gehörte auch Sängerin Ida Brenner.", r"^(?:Auch )?Sängerin"),
    ("Seit heute Nachmittag steht Mornau als Austragungsort fest.", r"^Seit steht"),
    ("Die Polizei teilte mit, dass Velland Material für zwei Bomben besitzt.", r"Material besitzt"),
    ("Die Randalierer warfen mit Steinen und zündeten Gebäude an.", r"^Zündeten"),
    ("Das Schiff, das im Hafen liegt und seit Mai in Mornau Ladung aufnimmt, ist leck.", r"^Seit Mai in"),
    ("Der Verband prüft, dass das Amt, eine Behörde des Bundes, Anklage erheben wird.", r"Amt wird eine"),
    ("Der Abgeordnete zieht nach Aussage einer Sprecherin als Vertreter in den Rat ein.", r"als in den"),
    ("Dabei schaffte es der Verein zum elften Mal, nicht zu verlieren.", r"^Es schaffte"),
    ("Die Frau lehnte die Ausführung mit den Worten ab: „Das mache ich nicht.“", r"Worten ab\.$"),
    ("Das Werk liegt – so steht es in der Akte – am Rand von Mornau.", r"^So steht es in der Akte – am"),
    ("Laut Aufsicht müsste im Falle der noch fehlenden Zulassung des Werks der Kreis zahlen.", r"^Im Falle müsste"),
    ("Laut Verband fehlen bis zum Beginn des Anspruchs auf einen Platz noch 130 Plätze.", r"fehlen auf einen"),
    ("Das Amt warnte, dass der Verband nicht nur Boote schicken könnte, sondern auch ein großes Heer.", r"Boote schicken\.$"),
    ("Laut Verband waren dem Verein 22 der 23 Stimmen zugesprochen worden.", r"^Dem Verein 22"),
    ("Laut Bericht sind bereits 40 Tonnen Reis vom Markt genommen worden.", r"Tonnen sind Reis"),
    ("Laut Amt soll bis Ende März und noch vor Ostern die Wahl stattfinden.", r"soll und"),
    ("Laut Stiftung betrug die Zahl der Besuche – so wird das gezählt – etwa 2.600.", r"betrug\.$"),
    ("Die Ministerin hat angekündigt, kurzfristig zurückzutreten als Chefin des Verbands.", r"^Kurzfristig zurück"),
    ("Der Musiker meinte, Ida Brenner, die gesungen hatte und Eva Marten, die im Stadion stand, wären perfekt gewesen.", r"^Die gesungen"),
    ("Der Bürgermeister stellte dem Rat seinen Plan für die Wohnungen vor: Um Geld zu sparen, möchte er 40 Häuser verkaufen und dadurch Schulden tilgen.", r": Um Geld zu sparen\.$"),
    ("Die Bank war 2021 zusammengebrochen, Tausende Sparer verloren Geld.", r"^Tausende"),
    ("Die Chancen seien zwar gestiegen, allerdings dürften einige Aktionäre abwarten, sagte Analyst Jan Holm.", r"gestiegen\.$"),
    ("Die Sperrung von Mornau begann gestern um 5 Uhr und endet heute um 14 Uhr.", r"begann um 5"),
    ("Die Vereine sind frei, es sei denn, sie sind in der Satzung des Bundes verankert.", r"^Sie sind in der Satzung"),
]  # fmt: skip

FAITHFUL = [
    *(case[0] for case in LINES if type(case) is tuple),
    *WHOLE,
    "Laut Polizei wurden nicht 40, sondern 14 Menschen in Mornau festgenommen.",
    "Nach Angaben von Landrat Uwe Brenner brach der Deich bei Mornau auf 40 Metern.",
    "Die Feuerwehr, die mit 60 Kräften kam, teilte mit, dass kein Haus zerstört wurde.",
    "Die Ministerin erklärte, dass weder Boote noch Züge fahren.",
    "„Kein Mensch wurde verletzt“, sagte Landrätin Eva Marten, „aber 14 Häuser sind zerstört.“",
    "Weil der Fluss stieg, sperrte die Polizei am Montag zwei Brücken in Mornau.",
    "Nach Angaben der Behörde (AfK) sind 40 Pfähle gebrochen, und 14 Boote sanken.",
    "Niemand wurde laut Polizei bei dem Brand verletzt.",
]  # fmt: skip


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"\w+", text)]


@pytest.mark.parametrize(("text", "line"), LINES)
def test_it_makes_a_plain_sentence(statements, text, line):
    assert statements(text)[0].line == line


@pytest.mark.parametrize("text", WHOLE)
def test_it_keeps_the_sentence_where_it_cannot_be_sure(statements, text):
    assert statements(text)[0].line == text


@pytest.mark.parametrize("text", FAITHFUL)
def test_a_line_has_no_word_that_its_source_has_not(statements, text):
    source = _words(text)
    for statement in statements(text):
        for word in _words(statement.line):
            assert word in source
        assert len(_words(statement.line)) <= len(source)


@pytest.mark.parametrize("text", FAITHFUL)
def test_a_line_keeps_the_negation_of_its_proposition(statements, text):
    negations = {"nicht", "kein", "keine", "niemand", "weder"}
    for statement in statements(text):
        proposition = {w for span in statement.quote for w in _words(span.of(text))}
        assert negations & proposition <= set(_words(statement.line))


@pytest.mark.parametrize("text", FAITHFUL)
def test_a_line_keeps_the_figures_of_its_proposition(statements, text):
    for statement in statements(text):
        for quantity in statement.quantities:
            assert quantity.span.of(text).lower() in statement.line.lower()


@pytest.mark.parametrize("text", FAITHFUL)
def test_a_line_is_closed_and_begins_with_a_capital(statements, text):
    for line in (s.line for s in statements(text) if s.line and s.claimable):
        assert line.endswith((".", "!", "?", "“"))
        assert line.lstrip("„»")[0].isupper() or line[0].isdigit()
        assert "  " not in line
        assert " ," not in line


@pytest.mark.parametrize(("text", "broken"), BROKEN, ids=[one[0] for one in BROKEN])
def test_a_line_is_no_piece_of_a_sentence(statements, text, broken):
    lines = [s.line for s in statements(text) if s.claimable]
    assert not [line for line in lines if re.search(broken, line)]
