"""The reader of the packed encoder: its file format, its 4-bit weights and its way of cutting words."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp

from summaries.language.training.e5 import Segmenter, Shape, read_encoder, unpacked

BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
PIECES = {
    "<s>": 0.0,
    "<pad>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    "▁Boot": -3.0,
    "▁": -2.0,
    "Bo": -4.5,
    "ot": -5.0,
}
NORMAL = {"\u00a0": " ", "ﬁ": "fi", "\u00ad": ""}


def block(scale: float, weights: list[int]) -> bytes:
    """Return 32 weights from -8 to 7 as one Q4_0 block."""
    stored = [weight + 8 for weight in weights]
    halves = [low | high << 4 for low, high in zip(stored[:16], stored[16:], strict=True)]
    return np.float16(scale).tobytes() + bytes(halves)


def pieces_section() -> bytes:
    texts = [text.encode() for text in PIECES]
    ends = np.cumsum([0, *map(len, texts)]).astype("<u4")
    head = struct.pack("<5iQ", len(texts), 0, 2, 1, 3, sum(map(len, texts)))
    return head + ends.tobytes() + np.array([*PIECES.values()], "<f4").tobytes() + b"".join(texts)


def normal_section() -> bytes:
    rows = [
        struct.pack(f"<IB{len(out)}I", ord(given), len(out), *map(ord, out)) for given, out in NORMAL.items()
    ]
    return struct.pack("<iI", len(rows), sum(map(len, rows))) + b"".join(rows)


def packed(tensors: dict[str, tuple[int, int, bytes]]) -> bytes:
    """Return a whole file; each tensor is its kind, its number of weights and its bytes."""
    head = b"E5S1" + struct.pack("<i7ifi", 1, 32, 12, 4, 64, len(PIECES), 16, 2, 1e-12, 32)
    head += pieces_section() + normal_section() + struct.pack("<i", len(tensors))
    sizes = [2 + len(name) + 1 + 4 + 8 + 8 for name in tensors]
    at, directory, body = len(head) + sum(sizes), b"", b""
    for name, (kind, count, data) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, at + len(body), len(data))
        body += data
    return head + directory + body


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.bin"
    tensors = {
        "emb.word": (1, 64, block(0.5, [*range(-8, 8)] * 2) + block(2.0, [7] * 16 + [-8] * 16)),
        "emb.ln.b": (0, 3, np.array([1.5, -2.25, 0.0], "<f4").tobytes()),
    }
    path.write_bytes(packed(tensors))
    return path


def test_it_reads_the_sizes_and_special_pieces(model: Path) -> None:
    encoder = read_encoder(model)
    assert encoder.shape == Shape(width=32, layers=12, heads=4, inner=64, pieces=len(PIECES), positions=16)
    assert encoder.epsilon == pytest.approx(1e-12)
    assert (encoder.begin, encoder.end, encoder.padding, encoder.segmenter.unknown) == (0, 2, 1, 3)


def test_it_reads_floats_and_four_bit_weights(model: Path) -> None:
    tensors = read_encoder(model).tensors
    assert list(tensors) == ["emb.word", "emb.ln.b"]
    assert {tensor.dtype for tensor in tensors.values()} == {np.dtype(np.float32)}
    assert tensors["emb.ln.b"].tolist() == [1.5, -2.25, 0.0]
    ramp = [weight * 0.5 for weight in range(-8, 8)]
    assert tensors["emb.word"].tolist() == [*ramp, *ramp, *[14.0] * 16, *[-16.0] * 16]


def test_it_reads_pieces_with_their_scores(model: Path) -> None:
    segmenter = read_encoder(model).segmenter
    assert segmenter.scores["▁Boot"] == (4, -3.0)
    assert "<unk>" not in segmenter.scores
    assert len(segmenter.scores) == len(PIECES) - 1
    assert segmenter.longest == len("▁Boot")
    assert segmenter.normal == NORMAL


def test_an_unknown_character_is_worth_ten_less_than_the_worst_piece(model: Path) -> None:
    assert read_encoder(model).segmenter.unknown_score == -15.0


@pytest.mark.parametrize("data", [b"", b"GGUF" + bytes(100), b"E5S"])
def test_it_refuses_other_files(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"other\.bin"):
        read_encoder(path)


@given(
    stnp.arrays(
        BLOCK,
        st.integers(1, 4),
        elements=st.tuples(
            st.floats(-100, 100, width=16), stnp.arrays(np.uint8, 16, elements=st.integers(0, 255))
        ).map(lambda pair: (pair[0], tuple(pair[1]))),
    )
)
def test_weights_unpack_as_by_hand(blocks: np.ndarray) -> None:
    wanted = []
    for scale, weights in blocks:
        wanted += [float(scale) * ((int(byte) & 15) - 8) for byte in weights]
        wanted += [float(scale) * ((int(byte) >> 4) - 8) for byte in weights]
    assert unpacked(blocks).tolist() == np.array(wanted, np.float32).tolist()


def segmenter_of(scores: dict[str, float], normal: dict[str, str] | None = None) -> Segmenter:
    numbered = {piece: (number, float(score)) for number, (piece, score) in enumerate(scores.items(), 1)}
    longest = max(map(len, scores))
    return Segmenter(numbered, normal or {}, unknown=0, unknown_score=-30.0, longest=longest)


def cuts(text: str) -> Iterator[list[str]]:
    """Yield every way to cut ``text``."""
    if not text:
        yield []
    for end in range(1, len(text) + 1):
        yield from ([text[:end], *rest] for rest in cuts(text[end:]))


def worth(segmenter: Segmenter, piece: str) -> float:
    known = segmenter.scores.get(piece, (0, -np.inf))[1]
    return max(known, segmenter.unknown_score) if len(piece) == 1 else known


def path_worth(segmenter: Segmenter, path: tuple[int, ...]) -> float:
    known = dict(segmenter.scores.values())
    return sum(known.get(number, segmenter.unknown_score) for number in path)


VOCABULARIES = st.dictionaries(
    st.text("ab▁", min_size=1, max_size=3), st.integers(-20, -1), min_size=1, max_size=8
)


@given(VOCABULARIES, st.text("abc", min_size=1, max_size=6), st.booleans())
def test_no_way_to_cut_a_word_is_better(scores: dict[str, int], word: str, spaced: bool) -> None:
    segmenter = segmenter_of({piece: float(score) for piece, score in scores.items()})
    text = "▁" + word if spaced else word
    best = max(sum(worth(segmenter, piece) for piece in cut) for cut in cuts(text))
    assert path_worth(segmenter, segmenter.pieces(word, spaced=spaced)) == best


@given(VOCABULARIES, st.text("abc", min_size=1, max_size=6), st.booleans())
def test_the_pieces_spell_the_word(scores: dict[str, int], word: str, spaced: bool) -> None:
    segmenter = segmenter_of({piece: float(score) for piece, score in scores.items()})
    spelt = {number: piece for piece, (number, _) in segmenter.scores.items()}
    text, at = "▁" + word if spaced else word, 0
    for number in segmenter.pieces(word, spaced=spaced):
        piece = spelt.get(number, text[at : at + 1])
        assert text.startswith(piece, at)
        at += len(piece)
    assert at == len(text)


def test_a_space_before_a_word_changes_its_pieces(model: Path) -> None:
    segmenter = read_encoder(model).segmenter
    assert segmenter.pieces("Boot", spaced=True) == (4,)
    assert segmenter.pieces("Boot", spaced=False) == (6, 7)


def test_unknown_characters_are_one_piece_each() -> None:
    segmenter = segmenter_of({"▁": -1.0, "a": -2.0})
    assert segmenter.pieces("aŁŁa", spaced=True) == (1, 2, 0, 0, 2)


def test_characters_are_normalised_before_cutting() -> None:
    segmenter = segmenter_of({"fi": -1.0, "n": -1.0}, NORMAL)
    assert segmenter.pieces("\u00adﬁn", spaced=False) == (1, 2)


@pytest.mark.parametrize("word", ["", "\u00a0", "\u00ad"])
def test_a_word_of_nothing_is_unknown(word: str) -> None:
    assert segmenter_of({"a": -1.0}, NORMAL).pieces(word, spaced=False) == (0,)


def test_a_word_longer_than_every_piece_is_cut() -> None:
    segmenter = segmenter_of({"ab": -1.0})
    assert segmenter.pieces("ab" * 300, spaced=False) == (1,) * 300


def test_it_remembers_words_apart_by_their_space() -> None:
    segmenter = segmenter_of({"▁a": -1.0, "a": -1.0})
    first = [segmenter.pieces("a", spaced=spaced) for spaced in (True, False)]
    again = [segmenter.pieces("a", spaced=spaced) for spaced in (True, False)]
    assert first == again == [(1,), (2,)]


def test_the_longest_piece_can_be_used_whole() -> None:
    segmenter = segmenter_of({"a": -2.0, "aaaa": -1.0})
    assert segmenter.pieces("aaaa", spaced=False) == (2,)
    shorter = replace(segmenter, longest=3, _seen={})
    assert shorter.pieces("aaaa", spaced=False) == (1, 1, 1, 1)
