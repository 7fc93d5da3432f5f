"""Loads the German pipeline: the project's own, or any installed spaCy model by name."""

from __future__ import annotations

from typing import Final

import spacy
from spacy.language import Language

from summaries.language import (  # noqa: F401 - they register their components
    compounds,
    entities,
    particles,
    sentences,
    tagger,
    tokenizer,
)
from summaries.language.installed import LanguageModelError, load_installed

__all__ = ["LanguageModelError", "load_pipeline"]

_OWN: Final = (
    "lagebild_sentences",
    "lagebild_tagger",
    "lagebild_particles",
    "lagebild_compounds",
    "lagebild_entities",
)


def load_pipeline(name: str | None = None) -> Language:
    """Load a German pipeline.

    Args:
        name: Name or path of an installed spaCy model; None for the project's own pipeline.

    Returns:
        A pipeline whose documents carry ``tag_`` (STTS), ``pos_`` (UD), ``lemma_``, ``morph``, sentence
        starts, ``ents`` and ``token._.parts``; ``token._.particle`` is the index of a verb's separated
        particle, which is then part of the verb's lemma.

    Raises:
        LanguageModelError: If there is no such model or it lacks what the analysis needs.
    """
    return _own_pipeline() if name is None else load_installed(name)


def _own_pipeline() -> Language:
    nlp = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}})
    for component in _OWN:
        nlp.add_pipe(component)
    return nlp
