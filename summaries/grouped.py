"""Figures whose digits stand in groups: "20 000" as agencies write it, with a blank of any kind."""

from __future__ import annotations

import re
from typing import Final

_BLANK: Final = "[ \u00a0\u2009\u202f]"
# Nothing may stand before the first group or behind the last that would make it something else: a date, a
# telephone number, a part of a code.
GROUPED: Final = rf"[1-9]\d{{0,2}}(?:{_BLANK}\d{{3}})+(?![\w.:/-]?\d|[^\W\d_])"
_FIGURE: Final = re.compile(rf"(?<![\w.,:/-]){GROUPED}")
_BETWEEN: Final = re.compile(_BLANK)


def joined(text: str, mark: str = ".") -> str:
    """Return ``text`` with ``mark`` in place of the blanks inside of grouped figures: "20.000 Liter"."""
    return _FIGURE.sub(lambda found: _BETWEEN.sub(mark, found[0]), text)
