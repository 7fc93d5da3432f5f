"""Untrusted text made harmless, and German typography."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.digest import wording
from tests.digest.build import at

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("eins\n\n🔴 Eilmeldung: zwei", "eins 🔴 Eilmeldung: zwei"),
        ("a\u202eb\u2066c\u200bd\ufefff\u00adg\u061ch\u2060i", "abcdfghi"),
        ("a\x00b\x1b[31mc\u0085d", "ab[31mc d"),
        ("Tag\U000e0041\U000e007fende", "Tagende"),
        ("leer\u3164\u2800zeichen", "leer zeichen"),
        ("e" + "\u0301" * 500, "e" + "\u0301" * 3),
        ("12.000" + NBSP + "Euro", "12.000" + NBSP + "Euro"),
        ("halb\ud800er Ersatz", "halber Ersatz"),
        ("Zeile\u2028Absatz\u2029Ende\tTab", "Zeile Absatz Ende Tab"),
    ],
)
def test_it_cleans_what_could_disturb_a_line(dirty, tidy):
    assert wording.clean(dirty) == tidy


def test_it_keeps_arabic_and_hebrew_readable_but_fenced():
    assert wording.isolate("القاهرة") == "\u2068القاهرة\u2069"
    assert wording.isolate("Kairo") == "Kairo"


@pytest.mark.parametrize(
    "text", ["t.me/evil", "@everyone", "/stop@unserbot", "#tag", "$TSLA", "+491761234567", "seite.example"]
)
def test_it_takes_clickable_words_apart(text):
    defused = wording.defuse(text)
    assert wording.WORD_JOINER in defused
    assert defused.replace(wording.WORD_JOINER, "") == text


@pytest.mark.parametrize("text", ["z. B. am 24.10.2024", "12.000 Euro", "und/oder", "Ende. Anfang", "10:30"])
def test_it_leaves_ordinary_text_alone(text):
    assert wording.defuse(text) == text


def test_it_clips_at_a_word():
    assert wording.clip("Der Deich bei Niederau ist gebrochen", 25) == "Der Deich bei Niederau…"
    assert wording.clip("kurz", 25) == "kurz"
    assert wording.clip("x" * 10_000, 50) == "x" * 49 + "…"


@given(st.text(), st.integers(2, 80))
def test_it_never_clips_to_more_than_it_should(text, length):
    assert len(wording.clip(text, length)) <= length


@given(st.text())
def test_it_cleans_once_and_for_all(text):
    once = wording.clean(text)
    assert wording.clean(once) == once
    assert "\n" not in once


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ('Er sagt "nein" dazu', "Er sagt „nein“ dazu"),
        ("12.000 Soldaten", f"12.000{NBSP}Soldaten"),
        ("am 24. Oktober", f"am 24.{NBSP}Oktober"),
        ("um 5 %", f"um 5{NBSP}%"),
        ('ein " allein', 'ein " allein'),
        ("rund 20 000 Liter", f"rund 20.000{NBSP}Liter"),
        ("am 24. 10. 2024 300 Menschen", f"am 24. 10. 2024 300{NBSP}Menschen"),
    ],
)
def test_it_sets_german_type(plain, set_):
    assert wording.typeset(plain) == set_


def test_it_nests_quotation_marks():
    assert wording.cite('Kanzler: "Nie" und „nimmer“') == "„Kanzler: ‚Nie‘ und ‚nimmer‘“"


@pytest.mark.parametrize(
    "bad",
    [
        None,
        "",
        "javascript:alert(1)",
        "tg://resolve?domain=x",
        "file:///etc/passwd",
        "https://",
        "https://user:pw@host.example/",
        "https://host.example/ mit leer",
        "https://host\u202e.example/",
        "http://[kaputt",
        "//host.example/",
        "data:text/html,x",
    ],
)
def test_it_links_to_web_addresses_only(bad):
    assert wording.href(bad) is None


def test_it_keeps_a_good_address_and_encodes_the_rest():
    assert wording.href("https://host.example/a?b=c&d=%20#e") == "https://host.example/a?b=c&d=%20#e"
    assert wording.href('https://host.example/"><b>ü') == "https://host.example/%22%3E%3Cb%3E%C3%BC"


def test_it_writes_numbers_and_times_the_german_way():
    assert wording.count(12000) == "12.000"
    assert wording.moment(at(3, 9, 5)) == f"3.{NBSP}März{NBSP}2025, 09:05{NBSP}Uhr"
    assert wording.short_moment(at(3, 9, 5)) == "03.03.2025, 09:05"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "vor 1 Sekunde"),
        (timedelta(minutes=5), "vor 5 Minuten"),
        (timedelta(hours=10), "vor 10 Stunden"),
        (timedelta(days=3), "vor 3 Tagen"),
        (timedelta(days=-2), "vor 1 Sekunde"),
    ],
)
def test_it_says_how_long_ago(span, words):
    assert wording.age(span).replace(NBSP, " ") == words
