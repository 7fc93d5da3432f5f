"""/feeds: the RSS and Atom feeds of a chat; add, look at, take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram import Message
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import button, titled
from bot.screens import Screen, show
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase, problem_alone, render
from bot.tools import Tools
from bot.views.commands import ask_button
from config.face import FEED_FAILING, FEEDS_PER_CHAT
from storage import feeds
from storage.tables import Chat, Feed, Role
from storage.writes import key_of
from summaries.intake import find_urls
from summaries.intake.problem import IntakeError, Problem

FEEDS, FEED, FEED_AWAY = "fl", "fd", "fx"


class Feeds:
    """Keeps the feeds of chats."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [Desk(self._tools).command(["feeds", "feed"], self._feeds)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {FEEDS: self._back, FEED: self._open, FEED_AWAY: self._remove}

    async def _feeds(self, question: Question) -> Screen | str | None:
        """Show the feeds; with an address add one, which is looked at beside the other handlers."""
        if not question.words:
            return await self._list(question.chat)
        await self._tools.rights.need(question.chat, question.person, Role.EDITOR)
        found = find_urls(question.text) or find_urls(f"https://{question.text}")
        if not found:
            return notice("feed_usage")
        known = await self._tools.do.read(lambda session: feeds.of_chat(session, question.chat_pk))
        if len(known) >= FEEDS_PER_CHAT:
            return notice("feeds_full", number=FEEDS_PER_CHAT)
        self._tools.spawn(self._add(question.message, question.chat, found[0]))
        return None

    async def _add(self, message: Message, chat: Chat, url: str) -> None:
        try:
            address, content = await self._tools.feeds.probe(url)
        except IntakeError as error:
            text = problem_alone(error.problem, error.detail)
            await show(message, Screen(notice("feed_problem", problem=text)))
            return
        now = self._tools.now()
        row = await self._tools.do.write_surely(
            lambda session: feeds.subscribe(session, key_of(chat), address, content.title, now)
        )
        if row is None:
            await show(message, Screen(notice("feed_known")))
            return
        await self._tools.feeds.look()
        await show(message, await self._list(chat))

    async def _list(self, chat: Chat) -> Screen:
        found = await self._tools.do.read(lambda session: feeds.of_chat(session, key_of(chat)))
        rows = tuple((titled("", feed.title or feed.url, FEED, key_of(feed)),) for feed in found)
        text = render("feeds", zone=ZoneInfo(chat.timezone), found=found, failing=FEED_FAILING)
        return Screen(text, (*rows, (ask_button("feeds"),)))

    async def _back(self, tap: Tap) -> Reaction:
        return Reaction(await self._list(tap.chat))

    async def _open(self, tap: Tap) -> Reaction:
        key = tap.number(0)
        feed = await self._tools.do.read(lambda session: _own(session, key, tap.chat_pk))
        problem = problem_alone(Problem(feed.problem)) if feed.problem else ""
        text = render("feed", zone=ZoneInfo(tap.chat.timezone), feed=feed, problem=problem)
        rows = (
            (button(phrase("labels", "remove_feed"), FEED_AWAY, key),),
            (button(phrase("labels", "back"), FEEDS),),
        )
        return Reaction(Screen(text, rows))

    async def _remove(self, tap: Tap) -> Reaction:
        await self._tools.rights.need(tap.chat, tap.person, Role.EDITOR)
        key = tap.number(0)

        def work(session: Session) -> None:
            _own(session, key, tap.chat_pk)
            feeds.unsubscribe(session, key)

        await self._tools.do.write(work)
        return Reaction(await self._list(tap.chat), notice("feed_removed"))


def _own(session: Session, feed_id: int, chat_pk: int) -> Feed:
    feed = feeds.get(session, feed_id)
    if feed.chat_pk != chat_pk:
        raise LookupError("the feed is of another chat")
    return feed
