"""An attribution within one sentence, and the sentence it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span

from summaries.model import AttributionType, Stance
from summaries.model import Span as CharSpan
from summaries.statements.clauses import Clause
from summaries.statements.phrases import Phrase

STANCES: Final = {
    "assert": Stance.ASSERTS,
    "accuse": Stance.ASSERTS,
    "believe": Stance.ASSERTS,
    "view": Stance.ASSERTS,
    "deny": Stance.DENIES,
    "doubt": Stance.DOUBTS,
    "concede": Stance.CONCEDES,
    "announce": Stance.ANNOUNCES,
    "demand": Stance.ASSERTS,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One attribution within a sentence.

    ``cue`` and ``content`` are token indices, ``clause`` is the content's main clause (None for a noun
    phrase), ``pointer`` the object of a denial that only points back ("diese Vorwürfe"), ``negated``
    whether the cue itself is negated ("bestätigte nicht"), ``accused`` who an accusation is about.
    A ``mixed`` frame holds words of more than one voice; ``counts`` is what its bare figure counts,
    ``channel`` the paper or agency that carries what a speaker says.
    """

    kind: str
    stance: Stance
    type: AttributionType
    speakers: tuple[Phrase, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...] = ()
    clause: Clause | None = None
    pointer: Phrase | None = None
    negated: bool = False
    accused: tuple[Phrase, ...] = ()
    figure: bool = False
    mixed: bool = False
    counts: str = ""
    channel: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses and the quotations that touch it (token ranges, marks included)."""

    span: Span
    clauses: tuple[Clause, ...]
    quotes: tuple[tuple[int, int], ...] = ()

    @property
    def doc(self) -> Doc:
        """The document."""
        return self.span.doc

    def quoted(self, index: int) -> bool:
        """Whether the token stands inside quotation marks."""
        return any(begin <= index < end for begin, end in self.quotes)


def char_spans(doc: Doc, tokens: Sequence[int]) -> tuple[CharSpan, ...]:
    """Join token indices into character spans; punctuation between neighbours does not cut a span."""
    spans: list[list[int]] = []
    for index in sorted(tokens):
        if spans and all(doc[i].is_punct or doc[i].is_space for i in range(spans[-1][1], index)):
            spans[-1][1] = index + 1
        else:
            spans.append([index, index + 1])
    return tuple(CharSpan(doc[a].idx, doc[b - 1].idx + len(doc[b - 1].text)) for a, b in spans)
