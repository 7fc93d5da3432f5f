"""Frames: who is said to say what, found by cue words and the clauses they govern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Span, Token

from summaries.model import AttributionType, Stance
from summaries.model import Span as CharSpan
from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.content import compound_parts, event_of
from summaries.statements.lexicon import cues, words
from summaries.statements.naming import is_voice
from summaries.statements.phrases import Phrase, coordinated, objects, phrases, subject
from summaries.statements.quantities import counted_noun

STANCES: Final = {
    "assert": Stance.ASSERTS,
    "accuse": Stance.ASSERTS,
    "believe": Stance.ASSERTS,
    "view": Stance.ASSERTS,
    "deny": Stance.DENIES,
    "doubt": Stance.DOUBTS,
    "concede": Stance.CONCEDES,
    "announce": Stance.ANNOUNCES,
    "demand": Stance.ASSERTS,
}
_NEGATIONS = words("negations")
_ARTICLE_AND_NOUN = 2  # tokens
_POINTING = frozenset({"das", "dies", "dem", "diesem"})
# "zählte 5.000 Teilnehmer", "sprach von 5.000", "bezifferte den Schaden auf …": verbs that give a figure.
_FIGURE_VERBS = words("figure_verbs")
_ACT_OBJECT = words("act_object")
_POSSIBLE = words("possible_adjectives")
_HELD = words("held_adjectives")
_TRANSITIVE = words("saying_verbs")
_OBJECT_ASSERTIONS = frozenset({"bestätigen", "melden", "bekanntgeben", "verkünden", "vermelden"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One attribution within a sentence.

    ``cue`` and ``content`` are token indices, ``clause`` is the content's main clause (None for a noun
    phrase), ``pointer`` the object of a denial that only points back ("diese Vorwürfe"), ``negated``
    whether the cue itself is negated ("bestätigte nicht"), ``accused`` who an accusation is about.
    A ``mixed`` frame holds words of more than one voice; ``counts`` is what its bare figure counts,
    ``channel`` the paper or agency that carries what a speaker says.
    """

    kind: str
    stance: Stance
    type: AttributionType
    speakers: tuple[Phrase, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...] = ()
    clause: Clause | None = None
    pointer: Phrase | None = None
    negated: bool = False
    accused: tuple[Phrase, ...] = ()
    figure: bool = False
    mixed: bool = False
    counts: str = ""
    channel: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses and the quotations that touch it (token ranges, marks included)."""

    span: Span
    clauses: tuple[Clause, ...]
    quotes: tuple[tuple[int, int], ...] = ()

    @property
    def doc(self) -> Doc:
        """The document."""
        return self.span.doc

    def quoted(self, index: int) -> bool:
        """Whether the token stands inside quotation marks."""
        return any(begin <= index < end for begin, end in self.quotes)


def frames(sentence: Sentence) -> tuple[Frame, ...]:
    """Return the attributions of the sentence, outermost first."""
    found = [*_source_frames(sentence), *_verb_frames(sentence)]
    return tuple(sorted(found, key=lambda f: (-len(f.content), f.cue)))


def speech_subject(sentence: Sentence) -> tuple[Phrase, ...]:
    """Who speaks in a sentence that only announces speech ("äußerte sich eine Sprecherin")."""
    for clause in sentence.clauses:
        if _verb_kind(sentence, clause) == "assert":
            return subject(sentence.doc, clause)
    return ()


# --- "laut …", "… zufolge", "nach Angaben …", "wie … berichtet", "so …" -------------------------------


def _source_frames(sentence: Sentence) -> Iterator[Frame]:
    for clause in sentence.clauses:
        own = _own_account(sentence, clause)
        sources = list(_source_phrases(sentence, clause)) if own is None else []
        if sources:
            phrase, cue = sources[0]
            together = coordinated(sentence.doc, phrase, phrases(sentence.doc, clause.tokens))
            frame = _source_frame(sentence, clause, together, cue)
            yield replace(frame, mixed=len(sources) > 1)
        elif own is not None:
            yield own
        elif (
            clause.kind is ClauseKind.SUBORDINATE
            and clause.opener == "wie"
            and _verb_kind(sentence, clause) == "assert"
        ):
            main = _governing_main(sentence)
            if main is not None:
                cue = (clause.first, *clause.verbs)
                yield _source_frame(sentence, main, subject(sentence.doc, clause), cue, skip=clause.tokens)


def _own_account(sentence: Sentence, clause: Clause) -> Frame | None:
    """„Israel hat nach eigenen Angaben …“, "eigenen Angaben zufolge": the subject says it of itself."""
    doc = sentence.doc
    for phrase in phrases(doc, clause.tokens):
        basis = _is_basis(doc[phrase.head], "nach")
        told = phrase.preposition == "nach" or doc[phrase.end : phrase.end + 1].text in cues().source_after
        if basis and told and any(doc[i].lemma_.lower() == "eigen" for i in range(phrase.begin, phrase.head)):
            others = replace(
                clause, tokens=tuple(i for i in clause.tokens if not phrase.begin <= i < phrase.end)
            )
            spoken = tuple(p for p in subject(doc, others) if is_voice(doc, p))
            cue = tuple(
                range(
                    phrase.begin - (phrase.preposition == "nach"), phrase.end + (phrase.preposition != "nach")
                )
            )
            tokens = tuple(i for c in _said_with(sentence, clause) for i in c.tokens if i not in cue)
            return Frame("assert", Stance.ASSERTS, AttributionType.INDIRECT, spoken, cue, tokens, clause)
    return None


def _source_phrases(sentence: Sentence, clause: Clause) -> Iterator[tuple[Phrase, tuple[int, ...]]]:
    """Every source in the clause; a quoted name may be one („laut der „Elbpost““), a quoted sentence not."""
    doc, words = sentence.doc, cues()
    for phrase in phrases(doc, clause.tokens):
        if phrase.begin and sentence.quoted(phrase.begin - 1):
            continue
        before = doc[phrase.begin - 1] if phrase.begin > clause.first else None
        after = doc[phrase.end] if phrase.end < len(doc) else None
        if before is not None and before.lower_ in words.source_before:
            yield phrase, (before.i,)
        elif after is not None and after.lower_ in words.source_after:
            yield phrase, (after.i,)
        elif _is_basis(doc[phrase.head], phrase.preposition):
            found = _basis_source(doc, clause, phrase)
            if found is not None:
                yield found
        elif before is not None and before.lower_ == "so" and _is_trailing(sentence, phrase):
            yield phrase, (before.i,)


def _is_basis(head: Token, preposition: str) -> bool:
    """„nach Angaben“, "nach Polizeiangaben", "aus Sicht"."""
    if preposition == "aus":
        return head.lemma_.lower() in {"sicht", "perspektive"}
    basis = bool({head.lemma_.lower(), *compound_parts(head)[-1:]} & cues().bases)
    return basis and preposition in {"nach", "laut"}


def _basis_source(doc: Doc, clause: Clause, phrase: Phrase) -> tuple[Phrase, tuple[int, ...]] | None:
    """„nach Angaben der Polizei“, "nach Angaben von Ärzten": the source is what follows the basis noun."""
    cue = tuple(range(phrase.begin - 1, phrase.head + 1))
    following = [
        p
        for p in phrases(doc, clause.tokens)
        if p.begin == phrase.end + 1 and p.preposition in {"von", "vom", "aus"}
    ]
    if doc[phrase.begin].tag_ == "PPOSAT" or any(
        doc[i].lemma_.lower() == "eigen" for i in range(phrase.begin, phrase.head)
    ):
        return None  # "nach eigenen Angaben": whoever the sentence is about
    if phrase.end > phrase.core_end:
        inner = phrases(doc, range(phrase.core_end, phrase.end))
        return (inner[0], cue) if inner else None
    if phrase.core_end > phrase.head + 1 and doc[phrase.head + 1].tag_ == "NE":  # "nach Angaben Moskaus"
        return replace(phrase, begin=phrase.head + 1, head=phrase.core_end - 1, preposition=""), cue
    if following:
        return following[0], (*cue, phrase.end)
    compound = len(compound_parts(doc[phrase.head])) > 1  # "Polizeiangaben", "Medienberichten"
    return (phrase, (phrase.begin - 1,)) if compound else None


def _is_trailing(sentence: Sentence, phrase: Phrase) -> bool:
    """„, so der Minister“: a fragment of its own after or inside the sentence."""
    doc = sentence.doc
    before_so = phrase.begin - 2
    return before_so >= sentence.span.start and doc[before_so].text in {",", "“", "”", '"', "«", "–"}


def _source_frame(
    sentence: Sentence,
    clause: Clause,
    found: tuple[Phrase, ...],
    cue: tuple[int, ...],
    skip: Iterable[int] = (),
) -> Frame:
    source = {i for phrase in found for i in range(phrase.begin, phrase.end)} | set(cue) | set(skip)
    source |= {i for phrase in found for i in _attached(sentence.doc, phrase.end, clause)}
    for phrase in found:  # "laut dem Bericht, der …"
        about = [c for c in sentence.clauses if c.kind is ClauseKind.RELATIVE and c.first == phrase.end + 1]
        source |= {i for c in about for i in c.tokens}
    if clause.kind in {ClauseKind.SUBORDINATE, ClauseKind.RELATIVE}:
        content = [i for i in clause.tokens if i not in source]
    else:
        content = [i for c in _said_with(sentence, clause) for i in c.tokens if i not in source]
    return Frame(
        "assert", Stance.ASSERTS, AttributionType.INDIRECT, found, cue, tuple(sorted(content)), clause
    )


def _attached(doc: Doc, at: int, clause: Clause) -> Iterator[int]:
    """What belongs to a source right after it: its name, and before the verb where it sits ("… in Rom")."""
    inside = set(clause.tokens)
    while at in inside and doc[at].tag_ == "NE":
        yield at
        at += 1
    in_front = clause.finite is not None and at < clause.finite  # behind the verb the place is the event's
    if (
        in_front
        and at in inside
        and doc[at].lower_ in {"in", "aus"}
        and doc[at + 1 : at + 2]
        and doc[at + 1].tag_ == "NE"
    ):
        yield at
        yield from _attached(doc, at + 1, clause)


def _said_with(sentence: Sentence, clause: Clause) -> list[Clause]:
    """The clauses that a source in ``clause`` covers.

    All but main clauses with a speaker of their own and what hangs on those.
    """
    others: set[int] = set()
    for n, other in enumerate(sentence.clauses):
        speaks = other.kind is ClauseKind.MAIN and _verb_kind(sentence, other) is not None
        if other is not clause and ((speaks and subject(sentence.doc, other)) or other.parent in others):
            others.add(n)
    return [other for n, other in enumerate(sentence.clauses) if n not in others]


def _governing_main(sentence: Sentence) -> Clause | None:
    mains = [c for c in sentence.clauses if c.kind is ClauseKind.MAIN and c.finite is not None]
    return mains[0] if mains else None


# --- verbs of saying, denying, conceding --------------------------------------------------------------


def _verb_frames(sentence: Sentence) -> Iterator[Frame]:
    inherited: tuple[Phrase, ...] = ()
    for position, clause in enumerate(sentence.clauses):
        spoken = _subject(sentence, clause, inherited)
        if clause.kind is ClauseKind.MAIN and spoken:
            inherited = spoken
        kind = _verb_kind(sentence, clause)
        if kind is None or clause.opener == "wie" or _inside_quote(sentence, clause):
            continue
        spoken = _speaking(sentence, clause, spoken)
        frame = _verb_frame(sentence, position, kind, spoken)
        if frame is not None and frame.mixed:
            yield from _parted(sentence, frame)
        elif frame is not None:
            yield frame


def _subject(sentence: Sentence, clause: Clause, inherited: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """The clause's subject; one joined by "und" with its verb first takes the subject before it."""
    doc = sentence.doc
    starts_joined = doc[clause.first].tag_ == "KON" and clause.finite == clause.first + 1
    if clause.kind is ClauseKind.MAIN and starts_joined and inherited:
        return inherited
    if (
        clause.finite is not None
        and doc[clause.first].lower_ in _POINTING
        and clause.finite == clause.first + 1
    ):
        later = replace(clause, tokens=clause.tokens[1:])  # "Das bestätigte die Sprecherin"
        found = subject(doc, later)
        if found and not found[0].pronoun:
            return found
    if clause.kind is ClauseKind.RELATIVE and doc[clause.first].lower_ == clause.opener:
        return _antecedent(sentence, clause)
    return subject(doc, clause)


def _speaking(sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """„Eine Beteiligung bestreitet die Firma“: of two bare phrases the one that can speak does."""
    doc = sentence.doc
    if not spoken or clause.finite is None or any(is_voice(doc, p) for p in spoken):
        return spoken
    others = [p for p in objects(doc, clause, spoken) if p.begin > clause.finite and is_voice(doc, p)]
    return tuple(others[:1]) or spoken


def _antecedent(sentence: Sentence, clause: Clause) -> tuple[Phrase, ...]:
    """The phrase right before a relative clause."""
    before = [p for c in sentence.clauses if c is not clause for p in phrases(sentence.doc, c.tokens)]
    nearest = [p for p in before if p.end <= clause.first]
    return (max(nearest, key=lambda p: p.end),) if nearest else ()


def _inside_quote(sentence: Sentence, clause: Clause) -> bool:
    return clause.finite is not None and sentence.quoted(clause.finite)


def _verb_kind(sentence: Sentence, clause: Clause) -> str | None:
    """The class of the clause's lexical verb, with a few fixed phrases."""
    doc = sentence.doc
    verb = lexical_verb(doc, clause)
    if verb is None or verb.lemma_ == "heißen":
        return _phrase_kind(sentence, clause)
    if verb.lower_ == "gestanden" and any(
        c.kind is ClauseKind.INFINITIVE or c.opener == "dass" for c in sentence.clauses
    ):
        return "concede"  # the participle of "stehen" as well
    return _fixed_kind(doc, clause, verb) or cues().verbs.get(verb.lemma_.lower())


def _fixed_kind(doc: Doc, clause: Clause, verb: Token) -> str | None:
    """„stellt in Abrede“, "weist von sich": the class of a verb with the words beside it."""
    beside = {doc[i].lower_ for i in clause.tokens} | {doc[i].lemma_.lower() for i in clause.tokens}
    fixed = cues().phrases.get(verb.lemma_.lower(), ())
    return next((kind for parts, kind in fixed if parts <= beside), None)


def _phrase_kind(sentence: Sentence, clause: Clause) -> str | None:
    """„sind skeptisch, ob …“, "ist überzeugt, dass …"."""
    lemmas = {sentence.doc[i].lemma_.lower() for i in clause.tokens}
    if "heißen" in lemmas and "es" in {sentence.doc[i].lower_ for i in clause.tokens}:
        return "assert"
    if lemmas & cues().doubt_adjectives and lemmas & {"sein", "bleiben", "zeigen"}:
        return "doubt"
    if lemmas & {"überzeugt", "sicher", "zuversichtlich"} and "sein" in lemmas:
        return "believe"
    return None


def lexical_verb(doc: Doc, clause: Clause) -> Token | None:
    """The verb that carries the clause's meaning: the last that is no auxiliary or modal."""
    full = [doc[i] for i in clause.verbs if doc[i].tag_.startswith("VV")]
    return full[-1] if full else None


def _verb_frame(sentence: Sentence, position: int, kind: str, spoken: tuple[Phrase, ...]) -> Frame | None:
    clause = sentence.clauses[position]
    doc = sentence.doc
    passive = _is_passive(doc, clause)
    if passive:
        spoken = tuple(p for p in phrases(doc, clause.tokens) if p.preposition in {"von", "vom"})
    negated = any(doc[i].lower_ in _NEGATIONS for i in clause.tokens)
    verb = lexical_verb(doc, clause)
    lexical = verb.lemma_.lower() if verb is not None else ""
    if lexical == "nennen":
        return _calling_frame(sentence, clause, spoken, negated=negated)
    content, inner, kind_of = _clausal_content(sentence, position)
    if kind == "view" and inner is not None and inner.opener == "dass":
        kind = judged(doc, clause.tokens)
    elif kind == "view":
        return _view_frame(sentence, clause, spoken, negated=negated)
    named = any(clause.parent == position for clause in sentence.clauses[position + 1 :])
    if kind == "deny" and content and content[0] > clause.last and not named:
        content = ()  # "widersprach: Es gebe keine …" denies what was said and then speaks for itself
    if not content:
        return _object_frame(sentence, clause, kind, spoken, negated=negated)
    accused = tuple(objects(doc, clause, spoken)[:1]) if kind == "accuse" else ()
    return Frame(
        kind, STANCES[kind], kind_of, spoken, clause.verbs, content, inner,
        negated=negated, accused=accused,
    )  # fmt: skip


def judged(doc: Doc, tokens: Iterable[int]) -> str:
    """Return the class of "hält es für …, dass" by its words: a guess, a doubt, a denial, else a view."""
    forms = {form for i in tokens for form in (doc[i].lemma_.lower(), doc[i].lower_)}
    if forms & cues().doubt_adjectives:
        return "doubt"
    if forms & cues().false_adjectives:
        return "deny"
    return "believe" if forms & _POSSIBLE else "view"


def _is_passive(doc: Doc, clause: Clause) -> bool:
    forms = {doc[i].lemma_ for i in clause.verbs}
    return "werden" in forms and any(doc[i].tag_ == "VVPP" for i in clause.verbs)


def _clausal_content(
    sentence: Sentence, position: int
) -> tuple[tuple[int, ...], Clause | None, AttributionType]:
    """The clause that says what is said: dependent, following with verb second, or before "…, sagte X"."""
    clauses = sentence.clauses
    indirect = AttributionType.INDIRECT
    dependent = _dependent(clauses, position)
    if dependent is not None:
        return _with_descendants(clauses, dependent), clauses[dependent], indirect
    preceding = _preceding(sentence, position)
    if preceding is not None:
        begin_clauses = [c for c in clauses[:position] if c.kind is ClauseKind.MAIN or c.parent is not None]
        tokens = tuple(sorted(i for c in begin_clauses for i in c.tokens))
        return tokens, preceding, _type_of(sentence, tokens)
    following = position + 1
    if following < len(clauses) and _follows_directly(sentence, clauses[position], clauses[following]):
        tokens = tuple(sorted(i for c in clauses[following:] for i in c.tokens))
        return tokens, clauses[following], _type_of(sentence, tokens)
    return (), None, indirect


def _dependent(clauses: Sequence[Clause], position: int) -> int | None:
    for n, clause in enumerate(clauses):
        if clause.parent == position and n > position:
            said = clause.kind is ClauseKind.SUBORDINATE and clause.opener in {
                "dass",
                "ob",
                "wonach",
                "wann",
                "warum",
                "wieso",
                "weshalb",
                "was",
                "wer",
            }
            if said or (clause.kind is ClauseKind.INFINITIVE and clause.opener != "um"):
                return n
    return None


def _with_descendants(clauses: Sequence[Clause], top: int) -> tuple[int, ...]:
    """Tokens of the clause, of all that hang on it, and of main clauses joined to it by "und"."""
    inside = {top}
    for n in range(top + 1, len(clauses)):
        clause = clauses[n]
        joined = (
            clause.kind is clauses[top].kind
            and clause.opener == clauses[top].opener
            and clause.parent == n - 1
        )
        if clause.parent in inside or (joined and n - 1 in inside):
            inside.add(n)
    return tuple(sorted(i for n in inside for i in clauses[n].tokens))


def _preceding(sentence: Sentence, position: int) -> Clause | None:
    """The clause before an inserted or closing "sagte X", which begins with its verb."""
    clause = sentence.clauses[position]
    if position == 0 or clause.kind is not ClauseKind.MAIN or clause.finite != clause.first:
        return None
    said = [c for c in sentence.clauses[:position] if c.kind is ClauseKind.MAIN or c.opener in {"dass", "ob"}]
    return said[0] if said else None


def _follows_directly(sentence: Sentence, clause: Clause, following: Clause) -> bool:
    """Whether a verb-second clause after a comma or colon is what the verb reports."""
    if following.kind is not ClauseKind.MAIN or following.finite is None:
        return False
    doc = sentence.doc
    between = [doc[i].text for i in range(clause.last + 1, following.first)]
    if ":" in between:
        return True
    subjunctive = "Sub" in doc[following.finite].morph.get("Mood", [""])
    open_ended = _lacks_object(doc, clause) and following.finite != following.first
    return "," in between and (subjunctive or sentence.quoted(following.first) or open_ended)


def _lacks_object(doc: Doc, clause: Clause) -> bool:
    """Whether a verb that must say something has nothing beside its subject: "Der Verein teilte mit, …"."""
    verb = lexical_verb(doc, clause)
    acting = subject(doc, clause)
    if verb is None or verb.lemma_.lower() not in _TRANSITIVE or not acting:
        return False
    return not objects(doc, clause, acting)


def _type_of(sentence: Sentence, tokens: Sequence[int]) -> AttributionType:
    quoted = sum(sentence.quoted(i) for i in tokens)
    return AttributionType.DIRECT if tokens and quoted > len(tokens) * 0.8 else AttributionType.INDIRECT


def _object_frame(
    sentence: Sentence, clause: Clause, kind: str, spoken: tuple[Phrase, ...], *, negated: bool
) -> Frame | None:
    """Reported acts with a noun as object: "bestreitet eine Beteiligung", "wies die Vorwürfe zurück"."""
    doc = sentence.doc
    verb = lexical_verb(doc, clause)
    lemma = verb.lemma_.lower() if verb is not None else ""
    if lemma in _FIGURE_VERBS:
        return _figure_frame(sentence, clause, kind, spoken)
    found = _act_objects(doc, clause, spoken)
    governed = cues().governing.get(lemma)
    if not found and governed and spoken and is_voice(doc, spoken[0]):
        about = next(
            (p for p in phrases(doc, clause.tokens) if p.preposition == governed and p not in spoken), None
        )
        if about is not None:  # "warnte vor Sturmböen", "droht mit der Sprengung"
            content = _object_content(doc, clause, about, spoken)
            return Frame(
                kind, STANCES[kind], AttributionType.REPORTED, spoken, clause.verbs, content, negated=negated
            )
    act = Frame(kind, STANCES[kind], AttributionType.REPORTED, spoken, clause.verbs, negated=negated)
    if kind == "assert" and _is_pointing(doc, clause) and spoken:
        pointing = next(p for p in phrases(doc, clause.tokens) if doc[p.begin].lower_ in _POINTING)
        return replace(act, content=(pointing.begin,), pointer=pointing)  # "Das teilte die Polizei mit."
    if kind == "deny" and not found and spoken:
        return replace(act, pointer=spoken[0])  # "Die Firma widersprach.": what was said right before
    if not found or (kind not in _ACT_OBJECT and lemma not in _OBJECT_ASSERTIONS):
        return None
    points = _is_pointer(doc, found[0]) or _is_bare_event(doc, found[0])
    pointer = found[0] if points else None
    return replace(act, content=_object_content(doc, clause, found[0], spoken), pointer=pointer)


def _is_pointing(doc: Doc, clause: Clause) -> bool:
    """Whether the clause begins with "das" or "dies", meaning the sentence before."""
    return (
        doc[clause.first].lower_ in {"das", "dies"}
        and clause.finite == clause.first + 1
        and doc[clause.first].tag_ == "PDS"
    )


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


def _parted(sentence: Sentence, frame: Frame) -> Iterator[Frame]:
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


def _act_objects(doc: Doc, clause: Clause, spoken: Sequence[Phrase]) -> list[Phrase]:
    found = list(objects(doc, clause, spoken))
    if not found:  # "widerspricht den Vorwürfen", "zweifelt an der Darstellung"
        found = [
            p for p in phrases(doc, clause.tokens) if p not in spoken and p.preposition in {"an", "gegen"}
        ]
    return found


def _is_pointer(doc: Doc, phrase: Phrase) -> bool:
    if phrase.pronoun:
        return True
    return doc[phrase.head].lemma_.lower() in cues().pointers


def _is_bare_event(doc: Doc, phrase: Phrase) -> bool:
    """„dementierte eine Einigung“: an event noun alone takes up what was just said of it."""
    return phrase.end - phrase.begin <= _ARTICLE_AND_NOUN and event_of(doc[phrase.head]) is not None


def _object_content(doc: Doc, clause: Clause, target: Phrase, spoken: Sequence[Phrase]) -> tuple[int, ...]:
    """The object with the prepositional phrases after it, up to the verb's right bracket."""
    taken = {i for p in spoken for i in range(p.begin, p.end)} | set(clause.verbs)
    return tuple(i for i in clause.tokens if i >= target.begin and i not in taken and doc[i].tag_ != "PTKVZ")


def _calling_frame(
    sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...], *, negated: bool
) -> Frame | None:
    """„nannte die Berichte falsch“, „nannte dies eine Lüge“: a denial; other names are judgements."""
    doc, table = sentence.doc, cues()
    false = [i for i in clause.tokens if doc[i].lemma_.lower() in table.falsehoods | table.false_adjectives]
    targets = [p for p in objects(doc, clause, spoken) if not any(p.begin <= i < p.end for i in false)]
    if not false or not targets or not spoken:
        return None
    pointer = targets[0] if _is_pointer(doc, targets[0]) else None
    content = tuple(range(targets[0].begin, targets[0].end))
    cue = tuple(sorted({*clause.verbs, *false}))
    return Frame(
        "deny",
        Stance.DENIES,
        AttributionType.REPORTED,
        spoken,
        cue,
        content,
        pointer=pointer,
        negated=negated,
    )


def _view_frame(
    sentence: Sentence, clause: Clause, spoken: tuple[Phrase, ...], *, negated: bool
) -> Frame | None:
    """„sieht die Region als zurückerobert an“, "bezeichnete sie als Lüge"."""
    doc, words = sentence.doc, cues()
    at = next((i for i in clause.tokens if doc[i].lower_ in {"als", "für"} and clause.finite != i), None)
    found = [p for p in objects(doc, clause, spoken) if at is None or p.begin < at]
    if at is None or not spoken:
        return None
    complement = [i for i in clause.tokens if i > at and i not in clause.verbs]
    complement += [i for i in clause.verbs if doc[i].tag_ == "VVPP" and i > at and i != clause.finite]
    lemmas = {doc[i].lemma_.lower() for i in complement}
    cue = tuple(sorted({*(i for i in clause.verbs if i not in complement), at}))
    false = bool(lemmas & (words.falsehoods | words.false_adjectives))
    target = found[0] if found else None
    named = range(target.begin, max(at, target.end) if at > target.end else target.end) if target else ()
    content = tuple(sorted({*(i for i in named if i not in clause.verbs), *(() if false else complement)}))
    pointer = target if target is not None and _is_pointer(doc, target) else None
    guessed = bool(lemmas & _POSSIBLE)
    if (false and target is None) or not (false or guessed or _is_factual(doc, complement)):
        return None
    kind = "deny" if false else "believe" if guessed else "view"
    return Frame(
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


def _is_factual(doc: Doc, complement: Sequence[int]) -> bool:
    """Whether a view states an event ("als zurückerobert") rather than a judgement ("als Teil einer …")."""
    held = {doc[i].lemma_.lower() for i in complement} | {doc[i].lower_ for i in complement}
    return bool(held & _HELD) or any(
        event_of(doc[i]) for i in complement if doc[i].tag_ in {"VVPP", "ADJD", "VVFIN"}
    )


def char_spans(doc: Doc, tokens: Sequence[int]) -> tuple[CharSpan, ...]:
    """Join token indices into character spans; punctuation between neighbours does not cut a span."""
    spans: list[list[int]] = []
    for index in sorted(tokens):
        if spans and all(doc[i].is_punct or doc[i].is_space for i in range(spans[-1][1], index)):
            spans[-1][1] = index + 1
        else:
            spans.append([index, index + 1])
    return tuple(CharSpan(doc[a].idx, doc[b - 1].idx + len(doc[b - 1].text)) for a, b in spans)
