"""Who says what, how surely: speaker, stance, certainty and quantities of each statement."""

from summaries.statements.extract import extract_statements

__all__ = ["extract_statements"]
