"""The measure of quotation attribution, the mapping of statements to the corpus, and the baselines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from benchmarks.attribution import DATA, Report, main, read, show, spread, table
from benchmarks.quotations.baselines import by_marks, by_verbs
from benchmarks.quotations.corpus import (
    ROLES,
    TYPES,
    Article,
    CorpusError,
    Quote,
    article_of,
    read_articles,
)
from benchmarks.quotations.mapping import plain, quotes_of
from benchmarks.quotations.measure import Score, best_assignment, matched, overlap
from summaries.model import AttributionType, Certainty, Content, Span, Speaker, Stance, Statement

VOCAB = spacy.blank("de").vocab
NOTHING: dict[str, Any] = {"spans": [], "text": "", "tokenIds": []}


def row(text: str, *quotes: Mapping[str, str], name: str = "7 - Ein Deich (2011-03-04)") -> dict[str, Any]:
    """An article as a line of the corpus has it; quotes name their type and the words of each part."""
    found = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    tokens = [{"id": n, "charBegin": begin, "charEnd": end} for n, (begin, end) in enumerate(found)]

    def part(words: str) -> dict[str, Any]:
        begin = text.index(words)
        inside = [n for n, (at, _) in enumerate(found) if begin <= at < begin + len(words)]
        return {"tokenIds": inside} if words else NOTHING

    rows = [
        {"type": quote["type"], **{name: part(quote.get(name, "")) for name in ("quote", *ROLES)}}
        for quote in quotes
    ]
    return {"documentName": name, "originalText": text, "tokens": tokens, "annotations": rows}


def article(text: str, *quotes: Mapping[str, str]) -> Article:
    return article_of(row(text, *quotes))


def quote(tokens: Sequence[int], type_: str = "Indirect", **roles: Sequence[int]) -> Quote:
    return Quote(type_, frozenset(tokens), {name: frozenset(found) for name, found in roles.items()})


def scored(gold: Sequence[Quote], predicted: Sequence[Quote]) -> Score:
    counted = Score()
    counted.add(gold, predicted)
    return counted


def three(counted: Score, group: str, types: Sequence[str] = TYPES) -> list[Any]:
    """Precision, recall and F1, loosely typed so that they can be compared with pytest's approx."""
    figures = counted.figures(group, types)
    return [figures.precision, figures.recall, figures.f1]


# --- corpus -------------------------------------------------------------------------------------------


def test_it_reads_an_article() -> None:
    read_one = article(
        "Der Deich halte, sagte Ada Lund.",
        {"type": "Indirect", "quote": "Der Deich halte", "speaker": "Ada Lund", "cue": "sagte"},
    )
    assert (read_one.title, read_one.published.date().isoformat()) == ("Ein Deich", "2011-03-04")
    (found,) = read_one.quotes
    assert read_one.words(found.part("quote")) == "Der Deich halte"
    assert read_one.words(found.part("speaker")) == "Ada Lund"
    assert found.part("frame") == frozenset()


def test_it_marks_gaps_when_it_shows_words() -> None:
    assert article("Eins zwei drei vier.").words({0, 1, 3}) == "Eins zwei … vier"


def test_it_finds_the_tokens_of_spans() -> None:
    one = article("Der Deich hält.")
    assert one.within([Span(4, 9)]) == {1}
    assert one.within([Span(5, 6), Span(10, 15)]) == {1, 2, 3}
    assert one.within([Span(3, 4)]) == frozenset()


def test_it_takes_a_name_without_date_as_the_title() -> None:
    assert article_of(row("Ja.", name="Ohne Datum")).title == "Ohne Datum"


@pytest.mark.parametrize(
    "line", ["{", "{}", "[]", json.dumps({**row("Ja."), "tokens": row("Ja.")["tokens"][::-1]})]
)
def test_it_names_a_broken_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text(f"{json.dumps(row('Ja.'))}\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"dev\.jsonl, line 2"):
        list(read_articles(path))


# --- measure ------------------------------------------------------------------------------------------


def test_it_gives_a_perfect_prediction_one() -> None:
    gold = [quote([0, 1, 2], speaker=[5], cue=[4]), quote([7, 8], "Direct", speaker=[9], frame=[9, 10])]
    counted = scored(gold, gold)
    for group in ("quote", "speaker", "cue", "frame", "roles", "joint"):
        assert three(counted, group) == [1.0, 1.0, 1.0]
    assert counted.typed() == 1.0


def test_it_gives_half_of_a_quote_its_share() -> None:
    counted = scored([quote([0, 1, 2, 3], speaker=[6, 7])], [quote([2, 3, 4, 5], speaker=[7])])
    assert three(counted, "quote") == [0.5, 0.5, 0.5]
    assert three(counted, "speaker") == [1.0, 0.5, pytest.approx(2 / 3)]
    assert three(counted, "joint") == [0.75, 0.5, pytest.approx(0.6)]


def test_it_counts_what_has_no_partner_as_zero() -> None:
    gold = [quote([0, 1], speaker=[4]), quote([10, 11], speaker=[12])]
    predicted = [quote([0, 1], speaker=[4]), quote([20], speaker=[12]), quote([21]), quote([22])]
    counted = scored(gold, predicted)
    assert three(counted, "quote") == [0.25, 0.5, pytest.approx(1 / 3)]
    assert counted.figures("speaker").precision == 0.5  # of the two predicted ones that name a speaker
    assert counted.figures("speaker").recall == 0.5


def test_it_never_pairs_quotes_that_share_no_token() -> None:
    wanted, found = quote([0]), quote([1])
    assert matched([wanted], [found]) == [(wanted, None), (None, found)]


def test_it_averages_over_quotes_and_not_over_tokens() -> None:
    gold = [quote(range(100)), quote([200])]
    counted = scored(gold, [quote(range(100)), quote([200, 201, 202, 203])])
    assert counted.figures("quote").precision == pytest.approx((1 + 0.25) / 2)


def test_it_sums_over_articles() -> None:
    counted = scored([quote([0])], [quote([0])])
    counted.add([quote([0])], [])
    assert three(counted, "quote") == [1.0, 0.5, pytest.approx(2 / 3)]
    assert (counted.gold(), counted.predicted()) == (2, 1)


def test_it_ignores_a_role_that_neither_side_has() -> None:
    counted = scored([quote([0])], [quote([0])])
    assert three(counted, "addressee") == [0.0, 0.0, 0.0]
    assert three(counted, "joint") == [1.0, 1.0, 1.0]


def test_it_counts_a_made_up_speaker_against_precision_only() -> None:
    counted = scored(
        [quote([0]), quote([3], speaker=[4])], [quote([0], speaker=[1]), quote([3], speaker=[4])]
    )
    assert three(counted, "speaker") == [0.5, 1.0, pytest.approx(2 / 3)]


def test_it_scores_types_over_pairs_only() -> None:
    gold = [quote([0], "Direct"), quote([1], "Reported"), quote([2], "Reported")]
    counted = scored(gold, [quote([0], "Direct"), quote([1], "Indirect"), quote([9], "Reported")])
    assert counted.typed() == 0.5
    assert counted.typed(["Direct"]) == 1.0
    assert counted.typed(["Reported"]) == 0.0
    assert counted.typed(["FreeIndirect"]) == 0.0


def test_it_tells_types_apart_by_each_sides_own() -> None:
    counted = scored([quote([0], "Direct"), quote([1], "Direct")], [quote([0], "Indirect")])
    assert three(counted, "quote", ["Direct"]) == [0.0, 0.5, 0.0]
    assert counted.figures("quote", ["Indirect"]).precision == 1.0


def test_it_prefers_the_same_type_where_the_overlap_is_equal() -> None:
    gold = quote([0, 1], "Direct")
    other, same = quote([0, 1], "Indirect"), quote([0, 1], "Direct")
    assert matched([gold], [other, same])[0] == (gold, same)


def test_it_assigns_for_the_whole_and_not_one_by_one() -> None:
    # The first gold quote overlaps most with the first prediction, which is all that the second one has.
    long, short = quote(range(10)), quote([0, 1])
    first, second = quote(range(9)), quote([9])
    pairs = matched([long, short], [first, second])
    total = sum(overlap(one, other) for one, other in pairs if one and other)
    assert total == pytest.approx(overlap(long, first))
    both = matched([quote(range(6)), quote([0, 1, 2])], [quote(range(5)), quote([3, 4, 5])])
    assert [(min(one.tokens), min(other.tokens)) for one, other in both if one and other] == [(0, 3), (0, 0)]


@pytest.mark.parametrize("gains", [[], [[]], [[], []]])
def test_it_assigns_nothing_to_nothing(gains: list[list[float]]) -> None:
    assert best_assignment(gains) == []


@st.composite
def gain_tables(draw: st.DrawFn) -> list[list[float]]:
    width = draw(st.integers(1, 5))
    values = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0])
    return draw(st.lists(st.lists(values, min_size=width, max_size=width), min_size=1, max_size=5))


@given(gain_tables())
def test_it_finds_what_trying_all_assignments_finds(gains: list[list[float]]) -> None:
    found = best_assignment(gains)
    height, width = len(gains), len(gains[0])
    tall = gains if height <= width else [list(column) for column in zip(*gains, strict=True)]
    best = max(
        sum(tall[r][c] for r, c in enumerate(chosen))
        for chosen in permutations(range(len(tall[0])), len(tall))
    )
    assert sum(gains[row][column] for row, column in found) == pytest.approx(best)
    assert len(found) == min(height, width)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)


@given(st.sets(st.integers(0, 9), min_size=1), st.sets(st.integers(0, 9), min_size=1))
def test_it_measures_overlap_alike_both_ways(one: set[int], other: set[int]) -> None:
    share = overlap(quote(sorted(one)), quote(sorted(other)))
    assert share == overlap(quote(sorted(other)), quote(sorted(one)))
    assert (share == 1) is (one == other)
    assert (share == 0) is one.isdisjoint(other)


# --- mapping ------------------------------------------------------------------------------------------


def spans(text: str, *words: str) -> tuple[Span, ...]:
    begins = [text.index(word) for word in words]
    return tuple(Span(begin, begin + len(word)) for begin, word in zip(begins, words, strict=True))


def said(
    text: str,
    type_: AttributionType | None,
    words: Sequence[str],
    speaker: str | None = None,
    cue: Sequence[str] = (),
    *,
    named: bool = True,
    pointer: bool = False,
    beside: Sequence[str] = (),
) -> Statement:
    """A statement over ``words``; its sentence goes from the stop before them to the one after them."""
    quoted = spans(text, *words)
    begin = max(text.rfind(". ", 0, quoted[0].begin) + 1, 0)
    begin += text[begin] == " "
    stop = text.find(".", quoted[-1].end - 1)
    where = spans(text, speaker) if speaker and named else ()
    return Statement(
        number=0,
        quote=quoted,
        sentence=Span(begin, stop + 1 if stop >= 0 else len(text)),
        speaker=Speaker(speaker, speaker, where) if speaker else None,
        co_speakers=tuple(Speaker(name, name, spans(text, name)) for name in beside),
        cue=spans(text, *cue),
        type=type_,
        stance=Stance.ASSERTS,
        certainty=Certainty.CERTAIN,
        as_of=datetime(2011, 3, 4, tzinfo=UTC),
        content=Content("", frozenset()),
        pointer=pointer,
    )


def mapped(text: str, *statements: Statement) -> list[dict[str, str]]:
    """The quotes that statements become, each part as its words; empty parts are left out."""
    one = article(text)
    rows = []
    for found in quotes_of(one, statements):
        parts = {part: one.words(found.part(part)) for part in ("quote", "speaker", "cue", "frame")}
        rows.append({"type": found.type} | {part: words for part, words in parts.items() if words})
    return rows


DIRECT, INDIRECT, REPORTED = (
    AttributionType.DIRECT,
    AttributionType.INDIRECT,
    AttributionType.REPORTED,
)
CARRIED = AttributionType.INDIRECT_FREE_INDIRECT


def test_it_leaves_out_what_the_article_itself_says() -> None:
    text = "Der Deich hält."
    assert mapped(text, said(text, None, ["Der Deich hält"])) == []
    assert plain(article(text), [said(text, None, ["Der Deich hält"])]) == []


def test_it_gives_a_direct_quote_its_marks_and_frame() -> None:
    text = "„Der Deich hält“, sagte Ada Lund am Abend."
    assert mapped(text, said(text, DIRECT, ["Der Deich hält"], "Ada Lund", ["sagte"])) == [
        {
            "type": "Direct",
            "quote": "„ Der Deich hält “",
            "speaker": "Ada Lund",
            "cue": "sagte",
            "frame": ", sagte Ada Lund am Abend",
        }
    ]


def test_it_joins_the_sentences_of_one_quotation() -> None:
    text = "Ada Lund sagte: „Der Deich hält. Wir schlafen ruhig.“"
    first = said(text, DIRECT, ["Der Deich hält"], "Ada Lund", ["sagte"])
    second = said(text, DIRECT, ["Wir schlafen ruhig"], "Ada Lund", named=False)
    (found,) = mapped(text, first, second)
    assert found["quote"] == "„ Der Deich hält . Wir schlafen ruhig . “"
    assert (found["speaker"], found["cue"], found["frame"]) == ("Ada Lund", "sagte", "Ada Lund sagte :")


def test_it_counts_an_interrupted_quotation_as_two() -> None:
    text = "„Der Deich hält“, sagte Ada Lund, „und wir schlafen“."
    statement = said(text, DIRECT, ["Der Deich hält", "und wir schlafen"], "Ada Lund", ["sagte"])
    assert [found["quote"] for found in mapped(text, statement)] == [
        "„ Der Deich hält “",
        "„ und wir schlafen “",
    ]


def test_it_keeps_direct_speech_without_marks() -> None:
    text = "Ada Lund: Der Deich hält."
    assert mapped(text, said(text, DIRECT, ["Der Deich hält"]))[0]["quote"] == "Der Deich hält"


def test_it_trims_indirect_speech() -> None:
    text = "Ada Lund sagte, dass der Deich hält."
    statement = said(text, INDIRECT, [", dass der Deich hält."], "Ada Lund", ["sagte"])
    assert mapped(text, statement) == [
        {
            "type": "Indirect",
            "quote": "dass der Deich hält",
            "speaker": "Ada Lund",
            "cue": "sagte",
            "frame": "Ada Lund sagte ,",
        }
    ]


def test_it_keeps_the_marks_of_a_quotation_within_indirect_speech() -> None:
    text = "Ada Lund sagte, der Deich sei „so gut wie neu“."
    statement = said(text, INDIRECT, ["der Deich sei „so gut wie neu"], "Ada Lund", ["sagte"])
    assert mapped(text, statement)[0]["quote"] == "der Deich sei „ so gut wie neu “"


def test_it_takes_the_noun_of_a_source_for_the_speaker() -> None:
    text = "Nach Angaben der Wehr und des Amtes hält der Deich."
    statement = said(text, INDIRECT, ["hält der Deich"], "der Wehr", ["Nach Angaben"], beside=["des Amtes"])
    assert mapped(text, statement) == [
        {
            "type": "Indirect",
            "quote": "hält der Deich",
            "speaker": "Angaben der Wehr und des Amtes",
            "cue": "Nach",
            "frame": "Nach Angaben der Wehr und des Amtes",
        }
    ]


def test_it_takes_the_basis_alone_for_the_speaker_of_an_own_account() -> None:
    text = "Die Wehr hat nach eigenen Angaben den Deich erhöht."
    statement = said(
        text, INDIRECT, ["Die Wehr hat", "den Deich erhöht"], "Die Wehr", ["nach eigenen Angaben"]
    )
    (found,) = mapped(text, statement)
    assert (found["speaker"], found["cue"]) == ("eigenen Angaben", "nach")
    assert found["frame"] == "nach eigenen Angaben"


def test_it_gives_what_is_carried_on_the_whole_speaker_of_its_source() -> None:
    text = "Nach Angaben der Wehr hält der Deich. Er sei neu."
    first = said(text, INDIRECT, ["hält der Deich"], "der Wehr", ["Nach Angaben"])
    second = said(text, CARRIED, ["Er sei neu"], "der Wehr", named=False)
    assert [found["speaker"] for found in mapped(text, first, second)] == ["Angaben der Wehr"] * 2


def test_it_takes_the_sentence_for_a_reported_act() -> None:
    text = "Am Abend kam Regen. Die Wehr kritisierte den Bau. Er ruht."
    statement = said(text, REPORTED, ["den Bau"], "Die Wehr", ["kritisierte"])
    assert mapped(text, statement, statement) == [
        {"type": "Reported", "quote": "Die Wehr kritisierte den Bau .", "speaker": "Die Wehr"}
    ]


def test_it_leaves_other_statements_out_of_a_reported_act() -> None:
    text = "Die Wehr lehnte den Bau mit Nachdruck ab und sagte, er koste zu viel."
    act = said(text, REPORTED, ["den Bau"], "Die Wehr", ["lehnte", "ab"])
    indirect = said(text, INDIRECT, ["er koste zu viel"], "Die Wehr", ["sagte"])
    assert [found["quote"] for found in mapped(text, act, indirect)] == [
        "Die Wehr lehnte den Bau mit Nachdruck ab und sagte ,",
        "er koste zu viel",
    ]


def test_it_joins_what_one_voice_carries_on() -> None:
    text = "Ada Lund sagte, der Deich halte. Er sei neu. Und er sei hoch. Niemand glaubt das."
    named = said(text, INDIRECT, ["der Deich halte"], "Ada Lund", ["sagte"])
    first = said(text, CARRIED, ["Er sei neu"], "Ada Lund", named=False)
    second = said(text, CARRIED, ["er sei hoch"], "Ada Lund", named=False)
    assert mapped(text, named, first, second)[1] == {
        "type": "IndirectFreeIndirect",
        "quote": "Er sei neu . Und er sei hoch .",
        "speaker": "Ada Lund",
    }


def test_it_does_without_a_stop_at_the_end_of_the_text() -> None:
    text = "Er sei neu"
    assert mapped(text, said(text, CARRIED, ["Er sei neu"]))[0]["quote"] == "Er sei neu"


def test_it_keeps_two_voices_apart() -> None:
    text = "Lund und Berg reden. Er sei neu. Er sei hoch. Er soll neu sein."
    one = said(text, CARRIED, ["Er sei neu"], "Lund", named=False)
    other = said(text, CARRIED, ["Er sei hoch"], "Berg", named=False)
    third = said(text, AttributionType.FREE_INDIRECT, ["Er soll neu sein"], "Berg", named=False)
    assert [found["quote"] for found in mapped(text, one, other, third)] == [
        "Er sei neu .",
        "Er sei hoch .",
        "Er soll neu sein .",
    ]


def test_it_joins_to_indirect_speech_what_carries_it_on_in_its_sentence() -> None:
    text = "Ada Lund sagte, der Deich halte, doch er sei alt. Er sei hoch."
    named = said(text, INDIRECT, ["der Deich halte"], "Ada Lund", ["sagte"])
    inside = said(text, CARRIED, ["doch er sei alt"], "Ada Lund", named=False)
    after = said(text, CARRIED, ["Er sei hoch"], "Ada Lund", named=False)
    assert [(found["type"], found["quote"]) for found in mapped(text, named, inside, after)] == [
        ("Indirect", "der Deich halte , doch er sei alt"),
        ("IndirectFreeIndirect", "Er sei hoch ."),
    ]


def test_it_does_not_count_twice_what_hands_its_cue_over() -> None:
    text = "Der Deich hält. Das teilte die Wehr mit."
    told = said(text, INDIRECT, ["Der Deich hält"], "die Wehr", ["teilte", "mit"])
    pointing = said(text, REPORTED, ["Das"], "die Wehr", ["teilte", "mit"], pointer=True)
    assert [found["quote"] for found in mapped(text, told, pointing)] == ["Der Deich hält"]
    assert [found["type"] for found in mapped(text, pointing)] == ["Reported"]


def test_it_changes_nothing_when_asked_for_plain_spans() -> None:
    text = "„Der Deich hält“, sagte Ada Lund."
    (found,) = plain(article(text), [said(text, DIRECT, ["Der Deich hält"], "Ada Lund", ["sagte"])])
    assert found == quote([1, 2, 3], "Direct", speaker=[7, 8], cue=[6])


# --- baselines ----------------------------------------------------------------------------------------


def tagged(text: str, tags: str, people: Sequence[str] = ()) -> Doc:
    """A document of the tokens that ``article`` finds, one tag each; lemmas are known for two verbs."""
    one = article(text)
    words = [one.word(n) for n in range(len(one.tokens))]
    blanks = [*(a.end < b.begin for a, b in zip(one.tokens, one.tokens[1:], strict=False)), False]
    lemmas = [{"sagte": "sagen", "warnte": "warnen"}.get(word, word) for word in words]
    starts: list[bool | int | None] = [n == 0 or words[n - 1] == "." for n in range(len(words))]
    doc = Doc(VOCAB, words=words, spaces=blanks, tags=tags.split(), lemmas=lemmas, sent_starts=starts)
    doc.ents = [found for name in people if (found := _entity(doc, name))]
    return doc


def _entity(doc: Doc, name: str) -> DocSpan | None:
    begin = doc.text.index(name)
    return doc.char_span(begin, begin + len(name), label="PER")


MARKED = "„Der Deich hält wohl“, sagte gestern Lund. Ada Berg schwieg."
TAGS = "$( ART NN VVFIN ADV $( $, VVFIN ADV NE $. NE NE VVFIN $."


def test_it_gives_a_quotation_to_the_nearest_name() -> None:
    one = article(MARKED)
    (named,) = by_marks(one, tagged(MARKED, TAGS, ["Lund"]))
    assert (one.words(named.tokens), one.words(named.part("speaker"))) == ("„ Der Deich hält wohl “", "Lund")
    (run,) = by_marks(one, tagged(MARKED, TAGS))
    assert one.words(run.part("speaker")) == "Ada Berg"


def test_it_takes_no_quoted_word_for_speech() -> None:
    text = "Der „Deich“ hält."
    assert by_marks(article(text), tagged(text, "ART $( NN $( VVFIN $.")) == []


def test_it_finds_no_name_two_sentences_away() -> None:
    text = "Lund kam. Es regnet. „Der Deich hält wohl“. Ja."
    doc = tagged(text, "NE VVFIN $. PPER VVFIN $. $( ART NN VVFIN ADV $( $. ADV $.", ["Lund"])
    (found,) = by_marks(article(text), doc)
    assert not found.part("speaker")


@pytest.mark.parametrize(
    ("text", "tags", "wanted"),
    [
        (
            "Die alte Wehr warnte gestern, dass der Deich breche.",
            "ART ADJA NN VVFIN ADV $, KOUS ART NN VVFIN $.",
            ("Indirect", "dass der Deich breche", "Die alte Wehr", "warnte"),
        ),
        (
            "„Der Deich hält wohl“, sagte gestern Lund.",
            "$( ART NN VVFIN ADV $( $, VVFIN ADV NE $.",
            ("Direct", "„ Der Deich hält wohl “", "Lund", "sagte"),
        ),
        ("Lund sagte nichts.", "NE VVFIN PIS $.", None),
        ("Der Deich breche, so Lund.", "ART NN VVFIN $, ADV NE $.", None),
    ],
)
def test_it_reads_quotes_beside_verbs(text: str, tags: str, wanted: tuple[str, ...] | None) -> None:
    one = article(text)
    found = [
        (q.type, *(one.words(q.part(part)) for part in ("quote", "speaker", "cue")))
        for q in by_verbs(one, tagged(text, tags))
    ]
    assert found == ([wanted] if wanted else [])


# --- command ------------------------------------------------------------------------------------------


def test_it_spreads_what_it_shows() -> None:
    assert spread(list("abcdef"), 3) == ["a", "c", "e"]
    assert spread(["a"], 3) == ["a"]
    assert spread(["a"], 0) == []


def test_it_shows_figures_and_failures(capsys: pytest.CaptureFixture[str]) -> None:
    show(Report(missed=["eins"], spurious=["zwei"], poor=["drei"]), 1)
    shown = capsys.readouterr().out
    assert "missed: eins" in shown
    assert "spurious: zwei" in shown
    assert "poor: drei" in shown


def test_it_has_a_line_for_each_type() -> None:
    counted = scored([quote([0, 1], "Direct")], [quote([1], "Direct")])
    lines = list(table(counted))
    assert [line.split()[0] for line in lines[1:]] == ["all", *TYPES]
    assert lines[1].split()[:4] == ["all", "1", "1", "100.0/50.0/66.7"]


def test_it_reads_both_splits(tmp_path: Path) -> None:
    for name in ("dev", "train"):
        rows = [json.dumps(row(f"{name} {n}.")) for n in range(3)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert [one.text for one in read(tmp_path, "dev", 1)] == ["dev 0."]
    assert [one.text for one in read(tmp_path, "all", 2)] == ["train 0.", "train 1.", "dev 0.", "dev 1."]


def test_it_does_without_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["attribution", str(tmp_path / "absent")])
    main()
    assert "nothing is measured" in capsys.readouterr().out


@pytest.mark.slow
def test_it_measures_the_project_and_both_baselines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "„Der Deich an der Elbe hält“, sagte Bürgermeisterin Ada Lund am Montag in Bremen."
    gold = {
        "type": "Direct",
        "quote": "„Der Deich an der Elbe hält“",
        "speaker": "Bürgermeisterin Ada Lund",
        "cue": "sagte",
        "frame": ", sagte Bürgermeisterin Ada Lund am Montag in Bremen",
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(row(text, gold)), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["attribution", str(tmp_path), "--failures", "1"])
    main()
    shown = capsys.readouterr().out
    assert len(re.findall(r"^all .*$", shown, re.MULTILINE)) == 5
    own = re.search(r"^attributions, as .*\n.*\n(all .*)$", shown, re.MULTILINE)
    assert own is not None
    assert own[1].split()[1:6] == ["1", "1", *["100.0/100.0/100.0"] * 3]
    assert "missed" not in shown


@pytest.mark.skipif(not DATA.is_dir(), reason="the corpus is not there")
def test_it_reads_the_corpus() -> None:
    articles = read(DATA, "dev", 20)
    assert len(articles) == 20
    assert all(quote.tokens and quote.type in TYPES for one in articles for quote in one.quotes)
    assert scored(articles[1].quotes, articles[1].quotes).figures("joint").f1 == 1.0
