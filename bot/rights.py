"""Who may do what in a chat: roles that were given, else what Telegram says about the person."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.access import SHARED_IDS, ChatAdmins
from bot.transactions import Transactions
from storage import members
from storage.tables import Chat, Role
from storage.writes import key_of

_ORDER = (Role.READER, Role.EDITOR, Role.ADMIN)


class NotAllowedError(Exception):
    """Raised where somebody asks for what needs a higher role."""

    def __init__(self, role: Role | None) -> None:
        """Take the role that is needed; None for the administrators of the bot itself."""
        super().__init__(role.value if role is not None else "bot")
        self.role = role


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: a person's id, or the chat in whose name somebody writes."""

    user_id: int | None
    sender_chat_id: int | None = None
    name: str = ""

    @classmethod
    def of_message(cls, message: Message) -> Person:
        """Return the author of a message; ids that Telegram lends to many are nobody."""
        user, sender = message.from_user, message.sender_chat
        known = user.id if user is not None and user.id not in SHARED_IDS else None
        return cls(known, sender.id if sender else None, user.full_name if user else "")

    @classmethod
    def of_query(cls, query: CallbackQuery) -> Person:
        """Return who tapped."""
        return cls(query.from_user.id, None, query.from_user.full_name)


class Rights:
    """Tells the role of a person in a chat."""

    def __init__(self, transactions: Transactions, admins: ChatAdmins) -> None:
        """Take the door to the store, and who asks Telegram about administrators."""
        self._do = transactions
        self._admins = admins

    async def role(self, chat: Chat, person: Person) -> Role:
        """Return the role of a person.

        The administrators of the bot are admins everywhere.  Otherwise a role that was given counts; without
        one Telegram's administrators of the chat are admins, also anonymous ones, who write in its name, and
        everybody else is an editor.  In private everybody is an admin, and in a channel who can post.
        """
        if chat.kind == ChatType.PRIVATE or self._admins.always(person.user_id):
            return Role.ADMIN
        if person.sender_chat_id is not None:
            return Role.ADMIN if person.sender_chat_id == chat.chat_id else Role.EDITOR
        if person.user_id is None:
            return Role.EDITOR
        given = await self.given(chat, person)
        if given is not None:
            return given
        leads = await self._admins.is_admin(chat.chat_id, person.user_id)
        return Role.ADMIN if leads else self._usual(chat)

    async def given(self, chat: Chat, person: Person) -> Role | None:
        """Return the role that was given to a person in a chat, without asking Telegram; None if none was."""
        user_id = person.user_id
        if user_id is None or person.sender_chat_id is not None:
            return None
        return await self._do.read(lambda session: members.role_of(session, key_of(chat), user_id))

    def leads_bot(self, person: Person) -> bool:
        """Tell whether a person administers the bot itself."""
        return self._admins.always(person.user_id)

    async def need(self, chat: Chat, person: Person, role: Role) -> None:
        """Refuse who has not at least a role.

        Raises:
            NotAllowedError: the person has a lower one.
        """
        if _ORDER.index(await self.role(chat, person)) < _ORDER.index(role):
            raise NotAllowedError(role)

    @staticmethod
    def _usual(chat: Chat) -> Role:
        """Who reads a channel did not write it; who is in a group works on it."""
        return Role.READER if chat.kind == ChatType.CHANNEL else Role.EDITOR
