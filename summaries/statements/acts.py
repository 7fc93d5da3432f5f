"""An act of speech within one sentence, and what its finders share."""

from __future__ import annotations

from dataclasses import dataclass

from summaries.model import AttributionType
from summaries.statements.lexicon import words

MARKS = frozenset("„“”\"»«‚‘’'›‹")
NOT_NOMINATIVE = words("not_nominative")
BORDERS = frozenset(",:–—-;") | MARKS
PAST_SUBJUNCTIVES = words("past_subjunctives")
NOUN_STARTS = frozenset({"ART", "NE", "NN", "TRUNC", "PPER", "ADJA", "PPOSAT", "PDAT", "PIAT", "CARD"})


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of speech; ``cue``, ``speaker`` and ``content`` are token indices.

    ``kind`` is the cue's class, ``lemma`` its lemma, "" for a source phrase.  A ``pointer`` says "das" of the
    sentence before; ``inserted`` stands behind or within what is said; ``through`` are the words for who
    quotes the speaker: "die Agentur zitiert den Minister".
    """

    kind: str
    type: AttributionType
    cue: frozenset[int]
    speaker: frozenset[int]
    content: frozenset[int]
    lemma: str = ""
    pointer: bool = False
    inserted: bool = False
    through: frozenset[int] = frozenset()
