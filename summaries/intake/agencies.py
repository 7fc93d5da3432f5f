"""Wire services: credit lines that name them, and datelines at the head of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# name as written in credit lines -> the one key used in Document.agency
_AGENCIES: Final[Mapping[str, str]] = {
    "dpa-infocom": "dpa",
    "dpa-afx": "dpa",
    "dpa-video": "dpa",
    "dpa": "dpa",
    "afp": "AFP",
    "reuters": "Reuters",
    "rtr": "Reuters",
    "associated press": "AP",
    "ap": "AP",
    "kna": "KNA",
    "epd": "epd",
    "sid": "SID",
    "apa": "APA",
    "keystone-sda": "Keystone-SDA",
    "sda": "Keystone-SDA",
    "dapd": "dapd",
    "ddp": "ddp",
    "dts": "dts",
    "ots": "ots",
    "deutschen presse-agentur": "dpa",
    "deutsche presse-agentur": "dpa",
    "agence france-presse": "AFP",
    "austria presse agentur": "APA",
    "austria presse-agentur": "APA",
    "katholischen nachrichten-agentur": "KNA",
    "katholische nachrichten-agentur": "KNA",
    "evangelischen pressedienst": "epd",
    "evangelischen pressedienstes": "epd",
    "evangelischer pressedienst": "epd",
    "sport-informations-dienst": "SID",
    "sport-informations-dienstes": "SID",
}
CREDIT_NAMES: Final = (
    r"(?:[Dd][Pp][Aa](?:-[Ii]nfocom|-[Aa][Ff][Xx]|-[Vv]ideo)?|AFP|afp|Reuters|REUTERS|reuters|rtr|RTR|AP|ap|KNA|kna"
    r"|epd|EPD|SID|sid|APA|apa|[Kk]eystone-(?:SDA|sda)|SDA|sda|dapd|ddp|dts|ots|Associated Press)"
)
_FULL_NAMES: Final = (
    r"(?:Deutschen? Presse-Agentur|Agence France-Presse|Austria Presse[ -]Agentur"
    r"|Katholischen? Nachrichten-Agentur|Evangelische[nr] Pressedienst(?:es)?"
    r"|Sport-Informations-Dienst(?:es)?)"
)
_LIST = rf"{CREDIT_NAMES}(?:[/, +]{{1,2}}(?:{CREDIT_NAMES}|[a-zäöü]{{2,4}})){{0,4}}"
_PLACE = (
    r"[A-ZÄÖÜ][\wäöüß.'’-]{1,24}"
    r"(?: (?:am|an der|a\.|im|bei|ob der|in) ?[\w.]{1,12}| [A-ZÄÖÜ(][\wäöüß.)'’-]{1,20}){0,2}"
)
_PLACES = rf"{_PLACE}(?: ?[/,] ?{_PLACE}){{0,2}}"
_DAY = r"(?:, (?:den )?\d{1,2}\. ?\w{3,9}\.?(?: \d{4})?)?"
_NO_PLACE = (
    r"(?!(?:Am|An|Im|In|Ins|Das|Dass|Die|Der|Den|Dem|Des|Ein|Eine[rmns]?|Es|Er|Sie|Wir|Ich|Und|Aber|Doch|Auch"
    r"|Nach|Seit|Bei|Für|Mit|Von|Vom|Zu|Zum|Zur|So|Wie|Was|Wer|Wo|Wenn|Weil|Als|Da|Nun|Jetzt|Heute|Gestern|Um|Auf"
    r"|Aus|Kein|Keine|Mehr|Viele|Alle|Ob|Nur|Noch|Schon|Diese[rsmn]?|Vor|Gegen|Ohne|Durch|Laut|Nein|Ja|Dr|Prof"
    r"|Frau|Herr|Nr|Gut|Klar|Richtig|Natürlich|Genau|Schluss|Dann|Hier|Dort)\b)"
)
_DATELINE = re.compile(
    rf"^(?:{_PLACES}{_DAY} ?[(\[](?P<agencies>{_LIST})[)\]]\s?[.:]?\s?(?:[-–—]\s)?\s?"
    rf"|{_PLACES}{_DAY} ?[(\[][a-zäöü]{{2,5}}(?:/[a-zäöü]{{2,5}}){{0,3}}[)\]]\s?[.:]?\s?[-–—]\s\s?"
    rf"|(?P<plain>{_LIST}) ?(?:[-–—|]|\.)? ?{_PLACES}\s?[.:]\s"
    rf"|{_NO_PLACE}{_PLACES}{_DAY} ?(?:[-–—]|\|) +(?=[\"„“»«‚'(]?[A-ZÄÖÜ0-9])"
    rf"|{_NO_PLACE}{_PLACE}(?:/{_PLACE})?\. (?=[\"„“»«‚'(]?[A-ZÄÖÜ]))"
)
_TAIL = re.compile(
    r"(?<=[.!?…\"“”«»’)\]])\s*"
    r"(?:[(\[]?(?:(?:[Mm]it|[Qq]uellen?:?|[Mm]it (?:[Mm]aterial|[Ii]nformationen) (?:von|der)) )?"
    rf"{_LIST}[)\]]?"
    r"|[(\[][a-zäöü]{2,5}(?:[/, ]{1,2}[a-zäöü]{2,5}){0,4}[)\]])\s*\.?\s*$"
)
_CREDIT = re.compile(
    r"(?:[(\[]|^|(?:[Qq]uellen?|QUELLEN?|[Aa]gentur(?:en)?)\s?:\s?"
    r"|[Mm]it (?:[Mm]aterial|[Ii]nformationen|[Aa]genturmaterial|[Ii]nhalten|[Dd]aten) (?:von|der|des)\s"
    r"(?:\w{3,20}agentur\s)?"
    rf"|©\s?|[Vv]on )(?P<agencies>{_LIST})(?=[)\]]|\s?$|[,.;/:|]|\s[-–—])",
    re.MULTILINE,
)
_RELEASE = re.compile(r"[A-ZÄÖÜ][\w /-]{2,30} \(ots\) ?[-–/]")
_INFOCOM = re.compile(r"©?\s?dpa-infocom,? dpa:\d", re.IGNORECASE)
# "Dieser Text basiert auf einer Meldung der dpa", "Mit Informationen der Deutschen Presse-Agentur"
_ORIGIN = re.compile(
    r"^[*(\[„\s]{0,3}(?:Diese[rs]? (?:Artikel|Text|Beitrag|Bericht|Inhalt|Meldung|Nachricht)\b.{0,90}?"
    r"\b(?:Material|Informationen|Inhalte|Meldung|Nachrichtenagentur|Agentur|von)\b.{0,40}?|©\s?"
    r"|[Mm]it (?:Material|Informationen|Inhalten|Daten) (?:von|der|des) )"
    rf"(?P<agencies>{_FULL_NAMES}|{_LIST})(?![\w-])"
)
# "RND/dpa", "(red., APA)": marks of desks and writers, one of them a wire; photographers are capitalised.
_DESK = r"(?:red\.?|[a-zäöü]{2,6}|[A-ZÄÖÜ]{2,5}|(?:www\.)?[a-z-]{3,30}\.(?:de|at|ch|com|net))"
_SPLIT = r"(?: ?[/+] ?|, ?)"
_DATE = r"(?:, ?\d{1,2}\. ?(?:\d{1,2}\.|\w{3,9}) ?\d{0,4})?"
_MARKED = (
    rf"(?:{_DESK}{_SPLIT}){{0,4}}(?P<agencies>{CREDIT_NAMES})"
    rf"(?:{_SPLIT}(?:{_DESK}|{CREDIT_NAMES})){{0,4}}{_DATE}"
)
_MARKS = re.compile(rf"[(\[*]?{_MARKED}[)\]*]?\.?")
_TAIL_MARKS = re.compile(rf"(?<=[.!?…\"“”«»’])\s+[(\[]{_MARKED}[)\]]\s*$")
_PHOTO_AGENCIES = re.compile(r"imago|getty|picture|alliance|action press|epa\b|Foto|Bild", re.IGNORECASE)
# "Von Max Muster, dpa" above the text, "(dpa/lno) Emden.", "AFP - Berlin"
_BYLINE = re.compile(rf"^[Vv]on [^.!?]{{3,70}}?(?:, ?| \(|/)(?P<agencies>{_LIST})\)?$")
_OPENING = re.compile(
    rf"^(?:[(\[](?P<marked>{_LIST})[)\]]\s|(?P<bare>{CREDIT_NAMES}) ?[-–—] )(?=\W?[A-ZÄÖÜ])"
)
_NEWSROOM = re.compile(r"newsroom@thomsonreuters\.com")
_ANY_NAME = re.compile(rf"\b(?:{_FULL_NAMES}|{CREDIT_NAMES})(?![\w-])")
_FIRST, _LAST = 400, 400
_LONGEST_CREDIT, _MOST_WORDS = 160, 8


def agency_of(text: str) -> str | None:
    """Return the wire service that a credit line of the text names.

    Only the head and the tail of the text and lines that are nothing but a credit count; a report that
    quotes an agency ("sagte er der dpa") is not a copy of it.

    Args:
        text: the article's text.

    Returns:
        "dpa", "AFP", "Reuters", "AP", "KNA", "epd", "SID", "APA", …, all of several ("dpa/AFP"), or None.
    """
    stripped = text.strip()
    if _INFOCOM.search(stripped[-_LAST:]):
        return "dpa"
    if _NEWSROOM.search(stripped[-_LAST:]):
        return "Reuters"
    if _RELEASE.search(stripped[:_FIRST]):
        return "ots"  # whoever passes a press release on
    return _in_head(stripped[:_FIRST]) or _credit_in(stripped[-_LAST:]) or _credit_lines(stripped)


def _in_head(head: str) -> str | None:
    for line in head.splitlines():
        match = _DATELINE.match(line)
        if match and (named := match["agencies"] or match["plain"]) and (found := _agencies_in(named)):
            return found
        if match := _BYLINE.match(line.strip()):
            return _agencies_in(match["agencies"])
        if match := _OPENING.match(line):
            return _agencies_in(match["marked"] or match["bare"])
    return None


def dateline_length(paragraph: str) -> int:
    """Return how many characters at the head are a dateline ("Berlin (dpa) - "), 0 for none."""
    match = _DATELINE.match(paragraph[:160])
    return match.end() if match and match.end() < len(paragraph) else 0


def credit_begin(paragraph: str) -> int:
    """Return where a credit or the writer's initials at the end of the paragraph begin, else its length."""
    offset = max(0, len(paragraph) - 120)
    match = _TAIL.search(paragraph, offset)
    return match.start() if match else len(paragraph)


def _credit_in(text: str) -> str | None:
    if (match := _TAIL.search(text)) and (found := _agencies_in(match.group())):
        return found
    if (match := _TAIL_MARKS.search(text)) and not _PHOTO_AGENCIES.search(match.group()):
        return _agencies_in(match.group())
    return None


def _credit_lines(text: str) -> str | None:
    lines = (line.strip() for line in text.splitlines())
    for line in lines:
        if not line or len(line) > _LONGEST_CREDIT or _PHOTO_AGENCIES.search(line):
            continue
        marks = _MARKS.fullmatch(line)
        match = _ORIGIN.match(line) or marks
        match = match or (_CREDIT.search(line) if len(line.split()) <= _MOST_WORDS else None)
        if match and (found := _agencies_in(match[0] if match is marks else match["agencies"])):
            return found
    return None


def _agencies_in(named: str) -> str | None:
    """Return the services that a credit names, in its order: a text compiled from several is of each."""
    found = (_AGENCIES.get(name.lower()) for name in _ANY_NAME.findall(named))
    return "/".join(dict.fromkeys(name for name in found if name)) or None
