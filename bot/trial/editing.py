"""Changing messages: edit, delete, react, pin."""

from __future__ import annotations

from bot.trial import rules
from bot.trial.chats import Chat, Json
from bot.trial.errors import BadRequestError
from bot.trial.posting import (
    LARGEST_PHOTO,
    LARGEST_UPLOAD,
    document_json,
    photo_json,
    stored_file,
    text_content,
)
from bot.trial.world import Uploads, World

MEDIA_FIELDS = {
    "text", "entities", "link_preview_options", "photo", "document", "caption", "caption_entities",
}  # fmt: skip
# A bot may edit its own messages at any age, but delete messages for two days only.
DELETABLE_S = 48 * 3600


def _own_message(world: World, params: Json, verb: str) -> tuple[Chat, Json]:
    if "inline_message_id" in params or not {"chat_id", "message_id"} <= params.keys():
        raise BadRequestError("message identifier is not specified")
    chat = world.find_chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise BadRequestError(f"message to {verb} not found")
    if not world.is_own(message):
        raise BadRequestError("message can't be edited")
    return chat, message


def _edit(world: World, where: tuple[Chat, Json], content: Json, names: set[str], params: Json) -> Json:
    """Replace the fields ``names`` and the keyboard; refuse where nothing changes."""
    chat, message = where
    markup = rules.keyboard(params.get("reply_markup"))
    wanted = content | ({"reply_markup": markup} if markup else {})
    names = names | {"reply_markup"}
    if {name: message[name] for name in names if name in message} == wanted:
        raise BadRequestError(rules.NOT_MODIFIED)
    world.count_post(chat)
    for name in names - wanted.keys():
        message.pop(name, None)
    message |= wanted | {"edit_date": world.timestamp()}
    world.notify({"type": "edit", "chat": chat.id, "message": message})
    return message


def edit_text(world: World, params: Json, _: Uploads) -> Json:
    """Replace a message's text and keyboard."""
    chat, message = _own_message(world, params, "edit")
    if "text" not in message:
        raise BadRequestError("there is no text in the message to edit")
    content = text_content(rules.message_text(params), "text", "entities")
    options = params.get("link_preview_options")
    if options:
        content["link_preview_options"] = options
    return _edit(world, (chat, message), content, {"text", "entities", "link_preview_options"}, params)


def edit_caption(world: World, params: Json, _: Uploads) -> Json:
    """Replace a file's caption and keyboard."""
    chat, message = _own_message(world, params, "edit")
    if "text" in message:
        raise BadRequestError("there is no caption in the message to edit")
    content = text_content(rules.caption(params), "caption", "caption_entities")
    return _edit(world, (chat, message), content, {"caption", "caption_entities"}, params)


def edit_media(world: World, params: Json, uploads: Uploads) -> Json:
    """Replace a message's picture or file, or give a text message one; its text becomes a caption."""
    chat, message = _own_message(world, params, "edit")
    media = params["media"]
    largest = LARGEST_PHOTO if media["type"] == "photo" else LARGEST_UPLOAD
    stored = stored_file(world, media["media"], uploads, largest)
    shown = photo_json(stored) if media["type"] == "photo" else document_json(stored)
    content = {media["type"]: shown} | text_content(rules.caption(media), "caption", "caption_entities")
    return _edit(world, (chat, message), content, MEDIA_FIELDS, params)


def edit_markup(world: World, params: Json, _: Uploads) -> Json:
    """Replace a message's keyboard."""
    chat, message = _own_message(world, params, "edit")
    return _edit(world, (chat, message), {}, set(), params)


def _delete(world: World, chat: Chat, message_id: int) -> None:
    del chat.messages[message_id]
    chat.reactions.pop(message_id, None)
    world.notify({"type": "delete", "chat": chat.id, "message_id": message_id})


def _may_delete(world: World, chat: Chat, message: Json) -> bool:
    if chat.kind != "channel" and world.timestamp() - message["date"] > DELETABLE_S:
        return False
    return world.is_own(message) or chat.kind == "private" or chat.bot_status == "administrator"


def delete_message(world: World, params: Json, _: Uploads) -> bool:
    """Delete one message."""
    chat = world.find_chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise BadRequestError("message to delete not found")
    if not _may_delete(world, chat, message):
        raise BadRequestError("message can't be deleted")
    _delete(world, chat, params["message_id"])
    return True


def delete_messages(world: World, params: Json, _: Uploads) -> bool:
    """Delete those of the messages that can be deleted."""
    chat = world.find_chat(params["chat_id"])
    for message_id in params["message_ids"]:
        if message_id in chat.messages and _may_delete(world, chat, chat.messages[message_id]):
            _delete(world, chat, message_id)
    return True


def react(world: World, params: Json, _: Uploads) -> bool:
    """Set or take back a reaction."""
    chat = world.find_chat(params["chat_id"])
    if params["message_id"] not in chat.messages:
        raise BadRequestError("message to react not found")
    found = rules.reactions(params.get("reaction", []))
    chat.reactions[params["message_id"]] = found
    event = {"type": "reaction", "chat": chat.id, "message_id": params["message_id"]}
    world.notify(event | {"reactions": found})
    return True


def pin(world: World, params: Json, _: Uploads) -> bool:
    """Pin a message."""
    chat = world.find_chat(params["chat_id"])
    if params["message_id"] not in chat.messages:
        raise BadRequestError("message to pin not found")
    if chat.kind != "private" and chat.bot_status != "administrator":
        raise BadRequestError("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(params["message_id"])
    return True


def unpin(world: World, params: Json, _: Uploads) -> bool:
    """Unpin a message, the newest pinned one if none is named."""
    chat = world.find_chat(params["chat_id"])
    wanted = params.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise BadRequestError("message to unpin not found")
    chat.pinned.remove(wanted)
    return True
