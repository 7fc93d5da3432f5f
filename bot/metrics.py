"""Figures for Prometheus, read from the store when it asks; on this machine only, without names or texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.commands.health import examine
from config.cluster import Role
from storage import Database, StorageError, state
from storage.postgres import is_server
from storage.tables import Delivery, DeliveryState, Inbox, InboxState, Submission, SubmissionState

_log = structlog.get_logger(__name__)

Reading = dict[str, float]


class StoreCollector(Collector):
    """Reads all figures in one short look at the store."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """Take the store and the clock."""
        self._database = database
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures; only ``lagebild_up`` if the store cannot be read."""
        now = self._now()
        try:
            health = examine(self._database, now)
            with self._database.reading() as session:
                counts, totals = _counts(session), _totals(session, now)
                jobs, workers = _jobs(session) if is_server(session) else (None, 0)
        except StorageError as error:
            _log.warning("figures_not_read", problem=str(error.problem))
            yield GaugeMetricFamily("lagebild_up", "Whether the store can be read.", 0)
            return
        yield GaugeMetricFamily("lagebild_up", "Whether the store can be read.", 1)
        yield GaugeMetricFamily("lagebild_healthy", "Whether the bot is well.", int(not health.faults))
        for name, text, age in (
            ("poll", "Seconds since polling last went well.", health.sign),
            ("tick", "Seconds since plans were last looked at.", health.tick),
            ("oldest_update", "Seconds that the oldest update waits.", health.update),
            ("oldest_submission", "Seconds that the oldest submission waits.", health.contribution),
        ):
            yield GaugeMetricFamily(f"lagebild_{name}_age_seconds", text, age.total_seconds() if age else 0)
        for name, text, values in counts:
            family = GaugeMetricFamily(f"lagebild_{name}", text, labels=["state"])
            for label, value in values.items():
                family.add_metric([label], value)
            yield family
        if jobs is not None:
            yield GaugeMetricFamily("lagebild_workers", "Processes that work on jobs.", workers)
            family = GaugeMetricFamily("lagebild_jobs", "Jobs by state.", labels=["state"])
            for label, number in jobs.items():
                family.add_metric([label], number)
            yield family
        for name, value in totals.items():
            yield GaugeMetricFamily(f"lagebild_{name}", "Rows of this kind in the store.", value)


def offer(
    port: int,
    database: Database,
    now: Callable[[], datetime],
    host: str = "127.0.0.1",
    role: Role = Role.ALL,
) -> Callable[[], None]:
    """Answer Prometheus on a port, with what the store says, the role of this process and what it takes.

    Returns what ends that.

    Raises:
        OSError: the port is taken.
    """
    registry = CollectorRegistry()
    registry.register(StoreCollector(database, now))
    ProcessCollector(registry=registry)
    part = Gauge(
        "lagebild_part", "The part of the program that this process is.", ["role"], registry=registry
    )
    part.labels(role.value).set(1)
    server, thread = start_http_server(port, addr=host, registry=registry)

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end


def _counts(session: Session) -> Iterator[tuple[str, str, Reading]]:
    return iter(
        [
            ("updates", "Raw updates by state.", _by_state(session, Inbox, InboxState)),
            ("submissions", "Submissions by state.", _by_state(session, Submission, SubmissionState)),
            ("parts", "Parts of digests by state.", _by_state(session, Delivery, DeliveryState)),
        ]
    )


def _jobs(session: Session) -> tuple[Reading, int]:
    """Return jobs by state, and how many processes work on them."""
    from storage import jobs  # noqa: PLC0415 - what a file does not need

    found = jobs.counts(session)
    workers = found.pop("workers")
    return {"todo": 0.0, "doing": 0.0} | {state: float(number) for state, number in found.items()}, workers


def _by_state(session: Session, table: Any, states: type[StrEnum]) -> Reading:
    rows = session.exec(select(table.state, func.count(table.id)).group_by(table.state))
    return {str(one): 0.0 for one in states} | {str(one): float(number) for one, number in rows}


def _totals(session: Session, now: datetime) -> Reading:
    seen = state.overview(session, now - timedelta(days=1))
    refused = state.get(session, "refused")
    return {
        "articles": seen.articles,
        "articles_of_a_day": seen.articles_since,
        "stories": seen.stories,
        "updates_refused": float(refused.value) if refused else 0.0,
        "updates_interrupted": session.exec(select(func.coalesce(func.sum(col(Inbox.interrupted)), 0))).one(),
    }
