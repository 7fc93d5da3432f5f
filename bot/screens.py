"""A screen: text and buttons that are sent as a message, or put in place of what a message shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.buttons import Rows
from bot.parts import split
from bot.replies import reply
from bot.sending import send_surely
from bot.texts import phrase


@dataclass(frozen=True, slots=True)
class Screen:
    """What one message shows: Telegram HTML within the limits of a message, and rows of buttons."""

    text: str
    rows: Rows = ()

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram takes them."""
        return InlineKeyboardMarkup(self.rows) if self.rows else None


def paged(blocks: Iterable[str], page: int, turn: Callable[[str, int], InlineKeyboardButton]) -> Screen:
    """Return one page of a text that may need several messages, with buttons that turn the pages.

    Args:
        blocks: balanced pieces of Telegram HTML.
        page: which page to show, from 0; one that does not exist gives the nearest.
        turn: makes the button with a label that leads to a page.
    """
    texts = split(list(blocks))
    page = min(max(page, 0), len(texts) - 1)
    return Screen(texts[page], turning(page, len(texts), turn))


def turning(page: int, pages: int, turn: Callable[[str, int], InlineKeyboardButton]) -> Rows:
    """Return the row of buttons that turns pages; nothing where there is only one."""
    if pages < 2:  # noqa: PLR2004
        return ()
    row = []
    if page > 0:
        row.append(turn(phrase("labels", "back_page", number=page), page - 1))
    if page < pages - 1:
        row.append(turn(phrase("labels", "next_page", number=page + 2, total=pages), page + 1))
    return (tuple(row),)


def turning_open(page: int, more: bool, turn: Callable[[str, int], InlineKeyboardButton]) -> Rows:
    """Return the row that turns the pages of a list whose length nobody counted."""
    row = []
    if page > 0:
        row.append(turn(phrase("labels", "back_page", number=page), page - 1))
    if more:
        row.append(turn(phrase("labels", "more_page", number=page + 2), page + 1))
    return (tuple(row),) if row else ()


async def show(message: Message, screen: Screen) -> Message | None:
    """Send a screen as an answer to a message."""
    return await reply(message, screen.text, screen.markup)


async def put(message: Message, screen: Screen) -> None:
    """Put a screen in place of what a message of the bot shows.

    Raises:
        TelegramError: the message cannot be changed.
    """
    try:
        await send_surely(message.edit_text, screen.text, reply_markup=screen.markup)
    except BadRequest as error:
        if "not modified" not in error.message:
            raise
