"""/suche: full text over articles and claims, in pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import button, titled
from bot.flow.naming import titles_told
from bot.screens import Screen, turning
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, render
from bot.tools import Tools
from bot.views.story import STORY, origin_of
from config.face import PAGE
from storage import articles, claims, memos, search, stories
from storage.articles import StoredArticle
from storage.tables import Chat, Claim, Story
from storage.writes import key_of

SEARCH = "sr"
_KIND = "search"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a search found something: an article or a claim, and the story that it stands in."""

    article: StoredArticle | None
    claim: Claim | None
    story: Story | None
    title: str = ""


class Searching:
    """Finds what a chat may read."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools
        self._desk = Desk(tools)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [self._desk.command(["suche", "such", "search"], self._search)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {SEARCH: self._turn}

    async def _search(self, question: Question) -> Screen | str | None:
        if not question.words:
            return await self._desk.ask(question, "suche", notice("ask_suche")) or None
        wanted, now = question.text, self._tools.now()
        key = await self._tools.do.write(
            lambda session: memos.put(session, question.chat_pk, _KIND, {"words": wanted}, now)
        )
        return await self._page(question.chat, key, wanted, 0)

    async def _turn(self, tap: Tap) -> Reaction:
        key = tap.number(0)
        memo = await self._tools.do.read(lambda session: memos.get(session, key, tap.chat_pk, _KIND))
        return Reaction(await self._page(tap.chat, key, memo["words"], tap.number(1)))

    async def _page(self, chat: Chat, key: int, wanted: str, page: int) -> Screen:
        def work(session: Session) -> tuple[list[Finding], int]:
            hits = search.find(session, chat, wanted, limit=PAGE, offset=page * PAGE)
            return _called(session, chat, [_finding(session, hit) for hit in hits]), search.count(
                session, chat, wanted
            )

        found, total = await self._tools.do.read(work)
        zone = ZoneInfo(chat.timezone)
        shown = {"found": found, "total": total, "most": search.MOST_FOUND, "words": wanted}
        text = render("search", zone=zone, **shown, first=page * PAGE + 1)
        origin = origin_of(SEARCH, key, page)
        named = {one.story.id: one.title for one in found if one.story is not None}
        rows = tuple((titled("", title, STORY, number, 0, origin),) for number, title in named.items())
        pages = -(-total // PAGE)
        return Screen(text, (*rows, *turning(page, pages, lambda label, n: button(label, SEARCH, key, n))))


def _called(session: Session, chat: Chat, found: list[Finding]) -> list[Finding]:
    """Return findings with what the chat calls their stories."""
    titles = titles_told(session, chat, {key_of(one.story) for one in found if one.story is not None})
    return [replace(one, title=titles[key_of(one.story)]) if one.story is not None else one for one in found]


def _finding(session: Session, hit: search.Hit) -> Finding:
    if hit.article_id is not None:
        article = articles.get(session, hit.article_id)
        return Finding(article, None, _story(session, article.article.story_id))
    claim = claims.get(session, hit.claim_id or 0)
    return Finding(None, claim, _story(session, claim.story_id))


def _story(session: Session, story_id: int | None) -> Story | None:
    return stories.get(session, story_id) if story_id is not None else None
