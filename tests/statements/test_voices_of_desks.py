"""Who speaks in the sentences that news desks write every day."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.model import Stance
from tests.statements.ask import statements_of

# (text, number of the statement, name, actor)
VOICES = [
    ("Am Morgen hatten nach Angaben von Mornaustrom rund 36.000 Haushalte kein Wasser.", 0, "Mornaustrom", "mornaustrom"),
    ("Der Leiter des Straßen- und Tiefbauamtes, Jan Ruhl, sagte, ein Pfeiler der Brücke sei gerissen.", 0, "Jan Ruhl", "?/@ruhl"),
    ("Der Generalstabschef von Belarus, Pawel Orlow, teilte mit, zwei Drohnen seien vom Kurs abgekommen.", 0, "Pawel Orlow", "BY/@orlow"),
    ("Der russische Geschäftsträger in Warschau, Andrej Orlow, sagte, Polen habe Drohnen abgeschossen.", 0, "Andrej Orlow", "RU/@orlow"),
    ("Nach polnischen Angaben sind 19 Drohnen in den Luftraum eingedrungen.", 0, "Polnische Angaben", "PL/angabe"),
    ("Das Landgericht Köln erklärte, 20 Klagen seien unbegründet.", 0, "Landgericht Köln", "landgericht-köln"),
    ("Das Unglück in Mornau war nach Ansicht von Fachleuten kein Zufall.", 0, "Fachleute", "-/fachleute"),
    ("„Wir haben Glück gehabt“, sagte Feuerwehrsprecher Jan Ruhl. Die Ursache des Einsturzes ist nach seinen Worten unklar.", 1, "Feuerwehrsprecher Jan Ruhl", "public:feuerwehr"),
    ("Ein Spaziergänger fand die Leiche in der Havel, wie Polizei und Feuerwehr mitteilten.", 0, "Polizei", "public:polizei"),

    ("Zwei Drohnen hätten das Schiff beschossen, sagte Sprecherin Ida Voss der taz.", 0, "Ida Voss", "?/@voss"),
    ("Malta sprach lediglich von einem Brand an Bord des Schiffs.", 0, "Malta", "MT"),
    ("Die Opposition macht die Windkraft für den Ausfall des Stroms verantwortlich.", 0, "Opposition", "-/opposition"),
    ("„Uns trifft das“, sagte Betriebsratschefin Nicole Stamm. Ihr zufolge verlieren 310 Menschen ihren Arbeitsplatz.", 1, "Nicole Stamm", "-/@stamm"),
    ("Der belarussische Generalstab widersprach: Die Stadt Drubin werde weiter gehalten.", 1, "Belarussischer Generalstab", "BY"),
    ("Die Staatsanwaltschaft wirft der 49-Jährigen vor, 380 Anleger um 27 Millionen Euro gebracht zu haben.", 0, "Staatsanwaltschaft", "public:justiz"),
    ("Der Reiseveranstalter Karpatia bestritt, dass der Fahrer am Steuer eingeschlafen war.", 0, "Karpatia", "karpatia"),
    ("Finanzminister Jan Ruhl widersprach: Es würden keine Schulden gemacht. Nach Recherchen des Elbkuriers soll Ruhl Warnungen des Rechnungshofs zurückgehalten haben.", 2, "Elbkurier", "-/elbkurier"),
    ("CDU-Landeschef Jan Ruhl sagte, die Gespräche seien gescheitert.", 0, "Jan Ruhl", "cdu/@ruhl"),
    ("Reuters zitiert einen Sprecher der Werft, wonach das Schiff im Juni ausläuft.", 0, "Sprecher der Werft", "?/sprecher"),
    ("Der Landkreis hat dem Händler Müllhandel vorgeworfen. Der Händler bestritt die Vorwürfe.", 1, "Händler", "?/unternehmen"),
    ("Auch Polens Außenminister Jan Ruhl sprach von einem gezielten Angriff.", 0, "Jan Ruhl", "PL/@ruhl"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "name", "actor"), VOICES)
def test_it_names_the_voice(nlp: Language, text: str, number: int, name: str, actor: str):
    speaker = statements_of(nlp, text)[number].speaker
    assert speaker is not None
    assert (speaker.name, speaker.actor) == (name, actor)


@pytest.mark.parametrize(
    "text",
    [
        "Nach dem Angriff haben die Nato-Staaten Beratungen nach Artikel 4 aufgenommen.",
        "Gewissheit über die Ursache gibt es erst nach einer genauen Untersuchung.",
        "Zwei Tage nach dem Bericht trat Minister Ruhl zurück.",
        "Das Landesarbeitsgericht Hessen hat die Berufung der Bahn zurückgewiesen.",
        "Ein Ausschuss wies den Antrag der Opposition zurück.",
    ],
)
def test_what_nobody_says_has_no_voice(nlp: Language, text: str):
    (statement,) = statements_of(nlp, text)
    assert statement.speaker is None
    assert statement.stance is Stance.ASSERTS


def test_a_pronoun_means_whom_the_sentence_before_is_about(nlp: Language):
    text = (
        "Die Polizei teilte mit, zwei Männer seien gefasst. Die Bundesanwaltschaft hat den Fall übernommen. "
        "Sie wirft den Männern dreifachen Mord in Mornau vor."
    )
    speaker = statements_of(nlp, text)[-1].speaker
    assert speaker is not None
    assert speaker.actor.startswith("DE/")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Nach Angaben der Bahn fährt rund ein Fünftel der Fernzüge.",
            "Rund ein Fünftel der Fernzüge fährt.",
        ),
        (
            "Laut einem internen Gutachten, das BILD vorliegt, war die Brücke schon 2023 in schlechtem Zustand.",
            "Die Brücke war schon 2023 in schlechtem Zustand.",
        ),
        (
            "Der Streik der Lokführer soll bis Freitag, 18 Uhr dauern.",
            "Der Streik der Lokführer soll bis Freitag, 18 Uhr dauern.",
        ),
    ],
)
def test_its_line_is_whole(nlp: Language, text: str, line: str):
    assert [s.line for s in statements_of(nlp, text)] == [line]


@pytest.mark.parametrize(
    "text",
    [
        "Klar ist nach dem Einsturz der Brücke: Das Amt hat nichts gewusst.",
        "Es gebe keinen Anlass für die Vermutung, es habe sich in Mornau um einen Fehler der Armee gehandelt.",
    ],
)
def test_what_only_leads_to_something_else_is_no_claim(nlp: Language, text: str):
    assert not statements_of(nlp, text)[0].claimable
