"""Joining trained components and the project's own to the pipeline that is shipped."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed

from summaries.language.training import assemble as module
from summaries.language.training.assemble import AFTER, BEFORE, assemble

TRAINED = ("tagger", "morphologizer", "parser", "ner")
SMALL = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "width": 32,
    "depth": 2,
    "embed_size": 300,
    "window_size": 1,
    "maxout_pieces": 2,
    "subword_features": True,
    "pretrained_vectors": None,
}
CARD: dict[str, Any] = {
    "name": "probe",
    "version": "7.8.9",
    "license": "CC BY-SA 4.0",
    "sources": [{"name": "Zwei Sätze", "url": "", "license": "CC0 1.0", "author": "Niemand"}],
}
# Words with tag, word class and features, label and head, entity.
GOLD = (
    """Die ART DET|Case=Nom|Definite=Def det 1 O
    Ministerin NN NOUN|Case=Nom|Number=Sing nsubj 3 O
    Vogt NE PROPN|Case=Nom|Number=Sing appos 1 B-PER
    reiste VVFIN VERB|Mood=Ind|VerbForm=Fin ROOT 3 O
    nach APPR ADP case 5 O
    Bremen NE PROPN|Case=Dat|Number=Sing obl 3 B-LOC
    . $. PUNCT punct 3 O""",
    """Er PPER PRON|Case=Nom|Number=Sing nsubj 1 O
    kündigte VVFIN VERB|Mood=Ind|VerbForm=Fin ROOT 1 O
    Kürzungen NN NOUN|Case=Acc|Number=Plur obj 1 O
    an PTKVZ ADP compound:prt 1 O
    . $. PUNCT punct 1 O""",
)
TEXT = "Die Ministerin Vogt reiste nach Bremen. Er kündigte Kürzungen an."


def example(nlp: Language, block: str) -> Example:
    rows = [line.split() for line in block.splitlines()]
    words, tags, features, deps, heads, entities = (list(column) for column in zip(*rows, strict=True))
    gold = Doc(
        nlp.vocab,
        words=words,
        tags=tags,
        pos=[one.partition("|")[0] for one in features],
        morphs=[one.partition("|")[2] for one in features],
        deps=deps,
        heads=[int(head) for head in heads],
        ents=entities,
    )
    return Example(Doc(nlp.vocab, words=words), gold)


def fitted(path: Path, components: tuple[str, ...]) -> Path:
    """Train a small network on two sentences until it knows them by heart."""
    fix_random_seed(0)
    nlp = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "lagebild_tokenizer.v1"}}})
    for name in components:
        rare = {"min_action_freq": 1} if name == "parser" else {}
        nlp.add_pipe(name, config={"model": {"tok2vec": SMALL}, **rare})
    examples = [example(nlp, block) for block in GOLD]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.01
    for _ in range(40):
        nlp.update(examples, sgd=optimizer, drop=0.0)
    nlp.to_disk(path)
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fitted(tmp_path_factory.mktemp("trained") / "model-best", TRAINED[:-1])


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fitted(tmp_path_factory.mktemp("names") / "model-best", TRAINED[-1:])


@pytest.fixture(scope="module")
def out(trained: Path, names: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("assembled") / "model"
    (path / "parser").mkdir(parents=True)
    (path / "parser/old").write_text("alt", "utf-8")
    assemble(trained, names, CARD, path)
    return path


@pytest.fixture(scope="module")
def loaded(out: Path) -> Language:
    return spacy.load(out)


def test_the_components_stand_in_order(loaded: Language) -> None:
    assert loaded.pipe_names == [*BEFORE, *TRAINED, *AFTER]


def test_sentences_are_split_before_the_trees_and_names_found_last() -> None:
    assert BEFORE == ("lagebild_sentences",)
    assert AFTER[0] == "lagebild_closed"
    assert AFTER[-1] == "lagebild_entities"
    assert AFTER.index("lagebild_lemmatizer") < AFTER.index("lagebild_particles")


def test_it_keeps_the_tokenizer(loaded: Language) -> None:
    assert loaded.config["nlp"]["tokenizer"] == {"@tokenizers": "lagebild_tokenizer.v1"}


def test_the_card_is_in_the_description_of_the_model(out: Path, loaded: Language) -> None:
    meta = json.loads((out / "meta.json").read_text("utf-8"))
    assert {name: meta[name] for name in CARD} == CARD
    assert {name: loaded.meta[name] for name in CARD} == CARD


def test_what_was_there_before_is_gone(out: Path) -> None:
    assert not (out / "parser/old").exists()


def test_nothing_of_the_training_is_shipped(loaded: Language) -> None:
    assert not loaded.config["training"].get("train_corpus")
    assert not loaded.config["corpora"]


def test_words_of_the_training_text_are_not_shipped(out: Path) -> None:
    strings = set(json.loads((out / "vocab/strings.json").read_text("utf-8")))
    assert not strings & {"Ministerin", "Vogt", "Bremen", "reiste", "ministerin"}


def test_the_trained_networks_are_kept(trained: Path, loaded: Language) -> None:
    words = [line.split()[0] for line in GOLD[0].splitlines()]
    before = spacy.load(trained)
    wanted, found = (nlp.get_pipe("tagger")(Doc(nlp.vocab, words)) for nlp in (before, loaded))
    assert [token.tag_ for token in found] == [token.tag_ for token in wanted]
    assert found[5].tag_ == "NE"


def test_all_layers_are_set(loaded: Language) -> None:
    doc = loaded(TEXT)
    assert [sentence.text for sentence in doc.sents] == TEXT.replace(". ", ".|").split("|")
    assert all(token.tag_ and token.pos_ and token.dep_ and token.lemma_ for token in doc)
    assert ("Bremen", "LOC") in {(entity.text, entity.label_) for entity in doc.ents}
    assert {token.dep_ for token in doc if token.head.i == token.i} == {"ROOT"}


def test_a_separated_particle_joins_its_verb(loaded: Language) -> None:
    verb = next(token for token in loaded(TEXT) if token.text == "kündigte")
    assert verb.lemma_ == "ankündigen"


def test_it_can_be_saved_and_loaded_again(loaded: Language, tmp_path: Path) -> None:
    loaded.to_disk(tmp_path / "again")
    again = spacy.load(tmp_path / "again")
    assert again.pipe_names == loaded.pipe_names
    assert again(TEXT).to_json() == loaded(TEXT).to_json()


def test_the_command_reads_the_card_from_a_file(
    trained: Path, names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, out = tmp_path / "card.json", tmp_path / "model"
    card.write_text(json.dumps(CARD), "utf-8")
    monkeypatch.setattr(sys, "argv", ["assemble", str(trained), str(names), str(card), str(out)])
    module.main()
    assert json.loads((out / "meta.json").read_text("utf-8"))["version"] == "7.8.9"
