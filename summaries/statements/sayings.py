"""Verbs of saying with what is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from summaries.model import AttributionType
from summaries.statements.acts import MARKS, Speech
from summaries.statements.complements import (
    filled,
    is_reported,
    is_said,
    is_subjunctive,
    lemma_of,
    rest_of,
    to_the_end,
    told_relative,
)
from summaries.statements.insertions import is_inserted
from summaries.statements.kinds import declares, means_well
from summaries.statements.lexicon import cues, words
from summaries.statements.trees import (
    AUXILIARIES,
    clause_of,
    finite_of,
    is_infinitive,
    opener_of,
    subject_of,
    subtree,
)
from summaries.statements.voices import (
    can_speak,
    in_field,
    is_anybody,
    it_of,
    quoting,
    speaker_of,
    text_under,
)

_LONGEST_COMPARISON = 25  # tokens from "wie" to its verb
_LONGEST_REMARK = 8  # tokens in brackets before its verb
_FEWEST_POINTING = 3  # words: "Das bestätigte Meier"
_CORRELATES = words("correlates")
_NAMING = words("naming_verbs")
_PERCEIVING = words("perceiving_verbs")
_OF_THINGS = words("verbs_of_things")
_PROCESSES = words("processes")
_TITLE_NOUNS = words("title_nouns")
_TELLING = frozenset({"heißen", "verlauten", "hervorgehen"})
_DECIDING = frozenset({"entscheiden", "beraten", "prüfen", "klären"})
_NOT_OF_ITSELF = frozenset({"ergeben", "bestätigen"})
_EMERGING = frozenset({"hervorgehen", "bekanntwerden"})
_NO = ("kein", "niemand", "weder")  # "Kein Sprecher bestätigte, dass …"
_UNSAYING = frozenset({"assert", "believe", "announce", "concede"})  # negated they say nothing


def by_verb(sentence: Span, verb: Token) -> Iterator[Speech]:
    """Yield what a verb says: a clause, the sentence around it, the one before, or a noun."""
    lemma = lemma_of(verb)
    kind = cues().speech.get(lemma, "")
    speaker = speaker_of(verb)
    nobody = bool(speaker) and verb.doc[min(speaker)].lower_.startswith(_NO) and kind in _UNSAYING
    if nobody or _says_nothing(verb, lemma, kind) or _in_brackets(verb) or is_anybody(verb.doc, speaker):
        return
    said = _said(verb, lemma, known=bool(kind))
    act = Speech(
        kind or "assert", AttributionType.INDIRECT, _cue(verb), speaker, frozenset(),
        lemma=lemma, through=quoting(verb) - speaker,
    )  # fmt: skip
    if opener_of(verb) == "wie" and (kind or lemma in _EMERGING):
        if _compares(sentence, verb) and (speaker or lemma in _TELLING | _EMERGING) and lemma not in _NAMING:
            mark = {t.i for t in verb.doc[verb.left_edge.i : verb.i] if t.lower_ == "wie"}
            content = rest_of(sentence, verb, said) or _rest_behind(sentence, verb, mark)
            yield replace(act, cue=act.cue | mark, content=content)
    elif kind and not said and (lost := _comparing(sentence, verb, act)) is not None:
        yield lost
    elif said or kind or _ends_quotation(verb):
        yield from _governing(sentence, verb, act, said, known=bool(kind))


def _rest_behind(sentence: Span, verb: Token, wie: set[int]) -> frozenset[int]:
    """Return what follows a comparison that opens its sentence: "Wie aus dem Amt verlautete, wurde er …"."""
    opens = bool(wie) and min(wie) == sentence.start and verb.i + 1 < sentence.end
    comma = opens and verb.doc[verb.i + 1].text == ","
    return frozenset(range(verb.i + 2, sentence.end)) if comma else frozenset()


def _in_brackets(verb: Token) -> bool:
    """Tell whether a clause is only a remark in brackets: "(die „Elbpost“ berichtete)"."""
    before = [t.text for t in verb.doc[max(verb.sent.start, verb.i - _LONGEST_REMARK) : verb.i]]
    behind = verb.doc[verb.i + 1 : verb.i + 2].text
    return behind == ")" and "(" in before and ")" not in before


def _comparing(sentence: Span, verb: Token, act: Speech) -> Speech | None:
    """Return what a comparison says whose "wie" the tree has lost, if somebody is named in it."""
    wie = _lost_wie(sentence, verb)
    if wie is None:
        return None
    inside = frozenset(range(wie + 1, verb.i))
    speaker = act.speaker if act.speaker and act.speaker <= inside else in_field(verb, wie + 1)
    content = frozenset(t.i for t in sentence if not wie <= t.i <= verb.i)
    return replace(act, cue=frozenset({wie, verb.i}), speaker=speaker, content=content) if speaker else None


def by_adjective(adjective: Token) -> Iterator[Speech]:
    """Yield what somebody is sure or sceptical of: "ist zuversichtlich, dass …".

    Args:
        adjective: A predicative adjective of conviction.
    """
    copulas = [c for c in adjective.children if c.dep_ in AUXILIARIES]
    said = [c for c in adjective.children if is_said(c, adjective) and c.i > adjective.i]
    noun = subject_of(adjective)
    if not copulas or not said or noun is None or not can_speak(noun) or noun.lower_ in {"man", "niemand"}:
        return
    if any(c.tag_ == "PTKNEG" for c in adjective.children):
        return
    cue = frozenset({adjective.i, *(c.i for c in copulas)})
    speaker = speaker_of(adjective)
    content = filled(said, adjective)
    yield Speech("believe", AttributionType.INDIRECT, cue, speaker, content, lemma=adjective.lower_)


def _lost_wie(sentence: Span, verb: Token) -> int | None:
    """Return the "wie" of a clause that ends in a verb of saying, where the tree has lost it.

    „…, wie Burt Rutan, Chef der Firma Scaled Composites, mitteilte“: between the two stands no other verb.
    """
    doc = verb.doc
    if not verb.tag_.endswith("FIN") or _goes_on(doc, verb.i + 1, sentence.end):
        return None
    for i in range(verb.i - 1, max(sentence.start, verb.i - _LONGEST_COMPARISON) - 1, -1):
        if doc[i].tag_.startswith("V"):
            return None
        if doc[i].lower_ == "wie":
            return i if i == sentence.start or doc[i - 1].text in {",", "–", "("} else None
    return None


def _goes_on(doc: Doc, at: int, end: int) -> bool:
    """Tell whether a clause goes on at a token: neither a mark of punctuation nor the sentence's end."""
    return at < end and not doc[at].is_punct and not doc[at].is_space


def _says_nothing(verb: Token, lemma: str, kind: str) -> bool:
    """Whether a verb is "heißen" without "es", negated, or said of a thing, so that nobody says anything."""
    if (lemma == "heißen" and it_of(verb) is None) or declares(verb, verb.subtree):
        return True
    if means_well(verb, verb.children) or _is_state(verb, lemma):
        return True
    if (
        lemma in _OF_THINGS
        and not _is_written(verb, lemma)
        and not _has_voice(verb)
        and not _has_correlate(verb)
    ):
        return True
    return kind in _UNSAYING and any(child.tag_ == "PTKNEG" for child in verb.children)


def _is_state(verb: Token, lemma: str) -> bool:
    """Whether a verb tells a state of things: "der Name lautet", "ist geplant", "ergibt sich daraus"."""
    subject = subject_of(verb) if lemma == "lauten" else None
    if subject is not None and subject.lemma_ in _TITLE_NOUNS:
        return True
    if lemma in _NOT_OF_ITSELF and any(c.tag_ == "PRF" for c in verb.children):
        return True
    done = (c for c in verb.children if c.lemma_ == "sein" and c.dep_ in AUXILIARIES)
    return lemma == "planen" and any(done)


def _is_written(verb: Token, lemma: str) -> bool:
    """„Im Bericht steht, dass …“: a text that somebody wrote."""
    return lemma == "stehen" and text_under(verb) is not None


def _has_correlate(verb: Token) -> bool:
    """„geht davon aus“: what points ahead to a clause shows that somebody says or thinks it."""
    return verb.lemma_ != "hindeuten" and any(
        c.tag_ == "PROAV" and c.lower_ in _CORRELATES for c in verb.children
    )


def _has_voice(verb: Token) -> bool:
    """Whether a verb has a subject that can speak, or none."""
    noun = subject_of(verb)
    return noun is None or can_speak(noun)


def _said(verb: Token, lemma: str, *, known: bool) -> list[Token]:
    """Return the predicates of what is said; perceiving and unknown verbs need a mark for it."""
    said = [child for child in verb.children if is_said(child, verb)]
    if lemma == "drohen":  # "der Mast droht umzukippen"
        said = [child for child in said if not (is_infinitive(child) and child.lemma_.lower() in _PROCESSES)]
    if lemma == "finden":  # "fand ein Boot, das …": only "findet, dass …" says something
        return [child for child in said if opener_of(child) == "dass"]
    if lemma in _DECIDING:  # "entscheidet, ob …" says nothing yet
        said = [child for child in said if opener_of(child) in {"", "dass"}]
    if not known:
        return [child for child in said if is_reported(child, verb)]
    if lemma in _PERCEIVING:
        return [child for child in said if opener_of(child) == "dass" or is_subjunctive(child)]
    return said


def _governing(
    sentence: Span, verb: Token, act: Speech, said: Sequence[Token], *, known: bool
) -> Iterator[Speech]:
    """Yield what a verb governs or stands behind, else what it points to, else the act alone."""
    perceiving = act.lemma in _PERCEIVING
    saying = known and act.kind != "view" and not perceiving and act.lemma not in _NAMING
    inserted = (saying and is_inserted(verb)) or (not known and _ends_quotation(verb))
    if inserted:
        content = rest_of(sentence, verb, said)
        yield replace(act, content=_widened(sentence, verb, said, content), inserted=True)
    elif said:
        yield replace(act, content=_widened(sentence, verb, said, filled(said, verb)))
    else:
        yield from _pointing_or_bare(sentence, verb, act, relatives=not perceiving)


def _ends_quotation(verb: Token) -> bool:
    """Tell whether a clause follows a quotation and a comma: then any verb says it ("„Nein“, lachte sie")."""
    finite = finite_of(verb)
    if finite is None or finite.i < 2 or verb.doc[finite.i - 1].text != ",":  # noqa: PLR2004 - a mark, a comma
        return False
    opens = all(t.text in MARKS or t.is_space for t in verb.doc[verb.sent.start : verb.sent.start + 1])
    return opens and verb.doc[finite.i - 2].text in MARKS and is_inserted(verb)


def _widened(sentence: Span, verb: Token, said: Sequence[Token], content: frozenset[int]) -> frozenset[int]:
    return to_the_end(sentence, content, verb) if said and not is_infinitive(said[0]) else content


def _pointing_or_bare(sentence: Span, verb: Token, act: Speech, *, relatives: bool) -> Iterator[Speech]:
    resumed = _resuming(sentence, verb)
    if resumed is not None and act.kind in _UNSAYING - {"believe"}:
        yield replace(act, content=frozenset(range(sentence.start, resumed)), inserted=True)
        return
    pointing = _pointing(sentence, verb)
    if pointing is not None and act.kind in _UNSAYING - {"believe"}:
        yield replace(act, content=frozenset({pointing.i}), pointer=True)
        return
    relative = told_relative(verb) if relatives else None
    if relative is not None:
        yield replace(act, content=subtree(relative))
    yield replace(act, type=AttributionType.REPORTED, content=clause_of(verb))


def _compares(sentence: Span, verb: Token) -> bool:
    """Tell whether a clause with "wie" is a comparison and no indirect question."""
    if verb.dep_ not in {"ccomp", "csubj"}:
        return True
    words_ = [t for t in sentence if not t.is_punct and not t.is_space]
    return words_[0].lower_ == "wie"


def _resuming(sentence: Span, verb: Token) -> int | None:
    """Return where "…, das teilte X mit" takes up what stands before it in the sentence."""
    finite = finite_of(verb)
    if finite is None:
        return None
    at = finite.i - 1
    while at > sentence.start and verb.doc[at].tag_ == "ADV":
        at -= 1
    token = verb.doc[at]
    points = token.lower_ in {"das", "dies"} and token.tag_ in {"PDS", "PRELS", "ART"}
    if not points or at <= sentence.start + 1 or verb.doc[at - 1].text not in {",", "–", "-", ";"}:
        return None
    return at - 1


def _pointing(sentence: Span, verb: Token) -> Token | None:
    """Return "das" or "dies" that opens the sentence right before its verb and means the sentence before."""
    words_ = [t for t in sentence if not t.is_space and not t.is_punct]
    finite = finite_of(verb)
    if (
        len(words_) < _FEWEST_POINTING
        or words_[0].lower_ not in {"das", "dies"}
        or words_[0].tag_ != "PDS"
        or finite is None
    ):
        return None
    own = verb.lemma_.lower() in _EMERGING or subject_of(verb) is not words_[0]
    return words_[0] if words_[1].i == finite.i and own else None


def _cue(verb: Token) -> frozenset[int]:
    cue = {verb.i}
    for child in verb.children:
        verbal = child.dep_ in AUXILIARIES or child.dep_ == "compound:prt" or child.tag_ == "PTKVZ"
        correlate = child.tag_ == "PROAV" and child.lower_ in _CORRELATES
        if verbal or correlate or child.lower_ in {"bekannt", "klar"}:
            cue.add(child.i)
    es = it_of(verb) if verb.lemma_ == "heißen" else None
    return frozenset(cue | {es.i} if es is not None else cue)
