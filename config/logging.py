"""Logging: one stream, events with keys, no secrets and no content.

An event names what happened ("article stored") and carries ids (``chat_id=…``, ``article_id=…``), never
text that somebody wrote. Bind ids for the length of a task with ``structlog.contextvars.bound_contextvars``.
"""

import json
import logging
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

from config.redaction import MASK, redact

# What these write below WARNING holds the token (httpx: the URL of each call), whole updates (telegram), or
# texts (sqlalchemy: the parameters of each statement; the parsers: pages), or says nothing (alembic).
# This holds at DEBUG as well.
_QUIET = (
    "alembic",
    "apscheduler",
    "asyncio",
    "courlan",
    "hpack",
    "htmldate",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "trafilatura",
    "urllib3",
)

# What these write at WARNING and above still quotes what Telegram sent: the library's messages about answers
# that it cannot read.
_QUOTING = ("telegram",)


def configure_logging(
    level: str = "INFO", form: str = "console", *, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send all logging of the process to one stream.

    Args:
        level: DEBUG, INFO, WARNING or ERROR.
        form: "console" for people, "json" for machines (one object per line).
        secrets: Values to mask wherever they turn up; bot tokens are masked in any case.
        stream: Where to; by default the standard error stream, so that standard output stays clean.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(form, tuple(filter(None, secrets))))
    handler.addFilter(_withhold)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _withhold(record: logging.LogRecord) -> bool:
    """Take everything but numbers out of what a library that quotes messages has to say."""
    if record.name.partition(".")[0] in _QUOTING and isinstance(record.args, tuple):
        record.args = tuple(one if isinstance(one, int | float) else "…" for one in record.args)
    return True


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks secrets in the finished line, so that exceptions and foreign messages are covered as well."""

    def __init__(self, processors: list[Processor], secrets: tuple[str, ...]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=_shared())
        # Quotation marks, backslashes and umlauts may be written as escapes.
        forms = (str, lambda secret: json.dumps(secret)[1:-1], lambda secret: repr(secret)[1:-1])
        self._secrets = {form(secret) for form in forms for secret in secrets}

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, MASK)
        return redact(line)


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _formatter(form: str, secrets: tuple[str, ...]) -> logging.Formatter:
    processors: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        processors += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        # The default shows local variables, and with them the texts of articles and messages.
        plain = structlog.dev.plain_traceback
        processors.append(structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain))
    return _RedactingFormatter(processors, secrets)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("lagebild").critical("uncaught exception", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: Any) -> None:
    if args.exc_value is not None:
        _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
