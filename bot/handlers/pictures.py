"""The drawn timeline of a story, as a photo below its message."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from telegram.ext import BaseHandler

from bot.taps import Action, Reaction, Tap
from bot.texts import notice
from bot.tools import Tools
from bot.views.story import DARK, PICTURE


class Pictures:
    """Draws and sends pictures; the screen that asked for one stays as it is."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools

    @staticmethod
    def handlers() -> list[BaseHandler[Any, Any, Any]]:
        """Return the handlers to register: pictures have no command."""
        return []

    def actions(self) -> Mapping[str, Action]:
        """Return what the buttons do."""
        return {PICTURE: self._send}

    async def _send(self, tap: Tap) -> Reaction:
        from summaries.picture import Theme, timeline_png  # noqa: PLC0415 - loads slowly, and few taps need it

        theme = Theme.DARK if DARK in tap.args else Theme.LIGHT
        view = await self._tools.flow.story(tap.number(0), self._tools.now(), tap.chat_pk)
        picture = await asyncio.to_thread(timeline_png, view, theme)
        await tap.message.reply_photo(
            picture, caption=notice("picture", title=view.title), disable_notification=True
        )
        return Reaction()
