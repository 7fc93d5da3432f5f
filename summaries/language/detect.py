"""Which language a text is in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Final

from config.language import (
    DETECTION_CHARACTERS,
    GERMAN_HEADSTART,
    GERMAN_HEADSTART_OVER,
    PLAUSIBLE_LANGUAGES,
    UNQUOTED_LETTERS,
)
from summaries.language.norms import INVISIBLE

_NOISE: Final = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|[^\w\s.,!?'-]+|\d+")
_QUOTED: Final = re.compile(r"[„“”»«\"][^„“”»«\"]{1,400}[“”»«\"]")
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_GERMAN: Final = "de"
_UNKNOWN: Final = "und"


def detect_language(text: str, title: str = "") -> str:
    """Return the language of an article, seen on its title and lead; quotations in others do not count.

    Args:
        text: The article's text.
        title: Its title, if it is not part of the text.

    Returns:
        ISO 639-1 code ("de"), or "und" where there are no letters to judge by.
    """
    seen = f"{title}\n{text}"[: 2 * DETECTION_CHARACTERS]
    language = _language_of(seen)
    if language == _GERMAN:
        return language
    unquoted = _QUOTED.sub(" ", seen)
    if len(unquoted) < len(seen) and sum(c.isalpha() for c in unquoted) >= UNQUOTED_LETTERS:
        return _language_of(unquoted)
    return language


def _language_of(text: str) -> str:
    sample = " ".join(_NOISE.sub(" ", _plain(text)).split())[:DETECTION_CHARACTERS]
    if not any(c.isalpha() for c in sample):
        return _UNKNOWN
    if sample.isupper():
        sample = sample.lower()
    scores = dict(_identifier().rank(sample))
    best = max(scores, key=lambda code: float(scores[code]))
    headstart = GERMAN_HEADSTART_OVER.get(best, GERMAN_HEADSTART)
    return _GERMAN if scores[_GERMAN] >= scores[best] - headstart else str(best)


def _plain(text: str) -> str:
    """Return ``text`` composed and without invisible signs, which would look like another script."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads slowly

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(PLAUSIBLE_LANGUAGES))
    return identifier
