"""Reported acts: what is said, denied or announced is told with a noun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc, Span, Token

from summaries.model import AttributionType, Stance
from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.content import compound_parts, event_of
from summaries.statements.frame import STANCES, Frame, Sentence
from summaries.statements.kinds import concludes, lexical_verb
from summaries.statements.lexicon import cues, words
from summaries.statements.naming import is_voice
from summaries.statements.phrases import Phrase, objects, phrases
from summaries.statements.quantities import counted_noun

_ARTICLE_AND_NOUN = 2  # tokens
POINTING = frozenset({"das", "dies", "dem", "diesem"})
# "zählte 5.000 Teilnehmer", "sprach von 5.000", "bezifferte den Schaden auf …": verbs that give a figure.
_FIGURE_VERBS = words("figure_verbs")
_ACT_OBJECT = words("act_object")
_FIGURES = frozenset({"zahl", "summe", "größenordnung", "zahlen", "angabe"})
_POSSIBLE = words("possible_adjectives")
_HELD = words("held_adjectives")
_REQUESTS = words("requests")
_SPEECH_NOUNS = words("speech_nouns")
_OBJECT_ASSERTIONS = frozenset({"bestätigen", "melden", "bekanntgeben", "verkünden", "vermelden"})


def told_clause(sentence: Sentence, clause: Clause) -> Clause | None:
    """The verb-second clause that tells what a noun of saying in ``clause`` names.

    „widersprach der Darstellung, Truppen seien abgezogen“, "nannte Berichte falsch, er trete zurück": behind
    a colon the speaker would speak for himself.
    """
    relative = _told_by_report(sentence, clause)
    if relative is not None:
        return relative
    doc, following = sentence.doc, next((c for c in sentence.clauses if c.first > clause.last), None)
    if following is None or following.kind is not ClauseKind.MAIN or following.finite is None:
        return None
    between = [doc[i].text for i in range(clause.last + 1, following.first)]
    reported = "Sub" in doc[following.finite].morph.get("Mood", [])
    nouns = [p for p in phrases(doc, clause.tokens) if _names_saying(doc, p)]
    return following if nouns and reported and between == [","] else None


def _told_by_report(sentence: Sentence, clause: Clause) -> Clause | None:
    """„Berichte, wonach (nach denen) er zurücktritt, nannte sie falsch“: the relative clause tells."""
    doc = sentence.doc
    nouns = [p for p in phrases(doc, clause.tokens) if _names_saying(doc, p)]
    for other in sentence.clauses:
        first, second = doc[other.first], doc[other.tokens[1]] if len(other.tokens) > 1 else None
        by_report = first.lower_ in {"nach", "laut"} and second is not None and second.tag_ == "PRELS"
        told = other.opener == "wonach" or by_report
        if told and other.finite is not None and any(p.end == other.first - 1 for p in nouns):
            return replace(other, tokens=other.tokens[2 if by_report else 1 :])
    return None


def _names_saying(doc: Doc, phrase: Phrase) -> bool:
    return _is_report(doc[phrase.head])


def _denying(sentence: Sentence, frame: Frame, clause: Clause) -> Frame:
    """Return a denial of a report with what the report says as its content, where a clause tells it."""
    told = told_clause(sentence, clause)
    if told is None:
        return frame
    within = told.first > clause.first and told.last < clause.last  # a relative clause inside
    tokens = (
        told.tokens
        if within
        else tuple(sorted(i for c in sentence.clauses if c.first >= told.first for i in c.tokens))
    )
    return replace(frame, type=AttributionType.INDIRECT, content=tokens, clause=told, pointer=None)


_LIES = frozenset(
    {"lüge", "falschmeldung", "erfindung", "unsinn", "quatsch", "märchen", "verleumdung", "unwahrheit"}
)


def object_frame(
    sentence: Sentence, clause: Clause, kind: str, spoken: tuple[Phrase, ...], *, negated: bool
) -> Frame | None:
    """Reported acts with a noun as object: "bestreitet eine Beteiligung", "wies die Vorwürfe zurück"."""
    doc = sentence.doc
    lemma = _lemma(doc, clause)
    figure = _figure_frame(sentence, clause, kind, spoken) if lemma in _FIGURE_VERBS else None
    if figure is not None:
        return figure
    found = list(objects(doc, clause, spoken))
    governed = _governed_frame(sentence, clause, kind, spoken, negated=negated) if not found else None
    if governed is not None:
        return governed
    found = found or _under_prepositions(doc, clause, spoken)
    act = Frame(kind, STANCES[kind], AttributionType.REPORTED, spoken, clause.verbs, negated=negated)
    if kind == "assert" and _is_pointing(doc, clause) and spoken:
        pointing = phrases(doc, clause.tokens)[0]
        return replace(
            act, content=tuple(range(pointing.begin, pointing.end)), pointer=pointing
        )  # "Das teilte die Polizei mit."
    if kind == "deny" and not found and spoken:
        # "Die Firma widersprach.": what was said right before
        return replace(act, pointer=spoken[0], content=clause.verbs)
    at_odds = bool(found) and lemma == "widersprechen" and is_voice(doc, found[0])  # in what is not said
    if not found or at_odds or not _acts_on(doc, found[0], kind, lemma):
        return None
    news = lemma != "bestätigen" and kind == "assert" and doc[found[0].begin].lower_ in _INDEFINITE
    points = _is_pointer(doc, found[0]) or (_is_bare_event(doc, found[0]) and not news)
    pointer = found[0] if points else None  # "meldete einen Gewinn" takes up nothing that was said
    accused = tuple(found[:1]) if kind == "accuse" and is_voice(doc, found[0]) else ()
    content = _object_content(doc, clause, found[0], spoken)
    return replace(act, content=content, pointer=pointer, accused=accused)


def _lemma(doc: Doc, clause: Clause) -> str:
    verb = lexical_verb(doc, clause)
    return verb.lemma_.lower() if verb is not None else ""


def _governed_frame(
    sentence: Sentence, clause: Clause, kind: str, spoken: tuple[Phrase, ...], *, negated: bool
) -> Frame | None:
    """„warnte vor Sturmböen“, "droht mit der Sprengung"; "sprach von haltlosen Vorwürfen" denies them."""
    doc, lemma = sentence.doc, _lemma(sentence.doc, clause)
    wanted = cues().governing.get(lemma)
    under = (p for p in phrases(doc, clause.tokens) if p.preposition == wanted and p not in spoken)
    about = next(under, None) if wanted else None
    if about is None or not spoken or not is_voice(doc, spoken[0]):
        return None
    false = lemma == "sprechen" and _called_false(doc, about)
    said = "deny" if false else kind
    return Frame(
        said,
        STANCES[said],
        AttributionType.REPORTED,
        spoken,
        clause.verbs,
        tuple(range(about.begin, about.end)) if false else _object_content(doc, clause, about, spoken),
        pointer=about if false else None,
        negated=negated,
    )


def _called_false(doc: Doc, phrase: Phrase) -> bool:
    """„sprach von haltlosen Unterstellungen“, "sprach von einer Lüge": what was said before is denied."""
    forms = {form for t in doc[phrase.begin : phrase.end] for form in (t.lemma_.lower(), t.lower_)}
    pointed = doc[phrase.head].lemma_.lower() in cues().pointers
    return bool(forms & _LIES) or (pointed and bool(forms & cues().false_adjectives))


def _is_pointing(doc: Doc, clause: Clause) -> bool:
    """Whether the clause begins with "das" or "dies", meaning the sentence before."""
    if clause.finite is None:
        return False
    front = doc[clause.first : clause.finite]
    this = len(front) == 1 and front[0].lower_ in {"das", "dies"} and front[0].tag_ == "PDS"
    return this or concludes(front) or _names_figure(front)


def _names_figure(front: Span) -> bool:
    """„Diese Zahl nannte das Rote Kreuz“: the figure of the sentence before."""
    return len(front) == _ARTICLE_AND_NOUN and front[0].tag_ == "PDAT" and front[1].lemma_.lower() in _FIGURES


def figure_named(sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...]) -> Frame | None:
    """A voice that "nennt" what the sentence before counts: "Diese Zahl nannte das Rote Kreuz"."""
    doc = sentence.doc
    if clause.finite is None or not _names_figure(doc[clause.first : clause.finite]):
        return None
    behind = [p for p in phrases(doc, clause.tokens) if p.begin == clause.finite + 1]
    voices = tuple(p for p in behind if not p.preposition and is_voice(doc, p)) or spoken
    pointing = phrases(doc, clause.tokens)[:1]
    if not voices or not pointing or voices[0].begin < clause.finite:
        return None
    act = Frame("assert", STANCES["assert"], AttributionType.REPORTED, voices, clause.verbs)
    return replace(act, content=tuple(range(pointing[0].begin, pointing[0].end)), pointer=pointing[0])


def _figure_frame(sentence: Sentence, clause: Clause, kind: str, spoken: tuple[Phrase, ...]) -> Frame | None:
    """A figure that somebody names, with what it counts."""
    doc = sentence.doc
    taken = {i for p in spoken for i in range(p.begin, p.end)} | set(clause.verbs)
    content = tuple(i for i in clause.tokens if i not in taken and doc[i].tag_ not in {"PTKVZ", "KON"})
    if not spoken or not any(doc[i].tag_ == "CARD" for i in content):
        return None
    several = sum(doc[i].tag_ == "CARD" for i in content) > 1  # "die A von 9.000, die B von 4.000"
    return Frame(
        kind,
        STANCES[kind],
        AttributionType.REPORTED,
        spoken,
        clause.verbs,
        content,
        figure=True,
        mixed=several and any(is_voice(doc, p) for p in phrases(doc, content)),
    )


def parted(sentence: Sentence, frame: Frame) -> Iterator[Frame]:
    """„Die Polizei sprach von 6.000 Menschen, die Veranstalter von 15.000“: each figure to its voice."""
    doc = sentence.doc
    counts = counted_noun(doc, frame.content)
    for phrase in phrases(doc, frame.content):
        left = tuple(i for i in frame.content if i < phrase.begin)
        right = tuple(i for i in frame.content if i >= phrase.end)
        both = all(any(doc[i].tag_ == "CARD" for i in part) for part in (left, right))
        if both and not phrase.preposition and is_voice(doc, phrase):
            yield replace(frame, content=left, mixed=False, counts=counts)
            yield replace(frame, speakers=(phrase,), content=right, mixed=False, counts=counts)
            return
    yield frame


def _under_prepositions(doc: Doc, clause: Clause, spoken: Sequence[Phrase]) -> list[Phrase]:
    """„zweifelt an der Darstellung“, "wehrt sich gegen die Vorwürfe"."""
    return [p for p in phrases(doc, clause.tokens) if p not in spoken and p.preposition in {"an", "gegen"}]


def _is_pointer(doc: Doc, phrase: Phrase) -> bool:
    if phrase.pronoun:
        return True
    return doc[phrase.head].lemma_.lower() in cues().pointers


def _acts_on(doc: Doc, phrase: Phrase, kind: str, lemma: str) -> bool:
    """Whether an object is what is said: a court that dismisses a claim decides, it denies nothing."""
    head = doc[phrase.head]
    asked = bool({head.lemma_.lower(), *compound_parts(head)[-1:]} & _REQUESTS)
    return (kind in _ACT_OBJECT or lemma in _OBJECT_ASSERTIONS) and not (kind == "deny" and asked)


_INDEFINITE: Final = frozenset({"ein", "eine", "einen", "einem", "einer"})


def _is_bare_event(doc: Doc, phrase: Phrase) -> bool:
    """„dementierte eine Einigung“: an event noun alone takes up what was just said of it."""
    if doc[phrase.begin].tag_ not in {"ART", "PDAT"}:
        return False  # "bestätigte Verluste von zwei Millionen Euro" says which
    return phrase.end - phrase.begin <= _ARTICLE_AND_NOUN and event_of(doc[phrase.head]) is not None


def _object_content(doc: Doc, clause: Clause, target: Phrase, spoken: Sequence[Phrase]) -> tuple[int, ...]:
    """The object with the prepositional phrases after it, up to the verb's right bracket."""
    taken = {i for p in spoken for i in range(p.begin, p.end)} | set(clause.verbs)
    return tuple(i for i in clause.tokens if i >= target.begin and i not in taken and doc[i].tag_ != "PTKVZ")


def _fronted_report(sentence: Sentence, clause: Clause) -> Clause | None:
    """The clause that a fronted noun of saying tells: "Behauptungen, das Haus sei verkauft, nannte sie …"."""
    doc, position = sentence.doc, sentence.clauses.index(clause)
    before = sentence.clauses[position - 1] if position else None
    if before is None or before.finite is None or clause.first != clause.finite:
        return None
    told = [i for i in before.tokens if i < before.finite and doc[i + 1].text == "," and _is_report(doc[i])]
    if not told or "Sub" not in doc[before.finite].morph.get("Mood", []):
        return None
    return replace(before, tokens=tuple(i for i in before.tokens if i > told[-1]))


def _is_report(noun: Token) -> bool:
    return bool({noun.lemma_.lower(), *compound_parts(noun)[-1:]} & (_SPEECH_NOUNS | cues().pointers))


def _denied_in_front(sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...]) -> Frame | None:
    """A denial of what stands before its clause, where a verb of naming calls it false."""
    doc, wrong = sentence.doc, cues().falsehoods | cues().false_adjectives
    false = [i for i in clause.tokens if {doc[i].lemma_.lower(), doc[i].lower_} & wrong]
    told = _fronted_report(sentence, clause) if false and spoken else None
    if told is None:
        return None
    cue = tuple(sorted({*clause.verbs, *false}))
    return Frame("deny", Stance.DENIES, AttributionType.INDIRECT, spoken, cue, told.tokens, told)


def calling_frame(
    sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...], *, negated: bool
) -> Frame | None:
    """„nannte die Berichte falsch“, „nannte dies eine Lüge“: a denial; other names are judgements."""
    doc, table = sentence.doc, cues()
    wrong = table.falsehoods | table.false_adjectives
    false = [i for i in clause.tokens if {doc[i].lemma_.lower(), doc[i].lower_} & wrong]
    targets = [p for p in objects(doc, clause, spoken) if not any(p.begin <= i < p.end for i in false)]
    in_front = _denied_in_front(sentence, clause, spoken) if not negated else None
    if in_front is not None or not false or not targets or not spoken:
        return in_front
    pointer = targets[0] if _is_pointer(doc, targets[0]) else None
    content = tuple(range(targets[0].begin, targets[0].end))
    cue = tuple(sorted({*clause.verbs, *false}))
    frame = Frame(
        "deny",
        Stance.DENIES,
        AttributionType.REPORTED,
        spoken,
        cue,
        content,
        pointer=pointer,
        negated=negated,
    )
    return _denying(sentence, frame, clause)


def view_frame(
    sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...], *, negated: bool
) -> Frame | None:
    """„sieht die Region als zurückerobert an“, "bezeichnete sie als Lüge"."""
    doc, words = sentence.doc, cues()
    at = next((i for i in clause.tokens if doc[i].lower_ in {"als", "für"} and clause.finite != i), None)
    found = [p for p in objects(doc, clause, spoken) if at is None or p.begin < at]
    in_front = _denied_in_front(sentence, clause, spoken) if not negated else None
    if in_front is not None or at is None or not spoken:
        return in_front
    complement = [i for i in clause.tokens if i > at and i not in clause.verbs]
    complement += [i for i in clause.verbs if doc[i].tag_ == "VVPP" and i > at and i != clause.finite]
    lemmas = {doc[i].lemma_.lower() for i in complement}
    cue = tuple(sorted({*(i for i in clause.verbs if i not in complement), at}))
    doubted = bool(lemmas & words.doubt_adjectives)
    false = bool(lemmas & (words.falsehoods | words.false_adjectives)) or doubted
    target = found[0] if found else None
    named = range(target.begin, max(at, target.end) if at > target.end else target.end) if target else ()
    content = tuple(sorted({*(i for i in named if i not in clause.verbs), *(() if false else complement)}))
    pointer = target if target is not None and _is_pointer(doc, target) else None
    guessed = bool(lemmas & _POSSIBLE)
    judged = _is_judgement(doc, clause, at) and target is not None and is_voice(doc, spoken[0])
    if (false and target is None) or not (false or guessed or judged or _is_factual(doc, complement)):
        return None
    kind = "doubt" if doubted else "deny" if false else "believe" if guessed else "view"
    frame = Frame(
        kind,
        STANCES[kind],
        AttributionType.REPORTED,
        spoken,
        cue,
        content,
        None,
        pointer=pointer,
        negated=negated,
    )
    return _denying(sentence, frame, clause) if kind == "deny" else frame


def _is_judgement(doc: Doc, clause: Clause, at: int) -> bool:
    """Whether somebody holds something to be so: "hält die Brücke für unsicher"."""
    return _lemma(doc, clause) == "halten" and doc[at].lower_ == "für"


def _is_factual(doc: Doc, complement: Sequence[int]) -> bool:
    """Whether a view states an event ("als zurückerobert") rather than a judgement ("als Teil einer …")."""
    held = {doc[i].lemma_.lower() for i in complement} | {doc[i].lower_ for i in complement}
    return bool(held & _HELD) or any(
        event_of(doc[i]) for i in complement if doc[i].tag_ in {"VVPP", "ADJD", "VVFIN"}
    )
