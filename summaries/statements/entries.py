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

_REFUSING = frozenset({Stance.DENIES, Stance.DOUBTS})
_SHARE = 0.5  # of a statement's characters that an attribution must hold for the statement to be said in it


@dataclass(frozen=True, slots=True)
class Entry:
    """One stretch of speech, or one proposition that the article tells itself (``type`` None).

    ``voice`` is whose it is, as far as that was resolved; ``speaker`` where the text names it.  The article
    tells acts of others as well ("weist die Vorwürfe zurück"): then it has a speaker and no type.
    What somebody does not say ("hat nicht bestätigt, dass …") and what the article itself only
    asks or supposes is none.
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
        if s.type is None and s.stated:
            yield Entry(None, s.quote, (), (), s.stance, s.certainty, s.quantities)
        elif s.type is not None and (s.stance is not Stance.ASSERTS or _tells(s)):
            spans = s.speaker.spans if s.speaker else ()
            yield Entry(None, s.quote, spans, s.cue, s.stance, s.certainty, s.quantities, s.speaker)


def _tells(statement: Statement) -> bool:
    """Tell whether somebody other than the article says a proposition that may be a claim."""
    return statement.type is not AttributionType.REPORTED and statement.claimable


def _belongs(statement: Statement, attribution: Attribution) -> bool:
    """Tell whether a statement is said in an attribution, or is the act that it tells."""
    if attribution.cue and statement.stance in _REFUSING and statement.cue:
        refused = statement.speaker is not None and not _meet(statement.cue, attribution.cue)
        if refused and attribution.type is AttributionType.INDIRECT and not _inside(statement, attribution):
            return (
                False  # "wies Berichte zurück, wonach …": what the reports say is not what is denied by them
            )
    size = sum(span.end - span.begin for span in statement.quote)
    return _shared(statement.quote, attribution.quote) > _SHARE * size


def _inside(statement: Statement, attribution: Attribution) -> bool:
    """Tell whether an attribution reports the act of a statement itself: "laut X bestreitet Y, dass …"."""
    return _meet(statement.cue, attribution.quote)


def _shared(some: Sequence[Span], others: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.begin, b.begin)) for a in some for b in others)


def _meet(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return _shared(some, others) > 0


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(s.begin <= span.begin and span.end <= s.end for s in spans)
