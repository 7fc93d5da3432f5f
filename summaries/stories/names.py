"""The words of names, by which texts about like events in other places are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from summaries.model import Span
from summaries.stories.prior import bundled_frequencies
from summaries.stories.terms import content_tokens, whole_stems

_MEASURES = frozenset({"DATE", "TIME", "QUANTITY"})
_NAMED = frozenset({"PER", "ORG", "LOC"})
_TAKEN_FOR_OTHERS = frozenset({"NOUN", "ADJ"})


def name_stems(parts: Iterable[tuple[Doc, Span]]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of the names in parts of texts, without dates and units, and which are of places."""
    tokens = (token for doc, span in parts for token in content_tokens(doc, span.begin, span.end))
    found = [(stem, token.ent_type_ == "LOC") for token in tokens for stem in _stems(token)]
    return frozenset(stem for stem, _ in found), frozenset(stem for stem, place in found if place)


def _stems(token: Token) -> Iterator[str]:
    """Yield the words of a token that the tagger or the recogniser takes for a name: each misses some.

    Of what only the recogniser names, common words ("Landgericht Bremen") are left out.
    """
    if token.ent_type_ in _MEASURES or not token.text[:1].isupper():
        return
    if token.pos_ == "PROPN":
        yield from whole_stems(token)
    elif token.ent_type_ in _NAMED and token.pos_ in _TAKEN_FOR_OTHERS:
        yield from (stem for stem in whole_stems(token) if stem not in bundled_frequencies())
