"""Speech within one sentence, read from its tree: who (speaker) says (cue) what (content).

Three things mark speech in German: a verb of saying with the clause that it governs, interrupts or follows;
a source phrase ("laut …", "nach Angaben …", "… zufolge", "so …"); a comparative clause ("wie … mitteilte").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from summaries.model import AttributionType
from summaries.statements.attribution import Sentence, frames
from summaries.statements.clauses import ClauseKind, clauses_of
from summaries.statements.content import compound_parts
from summaries.statements.lexicon import cues, words
from summaries.statements.trees import (
    AUXILIARIES,
    SUBJECTS,
    clause_of,
    finite_of,
    has_trees,
    may_be_nominative,
    heads_clause,
    is_adverbial,
    is_infinitive,
    is_relative,
    opener_of,
    predicate_of,
    subject_of,
    subtree,
    words_under,
)

_COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj", "csubj:pass", "parataxis", "advcl", "acl", "dep", "obj"})
_MARKS = frozenset("„“”\"»«‚‘’'›‹")
_ROUGH_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl:arg", "appos", "flat", "nmod"})
_POINTING = frozenset({"das", "dies"})
_NEAR = 8
_LONGEST_APPOSITION = 16  # tokens
_LOOSE_TAGS = frozenset({"ADV", "ADJD", "PTKVZ", "APPR", "APPRART", "KON", "PROAV", "VVPP", "PRF", "PTKNEG"})
_NAME_LENGTH = 7  # tokens with marks; what is longer in quotation marks is no name
_NOT_NOMINATIVE = words("not_nominative")
_BORDERS = frozenset(",:–—-;") | _MARKS
_SAID_OPENERS = words("said_openers")
_CORRELATES = words("correlates")
_SPEECH_NOUNS = words("speech_nouns")
_PLACING = words("placing_prepositions")
_TEXT_NOUNS = words("text_nouns")
_NAMING = words("naming_verbs")
_PERCEIVING = words("perceiving_verbs")
_TELLING = frozenset({"heißen", "verlauten", "hervorgehen"})
_EMERGING = frozenset({"hervorgehen", "bekanntwerden"})
_TELLING_PREPOSITIONS = frozenset({"in", "im", "aus", "auf", "bei", "beim", "von", "vom"})
_PAST_SUBJUNCTIVES = words("past_subjunctives")
_SETTING_OFF = _MARKS | {",", ":"}
_LOOSE = frozenset({",", ":", "–", "-", ";", "—"})
_BEFORE_SO = _MARKS | {",", "–", "("}
_UNSAYING = frozenset({"assert", "believe", "announce", "concede"})  # negated they say nothing
_NOUN_STARTS = frozenset({"ART", "NE", "NN", "PPER", "ADJA", "PPOSAT", "PDAT", "PIAT", "CARD"})
_INSERTING = _MARKS | {",", "–", "!", "?"}


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of speech; all fields hold token indices.  ``said`` is the predicate of what is said."""

    kind: str
    type: AttributionType
    cue: frozenset[int]
    speaker: frozenset[int]
    content: frozenset[int]
    said: int | None = None
    lemma: str = ""
    pointer: bool = False
    inserted: bool = False


def speech_in(sentence: Span, quoted: frozenset[int]) -> list[Speech]:
    """Return the acts of speech in a sentence, in the order of their cues.

    Args:
        sentence: One sentence of a document with trees.
        quoted: Its tokens within quotation marks, where no cue is looked for.
    """
    if not has_trees(sentence.doc):
        return list(_without_trees(sentence, quoted))
    found: list[Speech] = []
    for token in sentence:
        if token.i not in quoted:
            found.extend(_outside(act, token, quoted) for act in _at(sentence, token))
    return found + _by_clauses(sentence, quoted, found)


def _outside(act: Speech, token: Token, quoted: frozenset[int]) -> Speech:
    """Give an act whose speaker seems to be named within a long quotation another noun behind its verb."""
    if not act.lemma or not act.speaker or not act.speaker <= quoted or len(_run_around(quoted, act.speaker)) <= _NAME_LENGTH:
        return act
    other = next((noun for noun in _nouns_behind(token) if noun.i not in quoted), None)
    return replace(act, speaker=phrase_of(other) - quoted if other is not None else frozenset())


def _run_around(quoted: frozenset[int], inside: frozenset[int]) -> range:
    """Return the run of quoted tokens that ``inside`` lies in."""
    begin, end = min(inside), max(inside) + 1
    while begin - 1 in quoted:
        begin -= 1
    while end in quoted:
        end += 1
    return range(begin, end)


def _by_clauses(sentence: Span, quoted: frozenset[int], found: Sequence[Speech]) -> list[Speech]:
    """Ask the clause rules about verbs of saying for which the tree shows nothing that is said."""
    bare = {i: act for act in found if act.type is AttributionType.REPORTED for i in act.cue}
    taken = {i for act in found if act.type is not AttributionType.REPORTED for i in act.cue}
    if not bare or not any(t.text in {",", ":"} for t in sentence):
        return []
    rest: list[Speech] = []
    for frame in frames(Sentence(sentence, clauses_of(sentence), tuple(_runs(quoted)))):
        act = next((bare[i] for i in frame.cue if i in bare), None)
        told = frame.type is not AttributionType.REPORTED and frame.clause is not None
        if act is not None and told and not taken & set(frame.cue):
            content = frozenset(range(frame.content[0], frame.content[-1] + 1)) - act.content
            rest.append(replace(act, type=AttributionType.INDIRECT, content=content))
            taken |= set(frame.cue)
    return rest


def _without_trees(sentence: Span, quoted: frozenset[int]) -> Iterator[Speech]:
    """Yield what the clause rules find, for a pipeline that has no parser."""
    for frame in frames(Sentence(sentence, clauses_of(sentence), tuple(_runs(quoted)))):
        speaker = frozenset(i for phrase in frame.speakers for i in range(phrase.begin, phrase.end))
        verb = next((sentence.doc[i].lemma_.lower() for i in frame.cue if sentence.doc[i].tag_.startswith("VV")), "")
        content = frozenset(range(frame.content[0], frame.content[-1] + 1)) if frame.content else frozenset()
        reported = frame.type is AttributionType.REPORTED or not content
        type_ = AttributionType.REPORTED if reported else AttributionType.INDIRECT
        rest = content - speaker - set(frame.cue)
        yield Speech(frame.kind, type_, frozenset(frame.cue), speaker, rest, None, verb)


def _runs(indices: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of adjacent indices."""
    start = end = -1
    for i in sorted(indices):
        if i != end:
            if start >= 0:
                yield start, end
            start = i
        end = i + 1
    if start >= 0:
        yield start, end


def _at(sentence: Span, token: Token) -> Iterator[Speech]:
    if token.tag_.startswith("VV") and token.dep_ != "amod":
        yield from _by_verb(sentence, token)
    elif token.lower_ == "so" and _opens_inset(token):
        yield from _by_so(sentence, token)
    elif token.tag_ == "PROAV" and token.lower_ == "demnach":
        yield _all_but(sentence, predicate_of(token), frozenset({token.i}), {token.i}, {token.i})
    elif token.tag_ == "NN" and token.lemma_.lower() in _SPEECH_NOUNS:
        yield from _by_noun(sentence, token)
    else:
        yield from _by_source(sentence, token)


# --- source phrases -----------------------------------------------------------------------------------


def _by_source(sentence: Span, token: Token) -> Iterator[Speech]:
    table = cues()
    word = token.lower_
    named = word in table.source_before or word in table.source_after
    if (not named and word != "nach") or (token.tag_ in {"PTKVZ", "ADJD"} and word != "zufolge"):
        return
    after = word in table.source_after or (word == "nach" and _follows_basis(token))
    noun = _noun_before(token) if after else _governed(token)
    if noun is None or (not named and not _is_basis(noun)) or (word == "gemäß" and noun.dep_ != "obl"):
        return
    phrase = frozenset(i for i in phrase_of(noun) if (i < token.i) == after) - {token.i}
    phrase = phrase if after or _front_field(noun) else _without_places(noun, phrase)
    if not phrase:
        return
    outside = {i for i in subtree(noun) if i > max(phrase) or i in phrase} if _has_relative(noun) else set(phrase)
    opens = all(t.is_punct or t.is_space or t.tag_ == "KON" for t in sentence.doc[sentence.start : min(token.i, *phrase)])
    top = sentence.root if opens else predicate_of(noun)
    yield _all_but(sentence, top, phrase, {token.i}, outside | {token.i})


def _without_places(noun: Token, phrase: frozenset[int]) -> frozenset[int]:
    """Behind the verb a place or an addressee after the source is rather the event's."""
    doc = noun.doc
    cut = next((i for i in sorted(phrase) if i > noun.i and doc[i].lower_ in _PLACING), None)
    return phrase if cut is None else frozenset(i for i in phrase if i < cut)


def _follows_basis(token: Token) -> bool:
    """„meiner Ansicht nach“, „Angaben der Polizei nach“."""
    before = token.doc[token.i - 1] if token.i > token.sent.start else None
    behind = token.doc[token.i + 1 : token.i + 2]
    opens = bool(behind) and (behind[0].tag_ in _NOUN_STARTS) and behind[0].dep_ != "nsubj"
    return before is not None and before.tag_ == "NN" and _is_basis(before) and not (opens and token.dep_ == "case" and token.head.i > token.i)


def _has_relative(noun: Token) -> bool:
    return any(c.dep_ == "acl" for i in subtree(noun) for c in noun.doc[i].children)


def _governed(preposition: Token) -> Token | None:
    """Return the noun under a preposition."""
    if preposition.dep_ == "case" and preposition.head.i > preposition.i:
        return preposition.head
    following = preposition.doc[preposition.i + 1 : preposition.i + 6]
    return next((t for t in following if t.tag_ in {"NN", "NE", "PPER", "PDS", "PRELS"}), None)


def _noun_before(postposition: Token) -> Token | None:
    """Return the head of the noun phrase that ends right before a postposition."""
    if postposition.i <= postposition.sent.start:
        return None
    noun = postposition.doc[postposition.i - 1]
    while noun.head.i < noun.i and noun.head.i >= postposition.sent.start and noun.head.tag_ in {"NN", "NE"}:
        noun = noun.head
    return noun if noun.tag_ in {"NN", "NE", "PPER", "PDS", "PRELS", "FM"} or noun.dep_ == "obl" else None


def _is_basis(noun: Token) -> bool:
    return bool({noun.lemma_.lower(), *compound_parts(noun)[-1:]} & cues().bases)


def phrase_of(noun: Token) -> frozenset[int]:
    """Return the words of a noun phrase with appositions, without relative clauses, as far as they adjoin."""
    inside = {i for i in clause_of(noun) if not noun.doc[i].tag_.endswith("FIN")}
    return _with_apposition(noun, _adjoining(noun, _front_field(noun) | inside))


def _front_field(noun: Token) -> set[int]:
    """Return all before the finite verb, if the noun opens its sentence: that place holds one phrase only."""
    sentence = noun.sent
    field: list[Token] = []
    for token in sentence:
        if token.tag_.endswith("FIN"):
            break
        if token.tag_.startswith(("V", "KOU", "PREL", "$", "PTKZU")) and token.text not in _MARKS | {"(", ")"}:
            return set()
        field.append(token)
    else:
        return set()
    while field and field[0].tag_ in {"ADV", "KON", "APPR", "APPRART", "_SP"}:
        field = field[1:]
    inside = {token.i for token in field}
    return inside if noun.i in inside and noun.head.i not in inside else set()


def _with_apposition(noun: Token, phrase: frozenset[int]) -> frozenset[int]:
    """Add ", Sprecher der Firma Y," behind a name and ", Uta Meier," behind an office."""
    doc, end = noun.doc, max(phrase) + 1
    if end + 1 >= len(doc) or doc[end].text != "," or doc[end + 1].tag_ not in _NOUN_STARTS or not doc[end + 1 : end + 2]:
        return phrase
    stop = end + 1
    while stop < len(doc) and stop - end < _LONGEST_APPOSITION and doc[stop].text not in _BORDERS:
        if doc[stop].tag_.startswith(("V", "PREL", "KOU", "KON", "PPER")):
            return phrase
        stop += 1
    last = stop < len(doc) and doc[stop].text in {",", "."} | _MARKS
    joined = stop + 1 < len(doc) and doc[stop].text == "," and doc[stop + 1].tag_ in {"KON", *_NOUN_STARTS} and not doc[stop + 1].tag_.startswith("V")
    if not last or joined or not any(doc[i].tag_ in {"NE", "NN"} for i in range(end + 1, stop)) or doc[end + 1].tag_ == "PPER":
        return phrase
    return phrase | frozenset(range(end, stop))


def _adjoining(noun: Token, inside: set[int]) -> frozenset[int]:
    """Return the run of ``inside`` around a noun, without what is loose at its ends."""
    begin = end = noun.i
    while begin - 1 in inside:
        begin -= 1
    while end + 1 in inside:
        end += 1
    doc = noun.doc
    while end > noun.i and (doc[end].text in _LOOSE or doc[end].tag_ in _LOOSE_TAGS):
        end -= 1
    while begin < noun.i and (doc[begin].text in _LOOSE or doc[begin].tag_ in {"KON", "PROAV"} or doc[begin].lower_ in {"auch", "aber", "doch"}):
        begin += 1
    return frozenset(range(begin, end + 1))


def _all_but(sentence: Span, predicate: Token, speaker: frozenset[int], cue: set[int], source: set[int]) -> Speech:
    """Return the clause around a source, or the whole sentence where that is the main clause."""
    top = _top(predicate)
    whole = {t.i for t in sentence} if top.dep_ == "ROOT" else set(subtree(top))
    return Speech("assert", AttributionType.INDIRECT, frozenset(cue), speaker, frozenset(whole - source), top.i)


def _top(predicate: Token) -> Token:
    """Climb from a predicate joined without a subject of its own to the first one."""
    while predicate.dep_ == "conj" and predicate.head.i != predicate.i and not _has_subject(predicate):
        predicate = predicate.head
    return predicate


def _has_subject(predicate: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in predicate.children)


def _opens_inset(token: Token) -> bool:
    """Tell whether "so" follows a comma, a dash or a closing mark and stands before a noun."""
    doc, at = token.doc, token.i
    if at == 0 or at + 1 >= len(doc) or doc[at - 1].text not in _BEFORE_SO:
        return False
    return doc[at + 1].tag_ in _NOUN_STARTS - {"PIAT"} and doc[at + 1].lower_ not in {"ein", "eine"}


def _by_so(sentence: Span, so: Token) -> Iterator[Speech]:
    head = next((t for t in so.doc[so.i + 1 : sentence.end] if t.tag_ in {"NN", "NE", "PPER"}), None)
    if head is None:
        return
    while so.i < head.head.i < sentence.end and head.head.i != head.i and head.head.tag_ in {"NN", "NE"}:
        head = head.head
    speaker = _adjoining(head, {i for i in clause_of(head) if i > so.i and not so.doc[i].tag_.startswith("V")})
    end = max(speaker) + 1
    while end < sentence.end and so.doc[end].text not in _BORDERS:
        end += 1
    end = sentence.end if end < sentence.end and so.doc[end].text == ":" else end
    content = frozenset(t.i for t in sentence) - set(range(so.i, end))
    yield Speech("assert", AttributionType.INDIRECT, frozenset({so.i}), speaker, content, sentence.root.i, inserted=True)


# --- verbs --------------------------------------------------------------------------------------------


def _by_verb(sentence: Span, verb: Token) -> Iterator[Speech]:
    lemma = _lemma(verb)
    kind = cues().verbs.get(lemma, "")
    if lemma == "heißen" and _it(verb) is None:
        return
    said = [child for child in verb.children if _is_said(child, verb)]
    said = said if kind else [child for child in said if _is_reported(child, verb)]
    said = [child for child in said if lemma not in _PERCEIVING or opener_of(child) == "dass" or _is_subjunctive(child)]
    cue, speaker = _cue(verb), _speaker(verb)
    inserted = kind != "view" and lemma not in _PERCEIVING and _is_inserted(verb)
    if kind in _UNSAYING and any(c.tag_ == "PTKNEG" for c in verb.children) or _is_anybody(verb.doc, speaker):
        return
    opener = opener_of(verb)
    if opener == "wie" and (kind or lemma in _EMERGING):
        if not _compares(sentence, verb) or not (speaker or lemma in _TELLING) or lemma in _NAMING:
            return
        mark = {c.i for c in verb.doc[verb.left_edge.i : verb.i] if c.lower_ == "wie"}
        content = _rest(sentence, verb, said)
        yield Speech(kind or "assert", AttributionType.INDIRECT, cue | mark, speaker, content, sentence.root.i, lemma)
    elif said:
        content = _rest(sentence, verb, said) if kind and inserted else _filled(said, verb)
        content = content if is_infinitive(said[0]) else _to_the_end(sentence, content, verb)
        yield Speech(kind or "assert", AttributionType.INDIRECT, cue, speaker, content, said[0].i, lemma, inserted=inserted)
    elif kind and inserted:
        content = _rest(sentence, verb, said)
        yield Speech(kind, AttributionType.INDIRECT, cue, speaker, content, sentence.root.i, lemma, inserted=True)
    elif kind:
        pointing = _pointing(sentence, verb)
        if pointing is not None and kind in {"assert", "announce", "concede"}:
            yield Speech(kind, AttributionType.INDIRECT, cue, speaker, frozenset({pointing.i}), None, lemma, pointer=True)
            return
        relative = None if lemma in _PERCEIVING else _told_relative(verb)
        if relative is not None:
            yield Speech(kind, AttributionType.INDIRECT, cue, speaker, subtree(relative), relative.i, lemma)
        yield Speech(kind, AttributionType.REPORTED, cue, speaker, clause_of(verb), None, lemma)


def _compares(sentence: Span, verb: Token) -> bool:
    """Tell whether a clause with "wie" is a comparison and no indirect question."""
    if verb.dep_ not in {"ccomp", "csubj"}:
        return True
    words_ = [t for t in sentence if not t.is_punct and not t.is_space]
    return words_[0].lower_ == "wie"


def _is_anybody(doc: Doc, speaker: frozenset[int]) -> bool:
    return len(speaker) == 1 and doc[next(iter(speaker))].lower_ in {"man", "niemand"}


def _pointing(sentence: Span, verb: Token) -> Token | None:
    """Return "das" or "dies" that opens the sentence right before its verb and means the sentence before."""
    words_ = [t for t in sentence if not t.is_space and not t.is_punct]
    finite = finite_of(verb)
    if len(words_) < 3 or words_[0].lower_ not in {"das", "dies"} or words_[0].tag_ != "PDS" or finite is None:
        return None
    own = verb.lemma_.lower() in _EMERGING or subject_of(verb) is not words_[0]
    return words_[0] if words_[1].i == finite.i and own else None


def _told_relative(verb: Token) -> Token | None:
    """Return a relative clause in the subjunctive within the verb's own clause: it is the speaker's as well."""
    for index in sorted(clause_of(verb)):
        for child in verb.doc[index].children:
            if child.dep_ == "acl" and child.i > verb.i and heads_clause(child) and _is_subjunctive(child):
                return child
    return None


def _lemma(verb: Token) -> str:
    lemma = verb.lemma_.lower()
    if any(c.lower_ == "bekannt" for c in verb.children):
        return "bekannt" + lemma
    return lemma


def _rest(sentence: Span, verb: Token, said: Sequence[Token]) -> frozenset[int]:
    """Return the sentence without the clause of saying and what hangs on it beside what is said."""
    inside: set[int] = set()
    for one in said:
        inside |= subtree(one)
    rest = frozenset(t.i for t in sentence) - (subtree(verb) - inside) - clause_of(verb)
    finite = finite_of(verb)
    if finite is None or not _is_inserted(verb):
        return rest
    before = frozenset(range(sentence.start, finite.i))
    colon = next((t.i for t in sentence if t.text == ":" and t.i > verb.i), sentence.end)
    return before | frozenset(i for i in rest if i < colon)


def _filled(said: list[Token], verb: Token) -> frozenset[int]:
    """Return the words of the clauses that are said, with what stands between them."""
    inside = frozenset().union(*(subtree(one) for one in said))
    inside -= _resumed(verb.doc, inside, said[0])
    own = clause_of(verb)
    if not inside - own:
        return inside
    begin = _start_behind(verb, said[0], min(inside))
    return frozenset(range(begin, max(inside) + 1)) - (own if begin == min(inside) else frozenset())


def _start_behind(verb: Token, said: Token, first: int) -> int:
    """Where a clause seems to begin with its finite verb, its subject stands between it and the comma."""
    finite = finite_of(said)
    if finite is None or first <= verb.i or opener_of(said) or is_infinitive(said):
        return first
    words_ = [i for i in range(first, finite.i) if not verb.doc[i].is_punct]
    if words_:
        return first
    return next((i + 1 for i in range(verb.i + 1, first) if verb.doc[i].text in {",", ":"}), first)


def _resumed(doc: Doc, inside: frozenset[int], said: Token) -> frozenset[int]:
    """Return the words of a joined clause in which a new cue begins: "…, doch Y erklärte …"."""
    gone: set[int] = set()
    for i in inside:
        token = doc[i]
        cue = token.dep_ == "conj" and token.tag_ == "VVFIN" and _lemma(token) in cues().verbs
        if cue and token.i > said.i and "Sub" not in token.morph.get("Mood", []):
            gone |= subtree(token)
    return frozenset(gone)


def _to_the_end(sentence: Span, content: frozenset[int], verb: Token) -> frozenset[int]:
    """Add what follows to the end of the sentence where no clause in the indicative begins there."""
    rest = [t for t in sentence if t.i > max(content)]
    if not content or max(content) < verb.i or any(t.i in clause_of(verb) and not t.is_punct for t in rest):
        return content
    if any(t.tag_.endswith("FIN") and "Sub" not in t.morph.get("Mood", []) for t in rest):
        return content
    return content | {t.i for t in rest}


def _is_said(child: Token, verb: Token) -> bool:
    """Tell whether a dependent clause is what a word of saying governs."""
    opener = opener_of(child)
    joined = child.dep_ == "conj" and opener in {"dass", "ob"}
    if not (child.dep_ in _COMPLEMENTS or joined) or not heads_clause(child):
        return False
    if opener in _SAID_OPENERS:
        return not _is_consequence(child)
    if is_adverbial(child) or is_relative(child):
        return False
    if is_infinitive(child):
        return True
    return finite_of(child) is not None and _is_set_off(words_under(child), verb)


def _is_consequence(child: Token) -> bool:
    """„so dass“, „so eingestellt, dass“ names a consequence."""
    mark = next((c for c in child.children if c.lower_ == "dass"), None)
    if mark is None:
        return False
    before = child.doc[max(mark.i - 4, 0) : mark.i]
    return any(t.lower_ in {"so", "derart"} for t in before)


def _is_set_off(inside: frozenset[int], verb: Token) -> bool:
    """Tell whether a comma, a colon or a mark stands between a verb and a clause."""
    first, last = min(inside), max(inside)
    last = last if last < verb.i or first > verb.i else verb.i
    between = range(verb.i + 1, first + 1) if first > verb.i else range(last, verb.i)
    return (first > verb.i or last < verb.i) and any(verb.doc[i].text in _SETTING_OFF for i in between)


def _is_reported(child: Token, verb: Token) -> bool:
    """Tell whether a clause under a verb that is no verb of saying is reported speech, by its mood."""
    own = finite_of(verb)
    return (
        child.dep_ == "ccomp"
        and _is_subjunctive(child)
        and (own is None or "Sub" not in own.morph.get("Mood", []))
        and (opener_of(child) in _SAID_OPENERS or min(subtree(child)) > verb.i)
    )


def _is_subjunctive(predicate: Token) -> bool:
    finite = finite_of(predicate)
    if finite is None or "Sub" not in finite.morph.get("Mood", []):
        return False
    return finite.lower_ not in _PAST_SUBJUNCTIVES


def _is_inserted(verb: Token) -> bool:
    """Tell whether a clause begins with its finite verb after a comma or a closing mark: "…, sagte X"."""
    finite = finite_of(verb)
    if finite is None or finite.i <= verb.sent.start:
        return False
    before = verb.doc[finite.i - 1]
    before = verb.doc[finite.i - 2] if before.lower_ == "so" and finite.i > 1 else before
    if before.text not in _INSERTING or not _subject_follows(finite):
        return False
    return _closes_quotation(verb.sent, finite) or _ends_main_clause(verb.sent, finite)


def _closes_quotation(sentence: Span, finite: Token) -> bool:
    """Tell whether a closing mark stands right before a verb, or before the comma before it."""
    before = [t.text for t in sentence.doc[max(sentence.start, finite.i - 3) : finite.i]]
    return any(text in _MARKS for text in before[-2:])


def _subject_follows(finite: Token) -> bool:
    """Tell whether what may be a subject stands right behind a finite verb."""
    for token in finite.doc[finite.i + 1 : finite.i + 4]:
        if token.tag_ in _NOUN_STARTS or token.tag_ in {"PIS", "PDS", "$("}:
            return token.lower_ not in _NOT_NOMINATIVE
        if token.tag_ not in {"ADV", "PRF", "ADJD", "PROAV"}:
            return False
    return False


def _ends_main_clause(sentence: Span, finite: Token) -> bool:
    """Tell whether a main clause with a finite verb of its own stands before the comma before ``finite``."""
    before = sentence.doc[sentence.start : finite.i]
    if len(before) < 3:  # noqa: PLR2004 - a word and a comma
        return False
    return any(c.kind is ClauseKind.MAIN and c.finite is not None for c in clauses_of(before))


def _it(verb: Token) -> Token | None:
    """Return the "es" of "heißt es"."""
    near = verb.doc[max(verb.i - 1, verb.sent.start) : verb.i + 2]
    return next((t for t in [*verb.children, *near] if t.lower_ == "es"), None)


def _cue(verb: Token) -> frozenset[int]:
    cue = {verb.i}
    for child in verb.children:
        verbal = child.dep_ in AUXILIARIES or child.dep_ == "compound:prt" or child.tag_ == "PTKVZ"
        correlate = child.tag_ == "PROAV" and child.lower_ in _CORRELATES
        if verbal or correlate or child.lower_ == "bekannt":
            cue.add(child.i)
    es = _it(verb) if verb.lemma_ == "heißen" else None
    return frozenset(cue | {es.i} if es is not None else cue)


def _speaker(verb: Token) -> frozenset[int]:
    noun = _speaking_noun(verb)
    if noun is None:
        return frozenset()
    cases = {c.i for c in noun.children if c.dep_ == "case"}
    return frozenset(i for i in phrase_of(noun) if i not in cases)


def _speaking_noun(verb: Token) -> Token | None:
    if verb.lemma_.lower() in _TELLING:
        return _under(verb, _TELLING_PREPOSITIONS)
    passive = verb.tag_ == "VVPP" and any(c.lemma_ == "werden" for c in verb.children)
    if passive and verb.lemma_ != "zitieren":
        return _under(verb, frozenset({"von", "vom", "durch"})) or _text_under(verb)
    if verb.lemma_ == "verlauten" and verb.head.lemma_ == "lassen":
        verb = verb.head
    if verb.lemma_ == "zitieren" and not passive:
        return next((c for c in verb.children if c.dep_ == "obj"), None) or next(iter(_nouns_behind(verb)[-1:]), None)
    found = _subject(verb)
    if found is not None and found.lower_ in _POINTING:
        found = next((c for c in _nouns_behind(verb) if c is not found), found)
    if found is None:
        found = next(iter(_nouns_behind(verb)), None)
    return None if found is not None and found.lower_ == "was" else found


def _text_under(verb: Token) -> Token | None:
    """Return the text that somebody's words stand in: "in einer Erklärung wurde gefordert …"."""
    found = _under(verb, _TELLING_PREPOSITIONS)
    return found if found is not None and {found.lemma_.lower(), *compound_parts(found)[-1:]} & _TEXT_NOUNS else None


def _nouns_behind(verb: Token) -> list[Token]:
    """Return the nouns and pronouns right of the finite verb that may be its subject, whatever the tree says."""
    finite = finite_of(verb)
    if finite is None:
        return []
    below = [c for v in {verb.i: verb, finite.i: finite}.values() for c in v.children]
    return [
        c
        for c in sorted(below, key=lambda t: t.i)
        if c.i > finite.i and c.tag_ in {"NN", "NE", "PPER"} and c.dep_ in _ROUGH_SUBJECTS and may_be_nominative(c) and c.i - finite.i < _NEAR
    ]


def _subject(verb: Token) -> Token | None:
    """Return the subject; of a verb that is inserted after what is said only one behind it will do."""
    finite = finite_of(verb)
    if finite is not None and _is_inserted(verb):
        behind = [c for c in verb.children if c.dep_ in SUBJECTS and c.i > finite.i]
        others = [c for c in verb.children if c.i > finite.i and c.tag_ in {"NN", "NE", "PPER"} and c.dep_ in {"obj", "obl:arg", "appos", "flat", "ccomp"}]
        return next(iter([*behind, *others]), None) or subject_of(verb)
    return subject_of(verb)


def _first_own(verb: Token) -> int:
    """Return the first word of a verb's own clause, "so" left aside."""
    own = sorted(i for i in clause_of(verb) if verb.doc[i].text not in _BORDERS)
    return next((i for i in own if verb.doc[i].lower_ != "so"), -1)


def _under(verb: Token, prepositions: frozenset[str]) -> Token | None:
    for child in verb.children:
        if child.dep_.startswith(("obl", "nmod")) and any(c.dep_ == "case" and c.lower_ in prepositions for c in child.children):
            return child
    return None


# --- nouns of saying ----------------------------------------------------------------------------------


def _adjoins(noun: Token, child: Token) -> bool:
    """Tell whether a clause begins right behind a noun's phrase and the comma after it."""
    first, end = min(words_under(child)), max(phrase_of(noun)) + 1
    return end <= first <= end + 2 and noun.doc[end].text in {",", ":"}


def _by_noun(sentence: Span, noun: Token) -> Iterator[Speech]:
    predicate = predicate_of(noun)
    said = [child for child in noun.children if child.i > noun.i and _is_said(child, noun) and _is_set_off(words_under(child), noun)]
    if not said and predicate.i != noun.i and predicate.lemma_.lower() not in cues().verbs:
        said = [child for child in predicate.children if _is_said(child, noun) and _adjoins(noun, child)]
    if not said:
        return
    owner = next((c for c in noun.children if c.dep_ == "nmod" and c.i > noun.i), None)
    if owner is None and predicate is not noun:
        owner = subject_of(predicate)
    elif owner is None:
        owner = next((c for c in noun.children if c.dep_ in SUBJECTS), None)
    speaker: frozenset[int] = frozenset()
    if owner is not None and owner is not noun and owner.lower_ != "es":
        speaker = frozenset(i for i in phrase_of(owner) if not (noun.doc[i].dep_ == "case" and noun.doc[i].head is owner))
    cue = {noun.i, *(c.i for c in noun.children if c.dep_ in {"det", "cop"})}
    yield Speech("assert", AttributionType.INDIRECT, frozenset(cue), speaker, frozenset(i for i in _filled(said, noun) if i > noun.i), said[0].i, noun.lemma_.lower())
