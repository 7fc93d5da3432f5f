"""``lagebild group``: the story engine over a manifest in order of time, without a store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from bot.analysis import Workbench
from summaries.intake.problem import IntakeError, Problem
from summaries.model import DateSource, Document, Outlet
from summaries.stories.batch import Grouper
from summaries.stories.dates import plausible_time


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the manifest: its id as given, and what is known of the article."""

    id: Any
    document: Document


def read_entries(path: Path, now: datetime, zone: tzinfo) -> Iterator[Entry | tuple[int, IntakeError]]:
    """Yield the entries of a manifest whose lines may have nothing but a title; broken lines as errors.

    Raises:
        IntakeError: MISSING_FILE.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise IntakeError(Problem.MISSING_FILE, {"file": path.name}) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _entry(number, line, path.parent, now, zone)
        except IntakeError as error:
            yield number, error


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries in order of time; those of one moment stay as they came."""
    return sorted(entries, key=lambda entry: entry.document.published)


def group(bench: Workbench, entries: Iterable[Entry]) -> Iterator[tuple[Entry, int]]:
    """Yield each entry with the number of its story; ``entries`` come in order of time.

    The first comes when all are read: a late article may show that two stories are one.
    """
    grouper = Grouper()
    kept = []
    for entry in entries:
        grouper.add(bench.features(entry.document))
        kept.append(entry)
    numbers: dict[int, int] = {}
    for entry, story in zip(kept, grouper.stories, strict=True):
        yield entry, numbers.setdefault(story, len(numbers) + 1)


def _entry(number: int, line: bytes, folder: Path, now: datetime, zone: tzinfo) -> Entry:
    row = _row(line)
    title = _text(row, "title")
    text = _text(row, "text") or _file(row, folder)
    if not title and not text:
        raise IntakeError(Problem.EMPTY)
    outlet = _text(row, "outlet") or "–"
    document = Document(
        text=text,
        title=title or text.strip().split("\n")[0],
        outlet=Outlet(outlet, outlet),
        published=_published(row, now, zone),
        published_source=DateSource.MANIFEST,
    )
    return Entry(row.get("id", number), document)


def _row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise IntakeError(Problem.BAD_LINE, {"field": "json"}) from error
    if not isinstance(row, dict):
        raise IntakeError(Problem.BAD_LINE, {"field": "json"})
    return row


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str):
        raise IntakeError(Problem.BAD_LINE, {"field": name})
    return value


def _file(row: Mapping[str, Any], folder: Path) -> str:
    name = _text(row, "file")
    if not name:
        return ""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise IntakeError(Problem.OUTSIDE_FOLDER, {"file": name})
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise IntakeError(Problem.MISSING_FILE, {"file": name}) from error


def _published(row: Mapping[str, Any], now: datetime, zone: tzinfo) -> datetime:
    """Read the time of an entry; one without a time counts as published now, after all others."""
    text = _text(row, "published")
    if not text:
        return now
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise IntakeError(Problem.BAD_DATE, {"value": text}) from error
    return plausible_time(moment.replace(tzinfo=zone) if moment.tzinfo is None else moment, now)
