"""Statements aligned across sources: claims, their status by named rules, and its history."""

from summaries.claims.compare import compare

__all__ = ["compare"]
