"""The one form that every annotated source is read into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

_NOT_WORD: Final = re.compile(r"[\W_]+")

Split: TypeAlias = Literal["train", "dev"]


@dataclass(frozen=True)
class Entity:
    """A named entity: token span, end exclusive, and PER, ORG or LOC."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Sentence:
    """An annotated sentence.  A layer is None where the source does not annotate it (well enough).

    Attributes:
        words: surface tokens; contractions ("im") are one token.
        spaces: whether a space follows the token.
        tags: STTS as in the TIGER corpus (PROAV, PIAT).
        pos: UPOS.
        feats: UD FEATS, sorted; "" for a token without any.
        lemmas: base forms.
        heads: index of the governor; the root points at itself.
        deps: UD relations; "root" for the root.
        entities: PER, ORG and LOC, not nested, in text order.
        source: which corpus ("gsd", "konvens:novelette", …).
        split: "dev" is never trained on.
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...] | None
    pos: tuple[str, ...] | None
    feats: tuple[str, ...] | None
    lemmas: tuple[str, ...] | None
    heads: tuple[int, ...] | None
    deps: tuple[str, ...] | None
    entities: tuple[Entity, ...] | None
    source: str
    split: Split

    @classmethod
    def of_words(
        cls,
        words: tuple[str, ...],
        spaces: tuple[bool, ...],
        source: str,
        split: Split,
        *,
        entities: tuple[Entity, ...] | None = None,
    ) -> Sentence:
        """Return a sentence without tags and tree."""
        nothing = dict.fromkeys(("tags", "pos", "feats", "lemmas", "heads", "deps"))
        return cls(words, spaces, **nothing, entities=entities, source=source, split=split)

    @property
    def text(self) -> str:
        """The sentence as running text."""
        return join_words(self.words, self.spaces)


def join_words(words: tuple[str, ...], spaces: tuple[bool, ...]) -> str:
    """Return the running text of tokens; the last token's space is left out."""
    parts = [word + (" " if space else "") for word, space in zip(words, spaces, strict=True)]
    return "".join(parts).rstrip(" ")


def normalised(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared between sources: case folded, without marks."""
    return tuple(_NOT_WORD.sub(" ", text.casefold()).split())
