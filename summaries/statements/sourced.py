"""Clause rules for source phrases: "laut …", "… zufolge", "nach Angaben …", "wie … berichtet", "so …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from summaries.model import AttributionType, Stance
from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.content import compound_parts
from summaries.statements.frame import Frame, Sentence
from summaries.statements.kinds import verb_kind
from summaries.statements.lexicon import cues
from summaries.statements.naming import is_voice
from summaries.statements.phrases import Phrase, coordinated, phrases, subject


def source_frames(sentence: Sentence) -> Iterator[Frame]:
    """Yield what is said according to a source, by the clause that names it."""
    for clause in sentence.clauses:
        own = _own_account(sentence, clause)
        sources = list(_source_phrases(sentence, clause)) if own is None else []
        if sources:
            phrase, cue = sources[0]
            together = coordinated(sentence.doc, phrase, phrases(sentence.doc, clause.tokens))
            frame = _source_frame(sentence, clause, together, cue)
            yield replace(frame, mixed=len(sources) > 1)
        elif own is not None:
            yield own
        elif (
            clause.kind is ClauseKind.SUBORDINATE
            and clause.opener == "wie"
            and verb_kind(sentence, clause) == "assert"
        ):
            main = _governing_main(sentence)
            if main is not None:
                cue = (clause.first, *clause.verbs)
                yield _source_frame(sentence, main, subject(sentence.doc, clause), cue, skip=clause.tokens)


def _own_account(sentence: Sentence, clause: Clause) -> Frame | None:
    """„Israel hat nach eigenen Angaben …“, "eigenen Angaben zufolge": the subject says it of itself."""
    doc = sentence.doc
    for phrase in phrases(doc, clause.tokens):
        basis = _is_basis(doc[phrase.head], "nach")
        told = phrase.preposition == "nach" or doc[phrase.end : phrase.end + 1].text in cues().source_after
        if basis and told and any(doc[i].lemma_.lower() == "eigen" for i in range(phrase.begin, phrase.head)):
            others = replace(
                clause, tokens=tuple(i for i in clause.tokens if not phrase.begin <= i < phrase.end)
            )
            spoken = tuple(p for p in subject(doc, others) if is_voice(doc, p))
            cue = tuple(
                range(
                    phrase.begin - (phrase.preposition == "nach"), phrase.end + (phrase.preposition != "nach")
                )
            )
            tokens = tuple(i for c in _said_with(sentence, clause) for i in c.tokens if i not in cue)
            return Frame("assert", Stance.ASSERTS, AttributionType.INDIRECT, spoken, cue, tokens, clause)
    return None


def _source_phrases(sentence: Sentence, clause: Clause) -> Iterator[tuple[Phrase, tuple[int, ...]]]:
    """Every source in the clause; a quoted name may be one („laut der „Elbpost““), a quoted sentence not."""
    doc, words = sentence.doc, cues()
    for phrase in phrases(doc, clause.tokens):
        if phrase.begin and sentence.quoted(phrase.begin - 1):
            continue
        before = doc[phrase.begin - 1] if phrase.begin > clause.first else None
        after = doc[phrase.end] if phrase.end < len(doc) else None
        if before is not None and before.lower_ in words.source_before:
            yield phrase, (before.i,)
        elif after is not None and after.lower_ in words.source_after:
            yield phrase, (after.i,)
        elif _is_basis(doc[phrase.head], phrase.preposition):
            found = _basis_source(doc, clause, phrase)
            if found is not None:
                yield found
        elif before is not None and before.lower_ == "so" and _is_trailing(sentence, phrase):
            yield phrase, (before.i,)


def _is_basis(head: Token, preposition: str) -> bool:
    """„nach Angaben“, "nach Polizeiangaben", "aus Sicht"."""
    if preposition == "aus":
        return head.lemma_.lower() in {"sicht", "perspektive"}
    basis = bool({head.lemma_.lower(), *compound_parts(head)[-1:]} & cues().bases)
    return basis and preposition in {"nach", "laut"}


def _basis_source(doc: Doc, clause: Clause, phrase: Phrase) -> tuple[Phrase, tuple[int, ...]] | None:
    """„nach Angaben der Polizei“, "nach Angaben von Ärzten": the source is what follows the basis noun."""
    cue = tuple(range(phrase.begin - 1, phrase.head + 1))
    following = [
        p
        for p in phrases(doc, clause.tokens)
        if phrase.end in range(p.begin - 2, p.begin) and p.preposition in {"von", "vom", "aus"}
    ]
    if doc[phrase.begin].tag_ == "PPOSAT" or any(
        doc[i].lemma_.lower() == "eigen" for i in range(phrase.begin, phrase.head)
    ):
        return None  # "nach eigenen Angaben": whoever the sentence is about
    if phrase.end > phrase.core_end:
        inner = phrases(doc, range(phrase.core_end, phrase.end))
        return (inner[0], cue) if inner else None
    if phrase.core_end > phrase.head + 1 and doc[phrase.head + 1].tag_ == "NE":  # "nach Angaben Moskaus"
        return replace(phrase, begin=phrase.head + 1, head=phrase.core_end - 1, preposition=""), cue
    if following:
        return following[0], (*cue, phrase.end)
    compound = len(compound_parts(doc[phrase.head])) > 1  # "Polizeiangaben", "Medienberichten"
    return (phrase, (phrase.begin - 1,)) if compound else None


def _is_trailing(sentence: Sentence, phrase: Phrase) -> bool:
    """„, so der Minister“: a fragment of its own after or inside the sentence."""
    doc = sentence.doc
    before_so = phrase.begin - 2
    return before_so >= sentence.span.start and doc[before_so].text in {",", "“", "”", '"', "«", "–"}


def _source_frame(
    sentence: Sentence,
    clause: Clause,
    found: tuple[Phrase, ...],
    cue: tuple[int, ...],
    skip: Iterable[int] = (),
) -> Frame:
    source = {i for phrase in found for i in range(phrase.begin, phrase.end)} | set(cue) | set(skip)
    source |= {i for one, other in pairwise(found) for i in range(one.end, other.begin)}  # "Polizei und Zoll"
    source |= {i for phrase in found for i in _attached(sentence.doc, phrase.end, clause)}
    for phrase in found:  # "laut dem Bericht, der …"
        about = [c for c in sentence.clauses if c.kind is ClauseKind.RELATIVE and c.first == phrase.end + 1]
        source |= {i for c in about for i in c.tokens}
    if clause.kind in {ClauseKind.SUBORDINATE, ClauseKind.RELATIVE}:
        content = [i for i in clause.tokens if i not in source]
    else:
        content = [i for c in _said_with(sentence, clause) for i in c.tokens if i not in source]
    return Frame(
        "assert", Stance.ASSERTS, AttributionType.INDIRECT, found, cue, tuple(sorted(content)), clause
    )


def _attached(doc: Doc, at: int, clause: Clause) -> Iterator[int]:
    """What belongs to a source right after it: its name, and before the verb where it sits ("… in Rom")."""
    inside = set(clause.tokens)
    if at in inside and doc[at].lower_ == "weiter":  # "so die Ministerin weiter"
        yield at
        at += 1
    while at in inside and doc[at].tag_ == "NE":
        yield at
        at += 1
    in_front = clause.finite is not None and at < clause.finite  # behind the verb the place is the event's
    if (
        in_front
        and at in inside
        and doc[at].lower_ in {"in", "aus"}
        and doc[at + 1 : at + 2]
        and doc[at + 1].tag_ == "NE"
    ):
        yield at
        yield from _attached(doc, at + 1, clause)


def _said_with(sentence: Sentence, clause: Clause) -> list[Clause]:
    """The clauses that a source in ``clause`` covers.

    All but main clauses with a speaker of their own and what hangs on those.
    """
    others: set[int] = set()
    for n, other in enumerate(sentence.clauses):
        speaks = other.kind is ClauseKind.MAIN and verb_kind(sentence, other) is not None
        if other is not clause and ((speaks and subject(sentence.doc, other)) or other.parent in others):
            others.add(n)
    return [other for n, other in enumerate(sentence.clauses) if n not in others]


def _governing_main(sentence: Sentence) -> Clause | None:
    mains = [c for c in sentence.clauses if c.kind is ClauseKind.MAIN and c.finite is not None]
    return mains[0] if mains else None
