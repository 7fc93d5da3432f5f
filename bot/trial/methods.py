"""What each method of the Bot API does to the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.trial import editing, inline, posting, rules
from bot.trial.chats import Json, User
from bot.trial.errors import BadRequestError
from bot.trial.world import Uploads, World

Handler = Callable[[World, Json, Uploads], Any]

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120


def _get_me(world: World, _: Json, __: Uploads) -> Json:
    groups = {"can_join_groups": True, "can_read_all_group_messages": world.reads_all}
    return world.bot.as_json() | groups | {"supports_inline_queries": world.inline}


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
    "sendMessage": posting.send_message,
    "sendDocument": posting.send_document,
    "sendPhoto": posting.send_photo,
    "sendChatAction": posting.send_chat_action,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "setMessageReaction": editing.react,
    "pinChatMessage": editing.pin,
    "unpinChatMessage": editing.unpin,
    "answerCallbackQuery": _answer_query,
    "answerInlineQuery": inline.answer_inline_query,
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
