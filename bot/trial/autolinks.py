"""Entities that Telegram finds by itself: addresses, commands, hashtags, mentions, e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.trial.entities import MONOSPACE, Entity, in_order, utf16_length

# Bare domains become links only under a known top-level domain; these are the ones German news meets.
KNOWN_DOMAINS = "de|at|ch|com|org|net|info|eu|news|online|tv|fm|io|me|uk|fr|ru|ua|us|berlin|koeln|example"
HOST = rf"(?:[\w-]+\.)+(?:{KNOWN_DOMAINS}|[a-z]{{2,24}})"
BARE_HOST = rf"(?:[\w-]+\.)+(?:{KNOWN_DOMAINS})"
TAIL = r"(?::\d{1,5})?(?:[/?#][^\s<>\"„“”«»]*)?"
ADDRESS = re.compile(rf"(?<![\w@./-])(?:https?://{HOST}{TAIL}|{BARE_HOST}(?![\w-]){TAIL})", re.IGNORECASE)
EMAIL = re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}@{HOST}(?![\w-])", re.IGNORECASE)
COMMAND = re.compile(r"(?<![\w/<>])/([a-zA-Z0-9_]{1,64})(?:@([a-zA-Z0-9_]{3,32}))?(?![\w/<>@])")
HASHTAG = re.compile(r"(?<![\w#/])#(?=\w{0,255}[^\W\d_])\w{1,256}")
MENTION = re.compile(r"(?<![\w@/])@[a-zA-Z][a-zA-Z0-9_]{3,31}(?!\w)")
TRAILING = ".,:;!?'\"…"
FINDERS = (
    ("email", EMAIL),
    ("url", ADDRESS),
    ("bot_command", COMMAND),
    ("hashtag", HASHTAG),
    ("mention", MENTION),
)


def _without_trailing(found: str) -> str:
    """Cut punctuation and brackets that close something outside the address."""
    while found:
        last = found[-1]
        unbalanced = last == ")" and found.count("(") < found.count(")")
        if last not in TRAILING and not unbalanced:
            break
        found = found[:-1]
    return found


def _candidates(text: str) -> Iterator[tuple[str, int, str]]:
    for kind, pattern in FINDERS:
        for match in pattern.finditer(text):
            yield kind, match.start(), _without_trailing(match[0]) if kind == "url" else match[0]


def found_entities(text: str, given: Sequence[Entity] = ()) -> tuple[Entity, ...]:
    """Return ``given`` with the entities that Telegram adds, in order of their offsets.

    Args:
        text: Text without markup.
        given: Entities from markup; links and monospace text hide what lies within them.
    """
    hidden = [(e.offset, e.end) for e in given if e.kind in MONOSPACE | {"text_link"}]
    found = list(given)
    for kind, start, matched in _candidates(text):
        offset = utf16_length(text[:start])
        entity = Entity(kind, offset, utf16_length(matched))
        if matched and all(entity.end <= begin or end <= offset for begin, end in hidden):
            found.append(entity)
            hidden.append((entity.offset, entity.end))
    return tuple(sorted(found, key=in_order))
