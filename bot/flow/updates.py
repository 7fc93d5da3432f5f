"""What changed in articles when their texts were updated."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from sqlmodel import Session

from bot.flow import codec
from config.flow import FEWEST_WORDS
from storage import articles, statements
from storage.articles import StoredArticle
from storage.tables import Revision
from storage.writes import key_of
from summaries.digest import UpdateView
from summaries.revisions import Stated, differences


def updates_of(session: Session, found: Iterable[StoredArticle]) -> dict[int, tuple[UpdateView, ...]]:
    """Return for the articles whose text has changed what each change brought, the first one first."""
    known = articles.changed_texts(session, [key_of(one.article) for one in found])
    return {
        article: tuple(_update(session, *two) for two in pairwise(own) if not _is_thinned(two))
        for article, own in known.items()
    }


def _is_thinned(revisions: Iterable[Revision]) -> bool:
    """Whether sentences are missing, which would seem to be new or gone."""
    return any(one.thinned_at is not None for one in revisions)


def _update(session: Session, before: Revision, after: Revision) -> UpdateView:
    found = differences(_stated(session, before), _stated(session, after))
    return UpdateView(
        at=after.stored_at,
        new=tuple(dict.fromkeys(one.sentence for one in found.new)),
        gone=tuple(dict.fromkeys(one.sentence for one in found.gone)),
        changed=tuple(dict.fromkeys(_shown(*two) for two in found.changed)),
    )


def _shown(before: Stated, after: Stated) -> tuple[str, str]:
    """Return both wordings; where they say little alone, or only what is around them changed, sentences."""
    little = min(len(before.words.split()), len(after.words.split())) < FEWEST_WORDS
    whole = little or before.words == after.words
    return (before.sentence, after.sentence) if whole else (before.words, after.words)


def _stated(session: Session, revision: Revision) -> list[Stated]:
    rows = statements.of_revision(session, key_of(revision))
    return [Stated.of(codec.load_statement(row), revision.text) for row in rows]
