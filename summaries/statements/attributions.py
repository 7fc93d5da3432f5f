"""Attributions: every stretch of an article that renders somebody's speech, whole and in one type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from summaries.model import AttributionType, Block, BlockKind
from summaries.model import Span as CharSpan
from summaries.statements.lexicon import words
from summaries.statements.quotes import quotations
from summaries.statements.speech import Speech, speech_in
from summaries.statements.trees import finite_of, opener_of

DIRECT, INDIRECT = AttributionType.DIRECT, AttributionType.INDIRECT
REPORTED, FREE, CARRIED = AttributionType.REPORTED, AttributionType.FREE_INDIRECT, AttributionType.INDIRECT_FREE_INDIRECT
_MARKS = frozenset("„“”\"»«‚‘’'›‹")
_STOPS = frozenset({".", "!", "?", "…"})
_FEWEST_WORDS = 6
_NAME_NOUNS = words("title_nouns")


@dataclass(frozen=True, slots=True)
class Draft:
    type: AttributionType
    tokens: frozenset[int]
    speaker: frozenset[int] = frozenset()
    cue: frozenset[int] = frozenset()
    act: Speech | None = None


@dataclass(slots=True)
class _Reader:
    doc: Doc
    quotes: tuple[tuple[int, int], ...]
    drafts: list[Draft] = field(default_factory=list)
    last: frozenset[int] = frozenset()
    heard: bool = False
    colon: bool = False
    before: frozenset[int] = frozenset()
    done: set[int] = field(default_factory=set)


def attributions(doc: Doc, blocks: Sequence[Block]) -> tuple[Draft, ...]:
    quotes = []
    for q in quotations(doc.text):
        span = doc.char_span(q.begin, q.end, alignment_mode="expand")
        if span is not None:
            quotes.append((span.start, span.end))
    reader = _Reader(doc, tuple(quotes))
    for block in blocks:
        if block.kind is BlockKind.BODY:
            reader.heard = False
            reader.before = frozenset()
            for sentence in _sentences(doc, block):
                _read(reader, sentence)
    return tuple(sorted(reader.drafts, key=lambda d: (min(d.tokens), -len(d.tokens))))


def _sentences(doc: Doc, block: Block) -> Iterator[Span]:
    inside = doc.char_span(block.span.begin, block.span.end, alignment_mode="contract")
    if inside is None:
        return
    for sent in inside.sents:
        span = doc[max(sent.start, inside.start) : min(sent.end, inside.end)]
        if any(t.is_alpha for t in span):
            yield span


def _read(reader: _Reader, sentence: Span) -> None:
    doc = reader.doc
    quoted = frozenset(i for a, b in reader.quotes for i in range(max(a, sentence.start), min(b, sentence.end)))
    acts = speech_in(sentence, quoted)
    new: list[Draft] = []
    direct = list(_direct(reader, sentence, acts, quoted))
    new += direct
    for act in acts:
        draft = _told(reader, sentence, act, quoted, direct)
        if draft is not None:
            new.append(draft)
    if not [d for d in new if d.act]:
        new += list(_carried(reader, sentence, quoted))
    reader.drafts += new
    voiced = [d for d in new if d.speaker]
    if voiced:
        reader.last = voiced[-1].speaker
        reader.heard = True
    elif acts and acts[-1].speaker:
        reader.last, reader.heard = acts[-1].speaker, True
    reader.before = frozenset(t.i for t in sentence) if not new else frozenset()
    last = [t for t in sentence if not t.is_space and t.text not in _MARKS]
    reader.colon = bool(last) and last[-1].text == ":"


def _direct(reader: _Reader, sentence: Span, acts: Sequence[Speech], quoted: frozenset[int]) -> Iterator[Draft]:
    doc = reader.doc
    for a, b in reader.quotes:
        if not (sentence.start <= a < sentence.end):
            continue
        q = frozenset(range(a, b))
        inside = [x for x in acts if q & x.content or (b > sentence.end and x.said is not None)]
        act = min(inside, key=lambda x: len(x.content), default=None)
        if not _is_speech(doc, a, b, act, reader):
            continue
        if act is None and b <= sentence.end and b < len(doc):
            # the act may stand in what the splitter took for the next sentence
            after = doc[b - 1].sent
        if act is not None:
            yield Draft(DIRECT, q, act.speaker or reader.last, act.cue, act)
        else:
            yield Draft(DIRECT, q, reader.last if reader.heard else frozenset())


def _is_speech(doc: Doc, a: int, b: int, act: Speech | None, reader: _Reader) -> bool:
    inner = [t for t in doc[a:b] if t.text not in _MARKS and not t.is_space]
    n = sum(t.is_alpha for t in inner)
    if not n:
        return False
    before = doc[a - 1] if a else None
    if before is not None and before.lemma_ in _NAME_NOUNS:
        return False
    if n >= _FEWEST_WORDS:
        return True
    if act is None:
        return False
    first = next(t for t in inner if t.is_alpha)
    if all(t.text[0].isupper() for t in inner if t.is_alpha) and n <= 3:
        return False
    return True


def _told(reader: _Reader, sentence: Span, act: Speech, quoted: frozenset[int], direct: Sequence[Draft]) -> Draft | None:
    doc = reader.doc
    tokens = act.content
    words_ = [i for i in tokens if doc[i].is_alpha or doc[i].like_num]
    if not words_:
        return None
    if sum(i not in quoted for i in words_) < 2 and direct:
        return None
    if act.type is REPORTED:
        return None
    if act.pointer and reader.before:
        tokens = tokens | reader.before
    tokens = _trimmed(doc, tokens, reader.quotes)
    if not tokens:
        return None
    return Draft(act.type, tokens, act.speaker, act.cue, act)


def _trimmed(doc: Doc, tokens: frozenset[int], quotes: Sequence[tuple[int, int]]) -> frozenset[int]:
    kept = set(tokens)
    for end in (min, max):
        while kept and not _is_word(doc[end(kept)]) and not _closes(kept, end(kept), quotes):
            kept.remove(end(kept))
    return frozenset(kept)


def _is_word(token: Token) -> bool:
    return any(c.isalnum() for c in token.text) or token.text in "()[]%§&"


def _closes(kept: set[int], at: int, quotes: Sequence[tuple[int, int]]) -> bool:
    return any((a == at and b - 1 in kept) or (b - 1 == at and a in kept) for a, b in quotes)


def _carried(reader: _Reader, sentence: Span, quoted: frozenset[int]) -> Iterator[Draft]:
    if not (reader.last and reader.heard):
        return
    root = sentence.root
    finite = finite_of(root)
    if finite is None or root.i in quoted:
        return
    whole = [t.i for t in sentence if not t.is_space]
    if "Sub" in finite.morph.get("Mood", []) :
        type_ = CARRIED
    elif finite.lower_ in {"soll", "sollen"}:
        type_ = FREE
    else:
        return
    previous = reader.drafts[-1] if reader.drafts else None
    if previous and previous.type is type_ and max(previous.tokens) + 1 >= whole[0] - 1 and previous.speaker == reader.last:
        reader.drafts[-1] = replace(previous, tokens=previous.tokens | frozenset(whole))
        return
    yield Draft(type_, frozenset(whole), reader.last)
