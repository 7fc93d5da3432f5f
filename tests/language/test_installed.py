"""Models that others trained, as the official German ones are: TIGER trees, STTS tags, another tokenizer."""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed

from summaries.language import LanguageModelError, load_pipeline

COMPONENTS = ("tagger", "morphologizer", "parser", "trainable_lemmatizer", "ner")
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
RARE = {"parser": {"min_action_freq": 1}, "trainable_lemmatizer": {"min_tree_freq": 1}}
# Words with tag, word class and features, lemma, label and head, entity; as TIGER and the official models do.
GOLD = (
    """Die ART DET|Case=Nom der nk 1 O
    Ministerin NN NOUN|Case=Nom Ministerin sb 4 O
    Anna NE PROPN|Case=Nom Anna pnc 3 B-PER
    Vogt NE PROPN|Case=Nom Vogt nk 1 L-PER
    wurde VAFIN AUX|Mood=Ind|VerbForm=Fin werden ROOT 4 O
    von APPR ADP von sbp 7 O
    Demonstranten NN NOUN|Case=Dat Demonstrant nk 5 O
    ausgebuht VVPP VERB|VerbForm=Part ausbuhen oc 4 O
    . $. PUNCT -- punct 4 O""",
    """Er PPER PRON|Case=Nom er sb 1 O
    sei VAFIN AUX|Mood=Sub|VerbForm=Fin sein ROOT 1 O
    im APPRART ADP|Case=Dat in mo 5 O
    Jahr NN NOUN|Case=Dat Jahr nk 2 O
    2023 CARD NUM 2023 nk 3 O
    gekommen VVPP VERB|VerbForm=Part kommen oc 1 O
    . $. PUNCT -- punct 1 O""",
    """Sie PPER PRON|Case=Nom sie sb 1 O
    wies VVFIN VERB|Mood=Ind|VerbForm=Fin weisen ROOT 1 O
    daher PROAV ADV daher mo 1 O
    den ART DET|Case=Acc der nk 4 O
    Mailand NE PROPN|Case=Acc Mailand oa 1 B-MISC
    Preis NN NOUN|Case=Acc Preis nk 4 L-MISC
    zurück PTKVZ ADP zurück svp 1 O
    . $. PUNCT -- punct 1 O""",
)
TEXT = (
    "Die Ministerin Anna Vogt wurde von Demonstranten ausgebuht. Er sei im Jahr 2023 gekommen. "
    "Sie wies daher den Mailand Preis zurück."
)


def example(nlp: Language, block: str, label: str = "") -> Example:
    """Return the annotated sentence; ``label`` takes the place of all labels of arcs and entities."""
    rows = [line.split() for line in block.splitlines()]
    words, tags, features, lemmas, deps, heads, entities = (
        list(column) for column in zip(*rows, strict=True)
    )
    annotations = {
        "words": words,
        "tags": tags,
        "pos": [one.partition("|")[0] for one in features],
        "morphs": [one.partition("|")[2] for one in features],
        "lemmas": lemmas,
        "deps": [label or dep for dep in deps],
        "heads": [int(head) for head in heads],
        "entities": [one.replace("MISC", "PER") if label else one for one in entities],
    }
    return Example.from_dict(nlp.make_doc(" ".join(words)), annotations)


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a pipeline of the official ones' components on three sentences until it knows them by heart."""
    fix_random_seed(0)
    nlp = spacy.blank("de")
    for component in COMPONENTS:
        nlp.add_pipe(component, config={"model": {"tok2vec": SMALL}, **RARE.get(component, {})})
    examples = [example(nlp, block) for block in GOLD]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.01
    for _ in range(40):
        nlp.update(examples, sgd=optimizer, drop=0.0)
    path = tmp_path_factory.mktemp("models") / "de_small"
    nlp.to_disk(path)
    return path


@pytest.fixture
def saved(tmp_path: Path, official: Path) -> Callable[..., str]:
    """Save the small model anew, without some of its components."""

    def save(*without: str) -> str:
        nlp = spacy.load(official, exclude=list(without))
        nlp.to_disk(tmp_path / "changed")
        return str(tmp_path / "changed")

    return save


def test_it_reads_an_official_model_as_the_projects_own(official):
    doc = load_pipeline(str(official))(TEXT)
    first, second, third = doc.sents
    assert [(token.text, token.dep_, token.head.text) for token in first] == [
        ("Die", "det", "Ministerin"),
        ("Ministerin", "nsubj:pass", "ausgebuht"),
        ("Anna", "appos", "Ministerin"),
        ("Vogt", "flat", "Anna"),
        ("wurde", "aux:pass", "ausgebuht"),
        ("von", "case", "Demonstranten"),
        ("Demonstranten", "obl:agent", "ausgebuht"),
        ("ausgebuht", "ROOT", "ausgebuht"),
        (".", "punct", "ausgebuht"),
    ]
    assert (second.root.text, third.root.text) == ("gekommen", "wies")
    assert [(token.dep_, token.head.text) for token in second[2:5]] == [
        ("case", "Jahr"),
        ("obl", "gekommen"),
        ("nmod", "Jahr"),
    ]
    assert second[1].morph.get("Mood") == ["Sub"]


def test_it_finishes_what_an_official_model_leaves(official):
    doc = load_pipeline(str(official))(TEXT)
    verb = next(token for token in doc if token.text == "wies")
    assert verb.lemma_ == "zurückweisen"
    assert doc[verb._.particle].text == "zurück"
    assert {token.lemma_ for token in doc if token.is_punct} == {"."}
    assert ("Anna Vogt", "PER") in {(entity.text, entity.label_) for entity in doc.ents}
    assert not {entity.label_ for entity in doc.ents} - {
        "PER",
        "ORG",
        "LOC",
        "DATE",
        "TIME",
        "QUANTITY",
        "EVENT",
    }


def test_its_sentences_are_the_projects(official, nlp: Language):
    text = "Schlagzeile ohne Punkt\n\n" + TEXT + "\n• Er sei gekommen\n• Sie wies Anna Vogt zurück"
    doc = load_pipeline(str(official))(text)
    assert [sentence.text for sentence in doc.sents] == [sentence.text for sentence in nlp(text).sents]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "😀", "...", "NUR GROSS", "Er\u00ad sei\n\n\tgekommen", "\x00"]
)
def test_unfit_text_is_borne(official, text):
    doc = load_pipeline(str(official))(text)
    assert doc.text == text


def test_a_completed_model_is_saved_and_read_again(official, tmp_path):
    first = load_pipeline(str(official))
    first.to_disk(tmp_path / "completed")
    again = load_pipeline(str(tmp_path / "completed"))
    assert again.pipe_names == first.pipe_names
    assert again(TEXT).to_json() == first(TEXT).to_json()


@pytest.fixture
def relabelled(tmp_path: Path, official: Path) -> Callable[[str], str]:
    """Save the small model with another parser, which knows one label, and without MISC."""

    def save(label: str) -> str:
        nlp = spacy.load(official, exclude=["parser", "ner"])
        examples = [example(nlp, block, label) for block in GOLD]
        for component in ("parser", "ner"):
            pipe = nlp.add_pipe(component, config={"model": {"tok2vec": SMALL}, **RARE.get(component, {})})
            pipe.initialize(lambda: examples, nlp=nlp)
        nlp.to_disk(tmp_path / "relabelled")
        return str(tmp_path / "relabelled")

    return save


def test_a_model_with_the_projects_labels_is_not_mapped(relabelled):
    names = load_pipeline(relabelled("nsubj")).pipe_names
    assert "lagebild_labels" not in names
    assert names[0] == "lagebild_sentences"
    assert names[-4:] == [
        "lagebild_roles",
        "lagebild_participles",
        "lagebild_particles",
        "lagebild_entities",
    ]


def test_a_missing_model_is_one_sentence_with_the_command_that_installs_it():
    with pytest.raises(LanguageModelError) as caught:
        load_pipeline("de_core_news_none")
    assert str(caught.value) == (
        "Language model 'de_core_news_none' is not installed; install it with "
        "`python -m spacy download de_core_news_none`, or name none to use Lagebild's own."
    )


@pytest.mark.parametrize(
    "name", ["nix", "/no/such/folder", "x" * 5_000, "en_core_web_sm", "zwei Wörter", "de;rm"]
)
def test_any_other_name_is_told_which_model_there_is(name):
    with pytest.raises(LanguageModelError, match=r"download de_core_news_lg`") as caught:
        load_pipeline(name)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 280


@pytest.mark.parametrize(
    ("component", "told"),
    [
        ("tagger", "lacks tagger"),
        ("morphologizer", "lacks morphologizer"),
        ("parser", "lacks parser"),
        ("trainable_lemmatizer", "lacks lemmatizer"),
        ("ner", "lacks entity recogniser"),
    ],
)
def test_an_incomplete_model_is_refused(saved, component, told):
    with pytest.raises(LanguageModelError, match=rf"{told}; install a German one with `python -m spacy"):
        load_pipeline(saved(component))


def test_a_model_with_labels_of_another_scheme_is_refused(relabelled):
    with pytest.raises(LanguageModelError, match="neither TIGER's nor universal dependencies"):
        load_pipeline(relabelled("SUBJ"))


def test_a_model_for_another_language_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "english")
    with pytest.raises(LanguageModelError, match="is not German but made for 'en'"):
        load_pipeline(str(tmp_path / "english"))


@pytest.mark.parametrize("broken", ["config.cfg", "meta.json", "vocab/strings.json", "parser/model"])
def test_a_broken_model_is_told_as_one_sentence(saved, broken):
    path = Path(saved())
    (path / broken).write_bytes(b"[[ broken")
    with pytest.raises(LanguageModelError, match="cannot be read") as caught:
        load_pipeline(str(path))
    assert "\n" not in str(caught.value)


def test_a_folder_without_model_is_told_as_one_sentence(tmp_path):
    with pytest.raises(LanguageModelError, match=r"cannot be read \(.*meta.json.*\); install a German one"):
        load_pipeline(str(tmp_path))
