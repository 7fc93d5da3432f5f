"""The passages are sound, and each field's judge can say right and wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import spacy

from benchmarks import statements
from benchmarks.challenge import Tally
from benchmarks.statements import (
    BERLIN,
    DATA,
    FIELDS,
    HALVES,
    PUBLISHED,
    Passage,
    PassageError,
    Reading,
    Report,
    document_of,
    faults,
    half_of,
    main,
    passage_of,
    read_passages,
    same_name,
    same_quantity,
    score,
    show,
    speed,
)
from summaries.language import load_pipeline
from summaries.model import AttributionType, Certainty, Content, Quantity, Span, Speaker, Stance, Statement

PASSAGES = {half: read_passages(DATA / f"{half}.toml") for half in HALVES}
EVERY = [passage for passages in PASSAGES.values() for passage in passages]
ENOUGH = 420
TEXT = "Laut Werft soll der Kran am Montag 40 Boote versenkt haben. Das Amt wies das zurück."


@dataclass(frozen=True)
class Full(Statement):
    """A statement with what statements may carry besides."""

    channel: Speaker | None = None
    hedges: tuple[Span, ...] = ()
    when: datetime | None = None


def span(piece: str) -> Span:
    return Span(TEXT.index(piece), TEXT.index(piece) + len(piece))


FORTY = Quantity(span("40"), 40.0, 40.0, 40.0, "count", "boot")
CRANE = Full(
    0,
    (span("der Kran"), span("am Montag 40 Boote versenkt")),
    span(TEXT[:59]),
    Speaker("Werft", "-/werft"),
    (span("Laut"),),
    AttributionType.INDIRECT,
    Stance.ASSERTS,
    Certainty.HEDGED,
    PUBLISHED,
    Content("sinken", frozenset()),
    quantities=(FORTY,),
    channel=Speaker("dpa", "-/dpa"),
    hedges=(span("soll"),),
    when=datetime(2025, 3, 3, 14, 30, tzinfo=BERLIN),
)
DENIAL = replace(
    CRANE,
    number=1,
    quote=(span("das"),),
    cue=(span("wies"), span("zurück")),
    speaker=Speaker("Amt", "-/amt"),
    stance=Stance.DENIES,
    refers=(0,),
)
READING = Reading(TEXT, (CRANE, DENIAL))


def asked(*expected: Mapping[str, Any], text: str = TEXT) -> Passage:
    return passage_of("probe", {"id": "probe-1", "text": text, "expected": expected})


def fault(reading: Reading, **expected: Any) -> str | None:
    passage = asked({"has": "Boote", **expected}, text=reading.text)
    ((_, found),) = faults(passage.wanted[0], reading)
    return found


def test_it_has_enough_passages_in_both_halves() -> None:
    assert len(EVERY) >= ENOUGH
    assert min(len(passages) for passages in PASSAGES.values()) >= ENOUGH * 2 // 5


def test_no_two_passages_share_an_id_or_a_text() -> None:
    assert len({passage.id for passage in EVERY}) == len(EVERY)
    assert len({passage.text for passage in EVERY}) == len(EVERY)


@pytest.mark.parametrize("half", HALVES)
def test_each_passage_lies_in_the_half_of_its_id(half: str) -> None:
    assert {half_of(passage.id) for passage in PASSAGES[half]} == {half}


@pytest.mark.parametrize("half", HALVES)
def test_each_half_asks_for_every_field(half: str) -> None:
    kinds = {kind for passage in PASSAGES[half] for wanted in passage.wanted for kind in wanted.checks}
    assert kinds == set(FIELDS)


@pytest.mark.parametrize("passage", EVERY, ids=lambda passage: passage.id)
def test_a_passage_asks_what_can_be_answered(passage: Passage) -> None:
    assert passage.wanted
    for wanted in passage.wanted:
        assert set(wanted.checks.get("stance", ())) <= {stance.value for stance in Stance}
        assert wanted.checks.get("certainty", "certain") in {certainty.value for certainty in Certainty}
        assert "hedges" not in wanted.checks or wanted.checks["certainty"] == "hedged"
        assert all(word in passage.text for word in wanted.checks.get("hedges", ()))
        assert wanted.checks.get("statement", True) or set(wanted.checks) == {"statement"}


@pytest.mark.parametrize("passage", EVERY, ids=lambda passage: passage.id)
def test_an_expected_time_is_near_its_publication(passage: Passage) -> None:
    times = [time for wanted in passage.wanted for time in wanted.checks.get("when", ())]
    for time in times:
        year, month = int(time[:4]), int(time[5:7] or 1)
        assert abs((year - passage.published.year) * 12 + month - passage.published.month) < 60


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"has": "Yacht", "stance": ["asserts"]}, "Yacht"),
        ({"has": "a", "stance": ["asserts"]}, "'a'"),
        ({"has": "Boote", "colour": "red"}, "colour"),
        ({"has": "Boote"}, "nothing"),
        ({"has": "das", "refers": "Yacht"}, "Yacht"),
    ],
)
def test_it_refuses_an_expectation_that_does_not_fit(row: dict[str, Any], named: str) -> None:
    with pytest.raises(PassageError, match=named):
        asked(row)


def test_it_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "some.toml"
    path.write_text(
        '[[rain]]\nid = "r-1"\npublished = 2025-06-12T09:00:00\ntext = "Es regnet."\n'
        'expected = [{ has = "regnet", certainty = "certain" }]\n',
        encoding="utf-8",
    )
    (passage,) = read_passages(path)
    assert (passage.id, passage.phenomenon) == ("r-1", "rain")
    assert passage.published == datetime(2025, 6, 12, 9, tzinfo=BERLIN)
    assert passage.wanted[0].checks == {"certainty": "certain"}
    assert document_of(passage).text == "Es regnet."


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("stance", ["asserts"], ["denies", "doubts"]),
        ("certainty", "hedged", "certain"),
        ("hedges", ["soll"], ["soll", "wohl"]),
        ("speaker", ["die Werft", "Werftsprecher"], ["Reederei"]),
        ("speaker", ["W*ft"], [""]),
        ("channel", ["dpa"], ["AFP"]),
        ("negated", False, True),
        ("planned", False, True),
        ("quantities", [{"value": 40, "unit": "count", "of": ["boot", "schiff"]}], []),
        ("quantities", [{"value": 40}], [{"value": 40}, {"value": 14}]),
        ("when", ["2025-03-03"], ["2025-03-04", "2025-04"]),
        ("when", ["2025-03-03T14:30"], ["2025-03-03T15"]),
        ("statement", True, False),
    ],
)
def test_a_field_can_be_right_and_wrong(kind: str, good: Any, bad: Any) -> None:
    assert fault(READING, **{kind: good}) is None
    assert fault(READING, **{kind: bad})


def test_a_reference_is_right_where_it_names_the_statement() -> None:
    good, bad = asked({"has": "das", "refers": "Boote"}), asked({"has": "das", "refers": "Laut"})
    assert [found for _, found in faults(good.wanted[0], READING)] == [None]
    assert [found for _, found in faults(bad.wanted[0], READING)] != [None]
    lost = Reading(TEXT, (CRANE, replace(DENIAL, refers=())))
    assert [found for _, found in faults(good.wanted[0], lost)] == ["nothing"]


def test_what_statements_do_not_carry_counts_as_missing() -> None:
    names = (
        "number",
        "quote",
        "sentence",
        "speaker",
        "cue",
        "type",
        "stance",
        "certainty",
        "as_of",
        "content",
    )
    plain = Reading(TEXT, (Statement(*(getattr(CRANE, name) for name in names)),))
    assert fault(plain, channel=["dpa"]) == "no channel"
    assert fault(plain, when=["2025-03-04"]) is None
    assert fault(plain, quantities=[{"value": 40}]) == "no figure"


def test_the_article_itself_goes_by_no_name() -> None:
    own = Reading(TEXT, (replace(CRANE, speaker=None),))
    assert fault(own, speaker=[""]) is None
    assert fault(own, speaker=["Werft"]) == "the article"
    assert fault(READING, speaker=[""]) == "Werft"


def test_what_is_not_found_is_wrong_but_no_statement_is_right() -> None:
    empty = Reading(TEXT, ())
    assert fault(empty, stance=["asserts"]) == "not found"
    assert fault(empty, statement=True) == "not found"
    assert fault(empty, statement=False) is None
    assert fault(Reading(TEXT, (replace(CRANE, claimable=False),)), statement=False) is None


def test_one_claim_over_a_question_is_one_too_many() -> None:
    silent = replace(CRANE, quote=(span("Boote"),), claimable=False)
    assert fault(Reading(TEXT, (CRANE, silent)), statement=False) == "a claim"


def test_a_piece_belongs_to_the_narrowest_statement() -> None:
    whole = replace(CRANE, quote=(span(TEXT[:59]),), number=2)
    assert Reading(TEXT, (whole, CRANE)).at(span("Boote")) is CRANE
    assert Reading(TEXT, (whole, CRANE)).at(span("soll")) is whole


def test_a_piece_without_proposition_belongs_to_its_cue() -> None:
    assert READING.at(span("zurück")) is DENIAL
    assert READING.at(span("Amt")) is None


@pytest.mark.parametrize(
    ("name", "accepted", "same"),
    [
        ("Der Zoll", ["zoll"], True),
        ("Sprecher des Umweltministeriums", ["*Umweltministerium*"], True),
        ("Derwisch", ["wisch"], False),
        ("Eva Roth", ["Roth"], False),
        ("", [""], True),
    ],
)
def test_it_compares_names(name: str, accepted: list[str], same: bool) -> None:
    assert same_name(name, accepted) is same


@pytest.mark.parametrize(
    ("wanted", "same"),
    [
        ({"value": 40.0, "low": 40, "high": 40}, True),
        ({"value": 41}, False),
        ({"low": 39}, False),
        ({"high": "open"}, False),
        ({"about": True}, False),
        ({"unit": "EUR"}, False),
        ({"of": ["boote"]}, False),
        ({}, True),
    ],
)
def test_it_compares_figures(wanted: dict[str, Any], same: bool) -> None:
    assert same_quantity(wanted, FORTY) is same


def test_an_open_end_and_a_wide_figure_are_told_from_closed_ones() -> None:
    wide = replace(FORTY, high=None)
    assert same_quantity({"value": 40, "low": 40, "high": "open", "about": True}, wide)
    assert not same_quantity({"high": 40}, wide)


def test_it_counts_by_phenomenon_and_field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(statements, "read", lambda nlp, passage: READING)
    passage = asked(
        {"has": "Boote", "stance": ["asserts"], "certainty": "certain"}, {"has": "das", "stance": ["asserts"]}
    )
    report = score(spacy.blank("de"), [passage])
    assert report.of("probe", "stance") == Tally(1, 2)
    assert report.of(kind="certainty") == Tally(0, 1)
    assert report.of() == Tally(1, 3)
    assert [line.partition(":")[0] for line in report.failures] == [
        "probe-1 certainty of 'Boote'",
        "probe-1 stance of 'das'",
    ]
    show("open", report)
    assert "1/2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("flags", "shown", "hidden"),
    [
        ([], [], HALVES),
        (["--half=both"], [], HALVES),
        (["--half=both", "--failures"], ["open"], ["sealed"]),
        (["--half=both", "--reveal-sealed"], ["sealed"], ["open"]),
    ],
)
def test_it_hides_the_failures_of_the_sealed_half(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    flags: list[str],
    shown: list[str],
    hidden: list[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["statements", *flags])
    monkeypatch.setattr(statements, "load_pipeline", lambda name: spacy.blank("de"))
    monkeypatch.setattr(statements, "read_passages", lambda path: [path.stem])
    monkeypatch.setattr(
        statements, "score", lambda nlp, rows: Report(failures=[f"a fault in {row}" for row in rows])
    )
    monkeypatch.setattr(statements, "speed", lambda nlp, rows: (2.0, 1.0))
    main()
    told = capsys.readouterr().out
    assert all(f"a fault in {half}" in told for half in shown)
    assert not any(f"a fault in {half}" in told for half in hidden)
    assert "0.50 of it" in told


@pytest.mark.parametrize(
    ("flags", "run"), [([], ["open"]), (["--half=sealed"], ["sealed"]), (["--half=both"], list(HALVES))]
)
def test_it_runs_the_sealed_half_only_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, flags: list[str], run: list[str]
) -> None:
    read: list[str] = []
    monkeypatch.setattr("sys.argv", ["statements", *flags])
    monkeypatch.setattr(statements, "load_pipeline", lambda name: spacy.blank("de"))
    monkeypatch.setattr(statements, "read_passages", lambda path: read.append(path.stem) or [])
    monkeypatch.setattr(statements, "speed", lambda nlp, rows: (2.0, 1.0))
    main()
    assert read == run


def test_it_reads_with_the_real_pipeline_and_takes_its_time() -> None:
    nlp, passages = load_pipeline(), [p for p in PASSAGES["open"] if p.phenomenon == "dass"]
    report = score(nlp, passages)
    assert report.of("dass", "stance").total == sum("stance" in w.checks for p in passages for w in p.wanted)
    assert report.of("dass", "stance").right
    assert all(seconds > 0 for seconds in speed(nlp, passages))
