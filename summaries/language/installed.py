"""Loads any installed German spaCy pipeline and tells in one sentence why one cannot be used."""

from __future__ import annotations

from typing import Final

import spacy
from spacy.language import Language

_ADDED: Final = ("lagebild_particles", "lagebild_compounds")
_NEEDED: Final = {
    "tagger": "token.tag",
    "lemmatizer": "token.lemma",
    "sentence splitter": "token.is_sent_start",
    "entity recogniser": "doc.ents",
}


class LanguageModelError(Exception):
    """The configured language model is missing or unfit; the message says what to do."""


def load_installed(name: str) -> Language:
    """Load an installed German pipeline and complete it with the project's own components.

    Args:
        name: Name of an installed spaCy model, or the path of a model's directory.

    Raises:
        LanguageModelError: If there is no such model or it lacks what the analysis needs.
    """
    try:
        nlp = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        message = (
            f"Language model {name!r} cannot be loaded ({_first_line(error)}). Install it with "
            f"`python -m spacy download {name}`, or name none to use Lagebild's own."
        )
        raise LanguageModelError(message) from error
    _check(nlp, name)
    for component in _ADDED:
        if component not in nlp.pipe_names:
            nlp.add_pipe(component)
    return nlp


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:120]


def _check(nlp: Language, name: str) -> None:
    given = {assigned for pipe in nlp.pipe_names for assigned in nlp.get_pipe_meta(pipe).assigns}
    lacking = [part for part, assigned in _NEEDED.items() if assigned not in given]
    if nlp.lang != "de":
        lacking = [f"German (it is made for {nlp.lang!r})"]
    if lacking:
        message = (
            f"Language model {name!r} lacks {', '.join(lacking)}. Install a complete German one with "
            "`python -m spacy download de_core_news_lg`, or name none to use Lagebild's own."
        )
        raise LanguageModelError(message)
