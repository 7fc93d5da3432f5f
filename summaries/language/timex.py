"""Dates, times of day and quantities by their form.

A quantity is a figure with its scale and unit, or without ("1.500"); what it counts is not part of it.
"""

from __future__ import annotations

import re
from typing import Final

_BLANK: Final = "[ \u00a0\u2009\u202f]"
_MONTHS: Final = (
    "Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    "|Jan\\.|Feb\\.|Apr\\.|Aug\\.|Sept?\\.|Okt\\.|Nov\\.|Dez\\."
)
_DAYS: Final = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag"
_PART_OF_DAY: Final = "morgen|vormittag|mittag|nachmittag|abend|nacht"
_DAY_PARTS: Final = "Früh|Morgen|Vormittag|Mittag|Nachmittag|Abend|Nacht|früh"
_FEASTS: Final = (
    "Neujahr|Silvester|Weihnachten|Ostern|Pfingsten|Heiligabend|Karfreitag|Ostersonntag|Ostermontag|Pfingstmontag"
    "|Rosenmontag|Aschermittwoch|Gründonnerstag|Allerheiligen|Fronleichnam|Christi Himmelfahrt"
)
_YEAR: Final = r"(?:1[5-9]|20)\d{2}(?![\d.,]\d|\d)"
_COUNT: Final = r"(?:\d{1,2}\.|erste[nrs]?|zweite[nrs]?|dritte[nrs]?|vierte[nrs]?)"
_DATE: Final = "|".join(
    (
        (
            rf"(?:(?:{_DAYS})(?:{_PART_OF_DAY})?s?,?{_BLANK}(?:dem |den |der )?)?"
            rf"\d{{1,2}}\.{_BLANK}?(?:{_MONTHS})(?:{_BLANK}\d{{4}})?(?!\w)"
        ),
        (
            rf"(?:(?:{_DAYS}),?{_BLANK}(?:dem |den |der )?)?"
            rf"\d{{1,2}}\.{_BLANK}?\d{{1,2}}\.(?:{_BLANK}?\d{{4}}|\d{{2}})?(?!\d)"
        ),
        r"\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}/\d{1,2}/\d{4}(?!\d)",
        rf"(?:{_MONTHS}){_BLANK}\d{{4}}(?!\d)",
        rf"(?:{_DAYS})(?:{_PART_OF_DAY})?(?!\w)(?:{_BLANK}(?:{_DAY_PARTS})(?!\w))?",
        rf"(?:Anfang|Mitte|Ende){_BLANK}(?:(?:{_MONTHS})(?:{_BLANK}\d{{4}})?(?!\w)|{_YEAR})",
        rf"(?:Frühjahr|Frühling|Sommer|Herbst|Winter|Jahreswechsel){_BLANK}{_YEAR}(?:/\d\d)?",
        (
            rf"(?:(?<=[Ii]m )|(?<=[Ss]eit )|(?<=[Bb]is )|(?<=[Aa]b )|"
            rf"(?<=[Vv]om )|(?<=[Zz]um )|(?<=[Vv]or ))(?:{_MONTHS})(?!\w)"
        ),
        rf"(?:[Vv]orgestern|[Gg]estern|[Hh]eute|[Üü]bermorgen)(?!\w)(?:{_BLANK}(?:{_DAY_PARTS})(?!\w))?",
        rf"(?:{_FEASTS})(?:{_BLANK}{_YEAR})?(?!\w)",
        (
            rf"{_COUNT}{_BLANK}(?:Quartals?|Halbjahre?s?|Jahrhunderts?|Jahrtausends?)"
            rf"(?:{_BLANK}(?:{_YEAR}|v\. Chr\.|n\. Chr\.))?(?!\w)"
        ),
        r"(?:1[5-9]|20)?\d0er(?:-|[ \u00a0])Jahren?(?!\w)|(?:1[5-9]|20)\d0er(?!\w)",
        r"(?:19|20)\d{2}/(?:20)?\d{2}(?!\d)",
        rf"(?:19|20)\d{{2}}(?![\d.,:/%-]\d|\d|{_BLANK}?[%€$]|{_BLANK}[A-ZÄÖÜ0-9]|-)",
        r"(?:(?<=[Jj]ahr )|(?<=[Jj]ahre )|(?<=[Jj]ahres )|(?<=[Ss]eit )|(?<=\())\d{4}(?![\d.,]\d|\d)",
    )
)
_HOURS: Final = "eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
_CLOCK: Final = r"(?:[01]?\d|2[0-4])"
_TIME: Final = "|".join(
    (
        (
            rf"{_CLOCK}(?:[.:][0-5]\d){{0,2}}{_BLANK}?Uhr(?:{_BLANK}[0-5]\d(?![\d.,]))?(?!\w)"
            rf"(?:{_BLANK}(?:morgens|vormittags|mittags|nachmittags|abends|nachts|früh|MEZ|MESZ|GMT|UTC|Ortszeit)(?!\w))?"
        ),
        rf"{_CLOCK}:[0-5]\d(?::[0-5]\d)?(?![\d:])",
        (
            rf"(?:Mitternacht|(?:halb|kurz vor|kurz nach){_BLANK}(?:{_HOURS})"
            rf"|[Vv]iertel{_BLANK}(?:vor|nach){_BLANK}(?:{_HOURS})|(?:{_HOURS}){_BLANK}Uhr)(?!\w)"
        ),
    )
)
_NUMBER: Final = r"[-−]?(?:\d{1,3}(?:[.\u00a0\u2009\u202f'’]\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
_SCALE: Final = r"(?:Tausend|tausend|Tsd\.|Million(?:en)?|Mio\.?|Milliarden?|Mrd\.?|Billion(?:en)?|Dutzend)"
_UNIT: Final = (
    r"(?:Prozent(?:punkte?n?)?|%|Promille|Euro|€|US-Dollar|Dollar|\$|Franken|Pfund|Rubel|Yen|Yuan|Kronen|Zloty|Cent"
    r"|Kilometern?|km/h|km²|km|Metern?|m²|m³|m|Zentimetern?|cm|Millimetern?|mm|Hektar|ha|Quadratkilometern?"
    r"|Quadratmetern?|Kubikmetern?|Tonnen?|Kilogramm|Kilo|kg|Gramm|Litern?|Liter|Grad(?: Celsius)?|°C?"
    r"|Kilowatt(?:stunden?)?|Megawatt(?:stunden?)?|Gigawatt(?:stunden?)?|Terawattstunden?|Watt|kWh|MWh|GWh|TWh|kW|MW|GW|Jahren?|Monaten?|Wochen?"
    r"|Tagen?|Stundenkilometern?|Stunden?|Minuten?|Sekunden?|Knoten|Seemeilen?|Meilen|Barrel|Gigabyte)"
)
_WORDS: Final = (
    "eine|eineinhalb|anderthalb|zwei|zweieinhalb|drei|dreieinhalb|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
    "|fünfzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend|hunderttausend|mehrere|einige"
)
_WORD_UNIT: Final = r"Prozent(?:punkte?n?)?|Euro|Dollar|Franken|Kilometern?|Metern?|Hektar|Tonnen?"
_QUANTITY: Final = "|".join(
    (
        rf"{_NUMBER}(?:{_BLANK}?{_SCALE}(?!\w))?(?:{_BLANK}?{_UNIT}(?!\w))?",
        rf"(?:{_WORDS}){_BLANK}(?:Millionen?|Milliarden?|Billionen?|Dutzend)(?:{_BLANK}{_UNIT})?(?!\w)",
        rf"(?:{_WORDS}){_BLANK}(?:{_WORD_UNIT})(?!\w)",
    )
)
_PATTERN: Final = re.compile(rf"(?P<DATE>{_DATE})|(?P<TIME>{_TIME})|(?P<QUANTITY>{_QUANTITY})")
_FIRST_WORDS: Final = {
    word.replace("\\", "").lower()
    for pattern in (_MONTHS, _DAYS, _FEASTS, _HOURS, _WORDS)
    for word in pattern.split("|")
} | frozenset(
    (
        "anfang", "mitte", "ende", "frühjahr", "frühling", "sommer", "herbst", "winter", "jahreswechsel",
        "heute", "vorgestern", "gestern", "übermorgen", "christi", "kurz", "mitternacht", "halb",
        "viertel", "erste", "ersten", "erster", "zweite", "zweiten", "dritte", "dritten", "vierte", "vierten",
    )
)  # fmt: skip
_FIRST_DAYS: Final = frozenset(
    f"{day}{part}{end}".lower()
    for day in _DAYS.split("|")
    for part in ("", *_PART_OF_DAY.split("|"))
    for end in ("", "s")
)


def may_begin(word: str) -> bool:
    """Tell cheaply whether a date, time or quantity can begin with ``word``."""
    first = word[0]
    if first.isdigit() or (first in "-−" and word[1:2].isdigit()):
        return True
    lower = word.lower()
    return lower in _FIRST_WORDS or lower in _FIRST_DAYS


def timex_at(text: str, position: int) -> tuple[int, str] | None:
    """Return the end and the label of the date, time or quantity that begins at ``position``."""
    match = _PATTERN.match(text, position)
    return (match.end(), match.lastgroup or "") if match else None
