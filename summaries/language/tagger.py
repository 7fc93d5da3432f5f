"""The component that sets tags, lemmas, features and compound parts, from HanTa and rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from config.language import CAPITALS_SHARE
from summaries.language.clauses import corrected
from summaries.language.hanta import word_tagger
from summaries.language.lemmas import lemma_of
from summaries.language.morphology import UNIVERSAL, features
from summaries.language.tables import closed_tags
from summaries.language.tokenizer import normal_form

_MARK_TAGS: Final = {"$.": frozenset(".!?:;"), "$,": frozenset(",")}
_NUMBER: Final = re.compile(r"[-+−]?\d+(?:[.,:'’\u00a0\u202f]\d+)*|\d{4}-\d\d-\d\d")
_ORDINAL: Final = re.compile(r"\d{1,3}\.|[IVX]{1,5}\.")
_LINK: Final = re.compile(r"https?://|www\.|[@#]\w|\S+@\S+\.")
_CLAUSE_MARKS: Final = frozenset({"$,", "$.", "$(", "KON"})
_COMPARING: Final = frozenset({"als", "wie"})
_SYMBOLS: Final = frozenset("%‰€$£§&+=°<>~|")
_NONE: Final[frozenset[str]] = frozenset()


@Language.component(
    "lagebild_tagger",
    assigns=["token.tag", "token.pos", "token.lemma", "token.morph"],
    requires=["token.is_sent_start"],
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
    allowed = [_allowed(word, index == 0 or capitals) for index, word in enumerate(words)]
    tagged = word_tagger().tag(words, allowed, cased=not capitals)
    for token, word, (tag, name) in zip(tokens, words, corrected(words, tagged), strict=True):
        _annotate(token, word, tag, name)
    _correct_first_person(tokens)


def _written(token: Token) -> str:
    word = normal_form(token.text)
    if word in {"„", "“", "”", "»", "«", "‚", "‘", "’", "›", "‹", "``", "''", "´´", ",,"}:
        return '"'
    return "-" if word in {"–", "—"} else word


def _in_capitals(words: Sequence[str]) -> bool:
    letters = [c for word in words for c in word if c.isalpha()]
    return len(letters) > 10 and sum(c.isupper() for c in letters) > CAPITALS_SHARE * len(letters)  # noqa: PLR2004


def _allowed(word: str, any_case: bool) -> frozenset[str]:
    """Return the tags of what is no word or is sure from its form; empty where HanTa decides."""
    if word in closed_tags():
        return closed_tags()[word]
    if not any(c.isalnum() for c in word):
        return frozenset({next((tag for tag, marks in _MARK_TAGS.items() if word[-1] in marks), "$(")})
    if _NUMBER.fullmatch(word):
        return frozenset({"CARD"})
    if _ORDINAL.fullmatch(word):
        return frozenset({"ADJA"})
    if _LINK.match(word):
        return frozenset({"XY"})
    return closed_tags().get(word.lower(), _NONE) if any_case else _NONE


def _annotate(token: Token, word: str, tag: str, name: str) -> None:
    if word.lower() in _COMPARING and tag == "APPR":
        tag = "KOKOM"
    if word in _SYMBOLS:
        token.tag_, token.pos_, token.lemma_ = "XY", "SYM", word
        return
    token.tag_, token.pos_ = tag, UNIVERSAL.get(tag, "X")
    token.lemma_, kinds = lemma_of(word, tag, name)
    if tag[0] == "$" or token.lemma_ == '"':
        token.lemma_ = token.text
    _set_features(token, features(tag, word, token.lemma_, kinds))


def _set_features(token: Token, value: str) -> None:
    token.set_morph(value or None)  # type: ignore[attr-defined]  # spaCy's stubs lack it


def _correct_first_person(tokens: Sequence[Token]) -> None:
    """Make "habe" indicative in the clauses whose subject is "ich"."""
    clause: list[Token] = []
    for token in (*tokens, None):
        if token is not None and token.tag_ not in _CLAUSE_MARKS:
            clause.append(token)
            continue
        if any(other.lower_ == "ich" for other in clause):
            for verb in clause:
                if verb.tag_.endswith("FIN"):
                    _set_features(
                        verb, features(verb.tag_, verb.norm_, verb.lemma_, _NONE, first_person=True)
                    )
        clause = []
