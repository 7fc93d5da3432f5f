"""How statements are prepared: sides, fields, what is taken back, and asides."""

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.claims.fields import fields_of
from summaries.claims.likeness import alike, common, share
from summaries.claims.reading import is_aside, prepared, speaks_of_self
from summaries.model import Stance
from tests.claims.make import Piece, evidence


def _prepared(nlp: Language, text: str, outlet: str = "Elbbote"):
    return prepared(evidence(nlp, Piece(outlet, text)))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("raffinerie", "ölraffinerie", True),
        ("minister", "umweltminister", True),
        ("soldat", "offizier", False),
        ("rat", "heirat", False),
        ("corvo", "corvo", True),
    ],
)
def test_a_compound_may_mean_its_last_part(a: str, b: str, same: bool):
    assert alike(a, b) is same
    assert alike(b, a) is same


def test_a_share_is_counted_on_the_smaller_side():
    assert share({"raffinerie"}, {"ölraffinerie", "drohne"}) == 1
    assert share({"raffinerie", "werk"}, {"ölraffinerie", "drohne", "kran"}) == 0.5
    assert share((), ()) == 1
    assert share((), {"werk"}) == 0
    assert common({"a"}, {"b"}) == 0


def test_a_figure_that_is_taken_back_is_not_stated(nlp: Language):
    items = _prepared(nlp, "Die Quote lag laut Amt im Mai nicht bei 2,4, sondern bei 2,6 Prozent.")
    assert [q.value for item in items for q in item.statement.quantities] == [2.6]


@pytest.mark.parametrize(
    "text",
    [
        "In einer früheren Fassung dieses Textes war von 9.000 Euro die Rede.",
        "In der ursprünglichen Version stand, die Firma habe 90 Stellen gestrichen.",
    ],
)
def test_a_correction_speaks_of_the_article(nlp: Language, text: str):
    assert not any(item.statement.claimable for item in _prepared(nlp, text))


def test_the_clause_behind_a_rejected_accusation_is_denied(nlp: Language):
    text = "Der Konzern Talora hat den Vorwurf zurückgewiesen, er habe Abwasser in die Elbe geleitet."
    denied = [i.statement for i in _prepared(nlp, text) if not i.statement.pointer]
    assert [s.stance for s in denied] == [Stance.DENIES]


def test_who_speaks_of_himself_founds_no_claim(nlp: Language):
    items = _prepared(nlp, "„Ich bin am Morgen vom FC Hemmen entlassen worden“, sagte Lars Pohl.")
    assert any(is_aside(item) for item in items)
    assert not any(item.statement.claimable for item in items)


def test_a_question_is_no_aside(nlp: Language):
    items = _prepared(nlp, "„Haben wir das Werk in Gera nicht geschlossen?“, fragte Lars Pohl.")
    assert not any(is_aside(item) for item in items)


def test_we_is_the_speaker(nlp: Language):
    items = _prepared(nlp, "„Wir schließen das Werk in Gera nicht“, sagte eine Sprecherin.")
    assert any(speaks_of_self(item) for item in items)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Das Tor sei offen, sagte Werksleiterin Ulla Brandes am Morgen.", "wirtschaft"),
        ("Das Tor sei offen, sagte der Geologe Paul Rehm vom Institut für Erdkunde.", "wissenschaft"),
        ("Das Tor sei offen, sagte Oberstaatsanwältin Karin Dross.", "justiz"),
        ("Das Tor sei offen, sagte Reedereichef Lars Oltmann.", "wirtschaft"),
        ("Das Tor sei offen, sagte Bergwacht-Chef Toni Angerer.", "rettung"),
        ("Das Tor sei offen, sagte Renndirektorin Carla Moser.", None),
        ("Das Tor sei offen, sagte Karin Dross.", None),
    ],
)
def test_an_office_tells_the_field(nlp: Language, text: str, field: str | None):
    found = set(fields_of(_prepared(nlp, text)).values())
    assert found == ({field} if field else set())


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Der Sprecher der Nordfries-Linie sagte, das Tor sei offen.", "nordfries-linie/sprecher"),
        ("Eine Nordmode-Sprecherin sagte, das Tor sei offen.", "nordmode/sprecher"),
        ("Beobachter der OSZE sagten, das Tor sei offen.", "osze/beobachter"),
        ("Ein Vertreter der Versicherung sagte, das Tor sei offen.", "?/sprecher"),
    ],
)
def test_who_has_no_name_is_of_the_body_that_his_words_name(nlp: Language, text: str, actor: str):
    assert {i.statement.speaker.actor for i in _prepared(nlp, text) if i.statement.speaker} == {actor}


def test_a_ministry_speaks_for_the_state_in_whose_capital_it_sits(nlp: Language):
    text = "Drei Schiffe seien gesunken, teilte das Verteidigungsministerium in Moskau mit."
    assert {i.statement.speaker.actor for i in _prepared(nlp, text) if i.statement.speaker} == {
        "RU/ministerium"
    }
