"""/rolle and /einladen: who may do what in a chat, and codes that open the bot to another chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.constants import ChatType
from telegram.ext import BaseHandler

from bot.access import SHARED_IDS
from bot.asking import Desk, Question
from bot.invitations import digest_of, issue
from bot.taps import Action
from bot.texts import notice, render
from bot.tools import Tools
from config.face import CODE_VALID
from storage import members
from storage.tables import Role

_ROLES: dict[str, Role | None] = {
    "leser": Role.READER,
    "leserin": Role.READER,
    "redakteur": Role.EDITOR,
    "redakteurin": Role.EDITOR,
    "admin": Role.ADMIN,
    "standard": None,
}


class People:
    """Keeps roles, and invites chats."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        desk = Desk(self._tools)
        return [
            desk.command(["rolle", "rollen"], self._role),
            desk.command("einladen", self._invite),
        ]

    @staticmethod
    def actions() -> Mapping[str, Action]:
        """Return what the buttons do: there are none."""
        return {}

    async def _role(self, question: Question) -> str:
        """Show the roles; as an answer to somebody's message give them one."""
        if question.chat.kind in {ChatType.PRIVATE, ChatType.CHANNEL}:
            return notice("role_groups_only")
        if not question.words:
            found = await self._tools.do.read(lambda session: members.every(session, question.chat_pk))
            return render("roles", found=found)
        await self._tools.rights.need(question.chat, question.person, Role.ADMIN)
        answered = question.message.reply_to_message
        user = answered.from_user if answered is not None else None
        wanted = question.text.lower()
        if user is None or user.is_bot or user.id in SHARED_IDS or wanted not in _ROLES:
            return notice("role_usage")
        role = _ROLES[wanted]
        await self._tools.do.write(
            lambda session: members.give(session, question.chat_pk, user.id, user.full_name, role)
        )
        return notice("role_given", name=user.full_name, role=role)

    async def _invite(self, question: Question) -> str:
        """Make a code, for the administrators of the bot, in private."""
        if not self._tools.rights.leads_bot(question.person):
            return notice("invite_admins_only")
        if question.chat.kind != ChatType.PRIVATE:
            return notice("invite_in_private")
        now = self._tools.now()
        code = await self._tools.do.write(lambda session: issue(session, now))
        self._tools.gate.codes[digest_of(code)] = now + CODE_VALID
        bot = question.message.get_bot().username
        return render("invitation", code=code, bot=bot, days=CODE_VALID.days)
