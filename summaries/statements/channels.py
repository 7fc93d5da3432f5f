"""Who carries what a voice says: "Laut dpa sagte …", "unter Berufung auf …", "sagte er dem Sender …"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from summaries.statements.clauses import Clause
from summaries.statements.content import compound_parts
from summaries.statements.frame import Frame, Sentence
from summaries.statements.lexicon import words
from summaries.statements.naming import is_medium, is_paper
from summaries.statements.phrases import Phrase, phrases

_INVOKING = frozenset(
    {("unter", "berufung"), ("mit", "verweis"), ("unter", "hinweis"), ("mit", "bezug"), ("unter", "bezug")}
)
_INVOKING_NOUNS = frozenset(noun for _, noun in _INVOKING)
_STAFF = words("media_staff")
_LEAD = 3  # tokens of "unter Berufung auf"
_DATIVE = frozenset({"der", "dem", "den"})


def with_channel(sentence: Sentence, frame: Frame) -> Frame:
    """Return a frame with the voice it invokes, and the paper or agency that carries it as its channel."""
    clause = _cue_clause(sentence, frame)
    if clause is None:
        return frame
    invoked = _invoked(sentence.doc, clause)
    if invoked is not None and all(is_medium(sentence.doc, p) for p in frame.speakers):
        rest = tuple(i for i in frame.content if not invoked.begin - _LEAD <= i < invoked.end)
        return replace(frame, speakers=(invoked,), channel=frame.speakers or frame.channel, content=rest)
    return _addressing(sentence.doc, clause, frame)


def _cue_clause(sentence: Sentence, frame: Frame) -> Clause | None:
    cue = set(frame.cue)
    return next((c for c in sentence.clauses if cue & set(c.tokens)), None)


def _invoked(doc: Doc, clause: Clause) -> Phrase | None:
    """The source that a paper invokes: "unter Berufung auf das Ministerium"."""
    if not any(doc[i].lower_ in _INVOKING_NOUNS for i in clause.tokens):
        return None
    for phrase in phrases(doc, clause.tokens):
        lead = [t.lower_ for t in doc[max(0, phrase.begin - _LEAD) : phrase.begin]]
        if len(lead) == _LEAD and (lead[0], lead[1]) in _INVOKING and lead[2] == "auf":
            return phrase
    return None


def _addressing(doc: Doc, clause: Clause, frame: Frame) -> Frame:
    """Take a medium in the dative for who was talked to: "sagte er dem Sender", "der Kapitän der AFP"."""
    if len(frame.speakers) != 1 or frame.channel or is_medium(doc, frame.speakers[0]):
        return frame
    speaker = frame.speakers[0]
    inner = phrases(doc, range(speaker.core_end, speaker.end))
    if inner and _is_addressed(doc, inner[0]) and not _is_staff(doc, speaker):
        return replace(frame, speakers=(replace(speaker, end=speaker.core_end),), channel=inner[:1])
    said = set(frame.content)
    for phrase in phrases(doc, [i for i in clause.tokens if i not in said]):
        behind = phrase.begin >= speaker.end or phrase.preposition == "gegenüber"
        if behind and _is_addressed(doc, phrase):
            return replace(frame, channel=(phrase,))
    return frame


def _is_addressed(doc: Doc, phrase: Phrase) -> bool:
    told = phrase.preposition in {"", "gegenüber"} and doc[phrase.begin].lower_ in _DATIVE
    return told and (is_medium(doc, phrase) or is_paper(doc, phrase))


def _is_staff(doc: Doc, phrase: Phrase) -> bool:
    """Whether somebody belongs to a medium, so that it is a genitive: "Chefredakteur der Zeitung"."""
    if doc[phrase.core_end - 1].tag_ == "NE":
        return False  # no genitive follows a name: "sagte Uwe Lang der dpa"
    head = doc[phrase.head]
    return bool({head.lemma_.lower(), *compound_parts(head)[-1:]} & _STAFF)
