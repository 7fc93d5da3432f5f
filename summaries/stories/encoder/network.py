"""A small transformer in numpy: from the pieces of a text to one vector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from config.stories import ENCODER_DECIMALS, ENCODER_PIECES
from summaries.stories.encoder.segmenter import Segmenter
from summaries.stories.encoder.weights import Weights, read_bundled

Array = NDArray[np.float32]
_HEADS: Final = 12
_PREFIX: Final = "query: "  # the model was trained with it: texts that are compared with each other
_EPSILON: Final = np.float32(1e-12)
_ROOT_HALF: Final = np.float32(0.5**0.5)


class StoryEncoder:
    """Multilingual E5 (small), cut down to the pieces of German: the same text gives the same vector."""

    dimensions: Final = 384

    def __init__(self, weights: Weights) -> None:
        """Take the weights; ``load_encoder`` gives the bundled ones."""
        self._weights = weights
        self._segmenter = Segmenter(weights.pieces, weights.scores, weights.unknown)
        self._layers = weights.layers()

    def encode(self, texts: Sequence[str]) -> Array:
        """Return one float32 row of length 1 per text, zeros for an empty one.

        Args:
            texts: Titles, or title and lead; what goes beyond ``ENCODER_PIECES`` pieces is not read.

        Returns:
            An array (len(texts), dimensions).
        """
        rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _row(self, text: str) -> Array:
        if not text.strip():
            return np.zeros(self.dimensions, dtype=np.float32)
        inner = list(self._segmenter.pieces(_PREFIX + text))[: ENCODER_PIECES - 2]
        states = self._embed([self._weights.begin, *inner, self._weights.end])
        for layer in self._layers:
            states = _layer(states, layer)
        mean = states.mean(axis=0)
        return np.asarray(np.round(mean / np.linalg.norm(mean), ENCODER_DECIMALS), dtype=np.float32)

    def _embed(self, numbers: Sequence[int]) -> Array:
        weights = self._weights
        states = weights.words(numbers) + weights.positions[: len(numbers)]
        return _normalised(states, weights.tensors["emb.ln.w"], weights.tensors["emb.ln.b"])


@cache
def load_encoder() -> StoryEncoder:
    """Return the encoder with the bundled weights, read at the first call (half a second)."""
    return StoryEncoder(read_bundled())


def _layer(states: Array, layer: Mapping[str, Array]) -> Array:
    attended = _linear(_attention(states, layer), layer, "ao")
    states = _normalised(states + attended, layer["aln.w"], layer["aln.b"])
    widened = _gelu(_linear(states, layer, "fi"))
    return _normalised(states + _linear(widened, layer, "fo"), layer["oln.w"], layer["oln.b"])


def _attention(states: Array, layer: Mapping[str, Array]) -> Array:
    query, key, value = (_split(_linear(states, layer, name)) for name in "qkv")
    weights = query @ key.transpose(0, 2, 1) / np.float32(query.shape[-1] ** 0.5)
    weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray((weights @ value).transpose(1, 0, 2).reshape(states.shape))


def _split(states: Array) -> Array:
    return np.asarray(states.reshape(len(states), _HEADS, -1).transpose(1, 0, 2))


def _linear(states: Array, layer: Mapping[str, Array], name: str) -> Array:
    return np.asarray(states @ layer[f"{name}.w"].T + layer[f"{name}.b"])


def _normalised(states: Array, scale: Array, shift: Array) -> Array:
    centred = states - states.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    return np.asarray(centred / deviation * scale + shift)


def _gelu(values: Array) -> Array:
    return np.asarray(values * np.float32(0.5) * (np.float32(1.0) + _erf(values * _ROOT_HALF)))


def _erf(values: Array) -> Array:
    """Return the error function to seven digits (Abramowitz and Stegun 7.1.26)."""
    size = np.abs(values)
    step = np.float32(1.0) / (np.float32(1.0) + np.float32(0.3275911) * size)
    series = np.zeros_like(size)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(factor)) * step
    return np.asarray(np.sign(values) * (np.float32(1.0) - series * np.exp(-size * size)), dtype=np.float32)
