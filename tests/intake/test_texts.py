"""Pasted text, duplicates, agencies, outlets, dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from summaries.intake import (
    IntakeError,
    Problem,
    agency_of,
    document_from_text,
    family_of,
    fingerprint,
    is_exact_duplicate,
    is_near_duplicate,
    outlet_of_host,
    outlet_of_name,
    outlets,
)
from summaries.intake.charset import decode
from summaries.intake.clock import find_date
from summaries.intake.texts import clean_title, made_title, title_of
from summaries.model import DateSource, Outlet

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 10, 24, 18, 0, tzinfo=UTC)
ONE = "Die Stadt Musterhausen will die alte Brücke im kommenden Jahr abreißen und neu bauen lassen."
TWO = "Oberbürgermeisterin Anna Beispiel sagte am Montag, der Bau koste mindestens zwölf Millionen Euro."


def test_the_first_line_of_a_pasted_text_is_its_title() -> None:
    document = document_from_text(f"Brücke wird abgerissen\n\n{ONE}\n\n{TWO}", NOW)
    assert document.title == "Brücke wird abgerissen"


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("24.10.2024", datetime(2024, 10, 24, 12, 0, tzinfo=BERLIN)),
        ("Stand: 23.10.2024, 14:05 Uhr", datetime(2024, 10, 23, 14, 5, tzinfo=BERLIN)),
        ("Mittwoch, 23. Oktober 2024, 14.05 Uhr", datetime(2024, 10, 23, 14, 5, tzinfo=BERLIN)),
        ("2024-10-23 14:05", datetime(2024, 10, 23, 14, 5, tzinfo=BERLIN)),
        ("Veröffentlicht am 3. März 2024 um 7 Uhr", datetime(2024, 3, 3, 7, 0, tzinfo=BERLIN)),
    ],
)
def test_a_printed_date_is_the_publication(line: str, moment: datetime) -> None:
    document = document_from_text(f"Brücke weg\n\n{line}\n\n{ONE}", NOW, message_time=NOW)
    assert document.published == moment
    assert document.published_source is DateSource.TEXT


@pytest.mark.parametrize(
    "line", ["24.10.2034", "31.02.2024", "24. Oktober", "Am 3. März 2024 begann der Bau der Brücke."]
)
def test_other_dates_are_not(line: str) -> None:
    posted = datetime(2024, 10, 24, 9, 0, tzinfo=UTC)
    document = document_from_text(f"{ONE}\n\n{line}\n\n{TWO}", NOW, message_time=posted)
    assert document.published == posted
    assert document.published_source is DateSource.MESSAGE


def test_without_any_time_it_is_the_arrival() -> None:
    document = document_from_text(ONE, NOW)
    assert (document.published, document.published_source) == (NOW, DateSource.RECEIVED)
    assert document.outlet == Outlet("text", "Text")


def test_a_message_from_the_future_is_now() -> None:
    assert document_from_text(ONE, NOW, message_time=datetime(2030, 1, 1, tzinfo=UTC)).published == NOW


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY),
        ("…!?", Problem.EMPTY),
        ("x" * 100_001, Problem.TOO_LONG),
        ("a\x00", Problem.BINARY),
    ],
)
def test_what_is_no_text_is_refused(text: str, problem: Problem) -> None:
    with pytest.raises(IntakeError) as caught:
        document_from_text(text, NOW)
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{ONE} {TWO}", ONE.rstrip(".")),
        (f"Berlin (dpa) - {ONE}", ONE.rstrip(".")),
        (f"Von Max Mustermann\n\n24.10.2024\n\n{ONE}", ONE.rstrip(".")),
        (
            "Dr. Anna Beispiel hat am 5. Oktober gewonnen. Sie freut sich.",
            "Dr. Anna Beispiel hat am 5. Oktober gewonnen",
        ),
        ("„Das ist falsch.“ So begann sie.", "„Das ist falsch.“"),
        ("Wer zahlt das? Niemand weiß es.", "Wer zahlt das?"),
    ],
)
def test_a_title_is_made_from_the_first_sentence(text: str, title: str) -> None:
    assert made_title(text, NOW) == title


@pytest.mark.parametrize(
    "given",
    [None, "", "  ", "!!! 12345 +++ ???", "Unfall " * 1500, "Eil Eil Eil Eil: Brand Brand Brand Brand"],
)
def test_a_title_that_says_nothing_is_made_from_the_text(given: str | None) -> None:
    text = "Bei Neustadt stießen zwei Autos zusammen. Drei Menschen wurden verletzt."
    assert title_of(given, text, NOW) == "Bei Neustadt stießen zwei Autos zusammen"


@pytest.mark.parametrize(
    "given", ["Nein heißt Nein", "New York, New York: Sinatra zum 100.", "中国和德国", "Ey up"]
)
def test_a_title_that_says_something_stays(given: str) -> None:
    assert title_of(given, "Bei Neustadt stießen zwei Autos zusammen.", NOW) == given


def test_long_titles_are_cut_between_words() -> None:
    cut = clean_title("Wort " * 100, 40)
    assert cut == "Wort Wort Wort Wort Wort Wort Wort Wort…" or (len(cut) <= 40 and cut.endswith("Wort…"))
    assert len(clean_title("x" * 500, 40)) == 40


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"Berlin (dpa) - {ONE}", "dpa"),
        (f"BERLIN (AFP) — {ONE}", "AFP"),
        (f"Titel\n\nMoskau (Reuters) - {ONE}", "Reuters"),
        (f"Musterhausen (dpa/lnw) - {ONE}", "dpa"),
        (f"Bonn (KNA) {ONE}", "KNA"),
        (f"Frankfurt a.M. (epd). {ONE}", "epd"),
        (f"Wien (APA) - {ONE}", "APA"),
        (f"München (SID) - {ONE}", "SID"),
        (f"{ONE}\n\n(dpa)", "dpa"),
        (f"{ONE} (dpa)", "dpa"),
        (f"{ONE} (dpa/mwe)", "dpa"),
        (f"{ONE}\n\ndpa/lnw", "dpa"),
        (f"{ONE}\n\nQuelle: dpa", "dpa"),
        (f"{ONE}\n\nQuelle: AFP", "AFP"),
        (f"{ONE}\n\nMit Material von dpa", "dpa"),
        (f"{ONE} (mit Material von Reuters)", "Reuters"),
        (f"{ONE}\n\n© dpa-infocom, dpa:241024-930-269000/1", "dpa"),
        (f"dpa\n\n{ONE}", "dpa"),
        (f"{ONE}\n\nMit Informationen der Nachrichtenagentur AP", "AP"),
        (ONE, None),
        (f"{ONE} Das sagte er der dpa.", None),
        (f"{ONE}\n\nDie Agentur AFP zitierte ihn mit anderen Worten.", None),
        (f"{ONE}\n\nFoto: dpa", None),
        (f"{ONE}\n\n© Max Mustermann/dpa", None),
        (f"Anna Beispiel (SPD) sagte: {ONE}", None),
        ("", None),
    ],
)
def test_a_credit_names_the_agency(text: str, agency: str | None) -> None:
    assert agency_of(text) == agency


STORY = " ".join(
    f"Im {n}. Abschnitt berichtet die Stadt über Kosten von {n} Millionen Euro, Termin {n} und "
    f"die Folgen für Straße {n}."
    for n in range(40)
)


def test_the_same_words_are_an_exact_duplicate() -> None:
    assert is_exact_duplicate(fingerprint(f"{ONE}\n\n{TWO}"), fingerprint(f"  {ONE.upper()}  {TWO}!"))
    assert not is_exact_duplicate(fingerprint(ONE), fingerprint(TWO))


def test_edited_and_framed_copies_are_near_duplicates() -> None:
    original = fingerprint(STORY)
    assert is_near_duplicate(original, fingerprint(STORY.replace("Abschnitt", "Teil", 5)))
    assert is_near_duplicate(original, fingerprint(f"{ONE} {STORY} {TWO}"))
    assert is_near_duplicate(original, fingerprint(STORY[: len(STORY) // 2]))


def test_other_texts_are_not() -> None:
    other = (
        STORY.replace("berichtet die Stadt", "dementiert der Kreis")
        .replace("Millionen Euro", "Tonnen Sand")
        .replace("Folgen für", "Lage an")
    )
    assert not is_near_duplicate(fingerprint(STORY), fingerprint(other))
    assert not is_near_duplicate(fingerprint(ONE), fingerprint(TWO))
    assert not is_near_duplicate(
        fingerprint("Mehr folgt in Kürze."), fingerprint("Mehr folgt in Kürze hier.")
    )


def test_long_texts_are_compared_by_a_sample() -> None:
    long = " ".join(f"wort{n} satz{n * 7 % 1000} punkt{n}" for n in range(5_000))
    print_ = fingerprint(long)
    assert len(print_.shingles) <= 512 < print_.total
    assert is_near_duplicate(print_, fingerprint(long.replace("wort1", "text1", 300)))
    assert not is_near_duplicate(print_, fingerprint(" ".join(f"x{n} y{n} z{n}" for n in range(5_000))))


@pytest.mark.parametrize(
    ("host", "key", "name"),
    [
        ("www.tagesschau.de", "tagesschau.de", "tagesschau"),
        ("m.faz.net", "faz.net", "FAZ"),
        ("news.orf.at", "orf.at", "ORF"),
        ("www.unbekanntes-blatt.de", "unbekanntes-blatt.de", "unbekanntes-blatt.de"),
        ("blog.beispiel.co.uk", "beispiel.co.uk", "beispiel.co.uk"),
        ("xn--mller-kva.de", "xn--mller-kva.de", "müller.de"),
        ("xn--spegel-9of.de", "xn--spegel-9of.de", "xn--spegel-9of.de"),
        ("1.2.3.4", "1.2.3.4", "1.2.3.4"),
    ],
)
def test_the_outlet_of_a_host(host: str, key: str, name: str) -> None:
    assert outlet_of_host(host) == Outlet(key, name)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("Spiegel", "spiegel.de"),
        ("DER SPIEGEL", "der-spiegel"),
        ("taz", "taz.de"),
        ("Süddeutsche Zeitung", "sueddeutsche.de"),
        ("zeit.de", "zeit.de"),
        ("Quelle Ä", "quelle-ae"),
        ("Новости", None),
    ],
)
def test_the_outlet_of_a_name(given: str, key: str | None) -> None:
    found = outlet_of_name(given)
    assert found.key == key if key else found.key.isascii() and found.key


def test_papers_of_one_publisher_are_a_family() -> None:
    assert family_of("merkur.de") == family_of("fr.de") is not None
    assert family_of("welt.de") != family_of("merkur.de")
    assert family_of("taz.de") is None
    assert family_of("unbekannt.de") is None


def test_one_broken_byte_does_not_spoil_utf_8() -> None:
    assert decode("Müller und Söhne, größer".encode() + b"\xff") == "Müller und Söhne, größer\ufffd"


def test_dates_in_prose() -> None:
    latest = date(2024, 10, 24)
    assert find_date("am 3.10.2024 um 14.05 Uhr", latest) == (date(2024, 10, 3), time(14, 5))
    assert find_date("3. Oktober 24", latest) == (date(2024, 10, 3), None)
    assert find_date("30.2.2024, dann 1.3.2024", latest) == (date(2024, 3, 1), None)
    assert find_date("nichts", latest) is None


@pytest.mark.parametrize(
    "domains",
    [
        ("merkur.de", "hna.de", "giessener-allgemeine.de"),
        ("haz.de", "rnd.de", "ln-online.de"),
        ("waz.de", "tlz.de"),
        ("vol.at", "vn.at"),
        ("sn.at", "salzburg24.at"),
        ("tagesanzeiger.ch", "derbund.ch", "bazonline.ch"),
        ("aargauerzeitung.ch", "luzernerzeitung.ch", "tagblatt.ch"),
        ("gmx.net", "web.de"),
    ],
)
def test_papers_of_one_house_are_one_family(domains: tuple[str, ...]) -> None:
    families = {family_of(domain) for domain in domains}
    assert len(families) == 1
    assert None not in families


def test_every_outlet_of_the_table_is_a_registrable_domain_with_a_name_of_its_own() -> None:
    table = outlets._KNOWN
    assert [domain for domain in table if outlets.registrable_domain(domain) != domain] == []
    houses: dict[str, set[str | None]] = {}
    for name, family in table.values():
        assert name.strip() == name
        houses.setdefault(name, set()).add(family)
    # The Swiss and the German watson share a name and nothing else.
    assert [name for name, families in houses.items() if len(families) > 1] == ["watson"]
