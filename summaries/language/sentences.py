"""The sentence splitter.

Rules, in order:

* A line break is always a boundary, except where a single one stands inside a wrapped sentence (the next
  line goes on in lower case and the one before has no final mark).
* A full stop, question or exclamation mark or an ellipsis ends a sentence together with the closing
  quotation marks and brackets that follow it at once.  So a quotation of several sentences is several
  sentences, and the last one includes the closing mark.
* It does not where the text goes on in lower case or with a comma, semicolon, colon or dash („Was nun?“,
  fragte er.).
* Colons and semicolons never end a sentence; abbreviations only where the next word opens a sentence.
* A sentence without end is cut after `MAX_SENTENCE_TOKENS`.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from config.language import MAX_SENTENCE_TOKENS
from summaries.language.tables import words_of

_TERMINAL: Final = re.compile(r"[.!?]+|…")
_CLOSERS: Final = frozenset([*"“”\"'’‘«»‹›)]", "''", "´´"])
_OPENERS: Final = frozenset([*"„‚“”\"'‘«»‹›([", "``", ",,", "´´"])
_MOST_CLOSERS: Final = 4
_CONTINUERS: Final = frozenset(",;:")
_DASHES: Final = frozenset("–—-")
_LINE_BREAK: Final = re.compile(r"[\n\r\f\v\u2028\u2029\x85]")
_BLANK_LINE: Final = re.compile(r"(?:\r\n?|\n)[^\S\n\r]*[\n\r]|[\f\u2029]")
_BULLETS: Final = frozenset("•▪►■●◦‣▶➤✓✔")


@Language.component("lagebild_sentences", assigns=["token.is_sent_start"])
def split_sentences(doc: Doc) -> Doc:
    """Set ``is_sent_start`` on every token."""
    caseless = not any(token.text[:1].isupper() for token in doc)
    flags = np.full(len(doc), -1, dtype=np.int64)
    length = 0
    for index, token in enumerate(doc):
        starts = index == 0 or _starts(doc, index, caseless=caseless) or _too_long(token, length)
        flags[index] = 1 if starts else -1
        length = 1 if starts else length + 1
    # Setting ``token.is_sent_start`` one by one would look at the whole document each time.
    return doc.from_array(["SENT_START"], flags.astype(np.uint64)) if len(doc) else doc  # type: ignore[arg-type]


def _too_long(token: Token, length: int) -> bool:
    limit = MAX_SENTENCE_TOKENS if token.is_punct else MAX_SENTENCE_TOKENS + MAX_SENTENCE_TOKENS // 5
    return length >= limit


def _starts(doc: Doc, index: int, *, caseless: bool) -> bool:
    token, previous = doc[index], doc[index - 1]
    if token.is_space:
        return False
    if previous.is_space and _LINE_BREAK.search(previous.text):
        return not _wrapped(doc, index)
    if token.text in _BULLETS:
        return True
    return _after_end(doc, index) and _can_open(doc, index, caseless=caseless)


def _wrapped(doc: Doc, index: int) -> bool:
    """Tell whether the line break before ``index`` stands inside a sentence."""
    before = _back_over_space(doc, index - 1)
    if before < 0 or _BLANK_LINE.search(doc[index - 1].text):
        return False
    ended = _TERMINAL.fullmatch(doc[before].text) or doc[before].text in _CLOSERS
    return doc[index].text[0].islower() and not ended


def _back_over_space(doc: Doc, index: int) -> int:
    while index >= 0 and doc[index].is_space:
        index -= 1
    return index


def _after_end(doc: Doc, index: int) -> bool:
    """Tell whether the tokens before ``index`` close a sentence."""
    if doc[index].text in _CLOSERS and _is_closing(doc, index):
        return False
    before = _back_over_space(doc, index - 1)
    first = max(0, before - _MOST_CLOSERS)
    while before >= first and doc[before].text in _CLOSERS and _is_closing(doc, before):
        before -= 1
    if before < first:
        return False
    text = doc[before].text
    if _TERMINAL.fullmatch(text):
        return True
    return text in words_of("may_end") and doc[index].text.lower() in words_of("sentence_starters")


def _is_closing(doc: Doc, index: int) -> bool:
    """Tell a closing mark from an opening one: it stands tight behind something."""
    text = doc[index].text
    if text in {")", "]"}:
        return True
    if index == 0 or doc[index - 1].whitespace_ or doc[index - 1].is_space:
        return False
    return not _tight_before_word(doc, index) or doc[index - 1].text in _CLOSERS


def _tight_before_word(doc: Doc, index: int) -> bool:
    if doc[index].whitespace_ or index + 1 >= len(doc):
        return False
    following = doc[index + 1]
    return not following.is_space and following.text[0].isalnum()


def _can_open(doc: Doc, index: int, *, caseless: bool) -> bool:
    """Tell whether a sentence can begin with the token at ``index``."""
    text = doc[index].text
    if text in _CONTINUERS or _TERMINAL.fullmatch(text):
        return False
    if text in _DASHES:
        return (
            index + 1 < len(doc) and doc[index + 1].text[:1].isupper() and doc[index - 1].text not in _CLOSERS
        )
    if text in _OPENERS and index + 1 < len(doc):
        return caseless or not doc[index + 1].text[:1].islower()
    if text in {")", "]"}:
        return False
    return caseless or not text[0].islower()
