"""People, chats and files of the stand-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688
SERVICE_ID = 777000
OUTSIDE = frozenset({"left", "kicked", "blocked"})


@dataclass(frozen=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str = ""
    username: str = ""
    language_code: str = "de"

    def as_json(self) -> Json:
        """Return the ``User`` object of the Bot API."""
        found: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username}
        if not self.is_bot:
            optional["language_code"] = self.language_code
        return found | {name: value for name, value in optional.items() if value}

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


ANONYMOUS_ADMIN = User(ANONYMOUS_ADMIN_ID, "Group", is_bot=True, username="GroupAnonymousBot")
CHANNEL_BOT = User(CHANNEL_BOT_ID, "Channel", is_bot=True, username="Channel_Bot")
SERVICE = User(SERVICE_ID, "Telegram", language_code="")


@dataclass
class Chat:
    """A chat with its members and messages.

    Attributes:
        kind: ``private``, ``group``, ``supergroup`` or ``channel``.
        statuses: User id to ``creator``, ``administrator``, ``member``, ``left`` or ``kicked``.
        bot_status: The bot's own one; ``blocked`` is a private chat whose person stopped the bot.
        topics: Thread id to name, in a forum.
        by_bot: Ids of the bot's own messages.
        reactions: Message id to the emoji that the bot set on it.
        migrated_to: Id of the supergroup that replaced this group.
    """

    id: int
    kind: str
    title: str = ""
    username: str = ""
    first_name: str = ""
    is_forum: bool = False
    statuses: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    by_bot: set[int] = field(default_factory=set)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    last_message_id: int = 0

    def as_json(self) -> Json:
        """Return the ``Chat`` object of the Bot API."""
        found: Json = {"id": self.id, "type": self.kind}
        optional: Json = {"title": self.title, "username": self.username, "first_name": self.first_name}
        if self.is_forum:
            optional["is_forum"] = True
        return found | {name: value for name, value in optional.items() if value}

    def new_message_id(self) -> int:
        """Return the next message id of this chat."""
        self.last_message_id += 1
        return self.last_message_id

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.first_name


@dataclass(frozen=True)
class Upload:
    """A file on its way to Telegram."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class StoredFile:
    """A file that Telegram keeps.

    Attributes:
        path: What ``getFile`` names as ``file_path``.
        listed_size: Size that Telegram states, in bytes; differs from the data only where a test wants it.
    """

    id: str
    path: str
    upload: Upload
    listed_size: int
