"""Everything that must be right for a bot to work, looked at one by one; each finding says what to do."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from telegram import Bot, Chat, ChatFullInfo, ChatMember, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.analysis import Workbench
from bot.app import server_of
from bot.commands.output import say
from config import ConfigError, Settings
from config.settings import exposed_secrets
from storage import Database, InstanceLock, StorageError
from storage.schema import check

# A year of a busy team is some hundred megabytes; copies and the journal want as much again.
_ENOUGH_BYTES = 500 * 1024 * 1024
_API, _API_FILES = "https://api.telegram.org/bot", "https://api.telegram.org/file/bot"
# Versions in which two connections cannot spoil a database in WAL mode (sqlite.org/wal.html).
_SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: fine, to be thought about, or wrong, and a sentence that says what to do."""

    FINE: ClassVar[int] = 0
    DOUBTFUL: ClassVar[int] = 1
    WRONG: ClassVar[int] = 2
    MARKS: ClassVar[tuple[str, ...]] = ("✓", "!", "✗")

    grade: int
    text: str


def examine_all(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield all findings, quick ones first."""
    yield _zone(settings, now)
    yield from _secrets()
    yield from _folder(settings.data_dir)
    yield _sqlite()
    yield _store(settings)
    yield _instance(settings)
    yield _model(settings)
    yield from asyncio.run(_collected(settings))


async def _collected(settings: Settings) -> list[Finding]:
    if settings.telegram_token is None:
        return [_doubtful("no_token")]
    requests = HTTPXRequest(), HTTPXRequest()
    calls, files = server_of(settings) or (_API, _API_FILES)
    bot = Bot(
        settings.telegram_token.get_secret_value(),
        base_url=calls,
        base_file_url=files,
        request=requests[0],
        get_updates_request=requests[1],
    )
    try:
        return [finding async for finding in _telegram(bot, settings)]
    finally:
        for request in requests:  # the library leaves them open where a token is refused
            await request.shutdown()


def _zone(settings: Settings, now: datetime) -> Finding:
    return _fine("zone", name=settings.timezone, now=now.astimezone(settings.zone).strftime("%H:%M"))


def _secrets() -> Iterator[Finding]:
    for path in exposed_secrets():
        yield _doubtful("exposed", path=str(path))


def _folder(folder: Path) -> Iterator[Finding]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        yield _wrong("folder_closed", path=str(folder), reason=error.strerror or "")
        return
    grade = _fine if free >= _ENOUGH_BYTES else _doubtful
    yield grade("disk" if free >= _ENOUGH_BYTES else "disk_low", path=str(folder), free=free // 1024**2)


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version_info
    safe = any(
        version >= known and (known == _SAFE_SQLITE[0] or version[:2] == known[:2]) for known in _SAFE_SQLITE
    )
    return _fine("sqlite" if safe else "sqlite_old", version=sqlite3.sqlite_version)


def _store(settings: Settings) -> Finding:
    if isinstance(settings.database, Path) and not settings.database.exists():
        return _doubtful("no_store_yet", path=str(settings.database))
    database = Database(settings.database)
    try:
        check(database)
    except StorageError as error:
        return _wrong("store_wrong", problem=error.problem.value, detail=error.detail)
    finally:
        database.close()
    return _fine("store")


def _instance(settings: Settings) -> Finding:
    try:
        with InstanceLock(settings.data_dir):
            return _fine("not_running")
    except StorageError:
        return _fine("running")


def _model(settings: Settings) -> Finding:
    try:
        Workbench(settings.language_model).warm_up()
    except ConfigError as error:
        return _wrong("model_wrong", reason=" ".join(error.problems))
    return _fine("model", name=settings.language_model or "lagebild")


async def _telegram(bot: Bot, settings: Settings) -> AsyncIterator[Finding]:
    try:
        await bot.initialize()
        me, hook = await bot.get_me(), await bot.get_webhook_info()
    except InvalidToken:
        yield _wrong("token_wrong")
        return
    except TelegramError as error:
        yield _wrong("not_reached", reason=type(error).__name__)
        return
    yield _fine("token", name=me.username or me.first_name)
    if hook.url:
        yield _wrong("webhook")
    yield _fine("reads_all") if me.can_read_all_group_messages else _doubtful("privacy")
    async for finding in _places(bot, me, settings):
        yield finding


async def _places(bot: Bot, me: User, settings: Settings) -> AsyncIterator[Finding]:
    if not settings.allowed_chats and not settings.admins:
        yield _wrong("nobody")
    for number in settings.allowed_chats:
        yield await _chat(bot, me, number)
    for number in settings.admins:
        try:
            await bot.get_chat(number)
        except TelegramError:
            yield _doubtful("admin_unknown", number=str(number))


async def _chat(bot: Bot, me: User, number: int) -> Finding:
    try:
        chat = await bot.get_chat(number)
    except TelegramError:
        return _wrong("chat_unknown", number=str(number))
    if chat.type == ChatType.PRIVATE:
        return _fine("chat", title=_title(chat))
    member = await _own_place(bot, me, number)
    admin = member is not None and member.status == ChatMemberStatus.ADMINISTRATOR
    if chat.type == ChatType.CHANNEL:
        may = admin and getattr(member, "can_post_messages", False)
        return _fine("chat", title=_title(chat)) if may else _wrong("channel_closed", title=_title(chat))
    if member is None or member.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
        return _wrong("chat_unknown", number=str(number))
    if not admin and not me.can_read_all_group_messages:
        return _doubtful("group_blind", title=_title(chat))
    return _fine("chat", title=_title(chat))


async def _own_place(bot: Bot, me: User, number: int) -> ChatMember | None:
    try:
        return await bot.get_chat_member(number, me.id)
    except TelegramError:  # in a channel only administrators may ask
        return None


def _title(chat: ChatFullInfo | Chat) -> str:
    return chat.effective_name or str(chat.id)


def _fine(text: str, /, **values: Any) -> Finding:
    return Finding(Finding.FINE, say(f"doctor_{text}", **values))


def _doubtful(text: str, /, **values: Any) -> Finding:
    return Finding(Finding.DOUBTFUL, say(f"doctor_{text}", **values))


def _wrong(text: str, /, **values: Any) -> Finding:
    return Finding(Finding.WRONG, say(f"doctor_{text}", **values))
