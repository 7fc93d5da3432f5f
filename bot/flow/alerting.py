"""What to tell a chat at once: changes in stories and words that it follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.flow.audience import Audience
from summaries.digest import ClaimView, Digest, StoryDigest, StoryInput
from summaries.model import Status

# An article that waits for its turn to be written counts from when it came; what was told is in the ledger.
LATE = timedelta(minutes=5)
# What one paper states is no news that cannot wait; that papers differ, or agree, is.
_WEIGHTY = frozenset({Status.CONTESTED, Status.CONFIRMED})


def only_urgent(
    digest: Digest,
    told: Mapping[int, StoryInput],
    audience: Audience,
    came: Mapping[str, datetime],
    since: datetime,
) -> Digest:
    """Return of a digest what its chat is to be told at once.

    That are claims of stories it follows that changed, or are new and contested or confirmed, by an article
    that came after ``since`` and after the chat began to follow.

    Args:
        digest: What the chat has not been told.
        told: The digest's stories, by number.
        audience: The chat.
        came: When articles came to it, by the core's names of articles.
        since: Up to when it was alerted before.
    """
    found = [_urgent(story, told[story.id], audience, came, since) for story in digest.stories]
    kept = tuple(story for story in found if story.claims)
    return replace(digest, since=since, stories=kept, more_stories=0)


def _urgent(
    story: StoryDigest,
    told: StoryInput,
    audience: Audience,
    came: Mapping[str, datetime],
    since: datetime,
) -> StoryDigest:
    begun = audience.followed_since(told)
    if begun is None:
        return replace(story, claims=())
    border = max(begun, since - LATE)
    weighty = [view for view in story.claims if _weighs(view) and _cause(view, came) > border]
    chosen = {view.id for view in weighty} | {view.replaced_by for view in weighty}
    claims = tuple(view for view in story.claims if view.id in chosen)
    return replace(story, claims=claims, rest=(), followed=True)


def _weighs(view: ClaimView) -> bool:
    return view.changed_from is not None or (view.new and view.claim.status in _WEIGHTY)


def _cause(view: ClaimView, came: Mapping[str, datetime]) -> datetime:
    """Return when the article came that brought a claim into its status."""
    return came[view.claim.history[-1].statement[0]]
