"""Persons, organisations and places by lists and form: what stands in for a trained recogniser.

Each finder yields ``(begin, end, label)`` of a sentence; ``taken`` are the tokens that have an entity.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Span, Token

from summaries.language.gazetteer import name_list

_LONGEST: Final = 5
_ACRONYM_LENGTHS: Final = range(2, 7)
_LOCATING: Final = frozenset({"in", "nach", "aus", "bei", "im", "nahe", "um"})
_STREETS: Final = ("straße", "strasse", "allee", "gasse", "chaussee")
_NOT_STREETS: Final = frozenset({"bundesstraße", "landstraße", "wasserstraße", "straße", "allee", "gasse"})
_NO_PERSON_AFTER: Final = frozenset({"ART", "ADJA", "APPRART"})
_SHORTEST_NAME: Final = 3
_NAME_TAGS: Final = frozenset({"NE", "FM"})

Found = tuple[int, int, str]


def find_persons(sentence: Span, taken: set[int]) -> Iterator[Found]:
    """Given name, initials, links, surnames."""
    for token in sentence:
        if token.i in taken or token.text not in name_list("given_names"):
            continue
        end = _end_of_person(sentence, token.i + 1)
        if end > token.i + 1 or token.tag_ == "NE":
            yield token.i, end, "PER"


def _end_of_person(sentence: Span, index: int) -> int:
    doc, limit = sentence.doc, min(sentence.end, index + _LONGEST)
    end = index
    while index < limit:
        token = doc[index]
        if _is_name_like(token, after_name=True):
            end = index + 1
        elif token.text not in name_list("name_links") or token.text == "und":
            break
        index += 1
    return end


def _is_name_like(token: Token, *, after_name: bool = False) -> bool:
    text = token.text
    if not text[0].isupper() or token.text in name_list("legal_forms"):
        return False
    initial = len(text) <= 2 and text.endswith(".")  # noqa: PLR2004 - "J."
    return (
        initial
        or token.tag_ in _NAME_TAGS
        or (after_name and token.tag_ in {"NN", "XY", "ADJA"} and not _is_role(text))
    )


def find_clubs_and_firms(sentence: Span, taken: set[int]) -> Iterator[Found]:
    """Names before a legal form ("Nordwind AG") and after an opening ("FC", "Landgericht")."""
    for token in sentence:
        if token.i in taken:
            continue
        if token.text in name_list("legal_forms") and token.i > sentence.start:
            yield from _firm(sentence, token)
        elif token.text in name_list("clubs") | name_list("org_openings"):
            end = token.i + 1
            while end < sentence.end and (
                _is_name_like(sentence.doc[end]) or _is_club_number(sentence.doc[end])
            ):
                end += 1
            if end > token.i + 1:
                begin = (
                    token.i - 1
                    if token.i > sentence.start and sentence.doc[token.i - 1].text == "1."
                    else token.i
                )
                yield begin, end, "ORG"


def _firm(sentence: Span, form: Token) -> Iterator[Found]:
    """Take the names before a legal form ("Nordwind AG"); the word right before it may be a common noun."""
    begin = form.i
    while begin > sentence.start and _is_name_like(sentence.doc[begin - 1], after_name=begin == form.i):
        begin -= 1
    if begin < form.i:
        yield begin, form.i + 1, "ORG"


def _is_club_number(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) in {2, 4}


def find_by_shape(sentence: Span, taken: set[int]) -> Iterator[Found]:
    """Offices and streets by their endings, organisations by their capitals."""
    for token in sentence:
        if token.i in taken or not token.text[0].isupper():
            continue
        text, lower = token.text, token.norm_.lower()
        if lower.endswith(tuple(name_list("org_endings"))) and token.tag_ in {"NN", "NE"}:
            if text not in name_list("org_exceptions"):
                yield token.i, token.i + 1, "ORG"
        elif lower.endswith(_STREETS) and lower not in _NOT_STREETS and token.tag_ in {"NN", "NE"}:
            yield token.i, token.i + 1, "LOC"
        elif _is_acronym(text) and not _shouted(sentence):
            yield token.i, token.i + 1, "ORG"


def _is_acronym(text: str) -> bool:
    return (
        text.isupper()
        and text.isalpha()
        and len(text) in _ACRONYM_LENGTHS
        and text not in name_list("no_organisations") | name_list("legal_forms") | name_list("clubs")
    )


def _shouted(sentence: Span) -> bool:
    words = [token for token in sentence if token.is_alpha]
    return sum(token.is_upper for token in words) * 2 > len(words)


def find_unlisted(sentence: Span, taken: set[int]) -> Iterator[Found]:
    """Runs of words that the tagger takes for names."""
    for run in _name_runs(sentence, taken):
        label = _label_of_run(sentence, run)
        if label:
            yield run[0].i, run[-1].i + 1, label


def _name_runs(sentence: Span, taken: set[int]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in sentence:
        if token.i not in taken and _is_name_like(token) and token.text not in name_list("titles"):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _label_of_run(sentence: Span, run: Sequence[Token]) -> str | None:
    before = sentence.doc[run[0].i - 1] if run[0].i > sentence.start else None
    after = sentence.doc[run[-1].i + 1] if run[-1].i + 1 < sentence.end else None
    if any(token.tag_ == "FM" for token in run):
        return None
    if before is not None and _is_role(before.text):
        return "PER"
    if before is not None and before.tag_ in _NO_PERSON_AFTER:
        return None
    if len(run) > 1:
        return "PER"
    return _label_of_single(run[0], before, after)


def _label_of_single(token: Token, before: Token | None, after: Token | None) -> str | None:
    """Judge one unknown name: places by ending or preposition, persons where a subject stands."""
    if token.lower_.removesuffix("s").endswith(tuple(name_list("place_endings"))):
        return "LOC"
    if before is not None and before.lower_ in _LOCATING:
        return "LOC"
    if "-" in token.text or len(token.text) < _SHORTEST_NAME:
        return None
    by_verb = before is not None and before.tag_.endswith("FIN")
    as_subject = after is not None and after.tag_.endswith("FIN")
    return "PER" if by_verb or as_subject else None


def _is_role(word: str) -> bool:
    return word in name_list("titles") or word.lower().endswith(tuple(name_list("title_endings")))
