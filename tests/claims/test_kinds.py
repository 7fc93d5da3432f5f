"""Kinds of event: by verb, phrase and noun, told from either end; and what texts may enter the claims."""

# ruff: noqa: E501 - tables with one article a line

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from spacy.language import Language

from summaries.claims.genres import genre_of
from summaries.claims.kinds import are_converse, events_in, kinds_of, table, toll_of
from summaries.model import Content, Rule, Source, Status
from tests.claims.make import Piece, claims

ONE, TWO, THREE = "Elbbote", "Harzkurier", "Rheinpost"


def told(predicate: str, *terms: str, verbs: tuple[str, ...] = ()) -> Content:
    roles = {"verb": frozenset({predicate}), "verbs": frozenset(verbs)}
    return Content(predicate, frozenset({predicate, *terms}), roles)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (told("zurücktreten"), "resign"),
        (told("niederlegen", "amt"), "resign"),
        (told("niederlegen", "arbeit"), "strike"),
        (told("freistellen", "trainer"), "dismiss"),
        (told("trennen", "trainer"), "dismiss"),
        (told("einstellen", "produktion"), "close"),
        (told("einstellen", "verfahren"), "drop_case"),
        (told("erleiden", "verletzung"), "injure"),
        (told("verlassen", "verein", verbs=("verlassen", "wechseln")), "change_club"),
        (told("fusion"), "merge"),
    ],
)
def test_it_knows_an_event_by_its_words(content: Content, kind: str):
    assert kind in kinds_of(content)
    assert kind in events_in(content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (told("einstellen", "produktion"), "hire"),
        (told("einstellen", "verfahren"), "close"),
        (told("niederlegen", "arbeit"), "resign"),
        (told("trennen", "sparte"), "dismiss"),
    ],
)
def test_a_phrase_decides_before_its_verb(content: Content, kind: str):
    assert kind not in kinds_of(content)


def test_what_has_no_kind_stands_for_itself():
    assert kinds_of(told("häkeln")) == {"häkeln"}
    assert kinds_of(Content("", frozenset())) == frozenset()


def test_it_knows_the_other_end_of_an_event():
    assert are_converse({"buy"}, {"sell"})
    assert are_converse({"win"}, {"lose"})
    assert not are_converse({"buy"}, {"buy"})


def test_its_table_names_only_kinds_that_there_are():
    known = table()
    assert set(known.converse.values()) <= known.names
    assert frozenset().union(*known.opposite.values()) <= known.names


def test_a_toll_is_known_by_phrase_as_well():
    assert toll_of(told("kosten", "leben", "mensch")) == "kill"
    assert toll_of(told("wachsen")) == ""


def p(outlet: str, text: str, hours: float = 0, **more: str) -> Piece:
    return Piece(outlet, text, hours, more)


# (name, articles, word in the claim, status, rule)
STORIES = [
    (
        "the club that denied it grants it",
        [p(ONE, "Fortuna Kassel hat sich von Trainer Marco Roth getrennt, sagte der Berater Paul Lenz."), p(TWO, "Fortuna Kassel hat einen Bericht über die Entlassung von Trainer Marco Roth dementiert.", 6), p(THREE, "Fortuna Kassel hat Trainer Marco Roth freigestellt. Das bestätigte der Zweitligist.", 60)],
        "Roth", Status.CONFIRMED, Rule.CONCESSION,
    ),
    (
        "a party of the meeting grants it, a chancellery denied it",
        [p(ONE, "Ministerpräsident Arno Feldkamp hat sich im März mit dem Unternehmer Boris Kessler getroffen, sagte der Abgeordnete Udo Brand."), p(TWO, "Die Staatskanzlei hat ein Treffen von Ministerpräsident Arno Feldkamp mit dem Unternehmer Boris Kessler dementiert.", 6), p(THREE, "Der Unternehmer Boris Kessler hat das Treffen mit Ministerpräsident Arno Feldkamp eingeräumt.", 60)],
        "Kessler", Status.CONFIRMED, Rule.CONCESSION,
    ),
    (
        "who grants a part has denied the whole",
        [p(ONE, "Hacker haben beim Händler Talora zwei Millionen Datensätze gestohlen, sagte der Verein Netzwacht. Talora bestritt den Diebstahl."), p(TWO, "Der Händler Talora hat eingeräumt, dass Kundendaten gestohlen worden sind.", 60)],
        "Kundendaten", Status.CONFIRMED, Rule.CONCESSION,
    ),
    (
        "and what was not granted stays contested",
        [p(ONE, "Hacker haben beim Händler Talora zwei Millionen Datensätze gestohlen, sagte der Verein Netzwacht. Talora bestritt den Diebstahl."), p(TWO, "Der Händler Talora hat eingeräumt, dass Kundendaten gestohlen worden sind.", 60)],
        "Millionen", Status.CONTESTED, Rule.CONTRADICTION,
    ),
    (
        "buyer and seller tell one deal",
        [p(ONE, "Der Konzern Talora verkauft seine Druckmaschinensparte an den Konzern Norrhult."), p(TWO, "Der Konzern Norrhult übernimmt die Druckmaschinensparte von Talora.", 4)],
        "Druckmaschinensparte", Status.CONFIRMED, Rule.TWO_VOICES,
    ),
    (
        "a denied figure",
        [p(ONE, "In Mornau sind laut Bürgerverein 800 Lehrer eingestellt worden."), p(TWO, "Die Zahl von 800 Einstellungen ist falsch, sagte Ministerin Doreen Appelt.", 4)],
        "800", Status.CONTESTED, Rule.CONTRADICTION,
    ),
    (
        "who is found is missed no more",
        [p(ONE, "Nach der Lawine werden laut Bergwacht fünf Menschen vermisst."), p(TWO, "Nach der Lawine werden laut Bergwacht noch zwei Menschen vermisst.", 12)],
        "fünf", Status.SUPERSEDED, Rule.UPDATE,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("articles", "word", "status", "rule"), [pytest.param(*s[1:], id=s[0]) for s in STORIES]
)
def test_a_story_told_in_other_words_comes_to_its_status(nlp: Language, articles, word, status, rule):
    found = [c for c in claims(nlp, *articles) if word in c.text]
    assert (status, rule) in {(c.status, c.rule) for c in found}


# Two articles that sound alike and leave everything as it is.
APART = [
    ("another club wins", p(ONE, "Der SV Memmingen hat Viktoria Hamburg mit 2:1 besiegt."), p(TWO, "Viktoria Hamburg hat den SV Memmingen mit 2:1 besiegt.", 2)),
    ("another part is sold", p(ONE, "Der Konzern Talora verkauft seine Druckmaschinensparte an den Konzern Norrhult."), p(TWO, "Der Konzern Norrhult übernimmt das Kraftwerk von Mornau.", 2)),
    ("hired and closed", p(ONE, "Die Stadt Mornau hat 40 Erzieher eingestellt."), p(TWO, "Die Stadt Mornau hat den Betrieb des Freibads eingestellt.", 2)),
    ("last year's figure", p(ONE, "In Hamburg sind laut Polizei 246 Boote gesunken."), p(TWO, "In Hamburg waren im vergangenen Jahr laut Feuerwehr 303 Boote gesunken.", 2)),
    ("more than ever before", p(ONE, "In Mornau sind 41,3 Grad gemessen worden, so viel wie nie zuvor."), p(TWO, "In Mornau regnet es.", 2)),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [pytest.param(*s[1:], id=s[0]) for s in APART])
def test_near_misses_change_nothing(nlp: Language, one: Piece, other: Piece):
    assert {c.status for c in claims(nlp, one, other)} <= {Status.UNCONFIRMED}


@pytest.mark.parametrize(
    ("title", "outlet", "genre"),
    [
        ("Satire: Bahn führt Tempolimit ein", "Elbbote", "satire"),
        ("Bahn führt Tempolimit ein (Satire)", "Elbbote", "satire"),
        ("Bahn führt Tempolimit ein", "Der Postillon", "satire"),
        ("Kommentar: Ein Bad, das keiner braucht", "Elbbote", "opinion"),
        ("Kommentar | Ein Bad, das keiner braucht", "Elbbote", "opinion"),
        ("Mornauer Presse: Kommentar / Bäder = Von Jan Holm", "ots", "opinion"),
        ("Mornauer Presse: Leitartikel zum Bad", "ots", "opinion"),
        ("Mornauer Presse: Bahn zum Bad gesperrt", "ots", "news"),
        ("Kommentarfunktion abgeschaltet: Forum wird still", "Elbbote", "news"),
        ("Satirezeitung verklagt", "Elbbote", "news"),
        ("Hansen: Ich trete zurück", "Elbbote", "news"),
    ],
)
def test_it_knows_satire_and_opinion_by_their_labels(title: str, outlet: str, genre: str):
    source = Source("a", outlet, outlet.lower(), datetime(2025, 1, 1, tzinfo=UTC), title=title)
    assert genre_of(source) == genre


SAID = "Der Konzern Talora hat Abwasser in die Lohne geleitet, sagte der Umweltverband Wattwacht."
GRANTED = [
    ("a firm, then its head by name", p(TWO, "Talora bestreitet, Abwasser in die Lohne geleitet zu haben.", 4), p(THREE, "Vorstandschefin Petra Uhl hat eingeräumt, dass Talora Abwasser in die Lohne geleitet hat.", 60)),
    ("a spokeswoman, then the firm", p(TWO, "Sprecherin Ina Falk bestritt, dass Talora Abwasser in die Lohne geleitet hat.", 4), p(THREE, "Talora hat eingeräumt, Abwasser in die Lohne geleitet zu haben.", 60)),
    ("a spokesman, then the head", p(TWO, "Sprecher Jan Holm bestritt, dass Talora Abwasser in die Lohne geleitet hat.", 4), p(THREE, "Werksleiter Udo Brand gab zu, dass Talora Abwasser in die Lohne geleitet hat.", 60)),
    ("the firm by its noun, then by its name", p(TWO, "Der Konzern bestreitet, Abwasser in die Lohne geleitet zu haben.", 4), p(THREE, "Talora gestand ein, Abwasser in die Lohne geleitet zu haben.", 60)),
    ("and a paper looks back on the denial", p(TWO, "Talora räumte ein, Abwasser in die Lohne geleitet zu haben.", 40), p(THREE, "Talora hatte stets bestritten, Abwasser in die Lohne geleitet zu haben.", 90)),
]  # fmt: skip


@pytest.mark.parametrize(("denial", "grant"), [pytest.param(*s[1:], id=s[0]) for s in GRANTED])
def test_a_side_that_grants_what_it_denied_contests_it_no_more(nlp: Language, denial: Piece, grant: Piece):
    found = [c for c in claims(nlp, p(ONE, SAID), denial, grant) if "Abwasser" in c.text]
    assert Status.CONTESTED not in {c.status for c in found}
    assert (Status.CONFIRMED, Rule.CONCESSION) in {(c.status, c.rule) for c in found}


def test_a_side_that_still_denies_keeps_it_contested(nlp: Language):
    found = claims(
        nlp,
        p(ONE, "Nordkorea hat 1.200 Soldaten nach Russland geschickt, teilte Südkorea mit."),
        p(TWO, "Der Kreml bestreitet, dass Nordkorea Soldaten nach Russland geschickt hat.", 4),
        p(THREE, "Südkorea räumte ein, dass Nordkorea 1.200 Soldaten nach Russland geschickt hat.", 30),
    )
    assert Status.CONTESTED in {c.status for c in found if "1.200" in c.text}
