"""Whom pronouns, descriptions, spokespersons and accounts mean, and who carries what they say."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from summaries.intake import segment
from summaries.model import Stance
from summaries.statements import extract_statements

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

VOICES = [
    ("Trainerin Mona Quast lobte Stürmer Kevin Ahlers. Er sagte, das Tor habe ihm gutgetan.", "Kevin Ahlers"),
    ("Die Firma Rheinstahl schließt. Sie erklärte, die Energie sei zu teuer.", "Rheinstahl"),
    ("Präsident Macron empfing Kanzler Merz. Er sagte, Europa müsse zusammenstehen.", "Macron"),
    ("Das Landesamt für Wald hat gezählt. Die Behörde teilte mit, die Eichen seien krank.", "Landesamt für Wald"),
    ("Chefarzt Emil Rost leitet die Station. Der Mediziner sagte, alle Betten seien belegt.", "Emil Rost"),
    ("Torhüterin Lara Voss fällt aus. Die 24-Jährige sagte, das Knie sei geschwollen.", "Lara Voss"),
    ("Die Werft Nordkai streicht Stellen. Ein Sprecher sagte, die Lage sei ernst.", "Sprecher (Nordkai)"),
    ("Der Angeklagte schwieg. Anwalt Udo Pfau sagte, er sei krank. Der Verteidiger bat, die Sitzung zu vertagen.", "Udo Pfau"),
    ("Die Polizei sagte, der Täter sei flüchtig. Den Angaben zufolge trägt er eine rote Jacke.", "Polizei"),
    ("Aus Sicht der Mietervereinigung steht fest, dass die Klausel unwirksam ist.", "Mietervereinigung"),
    ("Kursk, Russland - Nordkorea hat zugegeben, eigene Soldaten eingesetzt zu haben.", "Nordkorea"),
    ("Der Nachbar will drei Schüsse gehört haben.", "Nachbar"),
    ("Die Reederei hat eigenen Angaben zufolge 300 Mitarbeiter.", "Reederei"),
    ("Zwei mit dem Vorgang vertraute Personen sagten, die Prüfung sei abgeschlossen.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), VOICES)
def test_the_last_voice_is(statements, text, name):
    found = [s.speaker.name for s in statements(text) if s.speaker]
    assert (found[-1] == name) if name else ("Vorgang" not in found)


@pytest.mark.parametrize(
    "text",
    [
        "Anwalt Udo Pfau kam mit Anwalt Rolf Dreyer. Der Jurist sagte, die Klage sei unbegründet.",
        "Die Firma Altmark verklagt die Firma Bergrad. Ein Sprecher sagte, der Schaden sei hoch.",
        "Der Sender Kanal Nord meldet einen Streik. Ein Sprecher sagte, die Züge stünden still.",
    ],
    ids=["two lawyers", "two firms", "a station"],
)
def test_nobody_is_guessed_where_two_could_be_meant(statements, text):
    names = {s.speaker.name for s in statements(text) if s.speaker and s.speaker.name != "Kanal Nord"}
    assert names <= {"Jurist", "Sprecher"}


def test_an_editors_note_is_no_part_of_the_article(nlp):
    text = "Der Verein wählte einen Vorstand.\n\nAnmerkung der Redaktion: Zuvor stand hier, er habe 900 Mitglieder."
    blocks = segment(text, "Verein", NOON)
    assert not any("900" in s.line for s in extract_statements(nlp(text), blocks))


CARRIED = [
    ("Laut dpa sagte Landrat Onno Weerts, die Straße sei unterspült.", "Onno Weerts", "dpa"),
    ("Wie die Agentur Interfax unter Berufung auf das Ministerium berichtet, sank ein Schiff.", "Ministerium", "Interfax"),
    ("Die BBC berichtet unter Berufung auf die Polizei, dass Schüsse gefallen sind.", "Polizei", "BBC"),
    ("Die Halle sei baufällig, sagte Uwe Lang dem Sender Kanal Süd.", "Uwe Lang", "Kanal Süd"),
    ("Der Hafen sei gesperrt, sagte der Kapitän der Nachrichtenagentur AFP.", "Kapitän", "AFP"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "channel"), CARRIED)
def test_the_voice_is_who_says_it_and_the_channel_who_carries_it(statements, text, name, channel):
    (statement,) = [s for s in statements(text) if s.speaker]
    assert (statement.speaker.name, statement.channel and statement.channel.name) == (name, channel)


def test_an_editor_belongs_to_the_paper_that_he_is_named_with(statements):
    (statement,) = statements("Das Blatt sei profitabel, sagte der Chefredakteur der Zeitung Elbkurier.")
    assert statement.channel is None


STANCES = [
    ("Die Kommission stellte in Aussicht, die Zölle im Herbst zu streichen.", Stance.ANNOUNCES),
    ("Der Arzt wies alle Anschuldigungen von sich.", Stance.DENIES),
    ("Historikerin Greta Sandmann hält es für zweifelhaft, dass der Kaiser je hier war.", Stance.DOUBTS),
    ("Der Veranstalter bezeichnete die Meldung vom Abbruch der Tournee als Unsinn.", Stance.DENIES),
]


@pytest.mark.parametrize(("text", "stance"), STANCES)
def test_fixed_phrases_and_judgements_have_a_stance(statements, text, stance):
    assert [s.stance for s in statements(text)] == [stance]


@pytest.mark.parametrize(
    "text",
    [
        "Würde die Steuer steigen, verlöre das Land 500 Betriebe.",
        "Steigt die Steuer, verliert das Land 500 Betriebe.",
        "Angenommen, ein Haushalt verbraucht 3.000 Kilowattstunden im Jahr.",
        "Möge die Feuerwehr die 40 Bewohner retten.",
        "Hoffentlich rettet die Feuerwehr die 40 Bewohner.",
        "Der Abgeordnete fragte, ob die Behörde 300 Akten vernichtet habe.",
    ],
)
def test_what_nobody_states_is_no_claim(statements, text):
    assert not any(s.claimable for s in statements(text))


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("In Trahlen beginnt am kommenden Samstag die Messe für Obstbau.", True),
        ("Der Bahnhof wird im Jahr 2031 eröffnet.", True),
        ("In Trahlen begann am Samstag die Messe für Obstbau.", False),
        ("Die Fabrik wurde 1931 eröffnet.", False),
        ("Nach dem Beben sind rund 2050 obdachlos und in Zelten untergebracht.", False),
    ],
)
def test_what_lies_ahead_in_the_present_tense_is_planned(statements, text, planned):
    assert [s.content.planned for s in statements(text)] == [planned]


@pytest.mark.parametrize(
    "text", ["Unter Umständen ist das Grundwasser betroffen.", "Schätzungen zufolge starben 40 Menschen."]
)
def test_phrases_and_estimates_hedge(statements, text):
    (statement,) = statements(text)
    assert statement.certainty.value == "hedged"
    assert statement.hedges


def test_a_word_that_begins_like_an_example_is_none(statements):
    assert any(s.claimable for s in statements("Beispiellose Fluten haben in Mornau 300 Häuser zerstört."))


def test_a_preposition_is_no_part_of_a_verb_of_saying(statements):
    (statement,) = statements("Der Vermieter kündigte an einem Montag 40 Mietern in Mornau.")
    assert statement.speaker is None
