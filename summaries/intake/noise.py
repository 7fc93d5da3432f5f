"""Which paragraphs of a page are not part of the article: patterns of German news pages.

The words stand in ``noise.toml``.  All patterns are matched against one paragraph and use no nested or
adjoining repetition, so that their cost grows with the length of the paragraph alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from config import intake as limits
from summaries.intake.agencies import CREDIT_NAMES
from summaries.intake.clock import DATE, WEEKDAY

_LABEL_WORDS: Final = 7  # a line of more words that ends with a full stop is a sentence
_MENTION_WORDS: Final = 3  # of a heading or date that somebody ended with a full stop
_CREDIT_WORDS: Final = 12  # credits list names of people, agencies and outlets

_SURNAME: Final = r"[A-ZÄÖÜ][\wäöüßéèç'’-]{1,20}"
_NAME: Final = (
    r"(?:(?:Dr|Prof)\. )?[A-ZÄÖÜ][a-zäöüßéèç]{1,15}(?:-[A-ZÄÖÜ][a-zäöüß]{1,15})?"
    rf"(?: (?:[A-Z]\.|von|van|de|der))?(?: {_SURNAME}){{1,2}}"
)
_AGO: Final = (
    r"(?:(?:vor|seit) )?(?:\d{1,3}|einer?|einem|wenigen) (?:sekunden?|minuten?|min\.?|stunden?|std\.?"
    r"|tag(?:en|e)?|wochen?|monat(?:en|e)?|jahr(?:en|e)?)(?: (?:vor|alt|her))?"
)
_OTHER: Final = (
    r"(?:weitere|ähnliche|verwandte|andere|neueste|neuste|aktuelle|beliebte|passende|empfohlene|top"
    r"|meistgelesene)"
)
_AUTHOR_HEADING: Final = (
    r"^(?:zur person|über (?:den autor|die autorin|die autoren)|zum autor|zur autorin)\b[^.!?]{0,40}$"
)
_PLACEHOLDERS: Final[Mapping[str, str]] = {
    "<NAME>": _NAME,
    "<AGENCY>": CREDIT_NAMES,
    "<AGO>": _AGO,
    "<OTHER>": _OTHER,
    "<AUTHOR_HEADING>": _AUTHOR_HEADING,
}
_WORDS: Final = tomllib.loads(files(__package__).joinpath("noise.toml").read_text(encoding="utf-8"))


def _any(*names: str) -> str:
    """Return one group of all alternatives in the named lists."""
    joined = "|".join(entry for name in names for entry in _WORDS[name])
    for placeholder, pattern in _PLACEHOLDERS.items():
        joined = joined.replace(placeholder, pattern)
    return f"(?:{joined})"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_OPENING: Final = r"^[\s+»>→▶•*|-]{0,6}"
_LINKING: Final = r"\s?(?::|\+{2,3}|»|>|→|\||–)\s?\S"
_READ_ALSO_LINE = _compiled(rf"{_OPENING}{_any('read_also')}\s?[:!…»>→.+]{{0,4}}$")
_TEASER_LINE = _compiled(rf"{_OPENING}{_any('teasers')}{_LINKING}")
_LABEL_LINE = _compiled(rf"{_OPENING}{_any('labels')}{_LINKING}")
_TEASER_TAIL = re.compile(
    r"(?<=[.!?“”«»)]) [(\[→>»]{0,2} ?(?:Lesen Sie (?:auch|hier|dazu|mehr|hierzu)[^.!?:]{0,40}"
    r"|Mehr (?:dazu|zum Thema)|Lesetipp|Auch interessant|Das könnte Sie auch interessieren)"
    r": ?[^.!?:]{3,160}[.!?)\]]{0,2}$"
)
_ARROW_LINE = re.compile(r"^(?:→|▶|►|➤|➡|👉|»\s|>{1,3}\s)")

_COMMENTS_LINE = _compiled(rf"^{_any('comments')}\s?[:!*.]{{0,2}}$")
_FORM_LINE = _compiled(_any("forms"))
_IMPRINT = _compiled(rf"^{_any('imprints')}\b.{{0,60}}(?::|$)")
_CAPTCHA_LINE = _compiled(r"^[\wäöü]{1,8} ?[+×x*−–-] ?[\wäöü]{1,8} ?=.{0,10}$")

_ADDRESSED = _compiled(_any("walls", "offers"))
_BUTTON = _compiled(rf"^[#\W\d]{{0,6}}{_any('buttons')}\W{{0,4}}$")
_META = _compiled(rf"^{_any('meta')}$")
_BY_LINE = re.compile(rf"^{_any('by_lines')}[.\s]{{0,2}}$")
_AUTHOR_HEADING_LINE = _compiled(_AUTHOR_HEADING)
_AUTHOR_NOTE = re.compile(rf"^{_any('author_notes')}")

_STATE_LINE = _compiled(
    rf"^(?:(?:artikel|beitrag|meldung|text|seite|zuletzt) )?{_any('states')}\b\W{{0,3}}(?:am |vom |den |um )?"
    rf"(?:{WEEKDAY},? ?)?(?:de[nr] |vor )?.{{0,3}}\d.{{0,80}}$"
)
_DATE_LINE = _compiled(
    rf"^(?:[A-ZÄÖÜ][\w./ äöüß-]{{1,40}}[,|] ?)?(?:(?:vom|am|den) )?(?:{WEEKDAY},? ?(?:de[nr] )?)?{DATE}"
    r"[\s,|·•–-]{0,4}(?:um |von )?(?:\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?: ?uhr| ?h)?|\d{1,2} uhr)?"
    r"[\s,|·•]{0,3}.{0,30}$"
)

_CREDIT = rf"(?:archiv|symbol|vor|titel|beispiel|foto|karten|agentur)?-?{_any('credits')}"
_CREDIT_HEAD = _compiled(rf"^[(\[]?(?:{_CREDIT}|quelle|video)\s?(?::|©|\|)\s?\S.{{0,300}}$")
_CREDIT_TAIL = _compiled(
    rf"(?:[(\[|–—\s.](?:{_CREDIT}|quelle)\s?:\s?[^.!?]{{2,120}}|©[^!?]{{2,160}}"
    r"|\((?:archiv|symbol)(?:bild|foto|aufnahme)?s?\)|\b(?:archiv|symbol)(?:bild|foto)s?)[)\].]{0,2}$"
)
_AGENCY_TAIL = _compiled(rf"{_any('pictures')}(?:/[^/.!?]{{2,40}}|\.com)+[)\].]{{0,2}}$")
_CAPTION_HEAD = _compiled(rf"^{_any('captions')} ?[:\w]")

_TABLE_RULE = re.compile(r"^(?=[^-]*(?:-[^-]+)*--)[|:\s-]+$")
_BULLET = re.compile(r"^(?:[-–—•·▪◦‣∙*●■►▸✓✔]|\d{1,2}[.)])\s+")


def is_read_also(text: str) -> bool:
    """Tell whether the paragraph is the heading of a list of other articles."""
    return (
        len(text) <= limits.SHORT_LINE_CHARS
        and not _is_sentence(text, _MENTION_WORDS)
        and _READ_ALSO_LINE.match(text) is not None
    )


def is_teaser(text: str) -> bool:
    """Tell whether the paragraph is a single link to another article ("Lesen Sie auch: …")."""
    if len(text) > 2 * limits.SHORT_LINE_CHARS:
        return False
    if _TEASER_LINE.match(text):
        return True
    return not _is_sentence(text) and (_LABEL_LINE.match(text) or _ARROW_LINE.match(text)) is not None


def is_comment_mark(text: str) -> bool:
    """Tell whether readers' comments or the form for them begin here."""
    return len(text) <= limits.SHORT_LINE_CHARS and (
        _COMMENTS_LINE.match(text) is not None or _FORM_LINE.search(text) is not None
    )


def is_imprint(text: str) -> bool:
    """Tell whether the contact of a press release's sender begins here."""
    return (":" in text or not text.endswith((".", "!"))) and _IMPRINT.match(text) is not None


def is_caption(text: str) -> bool:
    """Tell whether the paragraph describes or credits a picture."""
    if len(text) > limits.CAPTION_CHARS:
        return False
    return (
        _CREDIT_HEAD.match(text) is not None
        or _CAPTION_HEAD.match(text) is not None
        or _is_credited(text)
        or _AGENCY_TAIL.search(text[-160:]) is not None
    )


def is_table(text: str) -> bool:
    """Tell whether the paragraph is a row of a table written with bars."""
    if _TABLE_RULE.match(text):
        return True
    bars = text.count("|")
    return text.startswith("|") or text.endswith("|") or bars > 2 or (bars > 0 and len(text) < 100)  # noqa: PLR2004


def is_junk(text: str) -> bool:
    """Tell whether the paragraph belongs to the page, not to the article."""
    if len(text) > 3 * limits.TEASER_PARAGRAPH_CHARS:
        return False
    if is_date_line(text):
        return True
    short = len(text) <= limits.SHORT_LINE_CHARS
    if short and any(pattern.match(text) for pattern in (_BUTTON, _META, _BY_LINE, _CAPTCHA_LINE)):
        return True
    return any(pattern.search(text) for pattern in (_ADDRESSED, _FORM_LINE))


def is_date_line(text: str) -> bool:
    """Tell whether the paragraph is nothing but a date, perhaps with a time or "Stand:" before it."""
    return (
        len(text) <= limits.SHORT_LINE_CHARS
        and not _is_sentence(text, _MENTION_WORDS)
        and (_DATE_LINE.match(text) is not None or _STATE_LINE.match(text) is not None)
    )


def is_author_heading(text: str) -> bool:
    """Tell whether a note about the author follows."""
    return _AUTHOR_HEADING_LINE.match(text) is not None


def _is_sentence(text: str, words: int = _LABEL_WORDS) -> bool:
    """Tell whether a line is a written sentence of more than ``words`` words rather than a label."""
    return text.endswith((".", "!", "“", "»")) and len(text.split()) > words


def _is_credited(text: str) -> bool:
    """Tell whether the line ends with the credit of a picture; a credit is names, not a sentence."""
    match = _CREDIT_TAIL.search(text[-200:])
    return match is not None and len(match.group().split()) <= _CREDIT_WORDS


def is_author_note(text: str) -> bool:
    """Tell whether the paragraph introduces the article's author; a report may speak of journalists too."""
    return len(text) <= limits.CAPTION_CHARS and _AUTHOR_NOTE.match(text) is not None


def teaser_begin(text: str) -> int:
    """Return where a link to another article at the end of a paragraph begins, else its length."""
    match = _TEASER_TAIL.search(text, max(0, len(text) - limits.TEASER_PARAGRAPH_CHARS))
    return match.start() if match else len(text)


def bullet_length(text: str) -> int:
    """Return how many characters of the paragraph are a bullet or list number, 0 for none."""
    match = _BULLET.match(text)
    return match.end() if match else 0
