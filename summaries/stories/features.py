"""From one analysed article to what stories are compared by."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from config.stories import (
    FIGURES_CHARACTERS,
    GRAM_WEIGHT,
    LEAD_CHARACTERS,
    LEAD_WEIGHT,
    MAX_BODY_CHARACTERS,
    MAX_TERMS,
    TITLE_WEIGHT,
)
from summaries.language.actors import find_actors
from summaries.model import Block, BlockKind, Document, Features, Span
from summaries.stories.names import name_stems
from summaries.stories.scattered import falls_apart
from summaries.stories.terms import (
    ROUNDUP,
    TICKER_MARK,
    content_tokens,
    grams,
    main_result,
    numbers_in,
    ordinals_in,
    terms_of,
)
from summaries.stories.titles import clean_title, is_roundup, ticker_of

_SENTENCE_END = re.compile(r"(?<=\w{2}[.!?])\s+(?=[A-ZÄÖÜ\"„])")
_READ = (BlockKind.BODY, BlockKind.HEADLINE)


class Encoder(Protocol):
    """Turns texts into sentence vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row per text."""


def extract_features(
    document: Document,
    doc: Doc,
    blocks: Sequence[Block],
    encoder: Encoder | None,
    title_doc: Doc | None = None,
) -> Features:
    """Return what the story engine compares an article by.

    Args:
        document: The article.
        doc: The pipeline's analysis of ``document.text``; offsets agree.
        blocks: The text's blocks; only body and headlines are read, never captions and junk.
        encoder: Sentence vectors, or None for none.
        title_doc: The pipeline's analysis of ``clean_title(document.title)``; without it, bare words do.

    Returns:
        What ``Features`` tells; title and lead count more in its terms.
    """
    title = clean_title(document.title)
    spans = _read_spans(blocks)
    lead = _lead(document.text, blocks)
    head = title_doc if title_doc is not None else _tokens_only(doc, title)
    whole = Span(0, len(head.text))
    terms = _sum([_count(head, whole, TITLE_WEIGHT, spelled=True), *_body_terms(doc, spans)])
    marks = _marks(document.title, apart=falls_apart(doc, blocks, head))
    kept = _heaviest(terms | dict.fromkeys(marks, TITLE_WEIGHT))
    names, places = name_stems([(head, whole), *((doc, span) for span in spans)])
    return Features(
        title=document.title,
        published=document.published,
        terms=kept,
        actors=_in_nominative({*_names(head, [whole]), *_names(doc, spans)}, (head, doc)),
        numbers=_numbers(title, lead, " ".join(span.of(document.text) for span in spans)),
        vector=_vector(encoder, title, lead),
        headline=frozenset(_count(head, whole, 1.0, spelled=False)),
        words=sum(len(span.of(document.text).split()) for span in spans),
        names=frozenset(kept) & names,
        places=frozenset(kept) & places,
    )


def _numbers(title: str, lead: str, text: str) -> frozenset[str]:
    """Return the figures, what is numbered in title and first sentence, and the result that it is about."""
    opening = _opening(lead)
    result = main_result(title, opening)
    figures = numbers_in(title) | numbers_in(text[:FIGURES_CHARACTERS])
    return ordinals_in(title) | ordinals_in(opening) | figures | ({result} if result else set())


def _read_spans(blocks: Sequence[Block]) -> list[Span]:
    return [block.span for block in blocks if block.kind in _READ and block.span.begin < MAX_BODY_CHARACTERS]


def _lead(text: str, blocks: Sequence[Block]) -> str:
    body = (block.span.of(text) for block in blocks if block.kind is BlockKind.BODY)
    return " ".join(" ".join(body).split())[:LEAD_CHARACTERS]


def _opening(lead: str) -> str:
    """Return the first sentence, where a report says which of several like things it is about."""
    return _SENTENCE_END.split(lead, maxsplit=1)[0]


def _marks(title: str, *, apart: bool) -> Iterator[str]:
    """Yield what a headline says about the kind of its article, and that its text falls apart."""
    ticker = ticker_of(title)
    if ticker:
        yield TICKER_MARK + ticker
    if apart or is_roundup(title):
        yield ROUNDUP


def _tokens_only(doc: Doc, title: str) -> Doc:
    words = re.findall(r"\w[\w-]*|[^\w\s]", title)
    return Doc(doc.vocab, words=words)


def _body_terms(doc: Doc, spans: Sequence[Span]) -> Iterator[dict[str, float]]:
    """Count the body's terms; its first characters, the lead, count more and are spelled out in runs."""
    left = LEAD_CHARACTERS
    for span in spans:
        border = min(span.end, span.begin + max(left, 0))
        yield _count(doc, Span(span.begin, border), LEAD_WEIGHT, spelled=True)
        yield _count(doc, Span(border, span.end), 1.0, spelled=False)
        left -= span.end - span.begin


def _count(doc: Doc, span: Span, weight: float, *, spelled: bool) -> dict[str, float]:
    terms: defaultdict[str, float] = defaultdict(float)
    for token in content_tokens(doc, span.begin, span.end):
        for term, share in terms_of(token):
            terms[term] += weight * share
        for gram in grams(token.text) if spelled else ():
            terms[gram] += weight * GRAM_WEIGHT
    return terms


def _sum(counts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: defaultdict[str, float] = defaultdict(float)
    for terms in counts:
        for term, weight in terms.items():
            total[term] += weight
    return total


def _heaviest(terms: Mapping[str, float]) -> dict[str, float]:
    kept = sorted(terms.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
    return {term: round(weight, 4) for term, weight in sorted(kept)}


def _names(doc: Doc, spans: Sequence[Span]) -> Iterator[str]:
    """Yield the keys of known actors and the other names in lower case; people by their last name."""
    for span in spans:
        yield from (mention.actor.key for mention in find_actors(span.of(doc.text)))
    for entity in doc.ents:
        inside = any(span.begin <= entity.start_char < span.end for span in spans)
        if inside and entity.label_ in {"PER", "ORG", "LOC"} and not find_actors(entity.text):
            last = entity[-1] if entity.label_ == "PER" else entity
            yield last.text.lower().rstrip("'’")


def _in_nominative(names: Iterable[str], docs: Iterable[Doc]) -> frozenset[str]:
    """Return names without the "s" of the genitive where the article also has the name without it."""
    words = {token.lower_ for doc in docs for token in doc}
    bare = {name: name[:-1] for name in names if name.endswith("s") and name[:-1] in words}
    return frozenset(bare.get(name, name) for name in names)


def _vector(encoder: Encoder | None, title: str, lead: str) -> tuple[float, ...]:
    text = f"{title}. {lead}".strip(" .")
    if encoder is None or not text:
        return ()
    row = np.asarray(encoder.encode([text])[0], dtype=np.float32)
    return tuple(float(value) for value in row)
