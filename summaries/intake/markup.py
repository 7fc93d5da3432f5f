"""From a page's HTML to a tree that is safe to search: bounded, without scripts' tricks and hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree  # type: ignore[import-untyped, unused-ignore]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped, unused-ignore]

from config import intake as limits
from summaries.intake.problem import IntakeError, Problem

_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*0(?:\.0+)?(?:px|em|rem|pt|%)?\s*(?:;|$|!)|(?:text-indent|left|top)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.IGNORECASE,
)
_WHITE = r"(?:#fff(?:fff)?|white|rgba?\(\s*255\s*,\s*255\s*,\s*255[^)]{0,10}\)|transparent)"
_WHITE_TEXT = re.compile(rf"(?:^|;)\s*color\s*:\s*{_WHITE}\s*(?:;|!|$)", re.IGNORECASE)
_DARK_GROUND = re.compile(rf"background(?:-color|-image)?\s*:(?!\s*{_WHITE}\s*(?:;|!|$))", re.IGNORECASE)
_HIDING_CLASSES: Final = frozenset(
    {"visually-hidden", "sr-only", "screen-reader-text", "visuallyhidden", "d-none"}
)
_NEVER_SHOWN: Final = (
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "dialog",
    "noscript",
    "textarea",
    "select",
)
_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{4000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MANY_ATTRIBUTES: Final = 64
_LONG_STYLE: Final = 2_000


def read_tree(html: str) -> HtmlElement:
    """Parse a page.

    Raises:
        IntakeError: EMPTY, or UNREADABLE for a page built to cost more than it may.
    """
    if html.count("<") > limits.MAX_TAGS or _has_attribute_flood(html):
        raise IntakeError(Problem.UNREADABLE)
    parser = HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, encoding="utf-8"
    )
    try:
        tree = document_fromstring(html.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise IntakeError(Problem.EMPTY if not html.strip() else Problem.UNREADABLE) from error
    if _is_deep(tree):
        raise IntakeError(Problem.UNREADABLE)
    _drop_attribute_floods(tree)
    return tree


def drop_hidden(tree: HtmlElement) -> None:
    """Remove from the tree what a reader does not see; structured data in scripts stays."""
    hidden = [element for element in tree.iter(etree.Element) if _is_hidden(element)]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()


def visible_text(tree: HtmlElement, limit: int = 20_000) -> str:
    """Return the first ``limit`` characters a reader sees on the page, on one line."""
    collected: list[str] = []
    length = 0
    for piece in _texts(tree):
        words = " ".join(piece.split())
        if words:
            collected.append(words)
            length += len(words)
        if length > limit:
            break
    return " ".join(collected)[:limit]


def _texts(tree: HtmlElement) -> Iterator[str]:
    body = tree.find("body")
    for element in (tree if body is None else body).iter(etree.Element):
        if element.tag not in {"script", "style"} and element.text:
            yield element.text
        if element.tail:
            yield element.tail


def _has_attribute_flood(html: str) -> bool:
    """Tell whether a tag has so many attributes that parsing alone takes minutes; long values are fine."""
    return any(
        len(_QUOTED.sub("", tag.group()).split()) > limits.MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(html)
    )


def _is_deep(tree: HtmlElement) -> bool:
    """Tell whether elements are nested deeper than any written page, without recursion."""
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.MAX_DEPTH:
            return True
    return False


def _drop_attribute_floods(tree: HtmlElement) -> None:
    for element in tree.iter(etree.Element):
        if len(element.attrib) > _MANY_ATTRIBUTES:
            element.attrib.clear()


def _is_hidden(element: HtmlElement) -> bool:
    if element.tag in _NEVER_SHOWN:
        return True
    get = element.get
    if get("hidden") is not None or (get("aria-hidden") or "").lower() == "true":
        return True
    if _HIDING_CLASSES.intersection((get("class") or "")[:500].lower().split()):
        return True
    style = (get("style") or "")[:_LONG_STYLE]
    if not style:
        return False
    return _HIDING_STYLE.search(style) is not None or (
        _WHITE_TEXT.search(style) is not None and _DARK_GROUND.search(style) is None
    )
