"""``lagebild analyse``: the statements of single files, as JSON lines or in colour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.analysis import Foreign, Workbench
from bot.commands.output import complain, say
from summaries.digest import wording
from summaries.intake import read_path
from summaries.model import Quantity, Span
from summaries.statements import Entry, entries_of

_STANCES = {
    "asserts": "green",
    "denies": "red",
    "doubts": "magenta",
    "concedes": "yellow",
    "announces": "blue",
}
_MARGIN = "    "


def entries(bench: Workbench, path: Path, now: datetime) -> tuple[str, tuple[Entry, ...]]:
    """Return the text of a file and what it states, with offsets into it; nothing if it is not German.

    Raises:
        IntakeError: the file cannot be read as an article.
    """
    document = read_path(path, now)
    analysis = bench.analyse(document)
    if isinstance(analysis, Foreign):
        complain(say("not_german", where=str(path), language=analysis.language))
        return document.text, ()
    return document.text, entries_of(analysis.attributions, analysis.statements)


def entries_json(path: Path, found: Iterable[Entry]) -> dict[str, Any]:
    """Return the statements of a file as plain values, in the form that DESIGN.md promises."""
    return {"file": str(path), "statements": [_entry(one) for one in found]}


def print_entries(path: Path, text: str, found: Iterable[Entry]) -> None:
    """Print who says what and how surely, coloured by stance, each with the words as they stand."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(wording.clean(str(path)), style="bold"))
    number = 0
    for number, entry in enumerate(found, start=1):
        console.print(Text(f"{number:3} "), _heading(text, entry))
        console.print(Text(_MARGIN), Text(_words(text, entry.quote), style=_STANCES[entry.stance.value]))
    if not number:
        console.print(Text(say("no_statements")))


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "quote": _spans(entry.quote),
        "speaker": _spans(entry.speaker),
        "cue": _spans(entry.cue),
        "type": entry.type.value if entry.type else None,
        "stance": entry.stance.value,
        "certainty": entry.certainty.value,
        "quantities": [_quantity(one) for one in entry.quantities],
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "of": quantity.of,
    }


def _figure(quantity: Quantity) -> str:
    """Return a figure as words: value, unit if it is more than a count, and what is counted."""
    unit = "" if quantity.unit == "count" else quantity.unit
    return " ".join(part for part in (f"{quantity.value:g}", unit, wording.clean(quantity.of)) if part)


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.begin, span.end] for span in spans]


def _words(text: str, spans: Iterable[Span]) -> str:
    """Return the words of spans, what is left out between them marked."""
    return " … ".join(wording.clean(span.of(text)) for span in spans)


def _heading(text: str, entry: Entry) -> Text:
    """Return speaker, stance, certainty, form and figures of an entry as one line."""
    figures = [_figure(one) for one in entry.quantities]
    line = say(
        "statement",
        speaker=_words(text, entry.speaker),
        voice=wording.clean(entry.voice.name) if entry.voice else "",
        stance=entry.stance.value,
        certainty=entry.certainty.value,
        form=entry.type.value if entry.type else "",
        figures=figures,
    )
    return Text(line, style=f"bold {_STANCES[entry.stance.value]}")
