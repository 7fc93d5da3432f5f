"""What the flow hands back to a chat or a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a document."""

    NEW = "new"
    DUPLICATE = "duplicate"  # the same text of the same outlet is stored already
    COPY = "copy"  # the text of another article: stored, but no voice of its own
    REVISION = "revision"  # a changed text of a stored article


@dataclass(frozen=True, slots=True)
class Stored:
    """An article after it was taken in.

    ``source_count`` counts the outlets of its story.  ``new_claims`` are claims that did not exist before;
    ``contested`` and ``confirmed`` count the claims that came to this status by the article; ``changes`` the
    older claims whose status changed.
    """

    article_id: int
    outcome: Outcome
    outlet: str
    title: str
    story_id: int
    story_title: str
    continues_title: str | None
    source_count: int
    new_claims: int = 0
    contested: int = 0
    confirmed: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class StatusReport:
    """How the bot stands at ``now``; today begins at local midnight.

    ``newest`` is when the newest article came in, ``next_digest`` the next planned slot.
    """

    now: datetime
    articles_today: int
    articles_total: int
    stories_today: int
    stories_total: int
    queued: int
    failed: int
    newest: datetime | None
    last_digest: datetime | None
    next_digest: datetime | None
