"""The command line ``lagebild``: results on stdout, progress and complaints on stderr.

Heavy parts (language model, page extraction, Telegram) are imported by the commands that need them, so that
``lagebild status`` answers at once.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from enum import StrEnum
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import operations
from bot.commands.output import (
    complain,
    iso,
    moment,
    print_json,
    print_json_line,
    progress,
    refuse,
    say,
)
from bot.commands.wiring import Wiring
from config import ConfigError
from config.cluster import Role
from storage import StorageError
from summaries.intake.problem import IntakeError

FAILED, MISUSED = 1, 2

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # it would print local variables, and with them article texts
)


class Format(StrEnum):
    """How a digest is printed."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


def main() -> None:
    """Run the command line and exit with its code."""
    # The networks' matrices are small: more threads win little and take the cores from the bot that answers.
    # numpy reads this when it is imported, which happens later; the analysing child inherits it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with told_failures():
        app()


@contextmanager
def told_failures() -> Iterator[None]:
    """Turn what can go wrong with settings and store into a sentence and an exit code."""
    try:
        yield
    except ConfigError as error:
        complain(say("settings_failed", problems=error.problems))
        sys.exit(MISUSED)
    except StorageError as error:
        complain(say("store_failed", problem=error.problem.value, detail=error.detail))
        sys.exit(FAILED)


@app.callback()
def prepare(context: typer.Context) -> None:
    """Compare what German news sources state, and digest it."""
    context.obj = context.obj or Wiring()


@app.command()
def run(
    context: typer.Context,
    role: Annotated[Role, typer.Option(help="What part of it; parts need a PostgreSQL server.")] = Role.ALL,
) -> None:
    """Run the bot: on Telegram with a token, else the trial chat in a browser."""
    from bot import app as telegram  # noqa: PLC0415 - seconds that no other command needs

    telegram.run(context.obj.settings(), role)


@app.command()
def ingest(
    context: typer.Context,
    inputs: Annotated[list[str], typer.Argument(metavar="PATH|URL|MANIFEST…", show_default=False)],
    outlet: Annotated[str | None, typer.Option(help="Who published the files.", show_default=False)] = None,
) -> None:
    """Store articles: text and HTML files, addresses, JSONL manifests."""
    from bot.commands.ingesting import Batch, tally  # noqa: PLC0415

    wiring: Wiring = context.obj
    settings = wiring.settings()
    flow = wiring.flow(settings)
    batch = Batch(wiring, settings, outlet)
    stored = asyncio.run(batch.take_in(flow, batch.read(inputs)))
    for one in stored:
        typer.echo(say("foreign" if one.foreign else "stored", one=one))
    typer.echo(say("ingested", count=tally(stored), refused=batch.refused))
    _exit_if(batch.refused > 0)


@app.command()
def digest(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="Begin of the window.")] = None,
    now: Annotated[str | None, typer.Option(metavar="TIME", help="End of the window, if not now.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every claim, uncut.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
) -> None:
    """Print what is new, contested, confirmed or changed. Times are ISO 8601, local without an offset."""
    from summaries.digest import digest_json, render_html, render_text  # noqa: PLC0415

    wiring: Wiring = context.obj
    settings = wiring.settings()
    begin, end = moment(since, settings.zone), moment(now, settings.zone) or wiring.clock()
    made = asyncio.run(wiring.flow(settings).digest(begin, end, all_claims=every))
    if form is Format.JSON:
        print_json(digest_json(made))
    else:
        typer.echo(render_html(made) if form is Format.HTML else render_text(made))


@app.command()
def status(
    context: typer.Context,
    now: Annotated[str | None, typer.Option(metavar="TIME", help="Report for this moment.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print how the store stands."""
    wiring: Wiring = context.obj
    settings = wiring.settings()
    report = wiring.flow(settings).status_now(moment(now, settings.zone) or wiring.clock())
    if as_json:
        values = ((one.name, getattr(report, one.name)) for one in fields(report))
        print_json(iso(values, settings.zone))
    else:
        typer.echo(say("status", settings.zone, report=report))


@app.command()
def story(context: typer.Context, number: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Print one story in full: articles, claims, voices, quotes and history."""
    from summaries.digest import render_story_text  # noqa: PLC0415

    wiring: Wiring = context.obj
    try:
        view = asyncio.run(wiring.flow(wiring.settings()).story(number))
    except LookupError:
        complain(say("no_story", number=number))
        raise typer.Exit(FAILED) from None
    typer.echo(render_story_text(view))


@app.command()
def analyse(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON per file.")] = False,
) -> None:
    """Print who says what in each file."""
    from bot.commands import inspection  # noqa: PLC0415

    wiring: Wiring = context.obj
    bench = wiring.workbench(wiring.settings())
    failed = False
    for path in progress(files, "Dateien"):
        try:
            text, found = inspection.entries(bench, path, wiring.clock())
        except IntakeError as error:
            failed = True
            refuse(str(path), error)
            continue
        if as_json:
            print_json_line(inspection.entries_json(path, found))
        else:
            inspection.print_entries(path, text, found)
    _exit_if(failed)


@app.command()
def group(
    context: typer.Context,
    manifest: Annotated[Path, typer.Option("--jsonl", metavar="FILE", help="One article per line.")],
) -> None:
    """Print the story of each article of a manifest, in order of time, without storing anything."""
    from bot.commands import grouping  # noqa: PLC0415

    wiring: Wiring = context.obj
    settings = wiring.settings()
    try:
        found = list(grouping.read_entries(manifest, wiring.clock(), settings.zone))
    except IntakeError as error:
        refuse(str(manifest), error)
        raise typer.Exit(FAILED) from None
    entries = grouping.in_order(one for one in found if isinstance(one, grouping.Entry))
    broken = [one for one in found if not isinstance(one, grouping.Entry)]
    for line, problem in broken:
        refuse(str(manifest), problem, line)
    for entry, number in grouping.group(wiring.workbench(settings), progress(entries, "Artikel")):
        print_json_line({"id": entry.id, "story": number})
    _exit_if(bool(broken))


operations.register(app)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"Lagebild {installed_version('lagebild')}")


def _exit_if(failed: bool) -> None:
    if failed:
        raise typer.Exit(FAILED)
