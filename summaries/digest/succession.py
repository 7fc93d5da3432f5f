"""Which claim stands now in the place of a superseded one, so that both are told together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from summaries.digest.views import ClaimView, KnownClaim, Tally
from summaries.model import Claim, Stance, Status, StatusEvent

_AGAINST = frozenset({Stance.DENIES, Stance.DOUBTS})


def successors(claims: Sequence[KnownClaim]) -> dict[str, str]:
    """Return for each superseded claim the id of the one that stands in its place; a chain leads to its last.

    A claim whose replacing statement founded or joined no other claim has none.
    """
    following = {known.id: found for known in claims if (found := _next(known, claims)) is not None}
    return {start: _last(start, following) for start in following}


def together(views: Sequence[ClaimView]) -> dict[str, tuple[ClaimView, ...]]:
    """Return the claims to be told each in one place with those that it replaced, by its id."""
    ids = {view.id for view in views}
    found: dict[str, list[ClaimView]] = {}
    for view in views:
        if view.replaced_by in ids:
            found.setdefault(str(view.replaced_by), []).append(view)
    return {key: tuple(older) for key, older in found.items()}


def heads(views: Sequence[ClaimView]) -> Iterator[ClaimView]:
    """Yield the claims that have a place of their own: not those told with what replaced them."""
    ids = {view.id for view in views}
    return (view for view in views if view.replaced_by not in ids)


def tally_of(news: Sequence[ClaimView]) -> Tally:
    """Count claims that are news, each once: by what changed, else by status.

    A claim and what it replaced are one change.
    """
    replacing = together(news)
    plain = [view for view in heads(news) if view.changed_from is None and view.id not in replacing]
    counts = Counter(view.claim.status for view in plain)
    return Tally(
        changed=sum(1 for _ in heads(news)) - len(plain),
        contested=counts[Status.CONTESTED],
        confirmed=counts[Status.CONFIRMED],
        fresh=counts[Status.UNCONFIRMED],
    )


def arranged(views: Sequence[ClaimView]) -> list[ClaimView]:
    """Return ordered claims with each that replaced others at the place of the first of them."""
    places: dict[str, float] = {view.id: place for place, view in enumerate(views)}
    for key, older in together(views).items():
        places[key] = min(places[key], *(places[view.id] - 0.5 for view in older))
    return sorted(views, key=lambda view: places[view.id])


def _next(known: KnownClaim, claims: Sequence[KnownClaim]) -> str | None:
    event = known.claim.history[-1]
    if event.new is not Status.SUPERSEDED:
        return None
    found = [other for other in claims if other.id != known.id and _asserted(other.claim, event)]
    places = {other.id: (other.claim.members.index(event.statement), other.id) for other in found}
    return min(places, key=places.__getitem__, default=None)


def _asserted(claim: Claim, event: StatusEvent) -> bool:
    """Whether a claim stands on the statement of an event.

    Voices may name their article otherwise than members do, so they are known by time and number.
    """
    cause = (event.at, event.statement[1])
    told = {(v.source.published, v.statement) for v in claim.voices if v.stance not in _AGAINST}
    return event.statement in claim.members and cause in told


def _last(start: str, following: Mapping[str, str]) -> str:
    seen = {start}
    here = following[start]
    while here in following and here not in seen:
        seen.add(here)
        here = following[here]
    return here
