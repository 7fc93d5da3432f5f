"""Clauses of saying that stand behind or within what is said: "…, sagte X"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from summaries.statements.acts import MARKS, NOT_NOMINATIVE, NOUN_STARTS
from summaries.statements.clauses import ClauseKind, clauses_of
from summaries.statements.lexicon import cues
from summaries.statements.trees import agree, finite_of

_LONGEST_START = 5  # tokens from a phrase's first word to its noun
_LONGEST_ANSWER = 8  # tokens
_CLAUSAL = ("V", "KOU", "PREL", "PW")
_INSERTING = MARKS | {",", "–", "!", "?"}


def is_inserted(verb: Token) -> bool:
    """Tell whether a clause begins with its finite verb after a comma or a closing mark: "…, sagte X"."""
    finite = finite_of(verb)
    if finite is None or finite.i <= verb.sent.start:
        return False
    so = verb.doc[finite.i - 1].lower_ == "so" and finite.i > 1
    before = verb.doc[finite.i - 2 if so else finite.i - 1]
    if before.text not in _INSERTING or not subject_follows(finite):
        return False
    if so and verb.tag_ == "VVFIN":  # "…, so urteilte X": nothing else begins with "so" behind a comma
        return True
    if closes_quotation(verb.sent, finite) or _ends_main_clause(verb.sent, finite):
        return True
    return _answers(verb.sent, finite)


def _answers(sentence: Span, finite: Token) -> bool:
    """Tell whether a verb follows words that answer for a sentence: "Im Herbst, sagte X"."""
    before = [t for t in sentence.doc[sentence.start : finite.i] if not t.is_space]
    said = before[:-1]
    spoken = finite.lemma_.lower() in cues().verbs and before[-1].text == ","
    bare = not any(t.tag_.startswith(_CLAUSAL) or t.text == "," for t in said)
    noun = any(t.tag_ in {"NN", "NE", "CARD", "ADV", "ADJD"} for t in said)
    return spoken and bare and noun and len(said) <= _LONGEST_ANSWER


def closes_quotation(sentence: Span, finite: Token) -> bool:
    """Tell whether a closing mark stands right before a verb, or before the comma before it.

    „Von einer „Lüge“ sprach er“ is no such case: the quotation is only a part of the field before the verb.
    """
    before = [t.text for t in sentence.doc[max(sentence.start, finite.i - 3) : finite.i]]
    if before[-1] not in MARKS:
        return any(text in MARKS for text in before[-2:])
    opening = next(
        (i for i in range(finite.i - 2, sentence.start - 1, -1) if sentence.doc[i].text in MARKS), -1
    )
    return opening <= sentence.start or sentence.doc[opening - 1].text in {",", ":", "–", "."}


def subject_follows(finite: Token) -> bool:
    """Tell whether what may be a subject stands right behind a finite verb."""
    for token in finite.doc[finite.i + 1 : finite.i + 4]:
        if token.tag_ == "PPER" and token.lower_ in NOT_NOMINATIVE:
            continue  # "so charakterisierte ihn ein Kollege"
        if token.tag_ in NOUN_STARTS or token.tag_ in {"PIS", "PDS", "$("}:
            return token.lower_ not in NOT_NOMINATIVE and _may_agree(token, finite)
        if token.tag_ not in {"ADV", "PRF", "ADJD", "PROAV"}:
            return False
    return False


def _may_agree(first: Token, finite: Token) -> bool:
    """Tell whether a phrase's noun may be a verb's subject by its number: not in ", fordern die Nennung"."""
    if first.tag_ == "PPER":
        return True  # "erklärten sie in einem Brief": the noun behind a pronoun is another phrase's
    phrase = first.doc[first.i : min(first.i + _LONGEST_START, finite.sent.end)]
    noun = next((t for t in phrase if t.tag_ in {"NN", "NE"}), None)
    return noun is None or agree(noun, finite)


def _ends_main_clause(sentence: Span, finite: Token) -> bool:
    """Tell whether a main clause with a finite verb of its own stands before the comma before ``finite``."""
    before = sentence.doc[sentence.start : finite.i]
    if len(before) < 3:  # noqa: PLR2004 - a word and a comma
        return False
    return any(c.kind is ClauseKind.MAIN and c.finite is not None for c in clauses_of(before))
