"""Who may talk to the bot, decided from ids alone: chats first, people second.

Nobody outside gets any reaction.  Ids that Telegram lends to many (anonymous administrators, posts in the
name of a channel, automatic forwards) are never taken for a person.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from telegram import Bot, Update
from telegram.constants import ChatID, ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.invitations import digest_of
from config.delivery import ADMIN_CACHE

# GroupAnonymousBot, Channel_Bot and Telegram's own service account stand for anybody.
SHARED_IDS = frozenset({int(ChatID.ANONYMOUS_ADMIN), int(ChatID.FAKE_CHANNEL), int(ChatID.SERVICE_CHAT)})
OUTSIDE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Asker:
    """Where an update comes from; ``user_id`` is None where no person can be told."""

    chat_id: int | None
    chat_kind: str
    user_id: int | None
    sender_chat_id: int | None = None
    inline: bool = False

    @classmethod
    def of(cls, update: Update) -> Asker:
        """Read who is behind an update."""
        chat, user, message = update.effective_chat, update.effective_user, update.effective_message
        sender = message.sender_chat if message and update.callback_query is None else None
        return cls(
            chat_id=chat.id if chat else None,
            chat_kind=str(chat.type) if chat else "",
            user_id=user.id if user and user.id not in SHARED_IDS else None,
            sender_chat_id=sender.id if sender else None,
            inline=update.inline_query is not None,
        )


@dataclass(slots=True)
class Gate:
    """The allow-list: chats and administrators from the settings, chats added later, or everybody.

    ``everybody`` is for the trial chat alone, which nobody outside the machine can reach.  ``codes`` are the
    digests of codes that open one chat each, with the time until which they do.
    """

    chats: set[int]
    admins: frozenset[int]
    everybody: bool = False
    codes: dict[str, datetime] = field(default_factory=dict)
    refused: int = field(default=0, init=False)

    def admits(self, update: Update) -> bool:
        """Tell whether an update may be worked on; counts those that may not."""
        asker = Asker.of(update)
        if self.everybody or self.knows(asker) or self.invites(update) or self._redeems(update):
            self._open(update)
            return True
        self.refused += 1
        return False

    def knows(self, asker: Asker) -> bool:
        """Tell whether the chat is on the list, or an administrator writes in private."""
        if asker.chat_id is None:  # an inline question, which may be asked by who may write in private
            return asker.inline and (asker.user_id in self.chats or asker.user_id in self.admins)
        private = asker.chat_kind == ChatType.PRIVATE
        return asker.chat_id in self.chats or (private and asker.user_id in self.admins)

    def invites(self, update: Update) -> bool:
        """Tell whether an administrator of the bot adds it to a chat."""
        change = update.my_chat_member
        added = change is not None and change.new_chat_member.status not in OUTSIDE
        return added and Asker.of(update).user_id in self.admins

    def _redeems(self, update: Update) -> bool:
        """Tell whether a message brings a code that opens its chat; the code is spent by that."""
        message = update.message or update.channel_post
        words = (message.text or "").split() if message is not None else []
        if message is None or len(words) != 2 or words[0].partition("@")[0] != "/start":  # noqa: PLR2004
            return False
        until = self.codes.get(digest_of(words[1]))
        if until is None or until < message.date:
            return False
        del self.codes[digest_of(words[1])]
        self.chats.add(message.chat_id)
        return True

    def _open(self, update: Update) -> None:
        """Let in what follows right behind an invitation, or behind the move of a chat to another id."""
        message, chat = update.effective_message, update.effective_chat
        if chat is not None and self.invites(update):
            self.chats.add(chat.id)
        if message is not None and message.migrate_to_chat_id is not None:
            self.chats.add(message.migrate_to_chat_id)

    def move(self, old: int, new: int) -> bool:
        """Follow a chat to its new id; False if the old one was not on the list."""
        if old not in self.chats:
            return self.everybody
        self.chats.discard(old)
        self.chats.add(new)
        return True


class ChatAdmins:
    """Tells who administers a chat; asks Telegram at most once a minute for each chat."""

    def __init__(self, bot: Bot, admins: frozenset[int], now: Callable[[], datetime]) -> None:
        """Take the bot that asks, the ids that always may, and the clock."""
        self._bot = bot
        self._admins = admins
        self._now = now
        self._known: OrderedDict[int, tuple[datetime, frozenset[int]]] = OrderedDict()

    def always(self, user_id: int | None) -> bool:
        """Tell whether a person administers the bot itself."""
        return user_id is not None and user_id in self._admins and user_id not in SHARED_IDS

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Ask Telegram, or the memory of the last minute, whether a person administers a chat.

        If Telegram does not answer, nobody does.
        """
        known, now = self._known.get(chat_id), self._now()
        if known is None or now - known[0] > ADMIN_CACHE:
            try:
                found = await self._bot.get_chat_administrators(chat_id)
            except TelegramError:
                return False
            known = now, frozenset(member.user.id for member in found)
            self._known[chat_id] = known
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return user_id in known[1]
