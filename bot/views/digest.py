"""The buttons under a digest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.buttons import Rows, button, titled
from bot.screens import Screen
from bot.texts import notice, phrase
from bot.views.story import FOLLOW, LINE, MUTE, STORY, WHY, back, origin_of

DIGEST, PICK = "d", "pk"
_ACTS = {WHY: "why", LINE: "timeline", FOLLOW: "follow", MUTE: "mute"}
_PAGED = frozenset({WHY, LINE, STORY})


def digest_rows(stories: Sequence[tuple[int, str]], digest_id: int) -> Rows:
    """Return a button for each story, and what can be done with one of them.

    Args:
        stories: Number and title of each story that the digest tells.
        digest_id: The digest, to come back to it.
    """
    if not stories:
        return ()
    origin = origin_of(DIGEST, digest_id)
    own = tuple((titled("", title, STORY, number, 0, origin),) for number, title in stories)
    if len(stories) == 1:
        number = stories[0][0]
        acts = tuple(
            button(phrase("labels", label), verb, number, *_page(verb), origin)
            for verb, label in _ACTS.items()
        )
    else:
        acts = tuple(button(phrase("labels", label), PICK, verb, digest_id) for verb, label in _ACTS.items())
    return (*own, acts[:2], acts[2:])


def pick_screen(verb: str, stories: Sequence[tuple[int, str]], digest_id: int) -> Screen:
    """Return the question which story of a digest is meant.

    Raises:
        LookupError: nothing can be done by this name.
    """
    origin = origin_of(DIGEST, digest_id)
    rows = tuple((titled("", title, verb, number, *_page(verb), origin),) for number, title in stories)
    return Screen(notice("which_story", act=phrase("labels", _ACTS[verb])), (*rows, *back(origin)))


def _page(verb: str) -> tuple[int, ...]:
    return (0,) if verb in _PAGED else ()
