"""Noun phrases from part-of-speech tags, and which of them is the subject of a clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc, Token

from summaries.language.actors import actor_of
from summaries.language.compounds import parts_of
from summaries.statements.clauses import Clause, ClauseKind
from summaries.statements.lexicon import cues, roles, words
from summaries.statements.trees import is_weak_noun

_DETERMINERS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "PRELAT", "PWAT"})
_MODIFIERS = frozenset({"ADJA", "CARD", "TRUNC"})
_NOUNS = frozenset({"NN", "NE", "NNA", "NNI", "FM"})
_PRONOUNS = frozenset({"PPER", "PDS", "PIS"})
_GENITIVE = words("genitive")
_NOT_NOMINATIVE = words("not_nominative")
_OBLIQUE_PRONOUNS = words("oblique_pronouns")
_MEASURES = words("measures")
_SINGULAR = frozenset({"das", "ein", "eine", "dieses", "dieser", "jeder", "jede", "jedes"})
_ADJECTIVAL = ("ische", "ischen", "ischer", "isches")  # "die Steiermärkische Sparkasse"
_LEADING = ("vorsitzend", "beisitzend", "leitend", "stellvertretend", "regierend", "parlamentarisch")
_NOMINATIVE = frozenset(["er", "wir", "ich", "man"])
_OF_VERBS = frozenset(
    {"nsubj", "nsubj:pass", "obj", "obl:arg"}
)  # relations of phrases that stand by themselves
_LONGEST = 64  # tokens; what goes on for longer is a list, and no rule needs its end
_BRIDGED = 2  # from a token of a run to the next one
# Bare nouns that say when: they stand before the verb without being its subject.
_TIME_NOUNS = words("time_nouns")
_WITH_DATIVE = words("verbs_with_dative")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase over the token range ``[begin, end)`` with its modifiers.

    ``head`` is the index of its noun, ``core_end`` where the phrase ends without genitives and names,
    ``preposition`` the lower-case preposition that governs it, "" if none.
    """

    begin: int
    end: int
    head: int
    core_end: int
    preposition: str = ""
    pronoun: bool = False

    def text(self, doc: Doc) -> str:
        """The phrase as it stands in the text."""
        return doc[self.begin : self.end].text


def phrases(doc: Doc, tokens: Sequence[int]) -> tuple[Phrase, ...]:
    """Find the noun phrases among ``tokens`` (ascending indices; a gap ends a phrase)."""
    return _phrases(doc, tuple(tokens))


# The rules ask for the phrases of one clause again and again.
@lru_cache(maxsize=1024)
def _phrases(doc: Doc, tokens: tuple[int, ...]) -> tuple[Phrase, ...]:
    return tuple(_scan(doc, tokens))


def _scan(doc: Doc, tokens: Sequence[int]) -> Iterator[Phrase]:
    at = 0
    previous: Phrase | None = None
    ends = _run_ends(tokens)
    while at < len(tokens):
        phrase = _phrase_at(doc, tokens[at], min(ends[at], tokens[at] + _LONGEST))
        if phrase is None:
            at += 1
            continue
        if previous is not None and not phrase.preposition and _joined_by_kon(doc, previous, phrase):
            # "zwischen Wien und Graz": both stand under the preposition
            phrase = replace(phrase, preposition=previous.preposition)
        yield phrase
        previous = phrase
        at += max(1, phrase.end - tokens[at])
        while at < len(tokens) and tokens[at] < phrase.end:
            at += 1


# Neighbouring statements of a sentence share most of their tokens, and so their phrases.
@lru_cache(maxsize=4096)
def _phrase_at(doc: Doc, begin: int, limit: int) -> Phrase | None:
    """Return the phrase that begins with a token and ends at ``limit`` at the latest."""
    if doc[begin].tag_ in _PRONOUNS:
        return Phrase(begin, begin + 1, begin, begin + 1, _preposition(doc, begin), pronoun=True)
    noun = _core(doc, begin, limit)
    if noun is None:
        return None
    head, core_end = noun
    preposition = _preposition(doc, begin)
    basis = doc[head].lemma_.lower() in cues().bases  # "nach eigenen Angaben Daten gestohlen"
    if preposition and core_end < limit and _names(doc[core_end], doc[core_end - 1]) and not basis:
        core_end += 1  # "in der Fabrik Merkwitz": a name after its noun
    return Phrase(begin, _extended(doc, core_end, limit), head, core_end, preposition)


def _names(token: Token, noun: Token) -> bool:
    """Whether a noun is the name of the one before it; behind "am Abend" another phrase begins."""
    if token.tag_ not in {"NN", "NE"} or noun.lemma_ in _TIME_NOUNS:
        return False
    return not token.doc.has_annotation("DEP") or token.tag_ == "NE" or token.dep_ not in _OF_VERBS


def _joined_by_kon(doc: Doc, left: Phrase, right: Phrase) -> bool:
    between = [doc[i].tag_ for i in range(left.end, right.begin)]
    return between == ["KON"]


def _run_ends(tokens: Sequence[int]) -> list[int]:
    """Return for each token where the run of adjacent ones ends that it stands in."""
    ends = [token + 1 for token in tokens]
    for at in range(len(tokens) - 2, -1, -1):
        # Quotation marks are no tokens of a clause, so a gap of one may be bridged.
        if tokens[at + 1] - tokens[at] <= _BRIDGED:
            ends[at] = ends[at + 1]
    return ends


def _preposition(doc: Doc, begin: int) -> str:
    if begin == 0:
        return ""
    before = doc[begin - 1] if not doc[begin - 1].is_space or begin < 2 else doc[begin - 2]  # noqa: PLR2004 - one space back
    if before.tag_ == "ADV" and begin > 1:  # "mit etwa 200 Leuten"
        before = doc[begin - 2]
    if before.text in {"„", "»", "‚"} and begin > 1:  # "von „Kickfunk“"
        before = doc[begin - 2]
    return before.lower_ if before.tag_ in {"APPR", "APPRART"} else ""


def _core(doc: Doc, begin: int, limit: int) -> tuple[int, int] | None:
    """Return (head, end) of the determiner–adjective–noun core that starts at ``begin``."""
    at = begin
    if doc[at].tag_ in _DETERMINERS:
        at += 1
    at += _owns_what_follows(doc, at, limit)
    while at < limit and (_is_modifier(doc, at, limit) or _is_mark(doc[at])):
        at += 1
    first_noun = at
    while at < limit and _continues_noun(doc, first_noun, at, limit):
        at += 1
    if at == first_noun:
        return None
    if at - first_noun > 1 and _names_body(doc[at - 2]) and _goes_on(doc, at, limit):
        at += 2  # "Gewerkschaft Wasser und Land"
        return first_noun, at
    return _head(doc, first_noun, at), at


def _owns_what_follows(doc: Doc, at: int, limit: int) -> bool:
    """Whether a genitive stands before its noun with an attribute: "Mornaus größte Werft"."""
    if at >= limit:
        return False
    owner, behind = doc[at], at + 1
    named = owner.tag_ == "NE" and owner.dep_ == "nmod" and behind < limit and owner.text.endswith("s")
    return named and doc[behind].tag_ == "ADJA" and behind < owner.head.i < limit


def _goes_on(doc: Doc, at: int, limit: int) -> bool:
    return at + 1 < limit and doc[at].lower_ == "und" and doc[at + 1].tag_ in {"NN", "NE"}


def _continues_noun(doc: Doc, first: int, at: int, limit: int) -> bool:
    token = doc[at]
    if at == first:
        return token.tag_ in _NOUNS
    if _is_mark(token):
        return at + 1 < limit and doc[at + 1].tag_ in _NOUNS
    before = doc[at - 1] if not _is_mark(doc[at - 1]) else doc[at - 2]
    return token.tag_ in _NOUNS and not _begins_another(before, token)


def _begins_another(before: Token, token: Token) -> bool:
    """Whether a noun right after another one opens a phrase of its own."""
    if token.tag_ == "NE" and before.tag_ == "NE" and actor_of(token.text) and actor_of(before.text):
        return True  # "hat Italien Frankreich …"
    if token.ent_iob_ == "B" and before.ent_type_ and before.ent_type_ == token.ent_type_:
        return True
    if actor_of(f"{before.text} {token.text}") and not actor_of(token.text):
        return False  # "IG Metall"
    if before.tag_ == "NE" and token.tag_ in {"NN", "NNA"} and not _may_precede_noun(before, token):
        return True  # "dass Italien Schiffe schickt": subject and object
    owned = before.dep_ == "nmod" and before.head.i == token.i and before.text.endswith("s")
    leading = before.lower_.startswith(_LEADING) and _is_office_noun(token)
    if owned or leading:  # "Hünbachs Bürgermeister", the town taken for a noun; "der Vorsitzende Richter"
        return False
    both_common = token.tag_ in {"NN", "NNA"} and before.tag_ in {"NN", "NNA"}
    measured = before.lower_.rstrip("n") in _MEASURES or before.lower_ in _MEASURES
    return _are_two_objects(before, token) or (both_common and not (measured or _names_body(before)))


def _are_two_objects(before: Token, token: Token) -> bool:
    """„wirft dem Konzern Betrug vor“, "dem Händler Müllhandel vorgeworfen": each noun hangs on the verb."""
    given = before.dep_ == "obl:arg" or token.head.lemma_.lower() in _WITH_DATIVE
    return token.dep_ == "obj" and before.dep_ in _OF_VERBS and given


def _is_office_noun(noun: Token) -> bool:
    return noun.tag_ == "NN" and noun.lemma_.lower().endswith(tuple(roles().offices))


def _names_body(noun: Token) -> bool:
    """Whether a noun may be followed by the name of the body it names ("Umweltverband Wattwacht")."""
    parts = parts_of(noun.text, noun.tag_)
    return any(word in roles().kinds for word in (noun.lemma_.lower(), *parts[-1:]))


def _may_precede_noun(name: Token, noun: Token) -> bool:
    """Whether a name and a noun after it are one phrase: a genitive ("Roms Truppen") or a longer name."""
    if name.i and _is_office_noun(name.doc[name.i - 1]):
        return True  # "Ministerin Edda Ruhland", the surname taken for a noun
    genitive = name.text.endswith(("s", "ß", "x", "z", "’", "'")) or name.text.endswith(_ADJECTIVAL)
    return genitive or "-" in noun.text or (bool(name.ent_type_) and noun.ent_iob_ == "I")


def _head(doc: Doc, first: int, end: int) -> int:
    """The common noun before a name is the head ("Präsident Selenskyj"); of a bare name its last word."""
    common = [i for i in range(first, end) if doc[i].tag_ in {"NN", "NNA"}]
    return common[-1] if common else end - 1


def _is_modifier(doc: Doc, at: int, limit: int) -> bool:
    token = doc[at]
    if token.tag_ in _MODIFIERS:
        return True
    following = doc[at + 1].tag_ if at + 1 < limit else ""
    if token.lower_ in _MEASURES and token.tag_ == "NN" and following in {"ADJA", "NN"}:
        return True  # "Tausende freiwillige Helfer"
    if token.tag_ in {"KON", "$,", "ADJD", "ADV", "TRUNC"}:
        if token.tag_ in {"KON", "$,"} and (at == 0 or doc[at - 1].tag_ not in _MODIFIERS):
            return False
        if token.tag_ == "KON" and doc[at - 1].tag_ == "TRUNC" and following in _NOUNS:
            return True  # "des Straßen- und Tiefbauamts"
        return following in _MODIFIERS and (token.tag_ != "ADV" or following == "CARD")
    return False


def _is_mark(token: Token) -> bool:
    """A quotation mark or a no-break space, which is a token of its own: both may stand inside a phrase."""
    return token.is_space or token.text in "„“”\"»«‚‘’'"


def _extended(doc: Doc, end: int, limit: int) -> int:
    """Add genitive attributes, a bracketed short form and "von …" after nouns of office."""
    while end < limit:
        grown = _genitive(doc, end, limit)
        if grown is None:
            break
        end = grown
    return end


def _genitive(doc: Doc, at: int, limit: int) -> int | None:
    if doc[at].lower_ in _GENITIVE and doc[at].tag_ in _DETERMINERS:
        core = _core(doc, at, limit)
        return core[1] if core else None
    if doc[at].tag_ == "ADJA" and doc[at].lower_.endswith(("er", "en")) and doc[at - 1].tag_ in _NOUNS:
        core = _core(doc, at, limit)
        return core[1] if core else None
    return None


def subject(doc: Doc, clause: Clause) -> tuple[Phrase, ...]:
    """Return the phrases that make up the subject of ``clause`` (several when coordinated), or ()."""
    found = phrases(doc, clause.tokens)
    candidates = [p for p in found if _may_be_subject(doc, p)]
    if not candidates or clause.finite is None:
        return ()
    chosen = candidates[0]
    if clause.kind is ClauseKind.MAIN:
        main = _main_subject(doc, clause, clause.finite, candidates)
        if main is None:
            return ()
        chosen = main
    return coordinated(doc, chosen, found)


def surely_subject(doc: Doc, phrase: Phrase) -> bool:
    """Whether a phrase can only be a nominative: "ein Sprecher", "der Minister" are no objects."""
    head, first = doc[phrase.head], doc[phrase.begin]
    if first.lower_ == "der" and (is_weak_noun(head) or _is_capital_form(head)):
        return False
    masculine = head.morph.get("Gender", []) == ["Masc"] and "Plur" not in head.morph.get("Number", [])
    return first.tag_ == "ART" and first.lower_ in {"ein", "der"} and masculine and phrase.head > phrase.begin


def _is_capital_form(noun: Token) -> bool:
    """Whether a party in capitals is inflected as an adjective: behind "der" the "LINKEN" is a dative."""
    return noun.text.isupper() and noun.text.endswith("EN")


def objects(doc: Doc, clause: Clause, taken: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return the bare phrases of ``clause`` that are not its subject nor name it once more, in order."""
    return tuple(
        p
        for p in phrases(doc, clause.tokens)
        if not p.preposition and p not in taken and not _is_time(doc, p) and not _renames(doc, p, taken)
    )


def _renames(doc: Doc, phrase: Phrase, taken: Sequence[Phrase]) -> bool:
    """„Der Vorsitzende, Karl Rentsch, widersprach“: the name between commas is the subject's."""
    head = doc[phrase.head]
    while head.dep_ == "flat" and head.head.i != head.i:
        head = head.head
    of = next((p for p in taken if p.begin <= head.head.i < p.end), None)
    set_off = doc[phrase.begin - 1].text == "," if phrase.begin else False
    return set_off and of is not None and of.end <= phrase.begin and head.dep_ == "appos"


def _main_subject(doc: Doc, clause: Clause, finite: int, candidates: Sequence[Phrase]) -> Phrase | None:
    """In a main clause: the phrase before the finite verb, else the first after it."""
    after_verb = [p for p in candidates if p.begin == finite + 1 and doc[p.begin].lower_ in _NOMINATIVE]
    if after_verb:
        return after_verb[0]
    before = [p for p in candidates if p.end <= finite]
    if before and _agrees(doc, before[-1], finite):
        return before[0] if _starts_clause(doc, before[0], clause) else before[-1]
    after = [p for p in candidates if p.begin > finite and _agrees(doc, p, finite)]
    return next(iter([*after, *(p for p in before if _agrees(doc, p, finite))]), None)


def _starts_clause(doc: Doc, phrase: Phrase, clause: Clause) -> bool:
    return all(doc[i].tag_ in {"ADV", "KON"} for i in clause.tokens if i < phrase.begin)


def _agrees(doc: Doc, phrase: Phrase, finite: int) -> bool:
    """A plain check of number: "das Feuer erwiderten" cannot be subject and verb."""
    verb, head, first = doc[finite].lower_, doc[phrase.head], doc[phrase.begin]
    number = head.morph.get("Number", [])
    joined = (phrase.end < len(doc) and doc[phrase.end].tag_ in {"KON", "$,"}) or (
        phrase.begin > 0 and doc[phrase.begin - 1].tag_ == "KON"
    )
    singular = number == ["Sing"] or first.lower_ in _SINGULAR
    plural_verb = verb.endswith(("en", "ern", "eln")) or verb in {"sind", "waren", "wären"}
    if phrase.pronoun or joined or not (number or singular):
        return True
    return singular != plural_verb


def _may_be_subject(doc: Doc, phrase: Phrase) -> bool:
    follower = doc[phrase.end] if phrase.end < len(doc) else None
    if follower is not None and follower.tag_ == "APPO":
        return False
    if phrase.preposition or _is_time(doc, phrase) or (phrase.begin and doc[phrase.begin - 1].text == "("):
        return False
    first = doc[phrase.begin]
    if phrase.pronoun:
        return first.lower_ not in _OBLIQUE_PRONOUNS
    return not (first.tag_ in _DETERMINERS and first.lower_ in _NOT_NOMINATIVE)


def _is_time(doc: Doc, phrase: Phrase) -> bool:
    head = doc[phrase.head]
    return head.lemma_ in _TIME_NOUNS or head.ent_type_ in {"DATE", "TIME"}


def coordinated(doc: Doc, first: Phrase, found: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Follow "A und B", "sowohl A als auch B", "weder A noch B" to the right."""
    chain = [first]
    for phrase in (p for p in found if p.begin >= first.end):
        between = [doc[i] for i in range(chain[-1].end, phrase.begin)]
        joins = between and all(t.tag_ in {"KON", "KOKOM", "ADV"} for t in between)
        joins = joins and not any(t.lower_ in {"mehr", "weniger"} for t in between)  # "mehr als 30 Leute"
        if not joins or phrase.preposition != first.preposition or all(t.tag_ == "ADV" for t in between):
            break
        chain.append(phrase)
    return tuple(chain)
