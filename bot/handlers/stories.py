"""/story and /storys: a story in full, why it stands so, how it went; and lists of stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import Rows, button, titled
from bot.flow.naming import called
from bot.screens import Screen, turning_open
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, render
from bot.tools import Tools
from bot.views.story import (
    FOLLOW,
    LINE,
    MUTE,
    NOWHERE,
    STORY,
    WHY,
    line_screen,
    origin_of,
    story_screen,
    why_screen,
)
from config.face import PAGE
from storage import interests, listing, memos
from storage.interests import Subject
from storage.listing import Listed
from storage.tables import Chat, Role, Wish
from storage.writes import key_of
from summaries.digest import StoryView

STORIES = "ss"
_LIST = "stories"


class Stories:
    """Shows stories, and keeps which of them a chat follows or does not want to hear of."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        desk = Desk(self._tools)
        return [desk.command("story", self._story), desk.command(["storys", "stories"], self._stories)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {
            STORY: self._open,
            WHY: self._why,
            LINE: self._line,
            FOLLOW: self._follow,
            MUTE: self._mute,
            STORIES: self._turn,
        }

    async def screen(self, chat: Chat, story_id: int, page: int, origin: str) -> Screen:
        """Return a story as its chat may read it.

        Raises:
            LookupError: there is no such story for this chat.
        """
        view = await self._view(chat, story_id)
        subject = Subject(story_id=view.id)
        wish = await self._tools.do.read(lambda session: interests.get(session, key_of(chat), subject))
        return story_screen(view, wish, page, origin)

    async def _view(self, chat: Chat, story_id: int) -> StoryView:
        return await self._tools.flow.story(story_id, self._tools.now(), key_of(chat))

    async def _story(self, question: Question) -> Screen | str:
        if not question.words:
            return await self._stories(question)
        number = question.words[0].removeprefix("#")
        if not number.isdecimal():
            return await self._stories(question)
        try:
            return await self.screen(question.chat, int(number), 0, NOWHERE)
        except LookupError:
            return notice("no_story", number=number)

    async def _open(self, tap: Tap) -> Reaction:
        return Reaction(await self.screen(tap.chat, tap.number(0), tap.number(1), tap.text(2)))

    async def _why(self, tap: Tap) -> Reaction:
        view = await self._view(tap.chat, tap.number(0))
        placements = await self._tools.flow.placements(view.id, self._tools.now(), tap.chat_pk)
        return Reaction(why_screen(view, placements, tap.number(1), tap.text(2)))

    async def _line(self, tap: Tap) -> Reaction:
        view = await self._view(tap.chat, tap.number(0))
        return Reaction(line_screen(view, tap.number(1), tap.text(2)))

    async def _follow(self, tap: Tap) -> Reaction:
        return await self._toggle(tap, Wish.FOLLOW, ("followed", "unfollowed"))

    async def _mute(self, tap: Tap) -> Reaction:
        return await self._toggle(tap, Wish.MUTE, ("muted", "unmuted"))

    async def _toggle(self, tap: Tap, wish: Wish, notes: tuple[str, str]) -> Reaction:
        """Set a wish about a story, or take it back; say which."""
        await self._tools.rights.need(tap.chat, tap.person, Role.EDITOR)
        origin = tap.text(1)
        view = await self._view(tap.chat, tap.number(0))
        subject, now = Subject(story_id=view.id), self._tools.now()

        def work(session: Session) -> Wish | None:
            wanted = None if interests.get(session, tap.chat_pk, subject) is wish else wish
            interests.put(session, tap.chat_pk, subject, wanted, now)
            return wanted

        wanted = await self._tools.do.write(work)
        return Reaction(story_screen(view, wanted, 0, origin), notice(notes[wanted is None]))

    async def _stories(self, question: Question) -> Screen | str:
        word, now = question.text, self._tools.now()
        key = await self._tools.do.write(
            lambda session: memos.put(session, question.chat_pk, _LIST, {"word": word}, now)
        )
        return await self._list(question.chat, key, word, 0)

    async def _turn(self, tap: Tap) -> Reaction:
        key = tap.number(0)
        memo = await self._tools.do.read(lambda session: memos.get(session, key, tap.chat_pk, _LIST))
        return Reaction(await self._list(tap.chat, key, memo["word"], tap.number(1)))

    async def _list(self, chat: Chat, key: int, word: str, page: int) -> Screen:
        found = await self._tools.do.read(
            lambda session: called(
                session, chat, listing.stories(session, chat, word, limit=PAGE + 1, offset=page * PAGE)
            )
        )
        text = render(
            "stories", zone=ZoneInfo(chat.timezone), found=found[:PAGE], word=word, first=page * PAGE + 1
        )
        rows = _story_rows(found[:PAGE], origin_of(STORIES, key, page))
        more = turning_open(page, len(found) > PAGE, lambda label, n: button(label, STORIES, key, n))
        return Screen(text, (*rows, *more))


def _story_rows(found: list[Listed], origin: str) -> Rows:
    return tuple((titled("", one.title, STORY, one.story.id, 0, origin),) for one in found)
