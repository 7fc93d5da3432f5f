"""What is one thing in other words: derived nouns, crowds, ages, homes, set phrases; and what stays apart."""

# ruff: noqa: E501 - tables with one article a line

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.claims.kinds import kinds_named_by
from summaries.claims.likeness import of_one_place
from summaries.model import Claim, Status
from tests.claims.make import Piece, claims, evidence

ONE, TWO, THREE = "Elbbote", "Harzkurier", "Rheinpost"
OPEN, SURE = Status.UNCONFIRMED, Status.CONFIRMED
AGAINST = Status.CONTESTED


def p(outlet: str, text: str, hours: float = 0) -> Piece:
    return Piece(outlet, text, hours)


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("absprache", "absprechen"),
        ("verschleierung", "verschleiern"),
        ("beleuchtung", "beleuchten"),
        ("zusammenbruch", "collapse"),
    ],
)
def test_a_noun_names_the_event_of_its_verb(noun, kind):
    assert kind in kinds_named_by(noun)


@pytest.mark.parametrize("noun", ["landesregierung", "zeitung", "haus", "wohnung"])
def test_a_noun_for_a_body_or_a_thing_names_no_event(noun):
    assert kinds_named_by(noun) == frozenset()


@pytest.mark.parametrize(
    ("origin", "name", "expected"),
    [
        ("dresdner", "dresden", True),
        ("kieler", "kiel", True),
        ("bremer", "bremen", True),
        ("norwegisch", "norwegen", True),
        ("dresdner", "drebkau", False),
        ("kieler", "köln", False),
        ("technisch", "technau", True),  # only ever lets names meet that nothing else keeps apart
    ],
)
def test_an_adjective_tells_of_a_place(origin, name, expected):
    assert of_one_place({name}, {origin}) is expected


# (name, articles, word in the claim, status)
STORIES = [
    (
        "who counts a crowd counts those of the rally told of before",
        [
            p(ONE, "In Mornau sind am Samstag viele Menschen gegen die Stilllegung der Straßenbahn auf die Straße gegangen. Die Veranstalter sprachen von 6.000 Teilnehmern."),
            p(TWO, "Mit einem Zug durch Mornau haben Bürger am Samstag gegen das Ende der Straßenbahn demonstriert. Die Polizei zählte rund 2.000 Menschen.", 2),
        ],
        "6.000", AGAINST,
    ),
    (
        "who counted in January counts nobody of Saturday",
        [
            p(ONE, "In Mornau haben am Samstag Bürger gegen das Ende der Straßenbahn demonstriert. Bereits im Januar hatten 400 Anwohner protestiert."),
            p(TWO, "In Mornau gingen am Samstag Menschen für die Straßenbahn auf die Straße. Die Polizei zählte 2.000 Menschen.", 2),
        ],
        "400", OPEN,
    ),
    (
        "one age and one kind of event are one person",
        [
            p(ONE, "Beim Mornauer Stadtlauf ist ein 41-jähriger Teilnehmer zusammengebrochen und gestorben, teilte der Veranstalter mit."),
            p(TWO, "Ein 41 Jahre alter Läufer ist beim Mornauer Stadtlauf kollabiert und später gestorben, wie die Polizei bestätigte.", 2),
        ],
        "41", SURE,
    ),
    (
        "two ages are two persons",
        [
            p(ONE, "Beim Mornauer Stadtlauf ist ein 41-jähriger Teilnehmer gestorben, teilte der Veranstalter mit."),
            p(TWO, "Ein 63 Jahre alter Läufer ist beim Mornauer Stadtlauf gestorben, wie die Polizei bestätigte.", 2),
        ],
        "41", OPEN,
    ),
    (
        "a town that somebody is from is not where it happened",
        [
            p(ONE, "Das Landgericht Mornau hat einen Maler wegen Raubes zu sechs Jahren Haft verurteilt."),
            p(TWO, "Wegen Raubes ist ein Maler aus Lensfeld am Donnerstag vom Mornauer Landgericht zu sechs Jahren Haft verurteilt worden.", 2),
        ],
        "sechs Jahren", SURE,
    ),
    (
        "who will have nothing to do with it denies it",
        [
            p(ONE, "Kämpfer der Nordfront griffen am Mittwoch das Dorf Selim an, erklärte die Regierung."),
            p(TWO, "Die Nordfront will mit dem Angriff auf das Dorf Selim nichts zu tun haben.", 2),
        ],
        "Selim", AGAINST,
    ),
    (
        "what is not proven is doubted",
        [
            p(ONE, "Der Zusatzstoff Dulcin steigert das Krebsrisiko, heißt es in einer Studie der Universität Mornau."),
            p(TWO, "Es sei nicht belegt, dass Dulcin das Krebsrisiko erhöht, teilte die Lebensmittelbehörde mit.", 2),
        ],
        "Dulcin", AGAINST,
    ),
    (
        "who answers behind a colon says what he says",
        [p(ONE, "Landrätin Petra Ohm widersprach dem Betreiber: In Mornau seien am Montag 40 Menschen erkrankt.")],
        "40 Menschen", OPEN,
    ),
    (
        "a confirmed event is the one that is named",
        [
            p(ONE, "Ermittler haben am Dienstag die Zentrale der Privatbank Ellmau durchsucht. Es geht um Steuern, sagte Oberstaatsanwältin Gesine Horn."),
            p(TWO, "Beamte rückten am Dienstag bei der Privatbank Ellmau an. Vorstandschef Georg Ellmau bestätigte die Durchsuchung.", 2),
        ],
        "durchsucht", SURE,
    ),
    (
        "the company is who was named right before",
        [
            p(ONE, "Die Drogeriekette Rosalia ist zahlungsunfähig. Das Unternehmen stellte am Dienstag beim Amtsgericht Mornau einen Insolvenzantrag."),
            p(TWO, "Rosalia hat Insolvenz beantragt. Das bestätigte der vorläufige Verwalter Erik Thalmann.", 2),
        ],
        "Insolvenz", SURE,
    ),
    (
        "own words behind an admission are part of it",
        [
            p(ONE, "Die Bank soll Hinweise auf Geldwäsche ignoriert haben, teilte die Staatsanwaltschaft mit. Eine Sprecherin der Privatbank Ellmau wies das zurück."),
            p(TWO, "Die Privatbank Ellmau hat Fehler eingestanden. „Wir haben Hinweise ignoriert“, sagte Vorstandschef Georg Ellmau.", 200),
        ],
        "ignoriert", SURE,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "pieces", "word", "status"), STORIES, ids=[case[0] for case in STORIES])
def test_status(nlp: Language, name: str, pieces: list[Piece], word: str, status: Status):
    found = [claim for claim in claims(nlp, *pieces) if _has(claim, word)]
    assert found, f"no claim with {word}"
    assert status in {claim.status for claim in found}
    if status is OPEN:
        assert {claim.status for claim in found} == {OPEN}


def _has(claim: Claim, word: str) -> bool:
    return word in claim.text or any(word in voice.quote for voice in claim.voices)


def test_what_is_called_nonsense_behind_a_report_is_denied(nlp):
    piece = p(ONE, "Behauptungen, das Rathaus sei bereits verkauft, nannte Landrätin Petra Ohm Unsinn.")
    stances = {
        (e.statement.stance.value, e.statement.speaker.name)
        for e in evidence(nlp, piece)
        if e.statement.speaker
    }
    assert stances == {("denies", "Petra Ohm")}


@pytest.mark.parametrize(
    "text",
    [
        "Die Feuerwehr rückte aus. „Es bestand keine Gefahr für die Anwohner von Mornau“, sagte Werksleiter Armin Thoma.",
        "Die Polizei war im Einsatz. „Elf Anhänger in Mornau sind verletzt“, sagte Leiterin Sina Kratz.",
    ],
)
def test_a_leader_is_not_of_the_public_body_named_before(nlp, text):
    actors = {e.statement.speaker.actor for e in evidence(nlp, p(ONE, text)) if e.statement.speaker}
    assert not any(actor.startswith("public:") for actor in actors)
