"""What the page shows and what people do on it, as plain calls."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.trial.chats import ANONYMOUS_ADMIN, Chat, Json, Upload, User
from bot.trial.examples import Example
from bot.trial.inbound import Inbound, from_channel, from_hidden, from_user
from bot.trial.rules import LONGEST_TEXT
from bot.trial.world import World

ADMIN_STATUSES = frozenset({"creator", "administrator"})
LONGEST_NAME = 64
PHOTOS = frozenset({"image/png", "image/jpeg", "image/webp"})  # the apps send these as photos


class DeskError(ValueError):
    """The page asked for something that cannot be done; the text is a key that the page translates."""


class Desk:
    """Somebody at the page, who may play each person of the world: a deed names whom with ``as``.

    Args:
        world: The stand-in.
        examples: Articles that can be sent by one tap.
    """

    def __init__(self, world: World, examples: Sequence[Example] = ()) -> None:
        self.world = world
        self.people = Inbound(world)
        self.examples = {example.id: example for example in examples}
        self.person = next(iter(world.users.values()), None) or world.user("Du")
        self.sent: set[tuple[int, str]] = set()

    # What the page shows

    def state(self) -> Json:
        """Return all that a freshly opened page needs."""
        return {
            "type": "state",
            "bot": self.world.bot.as_json(),
            "person": self.person.as_json(),
            "people": [person.as_json() for person in self._people()],
            "chats": [self._chat(chat) for chat in self.world.chats.values()],
            "examples": [example.as_json() for example in self.examples.values()],
            "sent": [{"chat": chat, "example": example} for chat, example in sorted(self.sent)],
        }

    def _chat(self, chat: Chat) -> Json:
        return chat.as_json() | {
            "topics": [{"id": thread, "name": name} for thread, name in chat.topics.items()],
            "messages": list(chat.messages.values()),
            "own": sorted(chat.by_bot),
            "reactions": {str(number): found for number, found in chat.reactions.items()},
            "statuses": {str(user_id): status for user_id, status in chat.statuses.items()},
            "commands": self.menus(chat),
        }

    def _people(self) -> list[User]:
        return list(self.world.users.values()) or [self.person]

    def menus(self, chat: Chat) -> dict[str, list[Json]]:
        """Return the command menu of a chat for each person."""
        return {str(person.id): self.commands(chat, person) for person in self._people()}

    def commands(self, chat: Chat, person: User) -> list[Json]:
        """Return the command menu of a chat: the narrowest list for a person, German before others."""
        for scope in self._scopes(chat, person):
            for language in (person.language_code, ""):
                found = self.world.commands.get((json.dumps(scope, sort_keys=True), language))
                if found:
                    return found
        return []

    @staticmethod
    def _scopes(chat: Chat, person: User) -> list[Json]:
        if chat.kind == "channel":
            return []
        here = {"chat_id": chat.id}
        default: Json = {"type": "default"}
        if chat.kind == "private":
            return [{"type": "chat"} | here, {"type": "all_private_chats"}, default]
        member = {"type": "chat_member", "user_id": person.id} | here
        groups: list[Json] = [{"type": "chat"} | here, {"type": "all_group_chats"}, default]
        if chat.statuses.get(person.id) not in ADMIN_STATUSES:
            return [member, *groups]
        administrators: Json = {"type": "chat_administrators"} | here
        return [member, administrators, groups[0], {"type": "all_chat_administrators"}, *groups[1:]]

    # What the person does

    def do(self, deed: Json) -> Json:
        """Carry out one deed of the page.

        Args:
            deed: ``{"do": "write" | "edit" | "forward" | "tap" | "example" | "examples" | "ask" | "choose",
                "chat": id, "as": person, …}``; without a person it is the first one.

        Raises:
            DeskError: The deed, the chat, the message or the person does not exist, the person may not do
                it, or a text is empty.
        """
        deeds: dict[str, Callable[[Chat, Json], Json]] = {
            "write": self._write,
            "edit": self._edit,
            "forward": self._forward,
            "tap": self._tap,
            "example": self._example,
            "examples": self._examples,
            "ask": self._ask,
            "choose": self._choose,
        }
        chosen = deeds.get(str(deed.get("do")))
        if chosen is None:
            raise DeskError("unknown_deed")
        return chosen(self.chat(deed.get("chat")), deed)

    def person_of(self, deed: Json) -> User:
        """Return whom a deed is done as.

        Raises:
            DeskError: There is no such person.
        """
        wanted = deed.get("as")
        found = self.person if wanted is None else self.world.users.get(wanted)
        if found is None:
            raise DeskError("unknown_person")
        return found

    def chat(self, chat_id: object) -> Chat:
        """Return the chat of this id.

        Raises:
            DeskError: There is none.
        """
        chat = self.world.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise DeskError("unknown_chat")
        return chat

    def upload(
        self,
        chat: Chat,
        upload: Upload,
        *,
        caption: str = "",
        thread: int | None = None,
        person: int | None = None,
        album: str = "",
    ) -> Json:
        """Send a dropped file, a picture as a photo; files with one ``album`` belong together.

        Raises:
            DeskError: The topic or the person does not exist, or may not write here.
        """
        self._known_thread(chat, thread)
        sender = self._sender(chat, {"as": person})
        send = self.people.photo if upload.mime in PHOTOS else self.people.upload
        message = send(chat, upload, caption=caption, thread=thread, sender=sender, group_id=album)
        return {"messages": [message["message_id"]]}

    def _thread(self, chat: Chat, deed: Json) -> int | None:
        thread = deed.get("thread")
        self._known_thread(chat, thread)
        return thread

    def _known_thread(self, chat: Chat, thread: object) -> None:
        if thread is not None and thread not in chat.topics:
            raise DeskError("unknown_topic")

    def _sender(self, chat: Chat, deed: Json) -> User:
        """Return who writes; subscribers of a channel cannot.

        Raises:
            DeskError: The person does not exist or may not write here.
        """
        if deed.get("anonymous") and chat.kind != "private":
            return ANONYMOUS_ADMIN
        person = self.person_of(deed)
        if chat.kind == "channel" and chat.statuses.get(person.id) not in ADMIN_STATUSES:
            raise DeskError("may_not_write")
        return person

    def _send(self, chat: Chat, deed: Json, text: str, origin: Json | None) -> Json:
        """Send a text as the apps do: one that is too long goes out as several messages."""
        thread, sender = self._thread(chat, deed), self._sender(chat, deed)
        parts = split_like_the_apps(text)
        if not parts:
            raise DeskError("empty_text")
        answered = self._message(chat, deed["reply_to"]) if "reply_to" in deed else None
        write = partial(self.people.write, sender=sender, thread=thread, reply_to=answered, origin=origin)
        sent = [write(chat, part) for part in parts]
        return {"messages": [message["message_id"] for message in sent]}

    def _write(self, chat: Chat, deed: Json) -> Json:
        return self._send(chat, deed, _text(deed, "text"), None)

    def _edit(self, chat: Chat, deed: Json) -> Json:
        """Edit what the same person wrote."""
        message, sender = self._message(chat, deed.get("message_id")), self._sender(chat, deed)
        written = message.get("from", {}).get("id") == sender.id or chat.kind == "channel"
        if not written or "text" not in message or message["message_id"] in chat.by_bot:
            raise DeskError("not_yours")
        text = _text(deed, "text")
        if not text.strip():
            raise DeskError("empty_text")
        self.people.edit(chat, message["message_id"], text[:LONGEST_TEXT])
        return {"messages": [message["message_id"]]}

    @staticmethod
    def _message(chat: Chat, message_id: object) -> Json:
        """Return a message of a chat.

        Raises:
            DeskError: There is none.
        """
        found = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if found is None:
            raise DeskError("unknown_message")
        return found

    def _forward(self, chat: Chat, deed: Json) -> Json:
        name = _text(deed, "name").strip()[:LONGEST_NAME]
        if not name:
            raise DeskError("empty_name")
        return self._send(chat, deed, _text(deed, "text"), self._origin(name, deed))

    def _origin(self, name: str, deed: Json) -> Json:
        at = self._moment(deed)
        kind = deed.get("origin", "channel")
        if kind == "hidden":
            return from_hidden(name, at)
        if kind == "person":
            return from_user(User(3_000_000 + sum(name.encode()), name), at)
        return from_channel(name, at, message_id=self.world.number())

    def _moment(self, deed: Json) -> datetime:
        value = deed.get("at")
        if not value:
            return self.world.clock()
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise DeskError("bad_time") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.world.clock().tzinfo)

    def _tap(self, chat: Chat, deed: Json) -> Json:
        message_id = deed.get("message_id")
        if message_id not in chat.messages:
            raise DeskError("unknown_message")
        try:
            query = self.people.tap(chat, message_id, _text(deed, "data"), sender=self.person_of(deed))
        except ValueError:
            raise DeskError("unknown_button") from None
        return {"query": query}

    def _ask(self, chat: Chat, deed: Json) -> Json:
        """Ask the bot by its name, as one types; the results come as an event."""
        try:
            query = self.people.ask_inline(_text(deed, "text"), sender=self.person_of(deed), chat=chat)
        except ValueError:
            raise DeskError("no_inline") from None
        return {"query": query}

    def _choose(self, chat: Chat, deed: Json) -> Json:
        """Post one of the results that the bot offered."""
        thread, sender = self._thread(chat, deed), self._sender(chat, deed)
        query, result = _text(deed, "query"), _text(deed, "result")
        try:
            message = self.people.post_inline(chat, query, result, sender=sender, thread=thread)
        except KeyError:
            raise DeskError("unknown_result") from None
        return {"messages": [message["message_id"]]}

    def _example(self, chat: Chat, deed: Json) -> Json:
        example = self.examples.get(_text(deed, "example"))
        if example is None:
            raise DeskError("unknown_example")
        self.sent.add((chat.id, example.id))
        origin = from_channel(example.outlet, example.published, message_id=self.world.number())
        sent = self._send(chat, deed, example.message, origin)
        self.world.notify({"type": "sent", "chat": chat.id, "example": example.id})
        return sent

    def _examples(self, chat: Chat, deed: Json) -> Json:
        """Send all examples that this chat has not got, of one day where the deed names one."""
        day = deed.get("day")
        wanted = [
            example.id
            for example in self.examples.values()
            if (chat.id, example.id) not in self.sent and day in {None, example.published.date().isoformat()}
        ]
        sent = [self._example(chat, deed | {"example": name}) for name in wanted]
        return {"messages": [number for one in sent for number in one["messages"]]}


def _text(deed: Json, name: str) -> str:
    value: Any = deed.get(name, "")
    if not isinstance(value, str):
        raise DeskError("bad_text")
    return value


def split_like_the_apps(text: str) -> list[str]:
    """Cut a text into messages of at most 4096 UTF-16 units, at a line or word end where there is one."""
    parts, rest = [], text.strip()
    while rest:
        part = _first_part(rest)
        parts.append(part.strip())
        rest = rest[len(part) :].strip()
    return parts


def _first_part(text: str) -> str:
    limit, units = 0, 0
    for character in text:
        units += 1 + (character > "\uffff")
        if units > LONGEST_TEXT:
            break
        limit += 1
    if limit == len(text):
        return text
    head = text[:limit]
    at = max(head.rfind("\n"), head.rfind(" "))
    return head[:at] if at > limit // 2 else head
