from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.stories import ENCODER_WORD_LENGTH
from summaries.stories.encoder.segmenter import Segmenter
from summaries.stories.encoder.weights import packed, unpacked

ABOUT_THE_DYKE = "Bei Wiesenau ist ein Deich gebrochen"
RETOLD = "Oderdamm gibt nach: Wasser strömt in die Ortschaft"
OTHER = "Rechnungshof rügt den Kauf von Dienstwagen"

_PIECES = ["<unk>", "▁", "▁dei", "ch", "▁deich", "d", "e", "i", "c", "h", "bruch"]
_SCORES = [-20.0, -3.0, -4.0, -3.0, -5.0, -6.0, -6.0, -6.0, -6.0, -6.0, -4.0]


@pytest.fixture
def segmenter():
    return Segmenter(_PIECES, _SCORES, unknown=0)


def test_it_cuts_a_word_into_its_likeliest_pieces(segmenter):
    assert [_PIECES[n] for n in segmenter.pieces("deichbruch")] == ["▁deich", "bruch"]


def test_it_marks_characters_without_a_piece(segmenter):
    assert list(segmenter.pieces("deich☂")) == [4, 0]


@given(st.text(max_size=200))
def test_it_cuts_any_text(text):
    numbers = list(Segmenter(_PIECES, _SCORES, unknown=0).pieces(text))
    assert all(0 <= number < len(_PIECES) for number in numbers)
    assert len(numbers) <= 20 * len(text)


def test_it_reads_the_beginning_of_an_endless_word_only(segmenter):
    assert len(list(segmenter.pieces("x" * 10_000))) <= ENCODER_WORD_LENGTH + 1


def test_it_packs_multiples_of_one_number_without_loss():
    rng = np.random.default_rng(5)
    steps = rng.integers(-8, 8, size=(40, 32))
    steps[:, 0] = -8
    values = (steps * np.float32(0.25)).astype(np.float32).reshape(-1)
    assert np.array_equal(unpacked(*packed(values)), values)


def test_it_finds_a_retelling_nearer_than_another_event(encoder):
    dyke, retold, other = encoder.encode([ABOUT_THE_DYKE, RETOLD, OTHER])
    assert dyke @ retold > dyke @ other + 0.02


def test_its_vectors_have_length_one_and_none_for_nothing(encoder):
    rows = encoder.encode([ABOUT_THE_DYKE, "", "  \n"])
    assert rows.shape == (3, encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1.0, 0.0, 0.0], abs=1e-3)
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_it_gives_a_text_the_same_vector_in_any_company(encoder):
    alone = encoder.encode([ABOUT_THE_DYKE])[0]
    among = encoder.encode([RETOLD, ABOUT_THE_DYKE, "x" * 5_000])[1]
    assert np.array_equal(alone, among)


def test_it_reads_the_beginning_of_a_long_text_only(encoder):
    begin = "Der Rat tagt. " * 100
    assert np.array_equal(*encoder.encode([begin + "Ein Brand.", begin + "Ein Fest."]))
