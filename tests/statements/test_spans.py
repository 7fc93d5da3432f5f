"""Whatever the text, every span lies inside it, and the same text gives the same statements."""

# ruff: noqa: E501 - tables with one sentence a line

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from summaries.model import Block, BlockKind, Span, Statement
from summaries.statements import extract_statements
from tests.statements.ask import NOON, statements_of

WORDS = [
    "Die", "der", "das", "Polizei", "Feuerwehr", "Minister", "sagte", "teilte", "mit", "dass", "laut", "Laut", "bestreitet",
    "wies", "Vorwürfe", "zurück", "12", "1.500", "rund", "zwischen", "und", "bis", "zu", "Millionen", "Euro", "Zahl", "auf",
    "wurde", "wurden", "hat", "haben", "sei", "habe", "soll", "nicht", "kein", "so", "wie", "in", "Mornau", "Talora", "GWL",
    "gestorben", "geräumt", "Häuser", "Menschen", "weil", "er", "sie", "wenn", ",", ",", ":", ".", ".", "?", "„", "“", "»",
    "«", "(", ")", "–", "-", ";", "\n", "\n\n", "\u00a0", "am", "4.", "März", "Uhr", "zufolge", "Nach", "Angaben", "von",
    "keine", "Beweise", "für", "als", "Lüge", "bezeichnete", "Das", "bestätigte", "gestern", "😀", "ß", "\u00ad", "sowohl",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
RARE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _spans(statement: Statement) -> list[Span]:
    voices = [v for v in (statement.speaker, *statement.co_speakers) if v is not None]
    return [
        *statement.quote,
        statement.sentence,
        *statement.cue,
        *(q.span for q in statement.quantities),
        *(span for v in voices for span in v.spans),
    ]


def _check(text: str, found: tuple[Statement, ...]) -> None:
    assert [s.number for s in found] == list(range(len(found)))
    for statement in found:
        for span in _spans(statement):
            assert 0 <= span.begin < span.end <= len(text)
        for quote in statement.quote:
            assert statement.sentence.begin <= quote.begin
            assert quote.end <= statement.sentence.end
        assert list(statement.quote) == sorted(statement.quote)
        assert all(n < len(found) and n != statement.number for n in statement.refers)


@RARE
@given(text=TEXTS)
def test_every_span_lies_inside_any_text(nlp: Language, text: str):
    _check(text, statements_of(nlp, text))


@RARE
@given(text=st.text(max_size=120))
def test_any_characters_are_read_without_harm(nlp: Language, text: str):
    _check(text, statements_of(nlp, text))


@RARE
@given(text=TEXTS)
def test_the_same_text_gives_the_same_statements(nlp: Language, text: str):
    assert statements_of(nlp, text) == statements_of(nlp, text)


@RARE
@given(text=TEXTS, cut=st.integers(0, 200))
def test_only_running_text_yields_statements(nlp: Language, text: str, cut: int):
    middle = min(cut, len(text))
    blocks = (
        Block(Span(0, middle), BlockKind.BODY, NOON),
        Block(Span(middle, len(text)), BlockKind.JUNK, NOON),
    )
    for statement in extract_statements(nlp(text), blocks):
        assert statement.sentence.end <= middle


@pytest.mark.parametrize("kind", [BlockKind.HEADLINE, BlockKind.CAPTION, BlockKind.JUNK])
def test_other_blocks_yield_nothing(nlp: Language, kind: BlockKind):
    text = "Laut Polizei wurden in Mornau zwei Häuser geräumt."
    assert extract_statements(nlp(text), (Block(Span(0, len(text)), kind, NOON),)) == ()


def test_no_blocks_yield_nothing(nlp: Language):
    assert extract_statements(nlp("Laut Polizei brannten zwei Häuser."), ()) == ()


def test_a_new_pipeline_reads_the_same(nlp: Language):
    from summaries.language import load_pipeline  # noqa: PLC0415 - a second load is the point

    text = "Die Polizei erklärte, zwei Häuser seien geräumt. Der Rat wies das zurück."
    assert statements_of(nlp, text) == statements_of(load_pipeline(), text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Polizei sagte, " * 300,
        "und " * 2000,
        "„" * 2000,
        "(" * 2000,
        "12 " * 2000,
        "Laut Polizei, " * 400,
        "der die das " * 600,
        "dass dass dass, " * 400,
    ],
    ids=["cues", "und", "marks", "brackets", "figures", "laut", "d-words", "dass"],
)
def test_a_hostile_text_is_read_in_bounded_time(nlp: Language, text: str):
    doc = nlp(text)
    started = time.process_time()
    _check(text, extract_statements(doc, (Block(Span(0, len(text)), BlockKind.BODY, NOON),)))
    assert time.process_time() - started < 5  # it takes about one
