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
_NUMBER: Final = r"[-+−]?\d+(?:[.,:'’\u00a0\u202f/]\d+)*|\d{1,2}\.\d{1,2}\.|\d{4}-\d\d-\d\d"
_TAG_OF_FORM: Final = tuple(
    (re.compile(pattern), frozenset({tag}))
    for pattern, tag in (
        (_NUMBER, "CARD"),
        (r"\d{1,3}\.|[IVX]{1,5}\.", "ADJA"),
        (r"\d+-[A-ZÄÖÜ]\w+", "NN"),
        (r"(?:https?://|www\.|[@#]\w).*|[^\s@]+@[^\s@]+\..*", "XY"),
    )
)
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
    cased = _cased(words)
    allowed = [_allowed(word, any_case=not case) for word, case in zip(words, cased, strict=True)]
    tagged = word_tagger().tag(words, allowed, cased)
    for token, word, (tag, name) in zip(tokens, words, corrected(words, tagged), strict=True):
        _annotate(token, word, tag, name)
    _correct_first_person(tokens)


def _written(token: Token) -> str:
    word = normal_form(token.text)
    if word in {"„", "“", "”", "»", "«", "‚", "‘", "’", "›", "‹", "``", "''", "´´", ",,"}:
        return '"'
    return "-" if word in {"–", "—"} else word


def _cased(words: Sequence[str]) -> list[bool]:
    """Tell for each word whether its capital letter is its own, not that of a beginning or a headline."""
    if _in_capitals(words):
        return [False] * len(words)
    opening = next((index for index, word in enumerate(words) if word[0].isalnum()), 0)
    return [index > opening and list(words[index - 2 : index]) != [":", '"'] for index in range(len(words))]


def _in_capitals(words: Sequence[str]) -> bool:
    letters = [c for word in words for c in word if c.isalpha()]
    return len(letters) > 10 and sum(c.isupper() for c in letters) > CAPITALS_SHARE * len(letters)  # noqa: PLR2004


def _allowed(word: str, *, any_case: bool) -> frozenset[str]:
    """Return the tags of what is no word or is sure from its form; empty where HanTa decides."""
    if word in closed_tags():
        return closed_tags()[word]
    if not any(c.isalnum() for c in word):
        return frozenset({next((tag for tag, marks in _MARK_TAGS.items() if word[-1] in marks), "$(")})
    for pattern, tag in _TAG_OF_FORM:
        if pattern.fullmatch(word):
            return tag
    return closed_tags().get(word.lower(), _NONE) if any_case else _NONE


def _annotate(token: Token, word: str, tag: str, name: str) -> None:
    if word.lower() in _COMPARING and tag == "APPR":
        tag = "KOKOM"
    if word in _SYMBOLS:
        token.tag_, token.pos_, token.lemma_ = "XY", "SYM", word
        return
    token.tag_, token.pos_ = tag, UNIVERSAL.get(tag, "X")
    token.lemma_ = lemma_of(token.text, tag)
    _set_features(token, features(tag, word, token.lemma_, _degree(word, name)))


def _degree(word: str, name: str) -> frozenset[str]:
    return word_tagger().kinds(word, name) if name.startswith("ADJ") else _NONE


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
