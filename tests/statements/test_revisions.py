"""What a new version of an article states anew, no longer, or otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from summaries.model import Certainty, Content, Span, Speaker, Stance, Statement
from summaries.revisions import Stated, differences


def stated(words, *, speaker=None, stance=Stance.ASSERTS, number=0):
    span = Span(0, len(words))
    return Stated.of(
        Statement(
            number=number,
            quote=(span,),
            sentence=span,
            speaker=Speaker(speaker, speaker.lower()) if speaker else None,
            cue=(),
            type=None,
            stance=stance,
            certainty=Certainty.CERTAIN,
            as_of=datetime(2026, 3, 2, tzinfo=UTC),
            content=Content("", frozenset()),
        ),
        words,
    )


def told(found):
    changed = [(before.words, after.words) for before, after in found.changed]
    return [one.words for one in found.new], [one.words for one in found.gone], changed


DAMM = stated("Der Damm bei Wiesenau ist gebrochen")
DREI = stated("Drei Menschen wurden in der Nacht verletzt")
VIER = stated("Vier Menschen wurden in der Nacht verletzt")
HILFE = stated("Das THW schickt Pumpen aus Sachsen")


def test_equal_texts_differ_in_nothing():
    assert told(differences([DAMM, DREI], [DREI, DAMM])) == ([], [], [])
    assert told(differences([], [])) == ([], [], [])


def test_it_tells_new_gone_and_changed():
    assert told(differences([DAMM, DREI], [VIER, HILFE])) == (
        [HILFE.words],
        [DAMM.words],
        [(DREI.words, VIER.words)],
    )


def test_case_marks_and_blanks_do_not_matter():
    again = stated("„der Damm  bei Wiesenau ist gebrochen.“")
    assert told(differences([DAMM], [again])) == ([], [], [])


@pytest.mark.parametrize(
    "other",
    [
        stated(DAMM.words, speaker="Landrat"),
        stated(DAMM.words, stance=Stance.DENIES),
    ],
    ids=["speaker", "stance"],
)
def test_who_says_it_and_how_is_part_of_it(other):
    assert told(differences([DAMM], [other])) == ([], [], [(DAMM.words, DAMM.words)])


def test_the_likest_are_paired_each_once():
    near = stated("Drei Menschen wurden am Abend in der Nacht verletzt")
    found = differences([DREI], [near, VIER])
    assert told(found) == ([VIER.words], [], [(DREI.words, near.words)])


def test_what_turned_round_shows_what_changed():
    before, after = differences([DREI, VIER], [VIER, HILFE]), differences([VIER, HILFE], [DREI, VIER])
    assert before.new == after.gone
    assert before.gone == after.new


def test_an_interrupted_quote_shows_its_gap():
    text = "Der Damm, sagte er, hält."
    one = Stated.of(
        Statement(
            **{name: getattr(DAMM.statement, name) for name in DAMM.statement.__slots__}
            | {"quote": (Span(0, 8), Span(20, 24)), "sentence": Span(0, 25)}
        ),
        text,
    )
    assert (one.words, one.sentence) == ("Der Damm … hält", text)
