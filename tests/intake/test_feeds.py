"""Feeds of every kind, broken and hostile ones too."""

from __future__ import annotations

import pytest

from summaries.intake.feeds import find_feed, read_feed
from summaries.intake.problem import IntakeError, Problem

URL = "https://zeitung.example/rss.xml"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link href="https://zeitung.example/rss.xml" rel="self"/>
<title>Zeitung  &amp; Co</title><link>https://zeitung.example/</link>
<item><title>Eins</title><link>https://zeitung.example/eins?a=1&amp;b=2</link></item>
<item><title>Zwei</title><link> /zwei </link></item>
<item><title>Drei</title><guid>https://zeitung.example/drei</guid></item>
<item><title>Vier</title><guid isPermaLink="false">4711</guid></item>
<item><title>Eins</title><link>https://zeitung.example/eins?a=1&amp;b=2</link></item>
<item><title>Fünf</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Blatt</title>
<entry><title>A</title><link rel="enclosure" href="https://blatt.example/bild.jpg"/>
<link href="https://blatt.example/a"/></entry>
<entry><title>B</title><link rel="alternate" href="b"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Alt</title></channel><item><title>X</title><link>https://alt.example/x</link></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("text", "title", "urls"),
    [
        (RSS, "Zeitung & Co", ["eins?a=1&b=2", "zwei", "drei"]),
        (ATOM.replace("blatt.example", "zeitung.example"), "Blatt", ["a", "b"]),
        (RDF.replace("alt.example", "zeitung.example"), "Alt", ["x"]),
        (f"\n\n{RSS}", "Zeitung & Co", ["eins?a=1&b=2", "zwei", "drei"]),
        (RSS.replace("</channel></rss>", ""), "Zeitung & Co", ["eins?a=1&b=2", "zwei", "drei"]),
    ],
)
def test_it_reads_every_kind_of_feed(text: str, title: str, urls: list[str]) -> None:
    content = read_feed(text.encode(), URL)
    assert content.title == title
    assert list(content.urls) == [f"https://zeitung.example/{path}" for path in urls]


@pytest.mark.parametrize(
    "text", ["", "kein Feed", "<html><body>Seite</body></html>", "<svg/>", '{"items": []}', "\x00"]
)
def test_it_refuses_what_is_no_feed(text: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_feed(text.encode(), URL)
    assert caught.value.problem is Problem.NO_FEED


def test_it_resolves_no_entities() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = f"{bomb}<rss><channel><title>T&b;&f;</title><item><link>https://x.example/&f;1</link></item></channel></rss>"
    content = read_feed(text.encode(), URL)
    assert "root" not in content.title
    assert "aaaa" not in content.title
    assert all("root" not in url for url in content.urls)


def test_it_takes_a_limited_number_of_entries() -> None:
    items = "".join(f"<item><link>https://x.example/{n}</link></item>" for n in range(2000))
    assert len(read_feed(f"<rss><channel>{items}</channel></rss>".encode(), URL).urls) == 500


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', "https://zeitung.example/feed"),
        (
            '<link rel="Alternate" type="application/atom+xml; charset=utf-8" href="atom.xml">',
            "https://zeitung.example/atom.xml",
        ),
        ('<link rel="stylesheet" type="text/css" href="x.css">', None),
        ('<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', None),
        ("", None),
    ],
)
def test_it_finds_the_feed_that_a_page_names(head: str, found: str | None) -> None:
    page = f"<html><head>{head}</head><body>x</body></html>"
    assert find_feed(page.encode(), "https://zeitung.example/") == found


def test_a_page_without_anything_names_no_feed() -> None:
    assert find_feed(b"", "https://zeitung.example/") is None
