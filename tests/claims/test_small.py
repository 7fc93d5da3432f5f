"""Small statements that become claims only by others, plain negations, and own acts told after a denial."""

# ruff: noqa: E501 - tables with one case a line

from __future__ import annotations

import pytest
from spacy.language import Language

from summaries.model import Claim, Rule, Status
from tests.claims.make import Piece, claims

ONE, TWO, THREE = "Elbbote", "Harzkurier", "Rheinpost"
SETTLED = (Status.CONTESTED, Status.CONFIRMED)


def _told(nlp: Language, *texts: str, hours: float = 3.0) -> list[Claim]:
    outlets = (ONE, TWO, THREE)
    return list(claims(nlp, *(Piece(outlets[n], text, n * hours) for n, text in enumerate(texts))))


def _contested(nlp: Language, *texts: str, hours: float = 3.0) -> list[str]:
    return [c.text for c in _told(nlp, *texts, hours=hours) if c.status is Status.CONTESTED]


# (what one paper has, what another one has, the claim, its status)
SMALL = [
    ("Der TSV Malchin hat am Samstag gegen Borna verloren. „Der Elfmeter war berechtigt“, sagte Trainer Uwe Sander.", "Nach dem Spiel des TSV Malchin gegen Borna gibt es Streit. „Der Elfmeter war unberechtigt“, sagte Kapitän Nils Ott.", "Der Elfmeter war berechtigt.", Status.CONTESTED),
    ("Auf der Landstraße 12 bei Malchin ist am Freitag ein Bus verunglückt. Die Brücke in Richtung Borna ist gesperrt.", "Bei Malchin ist am Freitag ein Bus von der Landstraße 12 abgekommen. Die Brücke in Richtung Borna bleibt bis zum Abend dicht.", "Die Brücke in Richtung Borna ist gesperrt.", Status.CONFIRMED),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "line", "status"), SMALL)
def test_what_is_no_news_alone_is_settled_by_another_voice(
    nlp: Language, one: str, other: str, line: str, status: Status
):
    found = _told(nlp, one, other)
    assert (line, status) in [(c.text, c.status) for c in found]


@pytest.mark.parametrize("text", [one for one, *_ in SMALL])
def test_what_is_no_news_alone_makes_no_claim_of_one_article(nlp: Language, text: str):
    assert not [c for c in _told(nlp, text) if c.status in SETTLED or "Elfmeter" in c.text]


# Plain negations of what another paper tells.
NEGATED = [
    ("Torhüter Malte Ohm vom FC Bornau hat bei Sparta Linz unterschrieben, berichtet die „Linzer Zeitung“.", "Der FC Bornau hat den Meldungen widersprochen. „Malte Ohm hat nirgendwo unterschrieben“, sagte Manager Rolf Diehl."),
    ("Zwei Statuen im Museum Kerne sind Fälschungen, sagt Archäologin Ute Marx.", "Der Leiter des Museums in Kerne ist empört. „Die zwei Statuen sind keine Fälschungen“, sagte Direktor Egon Zapf."),
    ("Die Rebellen in Kasan haben eine Feuerpause vereinbart, sagte Vermittler Omar Said.", "In Kasan wird weiter gekämpft. Einer Feuerpause habe man nicht zugestimmt, sagte Rebellensprecher Bakari Joof."),
    ("Minister Jan Holm kannte das Gutachten, sagte Oppositionsführerin Ruth Lenz.", "Das Gutachten sei Minister Jan Holm nicht bekannt gewesen, sagte Regierungssprecher Till Kern."),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), NEGATED)
def test_a_plain_negation_in_another_paper_contests(nlp: Language, one: str, other: str):
    assert _contested(nlp, one, other)


@pytest.mark.parametrize(
    "word", ["nirgends", "nirgendwo", "keinesfalls", "mitnichten", "niemals", "zu keinem Zeitpunkt"]
)
def test_each_word_for_not_negates(nlp: Language, word: str):
    [claim] = claims(
        nlp,
        Piece(ONE, f"Torhüter Malte Ohm hat {word} einen Vertrag unterschrieben, sagte Manager Rolf Diehl."),
    )
    assert word in claim.text
    assert _contested(
        nlp,
        "Torhüter Malte Ohm hat am Montag bei Sparta Linz einen Vertrag unterschrieben, sagte Berater Kai Lohse.",
        f"Torhüter Malte Ohm hat {word} einen Vertrag unterschrieben, sagte Manager Rolf Diehl.",
    )


def test_a_figure_of_weeks_ago_is_no_other_figure_for_today(nlp: Language):
    texts = (
        "In Kerne haben am Samstag nach Angaben der Polizei 9.000 Menschen gegen das Gesetz demonstriert.",
        "Gegen das Gesetz ist am Samstag in Kerne demonstriert worden. Vor drei Wochen hatten in Malchin 2.000 Menschen demonstriert.",
    )
    assert _contested(nlp, *texts) == []


def test_who_tells_his_own_act_after_a_denial_ends_the_dispute(nlp: Language):
    found = _told(
        nlp,
        "Bauministerin Ulla Bergen tritt zurück, berichtet der „Landesbote“.",
        "„Ulla Bergen tritt nicht zurück“, sagte Regierungssprecher Anton Hilge.",
        "Ulla Bergen ist nicht mehr Bauministerin. „Ich trete zurück“, sagte die SPD-Politikerin am Freitag.",
        hours=30.0,
    )
    assert [(c.status, c.rule) for c in found if "Bergen tritt" in c.text] == [
        (Status.CONFIRMED, Rule.CONCESSION)
    ]


def test_that_something_is_not_so_is_a_denial_of_the_clause(nlp: Language):
    denied = _contested(
        nlp,
        "Bei der Sparkasse Kerne sind nach Angaben des Hackers Nils Ott Kundendaten gestohlen worden.",
        "Die Sparkasse Kerne hat sich geäußert. Dass Kundendaten gestohlen worden seien, stimme nicht, sagte Sprecherin Ines Wolf.",
    )
    assert any("Kundendaten" in line for line in denied)


def test_who_grants_that_he_knew_does_not_grant_that_he_knew_nothing(nlp: Language):
    found = _told(
        nlp,
        "Von den Verträgen habe er nichts gewusst, sagte Senator Emil Brand.",
        "Senator Emil Brand räumte ein, von den Verträgen gewusst zu haben.",
        hours=30.0,
    )
    assert not [c for c in found if "nichts" in c.text and c.status is Status.CONFIRMED]


def test_articles_that_tell_one_thing_may_answer_each_other(nlp: Language):
    denied = _contested(
        nlp,
        "Ostland weist zwei Diplomaten der Botschaft von Westland aus. „Die beiden haben Journalisten im Exil ausgespäht“, sagte Außenministerin Ria Kolbe.",
        "Zwei Diplomaten der Botschaft von Westland werden aus Ostland ausgewiesen. „Sie haben niemanden ausgespäht“, sagte Sprecher Andrej Kalk.",
    )
    assert denied == ["Die beiden haben Journalisten im Exil ausgespäht."]


def test_two_of_them_are_two_of_the_persons_counted_right_before(nlp: Language):
    found = _told(
        nlp,
        "In der Klinik Kerne haben sich sieben Säuglinge infiziert. Zwei der Babys starben. Das berichtete Pflegerin Ute Marx.",
        "Sieben Neugeborene haben sich in der Klinik Kerne infiziert, sagte Klinikchef Arno Vogel. Zwei von ihnen seien gestorben, sagte Vogel.",
    )
    assert ("Zwei der Babys starben.", Status.CONFIRMED) in [(c.text, c.status) for c in found]


@pytest.mark.parametrize(
    "denial",
    [
        "Velano wies das zurück: Man habe erst im Januar davon erfahren, sagte eine Sprecherin.",
        "Velano dementierte das: Alle Prüfungen seien bestanden, sagte Sprecher Jan Holm.",
    ],
)
def test_a_denial_before_a_colon_is_of_what_stands_before_it(nlp: Language, denial: str):
    accused = "Verbraucherschützer Malte Ohm warf dem Hersteller Velano vor, den Defekt seit Monaten gekannt zu haben."
    [line] = _contested(nlp, f"{accused} {denial}")
    assert "Defekt" in line
