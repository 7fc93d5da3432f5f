"""What the commands work with; tests put their own parts in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from bot.flow import Flow, utc_now
from config import Settings, load_settings
from storage import Database, chats, upgrade

if TYPE_CHECKING:
    from bot.analysis import Analyser, Workbench
    from summaries.model import Document


def _in_process(settings: Settings) -> Analyser:
    from bot.analysis import InProcessAnalyser  # noqa: PLC0415 - a status needs none

    return InProcessAnalyser(settings.language_model)


def _fetched(settings: Settings, url: str, now: datetime) -> Document:
    from bot.commands.fetching import fetch_document  # noqa: PLC0415 - files need no network

    return fetch_document(settings, url, now)


def _planned(session: Session, now: datetime) -> datetime | None:
    if not chats.active_slots(session):
        return None
    from bot.plans import next_digest  # noqa: PLC0415 - loads Telegram, which matters only with a plan

    return next_digest(session, now)


@dataclass(frozen=True, slots=True)
class Wiring:
    """The parts that commands are made of.

    ``flow_options`` are further keyword arguments of ``Flow``.
    """

    clock: Callable[[], datetime] = utc_now
    settings: Callable[[], Settings] = load_settings
    analyser: Callable[[Settings], Analyser] = _in_process
    fetch: Callable[[Settings, str, datetime], Document] = _fetched
    flow_options: dict[str, Any] = field(default_factory=dict)

    def workbench(self, settings: Settings) -> Workbench:
        """Return the language work without store and event loop."""
        from bot.analysis import Workbench  # noqa: PLC0415 - a status needs none

        return Workbench(settings.language_model)

    def database(self, settings: Settings) -> Database:
        """Return the store that the settings name, brought up to date.

        Raises:
            StorageError: it cannot be used.
        """
        database = Database(settings.database)
        upgrade(database)
        return database

    def flow(self, settings: Settings) -> Flow:
        """Return the flow over the store.

        Raises:
            StorageError: the store cannot be used.
        """
        return Flow(
            self.database(settings),
            self.analyser(settings),
            zone=settings.zone,
            clock=self.clock,
            next_digest=_planned,
            **self.flow_options,
        )
