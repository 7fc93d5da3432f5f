"""What comes first, and what is left out when there is too much.

The stated order: changes of status, then contested, confirmed, unconfirmed and superseded claims.  Within one
of these groups the number of independent voices decides, then the weight that the comparison gave, then
freshness, then the spread of outlets.
"""

from __future__ import annotations

from collections.abc import Sequence

from config.digest import CLAIMS_PER_STORY, UNCONFIRMED_PER_STORY, VOICES_THAT_COUNT
from summaries.digest.views import ArticleView, ClaimView, KnownClaim
from summaries.model import Claim, Status

_GROUP = {
    Status.CONTESTED: 1,
    Status.CONFIRMED: 2,
    Status.UNCONFIRMED: 3,
    Status.SUPERSEDED: 4,
}
_LAST = 5


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


def cut(views: Sequence[ClaimView], limit: int = CLAIMS_PER_STORY) -> tuple[ClaimView, ...]:
    """Return the first ``limit`` of the ordered ``views``, few of them unconfirmed."""
    kept: list[ClaimView] = []
    weak = 0
    for view in views:
        alone = view.claim.status is Status.UNCONFIRMED and view.changed_from is None
        weak += alone
        if len(kept) < limit and not (alone and weak > UNCONFIRMED_PER_STORY):
            kept.append(view)
    return tuple(kept)


def _group(view: ClaimView) -> float:
    if view.changed_from is None:
        return _GROUP[view.claim.status]
    return 0.5 if view.claim.status is Status.SUPERSEDED else 0


def _latest(claim: Claim) -> float:
    return max((voice.as_of.timestamp() for voice in claim.voices), default=0.0)
