"""The fetcher as the settings want it: one place for the bot and the command line."""

from __future__ import annotations

from config.settings import Settings
from summaries.intake import Fetcher, FetchLimits
from summaries.intake.reservations import Respect


def fetcher_of(settings: Settings) -> Fetcher:
    """Return a fetcher with the configured limits and contact."""
    limits = FetchLimits(
        total_seconds=settings.fetch_seconds,
        connect_seconds=settings.fetch_connect_seconds,
        wire_bytes=settings.fetch_wire_bytes,
        decoded_bytes=settings.fetch_decoded_bytes,
        redirects=settings.fetch_redirects,
        parallel=settings.fetch_parallel,
        per_host=settings.fetch_parallel_per_host,
    )
    respect = Respect(robots=settings.respect_robots, tdm=settings.respect_reservations)
    return Fetcher(limits=limits, contact=settings.contact, respect=respect)
