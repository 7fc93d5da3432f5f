"""What "das" and a body's noun take up where something else stands between."""

from __future__ import annotations

JUDGED = (
    "Die Versicherer rechnen mit Schäden von rund 80 Millionen Euro. Die Warnung sei zu spät gekommen, sagte "
    "Landrat Onno Harms. Das Innenministerium bestreitet das."
)
BODIES = (
    "Ohne Strom sind nach Angaben des Netzbetreibers Emsnetz noch 6.000 Haushalte. {} rechnet mit Schäden "
    "von 80 Millionen Euro."
)

AGAIN = (
    "Nach Angaben von Talora liefen 2.000 Liter Öl in eine Wanne. Talora bestreitet, dass Öl in die Lohne "
    "gelangt ist. „Diese Behauptung ist falsch“, sagte {}."
)


def test_a_denial_of_what_was_said_last_reaches_nothing_before_it(statements):
    found = statements(JUDGED)
    denial = next(s for s in found if s.pointer)
    denied = [s for s in found if s.number in denial.refers]
    assert [s.speaker.name for s in denied if s.speaker] == ["Onno Harms"]


def test_who_answers_a_denial_does_not_deny_what_stood_before_it(statements):
    found = statements(AGAIN.format("Landrat Jörn Harms"))
    (answer,) = (s for s in found if s.pointer)
    assert answer.refers == ()


def test_the_same_side_denies_the_same_again(statements):
    found = statements(AGAIN.format("Talora-Sprecherin Anke Voss"))
    (answer,) = (s for s in found if s.pointer)
    denied = next(s for s in found if s.number in answer.refers)
    assert (denied.stance, denied.content.predicate) == ("denies", "gelangen")


def test_another_kind_of_firm_is_not_the_firm_named_before(statements):
    voices = [statements(BODIES.format(noun))[-1].speaker for noun in ("Der Versicherer", "Der Konzern")]
    assert [voice.actor for voice in voices] == ["?/unternehmen", "emsnetz"]


def test_several_firms_are_not_the_one_named_before(statements):
    text = BODIES.format("Die Konzerne").replace("rechnet", "rechnen")
    assert statements(text)[-1].speaker.actor != "emsnetz"
