"""Which lines can be understood from the title and the lines before them, and in which order they come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summaries.background import sets_scene
from summaries.digest import KnownClaim, StoryInput, build_digest
from summaries.digest.context import leans, repeats
from summaries.model import Status
from tests.digest.build import A2, A3, BERLIN, at, claim, voice

OPEN = [
    ("Stadt prüft Vorwürfe", "Das Video wurde mit einer Software erzeugt."),
    ("Pferd aus Weiher gerettet", "Die Anlage kostete drei Millionen Euro."),
    ("Senatorin unter Druck", "Der Auftrag hat einen Wert von 120 Millionen Euro."),
    ("Biber am Ostersee", "An einem Baum fanden seine Leute Spuren."),
    ("Rat tagt", "21 Mitglieder stimmten dafür, 12 dagegen."),
    ("Wahl in Mornau", "Nach der Auszählung kommt es auf 41,2 Prozent."),
    ("Zusammenschluss geplant", "Gemeinsam kämen beide Reedereien auf 400 Schiffe."),
    ("Drei Tote im Nebel", "Das Unternehmen hat vier Werke."),
    (
        "Streik im Öffentlichen Dienst: Flüge in Mornau fallen aus",
        "Die Fluggesellschaft hat 43 Flüge gestrichen.",
    ),
    ("Feuer in Mornau", "Der Sänger sagte alle Auftritte ab."),
    ("Mittel Mornadol erhöht Risiko", "Die Wissenschaftler werteten die Daten von 300 Patienten aus."),
    ("Gore spricht in Mornau", "Am Rande des Kongresses traf Gore Max Holm."),
    ("Bombe in Mornau", "Etwa 60 weitere Menschen wurden verletzt."),
]
CLOSED = [
    ("Feuer in Halle", "Der Brand brach gegen drei Uhr aus."),
    ("Feuer in Halle", "Die Polizei sucht Zeugen."),
    ("Hafenbrücke gesperrt", "Die Brücke war erst im Mai saniert worden."),
    ("Stadt sperrt Brücke", "Die Sperrung dauert bis Weihnachten."),
    ("Studie zu Malaria", "Die Studie stammt aus Mornau."),
    ("Drei Tote im Nebel", "Der Autobahnabschnitt bei Mornau wurde gesperrt."),
    ("Drei Tote im Nebel", "Das Ministerium in Mornau widersprach."),
    ("Drei Tote im Nebel", "Die Reederei Nordlicht stellte den Betrieb ein."),
    ("Drei Tote im Nebel", "Die Firma „mein nordlicht“ stellte den Betrieb ein."),
    ("Drei Tote im Nebel", "Das Bundesamt für Verkehr ermittelt."),
    ("Jan Holm tritt zurück", "Der Politiker war seit 2017 im Amt."),
    ("Nordlicht AG baut Stellen ab", "Das Unternehmen hat vier Werke."),
    ("Ferro und Nordlicht verhandeln", "Gemeinsam kämen beide Reedereien auf 400 Schiffe."),
    ("Rat tagt", "Die Stadt plant ein Bad und gibt dafür drei Millionen Euro aus."),
    ("Sturm in Mornau", "Die Versicherer rechnen mit Schäden von 80 Millionen Euro."),
    ("Forscher prüfen Mornadol", "Die Wissenschaftler werteten die Daten von 300 Patienten aus."),
    ("Rat tagt", "Der Rat stimmte dafür, dass das Bad gebaut wird."),
    ("Kongress in Mornau", "Am Rande des Kongresses traf Gore Max Holm."),
    ("Zwei Tote nach Bombe, 40 Verletzte", "Etwa 60 weitere Menschen wurden verletzt."),
    ("Wohnungsbau", "In Mornau wurden 800 Menschen aus ihren Wohnungen geholt."),
]


@pytest.mark.parametrize(("title", "line"), OPEN)
def test_what_nobody_has_told_of_is_not_known(title, line):
    assert leans(line, [title])


@pytest.mark.parametrize(("title", "line"), CLOSED)
def test_a_reader_knows_what_is_told_before_or_is_one_of_a_kind(title, line):
    assert not leans(line, [title])


def test_a_line_before_tells_what_is_meant():
    assert not leans(
        "Das Video wurde mit einer Software erzeugt.", ["Stadt prüft", "Ein Video zeigt den Rat."]
    )


@pytest.mark.parametrize(
    ("line", "other", "again"),
    [
        ("Die Schwimmerin wechselt von Mornau nach Ulm.", "Jana Holm wechselt aus Mornau nach Ulm.", True),
        (
            "Die Schwimmerin wechselt von Mornau nach Ulm.",
            "Jana Holm hat in Mornau 20 Rennen gewonnen.",
            False,
        ),
        (
            "Am Freitag brachen Diebe in Mornau ein Auto auf.",
            "Am Montag brachen Diebe in Mornau ein Auto auf.",
            False,
        ),
        ("Mornau zahlt 40 Millionen Euro für Schulen.", "Mornau zahlt 30 Millionen Euro für Schulen.", False),
    ],
)
def test_a_line_says_something_again_unless_it_has_a_figure_or_a_day_of_its_own(line, other, again):
    assert repeats(line, [other]) is again


def fresh(key: str, text: str, *numbers: int, paper=A3, weight: float = 1.0) -> KnownClaim:
    known = claim(key, [voice(paper, "THW")], [(at(6), Status.UNCONFIRMED)], text=text, weight=weight)
    members = tuple((paper.id, number) for number in numbers)
    return replace(known, claim=replace(known.claim, members=members))


def told(title: str, *claims: KnownClaim) -> list[str]:
    digest = build_digest([StoryInput(1, title, (A2, A3), claims)], None, at(7), zone=BERLIN)
    return [view.id.removeprefix("k-") for view in digest.stories[0].claims]


def test_what_tells_of_something_comes_before_what_takes_it_as_known():
    shows = fresh("shows", "Ein Video zeigt den Rat in Mornau.", 0, weight=2.0)
    made = fresh("made", "Das Video wurde mit einer Software erzeugt.", 3, weight=3.0)
    assert told("Streit in Mornau", made, shows) == ["shows", "made"]


def test_what_nobody_tells_of_costs_a_line_its_place():
    lead = fresh("lead", "In Mornau ist ein Damm gebrochen.", 0)
    torn = fresh("torn", "Das Video wurde mit einer Software erzeugt.", 4, weight=3.0)
    assert told("Damm in Mornau gebrochen", lead, torn) == ["lead"]


def test_what_an_article_says_right_behind_a_line_can_follow_it():
    lead = fresh("lead", "Der Rat von Mornau hat das Bad beschlossen.", 0)
    votes = fresh("votes", "21 Mitglieder stimmten dafür, 12 dagegen.", 1, weight=3.0)
    assert told("Rat von Mornau beschließt Bad", votes, lead) == ["lead", "votes"]


def test_each_article_s_opening_comes_before_details():
    detail = [fresh(f"d{n}", f"In Mornau fielen {n + 20} Bäume um.", n, weight=5.0) for n in range(4, 8)]
    one = fresh("one", "In Mornau ist ein Damm gebrochen.", 0)
    other = fresh("other", "Die Feuerwehr hat 40 Menschen gerettet.", 0, paper=A2)
    assert {*told("Damm in Mornau gebrochen", *detail, one, other)[:2]} == {"one", "other"}


def test_what_was_before_the_news_is_left_out():
    lead = fresh("lead", "In Mornau ist ein Damm gebrochen.", 0)
    before = fresh("before", "Im Mai hatte die Stadt den Damm geprüft.", 3)
    assert told("Damm in Mornau gebrochen", lead, before) == ["lead"]


def test_a_story_says_something_even_where_all_lean():
    assert told("Neues aus Mornau", fresh("torn", "Das Video wurde mit einer Software erzeugt.", 4)) == [
        "torn"
    ]


@pytest.mark.parametrize(
    ("line", "scene"),
    [
        ("In Mornau bleibt die Lage angespannt.", True),
        ("Die Stadt wollte sich dazu nicht äußern.", True),
        ("Nähere Angaben wollte eine Sprecherin nicht machen.", True),
        ("In der Heide leben seit Jahren Wölfe.", True),
        ("In der Heide lebt erstmals seit Jahren ein Wolf.", False),
        ("Ein Erdbeben hat Mornau erschüttert.", False),
        ("Die Bankenkrise zieht weitere Kreise.", True),
        ("Der Angeklagte brach nach der Verkündung in Tränen aus.", True),
        ("Verteidiger Jan Holm zeigte sich gelassen.", True),
        ("Im Mittelalter hielten die Bauern von Mornau Schweine.", True),
        ("Auf Mornau gibt es widersprüchliche Angaben.", True),
        ("Der Fund aus dem 16. Jahrhundert wurde in Mornau gestohlen.", False),
    ],
)
def test_it_knows_what_says_nothing_that_happened(line, scene):
    assert sets_scene(line) is scene


def test_what_only_the_line_before_explains_stands_right_behind_it():
    sure = claim(
        "sure", [voice(A3, "THW"), voice(A2, "Rat")], [(at(6), Status.CONFIRMED)], text="Mornau baut ein Bad."
    )
    votes = fresh("votes", "21 Mitglieder stimmten dafür, 12 dagegen.", 1)
    other = fresh("other", "Die Feuerwehr hat 40 Menschen gerettet.", 0, paper=A2, weight=5.0)
    assert told("Neues aus Mornau", other, votes, sure) == ["sure", "votes", "other"]


def test_a_second_sentence_opens_an_article_only_where_it_outweighs_the_first_by_far():
    first = fresh("first", "In Mornau ist zum zweiten Mal ein Laden ausgeraubt worden.", 0, weight=2.9)
    second = fresh(
        "second", "In der Nacht brachen Diebe in Mornau ein und nahmen 60 Uhren mit.", 1, weight=3.3
    )
    assert told("Diebe in Mornau", second, first) == ["first", "second"]


def test_an_opening_that_needs_another_line_does_not_come_first():
    lead = fresh("lead", "In Mornau hat das Bündnis Nordlicht gewonnen.", 0, weight=3.4)
    share = fresh("share", "Nach der Auszählung kommt es auf 41,2 Prozent.", 1, weight=6.0)
    other = fresh("other", "Die Freie Union stürzte auf 22 Prozent ab.", 2, weight=3.5)
    assert told("Wahl in Mornau", share, other, lead)[0] == "lead"


def test_who_is_named_in_full_by_another_line_is_not_told_of_before_it():
    bare = fresh("bare", "Zeugen hatten berichtet, wie Brenner das Auto anhielt.", 1, weight=5.0)
    whole = fresh("whole", "Die Jury von Mornau befand Jan Brenner für schuldig.", 2, weight=1.0)
    assert told("Urteil in Mornau", bare, whole) == ["whole", "bare"]
    assert told("Urteil gegen Brenner", bare, whole) == ["bare", "whole"]


def test_a_place_or_a_firm_behind_its_kind_is_no_surname():
    known = fresh("known", "Bei Holm streiken 300 Leute.", 1, weight=5.0)
    kind = fresh("kind", "Der Autobauer Holm rechnet mit Verlust.", 2, weight=1.0)
    assert told("Streik", known, kind) == ["known", "kind"]
    many = fresh("many", "800.000 Menschen sind ohne Strom.", 1, weight=5.0)
    some = fresh("some", "Tausende Menschen verließen das Land.", 2, weight=1.0)
    assert told("Flut", many, some) == ["many", "some"]
