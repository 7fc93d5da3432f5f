"""What comes first, and what is left out when there is too much.

The stated order: changes of status, then contested, confirmed, unconfirmed and superseded claims.  Within one
of these groups the number of independent voices decides, then the weight that the comparison gave (a place in
the lead, a figure, a known event, who is named), then for unconfirmed claims whether they give a figure (it
can be checked and compared), then freshness, then the spread of outlets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from config.digest import CLAIMS_PER_STORY, COMPARED_FIRST, UNCONFIRMED_PER_STORY, VOICES_THAT_COUNT
from summaries.digest.choosing import readable
from summaries.digest.succession import heads, together
from summaries.digest.views import ArticleView, ClaimView, KnownClaim
from summaries.model import Claim, Status

_GROUP = {
    Status.CONTESTED: 1,
    Status.CONFIRMED: 2,
    Status.UNCONFIRMED: 3,
    Status.SUPERSEDED: 4,
}
_LAST = 5
# Years, days of the month and clock times are no figures that could be checked.
_FIGURE = re.compile(r"\b(?!(?:19|20)\d\d\b)\d[\d.]*(?:,\d+)?\b(?!\.| Uhr|:\d)")


def independent_voices(claim: Claim) -> int:
    """Return how many voices count: each independent one once."""
    return len({voice.independent_key for voice in claim.voices})


def claim_order(view: ClaimView) -> tuple[float, ...]:
    """Return the sort key of a claim within its story (smaller is earlier)."""
    claim = view.claim
    return (
        _group(view),
        -min(independent_voices(claim), VOICES_THAT_COUNT),
        -claim.weight,
        -(claim.status is Status.UNCONFIRMED and _FIGURE.search(claim.text) is not None),
        -_latest(claim),
        -len({voice.source.outlet_key for voice in claim.voices}),
    )


def story_view_order(known: KnownClaim) -> tuple[tuple[float, ...], str]:
    """Return the sort key of a claim where a story is shown in full."""
    return claim_order(ClaimView(known.id, known.claim, new=False, changed_from=None)), known.id


def story_order(articles: Sequence[ArticleView], claims: Sequence[ClaimView]) -> tuple[float, ...]:
    """Return the sort key of a story within its digest (smaller is earlier)."""
    return (
        min((_group(view) for view in claims if view.news), default=_LAST),
        -len({article.outlet for article in articles}),
        -max((article.published.timestamp() for article in articles), default=0.0),
    )


def cut(views: Sequence[ClaimView], limit: int = CLAIMS_PER_STORY, title: str = "") -> tuple[ClaimView, ...]:
    """Return at most ``limit`` of the ordered ``views``: every change, then some of each status.

    Unconfirmed claims stay few however much room is left; places that stay free go to compared ones.  What
    is told together with the claim that replaced it takes no place.  Which unconfirmed claims are told, and
    in which order, follows from what their reader has read before, the story's ``title`` first.
    """
    first, fresh, spare = _shared_out(views)
    first = first[:limit]
    shown = readable(fresh, first, title, min(UNCONFIRMED_PER_STORY, limit - len(first)))
    compared = {view.id for view in [*first, *spare[: limit - len(first) - len(shown)]]}
    kept = [*(view for view in views if view.id in compared), *shown]
    chosen = {view.id for view in kept}
    return (*kept, *(view for view in views if view.replaced_by in chosen))


def _shared_out(views: Sequence[ClaimView]) -> tuple[list[ClaimView], list[ClaimView], list[ClaimView]]:
    """Return what changed or was compared, unconfirmed claims, and what was compared beyond its share."""
    replacing = together(views)
    counts: Counter[Status] = Counter()
    first: list[ClaimView] = []
    fresh: list[ClaimView] = []
    spare: list[ClaimView] = []
    for view in heads(views):
        status = view.claim.status
        if view.changed_from is not None or view.id in replacing:
            first.append(view)
        elif status is Status.UNCONFIRMED:
            fresh.append(view)
        elif status is not Status.SUPERSEDED:  # who never saw the old figure needs only the later one
            counts[status] += 1
            (first if counts[status] <= COMPARED_FIRST else spare).append(view)
    return first, fresh, spare


def _group(view: ClaimView) -> float:
    if view.changed_from is None:
        return _GROUP[view.claim.status]
    return 0.5 if view.claim.status is Status.SUPERSEDED else 0


def _latest(claim: Claim) -> float:
    return max((voice.as_of.timestamp() for voice in claim.voices), default=0.0)
