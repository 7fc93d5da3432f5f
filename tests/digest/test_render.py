"""The digest as HTML and as text: readable, escaped, in parts that fit a message."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from summaries.digest import (
    ArticleView,
    Foot,
    ForeignLink,
    Gaps,
    KnownClaim,
    StoryInput,
    StoryView,
    Tally,
    UpdateView,
    build_digest,
    render_html,
    render_parts,
    render_story_parts,
    render_story_text,
    render_text,
    render_why,
    wording,
)
from summaries.digest.render import environment, pack, plain
from summaries.digest.succession import tally_of
from summaries.model import Certainty, Rule, Stance, Status
from tests.digest.build import A1, A2, A3, BERLIN, article, at, claim, flood, source, voice

GOLDEN = Path(__file__).parent / "golden"
ALLOWED = {"b": [[]], "i": [[]], "a": [["href"]], "blockquote": [[], ["expandable"]]}
NBSP = "\N{NO-BREAK SPACE}"


def tell(*stories, since=None, **more):
    return build_digest(stories or (flood(),), since, at(7), zone=BERLIN, **more)


def view(story=None, **more):
    story = story or flood()
    return StoryView(story.id, story.title, at(7), BERLIN, story.articles, story.claims, **more)


class Strict(HTMLParser):
    """Accepts only our tags, properly nested, with http links."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, tag
        assert [name for name, _ in attrs] in ALLOWED[tag]
        assert all(value.startswith(("https://", "http://")) for name, value in attrs if name == "href")
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def parse(html):
    reader = Strict()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("all.txt", lambda: render_text(tell())),
        ("since.txt", lambda: render_text(tell(since=at(5)))),
        ("since.html", lambda: render_html(tell(since=at(5)))),
        ("story.txt", lambda: render_story_text(view())),
        ("uncut.txt", lambda: render_text(tell(since=at(5), all_claims=True))),
    ],
)
def test_it_looks_as_reviewed(name, text):
    assert text() + "\n" == (GOLDEN / name).read_text(encoding="utf-8")


def test_it_says_in_one_line_that_nothing_is_new():
    assert render_text(tell(since=at(6))) == f"🗞 Nichts Neues seit 6.{NBSP}März{NBSP}2025, 12:00{NBSP}Uhr."
    assert render_parts(build_digest([], None, at(7), zone=BERLIN)) == ["🗞 Nichts Neues."]


def test_a_look_back_names_its_period():
    past = replace(tell(since=at(5)), past=True)
    period = "5. März 2025, 12:00 Uhr bis 7. März 2025, 12:00 Uhr"
    assert (
        render_text(past).replace(NBSP, " ").startswith(f"🗞 Lagebild · Rückblick\nerschienen von {period}\n")
    )
    nothing = replace(past, stories=())
    assert render_text(nothing).replace(NBSP, " ") == f"🗞 Von {period} ist hier nichts erschienen."


def test_a_look_back_at_one_day_names_the_day():
    day = datetime(2025, 3, 5, tzinfo=BERLIN)
    over = replace(tell(since=at(5)), past=True, since=day, now=day + timedelta(days=1))
    assert render_text(over).replace(NBSP, " ").split("\n")[1] == "erschienen am Mittwoch, 5. März 2025"
    nothing = render_text(replace(over, stories=())).replace(NBSP, " ")
    assert nothing == "🗞 Am Mittwoch, 5. März 2025 ist hier nichts erschienen."
    until = replace(over, now=day + timedelta(hours=7))
    said = render_text(until).replace(NBSP, " ").split("\n")[1]
    assert said == "erschienen am Mittwoch, 5. März 2025, bis 07:00 Uhr"
    nothing = render_text(replace(until, stories=())).replace(NBSP, " ")
    assert nothing == "🗞 Am Mittwoch, 5. März 2025 ist hier bis 07:00 Uhr nichts erschienen."


def test_it_counts_no_articles_where_only_a_status_changed():
    told = replace(tell(since=at(5)), foot=Foot(0, 0, at(5)))
    assert render_text(told).replace(NBSP, " ").endswith("keine neuen Artikel · neuester vor 2 Tagen")


def test_a_sentence_that_is_speech_itself_gets_no_second_marks():
    assert wording.quoted("Er sagt „Nein“.") == "„Er sagt „Nein“.“"
    assert wording.quoted("„Nein“, sagt er.") == "„Nein“, sagt er."


def test_it_says_which_story_is_continued():
    html = render_html(tell(replace(flood(), continues=3, continues_title="Erster Deichbruch")))
    assert "↪️ setzt „Erster Deichbruch“ fort" in html


def test_it_counts_what_it_leaves_out():
    claims = tuple(claim(f"{n}", [voice(A3, "THW")], [(at(6), Status.CONTESTED)]) for n in range(10))
    text = render_text(tell(StoryInput(1, "Viel", (A3,), claims)))
    assert f"… und 3{NBSP}weitere Kernaussagen" in text
    text = render_text(tell(StoryInput(1, "Viel", (A3,), claims[:8])))
    assert f"… und 1{NBSP}weitere Kernaussage" in text


def test_it_counts_stories_it_leaves_out():
    stories = [StoryInput(n, f"Story {n}", (article(n, f"Blatt {n}", 6),), ()) for n in range(1, 11)]
    assert f"… und 2{NBSP}weitere Storys" in render_text(tell(*stories))


def test_it_names_gaps_in_the_foot():
    foot = render_parts(tell(gaps=Gaps(failed=2, ungrouped=1)))[-1]
    assert "2 nicht lesbar · 1 noch keiner Story zugeordnet" in foot


@pytest.mark.parametrize("since", [None, at(7)])
def test_it_names_links_in_other_languages_at_the_end(since):
    links = tuple(
        ForeignLink(name, f"https://{name.lower()}.example/1", code)
        for name, code in [("Herald", "en"), ("Matin", "fr"), ("Dagblad", "nl"), ("Diario", "es")]
    )
    html = render_parts(tell(since=since, gaps=Gaps(foreign=links)))[-1]
    assert html.startswith("🗞 Nichts Neues") == (since is not None)
    assert html.endswith(
        f"<i>Außerdem 4{NBSP}Links in anderen Sprachen: "
        '<a href="https://herald.example/1">Herald</a> (Englisch), '
        '<a href="https://matin.example/1">Matin</a> (Französisch), '
        '<a href="https://dagblad.example/1">Dagblad</a> (Niederländisch) +1</i>'
    )


def test_it_names_a_single_link_in_another_language():
    text = render_text(tell(gaps=Gaps(foreign=(ForeignLink("Herald", None, "xx"),))))
    assert text.endswith(f"\nAußerdem 1{NBSP}Link in einer anderen Sprache: Herald (xx)")


def test_it_writes_large_numbers_with_a_point():
    digest = replace(tell(), foot=Foot(12_000, 1, None))
    assert f"12.000{NBSP}Artikel aus 1{NBSP}Quelle" in render_parts(digest)[-1]


def test_it_shows_a_changed_mind_as_past():
    html = render_html(tell(since=at(5)))
    assert "<i>räumt ein:</i> Landrat" in html
    assert "<i>bestritt zuvor:</i> Landrat" in html


@pytest.mark.parametrize("actor", ["?/unternehmen", "landkreis/sprecher"])
def test_a_denial_by_the_same_house_or_by_nobody_named_is_past_once_the_claim_is_confirmed(actor):
    voices = [
        voice(A1, "Sprecherin", Stance.DENIES, actor=actor),
        voice(A2, "Landrat", actor="landkreis/landrat"),
        voice(A3, "Feuerwehr"),
    ]
    known = claim("shut", voices, [(at(6), Status.CONFIRMED)])
    html = render_html(tell(StoryInput(7, "Deich", (A1, A2, A3), (known,))))
    assert "<i>bestritt zuvor:</i> Sprecherin" in html


@pytest.mark.parametrize(
    ("text", "now", "dated"),
    [
        ("Der Deich ist am Dienstag gebrochen.", at(20), True),
        ("Der Deich ist in der Nacht gebrochen.", at(20), True),
        ("Der Deich ist am Dienstag gebrochen.", at(7), False),
        ("Der Deich ist gebrochen.", at(20), False),
    ],
)
def test_behind_a_line_with_a_weekday_of_weeks_ago_stands_when_it_was_written(text, now, dated):
    known = claim("broken", [voice(A3, "THW")], [(at(6), Status.UNCONFIRMED)], text=text)
    digest = build_digest([StoryInput(7, "Deich", (A3,), (known,))], None, now, zone=BERLIN)
    shown = render_text(digest).replace(NBSP, " ")
    assert ("Stand: 6. März" in shown) is dated


def test_it_names_an_agency_instead_of_its_customers():
    entries = [replace(A1, agency="dpa"), replace(A2, agency="dpa")]
    voices = [
        voice(entry, entry.outlet, independent_key="dpa", source=source(entry, agency="dpa"))
        for entry in entries
    ]
    text = render_text(
        tell(StoryInput(1, "S", (A1, A2), (claim("x", voices, [(at(4), Status.UNCONFIRMED)]),)))
    )
    assert "sagt: dpa (Elbkurier, Niederauer Bote)" in text


def test_who_passes_on_press_releases_is_no_voice():
    entry = replace(A1, agency="ots")
    one = voice(entry, entry.outlet, independent_key="agency:ots", source=source(entry, agency="ots"))
    told = tell(StoryInput(1, "S", (entry,), (claim("x", [one], [(at(4), Status.UNCONFIRMED)]),)))
    assert "sagt: Elbkurier" in render_text(told)


def test_it_gathers_one_voice_from_several_outlets():
    voices = [voice(entry, "NIS") for entry in (A1, A2, A3)]
    text = render_text(tell(StoryInput(1, "S", (A1,), (claim("x", voices, [(at(4), Status.UNCONFIRMED)]),))))
    assert "sagt: NIS (Elbkurier, Niederauer Bote +1)" in text


def test_it_names_each_voice_as_its_article_does():
    voices = [voice(A1, "Sprecher des Kreml", actor="RU"), voice(A2, "Moskau", actor="RU")]
    text = render_text(tell(StoryInput(1, "S", (A1,), (claim("x", voices, [(at(4), Status.UNCONFIRMED)]),))))
    assert "sagt: Sprecher des Kreml (Elbkurier), Moskau (Niederauer Bote)" in text


def test_it_names_every_side_even_when_voices_are_many():
    voices = [voice(A1, f"Zeuge {n}") for n in range(12)]
    voices += [voice(A2, "Landrat", Stance.DENIES), voice(A3, "Experte", Stance.DOUBTS)]
    text = render_text(tell(StoryInput(1, "S", (A1,), (claim("x", voices, [(at(4), Status.CONTESTED)]),))))
    assert "Zeuge 5 (Elbkurier) +6 · bestreitet: Landrat" in text
    (line,) = [line for line in text.splitlines() if line.startswith("sagt:")]
    assert line.count("Zeuge") == 6
    assert "bezweifelt: Experte" in text


def test_it_quotes_each_side_where_figures_differ():
    voices = [
        voice(A1, "Polizei", quote="Es kamen 2.000 Menschen."),
        voice(A2, "Veranstalter", quote="Es kamen 5.000 Menschen."),
        voice(A3, "Landrat", Stance.DOUBTS),
    ]
    known = claim("x", voices, [(at(4), Status.CONTESTED)], rule=Rule.NUMBER_CONFLICT)
    text = render_text(tell(StoryInput(1, "S", (A1,), (known,))))
    assert "• Polizei (Elbkurier): „Es kamen 2.000 Menschen.“\n" in text
    assert "• Veranstalter (Niederauer Bote): „Es kamen 5.000 Menschen.“\n" in text
    assert "• Landrat (Radio Nord) bezweifelt\n" in text


def test_it_folds_a_quote_of_each_side_under_what_was_compared():
    voices = [voice(A1, f"Zeuge {n}", quote=f"Es war {n}." + " Viel" * 90) for n in range(5)]
    voices += [voice(A2, "Landrat", Stance.DENIES, quote="Es war niemand.")]
    html = render_html(tell(StoryInput(1, "S", (A1,), (claim("x", voices, [(at(4), Status.CONTESTED)]),))))
    (folded,) = re.findall(r"<blockquote expandable>(.*?)</blockquote>", html, re.DOTALL)
    lines = folded.split("\n")
    assert [line.split(":")[0] for line in lines] == ["Zeuge 0", "Zeuge 1", "Zeuge 2", "Landrat"]
    assert max(map(len, lines)) < 200
    assert "<a" not in folded
    assert "Landrat: „Es war niemand.“" in folded


def test_it_says_at_the_top_how_much_is_news():
    assert "\n🔄 2 geändert · 🆕 1 neu\n" in render_text(tell(since=at(5))).replace(NBSP, " ")
    assert tally_of(tell(since=at(5)).stories[0].claims) == Tally(changed=2, fresh=1)
    claims = tuple(claim(f"{n}", [voice(A3, "THW")], [(at(6), Status.CONTESTED)]) for n in range(10))
    stories = [StoryInput(n, f"Story {n}", (A3,), claims) for n in range(10)]
    assert f"\n⚖️{NBSP}100{NBSP}umstritten\n" in render_text(tell(*stories))
    assert not Tally()


def test_it_marks_what_is_hedged():
    one = voice(A1, "THW", certainty=Certainty.HEDGED)
    text = render_text(tell(StoryInput(1, "S", (A1,), (claim("x", [one], [(at(4), Status.UNCONFIRMED)]),))))
    assert "unter Vorbehalt: THW (Elbkurier)" in text


def test_it_shows_times_in_the_zone_of_the_reader():
    digest = build_digest([flood()], at(5), at(7), zone=ZoneInfo("Asia/Tokyo"))
    assert f"7.{NBSP}März{NBSP}2025, 20:00{NBSP}Uhr" in render_text(digest)


def test_it_shows_quotes_and_history_of_a_claim():
    html = render_why(flood().claims[2].claim, BERLIN)
    assert "<blockquote>Landrat hat sich zum Deich geäußert.</blockquote>" in html
    assert "Regel: Eingeständnis" in html
    assert "umstritten → bestätigt" in html


def test_it_shows_a_story_with_addresses_and_neighbours():
    text = render_story_text(view(continues=2, continues_title="Vorher", continued_by=((9, "Nachher"),)))
    assert "Elbkurier <https://elbkurier.example/1>" in text
    assert "setzt Story 2 fort: „Vorher“" in text
    assert "fortgesetzt in Story 9: „Nachher“" in text


def test_it_marks_copies_in_the_timeline():
    entry = replace(A2, copy_of="art-1", agency="dpa")
    assert "(Kopie, dpa)" in render_story_text(view(replace(flood(), articles=(A1, entry))))


ATTACKS = [
    "<b>fett</b>",
    '</a><a href="https://evil.example">klick</a>',
    '<tg-emoji emoji-id="1">x</tg-emoji>',
    "&lt;script&gt;",
    "{{7*7}}{% include 'head.html.j2' %}",
    "eins\n\n🔴 Eilmeldung: zwei",
    "'\"&<>",
    "<!-- weg --><![CDATA[x]]><?php ?>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_shows_markup_as_text(attack):
    entry = replace(A1, outlet=attack, title=attack)
    one = voice(entry, attack, quote=attack)
    known = claim("x", [one], [(at(4), Status.UNCONFIRMED)], text=attack)
    story = StoryInput(1, attack, (entry,), (known,), 2, attack)
    shown = parse(render_html(tell(story))) + parse("\n".join(render_story_parts(view(story))))
    bare = " ".join(re.sub(r"[\u2060\"„“‚‘]", "", attack).split())
    assert bare in re.sub(r"[\u2060\"„“‚‘]", "", shown)


def test_it_keeps_a_foreign_line_break_out_of_our_lines():
    story = replace(flood(), title="Titel\n\n🔴 Eilmeldung: Wahlergebnis")
    assert "„Titel 🔴 Eilmeldung: Wahlergebnis“" in render_text(tell(story))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "tg://resolve?domain=x", 'https://x.example/"onclick=']
)
def test_it_never_links_to_anything_but_the_web(url):
    html = render_html(tell(replace(flood(), articles=(replace(A1, url=url),), claims=())))
    parse(html)
    assert "javascript" not in html
    assert "tg:" not in html


def test_it_escapes_in_every_template():
    env = environment()
    assert env.autoescape is True
    for name in env.list_templates():
        source_text = Path(env.get_template(name).filename).read_text(encoding="utf-8")
        assert "|safe" not in source_text.replace(" ", "")
    assert env.from_string("{{ x }}").render(x="<") == "&lt;"


def test_it_fails_on_what_is_not_defined():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nichts }}").render()


def test_it_packs_blocks_without_cutting_any():
    blocks = ["x" * 30, "y" * 30, "z" * 30]
    assert pack(blocks, characters=70) == ["x" * 30 + "\n\n" + "y" * 30, "z" * 30]
    assert pack(["<b>a</b>"] * 5, entities=2) == ["<b>a</b>\n\n<b>a</b>"] * 2 + ["<b>a</b>"]
    assert pack(["x" * 99], characters=10) == ["x" * 99]


def test_it_cuts_a_long_story_between_claims():
    voices = [voice(replace(A1, outlet=f"Blatt {n} " + "o" * 60), "S" * 60 + str(n)) for n in range(6)]
    claims = tuple(claim(f"{n}", voices, [(at(6), Status.CONTESTED)], text="Wort " * 80) for n in range(20))
    parts = render_parts(tell(StoryInput(1, "Titel " * 60, (A1,), claims), all_claims=True))
    assert len(parts) > 4
    for part in parts:
        assert len(parse(part)) <= 3_800
        assert len(re.findall(r"<[a-z]", part)) <= 90


def test_it_reads_plain_text_from_html():
    assert plain('a &lt;b&gt; <a href="https://x.example/?a=1&amp;b=2">c</a>') == "a <b> c"
    assert plain('<a href="https://x.example/?a=1&amp;b=2">c</a>', addresses=True) == (
        "c <https://x.example/?a=1&b=2>"
    )


ANY = st.text(st.characters(), max_size=60)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.tuples(ANY, ANY, ANY, ANY, ANY, st.sampled_from(Stance), st.sampled_from(Status)))
def test_it_renders_any_unicode_in_any_field(fields):
    title, outlet, url, speaker, quote, stance, status = fields
    entry = ArticleView("x", outlet, title, at(6), url=url, agency=speaker, copy_of=title)
    one = voice(entry, speaker, stance, quote=quote, source=source(entry, agency=outlet))
    known: KnownClaim = claim("x", [one], [(at(6), status)], text=quote, rule=Rule.SINGLE_VOICE)
    story = StoryInput(1, title, (entry,), (known,), 2, outlet)
    for part in [*render_parts(tell(story)), *render_story_parts(view(story))]:
        shown = parse(part)
        assert len(shown.encode("utf-16-le")) // 2 <= 4096
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ud800-\udfff]", shown)
        assert part.encode("utf-8")


def test_it_tells_what_a_new_version_changed():
    update = UpdateView(at(6), ("Hilfe ist da.",), ("A.", "B."), (("drei Tote", "vier Tote"),))
    same = UpdateView(at(7))
    entry = replace(A2, updates=(update, same))
    lines = render_story_text(replace(view(), articles=(entry,))).split("Verlauf")[1].splitlines()
    assert lines[2].endswith(": 1\u00a0Aussage neu, 1 geändert, 2 entfallen")
    assert lines[3:7] == [
        "neu: „Hilfe ist da.“",
        "geändert: „drei Tote“ → „vier Tote“",
        "entfallen: „A.“",
        "entfallen: „B.“",
    ]
    assert lines[7].endswith("dieselben Aussagen")


def test_little_of_one_article_is_quoted_and_it_is_linked():
    """Forty sentences of one article: a few short lines, each cut, with outlet and address."""
    sentences = [f"Satz {n} über den Deich, " + "der lange bricht " * 40 for n in range(40)]
    claims = tuple(
        claim(f"{n:02}", [voice(A1, "THW", quote=text)], [(at(6), Status.UNCONFIRMED)], text=text)
        for n, text in enumerate(sentences)
    )
    shown = tell(StoryInput(1, "Deich", (A1,), claims))
    text = render_html(shown)
    assert [line for line in text.split("\n") if len(plain(line)) > 320] == []
    assert text.count("Satz ") == 3
    assert len(plain(text)) < sum(map(len, sentences)) / 10
    assert A1.outlet in text
    assert A1.url in text


def test_many_articles_of_one_publisher_are_one_voice_with_two_links():
    articles = [article(n, "Elbkurier", 6) for n in range(1, 11)]
    said = claim("1", [voice(one, "THW") for one in articles], [(at(6), Status.UNCONFIRMED)])
    (line,) = [
        line
        for line in render_html(tell(StoryInput(1, "Deich", tuple(articles), (said,)))).split("\n")
        if "THW" in line
    ]
    assert line.count("THW") == 1
    assert line.count("<a ") <= 2
