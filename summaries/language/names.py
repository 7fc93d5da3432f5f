"""Names that their form shows: firms, clubs, offices, streets.  Finders yield ``(begin, end, label)``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from spacy.tokens import Span, Token

from config.language import WORD_CACHE_SIZE
from summaries.language.gazetteer import name_list
from summaries.language.norms import normal_form

_STREETS: Final = ("straße", "strasse", "allee", "gasse", "chaussee")
_NOT_STREETS: Final = frozenset({"bundesstraße", "landstraße", "wasserstraße", "sackgasse"})
_NAME_TAGS: Final = frozenset({"NE", "FM"})

Found = tuple[int, int, str]


def find_by_form(sentence: Span) -> Iterator[Found]:
    """Find names before a legal form ("Nordwind AG"), after an opening ("FC", "Landgericht"), and streets."""
    finders = {"firm": _firm, "opening": _opened, "street": _street}
    for token in sentence:
        kind = _kind_of(token.text)
        if kind:
            yield from finders[kind](sentence, token)


@lru_cache(WORD_CACHE_SIZE)
def _kind_of(word: str) -> str:
    """Return which kind of name a word may be part of, "" for none."""
    if not word[0].isupper() and word not in name_list("legal_forms"):
        return ""
    if word in name_list("legal_forms"):
        return "firm"
    if word in name_list("clubs") or word in name_list("org_openings"):
        return "opening"
    return "street" if normal_form(word).lower().endswith(_STREETS) else ""


def _opened(sentence: Span, opening: Token) -> Iterator[Found]:
    """Take the names and years after an opening ("1. FC Mornau 04")."""
    end = opening.i + 1
    while end < sentence.end and (_is_name_like(sentence.doc[end]) or _is_club_number(sentence.doc[end])):
        end += 1
    if end > opening.i + 1:
        numbered = opening.i > sentence.start and sentence.doc[opening.i - 1].text == "1."
        yield opening.i - numbered, end, "ORG"


def _firm(sentence: Span, form: Token) -> Iterator[Found]:
    """Take the names before a legal form ("Nordwind AG"); the word right before it may be a common noun."""
    begin = form.i
    while begin > sentence.start and _is_name_like(sentence.doc[begin - 1], noun=begin == form.i):
        begin -= 1
    if begin < form.i:
        yield begin, form.i + 1, "ORG"


def _street(sentence: Span, token: Token) -> Iterator[Found]:
    """Take "Mornauer Straße" and "Hafenstraße"; a street alone is no name."""
    word = token.norm_.lower()
    if word not in _STREETS:
        if word not in _NOT_STREETS:
            yield token.i, token.i + 1, "LOC"
    elif token.i > sentence.start and sentence.doc[token.i - 1].text.endswith(("er", "-")):
        before = sentence.doc[token.i - 1]
        if before.text[0].isupper() and before.i > sentence.start:
            yield before.i, token.i + 1, "LOC"


def _is_name_like(token: Token, *, noun: bool = False) -> bool:
    if not token.text[0].isupper() or token.text in name_list("legal_forms"):
        return False
    return token.tag_ in _NAME_TAGS or (noun and token.tag_ in {"NN", "XY", "ADJA"})


def _is_club_number(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) in {2, 4}
