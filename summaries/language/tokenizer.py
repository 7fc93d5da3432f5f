"""The German tokenizer: cuts a text into words and marks without changing a character of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from config.language import WORD_CACHE_SIZE
from summaries.language.tables import words_of

_L: Final = r"[^\W\d_][\u0300-\u036f\u00ad\u200b-\u200d\u2060]*"
_HYPHEN: Final = r"[-‐‑]"
_GENDER: Final = rf"(?:[:*_/]-?[iI]n(?:nen)?(?:{_L})*)"
_CORE: Final = rf"(?:{_L})+(?:{_GENDER})?"
_DOMAINS: Final = "de|com|org|net|at|ch|eu|info|tv|io|ru|ua|uk|fr|gov|int|news|online|ly|me"
_UNITS: Final = "km|kg|cm|mm|m|t|kWh|MWh|GWh|TWh|kW|MW|GW|GB|MB|TB|ha|ml|l|g|h|Uhr|Mio|Mrd|Euro|€"

_INNER: Final = rf"(?:{_HYPHEN}|(?<!\s)[’'](?![sS]\b))(?:{_CORE}|\d+)|\d\w*"
_WORD: Final = (
    rf"(?P<word>(?:(?<=\s){_HYPHEN}(?={_L}))?{_CORE}(?:\d+(?!\w))?(?:{_INNER})*(?:{_HYPHEN}(?=[\s,/)]|$))?)"
)

# Order matters: the first alternative that fits takes the characters.  Repetitions that may fail after many
# characters are bounded, so that hostile text takes no longer than other text.
_PATTERNS: Final = (
    r"(?P<url>(?:https?://|www\.)[^\s<>\"„“”»«]*[^\s<>\"„“”»«.,;:!?)\]'’])",
    r"(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})",
    rf"(?P<domain>(?<![\w.-])[a-zA-ZäöüÄÖÜ0-9-]{{1,63}}(?:\.[a-zA-Z0-9-]{{1,63}}){{0,3}}\.(?:{_DOMAINS})(?![\w]|\.\w))",
    r"(?P<handle>(?<!\w)[@#]\w+)",
    r"(?P<dotted>(?<!\w)(?:[^\W\d_]\.){2,})",
    r"(?P<date>\d{1,2}/\d{1,2}/\d{4}(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}\.\d{1,2}\.(?!\d))",
    rf"(?P<unit>\d+(?:[.,]\d+)*(?=(?:{_UNITS})(?!\w)))",
    rf"(?P<mixed>(?<!\w)\d+(?:[.,:/]\d+)*(?:(?:{_HYPHEN}(?={_L})|(?={_L}))\w+(?:{_HYPHEN}\w+)*{_GENDER}?))",
    r"(?P<number>(?:(?<!\S)[-+−])?\d{1,3}(?:[\u00a0\u202f'’]\d{3})+(?!\d)|(?:(?<!\S)[-+−])?\d+(?:[.,:]\d+)*)",
    _WORD,
    r"(?P<apostrophe>[’'][sS]\b)",
    r"(?P<degree>°[CFK]?)",
    r"(?P<run>``|''|´´|,,(?=\w)|\.{2,}|-{2,}|[!?]+|\+{2,}|\*{2,}|_{2,}|={2,})",
    r"(?P<mark>\S)",
)
_TOKEN: Final = re.compile("|".join(_PATTERNS))
_ROMAN: Final = re.compile(r"[IVX]{1,5}")
_NEXT_WORD: Final = re.compile(r"[ \u00a0]+([^\W\d_]+)|[ \u00a0]+(\S)|(\S)?")
_SOMETHING: Final = re.compile(r"[^\S\n]*[^\s]")
_INDENT: Final = 12
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_DASHES: Final = frozenset({"(", "–", "-"})
_ORDINAL_DIGITS: Final = 3


@registry.tokenizers("lagebild_tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], GermanTokenizer]:
    """Return the factory that spaCy's configuration names."""
    return lambda nlp: GermanTokenizer(nlp.vocab)


@lru_cache(WORD_CACHE_SIZE)
def normal_form(word: str) -> str:
    """Return ``word`` composed, without soft hyphens and other invisible signs, ligatures resolved."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", word)) or word


class GermanTokenizer:
    """Callable that makes a `Doc` whose text equals the given text (lone surrogates become U+FFFD)."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Cut ``text`` into tokens; runs of white space beyond one blank are tokens of their own."""
        text = _SURROGATES.sub("�", text)
        words, spaces = _with_spaces(text)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for token in doc:
            if not token.text.isascii():
                token.norm_ = normal_form(token.text)
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state (spaCy asks for it when a pipeline is saved)."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> GermanTokenizer:
        """Return itself."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Write nothing."""

    def from_disk(self, _path: Any, **_: Any) -> GermanTokenizer:
        """Return itself."""
        return self


def _with_spaces(text: str) -> tuple[list[str], list[bool]]:
    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for begin, end in _token_bounds(text):
        _add_gap(text[position:begin], words, spaces)
        words.append(text[begin:end])
        spaces.append(False)
        position = end
    _add_gap(text[position:], words, spaces)
    return words, spaces


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    if gap.startswith(" ") and words:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


def _token_bounds(text: str) -> Iterator[tuple[int, int]]:
    position, previous = 0, ""
    while match := _TOKEN.search(text, position):
        end = match.end()
        if text.startswith(".", end) and _keeps_stop(text, match, previous):
            end += 1
        yield match.start(), end
        previous, position = text[match.start() : end], end


def _keeps_stop(text: str, match: re.Match[str], previous: str) -> bool:
    """Tell whether the full stop after ``match`` belongs to it (abbreviation or ordinal)."""
    word, kind = match.group(), match.lastgroup
    if kind == "word":
        if _ROMAN.fullmatch(word) and previous[:1].isupper():
            return _ordinal(text, match.end(), previous, word)
        return _abbreviation(text, match.end(), word)
    digits = kind == "number" and word.isdigit() and len(word) <= _ORDINAL_DIGITS
    return digits and _ordinal(text, match.end(), previous, word)


def _abbreviation(text: str, stop: int, word: str) -> bool:
    word = normal_form(word)
    if word in words_of("abbreviations") or word.rpartition("-")[2] in words_of("abbreviations"):
        return True
    return len(word) == 1 and word.isalpha() and bool(_SOMETHING.match(text, stop + 1))


def _ordinal(text: str, stop: int, previous: str, number: str) -> bool:
    follow = _NEXT_WORD.match(text, stop + 1)
    word, spaced, tight = follow.groups() if follow else (None, None, None)
    if tight or not (word or spaced):
        return tight in {",", ";", ":", "/", ")", "-", "–"}
    if word is None:
        return spaced in _DASHES or (str(spaced).isdigit() and previous == "")
    if word[0].islower() or word in words_of("ordinal_nouns"):
        return True
    if word.lower() in words_of("sentence_starters"):
        return not previous
    at_line_start = not text[max(0, stop - _INDENT) : stop].rpartition("\n")[2].strip(number + " \t")
    return at_line_start or previous.lower() in words_of("ordinal_heralds")
