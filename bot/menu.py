"""The menu of commands that clients offer, for each kind of chat, in German and for all other languages."""

from __future__ import annotations

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.texts import phrase

_log = structlog.get_logger(__name__)

READING = ("digest", "storys", "suche", "quellen")
KEEPING = ("status", "plan", "folgen", "stumm", "feeds", "antworten")
HELPING = ("export", "loeschen", "datenschutz", "hilfe")
# Members of a group are offered what they may do there; its administrators everything.
MENUS: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), (*READING, *KEEPING, *HELPING)),
    (BotCommandScopeAllGroupChats(), (*READING, "status", "folgen", "stumm", *HELPING)),
    (BotCommandScopeAllChatAdministrators(), (*READING, *KEEPING, "umbenennen", "rolle", *HELPING)),
)


async def set_menu(bot: Bot) -> None:
    """Tell Telegram the commands; a failure is only noted."""
    try:
        for scope, names in MENUS:
            commands = [BotCommand(name, phrase("menu", name)) for name in names]
            await bot.set_my_commands(commands, scope)
            await bot.set_my_commands(commands, scope, "de")
    except TelegramError as error:
        _log.warning("menu_not_set", error=type(error).__name__)
