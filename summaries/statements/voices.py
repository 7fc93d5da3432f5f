"""Who speaks, by the verb of saying: subject, agent, or the text that words stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from summaries.statements.acts import BORDERS, MARKS, NOUN_STARTS, Speech
from summaries.statements.content import compound_parts
from summaries.statements.insertions import is_inserted
from summaries.statements.lexicon import cues, words
from summaries.statements.naming import is_voice
from summaries.statements.nounphrases import core_end, front_field, phrase_of
from summaries.statements.phrases import Phrase
from summaries.statements.trees import (
    AUXILIARIES,
    SUBJECTS,
    finite_of,
    is_overheard,
    may_be_nominative,
    subject_of,
    subtree,
)

_ROUGH_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl:arg", "appos", "flat", "nmod"})
_NOUNS = frozenset({"NN", "NE"})
_ANYBODY = frozenset({"man", "niemand", "keiner", "jemand"})
_POINTING = frozenset({"das", "dies"})
_VERBAL = ("V", "KOU", "PREL")
_LONGEST_SURNAME = 3  # words: "Von der Leyen"
_NEAR = 8
_LONGEST_FIELD = 30  # tokens before a finite verb
_NAME_LENGTH = 7  # tokens with marks; what is longer in quotation marks is no name
_TEXT_NOUNS = words("text_nouns")
# Verbs of which "ist" with the participle tells who was addressed.
_DIRECTED = words("directed_verbs")
_INDEFINITE = words("indefinite_quantities")
# Verbs that cannot do without the dative of who is addressed.
_WITH_DATIVE = words("verbs_with_dative")
_TAKING_OF = frozenset({"sprechen", "berichten", "ausgehen"})
_NO_DATIVE = frozenset({"des", "eines", "von", "vom", "aus", "für", "in", "im"})
_TELLING = frozenset({"heißen", "verlauten", "hervorgehen", "stehen"})
_TELLING_PREPOSITIONS = frozenset({"in", "im", "aus", "auf", "bei", "beim", "von", "vom"})


def speaker_of(verb: Token) -> frozenset[int]:
    """Return the words that name who speaks, none where nobody is named."""
    noun = _speaking_noun(verb) if not _follows_name(verb) else None
    if noun is None:
        return _in_front(verb)
    if _is_borrowed(noun, verb):
        own = _in_clause_front(verb)
        if own:
            return own
    cases = {c.i for c in noun.children if c.dep_ == "case"}
    phrase = phrase_of(noun)
    ends = {"als", "von", "vom"} if verb.lemma_ == "zitieren" and _is_passive(verb) else {"als"}
    finite = finite_of(verb)
    if finite is not None and finite.i < noun.i:  # "verweist der Bericht auf Aussagen"
        ends.add(cues().governing.get(verb.lemma_.lower(), "als"))
    end = next((i for i in sorted(phrase) if i > noun.i and verb.doc[i].lower_ in ends), max(phrase) + 1)
    end = min(end, _addressee_in(noun, phrase, verb) or end)
    # "von Kennern als „Meilenstein“ bezeichnet"
    named = frozenset(i for i in phrase if i not in cases and i < end)
    if noun.tag_ == "PRELS" and cases:  # "eine Erklärung, in der es heißt"
        return next((phrase_of(t.head) for t in noun.ancestors if t.dep_ == "acl"), named)
    return frozenset() if noun.lower_ == "es" and _is_view(verb) else named


def _is_view(verb: Token) -> bool:
    """Tell whether "es" beside a verb only points ahead: "sah es die Kammer als erwiesen an, dass"."""
    return cues().speech.get(verb.lemma_.lower()) == "view"


def _addressee_in(noun: Token, phrase: frozenset[int], verb: Token) -> int | None:
    """Return where an addressee begins that the tree takes for a genitive of the subject.

    „Darum wirft der Verein der Stadt vor“, where no other noun is the dative that the verb needs; "denen die
    Regierung fremden Diplomaten rät", since a genitive would be "fremder". In front of the verb stands one
    phrase only.
    """
    finite = finite_of(verb)
    owners = [c for c in noun.children if c.dep_ == "nmod" and c.i in phrase and c.i > noun.i]
    if finite is None or not owners or front_field(noun):
        return None
    begin = min(i for i in subtree(owners[-1]) if i > noun.i)
    first = verb.doc[begin]
    if first.tag_ == "ADJA":
        return begin if first.lower_.endswith("en") and first.text.islower() else None
    around = [c for v in {verb.i: verb, finite.i: finite}.values() for c in v.children if c.i not in phrase]
    given = any(c.dep_ in {"obj", "obl:arg", "iobj"} and c.tag_ != "PRF" for c in around)
    needed = verb.lemma_.lower() in _WITH_DATIVE and not given
    return begin if needed and first.lower_ not in _NO_DATIVE else None


def _speaking_noun(verb: Token) -> Token | None:
    if verb.lemma_ == "verlauten" and verb.head.lemma_ == "lassen":
        return subject_of(verb.head)
    if verb.lemma_.lower() in _TELLING or is_overheard(verb):
        return _under(verb, _TELLING_PREPOSITIONS)
    passive = _is_passive(verb)
    if passive and verb.lemma_ != "zitieren":
        return _speaking_agent(verb)
    if verb.lemma_ == "zitieren" and not passive:
        return next((c for c in verb.children if c.dep_ == "obj"), None) or next(
            iter(nouns_behind(verb)[-1:]), None
        )
    return _speaking_subject(verb)


def _speaking_agent(verb: Token) -> Token | None:
    """Return by whom or in which text something is said; "von Versuchen wird gesprochen" names neither."""
    agent = agent_of(verb)
    theme = agent is not None and verb.lemma_.lower() in _TAKING_OF and not can_speak(agent)
    return text_under(verb) if agent is None or theme else agent


def _speaking_subject(verb: Token) -> Token | None:
    found = _subject(verb)
    if found is not None and found.i < verb.i and verb.doc[found.i + 1].text == ":":
        return _behind_label(verb, found)
    if found is not None and _is_governed(found):
        found = next(iter(nouns_behind(verb)), None)
    elif found is not None and found.lower_ in _POINTING | {"es"}:  # "hält es der Minister für möglich, dass"
        behind = [*nouns_behind(verb), *nouns_behind(found.head)]
        found = next((c for c in behind if c is not found), found)
    elif found is not None and found.tag_ in _NOUNS and not may_be_nominative(found):
        # "Ihren Gegner forderte Voss auf"
        found = next((c for c in nouns_behind(verb) if c is not found), found)
    elif found is not None and found.tag_ in _NOUNS and not can_speak(found):
        found = next((c for c in nouns_behind(verb) if c is not found and _rather(c, found)), found)
    if found is None:
        found = next(iter(nouns_behind(verb)), None) or _bare_name(verb)
    return None if found is not None and found.lower_ == "was" else found


def quoting(verb: Token) -> frozenset[int]:
    """Return the words for who quotes somebody: "die Agentur zitiert", "wird von der Agentur zitiert"."""
    if verb.lemma_ != "zitieren":
        return frozenset()
    noun = agent_of(verb) or text_under(verb) if _is_passive(verb) else subject_of(verb)
    if noun is None or noun.tag_ not in _NOUNS:
        return frozenset()
    cases = {c.i for c in noun.children if c.dep_ == "case"}
    return frozenset(i for i in phrase_of(noun) if i not in cases)


def _is_passive(verb: Token) -> bool:
    """Tell whether something is said to or of the subject: "wurde aufgefordert", "ist aufgefordert"."""
    if verb.tag_ != "VVPP":
        return False
    helping = {c.lemma_ for c in verb.children if c.dep_ in AUXILIARIES}
    return "werden" in helping or ("sein" in helping and verb.lemma_.lower() in _DIRECTED)


def _rather(other: Token, subject: Token) -> bool:
    """Tell whether another noun is the subject rather than the tree's, which cannot speak."""
    sure = "Nom" in subject.morph.get("Case", []) and "Nom" not in other.morph.get("Case", ["Nom"])
    plural = "Plur" in subject.morph.get("Number", []) and "Sing" in other.morph.get("Number", [])
    finite = finite_of(subject.head)
    agrees = finite is None or not (plural and "Sing" in finite.morph.get("Number", []))
    return can_speak(other) and not (sure and agrees)


def _in_front(verb: Token) -> frozenset[int]:
    """Return the noun phrase between a sentence's start and its finite verb of saying, or behind "wie".

    Long names in quotation marks and appositions confuse parsers; the field before the verb holds one phrase.
    """
    finite = finite_of(verb)
    passive = verb.tag_ == "VVPP" and any(c.lemma_ in {"werden", "sein"} for c in verb.children)
    lemma = verb.lemma_.lower()
    if finite is None or passive or lemma in _TELLING or lemma not in cues().speech:
        return frozenset()
    found = in_field(finite, finite.sent.start + (finite.sent[0].lower_ == "wie"))
    return found or _behind_wie(finite)


def _behind_wie(finite: Token) -> frozenset[int]:
    """Return who tells it in "…, wie Polizei und Staatsanwaltschaft mitteilten"."""
    start = next((i for i in range(finite.i, finite.sent.start, -1) if finite.doc[i - 1].text == ","), None)
    if start is None or finite.doc[start].lower_ != "wie":
        return frozenset()
    return in_field(finite, start + 1)


def _is_borrowed(noun: Token, verb: Token) -> bool:
    """Tell whether a subject is that of the clause which a verb is joined to."""
    finite = finite_of(verb)
    joined = verb.dep_ in {"conj", "parataxis"} and noun.i < verb.i
    return joined and finite is not None and noun.head.i not in {verb.i, finite.i}


def _in_clause_front(verb: Token) -> frozenset[int]:
    """Return the phrase between the last mark and a finite verb: "…, andere Quellen berichten, dass …"."""
    finite = finite_of(verb)
    if finite is None or verb.lemma_.lower() not in cues().speech:
        return frozenset()
    start = finite.i
    while start > finite.sent.start and not _parts_clauses(verb.doc[start - 1]):
        start -= 1
    return in_field(finite, start)


def _parts_clauses(token: Token) -> bool:
    return token.text in BORDERS or token.tag_ == "KON"


def in_field(finite: Token, start: int) -> frozenset[int]:
    """Return the noun phrase that opens the field from a token to a finite verb, if it can speak.

    Args:
        finite: A finite verb.
        start: The index of the first token of the field.
    """
    field = finite.doc[start : finite.i]
    if not field or len(field) > _LONGEST_FIELD:
        return frozenset()
    if _opens_name(list(field)):  # the preposition is a part of the name
        return frozenset(range(start, finite.i)) if len(field) <= _LONGEST_SURNAME else frozenset()
    head = next((t for t in field if t.tag_ in _NOUNS), None)
    opens = field[0].tag_ in NOUN_STARTS - {"PPER"}
    if not opens or head is None or not may_be_nominative(head):
        return frozenset()
    phrase = _closed(finite.doc, phrase_of(head) & frozenset(range(start, finite.i)), finite.i)
    if not phrase or any(t.tag_.startswith(_VERBAL) for t in field if t.i not in phrase):
        return frozenset()
    named = Phrase(min(phrase), max(phrase) + 1, head.i, core_end(head))
    return phrase if is_voice(finite.doc, named) else frozenset()


def _closed(doc: Doc, phrase: frozenset[int], end: int) -> frozenset[int]:
    """Add the rest of a name in quotation marks that a phrase breaks off in: "die „Aktion X hilft“"."""
    marks = [i for i in range(min(phrase), end) if doc[i].text in MARKS]
    broken = len([i for i in marks if i in phrase]) % 2
    behind = [i for i in marks if i > max(phrase)]
    return phrase | frozenset(range(max(phrase), behind[0] + 1)) if broken and behind else phrase


def _opens_name(words_: Sequence[Token]) -> bool:
    """Tell whether words are a name with a preposition in it: "Von der Leyen", "Zu Guttenberg"."""
    rest = words_[2:] if [t.lower_ for t in words_[:2]] == ["von", "der"] else words_[1:]
    return words_[0].lower_ in {"von", "zu"} and bool(rest) and rest[0].tag_ == "NE"


def _bare_name(verb: Token) -> Token | None:
    """Return a name without preposition before a verb: "in dem Nordkorea verspricht"."""
    return next(
        (
            c
            for c in verb.children
            if c.i < verb.i
            and c.tag_ == "NE"
            and c.dep_ in {"obl", "obl:arg", "obj", "nmod"}
            and may_be_nominative(c)
        ),
        None,
    )


def _follows_name(verb: Token) -> bool:
    """Tell whether nothing but such a name stands before a verb, which parsers take for an adverbial."""
    finite = finite_of(verb)
    field = list(verb.doc[verb.sent.start : finite.i]) if finite is not None else []
    return 0 < len(field) <= _LONGEST_SURNAME and field[-1].tag_ == "NE" and _opens_name(field)


def _behind_label(verb: Token, label: Token) -> Token | None:
    """Return the noun between a label with a colon and the verb: "Steuern: Die SPD fordert …"."""
    field = verb.doc[label.i + 2 : verb.i]
    return next((t for t in field if t.tag_ in _NOUNS and may_be_nominative(t)), None)


def _is_governed(noun: Token) -> bool:
    """Tell whether a preposition opens the field before the verb that a noun stands in: "Um 10 Uhr MEZ …"."""
    if noun.tag_ not in _NOUNS or noun.i - noun.sent.start > _LONGEST_FIELD:
        return False
    before = [t for t in noun.doc[noun.sent.start : noun.i] if t.tag_ not in {"ADV", "KON", "_SP"}]
    opens = bool(before) and before[0].tag_ in {"APPR", "APPRART"}
    if not opens or any(t.tag_.startswith(("V", "$,", "$.", "KOU")) for t in before):
        return False
    if _opens_name(before):
        return False
    inner = [c for c in noun.children if c.tag_ == "ADJA" and c.i > before[0].head.i > before[0].i]
    return not inner  # "Im Exil lebende Kritiker": the preposition belongs to the participle


def can_speak(noun: Token) -> bool:
    """Tell whether a noun or pronoun can be a voice: "es" and "die Daten" cannot."""
    if noun.tag_ not in _NOUNS:
        return noun.lower_ not in {"es", "das", "dies"} | _INDEFINITE
    phrase = phrase_of(noun)
    return is_voice(noun.doc, Phrase(min(phrase), max(phrase) + 1, noun.i, core_end(noun)))


def agent_of(verb: Token) -> Token | None:
    """Return by whom something is done: "von der Polizei"."""
    return _under(verb, frozenset({"von", "vom", "durch", "seitens"}))


def giver_of(verb: Token) -> Token | None:
    """Return from whom something comes: "aus der Regierung", "von der Polizei"."""
    return _under(verb, frozenset({"von", "vom", "aus", "durch"}))


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
        and not any(t.text in {",", ":"} for t in verb.doc[finite.i : c.i])
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
    return len(speaker) == 1 and doc[next(iter(speaker))].lower_ in _ANYBODY


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
    return replace(act, speaker=phrase_of(other) - quoted if other is not None else _in_front(token))


def _run_around(quoted: frozenset[int], inside: frozenset[int]) -> range:
    """Return the run of quoted tokens that ``inside`` lies in."""
    begin, end = min(inside), max(inside) + 1
    while begin - 1 in quoted:
        begin -= 1
    while end in quoted:
        end += 1
    return range(begin, end)
