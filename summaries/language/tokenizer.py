"""The German tokenizer: cuts a text into words and marks without changing a character of it.

The text is cut at white space first.  What stands between is cut by one pattern, once per distinct piece;
only what the pattern cannot know (does this full stop end an ordinal, this apostrophe a quotation?)
is decided at its place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from config.language import LONGEST_CACHED_CHUNK, WORD_CACHE_SIZE
from summaries.grouped import GROUPED
from summaries.language.norms import INVISIBLE, normal_form, set_form_getters
from summaries.language.tables import words_of

__all__ = ["GermanTokenizer", "make_tokenizer", "normal_form"]

_L: Final = rf"[^\W\d_][\u0300-\u036f{INVISIBLE}]*"
_HYPHEN: Final = r"[-‐‑]"
_GENDER: Final = rf"(?:[:*_/·]-?[iI]n(?:nen)?(?:{_L})*|\((?:in|innen|n|en|e|er|r|s|es)\)|\(inn\)en)"
_CORE: Final = rf"(?:{_L})+(?:{_GENDER})?"
_DOMAINS: Final = "de|com|org|net|at|ch|eu|info|tv|io|ru|ua|uk|fr|gov|int|news|online|ly|me|nl"
_UNITS: Final = "km|kg|cm|mm|m|t|kWh|MWh|GWh|TWh|kW|MW|GW|GB|MB|TB|ha|ml|l|g|h|Uhr|Mio|Mrd|Euro|€"
_PER: Final = (
    r"(?:k?m|cm|mm|k?g|mg|µg|t|m?l|[kKMGT]?[Bb]it|[KMGT]B|[kMGT]?Wh?|Mio|Mrd|Euro|Cent|Pf)"
    r"/(?:h|s|sec|min|d|a|d?l|kg|t|[kc]?m[²³23]?|[kM]Wh)(?!\w)"
)
_EMOJI: Final = "[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u3030\u303d]"
_MODIFIED: Final = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_SIGN: Final = r"(?:(?<![^(])[-+−])"

_INNER: Final = (
    rf"{_HYPHEN}/{_HYPHEN}?{_CORE}|{_HYPHEN}(?:{_CORE}|\d+\w*)|[’'](?![sS](?!\w))(?:{_CORE}|\d+)|\d\w*"
)
_WORD: Final = (
    rf"(?P<word>[{INVISIBLE}]*(?:^{_HYPHEN}(?=[a-zäöüß]))?(?:[^\W\d_]{{1,5}}\.-(?=[^\W\d_]))*{_CORE}"
    rf"(?:{_INNER})*(?:{_HYPHEN}(?=[,/)]|$))?)"
)

_ALONE: Final = r"(?P<alone>[()<>\[\]{}\"„“”»«!?/|,])(?!(?P=alone))"

# Order matters: the first alternative that fits takes the characters.  Repetitions that may fail after many
# characters are bounded, so that hostile text takes no longer than other text.
_PATTERNS: Final = (
    # Marks that can begin nothing else come first: in a text of nothing else each would try all that follows.
    rf"(?P<single>(?:{_ALONE}|(?<=\w)(?:[@#]|\.(?!\.)))(?![\u0300-\u036f{INVISIBLE}]))",
    r"(?P<url>(?:https?://|www\.)[^\s<>\"„“”»«]*[^\s<>\"„“”»«.,;:!?)\]'’])",
    r"(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})",
    rf"(?P<domain>(?<![\w.-])[a-zA-ZäöüÄÖÜ0-9-]{{1,63}}(?:\.[a-zA-Z0-9-]{{1,63}}){{0,3}}\.(?:{_DOMAINS})(?![\w]|\.\w))",
    r"(?P<handle>(?<!\w)[@#]\w+)",
    rf"(?P<dotted>(?<!\w)(?:[^\W\d_]\.){{2,}}(?:{_HYPHEN}{_CORE})*)",
    r"(?P<date>\d{1,2}/\d{1,2}/\d{4}(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}\.\d{1,2}\.(?!\d))",
    r"(?P<code>(?<!\w)\d+(?:-\d+){2,}(?!\w))",
    rf"(?P<unit>\d+(?:[.,]\d+)*(?=(?:{_UNITS})(?!\w)))",
    rf"(?P<mixed>(?<!\w)\d+(?:[.,:/]\d+)*(?:(?:\.?{_HYPHEN}(?={_L})|(?={_L}))\w+(?:{_HYPHEN}\w+)*{_GENDER}?))",
    r"(?P<price>\d+[.,](?:-{1,2}|–)(?!\w))",
    rf"(?P<grouped>{_SIGN}?{GROUPED}(?:,\d+)?)",
    rf"(?P<number>{_SIGN}?\d{{1,3}}(?:[\u00a0\u2009\u202f'’]\d{{3}})+(?:,\d+)?(?!\d)|{_SIGN}?\d+(?:[.,:/]\d+)*)",
    rf"(?P<per>(?<![^\W\d]){_PER})",
    rf"(?P<joined>(?<!\w)(?:[A-Z]\w{{0,3}}&[A-Z]\w{{0,3}}|[A-Z]/[A-Z]|[A-Z]{{1,2}}/\d)(?!\w)(?:{_HYPHEN}{_CORE})*)",
    _WORD,
    r"(?P<clitic>[’'][sS](?!\w))",
    r"(?P<dropped>^[’'](?:ne[nmrs]?|[nrs]|\d\d|ran|rein|raus|runter|rum|nem)(?!\w|['’]))",
    r"(?P<degree>°[CFK]?)",
    r"(?P<smiley>(?<![\w)])[:;]['o^]?-?[()DPp|](?![\w(]))",
    rf"(?P<emoji>(?:[\U0001f1e6-\U0001f1ff]{{2}}|{_EMOJI}{_MODIFIED}(?:\u200d{_EMOJI}{_MODIFIED})*))",
    r"(?P<run>``|''|´´|,,(?=\w)|\.{2,}|-{2,}|\+{2,}|\*{2,}|_{2,}|={2,}|§{2,}|(?P<same>\W)(?P=same){8,})",
    rf"(?P<mark>\S[\u0300-\u036f{INVISIBLE}]*)",
)
_TOKEN: Final = re.compile("|".join(_PATTERNS))
# A figure in groups is one token although a blank is in it.
_CHUNK: Final = re.compile(
    rf"[(\[„“\"»«‚'+−–-]?{GROUPED}\S*|\S+(?:(?<=\d)[\u00a0\u2009\u202f]\d{{3}}(?!\d)\S*)*"
)
_SHORT_NAME: Final = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+-[A-ZÄÖÜ]")  # "Hans-W. Bauer"
_ROMAN: Final = re.compile(r"[IVX]{1,5}")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_BLANKS: Final = "[ \u00a0\u2009\u202f]"
_NEXT_WORD: Final = re.compile(rf"{_BLANKS}+([^\W\d_]+)|{_BLANKS}+(\S)|(\S)?")
_MONTH_FOLLOWS: Final = re.compile(rf"{_BLANKS}?(?:0?[1-9]|1[0-2])\.(?!\d)")
_YEAR_FOLLOWS: Final = re.compile(rf"{_BLANKS}?(?:19|20)\d\d(?!\d)")
_SOMETHING: Final = re.compile(r"[^\S\n]*[^\s]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_SHORT_DATE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.")
_DASHES: Final = frozenset({"(", "–", "-"})
_TIGHT: Final = frozenset({",", ";", ":", "/", ")", "]", "-", "–", "“", "«", '"', "%"})
_SINGLE_QUOTES: Final = frozenset("'‚‘’›‹`")
_BEGINNING: Final = frozenset({"", ".", "!", "?"})
_ORDINAL_DIGITS: Final = 3
_LAST_DAY: Final = 31
_LAST_MONTH: Final = 12


@registry.tokenizers("lagebild_tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], GermanTokenizer]:
    """Return the factory that spaCy's configuration names."""
    return lambda nlp: GermanTokenizer(nlp.vocab)


class GermanTokenizer:
    """Callable that makes a `Doc` whose text equals the given text (lone surrogates become U+FFFD).

    ``token.norm_`` is the lower-case `normal_form` of the token; prefix, suffix and shape derive from it as
    well.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        set_form_getters(vocab)

    def __call__(self, text: str) -> Doc:
        """Cut ``text`` into tokens; runs of white space beyond one blank are tokens of their own."""
        text = _SURROGATES.sub("�", text)
        cut = _Cut(text)
        position = 0
        for match in _CHUNK.finditer(text):
            begin = match.start()
            if begin != position:
                cut.add_gap(text[position:begin])
            cut.add_chunk(match.group(), begin)
            position = match.end()
        cut.add_gap(text[position:])
        return Doc(self.vocab, words=cut.words, spaces=cut.spaces)

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


@dataclass(slots=True)
class _Cut:
    """The tokens of a text so far."""

    text: str
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    line: int = 0  # the token that the line begins with
    quoting: bool = False  # an opening single quotation mark is not closed yet

    def add_gap(self, gap: str) -> None:
        if gap == " " and self.words:
            self.spaces[-1] = True
            return
        if gap.startswith(" ") and self.words:
            self.spaces[-1] = True
            gap = gap[1:]
        if gap:
            self._add(gap)
            if "\n" in gap:
                self.line, self.quoting = len(self.words), False

    def add_chunk(self, chunk: str, begin: int) -> None:
        if chunk.isalpha():
            self._add(chunk)
            return
        pieces, settled = _pieces(chunk) if len(chunk) <= LONGEST_CACHED_CHUNK else _cut(chunk)
        if settled:
            self.words += pieces
            self.spaces += [False] * len(pieces)
        else:
            self._settle(pieces, begin)

    def _add(self, word: str) -> None:
        self.words.append(word)
        self.spaces.append(False)

    def _settle(self, pieces: Sequence[str], begin: int) -> None:
        """Add pieces, each joined with the mark behind it where both are one word."""
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            mark = pieces[index + 1] if index + 1 < len(pieces) else ""
            end = begin + len(piece)
            if _SHORT_DATE.fullmatch(piece) and not self._is_date(piece, end):
                self._add(piece[:-1])
                piece = "."
            elif mark and self._belongs(piece, mark, end):
                piece, end, index = piece + mark, end + len(mark), index + 1
            self._note_quote(piece, tight=end < len(self.text) and not self.text[end].isspace())
            self._add(piece)
            begin, index = end, index + 1

    def _note_quote(self, piece: str, *, tight: bool) -> None:
        if piece in _SINGLE_QUOTES:
            self.quoting = tight and not self.quoting

    def _belongs(self, word: str, mark: str, stop: int) -> bool:
        """Tell whether the mark at ``stop``, right behind ``word``, is part of it."""
        if mark == ".":
            return self._keeps_stop(word, stop)
        if mark in {"'", "’"}:
            return not self.quoting and word[-1].isalpha()
        capital = word[0].isupper() and mark[1:] == "s"
        return capital and len(self.words) > self.line and self.words[-1][-1].isalnum()

    def _before(self, distance: int = 1) -> str:
        """Return the token ``distance`` before the one to come, "" where the line begins."""
        index = len(self.words) - distance
        return self.words[index] if index >= self.line else ""

    def _keeps_stop(self, word: str, stop: int) -> bool:
        """Tell whether the full stop at ``stop`` belongs to ``word`` (abbreviation or ordinal)."""
        if word.isdigit():
            return len(word) <= _ORDINAL_DIGITS and self._ordinal(word, stop)
        if _ROMAN.fullmatch(word) and self._before()[:1].isupper():
            return self._ordinal(word, stop)
        following = _next_word(self.text, stop + 1)[0]
        if _ROMAN.fullmatch(word) and following in words_of("ordinal_nouns"):
            return True
        if len(word) == 1 or _SHORT_NAME.fullmatch(word):
            return self._initial(word.rpartition("-")[2], stop, following)
        return word in words_of("abbreviations") and self._near_figure(stop)

    def _near_figure(self, stop: int) -> bool:
        """Tell whether an ambiguous abbreviation ("Art.", "Min.") stands next to a figure or small letter."""
        word, spaced, tight = _next_word(self.text, stop + 1)
        follows = (
            word[:1].islower() or spaced.isdigit() or spaced == "§" or tight in _TIGHT or tight.isdigit()
        )
        return follows or self._before()[:1].isdigit()

    def _initial(self, word: str, stop: int, following: str) -> bool:
        chained = len(self._before()) == 2 and self._before()[1] == "."  # noqa: PLR2004 - "z. B."
        if chained or not word.isalpha():
            return chained
        opens = following[:1].isupper() and following.lower() in words_of("sentence_starters")
        return not opens and _SOMETHING.match(self.text, stop + 1) is not None

    def _ordinal(self, number: str, stop: int) -> bool:
        word, spaced, tight = _next_word(self.text, stop + 1)
        if tight or not (word or spaced):
            return tight in _TIGHT or _month_at(self.text, stop + 1)
        if not word:
            return spaced in _DASHES or self._is_day(number, stop, spaced)
        if word[0].islower() or word in words_of("ordinal_nouns"):
            return True
        begins = self._before() in _BEGINNING
        if word.lower() in words_of("sentence_starters"):
            return begins
        return begins or self._heralded()

    def _is_day(self, number: str, stop: int, following: str) -> bool:
        """Tell whether "21." in "21. 10. 2024" and "10." there are parts of a date."""
        if not number.isdigit() or not following.isdigit():
            return False
        if self._before()[:-1].isdigit() and _YEAR_FOLLOWS.match(self.text, stop + 1):
            return True
        return not self._before() or bool(
            int(number) <= _LAST_DAY and _MONTH_FOLLOWS.match(self.text, stop + 1)
        )

    def _heralded(self) -> bool:
        """Tell whether the words before announce an ordinal: "am 21.", "den späteren 1."."""
        heralds, before = words_of("ordinal_heralds"), self._before().lower()
        inflected = before.endswith(("e", "en", "er", "es", "em")) and self._before().islower()
        return before in heralds or (inflected and self._before(2).lower() in heralds)

    def _is_date(self, date: str, end: int) -> bool:
        """Tell "am 3.10." from a version or paragraph number at the end of a sentence."""
        day, month = date[:-1].split(".")
        if not (1 <= int(day) <= _LAST_DAY and 1 <= int(month) <= _LAST_MONTH):
            return False
        word, spaced, _ = _next_word(self.text, end)
        opens = not (word or spaced) or (word.lower() in words_of("sentence_starters") and word[0].isupper())
        return not opens or self._before().lower() in words_of("ordinal_heralds") or not self._before()


def _month_at(text: str, position: int) -> bool:
    """Tell whether a month stands there ("8.September")."""
    match = _LETTERS.match(text, position)
    return match is not None and match.group() in words_of("months")


def _next_word(text: str, position: int) -> tuple[str, str, str]:
    """Return what follows: a word after blanks, another character after blanks, or a character at once."""
    match = _NEXT_WORD.match(text, position)
    word, spaced, tight = match.groups() if match else (None, None, None)
    return word or "", spaced or "", tight or ""


def _cut(chunk: str) -> tuple[tuple[str, ...], bool]:
    """Return the pieces of a text without white space and whether none depends on what is around."""
    pieces: list[str] = []
    settled = True
    for match in _TOKEN.finditer(chunk):
        piece, kind = match.group(), match.lastgroup
        if piece == "." and pieces and match.start() and _is_abbreviation(pieces[-1]):
            pieces[-1] += "."
            continue
        pieces.append(piece)
        settled = settled and not _depends(pieces, kind)
    return _rejoined(pieces), settled


_pieces = lru_cache(WORD_CACHE_SIZE)(_cut)


def _depends(pieces: Sequence[str], kind: str | None) -> bool:
    """Tell whether the last piece has to be seen at its place."""
    piece = pieces[-1]
    if kind == "date":
        return _SHORT_DATE.fullmatch(piece) is not None
    if piece in _SINGLE_QUOTES or kind == "clitic":
        return True
    if piece != "." or len(pieces) == 1:
        return False
    word = pieces[-2]
    initial = len(word) == 1 or _SHORT_NAME.fullmatch(word) is not None
    return initial or word.isdigit() or _ROMAN.fullmatch(word) is not None or _is_ambiguous(word)


def _is_abbreviation(word: str) -> bool:
    word = normal_form(word)
    return {word, word.rpartition("-")[2]} & words_of("abbreviations") != set() and not _is_ambiguous(word)


def _is_ambiguous(word: str) -> bool:
    return word in words_of("ambiguous_abbreviations")


def _rejoined(pieces: list[str]) -> tuple[str, ...]:
    """Put names with a full stop inside together again ("ver.di")."""
    for index in range(len(pieces) - 2, 0, -1):
        name = "".join(pieces[index - 1 : index + 2])
        if pieces[index] == "." and name.partition("-")[0] in words_of("dotted_names"):
            pieces[index - 1 : index + 2] = [name]
    return tuple(pieces)
