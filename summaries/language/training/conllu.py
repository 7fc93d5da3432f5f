"""Reading CoNLL-U, with contractions put back together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

_RANGE: Final = re.compile(r"(\d+)-(\d+)")
_CONTRACTED_FEATURES: Final = ("Case", "Gender", "Number")
_COLUMNS: Final = 10


@dataclass(frozen=True)
class Word:
    """One line of a tree: `head` is an index into the sentence's words, the root's its own."""

    form: str
    lemma: str
    pos: str
    tag: str
    feats: dict[str, str]
    head: int
    dep: str
    misc: dict[str, str]
    space: bool
    ids: tuple[int, ...] = field(default=())
    parts: tuple[str, ...] = field(default=())

    @property
    def lower(self) -> str:
        """The form in lower case."""
        return self.form.lower()


@dataclass(frozen=True)
class Tree:
    """A sentence of a treebank and its comments."""

    comments: dict[str, str]
    words: tuple[Word, ...]


class BrokenTreeError(ValueError):
    """A sentence whose heads form no tree."""


def read_trees(path: Path) -> Iterator[Tree]:
    """Yield the trees of a CoNLL-U file; contractions are one word each, empty nodes are left out.

    Raises:
        BrokenTreeError: where heads form no tree.
    """
    for block in path.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip()]
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        if rows:
            yield Tree(_comments(lines), collapse(rows))


def _comments(lines: Sequence[str]) -> dict[str, str]:
    """Return the `# name = value` lines."""
    pairs = [line[1:].split(" = ", 1) for line in lines if line.startswith("#") and " = " in line]
    return {name.strip(): value.strip() for name, value in pairs}


def collapse(rows: Sequence[Sequence[str]]) -> tuple[Word, ...]:
    """Return the surface words of a sentence's ten-column rows.

    The parts of a contraction ("in" + "dem") become the one word that the text has ("im"): tag APPRART, the
    adposition's lemma, head and relation, the article's case, gender and number; what hung on a part hangs on
    it.

    Raises:
        BrokenTreeError: where heads form no tree.
    """
    words = [_merged(row, parts) if len(parts) > 1 else _word(parts[0]) for row, parts in _surface(rows)]
    index_of = {number: index for index, word in enumerate(words) for number in word.ids}
    placed = tuple(replace(word, head=index_of.get(word.head, index)) for index, word in enumerate(words))
    check_tree([word.head for word in placed])
    return placed


def check_tree(heads: Sequence[int]) -> None:
    """Check that heads form one tree.

    Raises:
        BrokenTreeError: for no root, several roots, or a circle.
    """
    roots = [index for index, head in enumerate(heads) if index == head]
    if len(roots) != 1:
        raise BrokenTreeError(f"{len(roots)} roots")
    for start in range(len(heads)):
        node = start
        for _ in heads:
            node = heads[node]
        if node != roots[0]:
            raise BrokenTreeError(f"word {start} hangs in a circle")


def _surface(rows: Sequence[Sequence[str]]) -> Iterator[tuple[Sequence[str], list[Sequence[str]]]]:
    """Yield each surface row with the rows of its parts: itself, or those of the contraction."""
    by_number = {int(row[0]): row for row in rows if row[0].isdigit()}
    inside: set[int] = set()
    for row in rows:
        span = _RANGE.fullmatch(row[0])
        if span:
            numbers = range(int(span[1]), int(span[2]) + 1)
            inside.update(numbers)
            yield row, [by_number[number] for number in numbers]
        elif row[0].isdigit() and int(row[0]) not in inside:
            yield row, [row]


def _word(row: Sequence[str]) -> Word:
    """Return a row as a word; its head is still a row number."""
    misc = _pairs(row[_COLUMNS - 1])
    feats, head = _pairs(row[5]), int(row[6])
    space = misc.get("SpaceAfter") != "No"
    return Word(row[1], row[2], row[3], row[4], feats, head, row[7], misc, space, (int(row[0]),), (row[1],))


def _merged(row: Sequence[str], parts: Sequence[Sequence[str]]) -> Word:
    """Return a contraction as one word."""
    words = [_word(part) for part in parts]
    ids = tuple(word.ids[0] for word in words)
    outside = [word for word in words if word.head not in ids]
    core = next((word for word in outside if word.pos == "ADP"), outside[0])
    misc = _pairs(row[_COLUMNS - 1])
    tag, feats = _contracted(core, words)
    space = misc.get("SpaceAfter") != "No"
    forms = tuple(word.form for word in words)
    return replace(core, form=row[1], tag=tag, feats=feats, misc=misc, space=space, ids=ids, parts=forms)


def _contracted(core: Word, words: Sequence[Word]) -> tuple[str, dict[str, str]]:
    """Return tag and features of a contraction; only adposition and article have a tag of their own."""
    article = next((word for word in words if word.pos == "DET"), None)
    if core.pos != "ADP" or article is None:
        return core.tag, core.feats
    return "APPRART", {name: article.feats[name] for name in _CONTRACTED_FEATURES if name in article.feats}


def _pairs(column: str) -> dict[str, str]:
    """Return a column of `name=value` pairs."""
    return dict(pair.split("=", 1) for pair in column.split("|") if "=" in pair)
