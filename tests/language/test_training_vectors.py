"""The static word vectors: means of the teacher's vectors, reduced to their principal components."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from summaries.language.norms import normal_form
from summaries.language.training.vectors import TypeVectors, fitted, save_vectors, static_vectors

CHANCE = np.random.default_rng(20261122)


def filled(words: int, width: int, places: int = 3) -> TypeVectors:
    """Return vectors of ``words`` words that were read ``places`` times each."""
    types = TypeVectors(width)
    norms = [f"wort{number}" for number in range(words)]
    for _ in range(places):
        types.add(norms, CHANCE.normal(size=(words, width)).astype(np.float32) * np.arange(1, width + 1))
    return types


def means(types: TypeVectors) -> NDArray[np.float32]:
    return types.means(list(types.rows))


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


def alone_by(table: dict[str, NDArray[np.float32]]) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    return lambda norms: np.array([table[norm] for norm in norms], dtype=np.float32)


def test_components_are_orthogonal_and_the_greatest_come_first() -> None:
    types = filled(60, 8, places=200)
    words = list(types.rows)
    parts = static_vectors(types, words, alone_by(dict(zip(words, means(types), strict=True))), 5)
    products = (parts - parts.mean(0)).astype(float).T @ (parts - parts.mean(0))
    spread = np.diag(products)
    assert parts.shape == (60, 5)
    assert parts.dtype == np.float32
    assert np.abs(products - np.diag(spread)).max() < 0.05 * spread.max()
    assert (np.diff(spread) <= 0).all()
    assert parts.std() == pytest.approx(1, abs=0.05)


def test_all_components_together_keep_the_distances() -> None:
    types = filled(60, 6, places=200)
    words = list(types.rows)
    parts = static_vectors(types, words, alone_by(dict(zip(words, means(types), strict=True))), 6)
    ratio = distances(parts)[0, 1:] / distances(means(types))[0, 1:]
    assert ratio == pytest.approx(np.full(59, ratio[0]), rel=0.05)


def test_words_that_were_never_read_are_guessed_from_what_they_are_alone() -> None:
    types = filled(80, 4, places=50)
    known = list(types.rows)
    turn = CHANCE.normal(size=(4, 4)).astype(np.float32)
    table = {norm: mean @ turn for norm, mean in zip(known, means(types), strict=True)}
    types.add(["einmal"], np.full((1, 4), 50, np.float32))
    new = {"neu": table["wort3"], "einmal": table["wort5"]}
    parts = static_vectors(types, [*known, *new], alone_by(table | new), 4)
    rows = dict(zip([*known, *new], parts, strict=True))
    assert rows["neu"] == pytest.approx(rows["wort3"], abs=0.2)
    assert np.linalg.norm(rows["einmal"] - rows["wort5"]) > 0.3 * np.linalg.norm(rows["wort5"])


def test_a_ridge_regression_finds_a_linear_map() -> None:
    given = CHANCE.normal(size=(200, 5)).astype(np.float32)
    weights = CHANCE.normal(size=(5, 3)).astype(np.float32)
    guess = fitted(given, given @ weights + 2)
    new = CHANCE.normal(size=(7, 5)).astype(np.float32)
    assert guess(new) == pytest.approx(new @ weights + 2, abs=0.1)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, dict[str, NDArray[np.float32]]]:
    """Save vectors of some words and load them; returns the pipeline and what was saved."""
    nlp = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}})
    words = [normal_form(word).lower() for word in ("Straße", "Hafen", "ist", "„", "im")]
    data = CHANCE.normal(size=(5, 3)).astype(np.float32)
    path = tmp_path_factory.mktemp("vectors") / "vectors"
    save_vectors(words, data, nlp, path)
    return spacy.load(path), dict(zip(words, data, strict=True))


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
