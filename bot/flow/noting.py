"""Noting what articles and stories are looked up by, at once for new ones and in one go for old stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.flow import codec, copies
from config.flow import LOOKUP_BATCH, LOOKUP_VERSION
from storage import Database, articles, lookup, state
from storage.articles import StoredArticle
from storage.tables import Article
from storage.writes import key_of
from summaries.intake import TextPrint

_log = structlog.get_logger(__name__)
_NOTED = "lookup_version"


def note_text(session: Session, article: Article, print_: TextPrint, *, copy: bool) -> None:
    """Note the keys by which copies of an article's text find it; ``copy``: it is one itself."""
    original = copies.twin(session, article.copy_of_id) if copy and article.copy_of_id is not None else None
    keys = copies.new_keys(print_, article.published_at, original)
    lookup.add_copy_keys(session, key_of(article), article.published_at, keys)


def note_heir(session: Session, article_id: int) -> None:
    """Note all keys of a text whose original is gone, and with it the keys that they had in common."""
    heir = copies.twin(session, article_id)
    if heir is not None:
        lookup.add_copy_keys(
            session, article_id, heir.published, copies.new_keys(heir.print, heir.published, None)
        )


def note_words(session: Session, stored: StoredArticle) -> None:
    """Note the words by which an article's story is found again; nothing for one in no story."""
    from summaries.stories.lookup import lookup_terms  # noqa: PLC0415 - loads spaCy, which a status must not

    if stored.article.story_id is not None:
        terms = lookup_terms(codec.load_features(stored.revision.features))
        lookup.add_story_terms(session, stored.article.story_id, terms)


def note_everything(database: Database, now: Callable[[], datetime]) -> None:
    """Note all stored articles unless that was done by the present rules; it may be interrupted."""
    with database.reading() as session:
        done = state.get(session, _NOTED)
    if done is not None and done.value == LOOKUP_VERSION:
        return
    last = 0
    while (noted := _note_batch(database, last)) is not None:
        last = noted
        _log.info("articles_noted", up_to=last)
    with database.writing() as session:
        state.put(session, _NOTED, LOOKUP_VERSION, now())


def _note_batch(database: Database, last: int) -> int | None:
    """Note the next articles after ``last``; return the key of the last one, None if there was none."""
    with database.writing() as session:
        batch = articles.after(session, last, LOOKUP_BATCH)
        for stored in batch:
            if stored.revision.fingerprint:
                print_ = codec.load(TextPrint, stored.revision.fingerprint)
                note_text(session, stored.article, print_, copy=True)
            note_words(session, stored)
    return key_of(batch[-1].article) if batch else None
