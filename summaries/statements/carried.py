"""Sentences without a cue that go on reporting: by the subjunctive, or by "sollen"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from summaries.model import AttributionType
from summaries.statements.acts import Speech
from summaries.statements.drafts import NOBODY, Draft, Reader, ReadSentence
from summaries.statements.hedges import is_plan, lies_ahead
from summaries.statements.lexicon import words
from summaries.statements.trees import AUXILIARIES, is_relative, opener_of

_FREE, _CARRIED = AttributionType.FREE_INDIRECT, AttributionType.INDIRECT_FREE_INDIRECT
_PAST_SUBJUNCTIVES = words("past_subjunctives")
_SUBSTITUTES = words("substitute_subjunctives")
# What may as well be the writer's own guess: reported only where the sentence before surely is.
_AMBIGUOUS = frozenset({"könnten", "müssten"})
_GAP = 2  # tokens between two sentences that are one stretch of speech
# Sentences that may stand between who is heard and who goes on: of those further off two in three are others.
_REACH = 1
_PLANNING = frozenset({"announce", "demand"})


def carried(reader: Reader, sentence: ReadSentence) -> Iterator[Draft]:
    """Yield a sentence that goes on reporting, or lengthen the stretch that it continues."""
    type_ = _manner(sentence, reader)
    if type_ is None or (type_ is _FREE and not _is_hearsay(reader, sentence)):
        return
    last = reader.drafts[-1] if reader.drafts else None
    adjoins = last is not None and max(last.tokens) + _GAP >= min(sentence.whole)
    voice = reader.subject or (reader.last if _is_near(reader, sentence) else NOBODY)
    reader.since = 0 if voice == reader.last else reader.since
    if last is not None and adjoins and last.type is type_ and last.speaker == voice:
        reader.drafts[-1] = replace(last, tokens=last.tokens | sentence.whole)
    else:
        yield Draft(type_, sentence.whole, voice)


def _is_near(reader: Reader, sentence: ReadSentence) -> bool:
    """Tell whether who was heard last may be who goes on; in another paragraph only right behind it."""
    return reader.since <= _REACH if reader.heard == sentence.block else reader.spoke and not reader.since


def _is_hearsay(reader: Reader, sentence: ReadSentence) -> bool:
    """Tell whether "sollen" goes on with what was just told, and is no plan that nobody announced."""
    if not reader.last or reader.since:
        return False
    act = reader.drafts[-1].act if reader.drafts else None
    if _is_ahead(sentence) and (act is None or act.kind not in _PLANNING):
        return False
    heard = reader.heard == sentence.block
    return (heard and reader.told) or (_is_of_the_past(sentence) and reader.spoke)


def _is_ahead(sentence: ReadSentence) -> bool:
    """Tell whether "sollen" tells what is planned for a time: "soll nun beraten werden"."""
    modal = next((t for t in sentence.span if t.lower_ in {"soll", "sollen"}), None)
    return modal is not None and is_plan(modal) and lies_ahead(modal) and not _is_of_the_past(sentence)


def _is_of_the_past(sentence: ReadSentence) -> bool:
    """Tell whether "sollen" tells what has happened: that is hearsay, "soll gebaut werden" may be a plan."""
    words_ = [t for t in sentence.span if not t.is_space]
    done = (t.tag_.endswith("PP") and t.nbor().lower_ in {"haben", "sein"} for t in words_[:-1])
    return any(done)


def is_reported(reader: Reader, sentence: ReadSentence) -> bool:
    """Tell whether a sentence is reported as a whole: its main verb, and every cue in it, is subjunctive."""
    if any(not act.lemma or act.inserted or _is_stated(sentence, act) for act in sentence.acts):
        return False
    return _manner(sentence, reader) is _CARRIED


def _is_stated(sentence: ReadSentence, act: Speech) -> bool:
    """Whether a cue is in the indicative: then it is no part of what is reported."""
    doc = sentence.span.doc
    finite = [doc[i] for i in act.cue if doc[i].tag_.endswith("FIN")]
    return any("Sub" not in t.morph.get("Mood", []) for t in finite)


def _manner(sentence: ReadSentence, reader: Reader) -> AttributionType | None:
    """In which way a sentence without a cue goes on reporting, by the verbs of its main clauses."""
    finite = [t for t in sentence.span if t.tag_.endswith("FIN") and t.i not in sentence.quoted]
    mains = [t for t in finite if _is_main(t)]
    if mains and mains[0].i == _first_word(sentence):
        return None  # "Hätte er nur Bier getrunken, so müsste …": a condition
    substitutes = _SUBSTITUTES if reader.follows else frozenset[str]()
    if substitutes and _goes_on(reader, sentence):
        substitutes |= _AMBIGUOUS
    reported = [t for t in mains if _is_reporting(t, substitutes)]
    if reported and len(reported) * 2 >= len(mains) and reported[0] is mains[0]:
        return _CARRIED
    return _FREE if mains and mains[0].lower_ in {"soll", "sollen"} else None


def _goes_on(reader: Reader, sentence: ReadSentence) -> bool:
    """Whether the sentence right before is in the subjunctive of reported speech itself."""
    last = reader.drafts[-1] if reader.drafts else None
    return last is not None and last.type is _CARRIED and max(last.tokens) + _GAP >= min(sentence.whole)


def _first_word(sentence: ReadSentence) -> int:
    return next((t.i for t in sentence.span if not t.is_space and not t.is_punct), sentence.span.start)


def _is_reporting(finite: Token, substitutes: frozenset[str]) -> bool:
    """Whether a verb stands in the subjunctive of reported speech.

    The second subjunctive does in the plural, where the first looks like the indicative, right behind speech.
    """
    if "Sub" not in finite.morph.get("Mood", []):
        return False
    if finite.lower_ in _PAST_SUBJUNCTIVES:
        return finite.lower_ in substitutes
    return "Past" not in finite.morph.get("Tense", [])


def _is_main(finite: Token) -> bool:
    predicate = finite if finite.dep_ not in AUXILIARIES else finite.head
    return not opener_of(predicate) and not is_relative(predicate)
