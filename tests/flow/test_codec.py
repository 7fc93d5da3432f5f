"""Values of the core survive the store unchanged, and equal values give equal text."""

from __future__ import annotations

import pytest

from bot.flow import codec
from summaries.intake import TextPrint, fingerprint
from summaries.model import (
    AttributionType,
    Block,
    BlockKind,
    Certainty,
    Content,
    Features,
    Quantity,
    Span,
    Speaker,
    Stance,
    Statement,
)
from tests.digest.build import at

STATEMENT = Statement(
    number=3,
    quote=(Span(5, 20), Span(30, 42)),
    sentence=Span(0, 50),
    speaker=Speaker("Südkoreas Präsident", "südkorea", (Span(21, 29),)),
    cue=(Span(45, 49),),
    type=AttributionType.INDIRECT_FREE_INDIRECT,
    stance=Stance.CONCEDES,
    certainty=Certainty.HEDGED,
    as_of=at(3),
    content=Content("send", frozenset({"b", "a", "ä"}), {"agent": frozenset({"z", "y"})}, negated=True),
    quantities=(Quantity(Span(5, 9), 1500.0, 1500.0, None, "count", "soldat", planned=True),),
    refers=(1, 2),
    claimable=False,
    line="„Ein Satz“",
)


def test_it_keeps_a_statement():
    row = codec.statement_row(STATEMENT)
    assert codec.load_statement(row) == STATEMENT
    assert (row.begin, row.end, row.actor, row.stance, row.certainty) == (
        5,
        42,
        "südkorea",
        "concedes",
        "hedged",
    )


def test_it_keeps_a_statement_without_a_speaker():
    silent = Statement(0, (Span(0, 1),), Span(0, 1), None, (), None, Stance.ASSERTS, Certainty.CERTAIN, at(3),
                       Content("", frozenset()))  # fmt: skip
    assert codec.load_statement(codec.statement_row(silent)) == silent


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (tuple[Block, ...], (Block(Span(0, 4), BlockKind.JUNK, at(3)),)),
        (
            Features,
            Features("T", at(3), {"b": 1.0, "a": 0.25}, frozenset({"x", "y"}), frozenset({"1"}), (0.1, -0.2)),
        ),
        (TextPrint, fingerprint("Der Deich ist gebrochen.")),
    ],
)
def test_it_keeps_other_values(kind, value):
    assert codec.load(kind, codec.dump(kind, value)) == value


def test_it_writes_sets_in_order():
    assert '["a", "b", "ä"]' in codec.dump(Statement, STATEMENT)


def test_it_refuses_what_json_cannot_say():
    with pytest.raises(TypeError):
        codec.dump(object, {"x": object()})
