"""/antworten: whether a chat wants a message about what was stored, or a reaction only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.ext import BaseHandler

from bot.asking import Desk, Question
from bot.buttons import button
from bot.screens import Screen
from bot.taps import Action, Reaction, Tap
from bot.texts import notice, phrase
from bot.tools import Tools
from storage import chats
from storage.tables import Role

VERB = "answers"
_CHOICES = {"full": False, "reactions": True}


class Answering:
    """Shows and sets how a chat is answered."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register."""
        return [Desk(self._tools).command("antworten", self._show)]

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {VERB: self._choose}

    @staticmethod
    async def _show(question: Question) -> Screen:
        return _screen(question.chat.reactions_only)

    async def _choose(self, tap: Tap) -> Reaction:
        """Set what a tapped button names, if whoever tapped it may."""
        wanted = _CHOICES[tap.text(0)]
        await self._tools.rights.need(tap.chat, tap.person, Role.ADMIN)
        await self._tools.do.write_surely(
            lambda session: chats.set_reactions_only(session, tap.chat_pk, wanted)
        )
        return Reaction(_screen(wanted))


def _screen(reactions: bool) -> Screen:
    """Return what holds and the two choices; a mark stands at the one that holds."""
    row = tuple(
        button(phrase("menu", f"answers_{name}", chosen=wanted is reactions), VERB, name)
        for name, wanted in _CHOICES.items()
    )
    return Screen(notice("answers", reactions=reactions), (row,))
