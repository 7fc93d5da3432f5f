"""What an article states, one entry each: its attributions, and what it says in its own voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summaries.model import (
    Attribution,
    AttributionType,
    Certainty,
    Quantity,
    Span,
    Speaker,
    Stance,
    Statement,
)

_SHARE = 0.5  # of a statement's characters that an attribution must hold for the statement to be said in it


@dataclass(frozen=True, slots=True)
class Entry:
    """One stretch of speech, or one proposition that the article tells itself (``type`` None).

    ``voice`` is whose it is, as far as that was resolved; ``speaker`` where the text names it.  The article
    tells acts of others as well ("weist die Vorwürfe zurück"): then it has a speaker and no type.
    What somebody does not say ("hat nicht bestätigt, dass …") is none.
    """

    type: AttributionType | None
    quote: tuple[Span, ...]
    speaker: tuple[Span, ...]
    cue: tuple[Span, ...]
    stance: Stance
    certainty: Certainty
    quantities: tuple[Quantity, ...]
    voice: Speaker | None = None


def entries_of(attributions: Sequence[Attribution], statements: Sequence[Statement]) -> tuple[Entry, ...]:
    """Return one entry per attribution and one per statement that stands in none, in text order."""
    found = [*_said(attributions, statements), *_own(attributions, statements)]
    return tuple(sorted(found, key=lambda entry: (entry.quote[0].begin, -entry.quote[-1].end)))


def _said(attributions: Sequence[Attribution], statements: Sequence[Statement]) -> Iterator[Entry]:
    for one in attributions:
        inside = [s for s in statements if _belongs(s, one)]
        lead = next((s for s in inside if _meet(s.cue, one.cue)), inside[0] if inside else None)
        hedged = one.type is AttributionType.FREE_INDIRECT
        yield Entry(
            one.type,
            one.quote,
            one.speaker,
            one.cue,
            lead.stance if lead else Stance.ASSERTS,
            lead.certainty if lead else Certainty.HEDGED if hedged else Certainty.CERTAIN,
            tuple(q for s in inside for q in s.quantities if _within(q.span, one.quote)),
            lead.speaker if lead else None,
        )


def _own(attributions: Sequence[Attribution], statements: Sequence[Statement]) -> Iterator[Entry]:
    for s in statements:
        if not s.quote or any(_belongs(s, one) for one in attributions):
            continue
        if s.type is None:
            yield Entry(None, s.quote, (), (), s.stance, s.certainty, s.quantities)
        elif s.stance is not Stance.ASSERTS or (s.type is not AttributionType.REPORTED and s.claimable):
            spans = s.speaker.spans if s.speaker else ()
            yield Entry(None, s.quote, spans, s.cue, s.stance, s.certainty, s.quantities, s.speaker)


def _belongs(statement: Statement, attribution: Attribution) -> bool:
    """Tell whether a statement is said in an attribution, or is the act that it tells."""
    size = sum(span.end - span.begin for span in statement.quote)
    return _shared(statement.quote, attribution.quote) > _SHARE * size


def _shared(some: Sequence[Span], others: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.begin, b.begin)) for a in some for b in others)


def _meet(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return _shared(some, others) > 0


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(s.begin <= span.begin and span.end <= s.end for s in spans)
