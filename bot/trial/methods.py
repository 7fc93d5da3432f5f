"""What each method of the Bot API does to the world."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Any

from bot.trial import rules
from bot.trial.chats import Chat, Json, StoredFile, Upload, User
from bot.trial.errors import BadRequestError
from bot.trial.richtext import RichText
from bot.trial.world import World

Uploads = Mapping[str, Upload]
Handler = Callable[[World, Json, Uploads], Any]

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PHOTO_SIDE = 90  # pixels; for photos whose header is not read


def _get_me(world: World, _: Json, __: Uploads) -> Json:
    groups = {"can_join_groups": True, "can_read_all_group_messages": world.reads_all}
    return world.bot.as_json() | groups | {"supports_inline_queries": False}


# Sending


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
    return world.add_message(chat, body, params.get("message_thread_id"))


def _text_content(found: RichText, text_name: str, entities_name: str) -> Json:
    content: Json = {text_name: found.text} if found.text else {}
    if found.entities:
        content[entities_name] = [entity.as_json() for entity in found.entities]
    return content


def _send_message(world: World, params: Json, _: Uploads) -> Json:
    def content() -> Json:
        options = params.get("link_preview_options")
        preview = {"link_preview_options": options} if options else {}
        return _text_content(rules.message_text(params), "text", "entities") | preview

    return _post(world, params, content)


def _file_of(world: World, params: Json, name: str, uploads: Uploads, largest: int) -> StoredFile:
    value = params[name]
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


def _send_document(world: World, params: Json, uploads: Uploads) -> Json:
    def content() -> Json:
        stored = _file_of(world, params, "document", uploads, LARGEST_UPLOAD)
        text = _text_content(rules.caption(params), "caption", "caption_entities")
        return {"document": document_json(stored)} | text

    return _post(world, params, content)


def _send_photo(world: World, params: Json, uploads: Uploads) -> Json:
    def content() -> Json:
        stored = _file_of(world, params, "photo", uploads, LARGEST_PHOTO)
        text = _text_content(rules.caption(params), "caption", "caption_entities")
        return {"photo": photo_json(stored)} | text

    return _post(world, params, content)


def _send_chat_action(world: World, params: Json, _: Uploads) -> bool:
    chat = world.find_chat(params["chat_id"])
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise BadRequestError("message thread not found")
    world.notify({"type": "action", "chat": chat.id, "thread": thread, "action": params["action"]})
    return True


# Editing


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


def _edit_text(world: World, params: Json, _: Uploads) -> Json:
    chat, message = _own_message(world, params, "edit")
    if "text" not in message:
        raise BadRequestError("there is no text in the message to edit")
    content = _text_content(rules.message_text(params), "text", "entities")
    options = params.get("link_preview_options")
    if options:
        content["link_preview_options"] = options
    return _edit(world, (chat, message), content, {"text", "entities", "link_preview_options"}, params)


def _edit_caption(world: World, params: Json, _: Uploads) -> Json:
    chat, message = _own_message(world, params, "edit")
    if "text" in message:
        raise BadRequestError("there is no caption in the message to edit")
    content = _text_content(rules.caption(params), "caption", "caption_entities")
    return _edit(world, (chat, message), content, {"caption", "caption_entities"}, params)


def _edit_markup(world: World, params: Json, _: Uploads) -> Json:
    chat, message = _own_message(world, params, "edit")
    return _edit(world, (chat, message), {}, set(), params)


def _delete(world: World, chat: Chat, message_id: int) -> None:
    del chat.messages[message_id]
    chat.reactions.pop(message_id, None)
    world.notify({"type": "delete", "chat": chat.id, "message_id": message_id})


def _may_delete(world: World, chat: Chat, message: Json) -> bool:
    return world.is_own(message) or chat.kind == "private" or chat.bot_status == "administrator"


def _delete_message(world: World, params: Json, _: Uploads) -> bool:
    chat = world.find_chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise BadRequestError("message to delete not found")
    if not _may_delete(world, chat, message):
        raise BadRequestError("message can't be deleted")
    _delete(world, chat, params["message_id"])
    return True


def _delete_messages(world: World, params: Json, _: Uploads) -> bool:
    chat = world.find_chat(params["chat_id"])
    for message_id in params["message_ids"]:
        if message_id in chat.messages and _may_delete(world, chat, chat.messages[message_id]):
            _delete(world, chat, message_id)
    return True


def _react(world: World, params: Json, _: Uploads) -> bool:
    chat = world.find_chat(params["chat_id"])
    if params["message_id"] not in chat.messages:
        raise BadRequestError("message to react not found")
    found = rules.reactions(params.get("reaction", []))
    chat.reactions[params["message_id"]] = found
    event = {"type": "reaction", "chat": chat.id, "message_id": params["message_id"]}
    world.notify(event | {"reactions": found})
    return True


def _pin(world: World, params: Json, _: Uploads) -> bool:
    chat = world.find_chat(params["chat_id"])
    if params["message_id"] not in chat.messages:
        raise BadRequestError("message to pin not found")
    if chat.kind != "private" and chat.bot_status != "administrator":
        raise BadRequestError("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(params["message_id"])
    return True


def _unpin(world: World, params: Json, _: Uploads) -> bool:
    chat = world.find_chat(params["chat_id"])
    wanted = params.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise BadRequestError("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


# Queries, commands, descriptions


def _answer_query(world: World, params: Json, _: Uploads) -> bool:
    query = world.open_queries.pop(params["callback_query_id"], None)
    if query is None:
        text = "query is too old and response timeout expired or query ID is invalid"
        raise BadRequestError(text)
    if len(params.get("text", "")) > rules.LONGEST_QUERY_ANSWER:
        raise BadRequestError("MESSAGE_TOO_LONG")
    world.query_answers.append(params)
    chat = query["message"]["chat"]["id"]
    shown: Json = {name: params[name] for name in ("text", "show_alert") if name in params}
    world.notify({"type": "query_answer", "chat": chat, "query": query["id"], **shown})
    return True


def _set_commands(world: World, params: Json, _: Uploads) -> bool:
    world.commands[rules.scope_key(params)] = rules.commands(params["commands"])
    world.notify({"type": "commands"})
    return True


def _delete_commands(world: World, params: Json, _: Uploads) -> bool:
    world.commands.pop(rules.scope_key(params), None)
    world.notify({"type": "commands"})
    return True


def _get_commands(world: World, params: Json, _: Uploads) -> list[Json]:
    return world.commands.get(rules.scope_key(params), [])


def _describe(name: str, longest: int) -> Handler:
    def handler(world: World, params: Json, _: Uploads) -> bool:
        text = params.get(name, "")
        if len(text) > longest:
            raise BadRequestError("BOT_DESCRIPTION_TOO_LONG")
        world.descriptions[name, params.get("language_code", "")] = text
        return True

    return handler


# Chats and members


def _get_chat(world: World, params: Json, _: Uploads) -> Json:
    chat = world.find_chat(params["chat_id"])
    limits = {"accent_color_id": 0, "max_reaction_count": 11}
    gifts = {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
    return chat.as_json() | limits | {"accepted_gift_types": gifts}


_BOT_RIGHTS = dict.fromkeys(
    (
        "can_be_edited", "is_anonymous", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_invite_users", "can_post_stories", "can_edit_stories",
        "can_delete_stories",
    ),
    False,
) | {"can_manage_chat": True, "can_delete_messages": True, "can_change_info": False}  # fmt: skip


def member_json(user: User, status: str) -> Json:
    """Return the ``ChatMember`` object of a status."""
    found: Json = {"status": status, "user": user.as_json()}
    if status == "administrator":
        return found | _BOT_RIGHTS
    if status == "creator":
        return found | {"is_anonymous": False}
    return found | ({"until_date": 0} if status == "kicked" else {})


def _get_member(world: World, params: Json, _: Uploads) -> Json:
    chat = world.find_chat(params["chat_id"])
    user = world.known_user(params["user_id"])
    if user is None:
        raise BadRequestError("PARTICIPANT_ID_INVALID")
    if chat.kind == "channel" and chat.bot_status != "administrator":
        raise BadRequestError("member list is inaccessible")
    if user == world.bot:
        return member_json(user, chat.bot_status)
    return member_json(user, chat.statuses.get(user.id, "left"))


def _get_administrators(world: World, params: Json, _: Uploads) -> list[Json]:
    chat = world.find_chat(params["chat_id"])
    if chat.kind == "private":
        raise BadRequestError("there are no administrators in the private chat")
    leading = [(i, s) for i, s in chat.statuses.items() if s in {"creator", "administrator"}]
    found = [member_json(world.users[user_id], status) for user_id, status in leading]
    own = [member_json(world.bot, chat.bot_status)] if chat.bot_status == "administrator" else []
    return found + own


def _leave(world: World, params: Json, _: Uploads) -> bool:
    chat = world.find_chat(params["chat_id"])
    if chat.kind == "private":
        raise BadRequestError("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


# Files and web hooks


def _get_file(world: World, params: Json, _: Uploads) -> Json:
    stored = world.files.get(params["file_id"])
    if stored is None:
        raise BadRequestError("invalid file_id")
    if stored.listed_size > LARGEST_DOWNLOAD:
        raise BadRequestError("file is too big")
    known = {"file_id": stored.id, "file_unique_id": f"U{stored.id}"}
    return known | {"file_size": stored.listed_size, "file_path": stored.path}


def _set_webhook(world: World, params: Json, _: Uploads) -> bool:
    if params["url"] and not params["url"].startswith("https://"):
        raise BadRequestError("bad webhook: An HTTPS URL must be provided for webhook")
    if params.get("drop_pending_updates"):
        world.updates.clear()
    world.updates.webhook_url = params["url"]
    return True


def _delete_webhook(world: World, params: Json, uploads: Uploads) -> bool:
    return _set_webhook(world, {**params, "url": ""}, uploads)


def _webhook_info(world: World, _: Json, __: Uploads) -> Json:
    waiting = len(world.updates.pending)
    url = world.updates.webhook_url
    return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}


HANDLERS: Mapping[str, Handler] = {
    "getMe": _get_me,
    "sendMessage": _send_message,
    "sendDocument": _send_document,
    "sendPhoto": _send_photo,
    "sendChatAction": _send_chat_action,
    "editMessageText": _edit_text,
    "editMessageCaption": _edit_caption,
    "editMessageReplyMarkup": _edit_markup,
    "deleteMessage": _delete_message,
    "deleteMessages": _delete_messages,
    "setMessageReaction": _react,
    "pinChatMessage": _pin,
    "unpinChatMessage": _unpin,
    "answerCallbackQuery": _answer_query,
    "setMyCommands": _set_commands,
    "deleteMyCommands": _delete_commands,
    "getMyCommands": _get_commands,
    "setMyDescription": _describe("description", LONGEST_DESCRIPTION),
    "setMyShortDescription": _describe("short_description", LONGEST_SHORT_DESCRIPTION),
    "getChat": _get_chat,
    "getChatMember": _get_member,
    "getChatAdministrators": _get_administrators,
    "leaveChat": _leave,
    "getFile": _get_file,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _webhook_info,
}
