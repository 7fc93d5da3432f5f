"""What people do: write, forward, upload, edit, tap, add the bot.  Each deed queues valid updates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.trial.autolinks import found_entities
from bot.trial.chats import ANONYMOUS_ADMIN, CHANNEL_BOT, OUTSIDE, SERVICE, Chat, Json, Upload, User
from bot.trial.entities import tidy
from bot.trial.methods import member_json
from bot.trial.posting import document_json, photo_json
from bot.trial.richtext import parse_html
from bot.trial.world import World

CHAT_INSTANCE = "7000000000000000001"
FORWARDED_CHANNEL_ID = -1_009_000_000_000


def from_channel(
    title: str, at: datetime, *, username: str = "", message_id: int = 1, chat_id: int = 0
) -> Json:
    """Return the origin of a post that was forwarded out of a channel; ``at`` is when it was posted."""
    known = chat_id or FORWARDED_CHANNEL_ID - sum(title.encode())
    chat = Chat(known, "channel", title=title, username=username)
    return {"type": "channel", "chat": chat.as_json(), "message_id": message_id} | _date(at)


def from_user(user: User, at: datetime) -> Json:
    """Return the origin of a message of a person who can be seen."""
    return {"type": "user", "sender_user": user.as_json()} | _date(at)


def from_hidden(name: str, at: datetime) -> Json:
    """Return the origin of a message of a person who hides the account: only a name."""
    return {"type": "hidden_user", "sender_user_name": name} | _date(at)


def from_chat(chat: Chat, at: datetime) -> Json:
    """Return the origin of a message that an anonymous administrator sent in a group's name."""
    return {"type": "chat", "sender_chat": chat.as_json()} | _date(at)


def _date(at: datetime) -> Json:
    return {"date": int(at.timestamp())}


def text_content(text: str, *, html: bool = False, caption: bool = False) -> Json:
    """Return text (or caption) with Telegram's entities; ``html`` adds links and styles."""
    parsed = parse_html(text) if html else tidy(text, ())
    entities = [entity.as_json() for entity in found_entities(parsed.text, parsed.entities)]
    text_name, entities_name = ("caption", "caption_entities") if caption else ("text", "entities")
    content: Json = {text_name: parsed.text} if parsed.text else {}
    return content | ({entities_name: entities} if entities else {})


class Inbound:
    """The people of one world.

    Messages come back as the Bot API's ``Message`` objects.  ``sender`` defaults to the person of a
    private chat, to the first member of a group and to the channel itself; ``ANONYMOUS_ADMIN`` writes in
    the group's name.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    def write(
        self,
        chat: Chat,
        text: str,
        *,
        sender: User | None = None,
        html: bool = False,
        thread: int | None = None,
        reply_to: Json | None = None,
        preview: Json | None = None,
        origin: Json | None = None,
    ) -> Json:
        """Write or, with ``origin``, forward a text message.

        Args:
            chat: Where.
            text: Plain text, or HTML where ``html`` is set.
            sender: Who; see the class.
            html: Whether markup is read, for instance for links behind words.
            thread: Topic of a forum.
            reply_to: The message that is answered.
            preview: ``link_preview_options`` of the message.
            origin: What ``from_channel`` and its siblings return.
        """
        content = text_content(text, html=html)
        if preview:
            content["link_preview_options"] = preview
        return self._post(chat, content, sender, thread, reply_to=reply_to, origin=origin)

    def forward(
        self, chat: Chat, origin: Json, text: str, *, html: bool = False, sender: User | None = None
    ) -> Json:
        """Forward a text message that came from ``origin``."""
        return self.write(chat, text, html=html, sender=sender, origin=origin)

    def reply_elsewhere(
        self,
        chat: Chat,
        text: str,
        origin: Json,
        *,
        quote: str = "",
        preview: Json | None = None,
        upload: Upload | None = None,
        sender: User | None = None,
    ) -> Json:
        """Write a reply to a message of another chat, of which Telegram shows what is given here.

        Args:
            chat: Where the reply stands.
            text: The own words.
            origin: Of the other message; see ``from_channel`` and its siblings.
            quote: The words of the other message that are quoted.
            preview: ``link_preview_options`` of the other message.
            upload: The file of the other message.
            sender: Who; see the class.
        """
        reply: Json = {"origin": origin}
        if preview:
            reply["link_preview_options"] = preview
        if upload is not None:
            reply["document"] = document_json(self.world.store_file(upload))
        content = text_content(text) | {"external_reply": reply}
        if quote.strip():
            content["quote"] = {"text": quote.strip(), "position": 0, "is_manual": True}
        return self._post(chat, content, sender, None)

    def upload(
        self,
        chat: Chat,
        upload: Upload,
        *,
        caption: str = "",
        html: bool = False,
        sender: User | None = None,
        thread: int | None = None,
        origin: Json | None = None,
        listed_size: int | None = None,
        group_id: str = "",
    ) -> Json:
        """Send a document; ``listed_size`` is what Telegram states instead of the real size."""
        content: Json = {"document": document_json(self.world.store_file(upload, listed_size))}
        content |= text_content(caption, html=html, caption=True)
        if group_id:
            content["media_group_id"] = group_id
        return self._post(chat, content, sender, thread, origin=origin)

    def photo(
        self,
        chat: Chat,
        upload: Upload,
        *,
        caption: str = "",
        html: bool = False,
        sender: User | None = None,
        thread: int | None = None,
        origin: Json | None = None,
        group_id: str = "",
    ) -> Json:
        """Send a picture, with ``group_id`` as part of an album."""
        content: Json = {"photo": photo_json(self.world.store_file(upload))}
        content |= text_content(caption, html=html, caption=True)
        if group_id:
            content["media_group_id"] = group_id
        return self._post(chat, content, sender, thread, origin=origin)

    def album(
        self, chat: Chat, uploads: Sequence[Upload], *, caption: str = "", sender: User | None = None
    ) -> list[Json]:
        """Send documents as an album: messages with one ``media_group_id``, caption on the first."""
        group_id = str(13_000_000_000_000_000 + self.world.number())
        captions = [caption] + [""] * (len(uploads) - 1)
        return [
            self.upload(chat, upload, caption=words, sender=sender, group_id=group_id)
            for upload, words in zip(uploads, captions, strict=True)
        ]

    def edit(self, chat: Chat, message_id: int, text: str, *, html: bool = False) -> Json:
        """Edit a person's message; of a file its caption."""
        message = chat.messages[message_id]
        caption = "text" not in message
        for name in ("text", "entities", "caption", "caption_entities"):
            message.pop(name, None)
        message |= text_content(text, html=html, caption=caption) | {"edit_date": self.world.timestamp()}
        self.world.notify({"type": "edit", "chat": chat.id, "message": message})
        kind = "edited_channel_post" if chat.kind == "channel" else "edited_message"
        self._queue(chat, kind, message)
        return message

    def tap(
        self, chat: Chat, message_id: int, data: str, *, sender: User | None = None, forged: bool = False
    ) -> str:
        """Tap a button and return the id of the query.

        Raises:
            ValueError: The message has no such button and ``forged`` is not set.
        """
        message = chat.messages[message_id]
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        if not forged and not any(button.get("callback_data") == data for row in rows for button in row):
            raise ValueError(f"message {message_id} has no button {data!r}")
        person = sender or self._someone(chat)
        query: Json = {
            "id": str(4_000_000_000 + self.world.number()),
            "from": person.as_json(),
            "message": message,
            "chat_instance": CHAT_INSTANCE,
            "data": data,
        }
        self.world.open_queries[query["id"]] = query
        self.world.updates.put("callback_query", query)
        return str(query["id"])

    def ask_inline(self, text: str, *, sender: User, chat: Chat | None = None) -> str:
        """Type ``text`` behind the bot's name and return the id of the query.

        Raises:
            ValueError: Inline mode is off.
        """
        if not self.world.inline:
            raise ValueError("inline mode is off")
        kind = chat.kind if chat is not None else "sender"
        kind = "sender" if chat is not None and chat.id == sender.id else kind
        query: Json = {
            "id": str(5_000_000_000 + self.world.number()),
            "from": sender.as_json(),
            "query": text,
            "offset": "",
            "chat_type": kind,
        }
        self.world.open_inline[query["id"]] = query
        self.world.updates.put("inline_query", query)
        return str(query["id"])

    def post_inline(
        self,
        chat: Chat,
        query_id: str,
        result_id: str,
        *,
        sender: User | None = None,
        thread: int | None = None,
    ) -> Json:
        """Post one of the results of a query, as the person who asked.

        Raises:
            KeyError: There is no such result.
        """
        content = self.world.inline_answers[query_id][result_id]
        return self._post(chat, content | {"via_bot": self.world.bot.as_json()}, sender, thread)

    def set_bot_status(self, chat: Chat, status: str, *, sender: User | None = None) -> None:
        """Change the bot's place: ``member``, ``administrator``, ``left``, ``kicked`` or ``blocked``."""
        old, chat.bot_status = chat.bot_status, status
        person = sender or self._someone(chat)
        change = {
            "chat": chat.as_json(),
            "from": person.as_json(),
            "date": self.world.timestamp(),
            "old_chat_member": member_json(self.world.bot, _api_status(old)),
            "new_chat_member": member_json(self.world.bot, _api_status(status)),
        }
        self.world.updates.put("my_chat_member", change)

    def migrate(self, group: Chat) -> Chat:
        """Turn a group into a supergroup: both chats get the service message that tells so."""
        new = self.world.supergroup(group.title)
        new.statuses = dict(group.statuses)
        person = self._someone(group)
        self._post(group, {"migrate_to_chat_id": new.id}, person, None)
        group.migrated_to = new.id
        self._post(new, {"migrate_from_chat_id": group.id}, person, None)
        return new

    def add_topic(self, chat: Chat, name: str) -> int:
        """Open a topic in a forum and return its thread id."""
        created = {"name": name, "icon_color": 7322096}
        thread = chat.last_message_id + 1
        chat.topics[thread] = name
        self._post(chat, {"forum_topic_created": created}, None, thread)
        return thread

    def auto_forward(self, group: Chat, channel: Chat, post: Json) -> Json:
        """Let a channel's post appear in its discussion group, as Telegram itself does."""
        content: Json = {name: post[name] for name in ("text", "entities", "caption") if name in post}
        origin = {"type": "channel", "chat": channel.as_json(), "message_id": post["message_id"]}
        content |= {"sender_chat": channel.as_json(), "is_automatic_forward": True}
        return self._post(group, content, SERVICE, None, origin=origin | {"date": post["date"]})

    # Parts

    def _someone(self, chat: Chat) -> User:
        people = (self.world.users.get(user_id) for user_id in chat.statuses)
        found = next((person for person in people if person is not None), None)
        return found or self.world.user()

    def _author(self, chat: Chat, sender: User | None) -> Json:
        if chat.kind == "channel":
            return {"sender_chat": chat.as_json()}
        person = sender or self._someone(chat)
        found: Json = {"from": person.as_json()}
        return found | ({"sender_chat": chat.as_json()} if person == ANONYMOUS_ADMIN else {})

    def _post(
        self,
        chat: Chat,
        content: Json,
        sender: User | None,
        thread: int | None,
        *,
        reply_to: Json | None = None,
        origin: Json | None = None,
    ) -> Json:
        content = self._author(chat, sender) | content
        if reply_to is not None:
            content["reply_to_message"] = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
        if origin is not None:
            content["forward_origin"] = origin
        message = self.world.add_message(chat, content, thread)
        self._queue(chat, "channel_post" if chat.kind == "channel" else "message", message)
        return message

    def _queue(self, chat: Chat, kind: str, message: Json) -> None:
        if chat.bot_status not in OUTSIDE and self._visible(chat, message):
            self.world.updates.put(kind, message)

    def _visible(self, chat: Chat, message: Json) -> bool:
        """Return whether privacy mode lets the bot see the message."""
        if self.world.reads_all or chat.kind in {"private", "channel"} or chat.bot_status == "administrator":
            return True
        reply_from = message.get("reply_to_message", {}).get("from", {})
        commands = any(entity["type"] == "bot_command" for entity in message.get("entities", []))
        service = not message.keys() & {"text", "caption", "document", "photo"}
        return commands or service or reply_from.get("id") == self.world.bot.id


def _api_status(status: str) -> str:
    """Return the status as updates name it: a blocking person has kicked the bot."""
    return "kicked" if status == "blocked" else status


__all__ = [
    "ANONYMOUS_ADMIN", "CHANNEL_BOT", "Inbound", "Upload",
    "from_channel", "from_chat", "from_hidden", "from_user",
]  # fmt: skip
