"""Who is told: a chat reads its own articles and those of nobody, without the outlets that it muted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlmodel import Session, col

from storage import chats, holdings, interests
from storage.articles import StoredArticle
from storage.interests import Wishes
from storage.tables import Article, Chat, Holding
from storage.text import fold
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

    def arrived_after(self, moment: datetime) -> ColumnElement[bool]:
        """Return the condition under which an ``Article`` of a query came to the reader after a moment."""
        stored = col(Article.received_at) > moment
        if self.chat is None:
            return stored
        mine = (col(Holding.article_id) == col(Article.id), col(Holding.chat_pk) == key_of(self.chat))
        return or_(
            exists().where(*mine, col(Holding.added_at) > moment), and_(stored, ~exists().where(*mine))
        )

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

    def follows(self, story: StoryInput) -> bool:
        """Tell whether the reader follows a story, by itself or by a word of its title."""
        return story.id in self.wishes.followed or has_word(story.title, self.wishes.followed_words)

    def wants(self, story: StoryInput) -> bool:
        """Tell whether a story is to be told: it is not muted, and no muted word stands in its title."""
        if story.id in self.wishes.followed:
            return True
        return story.id not in self.wishes.muted and not has_word(story.title, self.wishes.muted_words)


EVERYBODY = Audience()


def audience_of(session: Session, chat_pk: int | None) -> Audience:
    """Return a chat as audience; None for everybody.

    Raises:
        LookupError: there is no such chat.
    """
    if chat_pk is None:
        return EVERYBODY
    return Audience(chats.get(session, chat_pk), interests.wishes(session, chat_pk))


def has_word(title: str, words: Iterable[str]) -> bool:
    """Tell whether one of some folded words begins a word of ``title``, or is a phrase of it."""
    folded = f" {fold(title)}"
    return any(f" {word}" in folded for word in words)
