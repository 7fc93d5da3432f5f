"""The one place where the label sets of other models and treebanks become the project's.

The project's tags are STTS as TIGER has it, its dependencies Universal Dependencies as GSD writes them, its
entities those of `ENTITIES`.  Features (``morph``) and word classes (``pos_``) are universal in all German
models and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from summaries.language.tiger import Node, to_ud

TAGS: Final[Mapping[str, str]] = {
    "PAV": "PROAV", "PROP": "PROAV", "PIDAT": "PIAT", "PPOSS": "PPOSAT", "NNE": "NE", "NNA": "NN",
    "$*LRB*": "$(", "$[": "$(", "SP": "_SP",
}  # fmt: skip
"""Names that other STTS taggers use."""

RELATIONS: Final[Mapping[str, str]] = {
    "acl:relcl": "acl", "advmod:neg": "advmod", "auxpass": "aux:pass", "cc:preconj": "cc",
    "csubj:pass": "csubj", "csubjpass": "csubj", "dobj": "obj", "expl:pv": "obj", "flat:name": "flat",
    "foreign": "flat", "goeswith": "flat", "iobj": "obl:arg", "mwe": "fixed", "name": "flat", "neg": "advmod",
    "nmod:poss": "nmod", "nsubjpass": "nsubj:pass", "obl:tmod": "obl", "orphan": "dep", "reparandum": "dep",
}  # fmt: skip
"""Universal dependencies that GSD has no use for, and those of the first version of the scheme."""

ENTITIES: Final[Mapping[str, str]] = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "ORGANIZATION": "ORG", "ORGANISATION": "ORG", "LOC": "LOC",
    "LOCATION": "LOC", "GPE": "LOC", "DATE": "DATE", "TIME": "TIME", "QUANTITY": "QUANTITY", "EVENT": "EVENT",
}  # fmt: skip
"""Entities that are kept; MISC and what else a recogniser finds would count as somebody's name."""

_NO_LEMMA: Final = "--"  # TIGER's lemma of punctuation
_TIGER_MARKS: Final = frozenset({"ag", "cj", "cp", "mnr", "nk", "oa", "oc", "pd", "sb"})
_UD_MARKS: Final = frozenset({"aux", "case", "conj", "det", "dobj", "nmod", "nsubj", "obj", "obl"})


class Scheme(StrEnum):
    """How a parser names its arcs."""

    TIGER = "tiger"
    UD = "ud"


def scheme_of(labels: Iterable[str]) -> Scheme | None:
    """Return the scheme that a parser's labels belong to; None where they belong to neither."""
    given = set(labels)
    tiger, ud = len(given & _TIGER_MARKS), len(given & _UD_MARKS)
    if tiger == ud:
        return None
    return Scheme.TIGER if tiger > ud else Scheme.UD


def needs_mapping(tags: Iterable[str], relations: Iterable[str], entities: Iterable[str]) -> bool:
    """Tell whether a model that can give these labels speaks otherwise than the project."""
    given = set(relations)
    return (
        scheme_of(given) is Scheme.TIGER
        or bool(given & RELATIONS.keys())
        or bool(set(tags) & TAGS.keys())
        or any(ENTITIES.get(label) != label for label in entities)
    )


@Language.factory(
    "lagebild_labels",
    default_config={"scheme": Scheme.UD.value},
    assigns=["token.tag", "token.dep", "token.head", "token.lemma", "doc.ents"],
    requires=["token.tag", "token.dep", "token.head"],
)
def make_labels(nlp: Language, name: str, scheme: str) -> Labels:
    """Return the component; ``scheme`` is that of the parser before it, "tiger" or "ud"."""
    return Labels(nlp.vocab, Scheme(scheme), name)


class Labels:
    """A component that writes tags, trees and entities of another model as the project does."""

    def __init__(self, vocab: Vocab, scheme: Scheme, name: str = "lagebild_labels") -> None:
        self.name = name
        self.scheme = scheme
        self._tags = {vocab.strings.add(other): own for other, own in TAGS.items()}
        self._relations = {vocab.strings.add(other): own for other, own in RELATIONS.items()}
        self._no_lemma = vocab.strings.add(_NO_LEMMA)

    def __call__(self, doc: Doc) -> Doc:
        """Map the labels of ``doc``; its words and sentences stay."""
        for token in doc:
            if token.tag in self._tags:
                token.tag_ = self._tags[token.tag]
            if token.lemma == self._no_lemma:
                token.lemma_ = token.text
            if self.scheme is Scheme.UD and token.dep in self._relations:
                token.dep_ = self._relations[token.dep]
        if self.scheme is Scheme.TIGER and doc.has_annotation("DEP"):
            _convert(doc)
        if doc.has_annotation("ENT_IOB"):  # without it no recogniser ran, which later components ask
            doc.set_ents(_known_entities(doc))
        return doc


def _convert(doc: Doc) -> None:
    """Replace the TIGER trees of ``doc`` by UD trees over the same sentences."""
    arcs = to_ud([Node(token.tag_, token.lemma_, token.head.i, token.dep_) for token in doc])
    heads = np.array([arc.head - index for index, arc in enumerate(arcs)], dtype=np.int64)
    names = np.array([doc.vocab.strings.add(arc.label) for arc in arcs], dtype=np.uint64)
    values = np.stack([heads.astype(np.uint64), names], axis=1)
    doc.from_array(["HEAD", "DEP"], values)  # type: ignore[arg-type]


def _known_entities(doc: Doc) -> list[Span]:
    return [
        Span(doc, entity.start, entity.end, label=ENTITIES[entity.label_])
        for entity in doc.ents
        if entity.label_ in ENTITIES
    ]
