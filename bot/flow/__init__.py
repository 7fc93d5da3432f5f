"""From document to digest: what is stored, compared and told."""

from bot.flow.results import Outcome, StatusReport, Stored
from bot.flow.service import Flow, ledger_entries, utc_now

__all__ = ["Flow", "Outcome", "StatusReport", "Stored", "ledger_entries", "utc_now"]
