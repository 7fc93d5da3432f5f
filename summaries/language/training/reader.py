"""What `spacy train` needs of ours: the corpus reader and the choice of matrix library."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.util import registry

from summaries.language import matrices, tokenizer  # noqa: F401 - they register what the configuration names

_LAYERS: Final = ("TAG", "POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE")  # sentences follow from heads
_Kind = tuple[str, tuple[str, ...], bool]
Names = dict[_Kind, list[tuple[str, ...]]]


@registry.readers("lagebild_corpus.v1")  # type: ignore[untyped-decorator]
def corpus(
    gold: Path, silver: Path | None, *, gold_repeats: int, most_joined: int, swapped: float, seed: int
) -> Callable[[Language], Iterator[Example]]:
    """Return a reader of one epoch in random order.

    Args:
        gold: Documents of one sentence each, annotated by hand.
        silver: Documents of running text, annotated by the teacher; None for none.
        gold_repeats: How often the gold documents come in an epoch.
        most_joined: Up to how many documents are joined to one, so that sentences have neighbours.
        swapped: Share of documents whose names are swapped for others (see `swapped_names`).
        seed: Of the order.
    """
    chance = random.Random(seed)  # noqa: S311 - shuffles documents
    stored: list[tuple[list[Doc], list[Doc]]] = []

    def read(nlp: Language) -> Iterator[Example]:
        if not stored:
            stored.append((_docs(gold, nlp), _docs(silver, nlp) if silver else []))
        sentences, texts = stored[0]
        epoch = [*_joined(texts, most_joined, chance)]
        epoch += [doc for _ in range(gold_repeats) for doc in _joined(sentences, most_joined, chance)]
        if gold_repeats > 1 or texts:
            chance.shuffle(epoch)
        names = names_of([*sentences, *texts]) if swapped else {}
        for doc in epoch:
            yield _example(swapped_names(doc, names, chance) if chance.random() < swapped else doc, nlp)

    return read


def _docs(path: Path, nlp: Language) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def _joined(docs: list[Doc], most: int, chance: random.Random) -> Iterator[Doc]:
    if most == 1:
        yield from docs
        return
    rest = docs.copy()
    chance.shuffle(rest)
    while rest:
        part = [rest.pop() for _ in range(min(len(rest), chance.randint(1, most)))]
        yield Doc.from_docs(part, ensure_whitespace=True) if len(part) > 1 else part[0]


def names_of(docs: Iterable[Doc]) -> Names:
    """Return all distinct names of ``docs`` that can stand for one another, by what they have in common."""
    found: dict[_Kind, dict[tuple[str, ...], None]] = {}
    for doc in docs:
        for entity in doc.ents:
            found.setdefault(_kind(entity), {})[tuple(token.text for token in entity)] = None
    return {kind: list(names) for kind, names in found.items()}


def _kind(entity: Span) -> _Kind:
    """What a swap keeps: label, tags, and the "s" of a genitive."""
    return entity.label_, tuple(token.tag_ for token in entity), entity.text.endswith("s")


def swapped_names(doc: Doc, names: Names, chance: random.Random) -> Doc:
    """Return ``doc`` with each name that is all proper nouns swapped for another of its kind.

    Names weigh equally, however often they stand in the texts, so that the network learns to tell them by
    their place (mention replacement, Dai and Adel 2020).
    """
    words = [token.text for token in doc]
    for entity in doc.ents:
        if all(token.tag_ == "NE" for token in entity):
            words[entity.start : entity.end] = chance.choice(names[_kind(entity)])
    swapped = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    values = doc.to_array(list(_LAYERS))
    return swapped.from_array(list(_LAYERS), values)  # type: ignore[arg-type]  # the stubs want other numbers


def _example(doc: Doc, nlp: Language) -> Example:
    """Pair ``doc`` with a bare one that knows the sentence starts, as it does in use."""
    bare = Doc(
        nlp.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        sent_starts=[token.is_sent_start for token in doc],
    )
    return Example(bare, doc)
