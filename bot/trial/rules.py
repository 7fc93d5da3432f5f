"""Telegram's rules for what a message may hold; each refusal has Telegram's wording."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from bot.trial.autolinks import found_entities
from bot.trial.chats import Json
from bot.trial.entities import Entity, RichText, tidy, utf16_length
from bot.trial.errors import BadRequestError
from bot.trial.richtext import parse_html
from bot.trial.spec import REACTIONS

# Telegram documents "characters"; the stand-in counts UTF-16 units, the stricter of two readings.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
MOST_BUTTONS = 100
MOST_BUTTONS_PER_ROW = 8
LONGEST_CALLBACK_DATA = 64
LONGEST_QUERY_ANSWER = 200
MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_COPY_TEXT = 256
COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def rich_text(params: Json, text_name: str, entities_name: str) -> RichText:
    """Return a call's text after its markup was read.

    Raises:
        BadRequestError: Markup that Telegram refuses.
    """
    text = params.get(text_name, "")
    mode = params.get("parse_mode")
    if mode == "HTML":
        parsed = parse_html(text)
    elif mode:
        raise BadRequestError(f"parse_mode {mode} is not part of the stand-in")
    else:
        given = (_given_entity(entity) for entity in params.get(entities_name, []))
        parsed = tidy(text, tuple(given))
    return RichText(parsed.text, found_entities(parsed.text, parsed.entities)[:MOST_ENTITIES])


def _given_entity(entity: Json) -> Entity:
    argument = entity.get("url") or entity.get("language") or entity.get("custom_emoji_id") or ""
    return Entity(entity["type"], entity["offset"], entity["length"], argument)


def message_text(params: Json) -> RichText:
    """Return the text of a message.

    Raises:
        BadRequestError: It is empty, too long or has broken markup.
    """
    if not params["text"]:
        raise BadRequestError("message text is empty")
    found = rich_text(params, "text", "entities")
    if not found.text:
        raise BadRequestError("text must be non-empty")
    if utf16_length(found.text) > LONGEST_TEXT:
        raise BadRequestError("message is too long")
    return found


def caption(params: Json) -> RichText:
    """Return the caption of a file, which may be empty.

    Raises:
        BadRequestError: It is too long or has broken markup.
    """
    found = rich_text(params, "caption", "caption_entities")
    if utf16_length(found.text) > LONGEST_CAPTION:
        raise BadRequestError("message caption is too long")
    return found


def keyboard(markup: Json | None) -> Json | None:
    """Return the inline keyboard as Telegram stores it; nothing for an empty or another one.

    Raises:
        BadRequestError: A button or the number of buttons is not allowed.
    """
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise BadRequestError("reply markup is too long")
    if any(len(row) > MOST_BUTTONS_PER_ROW for row in rows):
        raise BadRequestError("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Json) -> None:
    actions = button.keys() & {"url", "callback_data", "copy_text", "switch_inline_query"}
    if not button["text"].strip():
        raise BadRequestError("can't parse inline keyboard button: button text must be non-empty")
    if not actions:
        text = "Text buttons are unallowed in the inline keyboard"
        raise BadRequestError(f"can't parse inline keyboard button: {text}")
    if len(actions) > 1:
        raise BadRequestError("can't parse inline keyboard button: exactly one action is allowed")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= LONGEST_CALLBACK_DATA:
        raise BadRequestError("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= LONGEST_COPY_TEXT:
        raise BadRequestError("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        _check_button_url(button["url"])


def _check_button_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "tg"} or not parts.netloc:
        raise BadRequestError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme != "tg" and "." not in parts.netloc:
        raise BadRequestError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def reactions(given: list[Json]) -> list[Json]:
    """Return the reactions of a call; a bot may set one per message.

    Raises:
        BadRequestError: More than one, or one that bots cannot set.
    """
    if len(given) > 1:
        raise BadRequestError("REACTIONS_TOO_MANY")
    for reaction in given:
        if reaction["type"] != "emoji" or reaction["emoji"] not in REACTIONS:
            raise BadRequestError("REACTION_INVALID")
    return given


def commands(given: list[Json]) -> list[Json]:
    """Return the command list of a call.

    Raises:
        BadRequestError: Too many, or a name or description that Telegram refuses.
    """
    if len(given) > MOST_COMMANDS:
        raise BadRequestError("BOT_COMMANDS_TOO_MUCH")
    for command in given:
        if not COMMAND_NAME.fullmatch(command["command"].removeprefix("/")):
            raise BadRequestError("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= LONGEST_COMMAND_DESCRIPTION:
            raise BadRequestError("BOT_COMMAND_DESCRIPTION_INVALID")
    return given


def scope_key(params: Json) -> tuple[str, str]:
    """Return the key under which a command list is kept: scope and language."""
    scope = params.get("scope", {"type": "default"})
    return json.dumps(scope, sort_keys=True), params.get("language_code", "")
