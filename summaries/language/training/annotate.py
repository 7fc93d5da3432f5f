"""What the teacher makes of sentences: decoded trees and entities, and how right they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from summaries.language.training.e5 import Encoder
from summaries.language.training.marks import best_marks, marks, spans
from summaries.language.training.sentence import Sentence
from summaries.language.training.targets import Targets, batches, heads_of, read_batch
from summaries.language.training.teacher import Teacher, Vocabulary
from summaries.language.training.trees import best_tree


@dataclass(frozen=True, slots=True)
class Annotation:
    """The layers of one sentence, a value per word; head 0 is the root, entities are BIO marks."""

    tags: list[str]
    pos: list[str]
    feats: list[str]
    heads: list[int]
    deps: list[str]
    entities: list[str]


def evaluate(teacher: Teacher, encoder: Encoder, dev: Sequence[Sentence]) -> dict[str, dict[str, float]]:
    """Return per source the shares of right tags, features, heads, labelled heads, and entity F1.

    Trees are those of the corpus's own manner; punctuation counts as in the CoNLL 2018 measure.
    """
    counts: dict[str, Counter[str]] = {}
    targets = Targets(teacher.vocabulary)
    teacher.eval()
    for group in batches(encoder, dev):
        source = targets.sources(group)
        for sentence, given in zip(group, annotate(teacher, encoder, group, source, source), strict=True):
            _count(counts.setdefault(sentence.source, Counter()), sentence, given)
    return {source: _figures(count) for source, count in sorted(counts.items())}


def annotate(
    teacher: Teacher,
    encoder: Encoder,
    group: Sequence[Sentence],
    tree_source: Tensor,
    entity_source: Tensor,
) -> list[Annotation]:
    """Return what the teacher makes of each sentence of ``group``.

    Args:
        teacher: The network.
        encoder: Cuts words into its pieces.
        group: Sentences of similar length; their annotation is not read.
        tree_source: (sentences,) the corpus in whose manner tags and trees are written.
        entity_source: (sentences,) the same for entities.
    """
    batch = read_batch(encoder, group)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        scores = teacher(batch, tree_source, entity_source)
        heads = _heads(scores.arcs, group)
        width = batch.words.shape[1]
        padded = torch.tensor([row + [0] * (width - len(row)) for row in heads])
        relations = _relations(teacher.relations(scores, padded), padded, teacher.vocabulary)
    known = teacher.vocabulary
    return [
        Annotation(
            tags=_names(scores.tags[i], known.tags, len(s.words)),
            pos=_names(scores.pos[i], known.pos, len(s.words)),
            feats=_names(scores.feats[i], known.feats, len(s.words)),
            heads=heads[i],
            deps=_names(relations[i], known.deps, len(s.words)),
            entities=best_marks(scores.entities[i, : len(s.words)].float().numpy(), known.entities),
        )
        for i, s in enumerate(group)
    ]


def _heads(arcs: Tensor, group: Sequence[Sentence]) -> list[list[int]]:
    chances = torch.log_softmax(arcs.float(), -1).numpy().astype(np.float64)
    lengths = [len(s.words) for s in group]
    return [best_tree(chances[i, :length, : length + 1]) for i, length in enumerate(lengths)]


def _relations(scores: Tensor, heads: Tensor, vocabulary: Vocabulary) -> Tensor:
    """Forbid "root" below a word, and everything else at the root."""
    root = vocabulary.deps.index("root")
    at_root = heads == 0
    scores = scores.clone()
    scores[..., root] = torch.where(at_root, scores[..., root] + 1e9, scores[..., root] - 1e9)
    return scores


def _names(scores: Tensor, names: Sequence[str], length: int) -> list[str]:
    return [names[int(number)] for number in scores[:length].argmax(-1)]


def _count(count: Counter[str], sentence: Sentence, given: Annotation) -> None:
    for name, gold in (("tags", sentence.tags), ("pos", sentence.pos), ("feats", sentence.feats)):
        count[name] += sum(a == b for a, b in zip(gold or (), getattr(given, name), strict=False))
        count[name + " of"] += len(gold or ())
    if sentence.heads is not None and sentence.deps is not None:
        right = [a == b for a, b in zip(heads_of(sentence), given.heads, strict=True)]
        count["uas"] += sum(right)
        count["las"] += sum(r and a == b for r, a, b in zip(right, sentence.deps, given.deps, strict=True))
        count["uas of"] += len(right)
        count["las of"] += len(right)
    gold_marks = marks(sentence)
    if gold_marks is not None:
        wanted, found = set(spans(gold_marks)), set(spans(given.entities))
        count["ner"] += 2 * len(wanted & found)
        count["ner of"] += len(wanted) + len(found)


def _figures(count: Counter[str]) -> dict[str, float]:
    names = ("tags", "pos", "feats", "uas", "las", "ner")
    return {n: round(count[n] / count[n + " of"], 4) for n in names if count[n + " of"]}
