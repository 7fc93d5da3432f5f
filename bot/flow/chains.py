"""A story with the chapters before and after it, as the evidence that claims are compared from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.flow import codec
from bot.flow.audience import EVERYBODY, Audience
from bot.flow.dating import said_at
from bot.flow.naming import title_of
from config.flow import COPIES_COMPARED
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
    """Stories that continue each other, with the articles that one reader has of them up to one moment."""

    chapters: tuple[Chapter, ...]

    @property
    def articles(self) -> tuple[StoredArticle, ...]:
        """All articles, chapter by chapter."""
        return tuple(one for chapter in self.chapters for one in chapter.articles)

    @property
    def state(self) -> frozenset[tuple[int, int]]:
        """What the chain was made of: two chains with the same state are equal."""
        return frozenset(
            (chapter.id, key_of(a.revision)) for chapter in self.chapters for a in chapter.articles
        )

    @property
    def homes(self) -> dict[str, int]:
        """The story that each article stands in, by the core's names of articles."""
        return {article_key(key_of(a.article)): c.id for c in self.chapters for a in c.articles}

    @property
    def sources(self) -> dict[int, Source]:
        """What the comparison has to know about each article, by its number."""
        texts = _texts(self.articles)
        return {key_of(one.article): source_of(one, texts[_first_of(one)]) for one in self.articles}


def home_of(claim: Claim, homes: Mapping[str, int]) -> int:
    """Return the story that a claim belongs to: that of its latest voice."""
    latest = max(claim.voices, key=lambda voice: (voice.source.published, voice.source.article))
    return homes[latest.source.article]


def wordings(evidence: Iterable[Evidence]) -> dict[Member, str]:
    """Return a name for each statement that stays when an article is revised around it."""
    return {(e.source.article, e.statement.number): _wording(e) for e in evidence}


def article_key(article_id: int) -> str:
    """Return the name under which the core knows an article."""
    return f"a{article_id}"


def article_number(key: str) -> int:
    """Return the article that the core knows by ``key``."""
    return int(key.removeprefix("a"))


def shown_id(stored: StoredArticle) -> str:
    """Return the id that an article has outside: the manifest's if it gave one."""
    return stored.article.external_id or article_key(key_of(stored.article))


def load_chain(
    session: Session, story_id: int, until: datetime | None = None, audience: Audience = EVERYBODY
) -> Chain:
    """Return the chain of a story with the articles published at or before ``until`` (None: all).

    An ``audience`` is only told what it may read.

    Raises:
        LookupError: there is no such story.
    """
    stories.get(session, story_id)
    return load_chains(session, [story_id], until, audience)[0]


def load_chains(
    session: Session,
    story_ids: Sequence[int],
    until: datetime | None = None,
    audience: Audience = EVERYBODY,
) -> list[Chain]:
    """Return the chains of some stories, each once, in the order of the stories; their texts are not read."""
    rows = stories.connected(session, story_ids)
    later: dict[int | None, list[Story]] = {}
    for row in sorted(rows.values(), key=lambda row: (row.opened_at, key_of(row))):
        later.setdefault(row.continues_id, []).append(row)
    stored = articles.of_stories(session, rows)
    read = {
        key_of(one.article) for one in audience.reads(session, [a for own in stored.values() for a in own])
    }
    found: list[Chain] = []
    seen: set[int] = set()
    for story_id in story_ids:
        if story_id in rows and story_id not in seen:
            chapters = list(_from(_root(rows, story_id), later))
            seen |= {key_of(row) for row in chapters}
            shown = (_chapter(row, stored.get(key_of(row), []), read, until) for row in chapters)
            found.append(Chain(tuple(chapter for chapter in shown if chapter.articles)))
    return found


def evidence_of(session: Session, chain: Chain) -> tuple[Evidence, ...]:
    """Return what the articles of a chain state, in order of publication and arrival."""
    texts = articles.texts(session, (key_of(one.revision) for one in chain.articles))
    stated = _statements(session, texts)
    printed = _texts(chain.articles)
    found = [one for stored in chain.articles for one in _evidence(stored, printed, texts, stated)]
    return tuple(sorted(found, key=lambda one: (one.source.published, article_number(one.source.article))))


def state_of(session: Session, story_id: int) -> frozenset[tuple[int, int]]:
    """Return the state of a story's chain as it is stored now, without its texts."""
    return frozenset(articles.revisions(session, stories.connected(session, [story_id])))


def source_of(stored: StoredArticle, text: Sequence[StoredArticle]) -> Source:
    """Return what the comparison has to know about an article.

    Whose text it is counts, not who printed it: all articles with one ``text`` (oldest first) are of the
    agencies that they name ("dpa/AFP"), else of the publisher of the first.
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
        agency="/".join(_agencies(text)) or None,
    )


def _agencies(text: Sequence[StoredArticle]) -> list[str]:
    """Return the agencies that the articles with one text name, each once."""
    return list(dict.fromkeys(name for one in text for name in (one.article.agency or "").split("/") if name))


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
    if all(ids[voice.source.article] == voice.source.article for voice in claim.voices):
        return claim
    voices = tuple(
        replace(voice, source=replace(voice.source, article=ids[voice.source.article]))
        for voice in claim.voices
    )
    return replace(claim, voices=voices)


def _wording(one: Evidence) -> str:
    quote = " ".join(span.of(one.text) for span in one.statement.quote)
    return f"{one.source.article}:{hashlib.sha256(quote.encode()).hexdigest()[:16]}"


def _root(rows: Mapping[int, Story], story_id: int) -> Story:
    row = rows[story_id]
    while row.continues_id is not None:
        row = rows[row.continues_id]
    return row


def _from(row: Story, later: Mapping[int | None, Sequence[Story]]) -> Iterator[Story]:
    """Yield a story and those that carry it on."""
    yield row
    for one in later.get(key_of(row), ()):
        yield from _from(one, later)


def _chapter(
    row: Story, own: Sequence[StoredArticle], read: Container[int], until: datetime | None
) -> Chapter:
    shown = [
        one
        for one in own
        if key_of(one.article) in read and (until is None or one.article.published_at <= until)
    ]
    title = row.title if len(shown) == len(own) else _title_of(row, shown)
    return Chapter(key_of(row), title, row.continues_id, tuple(shown))


def _title_of(row: Story, shown: Iterable[StoredArticle]) -> str:
    """Return the title of a story for one who reads a part of it: no headline that he does not have."""
    arrival = sorted(shown, key=lambda stored: key_of(stored.article))
    return title_of(row, [stored.article.title for stored in arrival])


def _statements(session: Session, revisions: Iterable[int]) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = {}
    for row in statements.of_revisions(session, revisions):
        found.setdefault(row.revision_id, []).append(codec.load_statement(row))
    return found


def _texts(found: Iterable[StoredArticle]) -> dict[int, list[StoredArticle]]:
    """Return the articles that print each text, by the first one's number, oldest first."""
    texts: dict[int, list[StoredArticle]] = {}
    for stored in sorted(found, key=lambda stored: key_of(stored.article)):
        texts.setdefault(_first_of(stored), []).append(stored)
    return texts


def _first_of(stored: StoredArticle) -> int:
    return stored.article.copy_of_id or key_of(stored.article)


def _evidence(
    stored: StoredArticle,
    printed: Mapping[int, list[StoredArticle]],
    texts: Mapping[int, str],
    stated: Mapping[int, list[Statement]],
) -> Iterator[Evidence]:
    same = printed[_first_of(stored)]
    if stored not in same[:COPIES_COMPARED]:
        return
    source, text = source_of(stored, same), texts[key_of(stored.revision)]
    for statement in stated.get(key_of(stored.revision), ()):
        if statement.sentence.of(text).strip():  # else it is no longer kept
            yield Evidence(replace(source, published=said_at(stored, statement)), statement, text)
