"""Noun phrases from trees and from the place they stand in."""

from __future__ import annotations

from spacy.tokens import Token

from summaries.statements.acts import BORDERS, MARKS, NOUN_STARTS
from summaries.statements.trees import clause_of

_LONGEST_APPOSITION = 16  # tokens
_LOOSE_TAGS = frozenset({"ADV", "ADJD", "PTKVZ", "APPR", "APPRART", "KON", "PROAV", "VVPP", "PRF", "PTKNEG"})
_LOOSE = frozenset({",", ":", "–", "-", ";", "—"})


def phrase_of(noun: Token) -> frozenset[int]:
    """Return the words of a noun phrase with appositions, without relative clauses, as far as they adjoin."""
    inside = {i for i in clause_of(noun) if not noun.doc[i].tag_.endswith("FIN")}
    return _with_apposition(noun, _adjoining(noun, front_field(noun) | inside))


def core_end(noun: Token) -> int:
    """Return where a noun ends with the names that belong to it, without genitives and what else follows."""
    end = noun.i + 1
    while end < len(noun.doc) and noun.doc[end].tag_ == "NE" and noun.doc[end].dep_ in {"flat", "appos"}:
        end += 1
    return end


def front_field(noun: Token) -> set[int]:
    """Return all before the finite verb, if the noun opens its sentence: that place holds one phrase only."""
    sentence = noun.sent
    field: list[Token] = []
    for token in sentence:
        if token.tag_.endswith("FIN"):
            break
        if token.tag_.startswith(("V", "KOU", "PREL", "$", "PTKZU")) and token.text not in MARKS | {"(", ")"}:
            return set()
        field.append(token)
    else:
        return set()
    while field and field[0].tag_ in {"ADV", "KON", "APPR", "APPRART", "_SP"}:
        field = field[1:]
    inside = {token.i for token in field}
    return inside if noun.i in inside and noun.head.i not in inside else set()


def _with_apposition(noun: Token, phrase: frozenset[int]) -> frozenset[int]:
    """Add ", Sprecher der Firma Y," behind a name and ", Uta Meier," behind an office."""
    doc, end = noun.doc, max(phrase) + 1
    if (
        end + 1 >= len(doc)
        or doc[end].text != ","
        or doc[end + 1].tag_ not in NOUN_STARTS
        or not doc[end + 1 : end + 2]
    ):
        return phrase
    stop = end + 1
    while stop < len(doc) and stop - end < _LONGEST_APPOSITION and doc[stop].text not in BORDERS:
        if doc[stop].tag_.startswith(("V", "PREL", "KOU", "KON", "PPER")):
            return phrase
        stop += 1
    last = stop < len(doc) and doc[stop].text in {",", "."} | MARKS
    joined = (
        stop + 1 < len(doc)
        and doc[stop].text == ","
        and doc[stop + 1].tag_ in {"KON", *NOUN_STARTS}
        and not doc[stop + 1].tag_.startswith("V")
    )
    if (
        not last
        or joined
        or not any(doc[i].tag_ in {"NE", "NN"} for i in range(end + 1, stop))
        or doc[end + 1].tag_ == "PPER"
    ):
        return phrase
    return phrase | frozenset(range(end, stop))


def _adjoining(noun: Token, inside: set[int]) -> frozenset[int]:
    """Return the run of ``inside`` around a noun, without what is loose at its ends."""
    begin = end = noun.i
    while begin - 1 in inside:
        begin -= 1
    while end + 1 in inside:
        end += 1
    doc = noun.doc
    while end > noun.i and (doc[end].text in _LOOSE or doc[end].tag_ in _LOOSE_TAGS):
        end -= 1
    while begin < noun.i and (
        doc[begin].text in _LOOSE
        or doc[begin].tag_ in {"KON", "PROAV"}
        or doc[begin].lower_ in {"auch", "aber", "doch"}
    ):
        begin += 1
    return frozenset(range(begin, end + 1))
