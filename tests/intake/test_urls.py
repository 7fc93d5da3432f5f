"""Addresses: found, checked, canonical."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.intake import IntakeError, Problem, canonical_url, check_url, find_urls

REFUSED = [
    ("", Problem.NOT_A_URL),
    ("kein link", Problem.NOT_A_URL),
    ("http:///x", Problem.NOT_A_URL),
    ("http://a..b/", Problem.NOT_A_URL),
    (f"http://{'a' * 300}.de/", Problem.NOT_A_URL),
    ("http://xn--/", Problem.NOT_A_URL),
    ("http://xn--ls8h.xn--\u00ff.de/", Problem.NOT_A_URL),
    ("http://a\tb.de/", Problem.NOT_A_URL),
    ("http://a.de/\r\nX: y", Problem.NOT_A_URL),
    ("http://a.de/\x00", Problem.NOT_A_URL),
    ("http://127.0.0.1\\@example.org/", Problem.NOT_A_URL),
    ("http://[::1", Problem.NOT_A_URL),
    ("http://-a.de/", Problem.NOT_A_URL),
    ("http://a.de\u202e/", Problem.NOT_A_URL),
    ("https://a.de/" + "x" * 8000, Problem.URL_TOO_LONG),
    ("file:///etc/passwd", Problem.SCHEME),
    ("ftp://a.de/x", Problem.SCHEME),
    ("gopher://a.de/", Problem.SCHEME),
    ("data:text/html,x", Problem.SCHEME),
    ("javascript:alert(1)", Problem.SCHEME),
    ("http://user:pw@a.de/", Problem.USERINFO),
    ("http://trusted.de@evil.example/", Problem.USERINFO),
    ("http://a.de:22/", Problem.PORT),
    ("http://a.de:25/", Problem.PORT),
    ("http://a.de:6379/", Problem.PORT),
    ("http://a.de:0/", Problem.PORT),
    ("http://a.de:99999/", Problem.PORT),
    ("http://a.de:x/", Problem.PORT),
    ("http://localhost/", Problem.PRIVATE_ADDRESS),
    ("http://localhost./", Problem.PRIVATE_ADDRESS),
    ("http://foo.localhost/", Problem.PRIVATE_ADDRESS),
    ("http://intranet/", Problem.PRIVATE_ADDRESS),
    ("http://metadata.google.internal/", Problem.PRIVATE_ADDRESS),
    ("http://drucker.local/", Problem.PRIVATE_ADDRESS),
    ("http://router.home.arpa/", Problem.PRIVATE_ADDRESS),
    ("http://abcdef.onion/", Problem.PRIVATE_ADDRESS),
    ("http://2130706433/", Problem.PRIVATE_ADDRESS),
    ("http://0x7f000001/", Problem.PRIVATE_ADDRESS),
    ("http://0177.0.0.1/", Problem.PRIVATE_ADDRESS),
    ("http://127.1/", Problem.PRIVATE_ADDRESS),
    ("http://0/", Problem.PRIVATE_ADDRESS),
    ("http://1.2.3.0x10/", Problem.PRIVATE_ADDRESS),
]


@pytest.mark.parametrize(("url", "problem"), REFUSED)
def test_it_refuses(url: str, problem: Problem) -> None:
    with pytest.raises(IntakeError) as caught:
        check_url(url)
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("HTTPS://Www.Example.org", "https://www.example.org/"),
        ("http://example.org:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://example.org./x", "https://example.org/x"),
        ("https://müller.de/straße", "https://xn--mller-kva.de/stra%C3%9Fe"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:0::1]/", "http://[2606:4700::1]/"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        # digits in other scripts become an address that the policy judges at connection
        ("http://127。0。0。1/", "http://127.0.0.1/"),
    ],
)
def test_it_returns_the_form_to_request(url: str, checked: str) -> None:
    assert check_url(url) == checked


def test_a_homograph_is_seen_in_its_ascii_form() -> None:
    assert check_url("https://sp\u0456egel.de/").startswith("https://xn--")


SAME = [
    (
        "https://www.blatt.example/politik/artikel-1.html",
        [
            "https://www.blatt.example/politik/artikel-1.html?utm_source=telegram&utm_medium=x",
            "https://www.blatt.example/politik/artikel-1.html?wt_zmc=nl.int.zonaudev&fbclid=Iw0",
            "https://www.blatt.example/politik/artikel-1.html?ns_mchannel=social&gclid=x&mc_cid=1",
            "https://www.blatt.example/politik/artikel-1.html#kommentare",
            "HTTPS://WWW.BLATT.EXAMPLE:443/politik/./x/../artikel-1.html?",
            "https://www.blatt.example//politik//artikel-1.html",
            "https://www.blatt.example./politik/artikel-1.html",
            "https://www.blatt.example/politik/artikel-1.amp.html",
            "https://www.blatt.example/politik/artikel-1.html?amp=1",
        ],
    ),
    (
        "https://www.blatt.example/a",
        [
            "https://www.blatt.example/a/",
            "https://www.blatt.example/a/amp",
            "https://www.blatt.example/a/amp/",
        ],
    ),
    (
        "https://www.spiegel.de/x-1",
        ["http://m.spiegel.de/x-1", "https://www.google.com/amp/s/www.spiegel.de/x-1"],
    ),
    ("https://xn--mller-kva.example/", ["https://müller.example", "https://MÜLLER.example/"]),
    (
        "https://a.example/x?a=1&id=7",
        ["https://a.example/x?id=7&a=1", "https://a.example/x?id=7&utm_id=1&a=1"],
    ),
    ("https://a.example/x?cid=123", ["https://a.example/x?cid=123&ref=start"]),
]


@pytest.mark.parametrize(("canonical", "variants"), SAME)
def test_variants_of_one_address_become_one(canonical: str, variants: list[str]) -> None:
    assert {canonical_url(variant) for variant in variants} == {canonical}
    assert canonical_url(canonical) == canonical


def test_different_articles_stay_different() -> None:
    urls = [
        "https://a.example/artikel.php?id=1",
        "https://a.example/artikel.php?id=2",
        "https://a.example/artikel.php?cid=2",
        "https://a.example/Artikel.php?id=1",
        "https://b.a.example/artikel.php?id=1",
        "https://a.example/",
        "https://a.example/1",
    ]
    assert len({canonical_url(url) for url in urls}) == len(urls)


PIECE = st.text("abzÄß0 /.%?&=#:;,+~_-@()'!*\"<>\\[]äé\u0456", max_size=12)


@given(
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["a.de", "www.zeit.de", "m.faz.net", "ÄÖ.de"]),
    PIECE,
    PIECE,
)
def test_canonical_form_is_stable(scheme: str, host: str, path: str, query: str) -> None:
    try:
        once = canonical_url(f"{scheme}://{host}/{path}?{query}")
    except IntakeError:
        return
    assert canonical_url(once) == once
    assert once.isascii()


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_an_intake_error(text: str) -> None:
    for function in (canonical_url, check_url):
        with suppress(IntakeError):
            assert function(text).startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Siehe https://a.de/x.", ["https://a.de/x"]),
        ("(https://a.de/x_(y))", ["https://a.de/x_(y)"]),
        ("„https://a.de/x“, sagte er", ["https://a.de/x"]),
        ("www.a.de/x und www.a.de/x", ["https://www.a.de/x"]),
        ("https://a.de/x https://b.de/y", ["https://a.de/x", "https://b.de/y"]),
        ("mail an x@www.a.de", []),
        ("kein Link: a.de", []),
        ("https://", []),
        ("http://localhost/x", ["http://localhost/x"]),
        ("<https://a.de/x>", ["https://a.de/x"]),
        ("**https://a.de/x**", ["https://a.de/x"]),
    ],
)
def test_it_finds_addresses_in_text(text: str, urls: list[str]) -> None:
    assert find_urls(text) == urls


@pytest.mark.parametrize(
    "text", ["http://" * 15_000, "www." * 25_000, "https://a" + ")" * 100_000, "https://a.de/" * 8_000]
)
def test_finding_addresses_takes_no_longer_on_hostile_text(text: str) -> None:
    begin = time.process_time()
    find_urls(text)
    assert time.process_time() - begin < 2
