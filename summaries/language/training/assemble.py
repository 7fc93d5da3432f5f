"""Puts the trained components and the project's own together: ``… assemble TRAINED NAMES CARD OUT``."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path
from typing import Any, Final

import numpy as np
import spacy
from spacy.language import Language
from spacy.vectors import Vectors

from summaries.language import pipeline as _pipeline  # noqa: F401 - registers tokenizer and components

BEFORE: Final = ("lagebild_sentences",)
AFTER: Final = (
    "lagebild_closed",
    "lagebild_lemmatizer",
    "lagebild_verbs",
    "lagebild_roles",
    "lagebild_participles",
    "lagebild_particles",
    "lagebild_entities",
)

MOST_VECTORS: Final = 90_000  # of 100 000: the rarest would carry the model over 40 MB packed
MADE_BY: Final = ("paths", "corpora", "training", "pretraining", "initialize")  # of interest to who trains


def assemble(trained: Path, names: Path, card: dict[str, Any], out: Path) -> None:
    """Write the shipped pipeline.

    Args:
        trained: The folder that `spacy train` wrote.
        names: The recogniser of names that `spacy train` has made, with the same word vectors.
        card: Entries of ``meta.json``: name, version, licence, sources …
        out: Where the pipeline goes; what is there is replaced.
    """
    nlp = spacy.load(trained)
    nlp.add_pipe("ner", source=spacy.load(names, vocab=nlp.vocab))
    _lighten_vectors(nlp)
    for name in reversed(BEFORE):
        nlp.add_pipe(name, first=True)
    for name in AFTER:
        nlp.add_pipe(name)
    nlp.meta.update(card)
    nlp.meta[
        "performance"
    ] = {}  # that of training is against the teacher too; benchmarks.language records the real one
    for section in MADE_BY:
        nlp.config[section] = {}
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out)
    _forget_words(nlp, out / "vocab" / "strings.json")


def _lighten_vectors(nlp: Language) -> None:
    """Keep the vectors of the first words, in 16 bits; the network widens the few rows that it reads."""
    given = nlp.vocab.vectors
    kept = Vectors(
        strings=nlp.vocab.strings, data=given.data[:MOST_VECTORS].astype(np.float16), name=given.name
    )
    for key, row in given.key2row.items():
        if row < MOST_VECTORS:
            kept.add(key, row=row)
    nlp.vocab.vectors = kept


def _forget_words(nlp: Language, path: Path) -> None:
    """Keep the strings of labels only: words are hashed, and reading all of the training text's is slow."""
    labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    parts = {part for label in labels for part in re.split(r"[|=]", label)}
    path.write_text(json.dumps(sorted(labels | parts), ensure_ascii=False), "utf-8")


def main() -> None:
    """Assemble TRAINED and NAMES to OUT with the model card CARD (JSON)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("card", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    card = json.loads(arguments.card.read_text("utf-8"))
    assemble(arguments.trained, arguments.names, card, arguments.out)


if __name__ == "__main__":
    main()
