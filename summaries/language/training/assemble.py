"""Puts the trained components and the project's own together: ``… assemble TRAINED CARD OUT``."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any, Final

import spacy

from summaries.language import pipeline as _pipeline  # noqa: F401 - registers tokenizer and components

BEFORE: Final = ("lagebild_sentences",)
AFTER: Final = (
    "lagebild_closed",
    "lagebild_lemmatizer",
    "lagebild_verbs",
    "lagebild_particles",
    "lagebild_entities",
)


def assemble(trained: Path, card: dict[str, Any], out: Path) -> None:
    """Write the shipped pipeline.

    Args:
        trained: The folder that `spacy train` wrote.
        card: Entries of ``meta.json``: name, version, licence, sources …
        out: Where the pipeline goes; what is there is replaced.
    """
    nlp = spacy.load(trained)
    for name in reversed(BEFORE):
        nlp.add_pipe(name, first=True)
    for name in AFTER:
        nlp.add_pipe(name)
    nlp.meta.update(card)
    nlp.config["training"] = {}
    nlp.config["corpora"] = {}
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out, exclude=["vocab_lookups"])
    for useless in out.glob("**/lookups*.bin"):
        useless.unlink()


def main() -> None:
    """Assemble TRAINED to OUT with the model card CARD (JSON)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("card", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    assemble(arguments.trained, json.loads(arguments.card.read_text("utf-8")), arguments.out)


if __name__ == "__main__":
    main()
