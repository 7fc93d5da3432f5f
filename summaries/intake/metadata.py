"""What a page says about itself: times, title, canonical address, whether it is free to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urljoin

from htmldate import find_date
from lxml.html import HtmlElement  # type: ignore[import-untyped, unused-ignore]

from summaries.intake.clock import BERLIN
from summaries.intake.outlets import outlet_of_host, registrable_domain, slug_of
from summaries.intake.problem import IntakeError
from summaries.intake.texts import clean_title
from summaries.intake.urls import canonical_url, check_url, host_of

_MAX_JSON_CHARS: Final = 500_000
_MAX_JSON_NODES: Final = 5_000
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # no news page is older; 1970 is a missing value
_AHEAD: Final = timedelta(minutes=10)  # clocks of servers differ by minutes, not by hours
_PUBLISHED_METAS: Final = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dcterms.date",
    "og:article:published_time",
    "og:published_time",
    "publish-date",
    "pubdate",
    "publication_date",
    "sailthru.date",
    "parsely-pub-date",
    "last-modified",
)
_MODIFIED_METAS: Final = ("article:modified_time", "datemodified", "og:updated_time", "last-modified")
_SEPARATOR = re.compile(r"(?<!\s)\s+(?:[|·•»:–—-]|::|\|\|)\s+")
_DOMAIN_TAIL = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:de|at|ch|com|net|org|info|tv|news)$", re.IGNORECASE)
_NOT_SHOWN: Final = frozenset(
    {"online", "de", "at", "ch", "com", "net", "www", "news", "nachrichten", "aktuell", "der", "die", "das"}
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Facts from a page's head and structured data; None where the page says nothing usable."""

    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    canonical: str | None = None
    site: str | None = None
    free: bool | None = None


def read_metadata(tree: HtmlElement, url: str | None, now: datetime) -> Metadata:
    """Read the metadata of a page.

    Args:
        tree: the parsed page.
        url: where it was found; a canonical address on another site is not believed.
        now: current time (aware); later times are not believed.
    """
    nodes = list(_structured(tree))
    metas = _metas(tree)
    site = metas.get("og:site_name") or _publisher(nodes)
    base = url or metas.get("og:url")
    return Metadata(
        title=_title(tree, nodes, metas, site, base),
        published=_first_time(_values(nodes, "datePublished"), metas, _PUBLISHED_METAS, now)
        or _time_element(tree, now)
        or _guessed_time(tree, url, now),
        modified=_first_time(_values(nodes, "dateModified"), metas, _MODIFIED_METAS, now),
        canonical=_canonical(tree, metas, url),
        site=site,
        free=_is_free(nodes),
    )


def parse_time(value: object, now: datetime) -> datetime | None:
    """Read a time in ISO form; without an offset it is one in Germany, without a clock time it is noon.

    Returns None for anything else, for times before 1990 and for times in the future.
    """
    if not isinstance(value, str) or not 8 <= len(value.strip()) <= 40:  # noqa: PLR2004
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if ":" not in value and "T" not in value:
        moment = datetime.combine(moment.date(), time(12))
    return believable(moment if moment.tzinfo else moment.replace(tzinfo=BERLIN), now)


def believable(moment: datetime, now: datetime) -> datetime | None:
    """Return a time that may be a publication's, at most ``now``; None for 1970, 99999 and the future."""
    try:
        if not _EARLIEST < moment <= now + _AHEAD:
            return min(moment, now) if moment.date() == now.date() else None
    except OverflowError:
        return None
    return min(moment, now)


def without_outlet(title: str, *names: str | None) -> str:
    """Cut the outlet's name off the end or the beginning of a title ("Titel | tagesschau.de" → "Titel")."""
    wanted = {slug_of(name) for name in names if name}
    wanted |= {"-".join(part for part in slug.split("-") if part not in _NOT_SHOWN) for slug in wanted}
    line = clean_title(title)
    for _ in range(3):
        pieces = list(_SEPARATOR.finditer(line))
        if not pieces:
            break
        if _names(line[pieces[-1].end() :], wanted):
            line = line[: pieces[-1].start()]
        elif _names(line[: pieces[0].start()], wanted):
            line = line[pieces[0].end() :]
        else:
            break
    return line.strip()


def _names(piece: str, wanted: set[str]) -> bool:
    slug = slug_of(piece)
    bare = "-".join(part for part in slug.split("-") if part not in _NOT_SHOWN)
    return bool(_DOMAIN_TAIL.match(piece.strip())) or slug in wanted or (bare in wanted and bool(bare))


def _structured(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of all JSON-LD scripts that can be read."""
    left = _MAX_JSON_NODES
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        text = (script.text or "").strip()
        if not text or len(text) > _MAX_JSON_CHARS:
            continue
        try:
            waiting = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and left > 0:
            left -= 1
            node = waiting.pop(0)
            if isinstance(node, dict):
                yield node
                waiting.extend(node.values())
            elif isinstance(node, list):
                waiting.extend(node)


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return the content of meta elements by lower-case name; of repeated ones the first."""
    metas: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()[:2_000]
        if name and content:
            metas.setdefault(name, content)
    return metas


def _articles(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the objects that describe an article before all others, which may describe related ones."""
    for node in nodes:
        kinds = node.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(
            isinstance(name, str) and name.endswith(("Article", "BlogPosting", "Reportage")) for name in names
        ):
            yield node


def _values(nodes: list[dict[str, Any]], key: str) -> list[object]:
    main = [node[key] for node in _articles(nodes) if key in node][:1]
    return main or [node[key] for node in nodes if key in node and "LiveBlog" in str(node.get("@type"))][:1]


def _first_time(
    values: list[object], metas: dict[str, str], names: tuple[str, ...], now: datetime
) -> datetime | None:
    candidates = [*values, *(metas[name] for name in names if name in metas)]
    return next((found for value in candidates if (found := parse_time(value, now))), None)


def _time_element(tree: HtmlElement, now: datetime) -> datetime | None:
    """Return the time of the page's only time element, or of one that is marked as publication."""
    elements = [element for element in tree.iterfind(".//time") if element.get("datetime")][:50]
    marked = [e for e in elements if e.get("pubdate") is not None or e.get("itemprop") == "datePublished"]
    values = {element.get("datetime") for element in marked or elements}
    return parse_time(values.pop(), now) if len(values) == 1 else None


def _guessed_time(tree: HtmlElement, url: str | None, now: datetime) -> datetime | None:
    """Ask htmldate, which also looks into the text and the address."""
    try:
        found = find_date(
            tree,
            original_date=True,
            outputformat="%Y-%m-%dT%H:%M:%S%z",
            url=url,
            max_date=now.astimezone(BERLIN).replace(tzinfo=None),
        )
    except (
        ValueError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ):  # its parsers, on odd pages
        return None
    if not found:
        return None
    return parse_time(found[:10] if "T00:00:00" in found else found, now)


def _publisher(nodes: list[dict[str, Any]]) -> str | None:
    for node in _articles(nodes):
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return str(publisher["name"])[:100]
    return None


def _title(
    tree: HtmlElement, nodes: list[dict[str, Any]], metas: dict[str, str], site: str | None, url: str | None
) -> str | None:
    """Choose the article's own headline: a single h1, structured data, og:title, title element."""
    headings = [clean_title(heading.text_content()) for heading in tree.iterfind(".//h1")]
    element = tree.findtext(".//title") or ""
    headline = next(
        (node["headline"] for node in _articles(nodes) if isinstance(node.get("headline"), str)), ""
    )
    single = headings[0] if len([heading for heading in headings if heading]) == 1 and headings[0] else ""
    domain = registrable_domain(_host_or_empty(url)) if url else None
    known = outlet_of_host(domain).name if domain else None
    names = (site, domain, known, domain.partition(".")[0] if domain else None)
    for candidate in (headline, metas.get("og:title", ""), single, element, *headings):
        title = without_outlet(candidate, *names) if candidate.strip() else ""
        if title and slug_of(title) not in {slug_of(name) for name in names if name}:
            return title
    return None


def _host_or_empty(url: str) -> str:
    try:
        return host_of(url)
    except IntakeError:
        return ""


def _canonical(tree: HtmlElement, metas: dict[str, str], url: str | None) -> str | None:
    """Return the address the page gives itself, believed only within its own site."""
    links = [link.get("href") for link in tree.iterfind(".//link[@rel='canonical']")]
    for value in (*links, metas.get("og:url")):
        found = _same_site(value, url) if value else None
        if found:
            return found
    return None


def _same_site(value: str, url: str | None) -> str | None:
    try:
        target = check_url(urljoin(url or "", value.strip()))
        if url is None:
            return canonical_url(target)
        same = registrable_domain(host_of(target)) == registrable_domain(host_of(url))
        front = canonical_url(target).count("/") == 3 and canonical_url(target).endswith("/")  # noqa: PLR2004
        return canonical_url(target) if same and not front else None
    except (IntakeError, ValueError):
        return None


def _is_free(nodes: list[dict[str, Any]]) -> bool | None:
    for node in _articles(nodes):
        value = node.get("isAccessibleForFree")
        if isinstance(value, bool | str):
            return str(value).strip().lower() not in {"false", "0", "no"}
    return None
