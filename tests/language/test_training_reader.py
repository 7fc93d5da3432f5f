"""The order in which the small network reads its documents, and what it is told before it tags them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from summaries.language.training.reader import corpus, names_of, swapped_names

GOLD = tuple(f"gold{number}" for number in range(12))
SILVER = tuple(f"silber{number}" for number in range(20))
ATTRIBUTES = ["TAG", "POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "SENT_START"]

Epochs = Callable[..., list[list[Example]]]


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}})


def store(path: Path, docs: Sequence[Doc]) -> Path:
    DocBin(attrs=ATTRIBUTES, docs=docs).to_disk(path)
    return path


def sentence(nlp: Language, name: str) -> Doc:
    """Return a sentence whose first word is ``name``."""
    return Doc(
        nlp.vocab,
        words=[name, "schläft", "."],
        spaces=[True, False, True],
        tags=["NE", "VVFIN", "$."],
        pos=["PROPN", "VERB", "PUNCT"],
        morphs=["", "", ""],
        heads=[1, 1, 1],
        deps=["nsubj", "ROOT", "punct"],
        ents=["B-PER", "O", "O"],
    )


def text(nlp: Language, name: str) -> Doc:
    """Return two sentences, the first of which begins with ``name``."""
    return Doc.from_docs([sentence(nlp, name), sentence(nlp, "sie")])


@pytest.fixture
def epochs(tmp_path: Path, blank: Language) -> Epochs:
    """Return a function that reads some epochs of twelve gold sentences and twenty silver texts."""
    gold = store(tmp_path / "gold.spacy", [sentence(blank, name) for name in GOLD])
    silver = store(tmp_path / "silver.spacy", [text(blank, name) for name in SILVER])

    def read(count: int = 1, *, with_silver: bool = True, **given: float) -> list[list[Example]]:
        settings: dict[str, Any] = {"gold_repeats": 1, "most_joined": 1, "swapped": 0.0, "seed": 0} | given
        reader = corpus(gold, silver if with_silver else None, **settings)
        return [list(reader(blank)) for _ in range(count)]

    return read


def names(examples: Sequence[Example]) -> list[str]:
    """Return the names of the documents in ``examples`` in the order of reading."""
    known = {*GOLD, *SILVER}
    return [token.text for one in examples for token in one.reference if token.text in known]


@pytest.mark.parametrize("most", [1, 2, 5, 100])
def test_an_epoch_holds_every_document(epochs: Epochs, most: int) -> None:
    (epoch,) = epochs(most_joined=most)
    assert sorted(names(epoch)) == sorted([*GOLD, *SILVER])


@pytest.mark.parametrize("most", [1, 4])
def test_gold_comes_as_often_as_wanted(epochs: Epochs, most: int) -> None:
    (epoch,) = epochs(gold_repeats=3, most_joined=most)
    assert Counter(names(epoch)) == Counter(SILVER) + Counter(GOLD * 3)


@pytest.mark.parametrize("most", [1, 2, 5])
def test_no_more_documents_are_joined_than_allowed(epochs: Epochs, most: int) -> None:
    sizes = [len(names([one])) for epoch in epochs(5, most_joined=most) for one in epoch]
    assert max(sizes) == most
    assert min(sizes) == 1


def test_gold_and_silver_are_not_joined(epochs: Epochs) -> None:
    for one in epochs(most_joined=5)[0]:
        assert len({name in GOLD for name in names([one])}) == 1


def test_gold_and_silver_are_mixed(epochs: Epochs) -> None:
    is_gold = [name in GOLD for name in names(epochs()[0])]
    assert is_gold not in (sorted(is_gold), sorted(is_gold, reverse=True))


def test_without_silver_only_gold_is_read_in_its_order(epochs: Epochs) -> None:
    assert [names(epoch) for epoch in epochs(2, with_silver=False)] == [[*GOLD], [*GOLD]]


@pytest.mark.parametrize("most", [1, 4])
def test_every_epoch_has_an_order_of_its_own(epochs: Epochs, most: int) -> None:
    first, second, third = (names(epoch) for epoch in epochs(3, most_joined=most))
    assert first != second != third != first


def test_the_same_seed_gives_the_same_orders(epochs: Epochs) -> None:
    one, other = (
        [[one.reference.text for one in epoch] for epoch in epochs(3, most_joined=4, gold_repeats=2, seed=7)]
        for _ in range(2)
    )
    assert one == other


def test_another_seed_gives_another_order(epochs: Epochs) -> None:
    assert names(epochs(seed=1)[0]) != names(epochs(seed=2)[0])


@pytest.mark.parametrize("most", [1, 4])
def test_the_bare_side_knows_the_sentence_starts(epochs: Epochs, most: int) -> None:
    for one in epochs(most_joined=most)[0]:
        starts = [token.is_sent_start for token in one.predicted]
        assert starts == [token.i % 3 == 0 for token in one.predicted]
        assert starts == [token.is_sent_start for token in one.reference]


def test_the_bare_side_knows_nothing_else(epochs: Epochs) -> None:
    for one in epochs(most_joined=4)[0]:
        bare = one.predicted
        assert not bare.ents
        assert not any(token.tag_ or token.pos_ or token.dep_ or str(token.morph) for token in bare)


@pytest.mark.parametrize("most", [1, 4])
def test_both_sides_have_the_same_words(epochs: Epochs, most: int) -> None:
    for one in epochs(most_joined=most)[0]:
        assert one.predicted.text == one.reference.text
        assert [token.text for token in one.predicted] == [token.text for token in one.reference]


def test_joined_documents_keep_their_annotation(epochs: Epochs) -> None:
    for one in epochs(most_joined=5)[0]:
        doc = one.reference
        assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "punct"] * (len(doc) // 3)
        assert [token.head.i for token in doc] == [3 * (token.i // 3) + 1 for token in doc]
        assert [entity.start for entity in doc.ents] == [*range(0, len(doc), 3)]


def test_joined_documents_do_not_run_together(epochs: Epochs) -> None:
    assert all(".gold" not in one.reference.text for one in epochs(most_joined=5)[0])


def test_what_was_read_once_is_not_read_again(epochs: Epochs, tmp_path: Path, blank: Language) -> None:
    reader = corpus(tmp_path / "gold.spacy", None, gold_repeats=2, most_joined=1, swapped=0, seed=0)
    first = names(list(reader(blank)))
    (tmp_path / "gold.spacy").unlink()
    assert sorted(names(list(reader(blank)))) == sorted(first)


def test_it_is_found_by_the_name_in_the_configuration() -> None:
    assert spacy.registry.readers.get("lagebild_corpus.v1") is corpus


def test_swapped_names_leave_all_layers_as_they_are(blank: Language) -> None:
    docs = [text(blank, "Anna"), text(blank, "Ben"), text(blank, "Hans")]
    names = names_of(docs)
    swapped = swapped_names(docs[0], names, Random(1))
    assert {tuple(name) for kind in names.values() for name in kind} >= {("Anna",), ("Ben",), ("Hans",)}
    assert swapped.to_array(ATTRIBUTES).tolist() == docs[0].to_array(ATTRIBUTES).tolist()
    assert [bool(t.whitespace_) for t in swapped] == [bool(t.whitespace_) for t in docs[0]]
    assert len(list(swapped.sents)) == len(list(docs[0].sents))


def test_names_are_swapped_for_names_of_their_kind(blank: Language) -> None:
    docs = [sentence(blank, name) for name in ("Anna", "Ben", "Hans", "Jonas")]
    drawn = {swapped_names(docs[0], names_of(docs), Random(seed))[0].text for seed in range(40)}
    assert drawn == {"Anna", "Ben"}  # a final "s" may be a genitive


def test_it_swaps_names_in_the_share_of_documents_that_is_asked_for(epochs: Epochs) -> None:
    plain = {one.reference.text for one in epochs(with_silver=False)[0]}
    assert {one.reference.text for one in epochs(with_silver=False, swapped=0.0)[0]} == plain
    swapped = [one.reference.text for one in epochs(with_silver=False, swapped=1.0)[0]]
    assert len(set(swapped)) < len(plain)
