"""The weights of the sentence encoder: four bits each, with a scale for every 32 of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Packed = tuple[NDArray[np.uint8], NDArray[np.float16]]
FILE: Final = "weights.npz"
WIDTH: Final = 384
BLOCK: Final = 32
LAYERS: Final = 12
_MIDDLE: Final = 8


@dataclass(frozen=True, eq=False)
class Weights:
    """Vocabulary and tensors; the word table stays packed and is unpacked row by row."""

    pieces: Sequence[str]
    scores: Sequence[float]
    unknown: int
    begin: int
    end: int
    table: Packed
    positions: Array
    tensors: Mapping[str, Array]

    def words(self, numbers: Sequence[int]) -> Array:
        """Return the rows of the word table with these numbers."""
        nibbles, scales = (part.reshape(-1, WIDTH // BLOCK, *part.shape[1:]) for part in self.table)
        rows = np.asarray(numbers)
        return unpacked(nibbles[rows].reshape(-1, BLOCK // 2), scales[rows].reshape(-1)).reshape(-1, WIDTH)

    def layers(self) -> list[dict[str, Array]]:
        """Return the tensors of each layer by their short names, matrices in their shape."""
        found: list[dict[str, Array]] = []
        for number in range(LAYERS):
            mark = f"l{number}."
            own = {n.removeprefix(mark): t for n, t in self.tensors.items() if n.startswith(mark)}
            found.append({name: _shaped(name, own) for name in own})
        return found


def _shaped(name: str, own: Mapping[str, Array]) -> Array:
    """Return a matrix with as many rows as its shift has numbers; other tensors as they are."""
    if not name.endswith(".w") or name.endswith("ln.w"):
        return own[name]
    return own[name].reshape(own[name.removesuffix(".w") + ".b"].size, -1)


def packed(values: Array) -> Packed:
    """Return values in four bits each; exact where each 32 are multiples -8 to 7 of one 16-bit number."""
    rows = values.reshape(-1, BLOCK)
    largest = np.take_along_axis(rows, np.abs(rows).argmax(axis=1)[:, None], axis=1)
    scales = (largest / -_MIDDLE).astype(np.float16)
    exact = np.where(scales == 0, 1, scales.astype(np.float32))
    steps = np.clip(np.round(rows / exact) + _MIDDLE, 0, 2 * _MIDDLE - 1).astype(np.uint8)
    half = BLOCK // 2
    nibbles = np.asarray(steps[:, :half] | steps[:, half:] << 4, dtype=np.uint8)
    return nibbles, scales.reshape(-1)


def unpacked(nibbles: NDArray[np.uint8], scales: NDArray[np.float16]) -> Array:
    """Return the values of packed blocks in one row."""
    steps = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - _MIDDLE
    return np.asarray((steps * scales.astype(np.float32)[:, None]).reshape(-1))


def read_bundled() -> Weights:
    """Return the weights that lie beside this module."""
    return read(resources.files("summaries.stories.encoder").joinpath(FILE).read_bytes())


def read(data: bytes) -> Weights:
    """Return the weights of a file made by ``prune``."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    pieces = bytes(arrays.pop("pieces")).decode().split("\n")
    unknown, begin, end = (int(number) for number in arrays.pop("special"))
    return Weights(
        pieces=pieces,
        scores=arrays.pop("scores").tolist(),
        unknown=unknown,
        begin=begin,
        end=end,
        table=(arrays.pop("emb.word"), arrays.pop("emb.word.scale")),
        positions=arrays.pop("positions").astype(np.float32),
        tensors=_tensors(arrays),
    )


def _tensors(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, Array]:
    tensors: dict[str, Array] = {}
    for name, array in arrays.items():
        if name.endswith(".scale"):
            continue
        scale = arrays.get(f"{name}.scale")
        values = array if scale is None else unpacked(array.view(np.uint8), scale.view(np.float16))
        tensors[name] = np.asarray(values, dtype=np.float32)
    return tensors
