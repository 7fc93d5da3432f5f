"""The German words in the picture, as plain text from ``templates/labels.j2``."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import datetime, tzinfo
from functools import cache

from babel.dates import format_datetime
from jinja2 import ChoiceLoader, Environment, PackageLoader, pass_context
from jinja2.runtime import Context

from summaries.digest import wording
from summaries.digest.render import environment as digest_environment

# What the fonts of this room can draw; anything else would be an empty box.
_DRAWN = (
    (0x20, 0x24F),
    (0x370, 0x45F),
    (0x2010, 0x2027),
    (0x202F, 0x203A),
    (0x20AC, 0x20AC),
    (0x2190, 0x2193),
)


def label(name: str, zone: tzinfo, **values: object) -> str:
    """Return one block of the labels; times are shown in ``zone``.

    Raises:
        KeyError: there is no such block.
    """
    source = _environment().get_template("labels.j2")
    context = source.new_context({**values, "zone": zone})
    return drawable(html.unescape("".join(source.blocks[name](context))))


def drawable(text: str) -> str:
    """Return untrusted ``text`` as one clean line of signs that the fonts have."""
    composed = unicodedata.normalize("NFC", wording.clean(text)).replace(wording.WORD_JOINER, "")
    return re.sub(" {2,}", " ", "".join(char for char in composed if _is_drawn(char))).strip()


def tick_label(when: datetime, *, with_time: bool) -> str:
    """Return a short time for the axis: 14:00 within a day, else 3. März."""
    return str(format_datetime(when, "HH:mm" if with_time else "d. MMM", locale=wording.LOCALE))


def _is_drawn(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _DRAWN)


@pass_context
def _day(context: Context, when: datetime) -> str:
    return str(format_datetime(when.astimezone(context["zone"]), "d. MMMM y", locale=wording.LOCALE))


@cache
def _environment() -> Environment:
    own = ChoiceLoader([PackageLoader("summaries.picture"), PackageLoader("summaries.digest")])
    env = digest_environment().overlay(loader=own)
    env.filters = {**env.filters, "day": _day, "plural": wording.plural}
    return env
