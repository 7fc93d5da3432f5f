"""Articles out of pages."""

from __future__ import annotations

import json
import pickle
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from summaries.intake import IntakeError, Page, Problem, extract, segment
from summaries.intake.metadata import parse_time, without_outlet
from summaries.model import BlockKind, DateSource, Document
from tests.intake.pdfs import made_pdf, plain_pdf

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 10, 24, 18, 0, tzinfo=UTC)
URL = "https://www.musterblatt.example/politik/bruecke-1.html"
PARAGRAPHS = [
    "Der Stadtrat von Musterhausen hat am Montag beschlossen, die alte Brücke über den Fluss abzureißen.",
    "Die Kosten liegen nach Angaben der Verwaltung bei zwölf Millionen Euro, der Bund zahlt die Hälfte.",
    "Oberbürgermeisterin Anna Beispiel sagte: „Die Brücke ist nicht zu retten, das zeigen Gutachten.“",
    "Die Opposition bezweifelt das und fordert eine Befragung der Bürger, bevor die Bagger kommen.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LINKED = {
    "@type": "NewsArticle",
    "headline": "Brücke wird abgerissen",
    "datePublished": "2024-10-22T08:30:00+02:00",
}


def page(body: str = BODY, head: str = "", url: str = URL, charset: str | None = "utf-8") -> Page:
    html = (
        f"<html><head><title>Brücke wird abgerissen | "
        f"Musterblatt</title>{head}</head><body><article>{body}</article></body></html>"
    )
    return Page(url, url, html.encode(), "text/html", charset)


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(LINKED | fields)}</script>'


def read(body: str = BODY, head: str = "", url: str = URL) -> Document:
    return extract(page(body, head, url), NOW)


def problem_of(given: Page) -> Problem:
    with pytest.raises(IntakeError) as caught:
        extract(given, NOW)
    return caught.value.problem


def test_it_reads_the_article() -> None:
    document = read(f"<h1>Brücke wird abgerissen</h1>{BODY}", linked())
    assert document.title == "Brücke wird abgerissen"
    assert all(paragraph in document.text for paragraph in PARAGRAPHS)
    assert document.published == datetime(2024, 10, 22, 8, 30, tzinfo=BERLIN)
    assert document.published_source is DateSource.PAGE
    assert document.url == URL
    assert document.outlet.key == "www.musterblatt.example".removeprefix("www.")


def test_it_can_be_sent_to_another_process() -> None:
    given = page(head=linked())
    assert pickle.loads(pickle.dumps(extract(given, NOW))) == extract(pickle.loads(pickle.dumps(given)), NOW)
    error = pickle.loads(pickle.dumps(IntakeError(Problem.NOT_HTML, {"type": "pdf"})))
    assert (error.problem, error.detail) == (Problem.NOT_HTML, {"type": "pdf"})


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        (
            '<meta property="article:published_time" content="2024-10-22T08:30:00+02:00">',
            "2024-10-22T08:30:00+02:00",
        ),
        (
            '<meta property="article:published_time" content="2024-10-22T06:30:00Z">',
            "2024-10-22T08:30:00+02:00",
        ),
        ('<meta name="date" content="2024-10-22T08:30:00">', "2024-10-22T08:30:00+02:00"),
        ('<meta name="date" content="2024-10-22">', "2024-10-22T12:00:00+02:00"),
        (
            (
                '<script type="application/ld+json">'
                '{"@graph":[{"@type":["NewsArticle"],"datePublished":"2024-10-22T08:30+02:00"}]}</script>'
            ),
            "2024-10-22T08:30:00+02:00",
        ),
    ],
)
def test_it_finds_the_publication_time(head: str, moment: str) -> None:
    document = read(head=head)
    assert document.published == datetime.fromisoformat(moment)
    assert document.published_source is DateSource.PAGE


@pytest.mark.parametrize(
    "value",
    [
        "2034-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "99999-01-01",
        "gestern",
        "",
        None,
        5,
        [],
        {},
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_unbelievable_times_are_ignored(value: object) -> None:
    document = read(head=linked(datePublished=value))
    assert document.published == NOW
    assert document.published_source is DateSource.RECEIVED


def test_a_time_element_and_a_printed_date_count_as_well() -> None:
    document = read(f'<time datetime="2024-10-21T07:00:00+02:00">Montag</time>{BODY}')
    assert document.published == datetime(2024, 10, 21, 7, 0, tzinfo=BERLIN)


def test_related_articles_do_not_date_the_page() -> None:
    other = json.dumps(
        {"@type": "WebPage", "mentions": [{"@type": "Thing", "datePublished": "2020-01-01T00:00:00Z"}]}
    )
    document = read(head=f'<script type="application/ld+json">{other}</script>{linked()}')
    assert document.published == datetime(2024, 10, 22, 8, 30, tzinfo=BERLIN)


def test_a_live_ticker_is_as_new_as_its_last_change() -> None:
    entries = "".join(
        f"<p>Update vom 23. Oktober, {hour}.00 Uhr: {PARAGRAPHS[0]}</p>" for hour in (17, 12, 9)
    )
    document = read(entries + BODY, linked(dateModified="2024-10-23T18:00:00+02:00"))
    assert document.published == datetime(2024, 10, 23, 18, 0, tzinfo=BERLIN)
    first = next(
        b for b in segment(document.text, document.title, document.published) if b.kind is BlockKind.BODY
    )
    assert first.as_of == datetime(2024, 10, 23, 17, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    "script",
    [
        "{kein json",
        "[" * 20_000,
        '{"@type":"NewsArticle","headline":5,"datePublished":NaN}',
        '{"@type":{"a":1},"publisher":[1,2],"datePublished":{"a":"b"}}',
        '{"@type":"NewsArticle","headline":"' + "x" * 600_000 + '"}',
        "null",
        '{"@graph":' + "[" * 900 + "]" * 900 + "}",
    ],
)
def test_odd_structured_data_does_no_harm(script: str) -> None:
    document = read(head=f'<script type="application/ld+json">{script}</script>')
    assert document.title == "Brücke wird abgerissen"
    assert document.published == NOW


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Brücke gesperrt | tagesschau.de", "Brücke gesperrt"),
        ("Brücke gesperrt - DER SPIEGEL", "Brücke gesperrt"),
        ("Brücke gesperrt – Musterblatt Online", "Brücke gesperrt"),
        ("Musterblatt: Brücke gesperrt", "Musterblatt: Brücke gesperrt"),
        ("Musterblatt | Brücke gesperrt", "Brücke gesperrt"),
        ("Brücke gesperrt - Politik", "Brücke gesperrt - Politik"),
        ("Nord-Süd-Brücke - ein Streit", "Nord-Süd-Brücke - ein Streit"),
    ],
)
def test_the_outlet_is_cut_off_the_title(title: str, clean: str) -> None:
    assert without_outlet(title, "Musterblatt", "Spiegel", "spiegel.de") == clean


def test_the_title_is_capped() -> None:
    document = read(head=linked(headline="Brücke " * 2_000))
    assert len(document.title) <= 300


def test_a_page_without_a_title_gets_one_from_its_first_sentence() -> None:
    given = Page(URL, URL, f"<html><body>{BODY}</body></html>".encode())
    assert extract(given, NOW).title.startswith("Der Stadtrat von Musterhausen")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://www.musterblatt.example/a-2?utm_source=x", "https://www.musterblatt.example/a-2"),
        ("/a-2", "https://www.musterblatt.example/a-2"),
        ("https://boese.example/a-2", URL),
        ("http://127.0.0.1/a-2", URL),
        ("javascript:alert(1)", URL),
        ("https://www.musterblatt.example/", URL),
        ("http://[", URL),
    ],
)
def test_a_canonical_address_is_believed_on_its_own_site_only(href: str, url: str) -> None:
    assert read(head=f'<link rel="canonical" href="{href}">').url == url


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">{}</p>',
        '<p style="DISPLAY : NONE;">{}</p>',
        '<div style="visibility:hidden"><p>{}</p></div>',
        "<p hidden>{}</p>",
        '<p aria-hidden="true">{}</p>',
        '<p style="color:#fff">{}</p>',
        '<p style="color: white; background-color: white">{}</p>',
        '<p style="font-size:0">{}</p>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<p class="sr-only">{}</p>',
        "<!-- <p>{}</p> -->",
        '<img alt="{}">',
        "<template><p>{}</p></template>",
        "<noscript><p>{}</p></noscript>",
        '<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{}"}}</script>',
        "<textarea>{}</textarea>",
        '<p><span style="opacity:0">{}</span></p>',
    ],
)
def test_hidden_text_is_not_read(hidden: str) -> None:
    secret = (
        "Der Bürgermeister hat am Freitag heimlich zwölf Millionen Euro gestohlen und ins Ausland gebracht."
    )
    document = read(BODY + hidden.format(secret))
    assert "gestohlen" not in document.text
    assert PARAGRAPHS[1] in document.text


def test_white_text_on_a_dark_ground_is_read() -> None:
    document = read(f'<p style="color:#fff;background-color:#003366">{PARAGRAPHS[0]}</p>{BODY}')
    assert PARAGRAPHS[0] in document.text


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (BODY.encode("cp1252"), "utf-8"),
        (BODY.encode("cp1252"), None),
        (BODY.encode("utf-8"), "iso-8859-1"),
        (b"\xef\xbb\xbf" + BODY.encode("utf-8"), "iso-8859-1"),
        (BODY.encode("utf-16"), None),
        (BODY.encode("utf-8"), "utf-7"),
        (BODY.encode("utf-8"), "base64"),
        (BODY.encode("cp1252"), "rot13"),
        (b'<meta charset="iso-8859-15">' + BODY.encode("iso-8859-15", "replace"), None),
    ],
)
def test_umlauts_survive_any_declaration(data: bytes, charset: str | None) -> None:
    document = extract(Page(URL, URL, data, "text/html", charset), NOW)
    assert PARAGRAPHS[0] in document.text
    assert "\ufffd" not in document.text


def test_utf_7_never_becomes_markup() -> None:
    data = ("+ADw-script+AD4-" + BODY).encode()
    assert "<script>" not in extract(Page(URL, URL, data, "text/html", "utf-7"), NOW).text


def test_a_paywall_stub_is_no_article() -> None:
    stub = (
        f"<p>{PARAGRAPHS[0]}</p><p>Jetzt weiterlesen mit MB+. Sie sind bereits Abonnent? Hier anmelden.</p>"
    )
    assert problem_of(page(stub)) is Problem.PAYWALL
    assert (
        problem_of(page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>", linked(isAccessibleForFree="False")))
        is Problem.PAYWALL
    )


def test_a_free_article_with_an_offer_is_an_article() -> None:
    text = BODY * 1 + "".join(
        f"<p>{p} Das teilte die Stadt Musterhausen am {i}. Oktober mit.</p>"
        for i, p in enumerate(PARAGRAPHS * 3, 1)
    )
    document = read(text + "<p>Jetzt Abo testen, jederzeit kündbar.</p>")
    assert PARAGRAPHS[0] in document.text


def test_a_consent_wall_is_no_article() -> None:
    wall = (
        "<p>Wir und unsere 150 Partner verwenden Cookies und ähnliche Techniken, um Ihre "
        "personenbezogenen Daten zu verarbeiten.</p>"
        "<p>Mit Ihrer Zustimmung nutzen wir Cookies für Tracking und Werbung. Ihre Einwilligung "
        "können Sie jederzeit in unserer Datenschutzerklärung widerrufen.</p>"
        "<p>Wenn Sie zustimmen, erlauben Sie uns und unseren Partnern, Ihre Daten zu nutzen. "
        "Ohne Ihre Zustimmung können Sie unser Pur-Abo ohne Tracking und Cookies wählen.</p>"
    )
    assert problem_of(page(wall)) is Problem.CONSENT_WALL
    assert problem_of(page(BODY, url="https://consent.musterblatt.example/collect")) is Problem.CONSENT_WALL


def test_an_article_about_cookies_is_an_article() -> None:
    text = (
        "<p>Die EU-Kommission will die Regeln für Cookies lockern. Eine Einwilligung soll "
        "künftig seltener nötig sein, sagte ein Sprecher am Montag in Brüssel.</p>"
        "<p>Verbraucherschützer warnten vor mehr Tracking. Der Datenschutz werde ausgehöhlt, "
        "kritisierte der Verband. Die Zustimmung des Parlaments gilt als unsicher.</p>"
    )
    assert "Verbraucherschützer" in read(text).text


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<p>Die gewünschte Seite wurde leider nicht gefunden. Fehler 404.</p>", Problem.NOT_FOUND),
        ("<p>Just a moment... Checking your browser before accessing.</p>", Problem.CONSENT_WALL),
        ("<div id='app'></div>", Problem.NO_ARTICLE),
        ("", Problem.NO_ARTICLE),
        ("<ul><li><a href='/a'>Politik</a></li><li><a href='/b'>Sport</a></li></ul>", Problem.NO_ARTICLE),
    ],
)
def test_other_pages_have_their_problem(body: str, problem: Problem) -> None:
    assert problem_of(page(body)) is problem


@pytest.mark.parametrize(
    "sentence",
    [
        "The city council decided on Monday to tear down the old bridge, officials said in a statement. ",
        "Le conseil municipal a décidé lundi de démolir le vieux pont, a annoncé la mairie. ",
        "市议会周一决定拆除旧桥,官员在一份声明中说。费用至少为一千二百万欧元。",
    ],
)
def test_an_article_in_another_language_is_read_as_any_other(sentence: str) -> None:
    document = read("<p>" + sentence * 20 + "</p>")
    assert document.text.startswith(sentence[:20])
    assert document.url == URL


def test_a_plain_text_page_is_a_text() -> None:
    text = "\n\n".join(PARAGRAPHS)
    document = extract(Page(URL, URL, text.encode("cp1252"), "text/plain", "utf-8"), NOW)
    assert document.text == text
    assert document.url == URL


def test_a_very_long_page_is_cut_between_paragraphs() -> None:
    many = "".join(
        f"<p>{PARAGRAPHS[0]} Das war Beschluss Nummer {i} in diesem Jahr, hieß es weiter.</p>"
        for i in range(900)
    )
    document = read(many)
    assert 90_000 < len(document.text) <= 100_000
    assert document.text.endswith(".")


@pytest.mark.parametrize(
    ("paragraph", "end"),
    [(f"{PARAGRAPHS[0]} " * 1_200, "."), ("Der Deich ist gebrochen, " * 8_000, ","), ("Deich" * 40_000, "h")],
)
def test_a_very_long_paragraph_is_cut_as_well(paragraph: str, end: str) -> None:
    document = read(f"<p>{paragraph}</p>")
    assert 90_000 < len(document.text) <= 100_000
    assert document.text.endswith(end)


HOSTILE = {
    "attributes": "<div " + " ".join(f"a{i}=x" for i in range(20_000)) + f">{BODY}</div>",
    "many attributes": "<div " + " ".join(f"a{i}=x" for i in range(100_000)) + f">{BODY}</div>",
    "breaks": "<br>" * 200_000 + BODY,
    "angles": "<" * 1_000_000,
    "nesting": "<div>" * 100_000 + BODY,
    "tables": "<table>" * 20_000 + BODY,
    "entities": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + BODY
    + "<p>&b;&b;</p>",
    "quotes": "<p>" + "„" * 60_000 + "</p>",
    "blanks": "<p>" + " " * 500_000 + "</p>" + BODY,
    "one word": "<p>" + "a" * 500_000 + "</p>",
    "style": '<p style="' + "color:#fff;" * 20_000 + f'">x</p>{BODY}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_time(name: str) -> None:
    begin = time.process_time()
    with suppress(IntakeError):
        extract(page(HOSTILE[name]), NOW)
    assert time.process_time() - begin < 8


def test_no_file_is_read_through_an_entity(tmp_path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("Geheimnis")
    doctype = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
    html = f"{doctype}<html><body><p>&x;</p>{BODY}<xi:include href='file://{secret}'/></body></html>"
    assert "Geheimnis" not in extract(Page(URL, URL, html.encode()), NOW).text


def test_a_time_slightly_ahead_is_now() -> None:
    assert parse_time((NOW + timedelta(minutes=5)).isoformat(), NOW) == NOW


def test_a_pdf_behind_a_link_is_read_as_one() -> None:
    lines = [f"In Absatz {n} steht, dass der Deich bei Emden die Nacht gehalten hat." for n in range(6)]
    found = Page("https://www.stadt.example/lage.pdf?utm_source=x", URL, plain_pdf(lines), "application/pdf")
    document = extract(found, NOW)
    assert document.url == "https://www.stadt.example/lage.pdf"
    assert document.outlet.key == "stadt.example"
    assert "Deich bei Emden" in document.text


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"%PDF-1.7 and then nothing", Problem.UNREADABLE),
        (b"<html>moved</html>", Problem.UNREADABLE),
        (made_pdf(["geheim"], password="x"), Problem.LOCKED),
        (plain_pdf([]), Problem.SCANNED),
    ],
)
def test_a_pdf_behind_a_link_that_holds_no_text_is_named(body: bytes, problem: Problem) -> None:
    with pytest.raises(IntakeError) as caught:
        extract(Page(URL, URL, body, "application/pdf"), NOW)
    assert caught.value.problem is problem
