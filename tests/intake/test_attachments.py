"""Mails and PDF files."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from textwrap import wrap

import pytest

from config import intake as limits
from summaries.intake import IntakeError, Problem, read_file
from summaries.intake.pdf import _LIGATURES, join_lines
from summaries.model import DateSource, Outlet
from tests.intake.pdfs import made_pdf, plain_pdf

NOW = datetime(2026, 5, 4, 9, 12, tzinfo=UTC)
FIRST = (
    "Am Morgen haben Helfer am Deich bei Emden Sandsäcke gestapelt, sagte die Sprecherin der Stadt. Die "
    "Pegel steigen weiter, und im Rathaus tagt seit der Nacht der Krisenstab der Stadt."
)
SECOND = (
    "Mehrere Straßen sind gesperrt, wie die Polizei am Mittag mitteilte. Am Abend soll sich die Lage nach "
    "Angaben der Behörden langsam entspannen, sagte ein Sprecher des Landkreises in Aurich am Telefon."
)
TITLE = "Deich bei Emden hält stand"
LINES = [TITLE, *wrap(FIRST, 70), *wrap(SECOND, 70)]


def refused(name: str, data: bytes) -> Problem:
    with pytest.raises(IntakeError) as caught:
        read_file(name, data, NOW)
    return caught.value.problem


# PDF


def test_a_pdf_becomes_paragraphs_without_line_ends():
    document = read_file("deich.pdf", made_pdf(LINES, title=TITLE), NOW)
    assert document.title == TITLE
    assert document.text == f"{TITLE}\n\n{FIRST}\n\n{SECOND}"
    assert document.outlet == Outlet("deich", "deich.pdf")
    assert document.published == NOW


def test_a_pdf_is_known_by_its_content_whatever_it_is_called():
    assert read_file("artikel.txt", made_pdf(LINES), NOW).text.startswith(TITLE)


@pytest.mark.parametrize("title", ["Microsoft Word - Entwurf 3", "seite_04 final v2.indd", "Unbenannt", ""])
def test_what_programs_put_in_place_of_a_title_is_none(title):
    document = read_file("deich.pdf", made_pdf(LINES, title=title), NOW)
    assert document.title.startswith("Deich bei Emden hält stand")


def test_running_heads_and_page_numbers_are_left_out():
    pages = [
        ["Emder Tagblatt – Ausgabe Nord", *wrap(f"{text} Dies war Teil {n}.", 70), f"Seite {n} von 3"]
        for n, text in enumerate((FIRST, SECOND, FIRST[::-1]), start=1)
    ]
    text = read_file("a.pdf", made_pdf(*pages), NOW).text
    assert "Ausgabe Nord" not in text
    assert "Seite" not in text
    assert FIRST in text


def test_an_address_in_the_margin_is_left_out():
    text = read_file("a.pdf", made_pdf([*LINES, "https://tagblatt.example/deich 1/2"]), NOW).text
    assert "https" not in text


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Die Sol-", "daten kamen"], "Die Soldaten kamen"),
        (["die Ein-", "und Ausfuhr"], "die Ein- und Ausfuhr"),
        (["das Nord-", "Süd-Gefälle"], "das Nord-Süd-Gefälle"),
        (["Er kam –", "und ging"], "Er kam – und ging"),
        (["von 2020-", "2024"], "von 2020-2024"),
        (["weich\u00ad", "getrennt"], "weichgetrennt"),
    ],
)
def test_words_cut_at_a_lines_end_are_joined(lines, joined):
    assert join_lines(lines) == joined


def test_ligatures_become_letters():
    assert "Auﬀangwanne ﬁel".translate(_LIGATURES) == "Auffangwanne fiel"


def test_a_pdf_with_a_password_is_named():
    assert refused("a.pdf", made_pdf(LINES, password="geheim")) is Problem.LOCKED


def test_a_pdf_that_anybody_may_open_is_read():
    assert read_file("a.pdf", made_pdf(LINES, password=""), NOW).text.startswith(TITLE)


def test_a_scanned_pdf_is_named():
    assert refused("a.pdf", made_pdf([], [])) is Problem.SCANNED


def test_a_pdf_of_a_book_is_refused_by_its_pages():
    pages = [LINES] * (limits.MAX_PDF_PAGES + 1)
    assert refused("a.pdf", made_pdf(*pages)) is Problem.TOO_LONG


def test_a_long_pdf_is_refused_by_its_text(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT_CHARS", 500)
    assert refused("a.pdf", made_pdf(LINES, LINES)) is Problem.TOO_LONG


@pytest.mark.parametrize("cut", [9, 40, 300, 700])
def test_a_damaged_pdf_is_named(cut):
    assert refused("a.pdf", plain_pdf(LINES)[:cut]) in {Problem.UNREADABLE, Problem.SCANNED}


def test_a_pdf_whose_pages_go_in_a_circle_is_named():
    looped = plain_pdf(LINES).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    assert refused("a.pdf", looped) in {Problem.UNREADABLE, Problem.SCANNED}


def test_a_huge_file_is_refused_before_it_is_read():
    assert refused("a.pdf", b"%PDF-" + bytes(limits.MAX_DOCUMENT_BYTES)) is Problem.TOO_LARGE
    assert refused("a.txt", b"x" * (limits.MAX_FILE_BYTES + 1)) is Problem.TOO_LARGE


# Mail


def mail(
    *,
    subject: str = TITLE,
    sender: str = "Tagesschau <newsletter@tagesschau.de>",
    date: str | None = "Mon, 04 May 2026 07:00:00 +0200",
    plain: str | None = f"{FIRST}\n\n{SECOND}",
    html: str | None = None,
) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, sender, "redaktion@example.org"
    message["Message-ID"] = "<1@example.org>"
    if date:
        message["Date"] = date
    if plain is not None:
        message.set_content(plain)
    if html is not None and plain is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def page(*texts: str) -> str:
    return "<html><body><div>" + "".join(f"<p>{text}</p>" for text in texts) + "</div></body></html>"


def test_a_newsletter_is_an_article_of_its_sender():
    document = read_file("lage.eml", mail().as_bytes(), NOW)
    assert document.title == TITLE
    assert document.outlet.key == "tagesschau.de"
    assert document.published == datetime(2026, 5, 4, 5, 0, tzinfo=UTC)
    assert document.published_source is DateSource.MESSAGE
    assert FIRST in document.text.replace("\n", " ")


def test_the_text_of_an_html_mail_is_extracted():
    texts = [FIRST, SECOND, "Weitere Angaben machte die Stadt am Abend nicht, sagte die Sprecherin noch."]
    document = read_file("lage.eml", mail(plain=None, html=page(*texts)).as_bytes(), NOW)
    assert FIRST in document.text
    assert "<p>" not in document.text
    assert document.title == TITLE


def test_a_mail_is_known_by_its_head_whatever_it_is_called():
    assert read_file("datei.txt", mail().as_bytes(), NOW).title == TITLE
    text = f"Hinweis: kurz\nDazu: nichts\nAlso: weiter\n{FIRST} {SECOND}"
    assert read_file("datei.txt", text.encode(), NOW).text == text


def test_whoever_passes_a_mail_on_did_not_publish_it():
    passed = mail(subject=f"WG: Fwd: {TITLE}", sender="Karl Kollege <karl@gmx.example>")
    document = read_file("deich.eml", passed.as_bytes(), NOW)
    assert document.title == TITLE
    assert document.outlet == Outlet("deich", "deich.eml")


def test_a_mail_names_its_sender_where_the_domain_is_unknown():
    message = mail(sender='"Wattwacht e. V." <info@wattwacht.example>')
    assert read_file("a.eml", message.as_bytes(), NOW).outlet.name == "Wattwacht e. V."


@pytest.mark.parametrize("date", [None, "gestern", "Mon, 04 May 2037 07:00:00 +0200"])
def test_a_mail_without_a_believable_date_is_dated_now(date):
    data = mail(date=None).as_bytes()
    data = data if date is None else f"Date: {date}\n".encode() + data
    assert read_file("a.eml", data, NOW).published == NOW


def test_an_attached_file_is_left_alone():
    message = mail()
    attached = made_pdf(["Geheime Anlage"] * 40)
    message.add_attachment(attached, maintype="application", subtype="pdf", filename="a.pdf")
    assert "Anlage" not in read_file("a.eml", message.as_bytes(), NOW).text


def test_old_charsets_of_mails_are_read():
    head = b"From: x@tagesschau.de\nSubject: Lage\nContent-Type: text/plain; charset=iso-8859-1\n\n"
    assert SECOND in read_file("a.eml", head + f"{FIRST} {SECOND}".encode("latin-1"), NOW).text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Subject: leer\nFrom: a@b.example\nMIME-Version: 1.0\n\n",
        b"Content-Type: multipart/mixed; boundary=x\nMIME-Version: 1.0\nFrom: a@b.example\n\n--x\n",
        b"Content-Type: text/plain; charset=unfug\nFrom: \xff\xfe\nDate: \xff\n\n\n",
    ],
)
def test_a_mail_without_text_is_named(data):
    assert refused("a.eml", data) in {Problem.EMPTY, Problem.UNREADABLE}


def test_a_mail_of_a_thousand_layers_ends():
    layer = b"Content-Type: multipart/mixed; boundary=b%d\nFrom: a@b.example\n\n--b%d\n"
    data = b"".join(layer % (number, number) for number in range(3000))
    assert refused("a.eml", data) in {Problem.EMPTY, Problem.UNREADABLE}
