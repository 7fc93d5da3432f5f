"""Dates, times and quantities by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_MONTHS: Final = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    "|Jan\\.|Feb\\.|Apr\\.|Aug\\.|Sept?\\.|Okt\\.|Nov\\.|Dez\\."
)
_DAYS: Final = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag"
_PART_OF_DAY: Final = "morgen|vormittag|mittag|nachmittag|abend|nacht"
_NUMBER: Final = r"(?<![\w.,])[-−]?\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|(?<![\w.,])[-−]?\d+(?:,\d+)?"
_SCALE: Final = r"(?:Tausend|tausend|Tsd\.|Million(?:en)?|Mio\.?|Milliarden?|Mrd\.?|Billion(?:en)?|Dutzend)"
_UNIT: Final = (
    r"(?:Prozent(?:punkte?n?)?|%|Promille|Euro|€|US-Dollar|Dollar|\$|Franken|Pfund|Rubel|Yen|Yuan|Cent"
    r"|Kilometern?|km/h|km²|km|Metern?|m²|m|Zentimetern?|cm|Millimetern?|mm|Hektar|ha|Quadratkilometern?|Quadratmetern?"
    r"|Kubikmetern?|Tonnen?|Kilogramm"
    r"|Kilo|kg|Gramm|Litern?|Grad(?: Celsius)?|°C?|Watt|Kilowatt(?:stunden?)?|Megawatt(?:stunden?)?"
    r"|Gigawatt(?:stunden?)?|Terawattstunden?|kWh|MWh|GWh|MW|GW|Jahren?|Monaten?|Wochen?|Tagen?|Stunden?|Minuten?|Sekunden?"
    r"|Knoten|Seemeilen?|Meilen)"
)
_DATE: Final = (
    rf"(?:(?:{_DAYS})(?:{_PART_OF_DAY})?s?,? (?:dem |den )?)?\d{{1,2}}\. ?(?:{_MONTHS})(?: \d{{4}})?"
    r"|(?<![\d.])\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?(?!\d)|(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})(?!\d)"
    rf"|(?:{_MONTHS}) \d{{4}}|\b(?:{_DAYS})(?:{_PART_OF_DAY})?\b|(?<=[Ii]m )(?:{_MONTHS})\b"
    rf"|\b(?:vorgestern|gestern|heute|übermorgen)(?: (?:{_PART_OF_DAY.title()}))?\b"
    r"|\b(?:Anfang|Mitte|Ende|Frühjahr|Frühling|Sommer|Herbst|Winter) (?:19|20)\d{2}\b"
    r"|(?<=[Ss]eit )(?:19|20)\d{2}\b|(?<=\()(?:19|20)\d{2}(?=\))"
    r"|(?<=[Ii]m Jahr )\d{4}\b|(?<=[Ii]m Jahre )\d{4}\b"
)
_TIME: Final = r"(?<![\d.:])\d{1,2}(?:[.:]\d{2})? Uhr(?: \d{2})?|(?<![\d.:])\d{1,2}:\d{2}(?![\d:])"

_QUANTITY: Final = rf"(?:{_NUMBER})(?:[ \u00a0]?{_SCALE}(?!\w))?(?:[ \u00a0]?{_UNIT}(?!\w))?"
_PATTERN: Final = re.compile(rf"(?P<DATE>{_DATE})|(?P<TIME>{_TIME})|(?P<QUANTITY>{_QUANTITY})")


def find_timex(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield ``(begin, end, label)`` of dates, times of day and figures with their units in ``text``."""
    for match in _PATTERN.finditer(text):
        yield match.start(), match.end(), match.lastgroup or ""
