"""The component that finds persons, organisations and places by lists and form, dates and figures by form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from summaries.language.actors import Actor, ActorKind, find_actors
from summaries.language.gazetteer import known_names, name_list, place_list
from summaries.language.timex import find_timex

_LONGEST: Final = 5
_ACRONYM_LENGTHS: Final = range(2, 7)
_LOCATING: Final = frozenset({"in", "nach", "aus", "bei", "im", "nahe", "um"})
_STREETS: Final = ("straße", "strasse", "allee", "gasse", "chaussee")
_NOT_STREETS: Final = frozenset({"bundesstraße", "landstraße", "wasserstraße", "straße", "allee", "gasse"})
_NO_PERSON_AFTER: Final = frozenset({"ART", "ADJA", "APPRART"})
_SHORTEST_NAME: Final = 3
_NAME_TAGS: Final = frozenset({"NE", "FM"})

Found = tuple[int, int, str]


@Language.component("lagebild_entities", assigns=["doc.ents"], requires=["token.tag", "token.is_sent_start"])
def find_entities(doc: Doc) -> Doc:
    """Set ``doc.ents`` to PER, ORG, LOC, DATE, TIME and QUANTITY spans."""
    spans: list[Span] = []
    for sentence in doc.sents:
        spans += _filled(sentence)
    doc.set_ents([*spans, *_surnames_alone(doc, spans)])
    return doc


def _surnames_alone(doc: Doc, spans: Sequence[Span]) -> list[Span]:
    """Find persons named in full before or after by their surname, also where a list took it for a place."""
    surnames = {span[-1].text.removesuffix("s") for span in spans if span.label_ == "PER" and len(span) > 1}
    taken = {token.i for span in spans for token in span}
    return [
        Span(doc, token.i, token.i + 1, label="PER")
        for token in doc
        if token.i not in taken and token.tag_ in {"NE", "NN"} and token.text.removesuffix("s") in surnames
    ]


def _filled(sentence: Span) -> list[Span]:
    """Return the entities of a sentence; what comes first in this list of finders wins a place."""
    taken: set[int] = set()
    spans: list[Span] = []
    for finder in (_persons, _timex, _clubs_and_firms, _actors, _listed, _by_shape, _unlisted):
        for begin, end, label in finder(sentence, taken):
            if not taken & set(range(begin, end)):
                taken.update(range(begin, end))
                spans.append(Span(sentence.doc, begin, end, label=label))
    return filter_spans(spans)


def _timex(sentence: Span, _taken: set[int]) -> Iterator[Found]:
    for begin, end, label in find_timex(sentence.text):
        span = sentence.char_span(begin, end)
        if span is not None:
            yield span.start, span.end, label


def _persons(sentence: Span, taken: set[int]) -> Iterator[Found]:
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


def _clubs_and_firms(sentence: Span, taken: set[int]) -> Iterator[Found]:
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


def _actors(sentence: Span, _taken: set[int]) -> Iterator[Found]:
    for mention in find_actors(sentence.text):
        span = sentence.char_span(mention.begin, mention.end)
        if span is not None and mention.by_name:
            label = _label_of(mention.actor, span)
            if label:
                yield span.start, span.end, label


def _label_of(actor: Actor, span: Span) -> str | None:
    if actor.kind is ActorKind.PERSON:
        return "PER"
    if actor.kind is not ActorKind.COUNTRY:
        return "ORG"
    name = span.text.removesuffix("s")
    if {name, span.text} & place_list("offices") or (span[0].tag_ in {"ADJA", "ADJD"} and len(span) == 1):
        return None
    return "ORG" if {name, span.text} & place_list("seats_of_power") else "LOC"


def _listed(sentence: Span, taken: set[int]) -> Iterator[Found]:
    words = [token.text for token in sentence]
    for index in range(len(words)):
        if sentence.start + index in taken:
            continue
        for length in range(min(_LONGEST, len(words) - index), 0, -1):
            label = known_names().get(tuple(words[index : index + length]))
            if label and _is_meant(sentence[index], length):
                yield sentence.start + index, sentence.start + index + length, label
                break


def _is_meant(token: Token, length: int) -> bool:
    return length > 1 or token.tag_ == "NE" or token.text not in name_list("ambiguous")


def _by_shape(sentence: Span, taken: set[int]) -> Iterator[Found]:
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


def _unlisted(sentence: Span, taken: set[int]) -> Iterator[Found]:
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
