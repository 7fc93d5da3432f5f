"""Clauses whose verbs share a noun: each has its own figure and its own line."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.statements.ask import statements_of


def _read(nlp: Language, text: str) -> list[tuple[str, float | None, str, str]]:
    return [
        (s.content.predicate, s.quantities[0].value if s.quantities else None, s.quantities[0].of, s.line)
        for s in statements_of(nlp, text)
        if s.quantities
    ]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Bei dem Angriff in Mornau waren drei Menschen getötet und acht verletzt worden.",
            ("kill", 3.0, "mensch", "Bei dem Angriff in Mornau waren drei Menschen getötet worden."),
            ("injure", 8.0, "mensch", "Bei dem Angriff in Mornau waren acht verletzt worden."),
        ),
        (
            "Nach Angaben der Polizei wurden zwei Menschen getötet und mindestens zwölf weitere verletzt.",
            ("kill", 2.0, "mensch", "Zwei Menschen wurden getötet."),
            ("injure", 12.0, "mensch", "Mindestens zwölf weitere wurden verletzt."),
        ),
        (
            "Bei dem Unfall sind fünf Menschen gestorben und 30 verletzt worden.",
            ("kill", 5.0, "mensch", "Bei dem Unfall sind fünf Menschen gestorben."),
            ("injure", 30.0, "mensch", "Bei dem Unfall sind 30 verletzt worden."),
        ),
        (
            "Zwei Menschen wurden getötet und 14 Häuser beschädigt.",
            ("kill", 2.0, "mensch", "Zwei Menschen wurden getötet."),
            ("hit", 14.0, "haus", "14 Häuser wurden beschädigt."),
        ),
    ],
)
def test_each_verb_has_its_figure_and_its_line(nlp: Language, text: str, first, second):
    assert _read(nlp, text) == [first, second]


def test_a_bare_figure_in_the_next_clause_counts_the_same(nlp: Language):
    kinds = [
        (kind, value, of)
        for kind, value, of, _ in _read(nlp, "Dabei starben drei Menschen, acht wurden verletzt.")
    ]
    assert kinds == [("kill", 3.0, "mensch"), ("injure", 8.0, "mensch")]


def test_a_bare_figure_of_things_has_no_line_of_its_own(nlp: Language):
    text = "In Ulm sind am Morgen zwei Häuser ausgebrannt und sechs beschädigt worden."
    assert [line for kind, _, _, line in _read(nlp, text) if kind == "hit"] == [""]
