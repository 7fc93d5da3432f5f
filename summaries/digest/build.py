"""From stories and claims to what one reader has not seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from config.digest import CLAIMS_PER_STORY, STORIES_PER_DIGEST
from summaries.digest.rank import claim_order, cut, story_order
from summaries.digest.succession import arranged, successors, tally_of
from summaries.digest.views import (
    NO_NEWS,
    ArticleView,
    ClaimView,
    Digest,
    Foot,
    Gaps,
    KnownClaim,
    StoryDigest,
    StoryInput,
)
from summaries.model import Claim, Status


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a digest shows before it counts the rest."""

    stories: int = STORIES_PER_DIGEST
    claims: int = CLAIMS_PER_STORY


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the reader knows: by the time of the last look, or by a ledger of claims."""

    since: datetime | None
    now: datetime
    seen: Mapping[str, Status] | None

    def knew(self, known: KnownClaim) -> Status | None:
        if self.seen is not None:
            return self.seen.get(known.id)
        return status_at(known.claim, self.since)

    def fresh(self, article: ArticleView) -> bool:
        return self.within(article.published if self.seen is None else article.received or article.published)

    def within(self, moment: datetime) -> bool:
        return moment <= self.now and (self.since is None or moment > self.since)


def build_digest(
    stories: Sequence[StoryInput],
    since: datetime | None,
    now: datetime,
    *,
    zone: tzinfo,
    seen: Mapping[str, Status] | None = None,
    limits: Limits | None = None,
    all_claims: bool = False,
    gaps: Gaps | None = None,
    followed: Collection[int] = (),
    trusted: Collection[str] = (),
) -> Digest:
    """Select and order what a reader has not seen.

    Args:
        stories: all stories, with claims as they stand at ``now``.
        since: begin of the window, itself outside of it; None means from the beginning.
        now: end of the window, inside of it.
        zone: time zone in which the digest shows times.
        seen: a chat's ledger: claim id to the status last shown; None reads it from the claims' history.
        limits: how many stories and claims to show; the rest is counted.
        all_claims: every claim of every story that has something in the window, uncut.
        gaps: articles that the digest cannot speak about.
        followed: stories that the reader follows: they come first and none of them is counted away.
        trusted: outlets, by name, whose stories come first among those that are equally urgent.
    """
    reader = _Reader(since, now, seen)
    found = [entry for story in stories if (entry := _tell(story, reader, all_claims)) is not None]
    told = _ordered(found, followed, trusted)
    kept = told if all_claims else _first_of(told, limits or Limits())
    return Digest(
        since=since,
        now=now,
        zone=zone,
        stories=tuple(kept),
        more_stories=len(told) - len(kept),
        foot=_foot(stories, reader, gaps or Gaps()),
        tally=sum((entry.tally for entry in told), NO_NEWS),
    )


def _first_of(told: Sequence[StoryDigest], limits: Limits) -> list[StoryDigest]:
    return [_cut(entry, limits) for entry in told[: _room(told, limits)]]


def _room(told: Sequence[StoryDigest], limits: Limits) -> int:
    """Return how many stories are shown; what the reader follows is never left out."""
    return max(limits.stories, sum(entry.followed for entry in told))


def _ordered(
    found: Sequence[StoryDigest], followed: Collection[int], trusted: Collection[str]
) -> list[StoryDigest]:
    """Return stories with the followed ones marked, the first to read first."""
    marked = [replace(entry, followed=True) if entry.id in followed else entry for entry in found]
    return sorted(marked, key=lambda entry: _place(entry, trusted))


def _place(entry: StoryDigest, trusted: Collection[str]) -> tuple[float, ...]:
    """Return the sort key of a story among the others (smaller is earlier)."""
    urgency, *rest = story_order(entry.articles, entry.claims)
    vouched = any(article.outlet in trusted for article in entry.articles)
    return (not entry.followed, urgency, not vouched, *rest, entry.id)


def status_at(claim: Claim, moment: datetime | None) -> Status | None:
    """Return the status that ``claim`` had at ``moment``; None if it was not known, or ``moment`` is None."""
    if moment is None:
        return None
    past = [event for event in claim.history if event.at <= moment]
    return past[-1].new if past else None


def _cut(entry: StoryDigest, limits: Limits) -> StoryDigest:
    """Return a story with what is shown of it: which lines a reader understands is weighed for few."""
    shown = cut(entry.claims, limits.claims, entry.title)
    return replace(entry, claims=shown, rest=tuple(view for view in entry.claims if view not in shown))


def _tell(story: StoryInput, reader: _Reader, all_claims: bool) -> StoryDigest | None:
    fresh = tuple(article for article in story.articles if reader.fresh(article))
    ahead = successors(story.claims)
    found = (_view(known, reader, ahead.get(known.id)) for known in story.claims)
    views = arranged(sorted(found, key=lambda view: (claim_order(view), view.id)))
    news = [view for view in views if view.news]
    if not fresh and not news:
        return None
    return StoryDigest(
        id=story.id,
        title=story.title,
        continues=story.continues,
        continues_title=story.continues_title,
        articles=story.articles if all_claims else fresh,
        articles_total=len(story.articles),
        claims=tuple(views if all_claims else news),
        rest=(),
        events=tuple(event for event in story.events if reader.within(event.at)),
        tally=tally_of(news),
    )


def _view(known: KnownClaim, reader: _Reader, successor: str | None) -> ClaimView:
    before = reader.knew(known)
    changed = before is not None and before is not known.claim.status
    return ClaimView(
        known.id,
        known.claim,
        new=before is None,
        changed_from=before if changed else None,
        replaced_by=successor if changed else None,
    )


def _foot(stories: Sequence[StoryInput], reader: _Reader, gaps: Gaps) -> Foot:
    fresh = [article for story in stories for article in story.articles if reader.fresh(article)]
    every = [article.published for story in stories for article in story.articles]
    return Foot(
        articles=len(fresh),
        outlets=len({article.outlet for article in fresh}),
        newest=max(every, default=None),
        gaps=gaps,
    )
