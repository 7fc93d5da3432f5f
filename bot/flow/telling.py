"""From the store to the stories that a digest chooses from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.flow.audience import EVERYBODY, Audience
from bot.flow.chains import Chain, article_key, article_view, home_of, load_chains, shown_claim, shown_id
from bot.flow.comparing import Comparer, stored_number
from bot.flow.grounds import event_views
from storage import articles, digests, stories
from storage.tables import Article, DigestState, Revision, Story
from storage.tables import Digest as DigestRow
from storage.writes import key_of
from summaries.digest import ForeignLink, KnownClaim, StoryInput

# An article may be stored while a digest is being built, with an arrival time just before the digest's end.
_OVERLAP = timedelta(minutes=5)


def touched_stories(
    session: Session, since: datetime | None, now: datetime, audience: Audience = EVERYBODY
) -> list[int]:
    """Return the stories with an article published, or a text changed, in the window ``(since, now]``."""
    read = (Article.published_at <= now, audience.readable())
    query = select(col(Article.story_id)).where(*read)
    if since is None:
        return _distinct(session.exec(query))
    changed = _revised(col(Revision.dated_at) > since, col(Revision.dated_at) <= now).where(*read)
    fresh = query.where(Article.published_at > since)
    return _distinct(story for one in (fresh, changed) for story in session.exec(one))


def arrived_stories(
    session: Session, since: datetime, now: datetime, audience: Audience = EVERYBODY
) -> list[int]:
    """Return the stories with an article that came to the reader after ``since``, published by ``now``.

    A text that was changed since then counts, too.
    """
    read = (Article.published_at <= now, audience.readable())
    queries = [
        select(col(Article.story_id)).where(came, *read) for came in audience.arrived_since(since - _OVERLAP)
    ]
    queries.append(_revised(col(Revision.stored_at) > since - _OVERLAP).where(*read))
    return _distinct(story for query in queries for story in session.exec(query))


def arrivals(session: Session, story_ids: Sequence[int], audience: Audience) -> dict[str, datetime]:
    """Return when the articles of the chains of some stories came to a reader, by the core's names."""
    stored = articles.of_stories(session, stories.connected(session, story_ids))
    every = {key_of(one.article): one.article.received_at for own in stored.values() for one in own}
    return {article_key(key): moment for key, moment in (every | audience.came(session, every)).items()}


def links(
    session: Session,
    since: datetime | None,
    now: datetime,
    *,
    received: bool = False,
    audience: Audience = EVERYBODY,
) -> tuple[ForeignLink, ...]:
    """Return the articles in other languages of a window (see ``storage.articles.foreign``)."""
    found = audience.reads(session, articles.foreign(session, since, now, received=received))
    return tuple(
        ForeignLink(one.outlet.name, one.article.canonical_url, one.article.language) for one in found
    )


def last_told(session: Session, chat_pk: int, now: datetime, thread_id: int = 0) -> datetime | None:
    """Return the end of the latest digest of this topic up to ``now``; looking back does not count."""
    told = (DigestState.READY, DigestState.DONE, DigestState.EMPTY)
    ours = (digests.heard(session, chat_pk, thread_id), digests.is_full())
    query = (
        select(DigestRow.window_end)
        .where(*ours, col(DigestRow.state).in_(told), DigestRow.window_end <= now)
        .order_by(col(DigestRow.window_end).desc())
    )
    return session.exec(query).first()


def gather(
    session: Session,
    story_ids: Sequence[int],
    now: datetime,
    comparer: Comparer,
    audience: Audience = EVERYBODY,
) -> list[StoryInput]:
    """Return the chains of these stories, chapter by chapter, as they stood at ``now``, for an audience."""
    chains = load_chains(session, story_ids, now, audience)
    known = comparer.claims_of(session, chains)
    came = audience.came(session, [key_of(one.article) for chain in chains for one in chain.articles])
    pairs = zip(chains, known, strict=True)
    found = [chapter for chain, claims in pairs for chapter in chapters(chain, claims, came)]
    events = event_views(session, audience, [one.id for one in found], now)
    return [replace(one, events=events.get(one.id, ())) for one in found]


def chapters(
    chain: Chain, claims: Iterable[KnownClaim], came: Mapping[int, datetime] | None = None
) -> list[StoryInput]:
    """Return a chain's chapters with their articles and claims, the first chapter first.

    Args:
        chain: The chain as its reader has it.
        claims: What it states.
        came: When articles came to the reader, as far as that is not when they were stored.
    """
    ids = {article_key(key_of(a.article)): shown_id(a) for a in chain.articles}
    titles = {chapter.id: chapter.title for chapter in chain.chapters}
    told: dict[int, list[KnownClaim]] = {chapter.id: [] for chapter in chain.chapters}
    homes = chain.homes
    for known in claims:
        told[home_of(known.claim, homes)].append(KnownClaim(known.id, shown_claim(known.claim, ids)))
    return [
        StoryInput(
            id=chapter.id,
            title=chapter.title,
            articles=tuple(
                article_view(one, ids, (came or {}).get(key_of(one.article))) for one in chapter.articles
            ),
            claims=tuple(told[chapter.id]),
            continues=chapter.continues,
            continues_title=titles.get(chapter.continues) if chapter.continues is not None else None,
        )
        for chapter in chain.chapters
    ]


def lasting(story: StoryInput) -> StoryInput:
    """Return a story with the claims that the store knows.

    A chat that reads some of the sources may see a claim fall into two; the ledger cannot tell these
    apart, so the second one is left out.
    """
    return replace(
        story, claims=tuple(known for known in story.claims if stored_number(known.id) is not None)
    )


def unsettled(session: Session, mark: str) -> list[int]:
    """Return the stories whose claims have not been compared since their last article."""
    return [key_of(row) for row in session.exec(select(Story).where(Story.payload == mark))]


def _revised(*when: ColumnElement[bool]) -> SelectOfScalar[int | None]:
    """Select the stories of articles with a later state of their text that meets a condition."""
    own = col(Revision.article_id) == col(Article.id)
    return select(col(Article.story_id)).join(Revision, own).where(col(Revision.number) > 1, *when)


def _distinct(found: Iterable[int | None]) -> list[int]:
    return sorted({story_id for story_id in found if story_id is not None})
