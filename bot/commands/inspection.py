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
from summaries.model import Quantity, Span, Statement

_STYLES = {"quote": "underline", "speaker": "bold cyan", "cue": "yellow", "quantity": "magenta"}


def statements_of(bench: Workbench, path: Path, now: datetime) -> tuple[str, tuple[Statement, ...]]:
    """Return the text of a file and its statements, whose offsets point into it; none if it is not German.

    Raises:
        IntakeError: the file cannot be read as an article.
    """
    document = read_path(path, now)
    analysis = bench.analyse(document)
    if isinstance(analysis, Foreign):
        complain(say("not_german", where=str(path), language=analysis.language))
        return document.text, ()
    return document.text, analysis.statements


def statements_json(path: Path, statements: Iterable[Statement]) -> dict[str, Any]:
    """Return the statements of a file as plain values, in the form that DESIGN.md promises."""
    return {"file": str(path), "statements": [_statement(one) for one in statements]}


def print_statements(path: Path, text: str, statements: Iterable[Statement]) -> None:
    """Print each statement's sentence with its parts in colour."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(wording.clean(str(path)), style="bold"))
    number = 0
    for number, statement in enumerate(statements, start=1):
        console.print(Text(f"{number:3} "), _sentence(text, statement))
        console.print(Text(f"    {_facts(statement)}", style="dim"))
    if not number:
        console.print(Text(say("no_statements")))


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "quote": _spans(statement.quote),
        "speaker": _spans(statement.speaker.spans if statement.speaker else ()),
        "cue": _spans(statement.cue),
        "type": statement.type.value if statement.type else None,
        "stance": statement.stance.value,
        "certainty": statement.certainty.value,
        "quantities": [_quantity(one) for one in statement.quantities],
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "of": quantity.of,
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.begin, span.end] for span in spans]


def _sentence(text: str, statement: Statement) -> Text:
    """Return the sentence, one character for one character, with the parts of the statement styled."""
    begin, end = statement.sentence.begin, statement.sentence.end
    shown = Text("".join(wording.clean(char) or " " for char in text[begin:end]))
    parts = {
        "quote": statement.quote,
        "speaker": statement.speaker.spans if statement.speaker else (),
        "cue": statement.cue,
        "quantity": tuple(one.span for one in statement.quantities),
    }
    for name, spans in parts.items():
        for span in spans:
            shown.stylize(_STYLES[name], max(span.begin - begin, 0), max(min(span.end, end) - begin, 0))
    return shown


def _facts(statement: Statement) -> str:
    voice = statement.speaker.name if statement.speaker else "–"
    kind = statement.type.value if statement.type else "–"
    facts = [wording.clean(voice), kind, statement.stance.value, statement.certainty.value]
    facts += [f"{one.value:g} {one.unit} {wording.clean(one.of)}" for one in statement.quantities]
    return " · ".join(facts)
