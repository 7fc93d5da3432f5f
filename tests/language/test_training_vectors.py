"""The static word vectors: means of the teacher's vectors, reduced to their principal components."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from summaries.language.norms import normal_form
from summaries.language.training.vectors import TypeVectors, save_vectors

CHANCE = np.random.default_rng(20261122)


def filled(words: int, width: int, places: int = 3) -> TypeVectors:
    """Return vectors of ``words`` words that were read ``places`` times each."""
    types = TypeVectors(width)
    norms = [f"wort{number}" for number in range(words)]
    for _ in range(places):
        types.add(norms, CHANCE.normal(size=(words, width)).astype(np.float32) * np.arange(1, width + 1))
    return types


def means(types: TypeVectors) -> NDArray[np.float32]:
    return np.array([types.sums[row] / types.counts[row] for row in types.rows.values()])


def distances(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.linalg.norm(rows[:, None].astype(float) - rows[None], axis=-1)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(-9, 9)), min_size=1, max_size=20))
def test_it_sums_what_belongs_to_a_word(places: list[tuple[str, int]]) -> None:
    types = TypeVectors(1)
    half = len(places) // 2
    for part in (places[:half], places[half:]):
        types.add(
            [norm for norm, _ in part], np.array([[value] for _, value in part], np.float32).reshape(-1, 1)
        )
    for norm, row in types.rows.items():
        wanted = [value for other, value in places if other == norm]
        assert types.counts[row] == len(wanted)
        assert types.sums[row, 0] == sum(wanted)


def test_it_grows_with_the_number_of_words() -> None:
    types = TypeVectors(2)
    count = 2 * len(types.sums) + 1
    values = np.arange(2 * count, dtype=np.float32).reshape(-1, 2)
    types.add(["erstes"], np.ones((1, 2), np.float32))
    types.add([f"wort{number}" for number in range(count)], values)
    assert types.sums[0].tolist() == [1, 1]
    assert np.array_equal(types.sums[1 : count + 1], values)


def test_components_are_orthogonal_and_the_greatest_come_first() -> None:
    _, parts = filled(60, 8).reduced(5, 3)
    products = parts.astype(float).T @ parts
    spread = np.diag(products)
    assert parts.shape == (60, 5)
    assert np.abs(products - np.diag(spread)).max() < 1e-4 * spread.max()
    assert (np.diff(spread) <= 0).all()


def test_components_are_centred_and_scaled() -> None:
    _, parts = filled(60, 8).reduced(5, 3)
    assert parts.dtype == np.float32
    assert np.abs(parts.mean(0)).max() < 1e-4
    assert parts.std() == pytest.approx(1, abs=1e-4)


def test_all_components_together_keep_the_distances() -> None:
    types = filled(30, 6)
    ratio = distances(types.reduced(6, 3)[1])[0, 1:] / distances(means(types))[0, 1:]
    assert ratio == pytest.approx(np.full(29, ratio[0]), rel=1e-3)


def test_few_components_keep_most_of_the_spread() -> None:
    types = TypeVectors(6)
    plane = CHANCE.normal(size=(40, 2)) @ CHANCE.normal(size=(2, 6))
    types.add([f"wort{number}" for number in range(40)], plane.astype(np.float32))
    ratio = distances(types.reduced(2, 1)[1])[0, 1:] / distances(plane)[0, 1:]
    assert ratio == pytest.approx(np.full(39, ratio[0]), rel=1e-3)


def test_words_weigh_equally_however_frequent() -> None:
    rare, frequent = TypeVectors(3), TypeVectors(3)
    rows = CHANCE.normal(size=(10, 3)).astype(np.float32)
    norms = [f"wort{number}" for number in range(10)]
    rare.add(norms, rows)
    for _ in range(8):
        frequent.add(norms[:1], rows[:1])
    frequent.add(norms[1:], rows[1:])
    assert distances(frequent.reduced(3, 1)[1]) == pytest.approx(distances(rare.reduced(3, 1)[1]), rel=1e-3)


@given(stnp.arrays(np.int8, 6, elements=st.integers(1, 5)), st.integers(1, 5))
def test_only_words_seen_often_enough_are_kept(counts: NDArray[np.int8], fewest: int) -> None:
    types = TypeVectors(2)
    norms = [f"wort{number}" for number, count in enumerate(counts) for _ in range(count)]
    always = ["a", "b", "c"] * fewest
    types.add(norms + always, CHANCE.normal(size=(len(norms) + len(always), 2)).astype(np.float32))
    kept, parts = types.reduced(2, fewest)
    assert set(kept) == {f"wort{n}" for n, count in enumerate(counts) if count >= fewest} | {"a", "b", "c"}
    assert len(parts) == len(kept)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, dict[str, NDArray[np.float32]]]:
    """Save vectors of some words and load them; returns the pipeline and what was saved."""
    nlp = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}})
    types = TypeVectors(4)
    words = ["Straße", "Hafen", "ist", "„", "im"] * 3 + ["selten"]
    types.add([normal_form(word).lower() for word in words], CHANCE.normal(size=(16, 4)).astype(np.float32))
    path = tmp_path_factory.mktemp("vectors") / "vectors"
    assert save_vectors(types, nlp, path, width=3, fewest=2) == 5
    return spacy.load(path), dict(zip(*types.reduced(3, 2), strict=True))


@pytest.mark.parametrize("word", ["hafen", "ist", "straße"])
def test_saved_vectors_are_found_by_words_that_are_their_own_norm(
    saved: tuple[Language, dict[str, NDArray[np.float32]]], word: str
) -> None:
    nlp, vectors = saved
    assert Doc(nlp.vocab, [word])[0].vector.tolist() == vectors[word].tolist()


@pytest.mark.parametrize("word", ["Hafen", "HAFEN"])
def test_saved_vectors_are_found_by_capitalised_words(
    saved: tuple[Language, dict[str, NDArray[np.float32]]], word: str
) -> None:
    nlp, vectors = saved
    assert Doc(nlp.vocab, [word])[0].vector.tolist() == vectors["hafen"].tolist()


def test_the_tokenizer_finds_saved_vectors(saved: tuple[Language, dict[str, NDArray[np.float32]]]) -> None:
    nlp, vectors = saved
    doc = nlp.make_doc("Im Hafen ist die Straße selten")
    found = {token.text: token.vector.tolist() for token in doc if token.has_vector}
    assert found["Straße"] == vectors["straße"].tolist()
    assert found["Im"] == vectors["im"].tolist()
    assert "selten" not in found


def test_forms_of_a_word_share_one_row(saved: tuple[Language, dict[str, NDArray[np.float32]]]) -> None:
    nlp, vectors = saved
    assert len(nlp.vocab.vectors.data) == len(vectors)
