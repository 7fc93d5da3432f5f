"""The words for a speaker as they are printed: whole names, without what only stands beside them."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from spacy.tokens import Doc, Token

from summaries.statements.content import compound_parts
from summaries.statements.lexicon import cues, roles, words
from summaries.statements.naming import is_office, kind_of, public_body
from summaries.statements.nounphrases import phrase_of

_NAMING: Final = frozenset({"zu", "vor", "über", "bis"})  # "Zu Guttenberg"; "bis zu 200 Leute"
_FOCUS: Final = words("focus_words") - _NAMING | {"wie", "einzig", "insbesondere", "beispielsweise"}
_BESIDE: Final = frozenset({"gegenüber", "laut", "zufolge"})
_AT: Final = frozenset({"in", "im", "auf"})
_OF: Final = frozenset({"von", "vom"})
_TAKING_OF: Final = frozenset({"verlangen", "fordern", "erwarten", "sprechen", "berichten"})
_IN: Final = frozenset({"in", "im"})
_NOUNS: Final = frozenset({"NN", "NE"})
_SEATED: Final = words("seated_bodies")
_LED: Final = frozenset({"regierung", "kabinett"})
_LONGEST_NAME: Final = 3  # words
_LONGEST_SHORT_FORM: Final = 4  # tokens with both brackets: "(CDU/CSU)" is three


def speaker_words(doc: Doc, speaker: frozenset[int]) -> frozenset[int]:
    """Return the words that name a speaker, without "selbst" before and "gegenüber …" behind them.

    A body's place, a person's house and a short form in brackets right behind belong to them: "die Regierung
    in Lomé", "Ida Voss vom Umweltamt", "der Wetterdienst (DWD)".
    """
    kept = _without_beside(doc, _without_focus(doc, sorted(speaker)))
    if not kept:
        return speaker
    return frozenset(kept) | _behind(doc, kept)


def _without_focus(doc: Doc, tokens: list[int]) -> list[int]:
    """Leave out "wie", "selbst" and "etwa" before a phrase; "rund" before a number stays."""
    loose = list(takewhile(lambda i: doc[i].lower_ in _FOCUS and doc[i].tag_ != "CARD", tokens))
    rest = tokens[len(loose) :]
    counts = bool(rest) and doc[rest[0]].tag_ == "CARD"
    return tokens if counts or not rest else rest


def _without_beside(doc: Doc, tokens: list[int]) -> list[int]:
    """Leave out to whom, through whom and where somebody speaks: "Voss im Fernsehen"."""
    return list(takewhile(lambda i: i == tokens[0] or not _is_beside(doc[i]), tokens))


def _is_beside(token: Token) -> bool:
    if token.lower_ == "unter":
        return token.i + 1 < len(token.doc) and token.nbor().lower_ == "berufung"
    placed = token.tag_.startswith("APPR") and token.lower_ in _AT and token.nbor(-1).ent_type_ == "PER"
    return placed or token.lower_ in _BESIDE


def _behind(doc: Doc, tokens: list[int]) -> frozenset[int]:
    """Return what belongs to the words for a speaker and stands right behind them."""
    end = tokens[-1] + 1
    joined = _short_form(doc, end) or _name_behind(doc, end)
    if joined:
        return joined
    if end + 1 >= len(doc) or doc[end].sent != doc[tokens[-1]].sent:
        return frozenset()
    noun = doc[end + 1] if doc[end + 1].tag_ in _NOUNS else doc[end].head
    if noun.i <= end or noun.tag_ not in _NOUNS:
        return frozenset()
    if doc[end].lower_ in _OF and doc[tokens[-1]].ent_type_ == "PER" and not _is_asked(doc, tokens[0]):
        return _phrase_behind(doc, end, noun.i) if _is_body(noun) else frozenset()
    placed = doc[end].lower_ in _IN and noun.ent_type_ == "LOC" and noun.i == end + 1
    told = doc[tokens[0]].lemma_.lower() in cues().bases  # "nach Angaben der Polizei in Kiel verhaftet"
    if not placed or told or not _is_body(doc[end - 1]):
        return frozenset()
    return frozenset({end, end + 1}) | _short_form(doc, end + 2)


def _name_behind(doc: Doc, end: int) -> frozenset[int]:
    """Return the name of a body that stands right behind its noun: "das Straßenbauamt Herlingen".

    A person's is whom it talks to ("warf die Partei Voss vor"), unless it leads it ("die Regierung Voss").
    """
    last, stop = doc[end - 1], end
    led = last.lemma_.lower() in _LED
    while stop < last.sent.end and doc[stop].tag_ == "NE" and stop - end < _LONGEST_NAME:
        if doc[stop].ent_type_ == "LOC" and led:
            break  # "hat die Regierung Georgien gewarnt"
        joined = doc[stop].dep_ in {"flat", "appos", "nmod"} and doc[stop].ent_type_ != "PER"
        if not (led or joined):
            break
        stop += 1
    named = stop > end and last.tag_ == "NN" and _is_body(last)
    return frozenset(range(end, stop)) if named else frozenset()


def _is_asked(doc: Doc, begin: int) -> bool:
    """Tell whether a verb before a name takes "von" itself: "verlangte Voss vom Stadtrat"."""
    return begin > 0 and doc[begin - 1].lemma_.lower() in _TAKING_OF


def _short_form(doc: Doc, begin: int) -> frozenset[int]:
    if doc[begin : begin + 1].text != "(":
        return frozenset()
    near = range(begin, min(begin + _LONGEST_SHORT_FORM, len(doc)))
    end = next((i for i in near if doc[i].text == ")"), -1)
    short = end > 0 and all(doc[i].text[0].isupper() or doc[i].is_punct for i in range(begin + 1, end))
    return frozenset(range(begin, end + 1)) if short else frozenset()


def _phrase_behind(doc: Doc, begin: int, noun: int) -> frozenset[int]:
    inside = frozenset(i for i in phrase_of(doc[noun]) if i > begin)
    return inside | frozenset(range(begin, noun + 1))


def _is_body(noun: Token) -> bool:
    """Tell whether a noun names a body, or one by its name."""
    last = {noun.lemma_.lower(), *compound_parts(noun)[-1:]}
    known = bool(public_body(noun)) or kind_of(noun) in roles().bodies or bool(last & _SEATED)
    return (noun.ent_type_ == "ORG" or known) and not is_office(noun)
