"""Which lines may stand in a digest, and what they say of those who speak."""

# ruff: noqa: E501 - one text a line

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from summaries.claims import compare
from summaries.claims.ranking import is_self_contained, plain_line
from summaries.intake import segment
from summaries.model import Certainty, Evidence, Source, Span, Stance, Status
from summaries.statements import extract_statements
from tests.claims.make import Piece, content, evidence, source, statement

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)
LEANING = [
    "Danach fiel in ganz Mornau der Strom aus.",
    "Daraufhin sperrte die Stadt die Brücke.",
    "Stattdessen fahren am Montag Busse.",
    "Hintergrund sind Pläne für einen neuen Hafen.",
    "Kein Wunder, dass die Preise steigen.",
    "Bis zu diesem Zeitpunkt waren 40 Menschen gerettet.",
    "Alle drei gehören zur Mannschaft von Mornau.",
    "Andere Quellen sprechen von 25 Verletzten.",
    "Da können sich die Leute in Mornau freuen.",
    "Seitdem fährt in Mornau kein Zug mehr.",
    "Anlass ist eine Untersuchung aus Mornau.",
    "Den Berichten zufolge wurden in Mornau Waffen gefunden.",
    "Im Einzelnen regelt das die Satzung der Stadt Mornau.",
    "Der Mann versuchte es mit Wasser zu löschen.",
    "Am Morgen drangen sie in ein Haus in Mornau ein und blieben dort zwei Tage.",
    "In Mornau wurde dabei ein Mann festgenommen.",
    "Die Initiative habe bereits 2.000 gesammelt.",
    "Das bestätigte eine leitende Ärztin aus Mornau.",
    "Der 34-jährige Fahrer wurde in Mornau verletzt.",
    "Gut drei Monate später hat die Polizei in Mornau einen Mann festgenommen.",
    "Davor wurde das Land Mornau mit der Note „C“ bewertet.",
    "Mit ihr brachen sieben Forscher nach Mornau auf.",
    "Nach ihren Erkenntnissen starben in Mornau 23 Menschen.",
    "Die Zahl stieg in Mornau auf zwölf.",
    "Wegen der hohen Zahl könne der Schaden nicht beziffert werden.",
    "Zwei ihrer Lehrer wurden in Mornau gerettet.",
    "Die weiteren Tore des Abends schoss Holm.",
    "Gegenstand war unter anderem der Bericht aus Mornau.",
    "Es wird in Mornau oft übersehen.",
    "Wie berichtet hat Holm die Räte nach Mornau gerufen.",
    "Zur gleichen Zeit fuhr eine Frau aus Mornau nach Westen.",
    "Mornau kommt nun zum selben Ergebnis.",
    "Eine solche Warnung habe das Amt in Mornau nicht erreicht.",
    "Das Gericht in Mornau hob das dortige Tempolimit auf.",
    "In Mornau gibt es beispielsweise schon eine Regelung.",
    "Rund 150.000 Menschen sind seitdem auf der Flucht.",
    "Hinweise auf Waffen hätten die Helfer dort nicht gefunden.",
]
BARE = [
    "Alle drei Brücken in Mornau wurden gesperrt.",
    "Das am Donnerstag abgeschaltete Kraftwerk Mornau liefert wieder Strom.",
    "Ins Visier gerieten dieses Mal vier Händler.",
    "Im Werk Mornau läuft die Produktion dort im Frühjahr aus.",
    "Das häufig verordnete Mittel Mornadol erhöht das Risiko für Herzinfarkte.",
    "Das nordmornauische Amt hat einen Fehler eingeräumt.",
    "Das nieder-mornauische Verkehrsamt hat einen Fehler eingeräumt.",
    "Die 34-jährige Turnerin Ida Brenner hat in Mornau gewonnen.",
    "Minister Jan Holm hat bestritten, dass er von dem Schaden gewusst habe.",
    "In Mornau gibt es zwei neue Bäder.",
    "Der Index ist auf 12.000 gestiegen.",
    "Seit Mai ist es in Mornau zu vier Unfällen gekommen.",
    "Die Stadt Mornau will an diesem Donnerstag entscheiden.",
    "Es wird vorerst keine weiteren Teile von Mornau Racing geben.",
    "Holm sagte der Stadt Mornau Hilfe zu.",
    "Der Verband betonte den Nutzen der Anlage in Mornau.",
    "In Mornau stieß ein Auto mit einem Bus zusammen, der zur selben Zeit abbog.",
    "Holm sagte alle Auftritte in Mornau ab.",
    "Es werden in Mornau 300 Stellen gestrichen.",
    "Für ihr neues Werk erhielt die Autorin Ida Brenner einen Preis.",
    "Die Zahl der Toten stieg in Mornau auf zwölf.",
]
DEBRIS = [
    "Der Hafen liegt an der Küste von ...",
    "Die B�rse schloss am Montag fest.",
    "Zum Bericht :: Link zum Spiel.",
    "Mornau/KolnitzDer weltgrößte Konzern kauft die Agentur Holm.",
    "Für den Inhalt der Mitteilung ist der Emittent verantwortlich.",
    "Hinweise nimmt die Wache in der Langen Straße entgegen.",
    "Der Hafen von Mornau im Winter, Foto: Jan Holm.",
    "Zwei Stärken, die Mornau auszeichneten: Mutig im Angriff und treu zum neuen System.",
    "Holm sagte bei einer Feier in Mornau am See.",
    "Noch am Freitag hatte Jan Holm in Mornau persönlich versichert.",
    "Der Mornauer Bote berichtet live aus dem Rat.",
    "Im Interesse aller Leser behält sich die Redaktion vor, Beiträge zu prüfen.",
    "Veröffentlichung einer Mitteilung, übermittelt durch XYZP.",
    "''Holm'': Derzeit wird in Mornau ein Wechsel vorbereitet.",
]


def told(line: str, text: str = "") -> Evidence:
    text = text or line
    return Evidence(source("Blatt", 1), statement(content(), sentence=Span(0, len(text)), line=line), text)


@pytest.mark.parametrize("line", LEANING)
def test_a_line_that_leans_on_another_sentence_is_not_told(line):
    assert not is_self_contained(told(line))


@pytest.mark.parametrize("line", BARE)
def test_a_line_that_names_what_it_means_is_told(line):
    assert is_self_contained(told(line))


@pytest.mark.parametrize("line", DEBRIS)
def test_what_a_page_left_behind_is_not_told(line):
    assert not is_self_contained(told(line))


def test_a_sentence_that_was_cut_off_is_not_told():
    assert is_self_contained(told("Der Umsatz stieg auf 1,5 Millionen Euro."))
    assert not is_self_contained(
        told("Der Umsatz stieg auf 1,5 Millionen Eur.", "Der Umsatz stieg auf 1,5 Millionen Eur")
    )


def test_a_sentence_that_begins_in_the_middle_of_a_line_is_not_told():
    broken = "Streit im Rat\nDie Ministerin Ida Brenner sagte am Montag im Rat von Mornau, eine zusätzliche\nSteuer wird es in Mornau nicht geben."
    begin = broken.index("Steuer")
    one = statement(
        content(), sentence=Span(begin, len(broken)), line="Steuer wird es in Mornau nicht geben."
    )
    assert not is_self_contained(Evidence(source("Blatt", 1), one, broken))


REPORTS = """Kolnitz (ots) - +++ Mornau - LKW verunfallt +++
Ein Fahrer kam am Montag in Mornau von der Straße ab. Am LKW entstand hoher Schaden.
+++ Kolnitz - Einbruch in Garage +++
Unbekannte brachen in Kolnitz in eine Garage ein. Der Schaden liegt bei 60.000 Euro."""


@pytest.mark.parametrize(
    ("text", "sentence", "alone"),
    [
        (REPORTS, "Am LKW entstand hoher Schaden.", True),
        (REPORTS, "Unbekannte brachen in Kolnitz in eine Garage ein.", True),
        (REPORTS, "Der Schaden liegt bei 60.000 Euro.", False),
        ("Mornau rüstet auf. Damals standen die Wiesen unter Wasser. Tiere trieben in der Lohne.", "Tiere trieben in der Lohne.", False),
        ("Mornau rüstet auf. Am Montag standen die Wiesen unter Wasser. Tiere trieben in der Lohne.", "Tiere trieben in der Lohne.", True),
    ],
)  # fmt: skip
def test_what_goes_on_with_another_report_or_another_time_is_not_told(text, sentence, alone):
    begin = text.index(sentence)
    one = statement(content(), sentence=Span(begin, begin + len(sentence)), line=sentence)
    assert is_self_contained(Evidence(source("Blatt", 1), one, text)) is alone


def test_a_name_may_begin_small():
    text = "Preis für Bremsen\nkolnbank wurde am Montag in Mornau ausgezeichnet."
    one = statement(
        content(),
        sentence=Span(text.index("kolnbank"), len(text)),
        line="Kolnbank wurde in Mornau ausgezeichnet.",
    )
    assert is_self_contained(Evidence(source("Blatt", 1), one, text))


def test_a_heading_is_no_broken_line():
    text = "Zahl der Toten in Mornau und Kolnitz steigt an\n20 Menschen starben am Montag in Mornau."
    one = statement(
        content(), sentence=Span(text.index("20"), len(text)), line="20 Menschen starben in Mornau."
    )
    assert is_self_contained(Evidence(source("Blatt", 1), one, text))


def test_a_year_that_a_broken_line_begins_with_opens_no_sentence():
    text = "Mornau\nDie Arbeiter in Mornau fragen, was wird, wenn Holm seine Aufträge ab\n2017 auslaufen lassen wird."
    one = statement(
        content(), sentence=Span(text.index("2017"), len(text)), line="2017 auslaufen lassen wird."
    )
    assert not is_self_contained(Evidence(source("Blatt", 1), one, text))


def test_a_sentence_without_its_subject_is_not_told():
    broken = "Unser Tipp Holm Resources Inc. (Mornau)\nstartet mit guten Ergebnissen ins neue Jahr."
    one = statement(
        content(),
        sentence=Span(broken.index("startet"), len(broken)),
        line="Startet mit guten Ergebnissen ins neue Jahr.",
    )
    assert not is_self_contained(Evidence(source("Blatt", 1), one, broken))


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("Mornau, 23. Februar 2026 - Die Delta AG kauft Holm.", "Die Delta AG kauft Holm."),
        ("MORNAU Mit 12.000 Euro hilft das Ministerium.", "Mit 12.000 Euro hilft das Ministerium."),
        ("(PM) Der Index fiel um 8 Prozent.", "Der Index fiel um 8 Prozent."),
        ("- Gründer Max Holm streicht Stellen.", "Gründer Max Holm streicht Stellen."),
        ("USA und NATO Staaten beraten in Mornau.", "USA und NATO Staaten beraten in Mornau."),
        (
            "Helfer löschten den Brand, einen Schaden jedoch verhinderten sie nicht.",
            "Helfer löschten den Brand, einen Schaden jedoch verhinderten sie nicht.",
        ),
        ("Der Chef, Max Holm, wies jedoch alles zurück.", "Der Chef, Max Holm, wies alles zurück."),
        ("Die Partei hat zwar nur sechs Sitze.", "Die Partei hat nur sechs Sitze."),
        ("Die Partei ist zwar klein, aber laut.", "Die Partei ist zwar klein, aber laut."),
        ("Die Firma wuchs zwar, ist aber nur Zweite.", "Die Firma wuchs zwar, ist aber nur Zweite."),
        ("An einem Baum fanden Helfer zudem Spuren.", "An einem Baum fanden Helfer Spuren."),
        ("Die Stadt Mornau übte ebenfalls Kritik.", "Die Stadt Mornau übte Kritik."),
        ("Jan Holm unterschrieb unterdessen in Mornau.", "Jan Holm unterschrieb in Mornau."),
        ("Die Brauerei Holm ( Holm Aktie ) kauft zu.", "Die Brauerei Holm kauft zu."),
        ("Das Konzert wurde daraufhin abgesagt.", "Das Konzert wurde abgesagt."),
        ("Die Firma streicht deshalb Stellen.", "Die Firma streicht Stellen."),
    ],
)
def test_words_that_only_tie_sentences_are_left_out(line, plain):
    assert plain_line(line) == plain


@pytest.fixture
def claims(nlp):
    def claims_of(text: str):
        blocks = segment(text, "", NOW)
        origin = Source("1", "Blatt", "blatt", NOW, title="")
        return compare([Evidence(origin, one, text) for one in extract_statements(nlp(text), blocks)])

    return claims_of


def test_who_rejects_something_does_not_deny_that_he_did(claims):
    (claim,) = claims(
        "Bürgermeisterin Edda Ruhland hat die Kritik an der Sperrung der Brücke in Mornau zurückgewiesen."
    )
    (voice,) = claim.voices
    assert (voice.stance, voice.certainty) == (Stance.ASSERTS, Certainty.CERTAIN)
    assert "zurückgewiesen" in claim.text


def test_one_sentence_is_told_once(claims):
    text = (
        "Ein Boot, auf dem nach Angaben von Jan Holm 40 Kisten gewesen sein sollen, ist vor Mornau gekentert."
    )
    lines = [claim.text for claim in claims(text)]
    assert len(lines) == len({*lines})
    assert not any(one != other and one.rstrip(".") in other for one in lines for other in lines)


def test_a_plan_behind_speech_is_the_papers(claims):
    text = "Die Grünen sprachen von Chaos. In den Fraktionen soll nun am Dienstag über den Etat von Mornau beraten werden."
    (voice,) = next(claim.voices for claim in claims(text) if "Etat" in claim.text)
    assert voice.speaker == "Blatt"


def test_what_reports_are_about_says_nothing(claims):
    text = "Nach Berichten über belarussische Panzer an der Grenze ist in Mornau der Sicherheitsrat zusammengekommen."
    assert {voice.speaker for claim in claims(text) for voice in claim.voices} == {"Blatt"}


@pytest.mark.parametrize(
    ("text", "voice", "certainty"),
    [
        (
            "Der Sachverständige Ulrich Hamm ist sich sicher, dass das Feuer in Mornau gelegt wurde.",
            "Ulrich Hamm",
            Certainty.CERTAIN,
        ),
        (
            "Nach einer Hochrechnung des Senders Kanal Nord entfallen in Mornau 61 Prozent der Stimmen auf Holm.",
            "Kanal Nord",
            Certainty.HEDGED,
        ),
        (
            "Das Feuer in Mornau brach nachts aus, teilte die Grünen-Politikerin mit.",
            "Grünen-Politikerin",
            Certainty.CERTAIN,
        ),
    ],
)
def test_it_tells_who_is_how_sure(claims, text, voice, certainty):
    assert (voice, certainty) in {(v.speaker, v.certainty) for claim in claims(text) for v in claim.voices}


def test_a_comparison_stays_whole(claims):
    (claim,) = claims("Die Reederei Ottendorf betreibt vier Schiffe weniger, als eigentlich geplant.")
    assert "als eigentlich geplant" in claim.text


def test_two_sentences_do_not_run_into_each_other(claims):
    text = (
        "Die Tat sei gegen den Rektor Jan Holm gerichtet; nach Angaben der Polizei stecke kein Plan dahinter."
    )
    assert all(";" in claim.text or "gerichtet" not in claim.text for claim in claims(text))


def test_what_did_not_happen_on_one_day_may_have_on_another(claims):
    (claim,) = claims("Der Wochenrückblick des Mornauer Boten ist gestern gar nicht erschienen.")
    assert "gestern" in claim.text


def test_what_two_confirm_is_told_as_a_fact_where_one_names_the_place_of_both(nlp):
    texts = {
        "Bote": "In Mornau ist in der Nacht ein Tank mit Säure geplatzt, sagte Feuerwehrchef Jan Holm.",
        "Echo": "Das Werk in Mornau steht still. Werksleiterin Ida Brenner erklärte, ein Tank mit Säure sei in der Nacht geplatzt.",
    }
    evidence = []
    for paper, text in texts.items():
        origin = Source(paper, paper, paper.lower(), NOW, title="Tank in Mornau geplatzt")
        evidence += [
            Evidence(origin, one, text) for one in extract_statements(nlp(text), segment(text, "", NOW))
        ]
    (line,) = [claim.text for claim in compare(evidence) if "geplatzt" in claim.text]
    assert line == "In Mornau ist in der Nacht ein Tank mit Säure geplatzt."


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        (
            "Bei einem Luftangriff auf Al-Nuria sind nach Angaben der Polizei 23 Menschen getötet worden, unter ihnen acht Kinder.",
            "In Al-Nuria starben nach Angaben der Weltgesundheitsorganisation 23 Menschen, 40 weitere wurden verwundet.",
            "In Al-Nuria starben 23 Menschen.",
        ),
        (
            "Bei dem Brand in Celle wurden laut Polizei 13 Menschen verletzt, darunter zwei Kinder.",
            "Bei dem Brand in Celle wurden nach Angaben der Weltgesundheitsorganisation 13 Menschen verletzt, darunter zwei Kinder.",
            "Bei dem Brand in Celle wurden 13 Menschen verletzt, darunter zwei Kinder.",
        ),
    ],
)
def test_what_is_confirmed_ends_without_a_figure_that_one_article_has(nlp, first, second, line):
    pieces = [Piece("Elbbote", first), Piece("Harzkurier", second, 1)]
    found = compare([item for piece in pieces for item in evidence(nlp, piece)])
    assert [claim.text for claim in found if claim.status is Status.CONFIRMED] == [line]
