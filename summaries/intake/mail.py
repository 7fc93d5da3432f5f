"""One article from a saved mail (.eml): a newsletter, or an article that somebody sent on."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final

from summaries.intake.charset import decode
from summaries.intake.outlets import is_known_domain, outlet_of_host, outlet_of_name
from summaries.intake.pages import extract_html
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.texts import clean_title, document_from_text
from summaries.model import DateSource, Document, Outlet

_PASSED_ON = re.compile(r"^(?:\s*(?:re|aw|fwd?|wg)\s*:)+\s*", re.IGNORECASE)
_PARTS: Final = ("html", "plain")
# What the standard library raises on mails nobody foresaw.
_LIBRARY_FAULTS: Final = (
    MessageError,
    AttributeError,
    IndexError,
    KeyError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_mail(
    data: bytes, now: datetime, *, outlet: Outlet | None = None, fallback: Outlet | None = None
) -> Document:
    """Read the article in a mail; files attached to it are left alone.

    Args:
        data: the mail as it was sent (RFC 5322).
        now: current time (aware); where the mail gives no believable time, this is the publication.
        outlet: who published, if known; without it the sender is, unless the mail was passed on.
        fallback: outlet to use where the sender says nothing.

    Raises:
        IntakeError: EMPTY, NO_ARTICLE, TOO_LONG, BINARY or UNREADABLE.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        subject, bodies = str(message.get("Subject", "")), dict(_bodies(message))
        sender, sent = _sender(message, subject), _sent(message, now)
    except _LIBRARY_FAULTS as error:
        raise IntakeError(Problem.UNREADABLE) from error
    known = outlet or sender or fallback
    title = clean_title(_PASSED_ON.sub("", subject)) or None
    found = _from_page(bodies.get("html"), known, now) if bodies.get("html") else None
    if found is None:
        text = bodies.get("plain", "").strip()
        return document_from_text(text, now, outlet=known, message_time=sent, title=title)
    return Document(
        text=found.text,
        title=title or found.title,
        outlet=known or found.outlet,
        published=sent or found.published,
        published_source=DateSource.MESSAGE if sent else found.published_source,
        agency=found.agency,
    )


def _bodies(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Yield the mail's text in each form that it has."""
    for kind in _PARTS:
        part = message.get_body((kind,))
        content = part.get_payload(decode=True) if part is not None else None
        if part is not None and isinstance(content, bytes) and content.strip():
            yield kind, decode(content, part.get_content_charset())


def _from_page(html: str | None, outlet: Outlet | None, now: datetime) -> Document | None:
    """Return the article in a mail's HTML; None where it is no more than the plain text shows."""
    try:
        return extract_html((html or "").encode(), now, outlet=outlet)
    except IntakeError:
        return None


def _sender(message: EmailMessage, subject: str) -> Outlet | None:
    """Return who published; whoever passes a mail on did not."""
    name, address = parseaddr(str(message.get("From", "")))
    host = address.rpartition("@")[2].lower()
    if host and is_known_domain(host):
        return outlet_of_host(host)
    if _PASSED_ON.match(subject) or not name.strip():
        return None
    return outlet_of_name(name)


def _sent(message: EmailMessage, now: datetime) -> datetime | None:
    header = message.get("Date")
    moment = getattr(header, "datetime", None)
    if not isinstance(moment, datetime):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment <= now else None
