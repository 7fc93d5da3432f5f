"""Entries of live tickers count from their own time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from summaries.intake import segment
from summaries.model import BlockKind

BERLIN = ZoneInfo("Europe/Berlin")
PUBLISHED = datetime(2024, 10, 23, 18, 0, tzinfo=BERLIN)
TEXT = "Die Polizei meldet zwei Verletzte und sperrt die Brücke für den Verkehr."


def times(text: str, published: datetime = PUBLISHED) -> list[str]:
    blocks = segment(text, "Titel", published)
    return [f"{b.as_of.astimezone(BERLIN):%d.%m.%y %H:%M}" for b in blocks if b.kind is BlockKind.BODY]


def bodies(text: str, published: datetime = PUBLISHED) -> list[str]:
    return [b.span.of(text) for b in segment(text, "Titel", published) if b.kind is BlockKind.BODY]


@pytest.mark.parametrize(
    ("mark", "moment"),
    [
        ("Update vom 22. Oktober, 10.58 Uhr: ", "22.10.24 10:58"),
        ("Update vom 22. Oktober, 10:58 Uhr: ", "22.10.24 10:58"),
        ("Update vom Dienstag, 22. Oktober, 10.58 Uhr: ", "22.10.24 10:58"),
        ("Update vom 22.10.2024, 10.58 Uhr: ", "22.10.24 10:58"),
        ("Update vom 22.10., 10.58 Uhr: ", "22.10.24 10:58"),
        ("Update, 22. Oktober 2024, 10.58 Uhr: ", "22.10.24 10:58"),
        ("UPDATE 22. Oktober 10.58 Uhr: ", "22.10.24 10:58"),
        ("Update vom 22. Okt., 10.58 Uhr – ", "22.10.24 10:58"),
        ("Aktualisierung vom 22. Oktober um 10.58 Uhr: ", "22.10.24 10:58"),
        ("Update, 14:30 Uhr: ", "23.10.24 14:30"),
        ("Update 14.30 Uhr: ", "23.10.24 14:30"),
        ("Update (14.30 Uhr): ", "23.10.24 14:30"),
        ("Update um 14.30 Uhr: ", "23.10.24 14:30"),
        ("Update von 14 Uhr: ", "23.10.24 14:00"),
        ("[Update 14:30 Uhr] ", "23.10.24 14:30"),
        ("[Update, 14:30 Uhr]: ", "23.10.24 14:30"),
        ("(Update 14:30 Uhr) ", "23.10.24 14:30"),
        ("+++ Update 14.30 Uhr +++ ", "23.10.24 14:30"),
        ("+++ 14.30 Uhr +++ ", "23.10.24 14:30"),
        ("+++ 14:30 +++ ", "23.10.24 14:30"),
        ("14.30 Uhr: ", "23.10.24 14:30"),
        ("14:30 Uhr | ", "23.10.24 14:30"),
        ("14.30 Uhr – ", "23.10.24 14:30"),
        ("Mittwoch, 23. Oktober, 14.30 Uhr: ", "23.10.24 14:30"),
        ("Dienstag, 14.30 Uhr: ", "22.10.24 14:30"),
        ("Mi., 23. Oktober, 14.30 Uhr: ", "23.10.24 14:30"),
        ("23.10.2024, 14:30 Uhr: ", "23.10.24 14:30"),
        ("19.30 Uhr: ", "22.10.24 19:30"),
        ("Update vom 24. Dezember, 8 Uhr: ", "24.12.23 08:00"),
        ("Update vom 22. Oktober: ", "22.10.24 12:00"),
        ("Update: ", "23.10.24 18:00"),
        ("Update vom 23. Oktober, 19.45 Uhr: ", "23.10.24 18:00"),
    ],
)
def test_it_reads_the_mark_and_leaves_it_out(mark: str, moment: str) -> None:
    text = f"Titel\n\n{mark}{TEXT}\n\nMehr dazu folgt am Abend in dieser Meldung, so die Polizei."
    assert bodies(text)[0] == TEXT
    assert times(text) == [moment, moment]


@pytest.mark.parametrize(
    "sentence",
    [
        "Um 14.30 Uhr sperrte die Polizei die Brücke.",
        "14 Uhr war es, als die Brücke brach.",
        "14.30 Uhr war als Beginn angesetzt, doch niemand kam.",
        "Montag ist Ruhetag.",
        "22. Oktober 1962: Kennedy spricht im Fernsehen zur Nation und droht mit Gegenschlag.",
        "Update der Software behebt nach Angaben des Herstellers zwölf Fehler.",
        "Neu: Die Brücke hat jetzt vier Spuren und einen Radweg.",
        "3:2 gewann der Verein am Samstag gegen den Tabellenführer.",
        "12.30 Euro kostet die Karte.",
    ],
)
def test_other_sentences_keep_the_publication_time(sentence: str) -> None:
    text = f"{TEXT}\n\n{sentence}\n\n{TEXT}"
    assert set(times(text)) == {"23.10.24 18:00"}


def test_newest_first_over_midnight() -> None:
    text = f"14.05 Uhr: {TEXT}\n9.10 Uhr: {TEXT}\n23.40 Uhr: {TEXT}\n22.00 Uhr: {TEXT}"
    assert times(text) == ["23.10.24 14:05", "23.10.24 09:10", "22.10.24 23:40", "22.10.24 22:00"]


def test_oldest_first_over_midnight() -> None:
    text = f"22.00 Uhr: {TEXT}\n23.40 Uhr: {TEXT}\n9.10 Uhr: {TEXT}\n14.05 Uhr: {TEXT}"
    assert times(text) == ["22.10.24 22:00", "22.10.24 23:40", "23.10.24 09:10", "23.10.24 14:05"]


def test_entries_slightly_out_of_order_stay_on_their_day() -> None:
    text = f"14.05 Uhr: {TEXT}\n14.10 Uhr: {TEXT}\n13.00 Uhr: {TEXT}\n12.00 Uhr: {TEXT}"
    assert times(text) == ["23.10.24 14:05", "23.10.24 14:10", "23.10.24 13:00", "23.10.24 12:00"]


def test_a_day_heading_dates_the_entries_below() -> None:
    text = (
        f"Mittwoch, 23. Oktober\n\n10.00 Uhr: {TEXT}\n\n9.00 Uhr: {TEXT}\n\nMontag, 21. "
        f"Oktober\n\n18.00 Uhr: {TEXT}\n\n17.00 Uhr: {TEXT}"
    )
    assert times(text) == ["23.10.24 10:00", "23.10.24 09:00", "21.10.24 18:00", "21.10.24 17:00"]


def test_the_first_report_is_older_than_the_oldest_update() -> None:
    text = (
        f"{TEXT}\n\nUpdate vom 22. Oktober, 9.19 Uhr: "
        f"{TEXT}\n\nZwischentitel\n\nErstmeldung: Moskau – {TEXT}\n\n{TEXT}"
    )
    assert times(text) == ["23.10.24 18:00", "22.10.24 09:19", "22.10.24 09:18", "22.10.24 09:18"]
    assert bodies(text)[2] == TEXT


def test_the_first_report_may_have_its_own_time() -> None:
    text = f"Update, 14.30 Uhr: {TEXT}\n\nErstmeldung vom 22. Oktober, 17.30 Uhr: {TEXT}"
    assert times(text) == ["23.10.24 14:30", "22.10.24 17:30"]


def test_a_heading_belongs_to_the_entry_below() -> None:
    text = f"{TEXT}\n\nBrücke gesperrt\n\nUpdate, 14.30 Uhr: {TEXT}"
    heading = next(b for b in segment(text, "Titel", PUBLISHED) if b.kind is BlockKind.HEADLINE)
    assert heading.as_of == datetime(2024, 10, 23, 14, 30, tzinfo=BERLIN)


def test_lines_of_only_a_time_begin_entries() -> None:
    text = f"{TEXT}\n\n14:05 Uhr\n\nBrücke gesperrt\n\n{TEXT}\n\n13:20 Uhr\n\nPolizei vor Ort\n\n{TEXT}"
    assert times(text) == ["23.10.24 18:00", "23.10.24 14:05", "23.10.24 13:20"]


def test_a_single_line_of_only_a_time_is_the_date_line() -> None:
    text = f"23.10.2024, 09:00 Uhr\n\n{TEXT}\n\n{TEXT}"
    assert times(text) == ["23.10.24 18:00", "23.10.24 18:00"]


def test_a_heading_between_plus_signs_is_left_out() -> None:
    text = f"+++ 14:05 Brücke gesperrt +++\n{TEXT}\n+++ 13:20 Unfall gemeldet +++\n{TEXT}"
    assert times(text) == ["23.10.24 14:05", "23.10.24 13:20"]
    assert bodies(text) == [TEXT, TEXT]


def test_late_hours_between_plus_signs() -> None:
    text = f"+++ 23:10 Brücke gesperrt +++\n{TEXT}\n+++ 21:45 Unfall gemeldet +++\n{TEXT}"
    assert times(text) == ["22.10.24 23:10", "22.10.24 21:45"]


def test_times_are_german_also_on_the_days_of_clock_change() -> None:
    published = datetime(2024, 10, 27, 12, 0, tzinfo=BERLIN)
    block = next(b for b in segment(f"1.30 Uhr: {TEXT}", "", published) if b.kind is BlockKind.BODY)
    assert block.as_of.utcoffset().total_seconds() == 7200


def test_publication_in_another_zone_is_the_same_moment() -> None:
    published = PUBLISHED.astimezone(ZoneInfo("America/New_York"))
    assert times(f"14.30 Uhr: {TEXT}", published) == ["23.10.24 14:30"]


def test_a_leap_day_finds_its_year() -> None:
    assert times(f"Update vom 29. Februar, 10 Uhr: {TEXT}") == ["29.02.24 10:00"]
    assert times(f"Update vom 29. Februar, 10 Uhr: {TEXT}", PUBLISHED.replace(year=2023)) == [
        "29.02.20 10:00"
    ]
