"""Attributions: every stretch of an article that renders somebody's speech, whole and in one type.

* Direct: one per quotation with its marks, also of a part of a sentence and within other speech.
* Indirect: what is said without the punctuation around it; with "das teilte X mit" the sentence before.
* Reported: the sentence that tells the act with a noun for what was said, less what is said beside it.
* IndirectFreeIndirect, FreeIndirect: whole sentences; neighbours of one voice are one stretch.

Whoever speaks without being named in the sentence is given by the words where the text named him last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from summaries.model import Attribution, AttributionType, Block, BlockKind
from summaries.statements.acts import MARKS, Speech
from summaries.statements.asides import asides
from summaries.statements.carried import carried, is_reported
from summaries.statements.drafts import (
    NOBODY,
    Draft,
    Reader,
    ReadSentence,
    antecedent,
    is_heard,
    may_speak,
    quoted_through,
    speaks,
    stretches,
    token_ranges,
)
from summaries.statements.frame import char_spans
from summaries.statements.lexicon import cues, words
from summaries.statements.nounphrases import phrase_of
from summaries.statements.quoted import direct
from summaries.statements.speech import speech_in
from summaries.statements.trees import (
    finite_of,
    has_trees,
    is_adverbial,
    is_subjunctive_form,
    subject_of,
    subtree,
)
from summaries.statements.wording import speaker_words

_DIRECT, _REPORTED = AttributionType.DIRECT, AttributionType.REPORTED
# Verbs whose noun tells what was said ("warnte vor Glätte"), and kinds of acts that a reader must not miss.
_RENDERING = words("rendering_verbs")
_REFUSING = frozenset({"deny", "doubt", "concede"})
_OBJECTS = frozenset({"obj", "obl", "obl:arg", "ccomp", "xcomp"})
_SETTING = frozenset({"falls", "obwohl", "sodass", "nachdem", "bevor", "sofern"})
_NEXT = 2  # tokens from a quotation's end to the sentence behind it, white space included
# "sprach von Betrug", not "sprach mit ihr"; a judgement says something where it says as what: "lobt … als".
_THEMES = {
    "sprechen": frozenset({"von", "vom", "über"}),
    "drohen": frozenset({"mit"}),
    **dict.fromkeys(("bezeichnen", "kritisieren", "verurteilen", "loben", "würdigen"), frozenset({"als"})),
}
_PLUPERFECT = frozenset({"hatte", "hatten"})
_SPEECH_NOUNS = words("speech_nouns")
_INNER = words("inner_nouns")
_FEWEST_UNQUOTED = 2  # words; with fewer, indirect speech is nothing but its quotation


def extract_attributions(doc: Doc, blocks: Sequence[Block]) -> tuple[Attribution, ...]:
    """Return every stretch of somebody's speech in an article, in text order.

    Args:
        doc: The stored text, analysed by the language pipeline.
        blocks: Its blocks; only running text is read.
    """
    return attributions_of(doc, drafts_of(doc, blocks))


def attributions_of(doc: Doc, drafts: Sequence[Draft]) -> tuple[Attribution, ...]:
    """Return drafts with character spans for their tokens.

    A bare act that refuses ("weist die Vorwürfe zurück") renders no words of its own: it is a statement,
    but no stretch of speech.
    """
    return tuple(_attribution(doc, draft) for draft in _printed(doc, drafts))


def _printed(doc: Doc, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts that are stretches of speech of their own."""
    said = [draft for draft in drafts if not _only_refuses(draft)]
    return [draft for draft in said if not _is_told_within(doc, draft, said)]


def _is_told_within(doc: Doc, draft: Draft, others: Sequence[Draft]) -> bool:
    """Whether speech is only told in somebody's speech: "sagte, sie hoffe, dass …" is one stretch.

    Its verb is in the subjunctive or has no form of its own ("bat, … zu empfehlen").
    """
    act = draft.act
    if draft.type is not AttributionType.INDIRECT or act is None or not act.lemma:
        return False
    verb = next((doc[i] for i in sorted(act.cue) if doc[i].tag_.startswith("VV")), None)
    finite = finite_of(verb) if verb is not None else None
    if verb is None or (finite is not None and not is_subjunctive_form(finite)):
        return False
    outer = (other for other in others if other is not draft and other.cue and other.type is draft.type)
    return any(act.cue <= other.tokens for other in outer)


def _attribution(doc: Doc, draft: Draft) -> Attribution:
    speaker = speaker_words(doc, _refuted(doc, draft) or draft.speaker or _told_by(doc, draft))
    by_source = draft.act is not None and not draft.act.lemma
    quote = draft.tokens - (speaker - draft.speaker) if by_source else draft.tokens
    parts = (sorted(tokens) for tokens in (quote or draft.tokens, speaker, draft.cue))
    return Attribution(draft.type, *(char_spans(doc, tokens) for tokens in parts))


def _refuted(doc: Doc, draft: Draft) -> frozenset[int]:
    """Return the noun for a text whose words are only turned down: "wies Berichte zurück, er sei krank"."""
    act = draft.act
    if act is None or act.kind != "deny" or draft.type is not AttributionType.INDIRECT:
        return NOBODY
    verbs = (doc[i] for i in act.cue if doc[i].tag_.startswith("VV"))
    objects = (c for verb in verbs for c in verb.children if c.dep_ in {"obj", "nsubj", "obl:arg"})
    told = (c for c in objects if c.tag_ == "NN" and c.lemma_.lower() in cues().pointers | _SPEECH_NOUNS)
    noun = next((c for c in told if c.i < min(draft.tokens) and c.i not in draft.speaker), None)
    return phrase_of(noun) - draft.tokens if noun is not None else NOBODY


def _told_by(doc: Doc, draft: Draft) -> frozenset[int]:
    """Return the noun that tells what nobody is named for: "Es gab Hinweise, dass …"."""
    nouns = [doc[i] for i in draft.cue if doc[i].tag_ == "NN"] if draft.act and draft.act.lemma else []
    alone = len(nouns) == 1 and not any(doc[i].tag_.startswith("V") for i in draft.cue)
    if not alone or nouns[0].lemma_.lower() in _INNER:
        return NOBODY
    cases = {child.i for child in nouns[0].children if child.dep_ == "case"}
    return phrase_of(nouns[0]) - draft.tokens - cases


def _only_refuses(draft: Draft) -> bool:
    act = draft.act
    return (
        draft.type is _REPORTED and act is not None and act.kind in _REFUSING and act.lemma not in _RENDERING
    )


def drafts_of(doc: Doc, blocks: Sequence[Block]) -> tuple[Draft, ...]:
    """Return the attributions of an article as tokens, in text order."""
    reader = Reader(doc, tuple(token_ranges(doc)))
    inside = frozenset(i for a, b in reader.quotes for i in range(a, b))
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.BODY:
            reader.sentences.extend(_sentences(doc, block, number, inside))
    for position in range(len(reader.sentences)):
        _read(reader, position)
    return tuple(sorted(reader.drafts, key=lambda d: (min(d.tokens), -len(d.tokens))))


def _sentences(doc: Doc, block: Block, number: int, quoted: frozenset[int]) -> Iterator[ReadSentence]:
    inside = doc.char_span(block.span.begin, block.span.end, alignment_mode="contract")
    if inside is None:
        return
    for sent in inside.sents:  # type: ignore[attr-defined]  # missing in the type stubs
        span = doc[max(sent.start, inside.start) : min(sent.end, inside.end)]
        if any(t.is_alpha for t in span):
            own = frozenset(i for i in range(span.start, span.end) if i in quoted)
            yield ReadSentence(span, own, speech_in(span, own), number)


def _read(reader: Reader, position: int) -> None:
    sentence = reader.sentences[position]
    reader.spoke = reader.follows
    if not position or reader.sentences[position - 1].block != sentence.block:
        reader.before, reader.follows, reader.told = NOBODY, False, False
    reported, last = is_reported(reader, sentence), reader.drafts[-1:]
    going_on = list(carried(reader, sentence)) if reported else []
    new = [*direct(reader, position), *_told(reader, sentence, reported=reported), *going_on]
    if not reported:
        new += _aside(reader, sentence)
        if not any(d.act for d in new):
            new += carried(reader, sentence)
        new += [d for act in sentence.acts for d in _rendered(reader, sentence, act, new)]
    reader.drafts += new
    _hear(reader, sentence, new)
    reader.since += 1
    spoken = bool(new) or reported
    reader.told = any(not _only_refuses(d) for d in new) or (not new and reader.drafts[-1:] != last)
    asserted = any(act.kind == "assert" and _speaks_up(reader.doc, act) for act in sentence.acts)
    reader.follows = reader.told or asserted
    reader.subject = NOBODY if spoken or _is_unreal(sentence.span) else _main_voice(reader.doc, sentence.span)
    reader.before = NOBODY if new else frozenset(t.i for t in sentence.span)


def _hear(reader: Reader, sentence: ReadSentence, new: Sequence[Draft]) -> None:
    outer = [d for d in new if d.speaker and not _is_within(d, new)]
    # Of two that report each other ("wie X mitteilte, ist es nach Ansicht von Y …") the verb's is heard.
    outer = outer or [d for d in new if d.speaker and d.act and d.act.lemma][:1]
    voiced = [d.speaker for d in outer if d.act is None or is_heard(reader.doc, d.act)]
    voiced = voiced or [a.speaker for a in sentence.acts if _speaks_up(reader.doc, a)]
    if voiced:
        spoken = antecedent(reader.doc, voiced[-1])
        reader.heard, reader.since = sentence.block, -1
        if _is_own(reader.doc, spoken):
            reader.last = _main_voice(reader.doc, sentence.span) or spoken
        elif not (reader.last and _is_possessed(reader.doc, spoken)):
            reader.last = spoken


def _speaks_up(doc: Doc, act: Speech) -> bool:
    """Whether an act without speech of its own names who may go on: not in "nachdem X gewarnt hatte"."""
    verbs = [doc[i] for i in act.cue if doc[i].tag_.startswith("VV")]
    return bool(act.speaker) and is_heard(doc, act) and not any(is_adverbial(verb) for verb in verbs)


def _is_own(doc: Doc, speaker: frozenset[int]) -> bool:
    """Whether a source is the subject's own account: "nach eigenem Bekunden"."""
    return any(doc[i].lemma_.lower() == "eigen" for i in speaker)


def _is_possessed(doc: Doc, speaker: frozenset[int]) -> bool:
    """Whether words for a source point back to whoever was named: "nach ihren Angaben"."""
    return doc[min(speaker)].tag_ == "PPOSAT"


def _is_within(one: Draft, others: Sequence[Draft]) -> bool:
    """Whether somebody else reports what one says, its cue included."""
    return bool(one.cue) and any(o is not one and o.cue and one.cue <= o.tokens for o in others)


def _is_unreal(span: Span) -> bool:
    """Whether a sentence stands in the subjunctive: then somebody else tells it, not who it is about."""
    finite = finite_of(span.root)
    return finite is not None and is_subjunctive_form(finite)


def _main_voice(doc: Doc, span: Span) -> frozenset[int]:
    """The subject of a sentence without speech, if it is a person or body that may speak in the next one."""
    noun = subject_of(span.root)
    if noun is None or noun.tag_ not in {"NN", "NE"} or noun.dep_ == "nsubj:pass":
        return NOBODY
    phrase = phrase_of(noun)
    governed = doc[min(phrase)].tag_.startswith("APPR")
    return phrase if may_speak(doc, phrase, noun) and not governed else NOBODY


def _told(reader: Reader, sentence: ReadSentence, *, reported: bool) -> Iterator[Draft]:
    """Yield indirect speech; in a sentence that is reported itself, only what a source phrase adds."""
    for act in sentence.acts:
        if act.pointer and _names_quoted(reader, sentence, act):
            continue
        if act.type is _REPORTED or (reported and act.lemma) or _is_quotation(sentence, act):
            continue
        if _is_asked(sentence, act) or _is_no_content(reader.doc, act) or _ends_introduced(reader, act):
            continue
        before = _pointed_to(reader, sentence) if act.pointer else NOBODY
        tokens = act.content | before
        quotation = _quotation_over(reader, before)
        if quotation:
            yield Draft(_DIRECT, quotation, act.speaker, act.cue, act)
        elif not act.pointer or before:
            trimmed = _trimmed(reader, tokens)
            if trimmed:
                draft = Draft(act.type, trimmed, act.speaker, act.cue, act)
                yield from (draft, *quoted_through(draft))


def _quotation_over(reader: Reader, tokens: frozenset[int]) -> frozenset[int]:
    """Return the quotation that some tokens are nothing but: then "Das sagte Lind" gives it a speaker."""
    whole = next((set(range(a, b)) for a, b in reader.quotes if tokens and min(tokens) in range(a, b)), set())
    outside = any(reader.doc[i].is_alpha for i in tokens - whole)
    return frozenset(whole) if whole and not outside else NOBODY


def _names_quoted(reader: Reader, sentence: ReadSentence, act: Speech) -> bool:
    """Give a quotation without a speaker right before a sentence to whom it names: "Das sagte Lind"."""
    last = reader.drafts[-1] if reader.drafts else None
    if last is None or last.type is not _DIRECT or last.cue or not act.speaker:
        return False
    if not min(sentence.whole) - _NEXT <= max(last.tokens) < min(sentence.whole):
        return False
    reader.drafts[-1] = replace(last, speaker=act.speaker, cue=act.cue, act=act)
    return True


def _is_asked(sentence: ReadSentence, act: Speech) -> bool:
    """Whether a sentence asks whether somebody says something: "Glauben Sie, dass …?"."""
    last = [t for t in sentence.span if not t.is_space][-1:]
    return bool(last) and last[0].text == "?" and not act.inserted and last[0].i not in sentence.quoted


def _is_no_content(doc: Doc, act: Speech) -> bool:
    """Whether what seems to be said is what followed, a condition, a remark, or what another word tells.

    "…, so dass Alarm ausgelöst wurde"; "…, wonach er lebt" is what a report says, not who confirms it.
    """
    first = min(act.content, default=-1)
    if first < 0 or act.inserted:
        return False
    opening = [t.lower_ for t in doc[first : first + 2]]
    if "wonach" in opening or opening[1:] == ["zufolge"]:  # also behind a comma
        return act.lemma != ""
    if opening == ["so", "dass"] or opening[0] in _SETTING:
        return act.lemma != ""
    return _is_remark(doc, act.content, first)


def _is_remark(doc: Doc, content: frozenset[int], first: int) -> bool:
    """Whether a relative clause in the indicative is all that seems to be said: "…, was viele freut"."""
    opens = first + (doc[first].tag_ == "APPR")
    if opens not in content or doc[opens].tag_ not in {"PRELS", "PRELAT"}:
        return False
    finite = [doc[i] for i in content if doc[i].tag_.endswith("FIN")]
    return not any("Sub" in t.morph.get("Mood", []) for t in finite)


def _ends_introduced(reader: Reader, act: Speech) -> bool:
    """Whether an inserted act stands behind a quotation that a colon introduces: it says that alone."""
    begun = [(a, b) for a, b in reader.quotes if b <= min(act.cue) <= b + 2 and a in act.content]
    return act.inserted and any(a and reader.doc[a - 1].text == ":" for a, _ in begun)


def _aside(reader: Reader, sentence: ReadSentence) -> Iterator[Draft]:
    """Yield reasons and additions in the subjunctive."""
    if not has_trees(reader.doc):
        return
    for tokens, speaker in asides(sentence.span, sentence.quoted, sentence.acts):
        trimmed = _trimmed(reader, tokens)
        if trimmed:
            yield Draft(AttributionType.INDIRECT, trimmed, speaker)


def _pointed_to(reader: Reader, sentence: ReadSentence) -> frozenset[int]:
    """Return what "das" points to: the sentence before, or what was reported without naming anybody."""
    last = reader.drafts[-1] if reader.drafts else None
    if reader.before or last is None or last.type is _DIRECT:
        return reader.before
    if max(last.tokens) + 2 < min(sentence.whole):
        return NOBODY
    if last.act is None or last.type is _REPORTED:
        reader.drafts.pop()
        return last.tokens
    return NOBODY


def _is_quotation(sentence: ReadSentence, act: Speech) -> bool:
    """Whether what is said has no words outside its quotation marks, or none at all."""
    doc = sentence.span.doc
    said = [i for i in act.content if doc[i].is_alpha or doc[i].like_num]
    unquoted = sum(i not in sentence.quoted for i in said)
    return not said or (unquoted < _FEWEST_UNQUOTED and unquoted < len(said))


def _rendered(
    reader: Reader, sentence: ReadSentence, act: Speech, others: Sequence[Draft]
) -> Iterator[Draft]:
    """Yield an act told with a noun for what was said: the sentence, less what is said beside it."""
    doc = reader.doc
    verb = next((doc[i] for i in sorted(act.cue) if doc[i].tag_.startswith("VV")), None)
    if verb is None or not _tells(doc, act, verb) or _is_asked(sentence, act):
        return
    if any(act.cue & other.cue or other.type is _DIRECT for other in others):
        return
    whole = set(sentence.whole) if verb.dep_ == "ROOT" else set(subtree(verb))
    for other in others:
        whole -= other.tokens
    rest = max(stretches(sorted(whole)), key=len, default=[])
    begin = next((n for n, i in enumerate(rest) if not doc[i].is_punct or doc[i].text in MARKS), 0)
    if verb.i in rest:
        yield Draft(_REPORTED, frozenset(rest[begin:]), act.speaker, NOBODY, act)


def _tells(doc: Doc, act: Speech, verb: Token) -> bool:
    """Whether an act is told with an object, by somebody who can speak, in a main clause."""
    if act.type is not _REPORTED or not (act.lemma in _RENDERING or act.kind in _REFUSING):
        return False
    if verb.dep_ not in {"ROOT", "conj"} or not act.speaker or not speaks(doc, act):
        return False
    if not _is_done(verb):
        return False
    return any(child.dep_ in _OBJECTS for child in verb.children) and _has_theme(verb, act.lemma)


def _is_done(verb: Token) -> bool:
    """Whether an act is told as one of now: not what came before ("hatte angekündigt") nor what might be."""
    finite = finite_of(verb)
    if finite is None or finite.tag_ == "VMFIN" or is_subjunctive_form(finite):
        return False
    return finite.lower_ not in _PLUPERFECT


def _has_theme(verb: Token, lemma: str) -> bool:
    """Whether a verb has the words beside it that make it one of speech."""
    if _is_of_itself(verb, lemma):
        return False
    wanted = _THEMES.get(lemma)
    found = (t for t in verb.subtree if wanted and t.lower_ in wanted)
    return wanted is None or any("Cmp" not in t.nbor(-1).morph.get("Degree", []) for t in found if t.i)


def _is_of_itself(verb: Token, lemma: str) -> bool:
    """Whether somebody names himself: "nennt sich „Werk 2“" renders nobody's words."""
    return lemma in {"nennen", "bezeichnen"} and any(c.tag_ == "PRF" for c in verb.children)


def _trimmed(reader: Reader, tokens: frozenset[int]) -> frozenset[int]:
    """Leave out punctuation at both ends, but for brackets and the marks of a whole quotation."""
    kept = set(tokens)
    for edge in (min, max):
        while kept and not _is_word(reader.doc[edge(kept)]) and not _closes(reader, kept, edge(kept)):
            kept.remove(edge(kept))
    return frozenset(kept)


def _is_word(token: Token) -> bool:
    return any(sign.isalnum() for sign in token.text) or token.text in "()[]%§&"


def _closes(reader: Reader, kept: set[int], at: int) -> bool:
    return any(
        (begin == at and end - 1 in kept) or (end - 1 == at and begin in kept) for begin, end in reader.quotes
    )
