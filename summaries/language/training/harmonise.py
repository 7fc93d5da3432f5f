"""One set of conventions for all treebanks: those of UD_German-GSD's development part.

Every rule maps what another treebank does throughout to what GSD does throughout; where a treebank cannot say
what GSD says, the layer is left out instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from summaries.language.labels import RELATIONS, TAGS
from summaries.language.training.conllu import Word

Words: TypeAlias = tuple[Word, ...]

_VERBAL: Final = frozenset({"Mood", "Number", "Person", "Tense", "VerbForm", "Voice"})
_NOMINAL: Final = frozenset({"Case", "Gender", "Number"})
_POSSESSOR: Final = frozenset({"Gender[psor]", "Number[psor]", "Poss", "Polite", "Person"})
FEATURES: Final = {
    "ADJ": _NOMINAL | {"Degree", "NumType"},
    "ADP": _NOMINAL,
    "ADV": frozenset({"PronType"}),
    "AUX": _VERBAL,
    "DET": _NOMINAL | _POSSESSOR | {"Definite", "Degree", "NumType", "PronType"},
    "NOUN": _NOMINAL,
    "NUM": frozenset({"NumType"}),
    "PART": frozenset({"Polarity"}),
    "PRON": _NOMINAL | {"Person", "PronType", "Reflex", "Polite"},
    "PROPN": _NOMINAL,
    "VERB": _VERBAL | {"Polite"},
}
# Values that GSD has not (of a possessor it has "Masc,Neut").
_VALUES_APART: Final = frozenset({"Masc,Neut", "Rcp"})
_NO_FEATURES: Final[frozenset[str]] = frozenset()

_AUXILIARY_RELATIONS: Final = frozenset({"aux", "aux:pass", "cop"})
_ADPOSITION_PARTICLES: Final = frozenset(
    [
        "ab",
        "an",
        "auf",
        "aus",
        "bei",
        "durch",
        "gegenüber",
        "mit",
        "nach",
        "nahe",
        "statt",
        "um",
        "unter",
        "vor",
        "wider",
        "zu",
        "über",
    ]
)
_INFINITIVE_MARKS: Final = frozenset({"um", "ohne", "statt", "anstatt"})
_ADVERBIAL_MARKS: Final = frozenset(
    [
        "als",
        "anstatt",
        "bevor",
        "bis",
        "da",
        "damit",
        "denn",
        "ehe",
        "falls",
        "indem",
        "nachdem",
        "obwohl",
        "obgleich",
        "ohne",
        "seit",
        "seitdem",
        "sobald",
        "sodass",
        "sofern",
        "solange",
        "soweit",
        "statt",
        "trotzdem",
        "um",
        "weil",
        "wenn",
        "während",
        "zumal",
    ]
)
_COMPARED: Final = frozenset({"mehr", "weniger", "anders", "andere", "anderer", "anderes", "anderen"})
_COMPARISON_REACH: Final = 4
# GSD calls weekdays, months and currencies proper nouns.
_PROPER_HERE: Final = frozenset(
    [
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
        "dollar",
        "euro",
        "mark",
    ]
)


def map_tags(words: Words) -> Words:
    """Return the words with STTS as in TIGER (PROAV, PIAT)."""
    return tuple(replace(word, tag=TAGS.get(word.tag, word.tag)) for word in words)


def map_relations(words: Words) -> Words:
    """Return the words with relations that GSD uses; what was reflexive follows its case."""
    return tuple(replace(word, dep=_relation(word)) for word in words)


def _relation(word: Word) -> str:
    """Return GSD's relation of a word."""
    if word.dep == "expl:pv" and word.feats.get("Case") == "Dat":
        return "obl:arg"
    if word.dep == "det" and word.tag == "PPOSAT":
        return "det:poss"
    return RELATIONS.get(word.dep, word.dep)


def children(words: Sequence[Word]) -> list[list[int]]:
    """Return the indices of each word's dependents."""
    found: list[list[int]] = [[] for _ in words]
    for index, word in enumerate(words):
        if word.head != index:
            found[word.head].append(index)
    return found


def _each(words: Words, rule: Callable[[Words, int, list[int]], Word]) -> Words:
    """Apply a rule to every word, given the sentence, the word's index and its dependents."""
    below = children(words)
    return tuple(rule(words, index, below[index]) for index in range(len(words)))


def map_pos(words: Words) -> Words:
    """Return the words with UPOS as GSD assigns it: by tag where older schemes differ, then by relation."""
    return tuple(
        replace(word, pos=_pos_by_relation(words, index, _pos_by_tag(word)))
        for index, word in enumerate(words)
    )


def _pos_by_tag(word: Word) -> str:
    """Return the UPOS that follows from the STTS tag where schemes differ, else the word's own."""
    if word.tag in {"PPOSAT", "PDAT", "PIAT", "PIDAT", "ART", "PWAT"} and word.pos in {"PRON", "NUM"}:
        return "DET"
    if word.tag == "PRELS" and word.pos == "DET":
        return "PRON"
    if word.tag == "ADJD" and word.pos == "ADV":
        return "ADJ"
    if word.tag in {"PWAV", "PAV", "PROAV"} and word.pos == "PRON":
        return "ADV"
    if word.tag == "FM" and word.pos == "X" and word.form[:1].isupper():
        return "PROPN"
    return word.pos


def _pos_by_relation(words: Words, index: int, pos: str) -> str:
    """Return GSD's UPOS of a word whose UPOS follows from its relation or its form."""
    word = words[index]
    if pos in {"AUX", "VERB"} and word.tag[:2] != "VM":
        return "AUX" if word.dep in _AUXILIARY_RELATIONS else "VERB"
    if word.dep == "compound:prt" and pos in {"ADP", "ADV"}:
        return "ADP" if word.lower in _ADPOSITION_PARTICLES else "ADV"
    if word.dep == "mark" and word.lower in _INFINITIVE_MARKS:
        return "ADP"
    if pos == "NOUN" and word.lower in _PROPER_HERE:
        return "PROPN"
    if word.lower in {"als", "wie"}:
        return _pos_of_comparison(words, index, pos)
    return pos


def _pos_of_comparison(words: Words, index: int, pos: str) -> str:
    """Return the UPOS of "als" and "wie": a preposition for a role, a conjunction after a comparative."""
    word = words[index]
    if word.dep == "mark":
        return "SCONJ"
    if word.dep != "case":
        return pos
    before = words[max(0, index - _COMPARISON_REACH) : index]
    compares = any(other.feats.get("Degree") == "Cmp" or other.lower in _COMPARED for other in before)
    return "CCONJ" if compares or word.lower == "wie" else "ADP"


def compare_by_case(words: Words) -> Words:
    """Return the words with "als" and "wie" as `case`, not `cc`, and what they compare not as `conj`.

    "sowohl … als auch" stays a coordination.
    """
    below = children(words)
    comparing = {index for index in range(len(words)) if _compares(words, index)}
    compared = {words[index].head for index in comparing}

    def rule(index: int, word: Word) -> Word:
        if index in comparing:
            return replace(word, dep="case")
        if index not in compared or word.dep != "conj":
            return word
        return replace(word, dep="nmod" if _is_nominal(words, word.head, below[word.head]) else "obl")

    return tuple(rule(index, word) for index, word in enumerate(words))


def _compares(words: Words, index: int) -> bool:
    """Return whether a word is "als" or "wie" as `cc`, and not of "als auch"."""
    word = words[index]
    also = index + 1 < len(words) and words[index + 1].lower == "auch"
    return word.dep == "cc" and word.lower in {"als", "wie"} and not also


def _is_nominal(words: Words, index: int, below: Sequence[int]) -> bool:
    """Return whether a word is a noun that is no predicate."""
    return words[index].pos in {"NOUN", "PROPN", "PRON"} and all(words[child].dep != "cop" for child in below)


def subject_es(words: Words) -> Words:
    """Return the words with "es" as subject where its verb has no other."""
    below = children(words)
    return tuple(
        replace(word, dep="nsubj")
        if word.dep == "expl" and word.lower == "es" and not _has_subject(words, below[word.head])
        else word
        for word in words
    )


def _has_subject(words: Words, below: Sequence[int]) -> bool:
    """Return whether one of the dependents is a subject."""
    return any(words[child].dep.split(":")[0] in {"nsubj", "csubj"} for child in below)


def prepositional_objects(words: Words) -> Words:
    """Return the words with objects with prepositions as `obl`, in the dative `obl:arg`, adverbs `advmod`."""
    return _each(words, _object)


def _object(words: Words, index: int, below: list[int]) -> Word:
    """Return an object as GSD relates it."""
    word = words[index]
    if word.dep != "obj":
        return word
    if word.pos == "ADV":
        return replace(word, dep="advmod")
    if any(words[child].dep == "case" and words[child].pos == "ADP" for child in below):
        return replace(word, dep="obl")
    return replace(word, dep="obl:arg") if word.feats.get("Case") == "Dat" else word


def adverbial_clauses(words: Words) -> Words:
    """Return the words with clauses behind an adverbial conjunction ("weil", "um … zu") as `advcl`."""
    return _each(words, _clause)


def _clause(words: Words, index: int, below: list[int]) -> Word:
    """Return a complement clause as adverbial where its conjunction says so."""
    word = words[index]
    marks = {words[child].lower for child in below if words[child].dep == "mark"}
    return replace(word, dep="advcl") if word.dep == "ccomp" and marks & _ADVERBIAL_MARKS else word


def quantities(words: Words) -> Words:
    """Return the words with "Millionen" and the like as `nmod`, as GSD has them, not as `nummod`."""
    return tuple(
        replace(word, dep="nmod") if word.dep == "nummod" and word.pos == "NOUN" else word for word in words
    )


def agents(words: Words) -> Words:
    """Return the words with "von …" under a passive participle as `obl:agent`."""
    return _each(words, _agent)


def _agent(words: Words, index: int, below: list[int]) -> Word:
    """Return a passive's agent as such."""
    word = words[index]
    by = any(words[child].dep == "case" and words[child].lower in {"von", "vom"} for child in below)
    if word.dep != "obl" or not by:
        return word
    passive = any(other.dep == "aux:pass" and other.head == word.head for other in words)
    return replace(word, dep="obl:agent") if passive else word


def keep_features(words: Words) -> Words:
    """Return the words with only the features that GSD gives their part of speech."""
    return tuple(replace(word, feats=_kept(word)) for word in words)


def _kept(word: Word) -> dict[str, str]:
    """Return the features of a word that GSD would give it."""
    names = FEATURES.get(word.pos, _NO_FEATURES) - _unwanted(word)
    feats = {
        name: value for name, value in word.feats.items() if name in names and value not in _VALUES_APART
    }
    if "Gender[psor]" in word.feats and "Gender[psor]" in names:
        feats["Gender[psor]"] = "Masc,Neut"
    if word.pos in {"AUX", "VERB"} and word.dep == "aux:pass":
        feats["Voice"] = "Pass"
    return feats


def _unwanted(word: Word) -> frozenset[str]:
    """Return the features that GSD leaves out of a word although others of its kind have them."""
    if word.pos == "PRON" and word.feats.get("PronType") != "Prs":
        return frozenset({"Person"})
    if word.pos == "ADP" and word.tag != "APPRART":
        return _NOMINAL
    if word.pos in {"AUX", "VERB"} and word.feats.get("VerbForm") in {"Inf", "Part"}:
        return _VERBAL - {"VerbForm"}
    if word.pos == "DET" and word.lower.startswith("ihr"):
        return frozenset({"Gender[psor]", "Number[psor]"})
    if word.pos == "DET" and word.feats.get("PronType") == "Art" and word.feats.get("Number") == "Plur":
        return frozenset({"Gender"})
    return _NO_FEATURES


def apply_rules(words: Words, rules: Iterable[Callable[[Words], Words]]) -> Words:
    """Return the words after one rule after the other."""
    for rule in rules:
        words = rule(words)
    return words
