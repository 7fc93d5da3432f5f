"""One page from the web, for ``lagebild ingest URL``."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.analysis import ChildAnalyser
from bot.web import fetcher_of
from config import Settings
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
        page = await fetcher_of(settings).fetch(url)
        return await analyser.extract(page, now)
    finally:
        await analyser.close()
