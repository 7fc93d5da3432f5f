"""Words as the story engine compares them: stems, parts of compounds, and four-letter runs of long words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from config.stories import GRAM_LENGTH, GRAM_MIN_WORD, PART_WEIGHT, TITLE_WEIGHT
from summaries.grouped import joined
from summaries.model import Features

GRAM_MARK = "#"
"""First character of a four-letter run among the terms, so that it never equals a stem."""

TICKER_MARK = "+"
"""First character of a ticker's name among the terms: its entries are states of one text."""

RESULT_MARK = "="
"""First character of the result that an article is about, among its numbers: others are mentioned."""

ROUNDUP = "=roundup"
"""The term that marks an article about several events."""

_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_DIGIT = re.compile(r"\D")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?:\D|$))")
_MONTHS = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_SPELLED = (
    *("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt"),
    *("elft", "zwölft", "dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt"),
    *("neunzehnt", "zwanzigst"),
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<figure>\d{{1,3}})\.|(?P<word>{'|'.join(_SPELLED)})e[nrsm]?)\s+"
    rf"(?:[a-zäöüß]+e[nrsm]?\s+)?(?!(?:{_MONTHS})\b)(?P<noun>[A-ZÄÖÜ][\w-]+)",
)
_EDITION = re.compile(
    rf"\b(?!(?:{_MONTHS}|Jahre?s?|Anfang|Mitte|Ende|Seit|Bis|Von|Ab|Im|In|Frühjahr|Sommer|Herbst|Winter)\b)"
    r"(?P<noun>[A-ZÄÖÜ][\w-]{2,})\s+(?P<figure>(?:19|20)\d{2})\b"
)
_SERIES = re.compile(
    r"inflation|teuerung|verbraucherpreis|arbeitslos|erwerbslos|neuzulassung|neu zugelassen|exporte|importe"
    r"|ausfuhr|geschäftsklima|konsumklima|auftragseing|erzeugerpreis|großhandelspreis|einzelhandelsums"
    r"|industrieproduktion",
    re.IGNORECASE,
)
_OF_MONTH = re.compile(
    r"\b(?:im|für) "
    r"(?P<month>Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
_STORM = re.compile(
    r"\b(?:[A-ZÄÖÜ]?\w*(?:[Ss]turm|[Oo]rkan|[Hh]urrikan|[Tt]aifun|[Zz]yklon)(?:tief)?s?|Tief)\s+"
    r"[\"„»“']?(?P<name>[A-ZÄÖÜ][a-zäöüß]{2,})"
)
_MAIN_RESULT = re.compile(r"(?<![\d:.])\d{1,3}:\d{1,3}(?![\d:]|\s?Uhr)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(
    r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:19|20)\d{2})?|\b\d{1,2}[.:]\d{2}\s?Uhr\b|\b\d{1,2}\.\d{2}\b(?=\s*Uhr)"
)
_MINOR_TAGS = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ", "SPACE", "X"})


def as_roundup(features: Features) -> Features:
    """Return the features of an article that has turned out to be about several events: nothing joins it."""
    return replace(features, terms=dict(sorted({**features.terms, ROUNDUP: TITLE_WEIGHT}.items())))


def is_marked(features: Features) -> bool:
    """Tell whether an article is marked as one about several events."""
    return ROUNDUP in features.terms


def stem(word: str) -> str:
    """Return the stem of a German word by the CISTEM algorithm (Weissweiler and Fraser 2017).

    Args:
        word: One word; its first letter's case matters, as "-t" is an ending of verbs and not of nouns.

    Returns:
        The stem in lower case without umlauts; words of three letters and fewer come back folded only.
    """
    folded = re.sub(r"^ge(?=.{4})", "", word.lower().translate(_FOLD))
    folded = folded.replace("sch", "$").replace("ei", "%").replace("ie", "&")
    folded = _strip_endings(re.sub(r"(.)\1", r"\1*", folded), noun=word[:1].isupper())
    folded = re.sub(r"(.)\*", r"\1\1", folded)
    return folded.replace("%", "ei").replace("&", "ie").replace("$", "sch")


def _strip_endings(word: str, *, noun: bool) -> str:
    last = r"[esn]$" if noun else r"[tesn]$"
    while len(word) > 3:  # noqa: PLR2004
        shorter = re.sub(r"(?<=.{4})(?:e[mr]|nd)$", "", word)
        shorter = re.sub(last, "", word) if shorter == word else shorter
        if shorter == word:
            break
        word = shorter
    return word


def grams(word: str) -> Iterator[str]:
    """Yield the marked four-letter runs of a word long enough to be a compound or a derivation."""
    folded = word.lower().translate(_FOLD)
    if len(folded) >= GRAM_MIN_WORD:
        for start in range(len(folded) - GRAM_LENGTH + 1):
            yield GRAM_MARK + folded[start : start + GRAM_LENGTH]


def is_content(token: Token) -> bool:
    """Tell whether a token carries content: no stop word, no function word, at least two letters."""
    return bool(_WORD.search(token.text)) and not token.is_stop and token.pos_ not in _MINOR_TAGS


def terms_of(token: Token) -> Iterator[tuple[str, float]]:
    """Yield the stems of one token with their weights: whole words 1, parts of compounds less.

    Hyphenated words ("Ukraine-Krieg") count as their parts, each a whole word.
    """
    wholes = whole_stems(token)
    yield from ((whole, 1.0) for whole in sorted(wholes))
    parts = {stem(part) for part in compound_parts(token) if len(part) > 2} - wholes  # noqa: PLR2004
    yield from ((part, PART_WEIGHT) for part in sorted(parts))


def whole_stems(token: Token) -> frozenset[str]:
    """Return the stem of a token, or those of the words that hyphens join."""
    words = _WORD.findall(token.text)
    if len(words) == 1 and token.lemma_ and _WORD.fullmatch(token.lemma_):
        words = [token.lemma_]
    return frozenset(stem(word) for word in words)


def compound_parts(token: Token) -> tuple[str, ...]:
    """Return the parts of a compound where the pipeline marks them, else nothing."""
    if not Token.has_extension("parts"):
        return ()
    parts = tuple(token._.parts or ())
    return parts if len(parts) > 1 else ()


def numbers_in(text: str) -> frozenset[str]:
    """Return the figures of a text without marks or blanks between groups, calendar dates and clock times."""
    plain = _THOUSANDS.sub("", joined(_DATE.sub(" ", text)))
    return frozenset(_NUMBER.findall(plain))


def ordinals_in(text: str) -> frozenset[str]:
    """Return what tells an event from its like: "12. paket" for "zwölftes Paket", "edda. sturm" for a storm.

    An issue of a year counts, too: "2025. bericht" for "Bericht 2025", and the month of a figure that comes
    every month: "juni. monatszahl" for "Die Inflation lag im Juni bei 2,4 Prozent".
    """
    found = {f"{match['figure']}. {_head(match['noun'])}" for match in _EDITION.finditer(text)}
    for match in _ORDINAL.finditer(text[:1].lower() + text[1:]):
        figure = match["figure"] or str(_SPELLED.index(match["word"].lower()) + 1)
        found.add(f"{int(figure)}. {_head(match['noun'])}")
    if _SERIES.search(text):
        found |= {f"{match['month'].lower()}. monatszahl" for match in _OF_MONTH.finditer(text)}
    return frozenset(found) | {f"{match['name'].lower()}. sturm" for match in _STORM.finditer(text)}


def main_result(*texts: str) -> str:
    """Return the marked result that an article is about: the first one in the first text that has any."""
    found = next(filter(None, map(_MAIN_RESULT.search, texts)), None)
    return RESULT_MARK + found[0] if found else ""


def main_results(numbers: Iterable[str]) -> frozenset[str]:
    """Return the results, without their mark, that articles are about."""
    return frozenset(number[1:] for number in numbers if number.startswith(RESULT_MARK))


def telling_figures(numbers: Iterable[str]) -> frozenset[str]:
    """Return the figures that two reports seldom share by chance: exact ones of two digits and more.

    Years are shared by all, and results are mentioned in reports of the next match.
    """
    figures = (number for number in numbers if _NUMBER.fullmatch(number) and telling_digits(number))
    return frozenset(number for number in figures if ":" not in number and not _YEAR.fullmatch(number))


def telling_digits(figure: str) -> int:
    """Return how many digits of a figure are more than one of ten: 3 of "1432", 1 of "2,1", 0 of "5000"."""
    return max(0, len(_NO_DIGIT.sub("", figure).strip("0")) - 1)


def _head(noun: str) -> str:
    return stem(noun.rpartition("-")[2])


def other_ordinal(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether both sides number the same thing and never alike: the 12th and the 13th package.

    Args:
        left: Entries made by ``ordinals_in``; other entries are ignored.
        right: The other side's.
    """
    pairs = [(a.split(". "), b.split(". ")) for a in left if ". " in a for b in right if ". " in b]
    same = [(a[0] == b[0]) for a, b in pairs if a[1].endswith(b[1]) or b[1].endswith(a[1])]
    return bool(same) and not any(same)


def content_tokens(doc: Doc, begin: int, end: int) -> Iterator[Token]:
    """Yield the content tokens that start within the character range ``[begin, end)``."""
    for token in doc:
        if token.idx >= end:
            return
        if token.idx >= begin and is_content(token):
            yield token
