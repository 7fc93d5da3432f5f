"""A world with a person in it, and a real application that echoes."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.trial.inbound import Inbound
from bot.trial.request import TrialRequest
from bot.trial.world import World

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "no Chromium here: install Debian's package 'chromium'"
NOW = datetime(2026, 5, 4, 9, 12, tzinfo=UTC)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly that the page was not tested, also in quiet mode."""
    if any(NO_CHROMIUM in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(f"The chat page was not tested: {NO_CHROMIUM}", yellow=True)


async def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - any state of the world may be waited for
            await asyncio.sleep(0.005)


def unknown_fields(thing: object) -> Iterator[str]:
    """Yield what python-telegram-bot could not read in an object, at any depth."""
    if not isinstance(thing, TelegramObject):
        return
    yield from thing.api_kwargs
    for name in thing.__slots__:
        value = getattr(thing, name, None)
        for each in value if isinstance(value, (tuple, list)) else [value]:
            yield from unknown_fields(each)


@pytest.fixture
def world() -> Iterator[World]:
    made = World(clock=lambda: NOW)
    yield made
    made.check()


@pytest.fixture
def people(world: World) -> Inbound:
    return Inbound(world)


async def start(update: Update, context: Any) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Warum?", callback_data="why:1")]])
    await update.effective_message.reply_html("<b>Willkommen</b> im Echo", reply_markup=keyboard)


async def tapped(update: Update, context: Any) -> None:
    await update.callback_query.answer("Gut getippt")
    await update.callback_query.edit_message_text("Weil <i>Echo</i>.", parse_mode="HTML")


async def echo(update: Update, context: Any) -> None:
    message = update.effective_message
    await message.set_reaction("👀")
    await context.bot.send_chat_action(update.effective_chat.id, "typing")
    if message.document:
        file = await message.document.get_file()
        text = bytes(await file.download_as_bytearray()).decode()
    else:
        text = message.text or message.caption or "?"
    answer = await context.bot.send_message(
        update.effective_chat.id,
        "…",
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
    )
    await answer.edit_text(f"Echo: {text[:100]}")


def with_handlers(application: Application) -> Application:
    everything = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    application.add_handler(CommandHandler("start", start, filters=everything))
    application.add_handler(CallbackQueryHandler(tapped))
    application.add_handler(MessageHandler(everything, echo))
    return application


def in_process(world: World) -> Application:
    builder = ApplicationBuilder().token(world.token)
    return with_handlers(
        builder.request(TrialRequest(world)).get_updates_request(TrialRequest(world)).job_queue(None).build()
    )


@pytest.fixture
async def echo_bot(world: World) -> AsyncIterator[Application]:
    application = in_process(world)
    async with application:
        await application.updater.start_polling(poll_interval=0, timeout=5)
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()
