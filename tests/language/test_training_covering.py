"""The choice of few documents that hold all labels."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from summaries.language.training import covering as module
from summaries.language.training.covering import covering, labels_of

VOCAB = Vocab()
ATTRIBUTES = ["TAG", "POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "SENT_START"]


def doc_of(tags: Sequence[str], name: str = "", vocab: Vocab = VOCAB) -> Doc:
    """Return a document of one word per tag, all below the first; the last is a name where one is given."""
    length = len(tags)
    doc = Doc(
        vocab,
        words=[f"w{number}" for number in range(length)],
        tags=list(tags),
        pos=["NOUN" if tag == "NN" else "X" for tag in tags],
        morphs=[""] * length,
        heads=[0] * length,
        deps=["ROOT", *(f"to{tag}" for tag in tags[1:])],
    )
    doc.ents = (Span(doc, length - 1, length, name),) if name else ()
    return doc


DOCS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["NN", "NE", "ART", "XY"]), min_size=1, max_size=4),
        st.sampled_from(["", "PER", "LOC"]),
    ),
    max_size=12,
)


def counted(docs: Sequence[Doc]) -> Counter[tuple[str, ...]]:
    return Counter(label for doc in docs for label in labels_of(doc))


@given(DOCS, st.integers(1, 4))
def test_every_label_is_held_often_or_as_often_as_there_is(
    rows: list[tuple[list[str], str]], often: int
) -> None:
    docs = [doc_of(*row) for row in rows]
    chosen = counted([*covering(docs, often)])
    assert all(chosen[label] >= min(often, total) for label, total in counted(docs).items())


@given(DOCS, st.integers(1, 4))
def test_the_chosen_are_given_ones_in_order(rows: list[tuple[list[str], str]], often: int) -> None:
    docs = [doc_of(*row) for row in rows]
    places = [next(n for n, doc in enumerate(docs) if doc is one) for one in covering(docs, often)]
    assert places == sorted(set(places))


@given(DOCS, st.integers(1, 4))
def test_every_chosen_one_was_needed_when_it_came(rows: list[tuple[list[str], str]], often: int) -> None:
    seen: Counter[tuple[str, ...]] = Counter()
    for doc in covering([doc_of(*row) for row in rows], often):
        assert any(seen[label] < often for label in labels_of(doc))
        seen.update(labels_of(doc))


def test_of_many_like_documents_few_are_chosen() -> None:
    chosen = [*covering([doc_of(["NN", "NE"], "PER")] * 50, 3)]
    assert len(chosen) == 3


def test_a_label_among_many_like_documents_is_found() -> None:
    docs = [doc_of(["NN", "NE"])] * 20 + [doc_of(["NN", "ART"])] + [doc_of(["NN", "NE"])] * 20
    assert any(doc[1].tag_ == "ART" for doc in covering(docs))


def test_the_side_of_the_head_belongs_to_a_relation() -> None:
    words = ["w0", "w1", "w2"]
    doc = Doc(VOCAB, words=words, heads=[1, 1, 1], deps=["dep", "ROOT", "dep"])
    arcs = [label for label in labels_of(doc) if label[0] == "dep"]
    assert arcs == [("dep", "dep", "left"), ("dep", "ROOT", "left"), ("dep", "dep", "right")]


def test_words_that_are_no_names_bring_no_entity_label() -> None:
    assert [label for label in labels_of(doc_of(["NN", "NE"], "LOC")) if label[0] == "ent"] == [
        ("ent", "LOC")
    ]


def test_the_command_writes_what_covers_all_given_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, tag in (("one", "NN"), ("two", "NE")):
        store = DocBin(attrs=ATTRIBUTES, docs=[doc_of([tag, tag], "PER")] * 9)
        store.to_disk(tmp_path / f"{name}.spacy")
    files = [str(tmp_path / f"{name}.spacy") for name in ("out", "one", "two")]
    monkeypatch.setattr(sys, "argv", ["covering", *files])
    module.main()
    docs = [*DocBin().from_disk(files[0]).get_docs(spacy.blank("de").vocab)]
    assert capsys.readouterr().out == f"{len(docs)} documents hold all labels\n"
    assert len(docs) < 18
    assert {label for doc in docs for label in labels_of(doc)} == {
        label for tag in ("NN", "NE") for label in labels_of(doc_of([tag, tag], "PER"))
    }
