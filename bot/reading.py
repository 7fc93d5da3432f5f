"""From a submission to a document: fetch and extract a link, take a text as it is, load a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from telegram import Bot

from bot.analysis import Analyser, FileInput
from bot.links import Origin
from config.delivery import DOCUMENT_BYTES, WORK_TRIES
from storage.tables import Submission, SubmissionKind
from summaries.intake import document_from_text
from summaries.intake.fetch import FeedAnswer, Page
from summaries.intake.problem import IntakeError, Problem
from summaries.model import Document, Outlet

# A page that fails so may work a moment later.
PASSING = frozenset({Problem.CONNECTION, Problem.SERVER_ERROR, Problem.BAD_RESPONSE})


class Fetches(Protocol):
    """Fetches pages, from public addresses only."""

    async def fetch(self, url: str) -> Page:
        """Return the page at ``url``.

        Raises:
            IntakeError: it cannot be had.
        """
        ...


class FetchesFeeds(Fetches, Protocol):
    """Fetches feeds too."""

    async def fetch_feed(self, url: str, etag: str | None = None, modified: str | None = None) -> FeedAnswer:
        """Return the feed at ``url``, without a body where it is as it was.

        Raises:
            IntakeError: it cannot be had.
        """
        ...


class SubmissionReader:
    """Makes documents; what comes from outside is taken apart in the analyser's process."""

    def __init__(self, fetcher: Fetches, analyser: Analyser, bot: Bot, now: Callable[[], datetime]) -> None:
        """Take who fetches pages, who extracts them, who fetches files, and the clock."""
        self._fetcher = fetcher
        self._analyser = analyser
        self._bot = bot
        self._now = now

    async def read(self, submission: Submission) -> Document:
        """Return the article behind a link, text or file.

        Raises:
            IntakeError: there is none.
            telegram.error.TelegramError: a file cannot be had from Telegram.
        """
        origin = Origin.from_json(submission.origin) if submission.origin else None
        if submission.kind is SubmissionKind.URL:
            return await self._page(submission, origin)
        if submission.kind is SubmissionKind.FILE:
            return await self._file(submission, origin)
        return await asyncio.to_thread(_from_text, submission.payload, origin, self._now())

    async def _page(self, submission: Submission, origin: Origin | None) -> Document:
        """Return the article behind a link; in place of one that cannot be read the post that it stood in."""
        try:
            page = await self._fetcher.fetch(submission.payload)
            return await self._analyser.extract(page, self._now())
        except IntakeError as error:
            again = error.problem in PASSING and submission.tries + 1 < WORK_TRIES
            if submission.fallback is None or again:
                raise
        return await asyncio.to_thread(_from_text, submission.fallback, origin, self._now())

    async def _file(self, submission: Submission, origin: Origin | None) -> Document:
        file_id, _, name = submission.payload.partition("\n")
        file = await self._bot.get_file(file_id)
        if (file.file_size or 0) > DOCUMENT_BYTES:
            raise IntakeError(Problem.TOO_LARGE)
        content = bytes(await file.download_as_bytearray())
        if len(content) > DOCUMENT_BYTES:
            raise IntakeError(Problem.TOO_LARGE)
        return await self._analyser.read_file(_upload_of(name, content, origin), self._now())


def _from_text(text: str, origin: Origin | None, now: datetime) -> Document:
    return document_from_text(
        text,
        now,
        outlet=_outlet(origin),
        message_time=origin.at if origin else None,
        url=origin.url if origin and origin.channel else None,
    )


def _upload_of(name: str, content: bytes, origin: Origin | None) -> FileInput:
    """Return a file to read; only a channel is taken for who published it, not whoever passed it on."""
    outlet = _outlet(origin) if origin is not None and origin.channel else None
    return FileInput(name, content, outlet, origin.at if origin is not None else None)


def _outlet(origin: Origin | None) -> Outlet | None:
    return Outlet(origin.key, origin.name) if origin is not None else None
