"""From document to digest: what is stored, compared and told."""

from bot.flow.results import News, Outcome, Placements, StatusReport, Stored
from bot.flow.service import Flow, ledger_entries, utc_now

__all__ = ["Flow", "News", "Outcome", "Placements", "StatusReport", "Stored", "ledger_entries", "utc_now"]
