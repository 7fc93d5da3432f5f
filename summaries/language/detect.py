"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from config.language import DETECTION_CHARACTERS, PLAUSIBLE_LANGUAGES

_NOISE: Final = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|[^\w\s.,!?'-]+|\d+")
_UNKNOWN: Final = "und"


def detect_language(text: str, title: str = "") -> str:
    """Return the language of an article, seen on its title and lead.

    Args:
        text: The article's text.
        title: Its title, if it is not part of the text.

    Returns:
        ISO 639-1 code ("de"), or "und" where there are no letters to judge by.
    """
    sample = " ".join(_NOISE.sub(" ", f"{title}\n{text}"[: 2 * DETECTION_CHARACTERS]).split())
    sample = sample[:DETECTION_CHARACTERS]
    if not any(c.isalpha() for c in sample):
        return _UNKNOWN
    if sample.isupper():
        sample = sample.lower()
    return str(_identifier().classify(sample)[0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads slowly

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(PLAUSIBLE_LANGUAGES))
    return identifier
