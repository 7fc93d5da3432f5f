"""The project's statements as quotes in the conventions of the corpus.

Which: those with a type; the others are the article's own words.  A sentence that only says who said the one
before it ("Das teilte die Polizei mit") has handed its cue over and is not counted a second time.

* Direct: one quote per quotation, its marks included, however many sentences or clauses of it are statements;
  what a cue interrupts counts as two.
* Indirect: without punctuation at either end, but with both marks of a quotation that stands within, and with
  what carries it on in the same sentence.
* Reported: the sentence with its speaker and its stop, less what other statements in it say; several acts in
  one sentence are one quote.  It has neither cue nor frame.
* IndirectFreeIndirect and FreeIndirect: with the final stop; what follows on from the same voice is one
  quote.  Neither has a cue or frame.

Roles.  Speaker: the words of the article, a pronoun included, as they are ("und" between two as well); a
statement that carries on takes the place where its voice was named last (Direct: or is named next).  Of a cue
like "nach Angaben" only the preposition is the cue there, its noun begins the speaker, or is all of it where
the voice stands elsewhere in the sentence ("nach eigenen Angaben").

Frame: what is left of the cue's sentence around cue and speaker, with its comma, without the sentence's stop;
for a preposition from it to the speaker's end.  The statements know no addressee.

`plain` leaves all this away and gives quote, speaker and cue just as the statements have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from benchmarks.quotations.corpus import NOBODY, Article, Quote
from summaries.model import AttributionType, Span, Statement
from summaries.statements.quotes import quotations

_PREPOSITIONS: Final = frozenset({"nach", "laut", "gemäß", "aus"})
_STOPS: Final = frozenset({".", "!", "?", "…"})
_MARKS: Final = frozenset("„“”\"»«›‹‚‘’'")
_CARRIED: Final = (AttributionType.FREE_INDIRECT, AttributionType.INDIRECT_FREE_INDIRECT)
_TOLD: Final = (AttributionType.INDIRECT, *_CARRIED)
_FRAMELESS: Final = (AttributionType.REPORTED, *_CARRIED)
_AND: Final = frozenset({"und", "sowie", ",", "/"})


@dataclass(frozen=True)
class _Draft:
    """A quote in the making; ``actor`` is the key of its voice, ``home`` the tokens of its sentence."""

    type: AttributionType
    actor: str
    tokens: frozenset[int]
    speaker: frozenset[int]
    cue: frozenset[int]
    home: frozenset[int]
    frame: frozenset[int] = NOBODY

    def quote(self) -> Quote:
        return Quote(
            self.type.value, self.tokens, {"speaker": self.speaker, "cue": self.cue, "frame": self.frame}
        )


def plain(article: Article, statements: Sequence[Statement]) -> list[Quote]:
    """Return the attributed statements as quotes with their spans unchanged."""
    found = [
        Quote(
            statement.type.value,
            article.within(statement.quote),
            {
                "speaker": article.within(_speaker_spans(statement)),
                "cue": article.within(statement.cue),
            },
        )
        for statement in statements
        if statement.type is not None
    ]
    return [quote for quote in found if quote.tokens]


def quotes_of(article: Article, statements: Sequence[Statement]) -> list[Quote]:
    """Return the attributed statements as quotes in the corpus' conventions, in text order."""
    drafts = list(_drafts(article, statements))
    direct = _direct(article, [d for d in drafts if d.type is AttributionType.DIRECT])
    told = _joined(article, [d for d in drafts if d.type in _TOLD])
    indirect = [_trimmed(article, d) for d in told if d.type is AttributionType.INDIRECT]
    carried = [_with_stop(article, d) for d in told if d.type in _CARRIED]
    framed = [_framed(article, draft) for draft in (*direct, *indirect)]
    reported = _reported([d for d in drafts if d.type is AttributionType.REPORTED], [*framed, *carried])
    every = [draft for draft in (*framed, *carried, *reported) if draft.tokens]
    return [draft.quote() for draft in sorted(every, key=lambda d: (min(d.tokens), -len(d.tokens)))]


def _drafts(article: Article, statements: Sequence[Statement]) -> Iterator[_Draft]:
    cues = [statement.cue for statement in statements if not statement.pointer]
    for position, statement in enumerate(statements):
        handed_over = statement.pointer and statement.cue in cues
        if statement.type is None or handed_over:
            continue
        cue, speaker = _parted(article, statement)
        yield _Draft(
            type=statement.type,
            actor=statement.speaker.actor if statement.speaker else "",
            tokens=article.within(statement.quote),
            speaker=speaker or _named_elsewhere(article, statements, position),
            cue=NOBODY if statement.type in _FRAMELESS else cue,
            home=article.within([statement.sentence]),
        )


def _speaker_spans(statement: Statement) -> tuple[Span, ...]:
    voices = (*([statement.speaker] if statement.speaker else []), *statement.co_speakers)
    return tuple(span for voice in voices for span in voice.spans)


def _named_elsewhere(article: Article, statements: Sequence[Statement], position: int) -> frozenset[int]:
    """Where the voice of a statement that carries on was named last, else where it is named next."""
    speaker = statements[position].speaker
    if speaker is None:
        return NOBODY
    for other in (*reversed(statements[:position]), *statements[position + 1 :]):
        if other.speaker and other.speaker.actor == speaker.actor and other.speaker.spans:
            return _parted(article, other)[1]
    return NOBODY


def _parted(article: Article, statement: Statement) -> tuple[frozenset[int], frozenset[int]]:
    """Return cue and speaker; of "nach Angaben (von)" all but the preposition belongs to the speaker."""
    cue, named = article.within(statement.cue), article.within(_speaker_spans(statement))
    if not cue or article.word(min(cue)).lower() not in _PREPOSITIONS:
        return cue, _bridged(article, named)
    basis = cue - {min(cue)}
    own = bool(basis and named) and min(named) != max(cue) + 1  # "nach eigenen Angaben"
    return frozenset({min(cue)}), _bridged(article, basis if own else basis | named)


def _bridged(article: Article, tokens: frozenset[int]) -> frozenset[int]:
    """Fill in "und" and a comma between the parts of a speaker."""
    between = (one + 1 for one, other in pairwise(sorted(tokens)) if other == one + 2)
    return tokens | {number for number in between if article.word(number) in _AND}


def _direct(article: Article, drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    """Yield each quotation that direct statements stand in, and the statements that stand in none."""
    left = list(drafts)
    for quotation in quotations(article.text):
        marked = article.within([quotation])
        inside = [draft for draft in drafts if draft.tokens & marked]
        if inside:
            left = [draft for draft in left if draft not in inside]
            cued = next((draft for draft in inside if draft.cue), inside[0])
            yield replace(cued, tokens=marked)
    yield from left


def _trimmed(article: Article, draft: _Draft) -> _Draft:
    tokens = set(draft.tokens)
    for quotation in quotations(article.text):
        marked = article.within([quotation])
        words = {number for number in marked if article.word(number) not in _MARKS}
        if words and words <= tokens:
            tokens |= marked
    for end in (min, max):
        while tokens and _is_edge(article.word(end(tokens))):
            tokens.remove(end(tokens))
    return replace(draft, tokens=frozenset(tokens))


def _is_edge(word: str) -> bool:
    return not any(sign.isalnum() for sign in word) and word not in _MARKS and word not in "()[]%§&"


def _with_stop(article: Article, draft: _Draft) -> _Draft:
    after = max(draft.tokens, default=-1) + 1
    stops = after in draft.home and article.word(after) in _STOPS
    return replace(draft, tokens=draft.tokens | {after}) if stops else draft


def _joined(article: Article, drafts: Iterable[_Draft]) -> list[_Draft]:
    """Join neighbours of one voice and type, and to indirect speech what carries it on in its sentence."""
    result: list[_Draft] = []
    for draft in drafts:
        last = result[-1] if result else None
        if last and _goes_on(article, last, draft):
            whole = frozenset(range(min(last.tokens), max(draft.tokens) + 1))
            result[-1] = replace(last, tokens=whole, home=last.home | draft.home)
        else:
            result.append(draft)
    return result


def _goes_on(article: Article, last: _Draft, draft: _Draft) -> bool:
    alike = last.type is draft.type is not AttributionType.INDIRECT
    inside = last.type is AttributionType.INDIRECT and draft.type in _CARRIED and last.home == draft.home
    if last.actor != draft.actor or not (alike or inside) or not (last.tokens and draft.tokens):
        return False
    between = [article.word(n).lower() for n in range(max(last.tokens) + 1, min(draft.tokens))]
    return all(_is_edge(word) or word in _MARKS | _AND for word in between)


def _framed(article: Article, draft: _Draft) -> _Draft:
    """Add the frame: the stretches outside the quote that hold cue or speaker."""
    anchors = draft.cue | (draft.speaker & draft.home)
    if not draft.cue:
        return draft
    if article.word(min(draft.cue)).lower() in _PREPOSITIONS:
        return replace(draft, frame=frozenset(range(min(anchors), max(anchors) + 1)) - draft.tokens)
    outside = sorted(draft.home - draft.tokens)
    stretches = [part for part in _stretches(outside) if anchors & part]
    frame = frozenset().union(*stretches)
    return replace(draft, frame=frame - {number for number in frame if article.word(number) in _STOPS})


def _stretches(numbers: Sequence[int]) -> Iterator[frozenset[int]]:
    start = 0
    for end in range(1, len(numbers) + 1):
        if end == len(numbers) or numbers[end] != numbers[end - 1] + 1:
            yield frozenset(numbers[start:end])
            start = end


def _reported(drafts: Sequence[_Draft], others: Sequence[_Draft]) -> Iterator[_Draft]:
    """Yield one draft per sentence: all of it but what others say in it."""
    homes: dict[frozenset[int], _Draft] = {}
    for draft in drafts:
        homes.setdefault(draft.home, draft)
    for home, draft in homes.items():
        said = frozenset().union(*(other.tokens for other in others if _says_beside(other, draft)))
        rest = list(_stretches(sorted(home - said)))
        yield replace(draft, tokens=max(rest, key=len, default=draft.tokens))


def _says_beside(other: _Draft, draft: _Draft) -> bool:
    """Whether another statement in the sentence is no partial quotation within the act."""
    return not (other.type is AttributionType.DIRECT and other.tokens <= draft.tokens)
