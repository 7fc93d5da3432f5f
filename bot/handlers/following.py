"""/folgen and /stumm: what a chat wants to hear of first, and what not at all; stories and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import button, titled
from bot.flow.naming import titles_told
from bot.screens import Screen
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase, render
from bot.tools import Tools
from bot.views.commands import ask_button
from config.face import WISHES
from storage import chats, interests
from storage.interests import Subject
from storage.tables import Chat, Interest, Role, Wish
from storage.writes import key_of

DROP, ALERTS = "wi", "al"
_LONGEST_WORD = 60
_LETTERS = {Wish.FOLLOW: "f", Wish.MUTE: "m"}


class Following:
    """Keeps what a chat follows and mutes."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        desk = Desk(self._tools)
        return [desk.command("folgen", self._follow), desk.command(["stumm", "stummen"], self._mute)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {DROP: self._drop, ALERTS: self._switch}

    async def _follow(self, question: Question) -> Screen | str:
        return await self._wish(question, Wish.FOLLOW)

    async def _mute(self, question: Question) -> Screen | str:
        return await self._wish(question, Wish.MUTE)

    async def _wish(self, question: Question, wish: Wish) -> Screen | str:
        """Without words show the list; a number is a story, anything else a word or phrase."""
        if not question.words:
            return await self._list(question.chat, wish)
        await self._tools.rights.need(question.chat, question.person, Role.EDITOR)
        number = question.text.removeprefix("#")
        if number.isdecimal():
            return await self._wish_story(question, int(number), wish)
        subject = Subject.of_word(question.text[:_LONGEST_WORD])
        if not subject.word:
            return notice("wish_usage", wish=wish)
        return await self._put(question, subject, wish, question.text[:_LONGEST_WORD])

    async def _wish_story(self, question: Question, story_id: int, wish: Wish) -> Screen | str:
        try:
            view = await self._tools.flow.story(story_id, self._tools.now(), question.chat_pk)
        except LookupError:
            return notice("no_story", number=str(story_id))
        return await self._put(question, Subject(story_id=view.id), wish, "")

    async def _put(self, question: Question, subject: Subject, wish: Wish, shown: str) -> Screen | str:
        now = self._tools.now()

        def work(session: Session) -> bool:
            full = len(interests.every(session, question.chat_pk)) >= WISHES
            if not full or interests.get(session, question.chat_pk, subject) is not None:
                interests.put(session, question.chat_pk, subject, wish, now, shown=shown)
                return True
            return False

        if not await self._tools.do.write(work):
            return notice("too_many_wishes", number=WISHES)
        return await self._list(question.chat, wish)

    async def _list(self, chat: Chat, wish: Wish) -> Screen:
        found = await self._tools.do.read(lambda session: _named(session, chat, wish))
        rows = tuple(
            (titled(f"{phrase('labels', 'remove')} ", name, DROP, _LETTERS[wish], key_of(row)),)
            for row, name in found
        )
        rows = (*rows, (ask_button("folgen" if wish is Wish.FOLLOW else "stumm"),))
        if wish is Wish.FOLLOW and found:
            label = phrase("labels", "alerts_off" if chat.alerts else "alerts_on")
            rows = (*rows, (button(label, ALERTS),))
        return Screen(render("wishes", wish=wish, found=found, alerts=chat.alerts), rows)

    async def _switch(self, tap: Tap) -> Reaction:
        """Have changes told at once, or with the next digest only."""
        await self._tools.rights.need(tap.chat, tap.person, Role.EDITOR)

        def work(session: Session) -> Chat:
            chat = chats.get(session, tap.chat_pk)
            chat.alerts, chat.alerted_until = not chat.alerts, None
            return chat

        chat = await self._tools.do.write(work)
        note = notice("alerts_on" if chat.alerts else "alerts_off")
        return Reaction(await self._list(chat, Wish.FOLLOW), note)

    async def _drop(self, tap: Tap) -> Reaction:
        await self._tools.rights.need(tap.chat, tap.person, Role.EDITOR)
        wish = next(one for one, letter in _LETTERS.items() if letter == tap.text(0))
        key = tap.number(1)
        await self._tools.do.write(lambda session: interests.drop(session, tap.chat_pk, key))
        return Reaction(await self._list(tap.chat, wish))


def _named(session: Session, chat: Chat, wish: Wish) -> list[tuple[Interest, str]]:
    """Return the wishes of a kind about stories and words, with how each is shown."""
    every = interests.every(session, key_of(chat))
    rows = [row for row in every if row.wish is wish and row.outlet_id is None]
    titles = titles_told(session, chat, (row.story_id for row in rows if row.story_id is not None))
    return [(row, row.shown if row.story_id is None else titles[row.story_id]) for row in rows]
