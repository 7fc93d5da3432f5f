import numpy as np
import pytest

from summaries.language import load_encoder


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


def test_vectors_have_length_one(encoder):
    vectors = encoder.encode(["Der Rat tagt.", "Das Bad bleibt zu."])
    assert vectors.shape == (2, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_like_sentences_are_closer_than_unlike_ones(encoder):
    troops, soldiers, bath = encoder.encode(
        [
            "Das Land schickt Truppen an die Grenze",
            "Soldaten werden zur Grenze entsandt",
            "Das Freibad öffnet im Mai",
        ]
    )
    assert troops @ soldiers > troops @ bath


def test_empty_texts_get_zeros(encoder):
    vectors = encoder.encode(["", "  ", "Rat"])
    assert not vectors[:2].any()
    assert vectors[2].any()


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_a_text_has_the_same_vector_on_every_call(encoder):
    assert np.array_equal(encoder.encode(["Der Rat tagt."]), encoder.encode(["Der Rat tagt."]))


@pytest.mark.parametrize("text", ["😀" * 50, "\x00", "x" * 50_000, "\u00ad", "1 2 3"])
def test_odd_texts_are_borne(encoder, text):
    assert np.isfinite(encoder.encode([text])).all()
