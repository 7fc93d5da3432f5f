"""Stretches in quotation marks, found in one pass so that unbalanced marks cost nothing."""

from __future__ import annotations

from summaries.model import Span

_PAIRS = {"„": '“”"', "“": "”“", "»": "«", "«": "»", "‚": "‘’'", "‹": "›", "›": "‹", '"': '"'}
# A quotation that runs on longer than this is an unclosed mark (the longest in 850 Wikinews articles: 1 100).
_LONGEST = 3000
# Unless it opens with a mark that closes nothing and no other like it follows: then somebody speaks long.
_LONGEST_SURE = 60_000
_OPENING_ONLY = "„»‚"


def quotations(text: str) -> tuple[Span, ...]:
    """Return the outermost quotations of ``text``, marks included, in order of appearance.

    A mark without a partner within its paragraph and 3 000 characters opens nothing, but for one that can
    only open and is the last of its kind before its partner.
    """
    found: list[Span] = []
    position = 0
    while position < len(text):
        end = _closing(text, position) if text[position] in _PAIRS else None
        if end is None:
            position += 1
            continue
        found.append(Span(position, end))
        position = end
    return tuple(found)


def _closing(text: str, opening: int) -> int | None:
    end = _partner(text, opening, _LONGEST)
    if end is not None or text[opening] not in _OPENING_ONLY:
        return end
    again = text.find(text[opening], opening + 1, opening + _LONGEST_SURE)
    length = again - opening if again != -1 else _LONGEST_SURE
    return _partner(text, opening, length) if length > _LONGEST else None


def _partner(text: str, opening: int, length: int) -> int | None:
    """Return where the quotation ends that a mark opens, if it does within a length and its paragraph."""
    limit = min(len(text), opening + length)
    paragraph = text.find("\n", opening, limit)
    limit = paragraph if paragraph != -1 else limit
    ends = [at for at in (text.find(mark, opening + 1, limit) for mark in _PAIRS[text[opening]]) if at != -1]
    return min(ends) + 1 if ends else None
