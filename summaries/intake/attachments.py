"""One article from the bytes of a file: plain text, HTML, a mail or a PDF, told apart by what they are."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePath
from typing import Final

from config import intake as limits
from summaries.intake.charset import decode, kind_of
from summaries.intake.outlets import slug_of
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.texts import document_from_text
from summaries.model import Document, Outlet

_PAGES: Final = frozenset({".html", ".htm", ".xhtml"})
_MAIL_HEAD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}", re.MULTILINE)
_MAIL_FIELD = re.compile(rb"^(?:received|message-id|mime-version):", re.IGNORECASE | re.MULTILINE)


def read_file(
    name: str,
    data: bytes,
    now: datetime,
    *,
    outlet: Outlet | None = None,
    message_time: datetime | None = None,
) -> Document:
    """Read the article in a file.

    A pure function of its arguments that may run in another process; a file built to be slow has to be
    stopped from outside.

    Args:
        name: the file's name; its ending helps to tell HTML and mails from text.
        data: the file.
        now: current time (aware).
        outlet: who published, if known; without it the file's own facts or its name stand in.
        message_time: when the file was posted, for files that carry no time.

    Raises:
        IntakeError: TOO_LARGE, NOT_HTML, BINARY, EMPTY, TOO_LONG, NO_ARTICLE, UNREADABLE, LOCKED, SCANNED.
    """
    kind = kind_of(data)
    _check_size(len(data), kind)
    path = PurePath(name)
    fallback = outlet or Outlet(slug_of(path.stem), path.name)
    if kind == "pdf":
        from summaries.intake.pdf import read_pdf  # noqa: PLC0415 - loads slowly, and few files need it

        return read_pdf(data, now, outlet=fallback, message_time=message_time)
    if kind:
        raise IntakeError(Problem.NOT_HTML, {"type": kind})
    if path.suffix.lower() in _PAGES or _begins_as_html(data):
        return _read_page(data, now, outlet, fallback)
    if path.suffix.lower() == ".eml" or _begins_as_mail(data):
        from summaries.intake.mail import read_mail  # noqa: PLC0415

        return read_mail(data, now, outlet=outlet, fallback=fallback)
    return document_from_text(decode(data), now, outlet=fallback, message_time=message_time)


def _read_page(data: bytes, now: datetime, outlet: Outlet | None, fallback: Outlet) -> Document:
    from summaries.intake.pages import extract_html  # noqa: PLC0415 - lxml loads only for pages

    return extract_html(data, now, outlet=outlet, fallback=fallback)


def _check_size(size: int, kind: str | None) -> None:
    limit = limits.MAX_DOCUMENT_BYTES if kind == "pdf" else limits.MAX_FILE_BYTES
    if size > limit:
        raise IntakeError(Problem.TOO_LARGE, {"limit": str(limit)})


def _begins_as_html(data: bytes) -> bool:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<?xml"))


def _begins_as_mail(data: bytes) -> bool:
    """Tell whether the data begin with at least three header fields, one of which only mails have."""
    found = _MAIL_HEAD.match(data[:20_000])
    return found is not None and _MAIL_FIELD.search(found[0]) is not None
