"""Features that a treebank leaves out although they follow from what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from summaries.language.training.conllu import Word
from summaries.language.training.harmonise import Words, children

_FORM_BY_PENN: Final = {"VB": "Inf", "VBN": "Part", "VBC": "Fin"}
_KONJUNKTIV_II: Final = frozenset(
    [
        "hätte",
        "wäre",
        "würde",
        "könnte",
        "müsste",
        "müßte",
        "dürfte",
        "möchte",
        "käme",
        "gäbe",
        "bräuchte",
        "stünde",
        "stände",
        "fände",
        "wüsste",
        "wüßte",
        "täte",
        "nähme",
        "läge",
        "sähe",
        "spräche",
        "schlüge",
        "trüge",
        "zöge",
        "böte",
        "verlöre",
        "träfe",
        "bräche",
        "träte",
        "gälte",
        "säße",
        "bekäme",
        "entspräche",
    ]
)
# The plural of these is that of the preterite, too ("gingen").
_SINGULAR_II: Final = frozenset({"ginge", "ließe", "bliebe", "hielte", "fiele", "schiene", "hieße"})
_PERSON_ENDINGS: Final = ("n", "st", "t", "")
_AGREEING: Final = frozenset({"det", "det:poss", "amod"})
_INHERITING: Final = frozenset({"conj", "flat", "appos"})
_CASE_BY_RELATION: Final = {
    "nsubj": "Nom",
    "nsubj:pass": "Nom",
    "obj": "Acc",
    "obl:arg": "Dat",
    "root": "Nom",
}
_NOUNS: Final = frozenset({"NOUN", "PROPN"})


def fill_forms(words: Words) -> Words:
    """Return the words of PUD with VerbForm, which its tags tell, and "ich" as personal pronoun."""
    return tuple(_with_form(word) for word in words)


def _with_form(word: Word) -> Word:
    """Return a verb with its VerbForm, a pronoun that has a person with its PronType."""
    if word.pos == "PRON" and "Person" in word.feats and "PronType" not in word.feats:
        return replace(word, feats=word.feats | {"PronType": "Prs"})
    form = "Fin" if "Mood" in word.feats else _FORM_BY_PENN.get(word.tag)
    if word.pos not in {"AUX", "VERB"} or form is None or "VerbForm" in word.feats:
        return word
    return replace(word, feats=word.feats | {"VerbForm": form})


def mend_mood(words: Words) -> Words:
    """Return the words of HDT with the Konjunktiv, which it writes as Mood=Ind, where the form shows it.

    Konjunktiv I is a third person singular that is the infinitive without -n ("habe", "gehe"), or "sei"; the
    Konjunktiv II of frequent verbs whose form differs from the preterite is listed.  "sollte", "sagte" and
    the like stay Ind: the form does not tell.
    """
    return tuple(_with_mood(word) for word in words)


def _with_mood(word: Word) -> Word:
    """Return a finite verb with its mood."""
    tense = _subjunctive_tense(word) if word.feats.get("Mood") == "Ind" else None
    return replace(word, feats=word.feats | {"Mood": "Sub", "Tense": tense}) if tense else word


def _subjunctive_tense(word: Word) -> str | None:
    """Return the Tense of a form that can only be Konjunktiv (Pres for I, Past for II), else None."""
    form = word.lower
    if form in {"sei", "seien", "seist", "seiet"}:
        return "Pres"
    stems = {form.removesuffix(ending) for ending in _PERSON_ENDINGS if form.endswith(ending)}
    if stems & _KONJUNKTIV_II or form in _SINGULAR_II:
        return "Past"
    third = word.feats.get("Person") == "3" and word.feats.get("Number") == "Sing"
    return "Pres" if third and form.endswith("e") and word.lemma.lower().endswith(form + "n") else None


def fill_case(words: Words) -> Words:
    """Return the words of HDT with case, gender and number where agreement, preposition or relation tell.

    A noun takes its case from its article or adjective, then from its preposition, then from what it stands
    beside (conj, appos, flat), then from its relation; articles and adjectives take what they lack from their
    noun.
    """
    below = children(words)
    cases: dict[int, str] = {}
    for index in _from_the_top(words):
        case = _case_of(words, index, below[index], cases)
        if case:
            cases[index] = case
    nouns = [_with_case(word, cases.get(index)) for index, word in enumerate(words)]
    return tuple(_agreeing(word, nouns) for word in nouns)


def _from_the_top(words: Words) -> list[int]:
    """Return the indices so that a governor comes before its dependents."""

    def depth(index: int) -> int:
        steps = 0
        while words[index].head != index:
            index, steps = words[index].head, steps + 1
        return steps

    return sorted(range(len(words)), key=depth)


def _case_of(words: Words, index: int, below: Sequence[int], cases: Mapping[int, str]) -> str | None:
    """Return the case of a word, or None where nothing tells it."""
    word = words[index]
    if word.pos not in _NOUNS or "Case" in word.feats:
        return word.feats.get("Case")
    agreeing = [words[child] for child in below if words[child].dep in _AGREEING]
    governing = [words[child] for child in below if words[child].dep == "case"]
    for other in (*agreeing, *governing):
        if "Case" in other.feats:
            return other.feats["Case"]
    if governing:
        return None
    if word.dep in _INHERITING:
        return cases.get(word.head)
    return _CASE_BY_RELATION.get(word.dep)


def _with_case(word: Word, case: str | None) -> Word:
    """Return a noun with its case."""
    return replace(word, feats=word.feats | {"Case": case}) if case and word.pos in _NOUNS else word


def _agreeing(word: Word, words: Sequence[Word]) -> Word:
    """Return an article, an adjective or a contraction with what it lacks of its noun's features."""
    noun = words[word.head].feats
    declined = word.dep in _AGREEING and word.tag not in {"ADJD", "CARD"} and "Number" in word.feats
    if not declined and word.tag != "APPRART":
        return word
    lacking = [
        name
        for name in ("Case", "Gender", "Number")
        if name in noun and ("," in word.feats.get(name, ",") or name not in word.feats)
    ]
    return replace(word, feats=word.feats | {name: noun[name] for name in lacking})


def features_complete(words: Sequence[Word]) -> bool:
    """Return whether every noun has case and number, and every finite verb mood and tense."""
    return all(_complete(word) for word in words)


def _complete(word: Word) -> bool:
    """Return whether a word has the features that its kind always has in GSD."""
    if word.pos in _NOUNS:
        return {"Case", "Number"} <= word.feats.keys()
    return (
        word.feats.get("VerbForm") != "Fin"
        or word.feats.get("Mood") == "Imp"
        or {"Mood", "Tense"} <= word.feats.keys()
    )
