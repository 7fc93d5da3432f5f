"""Each statement meets only the claims that it can belong to, however large the story is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from summaries.claims import drafts
from summaries.claims.align import Relation, relation
from summaries.claims.compare import compare
from summaries.model import Content, Evidence, Span, Statement
from tests.claims.make import content, source, statement

TEXT = "Ein Satz."
FRAMES = [
    content(predicate, agent="firma", negated=negated, planned=planned, **times)
    for predicate, negated, planned in product(("send", "support"), (False, True), (False, True))
    for times in ({}, {"time": "2024"})
]

PAIRS = list(product(range(len(FRAMES)), repeat=2))


def said(paper: int, number: int, about: Content) -> Statement:
    line = f"Der Satz mit der Nummer {number} kann allein stehen."
    return statement(about, hours=paper, number=number, actor=f"A{paper}", sentence=Span(0, 2), line=line)


def story(papers: int) -> list[Evidence]:
    """Return what papers say, each the same of its own event beside one that all have."""
    return [
        Evidence(source(f"Blatt {n}", n), said(n, number, about), f"{chr(256 + n)}.")
        for n in range(papers)
        for number, about in enumerate([content(), content(f"event{n}", f"ding{n}")])
    ]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_statements_of_different_frames_have_nothing_to_do_with_each_other(one, other):
    left, right = FRAMES[one], FRAMES[other]
    year_left_out = replace(left, roles=right.roles) == right and left.planned
    assert (relation(statement(left), statement(right)) is Relation.UNRELATED) != (
        left == right or year_left_out
    )


@pytest.mark.parametrize("papers", [50, 500])
def test_a_papers_statements_meet_as_many_claims_in_a_large_story_as_in_a_small_one(monkeypatch, papers):
    met = []

    def noting(new, old, context=0.0):
        met.append((new, old))
        return relation(new, old, context)

    monkeypatch.setattr(drafts, "relation", noting)
    found = compare(story(papers))
    assert len(found) == papers + 1
    assert len(met) <= papers
    assert max(len(one.voices) for one in found) == papers
