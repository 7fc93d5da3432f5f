"""Has the teacher annotate raw text and what the gold data leaves open: ``… silver DATA TEACHER OUT``.

Writes ``gold.spacy`` (annotated by hand, missing layers by the teacher), ``silver.spacy`` (raw text),
``dev.spacy`` and ``dev_names.spacy`` (held-out hand-annotated sentences) and ``vectors`` (one per word).
All trees are in the manner of GSD, all entities in that of GermEval.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, cycle, islice
from pathlib import Path
from typing import Final

import numpy as np
import spacy
import torch
from HanTa.HanoverTagger import HanoverTagger
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, Token
from torch import Tensor

from summaries.language import sentences as _sentences  # noqa: F401 - registers the component
from summaries.language import tokenizer as _tokenizer  # noqa: F401 - registers the tokenizer
from summaries.language.norms import normal_form
from summaries.language.training.annotate import Annotation, annotate
from summaries.language.training.corpus import read_gold
from summaries.language.training.e5 import Encoder, packaged_model, read_encoder
from summaries.language.training.fit_teacher import load
from summaries.language.training.marks import spans
from summaries.language.training.raw import read_raw
from summaries.language.training.sentence import Entity, Sentence
from summaries.language.training.targets import Targets, batches
from summaries.language.training.teacher import Teacher, batch_of
from summaries.language.training.vectors import Rows, TypeVectors, save_vectors, static_vectors
from summaries.language.training.wordlist import chosen_words, written

TREES_AS, ENTITIES_AS = "gsd", "germeval"
CHUNK: Final = 300  # texts whose sentences are sorted by length together
ALONE: Final = 512  # words of one batch, each a text of its own
LONGEST: Final = 100  # words; a longer "sentence" is rather a table, and its text is left out
OWN_TREES: Final = frozenset({"gsd", "gsd_docs"})
PARAGRAPH_ENDS: Final = ("", "\n\n", "", "\n")  # news comes in paragraphs, and white space is a token
LAYERS: Final = ("TAG", "POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "SENT_START")


@dataclass(frozen=True)
class Annotator:
    """A teacher ready to annotate, and the vectors of the words that it has read."""

    teacher: Teacher
    encoder: Encoder
    types: TypeVectors

    @classmethod
    def of(cls, teacher: Teacher, encoder: Encoder) -> Annotator:
        """Return one that has read nothing."""
        return cls(teacher, encoder, TypeVectors(2 * encoder.shape.width))

    def __call__(self, given: Sequence[Sentence]) -> list[Sentence]:
        """Return ``given`` with tags, trees and entities, in the same order."""
        numbers = Targets(self.teacher.vocabulary).numbers["sources"]
        done: dict[int, Sentence] = {}
        seen: list[Tensor] = []
        hook = self.teacher.reader.register_forward_hook(lambda _module, _given, out: seen.append(out))
        places = {id(sentence): index for index, sentence in enumerate(given)}
        for group in batches(self.encoder, given):
            trees = torch.full((len(group),), numbers[TREES_AS])
            names = torch.full((len(group),), numbers[ENTITIES_AS])
            for sentence, values in zip(
                group, annotate(self.teacher, self.encoder, group, trees, names), strict=True
            ):
                done[places[id(sentence)]] = _merged(sentence, values)
            self._remember(group, seen.pop())
        hook.remove()
        return [done[index] for index in range(len(given))]

    def alone(self, norms: Sequence[str]) -> Rows:
        """Return the teacher's (words, width) vectors of words that stand alone."""
        tagger = HanoverTagger("morphmodel_ger.pgz")
        words = [written(norm, tagger) for norm in norms]
        rows = np.zeros((len(words), 2 * self.encoder.shape.width), dtype=np.float32)
        for start in range(0, len(words), ALONE):
            batch = batch_of(self.encoder, [((word,), (False,)) for word in words[start : start + ALONE]])
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                rows[start : start + ALONE] = self.teacher.reader(batch)[:, 0].float().numpy()
        return rows

    def _remember(self, group: Sequence[Sentence], vectors: Tensor) -> None:
        for sentence, rows in zip(group, vectors.float().numpy(), strict=True):
            self.types.add([normal_form(w).lower() for w in sentence.words], rows[: len(sentence.words)])


def _merged(sentence: Sentence, given: Annotation) -> Sentence:
    entities = sentence.entities
    if entities is None or sentence.source != ENTITIES_AS:
        entities = tuple(Entity(*span) for span in spans(given.entities))
    if sentence.source in OWN_TREES:
        return replace(sentence, entities=entities)
    return replace(
        sentence,
        tags=tuple(given.tags),
        pos=tuple(given.pos),
        feats=tuple(given.feats),
        heads=tuple(index if head == 0 else head - 1 for index, head in enumerate(given.heads)),
        deps=tuple(given.deps),
        entities=entities,
    )


def doc_of(parts: Sequence[Sentence], nlp: Language, end: str = "") -> Doc:
    """Join annotated sentences to one document with sentence starts.

    Args:
        parts: The sentences.
        nlp: Whose vocabulary the document gets.
        end: White space that follows as a token of its own; "" for none.
    """
    rows = [_Row.of(part, end if part is parts[-1] else "") for part in parts]
    starts = list(accumulate((len(row.words) for row in rows), initial=0))
    doc = Doc(
        nlp.vocab,
        words=[word for row in rows for word in row.words],
        spaces=[space for row in rows for space in row.spaces],
        tags=[tag for row in rows for tag in row.tags],
        pos=[pos for row in rows for pos in row.pos],
        morphs=[feats for row in rows for feats in row.feats],
        heads=[start + head for start, row in zip(starts, rows, strict=False) for head in row.heads],
        deps=["ROOT" if dep == "root" else dep for row in rows for dep in row.deps],
    )
    doc.ents = tuple(
        Span(doc, start + entity.start, start + entity.end, entity.label)
        for start, part in zip(starts, parts, strict=False)
        for entity in part.entities or ()
    )
    return doc


@dataclass(frozen=True)
class _Row:
    """A sentence with the white space token behind it, if there is one."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    feats: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]

    @classmethod
    def of(cls, part: Sentence, gap: str) -> _Row:
        none = ("",) * len(part.words)
        tags, pos, feats = part.tags or none, part.pos or none, part.feats or none
        heads, deps = part.heads or (), part.deps or ()
        if not gap:
            return cls(part.words, (*part.spaces[:-1], True), tags, pos, feats, heads, deps)
        last = len(part.words) - 1
        return cls(
            (*part.words, gap),
            (*part.spaces[:-1], False, False),
            (*tags, "_SP"),
            (*pos, "SPACE"),
            (*feats, ""),
            (*heads, last),
            (*deps, "dep"),
        )


def _words(doc: Doc) -> list[Sentence]:
    """Return the sentences of a raw text without its white space tokens."""
    rows = []
    for sent in doc.sents:
        tokens = [token for token in sent if not token.is_space]
        if tokens:
            words = tuple(token.text for token in tokens)
            spaces = tuple(bool(token.whitespace_) or _spaced(token) for token in tokens)
            rows.append(Sentence.of_words(words, spaces, "raw", "train"))
    return rows


def _spaced(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.doc[token.i + 1].is_space


def raw_docs(texts: Iterable[str], annotator: Annotator, nlp: Language) -> Iterator[Doc]:
    """Yield annotated documents of raw ``texts``, some with a paragraph's end behind them.

    Texts with endless sentences are left out.
    """
    source, ends = iter(texts), cycle(PARAGRAPH_ENDS)
    while chunk := list(islice(source, CHUNK)):
        split = [_words(doc) for doc in nlp.pipe(chunk)]
        split = [rows for rows in split if rows and max(len(row.words) for row in rows) <= LONGEST]
        flat = iter(annotator([row for rows in split for row in rows]))
        for rows in split:
            yield doc_of(list(islice(flat, len(rows))), nlp, next(ends))


def _write(docs: Iterable[Doc], path: Path) -> int:
    store = DocBin(attrs=list(LAYERS), store_user_data=False)
    words = 0
    for number, doc in enumerate(docs):
        store.add(doc)
        words += len(doc)
        if number % 2000 == 0:
            print(path.name, number, words, flush=True)
    store.to_disk(path)
    return words


def _annotated_parts(gold: Sequence[Sentence]) -> dict[str, list[Sentence]]:
    """Return the sentences of each file; names are judged on those whose names are by hand."""
    held_out = [s for s in gold if s.split == "dev"]
    return {
        "dev": held_out,
        "dev_names": [s for s in held_out if s.source == ENTITIES_AS],
        "gold": [s for s in gold if s.split == "train"],
    }


def main() -> None:
    """Annotate with the teacher TEACHER what lies under DATA; write the three files to the folder OUT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    encoder = read_encoder(packaged_model())
    annotator = Annotator.of(load(arguments.teacher, encoder), encoder)
    nlp = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}})
    nlp.add_pipe("lagebild_sentences")
    gold = [s for s in read_gold(arguments.data) if s.source not in {"smartdata", "mobie"}]
    for name, chosen in _annotated_parts(gold).items():
        _write((doc_of([s], nlp) for s in annotator(chosen)), arguments.out / f"{name}.spacy")
    texts = (raw.text for raw in read_raw(arguments.data))
    print(_write(raw_docs(texts, annotator, nlp), arguments.out / "silver.spacy"), "words")
    types = annotator.types
    words = chosen_words((norm, types.count(norm)) for norm in types.rows)
    save_vectors(words, static_vectors(types, words, annotator.alone), nlp, arguments.out / "vectors")
    print(len(words), "word vectors")


if __name__ == "__main__":
    main()
