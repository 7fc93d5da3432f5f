from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from summaries.intake.blocks import segment
from summaries.model import Block, BlockKind
from summaries.stories.scattered import falls_apart

NOW = datetime(2025, 3, 3, 18, 0, tzinfo=UTC)
FIRE = (
    "Nach dem Großbrand im Chemiewerk von Resolva in Hollnau sind die Flammen unter Kontrolle. "
    "120 Einsatzkräfte der Feuerwehr waren vor Ort."
)
STRIKE = (
    "Der Warnstreik der Gewerkschaft legt die Mitteltalbahn lahm. Nur jeder fünfte Zug fährt. "
    "Die Beschäftigten fordern 7 Prozent mehr Lohn."
)
VOTE = (
    "Anna Lohberg hat die Stichwahl in Sundhagen mit 54,3 Prozent gewonnen, ihr Gegner Kurt Weber "
    "kam auf 45,7 Prozent der Stimmen."
)
COUNTED = "Brand in Hollnau, Streik bei der Mitteltalbahn und Lohberg gewinnt"


def _apart(nlp, title, text):
    return falls_apart(nlp(text), segment(text, title, NOW), nlp(title))


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (COUNTED, f"{FIRE}\n\n{STRIKE}\n\n{VOTE}", True),
        ("Der Tag im Überblick", f"{FIRE}\n\n{STRIKE}\n\n{VOTE}", False),
        (COUNTED, f"{FIRE}\n\n{STRIKE}", False),
        ("Brand in Hollnau, Streik bei der Mitteltalbahn", f"{FIRE}\n\n{STRIKE}\n\n{VOTE}", False),
        (COUNTED, "", False),
        ("", f"{FIRE}\n\n{STRIKE}\n\n{VOTE}", False),
    ],
    ids=["counted up", "headline of another kind", "two parts", "two items", "no text", "no headline"],
)
def test_a_headline_that_counts_the_parts_up_tells_a_roundup(nlp, title, text, expected):
    assert _apart(nlp, title, text) is expected


def test_parts_under_different_times_tell_a_ticker_about_everything(nlp):
    entries = f"09.45 Uhr: {FIRE}\n\n09.20 Uhr: {STRIKE}\n\n08.50 Uhr: {VOTE}"
    assert _apart(nlp, "Der Newsblog am Montag", entries)


def test_entries_on_one_event_do_not_fall_apart(nlp):
    later = "In Hollnau dürfen die Anwohner des Chemiewerks wieder lüften, teilte die Feuerwehr am Abend mit."
    first = "In der Nacht war im Chemiewerk von Resolva ein Großbrand ausgebrochen, zwei Arbeiter starben."
    entries = f"19.45 Uhr: {later}\n\n09.20 Uhr: {FIRE}\n\n05.50 Uhr: {first}"
    assert not _apart(nlp, "Großbrand in Hollnau, Anwohner gewarnt, zwei Verletzte", entries)


def test_a_long_part_with_remarks_is_about_one_event(nlp):
    text = f"{FIRE} {FIRE} {FIRE} {FIRE} {FIRE} {FIRE}\n\n{STRIKE}\n\n{VOTE}"
    assert not _apart(nlp, COUNTED, text)


def test_the_time_of_junk_does_not_count(nlp):
    text = f"{FIRE}\n\n{STRIKE}\n\n{VOTE}"
    blocks = segment(text, "", NOW)
    junk = tuple(
        Block(one.span, BlockKind.JUNK, one.as_of - timedelta(hours=hour)) for hour, one in enumerate(blocks)
    )
    assert not falls_apart(nlp(text), junk, nlp("Der Tag"))
