import pytest
import spacy
from spacy.tokens import Doc, Token

from summaries.language.lemmas import lemmatise
from summaries.language.particles import join_particles

VOCAB = spacy.blank("de").vocab


def _doc(text: str, tree: dict[int, tuple[int, str]] | None = None) -> Doc:
    """Make a sentence of "word/tag" pairs, with heads and relations of some words where a tree is given."""
    pairs = [pair.rsplit("/", 1) for pair in text.split()]
    words, tags = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    starts = [n == 0 for n in range(len(words))]
    if tree is None:
        return lemmatise(Doc(VOCAB, words=words, tags=tags, sent_starts=starts))
    heads = [tree.get(n, (0, ""))[0] for n in range(len(words))]
    deps = [tree.get(n, (0, "dep" if n else "ROOT"))[1] for n in range(len(words))]
    return lemmatise(Doc(VOCAB, words=words, tags=tags, heads=heads, deps=deps))


def _joined(doc: Doc) -> list[tuple[str, str]]:
    verbs: list[Token] = [token for token in join_particles(doc) if token._.particle is not None]
    return [(verb.lemma_, doc[verb._.particle].text) for verb in verbs]


def test_it_joins_over_a_long_bracket():
    text = (
        "Er/PPER weist/VVFIN die/ART Vorwürfe/NN ,/$, die/PRELS eine/ART Zeugin/NN erhob/VVFIN ,/$, "
        "heute/ADV zurück/PTKVZ ./$."
    )
    assert _joined(_doc(text)) == [("zurückweisen", "zurück")]


def test_coordinated_verbs_have_their_own_particles():
    text = "Sie/PPER lehnt/VVFIN den/ART Plan/NN ab/PTKVZ und/KON kündigt/VVFIN Proteste/NN an/PTKVZ ./$."
    assert _joined(_doc(text)) == [("ablehnen", "ab"), ("ankündigen", "an")]


def test_a_preposition_of_the_same_form_is_no_particle():
    text = "Sie/PPER nimmt/VVFIN an/APPR der/ART Sitzung/NN teil/PTKVZ ./$."
    assert _joined(_doc(text)) == [("teilnehmen", "teil")]


def test_a_verb_that_is_not_separated_keeps_its_lemma():
    doc = _doc("weil/KOUS er/PPER das/PDS zurückweist/VVFIN ,/$, um/KOUI es/PPER abzulehnen/VVIZU")
    assert _joined(doc) == []
    assert [doc[3].lemma_, doc[7].lemma_] == ["zurückweisen", "ablehnen"]


def test_the_tree_names_the_verb_where_the_nearest_is_another():
    text = (
        "Er/PPER gab/VVFIN den/ART Fehler/NN ,/$, den/PRELS alle/PIS kannten/VVFIN wie/KOKOM er/PPER "
        "sagte/VVFIN ,/$, zu/PTKVZ"
    )
    tree = {0: (1, "nsubj"), 1: (1, "ROOT"), 12: (1, "compound:prt")}
    heads = dict.fromkeys(range(13), (1, "dep")) | tree
    assert _joined(_doc(text, heads)) == [("zugeben", "zu")]


def test_the_tree_overrules_a_tag_that_misses_the_particle():
    text = "Das/ART Amt/NN räumt/VVFIN Fehler/NN ein/ART bei/APPR der/ART Wahl/NN"
    tree = dict.fromkeys(range(8), (2, "dep")) | {2: (2, "ROOT"), 4: (2, "compound:prt")}
    doc = _doc(text, tree)
    assert _joined(doc) == [("einräumen", "ein")]
    assert (doc[4].tag_, doc[4].pos_, doc[4].lemma_) == ("PTKVZ", "ADP", "ein")


def test_a_tree_with_a_verb_that_does_not_exist_is_not_believed():
    text = "Er/PPER lehnte/VVFIN ab/PTKVZ ,/$, als/KOUS sie/PPER schwieg/VVFIN"
    tree = dict.fromkeys(range(7), (1, "dep")) | {1: (1, "ROOT"), 2: (6, "compound:prt")}
    assert _joined(_doc(text, tree)) == [("ablehnen", "ab")]


def test_a_word_that_tag_and_tree_call_no_particle_is_none():
    text = "Sie/PPER gab/VVFIN das/PDS auf/APPR"
    assert _joined(_doc(text)) == [("aufgeben", "auf")]
    tree = dict.fromkeys(range(4), (1, "dep")) | {1: (1, "ROOT"), 3: (1, "case")}
    assert _joined(_doc(text, tree)) == []


def test_tag_and_tree_together_make_a_verb_that_nobody_knows():
    text = "Er/PPER schnorpst/VVFIN alles/PIS weg/PTKVZ"
    tree = dict.fromkeys(range(4), (1, "dep")) | {1: (1, "ROOT"), 3: (1, "compound:prt")}
    assert _joined(_doc(text, tree)) == [("wegschnorpsen", "weg")]


@pytest.mark.parametrize("word", ["Ein/NN", "zu/PTKZU", "ab/APPR"])
def test_what_cannot_be_a_particle_is_left_alone(word):
    assert _joined(_doc(f"Sie/PPER kommt/VVFIN {word} heute/ADV")) == []


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Der Rat gab bekannt, dass er tagt.", "gab", "bekanntgeben"),
        ("Beide Städte gaben bekannt, dass sie bauen.", "gaben", "bekanntgeben"),
        ("Das ist bekannt.", "ist", "sein"),
        ("Er gab bekannte Namen an.", "gab", "angeben"),
    ],
)
def test_an_adjective_that_is_part_of_the_verb_joins_it(nlp, text, form, lemma):
    assert next(token.lemma_ for token in nlp(text) if token.text == form) == lemma
