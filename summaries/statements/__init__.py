"""Who says what, how surely: speaker, stance, certainty and quantities of each statement."""

from summaries.statements.attributions import extract_attributions
from summaries.statements.entries import Entry, entries_of
from summaries.statements.extract import extract_speech, extract_statements

__all__ = ["Entry", "entries_of", "extract_attributions", "extract_speech", "extract_statements"]
