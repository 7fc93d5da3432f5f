"""Chooses few documents that hold all labels, so that the network is set up without reading everything.

``… covering OUT IN…`` reads the annotated documents IN and writes the chosen ones to OUT.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import spacy
from spacy.tokens import Doc, DocBin

OFTEN: Final = 3  # places of a label; the parser leaves out what it finds but once


def labels_of(doc: Doc) -> Iterator[tuple[str, ...]]:
    """Yield every label of every word."""
    for token in doc:
        yield "tag", token.tag_
        yield "morph", token.pos_, str(token.morph)
        yield "dep", token.dep_, "right" if token.head.i < token.i else "left"
        if token.ent_type_:
            yield "ent", token.ent_type_


def covering(docs: Iterable[Doc], often: int = OFTEN) -> Iterator[Doc]:
    """Yield the documents that bring a label not yet seen ``often`` times."""
    seen: Counter[tuple[str, ...]] = Counter()
    for doc in docs:
        labels = list(labels_of(doc))
        if any(seen[label] < often for label in labels):
            seen.update(labels)
            yield doc


def main() -> None:
    """Write the documents of IN that hold all labels to OUT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("given", type=Path, nargs="+")
    arguments = parser.parse_args()
    vocab = spacy.blank("de").vocab
    store = DocBin(attrs=["TAG", "POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "SENT_START"])
    docs = (doc for path in arguments.given for doc in DocBin().from_disk(path).get_docs(vocab))
    for doc in covering(docs):
        store.add(doc)
    store.to_disk(arguments.out)
    print(len(store), "documents hold all labels")


if __name__ == "__main__":
    main()
