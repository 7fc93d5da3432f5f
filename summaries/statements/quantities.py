"""Figures with what they count, as ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from summaries.model import Quantity, Span
from summaries.statements.lexicon import words

_YEAR = re.compile(r"(?:18|19|20)\d\d")
_DIGITS = re.compile(r"(?:\d{1,3}(?:[.\u00a0\u2009\u202f ]\d{3})+|\d+)(?:,\d+)?")
_WORDS = {
    "null": 0,
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "einer": 1,
    "eins": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "zwanzig": 20,
    "dreißig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
}
NUMBER_WORDS = tuple(word for word, value in _WORDS.items() if 1 < value <= 12)  # noqa: PLR2004 - one word each
"""The words for small numbers: "zwei" to "zwölf"."""
_SCALES = {
    "dutzend": 12.0,
    "hundert": 1e2,
    "tausend": 1e3,
    "million": 1e6,
    "millionen": 1e6,
    "mio": 1e6,
    "mio.": 1e6,
    "milliarde": 1e9,
    "milliarden": 1e9,
    "mrd": 1e9,
    "mrd.": 1e9,
    "billion": 1e12,
    "billionen": 1e12,
}
_TEENS = {
    "dreizehn": 13,
    "vierzehn": 14,
    "fünfzehn": 15,
    "sechzehn": 16,
    "siebzehn": 17,
    "achtzehn": 18,
    "neunzehn": 19,
}
_LONGEST_NUMBER = 80  # siebenhundertsiebenundsiebzigtausendsiebenhundertsiebenundsiebzig has 65 letters
_COMPOUND = re.compile(
    r"(?:(?P<thousands>[a-zäöüß]*?)tausend(?:und)?)?(?:(?P<hundreds>[a-zäöüß]*?)hundert(?:und)?)?(?P<rest>[a-zäöüß]*)"
)
# Vague plurals: "Tausende" is at least two thousand and below the next word up.
_VAGUE = {
    "dutzende": (24.0, 200.0),
    "hunderte": (200.0, 2e3),
    "tausende": (2e3, 2e4),
    "zehntausende": (2e4, 2e5),
    "hunderttausende": (2e5, 2e6),
    "millionen": (2e6, 2e9),
    "milliarden": (2e9, 2e12),
}
_UNITS = {
    "prozent": "percent",
    "%": "percent",
    "prozentpunkt": "percentage_points",
    "euro": "EUR",
    "€": "EUR",
    "dollar": "USD",
    "us-dollar": "USD",
    "franken": "CHF",
    "pfund": "GBP",
    "rubel": "RUB",
    "kilometer": "km",
    "km": "km",
    "meter": "m",
    "zentimeter": "cm",
    "millimeter": "mm",
    "liter": "l",
    "tonne": "t",
    "kilogramm": "kg",
    "kilo": "kg",
    "gramm": "g",
    "hektar": "ha",
    "quadratkilometer": "km2",
    "quadratmeter": "m2",
    "grad": "degree",
    "stunde": "h",
    "minute": "min",
    "sekunde": "s",
    "tag": "d",
    "woche": "week",
    "monat": "month",
    "jahr": "year",
    "km/h": "km/h",
    "stundenkilometer": "km/h",
    "megawatt": "MW",
    "gigawatt": "GW",
}
_APPROXIMATE = frozenset(
    ["rund", "etwa", "circa", "ca", "ca.", "ungefähr", "zirka", "gut", "schätzungsweise"]
)
_UPPER = words("upper")
_LOWER = frozenset(["mindestens", "wenigstens", "über"])
_MONTHS = words("months")
# What is told by its number: "Autobahn 3", "bei Kilometer 36".
_NUMBERED = frozenset(
    [
        "autobahn",
        "bundesstraße",
        "landesstraße",
        "kreisstraße",
        "kilometer",
        "linie",
        "gleis",
        "rang",
        "platz",
        "haus",
        "kategorie",
        "flug",
    ]
)
# "rund 1.500" is read as ± 10 %: papers round to the first or second digit.
_MORE = frozenset({"weitere", "weiteren", "weiterer", "zusätzliche", "zusätzlichen", "andere", "anderen"})
_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class _Number:
    begin: int  # token index
    end: int
    value: float
    low: float | None
    high: float | None


def quantities(doc: Doc, tokens: Sequence[int], *, planned: bool, counts: str = "") -> tuple[Quantity, ...]:
    """Return the figures among ``tokens`` that count or measure something; dates and times are left out.

    ``counts`` is what a figure without a noun counts, where the sentence says it elsewhere.
    """
    numbers = _numbers(doc, _affirmed(doc, tokens), bare=bool(counts))
    found = (_quantity(doc, number, planned=planned) for number in numbers)
    return tuple(replace(q, of=q.of or counts) for q in found)


def counted_noun(doc: Doc, tokens: Sequence[int]) -> str:
    """What the figures among ``tokens`` count, as far as one of them says it; "" if none does."""
    return next((q.of for q in quantities(doc, tokens, planned=False) if q.of), "")


def _affirmed(doc: Doc, tokens: Sequence[int]) -> list[int]:
    """The tokens without what "nicht A, sondern B" and "B und nicht A" reject."""
    late = next((i for i in tokens if doc[i].lower_ == "nicht" and _rejects(doc, i)), None)
    if late is not None and not any(
        doc[i].tag_[:1] == "V" for i in tokens if i > late and doc[i].tag_ != "VVPP"
    ):
        tokens = [i for i in tokens if i < late]
    turn = next((i for i in tokens if doc[i].lower_ == "sondern"), None)
    start = next((i for i in tokens if doc[i].lower_ == "nicht"), None)
    if turn is None or start is None or start > turn:
        return list(tokens)
    return [i for i in tokens if not start <= i < turn]


def _rejects(doc: Doc, negation: int) -> bool:
    """„und nicht wie gemeldet 2,3 Prozent“, "49 Schulen, nicht 94"."""
    before = doc[negation - 1].lower_ if negation else ""
    figure = negation + 1 < len(doc) and _value(doc[negation + 1]) is not None
    return before == "und" or (before == "," and figure)


def _numbers(doc: Doc, tokens: list[int], *, bare: bool = False) -> Iterator[_Number]:
    at = 0
    while at < len(tokens):
        number = _number_at(doc, tokens, at)
        if number is None:
            at += 1
            continue
        if bare or _counted(doc, number) is not None:
            yield _bounded(doc, number)
        while at < len(tokens) and tokens[at] < number.end:
            at += 1


def _number_at(doc: Doc, tokens: Sequence[int], at: int) -> _Number | None:
    token = doc[tokens[at]]
    if token.lower_ in _VAGUE and not _measured(doc, token):
        low, high = _VAGUE[token.lower_]
        return _Number(token.i, token.i + 1, low, low, high)
    value = _value(token)
    if value is None or _is_calendar(doc, token):
        return None
    end = token.i + 1
    scale = _SCALES.get(doc[end].lower_) if end < len(doc) else None
    if scale is not None:
        value, end = value * scale, end + 1
    return _range(doc, _Number(token.i, end, value, value, value))


def _measured(doc: Doc, token: Token) -> bool:
    return token.i > 0 and _value(doc[token.i - 1]) is not None


def _value(token: Token) -> float | None:
    if _DIGITS.fullmatch(token.text):
        return float(re.sub(r"[.\u00a0\u2009\u202f ]", "", token.text).replace(",", "."))
    word = token.lower_
    if word in _WORDS and (token.tag_ == "CARD" or _WORDS[word] > 1 or _scales(token)):
        return float(_WORDS[word])
    if word in {"dutzend", "hundert", "tausend"} and token.i > 0:
        return {"dutzend": 12.0, "hundert": 100.0, "tausend": 1000.0}[word]
    return None if word in _WORDS else float(_compound(word)) or None


def _scales(token: Token) -> bool:
    """Whether "eine" stands before a scale, so that it counts: "einer Million"."""
    following = token.doc[token.i + 1 : token.i + 2]
    return bool(following) and _SCALES.get(following[0].lower_, 0.0) >= _SCALES["million"]


def _compound(word: str) -> int:
    """The value of a number written as one word ("einundzwanzig", "dreihundert"), 0 where it is none."""
    match = _COMPOUND.fullmatch(word) if len(word) <= _LONGEST_NUMBER else None
    if match is None or word in {"", "und"}:
        return 0
    thousands, hundreds = match["thousands"], match["hundreds"]
    small = _small(match["rest"] or "")
    if small is None:
        return 0
    total = small
    total += 100 * (_small(hundreds) or 1) if hundreds is not None else 0
    total += 1000 * (_small(thousands) or 1) if thousands is not None else 0
    return total


def _small(word: str) -> int | None:
    """The value of a number word below a hundred, 0 for none, None for another word."""
    if word in _WORDS or not word:
        return _WORDS.get(word, 0)
    if word in _TEENS:
        return _TEENS[word]
    ones, joined, tens = word.partition("und")
    both = joined and ones in _WORDS and _WORDS.get(tens, 0) >= 20  # noqa: PLR2004 - "einundzwanzig"
    return _WORDS[ones] + _WORDS[tens] if both else None


def _is_calendar(doc: Doc, token: Token) -> bool:
    """Whether the number is a day, a year or a time of day."""
    following = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
    if following == "." and (
        token.i + 2 >= len(doc) or doc[token.i + 2].is_sent_start or doc[token.i + 2].is_space
    ):
        following = ""  # a full stop, not an ordinal
    before = doc[token.i - 1].lower_ if token.i else ""
    if before in _NUMBERED or (_looks_like_year(token.text) and _opens_phrase(doc, token.i + 1)):
        return True
    if following == "uhr" or following in _MONTHS or (before in _MONTHS and _looks_like_year(token.text)):
        return True
    if following == "." or before in {"jahr", "jahre", "seit", "nr.", "nummer", "artikel", "paragraf", "§"}:
        return following == "." or not following or _looks_like_year(token.text) or before != "seit"
    return _looks_like_year(token.text) and before in {
        "",
        "in",
        "im",
        "von",
        "bis",
        "und",
        "anfang",
        "ende",
        "mitte",
        "(",
    }


def _opens_phrase(doc: Doc, at: int) -> bool:
    """Whether a noun phrase of its own begins, so that a year before it is one: "war 2017 ein Fisch"."""
    return at < len(doc) and doc[at].tag_ in {"ART", "APPR", "APPRART"}


def _looks_like_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text))


def _range(doc: Doc, number: _Number) -> _Number:
    """Read "zwischen 10 und 15", "10 bis 15" as one number with two ends."""
    begin, end = number.begin, number.end
    if end + 1 < len(doc) and doc[end].lower_ in {"bis", "und", "oder"}:
        joined = doc[end].lower_ == "bis" or (begin > 0 and doc[begin - 1].lower_ == "zwischen")
        second = _value(doc[end + 1])
        if joined and second is not None and second > number.value:
            scale = _SCALES.get(doc[end + 2].lower_, 1.0) if end + 2 < len(doc) else 1.0
            stop = end + 3 if scale != 1.0 else end + 2
            return _Number(begin, stop, second * scale, number.value * scale, second * scale)
    return number


def _bounded(doc: Doc, number: _Number) -> _Number:
    """Widen the number by the words before it: "rund", "mindestens", "bis zu", "mehr als", "mehrere"."""
    before = [doc[i].lower_ for i in range(max(0, number.begin - 3), number.begin)]
    last, pair = (before[-1] if before else ""), " ".join(before[-2:])
    value, low, high = number.value, number.low, number.high
    if low != high:
        return number
    if last in {"mehrere", "einige"}:
        return _Number(number.begin - 1, number.end, value * 2, value * 2, value * 10)
    if pair in {"mehr als", "deutlich über", "nicht weniger"} or last in _LOWER:
        low, high = value, None
    elif pair in {"weniger als", "bis zu", "nicht mehr"} or last in _UPPER:
        low, high = (value * (1 - 2 * _TOLERANCE) if last in {"knapp", "fast", "beinahe"} else None), value
    elif last in _APPROXIMATE:
        low, high = value * (1 - _TOLERANCE), value * (1 + _TOLERANCE)
    return _Number(number.begin, number.end, value, low, high)


def _counted(doc: Doc, number: _Number) -> tuple[str, str] | None:
    """Return (unit, counted noun) for the number, or None where it counts nothing."""
    at = number.end
    unit = "count"
    first = doc[at] if at < len(doc) else None
    if first is not None and _unit(first) is not None:
        unit = _unit(first) or unit
        at += 1
        if unit == "km" and _is_per_hour(doc, at):
            return "km/h", ""
        if doc[at : at + 1].text.lower().startswith("alt"):
            return None  # "eine 86 Jahre alte Frau": an age counts nothing
        return unit, _noun_after(doc, at) or ""
    if _is_magnitude(doc, number):
        return "magnitude", ""
    noun = _noun_after(doc, at) or _total_of(doc, number)
    if any(token.lower_ in _MORE for token in doc[max(0, number.begin - 1) : at + 2]):
        unit = "more"  # "vier weitere Verletzte" adds to a figure and is none that could conflict
    if noun in _UNITS:
        return _UNITS[noun], ""  # "im Alter von 67 und 56 Jahren"
    return (unit, noun) if noun else None


def _is_per_hour(doc: Doc, at: int) -> bool:
    """Whether a distance is a speed: "130 Kilometer pro Stunde", "130 km / h"."""
    behind = [token.lower_ for token in doc[at : at + 2]]
    return behind in (["pro", "stunde"], ["in", "der"], ["/", "h"]) and (
        behind != ["in", "der"] or doc[at + 2 : at + 3].text == "Stunde"
    )


def _is_magnitude(doc: Doc, number: _Number) -> bool:
    """„ein Beben der Stärke 3,9“, "gab die Stärke mit 4,2 an"."""
    before = [token.lemma_.lower() for token in doc[max(0, number.begin - 2) : number.begin]]
    named = before[-1:] if before[-1:] != ["von"] and before[-1:] != ["mit"] else before[:1]
    return bool(named) and named[0] in {"stärke", "magnitude"}


def _total_of(doc: Doc, number: _Number) -> str | None:
    """„die Zahl der Verletzten stieg auf elf“: the counted noun stands before the figure."""
    before = doc[max(0, number.begin - 12) : number.begin]
    if number.begin == 0 or doc[number.begin - 1].lower_ not in {
        "auf",
        "mit",
        "bei",
        "von",
        "mindestens",
        "über",
        "rund",
        "etwa",
    }:
        return None
    for token in reversed(before):
        if token.lemma_ in {"Zahl", "Anzahl"}:
            following = [t for t in doc[token.i + 1 : token.i + 4] if t.tag_ in {"NN", "NNA"}]
            return following[0].lemma_.lower() if following else None
        if token.tag_ == "$.":
            return None
    return None


def _unit(token: Token) -> str | None:
    return _UNITS.get(token.lower_) or _UNITS.get(token.lemma_.lower())


def _noun_after(doc: Doc, at: int) -> str | None:
    """The noun that a figure counts: the first after it, over adjectives, "von" and articles."""
    for token in doc[at : at + 6]:
        if token.tag_ in {"NN", "NNA"}:
            return token.lemma_.lower()
        if token.tag_ not in {"ADJA", "APPR", "ART", "KON", "TRUNC", "PPOSAT", "CARD"} or token.lower_ in {
            "in",
            "für",
            "auf",
        }:
            return None
    return None


def _quantity(doc: Doc, number: _Number, *, planned: bool) -> Quantity:
    unit, of = _counted(doc, number) or ("count", "")
    last = doc[number.end - 1]
    span = Span(doc[number.begin].idx, last.idx + len(last.text))
    return Quantity(span, number.value, number.low, number.high, unit, of, planned)
