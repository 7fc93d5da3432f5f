from __future__ import annotations

import io

import numpy as np
import pytest

from summaries.language.training.e5 import Encoder, Segmenter, Shape
from summaries.stories.encoder.network import StoryEncoder
from summaries.stories.encoder.prune import kept_pieces, pruned
from summaries.stories.encoder.weights import LAYERS, WIDTH, read

_PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁deich",
    "bruch",
    "▁Lorenz",
    "дом",
    "▁der",
    "antidisestablishment",
]


def _quantised(rng, rows, columns):
    steps = rng.integers(-8, 8, size=(rows * columns // 32, 32)).astype(np.float32)
    steps[:, 0] = -8
    return (steps * np.float32(2.0**-7)).reshape(-1)


@pytest.fixture(scope="module")
def whole():
    rng = np.random.default_rng(3)
    tensors = {
        "emb.word": _quantised(rng, len(_PIECES), WIDTH),
        "emb.pos": np.zeros(512 * WIDTH, np.float32),
        "emb.type": np.zeros(2 * WIDTH, np.float32),
        "emb.ln.w": np.ones(WIDTH, np.float32),
        "emb.ln.b": np.zeros(WIDTH, np.float32),
    }
    for layer in range(LAYERS):
        for name, (out, into) in {
            **dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)), "fi": (64, WIDTH), "fo": (WIDTH, 64)
        }.items():  # fmt: skip
            tensors[f"l{layer}.{name}.w"] = _quantised(rng, out, into)
            tensors[f"l{layer}.{name}.b"] = np.zeros(out, np.float32)
        for name in ("aln", "oln"):
            tensors[f"l{layer}.{name}.w"] = np.ones(WIDTH, np.float32)
            tensors[f"l{layer}.{name}.b"] = np.zeros(WIDTH, np.float32)
    scores = {piece: (number, -float(number)) for number, piece in enumerate(_PIECES) if number != 3}
    segmenter = Segmenter(scores, {}, unknown=3, unknown_score=-30.0, longest=20)
    shape = Shape(WIDTH, LAYERS, 12, 64, len(_PIECES), 512)
    return Encoder(shape, 1e-12, tensors, segmenter, begin=0, end=2, padding=1)


def test_it_keeps_what_texts_use_short_pieces_and_names(whole):
    kept = [_PIECES[number] for number in kept_pieces(whole, ["deich bruch"])]
    assert {"▁deich", "▁Lorenz", "▁der", "<unk>"} <= set(kept)
    assert not {"дом", "antidisestablishment"} & set(kept)


def test_a_pruned_model_gives_the_vectors_of_the_whole_one(whole):
    def encoder(kept):
        file = io.BytesIO()
        np.savez(file, **pruned(whole, kept))
        return StoryEncoder(read(file.getvalue()))

    everything = encoder([0, 1, 2, 3, *range(4, len(_PIECES))])
    german = encoder(kept_pieces(whole, ["deichbruch"]))
    texts = ["deichbruch", "der Lorenz", "der deich"]
    assert np.array_equal(everything.encode(texts), german.encode(texts))
