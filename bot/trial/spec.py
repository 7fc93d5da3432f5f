"""The methods of the Bot API that the bot uses, with every parameter that Telegram knows for them.

Written by hand after Bot API 10.0.  A call with any other parameter or type is a fault of the bot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.trial.kinds import (
    BOOLEAN,
    CHAT,
    FILE,
    INTEGER,
    STRING,
    Field,
    Kind,
    array,
    by_field,
    by_tag,
    decode,
    fields_problems,
    may,
    need,
    one_of,
    record,
)

ALLOWED_EMOJI = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥 🌚 🌭 💯 🤣 ⚡ "
    "🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡"
)
REACTIONS = frozenset(ALLOWED_EMOJI.split())
CHAT_ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip
UPDATE_KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost",
)  # fmt: skip
PARSE_MODES = ("HTML", "MarkdownV2", "Markdown")
ENTITY_TYPES = (
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
    "underline",
    "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link",
    "text_mention",
    "custom_emoji", "date_time",
)  # fmt: skip

PARSE_MODE = one_of("parse_mode", *PARSE_MODES)
USER = record(
    "User", id=need(INTEGER), is_bot=need(BOOLEAN), first_name=need(STRING), last_name=may(STRING),
    username=may(STRING), language_code=may(STRING),
)  # fmt: skip
ENTITY = record(
    "MessageEntity", type=need(one_of("type", *ENTITY_TYPES)), offset=need(INTEGER), length=need(INTEGER),
    url=may(STRING), user=may(USER), language=may(STRING), custom_emoji_id=may(STRING),
)  # fmt: skip
LINK_PREVIEW = record(
    "LinkPreviewOptions", is_disabled=may(BOOLEAN), url=may(STRING), prefer_small_media=may(BOOLEAN),
    prefer_large_media=may(BOOLEAN), show_above_text=may(BOOLEAN),
)  # fmt: skip
REPLY = record(
    "ReplyParameters", message_id=need(INTEGER), chat_id=may(CHAT), allow_sending_without_reply=may(BOOLEAN),
    quote=may(STRING), quote_parse_mode=may(PARSE_MODE), quote_entities=may(array(ENTITY)),
    quote_position=may(INTEGER), checklist_task_id=may(INTEGER),
)  # fmt: skip
COPY_TEXT = record("CopyTextButton", text=need(STRING))
INLINE_BUTTON = record(
    "InlineKeyboardButton", text=need(STRING), url=may(STRING), callback_data=may(STRING),
    copy_text=may(COPY_TEXT), switch_inline_query=may(STRING), switch_inline_query_current_chat=may(STRING),
    icon_custom_emoji_id=may(STRING), style=may(one_of("style", "danger", "success", "primary")),
)  # fmt: skip
INLINE_KEYBOARD = record("InlineKeyboardMarkup", inline_keyboard=need(array(array(INLINE_BUTTON))))
KEYBOARD_BUTTON = record("KeyboardButton", text=need(STRING))
MARKUP = by_field(
    "ReplyMarkup",
    {
        "inline_keyboard": INLINE_KEYBOARD,
        "keyboard": record(
            "ReplyKeyboardMarkup", keyboard=need(array(array(KEYBOARD_BUTTON))), is_persistent=may(BOOLEAN),
            resize_keyboard=may(BOOLEAN), one_time_keyboard=may(BOOLEAN), input_field_placeholder=may(STRING),
            selective=may(BOOLEAN),
        ),
        "remove_keyboard": record(
            "ReplyKeyboardRemove", remove_keyboard=need(BOOLEAN), selective=may(BOOLEAN)
        ),
        "force_reply": record(
            "ForceReply", force_reply=need(BOOLEAN), input_field_placeholder=may(STRING),
            selective=may(BOOLEAN)
        ),
    },
)  # fmt: skip
REACTION = by_tag(
    "ReactionType",
    "type",
    {
        "emoji": record("ReactionTypeEmoji", type=need(STRING), emoji=need(STRING)),
        "custom_emoji": record("ReactionTypeCustomEmoji", type=need(STRING), custom_emoji_id=need(STRING)),
        "paid": record("ReactionTypePaid", type=need(STRING)),
    },
)
COMMAND = record("BotCommand", command=need(STRING), description=need(STRING))
_SCOPE = record("BotCommandScope", type=need(STRING))
_CHAT_SCOPE = record("BotCommandScope", type=need(STRING), chat_id=need(CHAT))
_MEMBER_SCOPE = record("BotCommandScope", type=need(STRING), chat_id=need(CHAT), user_id=need(INTEGER))
SCOPE = by_tag(
    "BotCommandScope",
    "type",
    {
        "default": _SCOPE,
        "all_private_chats": _SCOPE,
        "all_group_chats": _SCOPE,
        "all_chat_administrators": _SCOPE,
        "chat": _CHAT_SCOPE,
        "chat_administrators": _CHAT_SCOPE,
        "chat_member": _MEMBER_SCOPE,
    },
)
INPUT_TEXT = record(
    "InputTextMessageContent", message_text=need(STRING), parse_mode=may(PARSE_MODE),
    entities=may(array(ENTITY)), link_preview_options=may(LINK_PREVIEW),
)  # fmt: skip
INLINE_RESULT = by_tag(
    "InlineQueryResult",
    "type",
    {
        "article": record(
            "InlineQueryResultArticle", type=need(STRING), id=need(STRING), title=need(STRING),
            input_message_content=need(INPUT_TEXT), reply_markup=may(INLINE_KEYBOARD), url=may(STRING),
            description=may(STRING), thumbnail_url=may(STRING), thumbnail_width=may(INTEGER),
            thumbnail_height=may(INTEGER),
        ),
    },
)  # fmt: skip
INLINE_ANSWER_BUTTON = record("InlineQueryResultsButton", text=need(STRING), start_parameter=may(STRING))
INPUT_MEDIA = by_tag(
    "InputMedia",
    "type",
    {
        "photo": record(
            "InputMediaPhoto", type=need(STRING), media=need(STRING), caption=may(STRING),
            parse_mode=may(PARSE_MODE), caption_entities=may(array(ENTITY)),
            show_caption_above_media=may(BOOLEAN), has_spoiler=may(BOOLEAN),
        ),
        "document": record(
            "InputMediaDocument", type=need(STRING), media=need(STRING), thumbnail=may(STRING),
            caption=may(STRING), parse_mode=may(PARSE_MODE), caption_entities=may(array(ENTITY)),
            disable_content_type_detection=may(BOOLEAN),
        ),
    },
)  # fmt: skip
ACTION = one_of("action", *CHAT_ACTIONS)
UPDATES = array(one_of("update type", *UPDATE_KINDS))
NAME = may(STRING)
FLAG = may(BOOLEAN)

Fields = Mapping[str, Field]

_SEND: Fields = {
    "business_connection_id": NAME, "chat_id": need(CHAT), "message_thread_id": may(INTEGER),
    "direct_messages_topic_id": may(INTEGER), "parse_mode": may(PARSE_MODE), "disable_notification": FLAG,
    "protect_content": FLAG, "allow_paid_broadcast": FLAG, "message_effect_id": NAME,
    "reply_parameters": may(REPLY), "reply_markup": may(MARKUP),
}  # fmt: skip
_CAPTION: Fields = {"caption": NAME, "caption_entities": may(array(ENTITY))}
_EDITED: Fields = {
    "business_connection_id": NAME, "chat_id": may(CHAT), "message_id": may(INTEGER), "inline_message_id":
    NAME,
    "reply_markup": may(INLINE_KEYBOARD),
}  # fmt: skip
_ONE_MESSAGE: Fields = {"chat_id": need(CHAT), "message_id": need(INTEGER)}
_ONE_CHAT: Fields = {"chat_id": need(CHAT)}
_SCOPED: Fields = {"scope": may(SCOPE), "language_code": NAME}

METHODS: Mapping[str, Fields] = {
    "getMe": {},
    "getUpdates": {
        "offset": may(INTEGER), "limit": may(INTEGER), "timeout": may(INTEGER), "allowed_updates":
        may(UPDATES),
    },
    "sendMessage": {
        **_SEND, "text": need(STRING), "entities": may(array(ENTITY)), "link_preview_options":
        may(LINK_PREVIEW),
    },
    "sendDocument": {
        **_SEND, **_CAPTION, "document": need(FILE), "thumbnail": may(FILE),
        "disable_content_type_detection": FLAG,
    },
    "sendPhoto": {
        **_SEND, **_CAPTION, "photo": need(FILE), "show_caption_above_media": FLAG, "has_spoiler": FLAG,
    },
    "editMessageText": {
        **_EDITED, "text": need(STRING), "parse_mode": may(PARSE_MODE), "entities": may(array(ENTITY)),
        "link_preview_options": may(LINK_PREVIEW),
    },
    "editMessageCaption": {
        **_EDITED, **_CAPTION, "parse_mode": may(PARSE_MODE), "show_caption_above_media": FLAG,
    },
    "editMessageMedia": {**_EDITED, "media": need(INPUT_MEDIA)},
    "editMessageReplyMarkup": _EDITED,
    "deleteMessage": _ONE_MESSAGE,
    "deleteMessages": {"chat_id": need(CHAT), "message_ids": need(array(INTEGER))},
    "setMessageReaction": {**_ONE_MESSAGE, "reaction": may(array(REACTION)), "is_big": FLAG},
    "sendChatAction": {
        "business_connection_id": NAME, "chat_id": need(CHAT), "message_thread_id": may(INTEGER),
        "action": need(ACTION),
    },
    "answerCallbackQuery": {
        "callback_query_id": need(STRING), "text": NAME, "show_alert": FLAG, "url": NAME,
        "cache_time": may(INTEGER),
    },
    "answerInlineQuery": {
        "inline_query_id": need(STRING), "results": need(array(INLINE_RESULT)), "cache_time": may(INTEGER),
        "is_personal": FLAG, "next_offset": NAME, "button": may(INLINE_ANSWER_BUTTON),
    },
    "setMyCommands": {"commands": need(array(COMMAND)), **_SCOPED},
    "deleteMyCommands": _SCOPED,
    "getMyCommands": _SCOPED,
    "setMyDescription": {"description": NAME, "language_code": NAME},
    "setMyShortDescription": {"short_description": NAME, "language_code": NAME},
    "getChat": _ONE_CHAT,
    "getChatMember": {"chat_id": need(CHAT), "user_id": need(INTEGER)},
    "getChatAdministrators": {"chat_id": need(CHAT), "return_bots": FLAG},
    "leaveChat": _ONE_CHAT,
    "pinChatMessage": {
        "business_connection_id": NAME, **_ONE_MESSAGE, "disable_notification": FLAG,
    },
    "unpinChatMessage": {
        "business_connection_id": NAME, "chat_id": need(CHAT), "message_id": may(INTEGER),
    },
    "getFile": {"file_id": need(STRING)},
    "setWebhook": {
        "url": need(STRING), "certificate": may(FILE), "ip_address": NAME, "max_connections": may(INTEGER),
        "allowed_updates": may(UPDATES), "drop_pending_updates": FLAG, "secret_token": NAME,
    },
    "deleteWebhook": {"drop_pending_updates": FLAG},
    "getWebhookInfo": {},
}  # fmt: skip


def decode_call(method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a call with their real types."""
    fields = METHODS[method]
    return {
        name: decode(fields[name].kind, value) if name in fields else value for name, value in values.items()
    }


def call_problems(method: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield every way in which decoded ``values`` do not fit ``method``."""
    yield from fields_problems(values, METHODS[method], method)


__all__ = ["METHODS", "REACTIONS", "Kind", "call_problems", "decode_call"]
