"""Names that their form shows: firms, clubs, offices, streets.  Finders yield ``(begin, end, label)``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Span, Token

from summaries.language.gazetteer import name_list

_STREETS: Final = ("straße", "strasse", "allee", "gasse", "chaussee")
_NOT_STREETS: Final = frozenset({"bundesstraße", "landstraße", "wasserstraße", "sackgasse"})
_NAME_TAGS: Final = frozenset({"NE", "FM"})

Found = tuple[int, int, str]


def find_by_form(sentence: Span) -> Iterator[Found]:
    """Find names before a legal form ("Nordwind AG"), after an opening ("FC", "Landgericht"), and streets."""
    for token in sentence:
        if token.text in name_list("legal_forms") and token.i > sentence.start:
            yield from _firm(sentence, token)
        elif token.text in name_list("clubs") | name_list("org_openings"):
            yield from _opened(sentence, token)
        elif token.text[0].isupper() and token.norm_.lower().endswith(_STREETS):
            yield from _street(sentence, token)


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
