import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import TelegramError
from telegram.request import BaseRequest

from config.logging import configure_logging
from config.redaction import redact

ROOT = Path(__file__).parents[2]
CANARY = "AAHkanarienvogelWJxfSeofSAs0K5PALDsaw"
TOKEN = f"123456789:{CANARY}"
FORMS = ["console", "json"]


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    """Put the logging of the test run back as it was."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.excepthook, threading.excepthook)
    yield
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def logged(form: str, level: str = "DEBUG", secrets: tuple[str, ...] = ()) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(level, form, secrets=secrets, stream=stream)
    return stream


@pytest.mark.parametrize("form", FORMS)
def test_an_event_is_written_with_its_keys(form: str) -> None:
    stream = logged(form)
    structlog.get_logger("bot.flow").info("article stored", article_id=7)
    assert "article stored" in stream.getvalue()
    assert "article_id" in stream.getvalue()
    assert "bot.flow" in stream.getvalue()


def test_json_gives_one_object_per_line() -> None:
    stream = logged("json")
    structlog.get_logger("a").info("eins", chat_id=1)
    logging.getLogger("b").warning("zwei %s", 2)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["chat_id"], first["level"]) == ("eins", 1, "info")
    assert (second["event"], second["logger"]) == ("zwei 2", "b")
    assert first["timestamp"].endswith("Z")


@pytest.mark.parametrize("form", FORMS)
def test_ids_bound_to_a_task_are_on_every_line(form: str) -> None:
    stream = logged(form)
    with structlog.contextvars.bound_contextvars(update_id=4711):
        logging.getLogger("fremd").warning("etwas")
    assert "4711" in stream.getvalue()


def test_events_below_the_level_are_left_out() -> None:
    stream = logged("json", "WARNING")
    structlog.get_logger("a").info("leise")
    logging.getLogger("b").info("leise")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore", "telegram.ext.Updater", "sqlalchemy.engine", "trafilatura"]
)
def test_loggers_that_write_secrets_and_texts_are_quiet_even_at_debug(name: str) -> None:
    stream = logged("json", "DEBUG")
    logging.getLogger(name).info("content")
    assert stream.getvalue() == ""
    logging.getLogger(name).warning("warnung")
    assert "warnung" in stream.getvalue()


def test_a_quiet_logger_is_no_louder_than_the_rest() -> None:
    stream = logged("json", "ERROR")
    logging.getLogger("httpx").warning("x")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("form", FORMS)
def test_the_token_is_masked_wherever_it_turns_up(form: str) -> None:
    stream = logged(form)
    log = structlog.get_logger("a")
    url = f"https://api.telegram.org/bot{TOKEN}/getMe"
    log.info(TOKEN, url=url, nested={"x": [url]}, encoded=url.replace(":", "%3A"))
    logging.getLogger("fremd").error("The token `%s` was rejected", TOKEN)
    try:
        int(TOKEN)
    except ValueError as error:
        log.exception("failed")
        logging.getLogger("fremd").exception("failed")
        log.warning("shown", error=error, text=repr(error))
    assert "rejected" in stream.getvalue()
    assert CANARY not in stream.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_given_secrets_are_masked_whatever_they_look_like(form: str) -> None:
    stream = logged(form, secrets=('ge"heim\\ä', ""))
    structlog.get_logger("a").warning('x ge"heim\\ä y', key='ge"heim\\ä')
    assert "heim" not in stream.getvalue()
    assert "x *** y" in stream.getvalue()


def test_local_variables_are_not_in_tracebacks() -> None:
    stream = logged("console")
    text_of_a_message = "Streng vertraulich"
    try:
        int(text_of_a_message[:0])
    except ValueError:
        structlog.get_logger("a").exception("failed")
    assert "Traceback" in stream.getvalue()
    assert "vertraulich" not in stream.getvalue()


def test_warnings_go_through_the_same_filter() -> None:
    stream = logged("json")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn(f"deprecated {TOKEN}", stacklevel=1)
    assert "deprecated" in stream.getvalue()
    assert CANARY not in stream.getvalue()


def test_exceptions_of_threads_go_through_the_same_filter() -> None:
    stream = logged("json")

    def fail() -> None:
        raise ValueError(TOKEN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "uncaught exception" in stream.getvalue()
    assert CANARY not in stream.getvalue()


def test_configuring_twice_writes_each_line_once() -> None:
    logged("json")
    stream = logged("json")
    structlog.get_logger("a").info("einmal")
    assert len(stream.getvalue().splitlines()) == 1


CRASH = f"""
import logging
from config.logging import configure_logging
configure_logging("DEBUG", "console")
raise SystemError("bot{TOKEN}")
"""


def test_a_crashing_process_does_not_show_the_token() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASH], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 1
    assert "SystemError" in done.stderr
    assert CANARY not in done.stderr + done.stdout
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"bot{TOKEN}/getMe", "bot123456789:***/getMe"),
        (f"'{TOKEN}'", "'123456789:***'"),
        (f"bot{TOKEN.replace(':', '%3a')}/x", "bot123456789:***/x"),
        ("postgresql://bot:geheim@db/x", "postgresql://bot:***@db/x"),
        ("postgresql+psycopg://:geheim@db", "postgresql+psycopg://:***@db"),
    ],
)
def test_redact_masks_secrets(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "um 18:00 Uhr",
        "https://kurier.example:8443/artikel/123456:teil",
        "Az. 12345678:90",
        "2026-03-02T17:00:00.000000Z",
        "https://kurier.example/a@b",
        "mailto:a@example.org",
    ],
)
def test_redact_leaves_other_text_alone(text: str) -> None:
    assert redact(text) == text


@given(
    st.text(max_size=20),
    st.integers(10**6, 10**11),
    st.text("ABCxyz0189_-", min_size=30, max_size=40),
    st.sampled_from(["", " ", "/", "'", "\n", ")", "?x="]),
)
def test_no_token_survives_redaction(before: str, bot: int, secret: str, after: str) -> None:
    assert secret not in redact(f"{before} {bot}:{secret}{after}")
    assert secret not in redact(f"{before}/bot{bot}:{secret}{after}")


@pytest.mark.parametrize("form", FORMS)
def test_what_the_library_cannot_read_is_not_quoted(form: str) -> None:
    stream = logged(form)
    payload = b'{"ok": true, "result": [{"message": {"text": "Streng vertraulich'
    with pytest.raises(TelegramError):
        BaseRequest.parse_json_payload(payload)
    logging.getLogger("telegram.ext.Updater").error("%s: %d of %r", "Streng", 7, {"text": "vertraulich"})
    assert "Can not load invalid JSON data" in stream.getvalue()
    assert "7 of" in stream.getvalue()
    assert "Streng" not in stream.getvalue()
    assert "vertraulich" not in stream.getvalue()
