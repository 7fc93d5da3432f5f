"""Readings of texts kept on disk between runs, as long as the code that makes them stays the same."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter

import summaries

_ROOMS: Final = ("model.py", "language", "statements", "intake")
_READ: Final = frozenset({".py", ".toml", ".gz", ".json", ".cfg"})
_T = TypeVar("_T")


class Kept:
    """A file of results by what they were made of.

    Without a folder everything is made anew each time.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Open or create the file in ``folder``."""
        self._rows: sqlite3.Connection | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(folder / "kept.sqlite", isolation_level=None)
            self._rows.execute("pragma synchronous=off")
            self._rows.execute("create table if not exists kept (key text primary key, made blob)")

    def get(self, shape: TypeAdapter[_T], name: str, text: str, make: Callable[[], _T]) -> _T:
        """Return what ``make`` gave for ``name`` and ``text``, by calling it where that is not known yet.

        Args:
            shape: The type of the result.
            name: What is made, and of what beside the text.
            text: What it is made of.
            make: Makes it.
        """
        if self._rows is None:
            return make()
        key = hashlib.sha256(f"{version()}\0{name}\0{text}".encode()).hexdigest()
        found = self._rows.execute("select made from kept where key = ?", (key,)).fetchone()
        if found is not None:
            return shape.validate_json(found[0])
        made = make()
        self._rows.execute("insert or replace into kept values (?, ?)", (key, shape.dump_json(made)))
        return made


@cache
def version() -> str:
    """Return a mark of all code and tables that statements are made with."""
    root = Path(summaries.__file__).parent
    mark = hashlib.sha256()
    for room in _ROOMS:
        place = root / room
        files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.suffix in _READ)
        for file in (f for f in files if "training" not in f.parts):
            mark.update(file.read_bytes())
    return mark.hexdigest()
