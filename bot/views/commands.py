"""Buttons that give commands, or ask for the words that a command needs."""

from __future__ import annotations

from telegram import InlineKeyboardButton

from bot.buttons import Rows, button, grid
from bot.texts import phrase

COMMAND, ASK = "cmd", "ask"
GREETING = ("digest", "status", "hilfe")
# What can be done without words, in the order of the overview; in private and in channels there are no roles.
EVERYWHERE = (
    "digest", "status", "storys", "suche", "quellen", "feeds", "plan", "folgen", "stumm", "export",
    "antworten", "loeschen", "datenschutz",
)  # fmt: skip
_ASKS = frozenset({"suche"})


def command_button(name: str) -> InlineKeyboardButton:
    """Return the button that gives a command, or asks for its words where it is nothing without."""
    return button(phrase("menu", f"button_{name}"), ASK if name in _ASKS else COMMAND, name)


def ask_button(name: str) -> InlineKeyboardButton:
    """Return the button that asks for the words of a command."""
    return button(phrase("labels", f"ask_{name}"), ASK, name)


def command_rows(kind: str) -> Rows:
    """Return a button for each command that a kind of chat has."""
    names = (*EVERYWHERE, "rolle") if kind == "group" else EVERYWHERE
    shown = [name for name in names if kind != "channel" or name not in _ASKS]
    return grid([command_button(name) for name in shown], 2)
