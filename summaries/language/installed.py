"""Loads any installed German spaCy pipeline and tells in one sentence why one cannot be used.

What comes before and after the model's own components is the project's:

* The tokenizer, because the rules for sentences, dates and figures read its tokens: spaCy's own leaves the
  full stop on a year at the end of a sentence ("2023.").
* The sentence splitter, before the parser: spaCy's parsers keep boundaries that are set.  They learned from
  running text and join headlines, bullets and text without full stops; and the splitter bounds the length.
* After the model its labels are mapped where they differ; roles by case, particle verbs and entities follow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.util import is_package

from summaries.language import (  # noqa: F401 - they register what is added here
    compounds,
    entities,
    participles,
    particles,
    roles,
    sentences,
    tokenizer,
)
from summaries.language.labels import Scheme, needs_mapping, scheme_of

_TOKENIZER: Final = {"nlp.tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}
_FINISHING: Final = ("lagebild_roles", "lagebild_participles", "lagebild_particles", "lagebild_entities")
_NEEDED: Final[Mapping[str, str]] = {
    "tagger": "token.tag",
    "morphologizer": "token.morph",
    "lemmatizer": "token.lemma",
    "parser": "token.head",
    "entity recogniser": "doc.ents",
}
_OFFICIAL_NAME: Final = re.compile(r"de_\w+")
_COMPLETE: Final = "de_core_news_lg"
_LONGEST_CAUSE: Final = 100


class LanguageModelError(Exception):
    """The configured language model is missing or unfit; the message is one sentence that says what to do."""


def load_installed(name: str) -> Language:
    """Load an installed German pipeline and complete it with the project's own components.

    Args:
        name: Name of an installed spaCy model, or the path of a model's directory.

    Returns:
        A pipeline whose documents carry the same labels as the project's own.

    Raises:
        LanguageModelError: If there is no such model or it lacks what the analysis needs.
    """
    nlp = _read(name)
    _check(nlp, name)
    return _completed(nlp)


def _read(name: str) -> Language:
    try:
        return spacy.load(name, config=_TOKENIZER)
    except (OSError, ImportError, ValueError, KeyError) as error:
        if not _exists(name):
            wanted = name if _OFFICIAL_NAME.fullmatch(name) else _COMPLETE
            raise _unusable(name, "is not installed", wanted) from error
        cause = str(error).strip().partition("\n")[0][:_LONGEST_CAUSE].rstrip(". ")
        raise _unusable(name, f"cannot be read ({cause})") from error


def _exists(name: str) -> bool:
    try:
        return is_package(name) or Path(name).exists()
    except OSError:  # longer than a name of a file may be
        return False


def _unusable(name: str, trouble: str, wanted: str = _COMPLETE) -> LanguageModelError:
    shown = name if len(name) <= _LONGEST_CAUSE else f"{name[:_LONGEST_CAUSE]}…"
    return LanguageModelError(
        f"Language model {shown!r} {trouble}; install {'it' if wanted == name else 'a German one'} with "
        f"`python -m spacy download {wanted}`, or name none to use Lagebild's own."
    )


def _check(nlp: Language, name: str) -> None:
    if nlp.lang != "de":
        raise _unusable(name, f"is not German but made for {nlp.lang!r}")
    given = {assigned for pipe in nlp.pipe_names for assigned in nlp.get_pipe_meta(pipe).assigns}
    lacking = [part for part, assigned in _NEEDED.items() if assigned not in given]
    if lacking:
        raise _unusable(name, f"lacks {', '.join(lacking)}")
    if scheme_of(_labels(nlp, "token.dep")) is None:
        raise _unusable(name, "has a parser whose labels are neither TIGER's nor universal dependencies")


def _labels(nlp: Language, assigned: str) -> set[str]:
    """Return all labels of the components that assign an attribute."""
    pipes = [pipe for pipe in nlp.pipe_names if assigned in nlp.get_pipe_meta(pipe).assigns]
    return {label for pipe in pipes for label in nlp.pipe_labels.get(pipe, ())}


def _completed(nlp: Language) -> Language:
    if "lagebild_sentences" not in nlp.pipe_names:
        nlp.add_pipe("lagebild_sentences", first=True)
    relations = _labels(nlp, "token.dep")
    foreign = needs_mapping(_labels(nlp, "token.tag"), relations, _labels(nlp, "doc.ents"))
    if foreign and "lagebild_labels" not in nlp.pipe_names:
        nlp.add_pipe("lagebild_labels", config={"scheme": (scheme_of(relations) or Scheme.UD).value})
    for component in _FINISHING:
        if component not in nlp.pipe_names:
            nlp.add_pipe(component)
    return nlp
