"""Which clause of a sentence says what its verb of saying reports."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from summaries.model import AttributionType
from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.frame import Sentence
from summaries.statements.insertions import subject_follows
from summaries.statements.kinds import lexical_verb
from summaries.statements.lexicon import words
from summaries.statements.phrases import objects, subject

_TRANSITIVE = words("saying_verbs")


def clausal_content(
    sentence: Sentence, position: int
) -> tuple[tuple[int, ...], Clause | None, AttributionType]:
    """The clause that says what is said: dependent, following with verb second, or before "…, sagte X"."""
    clauses = sentence.clauses
    indirect = AttributionType.INDIRECT
    dependent = _dependent(clauses, position)
    if dependent is not None:
        return _with_descendants(clauses, dependent), clauses[dependent], indirect
    preceding = _preceding(sentence, position)
    if preceding is not None:
        begin_clauses = [c for c in clauses[:position] if c.kind is ClauseKind.MAIN or c.parent is not None]
        tokens = tuple(sorted(i for c in begin_clauses for i in c.tokens))
        return tokens, preceding, _type_of(sentence, tokens)
    following = position + 1
    if following < len(clauses) and _follows_directly(sentence, clauses[position], clauses[following]):
        tokens = tuple(sorted(i for c in clauses[following:] for i in c.tokens))
        return tokens, clauses[following], _type_of(sentence, tokens)
    return (), None, indirect


def _dependent(clauses: Sequence[Clause], position: int) -> int | None:
    for n, clause in enumerate(clauses):
        if clause.parent == position and n > position:
            said = clause.kind is ClauseKind.SUBORDINATE and clause.opener in {
                "dass",
                "ob",
                "wonach",
                "wann",
                "warum",
                "wieso",
                "weshalb",
                "was",
                "wer",
            }
            if said or (clause.kind is ClauseKind.INFINITIVE and clause.opener != "um"):
                return n
    return None


def _with_descendants(clauses: Sequence[Clause], top: int) -> tuple[int, ...]:
    """Tokens of the clause, of all that hang on it, and of main clauses joined to it by "und"."""
    inside = {top}
    for n in range(top + 1, len(clauses)):
        clause = clauses[n]
        joined = (
            clause.kind is clauses[top].kind
            and clause.opener == clauses[top].opener
            and clause.parent == n - 1
        )
        if clause.parent in inside or (joined and n - 1 in inside):
            inside.add(n)
    return tuple(sorted(i for n in inside for i in clauses[n].tokens))


def _preceding(sentence: Sentence, position: int) -> Clause | None:
    """The clause before an inserted or closing "sagte X", which begins with its verb."""
    clause = sentence.clauses[position]
    if position == 0 or clause.kind is not ClauseKind.MAIN or clause.finite != clause.first:
        return None
    if not subject_follows(sentence.doc[clause.first]):
        return None  # "Er räumte Fehler ein, sprach aber von …": one and the same subject does both
    said = [c for c in sentence.clauses[:position] if c.kind is ClauseKind.MAIN or c.opener in {"dass", "ob"}]
    return said[0] if said else None


def _follows_directly(sentence: Sentence, clause: Clause, following: Clause) -> bool:
    """Whether a verb-second clause after a comma or colon is what the verb reports."""
    if following.kind is not ClauseKind.MAIN or following.finite is None:
        return False
    doc = sentence.doc
    between = [doc[i].text for i in range(clause.last + 1, following.first)]
    if ":" in between:
        return True
    subjunctive = "Sub" in doc[following.finite].morph.get("Mood", [""])
    open_ended = _lacks_object(doc, clause) and following.finite != following.first
    return "," in between and (subjunctive or sentence.quoted(following.first) or open_ended)


def _lacks_object(doc: Doc, clause: Clause) -> bool:
    """Whether a verb that must say something has nothing beside its subject: "Der Verein teilte mit, …"."""
    verb = lexical_verb(doc, clause)
    acting = subject(doc, clause)
    if verb is None or verb.lemma_.lower() not in _TRANSITIVE or not acting:
        return False
    return not objects(doc, clause, acting)


def _type_of(sentence: Sentence, tokens: Sequence[int]) -> AttributionType:
    quoted = sum(sentence.quoted(i) for i in tokens)
    return AttributionType.DIRECT if tokens and quoted > len(tokens) * 0.8 else AttributionType.INDIRECT
