"""/export: a story or a period as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from telegram import InputFile, Message
from telegram.error import TelegramError
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import button, grid
from bot.periods import OFFERED, period
from bot.screens import Screen, show
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase
from bot.tools import Tools, kind_of
from bot.views.export import KINDS, export
from bot.views.story import EXPORT, NOWHERE, STORY
from config.face import EXPORT_STORIES
from storage.tables import Chat
from storage.writes import key_of
from summaries.digest import StoryView

_KINDS = {"markdown": "md", "md": "md", "html": "html", "json": "json", "csv": "csv"}
_ASK = "-"


class Exporting:
    """Makes documents of stories."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [Desk(self._tools).command("export", self._export)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {EXPORT: self._tapped}

    async def _export(self, question: Question) -> Screen | str | None:
        """Take a story's number or a period, and a kind; without a kind ask for it."""
        if not question.words:
            return _periods_screen()
        words = [word for word in question.words if word.lower() not in _KINDS]
        kind = next((_KINDS[word.lower()] for word in question.words if word.lower() in _KINDS), _ASK)
        wanted = " ".join(words).removeprefix("#") or "heute"
        if not wanted.isdecimal() and self._period(question.chat, wanted) is None:
            return notice("export_usage")
        if wanted.isdecimal() and not (await self._views(question.chat, wanted))[0]:
            return notice("no_story", number=wanted)
        if kind == _ASK:
            return _kinds_screen(wanted, NOWHERE)
        return await self._send(question.message, question.chat, wanted, kind)

    async def _tapped(self, tap: Tap) -> Reaction:
        """Ask for the kind, or send the document below the message."""
        wanted, kind, origin = tap.text(0), tap.text(1), tap.text(2)
        if kind == _ASK:
            return Reaction(_kinds_screen(wanted, origin))
        if kind not in KINDS:
            raise ValueError("there is no such kind")
        problem = await self._send(tap.message, tap.chat, wanted, kind)
        return Reaction(note=problem or "")

    async def _send(self, message: Message, chat: Chat, wanted: str, kind: str) -> str | None:
        """Send the document; return what is in the way."""
        views, found = await self._views(chat, wanted)
        if not views:
            return notice("export_nothing")
        body = export(views, kind)
        name = f"lagebild-story-{wanted}.{kind}" if wanted.isdecimal() else f"lagebild-{wanted}.{kind}"
        caption = notice("export_done", title=views[0].title, number=len(views), found=found)
        try:
            await message.reply_document(
                InputFile(body, filename=name), caption=caption, do_quote=kind_of(message) == "group"
            )
        except TelegramError:
            await show(message, Screen(notice("tap_stuck")))
        return None

    async def _views(self, chat: Chat, wanted: str) -> tuple[list[StoryView], int]:
        """Return the stories for a document, and how many there are: of a long period only the first fit."""
        now = self._tools.now()
        if wanted.isdecimal():
            numbers = [int(wanted)]
        else:
            window = self._period(chat, wanted)
            begin, end = window if window is not None else (now, now)
            told = await self._tools.flow.digest(begin, end, all_claims=True, chat_pk=key_of(chat))
            numbers = [story.id for story in told.stories]
        views = []
        for number in numbers[:EXPORT_STORIES]:
            try:
                views.append(await self._tools.flow.story(number, now, key_of(chat)))
            except LookupError:
                continue
        return views, len(numbers)

    def _period(self, chat: Chat, wanted: str) -> Any:
        return period(wanted, self._tools.now(), ZoneInfo(chat.timezone))


def _periods_screen() -> Screen:
    offered = [button(phrase("labels", f"period_{one}"), EXPORT, one, _ASK, NOWHERE) for one in OFFERED]
    return Screen(notice("export_what"), grid(offered, 2))


def _kinds_screen(wanted: str, origin: str) -> Screen:
    kinds = [button(phrase("labels", f"kind_{kind}"), EXPORT, wanted, kind, origin) for kind in KINDS]
    home = ((button(phrase("labels", "back"), STORY, wanted, 0, origin),),) if wanted.isdecimal() else ()
    return Screen(notice("export_kind"), (*grid(kinds, 2), *home))
