"""Tells participles apart that two verbs share: "hat die Tat gestanden" and "hat im Hof gestanden".

The auxiliary decides, and what hangs on the verb: one of the two takes an object or a clause, the other does
not (Duden, Die Grammatik: auxiliaries of the perfect; the verbs' government).
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from summaries.language.tables import table

_AUXILIARIES: Final = frozenset({"aux", "aux:pass", "cop"})
_OBJECTS: Final = frozenset({"obj", "ccomp", "xcomp"})
_PLACED: Final = frozenset({"obl", "advmod"})
_DATIVE: Final = frozenset({"obl:arg", "iobj"})


@Language.component(
    "lagebild_participles", assigns=["token.lemma"], requires=["token.tag", "token.dep", "token.lemma"]
)
def tell_apart(doc: Doc) -> Doc:
    """Set the lemma of participles that belong to two verbs."""
    shared = table("participles")
    for token in doc:
        if token.tag_ == "VVPP" and token.lower_ in shared:
            token.lemma_ = _verb(token, shared[token.lower_]) or token.lemma_
    return doc


def _verb(participle: Token, verbs: dict[str, str]) -> str:
    """Return the verb by its auxiliary; of two with "haben" the one with an object or with nothing beside."""
    helping = {child.lemma_ for child in participle.children if child.dep_ in _AUXILIARIES}
    if "werden" in helping:
        return verbs.get("werden", "")
    if "haben" in helping:
        return verbs.get("object" if _takes_object(participle) else "haben", "")
    return verbs.get("sein", "") if "sein" in helping else ""


def _takes_object(verb: Token) -> bool:
    beside = {child.dep_ for child in verb.children}
    return bool(beside & _OBJECTS) or not beside & (_PLACED | _DATIVE)
