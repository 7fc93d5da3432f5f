"""The sentence splitter.

Rules, in order:

* A line break is always a boundary, except where a single one stands inside a wrapped sentence: the line
  before has no final mark, and the next one goes on in lower case or the one before ends in an article or
  the like.
* A full stop, question or exclamation mark or an ellipsis ends a sentence together with the closing quotation
  marks, brackets and emoji that follow it.  So a quotation of several sentences is several sentences, and the
  last one includes the closing mark.
* It does not where the text goes on in lower case or with a comma, semicolon, colon or dash („Was nun?“,
  fragte er.), nor inside brackets that stand inside a sentence.
* Colons and semicolons never end a sentence; abbreviations only where the next word opens a sentence.
* A sentence without end is cut after `MAX_SENTENCE_TOKENS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from config.language import CASELESS_SHARE, MAX_BRACKET_TOKENS, MAX_SENTENCE_TOKENS
from summaries.language.tables import words_of

_TERMINAL: Final = re.compile(r"[.!?]+|…")
_CAPITAL_LETTERS: Final = re.compile(r"(?:[A-ZÄÖÜ]\.){2,}")
_QUOTES: Final = frozenset([*"„‚“”\"'’‘«»‹›", "''", "``", ",,", "´´"])
_ALWAYS_OPEN: Final = frozenset(["„", "‚", "``", ",,"])
_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_MOST_CLOSERS: Final = 4
_CONTINUERS: Final = frozenset(",;:")
_DASHES: Final = frozenset("–—-")
_LINE_BREAK: Final = re.compile(r"[\n\r\f\v\u2028\u2029\x85]")
_BLANK_LINE: Final = re.compile(r"(?:\r\n?|\n)[^\S\n\r]*[\n\r]|[\f\u2029]")
_BULLETS: Final = frozenset("•▪►■●◦‣▶➤✓✔")
_TICKER: Final = "+++"
_SMILEY: Final = re.compile(
    r"[:;]['o^]?-?[()DPp|]|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff].*", re.DOTALL
)


@Language.component("lagebild_sentences", assigns=["token.is_sent_start"])
def split_sentences(doc: Doc) -> Doc:
    """Set ``is_sent_start`` on every token."""
    if not len(doc):
        return doc
    splitter = _Splitter(doc)
    flags = np.full(len(doc), -1, dtype=np.int64)
    for first, limit in pairwise([*splitter.starts(), len(doc)]):
        flags[list(splitter.cut(first, limit))] = 1
    # Setting ``token.is_sent_start`` one by one would look at the whole document each time.
    return doc.from_array(["SENT_START"], flags.astype(np.uint64))  # type: ignore[arg-type]


class _Splitter:
    """The words of a document and what they say about its sentences."""

    def __init__(self, doc: Doc) -> None:
        codes = doc.to_array(["ORTH", "SPACY"])
        strings = doc.vocab.strings
        self._texts: list[str] = [strings[code] for code in codes[:, 0].tolist()]
        self._blank_after: list[int] = codes[:, 1].tolist()
        self._closing: dict[int, bool] = dict(self._quote_roles())
        self._inside = set(self._bracketed())

    def starts(self) -> Iterator[int]:
        """Yield the index of the first token of every sentence."""
        yield 0
        texts = self._texts
        for index in range(1, len(texts)):
            marked = not texts[index - 1][-1].isalnum() or texts[index] in _BULLETS
            if marked and self._is_start(index):
                yield index

    def cut(self, first: int, limit: int) -> Iterator[int]:
        """Yield where the sentence from ``first`` to ``limit`` begins and where it is too long to go on."""
        yield first
        while limit - first > MAX_SENTENCE_TOKENS:
            latest = min(limit, first + MAX_SENTENCE_TOKENS)
            half = first + MAX_SENTENCE_TOKENS // 2
            first = next((i for i in range(latest, half, -1) if not self._texts[i - 1].isalnum()), latest)
            yield first

    def _is_start(self, index: int) -> bool:
        text, previous = self._texts[index], self._texts[index - 1]
        if text.isspace():
            return False
        if previous.isspace() and _LINE_BREAK.search(previous):
            return not self._is_wrapped(index)
        if text in _BULLETS:
            return True
        if previous == _TICKER:
            return "\n" not in (self._text(index - 2) or "\n")
        return index not in self._inside and self._after_end(index) and self._can_open(index)

    def _is_wrapped(self, index: int) -> bool:
        """Tell whether the line break before ``index`` stands inside a sentence."""
        before = self._back_over_space(index - 1)
        if before < 0 or _BLANK_LINE.search(self._texts[index - 1]):
            return False
        last, text = self._texts[before], self._texts[index]
        if _TERMINAL.fullmatch(last) or self._closes(before) or self._text(index + 1) == ")":
            return False
        return (text[0].islower() and not _is_brand(text)) or last in words_of("never_last")

    def _back_over_space(self, index: int) -> int:
        while index >= 0 and self._texts[index].isspace():
            index -= 1
        return index

    def _text(self, index: int) -> str:
        return self._texts[index] if 0 <= index < len(self._texts) else ""

    def _after_end(self, index: int) -> bool:
        """Tell whether the tokens before ``index`` close a sentence."""
        if self._closes(index) or _SMILEY.fullmatch(self._texts[index]):
            return False
        before = self._back_over_space(index - 1)
        first = max(0, before - _MOST_CLOSERS)
        opens = self._texts[index].lower() in words_of("sentence_starters")
        while before >= first and self._closes(before):
            if before in self._inside and not opens:
                return False
            before -= 1
        smiles = False
        while before >= first and _SMILEY.fullmatch(self._texts[before]):
            before, smiles = before - 1, True
        if before < first:
            return False
        text = self._texts[before]
        return _TERMINAL.fullmatch(text) is not None or (opens and (smiles or _may_end(text)))

    def _closes(self, index: int) -> bool:
        return self._texts[index] in _CLOSING or self._closing.get(index, False)

    def _quote_roles(self) -> Iterator[tuple[int, bool]]:
        """Yield for each quotation mark whether it closes: by the side it stands tight to, else in turn."""
        opened: set[str] = set()
        for index, text in enumerate(self._texts):
            if text in _QUOTES:
                kind = "'" if text in "‚‘’'‹›" else '"'
                left, right = self._is_tight(index - 1), self._is_tight(index)
                closes = text not in _ALWAYS_OPEN and (kind in opened if left == right else left)
                (opened.discard if closes else opened.add)(kind)
                yield index, closes
            elif "\n" in text:
                opened.clear()

    def _is_tight(self, index: int) -> bool:
        """Tell whether nothing stands between the tokens at ``index`` and behind it."""
        if index < 0 or index + 1 >= len(self._texts) or self._blank_after[index]:
            return False
        return not (self._texts[index].isspace() or self._texts[index + 1].isspace())

    def _bracketed(self) -> Iterator[int]:
        """Yield the tokens in brackets that stand inside a sentence, the closing bracket included."""
        opening: int | None = None
        for index, text in enumerate(self._texts):
            if text in _OPENING:
                before = self._text(self._back_over_space(index - 1))
                begins = not before or _TERMINAL.fullmatch(before) or "\n" in self._text(index - 1)
                opening = None if begins else index
            elif opening is not None and text in _CLOSING:
                if index - opening <= MAX_BRACKET_TOKENS:
                    yield from range(opening, index + 1)
                opening = None
            elif "\n" in text:
                opening = None

    @cached_property
    def _caseless(self) -> bool:
        """Whether the text is written in small letters throughout."""
        words = [text for text in self._texts if text[0].isalpha()]
        return sum(word[0].isupper() for word in words) <= CASELESS_SHARE * len(words)

    def _can_open(self, index: int) -> bool:
        """Tell whether a sentence can begin with the token at ``index``."""
        text, following = self._texts[index], self._text(index + 1)
        if text in _CONTINUERS or text in _CLOSING or _TERMINAL.fullmatch(text):
            return False
        if text in _DASHES:
            return following[:1].isupper() and not self._closes(index - 1)
        if (text in _QUOTES or text in _OPENING) and following:
            return self._caseless or not following[0].islower() or _is_brand(following)
        return self._caseless or not text[0].islower() or _is_brand(text)


def _is_brand(word: str) -> bool:
    """Tell whether a word in small letters is a name that keeps them where a sentence begins."""
    head = word.partition("-")[0]
    return (head.isalpha() and not head.islower()) or bool({word, head} & words_of("small_names"))


def _may_end(word: str) -> bool:
    """Tell whether an abbreviation may also close a sentence."""
    return word in words_of("may_end") or _CAPITAL_LETTERS.fullmatch(word) is not None
