import pytest
import spacy
from spacy.tokens import Doc

from summaries.language.closed import certain_tag, correct_tags
from summaries.language.morphology import UNIVERSAL

VOCAB = spacy.blank("de").vocab


def _tagged(text: str) -> Doc:
    """Make a sentence of "word/tag" pairs."""
    pairs = [pair.rsplit("/", 1) for pair in text.split()]
    words, tags = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    pos = [UNIVERSAL[tag] for tag in tags]
    return Doc(VOCAB, words=words, tags=tags, pos=pos, sent_starts=[n == 0 for n in range(len(words))])


@pytest.mark.parametrize(
    ("word", "given", "tag"),
    [
        ("nicht", "ADV", "PTKNEG"),
        ("sich", "PPER", "PRF"),
        ("dass", "PRELS", "KOUS"),
        ("und", "ADV", "KON"),
        ("hatten", "VVFIN", "VAFIN"),
        ("könnten", "VVFIN", "VMFIN"),
        ("im", "APPR", "APPRART"),
        (",", "$(", "$,"),
        (";", "$(", "$."),
        ("„", "NE", "$("),
        ("1.500", "NN", "CARD"),
        ("3,5", "ADJA", "CARD"),
        ("kamen", "VAFIN", "VVFIN"),
        ("Will", "NE", "NE"),
        ("Sich", "NE", "NE"),
        ("13.4.2000", "NN", "NN"),
        ("...", "$.", "$."),
        ("gegründet", "VVFIN", "VVPP"),
        ("geht", "VVPP", "VVFIN"),
        ("zerstört", "VVFIN", "VVFIN"),
        ("Betreibers", "ADJA", "NN"),
        ("Hamburger", "ADJA", "ADJA"),
        ("NEUES", "ADJA", "ADJA"),
        ("3.4.", "NN", "CARD"),
    ],
)
def test_a_form_with_one_tag_gets_it(word, given, tag):
    assert certain_tag(word, given) == tag


@pytest.mark.parametrize(
    ("word", "given", "tag"),
    [("Nicht", "NE", "PTKNEG"), ("Dass", "NN", "KOUS"), ("Will", "NE", "NE"), ("Von", "NE", "NE")],
)
def test_a_capital_at_the_beginning_means_nothing_unless_a_name_may_stand_there(word, given, tag):
    assert certain_tag(word, given, True) == tag


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Er/PPER sagt/VVFIN ,/$, dass/KOUS alle/PIS kommen/VVINF ./$.", 5, "VVFIN"),
        ("Man/PIS könnte/VMFIN das/PDS haben/VAFIN ./$.", 3, "VAINF"),
        ("Heute/ADV bestreiten/VVINF beide/PIS die/ART Tat/NN ./$.", 1, "VVFIN"),
        ("Sie/PPER hatte/VAFIN ihn/PPER beschuldigt/VVFIN ./$.", 3, "VVPP"),
        ("Es/PPER kommt/VVFIN Karla/NE Wendt/VVFIN ./$.", 3, "NE"),
        ("Er/PPER will/VMFIN gehen/VVINF ./$.", 2, "VVINF"),
    ],
)
def test_the_clause_decides_on_its_verb(text, word, tag):
    assert correct_tags(_tagged(text))[word].tag_ == tag


def test_the_universal_class_follows_the_corrected_tag():
    doc = correct_tags(_tagged("Das/PDS ist/VVFIN nicht/ADV alles/PIS ./$."))
    assert [token.tag_ for token in doc] == ["PDS", "VAFIN", "PTKNEG", "PIS", "$."]
    assert [token.pos_ for token in doc] == ["PRON", "VERB", "PART", "PRON", "PUNCT"]


def test_right_tags_stay_and_spaces_are_no_words():
    text = "Der/ART Rat/NN \n/_SP habe/VAFIN sich/PRF nicht/PTKNEG geeinigt/VVPP ,/$, hieß/VVFIN es/PPER ./$."
    pairs = [pair.rsplit("/", 1) for pair in text.split(" ")]
    doc = Doc(
        VOCAB,
        words=[pair[0] for pair in pairs],
        tags=[pair[1] for pair in pairs],
        sent_starts=[n == 0 for n in range(len(pairs))],
    )
    assert [token.tag_ for token in correct_tags(doc)] == [pair[1] for pair in pairs]


def test_an_empty_document_is_left_alone():
    assert len(correct_tags(Doc(VOCAB, words=[]))) == 0
