"""From the store to the stories that a digest chooses from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.flow.audience import EVERYBODY, Audience
from bot.flow.chains import Chain, Compare, article_key, article_view, load_chain, shown_claim, shown_id
from bot.flow.claims import StoredClaim, match, stored_claims
from storage import articles
from storage.digests import LOOKING_BACK
from storage.tables import Article, DigestState, Story
from storage.tables import Digest as DigestRow
from storage.writes import key_of
from summaries.digest import ArticleView, ForeignLink, KnownClaim, StoryInput
from summaries.model import Claim

# An article may be stored while a digest is being built, with an arrival time just before the digest's end.
_OVERLAP = timedelta(minutes=5)


def touched_stories(
    session: Session, since: datetime | None, now: datetime, audience: Audience = EVERYBODY
) -> list[int]:
    """Return the stories with an article published in the window ``(since, now]``."""
    query = select(col(Article.story_id)).where(Article.published_at <= now, audience.readable())
    if since is not None:
        query = query.where(Article.published_at > since)
    return _distinct(session.exec(query))


def arrived_stories(
    session: Session, since: datetime, now: datetime, audience: Audience = EVERYBODY
) -> list[int]:
    """Return the stories with an article that came to the reader after ``since``, published by ``now``."""
    came = audience.arrived_after(since - _OVERLAP)
    query = select(col(Article.story_id)).where(came, Article.published_at <= now, audience.readable())
    return _distinct(session.exec(query))


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


def last_told(session: Session, chat_pk: int, now: datetime) -> datetime | None:
    """Return the end of the latest digest of this chat up to ``now``; looking back does not count."""
    told = (DigestState.READY, DigestState.DONE, DigestState.EMPTY)
    ours = (DigestRow.chat_pk == chat_pk, DigestRow.kind != LOOKING_BACK)
    query = (
        select(DigestRow.window_end)
        .where(*ours, col(DigestRow.state).in_(told), DigestRow.window_end <= now)
        .order_by(col(DigestRow.window_end).desc())
    )
    return session.exec(query).first()


def gather(
    session: Session,
    story_ids: Iterable[int],
    now: datetime,
    compare: Compare,
    audience: Audience = EVERYBODY,
) -> list[StoryInput]:
    """Return the chains of these stories, chapter by chapter, as they stood at ``now``, for an audience."""
    told: list[StoryInput] = []
    seen: set[int] = set()
    for story_id in story_ids:
        if story_id in seen:
            continue
        chain = load_chain(session, story_id, now, audience)
        seen |= {chapter.id for chapter in chain.chapters}
        told += chapters(session, chain, compare(chain.evidence), audience)
    return told


def chapters(
    session: Session, chain: Chain, computed: tuple[Claim, ...], audience: Audience = EVERYBODY
) -> list[StoryInput]:
    """Return a chain's chapters with their articles and claims, the first chapter first."""
    came = audience.came(session, (key_of(a.article) for c in chain.chapters for a in c.articles))
    stored = stored_claims(session, (chapter.id for chapter in chain.chapters))
    ids = {article_key(key_of(a.article)): shown_id(a) for c in chain.chapters for a in c.articles}
    titles = {chapter.id: chapter.title for chapter in chain.chapters}
    homes: dict[int, list[KnownClaim]] = {chapter.id: [] for chapter in chain.chapters}
    for claim, known in _identified(chain, computed, stored):
        homes[chain.chapter_of(claim)].append(KnownClaim(known, shown_claim(claim, ids)))
    return [
        StoryInput(
            id=chapter.id,
            title=chapter.title,
            articles=_views(chain, chapter.id, ids, came),
            claims=tuple(homes[chapter.id]),
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
    return replace(story, claims=tuple(known for known in story.claims if known.id.isdecimal()))


def unsettled(session: Session, mark: str) -> list[int]:
    """Return the stories whose claims have not been compared since their last article."""
    return [key_of(row) for row in session.exec(select(Story).where(Story.payload == mark))]


def _identified(
    chain: Chain, computed: tuple[Claim, ...], stored: list[StoredClaim]
) -> Iterator[tuple[Claim, str]]:
    found = match(computed, stored, chain.wordings())
    for position, claim in enumerate(computed):
        yield claim, str(found[position].id) if position in found else claim.key


def _views(
    chain: Chain, story_id: int, ids: dict[str, str], came: dict[int, datetime]
) -> tuple[ArticleView, ...]:
    own = next(chapter for chapter in chain.chapters if chapter.id == story_id)
    return tuple(article_view(stored, ids, came.get(key_of(stored.article))) for stored in own.articles)


def _distinct(found: Iterable[int | None]) -> list[int]:
    return sorted({story_id for story_id in found if story_id is not None})
