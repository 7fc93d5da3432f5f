"""Clauses whose verbs share a noun: "drei Menschen wurden getötet und acht verletzt"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from summaries.statements.clauses import Clause
from summaries.statements.lexicon import words
from summaries.statements.lines import finished, words_at
from summaries.statements.trees import SUBJECTS, has_trees, subtree

_FULL_VERBS = ("VVFIN", "VVPP")
_PERSONS = words("counted_persons")
_NEVER_PASSIVE = words("never_passive")


@dataclass(frozen=True, slots=True)
class Part:
    """What one of two joined verbs says: its tokens, its clause, and what a figure without a noun counts.

    ``line`` is it as a sentence of its own, made by leaving out the words of the other one.
    """

    tokens: tuple[int, ...]
    clause: Clause
    counts: str
    line: str


def parts_of(doc: Doc, clause: Clause | None, tokens: Sequence[int]) -> tuple[Part, ...]:
    """Return the parts of a clause in which a second verb has a figure of its own, () where none has.

    Args:
        doc: The document.
        clause: The clause.
        tokens: What is said in it, with the clauses that hang on it.
    """
    second = next(_joined(doc, clause), None) if clause is not None and has_trees(doc) else None
    if clause is None or second is None:
        return ()
    right = subtree(second)
    helping = {clause.finite} if clause.finite is not None else set()
    before = tuple(i for i in tokens if i < min(right))
    behind = tuple(i for i in tokens if i in right or i in helping)
    left, other = (_narrowed(clause, side) for side in (before, behind))
    return (
        Part(before, left, "", _first_line(doc, clause, before, behind)),
        Part(behind, other, counted_before(doc, other), _second_line(doc, clause, before, second)),
    )


def _first_line(doc: Doc, clause: Clause, before: Sequence[int], behind: Sequence[int]) -> str:
    """„Bei dem Angriff waren drei Menschen getötet … worden“: the last auxiliary is both verbs'."""
    acting = next((s for i in clause.verbs if i in before and (s := _subject(doc[i])) is not None), None)
    passive = acting is not None and acting.dep_ == "nsubj:pass"
    passive = passive and acting is not None and acting.head.lemma_.lower() not in _NEVER_PASSIVE
    tokens = [*before, *(i for i in behind if passive and doc[i].lower_ == "worden")]
    return _sentence(doc, clause.finite, tokens, acting)


def _second_line(doc: Doc, clause: Clause, before: Sequence[int], second: Token) -> str:
    """„Bei dem Angriff waren … acht verletzt worden“; where a subject stood in front, the figure does.

    A figure whose noun stands with the other verb is clear of persons only.
    """
    figure, first = _subject(second), _subject(second.head)
    counted = first.lemma_.lower() if first is not None else ""
    if figure is None or (_is_bare(figure) and counted not in _PERSONS):
        return ""
    right = [i for i in sorted(subtree(second)) if doc[i].dep_ != "cc" and not doc[i].is_punct]
    if any(doc[i].tag_.endswith("FIN") for i in right) or clause.finite is None:
        return finished(words_at(doc, right))
    front = [i for i in before if i < clause.finite]
    front = [] if first is not None and first.i in front else front
    return _sentence(doc, clause.finite, [*front, clause.finite, *right], figure)


def _sentence(doc: Doc, finite: int | None, tokens: Sequence[int], subject: Token | None) -> str:
    """Return tokens as a sentence; where they begin with the finite verb, the subject goes in front."""
    if finite is None or subject is None or not tokens:
        return ""
    front = sorted(subtree(subject) & set(tokens)) if tokens[0] == finite else []
    pieces = [front, [finite] if front else [], [i for i in tokens if not front or i not in {*front, finite}]]
    return finished(" ".join(words_at(doc, piece) for piece in pieces if piece))


def counted_before(doc: Doc, clause: Clause) -> str:
    """Return what the bare figure that is a clause's subject counts, as the verb before says; "" if nothing.

    „Dabei starben drei Menschen, acht wurden verletzt“: persons as well.
    """
    for index in clause.verbs:
        figure = _subject(doc[index])
        if doc[index].dep_ == "conj" and figure is not None and _is_bare(figure):
            noun = _subject(doc[index].head)
            return noun.lemma_.lower() if noun is not None and noun.tag_ == "NN" else ""
    return ""


def _joined(doc: Doc, clause: Clause) -> Iterator[Token]:
    verbs = [doc[i] for i in clause.verbs if doc[i].tag_ in _FULL_VERBS]
    for verb in verbs:
        figure = _subject(verb)
        if verb.dep_ == "conj" and verb.head in verbs and figure is not None and _is_counted(figure):
            yield verb


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def _is_counted(subject: Token) -> bool:
    return subject.tag_ == "CARD" or any(child.tag_ == "CARD" for child in subject.children)


def _is_bare(figure: Token) -> bool:
    """Whether a figure stands without its noun: "acht", "zwölf weitere"."""
    return figure.tag_ in {"CARD", "ADJA", "PIS", "PIAT"} and _is_counted(figure)


def _narrowed(clause: Clause, tokens: Sequence[int]) -> Clause:
    inside = set(tokens)
    return replace(
        clause,
        tokens=tuple(i for i in clause.tokens if i in inside),
        verbs=tuple(i for i in clause.verbs if i in inside),
    )
