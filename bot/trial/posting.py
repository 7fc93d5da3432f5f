"""Sending messages, files and chat actions."""

from __future__ import annotations

import struct
from collections.abc import Callable

from bot.trial import rules
from bot.trial.chats import Chat, Json, StoredFile
from bot.trial.entities import RichText
from bot.trial.errors import BadRequestError
from bot.trial.world import Uploads, World

MENTION = "tg://user?id="
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PHOTO_SIDE = 90  # pixels; for photos whose header is not read


def _may_post(world: World, params: Json) -> Chat:
    chat = world.find_chat(params["chat_id"])
    if chat.kind == "channel" and chat.bot_status != "administrator":
        raise BadRequestError("need administrator rights in the channel chat")
    if chat.bot_status == "restricted":
        raise BadRequestError("not enough rights to send text messages to the chat")
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise BadRequestError("message thread not found")
    world.count_post(chat)
    return chat


def _author(world: World, chat: Chat) -> Json:
    if chat.kind == "channel":
        return {"sender_chat": chat.as_json()}
    return {"from": world.bot.as_json()}


def _reply_target(chat: Chat, params: Json) -> Json:
    reply = params.get("reply_parameters")
    if reply is None:
        return {}
    target = chat.messages.get(reply["message_id"])
    if target is not None:
        short = {name: value for name, value in target.items() if name != "reply_to_message"}
        return {"reply_to_message": short}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise BadRequestError("message to be replied not found")


def _post(world: World, params: Json, content: Callable[[], Json]) -> Json:
    """Post what ``content`` returns, which may refuse; the chat is checked first, as Telegram does."""
    chat = _may_post(world, params)
    body = _author(world, chat) | _reply_target(chat, params) | content()
    markup = rules.keyboard(params.get("reply_markup"))
    if markup is not None:
        body["reply_markup"] = markup
    chat.by_bot.add(chat.last_message_id + 1)
    message = world.add_message(chat, body, params.get("message_thread_id"))
    wanted = params.get("reply_markup") or {}
    if wanted.get("force_reply"):
        world.notify(_wanted(chat, message, wanted))
    return message


def _wanted(chat: Chat, message: Json, markup: Json) -> Json:
    """Return the event that opens the field for an answer, for all or for whom the bot addresses."""
    answered = message.get("reply_to_message", {}).get("from", {}).get("id")
    named = [one["user"]["id"] for one in message.get("entities", []) if one["type"] == "text_mention"]
    people = [answered, *named] if markup.get("selective") else None
    field = markup.get("input_field_placeholder", "")
    number = message["message_id"]
    return {"type": "wanted", "chat": chat.id, "message_id": number, "field": field, "people": people}


def text_content(found: RichText, text_name: str, entities_name: str) -> Json:
    """Return text and entities under the names that the Bot API gives them here."""
    content: Json = {text_name: found.text} if found.text else {}
    if found.entities:
        content[entities_name] = [entity.as_json() for entity in found.entities]
    return content


def _with_mentions(world: World, content: Json) -> Json:
    """Turn links to people whom the bot may know into mentions of them, as Telegram does."""
    for entity in content.get("entities", []):
        number = entity.get("url", "").removeprefix(MENTION)
        person = world.known_user(int(number)) if number.isdecimal() else None
        if person is not None:
            entity["type"], entity["user"] = "text_mention", person.as_json()
            del entity["url"]
    return content


def send_message(world: World, params: Json, _: Uploads) -> Json:
    """Send a text."""

    def content() -> Json:
        options = params.get("link_preview_options")
        preview = {"link_preview_options": options} if options else {}
        return _with_mentions(world, text_content(rules.message_text(params), "text", "entities")) | preview

    return _post(world, params, content)


def stored_file(world: World, value: str, uploads: Uploads, largest: int) -> StoredFile:
    """Return the file that a call names by its id or brings as an upload.

    Raises:
        BadRequestError: It is unknown, empty or too big.
    """
    upload = uploads.get(value.removeprefix("attach://")) if value.startswith("attach://") else None
    if upload is None:
        if value not in world.files:
            raise BadRequestError("wrong file identifier/HTTP URL specified")
        return world.files[value]
    if not upload.data:
        raise BadRequestError("file must be non-empty")
    if len(upload.data) > largest:
        raise BadRequestError("file is too big")
    return world.store_file(upload)


def document_json(stored: StoredFile) -> Json:
    """Return the ``Document`` object of a stored file."""
    return {
        "file_id": stored.id,
        "file_unique_id": f"U{stored.id}",
        "file_name": stored.upload.name,
        "mime_type": stored.upload.mime,
        "file_size": stored.listed_size,
    }


def photo_json(stored: StoredFile) -> list[Json]:
    """Return the ``PhotoSize`` objects of a stored picture."""
    width = height = PHOTO_SIDE
    if stored.upload.data.startswith(PNG_HEAD):
        width, height = struct.unpack(">II", stored.upload.data[16:24])
    size = {"width": width, "height": height, "file_size": stored.listed_size}
    return [{"file_id": stored.id, "file_unique_id": f"U{stored.id}", **size}]


def send_document(world: World, params: Json, uploads: Uploads) -> Json:
    """Send a file."""

    def content() -> Json:
        stored = stored_file(world, params["document"], uploads, LARGEST_UPLOAD)
        text = text_content(rules.caption(params), "caption", "caption_entities")
        return {"document": document_json(stored)} | text

    return _post(world, params, content)


def send_photo(world: World, params: Json, uploads: Uploads) -> Json:
    """Send a picture."""

    def content() -> Json:
        stored = stored_file(world, params["photo"], uploads, LARGEST_PHOTO)
        text = text_content(rules.caption(params), "caption", "caption_entities")
        return {"photo": photo_json(stored)} | text

    return _post(world, params, content)


def send_chat_action(world: World, params: Json, _: Uploads) -> bool:
    """Show what the bot is doing."""
    chat = world.find_chat(params["chat_id"])
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise BadRequestError("message thread not found")
    world.notify({"type": "action", "chat": chat.id, "thread": thread, "action": params["action"]})
    return True
