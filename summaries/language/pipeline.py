"""Loads the German pipeline: the project's own, or any installed spaCy model by name."""

from __future__ import annotations

from typing import Final

import spacy
from spacy.language import Language

from summaries.language import entities, particles, sentences, tagger, tokenizer  # noqa: F401 - they register their components

_COMPONENTS: Final = ("lagebild_sentences", "lagebild_tagger", "lagebild_particles", "lagebild_entities")


class LanguageModelError(Exception):
    """The configured language model is missing or unfit; the message names the command that installs it."""


def load_pipeline(name: str | None = None) -> Language:
    """Load a German pipeline.

    Args:
        name: Name or path of an installed spaCy model; None for the project's own pipeline.

    Returns:
        A pipeline whose documents carry ``tag_`` (STTS), ``pos_`` (UD), ``lemma_``, ``morph``, sentence
        starts, entities and ``token._.parts``.

    Raises:
        LanguageModelError: If there is no such model or it lacks what the analysis needs.
    """
    if name is None:
        return _own_pipeline()
    try:
        return spacy.load(name)
    except OSError as error:
        raise LanguageModelError(f"python -m spacy download {name}") from error


def _own_pipeline() -> Language:
    nlp = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}})
    for component in _COMPONENTS:
        nlp.add_pipe(component)
    return nlp
