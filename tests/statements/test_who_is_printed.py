"""Who is printed as the speaker of which words, in forms that trees or tags alone get wrong."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

from typing import Any

import pytest

from summaries.model import Block, BlockKind, Span
from summaries.statements import Entry, entries_of, extract_speech
from tests.statements.ask import NOON


def printed(nlp: Any, text: str) -> list[Entry]:
    block = Block(Span(0, len(text)), BlockKind.BODY, NOON)
    statements, attributions = extract_speech(nlp(text), (block,))
    return list(entries_of(attributions, statements))


def words(spans: tuple[Span, ...], text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


# (text, words of one entry, words for who says them)
SPEAKERS = [
    # a verb behind "und" goes on with who speaks, not with what is said
    ("Sie sagte, dass der Deich halte, und fügte hinzu: „Wir bleiben wach und passen auf.“", "„Wir bleiben wach und passen auf.“", "Sie"),
    ("Die Senatorin Carla Mohn erklärte, Holm sei ein Gewinn für das Land, und kündigte an, 2010 gegen Holm anzutreten.", "2010 gegen Holm anzutreten", "Die Senatorin Carla Mohn"),
    # a dative that looks like a genitive
    ("Außerdem wirft die OSZE der georgischen Wahlkommission vor, nicht geantwortet zu haben.", "nicht geantwortet zu haben", "die OSZE"),
    ("Der Vorstand der Bank wirft ihm vor, Geld zu verschwenden.", "Geld zu verschwenden", "Der Vorstand der Bank"),
    ("Der Chef der Bank rät, Gold zu kaufen.", "Gold zu kaufen", "Der Chef der Bank"),
    ("Ihren Gegner Jan Ruhl forderte Ida Voss auf, über einen Rücktritt nachzudenken.", "über einen Rücktritt nachzudenken", "Ida Voss"),
    # where a source ends
    ("Nach dem Tod des Präsidenten müsste laut Verfassung der Parlamentspräsident das Amt übernehmen.", "Nach dem Tod des Präsidenten müsste … der Parlamentspräsident das Amt übernehmen", "Verfassung"),
    ("Thema sollen laut Angaben des Senders die Jahre nach dem Krieg sein.", "Thema sollen … die Jahre nach dem Krieg sein", "Angaben des Senders"),
    ("Nach Angaben informierter Kreise betrug das Lösegeld drei Millionen Euro.", "betrug das Lösegeld drei Millionen Euro", "Angaben informierter Kreise"),
    ("Dort würden laut Hauptmann Jan Ruhl von der Marineinfanterie gute Fortschritte gemacht.", "Dort würden … gute Fortschritte gemacht", "Hauptmann Jan Ruhl von der Marineinfanterie"),
    ("„Wir schließen die Grenzen“, teilte die Regierung in Lomé mit.", "„Wir schließen die Grenzen“", "die Regierung in Lomé"),
    ("„Die Brücke bleibt gesperrt“, teilte das Straßenbauamt Rostock mit.", "„Die Brücke bleibt gesperrt“", "das Straßenbauamt Rostock"),
    ("Aus Sicht der Wasserwerke ist die Leitung marode.", "ist die Leitung marode", "Sicht der Wasserwerke"),
    # short words in quotation marks
    ("„Die Kurve“, erklärte Sprecherin Tilda Ross, „wird ab Mai neu gebaut.“", "„Die Kurve“", "Sprecherin Tilda Ross"),
    ("„Der Vertrag ist unterschrieben.“ Das sagte Klubchef Jost Arend am Montag.", "„Der Vertrag ist unterschrieben.“", "Klubchef Jost Arend"),
    ("„Wir wussten davon nichts“, beteuerte Leiterin Hanne Ruf. „Niemand hat uns gewarnt.“", "„Niemand hat uns gewarnt.“", "Leiterin Hanne Ruf"),
    ("Hanne Ruf stellte den Plan vor. Zunächst wollte sie „die Halle im Sommer nur neu streichen“.", "„die Halle im Sommer nur neu streichen“", "sie"),
    ("„Wir wachsen auch in diesem Jahr ohne Unterbrechung weiter“, so letztere.", "„Wir wachsen auch in diesem Jahr ohne Unterbrechung weiter“", "letztere"),
    # what stands beside a speaker is no part of him
    ("„Das wird schwer für alle Seiten in der Region“, so Präsident Jan Ruhl im Fernsehen.", "„Das wird schwer für alle Seiten in der Region“", "Präsident Jan Ruhl"),
    ("Der Chemiker vom Umweltbund, Jorin Feld, wandte sich gegen die Behauptung, die Sorte werde nie verkauft: „Wo sie wächst, taucht sie auch auf.“", "„Wo sie wächst, taucht sie auch auf.“", "Der Chemiker vom Umweltbund, Jorin Feld"),
    # acts told with a noun
    ("Die Gewerkschaft Fracht droht mit einem Streik ab Sonntag.", "Die Gewerkschaft Fracht droht mit einem Streik ab Sonntag.", "Die Gewerkschaft Fracht"),
    ("Das Außenamt kritisierte den Angriff als barbarische Tat.", "Das Außenamt kritisierte den Angriff als barbarische Tat.", "Das Außenamt"),
    ("Der Rechnungshof wirft dem Kreis Verschwendung vor.", "Der Rechnungshof wirft dem Kreis Verschwendung vor.", "Der Rechnungshof"),
    ("Der Verband hält die Rechnung für zweifelhaft.", "die Rechnung", "Der Verband"),
    ("Die Anwohner wollen zwei Schüsse gehört haben.", "Die Anwohner wollen zwei Schüsse gehört haben", "Die Anwohner"),
    ("Der Verein Tibetruf berichtete über einen Marsch. Die Mönche sollen Fahnen mit sich geführt haben.", "Die Mönche sollen Fahnen mit sich geführt haben.", "Der Verein Tibetruf"),
    # what reports say is theirs, who rejects it is another
    ("Das Ministerium hat Berichte zurückgewiesen, wonach der Deich gebrochen sei.", "der Deich gebrochen sei", "Berichte"),
    ("Das Institut bestätigte die Befunde des Amts, wonach rund 15 Rinder erkrankt sind.", "rund 15 Rinder erkrankt sind", "die Befunde des Amts"),
]  # fmt: skip

# Sentences in which nobody says the words that stand in them.
UNSAID = [
    ("Die Stadt hat nicht bestätigt, dass der Damm gebrochen ist.", "gebrochen"),
    ("Kein Sprecher wollte bestätigen, dass die Fähre brannte.", "brannte"),
    ("Der Minister sagte nicht, wann die Schule öffnet.", "öffnet"),
    ("Wird die Fähre je wieder fahren?", "Fähre"),
    ("Sollte der Pegel weiter steigen, würde die Stadt die Tore schließen.", "Tore"),
    ("Lesen Sie hier, was Sie jetzt wissen müssen.", "Lesen"),
    ("Angenommen, die Zinsen steigen auf fünf Prozent.", "Zinsen"),
    ("Ein Beispiel: Wer 1.000 Euro anlegt, bekommt 30 Euro Zinsen.", "Zinsen"),
    ("Möge der Frieden halten.", "Frieden"),
]

# Names and titles in quotation marks beside a verb of saying.
NAMES = [
    "Forscher teilten mit, dass bei der Schnecke „Chelidonura hirundinina“ ein Kampf herrscht.",
    "Die Umfrage von „Infratest dimap“ verletze die Regeln, urteilte das Gericht.",
    "Die Heldin der Serie „In bester Gesellschaft“ kehrt zurück, teilte der Sender mit.",
    "Der Name lautet „Morgenrot über dem Wattenmeer“.",
]


@pytest.mark.parametrize(("text", "said", "speaker"), SPEAKERS, ids=[one[0] for one in SPEAKERS])
def test_it_prints_who_says_it(nlp: Any, text: str, said: str, speaker: str):
    found = {words(one.quote, text): words(one.speaker, text) for one in printed(nlp, text)}
    assert found.get(said) == speaker, found


@pytest.mark.parametrize(("text", "word"), UNSAID, ids=[one[0] for one in UNSAID])
def test_it_prints_nothing_that_nobody_states(nlp: Any, text: str, word: str):
    assert not [one for one in printed(nlp, text) if word in words(one.quote, text)]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_in_quotation_marks_is_no_speech(nlp: Any, text: str):
    direct = [one for one in printed(nlp, text) if one.type is not None and one.type.value == "Direct"]
    assert not direct


def test_it_keeps_a_denial_apart_from_what_is_denied(nlp: Any):
    text = "Das Ministerium hat Berichte zurückgewiesen, wonach der Deich gebrochen sei."
    stances = {words(one.speaker, text): one.stance.value for one in printed(nlp, text)}
    assert stances == {"Berichte": "asserts", "Das Ministerium": "denies"}


def test_a_very_long_quotation_is_one_voice(nlp: Any):
    said = "„" + "Wir haben die Brücke am Morgen gesperrt und den Verkehr umgeleitet. " * 100 + "“"
    text = f"Ida Voss sagte: {said} Das Amt bestätigte das."
    found = {one.type and one.type.value: one for one in printed(nlp, text)}
    assert words(found["Direct"].quote, text) == said
    assert words(found["Direct"].speaker, text) == "Ida Voss"
    assert None not in found


def test_a_mark_that_nothing_closes_opens_nothing(nlp: Any):
    text = (
        "„Wir öffnen die Brücke nicht. "
        + "Der Verkehr ruht in der ganzen Stadt. " * 100
        + "Ida Voss sagte: „Nein, nie.“"
    )
    direct = [one for one in printed(nlp, text) if one.type is not None and one.type.value == "Direct"]
    assert [words(one.quote, text) for one in direct] == ["„Nein, nie.“"]
