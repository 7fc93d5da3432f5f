"""Speech within one sentence, read from its tree: who (speaker) says (cue) what (content).

Three things mark speech in German: a verb of saying with the clause that it governs, interrupts or follows;
a source phrase ("laut …", "nach Angaben …", "… zufolge", "so …"); a comparative clause ("wie … mitteilte").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from summaries.model import AttributionType
from summaries.statements.acts import Speech
from summaries.statements.attribution import frames
from summaries.statements.clauses import clauses_of
from summaries.statements.complements import clause_from, filled, is_said, is_set_off, is_subjunctive
from summaries.statements.frame import Sentence
from summaries.statements.lexicon import cues, words
from summaries.statements.nounphrases import phrase_of
from summaries.statements.sayings import by_adjective, by_verb
from summaries.statements.sources import (
    all_but,
    by_relative,
    by_so,
    by_source,
    by_view,
    by_wonach,
    opens_inset,
)
from summaries.statements.trees import (
    SUBJECTS,
    finite_of,
    has_trees,
    is_infinitive,
    opener_of,
    predicate_of,
    subject_of,
    words_under,
)
from summaries.statements.voices import agent_of, can_speak, giver_of, named_outside

_HELD_BY_PERSONS = words("held_by_persons")
_SPEECH_NOUNS = words("speech_nouns")
_OF_THINGS = words("verbs_of_things")
_COMING = frozenset({"kommen", "vorliegen", "stammen", "erfolgen", "ausgehen"})
_OF_OTHERS = frozenset({"gegen", "im", "unter"})  # "wandte sich gegen die Ansicht", "steht im Verdacht"
_OWNING = frozenset({"", "von", "vom", "durch", "seitens"})
# What may stand between a noun and its clause: the end of the verb ("die Meinung vertreten, dass …").
_BRACKET = ("VV", "VA", "VM", "PTKVZ", "ADV")


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
            found.extend(named_outside(act, token, quoted) for act in _at(sentence, token, quoted))
    return found + _by_clauses(sentence, quoted, found)


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
            whole = frozenset(range(frame.content[0], frame.content[-1] + 1))
            behind = frame.content[0] > max(act.cue | act.speaker)  # what the tree puts in the wrong clause
            content = whole if behind else whole - act.content
            rest.append(replace(act, type=AttributionType.INDIRECT, content=content))
            taken |= set(frame.cue)
    return rest


def _without_trees(sentence: Span, quoted: frozenset[int]) -> Iterator[Speech]:
    """Yield what the clause rules find, for a pipeline that has no parser."""
    for frame in frames(Sentence(sentence, clauses_of(sentence), tuple(_runs(quoted)))):
        speaker = frozenset(i for phrase in frame.speakers for i in range(phrase.begin, phrase.end))
        verb = next(
            (sentence.doc[i].lemma_.lower() for i in frame.cue if sentence.doc[i].tag_.startswith("VV")), ""
        )
        content = frozenset(range(frame.content[0], frame.content[-1] + 1)) if frame.content else frozenset()
        reported = frame.type is AttributionType.REPORTED or not content
        type_ = AttributionType.REPORTED if reported else AttributionType.INDIRECT
        rest = content - speaker - set(frame.cue)
        yield Speech(frame.kind, type_, frozenset(frame.cue), speaker, rest, lemma=verb)


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


def _at(sentence: Span, token: Token, quoted: frozenset[int]) -> Iterator[Speech]:
    if (token.tag_.startswith("VV") and token.dep_ != "amod") or _is_made_known(token):
        yield from by_verb(sentence, token)
    elif token.lower_ in _HELD_BY_PERSONS and token.tag_ == "ADJD":
        yield from by_adjective(token)
    elif token.lower_ == "so" and opens_inset(token):
        yield from by_so(sentence, token)
    elif token.lower_ == "für" and all(t.is_space for t in sentence.doc[sentence.start : token.i]):
        yield from by_view(sentence, token, quoted)
    elif token.lower_ == "wonach":
        yield from by_wonach(token)
    elif token.tag_ == "PRELS" and token.i > sentence.start and token.nbor(-1).lower_ == "nach":
        yield from by_relative(token)
    elif token.tag_ == "PROAV" and (_is_demnach(token) or _is_reported_after(sentence, token)):
        yield all_but(sentence, predicate_of(token), frozenset({token.i}), {token.i}, {token.i})
    elif token.tag_ == "NN" and token.lemma_.lower() in _SPEECH_NOUNS:
        yield from _by_noun(token)
    else:
        yield from by_source(sentence, token)


def _is_demnach(token: Token) -> bool:
    """„Demnach hielt der Deich“ names a source; "demnach wäre er erst 16" is the writer's own conclusion."""
    beside = token.doc[max(token.i - 1, 0) : token.i + 2]
    return token.lower_ == "demnach" and not any(t.lower_ in {"wäre", "wären"} for t in beside)


def _is_reported_after(sentence: Span, token: Token) -> bool:
    """„Danach hätte es sich um …“: with the subjunctive "danach" gives a source, else a time."""
    opens = token.lower_ == "danach" and token.i == sentence.start
    finite = finite_of(predicate_of(token)) if opens else None
    return finite is not None and finite.lower_ in {
        "sei",
        "seien",
        "habe",
        "hätte",
        "hätten",
        "werde",
        "solle",
    }


def _is_made_known(token: Token) -> bool:
    """„wurde bekannt“, whatever its tag."""
    return token.lower_ == "bekannt" and any(c.lemma_ == "werden" for c in token.children)


def _adjoins(noun: Token, child: Token) -> bool:
    """Tell whether a clause begins right behind a noun's phrase and the comma after it."""
    first, end = min(words_under(child)), max(phrase_of(noun)) + 1
    while end < first and (noun.doc[end].tag_.startswith(_BRACKET) or noun.doc[end].lower_ == "laut"):
        end += 1
    return end <= first <= end + 2 and noun.doc[end].text in {",", ":"}


def _by_noun(noun: Token) -> Iterator[Speech]:
    predicate = predicate_of(noun)
    behind = [c for c in noun.children if c.i > noun.i and _is_told(c, noun)]
    said = [child for child in behind if is_set_off(words_under(child), noun)]
    if not said and predicate.i != noun.i and predicate.lemma_.lower() not in cues().speech:
        said = [child for child in predicate.children if _is_told(child, noun) and _adjoins(noun, child)]
    if not said and predicate.i > noun.i and is_subjunctive(predicate) and _adjoins(noun, predicate):
        said, predicate = [predicate], predicate_of(predicate.head)
    told = predicate.lemma_.lower() in cues().speech.keys() - _OF_THINGS  # then the verb says it
    if not said and not told and (right := _behind(noun)) is not None:
        said, predicate = [right], predicate_of(right.head)
    if not said:
        return
    cue = {noun.i, *(c.i for c in noun.children if c.dep_ in {"det", "cop"})}
    content = frozenset(i for i in filled(said, noun) if i > noun.i)
    lemma = noun.lemma_.lower()
    speaker = _owner(noun, predicate) - content
    yield Speech("assert", AttributionType.INDIRECT, frozenset(cue), speaker, content, lemma=lemma)


def _behind(noun: Token) -> Token | None:
    """Return the predicate of the clause right behind a noun and the end of its verb, whatever it hangs on.

    „vertritt die Ansicht, er habe …“, "lehnte mit der Begründung ab, das sei …".
    """
    doc, end = noun.doc, max(phrase_of(noun)) + 1
    while end < noun.sent.end and doc[end].tag_.startswith(_BRACKET):
        end += 1
    nearer = any(t.tag_ == "NN" and t.lemma_.lower() in _SPEECH_NOUNS for t in doc[noun.i + 1 : end])
    return None if nearer or _case_of(noun) == "nach" else clause_from(noun.sent, end)


def _is_told(child: Token, noun: Token) -> bool:
    """Tell whether a clause is what a noun of saying names; the indicative needs an opening word."""
    opener = opener_of(child)
    if opener == "wonach" or opener.startswith("welch") or not is_said(child, noun):
        return False
    finite = finite_of(child)
    reported = finite is not None and "Sub" in finite.morph.get("Mood", [])
    return bool(opener) or is_infinitive(child) or reported


def _owner(noun: Token, predicate: Token) -> frozenset[int]:
    """Return whose forecast or demand a noun names: a genitive, an agent, or the subject of its clause."""
    behind = [c for c in noun.children if c.dep_ == "nmod" and c.i > noun.i and _case_of(c) in _OWNING]
    subjects = [c for c in noun.children if c.dep_ in SUBJECTS]
    if not subjects and any(c.dep_ == "cop" for c in noun.children):  # "… und ist der Meinung, dass"
        subjects = [s for s in [subject_of(noun)] if s is not None]
    owner = next(iter(behind or subjects), None)
    if owner is None and predicate is not noun and _case_of(noun) not in _OF_OTHERS:
        passive = any(c.dep_ == "aux:pass" for c in predicate.children)
        owner = agent_of(predicate) if passive else subject_of(predicate)
        owned = noun.dep_ in {"obj", "obl:arg"} and not passive
        owner = owner if owner is not None and (owned or can_speak(owner)) else None
    if owner is None and predicate.lemma_.lower() in _COMING:  # "Von der Polizei kam die Information, dass"
        owner = giver_of(predicate)
    if owner is None or owner is noun or owner.lower_ == "es":
        return frozenset()
    cases = {c.i for c in owner.children if c.dep_ == "case"}
    return frozenset(i for i in phrase_of(owner) if i not in cases)


def _case_of(noun: Token) -> str:
    """Return the preposition before a noun, "" if none."""
    return next((c.lower_ for c in noun.children if c.dep_ == "case"), "")
