"""Attributions: every stretch of an article that renders somebody's speech, whole and in one type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from summaries.model import Attribution, AttributionType, Block, BlockKind
from summaries.statements.attribution import char_spans
from summaries.statements.lexicon import words
from summaries.statements.phrases import Phrase
from summaries.statements.quotes import quotations
from summaries.statements.speakers import is_voice
from summaries.statements.speech import Speech, phrase_of, speech_in
from summaries.statements.trees import AUXILIARIES, SUBJECTS, is_relative, opener_of, subject_of, subtree

DIRECT, INDIRECT = AttributionType.DIRECT, AttributionType.INDIRECT
REPORTED, FREE, CARRIED = AttributionType.REPORTED, AttributionType.FREE_INDIRECT, AttributionType.INDIRECT_FREE_INDIRECT
_MARKS = frozenset("„“”\"»«‚‘’'›‹")
_FEWEST_WORDS = 6
_NAME_NOUNS = words("title_nouns")
_RENDERING = words("rendering_verbs")
_REFUSING = frozenset({"deny", "doubt", "concede"})
_OBJECTS = frozenset({"obj", "obl", "obl:arg", "ccomp", "xcomp"})
_PAST_SUBJUNCTIVES = words("past_subjunctives")
_SUBSTITUTES = words("substitute_subjunctives")
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    type: AttributionType
    tokens: frozenset[int]
    speaker: frozenset[int] = NOBODY
    cue: frozenset[int] = NOBODY
    act: Speech | None = None


@dataclass(slots=True)
class _Sentence:
    span: Span
    quoted: frozenset[int]
    acts: list[Speech]
    block: int

    @property
    def ends_in_colon(self) -> bool:
        last = [t for t in self.span if not t.is_space and t.text not in _MARKS]
        return bool(last) and last[-1].text == ":"


@dataclass(slots=True)
class _Reader:
    doc: Doc
    quotes: tuple[tuple[int, int], ...]
    sentences: list[_Sentence] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    last: frozenset[int] = NOBODY
    heard: int = -1
    before: frozenset[int] = NOBODY
    subject: frozenset[int] = NOBODY
    follows: bool = False

    @property
    def voice(self) -> frozenset[int]:
        return self.subject or self.last


def extract_attributions(doc: Doc, blocks: Sequence[Block]) -> tuple[Attribution, ...]:
    """Return every stretch of somebody's speech in an article, in text order.

    Args:
        doc: The stored text, analysed by the language pipeline.
        blocks: Its blocks; only running text is read.
    """
    return tuple(
        Attribution(
            draft.type,
            char_spans(doc, sorted(draft.tokens)),
            char_spans(doc, sorted(draft.speaker)),
            char_spans(doc, sorted(draft.cue)),
        )
        for draft in drafts_of(doc, blocks)
    )


def drafts_of(doc: Doc, blocks: Sequence[Block]) -> tuple[Draft, ...]:
    """Return the attributions of an article as tokens."""
    reader = _Reader(doc, tuple(_token_ranges(doc)))
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.BODY:
            for span in _spans(doc, block):
                quoted = frozenset(i for a, b in reader.quotes for i in range(max(a, span.start), min(b, span.end)))
                reader.sentences.append(_Sentence(span, quoted, speech_in(span, quoted), number))
    for position in range(len(reader.sentences)):
        _read(reader, position)
    return tuple(sorted(reader.drafts, key=lambda d: (min(d.tokens), -len(d.tokens))))


def _token_ranges(doc: Doc) -> Iterator[tuple[int, int]]:
    for quotation in quotations(doc.text):
        span = doc.char_span(quotation.begin, quotation.end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end


def _spans(doc: Doc, block: Block) -> Iterator[Span]:
    inside = doc.char_span(block.span.begin, block.span.end, alignment_mode="contract")
    if inside is None:
        return
    for sent in inside.sents:
        span = doc[max(sent.start, inside.start) : min(sent.end, inside.end)]
        if any(t.is_alpha for t in span):
            yield span


def _read(reader: _Reader, position: int) -> None:
    sentence = reader.sentences[position]
    doc = reader.doc
    before = reader.sentences[position - 1] if position else None
    if before is None or before.block != sentence.block:
        reader.before = NOBODY
        reader.follows = False
    carried = list(_carried(reader, position)) if _is_reported(reader, sentence) else []
    merged = _is_reported(reader, sentence) and not carried
    direct = [d for a, b in reader.quotes if sentence.span.start <= a < sentence.span.end for d in _direct(reader, position, a, b)]
    new = list(direct)
    for act in sentence.acts:
        if (carried or merged) and act.lemma:
            continue
        draft = _told(reader, sentence, act, direct)
        if draft is not None:
            new.append(draft)
    if carried or merged:
        new += carried
    else:
        if not [d for d in new if d.act]:
            new += list(_carried(reader, position))
        new += [d for act in sentence.acts for d in _rendered(reader, sentence, act, new)]
    reader.drafts += new
    _hear(reader, position, new)
    reader.follows = bool(new)
    reader.subject = NOBODY if new or merged else _main_voice(doc, sentence.span)
    reader.before = NOBODY if new else frozenset(t.i for t in sentence.span)


def _main_voice(doc: Doc, span: Span) -> frozenset[int]:
    """The subject of a sentence without speech, where it is a person or body that may speak in the next one."""
    noun = subject_of(span.root)
    if noun is None or noun.tag_ not in {"NN", "NE"}:
        return NOBODY
    phrase = phrase_of(noun)
    begin, end = min(phrase), max(phrase) + 1
    return phrase if is_voice(doc, Phrase(begin, end, noun.i, end)) else NOBODY


def _is_reported(reader: _Reader, sentence: _Sentence) -> bool:
    """Whether the main verb of a sentence stands in the subjunctive and no source is named in it."""
    if any(not act.lemma or act.inserted for act in sentence.acts):
        return False
    return _carrying(sentence, reader.follows) is CARRIED and not any(_frames_all(sentence, act) for act in sentence.acts)


def _frames_all(sentence: _Sentence, act: Speech) -> bool:
    """Whether the cue is in the indicative: then it is no part of what is reported."""
    doc = sentence.span.doc
    finite = [doc[i] for i in act.cue if doc[i].tag_.endswith("FIN")]
    return any("Sub" not in t.morph.get("Mood", []) for t in finite)


def _hear(reader: _Reader, position: int, new: Sequence[Draft]) -> None:
    sentence = reader.sentences[position]
    voiced = [d.speaker for d in new if d.speaker and (d.act is None or _speaks(reader.doc, d.act))]
    voiced = voiced or [a.speaker for a in sentence.acts if a.speaker and _speaks(reader.doc, a)]
    if voiced:
        reader.last, reader.heard = _antecedent(reader.doc, voiced[-1]), sentence.block


def _antecedent(doc: Doc, speaker: frozenset[int]) -> frozenset[int]:
    """A relative pronoun stands for the noun that its clause hangs on."""
    if len(speaker) == 1:
        token = doc[next(iter(speaker))]
        if token.tag_ == "PRELS":
            for clause in token.ancestors:
                if clause.dep_ == "acl":
                    return phrase_of(clause.head)
    return speaker


def _speaks(doc: Doc, act: Speech) -> bool:
    if not act.speaker or not act.lemma:
        return True
    begin, end = min(act.speaker), max(act.speaker) + 1
    head = next((t for t in doc[begin:end] if not (begin <= t.head.i < end) or t.head.i == t.i), doc[begin])
    pronoun = head.tag_ in {"PPER", "PDS", "PIS", "PRELS", "PWS"}
    if pronoun:
        return head.lower_ not in {"es", "das", "dies", "was"}
    return is_voice(doc, Phrase(begin, end, head.i, end))


def _direct(reader: _Reader, position: int, a: int, b: int) -> Iterator[Draft]:
    q = frozenset(range(a, b))
    act = _act_of(reader, position, a, b)
    if not _is_speech(reader.doc, a, b, act):
        return
    known = reader.voice if reader.heard == reader.sentences[position].block or reader.subject else NOBODY
    if act is not None:
        passive = any(reader.doc[i].lemma_ == "werden" for i in act.cue)
        yield Draft(DIRECT, q, act.speaker or (NOBODY if passive else known), act.cue, act)
    else:
        yield Draft(DIRECT, q, _before_colon(reader, position, a) or known)


def _act_of(reader: _Reader, position: int, a: int, b: int) -> Speech | None:
    """The act of speech that a quotation belongs to."""
    here = reader.sentences[position]
    last = position
    while last + 1 < len(reader.sentences) and reader.sentences[last].span.end < b:
        last += 1
    q = set(range(a, b))
    acts = [act for s in {last: reader.sentences[last], position: here}.values() for act in s.acts]
    inside = [x for x in acts if q & x.content and x.type is not REPORTED]
    inside = inside or [x for x in acts if q & x.content]
    if inside:
        return min(inside, key=lambda x: len(x.content))
    if _after_colon(reader.doc, here.span, a):
        before = [x for x in acts if max(x.cue) < a]
        if before:
            return before[-1]
    if b > here.span.end:
        late = [x for x in reader.sentences[last].acts if x.inserted and min(x.cue) >= b]
        return next(iter(late), None)
    if position and here.block == reader.sentences[position - 1].block and reader.sentences[position - 1].ends_in_colon:
        if all(t.text in _MARKS or t.is_space for t in reader.doc[here.span.start : a]):
            earlier = reader.sentences[position - 1]
            if _is_reported(reader, earlier):
                return None
            return next(iter(earlier.acts[-1:]), None)
    return None


def _after_colon(doc: Doc, span: Span, a: int) -> bool:
    before = [t for t in doc[span.start : a] if not t.is_space]
    return bool(before) and before[-1].text == ":"


def _before_colon(reader: _Reader, position: int, a: int) -> frozenset[int]:
    """Who is named before the colon that introduces a quotation, where no verb says so."""
    here = reader.sentences[position]
    start = here.span.start
    tokens = [t for t in reader.doc[start:a] if not t.is_space]
    if not tokens and position and here.block == reader.sentences[position - 1].block:
        tokens = [t for t in reader.sentences[position - 1].span if not t.is_space]
    if not tokens or tokens[-1].text != ":":
        return NOBODY
    inside = {t.i for t in tokens}
    subjects = [t for t in tokens if t.dep_ in SUBJECTS]
    heads = subjects or [t for t in tokens if t.tag_ in {"NN", "NE"} and t.head.i not in inside | {t.i} or t.dep_ == "ROOT" and t.tag_ in {"NN", "NE"}]
    if not heads:
        return NOBODY
    phrase = frozenset(i for i in phrase_of(heads[0]) if i in inside)
    if not phrase:
        return NOBODY
    begin, end = min(phrase), max(phrase) + 1
    return phrase if is_voice(reader.doc, Phrase(begin, end, heads[0].i, end)) else NOBODY


def _is_speech(doc: Doc, a: int, b: int, act: Speech | None) -> bool:
    inner = [t for t in doc[a:b] if t.text not in _MARKS and not t.is_space]
    alpha = [t for t in inner if t.is_alpha]
    if not alpha:
        return False
    before = doc[a - 1] if a else None
    if before is not None and before.lemma_ in _NAME_NOUNS:
        return False
    if len(alpha) >= _FEWEST_WORDS:
        return True
    return act is not None and not (len(alpha) <= 3 and all(t.text[0].isupper() for t in alpha))


def _told(reader: _Reader, sentence: _Sentence, act: Speech, direct: Sequence[Draft]) -> Draft | None:
    doc = reader.doc
    tokens = act.content
    said = [i for i in tokens if doc[i].is_alpha or doc[i].like_num]
    if not said or act.type is REPORTED:
        return None
    unquoted = sum(i not in sentence.quoted for i in said)
    if unquoted < 2 and unquoted < len(said):
        return None
    if act.pointer:
        if not reader.before:
            return None
        tokens = tokens | reader.before
    tokens = _trimmed(doc, tokens, reader.quotes)
    return Draft(act.type, tokens, act.speaker, act.cue, act) if tokens else None


def _rendered(reader: _Reader, sentence: _Sentence, act: Speech, others: Sequence[Draft]) -> Iterator[Draft]:
    """An act of speech that is told with a noun for what was said: the sentence, less what is told beside it."""
    if act.type is not REPORTED or not (act.lemma in _RENDERING or act.kind in _REFUSING):
        return
    doc = reader.doc
    verb = next((doc[i] for i in sorted(act.cue) if doc[i].tag_.startswith("VV")), None)
    if verb is None or verb.dep_ not in {"ROOT", "conj"} or not act.speaker or not _speaks(doc, act):
        return
    if not any(c.dep_ in _OBJECTS for c in verb.children) or any(act.cue & o.cue or o.type is DIRECT for o in others):
        return
    whole = {t.i for t in sentence.span if not t.is_space} if verb.dep_ == "ROOT" else set(subtree(verb))
    for other in others:
        whole -= other.tokens
    rest = max(_stretches(sorted(whole)), key=len, default=[])
    if verb.i in rest:
        yield Draft(REPORTED, frozenset(rest), act.speaker, NOBODY, act)


def _stretches(indices: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for i in indices:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


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


def _carried(reader: _Reader, position: int) -> Iterator[Draft]:
    sentence = reader.sentences[position]
    type_ = _carrying(sentence, reader.follows)
    heard = bool(reader.last) and reader.heard == sentence.block
    if type_ is None or (type_ is FREE and not heard):
        return
    whole = frozenset(t.i for t in sentence.span if not t.is_space)
    previous = reader.drafts[-1] if reader.drafts else None
    if previous and previous.type is type_ and max(previous.tokens) + 2 >= min(whole) and previous.speaker == reader.voice:
        reader.drafts[-1] = replace(previous, tokens=previous.tokens | whole)
        return
    yield Draft(type_, whole, reader.voice)


def _carrying(sentence: _Sentence, follows: bool) -> AttributionType | None:
    """In which way a sentence without a cue goes on reporting, by the verbs of its main clauses."""
    mains = [t for t in sentence.span if t.tag_.endswith("FIN") and t.i not in sentence.quoted and _is_main(t)]
    if not mains:
        return None
    reported = [t for t in mains if _is_reporting(t, follows)]
    if len(reported) * 2 >= len(mains) and reported[0] is mains[0]:
        return CARRIED
    return FREE if mains[0].lower_ in {"soll", "sollen"} else None


def _is_reporting(finite: Token, follows: bool) -> bool:
    """Whether a verb stands in the subjunctive of reported speech.

    The second one does so in the plural, where the first looks like the indicative, right behind other speech.
    """
    if "Sub" not in finite.morph.get("Mood", []):
        return False
    word = finite.lower_
    if word in _PAST_SUBJUNCTIVES:
        return follows and word in _SUBSTITUTES
    return "Past" not in finite.morph.get("Tense", [])


def _is_main(finite: Token) -> bool:
    predicate = finite if finite.dep_ not in AUXILIARIES else finite.head
    return not opener_of(predicate) and not is_relative(predicate)
