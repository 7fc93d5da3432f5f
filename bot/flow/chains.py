"""A story with the chapters before and after it, as the evidence that claims are compared from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from bot.flow import codec
from bot.flow.audience import EVERYBODY, Audience
from config.flow import COPIES_COMPARED, TITLES_READ
from storage import articles, statements, stories
from storage.articles import StoredArticle
from storage.tables import Story
from storage.writes import key_of
from summaries.digest import ArticleView
from summaries.model import Claim, Evidence, Source, Statement

Member = tuple[str, int]
Compare = Callable[[Sequence[Evidence]], tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One story of a chain with its articles, oldest first."""

    id: int
    title: str
    continues: int | None
    articles: tuple[StoredArticle, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Stories that continue each other, with everything their articles state up to one moment."""

    chapters: tuple[Chapter, ...]
    evidence: tuple[Evidence, ...]

    @property
    def state(self) -> frozenset[tuple[int, int]]:
        """What the chain was made of: two chains with the same state are equal."""
        return frozenset(
            (chapter.id, key_of(a.revision)) for chapter in self.chapters for a in chapter.articles
        )

    def wordings(self) -> dict[Member, str]:
        """Return a name for each statement that stays when an article is revised around it."""
        return {(e.source.article, e.statement.number): _wording(e) for e in self.evidence}

    def chapter_of(self, claim: Claim) -> int:
        """Return the story that a claim belongs to: that of its latest voice."""
        homes = {article_key(key_of(a.article)): c.id for c in self.chapters for a in c.articles}
        latest = max(claim.voices, key=lambda voice: (voice.source.published, voice.source.article))
        return homes[latest.source.article]


def article_key(article_id: int) -> str:
    """Return the name under which the core knows an article."""
    return f"a{article_id}"


def article_number(key: str) -> int:
    """Return the article that the core knows by ``key``."""
    return int(key.removeprefix("a"))


def shown_id(stored: StoredArticle) -> str:
    """Return the id that an article has outside: the manifest's if it gave one."""
    return stored.article.external_id or article_key(key_of(stored.article))


def story_ids(session: Session, story_id: int) -> list[int]:
    """Return the stories of a chain, the first chapter first."""
    root = stories.get(session, story_id)
    while root.continues_id is not None:
        root = stories.get(session, root.continues_id)
    return [key_of(story) for story in _with_continuations(session, root)]


def load_chain(
    session: Session, story_id: int, until: datetime | None = None, audience: Audience = EVERYBODY
) -> Chain:
    """Return the chain of a story with the articles published at or before ``until`` (None: all).

    An ``audience`` is only told what it may read.
    """
    rows = [stories.get(session, number) for number in story_ids(session, story_id)]
    chapters = tuple(_chapter(session, row, until, audience) for row in rows)
    stated = {key_of(row): _statements(session, row, until) for row in rows}
    texts = _texts(stored for chapter in chapters for stored in chapter.articles)
    evidence = [
        one
        for chapter in chapters
        for stored in chapter.articles
        for one in _evidence(stored, texts, stated[chapter.id])
    ]
    evidence.sort(key=lambda one: (one.source.published, article_number(one.source.article)))
    return Chain(tuple(chapter for chapter in chapters if chapter.articles), tuple(evidence))


def state_of(session: Session, story_id: int) -> frozenset[tuple[int, int]]:
    """Return the state of a story's chain as it is stored now, without its texts."""
    return frozenset(articles.revisions(session, story_ids(session, story_id)))


def source_of(stored: StoredArticle, text: Sequence[StoredArticle]) -> Source:
    """Return what the comparison has to know about an article.

    Whose text it is counts, not who printed it: all articles with one ``text`` (oldest first) are of the
    agency that one of them names, else of the publisher of the first.
    """
    article, first = stored.article, text[0].outlet
    return Source(
        article=article_key(key_of(article)),
        outlet=stored.outlet.name,
        outlet_key=stored.outlet.key,
        published=article.published_at,
        url=article.canonical_url,
        title=article.title,
        family=first.family or first.key,
        agency=next((one.article.agency for one in text if one.article.agency), None),
    )


def article_view(stored: StoredArticle, ids: dict[str, str], received: datetime | None = None) -> ArticleView:
    """Return how a digest names an article.

    Args:
        stored: The article.
        ids: Maps the core's keys to ids shown outside.
        received: When it came to the reader, if that is not when it was stored.
    """
    article = stored.article
    copied = article_key(article.copy_of_id) if article.copy_of_id is not None else None
    return ArticleView(
        id=ids[article_key(key_of(article))],
        outlet=stored.outlet.name,
        title=article.title,
        published=article.published_at,
        url=article.canonical_url,
        copy_of=ids.get(copied, copied) if copied else None,
        agency=article.agency,
        received=received or article.received_at,
    )


def shown_claim(claim: Claim, ids: dict[str, str]) -> Claim:
    """Return a claim whose voices name their articles by the ids shown outside."""
    voices = tuple(
        replace(voice, source=replace(voice.source, article=ids[voice.source.article]))
        for voice in claim.voices
    )
    return replace(claim, voices=voices)


def _wording(one: Evidence) -> str:
    quote = " ".join(span.of(one.text) for span in one.statement.quote)
    return f"{one.source.article}:{hashlib.sha256(quote.encode()).hexdigest()[:16]}"


def _with_continuations(session: Session, story: Story) -> Iterator[Story]:
    yield story
    for later in stories.continuations(session, key_of(story)):
        yield from _with_continuations(session, later)


def _chapter(session: Session, row: Story, until: datetime | None, audience: Audience) -> Chapter:
    from summaries.stories import choose_title  # noqa: PLC0415 - loads spaCy, which a status must not

    found = audience.reads(session, articles.of_story(session, key_of(row), until))
    arrival = sorted(found, key=lambda stored: key_of(stored.article))
    title = row.given_title or choose_title([stored.article.title for stored in arrival[:TITLES_READ]])
    return Chapter(key_of(row), title or row.title, row.continues_id, tuple(found))


def _statements(session: Session, row: Story, until: datetime | None) -> dict[int, list[Statement]]:
    found = statements.of_story(session, key_of(row), until)
    groups = groupby(found, key=lambda statement: statement.article_id)
    return {article: [codec.load_statement(one) for one in group] for article, group in groups}


def _texts(found: Iterable[StoredArticle]) -> dict[int, list[StoredArticle]]:
    """Return the articles that print each text, by the first one's number, oldest first."""
    texts: dict[int, list[StoredArticle]] = {}
    for stored in sorted(found, key=lambda stored: key_of(stored.article)):
        texts.setdefault(_first_of(stored), []).append(stored)
    return texts


def _first_of(stored: StoredArticle) -> int:
    return stored.article.copy_of_id or key_of(stored.article)


def _evidence(
    stored: StoredArticle, texts: Mapping[int, list[StoredArticle]], stated: Mapping[int, list[Statement]]
) -> Iterator[Evidence]:
    text = texts[_first_of(stored)]
    if stored not in text[:COPIES_COMPARED]:
        return
    source = source_of(stored, text)
    for statement in stated.get(key_of(stored.article), ()):
        if statement.sentence.of(stored.revision.text).strip():  # else it is no longer kept
            yield Evidence(source, statement, stored.revision.text)
