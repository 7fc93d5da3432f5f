import gzip

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from summaries.language.lemmas import known_forms, lemma_of, lemmatise
from summaries.language.morphology import UNIVERSAL
from summaries.language.training.lemma_table import count, lemmas_of, packed

OPEN = ("NN", "NE", "ADJA", "ADJD", "VVFIN", "VVINF", "VVIZU", "VVPP")

VOCAB = spacy.blank("de").vocab


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("die", "ART", "der"),
        ("einem", "ART", "ein"),
        ("Deren", "PRELAT", "der"),
        ("was", "PRELS", "was"),
        ("diesen", "PDAT", "dieser"),
        ("seiner", "PPOSAT", "sein"),
        ("unserem", "PPOSAT", "unser"),
        ("keine", "PIAT", "kein"),
        ("alle", "PIAT", "alle"),
        ("vielen", "PIAT", "viel"),
        ("jedem", "PIAT", "jeder"),
        ("niemandem", "PIS", "niemand"),
        ("ihnen", "PPER", "sie"),
        ("mir", "PRF", "ich"),
        ("sich", "PRF", "sich"),
        ("anderen", "ADJA", "anderer"),
        ("zum", "APPRART", "zu"),
        ("am", "PTKA", "am"),
        ("Damit", "PROAV", "damit"),
        ("Damit", "PAV", "damit"),
        ("Zwölf", "CARD", "zwölf"),
        ("XIV", "CARD", "XIV"),
        ("1.500", "CARD", "1.500"),
        ("Mio.", "NN", "Million"),
        ("Umwelt", "TRUNC", "Umwelt"),
        ("„", "$(", "„"),
    ],
)
def test_closed_words_have_the_lemma_of_their_class(form, tag, lemma):
    assert lemma_of(form, tag) == lemma


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("Häuser", "NN", "Haus"),
        ("Sitzungen", "NN", "Sitzung"),
        ("Sprecherinnen", "NN", "Sprecherin"),
        ("Quarkspeisekarten", "NN", "Quarkspeisekarte"),
        ("Waldrandböden", "NN", "Waldrandboden"),
        ("Angeklagten", "NN", "Angeklagte"),
        ("Abgeordneter", "NN", "Abgeordnete"),
        ("Bürger:innen", "NN", "Bürger"),
        ("US-Soldaten", "NN", "US-Soldat"),
        ("NATO", "NN", "NATO"),
        ("Nachhinein", "NN", "Nachhinein"),
        ("größere", "ADJA", "groß"),
        ("wichtigsten", "ADJA", "wichtig"),
        ("größten", "ADJA", "groß"),
        ("Lindauer", "ADJA", "Lindauer"),
        ("verletzte", "ADJA", "verletzt"),
        ("lecker", "ADJD", "lecker"),
        ("weist", "VVFIN", "weisen"),
        ("zurückwies", "VVFIN", "zurückweisen"),
        ("zurückzuweisen", "VVIZU", "zurückweisen"),
        ("abzulehnen", "VVIZU", "ablehnen"),
        ("hinzuziehen", "VVIZU", "hinziehen"),
        ("zurückgewiesen", "VVPP", "zurückweisen"),
        ("könnte", "VMFIN", "können"),
        ("wärst", "VAFIN", "sein"),
        ("hat", "VVFIN", "haben"),
    ],
)
def test_open_words_lose_their_endings(form, tag, lemma):
    assert lemma_of(form, tag) == lemma


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("Beschlüsse", "NN", "Beschluss"),
        ("Prozesse", "NN", "Prozess"),
        ("Kompromiss", "NN", "Kompromiss"),
        ("bewusste", "ADJA", "bewusst"),
        ("Strasse", "NN", "Straße"),
        ("Füsse", "NN", "Fuß"),
        ("Verstösse", "NN", "Verstoß"),
    ],
)
def test_a_lemma_is_spelt_anew_where_its_word_is(form, tag, lemma):
    assert lemma_of(form, tag) == lemma


@pytest.mark.parametrize("form", ["Bungalow", "Einfluss", "Gremium", "Backup", "Dirndl"])
def test_a_noun_without_an_ending_is_its_own_lemma(form):
    assert lemma_of(form, "NN") == form


@pytest.mark.parametrize(
    ("form", "tag", "hint", "lemma"),
    [
        ("Korthals", "NE", "Nom", "Korthals"),
        ("Korthals", "NE", "Gen", "Korthal"),
        ("Moskaus", "NE", "", "Moskau"),
        ("Voss", "NE", "Gen", "Voss"),
        ("Marius", "NE", "Gen", "Marius"),
        ("Brandt’s", "NE", "", "Brandt"),
        ("ihr", "PPER", "Dat", "sie"),
        ("ihr", "PPER", "Nom", "ihr"),
        ("Sie", "PPER", "polite", "Sie"),
        ("Sie", "PPER", "", "sie"),
        ("Arbeiten", "NN", "plural", "Arbeit"),
        ("Arbeiten", "NN", "neuter", "Arbeiten"),
    ],
)
def test_features_decide_where_the_form_does_not(form, tag, hint, lemma):
    assert lemma_of(form, tag, hint) == lemma


def _doc(words: list[str], tags: list[str], morphs: list[str] | None = None) -> Doc:
    return Doc(VOCAB, words=words, tags=tags, morphs=morphs, sent_starts=[n == 0 for n in range(len(words))])


def test_the_component_reads_the_features_of_names():
    words, tags = ["Laut", "Korthals", "fehlt", "Merkels", "Akte"], ["APPR", "NE", "VVFIN", "NE", "NN"]
    doc = lemmatise(_doc(words, tags, ["", "Case=Dat", "", "Case=Gen", "Number=Sing"]))
    assert [token.lemma_ for token in doc] == ["laut", "Korthals", "fehlen", "Merkel", "Akte"]


def test_a_capital_inside_the_sentence_makes_sie_polite():
    doc = lemmatise(_doc(["Sie", "rufen", "Sie", "an"], ["PPER", "VVFIN", "PPER", "PTKVZ"]))
    assert [token.lemma_ for token in doc] == ["sie", "rufen", "Sie", "an"]


@given(st.text(min_size=1, max_size=30), st.sampled_from([*sorted(UNIVERSAL), "PAV", "??"]))
def test_every_word_has_a_lemma_under_every_tag(word, tag):
    assert lemma_of(word, tag)


def test_the_table_holds_open_classes_only_and_is_read_whole():
    assert {entry.split(" ")[0].removeprefix("VV") for entry in known_forms()} <= {
        *OPEN,
        "FIN",
        "INF",
        "IZU",
        "PP",
        "IMP",
    }
    assert len(known_forms()) > 10_000


def test_a_table_is_made_from_text(nlp):
    text = "Die Bäckereien öffneten. Viele Bäckereien öffneten. Kornells Bäckerei und Kornell und Kornell. "
    lemmas = lemmas_of(count(nlp, [text, text]))
    assert lemmas["NN", "Bäckereien"] == "Bäckerei"
    assert lemmas["VVFIN", "öffneten"] == "öffnen"
    assert not any(tag == "ART" for tag, _ in lemmas)
    lines = gzip.decompress(packed(lemmas)).decode().splitlines()
    assert "NN\tBäckerei\tBäckerei Bäckereien" in lines
