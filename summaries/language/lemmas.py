"""Lemmas: HanTa's, corrected where its model cannot know better (acronyms, hyphens, names, gender marks)."""

from __future__ import annotations

import re
from typing import Final

from summaries.language.hanta import word_tagger
from summaries.language.tables import table

_GENDERED: Final = re.compile(r"(?<=\w)[:*_/]-?[iI]n(?:nen)?(?=\W|$)")
_AS_WRITTEN: Final = frozenset({"XY", "FM", "CARD"})
_NAME_ENDINGS: Final = ("s", "es", "'", "’")


def plain_form(word: str) -> str:
    """Return ``word`` as HanTa can read it: without gender marks ("Bürger:innen" → "Bürger")."""
    return _GENDERED.sub("", word)


def lemma_of(word: str, tag: str, name: str) -> tuple[str, frozenset[str]]:
    """Return the lemma of ``word`` and the kinds of its morphemes.

    Args:
        word: The normalised word.
        tag: Its STTS tag.
        name: HanTa's own name of the tag.
    """
    special = table("lexicon")["lemmas"].get(word) or table("lexicon")["lemmas"].get(word.lower())
    if special:
        return special, frozenset()
    if tag[0] == "$" or tag in _AS_WRITTEN or word.endswith("."):
        return word.lower() if tag == "CARD" else word, frozenset()
    word = plain_form(word)
    head, hyphen, last = word.rpartition("-")
    if hyphen and last:
        lemma, kinds = _plain_lemma(last, tag, name)
        return f"{head}-{lemma}" if tag[0] == "N" else f"{head}-{lemma}".lower(), kinds
    return _plain_lemma(word, tag, name)


def _plain_lemma(word: str, tag: str, name: str) -> tuple[str, frozenset[str]]:
    lemma, morphemes = word_tagger().analyse(word, name)
    kinds = frozenset(kind for _, kind in morphemes)
    if tag in {"NE", "NN"} and sum(c.isupper() for c in word) > 1 and not word.isupper():
        return word, kinds  # YouTube, iPhone
    if tag in {"NE", "NN"} and word.isupper() and len(word) <= _LONGEST_ACRONYM:
        return word, kinds
    if tag == "NE" and not _is_inflected(word, lemma):
        return word, kinds
    return lemma, kinds


_LONGEST_ACRONYM: Final = 5


def _is_inflected(word: str, name: str) -> bool:
    return any(word.lower() == (name + ending).lower() for ending in _NAME_ENDINGS) and not word.endswith(
        "ss"
    )
