"""Noun phrases as a reader names them: without article, in the nominative."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from summaries.statements.phrases import Phrase

_OBLIQUE = frozenset("des dem eines einem".split())
_NEUTER = (
    "amt", "ministerium", "gericht", "werk", "büro", "institut", "land", "haus", "unternehmen", "zentrum", "team",
    "kommando", "militär", "magazin", "blatt", "portal", "komitee", "kabinett", "parlament", "präsidium", "bündnis",
)  # fmt: skip


def nominative(doc: Doc, phrase: Phrase) -> str:
    """Return the phrase without its article, its core in the nominative, genitive attributes as they stand."""
    core = [t for t in doc[phrase.begin : phrase.core_end] if not t.is_space]
    tail = doc[phrase.core_end : phrase.end].text.strip()
    article = core[0] if core[0].tag_ in {"ART", "PDAT", "PPOSAT"} and len(core) > 1 else None
    words = [_bare(token, article, doc[phrase.head]) for token in (core[1:] if article else core)]
    name = re.sub(r"\s+", " ", " ".join([*words, tail])).strip()
    return name[:1].upper() + name[1:]


def _bare(token: Token, article: Token | None, head: Token) -> str:
    if article is None:
        return token.text
    if token.tag_ == "ADJA":
        return re.sub(r"(?:en|er|em|es|e)$", "", token.text) + _ending(article, head)
    if token.i == head.i and article.lower_ in {"des", "eines"} and token.tag_ == "NN":
        return token.lemma_
    return token.text


def _ending(article: Token, head: Token) -> str:
    """The strong ending of an adjective without article: gender from the article, else from the noun."""
    if article.lower_ in _OBLIQUE or article.lower_ in {"der", "ein"} and article.lower_ != "die":
        if head.lemma_.lower().endswith(_NEUTER):
            return "es"
        return "e" if article.lower_ == "der" and head.lemma_.lower().endswith(("in", "ung", "schaft", "heit", "keit", "ei")) else "er"
    return "es" if article.lower_ == "das" else "e"
