"""All rooms of the bot: each has its commands and its buttons."""

from __future__ import annotations

from bot.handlers.answering import Answering
from bot.handlers.asked import Asked
from bot.handlers.commands import Commands
from bot.handlers.correcting import Correcting
from bot.handlers.deleting import Deleting
from bot.handlers.digests import Digests
from bot.handlers.exporting import Exporting
from bot.handlers.feeding import Feeds
from bot.handlers.following import Following
from bot.handlers.inline import Inline
from bot.handlers.people import People
from bot.handlers.pictures import Pictures
from bot.handlers.plan import Planning
from bot.handlers.searching import Searching
from bot.handlers.sources import Sources
from bot.handlers.standing import Standing
from bot.handlers.stories import Stories
from bot.taps import Room
from bot.tools import Tools


def rooms_of(tools: Tools) -> list[Room]:
    """Return the rooms; no two of them have a command or a button in common."""
    return [
        Asked(tools),
        Commands(tools),
        Standing(tools),
        Digests(tools),
        Stories(tools),
        Correcting(tools),
        Searching(tools),
        Sources(tools),
        Following(tools),
        Feeds(tools),
        People(tools),
        Planning(tools),
        Answering(tools),
        Inline(tools),
        Exporting(tools),
        Deleting(tools),
        Pictures(tools),
    ]
