"""Subordinate clauses in the subjunctive of reported speech within a sentence that tells something itself.

"Die Opposition lehnt das ab, weil es zu teuer sei": no verb of saying governs the reason, but its mood says
that it is given as the opposition's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from summaries.model import AttributionType
from summaries.statements.acts import Speech
from summaries.statements.complements import is_subjunctive
from summaries.statements.lexicon import cues, words
from summaries.statements.nounphrases import phrase_of
from summaries.statements.trees import (
    finite_of,
    heads_clause,
    is_relative,
    opener_of,
    predicate_of,
    subject_of,
    words_under,
)
from summaries.statements.voices import can_speak

_REASONS = frozenset({"weil", "da", "zumal"})
_UNREAL = frozenset({"wenn", "falls", "sofern", "damit", "ob", "als", "dass", "ohne", "um", "sodass"})
_PLURALS = words("plural_substitutes")


def asides(
    sentence: Span, quoted: frozenset[int], acts: Sequence[Speech]
) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """Yield the words of such clauses, each with the words for whose they are.

    Args:
        sentence: One sentence of a document with trees.
        quoted: Its tokens within quotation marks.
        acts: Its acts of speech; what they contain already is left out.
    """
    for token in sentence:
        if token.i in quoted or not heads_clause(token) or not _is_reported(token):
            continue
        if any(token.i in act.content and act.type is not AttributionType.REPORTED for act in acts):
            continue
        owner = subject_of(predicate_of(token.head))
        inside = words_under(token)
        if owner is not None and owner.i not in inside and owner.tag_ != "PRELS" and can_speak(owner):
            yield inside, phrase_of(owner) - inside


def _is_reported(predicate: Token) -> bool:
    """Tell whether a subordinate clause is in the subjunctive of reported speech, what it hangs on is not."""
    above = predicate_of(predicate.head)
    own, finite = finite_of(predicate), finite_of(above)
    if own is None or finite is None or above is predicate or "Sub" in finite.morph.get("Mood", []):
        return False
    opener = opener_of(predicate)
    added = opener in _REASONS or (predicate.dep_ == "acl" and is_relative(predicate))
    if is_subjunctive(predicate):
        return added or (bool(opener) and opener not in _UNREAL)
    if not added:
        return False
    return own.lower_ in _PLURALS and above.lemma_.lower() in cues().speech
