"""The bot in motion: start in the right order, watch over polling, stop within seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater

from bot.answers import Answers, left_open
from bot.background import Background
from bot.commands.health import HEARTBEAT
from bot.delivery import Outbox
from bot.door import Doorkeeper
from bot.housekeeping import Housekeeping
from bot.inbox import DurableApplication, DurableQueue, Left
from bot.menu import set_menu
from bot.plans import Ticker
from bot.polling import ALLOWED_UPDATES, Pulse
from bot.texts import notice
from bot.tools import Tools
from bot.work import Worker
from config.delivery import (
    CONFLICT_PATIENCE,
    HEARTBEAT_EVERY,
    LONG_POLL,
    POLL_STALE,
    STOP_SECONDS,
    SUSPECT_RESTS,
    TELEGRAM_MEMORY,
)
from storage import StorageError, state
from storage.tables import Inbox

_log = structlog.get_logger(__name__)

LAST_POLL = "last_poll"
_WATCH_SECONDS = 1.0
_JUMP = timedelta(seconds=30)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0


class Ending(Enum):
    """Why the bot stopped; the values are exit codes."""

    ASKED = 0
    TOKEN = 3
    CONFLICT = 4
    STUCK = 5


@dataclass(slots=True)
class Lagebild:
    """All parts of one running bot."""

    application: DurableApplication
    queue: DurableQueue
    tools: Tools
    answers: Answers
    outbox: Outbox
    pulse: Pulse
    background: Background
    door: Doorkeeper | None = None
    ticker: Ticker | None = None
    housekeeping: Housekeeping | None = None
    _loops: list[asyncio.Task[Any]] = field(default_factory=list)

    @property
    def worker(self) -> Worker:
        """Who works on submissions."""
        return self.tools.worker

    def now(self) -> datetime:
        """Return the present moment."""
        return self.tools.now()

    async def start(self) -> None:
        """Reach Telegram, take up what an earlier process left, then let new updates in.

        Raises:
            telegram.error.InvalidToken: the token is wrong.
            StorageError: the store cannot be used.
        """
        await self._keep_trying(self.application.initialize)
        await set_menu(self.application.bot)
        left = await self._take_up()
        await self.application.start()
        if self.application.updater is not None:
            await self._let_in(self.application.updater)
        self.pulse.finished = self.now()
        self._loops = [asyncio.create_task(loop) for loop in self._endless()]
        self._loops.append(asyncio.create_task(self._take_up_late(left.suspects)))

    async def _let_in(self, updater: Updater) -> None:
        """Begin to take updates: at the door if there is one, else by asking for them."""
        if self.door is not None:
            self.door.open()
            await self._keep_trying(self._name_door)
            return
        await updater.start_polling(
            timeout=LONG_POLL,
            bootstrap_retries=-1,
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
            error_callback=_note_poll_error,
        )

    async def watch(self) -> Ending:
        """Return why the bot cannot go on; never, if it can."""
        before = self.now()
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            if abs(self.now() - before) > _JUMP:  # the clock was set, or the process or the machine slept
                self.pulse.finished = self.now()
            before = self.now()
            ending = self.verdict()
            if ending is not None:
                return ending

    def verdict(self) -> Ending | None:
        """Tell whether taking updates has come to an end that needs a person or a restart."""
        pulse, now = self.pulse, self.now()
        if self.door is not None and self.door.is_open:
            pulse.finished = pulse.succeeded = now  # a door that stands open shows by itself that all is well
        if pulse.rejected:
            return Ending.TOKEN
        if pulse.conflict_since is not None and now - pulse.conflict_since > CONFLICT_PATIENCE:
            return Ending.CONFLICT
        return Ending.STUCK if pulse.is_stale(now) else None

    async def stop(self) -> None:
        """Stop taking in, finish what is nearly done, leave the rest to its rows; at most a few seconds."""
        self.outbox.close()
        self.queue.discard()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._wind_down()
        except TimeoutError:
            _log.warning("stopped_before_everything_was_done")
        await self.background.close()
        await self.worker.stop()
        for loop in self._loops:
            loop.cancel()
        if self._loops:
            await asyncio.wait(self._loops, timeout=1)
        await self._leave_telegram()

    async def settle(self) -> None:
        """Wait until everything that is queued is done; for tests."""
        await self.application.update_queue.join()
        await self.worker.drain()
        await self.background.settle()
        await self.outbox.drain()

    def _endless(self) -> tuple[Coroutine[Any, Any, None], ...]:
        keeping = () if self.housekeeping is None else (self.housekeeping.run(),)
        return self.worker.run(), self.outbox.run(), self._beat(), *keeping

    async def _name_door(self) -> None:
        """Tell Telegram where to bring updates, and by what it proves itself."""
        if self.door is not None:
            await self.application.bot.set_webhook(
                self.door.door.url, secret_token=self.door.door.secret, allowed_updates=ALLOWED_UPDATES
            )

    async def _keep_trying(self, call: Callable[[], Awaitable[None]]) -> None:
        wait = _FIRST_WAIT
        while True:
            try:
                await call()
            except NetworkError as error:
                _log.warning("telegram_not_reached", error=type(error).__name__, seconds=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                self.pulse.finished = self.now()
                return

    async def _take_up(self) -> Left:
        left = await self.application.store.recover()
        await self._replay(left.waiting)
        for row in left.given_up:
            _log.error("update_given_up", inbox_id=row.id)
            await self.tools.tell_admins(notice("update_given_up", number=str(row.id)))
        await self.worker.recover()
        for submission in await self.tools.do.read(lambda session: left_open(session, self.now())):
            self.answers.touch(submission)
        await self.outbox.recover()
        await self._tell_gap()
        if self.ticker is not None:
            self.background.spawn(self.tools.flow.recover())
            self.background.spawn(self.ticker.resume(await self.tools.desk.unfinished()))
        return left

    async def _replay(self, waiting: Sequence[Inbox]) -> None:
        for key in await self.queue.replay(waiting, self.application.bot):
            await self.application.store.close(key, "unreadable")

    async def _take_up_late(self, suspects: Sequence[Inbox]) -> None:
        """Handle what two processes ended with once this one has lived for a while.

        Else whatever stands first would be met by every end of a row of short lives, and be given up for it.
        """
        await asyncio.sleep(SUSPECT_RESTS.total_seconds() if suspects else 0)
        await self._replay(suspects)

    async def _tell_gap(self) -> None:
        """Say once that Telegram may have dropped messages while the bot was down."""
        row = await self.tools.do.read(lambda session: state.get(session, LAST_POLL))
        if row is not None and self.now() - row.updated_at > TELEGRAM_MEMORY:
            await self.tools.tell_admins(notice("gap", zone=self.tools.zone, since=row.updated_at))

    async def _beat(self) -> None:
        """Write down signs of life while polling goes well; what judges them is another process."""
        told = False
        while True:
            if self.pulse.conflict_since is not None and not told:
                _log.error("another_program_polls_with_this_token")
                await self.tools.tell_admins(notice("conflict"))
            told = self.pulse.conflict_since is not None
            try:
                await self.tools.do.write(self._write_beat)
            except StorageError as error:
                _log.error("heartbeat_waits_for_store", problem=str(error.problem))
            await asyncio.sleep(HEARTBEAT_EVERY.total_seconds())

    def _write_beat(self, session: Session) -> None:
        now, success = self.now(), self.pulse.succeeded
        if success is not None:
            state.put(session, LAST_POLL, success.isoformat(), success)
            if now - success <= POLL_STALE:
                state.put(session, HEARTBEAT, now.isoformat(), now)
        state.put(session, "refused", str(self.tools.gate.refused), now)

    async def _wind_down(self) -> None:
        application = self.application
        if application.updater is not None and application.updater.running:
            try:
                await application.updater.stop()
            except TelegramError as error:
                _log.info("polling_had_ended", error=type(error).__name__)
        if self.door is not None:
            await self.door.close()
        self.queue.discard()
        if application.running:
            await application.stop()
        await self.background.close(1.0)
        await asyncio.wait(self._loops[1:2] or [asyncio.create_task(asyncio.sleep(0))])

    async def _leave_telegram(self) -> None:
        try:
            await self.application.shutdown()
        except (TelegramError, RuntimeError) as error:  # polling may hang in a call that was cut off
            _log.info("shutdown_incomplete", error=type(error).__name__)


def _note_poll_error(error: TelegramError) -> None:
    """Log a failed poll; what follows from it is decided by ``verdict``."""
    kind = "conflict" if isinstance(error, Conflict) else "failed"
    if isinstance(error, InvalidToken):
        kind = "rejected"
    _log.warning("poll_" + kind, error=type(error).__name__)
