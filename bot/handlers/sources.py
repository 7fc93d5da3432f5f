"""/quellen: the outlets of a chat, which of them it mutes or trusts, and whose articles it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import Rows, button, titled
from bot.screens import Screen, turning_open
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase, render
from bot.tools import Tools
from config.face import PAGE
from storage import chats, interests, listing
from storage.interests import Subject
from storage.listing import Source
from storage.tables import Chat, Outlet, Role, Wish
from storage.writes import fetch, key_of

SOURCES, SOURCE, SOURCE_WISH, SHARING = "qu", "qo", "qw", "qs"
_WISHES = {"m": Wish.MUTE, "t": Wish.TRUST}


class Sources:
    """Shows outlets and keeps what a chat thinks of them."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [Desk(self._tools).command("quellen", self._sources)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {
            SOURCES: self._turn,
            SOURCE: self._open,
            SOURCE_WISH: self._wish,
            SHARING: self._share,
        }

    async def _sources(self, question: Question) -> Screen:
        return await self._list(question.chat, 0)

    async def _turn(self, tap: Tap) -> Reaction:
        return Reaction(await self._list(tap.chat, tap.number(0)))

    async def _list(self, chat: Chat, page: int) -> Screen:
        found = await self._tools.do.read(
            lambda session: listing.outlets(session, chat, limit=PAGE + 1, offset=page * PAGE)
        )
        text = render("sources", found=found[:PAGE], first=page * PAGE + 1, chat=chat)
        rows = tuple((titled("", one.outlet.name, SOURCE, one.outlet.id, page),) for one in found[:PAGE])
        more = turning_open(page, len(found) > PAGE, lambda label, n: button(label, SOURCES, n))
        sharing = (button(phrase("labels", "own_only" if chat.shared else "all_chats"), SHARING),)
        return Screen(text, (*rows, *more, sharing))

    async def _open(self, tap: Tap) -> Reaction:
        return Reaction(await self._outlet(tap.chat, tap.number(0), tap.number(1)))

    async def _outlet(self, chat: Chat, outlet_id: int, page: int) -> Screen:
        source = await self._tools.do.read(lambda session: _source(session, chat, outlet_id))
        return Screen(
            render("source", zone=ZoneInfo(chat.timezone), source=source), _outlet_rows(source, page)
        )

    async def _wish(self, tap: Tap) -> Reaction:
        await self._tools.rights.need(tap.chat, tap.person, Role.EDITOR)
        outlet_id, page, wish = tap.number(0), tap.number(1), _WISHES[tap.text(2)]
        subject, now = Subject(outlet_id=outlet_id), self._tools.now()

        def work(session: Session) -> None:
            _source(session, tap.chat, outlet_id)
            had = interests.get(session, tap.chat_pk, subject)
            interests.put(session, tap.chat_pk, subject, None if had is wish else wish, now)

        await self._tools.do.write(work)
        return Reaction(await self._outlet(tap.chat, outlet_id, page))

    async def _share(self, tap: Tap) -> Reaction:
        """Switch between the chat's own articles and those of all chats."""
        await self._tools.rights.need(tap.chat, tap.person, Role.ADMIN)

        def work(session: Session) -> Chat:
            chat = chats.get(session, tap.chat_pk)
            chat.shared = not chat.shared
            return chat

        chat = await self._tools.do.write(work)
        note = notice("sharing_on" if chat.shared else "sharing_off")
        return Reaction(await self._list(chat, 0), note)


def _source(session: Session, chat: Chat, outlet_id: int) -> Source:
    """Return an outlet as a chat sees it.

    Raises:
        LookupError: there is no such outlet, or the chat has no article of it.
    """
    outlet = fetch(session, Outlet, outlet_id)
    number, newest = listing.articles_of(session, chat, outlet_id)
    if not number:
        raise LookupError("the chat has no article of this outlet")
    wish = interests.get(session, key_of(chat), Subject(outlet_id=outlet_id))
    return Source(outlet, number, wish, newest)


def _outlet_rows(source: Source, page: int) -> Rows:
    number = source.outlet.id
    mute = phrase("labels", "unmute" if source.wish is Wish.MUTE else "mute")
    trust = phrase("labels", "distrust" if source.wish is Wish.TRUST else "trust")
    return (
        (
            button(mute, SOURCE_WISH, number, page, "m"),
            button(trust, SOURCE_WISH, number, page, "t"),
        ),
        (button(phrase("labels", "back"), SOURCES, page),),
    )
