"""Frames: who is said to say what, found by cue words and the clauses they govern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.frame import STANCES, Frame, Sentence
from summaries.statements.kinds import is_passive, judged, lexical_verb, verb_kind
from summaries.statements.lexicon import words
from summaries.statements.naming import is_voice
from summaries.statements.phrases import Phrase, objects, phrases, subject, surely_subject
from summaries.statements.reported import (
    calling_frame,
    figure_named,
    object_frame,
    parted,
    told_clause,
    view_frame,
)
from summaries.statements.saidclauses import clausal_content
from summaries.statements.sourced import source_frames
from summaries.statements.trees import agree, may_be_nominative

_NEGATIONS = words("negations")
POINTING = frozenset({"das", "dies", "dem", "diesem"})


def frames(sentence: Sentence) -> tuple[Frame, ...]:
    """Return the attributions of the sentence, outermost first."""
    found = [*source_frames(sentence), *_verb_frames(sentence)]
    return tuple(sorted(found, key=lambda f: (-len(f.content), f.cue)))


def speech_subject(sentence: Sentence) -> tuple[Phrase, ...]:
    """Who speaks in a sentence that only announces speech ("äußerte sich eine Sprecherin")."""
    for clause in sentence.clauses:
        if verb_kind(sentence, clause) == "assert":
            return subject(sentence.doc, clause)
    return ()


def _verb_frames(sentence: Sentence) -> Iterator[Frame]:
    inherited: tuple[Phrase, ...] = ()
    for position, clause in enumerate(sentence.clauses):
        spoken = _subject(sentence, clause, inherited)
        if clause.kind is ClauseKind.MAIN and spoken:
            inherited = spoken
        kind = verb_kind(sentence, clause)
        if kind is None or clause.opener == "wie" or _inside_quote(sentence, clause):
            continue
        spoken = _speaking(sentence, clause, spoken)
        frame = _verb_frame(sentence, position, kind, spoken)
        if frame is not None and frame.mixed:
            yield from parted(sentence, frame)
        elif frame is not None:
            yield frame


def _subject(sentence: Sentence, clause: Clause, inherited: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """The clause's subject; one joined by "und" with its verb first takes the subject before it."""
    doc = sentence.doc
    starts_joined = doc[clause.first].tag_ == "KON" and clause.finite == clause.first + 1
    if clause.kind is ClauseKind.MAIN and starts_joined and inherited:
        return inherited
    if (
        clause.finite is not None
        and doc[clause.first].lower_ in POINTING
        and clause.finite == clause.first + 1
    ):
        later = replace(clause, tokens=clause.tokens[1:])  # "Das bestätigte die Sprecherin"
        found = subject(doc, later)
        if found and not found[0].pronoun:
            return found
    if clause.kind is ClauseKind.RELATIVE and doc[clause.first].lower_ == clause.opener:
        return _antecedent(sentence, clause)
    return subject(doc, clause)


def _speaking(sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """„Eine Beteiligung bestreitet die Firma“: of two bare phrases the one that can speak does."""
    doc = sentence.doc
    if not spoken or clause.finite is None:
        return spoken
    later = [p for p in objects(doc, clause, spoken) if p.begin > clause.finite and is_voice(doc, p)]
    finite = doc[clause.finite]
    others = [p for p in later if may_be_nominative(doc[p.head]) and agree(doc[p.head], finite)]
    if any(surely_subject(doc, p) for p in others) and not any(surely_subject(doc, p) for p in spoken):
        return tuple(others[:1])
    if any(is_voice(doc, p) for p in spoken) and not _disagrees(doc, clause.finite, spoken):
        return spoken
    return tuple(others[:1]) or spoken


def _disagrees(doc: Doc, finite: int, spoken: Sequence[Phrase]) -> bool:
    """Whether one plural noun stands before a verb in the singular: "Berichte … nannte er falsch"."""
    head = doc[spoken[0].head]
    plural = head.tag_ == "NN" and "Plur" in head.morph.get("Number", [])
    return plural and len(spoken) == 1 and "Sing" in doc[finite].morph.get("Number", [])


def _antecedent(sentence: Sentence, clause: Clause) -> tuple[Phrase, ...]:
    """The phrase right before a relative clause."""
    before = [p for c in sentence.clauses if c is not clause for p in phrases(sentence.doc, c.tokens)]
    nearest = [p for p in before if p.end <= clause.first]
    return (max(nearest, key=lambda p: p.end),) if nearest else ()


def _inside_quote(sentence: Sentence, clause: Clause) -> bool:
    return clause.finite is not None and sentence.quoted(clause.finite)


def _verb_frame(sentence: Sentence, position: int, kind: str, spoken: tuple[Phrase, ...]) -> Frame | None:
    clause = sentence.clauses[position]
    doc = sentence.doc
    passive = is_passive(doc, clause)
    if passive:
        spoken = tuple(p for p in phrases(doc, clause.tokens) if p.preposition in {"von", "vom"})
    negated = any(doc[i].lower_ in _NEGATIONS for i in clause.tokens)
    verb = lexical_verb(doc, clause)
    lexical = verb.lemma_.lower() if verb is not None else ""
    if lexical == "nennen":
        called = calling_frame(sentence, clause, spoken, negated=negated)
        return called or figure_named(sentence, clause, spoken)
    content, inner, kind_of = clausal_content(sentence, position)
    if kind == "view" and inner is not None and inner.opener == "dass":
        kind = judged(doc, clause.tokens)
    elif kind == "view":
        return view_frame(sentence, clause, spoken, negated=negated)
    named = any(clause.parent == position for clause in sentence.clauses[position + 1 :])
    named = named or bool(told_clause(sentence, clause))
    if kind == "deny" and content and content[0] > clause.last and not named:
        content = ()  # "widersprach: Es gebe keine …" denies what was said and then speaks for itself
    if not content:
        return object_frame(sentence, clause, kind, spoken, negated=negated)
    accused = tuple(objects(doc, clause, spoken)[:1]) if kind == "accuse" else ()
    return Frame(
        kind, STANCES[kind], kind_of, spoken, clause.verbs, content, inner,
        negated=negated, accused=accused,
    )  # fmt: skip
