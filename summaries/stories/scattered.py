"""Texts that fall apart into several events: round-ups and tickers about everything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc

from config.stories import HEADLINE_SHARE, PART_OF_ALL, PART_WORDS, PARTS_OF_ROUNDUP, TELLING_SHARE
from summaries.model import Block, BlockKind
from summaries.stories.prior import bundled_frequencies
from summaries.stories.terms import content_tokens, terms_of

_ITEM_BORDER = re.compile(r"[,;|+·/]|\s[–—-]\s|\bund\b|\bsowie\b")


@dataclass(slots=True)
class _Part:
    """Paragraphs that share telling words, as one."""

    words: int = 0
    stems: set[str] = field(default_factory=set)


def falls_apart(doc: Doc, blocks: Sequence[Block], title: Doc) -> bool:
    """Tell whether a text is about several events that have nothing to do with each other.

    That its paragraphs share no telling words is not enough: a reportage and a comment change the subject as
    well.  Either its headline counts the parts up, or they stand under different times.  A headline that
    counts up nothing joins the paragraphs that have its words: the ticker of one event has them all over.

    Args:
        doc: The analysed text.
        blocks: Its blocks; only those of the body are read.
        title: The analysed headline.
    """
    body = [block for block in blocks if block.kind is BlockKind.BODY]
    times = {block.as_of for block in body}
    items = _items(title)
    if max(len(times), len(items)) < PARTS_OF_ROUNDUP:
        return False
    parts = _parts([_stems(doc, block) for block in body], items[0] if len(items) == 1 else set())
    large = [part for part in parts if part.words >= PART_WORDS]
    if len(large) < PARTS_OF_ROUNDUP or _share_of_largest(parts) > PART_OF_ALL:
        return False
    return len(times) >= PARTS_OF_ROUNDUP or _counted_up(items, large)


def _stems(doc: Doc, block: Block) -> _Part:
    span = block.span
    return _Part(len(span.of(doc.text).split()), _all_stems(doc, span.begin, span.end))


def _all_stems(doc: Doc, begin: int, end: int) -> set[str]:
    return {stem for token in content_tokens(doc, begin, end) for stem, _ in terms_of(token)}


def _parts(paragraphs: Iterable[_Part], headline: set[str]) -> list[_Part]:
    """Join paragraphs that share a telling word, directly or by others, or have words of a headline."""
    binding = {stem for stem in headline if _is_known_by(stem)}
    parts = [_Part(0, set(binding))]
    for paragraph in paragraphs:
        shared = [(part, part.stems & paragraph.stems) for part in parts]
        near = [part for part, stems in shared if stems & binding or _telling(stems)]
        whole = _Part(paragraph.words, set(paragraph.stems))
        for part in near:
            whole.words += part.words
            whole.stems |= part.stems
        parts = [part for part in parts if part not in near] + [whole]
    return parts


def _is_known_by(stem: str) -> bool:
    """Tell whether a headline's word says what a text is about, as "Unfall" and "Hafen" do."""
    return bundled_frequencies().get(stem, 0.0) < HEADLINE_SHARE


def _telling(stems: Iterable[str]) -> bool:
    usual = bundled_frequencies()
    return any(usual.get(stem, 0.0) < TELLING_SHARE for stem in stems)


def _share_of_largest(parts: Sequence[_Part]) -> float:
    return max(part.words for part in parts) / max(sum(part.words for part in parts), 1)


def _items(title: Doc) -> list[set[str]]:
    """Return the stems of each item of a headline that counts something up."""
    borders = [0, *(found.end() for found in _ITEM_BORDER.finditer(title.text)), len(title.text) + 1]
    found = (_all_stems(title, *span) for span in pairwise(borders))
    return [stems for stems in found if stems]


def _counted_up(items: Sequence[set[str]], parts: Sequence[_Part]) -> bool:
    """Tell whether enough parts have the words of an item that no other part has."""
    named = 0
    for part in parts:
        others = set().union(*(other.stems for other in parts if other is not part))
        named += any(item & part.stems and not item & others for item in items)
    return named >= PARTS_OF_ROUNDUP
