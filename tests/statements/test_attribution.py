"""Who says what: every form of attribution with its speaker, stance, type and proposition."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

import pytest

from summaries.model import AttributionType, Stance
from tests.statements.ask import quoted, statements_of, voice, voices, wrong

A, D, Q, C, N = Stance.ASSERTS, Stance.DENIES, Stance.DOUBTS, Stance.CONCEDES, Stance.ANNOUNCES
DIRECT, INDIRECT, REPORTED = AttributionType.DIRECT, AttributionType.INDIRECT, AttributionType.REPORTED

# (text, speaker, stance, type, proposition) of the first statement
FORMS = [
    # "laut", "zufolge", "nach Angaben", "wie … mitteilte", "so …"
    ("Laut Polizei wurden zwei Häuser geräumt.", "Polizei", A, INDIRECT, "wurden zwei Häuser geräumt"),
    ("Laut der Feuerwehr wurden zwei Häuser geräumt.", "Feuerwehr", A, INDIRECT, "wurden zwei Häuser geräumt"),
    ("Zwei Häuser wurden laut Polizei in Mornau geräumt.", "Polizei", A, INDIRECT, "Zwei Häuser wurden … in Mornau geräumt"),
    ("Der Polizei zufolge wurden zwei Häuser geräumt.", "Polizei", A, INDIRECT, "wurden zwei Häuser geräumt"),
    ("Zwei Häuser wurden der Feuerwehr zufolge geräumt.", "Feuerwehr", A, INDIRECT, "Zwei Häuser wurden … geräumt"),
    ("Nach Angaben der Feuerwehr wurden zwei Häuser geräumt.", "Feuerwehr", A, INDIRECT, "wurden zwei Häuser geräumt"),
    ("Nach Angaben des Umweltministeriums starben 40 Fische.", "Umweltministerium", A, INDIRECT, "starben 40 Fische"),
    ("Zwei Häuser wurden nach Auskunft der Polizei geräumt.", "Polizei", A, INDIRECT, "Zwei Häuser wurden … geräumt"),
    ("Nach Einschätzung der Opposition hat der Minister gelogen.", "Opposition", A, INDIRECT, "hat der Minister gelogen"),
    ("Wie die Polizei mitteilte, wurden zwei Häuser geräumt.", "Polizei", A, INDIRECT, "wurden zwei Häuser geräumt"),
    ("Zwei Häuser wurden geräumt, wie die Polizei am Montag mitteilte.", "Polizei", A, INDIRECT, "Zwei Häuser wurden geräumt"),
    ("Zwei Häuser wurden, wie die Polizei mitteilte, in Mornau geräumt.", "Polizei", A, INDIRECT, "Zwei Häuser wurden … in Mornau geräumt"),
    ("Zwei Häuser wurden geräumt, so die Polizei.", "Polizei", A, INDIRECT, "Zwei Häuser wurden geräumt"),
    ("Die Brücke ist, so Bürgermeisterin Ines Marten, seit März gesperrt.", "Ines Marten", A, INDIRECT, "Die Brücke ist … seit März gesperrt"),
    # direct speech: speaker before, in the middle, after
    ("„Die Brücke ist seit März gesperrt“, sagte der Bürgermeister.", "Bürgermeister", A, DIRECT, "Die Brücke ist seit März gesperrt"),
    ("Der Bürgermeister sagte: „Die Brücke ist seit März gesperrt.“", "Bürgermeister", A, DIRECT, "Die Brücke ist seit März gesperrt"),
    ("»Die Brücke ist seit März gesperrt«, betonte der Bürgermeister.", "Bürgermeister", A, DIRECT, "Die Brücke ist seit März gesperrt"),
    wrong("„Die Brücke“, sagte der Bürgermeister, „ist seit März gesperrt.“", "Bürgermeister", A, DIRECT, "Die Brücke … ist seit März gesperrt", reason="a quotation cut by its speaker loses him"),
    # indirect speech: dass, verb second, after the proposition
    ("Die Polizei teilte mit, dass zwei Häuser geräumt wurden.", "Polizei", A, INDIRECT, "dass zwei Häuser geräumt wurden"),
    ("Am Abend teilte die Polizei mit, dass zwei Häuser geräumt wurden.", "Polizei", A, INDIRECT, "dass zwei Häuser geräumt wurden"),
    ("Die Polizei hat mitgeteilt, dass zwei Häuser geräumt wurden.", "Polizei", A, INDIRECT, "dass zwei Häuser geräumt wurden"),
    ("Die Polizei erklärte, zwei Häuser seien geräumt worden.", "Polizei", A, INDIRECT, "zwei Häuser seien geräumt worden"),
    ("Eine Sprecherin sagte, der Fahrer sei geflohen.", "Sprecherin", A, INDIRECT, "der Fahrer sei geflohen"),
    ("Ein Sprecher erklärte, das Feuer in Mornau sei gelöscht.", "Sprecher", A, INDIRECT, "das Feuer in Mornau sei gelöscht"),
    ("Zwei Häuser seien geräumt worden, sagte eine Sprecherin.", "Sprecherin", A, INDIRECT, "Zwei Häuser seien geräumt worden"),
    ("Das Feuer sei, sagte der Landrat, in Mornau gelöscht worden.", "Landrat", A, INDIRECT, "Das Feuer sei … in Mornau gelöscht worden"),
    ("Der Minister behauptete, dass die Akten verschwunden sind.", "Minister", A, INDIRECT, "dass die Akten verschwunden sind"),
    ("Die Polizei bestätigte den Fund von 40 Waffen.", "Polizei", A, REPORTED, "den Fund von 40 Waffen"),
    ("Die Polizei bestätigte, dass 40 Waffen gefunden wurden.", "Polizei", A, INDIRECT, "dass 40 Waffen gefunden wurden"),
    ("Der Verband wirft der Firma vor, Abwasser in die Lohne geleitet zu haben.", "Verband", A, INDIRECT, "Abwasser in die Lohne geleitet zu haben"),
    ("Die Opposition beschuldigt den Minister, Akten vernichtet zu haben.", "Opposition", A, INDIRECT, "Akten vernichtet zu haben"),
    ("Die Veranstalter sprachen von 9.000 Teilnehmern.", "Veranstalter", A, REPORTED, "von 9.000 Teilnehmern"),
    ("Die Polizei bezifferte den Schaden auf 40.000 Euro.", "Polizei", A, REPORTED, "den Schaden auf 40.000 Euro"),
    # denying
    ("Der Minister bestreitet eine Beteiligung an dem Geschäft.", "Minister", D, REPORTED, "eine Beteiligung an dem Geschäft"),
    ("Der Minister bestreitet, Akten vernichtet zu haben.", "Minister", D, INDIRECT, "Akten vernichtet zu haben"),
    ("Der Minister bestritt, dass Akten vernichtet wurden.", "Minister", D, INDIRECT, "dass Akten vernichtet wurden"),
    ("Die Regierung dementierte, dass Soldaten nach Mornau entsandt wurden.", "Regierung", D, INDIRECT, "dass Soldaten nach Mornau entsandt wurden"),
    ("Die Regierung dementierte den Abzug der Truppen.", "Regierung", D, REPORTED, "den Abzug der Truppen"),
    ("Die Firma wies die Vorwürfe zurück.", "Firma", D, REPORTED, "die Vorwürfe"),
    ("Die Firma hat die Vorwürfe zurückgewiesen.", "Firma", D, REPORTED, "die Vorwürfe"),
    wrong("Die Vorwürfe wurden von der Firma zurückgewiesen.", "Firma", D, REPORTED, "Die Vorwürfe", reason="the preposition of the passive agent stays in the proposition"),
    ("Die Firma widersprach der Darstellung.", "Firma", D, REPORTED, "der Darstellung"),
    ("Die Firma leugnet den Austritt von Öl.", "Firma", D, REPORTED, "den Austritt von Öl"),
    ("Der Sprecher bezeichnete den Bericht als Lüge.", "Sprecher", D, REPORTED, "den Bericht"),
    ("Die Ministerin bezeichnete die Meldung als falsch.", "Ministerin", D, REPORTED, "die Meldung"),
    ("Die Ministerin nannte die Meldung falsch.", "Ministerin", D, REPORTED, "die Meldung"),
    ("Der Minister nannte den Bericht eine Lüge.", "Minister", D, REPORTED, "den Bericht"),
    ("Dass Soldaten in Mornau kämpfen, bestritt der Minister.", "Minister", D, INDIRECT, "Dass Soldaten in Mornau kämpfen"),
    # doubting
    ("Experten bezweifeln, dass der Damm der Flut standhält.", "Experten", Q, INDIRECT, "dass der Damm der Flut standhält"),
    ("Experten sind skeptisch, ob der Damm der Flut standhält.", "Experten", Q, INDIRECT, "ob der Damm der Flut standhält"),
    ("Es gebe keine Beweise für eine Beteiligung der Firma, sagte der Ermittler.", "Ermittler", Q, INDIRECT, "Es gebe keine Beweise für eine Beteiligung der Firma"),
    ("Die Opposition bezweifelt die Echtheit der Akten.", "Opposition", Q, REPORTED, "die Echtheit der Akten"),
    ("Ob der Damm der Flut standhält, bezweifeln Experten.", "Experten", Q, INDIRECT, "Ob der Damm der Flut standhält"),
    # conceding and announcing
    ("Der Minister räumte ein, dass Akten vernichtet wurden.", "Minister", C, INDIRECT, "dass Akten vernichtet wurden"),
    ("Der Minister räumte den Verlust der Akten ein.", "Minister", C, REPORTED, "den Verlust der Akten"),
    ("Der Minister hat eingeräumt, Akten vernichtet zu haben.", "Minister", C, INDIRECT, "Akten vernichtet zu haben"),
    ("Die Firma gab zu, Abwasser in die Lohne geleitet zu haben.", "Firma", C, INDIRECT, "Abwasser in die Lohne geleitet zu haben"),
    ("Der Angeklagte hat gestanden, zwei Häuser angezündet zu haben.", "Angeklagte", C, INDIRECT, "zwei Häuser angezündet zu haben"),
    ("Die Gewerkschaft kündigte an, dass 3.000 Beschäftigte streiken werden.", "Gewerkschaft", N, INDIRECT, "dass 3.000 Beschäftigte streiken werden"),
    ("Die Regierung versprach, 40 Schulen zu bauen.", "Regierung", N, INDIRECT, "40 Schulen zu bauen"),
    ("Die Reederei kündigte den Bau von vier Fähren an.", "Reederei", N, REPORTED, "den Bau von vier Fähren"),
]  # fmt: skip

OWN = [
    "Zwei Häuser wurden in Mornau geräumt.",
    "Der Minister besuchte am Montag das Werk in Mornau.",
    "Die Brücke, die seit Mai gesperrt ist, wird abgerissen.",
]

TOGETHER = [
    ("Sowohl die Polizei als auch die Feuerwehr erklärten, dass zwei Häuser brannten.", ["Polizei", "Feuerwehr"]),
    ("Die Polizei und die Feuerwehr teilten mit, dass zwei Häuser brannten.", ["Polizei", "Feuerwehr"]),
    ("Minister und Landrat bestreiten eine Beteiligung an dem Geschäft.", ["Minister", "Landrat"]),
    ("Die Polizei teilte mit, dass zwei Häuser und eine Scheune brannten.", ["Polizei"]),
]  # fmt: skip

# (text, number of the pointing statement, numbers it points at)
POINTING = [
    ("Laut dem Verband Wattwacht hat die Firma Nordtank 300 Liter Öl verloren. Die Firma wies das zurück.", 1, (0,)),
    ("Laut dem Verband Wattwacht hat die Firma Nordtank 300 Liter Öl verloren. Die Firma dementierte den Bericht.", 1, (0,)),
    ("Laut dem Verband Wattwacht hat die Firma Nordtank 300 Liter Öl verloren. Das bestritt die Firma.", 1, (0,)),
    ("Laut dem Verband Wattwacht hat die Firma Nordtank 300 Liter Öl verloren. Die Firma bezeichnete dies als Lüge.", 1, (0,)),
    ("Laut dem Verband Wattwacht hat die Firma Nordtank 300 Liter Öl verloren. Die Firma widersprach.", 1, (0,)),
    ("Laut dem Verband Wattwacht hat die Firma Nordtank 300 Liter Öl verloren. Das bestätigte die Feuerwehr.", 1, (0,)),
    ("Laut dem Verband Wattwacht hat die Firma Nordtank 300 Liter Öl verloren. Der Verband wies das zurück.", 1, ()),
    ("Die Firma wies das zurück.", 0, ()),
    ("Der Verband Wattwacht wirft der Firma vor, 300 Liter Öl verloren zu haben. Die Firma weist die Vorwürfe zurück.", 1, (0,)),
    ("Die Polizei zählte 40 Boote. Der Verband Wattwacht wirft der Firma Nordtank vor, 300 Liter Öl verloren zu haben. Die Firma weist den Vorwurf zurück.", 2, (1,)),
    ("Ist die Brücke in Mornau sicher? Die Firma wies das zurück.", 1, ()),
    ("Die Firma wird im Mai 300 Stellen streichen, sagte ein Betriebsrat. Die Firma wies das zurück.", 1, (0,)),
    ("Laut Verband hat die Firma 300 Liter Öl verloren. Die Firma wies das zurück.", 1, (0,)),
    ("Der Verband wirft der Firma vor, Öl verloren zu haben. Die Firma weist die Vorwürfe zurück.", 1, (0,)),
]  # fmt: skip

# (text, speakers of all statements in turn)
CARRIED = [
    ("Die Polizei erklärte, zwei Häuser seien geräumt worden. Drei weitere Häuser seien beschädigt.", ["Polizei", "Polizei"]),
    ("Die Polizei erklärte, zwei Häuser seien geräumt worden. Drei weitere Häuser wurden beschädigt.", ["Polizei", ""]),
    ("Laut Polizei brannten zwei Häuser. Der Täter soll mit einem Auto geflohen sein.", ["Polizei", "Polizei"]),
    ("Zwei Häuser brannten. Der Täter sei mit einem Auto geflohen.", ["", ""]),
    ("„Zwei Häuser brannten vollständig nieder. Drei Häuser sind beschädigt“, sagte der Landrat.", ["Landrat", "Landrat"]),
    ("„Zwei Häuser brannten vollständig nieder“, sagte der Landrat. „Drei Häuser sind beschädigt.“", ["Landrat", "Landrat"]),
    ("Der Landrat sagte: „Zwei Häuser brannten nieder. Drei Häuser sind beschädigt.“", ["Landrat", "Landrat"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "stance", "type_", "proposition"), FORMS)
def test_it_reads_a_form_of_attribution(statements, text, *, speaker, stance, type_, proposition):
    found = statements(text)[0]
    assert (voice(found), found.stance, found.type) == (speaker, stance, type_)
    assert quoted(found, text).replace("“ … „", " … ") == proposition


@pytest.mark.parametrize("text", OWN)
def test_it_leaves_to_the_article_what_nobody_is_said_to_say(statements, text):
    found = statements(text)
    assert [(voice(s), s.type) for s in found] == [("", None)]


@pytest.mark.parametrize(("text", "expected"), TOGETHER)
def test_it_hears_all_who_say_the_same(statements, text, expected):
    assert voices(statements(text)[0]) == expected


@pytest.mark.parametrize(("text", "number", "expected"), POINTING)
def test_it_resolves_a_denial_that_points_back(statements, text, number, expected):
    found = statements(text)[number]
    assert found.pointer
    assert found.refers == expected


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_it_carries_a_speaker_on(statements, text, expected):
    assert [voice(s) for s in statements(text)] == expected


@pytest.mark.parametrize(("text", "speaker"), [case[:2] for case in FORMS if type(case) is tuple])
def test_a_speaker_is_found_where_it_stands(statements, text, speaker):
    found = statements(text)[0]
    assert found.speaker is not None
    for span in found.speaker.spans:
        head = speaker.split()[-1].removesuffix("um").removesuffix("en")
        assert head in span.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "In Hamburg demonstrierten nach Angaben der Veranstalter 9.000, nach Angaben der Polizei 4.000 Menschen.",
        "Die Veranstalter sprachen von 9.000, die Polizei von 4.000 Teilnehmern.",
    ],
)
def test_no_figure_of_one_source_is_laid_in_the_mouth_of_another(statements, text):
    said = {(voice(s), q.value) for s in statements(text) if s.claimable for q in s.quantities}
    assert said <= {("Veranstalter", 9000), ("Polizei", 4000)}


def test_two_sources_joined_by_und_are_both_heard(statements):
    text = "Laut Polizei und Feuerwehr wurden in Hamburg drei Menschen verletzt."
    assert voices(statements(text)[0]) == ["Polizei", "Feuerwehr"]
    assert quoted(statements(text)[0], text) == "wurden in Hamburg drei Menschen verletzt"


def test_it_takes_the_word_of_an_unnamed_bodys_spokesperson_for_no_accusation(nlp):
    text = (
        "Die Brauerei Odento hat einen Bericht über ein Leck zurückgewiesen. "
        "Odento habe die Leitungen prüfen lassen, so Unternehmenssprecherin Ada Lund."
    )
    denials = [one for one in statements_of(nlp, text) if one.stance is Stance.DENIES]
    assert [one.refers for one in denials] == [()]
