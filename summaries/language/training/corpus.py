"""All annotated sentences in one form, divided once and for all into what is trained on and what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from summaries.language.training.konvens import read_konvens
from summaries.language.training.ner import NamedText, read_germeval, read_mobie, read_smartdata
from summaries.language.training.overlap import Overlap
from summaries.language.training.sentence import Entity, Sentence, Split, normalised
from summaries.language.training.treebanks import (
    mend_unlabelled,
    read_docs,
    read_gsd,
    read_gsd_more,
    read_hdt,
    read_pud,
)

__all__ = ["Entity", "Sentence", "Split", "dev_sentences", "read_gold", "read_konvens", "split_of"]

# Percent of a source that is held out.  GSD is what the finished model is compared on, so more of it is kept
# back; HDT and the traffic texts are far from the news that Lagebild reads and serve for training.
DEV_PERCENT: Final = {"gsd": 25, "pud": 15, "hdt": 10, "germeval": 18, "smartdata": 10, "mobie": 10}
_UNSURE: Final = frozenset({"gsd_docs"})  # examples from all of GSD, so perhaps from its test split
_TRAFFIC_PARTS: Final = ("train", "dev", "test")


def split_of(key: str, percent: int) -> Split:
    """Return the part that a text belongs to, always the same for the same text.

    Args:
        key: the normalised text, or the document that the text is part of.
        percent: how much of the source is held out.
    """
    bucket = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % 100
    return "dev" if bucket < percent else "train"


def read_gold(root: Path) -> list[Sentence]:
    """Return every annotated sentence once, with its part.

    Of sentences with the same words the first is kept, treebanks before names.  What is trained on has no
    sentence that contains, or is contained in, a held-out one of this list or of `read_konvens`.

    Args:
        root: the folder of the training data.
    """
    sentences = list(_distinct(_assigned(root)))
    held_out = [sentence for sentence in sentences if sentence.split == "dev"]
    overlap = Overlap([sentence.words for sentence in (*held_out, *read_konvens(root))])
    return [
        sentence if sentence.split == "dev" else mend_unlabelled(sentence)
        for sentence in sentences
        if sentence.split == "dev" or not overlap.touches(sentence.text)
    ]


def dev_sentences(root: Path, source: str) -> list[Sentence]:
    """Return the held-out sentences of a source ("gsd", "germeval", "konvens:wikipedia", …).

    Args:
        root: the folder of the training data.
        source: as in `Sentence.source`.
    """
    sentences = read_konvens(root) if source.startswith("konvens:") else read_gold(root)
    return [sentence for sentence in sentences if sentence.source == source and sentence.split == "dev"]


def _assigned(root: Path) -> Iterator[Sentence]:
    """Yield the sentences of all sources, each with its part."""
    for read in (read_gsd, read_pud, read_hdt, read_gsd_more, read_docs):
        for sentence in (one for one in read(root) if one.source not in _UNSURE):
            key = " ".join(normalised(sentence.text))
            yield replace(sentence, split=split_of(key, DEV_PERCENT.get(sentence.source, 0)))
    for text in read_germeval(root / "germeval2014/NER-de-dev.tsv"):
        yield _named(text, "germeval", " ".join(normalised(" ".join(text.words))))
    yield from _traffic(root)


def _traffic(root: Path) -> Iterator[Sentence]:
    """Yield MobIE and what SmartData has beyond it; a document is one of the parts as a whole."""
    newer: set[str] = set()
    for part in _TRAFFIC_PARTS:
        for text in read_mobie(root / f"mobie/{part}.conll2003"):
            newer.add(text.document)
            yield _named(text, "mobie", text.document)
    for part in ("train", "test"):
        for text in read_smartdata(root / f"smartdata/{part}.jsonl"):
            if text.document not in newer:
                yield _named(text, "smartdata", text.document)


def _named(text: NamedText, source: str, key: str) -> Sentence:
    """Return words with names as a sentence without any other layer."""
    split = split_of(key, DEV_PERCENT[source])
    return Sentence.of_words(text.words, text.spaces, source, split, entities=text.entities)


def _distinct(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the first of the sentences with the same words."""
    seen: set[tuple[str, ...]] = set()
    for sentence in sentences:
        key = normalised(sentence.text)
        if key and key not in seen:
            seen.add(key)
            yield sentence
