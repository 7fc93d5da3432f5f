from __future__ import annotations

import html
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.parts import Limits, entities, packed, plain, split, units

SMALL = Limits(units=40, entities=4, markup=400)


class Balance(HTMLParser):
    """Fails on anything that Telegram's parser would refuse."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "a", "blockquote", "u"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag


def check(part: str, limits: Limits) -> None:
    balance = Balance()
    balance.feed(part)
    balance.close()
    assert not balance.open
    assert 0 < units(plain(part)) <= limits.units
    assert entities(part) <= limits.entities


TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
        st.sampled_from(
            ["\n", " ", "<", "&", '"', "😀", "🇩🇪", "👩‍👩‍👧", "e\u0301", "𝔘", "@a", "#a", "a.de "]
        ),
    ),
    max_size=12,
).map("".join)


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tag = st.sampled_from(["b", "i", "u", "blockquote"])
    wrapped = st.builds(lambda name, body: f"<{name}>{body}</{name}>", tag, inner)
    linked = st.builds(
        lambda path, body: f'<a href="https://zeitung.example/{html.escape(path)}">{body}</a>',
        st.text("ab&\"'<> ", max_size=8),
        inner,
    )
    return st.one_of(wrapped, linked, st.lists(inner, max_size=4).map("".join))


BLOCKS = st.lists(st.recursive(TEXTS.map(html.escape), element, max_leaves=6), max_size=6)


def test_it_keeps_a_short_post_as_one_message() -> None:
    assert split(["<b>Kopf</b>", "Story <i>eins</i>", "Fuß"]) == ("<b>Kopf</b>\n\nStory <i>eins</i>\n\nFuß",)


def test_it_cuts_between_stories_before_anything_else() -> None:
    stories = [f"<b>Story {n}</b>\n" + "Satz. " * 300 for n in range(4)]
    parts = split(stories)
    assert [part.count("<b>Story") for part in parts] == [2, 2]
    assert all(part.startswith("<b>Story") for part in parts)


def test_it_cuts_a_long_story_between_lines() -> None:
    lines = [f"• Zeile {n}" for n in range(12)]
    for part in split(["\n".join(lines)], SMALL):
        assert set(part.split("\n")) <= set(lines)


def test_it_closes_and_reopens_tags_at_a_cut() -> None:
    parts = split([f'<a href="https://a.example/?x=1&amp;y=2"><b>{"Wort " * 20}</b></a>'], SMALL)
    assert len(parts) > 1
    for part in parts:
        assert part.startswith('<a href="https://a.example/?x=1&amp;y=2"><b>')
        assert part.endswith("</b></a>")


def test_it_cuts_an_endless_word_hard() -> None:
    parts = split(["x" * 10_000])
    assert "".join(parts) == "x" * 10_000
    assert all(len(part) <= 3900 for part in parts)


def test_it_counts_characters_outside_the_basic_plane_twice() -> None:
    parts = split(["𝔘" * 4096])
    assert [units(part) for part in parts] == [3900, 3900, 392]


def test_it_never_shows_more_entities_than_telegram_does() -> None:
    links = "\n".join(f'<a href="https://a.example/{n}">Quelle</a>' for n in range(130))
    parts = split([links])
    assert [part.count("<a ") for part in parts] == [95, 35]


def test_it_counts_what_telegram_links_by_itself() -> None:
    assert entities("@ganz #stolz /hilfe www.zeitung.example a@b.example und 12.000 Menschen, z.B. hier") == 6
    assert entities("<b>fett</b> und <i>kursiv</i>") == 2


def test_it_limits_the_characters_of_links() -> None:
    links = "\n".join(f'<a href="https://a.example/{"p" * 900}{n}">Quelle</a>' for n in range(20))
    assert len(split([links])) == 3


@pytest.mark.parametrize("blocks", [[], [""], ["  \n "], ["<b></b>"], ["<b> </b>", ""]])
def test_it_makes_nothing_of_nothing(blocks: list[str]) -> None:
    assert split(blocks) == ()


@pytest.mark.parametrize("cluster", ["🇩🇪", "👩‍👩‍👧", "e\u0301", "👍🏽", "❤\ufe0f"])
def test_it_never_cuts_a_character_as_a_reader_sees_it(cluster: str) -> None:
    limits = Limits(units=units(cluster) + 1, entities=4, markup=100)
    assert split([cluster * 5], limits) == (cluster,) * 5


@given(BLOCKS)
@example(["<b>" + "😀" * 50 + "</b>"])
@example([" ", '<a href="https://zeitung.example/">&lt;&amp;</a>'])
def test_it_keeps_every_visible_character_in_order(blocks: list[str]) -> None:
    parts = split(blocks, SMALL)
    for part in parts:
        check(part, SMALL)
    before = "".join("".join(plain(block) for block in blocks).split())
    assert "".join("".join(plain(part) for part in parts).split()) == before


@given(st.text(max_size=300).filter(lambda t: all(unicodedata.category(c) != "Cs" for c in t)))
def test_it_takes_any_text(text: str) -> None:
    limits = Limits(units=60, entities=5, markup=100)
    for part in split([html.escape(text)], limits):
        assert units(plain(part)) <= 60 or len(part) < 120


def test_it_tells_which_blocks_stand_in_which_message():
    blocks = ["Kopf", "<b>Eins</b>\n" + "a " * 1500, "", "Zwei\n" + "b " * 1500, "Fuß"]
    found = packed(blocks)
    assert [sorted(one.blocks) for one in found] == [[0, 1], [3, 4]]
    assert tuple(one.text for one in found) == split(blocks)
    long = packed(["Kopf", "x " * 5000, "Fuß"])
    assert [sorted(one.blocks) for one in long] == [[0], [1], [1], [1, 2]]
