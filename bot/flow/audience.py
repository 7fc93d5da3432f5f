"""Who is told: a chat reads its own articles and those of nobody, without the outlets that it muted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, true
from sqlmodel import Session, col

from storage import chats, holdings, interests
from storage.articles import StoredArticle
from storage.interests import Wishes
from storage.tables import Article, Chat
from storage.text import has_any
from storage.writes import key_of
from summaries.digest import StoryInput


@dataclass(frozen=True, slots=True)
class Audience:
    """A chat with its wishes; without a chat everybody, who reads everything."""

    chat: Chat | None = None
    wishes: Wishes = field(default_factory=Wishes)

    def readable(self) -> ColumnElement[bool]:
        """Return the condition under which an ``Article`` of a query is read."""
        if self.chat is None:
            return true()
        loud = col(Article.outlet_id).not_in(self.wishes.muted_outlets)
        return (
            and_(holdings.readable(self.chat), loud)
            if self.wishes.muted_outlets
            else holdings.readable(self.chat)
        )

    def arrived_since(self, moment: datetime) -> list[ColumnElement[bool]]:
        """Return under which conditions an ``Article`` of a query came to the reader since a moment.

        One of them has to hold; each is answered by an index of its own, which both together would not be.
        """
        if self.chat is None:
            return [col(Article.received_at) >= moment]
        return [*holdings.arrived(self.chat, moment)]

    def came(self, session: Session, article_ids: Iterable[int]) -> dict[int, datetime]:
        """Return when articles came to the reader, as far as that is not when they were stored."""
        return holdings.added(session, key_of(self.chat), article_ids) if self.chat is not None else {}

    def reads(self, session: Session, found: list[StoredArticle]) -> list[StoredArticle]:
        """Return those of some articles that the reader is told of."""
        if self.chat is None:
            return found
        mine = holdings.readable_of(session, self.chat, (key_of(one.article) for one in found))
        muted = self.wishes.muted_outlets
        return [one for one in found if key_of(one.article) in mine and one.outlet.id not in muted]

    def followed_since(self, story: StoryInput) -> datetime | None:
        """Return since when the reader follows a story, by itself or by a word that it has; None if not."""
        since = [moment for number, moment in self.wishes.followed.items() if number == story.id]
        if _speaks_of(story, frozenset(self.wishes.followed_words)):
            words = self.wishes.followed_words.items()
            since += [moment for word, moment in words if _speaks_of(story, frozenset([word]))]
        return min(since, default=None)

    def follows_title(self, story_id: int, title: str) -> bool:
        """Tell whether the reader follows a story, by itself or by a word of its title."""
        return story_id in self.wishes.followed or has_any(frozenset(self.wishes.followed_words))(title)

    def heard(self, story: StoryInput) -> StoryInput | None:
        """Return what the reader is told of a story: nothing if it is muted, else without muted words.

        A word mutes a story that has it in most of its headlines, and elsewhere the claims that have it.  A
        story that the reader follows is never muted.
        """
        if story.id in self.wishes.followed or not (self.wishes.muted or self.wishes.muted_words):
            return story
        muted = has_any(self.wishes.muted_words)
        headed = sum(muted(article.title) for article in story.articles)
        if story.id in self.wishes.muted or muted(story.title) or headed * 2 > len(story.articles):
            return None
        return replace(story, claims=tuple(one for one in story.claims if not muted(one.claim.text)))


EVERYBODY = Audience()


def audience_of(session: Session, chat_pk: int | None) -> Audience:
    """Return a chat as audience; None for everybody.

    Raises:
        LookupError: there is no such chat.
    """
    if chat_pk is None:
        return EVERYBODY
    return Audience(chats.get(session, chat_pk), interests.wishes(session, chat_pk))


def _speaks_of(story: StoryInput, words: frozenset[str]) -> bool:
    """Tell whether a headline or claim of a story has one of some words."""
    has = has_any(words)
    texts = [story.title, *(one.title for one in story.articles), *(one.claim.text for one in story.claims)]
    return bool(words) and any(has(text) for text in texts)
