"""The component that corrects a trained tagger where German leaves no choice.

Closed-class words with one tag, marks, figures, forms that only auxiliary verbs have, and the verb of a
clause (see `clauses`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from config.language import WORD_CACHE_SIZE
from summaries.language.clauses import corrected
from summaries.language.hanta import word_tagger
from summaries.language.morphology import UNIVERSAL
from summaries.language.tables import auxiliary_forms, table
from summaries.language.tokenizer import normal_form

_MARKS: Final = (
    (re.compile(r","), "$,"),
    (re.compile(r"[.!?:;]|[!?]{2,3}"), "$."),
    (re.compile(r"[\"“”„»«‚‘’›‹()\[\]/–—-]|--|``|''"), "$("),
)
_FIGURE: Final = re.compile(r"\d+(?:,\d+)?|\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|\d{1,2}\.\d{1,2}\.")
# "der 28-Jährige", "die 5-Prozent-Hürde": a figure with a noun is one.
_FIGURE_NOUN: Final = re.compile(r"\d+(?:,\d+)?-[A-ZÄÖÜ][\w-]*\w")
_FULL_VERBS: Final[Mapping[str, str]] = {
    "VAFIN": "VVFIN",
    "VMFIN": "VVFIN",
    "VAINF": "VVINF",
    "VMINF": "VVINF",
    "VAPP": "VVPP",
    "VMPP": "VVPP",
    "VAIMP": "VVIMP",
}
_BY_FORM: Final = frozenset({"VVFIN", "VVPP"})
_FULL_FORMS: Final = frozenset({"VVFIN", "VVPP", "VVINF", "VVIZU", "VVIMP"})
_INFLECTED: Final = ("e", "en", "er", "em", "es")  # an adjective before a noun ends in one of these
_VERBAL: Final = frozenset({"AUX", "VERB"})


@Language.component(
    "lagebild_closed", assigns=["token.tag", "token.pos"], requires=["token.tag", "token.is_sent_start"]
)
def correct_tags(doc: Doc) -> Doc:
    """Correct ``tag_``, and with it ``pos_``, of words whose form or clause allows one tag only."""
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        words = [token.text for token in tokens]
        before = [token.tag_ for token in tokens]
        first = next((n for n, word in enumerate(words) if word[0].isalnum()), -1)
        after = list(map(certain_tag, words, before))
        if first >= 0:
            after[first] = certain_tag(words[first], before[first], True)
        after = corrected(words, after)
        if after != before:
            _set_tags(tokens, after)
    return doc


def _set_tags(tokens: Sequence[Token], tags: Sequence[str]) -> None:
    for token, tag in zip(tokens, tags, strict=True):
        if tag != token.tag_:
            token.tag_ = tag
            # Whether a form of "sein", "haben" and "werden" is a full verb is not the tag's to say.
            if not (tag[:2] == "VA" and token.pos_ in _VERBAL):
                token.pos_ = UNIVERSAL[tag]


@lru_cache(WORD_CACHE_SIZE)
def certain_tag(text: str, tag: str, opening: bool = False) -> str:
    """Return the STTS tag that the form of a word demands, else ``tag``.

    Args:
        text: The word as written.
        tag: The tag it has.
        opening: Whether it opens a sentence, so that its capital letter means nothing.
    """
    word = normal_form(text)
    if not word[:1].isalpha():
        return _tag_of_sign(word) or tag
    demanded = _certain().get(word) or (_certain_opening().get(word) if opening else None)
    if demanded:
        return demanded
    foreign = tag[:2] in {"VA", "VM"} and word.lower() not in auxiliary_forms()
    return _by_form(word, _FULL_VERBS.get(tag, tag) if foreign else tag, opening)


def _by_form(word: str, tag: str, opening: bool) -> str:
    """Correct a finite verb to a participle, an adjective to a noun, where the form can only be the other."""
    if tag in _BY_FORM:
        verbal = word_tagger().readings(word) & _FULL_FORMS
        return next(iter(verbal)) if len(verbal) == 1 and verbal <= _BY_FORM else tag
    capital = word[0].isupper() and not word.isupper() and not opening
    named = tag == "ADJA" and capital and not word.endswith(_INFLECTED)
    return "NN" if named and "NN" in word_tagger().readings(word) else tag


def _tag_of_sign(sign: str) -> str | None:
    if _FIGURE.fullmatch(sign):
        return "CARD"
    if _FIGURE_NOUN.fullmatch(sign):
        return "NN"
    return next((tag for pattern, tag in _MARKS if pattern.fullmatch(sign)), None)


@cache
def _certain() -> Mapping[str, str]:
    return {word: tag for tag, words in table("lexicon")["certain"].items() for word in words.split()}


@cache
def _certain_opening() -> Mapping[str, str]:
    """Return the certain words that stay so with a capital: "Will" and "Von" may open a name."""
    return {word.capitalize(): tag for word, tag in _certain().items() if tag[0] != "V" and tag != "APPR"}
