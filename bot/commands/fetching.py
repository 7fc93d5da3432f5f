"""One page from the web, for ``lagebild ingest URL``."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.analysis import ChildAnalyser
from config import Settings
from summaries.intake.fetch import Fetcher, FetchLimits
from summaries.model import Document


def fetch_document(settings: Settings, url: str, now: datetime) -> Document:
    """Return the article at ``url``.

    Raises:
        IntakeError: there is none, or it may not be fetched.
    """
    return asyncio.run(_fetch(settings, url, now))


async def _fetch(settings: Settings, url: str, now: datetime) -> Document:
    analyser = ChildAnalyser(settings.language_model)
    try:
        page = await _fetcher(settings).fetch(url)
        return await analyser.extract(page, now)
    finally:
        await analyser.close()


def _fetcher(settings: Settings) -> Fetcher:
    limits = FetchLimits(
        total_seconds=settings.fetch_seconds,
        connect_seconds=settings.fetch_connect_seconds,
        wire_bytes=settings.fetch_wire_bytes,
        decoded_bytes=settings.fetch_decoded_bytes,
        redirects=settings.fetch_redirects,
        parallel=settings.fetch_parallel,
        per_host=settings.fetch_parallel_per_host,
    )
    return Fetcher(limits=limits, contact=settings.contact)
