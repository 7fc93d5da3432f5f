"""The composition root: puts the parts of the bot together and runs them."""

from __future__ import annotations

import asyncio
import html
import logging
import multiprocessing
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot, LinkPreviewOptions, Update
from telegram.constants import ChatType, FloodLimit, ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, CallbackContext, Defaults
from telegram.request import BaseRequest, HTTPXRequest

from bot.access import ChatAdmins, Gate
from bot.alerts import Alerter
from bot.analysis import Analyser, ChildAnalyser
from bot.answers import Answers
from bot.background import Background, place_of
from bot.delivery import DigestDesk, Outbox
from bot.door import Door, Doorkeeper
from bot.feeding import FeedReader
from bot.flow import Flow, utc_now
from bot.handlers.commands import Unknown
from bot.handlers.every import rooms_of
from bot.handlers.intake import Intake
from bot.handlers.membership import Membership
from bot.housekeeping import Housekeeping
from bot.inbox import DurableApplication, DurableQueue, InboxStore
from bot.invitations import codes, open_chats
from bot.pace import Pace
from bot.parts import plain
from bot.plans import Ticker, next_anywhere, next_digest
from bot.polling import PatientLimiter, Pulse, SiftingRequest, number_of, sifted
from bot.preloading import load_now
from bot.reading import FetchesFeeds, SubmissionReader
from bot.rights import Rights
from bot.running import Ending, Lagebild
from bot.sending import Fate, judge
from bot.taps import Taps
from bot.texts import notice
from bot.tools import Tools, reply
from bot.transactions import Transactions
from bot.trial.rooms import PRIVATE_ID, trial_world
from bot.trial.server import serve
from bot.web import fetcher_of
from bot.work import Reader, Worker
from config import ConfigError, Settings
from config.cluster import Role
from config.delivery import TICK_SECONDS
from config.face import FEED_SECONDS
from config.logging import configure_logging
from storage import Database, InstanceLock, StorageError, upgrade
from summaries.digest.wording import WORD_JOINER
from summaries.intake.problem import IntakeError

_log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
_CONNECTIONS = 32
_THREADS = 32
_FOREIGN_CHATS = 100
_LAST_WORDS = {
    Ending.TOKEN: notice("exit_token"),
    Ending.CONFLICT: notice("exit_conflict"),
    Ending.STUCK: notice("exit_stuck"),
}
EXAMPLES = Path(__file__).parent.parent / "examples"


@dataclass(frozen=True, slots=True)
class Line:
    """The line to Telegram: by default that of the settings, over HTTP.

    ``request`` carries calls and ``polling`` polls, ``server`` gives the base addresses of another Bot API
    for calls and files.  ``everybody`` serves every chat: for the trial chat alone.  A group gets at most
    ``group_rate`` messages a minute; Telegram refuses more than its default.
    """

    token: str
    request: BaseRequest | None = None
    polling: BaseRequest | None = None
    server: tuple[str, str] | None = None
    everybody: bool = False
    group_rate: int = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP


Hire = Callable[[Transactions, Reader, Flow, Clock], Worker]


def build_application(  # noqa: PLR0917 - the wiring takes its collaborators
    settings: Settings,
    flow: Flow,
    database: Database,
    clock: Clock,
    fetcher: FetchesFeeds,
    analyser: Analyser,
    line: Line,
    hire: Hire | None = None,
) -> Lagebild:
    """Put the bot together; nothing runs and nothing is sent yet.

    Args:
        settings: What was set.
        flow: Takes articles in and tells digests.
        database: The store, upgraded.
        clock: Returns the present moment, aware.
        fetcher: Fetches pages and feeds.
        analyser: Extracts pages.
        line: How to reach Telegram.
        hire: Makes who has submissions worked on, where other processes do that and look after plans.
    """
    do, background, pulse = Transactions(database), Background(), Pulse(clock())
    store, gate = InboxStore(do, clock), _gate(settings, do, line, clock())
    queue = DurableQueue(store, gate)
    sifting = SiftingRequest(line.polling or _http(1), store, queue.expect, pulse, clock)
    bot = (application := _application(line, settings, queue, sifting, store)).bot
    tell_admins = AdminsEar(bot, settings.admins).tell
    desk = DigestDesk(do, flow, clock, (outbox := Outbox(do, bot, gate, clock, tell_admins)).wake)
    worker = (hire or Worker)(do, SubmissionReader(fetcher, analyser, bot, clock), flow, clock)
    answers = _answering(do, bot, worker, queue, background)
    rights = Rights(do, ChatAdmins(bot, gate.admins, clock))
    feeds = FeedReader(do, fetcher, clock, worker.wake)
    about = (settings.zone, settings.retention_days, background.spawn, tell_admins, answers.show)
    tools = Tools(do, flow, gate, rights, Pace(clock), desk, worker, feeds, clock, *about)
    queue.refused = ForeignChats(tools).note
    _register(application, tools)
    keeper = _keeper_of(settings, application, queue, store)
    parts = (application, queue, tools, answers, outbox, pulse, background, keeper)
    return _alone(Lagebild(*parts), settings, database) if hire is None else Lagebild(*parts)


def _alone(bot: Lagebild, settings: Settings, database: Database) -> Lagebild:
    """Let a bot look after plans, feeds and housekeeping itself."""
    tools = bot.tools
    ticker = make_ticker(settings, tools.do, tools.desk, tools.flow, tools.now)
    bot.ticker = _plan(bot.application, ticker, tools.feeds)
    bot.housekeeping = _keeper(settings, tools.do, tools.now, database)
    return bot


def _answering(
    do: Transactions, bot: Bot, worker: Worker, queue: DurableQueue, background: Background
) -> Answers:
    """Let the worker know of what arrives, and the answers of what it has done."""
    worker.rests_for = queue.qsize
    answers = Answers(do, bot, worker.result_of, background.spawn)
    worker.changed = answers.touch
    return answers


def make_ticker(settings: Settings, do: Transactions, desk: DigestDesk, flow: Flow, clock: Clock) -> Ticker:
    """Return who looks after plans and alerts."""
    alerts = Alerter(do, desk, flow, clock, next_anywhere)
    return Ticker(do, desk, clock, alerts, timedelta(hours=settings.digest_max_late_hours))


def _keeper_of(
    settings: Settings, application: DurableApplication, queue: DurableQueue, store: InboxStore
) -> Doorkeeper | None:
    """Return who stands at the door, None if the bot fetches updates."""
    door = door_of(settings)

    async def take(item: object) -> bool:
        update = await sifted(item, store, application.bot)
        if update is not None:
            await queue.put(update)
        return number_of(item) is not None

    return None if door is None else Doorkeeper(door, take)


def door_of(settings: Settings) -> Door | None:
    """Return where Telegram brings updates to, None if the bot fetches them."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    return Door(
        settings.webhook_url,
        settings.webhook_secret.get_secret_value(),
        settings.webhook_host,
        settings.webhook_port,
    )


def _keeper(settings: Settings, do: Transactions, clock: Clock, database: Database) -> Housekeeping:
    return Housekeeping(do, clock, settings.retention_days, database.path)


def _gate(settings: Settings, do: Transactions, line: Line, now: datetime) -> Gate:
    chats = do.read_now(lambda session: open_chats(session, settings.allowed_chats))
    good = do.read_now(lambda session: codes(session, now))
    return Gate(chats, frozenset(settings.admins), line.everybody, good)


class AdminsEar:
    """Tells the administrators of the bot, in private, what they have to know."""

    def __init__(self, bot: Bot, admins: Sequence[int]) -> None:
        """Take the bot and the ids of the administrators."""
        self._bot = bot
        self._admins = admins

    async def tell(self, text: str) -> bool:
        """Send a line to each administrator; who cannot be reached is left out.

        Returns:
            Whether that is done: False if none was reached, but a later try may reach one.
        """
        fates = [await self._send(admin, text) for admin in self._admins]
        return None in fates or not {Fate.NOT_SENT, Fate.UNKNOWN} & {*fates}

    async def _send(self, admin: int, text: str) -> Fate | None:
        try:
            await self._bot.send_message(admin, text)
        except TelegramError as error:
            _log.warning("admin_not_told", error=type(error).__name__)
            return judge(error).fate
        return None


class ForeignChats:
    """Tells the administrators once of each chat that took the bot in without being on the list."""

    def __init__(self, tools: Tools) -> None:
        """Take what handlers work with."""
        self._tools = tools
        self._told: set[int] = set()

    def note(self, update: Update) -> None:
        """Look at an update that was refused."""
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE or change.chat.id in self._told:
            return
        if len(self._told) < _FOREIGN_CHATS:
            self._told.add(change.chat.id)
            title = change.chat.effective_name or ""
            self._tools.spawn(
                self._tools.tell_admins(notice("foreign_chat", chat=title, number=str(change.chat.id)))
            )


def run(settings: Settings, role: Role = Role.ALL) -> None:
    """Run the bot, or a part of it, until asked to stop: on Telegram with a token, else in the trial chat.

    Raises:
        ConfigError: the language model that the settings name cannot be used.
        StorageError: the store cannot be used, or another bot runs on it.
        SystemExit: the bot cannot go on, with the code of ``Ending``.
    """
    secret = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    knock = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    configure_logging(settings.log_level, settings.log_format, secrets=[secret, knock])
    # It would write down the body of each answer that is no JSON.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    database = Database(settings.database)
    refuse_misfits(settings, role, on_server=database.path is None)
    if database.path is None:
        from bot.roles import run_roles  # noqa: PLC0415 - what a file does not need

        ending = run_roles(settings, database, role, secret)
    else:
        ending = _run_alone(settings, database, secret)
    if ending is not Ending.ASKED:
        say(_LAST_WORDS[ending])
        raise SystemExit(ending.value)


def _run_alone(settings: Settings, database: Database, secret: str) -> Ending:
    """Run everything in this process, on a file that no other one uses."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with InstanceLock(settings.data_dir):
        upgrade(database)
        with figures(settings, database):
            ending = asyncio.run(_serve(settings, database, secret))
        database.close()
    return ending


def refuse_misfits(settings: Settings, role: Role, *, on_server: bool) -> None:
    """Refuse settings that do not go together.

    Raises:
        ConfigError: names what is missing.
    """
    if role is not Role.ALL and not on_server:
        problem = f"LAGEBILD_DATABASE_URL: expected a PostgreSQL server for --role {role.value}"
        raise ConfigError((problem,))
    if role in {Role.FACE, Role.WORKER} and settings.telegram_token is None:
        raise ConfigError((f"LAGEBILD_TELEGRAM_TOKEN: expected the bot's token for --role {role.value}",))
    if settings.webhook_url is not None and settings.webhook_secret is None:
        raise ConfigError(("LAGEBILD_WEBHOOK_SECRET: expected a secret for LAGEBILD_WEBHOOK_URL",))


@contextmanager
def figures(settings: Settings, database: Database, role: Role = Role.ALL) -> Iterator[None]:
    """Offer figures to Prometheus meanwhile, if a port was set.

    Raises:
        ConfigError: the port is taken.
    """
    if not settings.metrics_port:
        yield
        return
    from bot.metrics import offer  # noqa: PLC0415 - most bots run without

    try:
        end = offer(settings.metrics_port, database, utc_now, settings.metrics_host, role)
    except OSError as error:
        problem = f"LAGEBILD_METRICS_PORT: port {settings.metrics_port} is taken; choose another"
        raise ConfigError((problem,)) from error
    try:
        yield
    finally:
        end()


async def _serve(settings: Settings, database: Database, token: str) -> Ending:
    """Run with a token on Telegram, without on the stand-in, which is started for it."""
    if token:
        return await _run_bot(settings, database, Line(token, server=server_of(settings)))
    world = trial_world()
    server = await serve(world, settings.trial_port, EXAMPLES)
    try:
        line = Line(world.token, server=(server.bot_url, server.file_url), everybody=True)
        # Whoever starts the trial chat runs the bot in it, so that what only they see can be tried, too.
        own = settings.model_copy(update={"admins": (*settings.admins, PRIVATE_ID)})
        return await _run_bot(own, database, line, page=server.url)
    finally:
        await server.close()


async def _run_bot(settings: Settings, database: Database, line: Line, page: str = "") -> Ending:
    # On few cores the loop would have half a dozen threads, and articles that wait for each other hold some.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "work"))
    load_now()
    analyser = ChildAnalyser(settings.language_model)
    flow = Flow(database, analyser, zone=settings.zone, clock=utc_now, next_digest=next_digest)
    bot = build_application(settings, flow, database, utc_now, fetcher_of(settings), analyser, line)
    try:
        return await until_asked(_live(bot, analyser, settings.language_model, page))
    except InvalidToken:
        return Ending.TOKEN
    finally:
        await bot.stop()
        await end_analysis(analyser)


async def _live(bot: Lagebild, analyser: ChildAnalyser, model: str | None, page: str) -> Ending:
    if model is None:
        bot.background.spawn(analyser.warm_up())
    else:
        await _try_model(analyser, model)
    await bot.start()
    say(notice("trial", url=page) if page else notice("on_telegram", name=bot.application.bot.name))
    return await bot.watch()


async def _try_model(analyser: ChildAnalyser, model: str) -> None:
    """Load a model that the settings name, before anything is promised to anybody.

    Raises:
        ConfigError: it cannot be used.
    """
    try:
        await analyser.warm_up()
    except IntakeError as error:  # it took its process down, or far too long
        problem = f"LAGEBILD_LANGUAGE_MODEL: Language model {model!r} breaks when it is loaded; name none to "
        raise ConfigError((f"{problem}use Lagebild's own.",)) from error


async def until_asked(work: Coroutine[Any, Any, Ending]) -> Ending:
    """Return how ``work`` ended; a signal to stop cancels it."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return Ending.ASKED
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def end_analysis(analyser: Analyser) -> None:
    """Close the analyser without waiting for what its process is at; the row waits for the next start."""
    closing = asyncio.ensure_future(analyser.close())
    while not closing.done():
        for child in multiprocessing.active_children():
            child.kill()
        await asyncio.wait([closing], timeout=0.1)


def say(text: str) -> None:
    """Print one of the bot's texts for whoever started it."""
    sys.stderr.write(f"{html.unescape(plain(text)).replace(WORD_JOINER, '')}\n")
    sys.stderr.flush()


def _application(
    line: Line, settings: Settings, queue: DurableQueue, sifting: SiftingRequest, store: InboxStore
) -> DurableApplication:
    defaults = Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        tzinfo=settings.zone,
    )
    builder: Any = ApplicationBuilder().application_class(DurableApplication)
    builder = builder.token(line.token).defaults(defaults)
    limiter = PatientLimiter(max_retries=3, group_max_rate=line.group_rate)
    builder = builder.rate_limiter(limiter).update_queue(queue)
    builder = builder.request(line.request or _http(_CONNECTIONS)).get_updates_request(sifting)
    if line.server is not None:
        builder = builder.base_url(line.server[0]).base_file_url(line.server[1])
    application: DurableApplication = builder.build()
    application.attach(store)
    return application


def _register(application: DurableApplication, tools: Tools) -> None:
    """Register handlers (the first that fits handles an update), and the error handler."""
    rooms = rooms_of(tools)
    application.add_handlers(Membership(tools).handlers())
    for room in rooms:
        application.add_handlers(room.handlers())
    application.add_handlers(Taps(tools, rooms).handlers())
    application.add_handlers(Unknown().handlers())
    application.add_handlers(Intake(tools).handlers())
    application.add_error_handler(Failures(application).note)


def _plan(application: DurableApplication, ticker: Ticker, feeds: FeedReader) -> Ticker:
    """Let plans and feeds be looked at again and again."""
    jobs = application.job_queue
    if jobs is not None:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        jobs.scheduler.configure(job_defaults=defaults, **jobs.scheduler_configuration)
        jobs.run_repeating(lambda _: ticker.tick(), TICK_SECONDS, first=1, name="tick")
        jobs.run_repeating(lambda _: feeds.look(), FEED_SECONDS, first=5, name="feeds")
    return ticker


class Failures:
    """What happens when a handler fails: a line in the log, and one to the person who waits."""

    def __init__(self, application: DurableApplication) -> None:
        """Take the application whose inbox rows remember failures."""
        self._application = application

    async def note(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Log a failure without texts, remember it at the update, and tell its author once."""
        error = context.error
        if error is None:
            return
        number = self._application.note_failure(error)
        _log.error("handler_failed", inbox_id=number, error=type(error).__name__, place=place_of(error))
        tell = isinstance(update, Update) and not isinstance(error, StorageError | TelegramError)
        if tell and isinstance(update, Update) and update.effective_message is not None:
            await reply(update.effective_message, notice("failed_once", number=str(number or 0)))


def http_request() -> HTTPXRequest:
    """Return a line to Telegram over HTTP for many calls at once."""
    return _http(_CONNECTIONS)


def _http(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections, read_timeout=15, connect_timeout=10, pool_timeout=10
    )


def server_of(settings: Settings) -> tuple[str, str] | None:
    """Return the base addresses of the Bot API for calls and files; None for Telegram's own."""
    base = settings.api_base_url
    return (f"{base}/bot", f"{base}/file/bot") if base else None
