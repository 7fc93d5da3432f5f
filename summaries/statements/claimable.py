"""Which statements may become claims: facts about an event, not questions, conditions, wishes or opinion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.content import event_of
from summaries.statements.frame import Frame, Sentence
from summaries.statements.lexicon import cues, events, words

_FIRST_PERSON = words("first_person")
# Verbs of attitude and mood: what they say is no event that others could confirm or deny.
_ATTITUDES = words("attitudes")
_ASKING = words("asking_openers")
_SPEECH_NOUNS = words("speech_nouns")
_NEGATIONS = words("negations")
_DOUBTING = frozenset({"deny", "doubt"})
_UNREAL = tuple(f"{opening} " for opening in sorted(words("unreal_openings")))
_WISHING = frozenset({"möge", "mögen", "hoffentlich"})
# Acts that say something of whoever does them or is accused, so that one noun is enough.
_OF_SOMEBODY = frozenset({"concede", "deny", "doubt", "accuse"})
_TOLD_BY_NOUN = frozenset({"announce", "assert", "accuse"})
_CALLING = frozenset({"sprechen", "ausgehen"})
_KNOWN = frozenset(
    {"klar", "sicher", "fest", "deutlich", "offensichtlich", "bekannt", "unstrittig", "gewiss"}
)
_RELATIVE_SOURCE = (frozenset({"laut", "gemäß"}), frozenset({"dem", "der", "denen"}))
_REQUIRING = ("bedingung", "voraussetzung", "hoffnung", "wunsch")
_OPENING = 4  # words
_TWO_THINGS = 2  # nouns; one alone says nothing of another
_AGED = ("jähriger", "jährige", "jährigen")  # "ein 47-jähriger Deutscher"
_SHORTEST = 4  # words; shorter clauses carry no proposition of their own


def is_stated(sentence: Sentence, clause: Clause | None) -> bool:
    """Tell whether an article states what a clause of its own says: no question, condition, wish or example.

    Args:
        sentence: The sentence; nobody else speaks in the clause.
        clause: The clause, None for a sentence without one.
    """
    return not (
        _is_question(sentence)
        or _is_unreal(sentence)
        or _is_conditional(sentence.doc, sentence, None, clause)
    )


def is_claimable(
    sentence: Sentence, frame: Frame | None, clause: Clause | None, tokens: Sequence[int]
) -> bool:
    """Whether a proposition may enter the claims of a story."""
    doc = sentence.doc
    said = [doc[i] for i in tokens]
    figure = any(w.tag_ == "CARD" for w in said)
    named = frame is not None and frame.clause is None and frame.kind in _TOLD_BY_NOUN
    eventful = named and any(event_of(w) for w in said)  # "kündigte einen Streik an"
    eventful = eventful or (named and frame is not None and bool(frame.accused))
    eventful = eventful or _counts_nobody(said) or _answers(frame, said) or _announces_event(frame, said)
    short = len([w for w in said if w.is_alpha]) < _SHORTEST and not figure and not eventful
    if short and not (frame and frame.pointer):
        return False
    heading = frame is None and _is_heading(sentence)
    supposed = _is_unreal(sentence) or _is_conditional(doc, sentence, frame, clause)
    if heading or supposed or _is_question(sentence):
        return False
    if frame is not None and (frame.mixed or frame.kind == "demand" or _unsaid(frame) or _ought(said)):
        return False
    if frame is not None and (
        _is_anyone(doc, frame)
        or _ought(said)
        or _is_judgement(doc, frame, said)
        or _is_told_of_noun(doc, frame, clause)
    ):
        return False
    if any(w.lower_ in _FIRST_PERSON for w in said) or _is_supposed(sentence, clause):
        return False
    return clause is None or _counts_nobody(said) or _is_eventful(doc, frame, clause, said)


def _is_anyone(doc: Doc, frame: Frame) -> bool:
    """Whether who says it is nobody in particular: "Wer behauptet, …, der irrt"."""
    return any(doc[phrase.head].lower_ == "wer" for phrase in frame.speakers)


def _counts_nobody(said: Sequence[Token]) -> bool:
    """Whether a toll is none: "Verletzt wurde niemand"."""
    named = {event_of(w) for w in said}
    toll = any(one in named and event.outcome for one, event in events().classes.items())
    return toll and any(w.lower_ == "niemand" for w in said)


def _answers(frame: Frame | None, said: Sequence[Token]) -> bool:
    """„schloss Brandstiftung aus“, "geht von Brandstiftung aus": one noun is enough beside such a verb."""
    held = frame is not None and frame.kind in _DOUBTING | {"believe"}
    return held and any(w.tag_ in {"NN", "NNA"} for w in said)


def _announces_event(frame: Frame | None, said: Sequence[Token]) -> bool:
    """„kündigte an, im Herbst zurückzutreten“: who announces it is who will do it."""
    return frame is not None and frame.kind == "announce" and any(event_of(w) for w in said)


def _is_told_of_noun(doc: Doc, frame: Frame, clause: Clause | None) -> bool:
    """„ein Gutachten, laut dem Emma verletzt wurde“: the noun before is the source, not the name behind."""
    begin = min(frame.cue, default=0)
    pronoun = doc[begin : begin + 2]
    opens = begin > 0 and doc[begin - 1].text == "," and len(pronoun) == len(_RELATIVE_SOURCE)
    if not opens or clause is None or clause.finite is None:
        return False
    relative = pronoun[0].lower_ in _RELATIVE_SOURCE[0] and pronoun[1].lower_ in _RELATIVE_SOURCE[1]
    relative = relative and any(phrase.head > begin for phrase in frame.speakers)
    last = max(i for i in clause.tokens if not doc[i].is_punct)
    return relative and clause.finite == last and clause.finite - begin > _SHORTEST


def _is_heading(sentence: Sentence) -> bool:
    """Whether nothing is said of anything: a heading, a caption, what was torn off."""
    return not any(token.tag_.endswith("FIN") for token in sentence.span)


def _is_question(sentence: Sentence) -> bool:
    last = [t for t in sentence.span if t.tag_ == "$." or t.text == "?"]
    return bool(last) and last[-1].text == "?"


def _is_unreal(sentence: Sentence) -> bool:
    """Whether a sentence sets up an example, says a wish ("Möge …") or asks the reader to do something."""
    said = [t for t in _with_kicker(sentence) if t.is_alpha]
    opening = " ".join([*(t.lower_ for t in said[:_OPENING]), ""])
    return (
        opening.startswith(_UNREAL) or any(t.lower_ in _WISHING for t in said) or _is_request(sentence, said)
    )


def _with_kicker(sentence: Sentence) -> Sequence[Token]:
    """A sentence with what stands before its colon: "Ein Beispiel: Wer 100 Euro anlegt, …"."""
    span, doc = sentence.span, sentence.doc
    begin = doc[span.start].sent.start
    kicked = span.start - begin in range(_TWO_THINGS, _OPENING + 1) and doc[span.start - 1].text == ":"
    return list(doc[begin if kicked else span.start : span.end])


def _is_request(sentence: Sentence, said: Sequence[Token]) -> bool:
    """Whether the reader is asked to do something: "Lesen Sie hier, was …", "Bitte geben Sie …"."""
    if said and said[0].lower_ == "bitte":
        return not sentence.quoted(said[0].i)
    if len(said) < _TWO_THINGS or sentence.quoted(said[0].i):
        return False
    return said[0].tag_.startswith("VV") and said[0].lower_.endswith("n") and said[1].text == "Sie"


def _is_conditional(doc: Doc, sentence: Sentence, frame: Frame | None, clause: Clause | None) -> bool:
    """„Sollte …, würde …“, "wenn …", "Steigt die Steuer, …": nothing is stated as having happened."""
    if any(c.opener in cues().conditional for c in sentence.clauses) or _opens_with_condition(sentence):
        return True
    if clause is not None and (_is_exception(doc, clause) or _is_required(doc, clause)):
        return True
    finite = doc[clause.finite] if clause is not None and clause.finite is not None else None
    if finite is None:
        return False
    if finite.lower_ in {"würde", "würden"} and frame is None:
        return True
    first = doc[sentence.clauses[0].first]
    return first.lower_ in {"sollte", "sollten"}


def _is_exception(doc: Doc, clause: Clause) -> bool:
    """„…, es sei denn, sie sind dort verankert“: what would have to hold, not what does."""
    before = [t.lower_ for t in doc[max(0, clause.first - 4) : clause.first] if t.is_alpha]
    return before[-2:] == ["sei", "denn"]


def _is_required(doc: Doc, clause: Clause) -> bool:
    """„vier Bedingungen dafür, dass …“: what shall come of it when they are met."""
    before = [t.lower_ for t in doc[max(0, clause.first - _OPENING) : clause.first]]
    return clause.opener == "dass" and any(word.startswith(_REQUIRING) for word in before)


def _opens_with_condition(sentence: Sentence) -> bool:
    """Whether a clause that begins with its verb stands before another one: a condition without "wenn"."""
    if len(sentence.clauses) < _TWO_THINGS or sentence.quoted(sentence.span.start):
        return False
    first, second = sentence.clauses[:_TWO_THINGS]
    doc = sentence.doc
    leads = first.finite is not None and first.first == first.finite == sentence.span.start
    follows = second.kind is ClauseKind.MAIN and second.finite is not None
    return leads and follows and (second.first == second.finite or doc[second.first].lower_ in {"so", "dann"})


def _unsaid(frame: Frame) -> bool:
    """A negated cue ("bestätigte nicht") and an indirect question state nothing; a negated denial does."""
    asked = frame.clause is not None and frame.clause.opener in _ASKING and frame.kind not in _DOUBTING
    unsaid = frame.negated and frame.kind in {"assert", "concede", "announce", "believe", "view", "accuse"}
    return asked or unsaid


def _is_judgement(doc: Doc, frame: Frame, said: Sequence[Token]) -> bool:
    """Whether somebody only calls something so: "sprach von einer Katastrophe", not "von einem Angriff"."""
    calls = (
        frame.kind != "deny"
        and frame.clause is None
        and any(doc[i].lemma_.lower() in _CALLING for i in frame.cue)
    )
    return calls and not frame.figure and not any(event_of(w) for w in said)


def _is_supposed(sentence: Sentence, clause: Clause | None) -> bool:
    """Whether a clause is one of a pair in which somebody tells what he does not suppose.

    „Es gebe keinen Anlass für die Vermutung, es habe sich um einen Fehler gehandelt.“
    """
    doc = sentence.doc
    for noun, told in pairwise(sentence.clauses):
        if clause is None or clause.first not in {noun.first, told.first} or told.kind is not ClauseKind.MAIN:
            continue
        named = doc[noun.last].lemma_.lower() in _SPEECH_NOUNS and doc[told.first - 1].text == ","
        if named and any(doc[i].lower_ in _NEGATIONS or doc[i].lemma_ == "kein" for i in noun.tokens):
            return True
    return False


def _ought(said: Sequence[Token]) -> bool:
    """Whether somebody tells what ought to be: "Stellen sollten aufklären", not what ought to have been."""
    modal = any(w.lower_ in {"sollte", "sollten", "müsste", "müssten"} for w in said)
    past = any(a.tag_.endswith("PP") and b.lower_ in {"haben", "sein"} for a, b in pairwise(said))
    return modal and not past


def _confirms(doc: Doc, frame: Frame) -> bool:
    """„bestätigte, dass sie das Gesuch angenommen habe“: who confirms something says what it is."""
    return any(doc[i].lemma_.lower() == "bestätigen" for i in frame.cue)


def _introduces(doc: Doc, clause: Clause) -> bool:
    """Whether a clause only says that what follows its colon is known: "Fest steht: …", "Klar ist: …"."""
    colon = doc[clause.last + 1 : clause.last + 2].text == ":"
    return colon and any(doc[i].lower_ in _KNOWN for i in clause.tokens)


def _is_eventful(doc: Doc, frame: Frame | None, clause: Clause, words: Sequence[Token]) -> bool:
    verbs = [doc[i].lemma_.lower() for i in clause.verbs if doc[i].tag_.startswith("VV")]
    blamed = frame is not None and frame.kind == "accuse"
    if verbs and verbs[-1] in _ATTITUDES and not blamed:
        return False
    figures = any(w.tag_ == "CARD" or w.lower_.endswith(_AGED) for w in words)
    named = any(w.tag_ == "NE" or w.ent_type_ for w in words)
    nouns = sum(w.tag_ in {"NN", "NNA"} for w in words)
    said = frame is not None and named and nouns > 0
    if frame is not None and (frame.kind in _OF_SOMEBODY or _confirms(doc, frame)) and nouns > 0:
        return True
    if _announces_event(frame, words):
        return True
    if _introduces(doc, clause):
        return False
    becomes = [doc[i].lemma_.lower() for i in clause.verbs] == ["werden"] and named  # "Jan Holm wird Trainer"
    becomes = becomes and not any(w.tag_ == "ADJD" for w in words)
    return bool(verbs or figures or said or becomes or any(event_of(w) for w in words)) and (
        named or figures or nouns >= _TWO_THINGS
    )
