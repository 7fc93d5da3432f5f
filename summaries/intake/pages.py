"""From a fetched page to an article's document."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from datetime import datetime
from typing import Final

from lxml import etree  # type: ignore[import-untyped, unused-ignore]
from lxml.html import HtmlElement  # type: ignore[import-untyped, unused-ignore]

from config import intake as limits
from summaries.intake.agencies import agency_of
from summaries.intake.blocks import has_ticker, segment
from summaries.intake.charset import decode
from summaries.intake.fetch import PDF, Page
from summaries.intake.markup import drop_hidden, read_tree, visible_text
from summaries.intake.metadata import Metadata, read_metadata
from summaries.intake.outlets import is_known_domain, outlet_of_host
from summaries.intake.problem import IntakeError, Problem
from summaries.intake.texts import document_from_text, printed_time, title_of
from summaries.intake.urls import canonical_url, host_of
from summaries.model import BlockKind, DateSource, Document, Outlet

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about a proxy library for downloads, which are not its business here
    from trafilatura import bare_extraction

_PAYWALL = re.compile(
    r"\b(?:jetzt weiterlesen mit|(?:weiter|artikel) ?lesen mit\b.{0,30}(?:\+|plus|abo|digital)"
    r"|(?:exklusiv|nur) für abonnent|mit (?:einem|dem|ihrem) "
    r"(?:digital-?|plus-?|probe-?)?abo(?:nnement)?\b.{0,60}\blesen"
    r"|dieser (?:artikel|inhalt|text) ist (?:kostenpflichtig|exklusiv)"
    r"|(?:bereits|schon) (?:abonnent|plus-mitglied|digital-abonnent)"
    r"|sie (?:möchten|wollen) (?:diesen artikel )?weiterlesen|jetzt (?:plus|digital)? ?abo(?:nnieren)? testen"
    r"|zugang zu allen (?:artikeln|inhalten|plus)|(?:lesen sie|alle) (?:plus|\+)-?artikel|jederzeit kündbar)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookie|einwillig|zustimm|datenschutz|tracking|personenbezogen|werbepartner|drittanbieter", re.IGNORECASE
)
_ADDRESSING = re.compile(r"\b(?:wir|uns|unser\w{0,2}|Sie|Ihre[nmrs]?|Ihr)\b")
_CHALLENGE = re.compile(
    r"checking your browser|just a moment|verify(?:ing)? (?:that )?you are (?:a )?human|are you "
    r"a robot|captcha"
    r"|enable javascript and cookies|sie (?:sind )?(?:ein|kein) (?:mensch|roboter)|bestätigen sie, dass sie"
    r"|sicherheitsüberprüfung",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:seite|artikel|inhalt|beitrag|dokument)\b.{0,40}"
    r"\b(?:nicht (?:gefunden|verfügbar|vorhanden|mehr)|existiert nicht|gibt es nicht)"
    r"|\bfehler 404|\b404\b.{0,20}(?:fehler|error|not found|nicht gefunden)|page not found",
    re.IGNORECASE,
)
_LIBRARY_FAULTS: Final = (
    etree.LxmlError,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)


def extract(page: Page, now: datetime) -> Document:
    """Read the article on a fetched page.

    A pure function of its arguments that may run in another process; a page built to be slow has to be
    stopped from outside.

    Args:
        page: what ``Fetcher.fetch`` returned.
        now: current time (aware); where the page gives no believable time, this is the publication.

    Raises:
        IntakeError: PAYWALL, CONSENT_WALL, NO_ARTICLE, NOT_FOUND, UNREADABLE, EMPTY, BINARY; of a PDF also
            LOCKED, SCANNED, TOO_LONG.
    """
    outlet = outlet_of_host(host_of(page.url))
    if page.content_type == PDF:
        from summaries.intake.pdf import read_pdf  # noqa: PLC0415 - loads slowly, and few pages need it

        return replace(read_pdf(page.body, now, outlet=outlet), url=canonical_url(page.url))
    if page.content_type == "text/plain":
        text = decode(page.body, page.charset)
        return document_from_text(text, now, outlet=outlet, url=canonical_url(page.url))
    return extract_html(page.body, now, url=page.url, charset=page.charset)


def extract_html(
    data: bytes,
    now: datetime,
    *,
    url: str | None = None,
    charset: str | None = None,
    outlet: Outlet | None = None,
    fallback: Outlet | None = None,
) -> Document:
    """Read the article in the bytes of an HTML page.

    Args:
        data: the page.
        now: current time (aware).
        url: where it was found, if it comes from the web.
        charset: what the server declared.
        outlet: who published, if known.
        fallback: outlet to use where neither ``outlet`` nor an address says who published.

    Raises:
        IntakeError: see ``extract``.
    """
    tree = read_tree(decode(data, charset))
    metadata = read_metadata(tree, url, now)
    drop_hidden(tree)
    shown = visible_text(tree)
    text = _article_text(tree)
    _check(text, shown, url, metadata, now)
    published, source = _publication(metadata, text, now)
    address = metadata.canonical or (canonical_url(url) if url else None)
    return Document(
        text=text,
        title=title_of(metadata.title, text, published),
        outlet=outlet or _outlet(url or address, metadata) or fallback or Outlet("text", "Text"),
        published=published,
        published_source=source,
        url=address,
        agency=agency_of(text),
        modified=metadata.modified,
    )


def _article_text(tree: HtmlElement) -> str:
    """Return the running text of the page, one paragraph a line, cut to the limit between paragraphs."""
    for script in list(tree.iter("script", "style")):
        script.drop_tree()
    try:
        found = bare_extraction(tree, include_comments=False, include_tables=False)
    except _LIBRARY_FAULTS as error:  # what its heuristics raise on pages nobody foresaw
        raise IntakeError(Problem.UNREADABLE) from error
    text = str(getattr(found, "text", None) or "").replace("\ufffd", "").strip()
    if len(text) <= limits.MAX_TEXT_CHARS:
        return text
    most = text[: limits.MAX_TEXT_CHARS + 1]
    borders = (most.rfind(mark) + 1 for mark in ("\n", ". ", " "))
    border = next((border for border in borders if border), limits.MAX_TEXT_CHARS)
    return text[:border].strip()


def _check(text: str, shown: str, url: str | None, metadata: Metadata, now: datetime) -> None:
    """Refuse pages whose text is no article.

    Raises:
        IntakeError: PAYWALL, CONSENT_WALL, NO_ARTICLE or NOT_FOUND.
    """
    title = metadata.title or ""
    volume = sum(
        block.span.end - block.span.begin
        for block in segment(text, title, now)
        if block.kind is BlockKind.BODY
    )
    if (url and host_of(url).startswith("consent.")) or _is_consent(text):
        raise IntakeError(Problem.CONSENT_WALL)
    if volume < limits.STUB_CHARS and (metadata.free is False or _PAYWALL.search(shown)):
        raise IntakeError(Problem.PAYWALL)
    if volume < limits.MIN_ARTICLE_CHARS:
        raise IntakeError(_why_empty(f"{title} {shown}"))


def _why_empty(shown: str) -> Problem:
    """Name what stands there instead of an article."""
    if _CHALLENGE.search(shown):
        return Problem.CONSENT_WALL
    if _MISSING.search(shown[:2_000]):
        return Problem.NOT_FOUND
    return Problem.CONSENT_WALL if _is_consent(shown[:3_000]) else Problem.NO_ARTICLE


def _is_consent(text: str) -> bool:
    """Tell whether the text asks the reader for consent: dense in its words and addressing the reader."""
    words, address = len(_CONSENT.findall(text)), len(_ADDRESSING.findall(text))
    return words >= 4 and words * 150 >= len(text) and address >= 4  # noqa: PLR2004


def _publication(metadata: Metadata, text: str, now: datetime) -> tuple[datetime, DateSource]:
    """Choose the publication time; a live ticker is as new as its last change."""
    published = metadata.published
    if metadata.modified and (published is None or (metadata.modified > published and has_ticker(text, now))):
        return metadata.modified, DateSource.PAGE
    if published:
        return published, DateSource.PAGE
    printed = printed_time(text, now)
    return (printed, DateSource.TEXT) if printed else (now, DateSource.RECEIVED)


def _outlet(address: str | None, metadata: Metadata) -> Outlet | None:
    if address is None:
        return None
    host = host_of(address)
    site = metadata.site if metadata.site and len(metadata.site) <= limits.MAX_SITE_CHARS else None
    return outlet_of_host(host) if is_known_domain(host) else outlet_of_host(host, site)
