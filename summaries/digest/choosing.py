"""Which unconfirmed claims of a story are told, and in which order.

What each article opens with comes first.  A line that takes something as known is told behind the line that
tells of it, or not at all; what says once more what has been told is left out, and so is what was before.
"""

from __future__ import annotations

from collections.abc import Sequence

from config.digest import LEAD_STATEMENTS
from summaries.background import is_of_before, sets_scene
from summaries.digest.context import is_pointing, leans, repeats
from summaries.digest.views import ClaimView


def readable(
    found: Sequence[ClaimView], first: Sequence[ClaimView], title: str, room: int
) -> list[ClaimView]:
    """Return at most ``room`` unconfirmed claims in an order in which each can be understood.

    Args:
        found: The claims, the weightiest first.
        first: What is told before them.
        title: The story's title.
        room: How many there is room for.
    """
    waiting, told, chosen = _leads_first(found, first), list(first), list[ClaimView]()
    while len(chosen) < room:
        follows = (view for view in waiting if _follows(view, told, title))
        view = next(follows, None if told else next(iter(waiting), None))  # a story says something
        if view is None:
            break
        waiting.remove(view)
        told.append(view)
        chosen.append(view)
    return chosen


def _leads_first(found: Sequence[ClaimView], first: Sequence[ClaimView]) -> list[ClaimView]:
    """Return the claims with what opens an article in front, but for articles whose opening is told.

    Among these comes first what needs no other line to be understood.
    """
    leads: dict[str, ClaimView] = {}
    for view in [*first, *found]:
        for article, number in view.claim.members:
            if number < LEAD_STATEMENTS:
                leads.setdefault(article, view)
    opening = {view.id for view in leads.values()}
    return sorted(found, key=lambda view: 2 if view.id not in opening else leans(view.claim.text, ()))


def _follows(view: ClaimView, told: Sequence[ClaimView], title: str) -> bool:
    """Tell whether a claim can be understood behind what has been told, and adds to it."""
    line, before = view.claim.text, [title, *(one.claim.text for one in told)]
    if repeats(line, before[1:]) or (told and _is_background(view)):
        return False
    if is_pointing(line):
        return _continues(view, told[-1:])
    return not leans(line, before) or _continues(view, told)


def _is_background(view: ClaimView) -> bool:
    """Tell whether a claim is no news, as far as its line shows; what two voices tell of is."""
    alone = len({voice.independent_key for voice in view.claim.voices}) < 2  # noqa: PLR2004
    return alone and (is_of_before(view.claim.text) or sets_scene(view.claim.text))


def _continues(view: ClaimView, told: Sequence[ClaimView]) -> bool:
    """Tell whether an article says something right behind what has been told."""
    known = {member for one in told for member in one.claim.members}
    return any((article, number - 1) in known for article, number in view.claim.members)
