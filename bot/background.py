"""Tasks that run beside the handlers, and their end within a fixed time."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import structlog

_log = structlog.get_logger(__name__)


class Background:
    """Starts tasks, keeps hold of them, logs what they raise, and ends them."""

    def __init__(self) -> None:
        """Start without tasks."""
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run ``work`` in a task of its own."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def settle(self) -> None:
        """Wait until no task is left; for work that ends by itself."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, seconds: float = 0.0) -> None:
        """Give tasks some seconds to end, then cancel them."""
        if self._tasks and seconds:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("task_failed", error=type(error).__name__, place=place_of(error))


def place_of(error: BaseException) -> str:
    """Return where an error was raised, as files and lines; messages may hold texts and stay out of logs."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
