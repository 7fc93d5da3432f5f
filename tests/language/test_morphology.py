import pytest
import spacy
from spacy.tokens import Doc

from summaries.language.lemmas import lemmatise
from summaries.language.morphology import mood_and_tense, mood_is_open, set_verb_features

VOCAB = spacy.blank("de").vocab


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("sagten", "sagen"),
        ("sagte", "sagen"),
        ("geben", "geben"),
        ("haben", "haben"),
        ("sollte", "sollen"),
        ("wollten", "wollen"),
        ("gingen", "gehen"),
        ("zurückriefen", "zurückrufen"),
    ],
)
def test_shared_forms_leave_the_mood_open(form, lemma):
    assert mood_is_open(form, lemma)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("sei", "sein"),
        ("wäre", "sein"),
        ("hat", "haben"),
        ("gab", "geben"),
        ("gaben", "geben"),
        ("gäben", "geben"),
        ("ginge", "gehen"),
        ("müssten", "müssen"),
        ("musste", "müssen"),
        ("zunimmt", "zunehmen"),
        ("gehe", "gehen"),
    ],
)
def test_other_forms_do_not(form, lemma):
    assert not mood_is_open(form, lemma)


@pytest.mark.parametrize(
    ("form", "lemma", "tense"),
    [("zunimmt", "zunehmen", "Pres"), ("läßt", "lassen", "Pres"), ("abtritt", "abtreten", "Pres")],
)
def test_particles_and_old_spelling_do_not_hide_the_tense(form, lemma, tense):
    assert mood_and_tense(form, lemma) == ("Ind", tense)


def _verb(words: str, tags: str, at: int, morph: str) -> str:
    written = words.split()
    morphs = ["" for _ in written]
    morphs[at] = morph
    starts = [n == 0 for n in range(len(written))]
    doc = Doc(VOCAB, words=written, tags=tags.split(), morphs=morphs, sent_starts=starts)
    return str(set_verb_features(lemmatise(doc))[at].morph)


def test_the_form_overrules_the_trained_mood_and_keeps_the_rest():
    given = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
    found = _verb("Er sei krank", "PPER VAFIN ADJD", 1, given)
    assert found == "Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"


def test_the_trained_mood_stays_where_the_form_is_shared():
    given = "Mood=Sub|Number=Plur|Person=3|Tense=Past|VerbForm=Fin"
    assert _verb("Sie sagten nichts", "PPER VVFIN PIS", 1, given) == given


def test_what_the_model_leaves_out_is_filled():
    assert _verb("Sie sagten nichts", "PPER VVFIN PIS", 1, "") == "Mood=Ind|Tense=Past|VerbForm=Fin"


def test_a_participle_has_no_mood():
    found = _verb("Er hat gesagt", "PPER VAFIN VVPP", 2, "Mood=Ind|Person=3|Tense=Past|VerbForm=Fin")
    assert found == "VerbForm=Part"


@pytest.mark.parametrize(
    ("words", "tags", "at", "morph", "mood"),
    [
        ("Ich habe Zeit", "PPER VAFIN NN", 1, "", "Ind"),
        ("Ich sagte , er habe Zeit", "PPER VVFIN $, PPER VAFIN NN", 4, "", "Sub"),
        ("Ich kam und habe Zeit", "PPER VVFIN KON VAFIN NN", 3, "Person=1", "Ind"),
        ("Er kam und habe Zeit", "PPER VVFIN KON VAFIN NN", 3, "Person=1", "Sub"),
    ],
)
def test_the_first_person_is_told_by_clause_and_features(words, tags, at, morph, mood):
    assert f"Mood={mood}" in _verb(words, tags, at, morph)
