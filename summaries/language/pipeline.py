"""Loads the German pipeline: the project's own, or any installed spaCy model by name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language

from summaries.language import (  # noqa: F401 - they register their components
    closed,
    compounds,
    entities,
    lemmas,
    matrices,
    morphology,
    participles,
    particles,
    roles,
    sentences,
    tokenizer,
)
from summaries.language.installed import LanguageModelError, load_installed

__all__ = ["LanguageModelError", "load_pipeline"]

BUNDLED: Final = Path(__file__).parent / "model"


def load_pipeline(name: str | None = None) -> Language:
    """Load a German pipeline.

    Args:
        name: Name or path of an installed spaCy model; None for the project's own pipeline.

    Returns:
        A pipeline whose documents carry ``tag_`` (STTS), ``pos_``, ``morph``, ``dep_`` and ``head`` (UD),
        ``lemma_``, sentence starts, ``ents`` and ``token._.parts``; ``token._.particle`` is the index of a
        verb's separated particle, which is then part of the verb's lemma.

    Raises:
        LanguageModelError: If there is no such model or it lacks what the analysis needs.
    """
    return spacy.load(BUNDLED) if name is None else load_installed(name)
