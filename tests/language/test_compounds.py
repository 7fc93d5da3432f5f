import pytest
import spacy
from spacy.tokens import Doc

from summaries.language.compounds import parts_of

VOCAB = spacy.blank("de").vocab


@pytest.mark.parametrize(
    ("text", "tag", "parts"),
    [
        ("Brückensanierung", "NN", ("brücke", "sanierung")),
        ("Stadtwerke", "NN", ("stadt", "werk")),
        ("EU-Gipfel", "NN", ("eu", "gipfel")),
        ("Haus", "NN", ()),
        ("kommen", "VVINF", ()),
        ("der", "ART", ()),
    ],
)
def test_only_nouns_names_and_adjectives_have_parts(text, tag, parts):
    assert parts_of(text, tag) == parts


def test_parts_are_found_when_asked_for_without_any_component():
    doc = Doc(VOCAB, words=["Die", "Brückensanierung", "dauert"], tags=["ART", "NN", "VVFIN"])
    assert doc[1]._.parts == ("brücke", "sanierung")


def test_parts_follow_a_corrected_tag():
    doc = Doc(VOCAB, words=["Brückensanierung"], tags=["XY"])
    assert doc[0]._.parts == ()
    doc[0].tag_ = "NN"
    assert doc[0]._.parts == ("brücke", "sanierung")
