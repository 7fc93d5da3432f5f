"""Keeping a bot: backup, restore, health, a look at everything that must be right, and takedowns."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.output import complain, say
from bot.commands.wiring import Wiring
from storage import Database, InstanceLock, upgrade
from storage.schema import restore as put_back
from storage.sqlite import check_file
from summaries.intake.problem import IntakeError

if TYPE_CHECKING:
    from config import Settings
    from storage.takedown import Post, Removal

_FAILED = 1


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (healthcheck, backup, restore, migrate_data, doctor, takedown):
        app.command()(command)


def healthcheck(context: typer.Context) -> None:
    """Exit with 0 if the bot on this data directory is well: polls, plans, store and queue; else with 1."""
    from bot.commands.health import examine  # noqa: PLC0415

    wiring: Wiring = context.obj
    health = examine(wiring.database(wiring.settings()), wiring.clock())
    if health.faults:
        for fault in health.faults:
            complain(say(fault, health=health))
        raise typer.Exit(_FAILED)
    typer.echo(say("healthy", health=health))


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; it must not exist.")],
) -> None:
    """Write a copy of the store into a file, also while the bot works."""
    wiring: Wiring = context.obj
    if target.exists():
        complain(say("backup_exists", where=str(target)))
        raise typer.Exit(_FAILED)
    wiring.database(wiring.settings()).backup(target)
    typer.echo(say("backed_up", where=str(target)))


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `lagebild backup` wrote.")],
) -> None:
    """Put a backup in the place of the store; the bot must not run. What it replaces is kept beside it."""
    wiring: Wiring = context.obj
    settings = wiring.settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with InstanceLock(settings.data_dir):
        aside = put_back(Database(settings.database), source)
    typer.echo(say("restored", where=str(source), aside=str(aside or "")))


def migrate_data(
    context: typer.Context,
    to: Annotated[str, typer.Option(metavar="URL", help="The server: postgresql+psycopg://…")],
) -> None:
    """Copy the store of the data folder to a PostgreSQL server; the bot must not run. It may be repeated."""
    from storage.moving import move  # noqa: PLC0415

    wiring: Wiring = context.obj
    settings = wiring.settings()
    source, target = Database(settings.data_dir / "lagebild.sqlite"), Database(to)
    if target.path is not None:
        complain(say("no_server"))
        raise typer.Exit(_FAILED)
    check_file(source.path or settings.data_dir)
    with InstanceLock(settings.data_dir):
        upgrade(source)
        upgrade(target)
        moved = move(source, target, wiring.clock())
    for one in moved:
        typer.echo(say("moved", one=one))
    typer.echo(say("all_moved", rows=sum(one.rows for one in moved)))


def doctor(context: typer.Context) -> None:
    """Check token, rights, privacy mode, time zone, SQLite, disk, store and model; say what to do."""
    from bot.commands.doctor import Finding, examine_all  # noqa: PLC0415 - loads everything it looks at

    wiring: Wiring = context.obj
    worst = 0
    for finding in examine_all(wiring.settings(), wiring.clock()):
        typer.echo(say("finding", mark=Finding.MARKS[finding.grade], text=finding.text))
        worst = max(worst, finding.grade)
    typer.echo(say("doctor_done", worst=worst))
    if worst == Finding.WRONG:
        raise typer.Exit(_FAILED)


def takedown(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="URL|DOMAIN", help="An article, or all of a domain.")],
) -> None:
    """Remove an article, or all of a domain, for good; posted messages lose their links to it."""
    from summaries.intake.urls import canonical_url  # noqa: PLC0415

    wiring: Wiring = context.obj
    settings = wiring.settings()
    try:
        wanted = canonical_url(target) if "://" in target else target.strip().lower().rstrip(".")
    except IntakeError:
        complain(say("bad_target", target=target))
        raise typer.Exit(_FAILED) from None
    removal = asyncio.run(wiring.flow(settings).take_down(wanted))
    edited = asyncio.run(_edit(settings, removal)) if settings.telegram_token else 0
    typer.echo(say("taken_down", target=wanted, removal=removal, edited=edited))


async def _edit(settings: Settings, removal: Removal) -> int:
    """Take the links out of posted messages; return how many were edited."""
    from telegram import Bot  # noqa: PLC0415
    from telegram.error import TelegramError  # noqa: PLC0415

    from bot.app import server_of  # noqa: PLC0415

    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    server = server_of(settings)
    bot = Bot(token, base_url=server[0], base_file_url=server[1]) if server else Bot(token)
    edited = 0
    async with bot:
        for post in removal.posts:
            try:
                text = unlinked(post, removal.addresses)
                await bot.edit_message_text(text, post.chat_id, post.message_id, parse_mode="HTML")
            except TelegramError as error:
                complain(say("not_edited", chat=str(post.chat_id), reason=type(error).__name__))
            else:
                edited += 1
    return edited


def unlinked(post: Post, addresses: Iterable[str]) -> str:
    """Return the text of a post whose links to some addresses are gone; what they stood on stays."""
    text = post.text
    for address in addresses:
        shown = re.escape(address.replace("&", "&amp;"))
        text = re.sub(rf'<a href="{shown}">([^<]{{0,300}})</a>', r"\1", text)
    return text


__all__: Sequence[str] = ("register", "unlinked")
