import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from summaries.language.labels import Scheme, needs_mapping, scheme_of

SENTENCE = ["Er", "hat", "Kiel", "deshalb", "verlassen", "."]
TIGER = {"heads": [1, 1, 4, 4, 1, 1], "deps": ["sb", "ROOT", "oa", "mo", "oc", "punct"]}
LEMMAS = ["er", "haben", "Kiel", "deshalb", "verlassen", "--"]


def mapped(scheme: str, **given) -> Doc:
    nlp = spacy.blank("de")
    component = nlp.add_pipe("lagebild_labels", config={"scheme": scheme})
    return component(Doc(nlp.vocab, words=SENTENCE, **given))


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [
        (["ROOT", "sb", "oa", "nk", "mo", "punct"], Scheme.TIGER),
        (["ROOT", "nsubj", "obj", "case", "cc", "punct"], Scheme.UD),
        (["ROOT", "cc", "punct", "dep"], None),
        ([], None),
    ],
)
def test_it_knows_a_scheme_by_its_labels(labels, scheme):
    assert scheme_of(labels) is scheme


@pytest.mark.parametrize(
    ("tags", "relations", "entities", "needed"),
    [
        (["NN", "PROAV"], ["nsubj", "obj"], ["PER", "LOC"], False),
        (["NN", "PAV"], ["nsubj", "obj"], ["PER"], True),
        (["NN"], ["nsubj", "iobj"], ["PER"], True),
        (["NN"], ["sb", "oa"], ["PER"], True),
        (["NN"], ["nsubj"], ["PER", "MISC"], True),
        (["NN"], ["nsubj"], ["PERSON"], True),
    ],
)
def test_it_maps_only_what_differs(tags, relations, entities, needed):
    assert needs_mapping(tags, relations, entities) is needed


def test_it_writes_one_set_of_tags():
    doc = mapped("ud", tags=["PPER", "VAFIN", "NNE", "PAV", "VVPP", "$."])
    assert [token.tag_ for token in doc] == ["PPER", "VAFIN", "NE", "PROAV", "VVPP", "$."]


def test_it_writes_one_set_of_universal_dependencies():
    doc = mapped(
        "ud", heads=[4, 4, 4, 4, 4, 4], deps=["nsubjpass", "auxpass", "iobj", "neg", "ROOT", "punct"]
    )
    assert [token.dep_ for token in doc] == ["nsubj:pass", "aux:pass", "obl:arg", "advmod", "ROOT", "punct"]


def test_it_turns_tiger_trees_round():
    doc = mapped(
        "tiger", tags=["PPER", "VAFIN", "NE", "PROAV", "VVPP", "$."], lemmas=LEMMAS, **TIGER, pos=["X"] * 6
    )
    assert [(token.dep_, token.head.text) for token in doc] == [
        ("nsubj", "verlassen"),
        ("aux", "verlassen"),
        ("obj", "verlassen"),
        ("advmod", "verlassen"),
        ("ROOT", "verlassen"),
        ("punct", "verlassen"),
    ]
    assert [sentence.root.text for sentence in doc.sents] == ["verlassen"]
    assert {token.pos_ for token in doc} == {"X"}


def test_it_keeps_sentences_and_entities_under_new_trees():
    nlp = spacy.blank("de")
    component = nlp.add_pipe("lagebild_labels", config={"scheme": "tiger"})
    doc = Doc(
        nlp.vocab,
        words=[*SENTENCE, *SENTENCE],
        tags=["PPER", "VAFIN", "NE", "PAV", "VVPP", "$."] * 2,
        lemmas=LEMMAS * 2,
        heads=[*TIGER["heads"], *(head + 6 for head in TIGER["heads"])],
        deps=TIGER["deps"] * 2,
        ents=["O", "O", "B-LOC", "O", "O", "O", "B-MISC", "I-MISC", "B-GPE", "O", "O", "O"],
    )
    component(doc)
    assert [(sentence.start, sentence.end, sentence.root.i) for sentence in doc.sents] == [
        (0, 6, 4),
        (6, 12, 10),
    ]
    assert [(entity.start, entity.end, entity.label_) for entity in doc.ents] == [
        (2, 3, "LOC"),
        (8, 9, "LOC"),
    ]


def test_it_tells_no_entities_from_no_recogniser():
    assert not mapped("ud").has_annotation("ENT_IOB")
    assert mapped("ud", ents=["O", "O", "B-MISC", "O", "O", "O"]).has_annotation("ENT_IOB")


def test_it_gives_punctuation_its_lemma():
    assert mapped("ud", lemmas=LEMMAS)[5].lemma_ == "."


def test_it_bears_text_without_trees_and_without_words():
    assert [token.dep_ for token in mapped("tiger")] == [""] * 6
    nlp = spacy.blank("de")
    assert len(nlp.add_pipe("lagebild_labels", config={"scheme": "tiger"})(nlp.make_doc(""))) == 0


def test_it_is_saved_with_its_scheme(tmp_path):
    nlp: Language = spacy.blank("de")
    nlp.add_pipe("lagebild_labels", config={"scheme": "tiger"})
    nlp.to_disk(tmp_path / "saved")
    assert spacy.load(tmp_path / "saved").get_pipe("lagebild_labels").scheme is Scheme.TIGER
