"""Writing an analysed document into the store, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.flow import codec
from bot.flow.arrival import Arrival
from bot.flow.claims import STALE
from bot.flow.dating import dated, time_of
from bot.flow.memory import Memory
from bot.flow.noting import note_text, note_words
from bot.flow.placing import place
from bot.flow.results import Outcome
from config.flow import TITLES_READ
from config.language import GERMAN
from storage import articles, statements, stories
from storage.articles import StoredArticle
from storage.tables import Article, Revision, Story
from storage.writes import key_of
from summaries.intake import TextPrint, family_of
from summaries.model import Analysis, DateSource, Features


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When a document came in and whom its message was forwarded from."""

    received: datetime
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored article, and the number of a story that became part of its own when it came."""

    article: StoredArticle
    merged: int | None = None


def keep(session: Session, memory: Memory, arrival: Arrival, analysis: Analysis, came: Circumstances) -> Kept:
    """Store a new, copied or revised article with its statements, and mark its story as to be compared."""
    features = _marked(session, arrival, _dated(analysis.features, arrival, came.received))
    moment = time_of(session, arrival, came.received)
    stated = dated(session, arrival, analysis.statements, moment)
    revision = _revision(arrival, came.received)
    revision.dated_at = moment
    revision.blocks = codec.dump_blocks(analysis.blocks)
    revision.features = codec.dump(Features, features)
    stored = _store(session, arrival, revision, came, GERMAN)
    merged = None
    if stored.article.story_id is not None:
        stories.hold(session, [stored.article.story_id])
    else:
        merged = place(session, memory, arrival, stored, features, now=came.received)
    note_words(session, stored)
    statements.replace(session, revision, [codec.statement_row(one) for one in stated])
    _follow(session, stored)
    return Kept(stored, merged)


def note(session: Session, arrival: Arrival, language: str, came: Circumstances) -> Kept:
    """Store an article in another language: its link and text, but nothing that could be compared.

    A German text that it would replace stays.
    """
    if arrival.outcome is Outcome.REVISION and arrival.known is not None:
        known = articles.get(session, arrival.known)
        if known.article.language == GERMAN:
            return Kept(known)
    return Kept(_store(session, arrival, _revision(arrival, came.received), came, language))


def story_of(session: Session, article: Article) -> Story:
    """Return the story that a stored article stands in.

    Raises:
        LookupError: it stands in none.
    """
    return stories.get(session, article.story_id or 0)


def _store(
    session: Session, arrival: Arrival, revision: Revision, came: Circumstances, language: str
) -> StoredArticle:
    """Store the article, or a changed text of one that is known, to be found again by its text."""
    if arrival.outcome is not Outcome.REVISION or arrival.known is None:
        stored = _new_article(session, arrival, revision, came, language)
    else:
        articles.add_revision(session, arrival.known, revision)
        stored = articles.get(session, arrival.known)
        stored.article.language = language
    note_text(session, stored.article, arrival.print, copy=arrival.outcome is Outcome.COPY)
    return stored


def _revision(arrival: Arrival, now: datetime) -> Revision:
    return Revision(
        article_id=0,
        number=0,
        title=arrival.document.title,
        text=arrival.document.text,
        text_hash=arrival.text_hash,
        fingerprint=codec.dump(TextPrint, arrival.print),
        stored_at=now,
    )


def _new_article(
    session: Session, arrival: Arrival, revision: Revision, came: Circumstances, language: str
) -> StoredArticle:
    document = arrival.document
    outlet = articles.outlet(
        session, document.outlet.key, document.outlet.name, family_of(document.outlet.key)
    )
    article = Article(
        outlet_id=key_of(outlet),
        external_id=document.external_id,
        canonical_url=document.url,
        title=document.title,
        published_at=document.published,
        published_source=document.published_source.value,
        agency=document.agency,
        language=language,
        text_hash=arrival.text_hash,
        copy_of_id=arrival.known if arrival.outcome is Outcome.COPY else None,
        received_at=came.received,
        forward_origin=came.origin,
    )
    return articles.add_article(session, article, revision)


def _dated(features: Features, arrival: Arrival, received: datetime) -> Features:
    """Return the features with a time that can be; what a manifest gives is taken as it is."""
    from summaries.stories.dates import plausible_time  # noqa: PLC0415 - loads spaCy, which a status must not

    if arrival.document.published_source is DateSource.MANIFEST:
        return features
    return replace(features, published=plausible_time(features.published, received))


def _marked(session: Session, arrival: Arrival, features: Features) -> Features:
    """Return the features marked as being about several events if an earlier version of the text was."""
    from summaries.stories.terms import as_roundup, is_marked  # noqa: PLC0415 - loads spaCy, as above

    if arrival.outcome is not Outcome.REVISION or arrival.known is None:
        return features
    earlier = articles.get(session, arrival.known).revision.features
    return as_roundup(features) if earlier != "{}" and is_marked(codec.load_features(earlier)) else features


def _follow(session: Session, stored: StoredArticle) -> None:
    story = story_of(session, stored.article)
    stories.follow(session, key_of(story), title_of(session, story), stored.article.published_at)
    story.payload = STALE
    session.flush()


def title_of(session: Session, story: Story) -> str:
    """Return the clearest headline of a story's first articles, its present title if none has a word."""
    from summaries.stories import choose_title  # noqa: PLC0415 - loads spaCy, which a status must not

    return choose_title(articles.titles(session, key_of(story), TITLES_READ)) or story.title
