"""The bot's own place in chats: added, removed, and chats that get another id."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session
from telegram import ChatMemberUpdated, Update
from telegram.ext import BaseHandler, ChatMemberHandler, MessageHandler, filters

from bot.access import OUTSIDE
from bot.invitations import remember
from bot.tools import Tools
from storage import chats
from storage.writes import key_of


class Membership:
    """Keeps the list of chats in step with where the bot is."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register, before all others."""
        return [
            ChatMemberHandler(self.moved, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, self.migrated),
        ]

    async def moved(self, update: Update, _: Any) -> None:
        """Note that the bot was let in or shut out; an administrator of the bot opens a chat by adding it."""
        change = update.my_chat_member
        if change is None:
            return
        out = change.new_chat_member.status in OUTSIDE
        invited = self._tools.gate.invites(update)
        await self._tools.do.write_surely(lambda session: self._note(session, change, out, invited))

    async def migrated(self, update: Update, _: Any) -> None:
        """Follow a group to its new id; only the old chat itself can say so."""
        message = update.effective_message
        if message is None or message.migrate_to_chat_id is None:
            return
        old, new = message.chat_id, message.migrate_to_chat_id
        self._tools.gate.move(old, new)
        await self._tools.do.write_surely(lambda session: chats.migrate(session, old, new))

    def _note(self, session: Session, change: ChatMemberUpdated, out: bool, invited: bool) -> None:
        tools, chat = self._tools, change.chat
        title = chat.effective_name or ""
        row = chats.register(session, chat.id, str(chat.type), title, tools.now(), timezone=tools.zone.key)
        chats.set_active(session, key_of(row), not out)
        if invited:
            remember(session, chat.id, tools.now())
