"""The teacher with a tiny network of random weights; runs only where PyTorch is installed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="PyTorch is there only while training")
pytest.importorskip("ufal.chu_liu_edmonds", reason="the tree decoder is there only while training")

from summaries.language.training import teacher as module  # noqa: E402 - after the check for PyTorch
from summaries.language.training.annotate import annotate  # noqa: E402
from summaries.language.training.e5 import Encoder, Segmenter, Shape  # noqa: E402
from summaries.language.training.sentence import Entity, Sentence  # noqa: E402
from summaries.language.training.targets import (  # noqa: E402
    BATCH_PIECES,
    NOT_SCORED,
    Targets,
    batches,
    heads_of,
    read_batch,
    vocabulary_of,
)
from summaries.language.training.teacher import Teacher, batch_of  # noqa: E402
from summaries.language.training.trees import best_tree  # noqa: E402

WIDTH, INNER, LAYERS, POSITIONS = 16, 32, 2, 24
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyz."]


def encoder_of() -> Encoder:
    """Return an encoder of two layers and two heads whose pieces are letters."""
    chance = np.random.default_rng(7)
    sizes = {"emb.word": len(PIECES) * WIDTH, "emb.pos": POSITIONS * WIDTH, "emb.type": 2 * WIDTH}
    for number in range(LAYERS):
        shapes = dict.fromkeys(("q", "k", "v", "ao"), (WIDTH * WIDTH, WIDTH))
        shapes |= {"fi": (INNER * WIDTH, INNER), "fo": (INNER * WIDTH, WIDTH)}
        shapes |= dict.fromkeys(("aln", "oln"), (WIDTH, WIDTH))
        for name, (weights, biases) in shapes.items():
            sizes |= {f"l{number}.{name}.w": weights, f"l{number}.{name}.b": biases}
    sizes |= {"emb.ln.w": WIDTH, "emb.ln.b": WIDTH}
    tensors = {name: chance.normal(size=size).astype(np.float32) for name, size in sizes.items()}
    scores = {piece: (number, -1.0) for number, piece in enumerate(PIECES) if number != 3}
    segmenter = Segmenter(scores, {}, unknown=3, unknown_score=-20.0, longest=5)
    shape = Shape(WIDTH, LAYERS, 2, INNER, len(PIECES), POSITIONS)
    return Encoder(shape, 1e-6, tensors, segmenter, begin=0, end=2, padding=1)


def sentence(text: str, entities: tuple[Entity, ...] | None = (), source: str = "gsd") -> Sentence:
    """Return a sentence whose words hang from the first."""
    words = tuple(text.split())
    rest = len(words) - 1
    return Sentence(
        words,
        (True,) * len(words),
        tags=("NE", *("VVFIN",) * rest),
        pos=("PROPN", *("VERB",) * rest),
        feats=("Case=Nom", *("",) * rest),
        lemmas=None,
        heads=(0,) * len(words),
        deps=("root", *("dep",) * rest),
        entities=entities,
        source=source,
        split="train",
    )


SENTENCES = [
    sentence("anna ruht", (Entity(0, 1, "PER"),)),
    sentence("bremen liegt am meer", (Entity(0, 1, "LOC"),), "germeval"),
    sentence("ab", None),
]


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Encoder:
    monkeypatch.setattr(module, "LAYERS", LAYERS)
    return encoder_of()


@pytest.fixture
def teacher(encoder: Encoder) -> Teacher:
    torch.manual_seed(1)
    made = Teacher(encoder, vocabulary_of(SENTENCES))
    torch.nn.init.normal_(made.dep)
    return made.eval()


def is_tree(heads: list[int]) -> bool:
    """Tell whether every word leads to the only root word."""

    def arrives(word: int) -> bool:
        for _ in heads:
            word = heads[word - 1] if word else 0
        return word == 0

    return heads.count(0) == 1 and all(map(arrives, range(1, len(heads) + 1)))


ARCS = st.integers(1, 4).flatmap(
    lambda n: stnp.arrays(np.float64, (n, n + 1), elements=st.integers(-40, 0).map(float))
)


@given(ARCS)
def test_no_tree_with_one_root_is_better(scores: NDArray[np.float64]) -> None:
    words = len(scores)
    found = best_tree(scores)
    trees = filter(is_tree, map(list, product(range(words + 1), repeat=words)))
    sums = [sum(scores[word, head] for word, head in enumerate(tree)) for tree in trees]
    assert is_tree(found)
    assert sum(scores[word, head] for word, head in enumerate(found)) == max(sums)


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_long_sentences_are_trees_with_one_root(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words, words + 1), scale=5)
    assert is_tree(best_tree(scores))


def test_the_classes_are_what_occurs_the_most_frequent_first() -> None:
    vocabulary = vocabulary_of(SENTENCES)
    assert vocabulary.tags == ("VVFIN", "NE")
    assert vocabulary.sources == ("germeval", "gsd")
    assert vocabulary.entities[:3] == ("O", "B-PER", "I-PER")


def test_what_is_not_annotated_is_not_scored() -> None:
    targets = Targets(vocabulary_of(SENTENCES))
    gold = targets(SENTENCES, 5)
    assert gold["entities"][2].tolist() == [NOT_SCORED] * 5
    assert gold["tags"][0].tolist() == [1, 0] + [NOT_SCORED] * 3
    assert gold["arcs"][1].tolist() == [0, 1, 1, 1, NOT_SCORED]
    assert targets.sources(SENTENCES).tolist() == [1, 0, 1]


def test_heads_count_from_one_and_the_root_is_nought() -> None:
    assert heads_of(sentence("a b c")) == [0, 1, 1]


def test_every_sentence_is_in_one_batch_and_batches_are_not_too_large(encoder: Encoder) -> None:
    many = [sentence("ab " * (1 + number % 40)) for number in range(200)]
    groups = list(batches(encoder, many))
    assert sorted(id(one) for group in groups for one in group) == sorted(map(id, many))
    assert len(groups) > 1
    assert all(len(group) * max(3 * len(one.words) for one in group) <= BATCH_PIECES for group in groups)


def test_words_are_the_first_and_the_last_of_their_pieces(encoder: Encoder) -> None:
    batch = batch_of(encoder, [(["ab", "c", "."], [True, False, False]), (["d"], [False])])
    texts = [PIECES[number] for number in batch.pieces[0].tolist()]
    assert texts == ["<s>", "▁", "a", "b", "▁", "c", ".", "</s>"]
    assert (batch.first[0].tolist(), batch.last[0].tolist()) == ([1, 4, 6], [3, 5, 6])
    assert batch.words.tolist() == [[True] * 3, [True, False, False]]
    assert batch.mask[1].tolist() == [True] * 4 + [False] * 4


def test_words_beyond_the_last_position_share_it(encoder: Encoder) -> None:
    batch = batch_of(encoder, [(["abc"] * 30, [True] * 30)])
    assert batch.pieces.shape[1] <= POSITIONS
    assert int(batch.last.max()) < POSITIONS - 1
    assert PIECES[int(batch.pieces[0, batch.mask[0]][-1])] == "</s>"


def test_neighbours_in_a_batch_change_no_scores(encoder: Encoder, teacher: Teacher) -> None:
    first = torch.tensor([0])
    with torch.no_grad():
        alone = teacher(read_batch(encoder, SENTENCES[:1]), first, first)
        together = teacher(read_batch(encoder, SENTENCES[:2]), torch.tensor([0, 1]), torch.tensor([0, 1]))
    assert torch.allclose(alone.tags[0], together.tags[0, :2], atol=1e-4)
    assert torch.allclose(alone.arcs[0], together.arcs[0, :2, :3], atol=1e-3)
    assert float(together.arcs[0, :2, 3:].max()) == -1e9


def test_the_manner_of_a_corpus_changes_the_scores(encoder: Encoder, teacher: Teacher) -> None:
    batch = read_batch(encoder, SENTENCES[:1])
    with torch.no_grad():
        one, other = (teacher(batch, torch.tensor([n]), torch.tensor([0])) for n in (0, 1))
    assert not torch.allclose(one.tags, other.tags, atol=1e-3)
    assert torch.equal(one.entities, other.entities)


def test_annotation_is_a_tree_with_the_root_relation_at_the_root_only(
    encoder: Encoder, teacher: Teacher
) -> None:
    source = torch.zeros(len(SENTENCES), dtype=torch.int64)
    for given_, found in zip(SENTENCES, annotate(teacher, encoder, SENTENCES, source, source), strict=True):
        assert is_tree(found.heads)
        assert [dep == "root" for dep in found.deps] == [head == 0 for head in found.heads]
        layers = (found.tags, found.pos, found.feats, found.entities)
        assert {len(layer) for layer in layers} == {len(given_.words)}
