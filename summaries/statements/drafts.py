"""What is known while an article is read for attributions from top to bottom, in tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Span, Token

from summaries.model import AttributionType
from summaries.statements.acts import MARKS, Speech
from summaries.statements.lexicon import words
from summaries.statements.naming import is_voice
from summaries.statements.nounphrases import core_end, phrase_of
from summaries.statements.phrases import Phrase
from summaries.statements.quotes import quotations

NOBODY: Final[frozenset[int]] = frozenset()
_PRONOUNS = frozenset({"PPER", "PDS", "PIS", "PRELS", "PWS"})
_OF_THINGS = words("verbs_of_things")
_IMPERSONAL = frozenset({"es", "das", "dies", "was"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in the making: its type and the tokens of quote, speaker and cue."""

    type: AttributionType
    tokens: frozenset[int]
    speaker: frozenset[int] = NOBODY
    cue: frozenset[int] = NOBODY
    act: Speech | None = None


@dataclass(slots=True)
class ReadSentence:
    """A sentence with its tokens in quotation marks and its acts of speech; ``block`` numbers its block."""

    span: Span
    quoted: frozenset[int]
    acts: list[Speech]
    block: int

    @property
    def ends_in_colon(self) -> bool:
        """Whether a colon introduces what follows."""
        last = [t for t in self.span if not t.is_space and t.text not in MARKS]
        return bool(last) and last[-1].text == ":"

    @property
    def whole(self) -> frozenset[int]:
        """All tokens but white space."""
        return frozenset(t.i for t in self.span if not t.is_space)


@dataclass(slots=True)
class Reader:
    """The article so far.

    ``last`` are the words for who was heard last, ``heard`` the block it was in, ``subject`` who the sentence
    before is about if nobody spoke in it.  ``since`` counts the sentences since who ``last`` names was heard.
    ``follows`` tells whether somebody spoke in the same block, ``told`` whether his words were given as well,
    ``spoke`` whether somebody did whatever the block.  ``before`` is the sentence before if it may be what
    "das" in this one points to.
    """

    doc: Doc
    quotes: tuple[tuple[int, int], ...]
    sentences: list[ReadSentence] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    last: frozenset[int] = NOBODY
    heard: int = -1
    since: int = 0
    before: frozenset[int] = NOBODY
    subject: frozenset[int] = NOBODY
    follows: bool = False
    told: bool = False
    spoke: bool = False

    @property
    def voice(self) -> frozenset[int]:
        """Whose words go on where nobody is named."""
        return self.subject or self.last


def token_ranges(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of all quotations, marks included."""
    for quotation in quotations(doc.text):
        span = doc.char_span(quotation.begin, quotation.end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end


def quoted_through(draft: Draft) -> Iterator[Draft]:
    """Yield what somebody is quoted with once more, as the words of who quotes."""
    if draft.act is not None and draft.act.through:
        yield Draft(draft.type, draft.tokens, draft.act.through)


def may_speak(doc: Doc, phrase: frozenset[int], head: Token) -> bool:
    """Tell whether a phrase can be a voice: a person, a body or a text."""
    return is_voice(doc, Phrase(min(phrase), max(phrase) + 1, head.i, core_end(head)))


def is_heard(doc: Doc, act: Speech) -> bool:
    """Tell whether the speaker of an act may be who goes on speaking.

    Whoever "sagt" or "berichtet" is a voice by that; with a verb that things have as well ("zeigen") it must
    be one.
    """
    return speaks(doc, act, known=act.lemma not in _OF_THINGS)


def speaks(doc: Doc, act: Speech, *, known: bool = False) -> bool:
    """Tell whether the speaker of an act can be one; what stands after "laut" can, any noun if ``known``."""
    if not act.speaker or not act.lemma:
        return act.speaker != act.cue  # "demnach" names nobody
    begin, end = min(act.speaker), max(act.speaker) + 1
    head = next((t for t in doc[begin:end] if not begin <= t.head.i < end or t.head.i == t.i), doc[begin])
    if head.tag_ in _PRONOUNS:
        return head.lower_ not in _IMPERSONAL
    return known or may_speak(doc, act.speaker, head)


def antecedent(doc: Doc, speaker: frozenset[int]) -> frozenset[int]:
    """Return the noun that a relative pronoun stands for, any other speaker as it is."""
    token = doc[min(speaker)]
    if len(speaker) > 1 or token.tag_ != "PRELS":
        return speaker
    return next((phrase_of(t.head) for t in token.ancestors if t.dep_ == "acl"), speaker)


def stretches(indices: Sequence[int]) -> list[list[int]]:
    """Return the runs of adjacent numbers among ascending ones."""
    runs: list[list[int]] = []
    for i in indices:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs
