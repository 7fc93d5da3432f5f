"""A digest as the JSON that DESIGN.md promises: keys in this order, nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from summaries.digest.views import ArticleView, ClaimView, Digest, StoryDigest
from summaries.model import Voice


def digest_json(digest: Digest) -> dict[str, Any]:
    """Return ``digest`` as plain values; times are ISO 8601 with the offset of the display zone."""
    return {
        "now": _iso(digest.now, digest.zone),
        "since": _iso(digest.since, digest.zone) if digest.since else None,
        "stories": [_story(story, digest.zone) for story in digest.stories],
    }


def _story(story: StoryDigest, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": story.id,
        "title": story.title,
        "continues": story.continues,
        "articles": [_article(article, zone) for article in story.articles],
        "claims": [_claim(view, zone) for view in story.claims],
    }


def _article(article: ArticleView, zone: tzinfo) -> dict[str, Any]:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "published": _iso(article.published, zone),
    }


def _claim(view: ClaimView, zone: tzinfo) -> dict[str, Any]:
    claim = view.claim
    return {
        "id": view.id,
        "text": claim.text,
        "status": str(claim.status),
        "new": view.new,
        "changed_from": str(view.changed_from) if view.changed_from else None,
        "rule": str(claim.rule),
        "voices": list(_voices(claim.voices, zone)),
    }


def _voices(voices: tuple[Voice, ...], zone: tzinfo) -> Iterator[dict[str, Any]]:
    for voice in voices:
        yield {
            "speaker": voice.speaker,
            "stance": str(voice.stance),
            "certainty": str(voice.certainty),
            "outlet": voice.source.outlet,
            "article": voice.source.article,
            "published": _iso(voice.source.published, zone),
            "quote": voice.quote,
        }


def _iso(when: datetime, zone: tzinfo) -> str:
    return when.astimezone(zone).isoformat()
