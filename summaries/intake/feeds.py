"""RSS 1.0, RSS 2.0 and Atom: the title of a feed and the addresses of its articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from summaries.intake.problem import IntakeError, Problem
from summaries.intake.urls import check_url

# Feeds list the newest articles; no real one has more.
_MOST_ENTRIES = 500
_FEED_MEDIA = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_ROOTS = frozenset({"rss", "feed", "RDF"})
_ENTRIES = frozenset({"item", "entry"})


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What a feed says: its title, and the addresses of its articles in its order, each once."""

    title: str
    urls: tuple[str, ...]


def read_feed(body: bytes, url: str) -> FeedContent:
    """Read a feed that was fetched from ``url``.

    Entities are not resolved and nothing is loaded; markup that is not well formed is read as far as it goes.

    Raises:
        IntakeError: it is no feed.
    """
    root = _root(body)
    if root is None or _name(root) not in _ROOTS:
        raise IntakeError(Problem.NO_FEED)
    urls = dict.fromkeys(_addresses(root, url))
    return FeedContent(_title(root), tuple(urls)[:_MOST_ENTRIES])


def find_feed(body: bytes, url: str) -> str | None:
    """Return the address of the feed that a web page names, if it names one."""
    try:
        page = etree.HTML(body, parser=etree.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return None
    links = page.iter("link") if page is not None else ()
    named = (link.get("href") for link in links if _names_feed(link))
    return next((found for href in named if href and (found := _checked(href, url))), None)


def _root(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(body.lstrip(), parser)
    except (etree.LxmlError, ValueError):
        return None


def _names_feed(link: etree._Element) -> bool:
    kind = link.get("type", "").partition(";")[0].strip().lower()
    return "alternate" in link.get("rel", "").lower().split() and kind in _FEED_MEDIA


def _name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; comments and the like have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _title(root: etree._Element) -> str:
    """Return the first title that is not an entry's."""
    for element in root.iter():
        if _name(element) in _ENTRIES:
            break
        if _name(element) == "title":
            return " ".join("".join(element.itertext()).split())
    return ""


def _addresses(root: etree._Element, url: str) -> Iterator[str]:
    for entry in (one for one in root.iter() if _name(one) in _ENTRIES):
        found = next((link for link in _links(entry) if link), None)
        checked = _checked(found, url) if found else None
        if checked is not None:
            yield checked


def _links(entry: etree._Element) -> Iterator[str]:
    """Yield where an entry may point to, the surest first."""
    links = [child for child in entry if _name(child) == "link"]
    yield from (link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate")
    yield from ((link.text or "").strip() for link in links if "href" not in link.attrib)
    for child in entry:
        if _name(child) == "guid" and child.get("isPermaLink", "true") == "true":
            yield (child.text or "").strip()


def _checked(href: str, base: str) -> str | None:
    """Return an address that may be fetched later; what else stands in feeds is left out."""
    try:
        return check_url(urljoin(base, href.strip()))
    except (IntakeError, ValueError):
        return None
