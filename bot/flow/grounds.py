"""Why articles stand in one story: the names that they share, what each was placed by, what joined them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from bot.flow import codec
from bot.flow.audience import Audience
from bot.flow.chains import article_key, article_view, shown_id
from bot.flow.placing import PlainSide, load, load_moved
from config.face import PLACEMENTS_SHOWN, SHARED_NAMES
from config.flow import TITLES_READ
from storage import articles, holdings, placements, story_events
from storage.articles import StoredArticle
from storage.tables import PlacementKind, StoryEvent
from storage.writes import key_of
from summaries.digest import PlacedView, StoryEventView

if TYPE_CHECKING:
    from summaries.stories.reasons import Reason

_READ = 12_000  # characters of a text in which the words of its evidence are looked for
_TEXTS = 3  # texts in which those of a merger are


def shared_names(found: Sequence[StoredArticle]) -> tuple[tuple[str, int], ...]:
    """Return the names that several articles of a story have, with in how many; the most shared first."""
    counts: Counter[str] = Counter()
    for one in found:
        counts.update(
            codec.load_features(one.revision.features).actors if one.revision.features != "{}" else ()
        )
    shared = sorted((-number, name) for name, number in counts.items() if number > 1)
    return tuple((_as_written(name, found), -number) for number, name in shared[:SHARED_NAMES])


def _as_written(name: str, found: Sequence[StoredArticle]) -> str:
    """Return a normalised name as the first article that has it writes it."""
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    hits = (pattern.search(one.revision.text) for one in found)
    return next((hit[0] for hit in hits if hit is not None), name.title())


def placed_views(
    session: Session, audience: Audience, story_id: int, until: datetime
) -> tuple[PlacedView, ...]:
    """Return why the latest articles of a story stand in it, the first to come first.

    Args:
        session: A reading session.
        audience: Who asks: only what it may read is told.
        story_id: The story.
        until: Articles published later do not exist.
    """
    found = audience.reads(session, articles.of_story(session, story_id, until))
    latest = sorted(found, key=lambda one: key_of(one.article))[-PLACEMENTS_SHOWN:]
    noted = placements.of_articles(session, [key_of(one.article) for one in latest])
    opened = _former_titles(story_events.of_stories(session, (story_id,)))
    ids = {article_key(key_of(one.article)): shown_id(one) for one in latest}
    views = []
    for one in latest:
        row = noted.get(key_of(one.article))
        if row is not None:
            told = row.kind in {PlacementKind.JOINED, PlacementKind.CHAPTER}
            why = _reasons(load(row.payload), _text(one)) if told else ()
            former = opened.get(row.article_id) if row.kind == PlacementKind.OPENED else None
            views.append(PlacedView(article_view(one, ids), row.kind, why, former))
    return tuple(views)


def event_views(
    session: Session, audience: Audience, story_ids: Iterable[int], until: datetime, *, why: bool = False
) -> dict[int, tuple[StoryEventView, ...]]:
    """Return what happened to stories up to a moment, as far as an audience reads articles that it moved.

    Args:
        session: A reading session.
        audience: Who asks.
        story_ids: The stories.
        until: Later events do not exist.
        why: Whether to tell by which evidence.
    """
    found: dict[int, tuple[StoryEventView, ...]] = {}
    for event in story_events.of_stories(session, story_ids):
        moved = load_moved(event.payload)
        readable = _readable(session, audience, moved.articles)
        read = [one for one in moved.articles if one in readable]
        if event.at <= until and read:
            view = _event_view(session, event, read[:TITLES_READ], all_read=len(read) == len(moved.articles))
            told = _reasons(moved.evidence, *_texts(session, read[:_TEXTS])) if why else ()
            found[event.story_id] = (*found.get(event.story_id, ()), replace(view, reasons=told))
    return found


def _event_view(
    session: Session, event: StoryEvent, read: Sequence[int], *, all_read: bool
) -> StoryEventView:
    """Return an event; who may not read all that it moved is told of the headlines that he reads."""
    from summaries.stories import choose_title  # noqa: PLC0415 - loads spaCy, which a status must not

    known = [articles.get(session, one).article.title for one in read] if not all_read else []
    title = event.other_title if all_read else choose_title(known) or known[0]
    return StoryEventView(event.kind, event.at, event.other_id, title, event.by_hand)


def _texts(session: Session, numbers: Sequence[int]) -> list[str]:
    return [_text(articles.get(session, number)) for number in numbers]


def _text(stored: StoredArticle) -> str:
    return f"{stored.article.title}\n{stored.revision.text[:_READ]}"


def _readable(session: Session, audience: Audience, numbers: Sequence[int]) -> Collection[int]:
    if audience.chat is None:
        return articles.existing(session, numbers)
    return holdings.readable_of(session, audience.chat, numbers)


def _former_titles(events: Iterable[StoryEvent]) -> dict[int, str]:
    """Return for articles that came with a merge the title of the story that they stood in first."""
    titles: dict[int, str] = {}
    for event in events:
        for number in load_moved(event.payload).articles:
            titles.setdefault(number, event.other_title)
    return titles


def _reasons(sides: Sequence[PlainSide], *texts: str) -> tuple[Reason, ...]:
    from summaries.stories import Evidence  # noqa: PLC0415 - loads spaCy, which a status must not
    from summaries.stories.reasons import reasons  # noqa: PLC0415

    evidence = [Evidence(kind, tuple(items), weight) for kind, items, weight in sides]
    return reasons(evidence, "\n".join(texts))
