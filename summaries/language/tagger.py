"""The component that sets tags, lemmas, features and compound parts, from HanTa and rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from config.language import CAPITALS_SHARE
from summaries.language.hanta import word_tagger
from summaries.language.morphology import UNIVERSAL, features
from summaries.language.tokenizer import normal_form

_MARK_TAGS: Final = {"$.": frozenset(".!?:;"), "$,": frozenset(",")}
_NUMBER: Final = re.compile(r"[-+−]?\d+(?:[.,:'’\u00a0\u202f]\d+)*|\d{4}-\d\d-\d\d")
_ORDINAL: Final = re.compile(r"\d{1,3}\.|[IVX]{1,5}\.")
_LINK: Final = re.compile(r"https?://|www\.|[@#]\w|\S+@\S+\.")
_NONE: Final[frozenset[str]] = frozenset()

if not Token.has_extension("parts"):
    Token.set_extension("parts", default=())
    Token.set_extension("particle", default=None)


@Language.component(
    "lagebild_tagger", assigns=["token.tag", "token.pos", "token.lemma", "token.morph"], requires=["token.is_sent_start"]
)
def tag_doc(doc: Doc) -> Doc:
    """Tag every sentence of ``doc``."""
    for sentence in doc.sents:
        _tag_sentence(sentence)
    return doc


def _tag_sentence(sentence: Span) -> None:
    tokens = [token for token in sentence if not token.is_space]
    for token in sentence:
        if token.is_space:
            token.tag_, token.pos_, token.lemma_ = "_SP", "SPACE", token.text
    words = [_written(token) for token in tokens]
    capitals = _in_capitals(words)
    allowed = [_allowed(word) for word in words]
    for token, word, (tag, name) in zip(
        tokens, words, word_tagger().tag(words, allowed, cased=not capitals), strict=True
    ):
        _annotate(token, word, tag, name)


def _written(token: Token) -> str:
    word = normal_form(token.text)
    if word in {"„", "“", "”", "»", "«", "‚", "‘", "’", "›", "‹"}:
        return '"'
    return "-" if word in {"–", "—"} else word


def _in_capitals(words: Sequence[str]) -> bool:
    letters = [c for word in words for c in word if c.isalpha()]
    return len(letters) > 10 and sum(c.isupper() for c in letters) > CAPITALS_SHARE * len(letters)  # noqa: PLR2004


def _allowed(word: str) -> frozenset[str]:
    """Return the tags of what is no word or is sure from its form; empty where HanTa decides."""
    if not any(c.isalnum() for c in word):
        return frozenset({next((tag for tag, marks in _MARK_TAGS.items() if word[-1] in marks), "$(")})
    if _NUMBER.fullmatch(word):
        return frozenset({"CARD"})
    if _ORDINAL.fullmatch(word):
        return frozenset({"ADJA"})
    return frozenset({"XY"}) if _LINK.match(word) else _NONE


def _annotate(token: Token, word: str, tag: str, name: str) -> None:
    token.tag_, token.pos_ = tag, UNIVERSAL.get(tag, "X")
    if tag[0] == "$" or tag in {"CARD", "XY"}:
        token.lemma_ = word
        return
    lemma, morphemes = word_tagger().analyse(word, name)
    token.lemma_ = lemma
    token.set_morph(features(tag, word, lemma, tuple(kind for _, kind in morphemes)) or None)
    if tag in {"NN", "NE", "ADJA", "ADJD"}:
        token._.parts = word_tagger().parts(word, name)
