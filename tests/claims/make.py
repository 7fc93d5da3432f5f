"""Small makers for voices, statements and whole stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from spacy.language import Language

from summaries.claims import compare
from summaries.model import (
    Block,
    BlockKind,
    Certainty,
    Claim,
    Content,
    Evidence,
    Quantity,
    Source,
    Span,
    Speaker,
    Stance,
    Statement,
    Voice,
)
from summaries.statements import extract_statements

START = datetime(2025, 3, 4, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
NOWHERE = Span(0, 1)


def at(hours: float) -> datetime:
    """The moment so many hours after the story began."""
    return START + timedelta(hours=hours)


def source(outlet: str = "Elbbote", hours: float = 0, **more: Any) -> Source:
    """An article of ``outlet``."""
    article = more.pop("article", f"{outlet}-{hours}")
    return Source(article, outlet, outlet.lower(), at(hours), **more)


def voice(actor: str, stance: str = "asserts", hours: float = 0, **more: Any) -> Voice:
    """What ``actor`` says of a claim after so many hours; "~" before the stance makes it hedged."""
    hedged, name = stance.startswith("~"), stance.lstrip("~")
    return Voice(
        speaker=actor,
        actor=actor,
        stance=Stance(name),
        certainty=Certainty.HEDGED if hedged else Certainty.CERTAIN,
        source=source(hours=hours),
        quote=more.get("quote", f"{actor} {name} {hours}"),
        as_of=at(hours),
        statement=0,
        independent_key=more.get("key", actor.partition("/")[0] if actor[0] not in "-?" else actor),
    )


def content(predicate: str = "send", things: str = "soldat", **more: Any) -> Content:
    """A proposition; roles are given as words divided by spaces."""
    flags = {name: more.pop(name, False) for name in ("negated", "planned")}
    roles = {name: frozenset(words.split()) for name, words in more.items() if name != "terms"}
    terms = frozenset((more.get("terms") or f"{predicate} {things}").split())
    events = roles.pop("events", frozenset({predicate}))
    return Content(
        predicate, terms, {**roles, "events": events, "things": frozenset(things.split())}, **flags
    )


def figure(
    value: float,
    of: str = "soldat",
    unit: str = "count",
    *,
    low: Any = "",
    high: Any = "",
    planned: bool = False,
) -> Quantity:
    """A figure; without ends it is exact, None leaves an end open."""
    return Quantity(
        NOWHERE, value, value if low == "" else low, value if high == "" else high, unit, of, planned
    )


def statement(
    about: Content, figures: Sequence[Quantity] = (), hours: float = 0, *, number: int = 0, **more: Any
) -> Statement:
    """A statement about ``about``; ``actor`` names who says it, else the article does."""
    actor = more.get("actor", "")
    return Statement(
        number=number,
        quote=(NOWHERE,),
        sentence=more.get("sentence", NOWHERE),
        speaker=Speaker(actor, actor) if actor else None,
        cue=(),
        type=None,
        stance=more.get("stance", Stance.ASSERTS),
        certainty=more.get("certainty", Certainty.CERTAIN),
        as_of=at(hours),
        content=about,
        quantities=tuple(figures),
        line=more.get("line", "Ein Satz, der lang genug ist, um allein zu stehen."),
    )


@dataclass(frozen=True)
class Piece:
    """An article of a story in plain text: outlet, text, hours after its start, and more of its source."""

    outlet: str
    text: str
    hours: float = 0.0
    more: Mapping[str, Any] = field(default_factory=dict)


def evidence(nlp: Language, piece: Piece) -> list[Evidence]:
    """What an article states."""
    where = source(piece.outlet, piece.hours, **piece.more)
    block = Block(Span(0, len(piece.text)), BlockKind.BODY, where.published)
    return [Evidence(where, s, piece.text) for s in extract_statements(nlp(piece.text), (block,))]


def claims(nlp: Language, *pieces: Piece) -> tuple[Claim, ...]:
    """The claims of a story."""
    return compare([item for piece in pieces for item in evidence(nlp, piece)])
