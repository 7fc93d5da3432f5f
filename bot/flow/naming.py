"""What a chat is told of stories by name: no headline, and no count, of articles that it may not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import true
from sqlmodel import Session

from bot.flow.results import Outcome, Stored
from config.flow import TITLES_READ
from storage import articles, holdings, stories
from storage.listing import Listed
from storage.tables import Chat, Story
from storage.writes import key_of


def titles_told(session: Session, chat: Chat | None, story_ids: Iterable[int]) -> dict[int, str]:
    """Return what stories are called in a chat, or for everybody; stories that are gone are left out."""
    found = stories.some(session, story_ids)
    titles = {number: row.title for number, row in found.items()}
    if chat is None:
        return titles
    readable = holdings.readable(chat)
    part = articles.in_part(session, found, readable)
    return titles | {
        one: title_of(found[one], articles.titles(session, one, TITLES_READ, readable)) for one in part
    }


def called(session: Session, chat: Chat, found: Sequence[Listed]) -> list[Listed]:
    """Return the stories of a list by the names that the chat gives them."""
    titles = titles_told(session, chat, (key_of(one.story) for one in found))
    return [replace(one, title=titles[key_of(one.story)]) for one in found]


def title_of(story: Story, headlines: Sequence[str]) -> str:
    """Return the title of a story for one who has only these headlines of it, the first to come first."""
    from summaries.stories import choose_title  # noqa: PLC0415 - loads spaCy, which a status must not

    return story.given_title or choose_title(headlines[:TITLES_READ]) or story.title


def as_told(session: Session, chat: Chat, stored: Stored, *, first: bool) -> Stored:
    """Return what became of an article as its chat may know it.

    Whether others had it, or its text, is not told.  What is new, contested or confirmed by it only counts
    where the chat reads all that it was compared with.

    Args:
        session: A reading session.
        chat: The chat.
        stored: The article as the flow stored it.
        first: Whether the chat had not had it.
    """
    story_id = articles.story_of(session, stored.article_id)
    if stored.foreign or story_id is None:
        return stored
    told = standing(session, replace(stored, outcome=_outcome(session, chat, stored, first)), story_id, chat)
    chain = stories.connected(session, [story_id])
    if articles.in_part(session, chain, holdings.readable(chat)):
        return replace(told, new_claims=0, contested=0, confirmed=0, changes=0)
    return told


def _outcome(session: Session, chat: Chat, stored: Stored, first: bool) -> Outcome:
    """Return what became of an article for a chat that may not know all of what it was recognised by."""
    if stored.outcome is Outcome.DUPLICATE and not first:
        return stored.outcome
    copied = articles.get(session, stored.article_id).article.copy_of_id
    if copied is not None and holdings.readable_of(session, chat, [copied]):
        return Outcome.COPY
    return stored.outcome if stored.outcome is Outcome.REVISION else Outcome.NEW


def standing(session: Session, stored: Stored, story_id: int, chat: Chat | None = None) -> Stored:
    """Return an article with its place in a story, for a chat or for everybody."""
    readable = holdings.readable(chat) if chat is not None else true()
    before = stories.get(session, story_id).continues_id
    titles = titles_told(session, chat, [story_id, *([before] if before is not None else [])])
    known = before is not None and bool(articles.titles(session, before, 1, readable))
    earlier, new = articles.earlier(session, stored.article_id, readable), stored.outcome is Outcome.NEW
    return replace(
        stored,
        story_id=story_id,
        story_title=titles[story_id],
        continues_title=titles.get(before or 0) if known else None,
        source_count=earlier.outlets + (not earlier.own_outlet),
        opened=new and earlier.articles == 0,
        new_source=new and not earlier.own_outlet,
    )
