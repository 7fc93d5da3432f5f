"""Which unconfirmed claims of a story are told, and in which order.

What each article opens with comes first.  A line that takes something as known is told behind the line that
tells of it, or not at all; what says once more what has been told is left out, and so is what was before.
"""

from __future__ import annotations

from collections.abc import Sequence

from config.digest import FIRST_OUTWEIGHS, LEAD_STATEMENTS
from summaries.background import is_of_before, sets_scene
from summaries.digest.context import is_pointing, leans, names_alone, names_whole, repeats
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
    waiting, told, chosen = _leads_first(found, first, title), list(first), list[ClaimView]()
    while len(chosen) < room:
        follows = (
            view
            for view in waiting
            if _follows(view, told, title) and not _is_named_later(view, waiting, told, title)
        )
        view = next(follows, None if told else next(iter(waiting), None))  # a story says something
        if view is None:
            break
        waiting.remove(view)
        told.append(view)
        chosen.append(view)
    return chosen


def _leads_first(found: Sequence[ClaimView], first: Sequence[ClaimView], title: str) -> list[ClaimView]:
    """Return the claims with what opens an article in front, but for articles whose opening is told.

    What only the line before explains ("21 stimmten dafür") stands right behind it.
    """
    opening = {view.id for view in _openings([*first, *found], title).values()}

    def place(view: ClaimView) -> int:
        if is_pointing(view.claim.text) and _continues(view, first[-1:]):
            return -1
        return view.id not in opening

    return sorted(found, key=place)


def _openings(views: Sequence[ClaimView], title: str) -> dict[str, ClaimView]:
    """Return for each article the claim that it opens with: of its first statements the one that tells most.

    The very first tells most, but where another one is far weightier, or it can only be understood behind
    another line.
    """
    best: dict[str, tuple[tuple[bool, float], ClaimView]] = {}
    for view in views:
        opening = [member for member in view.claim.members if member[1] < LEAD_STATEMENTS]
        closed = bool(opening) and not leans(view.claim.text, [title]) and not _is_background(view)
        for article, number in opening:
            worth = (closed, view.claim.weight - FIRST_OUTWEIGHS * number)
            if article not in best or worth > best[article][0]:
                best[article] = (worth, view)
    return {article: view for article, (_, view) in best.items()}


def _follows(view: ClaimView, told: Sequence[ClaimView], title: str) -> bool:
    """Tell whether a claim can be understood behind what has been told, and adds to it."""
    line, before = view.claim.text, [title, *(one.claim.text for one in told)]
    if repeats(line, before[1:]) or (told and _is_background(view)):
        return False
    if is_pointing(line):
        return _continues(view, told[-1:])
    return not leans(line, before) or _continues(view, told)


def _is_named_later(
    view: ClaimView, waiting: Sequence[ClaimView], told: Sequence[ClaimView], title: str
) -> bool:
    """Tell whether a line has a bare surname that another line, which can be told now, gives in full."""
    line, before = view.claim.text, " ".join([title, *(one.claim.text for one in told)])
    for other in waiting:
        bare = names_alone(line, names_whole(other.claim.text)) if other is not view else frozenset[str]()
        if any(name not in before for name in bare) and _follows(other, told, title):
            return True
    return False


def _is_background(view: ClaimView) -> bool:
    """Tell whether a claim is no news, as far as its line shows; what two voices tell of is."""
    alone = len({voice.independent_key for voice in view.claim.voices}) < 2  # noqa: PLR2004
    return alone and (is_of_before(view.claim.text) or sets_scene(view.claim.text))


def _continues(view: ClaimView, told: Sequence[ClaimView]) -> bool:
    """Tell whether an article says something right behind what has been told."""
    known = {member for one in told for member in one.claim.members}
    return any((article, number - 1) in known for article, number in view.claim.members)
