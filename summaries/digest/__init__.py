"""What a reader has not seen, ranked, and shown as text, Telegram HTML or JSON."""

from summaries.digest.build import Limits, build_digest, status_at
from summaries.digest.contract import digest_json
from summaries.digest.render import (
    render_html,
    render_parts,
    render_placement,
    render_story_parts,
    render_story_text,
    render_text,
    render_why,
)
from summaries.digest.views import (
    ArticleView,
    ClaimView,
    Digest,
    Foot,
    ForeignLink,
    Gaps,
    KnownClaim,
    StoryDigest,
    StoryInput,
    StoryView,
    UpdateView,
)

__all__ = [
    "ArticleView",
    "ClaimView",
    "Digest",
    "Foot",
    "ForeignLink",
    "Gaps",
    "KnownClaim",
    "Limits",
    "StoryDigest",
    "StoryInput",
    "StoryView",
    "UpdateView",
    "build_digest",
    "digest_json",
    "render_html",
    "render_parts",
    "render_placement",
    "render_story_parts",
    "render_story_text",
    "render_text",
    "render_why",
    "status_at",
]
