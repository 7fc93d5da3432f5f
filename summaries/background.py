"""What a line tells of the time before its news."""

from __future__ import annotations

_BEFORE = frozenset({"hatte", "hatten", "war", "waren"})


def is_of_before(line: str) -> bool:
    """Tell whether a line stands in the pluperfect: "… hatte im Mai vier Röster geprüft."."""
    words = line.replace(";", ",").rpartition(",")[2].split()
    last = words[-1] if words else ""
    return last[:1].islower() and last.endswith(("t.", "en.")) and not _BEFORE.isdisjoint(words)
