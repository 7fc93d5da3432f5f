"""The buttons under a digest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import Rows, button, grid, titled
from bot.periods import OFFERED
from bot.screens import Screen
from bot.texts import notice, phrase
from bot.views.story import FOLLOW, LINE, MUTE, STORY, WHY, back, origin_of

DIGEST, PICK, BACK = "d", "pk", "lb"
_ACTS = {WHY: "why", LINE: "timeline", FOLLOW: "follow", MUTE: "mute"}
_PAGED = frozenset({WHY, LINE, STORY})


def digest_rows(stories: Sequence[tuple[int, str]], digest_id: int, part: int) -> Rows:
    """Return a button for each story, and what can be done with one of them.

    Args:
        stories: Number and title of each story that stands in a part of a digest.
        digest_id: The digest, to come back to it.
        part: Which part, from 1.
    """
    if not stories:
        return ()
    origin = origin_of(DIGEST, digest_id, part)
    own = tuple((titled("", title, STORY, number, 0, origin),) for number, title in stories)
    if len(stories) == 1:
        number = stories[0][0]
        acts = tuple(
            button(phrase("labels", label), verb, number, *_page(verb), origin)
            for verb, label in _ACTS.items()
        )
    else:
        acts = tuple(
            button(phrase("labels", label), PICK, verb, digest_id, part) for verb, label in _ACTS.items()
        )
    return (*own, acts[:2], acts[2:])


def look_back_rows() -> Rows:
    """Return the buttons under a digest without news: periods to look back at."""
    return grid([button(phrase("labels", f"period_{one}"), BACK, one) for one in OFFERED], 2)


def pick_screen(verb: str, stories: Sequence[tuple[int, str]], digest_id: int, part: int) -> Screen:
    """Return the question which story of a part of a digest is meant.

    Raises:
        LookupError: nothing can be done by this name.
    """
    origin = origin_of(DIGEST, digest_id, part)
    rows = tuple((titled("", title, verb, number, *_page(verb), origin),) for number, title in stories)
    return Screen(notice("which_story", act=phrase("labels", _ACTS[verb])), (*rows, *back(origin)))


def _page(verb: str) -> tuple[int, ...]:
    return (0,) if verb in _PAGED else ()
