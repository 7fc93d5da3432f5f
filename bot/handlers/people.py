"""/rolle and /einladen: who may do what in a chat, and codes that open the bot to another chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import InlineKeyboardButton, Message, User
from telegram.constants import ChatType
from telegram.ext import BaseHandler

from bot.access import SHARED_IDS
from bot.asking import Desk, Question
from bot.buttons import button, grid, titled
from bot.invitations import digest_of, issue
from bot.screens import Screen
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase, render
from bot.tools import Tools
from config.face import CODE_VALID
from storage import members, memos
from storage.tables import Chat, Role
from storage.writes import key_of

_ROLES: dict[str, Role | None] = {
    "leser": Role.READER,
    "leserin": Role.READER,
    "redakteur": Role.EDITOR,
    "redakteurin": Role.EDITOR,
    "admin": Role.ADMIN,
    "standard": None,
}

PEOPLE, PERSON, GIVE = "ro", "rp", "rg"
_KIND = "person"
_LETTERS: dict[str, tuple[Role | None, str]] = {
    "r": (Role.READER, "role_reader"),
    "e": (Role.EDITOR, "role_editor"),
    "a": (Role.ADMIN, "role_admin"),
    "u": (None, "role_usual"),
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

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {PEOPLE: self._list_again, PERSON: self._open, GIVE: self._tapped}

    async def _role(self, question: Question) -> Screen | str:
        """Show the roles; as an answer to somebody's message give them one, or offer them."""
        if question.chat.kind in {ChatType.PRIVATE, ChatType.CHANNEL}:
            return notice("role_groups_only")
        user = _answered(question.message)
        if not question.words and user is None:
            return await self._list(question.chat)
        await self._tools.rights.need(question.chat, question.person, Role.ADMIN)
        wanted = question.text.lower()
        if user is None or (question.words and wanted not in _ROLES):
            return notice("role_usage")
        if not question.words:
            return await self._person(question.chat, user.id, user.full_name)
        return await self._give(question.chat, user.id, user.full_name, _ROLES[wanted])

    async def _list(self, chat: Chat) -> Screen:
        found = await self._tools.do.read(lambda session: members.every(session, key_of(chat)))
        keys = [await self._remember(chat, one.user_id, one.name) for one in found]
        rows = tuple((titled("", one.name, PERSON, key),) for one, key in zip(found, keys, strict=True))
        return Screen(render("roles", found=found), rows)

    async def _list_again(self, tap: Tap) -> Reaction:
        return Reaction(await self._list(tap.chat))

    async def _open(self, tap: Tap) -> Reaction:
        await self._tools.rights.need(tap.chat, tap.person, Role.ADMIN)
        return Reaction(await self._person(tap.chat, *await self._remembered(tap)))

    async def _person(self, chat: Chat, user_id: int, name: str) -> Screen:
        """Return what a person may do and what else it could be."""
        role = await self._tools.do.read(lambda session: members.role_of(session, key_of(chat), user_id))
        key = await self._remember(chat, user_id, name)
        shown = [
            button(f"{phrase('labels', 'picked') if one is role else ''} {phrase('labels', label)}".strip(),
                   GIVE, key, letter)
            for letter, (one, label) in _LETTERS.items()
        ]  # fmt: skip
        return Screen(notice("role_of", name=name, role=role), (*grid(shown, 2), _to_people()))

    async def _tapped(self, tap: Tap) -> Reaction:
        await self._tools.rights.need(tap.chat, tap.person, Role.ADMIN)
        user_id, name = await self._remembered(tap)
        said = await self._give(tap.chat, user_id, name, _LETTERS[tap.text(1)][0])
        return Reaction(await self._person(tap.chat, user_id, name), said)

    async def _give(self, chat: Chat, user_id: int, name: str, role: Role | None) -> str:
        await self._tools.do.write(lambda session: members.give(session, key_of(chat), user_id, name, role))
        return notice("role_given", name=name, role=role)

    async def _remember(self, chat: Chat, user_id: int, name: str) -> int:
        now, value = self._tools.now(), {"user": user_id, "name": name}
        return await self._tools.do.write(lambda session: memos.put(session, key_of(chat), _KIND, value, now))

    async def _remembered(self, tap: Tap) -> tuple[int, str]:
        key = tap.number(0)
        memo = await self._tools.do.read(lambda session: memos.get(session, key, tap.chat_pk, _KIND))
        return memo["user"], memo["name"]

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


def _answered(message: Message) -> User | None:
    """Return the person whose message is answered; ids that Telegram lends to many are nobody."""
    answered = message.reply_to_message
    user = answered.from_user if answered is not None else None
    return user if user is not None and not user.is_bot and user.id not in SHARED_IDS else None


def _to_people() -> tuple[InlineKeyboardButton, ...]:
    return (button(phrase("labels", "back"), PEOPLE),)
