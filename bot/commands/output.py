"""What the command line prints, and where."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.texts import phrase, problem_text
from summaries.digest import wording
from summaries.intake.problem import IntakeError

T = TypeVar("T")


def say(block: str, zone: tzinfo = UTC, **values: object) -> str:
    """Return one of the texts of ``cli.j2`` as plain text."""
    shown = phrase("cli", block, zone=zone, **values)
    return html.unescape(shown).replace(wording.WORD_JOINER, "")


def complain(text: str) -> None:
    """Print on stderr."""
    typer.echo(text, err=True)


def refuse(where: str, error: IntakeError, line: int | None = None) -> None:
    """Say on stderr why an input, or a line of it, was not taken."""
    what = problem_text(error.problem, error.detail)
    complain(say("refused_line" if line else "refused", where=where, line=line, what=what))


def print_json(value: Any) -> None:
    """Print readable JSON on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_json_line(value: Any) -> None:
    """Print one line of JSON on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def moment(text: str | None, zone: tzinfo) -> datetime | None:
    """Read a time of the command line; without an offset it is local.

    Raises:
        typer.BadParameter: it is none.
    """
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise typer.BadParameter(say("bad_time", value=text)) from error
    return read.replace(tzinfo=zone) if read.tzinfo is None else read


def progress(items: list[T], label: str) -> Iterator[T]:
    """Yield ``items`` while a bar on stderr shows how far it is; nothing where stderr is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield from bar.track(items, description=label)


def iso(values: Iterable[tuple[str, Any]], zone: tzinfo) -> dict[str, Any]:
    """Return a mapping in which times are ISO 8601 in ``zone``."""
    return {
        key: value.astimezone(zone).isoformat() if isinstance(value, datetime) else value
        for key, value in values
    }
