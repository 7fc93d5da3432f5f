"""Telegram's HTML rules, case by case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trial.entities import Entity, checked_link, tidy, utf16_length
from bot.trial.errors import BadRequestError
from bot.trial.richtext import parse_html

LONE_SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
PREFIX = "Bad Request: can't parse entities: "


def spans(source):
    return [(e.kind, e.offset, e.length, e.argument) for e in parse_html(source).entities]


def fails(source):
    with pytest.raises(BadRequestError) as caught:
        parse_html(source)
    assert caught.value.description.startswith(PREFIX)
    return caught.value.description.removeprefix(PREFIX)


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"), ("strong", "bold"), ("i", "italic"), ("em", "italic"), ("u", "underline"),
        ("ins", "underline"), ("s", "strikethrough"), ("strike", "strikethrough"), ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"), ("code", "code"), ("pre", "pre"), ("blockquote", "blockquote"),
        ("B", "bold"), ("Strong", "bold"),
    ],
)  # fmt: skip
def test_it_knows_the_tag(tag, kind):
    assert spans(f"Am <{tag}>Deich</{tag}> entlang") == [(kind, 3, 5, "")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a &lt; b &gt; c &amp; d &quot;e&quot;", 'a < b > c & d "e"'),
        ("&apos;&nbsp;&hellip;", "&apos;&nbsp;&hellip;"),
        ("&LT; &Amp;", "&LT; &Amp;"),
        ("&lt ohne Strichpunkt", "< ohne Strichpunkt"),
        ("&#228;&#xe4;&#xE4;", "äää"),
        ("&#128293;", "🔥"),
        ("&#0; &#x0;", "&#0; &#x0;"),
        ("&#1114111;", "&#1114111;"),
        ("&#1114112;", "&#1114112;"),
        ("&#0000000228;", "&#0000000228;"),
        ("&#00000228;", "&#00000228;"),
        ("&#000228;", "ä"),
        ("&#;", "&#;"),
        ("& &; &&amp;", "& &; &&"),
        ("Müller & Söhne", "Müller & Söhne"),
        ("1 > 0", "1 > 0"),
    ],
)
def test_it_reads_references(source, text):
    assert parse_html(source).text == text


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("<", "Unclosed start tag at byte offset 0"),
        ("Öl <b", "Unclosed start tag at byte offset 4"),
        ("<p>Absatz</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("Ä <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("1 < 2 ", 'Unsupported start tag "" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<script>x</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("<h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("<b>fett", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("fett</b>", "Unexpected end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
        ("<b>x</", "Unclosed end tag at byte offset 4"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a "x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a />y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="https://x.example', "Unclosed start tag at byte offset 0"),
        ('<a href="https://x.example"', "Unclosed start tag at byte offset 0"),
        ("<a href=https://x.example>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<span class="rot">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">🔥</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xd83d;", LONE_SURROGATE),
    ],
)
def test_it_refuses_with_the_reason(source, error):
    assert fails(source) == error


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<a href="https://küste.example/a?b=1&amp;c=2">hier</a>', "https://küste.example/a?b=1&c=2"),
        ("<a href='https://x.example/'>hier</a>", "https://x.example/"),
        ("<a  href = 'https://x.example/a'  >hier</a>", "https://x.example/a"),
        ("<a href=\"https://x.example/?q='a'\">hier</a>", "https://x.example/?q='a'"),
        ('<a href="https://x.example">hier</a>', "https://x.example/"),
        ('<a href="x.example/a">hier</a>', "http://x.example/a"),
        ("<a>x.example</a>", "http://x.example/"),
        ('<a title="t" href="https://x.example/a" rel="nofollow">hier</a>', "https://x.example/a"),
    ],
)
def test_it_keeps_links(source, expected):
    assert [e.argument for e in parse_html(source).entities] == [expected]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "#oben", "/pfad", "", "https://",
            "ftp://x.example/a", "https://ein wort", "https://host/a", "http://[kaputt"],
)  # fmt: skip
def test_it_drops_links_that_telegram_drops(url):
    parsed = parse_html(f'<a href="{url}">hier</a>')
    assert (parsed.text, parsed.entities) == ("hier", ())


def test_it_counts_offsets_in_utf16_units():
    assert spans("🔥ä<b>𝔘n</b>") == [("bold", 3, 3, "")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a<i>b</i></b>", [("bold", 0, 2, ""), ("italic", 1, 1, "")]),
        ("<b><i>ab</i></b>", [("bold", 0, 2, ""), ("italic", 0, 2, "")]),
        ("<b>a<code>b</code>c</b>", [("bold", 0, 1, ""), ("code", 1, 1, ""), ("bold", 2, 1, "")]),
        ("<code>a<b>b</b></code>", [("code", 0, 2, "")]),
        ('<code><a href="https://x.example/">b</a></code>', [("code", 0, 1, "")]),
        ('<pre><code class="language-python">x</code></pre>', [("pre", 0, 1, "python")]),
        ('<code class="language-python"><pre>x</pre></code>', [("pre", 0, 1, "python")]),
        ('<code class="language-python">x</code>', [("code", 0, 1, "")]),
        ("<pre><code>x</code></pre>", [("pre", 0, 1, "")]),
        ("<blockquote>a<b>b</b></blockquote>", [("blockquote", 0, 2, ""), ("bold", 1, 1, "")]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", 0, 1, "")]),
        ('<blockquote expandable="">a</blockquote>', [("expandable_blockquote", 0, 1, "")]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", 0, 2, "")]),
        ('<span class="tg-spoiler">a</span>', [("spoiler", 0, 1, "")]),
        ('<tg-emoji emoji-id="53683241">👍</tg-emoji>', [("custom_emoji", 0, 2, "53683241")]),
        ("<b></b>a", []),
        ("<b> </b>a", []),
        ("<b>a</>", [("bold", 0, 1, "")]),
        ("<b>a</b >", [("bold", 0, 1, "")]),
        ("<b>a</B>", [("bold", 0, 1, "")]),
        ("<b>a<b>b</b></b>", [("bold", 0, 2, "")]),
        ("<b>a</b><b>b</b>", [("bold", 0, 1, ""), ("bold", 1, 1, "")]),
    ],
)  # fmt: skip
def test_it_nests_entities(source, expected):
    assert spans(source) == expected


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  \n a \n ", "a"),
        ("a\r\nb", "a\nb"),
        ("a\tb\x07c\x00d", "a b c d"),
        ("a\u202eb\u2028c", "abc"),
        ("a\u200bb\u2066c\u00ad", "a\u200bb\u2066c\u00ad"),
        ("   ", ""),
    ],
)
def test_it_cleans_text(text, cleaned):
    assert tidy(text, ()).text == cleaned


def test_it_moves_entities_along_when_it_trims():
    found = parse_html("\n\n<b>Titel</b> \u202e<i>Rest  </i>  ")
    assert found.text == "Titel Rest"
    assert spans("\n\n<b>Titel</b> \u202e<i>Rest  </i>  ") == [("bold", 0, 5, ""), ("italic", 6, 4, "")]


def test_it_marks_no_entity_beyond_the_text():
    assert tidy("abc", (Entity("bold", 1, 99),)).entities == (Entity("bold", 1, 2),)


@given(st.text())
def test_escaped_text_comes_back_unchanged(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>").text == tidy(text, ()).text


@given(st.text(alphabet="<>/ab ie=\"'&;#x1🔥"))
def test_any_markup_parses_or_is_refused(source):
    try:
        found = parse_html(source)
    except BadRequestError:
        return
    assert all(0 <= e.offset < e.end <= utf16_length(found.text) for e in found.entities)


@pytest.mark.parametrize(
    ("url", "kept"), [("tg://user?id=1", "tg://user?id=1"), ("HTTPS://X.example/a", "HTTPS://X.example/a")]
)
def test_it_checks_schemes_without_regard_to_case(url, kept):
    assert checked_link(url) == kept
