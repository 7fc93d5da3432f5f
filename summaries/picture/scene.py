"""What the picture shows, without a pixel: rows of articles and of claims on one time axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.picture import CLAIMS, OUTLETS
from summaries.digest.views import ArticleView, KnownClaim, StoryView
from summaries.digest.wording import typeset
from summaries.model import Status
from summaries.picture.axis import Axis
from summaries.picture.labels import drawable, label


@dataclass(frozen=True, slots=True)
class OutletRow:
    """When one outlet, or all that are not named, published: places on the axis from 0 to 1."""

    name: str
    places: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the axis in which a claim had one status."""

    begin: float
    end: float
    status: Status


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the statuses it had, oldest first."""

    text: str
    phases: tuple[Phase, ...]

    @property
    def status(self) -> Status:
        """The status at the end of the axis."""
        return self.phases[-1].status


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything in the picture."""

    title: str
    subtitle: str
    as_of: str
    axis: Axis
    outlets: tuple[OutletRow, ...]
    claims: tuple[ClaimRow, ...]
    more_claims: int


def scene_of(view: StoryView) -> Scene:
    """Return what the picture of a story shows.

    The outlets that came first and the claims whose status changed most often are shown, others counted.

    Raises:
        ValueError: the story has no article.
    """
    if not view.articles:
        raise ValueError(f"story {view.id} has no article")
    axis = Axis.over(_moments(view), view.now, view.zone)
    told = [known for known in view.claims if known.claim.history]
    shown = sorted(told, key=lambda known: (-len(known.claim.history), -known.claim.weight))[:CLAIMS]
    published = sorted(article.published for article in view.articles)
    return Scene(
        title=drawable(view.title),
        subtitle=label(
            "subtitle",
            view.zone,
            articles=len(view.articles),
            outlets=len({article.outlet for article in view.articles}),
            first=published[0],
            last=published[-1],
        ),
        as_of=label("as_of", view.zone, now=view.now),
        axis=axis,
        outlets=_outlets(view, axis),
        claims=tuple(_claim(known, axis) for known in shown),
        more_claims=len(told) - len(shown),
    )


def _moments(view: StoryView) -> Iterator[datetime]:
    yield from (article.published for article in view.articles)
    yield from (event.at for known in view.claims for event in known.claim.history)


def _outlets(view: StoryView, axis: Axis) -> tuple[OutletRow, ...]:
    by_outlet: dict[str, list[ArticleView]] = {}
    for article in sorted(view.articles, key=lambda one: one.published):
        by_outlet.setdefault(article.outlet, []).append(article)
    rows = [OutletRow(drawable(name), _places(found, axis)) for name, found in by_outlet.items()]
    if len(rows) <= OUTLETS:
        return tuple(rows)
    kept, others = rows[: OUTLETS - 1], rows[OUTLETS - 1 :]
    places = tuple(place for row in others for place in row.places)
    return (*kept, OutletRow(label("more_outlets", view.zone, number=len(others)), places))


def _places(articles: Sequence[ArticleView], axis: Axis) -> tuple[float, ...]:
    return tuple(axis.place(article.published) for article in articles)


def _claim(known: KnownClaim, axis: Axis) -> ClaimRow:
    history = known.claim.history
    ends = [axis.place(event.at) for event in history[1:]] + [1.0]
    begins = [axis.place(event.at) for event in history]
    phases = zip(begins, ends, history, strict=True)
    return ClaimRow(
        drawable(typeset(known.claim.text)),
        tuple(Phase(begin, max(begin, end), event.new) for begin, end, event in phases),
    )
