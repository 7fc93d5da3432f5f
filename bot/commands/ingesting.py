"""Reading what ``lagebild ingest`` is given, and taking it in, in order of publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.commands.output import progress, refuse
from bot.commands.wiring import Wiring
from bot.flow import Flow, Outcome, Stored
from config import Settings
from summaries.intake import LineProblem, read_manifest, read_path
from summaries.intake.problem import IntakeError
from summaries.model import Document

_MANIFESTS = {".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class Item:
    """A document with where it was read: the argument, and the line of a manifest."""

    document: Document
    where: str
    line: int | None = None


class Batch:
    """Everything that one command was given; refusals are told at once and counted."""

    def __init__(self, wiring: Wiring, settings: Settings, outlet: str | None) -> None:
        """Remember the parts and the name of the outlet that files came from."""
        self._wiring = wiring
        self._settings = settings
        self._outlet = outlet
        self.refused = 0

    def read(self, inputs: Iterable[str]) -> list[Item]:
        """Return all documents that can be read, in order of publication."""
        now = self._wiring.clock()
        items = [item for given in inputs for item in self._read(given, now)]
        return sorted(items, key=lambda item: item.document.published)

    async def take_in(self, flow: Flow, items: list[Item]) -> list[Stored]:
        """Store the documents one after the other and return what became of each."""
        stored: list[Stored] = []
        for item in progress(items, "Artikel"):
            try:
                stored.append(await flow.take_in(item.document))
            except IntakeError as error:
                self._refuse(item.where, error, item.line)
        return stored

    def _read(self, given: str, now: datetime) -> Iterator[Item]:
        try:
            if "://" in given:
                yield Item(self._wiring.fetch(self._settings, given, now), given)
            elif Path(given).suffix.lower() in _MANIFESTS:
                yield from self._read_manifest(Path(given), now)
            else:
                yield Item(read_path(Path(given), now, self._outlet), given)
        except IntakeError as error:
            self._refuse(given, error, None)

    def _read_manifest(self, path: Path, now: datetime) -> Iterator[Item]:
        entries = read_manifest(path, now)
        first = next(entries, None)  # a manifest that cannot be read is refused here
        if first is None:
            return
        for line, entry in zip(_filled_lines(path), _chained(first, entries), strict=False):
            if isinstance(entry, LineProblem):
                self._refuse(str(path), IntakeError(entry.problem, entry.detail), entry.line)
            else:
                yield Item(entry, str(path), line)

    def _refuse(self, where: str, error: IntakeError, line: int | None) -> None:
        self.refused += 1
        refuse(where, error, line)


def tally(stored: Iterable[Stored]) -> dict[str, int]:
    """Return how many documents came to which end, and how many stories they stand in."""
    stored = list(stored)
    german = [one for one in stored if not one.foreign]
    count = Counter(one.outcome for one in german)
    return {
        "new": count[Outcome.NEW] + count[Outcome.COPY],
        "copies": count[Outcome.COPY],
        "revisions": count[Outcome.REVISION],
        "duplicates": count[Outcome.DUPLICATE],
        "foreign": len(stored) - len(german),
        "stories": len({one.story_id for one in german}),
    }


def _filled_lines(path: Path) -> Iterator[int]:
    """Yield the numbers of the lines that are not blank, which is what a manifest's entries come from."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield number


def _chained(
    first: Document | LineProblem, rest: Iterator[Document | LineProblem]
) -> Iterator[Document | LineProblem]:
    yield first
    yield from rest
