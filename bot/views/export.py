"""A story or a period as a document: Markdown, HTML, JSON or CSV."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from bot.texts import phrase, render
from summaries.digest import StoryView
from summaries.digest.wording import WORD_JOINER

_COLUMNS = (
    "story", "titel", "kernaussage", "stand", "regel", "stimme", "haltung", "gewissheit", "quelle",
    "veröffentlicht", "link", "zitat",
)  # fmt: skip
# What a table program would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(views: Sequence[StoryView], kind: str) -> bytes:
    """Return stories as a document.

    Raises:
        KeyError: there is no such kind.
    """
    return KINDS[kind](views).encode()


def _markdown(views: Sequence[StoryView]) -> str:
    shown = render("export_md", zone=_zone(views), views=views)
    return html.unescape(shown).replace(WORD_JOINER, "") + "\n"


def _html(views: Sequence[StoryView]) -> str:
    return render("export_html", zone=_zone(views), views=views).replace(WORD_JOINER, "") + "\n"


def _json(views: Sequence[StoryView]) -> str:
    return json.dumps({"stories": [_story(view) for view in views]}, ensure_ascii=False, indent=2) + "\n"


def _csv(views: Sequence[StoryView]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in _rows(views):
        writer.writerow([_harmless(cell) for cell in row])
    return "\ufeff" + out.getvalue()  # the mark by which table programs know UTF-8


def _rows(views: Sequence[StoryView]) -> Iterator[tuple[str, ...]]:
    for view in views:
        for known in view.claims:
            claim = known.claim
            for voice in claim.voices:
                yield (
                    str(view.id), view.title, claim.text, str(claim.status), str(claim.rule), voice.speaker,
                    phrase("labels", f"stance_{voice.stance}"),
                    phrase("labels", f"certainty_{voice.certainty}"), voice.source.outlet,
                    _iso(voice.source.published, view.zone), voice.source.url or "", voice.quote,
                )  # fmt: skip


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _story(view: StoryView) -> dict[str, Any]:
    return {
        "id": view.id,
        "title": view.title,
        "continues": view.continues,
        "articles": [
            {
                "outlet": one.outlet,
                "title": one.title,
                "url": one.url,
                "published": _iso(one.published, view.zone),
            }
            for one in view.articles
        ],
        "claims": [_claim(view, known.claim) for known in view.claims],
    }


def _claim(view: StoryView, claim: Any) -> dict[str, Any]:
    return {
        "text": claim.text,
        "status": str(claim.status),
        "rule": str(claim.rule),
        "voices": [
            {
                "speaker": voice.speaker,
                "stance": str(voice.stance),
                "certainty": str(voice.certainty),
                "outlet": voice.source.outlet,
                "url": voice.source.url,
                "published": _iso(voice.source.published, view.zone),
                "quote": voice.quote,
            }
            for voice in claim.voices
        ],
        "history": [
            {
                "at": _iso(event.at, view.zone),
                "old": str(event.old) if event.old else None,
                "new": str(event.new),
                "rule": str(event.rule),
            }
            for event in claim.history
        ],
    }


def _zone(views: Sequence[StoryView]) -> tzinfo:
    return views[0].zone


def _iso(when: datetime, zone: tzinfo) -> str:
    return when.astimezone(zone).isoformat()


KINDS: Mapping[str, Callable[[Sequence[StoryView]], str]] = {
    "md": _markdown,
    "html": _html,
    "json": _json,
    "csv": _csv,
}
