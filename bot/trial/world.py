"""The stand-in itself: chats, messages, waiting updates, recorded calls and ordered faults."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.trial.chats import ANONYMOUS_ADMIN, OUTSIDE, Chat, Json, StoredFile, Upload, User
from bot.trial.errors import (
    ApiError,
    BadRequestError,
    ContractError,
    Fault,
    ForbiddenError,
    too_many_requests,
)
from bot.trial.updates import UpdateQueue

TRIAL_TOKEN = "1000000001:TRIAL-no-real-token-works-only-here"  # noqa: S105 - opens nothing but the stand-in
BOT = User(1000000001, "Lagebild", is_bot=True, username="lagebild_trial_bot")
FLOOD_WINDOW_S = 60
EVERY_METHOD = "*"
MOST_POLLS = 10_000  # a bot that polls in a hot loop must not fill the memory

Uploads = Mapping[str, Upload]
Listener = Callable[[Json], None]


def utc_now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Call:
    """One call as it came in, with its outcome.

    Attributes:
        params: Decoded parameters; uploads stand as ``attach://name``.
        result: What Telegram answered under ``result``; nothing where it refused.
        error: Telegram's description where it refused, else empty.
        fault: The ordered fault that hit the call.
    """

    method: str
    params: Json
    uploads: Mapping[str, Upload]
    at: datetime
    result: Any = None
    error: str = ""
    fault: Fault | None = None


@dataclass
class World:
    """Everything that Telegram's side of the conversation knows.

    Attributes:
        clock: Gives the time of messages.
        token: The only token that is accepted.
        inline: Whether the bot may be asked by its name in any chat (inline mode on).
        reads_all: Whether the bot sees every message of a group (privacy mode off).
        flood_limit: Posts a minute that one group or channel takes before 429; nothing for no limit.
        calls: Every call but polls, oldest first.
        polls: The newest calls of ``getUpdates``.
        violations: Calls that no Bot API understands; ``check`` fails a test on them.
    """

    clock: Callable[[], datetime] = utc_now
    token: str = TRIAL_TOKEN
    bot: User = BOT
    inline: bool = True
    reads_all: bool = True
    flood_limit: int | None = None
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    open_queries: dict[str, Json] = field(default_factory=dict)
    open_inline: dict[str, Json] = field(default_factory=dict)
    inline_answers: dict[str, dict[str, Json]] = field(default_factory=dict)
    query_answers: list[Json] = field(default_factory=list)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    calls: list[Call] = field(default_factory=list)
    polls: deque[Call] = field(default_factory=lambda: deque(maxlen=MOST_POLLS))
    violations: list[str] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    _faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _posts: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _last_number: int = 0

    # People and chats

    def number(self) -> int:
        """Return a number that was not used before."""
        self._last_number += 1
        return self._last_number

    def user(self, first_name: str = "Ada", *, user_id: int | None = None, username: str = "") -> User:
        """Add a person."""
        user = User(user_id or 500_000 + self.number(), first_name, username=username)
        self.users[user.id] = user
        return user

    def private(self, user: User) -> Chat:
        """Return the private chat with ``user``; made at the first call."""
        if user.id not in self.chats:
            chat = Chat(user.id, "private", first_name=user.first_name, username=user.username)
            chat.statuses[user.id] = "member"
            self.chats[chat.id] = chat
        return self.chats[user.id]

    def group(self, title: str, *, admins: Iterable[User] = (), members: Iterable[User] = ()) -> Chat:
        """Add a basic group."""
        return self._room(Chat(-(1000 + self.number()), "group", title=title), admins, members)

    def supergroup(
        self, title: str, *, admins: Iterable[User] = (), members: Iterable[User] = (), username: str = ""
    ) -> Chat:
        """Add a supergroup."""
        chat = Chat(self._long_id(), "supergroup", title=title, username=username)
        return self._room(chat, admins, members)

    def forum(
        self,
        title: str,
        topics: Iterable[str] = (),
        *,
        admins: Iterable[User] = (),
        members: Iterable[User] = (),
    ) -> Chat:
        """Add a supergroup with topics; ``Chat.topics`` then maps thread ids to names."""
        chat = self._room(Chat(self._long_id(), "supergroup", title=title, is_forum=True), admins, members)
        for name in topics:
            chat.topics[chat.new_message_id()] = name
        return chat

    def channel(self, title: str, *, username: str = "", admins: Iterable[User] = ()) -> Chat:
        """Add a channel with the bot as administrator."""
        chat = Chat(self._long_id(), "channel", title=title, username=username, bot_status="administrator")
        return self._room(chat, admins, ())

    def _long_id(self) -> int:
        return -1_001_000_000_000 - self.number()

    def _room(self, chat: Chat, admins: Iterable[User], members: Iterable[User]) -> Chat:
        for status, people in (("member", members), ("administrator", admins)):
            chat.statuses |= {person.id: status for person in people}
        self.chats[chat.id] = chat
        return chat

    def find_chat(self, chat_id: int | str) -> Chat:
        """Return the chat that a call names by id or ``@name``.

        Raises:
            ApiError: It is unknown, moved to a supergroup, or the bot is not in it.
        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(chat_id)
        if chat is None:
            raise BadRequestError("chat not found")
        if chat.migrated_to is not None:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, text, {"migrate_to_chat_id": chat.migrated_to})
        if chat.bot_status in OUTSIDE:
            raise ForbiddenError(_outside_text(chat))
        return chat

    def _named(self, name: str) -> Chat | None:
        wanted = name.removeprefix("@").casefold()
        found = (chat for chat in self.chats.values() if chat.username.casefold() == wanted and wanted)
        return next((chat for chat in found if chat.kind != "private"), None)

    def known_user(self, user_id: int) -> User | None:
        """Return the person, the bot or the anonymous administrator of this id."""
        special = {self.bot.id: self.bot, ANONYMOUS_ADMIN.id: ANONYMOUS_ADMIN}
        return self.users.get(user_id) or special.get(user_id)

    # Messages and files

    def timestamp(self) -> int:
        """Return the present time in seconds since 1970."""
        return int(self.clock().timestamp())

    def add_message(self, chat: Chat, content: Json, thread_id: int | None = None) -> Json:
        """Store a message with the next id and tell the listeners."""
        message: Json = {
            "message_id": chat.new_message_id(),
            "date": self.timestamp(),
            "chat": chat.as_json(),
            **content,
        }
        if thread_id is not None:
            message["message_thread_id"] = thread_id
            if chat.is_forum:
                message["is_topic_message"] = True
        chat.messages[message["message_id"]] = message
        own = message["message_id"] in chat.by_bot
        self.notify({"type": "message", "chat": chat.id, "message": message, "own": own})
        return message

    def notify(self, event: Json) -> None:
        """Tell everyone who listens, for instance the page."""
        for listener in tuple(self.listeners):
            listener(event)

    def store_file(self, upload: Upload, listed_size: int | None = None) -> StoredFile:
        """Keep a file and return it with its id and path."""
        number = self.number()
        size = len(upload.data) if listed_size is None else listed_size
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        stored = StoredFile(f"FILE{number:08d}", f"documents/file_{number}.{suffix}", upload, size)
        self.files[stored.id] = stored
        return stored

    def file_at(self, path: str) -> StoredFile | None:
        """Return the file behind ``file_path``."""
        return next((stored for stored in self.files.values() if stored.path == path), None)

    # Calls

    def fail_next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of ``method`` (``"*"``: of any but getUpdates) meet ``fault``."""
        self._faults[method].extend([fault] * times)

    def check(self) -> None:
        """Raise ``ContractError`` if a call was made that no Bot API understands."""
        if self.violations:
            raise ContractError("\n".join(self.violations))

    def sent(self, chat: Chat | None = None) -> list[Json]:
        """Return the bot's messages as they stand now, oldest first per chat."""
        chats = [chat] if chat is not None else list(self.chats.values())
        messages = (message for each in chats for message in each.messages.values())
        return [message for message in messages if self.is_own(message)]

    def is_own(self, message: Json) -> bool:
        """Return whether the bot wrote the message."""
        chat = self.chats[message["chat"]["id"]]
        return message["message_id"] in chat.by_bot

    def calls_of(self, *methods: str) -> list[Call]:
        """Return the calls of these methods, oldest first."""
        return [call for call in (*self.polls, *self.calls) if call.method in methods]

    def next_fault(self, method: str) -> Fault | None:
        """Take the fault that was ordered for this call."""
        for key in (method, EVERY_METHOD):
            if self._faults[key] and not (key == EVERY_METHOD and method == "getUpdates"):
                return self._faults[key].popleft()
        return None

    def count_post(self, chat: Chat) -> None:
        """Count a post against the flood limit of a group or channel.

        Raises:
            ApiError: 429 with the seconds until the oldest counted post is a minute old.
        """
        if self.flood_limit is None or chat.kind == "private":
            return
        now, posts = self.clock().timestamp(), self._posts[chat.id]
        while posts and posts[0] <= now - FLOOD_WINDOW_S:
            posts.popleft()
        if len(posts) >= self.flood_limit:
            fault = too_many_requests(max(1, round(posts[0] + FLOOD_WINDOW_S - now)))
            raise ApiError(fault.code, fault.description, fault.parameters)
        posts.append(now)


def _outside_text(chat: Chat) -> str:
    if chat.kind == "private":
        return "bot was blocked by the user"
    verb = "was kicked from" if chat.bot_status == "kicked" else "is not a member of"
    return f"bot {verb} the {chat.kind} chat"
