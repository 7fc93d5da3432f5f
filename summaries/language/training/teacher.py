"""The teacher: multilingual-e5-small with heads for tags, features, trees and entities (training only).

Every corpus has its own conventions, so each head reads, beside the word, a vector that stands for the corpus
(treebank embeddings, Stymne et al. 2018): the teacher learns from all and annotates in the manner of one.
Trees are scored by deep biaffine attention (Dozat and Manning 2017); words are the first and the last of
their pieces, over a learned mix of all layers (Kondratyuk and Straka 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from summaries.language.training.e5 import Encoder

LAYERS: Final = 8  # of twelve: the upper ones are made for sentence vectors, and syntax lies in the middle
# Widths of the heads follow Dozat and Manning (2017), smaller as the encoder is smaller; not tuned.
CORPUS_WIDTH: Final = 32
ARC_WIDTH: Final = 320
LABEL_WIDTH: Final = 128
HIDDEN_WIDTH: Final = 256
DROPOUT: Final = 0.25
UNSEEN_PIECE_SHARE: Final = 0.08  # of the pieces are hidden in training, so that no name decides alone


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the heads choose from; positions are the class numbers."""

    tags: tuple[str, ...]
    pos: tuple[str, ...]
    feats: tuple[str, ...]
    deps: tuple[str, ...]
    entities: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences padded to one length.

    Attributes:
        pieces: (sentences, pieces) piece numbers.
        mask: (sentences, pieces) true where a piece stands.
        first, last: (sentences, words) position of a word's first and last piece.
        words: (sentences, words) true where a word stands.
    """

    pieces: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    words: Tensor


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores per word; ``arcs`` is (sentences, words, words + 1) with the root as head 0."""

    tags: Tensor
    pos: Tensor
    feats: Tensor
    entities: Tensor
    arcs: Tensor
    dep_word: Tensor
    dep_head: Tensor


class Layer(nn.Module):
    """One BERT layer (normalisation after the sum)."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = (nn.LayerNorm(width, epsilon) for _ in range(2))
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the next layer's (sentences, pieces, width) vectors."""
        split = (*x.shape[:2], self.heads, -1)
        q, k, v = (part(x).view(split).transpose(1, 2) for part in (self.q, self.k, self.v))
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        x = self.aln(x + self.drop(self.ao(seen.transpose(1, 2).reshape(x.shape))))
        return self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x)))))


class Reader(nn.Module):
    """The pretrained network: pieces in, a vector per word out."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        shape, tensors = encoder.shape, encoder.tensors
        word = torch.from_numpy(tensors["emb.word"].reshape(-1, shape.width))
        self.word = nn.Embedding.from_pretrained(word, freeze=True)
        position = tensors["emb.pos"].reshape(-1, shape.width) + tensors["emb.type"][: shape.width]
        self.position = nn.Parameter(torch.from_numpy(position))
        self.norm = nn.LayerNorm(shape.width, encoder.epsilon)
        self.layers = nn.ModuleList(
            Layer(shape.width, shape.heads, shape.inner, encoder.epsilon) for _ in range(LAYERS)
        )
        self.mix = nn.Parameter(torch.zeros(LAYERS + 1))
        self.unknown = encoder.segmenter.unknown
        _load(self, encoder)

    def forward(self, batch: Batch) -> Tensor:
        """Return (sentences, words, 2 * width)."""
        pieces = self._hide(batch.pieces) if self.training else batch.pieces
        x = self.norm(self.word(pieces) + self.position[: pieces.shape[1]])
        layers = [x]
        for layer in self.layers:
            x = layer(x, batch.mask)
            layers.append(x)
        weights = torch.softmax(self.mix.float(), 0)
        mixed = sum(w * one for w, one in zip(weights, layers, strict=True))
        return torch.cat([_picked(mixed, batch.first), _picked(mixed, batch.last)], -1)

    def _hide(self, pieces: Tensor) -> Tensor:
        hidden = torch.rand(pieces.shape) < UNSEEN_PIECE_SHARE
        hidden[:, 0] = False
        return pieces.masked_fill(hidden, self.unknown)


def _picked(x: Tensor, at: Tensor) -> Tensor:
    return torch.gather(x, 1, at[..., None].expand(-1, -1, x.shape[-1]))


def _load(reader: Reader, encoder: Encoder) -> None:
    _set(reader.norm, encoder, "emb.ln")
    for number, layer in enumerate(reader.layers):
        for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            _set(getattr(layer, name), encoder, f"l{number}.{name}")


def _set(part: nn.Module, encoder: Encoder, name: str) -> None:
    with torch.no_grad():
        for parameter, suffix in ((part.weight, "w"), (part.bias, "b")):
            parameter.copy_(torch.from_numpy(encoder.tensors[f"{name}.{suffix}"].reshape(parameter.shape)))


def _perceptron(inside: int, outside: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inside, outside), nn.GELU(), nn.Dropout(DROPOUT))


class Teacher(nn.Module):
    """Scores tags, universal tags, features, heads, relations and entities of every word."""

    def __init__(self, encoder: Encoder, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.reader = Reader(encoder)
        self.corpus = nn.Embedding(len(vocabulary.sources), CORPUS_WIDTH)
        self.drop = nn.Dropout(DROPOUT)
        wide = 2 * encoder.shape.width + CORPUS_WIDTH
        self.hidden = nn.ModuleDict({name: _perceptron(wide, HIDDEN_WIDTH) for name in ("tags", "ner")})
        self.tags = nn.Linear(HIDDEN_WIDTH, len(vocabulary.tags))
        self.pos = nn.Linear(HIDDEN_WIDTH, len(vocabulary.pos))
        self.feats = nn.Linear(HIDDEN_WIDTH, len(vocabulary.feats))
        self.entities = nn.Linear(HIDDEN_WIDTH, len(vocabulary.entities))
        self.root = nn.Parameter(torch.zeros(wide))
        self.arc_word, self.arc_head = _perceptron(wide, ARC_WIDTH), _perceptron(wide, ARC_WIDTH)
        self.dep_word, self.dep_head = _perceptron(wide, LABEL_WIDTH), _perceptron(wide, LABEL_WIDTH)
        self.arc = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.dep = nn.Parameter(torch.zeros(len(vocabulary.deps), LABEL_WIDTH + 1, LABEL_WIDTH + 1))
        nn.init.normal_(self.arc, std=ARC_WIDTH**-0.5)

    def forward(self, batch: Batch, tree_source: Tensor, entity_source: Tensor) -> Scores:
        """Score ``batch``; the sources are (sentences,) corpus numbers for trees and for entities."""
        words = self.drop(self.reader(batch))
        x = torch.cat([words, self._as(tree_source, words)], -1)
        tagged = self.hidden["tags"](x)
        named = self.hidden["ner"](torch.cat([words, self._as(entity_source, words)], -1))
        heads = torch.cat([self.root.expand(len(x), 1, -1).to(x.dtype), x], 1)
        return Scores(
            tags=self.tags(tagged).float(),
            pos=self.pos(tagged).float(),
            feats=self.feats(tagged).float(),
            entities=self.entities(named).float(),
            arcs=self._arcs(x, heads, batch.words),
            dep_word=self.dep_word(x),
            dep_head=self.dep_head(heads),
        )

    def _as(self, source: Tensor, words: Tensor) -> Tensor:
        return self.corpus(source)[:, None, :].expand(-1, words.shape[1], -1).to(words.dtype)

    def _arcs(self, x: Tensor, heads: Tensor, words: Tensor) -> Tensor:
        scores = _with_one(self.arc_word(x)).float() @ self.arc @ self.arc_head(heads).float().transpose(1, 2)
        known = functional.pad(words, (1, 0), value=True)
        return scores.masked_fill(~known[:, None, :], -1e9)

    def relations(self, scores: Scores, heads: Tensor) -> Tensor:
        """Return (sentences, words, deps) scores of the relations to ``heads``, of which 0 is the root."""
        head = _with_one(_picked(scores.dep_head, heads)).float()
        return torch.einsum("bni,dij,bnj->bnd", _with_one(scores.dep_word).float(), self.dep, head)


def _with_one(x: Tensor) -> Tensor:
    return functional.pad(x, (0, 1), value=1.0)


def batch_of(encoder: Encoder, sentences: Sequence[tuple[Sequence[str], Sequence[bool]]]) -> Batch:
    """Pad ``sentences``, each its words and whether a space follows each, to a batch.

    Words beyond the network's positions share its last one.
    """
    rows = [_pieces(encoder, words, spaces) for words, spaces in sentences]
    length = (
        -(-max(len(pieces) for pieces, _, _ in rows) // 8) * 8
    )  # few distinct shapes keep the matrix library quick
    words = max(len(first) for _, first, _ in rows)
    pieces = np.full((len(rows), length), encoder.padding)
    first, last = np.zeros((2, len(rows), words), dtype=np.int64)
    there, known = np.zeros((len(rows), length), dtype=bool), np.zeros((len(rows), words), dtype=bool)
    for row, (ids, starts, ends) in enumerate(rows):
        pieces[row, : len(ids)], there[row, : len(ids)] = ids, True
        first[row, : len(starts)], last[row, : len(ends)], known[row, : len(starts)] = starts, ends, True
    return Batch(*(torch.from_numpy(array) for array in (pieces, there, first, last, known)))


def _pieces(
    encoder: Encoder, words: Sequence[str], spaces: Sequence[bool]
) -> tuple[list[int], list[int], list[int]]:
    ids, first, last = [encoder.begin], [], []
    limit = encoder.shape.positions - 1
    for index, word in enumerate(words):
        pieces = encoder.segmenter.pieces(word, spaced=index == 0 or spaces[index - 1])
        first.append(min(len(ids), limit - 1))
        ids.extend(pieces)
        last.append(min(len(ids) - 1, limit - 1))
    return [*ids[:limit], encoder.end], first, last
