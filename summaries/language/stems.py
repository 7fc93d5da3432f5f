"""The words of a text that carry its subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from spacy.tokens import Token

from summaries.language.tables import words_of

_CONTENT: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "X"})
_MIN_LENGTH: Final = 2


def content_stems(tokens: Iterable[Token]) -> list[str]:
    """Return the stems that a text can be compared by, in text order, repeats kept.

    Args:
        tokens: A `Doc`, `Span` or any tokens of one.

    Returns:
        Lower-case lemmas of nouns, names, verbs, adjectives and figures without stop words, each compound
        followed by its parts.
    """
    stems: list[str] = []
    for token in tokens:
        if token.pos_ in _CONTENT and not _is_stop(token):
            stems.append(token.lemma_.lower())
            stems.extend(token._.parts)
    return stems


def _is_stop(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.pos_ == "NUM" or token.text[0].isdigit():
        return False
    return len(lemma) < _MIN_LENGTH or lemma in words_of("stop_lemmas") or not lemma[0].isalnum()
