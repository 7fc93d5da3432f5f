"""Times that a clause names, counted from the time of its block."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from summaries.statements.times import time_of
from tests.statements.ask import statements_of

THURSDAY = datetime(2025, 6, 12, 9, tzinfo=ZoneInfo("Europe/Berlin"))

PAST = [
    ("Gestern fiel der Strom aus", "2025-06-11"),
    ("In der Nacht zu Dienstag brannte ein Stall", "2025-06-10"),
    ("Am Freitag wurde der Pass gesperrt", "2025-06-06"),
    ("Am Donnerstag kam der Regen", "2025-06-12"),
    ("Am vergangenen Montag kippte ein Lastwagen um", "2025-06-09"),
    ("Vor zwei Wochen schloss der Laden", "2025-05-29"),
    ("Vor einem Jahr eröffnete die Halle", "2024-06-12"),
    ("Im April wurde die Linie eingestellt", "2025-04-01"),
    ("Ende August lief die Frist ab", "2024-08-01"),
    ("Am 5. Juni war die Straße frei", "2025-06-05"),
    ("Im Mai 2022 gründete sich der Verein", "2022-05-01"),
    ("Im Jahr 2021 übernahm der Sohn die Bäckerei", "2021-01-01"),
    ("An Silvester brannten drei Scheunen", "2024-12-31"),
    ("Am Dienstag um 15.20 Uhr ging der Alarm los", "2025-06-10T15:20"),
]
AHEAD = [
    ("Übermorgen läuft die Frist ab", "2025-06-14"),
    ("Am Freitag beginnt das Fest", "2025-06-13"),
    ("Am kommenden Donnerstag tagt der Rat", "2025-06-19"),
    ("In drei Wochen beginnt der Prozess", "2025-07-03"),
    ("Im März öffnet die Brücke", "2026-03-01"),
]


@pytest.mark.parametrize(("words", "told"), PAST)
def test_it_counts_back_where_something_has_been(words, told):
    found = time_of(words, THURSDAY, past=True)
    assert found is not None
    assert found.isoformat().startswith(told)


@pytest.mark.parametrize(("words", "told"), AHEAD)
def test_it_counts_on_where_something_is_to_come(words, told):
    found = time_of(words, THURSDAY, past=False)
    assert found is not None
    assert found.isoformat().startswith(told)


@pytest.mark.parametrize(
    "words",
    [
        "Der Damm hält",
        "Am Morgen stieg das Wasser",
        "Vor zwei Häusern stand Wasser",
        "Am 31. Juni fuhr ein Zug",
    ],
)
def test_it_names_no_time_where_none_is_told(words):
    assert time_of(words, THURSDAY, past=True) is None


def test_it_writes_the_time_on_the_statement(nlp):
    found = statements_of(nlp, "Am Sonntag wurde in Trahlen eine Bäckerei überfallen.")
    assert [one.when.date().isoformat() for one in found if one.when] == ["2025-03-02"]
