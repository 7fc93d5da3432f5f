"""The parts of compounds ("Haushaltsdebatte": haushalt, debatte), found when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from spacy.tokens import Token

from config.language import WORD_CACHE_SIZE
from summaries.language.hanta import word_tagger
from summaries.language.lemmas import plain_form
from summaries.language.tokenizer import normal_form

_NAMES: Final[Mapping[str, str]] = {"NN": "NN", "NE": "NE", "ADJA": "ADJ(A)", "ADJD": "ADJ(D)"}


@lru_cache(WORD_CACHE_SIZE)
def parts_of(text: str, tag: str) -> tuple[str, ...]:
    """Return the lower-case lemmas of a compound's parts; empty for other words.

    Args:
        text: The word as written.
        tag: Its STTS tag; only nouns, names and adjectives have parts.
    """
    name = _NAMES.get(tag)
    return word_tagger().parts(plain_form(normal_form(text)), name) if name else ()


def _parts_of_token(token: Token) -> tuple[str, ...]:
    return parts_of(token.text, token.tag_)


if not Token.has_extension("parts"):
    Token.set_extension("parts", getter=_parts_of_token)
