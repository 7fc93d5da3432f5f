"""The gold set is sound, and the judge counts as it says."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from benchmarks._gold import GOLD, Article, Item, Story, read_story
from benchmarks._judge import Judge, Report, Tally, judge_quantities, judge_relations, kinds_of
from benchmarks._match import MATCH, Line, Matcher, Reader, alike, figures
from benchmarks._systems import SYSTEMS, by_negation, evidence_of, lagebild, two_sources
from benchmarks.statuses import crowd, run
from summaries.language import load_pipeline
from summaries.model import Rule, Status

STORIES = [read_story(path) for path in sorted(GOLD.glob("*.json"))]
LEADS_TO = {
    Status.CONTESTED: {Rule.CONTRADICTION, Rule.NUMBER_CONFLICT},
    Status.CONFIRMED: {Rule.CONCESSION, Rule.TWO_VOICES},
    Status.SUPERSEDED: {Rule.UPDATE},
    Status.UNCONFIRMED: {Rule.SINGLE_VOICE, Rule.HEDGED_ONLY},
}
NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_pipeline())


def story(*items: Item, texts: tuple[str, ...] = ()) -> Story:
    articles = tuple(Article(f"a{n}", f"Blatt {n}", NOON, "Titel", text) for n, text in enumerate(texts))
    return Story("probe", "", hard=False, articles=articles, items=items)


def judged(reader: Reader, items: list[Item], lines: list[Line], sentences: list[str]) -> Report:
    report = Report()
    Judge(story(*items), Matcher(reader, sentences), report).judge(lines)
    return report


def test_it_has_stories_to_develop_with_and_sealed_ones() -> None:
    names = [one.name.partition("_")[0] for one in STORIES]
    assert names.count("sealed") == 45
    assert names.count("dev") == len(names) - 45 >= 75


def test_it_has_many_hard_stories_in_both_splits() -> None:
    hard = [one.name.partition("_")[0] for one in STORIES if one.hard]
    assert hard.count("dev") >= 15
    assert hard.count("sealed") >= 15


@pytest.mark.parametrize("one", STORIES, ids=lambda one: one.name)
def test_it_gives_each_status_a_rule_that_leads_to_it(one: Story) -> None:
    wanted = [item for item in one.items if item.status is not None]
    assert all(item.rule in LEADS_TO[item.status] for item in wanted if item.status)


@pytest.mark.parametrize("one", STORIES, ids=lambda one: one.name)
def test_it_has_changes_that_end_in_the_status(one: Story) -> None:
    for item in one.items:
        olds, news = {old for old, _ in item.changes}, {new for _, new in item.changes}
        assert not news or item.status in news
        assert all(old is Status.UNCONFIRMED or old in news for old in olds)


@pytest.mark.parametrize("one", STORIES, ids=lambda one: one.name)
def test_it_has_short_articles_in_order_of_their_ids(one: Story) -> None:
    times = [article.published for article in sorted(one.articles, key=lambda article: article.id)]
    assert times == sorted(times)
    assert all(20 <= len(article.text.split()) <= 230 for article in one.articles)


@pytest.mark.parametrize("one", STORIES, ids=lambda one: one.name)
def test_it_finds_each_expected_proposition_in_some_sentence(one: Story, reader: Reader) -> None:
    sentences = [s for article in one.articles for s in reader.sentences(article)]
    matcher = Matcher(reader, sentences)
    for item in one.items:
        if item.status is not None and not item.asserted_in:
            best = max(matcher.likeness(item.proposition, s) for s in sentences)
            assert best >= MATCH, item.proposition


def test_it_reads_figures_with_and_without_separators() -> None:
    assert figures("12.000 Soldaten, drei Panzer und 2,4 Prozent") == {"12000", "3", "2,4"}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("teilnehmer", "teilnehmen", True),
        ("wolf", "wolf", True),
        ("wolf", "wolle", False),
        ("minister", "ministerium", True),
        ("brücke", "brunnen", False),
    ],
)
def test_it_takes_forms_of_a_word_for_one(a: str, b: str, same: bool) -> None:
    assert alike(a, b) is same
    assert alike(b, a) is same


def test_it_does_not_match_a_proposition_with_another_figure(reader: Reader) -> None:
    matcher = Matcher(reader, ["Fünf Menschen starben.", "Drei Menschen starben."])
    assert matcher.likeness("Drei Menschen starben.", "Fünf Menschen starben.") == 0
    assert matcher.likeness("Drei Menschen starben.", "Drei Menschen starben.") == 1


def test_it_prefers_the_text_of_the_same_polarity(reader: Reader) -> None:
    matcher = Matcher(reader, ["Der Tank ist geplatzt.", "Es regnet."])
    plain = matcher.likeness("Der Tank ist geplatzt.", "Der Tank ist geplatzt.")
    assert plain > matcher.likeness("Der Tank ist geplatzt.", "Der Tank ist nicht geplatzt.") > 0


BURST = Item(
    "Der Tank ist geplatzt.",
    Status.CONTESTED,
    Rule.CONTRADICTION,
    frozenset({(Status.UNCONFIRMED, Status.CONTESTED)}),
    ("Anna Roth",),
    ("Werk",),
    frozenset({Status.CONFIRMED, Status.SUPERSEDED}),
)
SENTENCES = ["Der Tank ist geplatzt.", "Der Kran stürzte um.", "Es regnet in Kassel."]


def test_it_counts_a_line_with_the_wanted_status_as_right(reader: Reader) -> None:
    line = Line(
        ("Der Tank ist geplatzt.",),
        Status.CONTESTED,
        Rule.CONTRADICTION,
        ((Status.UNCONFIRMED, Status.CONTESTED),),
        ("Feuerwehrfrau Roth",),
        ("Werk Süd",),
    )
    report = judged(reader, [BURST], [line], SENTENCES)
    assert report.kinds["umstritten"] == Tally(1, 1, 1, 1)
    assert report.kinds["Widerspruch"] == Tally(1, 1, 1, 1)
    assert report.kinds["changes"] == Tally(1, 1, 1, 1)
    assert report.kinds["voices on their side"] == Tally(2, 2, 0, 0)
    assert not report.false_lines
    assert not report.missed


def test_it_counts_another_status_as_a_false_line_and_a_miss(reader: Reader) -> None:
    line = Line(("Der Tank ist geplatzt.", "Der Tank ist geplatzt."), Status.CONFIRMED, Rule.TWO_VOICES)
    report = judged(reader, [BURST], [line], SENTENCES)
    assert report.kinds["bestätigt"] == Tally(0, 0, 1, 0)
    assert report.kinds["umstritten"] == Tally(1, 0, 0, 0)
    assert len(report.false_lines) == len(report.missed) == 1


def test_it_counts_a_status_on_something_not_in_gold_as_false(reader: Reader) -> None:
    line = Line(("Der Kran stürzte um.",), Status.CONFIRMED, Rule.TWO_VOICES)
    report = judged(reader, [BURST], [line], SENTENCES)
    assert "not in gold" in report.false_lines[0]


def test_it_leaves_out_lines_that_are_allowed(reader: Reader) -> None:
    allowed = Item("Der Kran stürzte um.", ruled_out=frozenset({Status.CONTESTED}))
    fine = Line(("Der Kran stürzte um.",), Status.CONFIRMED, Rule.TWO_VOICES)
    wrong = Line(("Der Kran stürzte um.",), Status.CONTESTED, Rule.CONTRADICTION)
    assert not judged(reader, [allowed], [fine], SENTENCES).kinds.get("bestätigt", Tally()).given
    assert len(judged(reader, [allowed], [wrong], SENTENCES).false_lines) == 1


def test_it_does_not_count_unconfirmed_lines(reader: Reader) -> None:
    line = Line(("Es regnet in Kassel.",), Status.UNCONFIRMED, Rule.SINGLE_VOICE)
    assert not judged(reader, [BURST], [line], SENTENCES).false_lines


def test_it_knows_no_share_of_nothing() -> None:
    assert math.isnan(Tally().precision)
    assert math.isnan(Tally().recall)


def test_it_counts_contested_lines_by_rule_as_well() -> None:
    assert list(kinds_of(Status.CONTESTED, Rule.NUMBER_CONFLICT)) == ["umstritten", "Zahlenkonflikt"]
    assert list(kinds_of(Status.UNCONFIRMED, Rule.SINGLE_VOICE)) == []


def test_its_naive_system_takes_two_papers_for_two_voices(reader: Reader) -> None:
    text = "Der Tank im Hafen ist in der Nacht geplatzt."
    lines = two_sources(story(texts=(text, text)), reader)
    assert {line.status for line in lines} == {Status.CONFIRMED}


def test_its_naive_system_takes_a_negation_for_a_denial(reader: Reader) -> None:
    yes, no = "Der Tank im Hafen ist geplatzt.", "Der Tank im Hafen ist nicht geplatzt."
    lines = by_negation(story(texts=(yes, no)), reader)
    assert {line.status for line in lines} == {Status.CONTESTED}


def test_it_knows_copies_as_the_bot_does(reader: Reader) -> None:
    wire = next(one for one in STORIES if "wire report in three papers" in one.about)
    sources = {evidence.source.article: evidence.source for evidence in evidence_of(wire, reader)}
    assert {source.agency for source in sources.values()} == {"dpa"}
    assert sources["b"].copy_of == "a"


def test_it_confirms_nothing_by_copies_of_a_wire_report(reader: Reader) -> None:
    wire = next(one for one in STORIES if "wire report in three papers" in one.about)
    assert all(line.status is Status.UNCONFIRMED for line in lagebild(wire, reader))


def test_it_notices_that_one_story_changes_another(reader: Reader) -> None:
    def told(name: str, count: str) -> Story:
        article = Article("a", name, NOON, "Titel", f"Bei dem Unglück in Kassel starben {count} Menschen.")
        return Story(name, "", hard=False, articles=(article,), items=())

    assert crowd([told("Eins", "drei"), told("Zwei", "neun")], reader)
    assert not crowd([told("Eins", "drei")], reader)


def test_it_reports_every_system_on_a_story() -> None:
    reports = run(STORIES[:1], Reader(load_pipeline()))
    assert set(reports) == set(SYSTEMS)
    assert all(report.of("umstritten").wanted == 1 for report in reports.values())


SAID = Item(
    "Das Werk wird geschlossen.",
    Status.CONTESTED,
    Rule.CONTRADICTION,
    asserted_in=(("a", "schließt das Werk"), ("b", "macht das Werk dicht")),
    denied_in=(("b", "bestritt das"),),
)


def test_it_counts_pairs_of_sentences_by_the_words_that_the_gold_set_names() -> None:
    said, also, no = (
        ("a", "Die Firma schließt das Werk."),
        ("b", "Sie macht das Werk dicht."),
        ("b", "Er bestritt das."),
    )
    right = Line(("",), Status.CONTESTED, Rule.CONTRADICTION, said_in=(said, also), denied_in=(no,))
    wrong = Line(("",), Status.CONFIRMED, Rule.TWO_VOICES, said_in=(said, ("c", "Es regnet.")))
    report = Report()
    judge_relations(story(SAID), [right, wrong], report)
    assert report.of("claims found") == Tally(1, 1, 0, 0)
    assert report.of("pairs that say the same") == Tally(1, 1, 2, 1)
    assert report.of("pairs that contradict") == Tally(1, 1, 1, 1)


def test_it_knows_a_line_by_the_sentences_behind_it(reader: Reader) -> None:
    matcher = Matcher(reader, SENTENCES)
    line = Line(
        ("Alles anders.",), Status.CONFIRMED, Rule.TWO_VOICES, said_in=(("a", "Er schließt das Werk."),)
    )
    assert matcher.best(SAID, line) >= MATCH
    assert not matcher.best(SAID, Line(("Das Werk wird geschlossen.",), Status.CONFIRMED, Rule.TWO_VOICES))


def test_it_counts_figures_with_their_bounds(reader: Reader) -> None:
    item = Item(
        "Rund 300 Menschen flohen.", Status.UNCONFIRMED, Rule.SINGLE_VOICE,
        asserted_in=(("a0", "rund 300 Menschen"),), quantity=("count", 270, 330),
    )  # fmt: skip
    told = story(item, texts=("Vor dem Wasser flohen rund 300 Menschen.",))
    report = Report()
    judge_quantities(told, evidence_of(told, reader), report)
    assert report.of("quantities") == Tally(1, 1, 1, 1)
