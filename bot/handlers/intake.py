"""Everything that is not a command: links, forwards, texts and files become submissions."""

from __future__ import annotations

from typing import Any

import structlog
from sqlmodel import Session
from telegram import Message, Update
from telegram.constants import ReactionEmoji
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.access import Asker
from bot.inbox import current_inbox
from bot.links import Contribution, Refusal, read_message
from bot.queueing import Arrival, TooMuchError, queue
from bot.texts import notice
from bot.tools import Tools, kind_of, react, reply, thread_of
from storage import inbox

_log = structlog.get_logger(__name__)

_QUIET_KINDS = frozenset({Refusal.MEDIA})


class Intake:
    """Takes in what people send."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

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
        try:
            queued = await self._queue(update, message, contribution)
        except TooMuchError:
            await reply(message, notice("too_much"))
            return
        if queued:
            self._start(message)
        if contribution.surplus:
            await reply(message, notice("too_many_links", number=len(contribution.urls)))
        if not queued and contribution.empty:
            await self._explain(message, contribution)

    async def receive_edit(self, update: Update, _: Any) -> None:
        """Queue links that an edit added; nothing else of an edit is looked at."""
        message = update.effective_message
        if message is None:
            return
        contribution = read_message(message)
        try:
            if contribution.urls and await self._queue(update, message, contribution):
                self._start(message)
        except TooMuchError:
            _log.warning("edit_refused", chat_id=message.chat_id)

    async def _queue(self, update: Update, message: Message, contribution: Contribution) -> int:
        """Write the submissions and close the inbox row in one transaction; return how many are new."""
        tools, inbox_id = self._tools, current_inbox.get()
        arrival = Arrival(
            chat_id=message.chat_id,
            thread_id=thread_of(message),
            message_id=message.message_id,
            user_id=Asker.of(update).user_id,
            inbox_id=inbox_id,
            at=tools.now(),
        )

        def work(session: Session) -> int:
            tools.registered(session, message)
            count = queue(session, arrival, contribution, message.text or "")
            if inbox_id is not None:
                inbox.mark_done(session, inbox_id, arrival.at)
            return count

        return await tools.do.write_surely(work)

    def _start(self, message: Message) -> None:
        self._tools.worker.wake()
        self._tools.spawn(react(message.get_bot(), message.chat_id, message.message_id, ReactionEmoji.EYES))

    async def _explain(self, message: Message, contribution: Contribution) -> None:
        """Answer with one line: always in private, in groups and channels only about a file."""
        private = kind_of(message) == "private"
        if contribution.refusal is not None and (private or contribution.refusal not in _QUIET_KINDS):
            await reply(message, notice(contribution.refusal.value))
        elif private:
            await reply(message, notice("unknown"))
