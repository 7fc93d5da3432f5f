"""When a line of a system stands for a proposition of the gold set."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter
from spacy.language import Language

from benchmarks._gold import Article, Item
from benchmarks._kept import Kept
from summaries.intake import segment
from summaries.language import content_stems
from summaries.model import Block, BlockKind, Rule, Statement, Status
from summaries.statements import extract_statements

MATCH = 0.55
"""Share of a proposition's weighted words from which a text stands for it."""

FIGURE_WEIGHT = 2.0
POLARITY = 0.9
"""Factor where one text is negated and the other is not: only decides between two propositions."""

NEGATION = re.compile(
    r"\b(?:nicht|nie|niemals|kein\w*|weder|niemand|nichts|bestr[ie]+t\w*|dementier\w*|falsch)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+(?:[.:]\d{2,3})*(?:,\d+)?")
_WORDS = ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_TEXTS = TypeAdapter(list[str])
_STATEMENTS = TypeAdapter(tuple[Statement, ...])
_FIGURES = {word: str(number) for number, word in enumerate(_WORDS, start=2)}

Place = tuple[str, str]
"""An article and a sentence, or some words of one, in it."""


@dataclass(frozen=True)
class Line:
    """What a system says: a status on some texts; ``texts[0]`` is what a reader sees.

    ``said_in`` and ``denied_in`` are the sentences behind it, each with its article.
    """

    texts: tuple[str, ...]
    status: Status
    rule: Rule
    changes: tuple[tuple[Status, Status], ...] = ()
    asserted_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    said_in: tuple[Place, ...] = ()
    denied_in: tuple[Place, ...] = ()


class Reader:
    """Reads sentences as stems and figures, and articles as statements, each text once."""

    def __init__(self, nlp: Language, kept: Kept | None = None) -> None:
        """Use the pipeline, and what an earlier run has kept."""
        self.nlp = nlp
        self._kept = kept or Kept()
        self.stems = lru_cache(maxsize=None)(self._stems)

    def _stems(self, text: str) -> frozenset[str]:
        found = self._kept.get(_TEXTS, "stems", text, lambda: sorted(content_stems(self.nlp(text))))
        words = {_FIGURES.get(stem, stem) for stem in found}
        return frozenset(w for w in words if w and not w[0].isdigit()) | figures(text)

    def sentences(self, article: Article) -> list[str]:
        """Return the sentences of an article's running text."""
        return self._kept.get(
            _TEXTS, f"sentences of {article.title}", article.text, lambda: self._cut(article)
        )

    def _cut(self, article: Article) -> list[str]:
        doc = self.nlp(article.text)
        bodies = [b.span for b in blocks_of(article) if b.kind is BlockKind.BODY]
        inside = (s for s in doc.sents if any(b.begin <= s.start_char < b.end for b in bodies))
        return [sentence.text.strip() for sentence in inside]

    def statements(self, article: Article) -> tuple[Statement, ...]:
        """Return what an article states."""
        name = f"statements of {article.published.isoformat()} {article.title}"
        return self._kept.get(_STATEMENTS, name, article.text, lambda: self._read(article))

    def _read(self, article: Article) -> tuple[Statement, ...]:
        return extract_statements(self.nlp(article.text), blocks_of(article))


def figures(text: str) -> frozenset[str]:
    """Return the figures of a text, small number words included, without separators of thousands."""
    found = {match.replace(".", "") for match in _FIGURE.findall(text)}
    words = re.findall(r"[a-zäöüß]+", text.casefold())
    return frozenset(found | {_FIGURES[word] for word in words if word in _FIGURES})


def alike(a: str, b: str) -> bool:
    """Tell whether two stems are forms of one word: equal, or alike but for a short ending."""
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a == b or (shared >= 5 and shared >= min(len(a), len(b)) - 2)  # noqa: PLR2004


class Matcher:
    """Tells how well a text stands for a proposition within one story."""

    def __init__(self, reader: Reader, sentences: Sequence[str]) -> None:
        """Weigh words by how few of the story's sentences have them."""
        self._reader = reader
        self._stems = [reader.stems(sentence) for sentence in sentences]

    def likeness(self, proposition: str, text: str) -> float:
        """Return the weighted share of the proposition's words that the text has, 0 to 1."""
        wanted, given = self._reader.stems(proposition), self._reader.stems(text)
        if not figures(proposition) <= figures(text):
            return 0.0
        weights = {stem: self._weight(stem) for stem in wanted}
        had = sum(w for stem, w in weights.items() if any(alike(stem, other) for other in given))
        same = bool(NEGATION.search(proposition)) == bool(NEGATION.search(text))
        return had / (sum(weights.values()) or 1.0) * (1.0 if same else POLARITY)

    def _weight(self, stem: str) -> float:
        count = sum(any(alike(stem, other) for other in stems) for stems in self._stems)
        rarity = math.log((len(self._stems) + 1) / (count + 0.5)) if count else 0.5
        return rarity * (FIGURE_WEIGHT if stem[0].isdigit() else 1.0)

    def best(self, item: Item, line: Line) -> float:
        """Return how well a line stands for an item: contested lines by any of their voices.

        An item that names its sentences is met by these alone, and by its figures.
        """
        if item.asserted_in:
            behind = line.said_in + line.denied_in if line.status is Status.CONTESTED else line.said_in
            named = item.asserted_in + item.denied_in if line.status is Status.CONTESTED else item.asserted_in
            met = any(holds(place, words) for place in behind for words in named)
            told = any(figures(item.proposition) <= figures(text) for text in line.texts)
            return 1 + self.likeness(item.proposition, line.texts[0]) if met and told else 0.0
        texts = line.texts if line.status is Status.CONTESTED else line.texts[:2]
        return max(self.likeness(item.proposition, text) for text in texts)


def holds(place: Place, words: Place) -> bool:
    """Tell whether a sentence has the words that the gold set names."""
    return place[0] == words[0] and words[1] in place[1]


def blocks_of(article: Article) -> Sequence[Block]:
    """Return the blocks of an article as intake cuts it."""
    return segment(article.text, article.title, article.published)
