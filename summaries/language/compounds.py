"""The component that names the parts of compounds ("Haushaltsdebatte": haushalt, debatte)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from summaries.language.hanta import word_tagger
from summaries.language.lemmas import plain_form
from summaries.language.tokenizer import normal_form

_NAMES: Final[Mapping[str, str]] = {"NN": "NN", "NE": "NE", "ADJA": "ADJ(A)", "ADJD": "ADJ(D)"}

if not Token.has_extension("parts"):
    Token.set_extension("parts", default=())


@Language.component("lagebild_compounds", assigns=["token._.parts"], requires=["token.tag"])
def split_compounds(doc: Doc) -> Doc:
    """Set ``token._.parts`` to the lower-case lemmas of a compound's parts; empty for other words."""
    for token in doc:
        name = _NAMES.get(token.tag_)
        if name:
            token._.parts = word_tagger().parts(plain_form(normal_form(token.text)), name)
    return doc
