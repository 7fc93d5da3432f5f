"""The component that sets ``doc.ents``: trained names; dates, times, quantities and events by form and lists.

The recogniser's PER, ORG and LOC spans stand.  Known names, and the forms of firms, clubs and streets,

* add a name that no trained span touches,
* take the place of trained spans that lie wholly inside a known name of several words,
* correct the label of a span that is exactly a known organisation or state, where the name has no other
  meaning.

An event takes up the names that lie wholly inside it ("Schlacht von Verdun"), as in the outer layer of
GermEval 2014.  Dates, times and quantities are set only on tokens that no name has, and an event goes before
the date that is part of it ("Fußball-WM 2026").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from summaries.language.actors import Actor, ActorKind, find_actors
from summaries.language.events import find_events
from summaries.language.gazetteer import (
    first_words,
    known_names,
    longest_name,
    may_open_actor,
    name_list,
    place_list,
)
from summaries.language.names import find_by_form
from summaries.language.timex import may_begin, timex_at

_NAMES: Final = frozenset({"PER", "ORG", "LOC"})
_LONGEST_ACTOR: Final = 10  # tokens; the longest names of the tables have seven words and some marks

Found = tuple[int, int, str]


@Language.component(
    "lagebild_entities", assigns=["doc.ents"], requires=["token.tag", "token.is_sent_start", "doc.ents"]
)
def find_entities(doc: Doc) -> Doc:
    """Set ``doc.ents`` to PER, ORG, LOC, DATE, TIME, QUANTITY and EVENT spans."""
    words = [token.text for token in doc]
    found = _with_events(doc, words, _combined(doc, words))
    taken = _covered(found)
    found += [span for span in _timex(doc, words) if taken.isdisjoint(range(span[0], span[1]))]
    found += _surnames_alone(doc, words, found)
    doc.set_ents([Span(doc, begin, end, label=label) for begin, end, label in found])
    return doc


def _covered(found: Iterable[Found]) -> set[int]:
    return {index for begin, end, _ in found for index in range(begin, end)}


def _combined(doc: Doc, words: Sequence[str]) -> list[Found]:
    """Return the trained names, corrected and completed by the names that the tables know."""
    trained = {(e.start, e.end): e.label_ for e in doc.ents if e.label_ in _NAMES and _has_letters(e)}
    owner = {index: span for span in trained for index in range(*span)}
    added: dict[tuple[int, int], str] = {}
    for begin, end, label in (*_actors(doc, words), *_listed(doc, words), *_formed(doc)):
        rivals = {owner[index] for index in range(begin, end) if owner.get(index) in trained}
        covers = end - begin > 1 and all(begin <= first and limit <= end for first, limit in rivals)
        known_as = " ".join(words[begin:end])
        if rivals == {(begin, end)}:
            if _has_one_meaning(known_as, label, trained[begin, end]):
                trained[begin, end] = label
        elif (not rivals or covers) and known_as not in name_list("unsure"):
            for rival in rivals:
                trained.pop(rival, None)
            added.setdefault((begin, end), label)
    return _disjoint([*((*span, label) for span, label in (*trained.items(), *added.items()))])


def _has_letters(span: Span) -> bool:
    return any(char.isalpha() for char in span.text)


def _disjoint(found: Iterable[Found]) -> list[Found]:
    """Return the spans that no longer one overlaps."""
    kept: list[Found] = []
    taken: set[int] = set()
    for span in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if taken.isdisjoint(range(span[0], span[1])):
            taken.update(range(span[0], span[1]))
            kept.append(span)
    return kept


def _has_one_meaning(name: str, label: str, trained: str) -> bool:
    """Tell whether a known name can only be ``label``: an organisation no place is called by, or a state.

    A state or town may stand for its team or government, which the sentence shows: only PER is wrong there.
    """
    stem = name.removesuffix("s")
    if {name, stem} & (
        name_list("ambiguous") | name_list("unsure") | place_list("cities") | place_list("regions")
    ):
        return False
    return label == "ORG" or trained == "PER"


def _with_events(doc: Doc, words: Sequence[str], names: Sequence[Found]) -> list[Found]:
    """Return names and events, without names that lie inside an event and events that cut a name."""
    persons = _covered(name for name in names if name[2] == "PER")
    events = list(find_events(words, {sentence.start for sentence in doc.sents}, persons))
    inside = {index: event for event in events for index in range(event[0], event[1])}
    kept = [(b, e, label) for b, e, label in names if not (b in inside and inside[b] == inside.get(e - 1))]
    whole = _covered(kept)
    return [*kept, *(event for event in events if whole.isdisjoint(range(event[0], event[1])))]


def _timex(doc: Doc, words: Sequence[str]) -> Iterator[Found]:
    text, limit = doc.text, 0
    for index, word in enumerate(words):
        if index < limit or not may_begin(word):
            continue
        match = timex_at(text, doc[index].idx)
        end = _token_end(doc, index, match[0]) if match else None
        if match and end:
            limit = end
            yield index, end, match[1]


def _token_end(doc: Doc, index: int, position: int) -> int | None:
    """Return the token behind the one that ends at ``position``; None if none ends there.

    Args:
        doc: The document.
        index: A token at or before the one looked for.
        position: Offset in the text.
    """
    while index < len(doc) and doc[index].idx < position:
        if doc[index].idx + len(doc[index]) == position:
            return index + 1
        index += 1
    return None


def _formed(doc: Doc) -> Iterator[Found]:
    for sentence in doc.sents:
        yield from find_by_form(sentence)


def _actors(doc: Doc, words: Sequence[str]) -> Iterator[Found]:
    """Names of states, organisations and their speakers."""
    text, limit = doc.text, 0
    for index, word in enumerate(words):
        if index < limit or not word[0].isupper() or not may_open_actor(word):
            continue
        begin = doc[index].idx
        last = doc[min(index + _LONGEST_ACTOR, len(words)) - 1]
        mention = next(iter(find_actors(text[begin : last.idx + len(last)])), None)
        if mention is None or mention.begin or not mention.by_name:
            continue
        end = _token_end(doc, index, begin + mention.end)
        label = _label_of(mention.actor, doc[index:end]) if end else None
        if end and label:
            limit = end
            yield index, end, label


def _label_of(actor: Actor, span: Span) -> str | None:
    if actor.kind is ActorKind.PERSON:
        return "PER"
    if actor.kind is not ActorKind.COUNTRY:
        return "ORG"
    name = span.text.removesuffix("s")
    if {name, span.text} & place_list("offices") or (span[0].tag_ in {"ADJA", "ADJD"} and len(span) == 1):
        return None
    return "ORG" if {name, span.text} & place_list("seats_of_power") else "LOC"


def _listed(doc: Doc, words: Sequence[str]) -> Iterator[Found]:
    """Places and organisations that are no actors."""
    for index, word in enumerate(words):
        if word not in first_words():
            continue
        for length in range(min(longest_name(), len(words) - index), 0, -1):
            label = known_names().get(tuple(words[index : index + length]))
            if label and (length > 1 or doc[index].tag_ == "NE" or word not in name_list("ambiguous")):
                yield index, index + length, label
                break


def _surnames_alone(doc: Doc, words: Sequence[str], found: Sequence[Found]) -> list[Found]:
    """Find persons named in full before or after by their surname, where no other name stands."""
    persons = (span for span in found if span[2] == "PER" and span[1] - span[0] > 1)
    surnames = {words[end - 1].removesuffix("s") for _, end, _ in persons}
    taken = _covered(found)
    return [
        (index, index + 1, "PER")
        for index, word in enumerate(words)
        if word.removesuffix("s") in surnames and index not in taken and doc[index].tag_ in {"NE", "NN"}
    ]
