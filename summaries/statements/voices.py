"""Who speaks, by the verb of saying: subject, agent, or the text that words stand in."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from summaries.statements.acts import Speech
from summaries.statements.content import compound_parts
from summaries.statements.insertions import is_inserted
from summaries.statements.lexicon import words
from summaries.statements.naming import is_voice
from summaries.statements.nounphrases import core_end, phrase_of
from summaries.statements.phrases import Phrase
from summaries.statements.trees import SUBJECTS, finite_of, may_be_nominative, subject_of

_ROUGH_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl:arg", "appos", "flat", "nmod"})
_NOUNS = frozenset({"NN", "NE"})
_POINTING = frozenset({"das", "dies"})
_NEAR = 8
_LONGEST_FIELD = 30  # tokens before a finite verb
_NAME_LENGTH = 7  # tokens with marks; what is longer in quotation marks is no name
_TEXT_NOUNS = words("text_nouns")
_TELLING = frozenset({"heißen", "verlauten", "hervorgehen", "stehen"})
_TELLING_PREPOSITIONS = frozenset({"in", "im", "aus", "auf", "bei", "beim", "von", "vom"})


def speaker_of(verb: Token) -> frozenset[int]:
    """Return the words that name who speaks, none where nobody is named."""
    noun = _speaking_noun(verb)
    if noun is None:
        return frozenset()
    cases = {c.i for c in noun.children if c.dep_ == "case"}
    return frozenset(i for i in phrase_of(noun) if i not in cases)


def _speaking_noun(verb: Token) -> Token | None:
    if verb.lemma_ == "verlauten" and verb.head.lemma_ == "lassen":
        return subject_of(verb.head)
    if verb.lemma_.lower() in _TELLING:
        return _under(verb, _TELLING_PREPOSITIONS)
    passive = verb.tag_ == "VVPP" and any(c.lemma_ == "werden" for c in verb.children)
    if passive and verb.lemma_ != "zitieren":
        return agent_of(verb) or text_under(verb)
    if verb.lemma_ == "zitieren" and not passive:
        return next((c for c in verb.children if c.dep_ == "obj"), None) or next(
            iter(nouns_behind(verb)[-1:]), None
        )
    found = _subject(verb)
    if found is not None and _is_governed(found):
        found = next(iter(nouns_behind(verb)), None)
    elif found is not None and found.lower_ in _POINTING:
        found = next((c for c in nouns_behind(verb) if c is not found), found)
    elif found is not None and found.tag_ in _NOUNS and not can_speak(found):
        found = next((c for c in nouns_behind(verb) if c is not found and can_speak(c)), found)
    if found is None:
        found = next(iter(nouns_behind(verb)), None)
    return None if found is not None and found.lower_ == "was" else found


def _is_governed(noun: Token) -> bool:
    """Tell whether a preposition opens the field before the verb that a noun stands in: "Um 10 Uhr MEZ …"."""
    if noun.tag_ not in _NOUNS or noun.i - noun.sent.start > _LONGEST_FIELD:
        return False
    before = [t for t in noun.doc[noun.sent.start : noun.i] if t.tag_ not in {"ADV", "KON", "_SP"}]
    opens = bool(before) and before[0].tag_ in {"APPR", "APPRART"}
    return opens and not any(t.tag_.startswith(("V", "$,", "$.", "KOU")) for t in before)


def can_speak(noun: Token) -> bool:
    """Tell whether a noun or pronoun can be a voice: "es" and "die Daten" cannot."""
    if noun.tag_ not in _NOUNS:
        return noun.lower_ not in {"es", "das", "dies"}
    phrase = phrase_of(noun)
    return is_voice(noun.doc, Phrase(min(phrase), max(phrase) + 1, noun.i, core_end(noun)))


def agent_of(verb: Token) -> Token | None:
    """Return by whom something is done: "von der Polizei"."""
    return _under(verb, frozenset({"von", "vom", "durch"}))


def text_under(verb: Token) -> Token | None:
    """Return the text that somebody's words stand in: "in einer Erklärung wurde gefordert …"."""
    found = _under(verb, _TELLING_PREPOSITIONS)
    return (
        found
        if found is not None and {found.lemma_.lower(), *compound_parts(found)[-1:]} & _TEXT_NOUNS
        else None
    )


def nouns_behind(verb: Token) -> list[Token]:
    """Return nouns and pronouns behind the finite verb that may be its subject, whatever the tree says."""
    finite = finite_of(verb)
    if finite is None:
        return []
    below = [c for v in {verb.i: verb, finite.i: finite}.values() for c in v.children]
    return [
        c
        for c in sorted(below, key=lambda t: t.i)
        if c.i > finite.i
        and c.tag_ in {"NN", "NE", "PPER"}
        and c.dep_ in _ROUGH_SUBJECTS
        and may_be_nominative(c)
        and c.i - finite.i < _NEAR
    ]


def _subject(verb: Token) -> Token | None:
    """Return the subject; of a verb that is inserted after what is said only one behind it will do."""
    finite = finite_of(verb)
    if finite is not None and is_inserted(verb):
        behind = [c for c in verb.children if c.dep_ in SUBJECTS and c.i > finite.i]
        others = [
            c
            for c in verb.children
            if c.i > finite.i
            and c.tag_ in {"NN", "NE", "PPER"}
            and c.dep_ in {"obj", "obl:arg", "appos", "flat", "ccomp"}
        ]
        return next(iter([*behind, *others]), None) or subject_of(verb)
    return subject_of(verb)


def _under(verb: Token, prepositions: frozenset[str]) -> Token | None:
    for child in verb.children:
        if child.dep_.startswith(("obl", "nmod")) and any(
            c.dep_ == "case" and c.lower_ in prepositions for c in child.children
        ):
            return child
    return None


def it_of(verb: Token) -> Token | None:
    """Return the "es" of "heißt es"."""
    near = verb.doc[max(verb.i - 1, verb.sent.start) : verb.i + 2]
    return next((t for t in [*verb.children, *near] if t.lower_ == "es"), None)


def is_anybody(doc: Doc, speaker: frozenset[int]) -> bool:
    """Tell whether "man" or "niemand" speaks: then nobody says it."""
    return len(speaker) == 1 and doc[next(iter(speaker))].lower_ in {"man", "niemand"}


def named_outside(act: Speech, token: Token, quoted: frozenset[int]) -> Speech:
    """Give an act whose speaker seems to be named within a long quotation another noun behind its verb."""
    if (
        not act.lemma
        or not act.speaker
        or not act.speaker <= quoted
        or len(_run_around(quoted, act.speaker)) <= _NAME_LENGTH
    ):
        return act
    other = next((noun for noun in nouns_behind(token) if noun.i not in quoted), None)
    return replace(act, speaker=phrase_of(other) - quoted if other is not None else frozenset())


def _run_around(quoted: frozenset[int], inside: frozenset[int]) -> range:
    """Return the run of quoted tokens that ``inside`` lies in."""
    begin, end = min(inside), max(inside) + 1
    while begin - 1 in quoted:
        begin -= 1
    while end in quoted:
        end += 1
    return range(begin, end)
