"""Everything that is not a command: links, forwards, texts and files become submissions."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from sqlmodel import Session
from telegram import Message, Update
from telegram.constants import ReactionEmoji
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.access import Asker
from bot.hearsay import Hearsay
from bot.inbox import current_inbox, inbox_closed
from bot.links import Contribution, Refusal, read_message
from bot.queueing import Arrival, Queued, TooMuchError, queue
from bot.rights import Person
from bot.texts import notice
from bot.tools import Tools, kind_of, react, reply, thread_of
from config.delivery import ALBUM_WAIT, BURST_REACTIONS
from storage import inbox
from storage.tables import Role

_log = structlog.get_logger(__name__)

_QUIET_KINDS = frozenset({Refusal.MEDIA})


class Intake:
    """Takes in what people send."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools
        self._hearsay = Hearsay(tools.now)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register, after those of commands."""
        edits = filters.UpdateType.EDITED_MESSAGE | filters.UpdateType.EDITED_CHANNEL_POST
        fresh = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        content = filters.TEXT | filters.CAPTION | filters.Document.ALL | filters.PHOTO | filters.VIDEO
        spoken = filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE
        return [
            MessageHandler(fresh & (content | spoken), self.receive),
            MessageHandler(edits & (filters.TEXT | filters.CAPTION), self.receive_edit),
        ]

    async def receive(self, update: Update, _: Any) -> None:
        """Queue what a message brings and react at once; say so if there is nothing to work on."""
        message = update.effective_message
        if message is None or message.via_bot is not None:
            return
        contribution = read_message(message)
        if not contribution.empty and await self._only_reads(message):
            await self._say(message, notice("readers_only"))
            return
        try:
            queued = await self._queue(update, message, contribution)
        except TooMuchError:
            if self._hearsay.is_new(message, notice("too_much")):
                await reply(message, notice("too_much"))
            return
        if queued.fresh:
            self._start(message, queued)
        if contribution.surplus:
            await self._say(message, notice("too_many_links", number=len(contribution.urls)))
        if not queued.fresh and contribution.empty:
            self._tools.spawn(self._explain(message, contribution))

    async def _only_reads(self, message: Message) -> bool:
        """Tell whether the author of a message was given a role that sends nothing in."""
        chat = await self._tools.known(message)
        return await self._tools.rights.given(chat, Person.of_message(message)) is Role.READER

    async def receive_edit(self, update: Update, _: Any) -> None:
        """Queue links that an edit added; nothing else of an edit is looked at."""
        message = update.effective_message
        if message is None:
            return
        contribution = read_message(message)
        try:
            if contribution.urls:
                queued = await self._queue(update, message, contribution)
                if queued.fresh:
                    self._start(message, queued)
        except TooMuchError:
            _log.warning("edit_refused", chat_id=message.chat_id)

    async def _queue(self, update: Update, message: Message, contribution: Contribution) -> Queued:
        """Write the submissions and close the inbox row in one transaction; say what became of them."""
        tools, inbox_id = self._tools, current_inbox.get()
        arrival = Arrival(
            chat_id=message.chat_id,
            thread_id=thread_of(message),
            message_id=message.message_id,
            user_id=Asker.of(update).user_id,
            inbox_id=inbox_id,
            at=tools.now(),
            written=message.edit_date or message.date,
        )

        def work(session: Session) -> Queued:
            tools.registered(session, message)
            queued = queue(session, arrival, contribution, message.text or "")
            if inbox_id is not None:
                inbox.mark_done(session, inbox_id, arrival.at)
            return queued

        queued = await tools.do.write_surely(work)
        inbox_closed.set(inbox_id is not None)
        return queued

    def _start(self, message: Message, queued: Queued) -> None:
        self._hearsay.note_album(message)
        self._tools.worker.wake()
        if queued.place > BURST_REACTIONS:  # it is counted instead
            self._tools.show(message.chat_id, queued.burst)
        else:
            eyes = react(message.get_bot(), message.chat_id, message.message_id, ReactionEmoji.EYES)
            self._tools.spawn(eyes)

    async def _explain(self, message: Message, contribution: Contribution) -> None:
        """Answer with one line, of an album only if no part of it brought anything."""
        sentence = _explanation(message, contribution.refusal)
        if sentence is None:
            return
        if message.media_group_id:
            await asyncio.sleep(ALBUM_WAIT.total_seconds())
        if not self._hearsay.album_brought(message):
            await self._say(message, notice(sentence))

    async def _say(self, message: Message, text: str) -> None:
        """Say something about a message; of forwards and files, which come in bursts, only once."""
        typed = message.forward_origin is None and message.text is not None
        if typed or self._hearsay.is_new(message, text):
            await reply(message, text)


def _explanation(message: Message, refusal: Refusal | None) -> str | None:
    """Return which line to answer with: always one in private, in groups and channels only about a file."""
    private = kind_of(message) == "private"
    if refusal is not None and (private or refusal not in _QUIET_KINDS):
        return refusal.value
    return "unknown" if private else None
